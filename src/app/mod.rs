//! The pipeline: collect files, parse, load, compile rules, evaluate, tell. Settings live here too.

mod collect;
mod config;
pub mod demo;
mod counts;
mod examples;
mod identify;
mod inputs;
mod language;
mod pipeline;
mod read;
mod select;
mod sink;
mod wanted;

pub use config::{Config, LevelChoice};
pub use language::language;
pub use examples::{ExampleFailure, run_example, test_rule};
pub use pipeline::{CheckError, CheckOptions, check, repository_rules};
pub use sink::fails;
