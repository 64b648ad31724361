//! What `import` says of files that it cannot take in, or not as they are: where, what becomes of it, what to do.

use std::fs;

use timlint::app::import::{Given, ImportOptions, Target, plan, settings};
use timlint::report::Lang;
use timlint::report::taken_in::shown;
use timlint::source::Memory;

use super::support::timlint;

fn folder(name: &str, bytes: &[u8]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a scratch folder");
    fs::write(root.path().join(name), bytes).expect("a file");
    root
}

#[test]
fn a_place_in_a_csv_file_has_its_line() {
    let root = folder("要員名簿.csv", "社員番号,氏名\nE1,佐藤\nE2,鈴木,余分\n".as_bytes());
    let ran = timlint(root.path(), &["import", "要員名簿.csv", "--dry-run", "--lang", "ja"]);
    assert!(ran.out.contains("エラー 要員名簿.csv:3:"), "{}", ran.out);
    assert!(ran.out.contains("    直し方: "), "{}", ran.out);
}

#[test]
fn other_spreadsheets_are_told_how_to_be_saved() {
    for name in ["台帳.ods", "台帳.XLSB"] {
        let root = folder(name, b"PK\x03\x04\xff\xff");
        let ran = timlint(root.path(), &["import", name, "--yes", "--lang", "ja"]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.out.contains("読み取れるのは xlsx、xlsm、xls だけです"), "{}", ran.out);
        assert!(ran.out.contains("「Excel ブック」を選びます"), "{}", ran.out);
    }
}

#[test]
fn a_file_that_is_not_there_is_said_in_the_language_asked_for() {
    let root = folder("x", b"");
    let ran = timlint(root.path(), &["import", "台帳.xlsx", "--lang", "ja"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("台帳.xlsx を読めません: ファイルまたはフォルダーがありません"), "{}", ran.err);
    let ran = timlint(root.path(), &["import", "x", "--as", "foo", "--lang", "ja"]);
    assert!(ran.err.contains("timlint schema --list"), "{}", ran.err);
}

/// A workbook with one sheet, written by hand as far as reading needs it.
fn people() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let plain = rust_xlsxwriter::Format::new();
    sheet.set_name("要員名簿").expect("a name");
    for (column, header) in ["社員番号", "氏名", "所属", "緊急連絡先"].into_iter().enumerate() {
        sheet.write(0, column as u16, header).expect("a header");
    }
    for row in 1..4 {
        sheet.write(row, 0, format!("E{row}")).expect("a cell");
        sheet.write(row, 1, format!("人{row}")).expect("a cell");
    }
    sheet.merge_range(1, 2, 3, 2, "総務部", &plain).expect("a merged area");
    let broken = rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A");
    sheet.write(1, 3, broken).expect("a formula");
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn merged_cells_and_cells_left_empty_are_reported() {
    let given = [Given { name: "台帳.xlsx".to_owned(), bytes: people() }];
    let config = settings(&Memory::new()).expect("no settings");
    let planned = plan(&given, &config, ImportOptions { to: Target::Csv, register: None });
    let said = shown(&planned.units, &planned.run, Lang::Ja);
    assert!(said.contains("書き方をそろえる: 結合セルの値を各行に入れる 2か所（総務部）"), "{said}");
    assert!(said.contains("台帳.xlsx!要員名簿!D2: セルが「#N/A」"), "{said}");
    assert!(said.contains("    空欄のまま取り込みます。"), "{said}");
    let unit = planned.units.iter().find(|unit| unit.is_written()).expect("a register");
    let text = String::from_utf8(unit.bytes.clone()).expect("text");
    assert!(text.ends_with("E2,人2,総務部,\nE3,人3,総務部,\n"), "{text}");
}
