//! The command line: what was typed, what is meant by it, what is printed, and the exit code.

mod args;
mod check;
mod demo;
mod diff;
mod explain;
mod export;
mod fmt;
mod import;
mod init;
mod map;
mod output;
mod rule_new;
mod rules;
mod schema;
mod status;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Verb};

/// Nothing at or above `--fail-on`.
pub const CLEAN: u8 = 0;
/// Findings at or above `--fail-on`.
pub const FINDINGS: u8 = 1;
/// Could not run: bad usage, unreadable settings, no register.
pub const COULD_NOT_RUN: u8 = 2;

/// Parses the command line and runs it.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let result = match args.verb {
        Verb::Check(args) => check::run(args),
        Verb::Status(args) => status::run(&args),
        Verb::Fmt(args) => fmt::run(&args),
        Verb::Import(args) => import::run(&args),
        Verb::Export(args) => export::run(&args),
        Verb::Explain(args) => explain::run(&args),
        Verb::Diff(args) => diff::run(&args),
        Verb::Map(args) => map::run(&args),
        Verb::Rules(args) => rules::run(args),
        Verb::Schema(args) => schema::run(&args),
        Verb::Demo(args) => demo::run(&args),
        Verb::Init(args) => init::run(args),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        // The reader of our output went away (`| head`): not our failure.
        Err(error) if broken_pipe(&error) => ExitCode::from(CLEAN),
        Err(error) => {
            eprintln!("timlint: {error:#}");
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

fn broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
