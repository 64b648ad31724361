//! What helps people to write: `rules new` and `schema`.

use std::fs;

use serde_json::Value;
use timlint::model::RegisterId;

use super::support::{files, folder, timlint};

#[test]
fn a_new_rule_passes_its_own_examples_for_every_register() {
    let root = folder::<&str>(&[]);
    for register in RegisterId::all().map(RegisterId::name) {
        for (lang, name) in [("ja", "first"), ("en", "second")] {
            let id = format!("{register}/own-{name}");
            timlint(root.path(), &["rules", "new", &id, "--lang", lang]).code(0).says(&format!("{id}.yaml"));
        }
    }
    let count = RegisterId::all().count() * 2;
    timlint(root.path(), &["rules", "test"]).code(0).says(&format!("{count} rules, {} examples, 0 failed", count * 2));
}

#[test]
fn the_examples_of_a_new_rule_can_fail() {
    let root = folder::<&str>(&[]);
    timlint(root.path(), &["rules", "new", "own/named", "--each", "people"]).code(0);
    let place = root.path().join("rules/own/named.yaml");
    let text = fs::read_to_string(&place).expect("it was written");
    fs::write(&place, text.replacen("⟦⟧", "⟦somebody⟧", 1)).expect("a file");
    timlint(root.path(), &["rules", "test"]).code(1).says("FAILED own/named / blank");
}

#[test]
fn a_rule_that_exists_is_left_alone() {
    let root = folder(&[("rules/people/mine.yaml", "id: people/mine\n")]);
    let before = files(root.path());
    let refused = |args: &[&str], ja: &str, en: &str| {
        timlint(root.path(), &[&["rules", "new"], args, &["--lang", "ja"]].concat()).code(2).complains(ja);
        timlint(root.path(), &[&["rules", "new"], args, &["--lang", "en"]].concat()).code(2).complains(en);
    };
    refused(&["people/mine"], "上書きしません", "exists already");
    refused(&["people/basic-training-overdue"], "組み込みの規則", "built-in rule");
    for id in ["../x/y", "people", "People/x", "people/", "/etc/x", "people/a b", "people/../../x"] {
        refused(&[id], "規則の番号になりません", "no id of a rule");
    }
    refused(&["poeple/x"], "people", "did you mean people");
    assert_eq!(files(root.path()), before, "something was written");
}

#[test]
fn schemas_are_printed_for_a_file_and_for_a_record() {
    let root = folder::<&str>(&[]);
    let record = timlint(root.path(), &["schema", "people", "--record"]).code(0);
    assert_eq!(record.out, include_str!("../../schemas/registers/people.schema.json"));
    let file = timlint(root.path(), &["schema", "要員名簿"]).code(0).json();
    assert_eq!(file["items"], record.json());
    let validator = jsonschema::validator_for(&file).expect("a schema");
    let people = |name: &str| serde_json::json!([{ "id": "E1", name: "佐藤" }]);
    assert!(validator.iter_errors(&people("name")).all(|error| !error.to_string().contains("'nmae'")));
    assert!(validator.iter_errors(&people("nmae")).any(|error| error.to_string().contains("'nmae'")));
    timlint(root.path(), &["schema", "peolpe", "--lang", "en"]).code(2).complains("Did you mean people?");
    timlint(root.path(), &["schema", "peolpe", "--lang", "ja"]).code(2).complains("もしかして people");
}

#[test]
fn every_schema_in_the_list_can_be_had() {
    let root = folder::<&str>(&[]);
    let list = timlint(root.path(), &["schema", "--list", "--lang", "ja"]).code(0).says("要員名簿");
    let names: Vec<&str> = list.out.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names.len(), RegisterId::all().count() + 4);
    for name in names {
        let page: Value = timlint(root.path(), &["schema", name]).code(0).json();
        assert!(page["$schema"].as_str().is_some_and(|draft| draft.contains("2020-12")), "{name}");
    }
}
