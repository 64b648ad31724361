//! What is rewritten must say the same: `fmt` and `check --fix` over every fixture, over made-up files, and as commands.
//!
//! Which spelling is the canonical one stands in the tables below; how a notation quotes is tested in `formats::splice`.
#![allow(clippy::disallowed_methods)] // reads fixtures, makes folders

#[path = "fmt/command.rs"]
mod command;
#[path = "fmt/made_up.rs"]
mod made_up;
mod support;

use std::path::{Path, PathBuf};

use timlint::app::fix::{Fixed, fix};
use timlint::app::fmt::{Outcome, format};
use timlint::app::{CheckError, CheckOptions, check};
use timlint::model::RegisterId;
use timlint::report::Run;
use timlint::source::decode;

use support::{AS_OF as DAY, Files, files, world};

/// Every folder under `fixtures` that is a repository.
fn roots() -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")]);
    while let Some(folder) = folders.pop() {
        if folder.join("registers").is_dir() {
            found.push(folder);
            continue;
        }
        let entries = std::fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        folders.extend(entries.filter(|path| path.is_dir()));
    }
    found.sort();
    assert!(found.len() > 15, "the fixtures were not found");
    found
}

/// What a run found, without places and words: rule, fingerprint, and the counts of all rules.
fn findings(files: &Files) -> Vec<String> {
    let run = match check(&world(files), &CheckOptions { as_of: Some(DAY), preview: true, ..CheckOptions::default() }) {
        Ok((run, _)) => run,
        Err(CheckError::Config(run) | CheckError::NoRegister(run)) => *run,
        Err(CheckError::NoRule(pattern)) => panic!("no pattern was given, yet {pattern}"),
    };
    told(&run)
}

fn told(run: &Run) -> Vec<String> {
    let finding = |finding: &timlint::report::Finding| {
        let diagnostic = &finding.diagnostic;
        let register = diagnostic.subject.as_ref().and_then(|subject| RegisterId::by_name(&subject.register));
        // A date or a choice within a key is part of the fingerprint as it is spelled.
        let named = register.is_none_or(|register| {
            let schema = register.schema();
            schema.key.iter().all(|field| schema.fields[usize::from(*field)].ty.is_symbol())
        });
        let fingerprint = if named { finding.fingerprint.as_str() } else { "" };
        format!("{} {:?} {fingerprint}", diagnostic.rule, register.map(RegisterId::name))
    };
    let mut told: Vec<String> = run.all().map(finding).collect();
    told.extend(run.rule_counts.iter().map(|c| format!("{} {} {} {}", c.id, c.violated, c.satisfied, c.not_exercised)));
    told.sort();
    told
}

#[track_caller]
fn assert_same(before: &[String], after: &[String], root: &Path) {
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|line| !those.contains(line)).cloned().collect()
    };
    let (gone, new) = (only(before, after), only(after, before));
    assert!(before == after, "{}\n gone: {gone:#?}\n new: {new:#?}", root.display());
}

