//! Waivers of the register: when they hold, and that they hide nothing.

use calamine::{Reader as _, Xlsx, open_workbook};
use timlint::app::{CheckOptions, check};
use timlint::report::{Lang, Options, REPORTS, Report, Run};

use super::support::{AS_OF, DAY, fixture, timlint, world};
use super::{RULE, WAIVER, check_on, company, of_rule, written};

#[test]
fn a_waived_finding_is_shown_with_its_reason_and_not_counted() {
    let with = written(&company(WAIVER));
    check_on(with.path(), DAY, &["--select", RULE])
        .code(0)
        .says(": 0 errors, ")
        .says("and 1 waived")
        .says("error[media/unencrypted] M-005 registers/media.csv:2: waived until 2026-12-31 (WV-1")
        .says("new stick on order");
    timlint(with.path(), &["check", "--as-of", DAY, "--lang", "ja", "--select", RULE, "--verbose"])
        .code(0)
        .says("ほかに猶予中 1件")
        .says("猶予中のエラー[media/unencrypted]")
        .says("2026-12-31まで猶予中（WV-1、承認 E1）");
    let without = written(&company(""));
    check_on(without.path(), DAY, &["--select", RULE]).code(1).leaves_out("waived");
}

#[test]
fn no_level_of_failing_counts_what_is_waived() {
    let with = written(&company(WAIVER));
    let select = ["--select", RULE, "--fail-on", "note"];
    let counted = check_on(with.path(), DAY, &[&select[..], &["--format", "json"]].concat());
    let report = counted.json();
    // Whatever else a company without columns is told: the medium is not among it.
    let left: Vec<_> =
        report["findings"].as_array().expect("a list").iter().filter(|f| f["waived"].is_null()).collect();
    assert!(left.iter().all(|finding| finding["rule"] != RULE));
    assert_eq!(counted.code, i32::from(!left.is_empty()));
    assert_eq!(report["summary"]["waived"], 1);
}

#[test]
fn the_first_and_the_last_day_belong_to_it() {
    let folder = written(&company(WAIVER));
    for (day, waived) in [("2026-10-31", 0), ("2026-11-01", 1), ("2026-12-31", 1), ("2027-01-01", 0)] {
        let report = check_on(folder.path(), day, &["--format", "json"]).json();
        assert_eq!(of_rule(&report, RULE), (1, waived), "on {day}");
    }
    // Without a first day it begins with the approval.
    let folder = written(&company(&WAIVER.replace("2026-11-01", "")));
    for (day, waived) in [("2026-09-30", 0), ("2026-10-01", 1)] {
        let report = check_on(folder.path(), day, &["--format", "json"]).json();
        assert_eq!(of_rule(&report, RULE), (1, waived), "on {day}");
    }
}

#[test]
fn a_number_in_full_width_and_a_japanese_name_of_the_register_will_do() {
    let folder = written(&company(&WAIVER.replace(",media,M-005,", ",可搬式記録媒体管理簿,Ｍ－００５,")));
    assert_eq!(of_rule(&check_on(folder.path(), DAY, &["--format", "json"]).json(), RULE), (1, 1));
}

