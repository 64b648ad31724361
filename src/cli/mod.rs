//! The command line: what was typed, what is meant by it, what is printed, and the exit code.

mod args;
mod baseline;
mod check;
mod completions;
mod demo;
mod diff;
mod explain;
mod export;
mod fmt;
pub mod help;
mod import;
mod init;
mod man;
mod map;
mod output;
mod rule_new;
mod rules;
mod schema;
mod status;
mod watch;

use std::process::ExitCode;

use clap::FromArgMatches as _;

use crate::source::{Disk, command_line};

use args::{Args, Verb};

/// Nothing at or above `--fail-on`.
pub const CLEAN: u8 = 0;
/// Findings at or above `--fail-on`.
pub const FINDINGS: u8 = 1;
/// Could not run: bad usage, unreadable settings, no register.
pub const COULD_NOT_RUN: u8 = 2;

/// Parses the command line and runs it.
pub fn main() -> ExitCode {
    let line = command_line();
    let mut command = help::readable(help::lang_of_line(&line, &Disk::new(".".into())));
    let args = match command.try_get_matches_from_mut(line).and_then(|found| Args::from_arg_matches(&found)) {
        Ok(args) => args,
        Err(error) => error.format(&mut command).exit(),
    };
    let result = match args.verb {
        Verb::Check(args) if args.watch => watch::run(&args),
        Verb::Check(args) => check::run(&args),
        Verb::Baseline(args) => baseline::run(&args),
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
        Verb::Completions(args) => completions::run(&args),
        Verb::Man(args) => man::run(&args),
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
