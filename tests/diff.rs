//! `timlint diff`: what it says of two readings, and what always holds of it.
#![allow(clippy::disallowed_methods)] // makes folders and repositories

#[path = "diff/git.rs"]
mod git;
#[path = "diff/hostile.rs"]
mod hostile;
#[path = "diff/markdown.rs"]
mod markdown;
mod support;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use support::{DAY, Files, files, fixture, folder, timlint, world};
use timlint::app::diff::{Groups, diff, group};
use timlint::app::{CheckOptions, check};
use timlint::model::RegisterId;
use timlint::report::diff::{Form, Name, write};
use timlint::report::{Finding, Lang, Waived, WaivedBy};
use timlint::rules::{Piece, pieces};

pub const PEOPLE: &str = "社員番号,氏名,雇用区分,所属会社\nE0123,佐藤 花子,業務委託,P003\nE0001,宮脇 静香,正社員,\n";
pub const ASSETS: &str = "管理番号,情報名称\nA-12,減速機図面\n";
pub const RIGHTS: &str = "管理番号,社員番号,対象情報,権限,設定年月日\nG-1,E0001,A-12,閲覧,2026-04-01\n";
pub const GRANT: &str = "G-2,E0123,A-12,閲覧,2026-04-01\n";

/// The company before and after somebody of another company was given access.
pub fn grant() -> (tempfile::TempDir, String) {
    let before = [("people.csv", PEOPLE), ("assets.csv", ASSETS), ("access_rights.csv", RIGHTS)];
    let (mut all, after) = (Vec::new(), format!("{RIGHTS}{GRANT}"));
    for (name, text) in before {
        all.push((format!("old/registers/{name}"), text.to_owned()));
        let text = if name == "access_rights.csv" { &after } else { text };
        all.push((format!("new/registers/{name}"), text.to_owned()));
    }
    let all: Vec<(&str, &str)> = all.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    (folder(&all), after)
}

#[track_caller]
pub fn fits(page: &Value) {
    support::fits(include_str!("../schemas/diff.schema.json"), page);
}

fn prints(page: &Value, group: &str) -> BTreeSet<String> {
    let list = page[group].as_array().unwrap_or_else(|| panic!("no group {group}"));
    list.iter().map(|finding| finding["fingerprint"].as_str().expect("a fingerprint").to_owned()).collect()
}

fn compared(base: &Files, head: &Files, form: Form) -> String {
    let options = CheckOptions::default();
    let side = |files: &Files, name: &str| (world(files), Name::Folder(name.to_owned()));
    let (base, head) = (side(base, "base"), side(head, "head"));
    let (found, _) = diff((&base.0, base.1), (&head.0, head.1), &options).expect("both can be judged");
    let mut out = Vec::new();
    write(&found, form, Lang::Ja, "", &mut out).expect("written to memory");
    String::from_utf8(out).expect("text")
}

fn judged(files: &Files) -> BTreeSet<String> {
    let (run, _) = check(&world(files), &CheckOptions::default()).expect("it can be judged");
    run.all().map(|finding| finding.fingerprint.clone()).collect()
}

const COMPANIES: [&str; 7] = ["clean-ja", "clean-en", "broken", "neglected", "unwritten", "denied", "started"];

#[test]
fn a_change_is_told_with_what_it_brings() {
    let (folder, _) = grant();
    let order = |more: &[&str]| {
        let args: Vec<&str> = ["diff", "old", "new", "--as-of", DAY].iter().chain(more).copied().collect();
        timlint(folder.path(), &args).code(1)
    };
    order(&["--lang", "ja"])
        .says("+ 社員 E0123（佐藤 花子）に情報 A-12（減速機図面）の閲覧権を追加 — ")
        .says("社外要員の守秘義務を約束した書面がない");
    order(&["--lang", "en"])
        .says("+ read access to A-12 (減速機図面) given to E0123 (佐藤 花子) — ")
        .says("outside person bound by nothing in writing");
    let page = order(&["--format", "json"]).json();
    fits(&page);
    let change = &page["changes"][0];
    assert_eq!((change["key"].as_str(), change["change"].as_str()), (Some("G-2"), Some("added")));
    let rule = |finding: &&Value| finding["rule"] == "access_rights/external-without-valid-nda";
    let found = page["new"].as_array().expect("a list").iter().find(rule).expect("it is new");
    assert!(change["findings"].as_array().expect("a list").contains(&found["fingerprint"]));
}

