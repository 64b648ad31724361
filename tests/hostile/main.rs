//! Broken and hostile input: each file gets its diagnostic at its place, the others go on, nothing panics, nothing leaks
//! into a report that could act on its reader, and the exit code is the contract's.
//!
//! Input that is merely spelt in another way belongs to `spellings.rs`.
#![allow(clippy::disallowed_methods)] // makes and reads files

mod arbitrary;
#[cfg(unix)]
mod disk;
mod limits;
mod repository;

use std::path::Path;
use std::process::{Command, Output};

use timlint::app::{CheckError, CheckOptions, check};
use timlint::report::{Finding, Lang, Options, REPORTS, Run};
use timlint::source::World;

/// 2026-11-20.
const DAY: i32 = 20_777;

/// The run over a world, whether or not anything could be judged.
fn run(world: &dyn World) -> Run {
    let options = CheckOptions { as_of: Some(DAY), ..CheckOptions::default() };
    match check(world, &options) {
        Ok((run, _)) => run,
        Err(CheckError::Config(run) | CheckError::NoRegister(run)) => *run,
        Err(CheckError::NoRule(pattern)) => panic!("no pattern was given, yet {pattern}"),
    }
}

/// `path:line:column rule`, as people would point at it.
fn place(run: &Run, finding: &Finding) -> String {
    let span = finding.diagnostic.primary().span;
    let source = run.sources.get(span.file);
    let at = source.line_col(span.start);
    format!("{}:{}:{} {}", source.path, at.line, at.column, finding.diagnostic.rule)
}

/// What the reader, the loader and the rule files' own checks say; of what rules say of records, one that shows that good
/// files are still judged. What else these registers lack is the rules' business.
fn places(run: &Run) -> Vec<String> {
    let spoken = run.all().filter(|finding| is_told(&finding.diagnostic.rule));
    let mut places: Vec<String> = spoken.map(|finding| place(run, finding)).collect();
    places.sort();
    places
}

/// Whether a rule's findings are told one by one here.
fn is_told(rule: &str) -> bool {
    let of_files = ["input/", "register/", "config/", "rule/"].iter().any(|part| rule.starts_with(part));
    of_files || rule == "people/left-without-return-check"
}

/// Everything that any report says of a run, in both languages.
fn told(run: &Run) -> Vec<(String, String)> {
    let mut told = Vec::new();
    for report in REPORTS {
        for lang in [Lang::Ja, Lang::En] {
            for ascii in [false, true] {
                let options = Options { lang, color: false, ascii, width: 80, verbose: true };
                let mut bytes = Vec::new();
                report.write(run, &options, &mut bytes).expect("memory takes it all");
                let name = format!("{} in {}, ascii {ascii}", report.name(), lang.name());
                told.push((name, String::from_utf8(bytes).expect("reports are UTF-8")));
            }
        }
    }
    told
}

/// Nothing in a report may act on a terminal, on a build server or on the direction of reading.
fn assert_tame(run: &Run) {
    for (name, text) in told(run) {
        // JSON is for programs, which need a path exactly as it is; people need not to be misled by it.
        let for_people = !name.starts_with("json");
        let turns = |c| matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let acts = |c: char| (c.is_control() && c != '\n') || (for_people && turns(c));
        if let Some(at) = text.find(acts) {
            panic!("{name}: a character that acts, in {:?}", &text[at..].chars().take(40).collect::<String>());
        }
        // `:::` before a second file's name is drawn by the report, and is no command.
        let obeyed = |line: &&str| {
            let begins = line.trim_start().strip_prefix("::");
            begins.is_some_and(|command| command.starts_with(|c: char| c.is_ascii_alphabetic()))
        };
        // The report that is made of commands: that no value makes one of its own is held in tests/reports.rs.
        let text = text.lines().filter(|line| !(name.starts_with("github") && is_annotation(line)));
        assert_eq!({ text }.find(obeyed), None, "{name}: a line that a build server obeys");
    }
}

fn is_annotation(line: &str) -> bool {
    ["::error file=", "::warning file=", "::notice file=", "::notice title=timlint::"]
        .iter()
        .any(|begin| line.starts_with(begin))
}

/// The program itself, over a folder.
fn timlint(root: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timlint"));
    command.arg("check").arg(root).args(["--as-of", "2026-11-20", "--lang", "en"]).args(more);
    command.env_remove("RUST_BACKTRACE").output().expect("the program starts")
}

fn code(output: &Output) -> i32 {
    let code = output.status.code();
    code.unwrap_or_else(|| panic!("died: {}", String::from_utf8_lossy(&output.stderr)))
}
