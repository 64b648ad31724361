//! `timlint.toml`: each table does what it says, and says where it is wrong.

use super::{DAY, PEOPLE, Repository, faultless, with_a_warning};

#[test]
fn levels_of_rules_can_be_changed() {
    let repository = with_a_warning();
    let check = ["check", "--as-of", DAY];
    repository.write("timlint.toml", "[rules]\n\"people/in-closed-department\" = \"error\"\n");
    repository.run(&check).code(1).says("エラー[people/in-closed-department]");
    repository.write("timlint.toml", "[rules.people]\nin-closed-department = \"error\"\n");
    repository.run(&check).code(1);
    repository.write("timlint.toml", "[rules]\n\"people/in-closed-department\" = \"off\"\n");
    repository.run(&check).code(0).leaves_out("people/in-closed-department");
}

#[test]
fn fail_on_stands_in_the_file_and_the_command_line_wins() {
    let repository = with_a_warning();
    repository.write("timlint.toml", "fail_on = \"warning\"\n");
    repository.run(&["check", "--as-of", DAY]).code(1);
    repository.run(&["check", "--as-of", DAY, "--fail-on", "error"]).code(0);
}

#[test]
fn a_register_may_lie_anywhere() {
    let repository = Repository::of(&[
        ("総務/名簿 2026.csv", PEOPLE),
        ("timlint.toml", "[registers]\npeople = \"総務/名簿*.csv\"\n"),
    ]);
    repository.run(&["check", "--as-of", DAY]).code(0).says("要員名簿・2件");
}

#[test]
fn columns_and_values_may_have_names_of_the_house() {
    let text = PEOPLE.replace("雇用区分", "身分").replace("正社員", "本採用");
    let repository = Repository::of(&[("registers/要員名簿.csv", &text)]);
    repository.run(&["check", "--as-of", DAY, "--fail-on", "warning"]).code(1).says("register/unknown-column");
    repository.write(
        "timlint.toml",
        "[columns.people]\n\"身分\" = \"kind\"\n[values.people.kind]\n\"本採用\" = \"employee\"\n",
    );
    repository.run(&["check", "--as-of", DAY, "--fail-on", "note"]).code(0);
}

#[test]
fn an_unknown_header_comes_with_the_line_that_maps_it() {
    let text = PEOPLE.replace("雇用区分", "雇用の区分");
    let repository = Repository::of(&[("registers/要員名簿.csv", &text)]);
    let check = ["check", "--as-of", DAY, "--fail-on", "warning"];
    repository.run(&check).code(1).says("[columns.people]").says("\"雇用の区分\" = \"kind\"");
    repository.write("timlint.toml", "[columns.people]\n\"雇用の区分\" = \"kind\"\n");
    repository.run(&check).code(0).leaves_out("register/unknown-column");
}

#[test]
fn what_was_guessed_of_a_file_is_said_on_demand() {
    let text = format!("要員名簿\n令和8年度\n{}", PEOPLE.replace(',', ";"));
    let repository = Repository::of(&[("registers/要員名簿.csv", &text)]);
    let check = ["check", "--as-of", DAY];
    repository.run(&check).leaves_out("セミコロン区切り");
    let verbose = repository.run(&[&check[..], &["--verbose"]].concat());
    verbose.says("utf-8、セミコロン区切り、見出し 3行目");
    let report = repository.run(&[&check[..], &["--format", "json"]].concat()).json();
    let input = &report["inputs"][0];
    assert_eq!((input["separator"].as_str(), input["header"].as_u64()), (Some("semicolon"), Some(3)));
}

#[test]
fn files_can_be_left_out() {
    let repository = faultless();
    repository.write("registers/古い/備品一覧.csv", "備品,数\n机,1\n");
    repository.run(&["check", "--as-of", DAY, "--fail-on", "note"]).code(1).says("備品一覧.csv");
    repository.write("timlint.toml", "exclude = [\"registers/古い/**\"]\n");
    repository.run(&["check", "--as-of", DAY, "--fail-on", "note"]).code(0);
}

#[test]
fn rules_can_be_selected() {
    let repository = with_a_warning();
    let check = ["check", "--as-of", DAY, "--fail-on", "note"];
    let select = |pattern: &str| repository.run(&[&check[..], &["--select", pattern]].concat());
    select("people/*").code(1).says("people/in-closed-department");
    select("assets/*").code(0).leaves_out("people/in-closed-department");
    select("peple/*").code(2).complains("peple/*");
    repository.write("timlint.toml", "select = [\"assets/*\"]\n");
    repository.run(&check).code(0).leaves_out("people/in-closed-department");
    select("people/*").code(1);
    repository.write("timlint.toml", "select = [\"peple/*\"]\n");
    repository.run(&check).code(1).says("config/unknown-rule").says("timlint.toml:1:12");
}

#[test]
fn limits_can_be_lowered() {
    let repository = faultless();
    repository.write("timlint.toml", "[limits]\nfile_bytes = 20\n");
    repository.run(&["check", "--as-of", DAY]).code(2).says("input/file-too-large");
}

#[test]
fn every_kind_of_mistake_has_a_place() {
    let mistakes = [
        ("langauge = \"ja\"\n", "config/unknown-key", "timlint.toml:1:1"),
        ("[registers]\npeopel = \"a.csv\"\n", "config/unknown-register", "timlint.toml:2:1"),
        ("[registers]\npeople = \"a.csv\"\n", "config/pattern-without-file", "timlint.toml:2:11"),
        ("[columns.people]\n\"身分\" = \"kidn\"\n", "config/unknown-field", "timlint.toml:2:9"),
        ("columns = 3\n", "config/wrong-value", "timlint.toml:1:11"),
        ("[columns]\npeople = \"kind\"\n", "config/wrong-value", "timlint.toml:2:1"),
        ("[columns.people]\n\"無い見出し\" = \"kind\"\n", "config/unused-column", "timlint.toml:2:2"),
        ("[values.people]\nkind = \"employee\"\n", "config/wrong-value", "timlint.toml:2:9"),
        ("[values.people.name]\n\"花子\" = \"佐藤\"\n", "config/no-choices", "timlint.toml:1:16"),
        ("[rules]\n\"people/no-such\" = \"off\"\n", "config/unknown-rule", "timlint.toml:2:2"),
        ("[rules]\n\"people/named-in-document-after-leaving\" = \"fatal\"\n", "config/wrong-value", "timlint.toml:2:"),
        ("exclude = [\"a[\"]\n", "config/wrong-pattern", "timlint.toml:1:1"),
    ];
    for (text, rule, place) in mistakes {
        let repository = faultless();
        repository.write("timlint.toml", text);
        repository.run(&["check", "--as-of", DAY, "--fail-on", "note"]).code(1).says(rule).says(place);
    }
}