#[test]
fn only_new_findings_make_it_fail() {
    let (folder, _) = grant();
    let run = |args: &[&str]| timlint(folder.path(), &[&["diff"], args, &["--as-of", DAY]].concat());
    run(&["old", "new"]).code(1);
    run(&["old", "new", "--fail-on", "never"]).code(0);
    let back = run(&["new", "old", "--format", "json"]).code(0).json();
    assert!(prints(&back, "new").is_empty() && !prints(&back, "fixed").is_empty());
    assert_eq!(back["changes"][0]["change"], "removed");
}

#[test]
fn changed_fields_are_told_old_and_new() {
    let (folder, _) = grant();
    let changed = RIGHTS.replace("閲覧,2026-04-01", "閲覧・編集,2026-05-01");
    std::fs::write(folder.path().join("new/registers/access_rights.csv"), changed).expect("a file");
    timlint(folder.path(), &["diff", "old", "new", "--as-of", DAY, "--fail-on", "never"]).code(0).says(
        "~ 社員 E0001（宮脇 静香）の情報 A-12（減速機図面）に対する権限（G-1）を変更: 権限 閲覧 → 閲覧・編集、設定年月日 2026-04-01 → 2026-05-01",
    );
}

#[test]
fn moved_rows_other_names_formats_and_spellings_are_no_change() {
    let (folder, _) = grant();
    let registers = folder.path().join("new/registers");
    std::fs::remove_file(registers.join("access_rights.csv")).expect("removed");
    let yaml = "- {id: Ｇ-1, person_id: E0001, asset_id: A-12, scope: [read], granted_on: R8.4.1}\n";
    std::fs::write(registers.join("アクセス権者管理簿.yaml"), yaml).expect("a file");
    let people: Vec<&str> = PEOPLE.lines().collect();
    std::fs::write(registers.join("people.csv"), [people[0], people[2], people[1], ""].join("\n")).expect("a file");
    let page = timlint(folder.path(), &["diff", "old", "new", "--as-of", DAY, "--format", "json"]).code(0).json();
    assert_eq!(page["changes"], Value::Array(Vec::new()));
    assert!(prints(&page, "new").is_empty() && prints(&page, "fixed").is_empty(), "{page:#}");
}

#[test]
fn a_switch_of_the_company_is_told_by_its_name() {
    let org = |cloud: &str| format!("name: サンプル精機\napplicability:\n  cloud: {cloud}\n  telework: no\n");
    let (old, new) = (org("yes"), org("no"));
    let folder = folder(&[
        ("old/registers/org.yaml", old.as_str()),
        ("old/registers/people.csv", PEOPLE),
        ("new/registers/org.yaml", new.as_str()),
        ("new/registers/people.csv", PEOPLE),
    ]);
    let page = timlint(folder.path(), &["diff", "old", "new", "--as-of", DAY, "--format", "json"]).json();
    let fields = &page["changes"][0]["fields"];
    assert_eq!(fields.as_array().map(Vec::len), Some(1), "{page:#}");
    assert_eq!((fields[0]["entry"].as_str(), fields[0]["new"].as_str()), (Some("cloud"), Some("no")));
}

#[test]
fn a_rule_that_is_switched_off_fixes_nothing() {
    let (folder, after) = grant();
    std::fs::write(folder.path().join("old/registers/access_rights.csv"), after).expect("a file");
    let off = "[rules]\n\"access_rights/external-without-valid-nda\" = \"off\"\n";
    std::fs::write(folder.path().join("new/timlint.toml"), off).expect("a file");
    let page = timlint(folder.path(), &["diff", "old", "new", "--as-of", DAY, "--format", "json"]).json();
    let rules = |group: &str| -> Vec<String> {
        let list = page[group].as_array().expect("a list").iter();
        list.map(|finding| finding["rule"].as_str().expect("a rule").to_owned()).collect()
    };
    assert_eq!(rules("no_longer_judged"), ["access_rights/external-without-valid-nda"]);
    assert!(rules("fixed").is_empty());
}

#[test]
fn nothing_differs_from_itself() {
    for name in COMPANIES {
        let files = files(&fixture(name));
        let page: Value = serde_json::from_str(&compared(&files, &files, Form::Json)).expect("JSON");
        for part in ["changes", "new", "reopened", "waived", "fixed", "no_longer_judged", "items", "sections"] {
            assert_eq!(page[part], Value::Array(Vec::new()), "{name}: {part}");
        }
        assert_eq!(prints(&page, "remaining"), judged(&files), "{name}");
    }
    let hostile = fixture("hostile").to_string_lossy().into_owned();
    timlint(Path::new("."), &["diff", &hostile, &hostile, "--as-of", DAY]).code(0).says("違いはありません");
}

