//! A check says the same twice, with one thread or many; and a finding names every cell that it hangs on.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;
use timlint::app::{CheckOptions, check};
use timlint::diag::{About, Role};
use timlint::model::{FieldId, RegisterId};
use timlint::report::{Finding, Lang, Options, Run, by_name};
use timlint::rules::{RecordRule, RuleSet, Word, reads};
use timlint::source::{Disk, Memory};

use super::{all_rules, day, fixture, judged_fixture};

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
    field: FieldId,
    range: Range<usize>,
}

/// Filled cells below the header row. Keys are left out: they say which record is meant, and a record without its key is
/// another record. So are columns that the register does not know: nobody reads them.
fn cells(path: &str, text: &str, register: &str) -> Vec<Cell> {
    let schema = RegisterId::by_name(register).expect("a register").schema();
    let headers = text.lines().next().unwrap_or_default().split(',');
    let fields: Vec<Option<FieldId>> = headers.map(|header| schema.field_by_header(header.trim())).collect();
    let wanted = |column: usize| fields.get(column).copied().flatten().filter(|field| !schema.key.contains(field));
    let (mut found, mut start, mut quoted, mut row, mut column) = (Vec::new(), 0, false, 0, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' | b'\r' | b'\n' if !quoted => {
                if let Some(field) = wanted(column).filter(|_| at > start && row > 0) {
                    found.push(Cell { path: path.to_owned(), field, range: start..at });
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

/// The company without these cells, of different files, judged by these rules; by all of them where none is named.
fn without(files: &BTreeMap<String, String>, cells: &[Cell], select: &[String]) -> Run {
    let mut world = Memory::new().on(day());
    for (path, text) in files {
        let mut text = text.clone();
        if let Some(cell) = cells.iter().find(|cell| cell.path == *path) {
            text.replace_range(cell.range.clone(), "");
        }
        world = world.file(path.clone(), text.into_bytes());
    }
    let options = CheckOptions { preview: true, select: select.to_vec(), ..CheckOptions::default() };
    check(&world, &options).expect("a company without one cell has registers").0
}

/// Whether the finding names the cell, or a cell of its line that takes its day from it (10:00, three months).
fn names(run: &Run, finding: &Finding, cell: &Cell) -> bool {
    finding.diagnostic.labels.iter().any(|label| {
        let (start, end) = (label.span.start as usize, label.span.end as usize);
        let source = run.sources.get(label.span.file);
        let counted_from = || {
            let About::Field { register, field } = &label.about else { return None };
            let schema = RegisterId::by_name(register)?.schema();
            schema.field(schema.fields[usize::from(schema.field(field)?)].counts_from.as_deref()?)
        };
        let same_line = || source.line_of(label.span.start) == source.line_of(cell.range.start as u32);
        source.path == cell.path
            && (start <= cell.range.end && cell.range.start <= end || counted_from() == Some(cell.field) && same_line())
    })
}

/// Rules that look for a record and found none: filling that gap with *any* row of the other register ends the finding,
/// and only the nearest row is named. A blank can make a row fit (an open end, say), so rows of that register are left alone.
fn searched<'r>(rules: &'r RuleSet, finding: &Finding) -> Option<&'r str> {
    let rule = rules.get(&finding.diagnostic.rule)?.records()?;
    match &rule.require.get(finding.diagnostic.requirement as usize)?.word {
        // The gap between two records of a series: grounds of series are being reworked.
        Word::Some(join) | Word::Count { join, .. } | Word::Series { join, .. } => Some(join.target.name()),
        Word::Balance(terms) => Some(terms[0].join.target.name()),
        _ => None,
    }
}

/// Every register that a rule looks at.
fn touched(rule: &RecordRule) -> BTreeSet<&'static str> {
    let slots = rule.slots.iter().map(|slot| slot.register);
    let joins = rule.joins().map(|join| join.target);
    let columns = reads(rule).into_iter().map(|(register, _)| register);
    slots.chain(joins).chain(columns).chain([rule.each]).map(RegisterId::name).collect()
}

/// Numbers that look random and are the same every time.
fn pick(seed: &mut u64, below: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize % below
}

/// A broken company, and what is wrong with it.
struct Broken {
    files: BTreeMap<String, String>,
    before: Run,
    register_of: BTreeMap<String, String>,
}