#[test]
fn what_is_not_approved_as_it_must_be_waives_nothing() {
    let changed = [
        ("no number", ",media/unencrypted", None),
        ("no reason", "new stick on order", Some("")),
        ("no approver", ",E1,2026-10-01", Some(",,2026-10-01")),
        ("no day of approval", ",E1,2026-10-01", Some(",E1,")),
        ("approved tomorrow", "E1,2026-10-01,2026-11-01", Some("E1,2026-11-21,2026-11-01")),
        ("approver unknown", ",E1,", Some(",E9,")),
        ("a system administrator", ",E1,", Some(",E3,")),
        ("an owner who was one until the day before", ",E1,2026-10-01", Some(",E2,2026-10-01")),
        ("the one who asked", ",E3,E1,", Some(",E1,E1,")),
        ("no end", "2026-12-31", Some("")),
        ("a first day nobody can read", "2026-11-01", Some("soon")),
        ("closed", "2026-12-31,", Some("2026-12-31,2026-11-10")),
        ("closed on a day nobody can read", "2026-12-31,", Some("2026-12-31,done")),
        ("another rule", RULE, Some("media/held-by-leaver")),
        ("another record", "M-005", Some("M-006")),
    ];
    for (what, from, to) in changed {
        let waiver = match to {
            Some(to) => WAIVER.replace(from, to),
            None => WAIVER.replace("WV-1", ""),
        };
        assert_ne!(waiver, WAIVER, "{what}");
        let folder = written(&company(&waiver));
        // Neither a selection nor a level takes the approval away.
        std::fs::write(
            folder.path().join("timlint.toml"),
            "[rules.waivers]\nself-approved = \"off\"\nexpired = \"note\"\n",
        )
        .expect("settings");
        for select in [&["--format", "json"][..], &["--format", "json", "--select", RULE]] {
            let report = check_on(folder.path(), DAY, select).json();
            assert_eq!(of_rule(&report, RULE), (1, 0), "{what}: {select:?}");
        }
    }
    let owner = WAIVER.replace(",E1,2026-10-01", ",E2,2026-09-30");
    let report = check_on(written(&company(&owner)).path(), DAY, &["--format", "json"]).json();
    assert_eq!(of_rule(&report, RULE), (1, 1), "an owner on the last day of the duty");
}

#[test]
fn without_a_list_of_roles_only_an_officer_can_approve() {
    let owner = WAIVER.replace(",E1,2026-10-01", ",E2,2026-09-30");
    for (waiver, waived) in [(owner.as_str(), 0), (WAIVER, 1)] {
        let mut files = company(waiver);
        files.remove("registers/roles.csv");
        let report = check_on(written(&files).path(), DAY, &["--format", "json"]).json();
        assert_eq!(of_rule(&report, RULE), (1, waived));
    }
}

#[test]
fn a_waiver_changes_no_verdict() {
    let verdict = |waivers: &str| {
        let folder = written(&company(waivers));
        let report = check_on(folder.path(), DAY, &["--format", "json"]).json();
        let items = report["items"].as_array().expect("a list");
        let item = items.iter().find(|item| item["id"] == "IV.10.3").expect("an item of the criteria");
        item["verdict"].as_str().expect("a word").to_owned()
    };
    assert_eq!(verdict(WAIVER), "violated");
    assert_eq!(verdict(WAIVER), verdict(""));
}

#[test]
fn a_waived_finding_is_in_every_report() {
    let world = world(&company(WAIVER));
    let asked = CheckOptions { as_of: Some(AS_OF), verdicts: true, hash: true, ..CheckOptions::default() };
    let judged = || {
        let (mut run, _) = check(&world, &asked).expect("a company that can be judged");
        // Some reports show only so many findings.
        run.findings.retain(|finding| finding.diagnostic.rule == RULE);
        run
    };
    let told = |run: &Run, lang: Lang, report: &dyn Report| {
        let mut out = Vec::new();
        let options = Options { lang, color: false, ascii: false, width: 400, verbose: false };
        report.write(run, &options, &mut out).expect("writes to memory");
        String::from_utf8(out).expect("text")
    };
    let (run, mut plain) = (judged(), judged());
    assert!(run.findings.len() == 1 && run.findings[0].waived.is_some(), "the one that is waived");
    plain.findings[0].waived = None;
    for lang in [Lang::Ja, Lang::En] {
        for report in REPORTS {
            let text = told(&run, lang, *report);
            assert!(text.contains(RULE), "{}: the waived finding is not there", report.name());
            // Somebody who reads it must see that it is waived.
            assert_ne!(text, told(&plain, lang, *report), "{}: waived or not looks the same", report.name());
        }
    }
}

