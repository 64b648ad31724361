//! Verdicts as a person or a CI job meets them: `status`, `explain ITEM`, `map`, and the lists in the JSON report.
//!
//! What a verdict follows from is tested in `engine::verdict`, how a table is drawn in `report::status`.
#![allow(clippy::disallowed_methods)] // makes folders

#[path = "status/started.rs"]
mod started;
mod support;

use std::path::Path;

use serde_json::Value;

use support::{DAY, fits, fixture, folder, timlint};

/// One high-class document without an owner, and whatever else the test needs.
fn company(files: &[(&str, &str)]) -> tempfile::TempDir {
    let own = [
        ("registers/管理対象情報一覧.csv", "管理番号,情報名称,機密区分,管理責任者\nA-1,図面,high,\n"),
        ("registers/要員名簿.csv", "社員番号,氏名,雇用区分,入社日\nE001,佐藤 花子,正社員,2010-04-01\n"),
    ];
    folder(&[&own, files].concat())
}

/// Verdict and reasons of one part, by the table of that kind.
#[track_caller]
fn verdict(folder: &Path, by: &str, id: &str, day: &str) -> (String, Vec<String>) {
    let page = timlint(folder, &["status", "--by", by, "--format", "json", "--as-of", day]).code(0).json();
    let rows = page["rows"].as_array().expect("rows");
    let row = rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no row {id}"));
    let because = row["because"].as_array().expect("reasons").iter().filter_map(Value::as_str);
    (row["verdict"].as_str().expect("a verdict").to_owned(), because.map(str::to_owned).collect())
}

fn exceptions(kind: &str, rest: &str) -> String {
    format!("- id: EX-1\n  items: [I.2.1]\n  kind: {kind}\n  reason: 理由\n{rest}")
}

#[test]
fn the_table_is_no_judgement_of_the_run() {
    for (name, by) in [("clean-ja", "section"), ("clean-en", "item"), ("broken", "section"), ("broken", "chapter")] {
        timlint(&fixture(name), &["status", "--as-of", DAY, "--by", by]).code(0).says(DAY);
    }
}

#[test]
fn without_registers_there_is_no_table() {
    let empty = tempfile::tempdir().expect("a temporary folder");
    timlint(empty.path(), &["status", "--lang", "en"]).code(2).complains("registers/");
    timlint(empty.path(), &["status", "no-such-folder"]).code(2).complains("no-such-folder");
    let broken = company(&[("timlint.toml", "lang = \n")]);
    timlint(broken.path(), &["status"]).code(2).complains("timlint.toml:1:8");
}

/// Nothing in a company in order is left open: each part is met, or does not apply.
#[test]
fn companies_in_order_are_met_wherever_the_criteria_apply() {
    for (name, items) in [("clean-ja", 180), ("clean-en", 165)] {
        for (by, fewest) in [("section", 34), ("item", items)] {
            let args = ["status", "--by", by, "--format", "json", "--as-of", DAY, "--preview"];
            let page = timlint(&fixture(name), &args).code(0).json();
            let verdicts = page["rows"].as_array().expect("rows").iter();
            let open: Vec<String> = verdicts
                .filter(|row| row["verdict"] != "met" && row["verdict"] != "not-applicable")
                .map(|row| format!("{} {} {}", row["id"], row["verdict"], row["because"]))
                .collect();
            assert!(open.is_empty(), "{name}:\n{}", open.join("\n"));
            assert!(page["totals"]["met"].as_u64() >= Some(fewest), "{name} by {by}: {}", page["totals"]);
        }
    }
}

#[test]
fn the_broken_fixture_violates_all_chapters() {
    let page = timlint(&fixture("broken"), &["status", "--by", "chapter", "--format", "json", "--as-of", DAY]).json();
    assert_eq!(page["totals"]["violated"], 5);
    timlint(&fixture("broken"), &["status", "--as-of", DAY]).says("不適合");
}

#[test]
fn a_broken_rule_is_named_with_its_counts() {
    let company = company(&[]);
    let (word, because) = verdict(company.path(), "item", "I.2.1", DAY);
    assert_eq!(word, "violated");
    assert!(because.contains(&"assets/high-without-owner: 1 violated, 0 satisfied".to_owned()), "{because:?}");
    let (word, because) = verdict(company.path(), "section", "I.2", DAY);
    assert_eq!(word, "violated");
    assert!(because.contains(&"I.2.1: violated".to_owned()), "{because:?}");
}

