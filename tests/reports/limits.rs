//! Thirty thousand findings: every report stays within the limits of whoever takes it, and says what it left out.

use std::io::Write as _;
use std::sync::OnceLock;

use timlint::report::{Lang, REPORTS, Run};
use timlint::source::Memory;

use crate::agree::told;
use crate::support::AS_OF;
use crate::{json, list, print, run, waive};

/// People who left and about whom nothing else is written.
fn many() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| {
        let mut people = String::from("社員番号,氏名,区分,所属,入社日,退職日\n");
        for i in 0..31_000 {
            people += &format!("E{i:05},佐藤 {i},正社員,製造課,2020-04-01,2026-03-31\n");
        }
        let world = Memory::new().on(AS_OF).file("registers/people.csv", people);
        let mut run = run(&world);
        waive(&mut run);
        run
    })
}

#[test]
fn the_run_is_as_large_as_it_is_meant_to_be() {
    let findings = many().findings.len();
    assert!(findings > 30_000, "{findings}");
}

#[test]
fn reports_agree_on_thirty_thousand_findings_too() {
    let run = many();
    let wanted = (run.findings.len() + run.problems.len(), run.totals().waived);
    for report in REPORTS {
        assert_eq!(told(report.name(), run), wanted, "{}", report.name());
    }
}

#[test]
fn sarif_obeys_the_limits_of_code_scanning_and_says_what_it_left_out() {
    let text = print("sarif", Lang::En, many());
    let page: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let results = list(&page, "/runs/0/results");
    assert_eq!(results.len(), 25_000);
    assert!(results.iter().all(|result| list(result, "/relatedLocations").len() <= 100));
    for rule in list(&page, "/runs/0/tool/driver/rules") {
        assert!(list(rule, "/properties/tags").len() <= 20, "{}", rule["id"]);
    }
    let weight = |result: &serde_json::Value| match result["level"].as_str() {
        _ if result.get("suppressions").is_some() => 0,
        Some("error") => 3,
        Some("warning") => 2,
        _ => 1,
    };
    assert!(results.windows(2).all(|pair| weight(&pair[0]) >= weight(&pair[1])), "the worst come first");
    let notices = list(&page, "/runs/0/invocations/0/toolExecutionNotifications");
    let says = |words: &str| {
        notices.iter().any(|notice| notice["message"]["text"].as_str().is_some_and(|t| t.contains(words)))
    };
    assert!(says("findings") && says("GitHub shows 5000"), "{notices:?}");
    let mut packed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    packed.start_file("out.sarif", zip::write::SimpleFileOptions::default()).expect("a file in memory");
    packed.write_all(text.as_bytes()).expect("memory takes it");
    let packed = packed.finish().expect("memory takes it").into_inner().len();
    assert!(packed < 10_000_000, "{packed} bytes when packed");
}

#[test]
fn annotations_are_no_more_than_a_step_may_make() {
    let text = print("github", Lang::Ja, many());
    for level in ["error", "warning", "notice"] {
        let made = text.lines().filter(|line| line.starts_with(&format!("::{level} "))).count();
        assert!(made <= 10, "{made} of {level}");
    }
    let last = text.lines().last().expect("lines");
    assert!(last.starts_with("::notice title=timlint::") && last.contains("ジョブの概要"), "{last}");
}

#[test]
fn a_comment_is_no_longer_than_one_may_be() {
    for lang in [Lang::Ja, Lang::En] {
        let text = print("markdown", lang, many());
        let characters = text.encode_utf16().count();
        assert!(characters <= 65_536 && text.len() <= 262_144, "{characters} characters, {} bytes", text.len());
        assert!(characters > 40_000, "there was room for more than {characters} characters");
        assert_eq!(text.matches("<details").count(), text.matches("</details>").count());
    }
}

#[test]
fn what_has_room_is_not_left_out() {
    let run = crate::fixture("broken");
    let page = json("sarif", &run);
    let left = page.pointer("/runs/0/properties/leftOut");
    assert_eq!(left, Some(&serde_json::json!({ "results": 0, "relatedLocations": 0 })));
}
