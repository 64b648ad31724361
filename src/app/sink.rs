//! Where all diagnostics end: levels and overrides, fingerprints, what says the same twice, and the order of the report.

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use crate::diag::{Diagnostic, Level};
use crate::model::spell::fold_key;
use crate::report::Finding;
use crate::rules::{By, RuleSet, Word};
use crate::source::{FileId, Span};

use super::config::{Config, LevelChoice};
use crate::source::hex;

/// Findings and problems, in the order of file and place.
pub struct Sorted {
    pub findings: Vec<Finding>,
    pub problems: Vec<Finding>,
}

pub fn sort(diagnostics: Vec<Diagnostic>, rules: &RuleSet, config: &Config) -> Sorted {
    let cited = filled_by_rules(&diagnostics, rules);
    let unread = unread(&diagnostics);
    let faulty = faulty(&diagnostics);
    let mut sorted = Sorted { findings: Vec::new(), problems: Vec::new() };
    for diagnostic in diagnostics {
        let Some(rule) = rules.get(&diagnostic.rule) else {
            continue;
        };
        if rule.id == "register/missing-value" && said(&diagnostic, &cited) {
            continue;
        }
        // A cell that shows an error is not blank to whoever looks at it.
        if rule.id == "register/missing-value" && faulty.contains(&start(&diagnostic.primary().span)) {
            continue;
        }
        // One answer for one broken file: that nothing of its form is left follows from what was already said.
        if FORM.contains(&rule.id.as_str()) && unread.contains(&diagnostic.primary().span.file) {
            continue;
        }
        let level = match config.levels.get(&rule.id) {
            Some((LevelChoice::Off, _)) => continue,
            Some((LevelChoice::At(level), _)) => *level,
            None => rule.level,
        };
        let (fingerprint, items) = (fingerprint(&diagnostic), rule.items.clone());
        let finding = Finding { fingerprint, level, items, waived: None, diagnostic };
        if is_problem(&rule.by) { sorted.problems.push(finding) } else { sorted.findings.push(finding) }
    }
    for list in [&mut sorted.findings, &mut sorted.problems] {
        list.sort_by(|a, b| order(a).cmp(&order(b)));
        tell_apart(list);
    }
    sorted
}

impl Sorted {
    /// Takes in what was found only when the rest was sorted. Its rules are none of those that spoke before.
    pub fn merge(&mut self, later: Sorted) {
        for (list, more) in [(&mut self.findings, later.findings), (&mut self.problems, later.problems)] {
            if !more.is_empty() {
                list.extend(more);
                list.sort_by(|a, b| order(a).cmp(&order(b)));
            }
        }
    }
}

/// Records without a key, or with the same one, may break a rule alike: the second is told from the first by its turn.
fn tell_apart(list: &mut [Finding]) {
    let mut turns: FxHashMap<String, u32> = FxHashMap::default();
    for finding in list {
        let turn = turns.entry(finding.fingerprint.clone()).or_default();
        *turn += 1;
        if *turn > 1 {
            finding.fingerprint = hex(&Sha256::digest(format!("{}#{turn}", finding.fingerprint))[..8]);
        }
    }
}

fn order(finding: &Finding) -> (Span, &str, u16, Option<&str>) {
    let diagnostic = &finding.diagnostic;
    (diagnostic.primary().span, &diagnostic.rule, diagnostic.requirement, diagnostic.counterpart.as_deref())
}

/// What keeps something from being judged, as against what the records break.
pub(super) fn is_problem(by: &By) -> bool {
    matches!(by, By::Itself(part) if part != "loader" && part != "waiving")
}

/// What the loader says of a file as a whole, or of a record that is none.
const FORM: [&str; 3] = ["register/no-records", "register/no-header", "register/not-a-record"];

/// Files of which a reader could not read all.
fn unread(diagnostics: &[Diagnostic]) -> FxHashSet<FileId> {
    let reads = |d: &&Diagnostic| d.rule.starts_with("input/") && !OF_CELLS.contains(&d.rule.as_str());
    diagnostics.iter().filter(reads).map(|d| d.primary().span.file).collect()
}

/// What a reader says of single cells, which it gave on as blank.
const OF_CELLS: [&str; 3] = ["input/cell-error", "input/formula-without-result", "input/value-too-long"];

fn start(span: &Span) -> (FileId, u32) {
    (span.file, span.start)
}

/// Where the cells are that a reader gave on as blank.
fn faulty(diagnostics: &[Diagnostic]) -> FxHashSet<(FileId, u32)> {
    let said = diagnostics.iter().filter(|d| OF_CELLS.contains(&d.rule.as_str()));
    said.flat_map(|d| &d.labels).map(|label| start(&label.span)).collect()
}

type Blank = (Span, String);

/// Blank fields that some rule asks for by `field`: the rule cites an item, so the register need not say it again.
fn filled_by_rules(diagnostics: &[Diagnostic], rules: &RuleSet) -> FxHashSet<Blank> {
    let mut asks: FxHashMap<&str, bool> = FxHashMap::default();
    let mut found = FxHashSet::default();
    for diagnostic in diagnostics {
        let asked = *asks.entry(&diagnostic.rule).or_insert_with(|| {
            let records = rules.get(&diagnostic.rule).and_then(|rule| rule.records());
            records.is_some_and(|rule| rule.require.iter().any(|r| matches!(r.word, Word::Field { .. })))
        });
        if asked && let Some(field) = diagnostic.primary().about.field() {
            found.insert((diagnostic.primary().span, field.to_owned()));
        }
    }
    found
}

fn said(diagnostic: &Diagnostic, cited: &FxHashSet<Blank>) -> bool {
    let primary = diagnostic.primary();
    primary.about.field().is_some_and(|field| cited.contains(&(primary.span, field.to_owned())))
}

/// What a finding about no single record counts or measures: with one more record it is still the same finding.
const COUNTED: [&str; 4] = ["count", "size", "offset", "cells"];

/// The same finding in every run and on every machine: no line, no words, no path of the file.
fn fingerprint(diagnostic: &Diagnostic) -> String {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    part(&diagnostic.rule);
    match &diagnostic.subject {
        Some(subject) => {
            part(&subject.register);
            part(&fold_key(&subject.key));
        }
        // Without a record, what is spoken of stands for it.
        None => diagnostic
            .args
            .iter()
            .filter(|(name, _)| !COUNTED.contains(&name.as_str()))
            .for_each(|(name, value)| part(&format!("{name}={value:?}"))),
    }
    if let Some(field) = diagnostic.primary().about.field() {
        part(field);
    }
    part(&diagnostic.requirement.to_string());
    part(&fold_key(diagnostic.counterpart.as_deref().unwrap_or_default()));
    hex(&hash.finalize()[..8])
}

/// Level names that make a run fail, worst first.
pub fn fails(worst: Option<Level>, fail_on: &str) -> bool {
    let least = Level::ALL.into_iter().find(|level| level.name() == fail_on);
    least.is_some_and(|least| worst.is_some_and(|worst| worst >= least))
}