#[test]
fn a_recorded_measure_holds_from_approval_to_expiry() {
    let text = exceptions(
        "alternative",
        "  measure: 別紙で管理\n  approved_by: E001\n  approved_on: 2026-04-01\n  expires_on: 2027-03-31\n",
    );
    let company = company(&[("registers/例外・代替措置記録.yaml", &text)]);
    let on = |day: &str| verdict(company.path(), "item", "I.2.1", day);
    assert_eq!(on("2026-04-01"), ("alternative".to_owned(), vec!["EX-1: exception".to_owned()]));
    assert_eq!(on("2027-03-31").0, "alternative");
    for day in ["2026-03-31", "2027-04-01"] {
        let (word, because) = on(day);
        assert_eq!(word, "violated", "{day}");
        assert!(because.contains(&"EX-1: exception not in force".to_owned()), "{because:?}");
    }
}

#[test]
fn a_decision_without_approval_or_measure_decides_nothing() {
    let approved = "  approved_by: E001\n  approved_on: 2026-04-01\n";
    for (kind, rest, wanted) in [
        ("not_adopted", approved, "declined"),
        ("not_adopted", "", "violated"),
        ("not_adopted", "  approved_on: 2026-04-01\n", "violated"),
        ("alternative", approved, "violated"),
        ("waiver", approved, "violated"),
    ] {
        let company = company(&[("registers/例外・代替措置記録.yaml", &exceptions(kind, rest))]);
        assert_eq!(verdict(company.path(), "item", "I.2.1", DAY).0, wanted, "{kind} {rest}");
    }
}

#[test]
fn scope_switches_take_sections_away_and_say_so() {
    let off = company(&[("registers/org.yaml", "register: org\nname: 会社\napplicability:\n  electronic: false\n")]);
    let (word, because) = verdict(off.path(), "item", "IV.14.5", DAY);
    assert_eq!((word.as_str(), because), ("not-applicable", vec!["electronic: false".to_owned()]));
    assert_eq!(verdict(off.path(), "section", "IV.14", DAY).0, "not-applicable");
    let unset = company(&[]);
    let (word, because) = verdict(unset.path(), "item", "IV.14.5", DAY);
    assert_ne!(word, "not-applicable");
    assert!(because.contains(&"electronic: not declared".to_owned()), "{because:?}");
}

#[test]
fn a_rule_that_was_switched_off_leaves_the_item_to_a_person() {
    let company = company(&[
        ("timlint.toml", "[rules]\n\"assets/high-without-owner\" = \"off\"\n"),
        ("registers/管理対象情報一覧.csv", "管理番号,情報名称,機密区分\nA-1,社内便り,other\n"),
    ]);
    let (word, because) = verdict(company.path(), "item", "I.2.1", DAY);
    assert_eq!(word, "needs-a-person");
    assert!(because.contains(&"assets/high-without-owner: not run".to_owned()), "{because:?}");
}

#[test]
fn a_level_that_was_lowered_over_something_wrong_leaves_the_item_to_a_person() {
    let lowered = "[rules]\n\"assets/high-without-owner\" = \"note\"\n";
    let filled = "管理番号,情報名称,機密区分,態様,部署名,保管場所,保管期限,開示先,連絡先,管理責任者\nA-1,図面,high,紙,設計課,K-1,2030-03-31,なし,内線 1,\n";
    let company = company(&[("timlint.toml", lowered), ("registers/管理対象情報一覧.csv", filled)]);
    let (word, because) = verdict(company.path(), "item", "I.2.1", DAY);
    assert_eq!(word, "needs-a-person");
    assert!(because.contains(&"assets/high-without-owner: level lowered, 1 found".to_owned()), "{because:?}");
    assert_ne!(verdict(company.path(), "section", "I.2", DAY).0, "met");
    for (lang, words) in [("ja", "設定で重さを下げている"), ("en", "level lowered in the settings")] {
        timlint(company.path(), &["status", "--by", "item", "--as-of", DAY, "--lang", lang]).code(0).says(words);
    }
}

#[test]
fn an_own_rule_cannot_take_the_place_of_a_built_in_one() {
    let empty = "id: assets/high-without-owner\nsince: 0.1.0\nlevel: error\nitems: [I.2.1]\neach: assets\nrequire:\n  - field: id\n";
    let company = company(&[("rules/assets/high-without-owner.yaml", empty)]);
    let (word, because) = verdict(company.path(), "item", "I.2.1", DAY);
    assert_eq!(word, "violated", "{because:?}");
}

#[test]
fn the_json_report_holds_all_verdicts_and_the_human_one_does_not_work_them_out() {
    let report = timlint(&fixture("broken"), &["check", "--as-of", DAY, "--format", "json"]).code(1).json();
    let length = |part: &str| report[part].as_array().map(Vec::len);
    assert_eq!((length("items"), length("sections"), length("chapters")), (Some(185), Some(34), Some(5)));
    let world = timlint::source::Disk::new(fixture("clean-ja"));
    let day = timlint::model::date::parse_date(DAY).expect("a day");
    let options = timlint::app::CheckOptions { as_of: Some(day), ..Default::default() };
    let (run, _) = timlint::app::check(&world, &options).expect("it can be checked");
    assert!(run.verdicts.items.is_empty());
}

