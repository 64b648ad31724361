//! The pipeline: collect files, parse, load, compile rules, evaluate, come to verdicts, tell. Settings live here too.

pub mod baseline;
mod collect;
mod config;
mod counts;
pub mod demo;
pub mod diff;
mod examples;
pub mod export;
pub mod fix;
pub mod fmt;
mod identify;
pub mod import;
pub mod init;
mod inputs;
mod language;
mod origin;
mod periods;
mod pipeline;
mod read;
mod scope;
mod select;
mod sheets;
mod sink;
mod spelling;
mod verdicts;
mod waive;
mod wanted;

pub use config::{Config, LevelChoice};
pub use examples::{ExampleFailure, run_example, test_rule};
pub use language::language;
pub use pipeline::{CheckError, CheckOptions, check, repository_rules};
pub use sink::fails;
