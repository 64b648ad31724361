//! What single words of a rule mean at their edges: a gap of a day, a register that is not there, a list of other
//! choices, rows inside records. Each test is a company with one rule of its own.

use timlint::app::{CheckOptions, check};
use timlint::diag::About;
use timlint::model::date::parse_date;
use timlint::report::Run;
use timlint::source::Memory;

/// A rule `own/rule` with these lines between its head and its texts, over these files, on 2026-11-20.
fn judged(lines: &str, files: &[(&str, &str)]) -> Run {
    let words = "{ title: a, what: b, why: c, fix: d }";
    let text = format!(
        "id: own/rule\nsince: 0.1.0\nlevel: error\nitems: [I.1]\n{lines}\ntext:\n  ja: {words}\n  en: {words}\nexamples: []\n"
    );
    let day = parse_date("2026-11-20").expect("a day");
    let world = files.iter().fold(Memory::new().on(day).file("rules/own/rule.yaml", text), |world, (path, text)| {
        let path = if path.contains('/') { (*path).to_owned() } else { format!("registers/{path}") };
        world.file(path, *text)
    });
    let options = CheckOptions { select: vec!["own/rule".to_owned()], ..CheckOptions::default() };
    match check(&world, &options) {
        Ok((run, _)) => run,
        Err(_) => panic!("the company has registers"),
    }
}

/// Violated, satisfied, not exercised.
fn counts(run: &Run) -> (u64, u64, u64) {
    let problems: Vec<_> = run.problems.iter().map(|problem| &problem.diagnostic).collect();
    let count = run.rule_counts.iter().find(|count| count.id == "own/rule");
    let count = count.unwrap_or_else(|| panic!("the rule does not compile: {problems:?}"));
    (count.violated, count.satisfied, count.not_exercised)
}

/// Texts of all labels of the only finding of the rule.
fn labels(run: &Run) -> Vec<String> {
    let own: Vec<_> = run.findings.iter().filter(|finding| finding.diagnostic.rule == "own/rule").collect();
    assert_eq!(own.len(), 1);
    own[0].diagnostic.labels.iter().map(|label| run.sources.text(label.span).to_owned()).collect()
}