#[test]
fn the_json_report_fits_its_schema() {
    for name in ["broken", "clean-en"] {
        let report = timlint(&fixture(name), &["check", "--as-of", DAY, "--format", "json"]).json();
        fits(include_str!("../schemas/run.schema.json"), &report);
    }
}

#[test]
fn tables_and_maps_for_programs_fit_their_schemas() {
    let schema = include_str!("../schemas/status.schema.json");
    for (name, by) in [("broken", "section"), ("clean-en", "item"), ("started", "chapter")] {
        let page = timlint(&fixture(name), &["status", "--by", by, "--as-of", DAY, "--format", "json"]).code(0).json();
        fits(schema, &page);
        let totals = page["totals"].as_object().expect("totals").values().filter_map(Value::as_u64).sum::<u64>();
        assert_eq!(totals, page["rows"].as_array().expect("rows").len() as u64);
    }
    let schema = include_str!("../schemas/map.schema.json");
    for to in timlint::report::FRAMEWORKS {
        for direction in
            [&["map", "--to", to, "--format", "json"][..], &["map", "--to", to, "--reverse", "--format", "json"]]
        {
            fits(schema, &timlint(&fixture("clean-ja"), direction).code(0).json());
        }
    }
}

#[test]
fn tables_come_for_people_pull_requests_and_programs() {
    let status = |format: &str| timlint(&fixture("broken"), &["status", "--as-of", DAY, "--format", format]).code(0);
    status("human").says("主な理由");
    status("markdown").says("| 番号 | 題 | 判定 |").says("| I.1 | 方針 | 不適合 |");
    assert_eq!(status("json").json()["rows"].as_array().map(Vec::len), Some(34));
    timlint(&fixture("broken"), &["status", "--as-of", DAY, "--lang", "en"]).says("first reason");
    timlint(&fixture("broken"), &["status", "--by", "room"]).code(2).complains("section, item, chapter");
}

#[test]
fn parts_of_the_criteria_are_explained_in_both_languages() {
    let explain = |id: &str, lang: &str| timlint(&fixture("clean-ja"), &["explain", id, "--lang", lang]).code(0);
    explain("I.2.1", "ja").says("管理対象情報一覧: ").says("assets/high-without-owner").says("記録だけで判定できる");
    explain("I.2.1", "en").says("the records decide").says("ISO/IEC 27001:2022: A.5.9").says("own judgement");
    explain("Ⅰ．２．１", "ja").says("I.2.1");
    explain("IV.14.5", "en").says("IV.4.11").says("Applies: electronic data");
    explain("III.2", "ja").says("紙あり または 現物あり").says("III.2.1");
    explain("V", "en").says("V.1").says("V.2");
    explain("I.1.3", "ja").says("notice.after_change = P30D");
    timlint(&fixture("clean-ja"), &["explain", "I.2.99"]).code(2).complains("timlint explain I.2 で");
    timlint(&fixture("clean-ja"), &["explain", "I.99.1"]).code(2).complains("もしかして: I.9.1");
}

#[test]
fn the_map_goes_both_ways() {
    let map = |args: &[&str]| timlint(&fixture("clean-ja"), &[&["map", "--lang", "en"], args].concat());
    map(&["--to", "iso27001"]).code(0).says("I.2  ").says("A.5.9").says("intersects");
    map(&["--to", "iso27001", "--from", "I.2.1"]).code(0).says("A.5.9").says("own judgement");
    map(&["--to", "iso27001", "--from", "A.5.9", "--reverse"]).code(0).says("I.2 Identifying and marking");
    let page = map(&["--to", "csf2", "--format", "json", "--from", "II"]).code(0).json();
    let ids: Vec<&str> = page["rows"].as_array().expect("rows").iter().filter_map(|row| row["from"].as_str()).collect();
    assert!(!ids.is_empty() && ids.iter().all(|id| id.starts_with("II.")), "{ids:?}");
    map(&["--to", "scs", "--format", "markdown"]).code(0).says("| relation | basis |");
    map(&["--to", "iso27001", "--from", "A.5.9"]).code(2).complains("--reverse");
    map(&["--to", "iso27001", "--from", "A.5.99", "--reverse"]).code(2).complains("did you mean A.5.9");
    map(&["--to", "nist"]).code(2).complains("iso27001, csf2");
}
