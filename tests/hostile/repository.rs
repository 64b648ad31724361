//! The repository of broken files, `fixtures/hostile`.

use std::path::{Path, PathBuf};

use timlint::source::Disk;

use super::{assert_tame, code, is_told, places, run, timlint, told};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hostile")
}

#[test]
fn each_broken_file_is_answered_at_its_place_and_the_good_ones_are_judged() {
    let expected = std::fs::read_to_string(root().join("expected.txt")).expect("what is expected");
    let expected: Vec<&str> = expected.lines().collect();
    let found = places(&run(&Disk::new(root())));
    assert_eq!(found, expected, "found:\n{}\n", found.join("\n"));
}

#[test]
fn every_file_of_the_folder_is_spoken_of_or_harmless() {
    // Said to be harmless here, so that a file that is passed over in silence is seen.
    let harmless = ["people-header-only.csv", "people-norway.yaml", "people-greedy.csv"];
    let found = places(&run(&Disk::new(root())));
    for entry in std::fs::read_dir(root().join("registers")).expect("the registers") {
        let name = entry.expect("a file").file_name().into_string().expect("plain names");
        let spoken = found.iter().any(|place| place.starts_with(&format!("registers/{name}:")));
        assert_eq!(spoken, !harmless.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn the_program_reports_findings_and_says_so_by_its_exit_code() {
    let output = timlint(&root(), &[]);
    assert_eq!(code(&output), 1, "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    for format in ["human", "json"] {
        let never = timlint(&root(), &["--fail-on", "never", "--format", format]);
        assert_eq!(code(&never), 0, "{format}");
        assert_eq!(code(&timlint(&root(), &["--format", format])), 1, "{format}");
    }
}

#[test]
fn values_cannot_act_on_whoever_reads_the_report() {
    assert_tame(&run(&Disk::new(root())));
}

#[test]
fn secrets_are_printed_nowhere() {
    let run = run(&Disk::new(root()));
    for (name, text) in told(&run) {
        for secret in ["himitsu-no-kotoba", "open-sesame-99"] {
            assert!(!text.contains(secret), "{name} prints {secret}");
        }
        // Of annotations only the first ten of a level are made; Markdown escapes its stars.
        assert!(
            name.starts_with("github") || text.replace('\\', "").contains("***"),
            "{name}: where a secret stood, something must show it"
        );
    }
}

#[test]
fn the_json_report_stays_json() {
    let output = timlint(&root(), &["--format", "json"]);
    let run: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(run["schema"], "timlint/run/1");
    let rules = |key: &str| run[key].as_array().into_iter().flatten().filter_map(|finding| finding["rule"].as_str());
    let count = |key: &str| rules(key).filter(|rule| is_told(rule)).count();
    let expected = std::fs::read_to_string(root().join("expected.txt")).expect("what is expected");
    assert_eq!(count("findings") + count("problems"), expected.lines().count());
}

/// A pattern that takes other engines longer than the world will last.
#[test]
fn a_greedy_pattern_of_an_own_rule_is_harmless() {
    let run = run(&Disk::new(root()));
    let counted = run.rule_counts.iter().find(|count| count.id == "people/greedy").expect("the rule is in use");
    assert!(counted.not_exercised > 0);
}
