//! Each report tells of as many findings as every other, and changes nothing.

use quick_xml::events::Event;
use timlint::report::{Lang, REPORTS, Run};

use crate::support::{DAY, fixture as folder, timlint};
use crate::{fixture, json, list, number_before, print, waive};

/// Findings and waived ones, as a report tells of them: shown, or counted as not shown.
pub fn told(name: &str, run: &Run) -> (usize, usize) {
    match name {
        "json" => {
            let page = json(name, run);
            (list(&page, "/findings").len() + list(&page, "/problems").len(), run.totals().waived)
        }
        "sarif" => {
            let page = json(name, run);
            let results = list(&page, "/runs/0/results");
            let left = page.pointer("/runs/0/properties/leftOut/results").and_then(|left| left.as_u64());
            let waived = page.pointer("/runs/0/properties/waived").and_then(|waived| waived.as_u64());
            let shown = results.iter().filter(|result| result.get("suppressions").is_some()).count();
            assert!(left != Some(0) || Some(shown as u64) == waived, "{shown} of {waived:?} waived are marked");
            (results.len() + left.expect("a count") as usize, waived.expect("a count") as usize)
        }
        "gitlab" => {
            let page = json(name, run);
            let waived = list(&page, "").iter().filter(|entry| entry["severity"] == "info");
            (list(&page, "").len(), waived.count())
        }
        "oscal" => {
            let page = json(name, run);
            let observations = list(&page, "/assessment-results/results/0/observations");
            let waived = |observation: &&serde_json::Value| {
                list(observation, "/props").iter().any(|prop| prop["name"] == "waived")
            };
            (observations.len(), observations.iter().filter(waived).count())
        }
        "junit" => cases(&print(name, Lang::En, run)),
        "github" => {
            let text = print(name, Lang::En, run);
            let shown = text.lines().filter(|line| line.starts_with("::") && line.contains(" file=")).count();
            let last = text.lines().last().filter(|line| line.starts_with("::notice title=timlint::")).unwrap_or("");
            let waived = number_before(last, " findings are waived");
            (shown + number_before(last, " more findings are not shown") + waived, waived)
        }
        "markdown" => {
            let text = print(name, Lang::En, run);
            let row =
                |line: &&str| ["| error | [", "| warning | [", "| note | ["].iter().any(|head| line.starts_with(head));
            let shown = text.lines().filter(row).count();
            let totals =
                text.lines().find(|line| line.starts_with("| ") && line.ends_with(" |") && !line.contains(['[', 'e']));
            let waived = totals.and_then(|line| line.split('|').nth(4)?.trim().parse().ok()).unwrap_or_default();
            (shown + number_before(&text, " are left out"), waived)
        }
        // Of those that are read by people alone, the number must be said.
        other => {
            let (text, totals) = (print(other, Lang::En, run), run.totals());
            for count in [totals.errors, totals.warnings, totals.notes].into_iter().filter(|count| *count > 0) {
                assert!(text.replace(',', "").contains(&count.to_string()), "{other} does not say {count}");
            }
            (totals.all() + totals.waived, totals.waived)
        }
    }
}

