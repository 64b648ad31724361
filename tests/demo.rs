//! `timlint demo`: what is planted is found, and nothing else, in every format.
#![allow(clippy::disallowed_methods, reason = "the command itself is run on folders of its own")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Output};

use timlint::app::demo::{DAY, Demo, Format, Options, Target, generate, plantable};
use timlint::app::{CheckOptions, check};
use timlint::source::Memory;

/// Files in memory.
#[derive(Default)]
struct Files(Vec<(String, Vec<u8>)>);

impl Target for Files {
    fn file(&mut self, path: &str) -> io::Result<Box<dyn Write + '_>> {
        self.0.push((path.to_owned(), Vec::new()));
        let (_, bytes) = self.0.last_mut().expect("just pushed");
        Ok(Box::new(bytes))
    }
}

fn files(demo: &Demo, format: Format) -> Vec<(String, Vec<u8>)> {
    let mut files = Files::default();
    demo.write(format, &mut files).expect("memory takes everything");
    files.0
}

type Found = Vec<(String, String)>;

/// Rule and key of all findings, sorted, without those that a planted mistake is known to bring along.
fn found(demo: &Demo, format: Format) -> Found {
    let mut world = Memory::new().on(DAY);
    for (path, bytes) in files(demo, format) {
        world = world.file(path, bytes);
    }
    let options = CheckOptions { as_of: Some(DAY), preview: true, ..CheckOptions::default() };
    let (run, _) = check(&world, &options).expect("a demo can be checked");
    // A mistake that two rules see from two sides: so many findings of the other rule, at most, are part of it.
    let mut along: BTreeMap<&str, usize> = BTreeMap::new();
    demo.planted.iter().flat_map(|one| one.also).for_each(|rule| *along.entry(rule).or_default() += 1);
    let mut brought = |rule: &str| {
        along.get_mut(rule).is_some_and(|left| {
            *left > 0 && {
                *left -= 1;
                true
            }
        })
    };
    let mut found: Found = run
        .all()
        .map(|finding| {
            let subject = finding.diagnostic.subject.as_ref();
            (finding.diagnostic.rule.to_string(), subject.map_or_else(String::new, |subject| subject.key.clone()))
        })
        .filter(|(rule, _)| !brought(rule))
        .collect();
    found.sort();
    found
}

fn planted(demo: &Demo) -> Found {
    let mut planted: Found = demo.planted.iter().map(|one| (one.rule.to_owned(), one.key.clone())).collect();
    planted.sort();
    planted
}

fn demo(assets: usize, seed: u64, defects: usize) -> Demo {
    generate(&Options { assets, people: None, seed, defects })
}

#[test]
fn what_is_planted_is_found_and_nothing_else() {
    for seed in 1..=5 {
        for defects in [0, 7, 25] {
            let demo = demo(60, seed, defects);
            assert_eq!(demo.planted.len(), defects, "seed {seed}");
            for format in Format::ALL {
                assert_eq!(found(&demo, format), planted(&demo), "seed {seed}, {defects} defects, {format:?}");
            }
        }
    }
}

#[test]
fn every_mistake_has_room_in_a_larger_company_and_comes_alone() {
    let count = plantable().count();
    assert!(count >= 20);
    let demo = demo(1000, 7, count);
    let rules: BTreeSet<&str> = demo.planted.iter().map(|one| one.rule).collect();
    assert_eq!(rules, plantable().collect(), "some mistake found no victim");
    assert_eq!(found(&demo, Format::Csv), planted(&demo));
}

#[test]
fn more_mistakes_than_the_company_has_room_for_are_not_planted() {
    let demo = demo(5, 1, 1000);
    assert!((20..1000).contains(&demo.planted.len()));
    for format in Format::ALL {
        assert_eq!(found(&demo, format), planted(&demo), "{format:?}");
    }
}

#[test]
fn the_smallest_company_is_in_order() {
    for format in Format::ALL {
        assert_eq!(found(&demo(1, 3, 0), format), Found::new(), "{format:?}");
    }
}

#[test]
fn the_same_seed_makes_the_same_company() {
    for format in Format::ALL {
        assert_eq!(files(&demo(40, 9, 5), format), files(&demo(40, 9, 5), format));
        assert_ne!(files(&demo(40, 9, 5), format), files(&demo(40, 10, 5), format));
    }
}

#[test]
fn ten_thousand_assets_are_about_ninety_thousand_records() {
    let records = demo(10_000, 1, 0).records();
    assert!((85_000..95_000).contains(&records), "{records}");
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timlint"));
    command.current_dir(folder).env("LC_ALL", "ja_JP.UTF-8").args(arguments);
    command.output().expect("the command runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

#[test]
fn a_folder_is_written_and_its_check_is_clean() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = run(folder.path(), &["demo", "firm", "--assets", "30"]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let told = text(&made.stdout);
    assert!(told.contains("firm/registers/people.csv"), "{told}");
    assert!(told.contains("timlint check firm --as-of 2026-11-20"), "{told}");
    assert_eq!(run(folder.path(), &["check", "firm", "--as-of", "2026-11-20"]).status.code(), Some(0));
    let list = std::fs::read_to_string(folder.path().join("firm-defects.json")).expect("the list stands beside");
    assert_eq!(list, "[\n]\n");
}

#[test]
fn the_list_says_what_was_planted() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = ["demo", "firm", "--assets", "60", "--defects", "12", "--format", "json", "--planted", "list.json"];
    let made = run(folder.path(), &arguments);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    assert!(text(&made.stdout).contains("12 件 → list.json"));
    let list = std::fs::read(folder.path().join("list.json")).expect("the list was written");
    let list: serde_json::Value = serde_json::from_slice(&list).expect("the list is JSON");
    let list = list.as_array().expect("the list is a list");
    assert_eq!(list.len(), 12);
    for one in list {
        for name in ["rule", "register", "key", "note"] {
            assert!(one[name].as_str().is_some_and(|text| !text.is_empty()), "{one}");
        }
    }
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("firm")).expect("a folder inside");
    std::fs::write(folder.path().join("firm/mine.txt"), "mine").expect("a file inside");
    let made = run(folder.path(), &["demo", "firm"]);
    assert_eq!(made.status.code(), Some(2));
    assert!(!folder.path().join("firm/registers").exists());
    assert!(!folder.path().join("firm-defects.json").exists());
}

#[test]
fn the_list_may_not_stand_inside_the_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    for list in ["firm/list.json", "./firm/list.json", "other/../firm/list.json"] {
        let made = run(folder.path(), &["demo", "firm", "--planted", list]);
        assert_eq!(made.status.code(), Some(2), "{list}");
        assert!(!folder.path().join("firm").exists(), "{list}");
    }
}

#[test]
fn a_company_without_enough_people_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(run(folder.path(), &["demo", "firm", "--people", "4"]).status.code(), Some(2));
    assert_eq!(run(folder.path(), &["demo", "firm", "--assets", "0"]).status.code(), Some(2));
}
