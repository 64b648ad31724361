//! `export` and `import`: nothing is lost on the way into a workbook and out of it again, and what the workbook offers.
#![allow(clippy::disallowed_methods)] // reads fixtures, makes folders

#[path = "exchange/command.rs"]
mod command;
#[path = "exchange/noticed.rs"]
mod noticed;
mod support;
#[path = "exchange/workbook.rs"]
mod workbook;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use timlint::app::export::{ExportOptions, Exported, export};
use timlint::app::import::{Given, ImportOptions, Target, plan, settings};
use timlint::app::{CheckOptions, check};
use timlint::model::RegisterId;
use timlint::report::Lang;
use timlint::source::World;

use support::{AS_OF as DAY, Files, files, world};

/// Fixtures whose registers have nothing that a cell cannot hold.
fn roots() -> Vec<PathBuf> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut found = vec![fixtures.join("clean-ja"), fixtures.join("clean-en")];
    let spellings = std::fs::read_dir(fixtures.join("spellings")).expect("the fixture");
    found.extend(spellings.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()));
    found.sort();
    assert!(found.len() > 15, "the fixtures were not found");
    found
}

pub fn exported(world: &dyn World, lang: Lang) -> Exported {
    export(world, &ExportOptions { lang: Some(lang), as_of: Some(DAY), ..ExportOptions::default() })
        .expect("there are registers")
}

/// The files that a workbook becomes beside the settings of a repository.
fn imported(workbook: &[u8], home: &dyn World, to: Target) -> Files {
    let given = Given { name: "台帳.xlsx".to_owned(), bytes: workbook.to_vec() };
    let config = settings(home).expect("settings are readable");
    let plan = plan(&[given], &config, ImportOptions { to, register: None });
    let mut written = Files::new();
    for unit in plan.units {
        assert!(unit.aside || unit.is_written(), "{}: {:?}", unit.source, unit.refused);
        if unit.is_written() {
            written.insert(format!("registers/{}", unit.target), unit.bytes);
        }
    }
    written
}

/// A repository whose registers are the imported ones. What is no table stays as it was. Documents are records of a
/// sheet or texts with a head of their own, but not both.
fn rebuilt(old: &Files, imported: &Files, texts: bool) -> Files {
    let is = |path: &str, register: &str| {
        let id = RegisterId::by_name(register).expect("a register");
        let stem = path.trim_start_matches("registers/").rsplit_once('.').map_or("", |(stem, _)| stem);
        path.starts_with("registers/") && id.names().contains(&stem)
    };
    let stays = |path: &str| match path.split_once('/') {
        Some(("registers", name)) => name.starts_with("org.") || name.contains("プロファイル"),
        Some(("documents", _)) => texts,
        _ => true,
    };
    let kept = old.iter().filter(|(path, _)| stays(path));
    let new = imported.iter().filter(|(path, _)| !(texts && is(path, "documents")));
    kept.chain(new).map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}

fn languages() -> [Lang; 2] {
    [Lang::Ja, Lang::En]
}

#[test]
fn export_import_export_gives_the_same_workbook() {
    for root in roots() {
        let old = files(&root);
        for (lang, to) in
            languages().into_iter().flat_map(|lang| [(lang, Target::Csv), (lang, Target::Yaml), (lang, Target::Toml)])
        {
            let first = exported(&world(&old), lang);
            assert_eq!(first.unfaithful, [], "{}", root.display());
            let new = rebuilt(&old, &imported(&first.bytes, &world(&old), to), false);
            let second = exported(&world(&new), lang);
            assert_eq!(second.unfaithful, [], "{}", root.display());
            let (first, second) = (workbook::cells(&first.bytes), workbook::cells(&second.bytes));
            for (name, cells) in &first {
                let place = format!("{} {lang:?} {to:?} {name}", root.display());
                let other = second.get(name).unwrap_or_else(|| panic!("{place} is gone"));
                for (row, other) in cells.iter().zip(other) {
                    let differ = row.iter().zip(other).find(|(a, b)| a != b);
                    assert!(differ.is_none() && row.len() == other.len(), "{place} {:?}: {differ:?}", row[0]);
                }
                assert_eq!(cells.len(), other.len(), "{place}");
            }
            assert_eq!(first.len(), second.len(), "{}", root.display());
        }
    }
}

#[test]
fn import_export_import_gives_the_same_files() {
    for root in roots() {
        let old = files(&root);
        for (lang, to) in
            [(Lang::Ja, Target::Csv), (Lang::En, Target::Csv), (Lang::En, Target::Yaml), (Lang::Ja, Target::Toml)]
        {
            let home = world(&old);
            let first = imported(&exported(&home, lang).bytes, &home, to);
            assert!(!first.is_empty(), "{}", root.display());
            let again = exported(&world(&rebuilt(&old, &first, false)), lang);
            let second = imported(&again.bytes, &home, to);
            for (path, bytes) in &first {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                let after = second.get(path).map(|bytes| text(bytes));
                assert_eq!(Some(text(bytes)), after, "{} {lang:?} {to:?} {path}", root.display());
            }
            assert_eq!(first.len(), second.len(), "{}", root.display());
        }
    }
}

/// Judged by something that knows nothing of how records are compared: every rule counts the same.
#[test]
fn rules_say_the_same_of_imported_registers() {
    for root in roots() {
        let old = files(&root);
        let asked = CheckOptions { as_of: Some(DAY), ..CheckOptions::default() };
        let counts = |files: &Files| -> BTreeMap<String, (u64, u64, u64)> {
            let (run, _) = check(&world(files), &asked).expect("there are registers");
            let count = |c: &timlint::report::RuleCount| (c.id.clone(), (c.violated, c.satisfied, c.not_exercised));
            run.rule_counts.iter().map(count).collect()
        };
        let new = rebuilt(&old, &imported(&exported(&world(&old), Lang::Ja).bytes, &world(&old), Target::Csv), true);
        let (before, after) = (counts(&old), counts(&new));
        for (rule, count) in &before {
            assert_eq!(Some(count), after.get(rule), "{} {rule}", root.display());
        }
    }
}

#[test]
fn the_same_registers_give_the_same_bytes() {
    let old = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/clean-en"));
    let made = |day| {
        let asked = ExportOptions { as_of: Some(day), with_findings: true, ..ExportOptions::default() };
        export(&world(&old), &asked).expect("there are registers").bytes
    };
    assert!(made(DAY) == made(DAY), "two workbooks of one day differ");
    assert!(made(DAY) != made(DAY + 1), "the day is in the workbook");
}
