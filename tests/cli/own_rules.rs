//! Rules that a company keeps in its own repository.

use super::{DAY, faultless, fixture, timlint, with_a_warning};

/// A rule of the company's own.
pub const RULE: &str = "\
id: people/in-closed-department
since: 0.1.0
level: warning
items: []
each: people
when: has(people.department)
require:
  - that: people.department != '製造課'
    point: department
text:
  ja:
    title: 廃止した部署に所属している
    what: \"{people.name}さんの所属「{people.department}」は廃止されています。\"
    why: 廃止した部署の人には、誰が責任を持つのかが決まりません。
    fix: 今の部署に直してください。
  en:
    title: Person belongs to a closed department
    what: \"{people.name} belongs to {people.department}, which was closed.\"
    why: Nobody answers for a person in a closed department.
    fix: Enter the present department.
examples:
  - name: closed
    files:
      people.csv: |
        id,name,department
        E1,佐藤 花子,⟦製造課⟧
  - name: open
    files:
      people.csv: |
        id,name,department
        E1,佐藤 花子,設計課
";

const PATH: &str = "rules/people/in-closed-department.yaml";

#[test]
fn they_fire_beside_the_built_in_ones() {
    let ran = with_a_warning().run(&["check", "--as-of", DAY]).code(0);
    ran.says("registers/要員名簿.csv:3:16").says("鈴木 一郎さんの所属「製造課」は廃止されています。");
}

#[test]
fn a_wrong_field_is_a_diagnostic_in_the_rule_file() {
    let repository = faultless();
    repository.write(PATH, &RULE.replace("people.department !=", "people.departmnt !="));
    let ran = repository.run(&["check", "--as-of", DAY]).code(1);
    ran.says("rule/unknown-name")
        .says("rules/people/in-closed-department.yaml:8:11")
        .says("^^^^")
        .says("「department」");
    let ran = repository.run(&["check", "--as-of", DAY, "--lang", "en"]).code(1);
    ran.says("rules/people/in-closed-department.yaml:8:11").says("department");
}

#[test]
fn a_forgotten_guard_is_a_diagnostic_in_the_rule_file() {
    let repository = faultless();
    repository.write(PATH, &RULE.replace("people.department != '製造課'", "people.leave_on < today"));
    repository.run(&["check", "--as-of", DAY]).code(1).says("rule/unguarded").says("in-closed-department.yaml:8:11");
}

#[test]
fn their_examples_are_tested() {
    let repository = with_a_warning();
    repository.run(&["rules", "test"]).code(0).says("1 rules, 2 examples, 0 failed");
    repository.write(PATH, &RULE.replace("⟦製造課⟧", "⟦製造⟧課"));
    repository.run(&["rules", "test"]).code(1).says("FAILED people/in-closed-department / closed");
    repository.write(PATH, &RULE.replace("E1,佐藤 花子,設計課", "E1,佐藤 花子,製造課"));
    repository.run(&["rules", "test"]).code(1).says("FAILED people/in-closed-department / open");
}

#[test]
fn a_rule_that_does_not_compile_cannot_be_tested() {
    let repository = faultless();
    repository.write(PATH, &RULE.replace("people.department !=", "people.departmnt !="));
    let ran = repository.run(&["rules", "test", "--lang", "ja"]).code(2).complains("in-closed-department.yaml:8:11");
    // No register was looked at, so none is counted.
    assert!(!ran.err.contains("0件"), "{}", ran.err);
    ran.complains("台帳は点検していません");
}

#[test]
fn settings_that_cannot_be_read_are_told_wherever_rules_are_listed() {
    let repository = with_a_warning();
    repository.write("timlint.toml", "lang = \n");
    for verb in ["list", "test"] {
        let ran = repository.run(&["rules", verb, "--lang", "en"]).code(2);
        ran.complains("timlint.toml:1:8").complains("No register was checked: 1 mistake");
    }
}

