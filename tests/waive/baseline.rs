//! The baseline: what was there waits, what is new counts, and nothing gets into it by itself.

use std::fs;
use std::path::Path;

use super::support::{DAY, Ran, fixture, folder, timlint};
use super::{MEDIA, RULE, WAIVER, check_on, company, of_rule, written};

const FILE: &str = "timlint-baseline.json";

fn baseline(folder: &Path, more: &[&str]) -> Ran {
    timlint(folder, &[&["baseline", ".", "--as-of", DAY, "--lang", "en"], more].concat())
}

fn media(folder: &Path, text: &str) {
    fs::write(folder.join("registers/media.csv"), text).expect("a file");
}

fn entries(folder: &Path) -> usize {
    let text = fs::read_to_string(folder.join(FILE)).expect("a baseline");
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    json["findings"].as_array().expect("a list").len()
}

#[test]
fn after_a_baseline_only_what_is_new_counts() {
    let root = written(&company(""));
    check_on(root.path(), DAY, &[]).code(1);
    baseline(root.path(), &["--until", "2027-03-31"]).code(0).says("may wait until 2027-03-31");
    check_on(root.path(), DAY, &["--fail-on", "note"]).code(0).says("0 errors, 0 warnings, 0 notes").says("(baseline)");
    media(root.path(), &format!("{MEDIA}M-006,A-002,none,active\n"));
    let report = check_on(root.path(), DAY, &["--format", "json"]).code(1).json();
    assert_eq!(of_rule(&report, RULE), (2, 1));
    // The first line moved; it is the same finding.
    media(root.path(), &MEDIA.replace("M-005", "M-006,A-002,none,active\nM-005"));
    let report = check_on(root.path(), DAY, &["--format", "json"]).code(1).json();
    assert_eq!(of_rule(&report, RULE), (2, 1));
}

#[test]
fn a_real_company_is_clean_after_its_baseline() {
    for name in ["denied", "started"] {
        let files = super::support::files(&fixture(name));
        let root = written(&files);
        baseline(root.path(), &["--until", "2027-03-31"]).code(0);
        check_on(root.path(), DAY, &["--fail-on", "note"]).code(0);
        let first = fs::read(root.path().join(FILE)).expect("a baseline");
        baseline(root.path(), &["--until", "2027-03-31", "--force"]).code(0);
        assert_eq!(first, fs::read(root.path().join(FILE)).expect("a baseline"), "{name}: the same every time");
    }
}

#[test]
fn the_last_day_belongs_to_it_and_afterwards_all_counts_again() {
    let root = written(&company(""));
    baseline(root.path(), &["--until", "2026-12-31"]).code(0);
    check_on(root.path(), "2026-12-31", &["--select", RULE]).code(0);
    check_on(root.path(), "2027-01-01", &["--select", RULE])
        .code(1)
        .says("baseline/expired")
        .leaves_out("obsolete")
        .leaves_out("Waived");
}

#[test]
fn what_was_mended_is_told_with_its_line_and_pruned() {
    let root = written(&company(""));
    baseline(root.path(), &["--until", "2027-03-31"]).code(0);
    let before = entries(root.path());
    // One is mended, another one is new.
    media(root.path(), &MEDIA.replace("none", "AES-256").replace("active\n", "active\nM-006,A-002,none,active\n"));
    let report = check_on(root.path(), DAY, &["--format", "json"]).code(1).json();
    let findings = report["findings"].as_array().expect("a list");
    let gone: Vec<_> = findings.iter().filter(|finding| finding["rule"] == "baseline/obsolete-entry").collect();
    let told: Vec<_> =
        gone.iter().filter(|finding| finding["message"].as_str().is_some_and(|m| m.contains(RULE))).collect();
    assert_eq!(told.len(), 1, "{gone:#?}");
    assert_eq!(told[0]["labels"][0]["path"], FILE);
    baseline(root.path(), &["--prune"]).code(0).says("nothing was added");
    assert_eq!(entries(root.path()), before - gone.len());
    let report = check_on(root.path(), DAY, &["--format", "json"]).code(1).json();
    assert_eq!(of_rule(&report, "baseline/obsolete-entry"), (0, 0));
    assert_eq!(of_rule(&report, RULE), (1, 0), "what is new was not taken in");
}

