//! Runs the examples that stand in rule files: the documentation is the test.

use crate::report::Finding;
use crate::rules::{Example, Rule};
use crate::source::Memory;

use super::pipeline::{CheckError, CheckOptions, check};

/// A place that was expected and not found, or found and not expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleFailure {
    pub example: String,
    pub expected: Vec<(String, usize, usize)>,
    pub found: Vec<(String, usize, usize)>,
}

/// Every primary place that a rule gives in an example, sorted.
pub fn run_example(example: &Example, rule: &Rule) -> Vec<(String, usize, usize)> {
    let mut world = Memory::new().on(example.as_of);
    for file in &example.files {
        world = world.file(file.path.clone(), file.bytes.clone());
    }
    if rule.file.is_some() {
        world = world.file(format!("rules/{}.yaml", rule.id), rule.source().as_bytes());
    }
    let options = CheckOptions { preview: true, ..CheckOptions::default() };
    let run = match check(&world, &options) {
        Ok((run, _)) => run,
        Err(CheckError::Config(run) | CheckError::NoRegister(run)) => *run,
        Err(CheckError::NoRule(pattern)) => unreachable!("internal error: no pattern was given, yet {pattern}"),
    };
    // A record in a file that nobody reads proves nothing: an example of records must not hold one.
    let unread = |name: &str| rule.records().is_some() && name == "input/unknown-register";
    let told = |finding: &&Finding| finding.diagnostic.rule == rule.id || unread(&finding.diagnostic.rule);
    let places = run.all().filter(told).map(|finding| {
        let span = finding.diagnostic.primary().span;
        (run.sources.get(span.file).path.clone(), span.start as usize, span.end as usize)
    });
    let mut places: Vec<_> = places.collect();
    places.sort();
    places
}

/// Runs all examples of a rule; what comes back is what went wrong.
pub fn test_rule(rule: &Rule) -> Vec<ExampleFailure> {
    let mut failures = Vec::new();
    for example in &rule.words().examples {
        let mut expected = example.marks.clone();
        expected.sort();
        let found = run_example(example, rule);
        if found != expected {
            failures.push(ExampleFailure { example: example.name.clone(), expected, found });
        }
    }
    failures
}
