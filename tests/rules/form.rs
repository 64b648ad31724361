//! What a rule file looks like: its keys, words, items and examples.

use std::collections::BTreeSet;

use timlint::app::test_rule;
use timlint::rules::{By, Piece, Rule, Text, pieces};

use super::{all_rules, root};

/// Keys of a rule file in the order in which they stand. The rule reader takes what stands before `phrases` and `text`
/// without looking further, so the order is part of the form.
const KEYS: [&str; 14] = [
    "id", "since", "level", "preview", "items", "covers", "each", "by", "with", "when", "require", "phrases", "text",
    "examples",
];

/// Sections of each chapter of the criteria.
const CHAPTERS: [(&str, u32); 5] = [("I", 12), ("II", 3), ("III", 3), ("IV", 14), ("V", 2)];

/// Collects what is wrong over all rules, so that one run shows everything.
fn complaints(of: impl Fn(&Rule) -> Vec<String>) -> Vec<String> {
    let rules = all_rules();
    rules.iter().flat_map(|rule| of(rule).into_iter().map(|text| format!("{}: {text}", rule.id))).collect()
}

fn none(found: &[String]) {
    assert!(found.is_empty(), "{} complaints:\n{}", found.len(), found.join("\n"));
}

/// Keys at the left margin.
fn keys(source: &str) -> Vec<&str> {
    source
        .lines()
        .filter_map(|line| {
            let (key, _) = line.split_once(':')?;
            key.bytes().all(|b| b.is_ascii_lowercase()).then_some(key).filter(|key| !key.is_empty())
        })
        .collect()
}

#[test]
fn the_id_is_the_path_and_every_file_is_built_in() {
    let rules = all_rules();
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    let mut files = BTreeSet::new();
    for folder in std::fs::read_dir(root().join("rules")).expect("rules exist") {
        let folder = folder.expect("readable").path();
        let group = folder.file_name().and_then(|name| name.to_str()).expect("plain names").to_owned();
        if group == "catalogue" || !folder.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(&folder).expect("readable") {
            let path = file.expect("readable").path();
            let stem = path.file_stem().and_then(|name| name.to_str()).expect("plain names");
            assert!(path.extension().is_some_and(|e| e == "yaml"), "{} is no rule file", path.display());
            files.insert(format!("{group}/{stem}"));
        }
    }
    assert_eq!(ids, files.iter().map(String::as_str).collect());
    for rule in rules.iter() {
        let first = rule.source().lines().next().unwrap_or_default();
        let said = first.strip_prefix("id:").unwrap_or_default().split('#').next().unwrap_or_default();
        assert_eq!(said.trim(), rule.id, "the first line says the id");
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '/');
        assert!(rule.id.chars().all(plain), "{} is not in kebab-case", rule.id);
    }
}

#[test]
fn keys_stand_in_the_order_of_the_form() {
    none(&complaints(|rule| {
        let keys = keys(rule.source());
        let places: Vec<Option<usize>> = keys.iter().map(|key| KEYS.iter().position(|known| known == key)).collect();
        let mut found: Vec<String> =
            keys.iter().zip(&places).filter(|(_, at)| at.is_none()).map(|(key, _)| format!("key {key}")).collect();
        if !places.is_sorted() {
            found.push(format!("order {}", keys.join(" ")));
        }
        if !keys.ends_with(&["text", "examples"]) {
            found.push("`text` and `examples` stand last".to_owned());
        }
        found
    }));
}