#[test]
fn a_part_of_the_findings_makes_no_entry_look_gone() {
    let root = written(&company(""));
    baseline(root.path(), &["--until", "2027-03-31"]).code(0);
    for part in [&["--report-for", "registers/people.csv"][..], &["--select", "people/*"], &["--report-for", FILE]] {
        check_on(root.path(), DAY, part).code(0).leaves_out("obsolete");
    }
}

#[test]
fn a_baseline_that_is_there_is_not_replaced_unasked() {
    let root = written(&company(""));
    baseline(root.path(), &["--until", "2027-03-31"]).code(0);
    let before = fs::read(root.path().join(FILE)).expect("a baseline");
    media(root.path(), &format!("{MEDIA}M-006,A-002,none,active\n"));
    let refused = baseline(root.path(), &["--until", "2027-03-31"]).code(2);
    assert!(refused.err.contains("--force") && refused.err.contains("--prune"), "{}", refused.err);
    assert_eq!(before, fs::read(root.path().join(FILE)).expect("a baseline"));
    baseline(root.path(), &["--until", "2027-03-31", "--force"]).code(0);
    check_on(root.path(), DAY, &[]).code(0);
}

#[test]
fn an_end_is_asked_for_and_must_not_be_over() {
    let root = written(&company(""));
    timlint(root.path(), &["baseline"]).code(2).complains("--until");
    baseline(root.path(), &["--until", "2026-11-19"]).code(2).complains("2026-11-20");
    baseline(root.path(), &["--prune"]).code(2).complains(FILE);
    baseline(root.path(), &["--prune", "--until", "2027-03-31"]).code(2);
    for outside in ["../b.json", "b.csv", "."] {
        baseline(root.path(), &["--until", "2027-03-31", "--output", outside]).code(2).complains("--output");
    }
    assert!(!root.path().join(FILE).exists());
    baseline(root.path(), &["--until", DAY]).code(0);
}

#[test]
fn problems_and_faults_of_waivers_are_never_listed() {
    let mut files = company(&WAIVER.replace(",E3,E1,", ",E1,E1,"));
    files.insert("timlint.toml".to_owned(), b"langg = \"ja\"\n".to_vec());
    let root = written(&files);
    baseline(root.path(), &["--until", "2027-03-31"]).code(0).says("mend them first");
    let text = fs::read_to_string(root.path().join(FILE)).expect("a baseline");
    assert!(text.contains(RULE) && !text.contains("waivers/") && !text.contains("config/"), "{text}");
    check_on(root.path(), DAY, &[]).code(1).says("waivers/self-approved").says("config/unknown-key");
}

#[test]
fn somebody_who_answers_for_a_finding_comes_before_the_machine() {
    let root = written(&company(WAIVER));
    baseline(root.path(), &["--until", "2027-03-31"]).code(0);
    let text = fs::read_to_string(root.path().join(FILE)).expect("a baseline");
    assert!(!text.contains(RULE), "it is waived already: {text}");
    // The waiver runs out first: then it counts, for the baseline never took it in.
    let report = check_on(root.path(), "2027-01-01", &["--format", "json"]).json();
    assert_eq!(of_rule(&report, RULE), (1, 0));
}

