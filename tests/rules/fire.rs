//! Where rules speak and where they stay silent: companies in order, broken companies, and each other's examples.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rayon::prelude::*;
use timlint::app::{CheckOptions, check};
use timlint::rules::{By, Example};
use timlint::source::Memory;

use super::{all_rules, judged_in_preview, line, root};

fn silent_on(name: &str) {
    let run = judged_in_preview(name);
    let said: Vec<String> = run.all().map(|finding| line(&run, finding)).collect();
    assert!(said.is_empty(), "{} findings in a company in order:\n{}", said.len(), said.join("\n"));
    assert!(run.records() > 100, "the fixture was read");
}

#[test]
fn silent_on_a_japanese_company_in_order() {
    silent_on("clean-ja");
}

#[test]
fn silent_on_an_english_company_in_order() {
    silent_on("clean-en");
}

/// Checks that a repository of a real company would hardly hold, and where they are shown instead.
const NOT_IN_A_COMPANY: [(&str, &str); 9] = [
    ("baseline/expired", "one that is over would change nothing else: made by tests/waive.rs"),
    ("baseline/obsolete-entry", "a baseline would take the whole company out of the counts: made by tests/waive.rs"),
    ("input/alias-bomb", "an attack, not neglect: fixtures/hostile"),
    ("input/workbook-limit", "an attack, not neglect: made by tests/xlsx"),
    ("input/too-deep", "an attack, not neglect: fixtures/hostile"),
    ("input/value-too-long", "more than a megabyte in one cell: made by tests/hostile.rs"),
    ("input/file-too-large", "half a gigabyte: made by tests/hostile.rs"),
    ("register/spelling", "told only where somebody asks for it: tests/fmt.rs"),
    ("input/unreadable-file", "permissions and links do not travel with a repository: made by tests/hostile.rs"),
];

/// Companies that go wrong in their own ways: fixtures/README.md says how. One cannot both lack a document and lack a clause
/// of it, or use USB memories and say that it has none, or have begun only now.
const COMPANIES: [&str; 5] = ["broken", "neglected", "unwritten", "denied", "started"];

#[test]
fn every_rule_fires_in_a_broken_company() {
    let runs: Vec<_> = COMPANIES.par_iter().map(|name| judged_in_preview(name)).collect();
    let fired: BTreeSet<&str> =
        runs.iter().flat_map(|run| run.all()).map(|finding| finding.diagnostic.rule.as_str()).collect();
    let rules = all_rules();
    let expected = rules.iter().filter(|rule| match &rule.by {
        By::Records(_) => true,
        // Settings and own rules have their own examples; the companies keep their registers badly, not their tools.
        By::Itself(part) => matches!(part.as_str(), "reader" | "loader" | "waiving"),
    });
    let exempt = |id: &str| NOT_IN_A_COMPANY.iter().any(|(known, _)| *known == id);
    let ids = expected.map(|rule| rule.id.as_str());
    let quiet: Vec<&str> = ids.filter(|id| !fired.contains(id) && !exempt(id)).collect();
    assert!(quiet.is_empty(), "{} rules found nothing in {COMPANIES:?}:\n{}", quiet.len(), quiet.join("\n"));
    let spoke: Vec<_> = NOT_IN_A_COMPANY.iter().filter(|(id, _)| fired.contains(id)).collect();
    assert!(spoke.is_empty(), "no longer exempt: {spoke:?}");
}

#[test]
fn counts_of_a_rule_agree_with_its_findings() {
    let run = judged_in_preview("broken");
    for count in &run.rule_counts {
        let findings = run.findings.iter().filter(|finding| finding.diagnostic.rule == count.id).count() as u64;
        // One record may break several requirements, or one of them several times over.
        assert!(count.violated <= findings, "{}: {} violated, {findings} findings", count.id, count.violated);
        assert_eq!(count.violated == 0, findings == 0, "{}", count.id);
    }
}

/// Ids of all rules that say something in an example, sorted.
fn speakers(example: &Example) -> BTreeSet<String> {
    let mut world = Memory::new().on(example.as_of);
    for file in &example.files {
        world = world.file(file.path.clone(), file.bytes.clone());
    }
    match check(&world, &CheckOptions::default()) {
        Ok((run, _)) => run.all().map(|finding| finding.diagnostic.rule.clone()).collect(),
        Err(_) => BTreeSet::new(),
    }
}

/// Who else speaks up in a rule's examples is never wrong by itself; that it changed should be seen by somebody.
#[test]
fn who_fires_where_is_as_recorded() {
    let rules = all_rules();
    // Rules in preview come and go: who fires where is recorded when they leave it.
    let examples: Vec<(&str, &Example)> = rules
        .iter()
        .filter(|rule| !rule.preview)
        .flat_map(|rule| rule.words().examples.iter().map(|example| (rule.id.as_str(), example)))
        .collect();
    let mut lines: Vec<String> = examples
        .par_iter()
        .map(|(id, example)| {
            // Examples leave out every column that they do not need, which the register itself would remark upon.
            let incomplete = ["register/missing-column", "register/missing-value", "register/missing-register"];
            let speakers = speakers(example);
            let mut text = format!("{id}/{}:", example.name);
            for speaker in speakers.iter().filter(|s| *s == id || !incomplete.contains(&s.as_str())) {
                write!(text, " {speaker}").expect("writing to a string");
            }
            text
        })
        .collect();
    lines.sort();
    let found = lines.join("\n") + "\n";
    let path = root().join("tests/snapshots/who_fires_where.txt");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &found).expect("can write the snapshot");
        return;
    }
    let recorded = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let recorded: BTreeSet<&str> = recorded.lines().collect();
    let now: BTreeSet<&str> = found.lines().collect();
    let changes: Vec<String> = recorded
        .difference(&now)
        .map(|line| format!("- {line}"))
        .chain(now.difference(&recorded).map(|line| format!("+ {line}")))
        .collect();
    assert!(
        changes.is_empty(),
        "{} lines changed; if that is right, run once more with UPDATE_SNAPSHOTS=1:\n{}",
        changes.len(),
        changes.join("\n")
    );
}