impl Broken {
    fn new(name: &str) -> Broken {
        let files = in_memory(&judged_fixture(name));
        let before = without(&files, &[], &[]);
        let registers = before.inputs.iter().filter_map(|input| Some((input.path.clone(), input.register.clone()?)));
        Broken { register_of: registers.collect(), files, before }
    }

    /// One filled cell of every column of every register, whichever of its files it stands in; a handful together, of
    /// different registers, because reading the company takes longer than judging it.
    fn one_of_each_column(&self) -> Vec<Vec<Cell>> {
        let mut columns: BTreeMap<&str, BTreeMap<FieldId, Vec<Cell>>> = BTreeMap::new();
        for (path, text) in self.files.iter().filter(|(path, _)| path.ends_with(".csv")) {
            let Some(register) = self.register_of.get(path) else { continue };
            for cell in cells(path, text, register) {
                columns.entry(register).or_default().entry(cell.field).or_default().push(cell);
            }
        }
        let mut seed = 20_261_120;
        let mut registers: Vec<Vec<Cell>> = Vec::new();
        for columns in columns.into_values() {
            let one = |mut column: Vec<Cell>| column.swap_remove(pick(&mut seed, column.len()));
            registers.push(columns.into_values().map(one).collect());
        }
        let mut rounds: Vec<Vec<Cell>> = Vec::new();
        while registers.iter().any(|register| !register.is_empty()) {
            let round: Vec<Cell> = registers.iter_mut().filter_map(Vec::pop).collect();
            rounds.extend(round.chunks(TOGETHER).map(<[Cell]>::to_vec));
        }
        rounds
    }

    /// Blanks the cells and tells which findings went away although they name none of them, and how many were compared.
    /// Only rules that look at one of the cells' registers and found something are asked: the others cannot change
    /// their mind.
    fn blank(&self, rules: &RuleSet, cells: &[Cell]) -> (Vec<String>, usize) {
        let registers: Vec<&str> = cells.iter().map(|cell| self.register_of[&cell.path].as_str()).collect();
        let concerns = |finding: &&Finding| {
            let rule = rules.get(&finding.diagnostic.rule).and_then(|rule| rule.records());
            let touched = rule.map(touched).unwrap_or_default();
            registers.iter().any(|register| touched.contains(register))
                && !searched(rules, finding).is_some_and(|searched| registers.contains(&searched))
                && !cells.iter().any(|cell| names(&self.before, finding, cell))
        };
        let stay: Vec<&Finding> = self.before.findings.iter().filter(concerns).collect();
        let select: BTreeSet<String> = stay.iter().map(|finding| finding.diagnostic.rule.clone()).collect();
        if select.is_empty() {
            return (Vec::new(), 0);
        }
        let after = without(&self.files, cells, &select.into_iter().collect::<Vec<String>>());
        let kept: BTreeSet<&str> = after.findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
        let gone = stay.iter().filter(|finding| !kept.contains(finding.fingerprint.as_str()));
        let place = |cell: &Cell| {
            let row = self.files[&cell.path][..cell.range.start].matches('\n').count() + 1;
            format!("{:?} in {}:{row}", &self.files[&cell.path][cell.range.clone()], cell.path)
        };
        let places: Vec<String> = cells.iter().map(place).collect();
        let tell = |f: &&Finding| format!("{} needs one of {}", super::line(&self.before, f), places.join(", "));
        (gone.map(tell).collect(), stay.len())
    }
}

/// How many cells are blanked at once.
const TOGETHER: usize = 5;

#[test]
fn blanking_a_cell_that_no_label_names_keeps_the_finding() {
    let rules = all_rules();
    for (name, columns) in [("broken", 300), ("neglected", 300), ("denied", 50)] {
        let company = Broken::new(name);
        let rounds = company.one_of_each_column();
        let count: usize = rounds.iter().map(Vec::len).sum();
        assert!(count > columns, "{name}: only {count} cells to blank");
        let blanked: Vec<(Vec<String>, usize)> = rounds.par_iter().map(|cells| company.blank(&rules, cells)).collect();
        let compared: usize = blanked.iter().map(|(_, compared)| compared).sum();
        assert!(compared > 10 * rounds.len(), "{name}: only {compared} findings were compared");
        let lost: BTreeSet<String> = blanked.into_iter().flat_map(|(lost, _)| lost).collect();
        let told = lost.iter().map(String::as_str).collect::<Vec<_>>().join("\n");
        assert!(lost.is_empty(), "{name}: {} findings hang on cells that they do not name:\n{told}", lost.len());
    }
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
