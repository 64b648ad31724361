//! A check says the same twice, with one thread or many; and a finding names every cell that it hangs on.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use timlint::app::{CheckOptions, check};
use timlint::diag::{About, Role};
use timlint::model::RegisterId;
use timlint::report::{Finding, Lang, Options, Run, by_name};
use timlint::rules::{RecordRule, RuleSet, Word};
use timlint::source::{Disk, Memory};

use super::{all_rules, day, fixture, judged, judged_fixture};

fn json(name: &str) -> Vec<u8> {
    let world = Disk::new(fixture(name));
    let options = CheckOptions { as_of: Some(day()), hash: true, ..CheckOptions::default() };
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
    column: usize,
    range: Range<usize>,
}

/// Filled cells below the header row. Keys are left out: they say which record is meant, and a record without its key is
/// another record.
fn cells(path: &str, text: &str, register: &str) -> Vec<Cell> {
    let schema = RegisterId::by_name(register).expect("a register").schema();
    let is_key = |header: &str| schema.field_by_header(header).is_some_and(|field| schema.key.contains(&field));
    let keys: Vec<bool> =
        text.lines().next().unwrap_or_default().split(',').map(|header| is_key(header.trim())).collect();
    let (mut found, mut start, mut quoted, mut row, mut column) = (Vec::new(), 0, false, 0, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' | b'\r' | b'\n' if !quoted => {
                if at > start && row > 0 && keys.get(column) == Some(&false) {
                    found.push(Cell { path: path.to_owned(), column, range: start..at });
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

/// One cell of every column that has a filled one. Each is blanked alone and held against all findings.
fn one_of_each_column(cells: &[Cell]) -> Vec<&Cell> {
    let mut columns: BTreeMap<(&str, usize), Vec<&Cell>> = BTreeMap::new();
    for cell in cells {
        columns.entry((&cell.path, cell.column)).or_default().push(cell);
    }
    let mut seed = 20_261_120;
    columns.into_values().map(|column| column[pick(&mut seed, column.len())]).collect()
}

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
    let blanked = one_of_each_column(&cells);
    let by_records = |finding: &&Finding| rules.get(&finding.diagnostic.rule).is_some_and(|r| r.records().is_some());
    let told: Vec<&Finding> = before.findings.iter().filter(by_records).collect();
    let compared = AtomicUsize::new(0);
    let lost: BTreeSet<String> = blanked
        .par_iter()
        .flat_map_iter(|cell| {
            let after = without(&files, Some(cell));
            let kept: BTreeSet<&str> = after.findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
            let register = register_of.get(cell.path.as_str()).copied();
            let must_stay =
                |finding: &&&Finding| searched(&rules, finding) != register && !names(&before, finding, cell);
            let stay: Vec<&&Finding> = told.iter().filter(must_stay).collect();
            compared.fetch_add(stay.len(), Ordering::Relaxed);
            let gone = stay.into_iter().filter(|finding| !kept.contains(finding.fingerprint.as_str()));
            let row = files[&cell.path][..cell.range.start].matches('\n').count() + 1;
            let text = &files[&cell.path][cell.range.clone()];
            let tell =
                |f: &&Finding| format!("{} needs {text:?} in line {row} of {}", super::line(&before, f), cell.path);
            gone.map(tell).collect::<Vec<String>>()
        })
        .collect();
    let compared = compared.into_inner();
    assert!(compared > 200 * blanked.len(), "only {compared} pairs were compared");
    let lost: Vec<String> = lost.into_iter().collect();
    assert!(lost.is_empty(), "{} findings hang on cells that they do not name:\n{}", lost.len(), lost.join("\n"));
}

/// Findings of all rules in their own failing examples.
fn in_examples(rules: &RuleSet, see: impl Fn(&RecordRule, &Finding, &str)) {
    for rule in rules.iter() {
        let Some(records) = rule.records() else { continue };
        for example in rule.words().examples.iter().filter(|example| !example.marks.is_empty()) {
            let files = example.files.iter().map(|file| (file.path.clone(), file.bytes.clone()));
            let world = files.fold(Memory::new(), |world, (path, bytes)| world.file(path, bytes));
            let options = CheckOptions { as_of: Some(example.as_of), ..CheckOptions::default() };
            let (run, _) = check(&world, &options).expect("examples can be judged");
            for finding in run.findings.iter().filter(|finding| finding.diagnostic.rule == rule.id) {
                see(records, finding, &format!("{} / {}", rule.id, example.name));
            }
        }
    }
}

/// Fields of the judged register among the labels.
fn labelled(finding: &Finding, each: RegisterId) -> Vec<&str> {
    let labels = finding.diagnostic.labels.iter();
    labels
        .filter_map(|label| match &label.about {
            About::Field { register, field } if register == each.name() => Some(field.as_str()),
            _ => None,
        })
        .collect()
}

#[test]
fn a_reference_that_was_followed_is_named() {
    in_examples(&all_rules(), |rule, finding, place| {
        for step in rule.follows.iter().filter(|step| step.from.0 == 0) {
            let field = &rule.each.schema().fields[step.from.1 as usize].name;
            assert!(labelled(finding, rule.each).contains(&field.as_str()), "{place}: `{field}` is not named");
        }
    });
}

#[test]
fn both_records_of_a_pair_are_named_alike() {
    in_examples(&all_rules(), |rule, finding, place| {
        let requirement = &rule.require[finding.diagnostic.requirement as usize];
        if matches!(requirement.word, Word::Unique { .. }) {
            let fields = labelled(finding, rule.each);
            for field in &fields {
                let times = fields.iter().filter(|other| *other == field).count();
                assert_eq!(times, 2, "{place}: `{field}` of one of the two records is not named");
            }
        }
    });
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