#[test]
fn each_finding_of_either_side_is_in_one_group() {
    for (base, head) in
        [("clean-ja", "broken"), ("broken", "neglected"), ("denied", "clean-en"), ("unwritten", "started")]
    {
        let (base, head) = (files(&fixture(base)), files(&fixture(head)));
        let page: Value = serde_json::from_str(&compared(&base, &head, Form::Json)).expect("JSON");
        fits(&page);
        let union = |groups: &[&str]| {
            let mut all = BTreeSet::new();
            for print in groups.iter().flat_map(|group| prints(&page, group)) {
                assert!(all.insert(print), "a finding in two groups");
            }
            all
        };
        assert_eq!(union(&["fixed", "no_longer_judged", "reopened", "waived", "remaining"]), judged(&base));
        assert_eq!(union(&["new", "reopened", "waived", "remaining"]), judged(&head));
    }
}

#[test]
fn before_the_first_register_everything_is_new() {
    let head = files(&fixture("broken"));
    let base = Files::from([("README.md".to_owned(), b"# soon\n".to_vec())]);
    let page: Value = serde_json::from_str(&compared(&base, &head, Form::Json)).expect("JSON");
    fits(&page);
    assert_eq!(page["base"]["state"], "no-register");
    assert_eq!(prints(&page, "new"), judged(&head));
    let added = page["changes"].as_array().expect("a list");
    assert!(added.len() > 100 && added.iter().all(|change| change["change"] == "added"));
}

#[test]
fn a_comment_is_never_longer_than_a_comment_may_be() {
    let (base, head) = (files(&fixture("clean-ja")), files(&fixture("neglected")));
    let page = compared(&base, &head, Form::Markdown);
    assert!(page.starts_with("<!-- timlint diff -->\n"));
    assert!(page.encode_utf16().count() <= 65_536, "{}", page.len());
    assert!(page.contains("件は省きました"), "nothing says that something is left out");
    assert_eq!(page.matches("<details>").count(), page.matches("</details>").count());
}

#[test]
fn what_becomes_waived_is_neither_fixed_nor_new() {
    let (folder, _) = grant();
    let world = timlint::source::Disk::new(folder.path().join("new"));
    let (run, _) = check(&world, &CheckOptions::default()).expect("it can be judged");
    let plain: Vec<&Finding> = run.all().take(2).collect();
    let waived = Waived {
        by: WaivedBy::Register,
        id: "W-1".to_owned(),
        reason: String::new(),
        approver: None,
        until: 30_000,
        span: plain[0].diagnostic.primary().span,
    };
    let first = Finding { waived: Some(waived), ..plain[0].clone() };
    let other = [&first, plain[1]];
    let expect =
        |waived: Vec<usize>, reopened: Vec<usize>| Groups { waived, reopened, remaining: vec![1], ..Groups::default() };
    assert_eq!(group(&plain, &other), expect(vec![0], vec![]));
    assert_eq!(group(&other, &plain), expect(vec![], vec![0]));
    assert_eq!(group(&other, &other).remaining, [0, 1]);
    assert_eq!(group(&[], &other).new, [0, 1]);
    assert_eq!(group(&other, &[]).gone, [0, 1]);
}

#[test]
fn sentences_of_registers_name_fields_that_exist() {
    let mut seen = 0;
    for id in RegisterId::all() {
        let schema = id.schema();
        for said in &schema.said {
            assert!(
                ["added", "changed", "removed"].contains(&said.change.as_str()),
                "{}: {}",
                schema.name,
                said.change
            );
            for text in [&said.ja, &said.en] {
                seen += 1;
                let holes = pieces(text).into_iter().filter_map(|piece| match piece {
                    Piece::Hole(name) => Some(name),
                    Piece::Words(_) => None,
                });
                let missing: Vec<&str> = holes.filter(|name| schema.field(name).is_none()).collect();
                assert!(!text.is_empty() && missing.is_empty(), "{}: {text}: {missing:?}", schema.name);
                assert_eq!(text.matches('[').count(), text.matches(']').count(), "{}: {text}", schema.name);
            }
        }
        assert!([0, 3].contains(&schema.said.len()), "{}: not every kind of change has a sentence", schema.name);
    }
    assert!(seen > 30, "no sentences were found");
}

pub fn says_why(folder: &Path, args: &[&str], ja: &str, en: &str) {
    timlint(folder, &[args, &["--lang", "ja"]].concat()).code(2).complains(ja);
    timlint(folder, &[args, &["--lang", "en"]].concat()).code(2).complains(en);
}
