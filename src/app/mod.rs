//! The pipeline: collect files, parse, load, compile rules, evaluate, tell. Settings live here too.

mod collect;
mod config;
mod examples;
mod identify;
mod pipeline;
mod read;
mod sink;

pub use config::{Config, LevelChoice};
pub use examples::{ExampleFailure, run_example, test_rule};
pub use pipeline::{CheckError, CheckOptions, check, language, repository_rules};
pub use sink::fails;
