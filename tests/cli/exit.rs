//! 0 nothing at or above `--fail-on`, 1 findings, 2 could not run; the same in every format.

use super::{DAY, Repository, faultless, fixture, timlint, with_a_warning};

#[test]
fn clean_fixtures_end_with_0() {
    for name in ["clean-ja", "clean-en"] {
        timlint(&fixture(name), &["check", "--as-of", DAY]).code(0);
        timlint(&fixture(name), &["check", "--as-of", DAY, "--fail-on", "note"]).code(0);
    }
}

#[test]
fn the_broken_fixture_ends_with_1_in_every_format() {
    for format in ["human", "json"] {
        timlint(&fixture("broken"), &["check", "--as-of", DAY, "--format", format]).code(1);
    }
}

#[test]
fn every_level_of_fail_on_counts_itself_and_what_is_worse() {
    let warning = with_a_warning();
    for (level, code) in [("error", 0), ("warning", 1), ("note", 1), ("never", 0)] {
        warning.run(&["check", "--as-of", DAY, "--fail-on", level]).code(code);
    }
    for (level, code) in [("error", 1), ("warning", 1), ("note", 1), ("never", 0)] {
        timlint(&fixture("broken"), &["check", "--as-of", DAY, "--fail-on", level]).code(code);
    }
}

#[test]
fn a_folder_without_registers_cannot_be_judged() {
    let empty = Repository::of(&[]);
    empty.run(&["check", "--lang", "en"]).code(2).complains("registers/");
    empty.run(&["check", "--lang", "ja"]).code(2).complains("台帳が見つかりません");
}

#[test]
fn a_folder_that_is_not_there_cannot_be_judged() {
    Repository::of(&[]).run(&["check", "no-such-folder"]).code(2).complains("no-such-folder");
    let repository = faultless();
    repository.run(&["check", "registers/要員名簿.csv"]).code(2).complains("というフォルダーはありません");
}

#[test]
fn registers_that_are_all_unreadable_cannot_be_judged() {
    let repository = Repository::of(&[("registers/要員名簿.ods", "")]);
    repository.run(&["check", "--as-of", DAY]).code(2).says("input/unsupported-format");
    let repository = Repository::of(&[("registers/要員名簿.xls", "")]);
    repository.run(&["check", "--as-of", DAY]).code(2).says("input/workbook");
}

#[test]
fn one_readable_register_is_judged_beside_unreadable_ones() {
    let repository = faultless();
    repository.write("registers/取引先・委託先台帳.xls", "");
    repository.run(&["check", "--as-of", DAY]).code(1).says("input/workbook");
    repository.run(&["check", "--as-of", DAY, "--fail-on", "never"]).code(0);
}

#[test]
fn bad_usage_ends_with_2_and_names_the_choices() {
    let repository = faultless();
    repository.run(&[]).code(2).complains("使い方: timlint");
    repository.run(&["chekc"]).code(2).complains("check");
    repository.run(&["check", "--fail-on", "fatal"]).code(2).complains("error, warning, note, never");
    repository.run(&["check", "--as-of", "yesterday"]).code(2).complains("2026-04-01");
    repository.run(&["check", "--lang", "fr"]).code(2).complains("[possible values: ja, en]");
    repository.run(&["check", "--format", "pdf"]).code(2).complains("human, json");
}

#[test]
fn days_are_read_as_the_registers_write_them() {
    let repository = with_a_warning();
    for day in ["2026-11-20", "2026/11/20", "R8.11.20", "令和8年11月20日"] {
        repository.run(&["check", "--as-of", day]).code(0).says("2026-11-20");
    }
}

#[test]
fn several_formats_are_written_in_one_run() {
    let repository = with_a_warning();
    let ran = repository.run(&[
        "check",
        "--as-of",
        DAY,
        "--format",
        "json=out.json",
        "--format",
        "human",
        "--fail-on",
        "warning",
    ]);
    ran.code(1).says("people/in-closed-department");
    let json: serde_json::Value = serde_json::from_str(&repository.read("out.json")).expect("JSON was written");
    assert_eq!(json["schema"], "timlint/run/1");
    assert_eq!(json["summary"]["warnings"], 1);
    assert_eq!(json["findings"][0]["rule"], "people/in-closed-department");
    assert_eq!(json["findings"][0]["labels"][0]["start"]["line"], 3);
}

#[test]
fn two_formats_cannot_share_standard_output() {
    faultless().run(&["check", "--format", "json", "--format", "human"]).code(2).complains("json=out.json");
}

#[test]
fn a_place_that_cannot_be_written_is_no_finding() {
    faultless().run(&["check", "--format", "json=no/such/folder/out.json"]).code(2).complains("out.json");
}

#[test]
fn an_unreadable_timlint_toml_stops_the_run() {
    let repository = faultless();
    repository.write("timlint.toml", "lang = \n");
    repository.run(&["check"]).code(2).says("timlint.toml:1:8");
    repository.run(&["check", "--fail-on", "never"]).code(2);
}

#[test]
fn a_wrong_value_in_timlint_toml_is_a_finding_with_a_place() {
    let repository = faultless();
    repository.write("timlint.toml", "lang = \"jp\"\n");
    repository.run(&["check"]).code(1).says("timlint.toml:1:9").says("config/wrong-value").says("「ja」");
}

/// Everything is checked all the same, but the exit code follows what is reported: a hook that names the changed files
/// must not fail for the others.
#[test]
fn report_for_filters_findings_and_the_exit_code_follows() {
    let repository = with_a_warning();
    repository.write(
        "registers/連絡先一覧.csv",
        "No,区分,組織名,主目的,確認日,電話番号\nC1,authority,警察署,,2026-04-01,110\n",
    );
    let check = ["check", "--as-of", DAY, "--fail-on", "warning", "--report-for"];
    let of = |file: &str| repository.run(&[&check[..], &[file]].concat());
    of("registers/要員名簿.csv").code(1).says("people/in-closed-department").leaves_out("主目的");
    of("registers/連絡先一覧.csv").code(1).says("主目的").leaves_out("people/in-closed-department");
    of("README.md").code(0).leaves_out("主目的").leaves_out("people/in-closed-department");
    let json =
        repository.run(&["check", "--as-of", DAY, "--format", "json", "--report-for", "registers/要員名簿.csv"]).json();
    assert_eq!(json["summary"]["left_out"], 1, "{}", json["summary"]);
}