/// Cases that are findings; suites must count what they hold.
fn cases(xml: &str) -> (usize, usize) {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut found, mut waived, mut counted, mut held) = (0, 0, 0, 0);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error} at {}", reader.buffer_position())) {
            Event::Start(tag) | Event::Empty(tag) => {
                let attribute = |name: &str| {
                    let value = tag.try_get_attribute(name).expect("well-formed").expect("an attribute");
                    value.value.into_owned()
                };
                match tag.name().as_ref() {
                    "testsuite" => counted += attribute("tests").parse::<usize>().expect("a number"),
                    "testcase" => held += 1,
                    "failure" | "error" | "skipped" => {
                        found += 1;
                        waived += usize::from(attribute("message").starts_with("waived "));
                    }
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(counted, held, "suites count their cases");
    (found, waived)
}

#[test]
fn every_report_tells_of_as_many_findings_as_any_other() {
    for name in ["broken", "neglected", "hostile", "clean-ja", "started"] {
        let mut run = fixture(name);
        for waived in [false, true] {
            if waived {
                waive(&mut run);
            }
            let wanted = (run.findings.len() + run.problems.len(), run.totals().waived);
            for report in REPORTS {
                assert_eq!(told(report.name(), &run), wanted, "{} over {name}, waived: {waived}", report.name());
            }
        }
    }
    assert!(fixture("broken").findings.len() > 500, "the fixture has findings to count");
}

#[test]
fn the_same_run_is_printed_the_same() {
    let (one, other) = (fixture("broken"), fixture("broken"));
    for report in REPORTS {
        for lang in [Lang::Ja, Lang::En] {
            let same = print(report.name(), lang, &one) == print(report.name(), lang, &other);
            assert!(same, "{} in {}", report.name(), lang.name());
        }
    }
}

#[test]
fn no_report_changes_the_exit_code() {
    let scratch = tempfile::tempdir().expect("a folder");
    for (name, fail_on, code) in [("broken", "error", 1), ("broken", "never", 0), ("clean-ja", "error", 0)] {
        let path = folder(name);
        let path = path.to_str().expect("a plain path");
        let mut together = vec!["check", path, "--as-of", DAY, "--fail-on", fail_on];
        let places: Vec<String> =
            REPORTS.iter().map(|report| format!("{0}={1}/{0}.out", report.name(), scratch.path().display())).collect();
        places.iter().for_each(|place| together.extend(["--format", place]));
        timlint(scratch.path(), &together).code(code);
        for report in REPORTS {
            let written = std::fs::read(scratch.path().join(format!("{}.out", report.name()))).expect("written");
            assert!(!written.is_empty(), "{}", report.name());
        }
    }
}

#[test]
fn files_have_fingerprints_and_uuids_that_no_two_entries_share() {
    let mut run = fixture("broken");
    let again = run.findings[0].clone();
    run.findings.push(again);
    let distinct = |entries: &[serde_json::Value], key: &str| {
        let mut keys: Vec<&str> = entries.iter().filter_map(|entry| entry[key].as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), entries.len(), "{key}");
        assert!(entries.len() > 30);
    };
    distinct(list(&json("gitlab", &run), ""), "fingerprint");
    let oscal = json("oscal", &run);
    distinct(list(&oscal, "/assessment-results/results/0/observations"), "uuid");
    distinct(list(&oscal, "/assessment-results/results/0/findings"), "uuid");
    distinct(list(&oscal, "/assessment-results/back-matter/resources"), "uuid");
}

#[test]
fn results_speak_of_controls_that_the_catalogue_has() {
    let catalogue = timlint(std::path::Path::new("."), &["rules", "catalogue", "--as-of", DAY, "--lang", "en"]).code(0);
    let catalogue = catalogue.json();
    let sections = list(&catalogue, "/catalog/groups").iter().flat_map(|chapter| list(chapter, "/groups"));
    let controls: Vec<&serde_json::Value> = sections.flat_map(|section| list(section, "/controls")).collect();
    let ids: Vec<&str> = controls.iter().filter_map(|control| control["id"].as_str()).collect();
    let parts = controls.iter().flat_map(|control| list(control, "/parts"));
    let parts: Vec<&str> = parts.filter_map(|part| part["id"].as_str()).collect();
    assert_eq!((ids.len(), parts.len()), (185, 370));
    let page = json("oscal", &fixture("clean-ja"));
    let result = page.pointer("/assessment-results/results/0").expect("a result");
    let selection = &result["reviewed-controls"]["control-selections"][0];
    let selected: Vec<_> =
        ["include-controls", "exclude-controls"].iter().flat_map(|list| selection[list].as_array()).flatten().collect();
    assert_eq!(selected.len(), 185, "each item is reviewed or said to be left out");
    for control in selected {
        assert!(ids.contains(&control["control-id"].as_str().expect("an id")), "{control}");
    }
    let findings = list(result, "/findings");
    assert!(findings.iter().any(|finding| finding["target"]["status"]["state"] == "satisfied"));
    for finding in findings {
        assert!(parts.contains(&finding["target"]["target-id"].as_str().expect("an id")), "{finding}");
    }
}