/// The files after `fmt`, and the paths that it changed or left alone.
fn formatted(files: &Files) -> (Files, Vec<String>, Vec<(String, &'static str)>) {
    let (mut after, mut changed, mut left) = (files.clone(), Vec::new(), Vec::new());
    let Ok(done) = format(&world(files), &[]) else { return (after, changed, left) };
    for file in done.files {
        match file.outcome {
            Outcome::AsItIs => {}
            Outcome::Left(why) => left.push((file.path, why)),
            Outcome::Changed(rewritten) => {
                after.insert(file.path.clone(), rewritten.bytes);
                changed.push(file.path);
            }
        }
    }
    (after, changed, left)
}

#[test]
fn no_finding_comes_or_goes_when_fixtures_are_formatted() {
    let mut all = 0;
    for root in roots() {
        let before = files(&root);
        let (after, changed, _) = formatted(&before);
        all += changed.len();
        assert_same(&findings(&before), &findings(&after), &root);
    }
    assert!(all > 100, "only {all} files were changed");
}

#[test]
fn formatting_twice_is_formatting_once() {
    for root in roots() {
        let (once, _, left) = formatted(&files(&root));
        let (_, changed, left_again) = formatted(&once);
        assert_eq!(changed, Vec::<String>::new(), "{}", root.display());
        assert_eq!(left, left_again, "{}", root.display());
    }
}

#[test]
fn only_what_is_uncertain_is_left_alone() {
    for root in roots() {
        let (_, _, left) = formatted(&files(&root));
        let doubtful: Vec<_> = left.iter().filter(|(_, why)| *why == "meaning").collect();
        assert!(doubtful.is_empty(), "{}: could not be rewritten: {doubtful:?}", root.display());
    }
    let (_, _, left) = formatted(&files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/broken")));
    for (path, why) in [
        ("registers/連絡先一覧.csv", "uncertain"),
        ("registers/委託先評価記録.csv", "uncertain"),
        ("registers/法令・要求事項一覧.yaml", "uncertain"),
        ("registers/教育計画.csv", "unread"),
    ] {
        assert!(left.contains(&(path.to_owned(), why)), "{path} is not {why} in {left:?}");
    }
}

#[test]
fn tables_get_a_mark_and_everything_gets_plain_line_ends() {
    for root in roots() {
        let before = files(&root);
        let (after, changed, _) = formatted(&before);
        for path in changed {
            let text = std::str::from_utf8(&after[&path]).expect("UTF-8");
            let lower = path.to_ascii_lowercase();
            let table = lower.ends_with(".csv") || lower.ends_with(".tsv");
            assert_eq!(text.starts_with('\u{feff}'), table, "{path}");
            assert!(text.ends_with('\n'), "{path}");
            assert!(!text.lines().next().is_some_and(|line| line.ends_with('\r')), "{path}");
        }
    }
}

#[test]
fn comments_and_texts_of_trees_are_all_still_there() {
    let mut kept = 0;
    for root in roots() {
        let before = files(&root);
        let (after, changed, _) = formatted(&before);
        for path in changed.iter().filter(|path| !path.to_ascii_lowercase().ends_with("sv")) {
            let old = decode(before[path].clone()).expect("text").text;
            let new = decode(after[path].clone()).expect("text").text;
            let comments = |text: &str| -> Vec<String> {
                let lines = text.lines().filter(|line| line.trim_start().starts_with('#'));
                lines.map(str::to_owned).collect()
            };
            kept += comments(&old).len();
            assert_eq!(comments(&old), comments(&new), "{path}");
            assert_eq!(old.lines().count(), new.lines().count(), "{path}: lines came or went");
        }
    }
    assert!(kept > 10, "only {kept} comments were met");
}

fn fixed(files: &Files, unsafe_too: bool) -> Option<(Files, Fixed)> {
    let options = CheckOptions { as_of: Some(DAY), preview: true, ..CheckOptions::default() };
    let done = fix(&world(files), &options, unsafe_too).ok()?;
    let mut after = files.clone();
    after.extend(done.files.iter().map(|file| (file.path.clone(), file.bytes.clone())));
    Some((after, done))
}

#[test]
fn safe_fixes_keep_every_finding_and_every_encoding() {
    let mut fixes = 0;
    for root in roots() {
        let before = files(&root);
        let Some((after, done)) = fixed(&before, false) else { continue };
        fixes += done.fixes;
        assert_same(&findings(&before), &told(&done.run), &root);
        assert_same(&findings(&before), &findings(&after), &root);
        for file in &done.files {
            let encoding = |files: &Files| decode(files[&file.path].clone()).expect("text").encoding;
            let ascii = after[&file.path].is_ascii();
            assert!(ascii || encoding(&before) == encoding(&after), "{}", file.path);
        }
        let (_, again) = fixed(&after, false).expect("it could be read before");
        assert_eq!((again.fixes, again.files.len()), (0, 0), "{}", root.display());
    }
    assert!(fixes > 1000, "only {fixes} fixes were made");
}

#[test]
fn unsafe_fixes_come_to_an_end_and_leave_no_more_than_there_was() {
    for name in ["broken", "neglected"] {
        let before = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name));
        let (after, done) = fixed(&before, true).expect("it can be read");
        assert!(done.fixes > 0, "{name}");
        let dangling =
            |told: &[String]| told.iter().filter(|line| line.starts_with("register/dangling-reference")).count();
        assert!(dangling(&findings(&after)) <= dangling(&findings(&before)), "{name}");
        assert_eq!(fixed(&after, true).expect("it can be read").1.fixes, 0, "{name}");
    }
}
