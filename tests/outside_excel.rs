//! Exported workbooks, and questions on a terminal, as seen by other people's programs. `scripts/outside_excel.sh`
//! installs them and runs this.
#![allow(clippy::disallowed_methods)] // makes folders, runs commands

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use support::{DAY, files, fixture, folder, timlint};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Python, with openpyxl where the script has installed it.
fn python(script: &str) -> Command {
    let tools = std::env::var("TIMLINT_EXCEL_TOOLS").map(|tools| root().join(tools).join("bin/python"));
    let mut command = Command::new(tools.unwrap_or_else(|_| PathBuf::from("python3")));
    command.arg(root().join("scripts").join(script));
    command
}

fn look(workbook: &Path) -> Value {
    let output = python("look_at_workbook.py").arg(workbook).output().expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The workbook of a fixture with its findings.
fn exported(name: &str, into: &Path) -> PathBuf {
    let out = into.join("out.xlsx");
    let place = fixture(name);
    let (place, path) = (place.to_string_lossy(), out.to_string_lossy());
    timlint(root(), &["export", &place, "--as-of", DAY, "--lang", "ja", "--with-findings", "--xlsx", &path]).code(0);
    out
}

/// What must be in the workbook whoever has saved it last.
fn judged(seen: &Value, who: &str) {
    let people = &seen["要員名簿"];
    let header = people["rows"][0].as_array().expect("headers");
    let column = |name: &str| {
        let at = header.iter().position(|found| found == name).unwrap_or_else(|| panic!("{who}: no {name}"));
        char::from(b'A' + u8::try_from(at).expect("few columns"))
    };
    let kind = column("雇用区分");
    let lists = people["lists"].as_object().expect("drop-downs");
    let offered = lists.iter().find(|(range, _)| range.starts_with(&format!("{kind}2:{kind}")));
    let (range, words) = offered.unwrap_or_else(|| panic!("{who}: no drop-down for column {kind}: {lists:?}"));
    assert!(words.as_str().is_some_and(|words| words.contains("正社員")), "{who} {range}: {words}");
    let join = column("入社日");
    let dates: Vec<&str> = people["dates"].as_array().expect("dates").iter().filter_map(Value::as_str).collect();
    assert!(dates.iter().any(|range| range.contains(&format!("{join}2:{join}"))), "{who}: {dates:?}");
    let note = people["comments"][format!("{join}1")].as_str().unwrap_or_default();
    assert!(note.contains("日付で書きます"), "{who}: {note}");
    // A finding is marked where it is, and listed.
    let listed = seen["所見"]["rows"].as_array().expect("a sheet of findings");
    assert!(listed.len() > 20, "{who}: {} rows", listed.len());
    let marked: usize = seen
        .as_object()
        .expect("sheets")
        .values()
        .map(|sheet| {
            sheet["coloured"]
                .as_array()
                .expect("cells")
                .iter()
                .filter(|at| {
                    let said = sheet["comments"][at.as_str().expect("a cell")].as_str().unwrap_or_default();
                    said.contains("直し方: ")
                })
                .count()
        })
        .sum();
    assert!(marked > 10, "{who}: {marked} cells are marked");
    assert_eq!(seen["選択肢"]["visible"], false, "{who}");
}

#[test]
#[ignore = "needs openpyxl; scripts/outside_excel.sh has it"]
fn openpyxl_finds_drop_downs_comments_and_frozen_headers() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let seen = look(&exported("broken", folder.path()));
    judged(&seen, "openpyxl");
    for (name, sheet) in seen.as_object().expect("sheets").iter().filter(|(name, _)| *name != "選択肢") {
        assert_eq!(sheet["frozen"], "A2", "{name}");
    }
}

#[test]
#[ignore = "needs openpyxl and LibreOffice; scripts/outside_excel.sh has them"]
fn libreoffice_keeps_drop_downs_and_comments() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let first = exported("broken", folder.path());
    let saved = folder.path().join("saved");
    let home = format!("-env:UserInstallation=file://{}", folder.path().join("home").display());
    let mut office = Command::new("soffice");
    office.args([&home, "--headless", "--convert-to", "xlsx", "--outdir"]).arg(&saved).arg(&first);
    let output = office.output().expect("LibreOffice runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // Frozen rows belong to a window, and it opens none here: it would save no workbook with them.
    judged(&look(&saved.join("out.xlsx")), "LibreOffice");
}

#[test]
#[ignore = "needs Python; scripts/outside_excel.sh has it"]
fn a_terminal_is_asked_about_each_guess_and_before_writing() {
    let list = "社員番号,氏名,入社曰\nE001,佐藤 花子,2026-04-01\n";
    for (answers, header) in [("y,y", Some("入社日")), ("n,はい", Some("入社曰")), ("y,n", None), (",", None)] {
        let root = folder(&[("要員名簿.csv", list)]);
        let mut run = python("at_terminal.py");
        run.arg(answers).arg(env!("CARGO_BIN_EXE_timlint")).args(["import", "要員名簿.csv", "--lang", "ja"]);
        let output = run.current_dir(root.path()).output().expect("Python runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains("見出し「入社曰」は「入社日」のことですか?"), "{said}");
        assert!(said.contains("ファイルを書きますか?"), "{said}");
        let written = files(root.path()).remove("registers/要員名簿.csv");
        let head = written.map(|bytes| String::from_utf8_lossy(&bytes).lines().next().unwrap_or_default().to_owned());
        assert_eq!(head, header.map(|header| format!("\u{feff}社員番号,氏名,{header}")), "{answers}");
        assert_eq!(fs::read_to_string(root.path().join("要員名簿.csv")).expect("the list"), list);
    }
}