const MONTHLY: &str = "\
each: org
require:
  - series: reviews
    match: { subject: \"'ledger'\" }
    where: has(reviews.reviewer_id)
    by: 'on'
    every: period('P1M')
    since: org.approved_on
    point: name";

fn monthly(approved_on: &str, reviews: &[(&str, &str)]) -> Run {
    let org = format!("name: さくら精機\napproved_on: {approved_on}\n");
    let rows: String = reviews.iter().map(|(id, on)| format!("{id},ledger,{on},E1\n")).collect();
    judged(MONTHLY, &[("org.yaml", &org), ("reviews.csv", &format!("id,subject,on,reviewer_id\n{rows}"))])
}

#[test]
fn a_series_may_not_leave_out_a_single_day_more_than_its_period() {
    let kept = [("R1", "2026-08-20"), ("R2", "2026-09-20"), ("R3", "2026-10-20")];
    assert_eq!(counts(&monthly("2026-01-01", &kept)), (0, 1, 0));
    let late = [("R1", "2026-08-20"), ("R2", "2026-09-21"), ("R3", "2026-10-20")];
    assert_eq!(counts(&monthly("2026-01-01", &late)), (1, 0, 0), "a month and a day apart");
    assert_eq!(counts(&monthly("2026-09-01", &late)), (0, 1, 0), "the gap began before the series did");
    let stale = [("R1", "2026-09-20"), ("R2", "2026-10-19")];
    assert_eq!(counts(&monthly("2026-01-01", &stale)), (1, 0, 0), "the latest is a month and a day old");
    assert_eq!(counts(&monthly("2026-10-20", &[])), (0, 0, 1), "not yet due");
    assert_eq!(counts(&monthly("2026-10-19", &[])), (1, 0, 0));
}

#[test]
fn a_gap_names_both_of_its_ends_and_what_made_them_count() {
    let run = monthly("2026-01-01", &[("R1", "2026-08-20"), ("R2", "2026-09-21"), ("R3", "2026-10-20")]);
    let labels = labels(&run);
    for cell in ["2026-08-20", "2026-09-21"] {
        assert!(labels.iter().any(|label| label == cell), "{cell} in {labels:?}");
    }
    assert_eq!(labels.iter().filter(|label| *label == "ledger").count(), 2, "{labels:?}");
    assert_eq!(labels.iter().filter(|label| *label == "E1").count(), 2, "{labels:?}");
}

const PEOPLE: (&str, &str) = ("people.csv", "id,name\nE1,佐藤\nE2,鈴木\n");

fn loans(word: &str, rest: &str, files: &[(&str, &str)]) -> (u64, u64, u64) {
    let lines =
        format!("each: people\nrequire:\n  - {word}: key_loans\n    match: {{ borrower_id: people.id }}\n{rest}");
    counts(&judged(&lines, files))
}

#[test]
fn nothing_found_in_a_register_that_is_not_there_says_nothing() {
    let none = ("key_loans.csv", "id,borrower_id\n");
    let one = ("key_loans.csv", "id,borrower_id\nL1,E1\n");
    for (word, rest) in [("none", ""), ("count", "    at_most: 0"), ("count", "    exactly: 0")] {
        assert_eq!(loans(word, rest, &[PEOPLE]), (0, 0, 2), "{word} {rest}: no file");
        assert_eq!(loans(word, rest, &[PEOPLE, none]), (0, 2, 0), "{word} {rest}: a file without a record");
        assert_eq!(loans(word, rest, &[PEOPLE, one]), (1, 1, 0), "{word} {rest}: a record");
    }
    assert_eq!(loans("some", "", &[PEOPLE]), (2, 0, 0), "what must be there is missed all the same");
    assert_eq!(loans("count", "    at_least: 1", &[PEOPLE]), (2, 0, 0));
}

#[test]
fn a_balance_over_a_register_that_is_not_there_is_not_judged() {
    let term =
        |add: i32, of: &str| format!("      - {{ add: {add}, of: {of}, match: {{ borrower_id: people.id }} }}\n");
    let lines = format!("each: people\nrequire:\n  - balance:\n{}{}", term(1, "key_loans"), term(-1, "key_loans"));
    assert_eq!(counts(&judged(&lines, &[PEOPLE])), (0, 0, 2));
    assert_eq!(counts(&judged(&lines, &[PEOPLE, ("key_loans.csv", "id,borrower_id\n")])), (0, 2, 0));
}

#[test]
fn a_choice_is_looked_for_only_among_the_same_choices() {
    let refused = |condition: &str| {
        let lines =
            format!("each: handling_log\nwith:\n  asset: handling_log.asset_id\nrequire:\n  - that: {condition}");
        let run = judged(&lines, &[("handling_log.csv", "id,asset_id\nH1,A-1\n"), ("assets.csv", "id\nA-1\n")]);
        run.problems.iter().any(|problem| problem.diagnostic.rule == "rule/type")
    };
    assert!(refused("handling_log.event in asset.form"), "events are no forms");
    assert!(refused("asset.id in asset.form"), "a text is no choice");
    assert!(!refused("'paper' in asset.form"));
}

const LEAK: &str = "\
each: keys
require:
  - some: key_changes
    match: { parent: keys.id }
    where: key_changes.reason == 'leak'";

#[test]
fn rows_inside_records_can_be_joined_and_missed() {
    let yaml = "- id: KEY-1\n  changes:\n    - { on: 2026-07-02, reason: leak }\n- id: KEY-2\n  changes:\n    - { on: 2026-07-02, reason: move }\n- id: KEY-3\n  changes: []\n";
    let run = judged(LEAK, &[("keys.yaml", yaml)]);
    assert_eq!(counts(&run), (2, 1, 0));
    let mut own = run.findings.iter().filter(|finding| finding.diagnostic.rule == "own/rule");
    let missed = own.next_back().expect("KEY-3 has no change at all");
    let insert = missed.diagnostic.labels.last().expect("where the row belongs");
    assert_eq!(insert.about, About::EndOf { register: "key_changes".to_owned() });
    assert!(run.sources.get(insert.span.file).text[..insert.span.start as usize].ends_with("changes: []"));
}

#[test]
fn rows_that_no_program_can_read_are_not_missed() {
    let csv = "id,changes\nKEY-1,2026/7/2: 漏えい\nKEY-2,業者が交換した\nKEY-3,\n";
    assert_eq!(counts(&judged(LEAK, &[("keys.csv", csv)])), (1, 1, 1));
}

#[test]
fn rows_inside_records_can_be_judged_one_by_one() {
    let lines = "each: open_ports\nwith:\n  device: open_ports.parent\nrequire:\n  - that: device.status != 'active'\n    point: name";
    let text = "- id: SV-1\n  status: active\n  open_ports: { \"443\": Web }\n- id: SV-2\n  status: stock\n  open_ports: { \"22\": SSH }\n";
    let run = judged(lines, &[("it_assets.yaml", text)]);
    assert_eq!(counts(&run), (1, 1, 0));
    assert_eq!(labels(&run)[0], "443");
    let subject = run.findings.iter().find_map(|finding| finding.diagnostic.subject.clone()).expect("a subject");
    assert_eq!((subject.register.as_str(), subject.key.as_str()), ("open_ports", "SV-1/443"));
}

#[test]
fn a_misspelt_register_of_rows_has_a_nearest_name() {
    let run = judged("each: key_change\nrequire:\n  - field: 'on'", &[("keys.csv", "id\nKEY-1\n")]);
    let form = run.problems.iter().find(|problem| problem.diagnostic.rule == "rule/form").expect("a mistake");
    assert_eq!(form.diagnostic.suggestion.as_deref(), Some("key_changes"));
}

#[test]
fn a_hash_is_held_against_the_file_and_only_where_both_are_there() {
    let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let rows = format!(
        "id,evidence\nA1,e/a.txt sha256:{hash}\nA2,e/b.txt sha256:{hash}\nA3,e/c.txt sha256:{hash}\nA4,e/a.txt\n"
    );
    let lines = "each: attestations\nrequire:\n  - file: evidence\n    sha256: evidence";
    let run = judged(lines, &[("attestations.csv", &rows), ("e/a.txt", "test"), ("e/b.txt", "other")]);
    assert_eq!(counts(&run), (1, 1, 2));
}