#[test]
fn an_exported_workbook_says_what_is_waived() {
    let folder = written(&company(WAIVER));
    let export = ["export", ".", "--xlsx", "out.xlsx", "--with-findings", "--as-of", DAY, "--lang", "en"];
    timlint(folder.path(), &export).code(0);
    let mut book: Xlsx<_> = open_workbook(folder.path().join("out.xlsx")).expect("a workbook");
    let sheet = book.worksheet_range("findings").expect("the list of findings");
    let rows: Vec<String> =
        sheet.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|")).collect();
    let rows: Vec<&String> = rows.iter().filter(|row| row.contains(RULE)).collect();
    assert!(rows.iter().any(|row| row.contains("waived until 2026-12-31 (WV-1, approved by E1)")), "{rows:#?}");
}

#[test]
fn what_stands_in_a_waiver_does_nothing_to_a_terminal() {
    let nasty = WAIVER.replace("new stick on order", "\u{1b}[2Jwait ##[error]x");
    let folder = written(&company(&nasty));
    let shown = check_on(folder.path(), DAY, &["--select", RULE]).says("and 1 waived");
    assert!(!shown.out.contains('\u{1b}') && !shown.out.contains("##["), "{}", shown.out);
}

#[test]
fn a_secret_that_turns_up_in_a_reason_is_not_told() {
    let mut files = company(&WAIVER.replace("new stick on order", "the word is Hunter2-Hunter2"));
    let accounts = "id,system,password\na1,PC-1,Hunter2-Hunter2\n";
    files.insert("registers/accounts.csv".to_owned(), accounts.as_bytes().to_vec());
    let folder = written(&files);
    for format in ["human", "json"] {
        check_on(folder.path(), DAY, &["--format", format, "--verbose"]).leaves_out("Hunter2");
    }
}

#[test]
fn a_waiver_that_only_a_selection_makes_idle_is_not_called_unused() {
    let folder = written(&company(WAIVER));
    check_on(folder.path(), DAY, &["--select", "people/*"]).leaves_out("waiving/unused");
    let mended =
        String::from_utf8(company(WAIVER)["registers/media.csv"].clone()).expect("text").replace("none", "AES-256");
    std::fs::write(folder.path().join("registers/media.csv"), mended).expect("a file");
    check_on(folder.path(), DAY, &["--select", RULE]).says("waiving/unused");
}

#[test]
fn a_rule_of_the_repository_can_be_waived_and_is_known_whatever_is_selected() {
    let own = "id: own/no-sticks\nsince: 1.0.0\nlevel: error\nitems: [IV.10.1]\neach: media\nrequire:\n  - that: \"media.status == 'disposed'\"\n\
               text:\n  ja: {title: 媒体, what: 媒体。, why: 媒体。, fix: 媒体。}\n  en: {title: stick, what: stick, why: stick., fix: stick.}\nexamples: []\n";
    let mut files = company(&WAIVER.replace(RULE, "own/no-sticks"));
    files.insert("rules/own/no-sticks.yaml".to_owned(), own.as_bytes().to_vec());
    let folder = written(&files);
    let report = check_on(folder.path(), DAY, &["--format", "json"]).json();
    assert_eq!(of_rule(&report, "own/no-sticks"), (1, 1), "{:#?}", report["problems"]);
    check_on(folder.path(), DAY, &["--select", "people/*"]).leaves_out("waiving/");
}

#[test]
fn the_company_itself_can_be_named() {
    let waiver =
        "WV-1,register/undeclared-switch,事業者プロファイル,当社,being decided,E3,E1,2026-10-01,,2026-12-31,\n";
    let mut files = company(waiver);
    files.insert("registers/org.yaml".to_owned(), b"name: Sakura Seiki\n".to_vec());
    let report = check_on(written(&files).path(), DAY, &["--format", "json"]).json();
    assert_eq!(of_rule(&report, "register/undeclared-switch"), (1, 1));
}

#[test]
fn the_broken_company_has_one_waiver_in_force() {
    let report = timlint(&fixture("broken"), &["check", "--as-of", DAY, "--format", "json"]).code(1).json();
    assert_eq!(report["summary"]["waived"], 1);
    let waived: Vec<_> =
        report["findings"].as_array().expect("a list").iter().filter(|f| f["waived"].is_object()).collect();
    assert_eq!(
        (waived[0]["waived"]["id"].as_str(), waived[0]["waived"]["by"].as_str()),
        (Some("WV-01"), Some("register"))
    );
}
