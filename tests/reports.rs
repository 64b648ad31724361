//! Laws over all reports: each tells of as many findings as every other, within the limits of whoever takes it, the same
//! each time, and no value of a file acts in it.
//!
//! What stands in a single report is tested beside it; what other people's programs say of it, in `outside_reports.rs`.
#![allow(clippy::disallowed_methods)] // reads fixtures, runs the program

mod support;

#[path = "reports/agree.rs"]
mod agree;
#[path = "reports/limits.rs"]
mod limits;
#[path = "reports/places.rs"]
mod places;
#[path = "reports/values.rs"]
mod values;

use serde_json::Value;
use timlint::app::{CheckError, CheckOptions, check};
use timlint::report::{Lang, Options, REPORTS, Run, Waived, WaivedBy};
use timlint::source::{Disk, World};

/// A run with verdicts, whether or not anything could be judged.
fn run(world: &dyn World) -> Run {
    let options = CheckOptions { as_of: Some(support::AS_OF), verdicts: true, hash: true, ..CheckOptions::default() };
    match check(world, &options) {
        Ok((run, _)) => run,
        Err(CheckError::Config(run) | CheckError::NoRegister(run)) => *run,
        Err(CheckError::NoRule(pattern)) => panic!("no pattern was given, yet {pattern}"),
    }
}

fn fixture(name: &str) -> Run {
    run(&Disk::new(support::fixture(name)))
}

/// Lets every seventh finding be waived.
fn waive(run: &mut Run) {
    for finding in run.findings.iter_mut().step_by(7) {
        let span = finding.diagnostic.primary().span;
        finding.waived = Some(Waived {
            by: WaivedBy::Register,
            id: "W-1".to_owned(),
            reason: "更新は来月 <b>|`x`\r\n::error::y".to_owned(),
            approver: Some("E001".to_owned()),
            until: support::AS_OF + 30,
            span,
        });
    }
}

fn print(name: &str, lang: Lang, run: &Run) -> String {
    let report = REPORTS.iter().find(|report| report.name() == name).unwrap_or_else(|| panic!("no report {name}"));
    let options = Options { lang, color: false, ascii: false, width: 80, verbose: false };
    let mut bytes = Vec::new();
    report.write(run, &options, &mut bytes).expect("memory takes it all");
    String::from_utf8(bytes).expect("reports are UTF-8")
}

fn json(name: &str, run: &Run) -> Value {
    serde_json::from_str(&print(name, Lang::En, run)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn list<'v>(value: &'v Value, pointer: &str) -> &'v [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The number before some words; none where they are not said.
fn number_before(text: &str, words: &str) -> usize {
    let before = text.find(words).map(|at| text[..at].trim_end());
    let digits = before.and_then(|before| before.rsplit(|c: char| !c.is_ascii_digit() && c != ',').next());
    digits.map_or(0, |digits| digits.replace(',', "").parse().unwrap_or_default())
}
