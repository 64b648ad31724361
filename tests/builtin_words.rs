//! What code says must have words, and what has words must be said: every code that stands in `src` has its rule file,
//! every phrase stands in that file, every hole of its texts is filled, and nothing lies in `rules/` that no code speaks.
//!
//! Whether the words are good is for people to read; whether rules over records find what they should is shown by
//! their own examples.
#![allow(clippy::disallowed_methods)] // reads the sources of this crate

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use regex::Regex;
use timlint::app::{CheckError, CheckOptions, check};
use timlint::diag::{Arg, Diagnostic};
use timlint::rules::{BUILTIN, Piece, Words, pieces, words_of};
use timlint::source::Memory;

const GROUPS: [(&str, &str); 6] = [
    ("input", "reader"),
    ("register", "loader"),
    ("config", "config"),
    ("rule", "compiler"),
    ("waiving", "waiving"),
    ("baseline", "waiving"),
];

/// How code names a phrase, in which files, and the rule whose phrase it is.
const SPOKEN: &[(&str, &str, &str)] = &[
    (r"src/rules/(form\.rs|compile/)", r#"wrong\([^"]*"([a-z-]+)""#, "rule/form"),
    (r"src/rules/(form\.rs|compile/)", r#""reason", "([a-z-]+)""#, "rule/form"),
    (r"src/rules/compile/", r#"let reason = [^"]*"([a-z-]+)""#, "rule/form"),
    (r"src/rules/compile/words\.rs", r#"Ty::[A-Za-z]+, "([a-z-]+)"#, "rule/form"),
    (r"src/rules/expr/", r#"\bfault\("([a-z-]+)""#, "rule/type"),
    (r"src/rules/expr/types\.rs", r#"\bunknown\("([a-z-]+)""#, "rule/unknown-name"),
    (r"src/rules/expr/(lex|parse)\.rs", r#"\b(?:why: |error\(|expect\("[^"]*", )"([a-z-]+)""#, "rule/expression"),
    (r"src/model/", r#"\breject\([^"]*"([a-z-]+)""#, "register/wrong-value"),
    (r"src/model/(date|cell|shape)\.rs", r#"=> "([a-z]+-[a-z-]+)""#, "register/wrong-value"),
    (r"src/model/canon\.rs", r#"(?:, |why: )"([a-z-]+)"(?:\)| \})"#, "register/spelling"),
    (r"src/source/world\.rs", r#"\b(?:why: |refused\()"([a-z-]+)""#, "input/unreadable-file"),
    (r"src/source/decode\.rs", r#"\b(?:kind: |stop\(|refused\()"([a-z0-9-]+)""#, "input/not-text"),
    (r"src/formats/json", r#"\b(?:syntax|expected|stop)\("([a-z-]+)""#, "input/json-syntax"),
    (r"src/formats/(yaml|markdown)", r#""input/front-matter".*"detail", "([a-z-]+)""#, "input/front-matter"),
    (r"src/formats/yaml/complaints\.rs", r#"^    \("[^"]*", "([a-z-]+)"\),"#, "input/yaml-syntax"),
    (r"src/app/baseline/file\.rs", r#"\bwrong\([^"]*"([a-z-]+)""#, "config/wrong-baseline"),
    (r"src/formats/toml/complaints\.rs", r#"^    \("[^"]*", "([a-z-]+)"\),"#, "input/toml-syntax"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder, as paths from the root of the crate.
fn files(folder: &str, extension: &str) -> Vec<String> {
    let (mut found, mut folders) = (Vec::new(), vec![PathBuf::from(folder)]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root().join(&folder)).expect("a folder of the crate") {
            let entry = entry.expect("a readable folder");
            let path = folder.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path.to_str().expect("plain names").replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

/// The code of the crate without its tests: `(path, text)`.
fn code() -> Vec<(String, String)> {
    let paths =
        files("src", "rs").into_iter().filter(|path| !path.ends_with("tests.rs") && !path.ends_with("sample.rs"));
    paths
        .map(|path| {
            let text = std::fs::read_to_string(root().join(&path)).expect("a source file");
            let end = text.find("\n#[cfg(test)]\nmod tests {").unwrap_or(text.len());
            (path, text[..end].to_owned())
        })
        .collect()
}

/// Codes that stand in the code, and where.
fn codes() -> BTreeMap<String, String> {
    let pattern = Regex::new(r#""((?:input|register|config|rule|waiving|baseline)/[a-z-]+)""#).expect("a good pattern");
    let mut found = BTreeMap::new();
    for (path, text) in code() {
        for code in pattern.captures_iter(&text) {
            found.insert(code[1].to_owned(), path.clone());
        }
    }
    found
}

/// Rule files of the built-in checks: id and text.
fn built_in() -> BTreeMap<String, String> {
    let groups = GROUPS.iter().filter(|(group, _)| root().join("rules").join(group).is_dir());
    groups
        .flat_map(|(group, _)| files(&format!("rules/{group}"), "yaml"))
        .map(|path| {
            let id = path["rules/".len()..path.len() - ".yaml".len()].to_owned();
            (id, std::fs::read_to_string(root().join(path)).expect("a rule file"))
        })
        .collect()
}

fn words() -> BTreeMap<String, Words> {
    built_in().into_iter().map(|(id, source)| (id, words_of(&source))).collect()
}

#[test]
fn every_code_has_words_and_every_word_file_is_spoken() {
    let (codes, rules) = (codes(), built_in());
    for (code, path) in &codes {
        assert!(rules.contains_key(code), "{path} says {code}, and rules/{code}.yaml does not exist");
    }
    for (id, source) in &rules {
        assert!(codes.contains_key(id), "rules/{id}.yaml: no code says it");
        let (_, by) = GROUPS.iter().find(|(group, _)| id.starts_with(group)).expect("a group");
        assert!(source.contains(&format!("\nby: {by}\n")), "rules/{id}.yaml must be `by: {by}`");
    }
}

#[test]
fn only_these_groups_are_judged_by_timlint_itself() {
    for rule in BUILTIN {
        let group = rule.id.split('/').next().unwrap_or_default();
        let by_itself = rule.source.contains("\nby: ");
        assert_eq!(GROUPS.iter().any(|(name, _)| *name == group), by_itself, "{}", rule.id);
    }
}

#[test]
fn every_phrase_that_code_names_has_words() {
    let (code, words) = (code(), words());
    for (files, pattern, rule) in SPOKEN {
        let files = Regex::new(files).expect("a good pattern");
        let pattern = Regex::new(&format!("(?m){pattern}")).expect("a good pattern");
        let mut met = BTreeSet::new();
        for (path, text) in code.iter().filter(|(path, _)| files.is_match(path)) {
            for phrase in pattern.captures_iter(text) {
                met.insert(phrase[1].to_owned());
                assert!(words[*rule].phrases.contains_key(&phrase[1]), "{path}: {rule} has no phrase {}", &phrase[1]);
            }
        }
        assert!(!met.is_empty(), "no phrase of {rule} was found by {pattern}: has the code changed its form?");
    }
    let direct = Regex::new(r#"\.phrase\(\s*"[a-z]+",\s*"([a-z0-9-]+)""#).expect("a good pattern");
    for (path, text) in &code {
        for phrase in direct.captures_iter(text) {
            let known = words.values().any(|words| words.phrases.contains_key(&phrase[1]));
            assert!(known, "{path}: no rule has the phrase {}", &phrase[1]);
        }
    }
}

#[test]
fn no_phrase_lies_unused() {
    let code = code();
    for (id, words) in words() {
        for phrase in words.phrases.keys() {
            let quoted = format!("\"{phrase}\"");
            assert!(code.iter().any(|(_, text)| text.contains(&quoted)), "rules/{id}.yaml: nobody says {phrase}");
        }
    }
}

fn holes(text: &str) -> BTreeSet<&str> {
    let hole = |piece| match piece {
        Piece::Hole(name) => Some(name),
        Piece::Words(_) => None,
    };
    pieces(text).into_iter().filter_map(hole).collect()
}

/// Each wording that a diagnostic leads to, in one language.
fn wordings<'w>(words: &'w Words, diagnostic: &Diagnostic, ja: bool) -> Vec<&'w str> {
    let text = if ja { &words.ja } else { &words.en };
    let mut found = vec![text.title.as_str(), &text.what, &text.why, &text.fix];
    for (_, arg) in &diagnostic.args {
        if let Arg::Phrase(key) = arg {
            let phrase = words.phrases.get(*key).unwrap_or_else(|| panic!("{}: no phrase {key}", diagnostic.rule));
            found.push(if ja { &phrase.ja } else { &phrase.en });
        }
    }
    found
}

#[test]
fn both_languages_have_the_same_holes_and_say_something() {
    for (id, words) in words() {
        for (ja, en) in [
            (&words.ja.title, &words.en.title),
            (&words.ja.what, &words.en.what),
            (&words.ja.why, &words.en.why),
            (&words.ja.fix, &words.en.fix),
        ] {
            assert!(!ja.is_empty() && !en.is_empty(), "rules/{id}.yaml: a text is missing");
        }
        let all = |text: &timlint::rules::Text| -> BTreeSet<String> {
            let texts = [&text.title, &text.what, &text.why, &text.fix];
            texts.iter().flat_map(|text| holes(text)).map(str::to_owned).collect()
        };
        assert_eq!(all(&words.ja), all(&words.en), "rules/{id}.yaml: holes differ");
        for (key, phrase) in &words.phrases {
            assert!(!phrase.ja.is_empty() && !phrase.en.is_empty(), "rules/{id}.yaml: {key} says nothing");
            assert_eq!(holes(&phrase.ja), holes(&phrase.en), "rules/{id}.yaml: holes of {key} differ");
        }
        assert!(words.ja.title.chars().count() <= 40, "rules/{id}.yaml: the title is long");
        assert!(words.ja.what.ends_with('。') && !words.en.what.ends_with('.'), "rules/{id}.yaml: full stops");
    }
}

#[test]
fn every_hole_is_filled_where_the_rule_is_met() {
    for (id, words) in words() {
        let mut met = 0;
        for example in &words.examples {
            let mut world = Memory::new().on(example.as_of);
            for file in &example.files {
                world = world.file(file.path.clone(), file.bytes.clone());
            }
            let run = match check(&world, &CheckOptions::default()) {
                Ok((run, _)) => run,
                Err(CheckError::Config(run) | CheckError::NoRegister(run)) => *run,
                Err(CheckError::NoRule(pattern)) => panic!("no pattern was given, yet {pattern}"),
            };
            for finding in run.all().filter(|finding| finding.diagnostic.rule == id) {
                met += 1;
                let diagnostic = &finding.diagnostic;
                for wording in [true, false].into_iter().flat_map(|ja| wordings(&words, diagnostic, ja)) {
                    for hole in holes(wording) {
                        let given = diagnostic.args.iter().any(|(name, _)| name == hole);
                        assert!(given, "rules/{id}.yaml, {}: nothing fills {{{hole}}}", example.name);
                    }
                }
            }
        }
        // What only a disk can do wrong is shown in tests/hostile.rs.
        assert!(met > 0 || id == "input/unreadable-file", "rules/{id}.yaml: no example shows it");
    }
}