#[test]
fn settings_may_name_another_place() {
    let mut files = company("");
    files.insert("timlint.toml".to_owned(), b"baseline = \"quality/known.json\"\n".to_vec());
    let root = written(&files);
    baseline(root.path(), &["--until", "2027-03-31"]).code(0).says("quality/known.json").leaves_out("timlint.toml");
    assert!(root.path().join("quality/known.json").exists() && !root.path().join(FILE).exists());
    check_on(root.path(), DAY, &["--fail-on", "note"]).code(0);
    let elsewhere = ["--until", "2027-03-31", "--output", "other.json"];
    baseline(root.path(), &elsewhere).code(0).says("baseline = \"other.json\"");
    fs::remove_file(root.path().join("quality/known.json")).expect("a file");
    check_on(root.path(), DAY, &[]).code(1).says("input/unreadable-file").says("quality/known.json");
}

#[test]
fn a_baseline_that_cannot_be_read_waives_nothing_and_is_a_problem() {
    for text in
        ["{\"schema\": ", "[]", "{\"schema\": \"timlint/baseline/9\", \"until\": \"2027-03-31\", \"findings\": []}"]
    {
        let mut files = company("");
        files.insert(FILE.to_owned(), text.as_bytes().to_vec());
        let root = written(&files);
        let report = check_on(root.path(), DAY, &["--format", "json"]).code(1).json();
        assert_eq!(of_rule(&report, RULE), (1, 0), "{text}");
        assert_eq!(report["problems"][0]["labels"][0]["path"], FILE, "{text}");
        baseline(root.path(), &["--prune"]).code(2).complains(FILE);
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_not_written_through() {
    let root = written(&company(""));
    let outside = tempfile::tempdir().expect("a folder");
    let target = outside.path().join("target.json");
    std::os::unix::fs::symlink(&target, root.path().join(FILE)).expect("a link");
    baseline(root.path(), &["--until", "2027-03-31"]).code(2);
    assert!(!target.exists());
    fs::write(&target, "mine").expect("a file");
    baseline(root.path(), &["--until", "2027-03-31", "--force"]).code(2);
    assert_eq!(fs::read_to_string(&target).expect("a file"), "mine");
}

#[test]
fn a_folder_without_registers_has_no_baseline() {
    let root = folder(&[("notes.txt", "nothing")]);
    baseline(root.path(), &["--until", "2027-03-31"]).code(2);
    assert!(!root.path().join(FILE).exists());
}

#[test]
fn keys_in_the_file_keep_secrets() {
    let mut files = company("");
    let accounts = "id,system,password\na1,PC-1,Hunter2-Hunter2\n";
    files.insert("registers/accounts.csv".to_owned(), accounts.as_bytes().to_vec());
    files.insert("registers/media.csv".to_owned(), MEDIA.replace("M-005", "Hunter2-Hunter2").into_bytes());
    let root = written(&files);
    baseline(root.path(), &["--until", "2027-03-31"]).code(0);
    let text = fs::read_to_string(root.path().join(FILE)).expect("a baseline");
    assert!(text.contains(RULE) && !text.contains("Hunter2"), "{text}");
}

#[test]
fn who_writes_a_fault_of_a_waiver_into_the_file_gains_nothing() {
    let root = written(&company(&WAIVER.replace(",E3,E1,", ",E1,E1,")));
    baseline(root.path(), &["--until", "2027-03-31"]).code(0);
    let report = check_on(root.path(), DAY, &["--format", "json"]).code(1).json();
    let findings = report["findings"].as_array().expect("a list");
    let fault = findings.iter().find(|finding| finding["rule"] == "waivers/self-approved").expect("it is told");
    let text = fs::read_to_string(root.path().join(FILE)).expect("a baseline");
    let more = format!("[\n    {{\"fingerprint\": {}, \"rule\": \"waivers/self-approved\"}},", fault["fingerprint"]);
    fs::write(root.path().join(FILE), text.replacen('[', &more, 1)).expect("a file");
    let report = check_on(root.path(), DAY, &["--format", "json"]).code(1).json();
    assert_eq!(of_rule(&report, "waivers/self-approved"), (1, 0));
}