#[test]
fn the_name_of_a_built_in_rule_is_taken() {
    let repository = faultless();
    let path = "rules/assets/high-without-owner.yaml";
    repository.write(path, &RULE.replace("people/in-closed-department", "assets/high-without-owner"));
    for order in [&["check", "--as-of", DAY][..], &["rules", "test"]] {
        let ran = repository.run(order);
        assert!((ran.out.clone() + &ran.err).contains("rule/taken-name"), "{order:?}\n{}{}", ran.out, ran.err);
        assert_ne!(ran.code, 0);
    }
    // A copy that says the same is that rule, and its examples run.
    let own = timlint::rules::builtin_source("assets/high-without-owner").expect("a built-in rule");
    repository.write(path, own);
    repository.run(&["rules", "test"]).code(0).says("1 rules, ");
    repository.run(&["check", "--as-of", DAY]).code(0);
}

#[test]
fn what_is_planned_is_listed_apart_from_rules() {
    let ran = timlint(&fixture("broken"), &["rules", "list", "--planned", "--lang", "ja"]).code(0);
    ran.says("X-HIST-01").says("それまでは").leaves_out("assets/high-without-owner");
    let ran = timlint(&fixture("broken"), &["rules", "list", "--planned", "--json"]).code(0);
    assert_eq!(ran.json().as_array().map(Vec::len), Some(timlint::rules::planned().len()));
    let ran = timlint(&fixture("broken"), &["rules", "list", "--planned", "--item", "X-DOC-01", "--json"]).code(0);
    assert_eq!(ran.json()[0]["items"], serde_json::json!(["I.4.12"]));
}

#[test]
fn explain_shows_every_wording_of_a_rule_that_has_several() {
    for lang in ["ja", "en"] {
        let ran = timlint(&fixture("broken"), &["explain", "register/wrong-value", "--lang", lang]).code(0);
        ran.leaves_out("{reason}").says(if lang == "ja" { "こう知らせます" } else { "It says" });
    }
}

#[test]
fn the_list_names_them_with_all_others() {
    let repository = with_a_warning();
    let ran = repository.run(&["rules", "list", "--lang", "ja"]).code(0);
    let ran =
        ran.says("people/in-closed-department").says("廃止した部署に所属している").says("assets/high-without-owner");
    assert!(ran.out.lines().count() > 200, "{}", ran.out.lines().count());
    let ran = repository.run(&["rules", "list", "--json"]).code(0);
    let own: Vec<serde_json::Value> = ran.json().as_array().expect("a list").clone();
    let own: Vec<_> = own.iter().filter(|rule| rule["own"] == true).map(|rule| rule["id"].clone()).collect();
    assert_eq!(own, ["people/in-closed-department"]);
}

#[test]
fn the_list_can_be_asked_for_an_item() {
    let ran = timlint(&fixture("broken"), &["rules", "list", "--item", "II.2.5"]).code(0);
    ran.says("access_rights/held-by-leaver").leaves_out("assets/high-without-owner");
}

#[test]
fn explain_tells_a_built_in_rule_with_its_examples() {
    let ran = timlint(&fixture("clean-ja"), &["explain", "access_rights/held-by-leaver", "--lang", "ja"]).code(0);
    ran.says("退職者のアクセス権が残っている").says("II.2.5").says("⟦");
    let ran = timlint(&fixture("clean-ja"), &["explain", "access_rights/held-by-leaver", "--lang", "en"]).code(0);
    ran.says("II.2.5").leaves_out("退職者のアクセス権が残っている");
}

#[test]
fn explain_tells_an_own_rule() {
    let repository = with_a_warning();
    repository.run(&["explain", "people/in-closed-department"]).code(0).says("廃止した部署の人には");
}

#[test]
fn explain_of_an_unknown_rule_names_the_nearest() {
    let ran = timlint(&fixture("clean-ja"), &["explain", "assets/high-without-ownr"]).code(2);
    ran.complains("assets/high-without-owner");
    timlint(&fixture("clean-ja"), &["explain", "zzzzzzzzzzzzzzzz"]).code(2).complains("timlint rules list");
}
