//! A check says the same twice, with one thread or many; and a finding names every cell that it hangs on.

use std::collections::BTreeMap;
use std::ops::Range;

use timlint::app::{CheckOptions, check};
use timlint::diag::Role;
use timlint::model::RegisterId;
use timlint::report::{Finding, Lang, Options, Run, by_name};
use timlint::rules::{RuleSet, Word};
use timlint::source::{Disk, Memory};

use super::{all_rules, day, fixture, judged, judged_fixture};

fn json(name: &str) -> Vec<u8> {
    let world = Disk::new(fixture(name));
    let options = CheckOptions { as_of: Some(day()), report_for: Vec::new(), hash: true };
    let (run, _) = check(&world, &options).expect("the fixture can be judged");
    let shown = Options { lang: Lang::Ja, color: false, ascii: false, width: 100, verbose: false };
    let mut out = Vec::new();
    by_name("json").expect("there is a JSON report").write(&run, &shown, &mut out).expect("memory takes everything");
    out
}

#[test]
fn two_runs_and_any_number_of_threads_give_the_same_bytes() {
    let with = |threads: usize, name: &str| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be had");
        pool.install(|| json(name))
    };
    for name in ["broken", "clean-ja"] {
        let first = json(name);
        assert!(first.len() > 10_000, "there is something to compare");
        for threads in [1, 2, 7] {
            assert!(with(threads, name) == first, "{name}: {threads} threads say something else");
        }
        assert!(json(name) == first, "{name}: the second run says something else");
    }
}

/// A data cell of a CSV register, in bytes of the decoded text.
#[derive(Debug, Clone)]
struct Cell {
    path: String,
    range: Range<usize>,
}

/// Filled cells below the header row. Keys are left out: they say which record is meant, and a record without its key is
/// another record.
fn cells(path: &str, text: &str, register: &str) -> Vec<Cell> {
    let schema = RegisterId::by_name(register).expect("a register").schema();
    let is_key = |header: &str| schema.field_by_header(header).is_some_and(|field| schema.key.contains(&field));
    let keys: Vec<bool> = text.lines().next().unwrap_or_default().split(',').map(|header| is_key(header.trim())).collect();
    let (mut found, mut start, mut quoted, mut row, mut column) = (Vec::new(), 0, false, 0, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' | b'\r' | b'\n' if !quoted => {
                if at > start && row > 0 && keys.get(column) == Some(&false) {
                    found.push(Cell { path: path.to_owned(), range: start..at });
                }
                start = at + 1;
                column = if byte == b',' { column + 1 } else { 0 };
                row += usize::from(byte == b'\n');
            }
            _ => {}
        }
    }
    found
}

/// The same company with every text in UTF-8, so that places in the texts are places in the files.
fn in_memory(run: &Run) -> BTreeMap<String, String> {
    let sources = run.sources.iter().map(|(_, source)| source).filter(|source| !source.text.is_empty());
    sources.map(|source| (source.path.clone(), source.text.clone())).collect()
}

fn without(files: &BTreeMap<String, String>, cell: Option<&Cell>) -> Run {
    let mut world = Memory::new().on(day());
    for (path, text) in files {
        let mut text = text.clone();
        if let Some(cell) = cell.filter(|cell| cell.path == *path) {
            text.replace_range(cell.range.clone(), "");
        }
        world = world.file(path.clone(), text.into_bytes());
    }
    judged(&world)
}

fn names(run: &Run, finding: &Finding, cell: &Cell) -> bool {
    finding.diagnostic.labels.iter().any(|label| {
        let (start, end) = (label.span.start as usize, label.span.end as usize);
        run.sources.get(label.span.file).path == cell.path && start <= cell.range.end && cell.range.start <= end
    })
}

/// Rules that look for a record and found none: filling that gap with *any* row of the other register ends the finding,
/// and only the nearest row is named. A blank can make a row fit (an open end, say), so rows of that register are left alone.
fn searched<'r>(rules: &'r RuleSet, finding: &Finding) -> Option<&'r str> {
    let rule = rules.get(&finding.diagnostic.rule)?.records()?;
    match &rule.require.get(finding.diagnostic.requirement as usize)?.word {
        Word::Some(join) | Word::Count { join, .. } => Some(join.target.name()),
        Word::Balance(terms) => Some(terms[0].join.target.name()),
        _ => None,
    }
}

/// Numbers that look random and are the same every time.
fn pick(seed: &mut u64, below: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize % below
}

const BLANKED: usize = 1500;

#[test]
fn blanking_a_cell_that_no_label_names_keeps_the_finding() {
    let rules = all_rules();
    let files = in_memory(&judged_fixture("broken"));
    let before = without(&files, None);
    let register_of: BTreeMap<&str, &str> =
        before.inputs.iter().filter_map(|i| Some((i.path.as_str(), i.register.as_deref()?))).collect();
    let cells: Vec<Cell> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".csv"))
        .filter_map(|(path, text)| Some(cells(path, text, register_of.get(path.as_str())?)))
        .flatten()
        .collect();
    assert!(cells.len() > 1000 && before.findings.len() > 200, "there is something to blank");
    let (mut seed, mut lost, mut compared) = (20_261_120, Vec::new(), 0);
    for _ in 0..BLANKED {
        let cell = &cells[pick(&mut seed, cells.len())];
        let after = without(&files, Some(cell));
        let kept: std::collections::BTreeSet<(&str, &str)> =
            after.findings.iter().map(|f| (f.diagnostic.rule.as_str(), f.fingerprint.as_str())).collect();
        for finding in &before.findings {
            let by_records = rules.get(&finding.diagnostic.rule).is_some_and(|rule| rule.records().is_some());
            let looks_there = searched(&rules, finding) == register_of.get(cell.path.as_str()).copied();
            if !by_records || looks_there || names(&before, finding, cell) {
                continue;
            }
            compared += 1;
            if !kept.contains(&(finding.diagnostic.rule.as_str(), finding.fingerprint.as_str())) {
                let text = &files[&cell.path][cell.range.clone()];
                let line = files[&cell.path][..cell.range.start].matches('\n').count() + 1;
                lost.push(format!("{} needs {text:?} in line {line} of {}", super::line(&before, finding), cell.path));
            }
        }
    }
    assert!(compared > 20_000, "only {compared} pairs were compared");
    assert!(lost.is_empty(), "{} findings hang on cells that they do not name:\n{}", lost.len(), lost.join("\n"));
}

#[test]
fn the_place_of_a_finding_comes_first_and_lies_in_its_text() {
    for name in ["broken", "clean-ja"] {
        let run = judged_fixture(name);
        for finding in run.all() {
            for (i, label) in finding.diagnostic.labels.iter().enumerate() {
                assert_eq!(label.role == Role::Primary, i == 0, "{}", finding.diagnostic.rule);
                let text = &run.sources.get(label.span.file).text;
                let range = label.span.start as usize..label.span.end as usize;
                assert!(text.get(range).is_some(), "{}: not on character borders", finding.diagnostic.rule);
            }
        }
    }
}
