//! Laws over all rules, by walking the registry of rules: nobody adds a line here when a rule is added.
//!
//! `form`: what a rule file looks like. `fire`: where rules speak and where they stay silent. `steady`: that a check says
//! the same twice, and that a finding names every cell it hangs on. What one rule finds is shown by its own examples,
//! and words of checks that are made in code are held by `builtin_words.rs`.
#![allow(clippy::disallowed_methods)] // reads fixtures and writes a snapshot

#[path = "rules/fire.rs"]
mod fire;
#[path = "rules/form.rs"]
mod form;
#[path = "rules/steady.rs"]
mod steady;

use std::path::{Path, PathBuf};

use timlint::app::{CheckError, CheckOptions, check};
use timlint::model::date::parse_date;
use timlint::report::{Finding, Run};
use timlint::rules::RuleSet;
use timlint::source::{Disk, World};

/// The day on which all fixtures are judged.
const DAY: &str = "2026-11-20";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn fixture(name: &str) -> PathBuf {
    root().join("fixtures").join(name)
}

fn all_rules() -> RuleSet {
    RuleSet::builtin(|_| true)
}

fn day() -> i32 {
    parse_date(DAY).expect("a date")
}

/// A check that may also come to the answer that there is nothing to judge.
fn judged(world: &dyn World) -> Run {
    let options = CheckOptions { as_of: Some(day()), ..CheckOptions::default() };
    match check(world, &options) {
        Ok((run, _)) => run,
        Err(CheckError::Config(run) | CheckError::NoRegister(run)) => *run,
        Err(CheckError::NoRule(pattern)) => panic!("no pattern was given, yet {pattern}"),
    }
}

/// A fixture, judged by all rules: those in preview must be as good before they are released.
fn judged_in_preview(name: &str) -> Run {
    let options = CheckOptions { as_of: Some(day()), preview: true, ..CheckOptions::default() };
    match check(&Disk::new(fixture(name)), &options) {
        Ok((run, _)) => run,
        Err(other) => panic!("{name} has registers: {other:?}"),
    }
}

fn judged_fixture(name: &str) -> Run {
    judged(&Disk::new(fixture(name)))
}

/// One finding on one line, for messages of failing tests.
fn line(run: &Run, finding: &Finding) -> String {
    let label = finding.diagnostic.primary();
    let source = run.sources.get(label.span.file);
    let subject = finding.diagnostic.subject.as_ref().map(|s| s.key.as_str()).unwrap_or_default();
    let line = source.line_of(label.span.start) + 1;
    format!("{} {} {}:{line}", finding.diagnostic.rule, subject, source.path)
}