fn parts(text: &Text) -> [(&'static str, &str); 4] {
    [("title", &text.title), ("what", &text.what), ("why", &text.why), ("fix", &text.fix)]
}

fn holes(text: &str) -> BTreeSet<&str> {
    pieces(text).into_iter().filter_map(|piece| if let Piece::Hole(name) = piece { Some(name) } else { None }).collect()
}

#[test]
fn both_languages_say_the_same() {
    none(&complaints(|rule| {
        let words = rule.words();
        let mut found = Vec::new();
        for ((part, ja), (_, en)) in parts(&words.ja).into_iter().zip(parts(&words.en)) {
            if ja.is_empty() || en.is_empty() {
                found.push(format!("{part} is blank"));
            }
            if holes(ja) != holes(en) {
                found.push(format!("holes of {part} differ: {:?} and {:?}", holes(ja), holes(en)));
            }
        }
        for (name, phrase) in &words.phrases {
            if phrase.ja.is_empty() || phrase.en.is_empty() {
                found.push(format!("phrase {name} is blank in a language"));
            }
            if holes(&phrase.ja) != holes(&phrase.en) {
                found.push(format!("holes of phrase {name} differ"));
            }
        }
        found
    }));
}

#[test]
fn titles_are_short_and_texts_are_sentences() {
    none(&complaints(|rule| {
        let (ja, en) = (&rule.words().ja, &rule.words().en);
        let mut found = Vec::new();
        if ja.title.chars().count() > 40 || en.title.chars().count() > 80 {
            found.push("title too long".to_owned());
        }
        if ja.title.contains('。') || en.title.ends_with('.') {
            found.push("a title is no sentence".to_owned());
        }
        for (part, text) in &parts(ja)[1..] {
            // Sentences are what a person reads aloud to a colleague; a bracket may follow the last one.
            if !text.trim_end_matches(['」', '）', ')']).ends_with('。') {
                found.push(format!("ja {part} does not end a sentence"));
            }
        }
        found
    }));
}

/// Whether a word is an item (`I.2.1`) or a section (`IV.13`) of the criteria.
fn is_item(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let number = |text: &str| text.parse::<u32>().ok().filter(|n| *n > 0 && !text.starts_with(['0', '+']));
    let Some((_, sections)) = CHAPTERS.iter().find(|(chapter, _)| *chapter == parts[0]) else { return false };
    let section = parts.get(1).and_then(|text| number(text)).is_some_and(|n| n <= *sections);
    // No section has more than eighteen items.
    let item = parts.get(2).is_none_or(|text| number(text).is_some_and(|n| n <= 18));
    (2..=3).contains(&parts.len()) && section && item
}

#[test]
fn items_are_items_of_the_criteria() {
    for (word, is) in
        [("I.2.1", true), ("IV.13", true), ("II.4", false), ("VI.1", false), ("I", false), ("I.2.1.1", false)]
    {
        assert_eq!(is_item(word), is, "{word}");
    }
    none(&complaints(|rule| {
        let mut found: Vec<String> =
            rule.items.iter().filter(|item| !is_item(item)).map(|item| format!("item {item}")).collect();
        if rule.items.is_empty() && matches!(rule.by, By::Records(_)) {
            found.push("judges records and serves no item".to_owned());
        }
        let distinct: BTreeSet<&String> = rule.items.iter().collect();
        if distinct.len() < rule.items.len() {
            found.push("an item is named twice".to_owned());
        }
        found
    }));
}

/// Rules whose failing case no file can hold: the disk itself has to refuse, or half a gigabyte has to be read.
const WITHOUT_FAILING_EXAMPLE: [&str; 2] = ["input/unreadable-file", "input/file-too-large"];

#[test]
fn every_rule_shows_a_failing_and_a_passing_case() {
    none(&complaints(|rule| {
        let examples = &rule.words().examples;
        let mut found = Vec::new();
        let fails = examples.iter().any(|example| !example.marks.is_empty());
        if !fails && !WITHOUT_FAILING_EXAMPLE.contains(&rule.id.as_str()) {
            found.push("no failing example".to_owned());
        }
        if !examples.iter().any(|example| example.marks.is_empty()) {
            found.push("no passing example".to_owned());
        }
        let names: BTreeSet<&str> = examples.iter().map(|example| example.name.as_str()).collect();
        if names.len() < examples.len() || names.contains("") {
            found.push("examples need names of their own".to_owned());
        }
        found
    }));
}

#[test]
fn examples_come_out_as_marked() {
    use rayon::prelude::*;
    let rules = all_rules();
    let all: Vec<&Rule> = rules.iter().collect();
    let found: Vec<String> = all
        .par_iter()
        .flat_map_iter(|rule| test_rule(rule).into_iter().map(|failure| format!("{}: {failure:?}", rule.id)))
        .collect();
    none(&found);
}
