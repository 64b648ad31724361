//! What stands in an exported workbook, as another reader sees it: `calamine` for cells, the XML itself for what a
//! spreadsheet program offers.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use timlint::app::export::{ExportOptions, export};
use timlint::app::import::{Given, ImportOptions, Target, plan};
use timlint::report::Lang;
use timlint::source::Memory;

use super::exported;
use super::support::AS_OF as DAY;

/// Sheets and their cells, as `calamine` reads them.
pub fn cells(workbook: &[u8]) -> BTreeMap<String, Vec<Vec<Data>>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(workbook.to_vec())).expect("a workbook");
    let sheets = book.worksheets().into_iter();
    sheets.map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect())).collect()
}

/// All parts of the package whose name contains a word, one after the other.
fn xml(workbook: &[u8], part: &str) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(workbook)).expect("a package");
    let names: Vec<String> = package.file_names().map(|name| name.expect("a name").into_owned()).collect();
    let mut text = String::new();
    for name in names.iter().filter(|name| name.contains(part)) {
        package.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
    }
    text
}

const PEOPLE: &str = "社員番号,氏名,雇用区分,入社日,退職日,テレワーク可否,メモ\n\
0012,佐藤 花子,社員,R8.4.1,,○,=1+1\n\
0013,鈴木 一郎,役員,2020/4/1,2026-03-31,×,\"二行の\nメモ\"\n";

fn people() -> Memory {
    Memory::new().on(DAY).file("registers/要員名簿.csv", PEOPLE)
}

#[test]
fn ids_are_text_and_days_are_days_and_formulas_are_neither() {
    let made = exported(&people(), Lang::Ja);
    assert_eq!((made.sheets, made.records), (1, 2));
    let sheets = cells(&made.bytes);
    let rows = &sheets["要員名簿"];
    let headers: Vec<String> = rows[0].iter().map(ToString::to_string).collect();
    assert_eq!(headers, ["社員番号", "氏名", "雇用区分", "入社日", "退職日", "テレワーク許可", "メモ"]);
    assert_eq!(rows[1][0], Data::String("0012".to_owned()));
    assert_eq!(rows[1][2], Data::String("正社員".to_owned()));
    let Data::DateTime(day) = &rows[1][3] else { panic!("no day: {:?}", rows[1][3]) };
    assert_eq!(day.as_f64(), 46_113.0);
    assert_eq!(rows[1][4], Data::Empty);
    assert_eq!(rows[1][6], Data::String("=1+1".to_owned()));
    assert_eq!(rows[2][6], Data::String("二行の\nメモ".to_owned()));
    assert!(!xml(&made.bytes, "worksheets/").contains("<f>"), "a value became a formula");
}

#[test]
fn choices_days_notes_and_the_frozen_header_are_there() {
    let made = exported(&people(), Lang::Ja);
    let sheet = xml(&made.bytes, "worksheets/sheet1.xml");
    assert!(sheet.contains(r#"type="list""#) && sheet.contains("正社員,役員,派遣社員"), "{sheet}");
    assert!(sheet.contains("○,×"), "{sheet}");
    assert!(sheet.contains(r#"type="date""#), "{sheet}");
    assert!(sheet.contains(r#"ySplit="1""#) && sheet.contains(r#"state="frozen""#), "{sheet}");
    let notes = xml(&made.bytes, "comments");
    assert!(notes.contains("ほかの台帳からこの人を指すときに使う番号。"), "{notes}");
}

#[test]
fn english_was_asked_for_and_is_written() {
    let made = exported(&people(), Lang::En);
    let sheets = cells(&made.bytes);
    let rows = &sheets["people"];
    assert_eq!(rows[0][1], Data::String("full name".to_owned()));
    assert_eq!(rows[1][2], Data::String("employee".to_owned()));
    assert_eq!(rows[1][5], Data::String("yes".to_owned()));
    assert_eq!(rows[0][6], Data::String("メモ".to_owned()), "a header of the company's own stays");
}

#[test]
fn passwords_stay_at_home() {
    let registers = "社員番号,氏名,初期パスワード\nE001,佐藤 花子,hunter2-secret\n";
    let made = exported(&Memory::new().on(DAY).file("registers/要員名簿.csv", registers), Lang::Ja);
    let told: Vec<&str> = made.secrets.iter().map(|(_, header)| header.as_str()).collect();
    assert_eq!(told, ["初期パスワード"]);
    assert!(!xml(&made.bytes, "").contains("hunter2"), "a password was exported");
}

#[test]
fn findings_are_marked_and_listed() {
    let registers = "社員番号,氏名,雇用区分,入社日\nE001,佐藤 花子,正社員,2026-13-45\n";
    let world = Memory::new().on(DAY).file("registers/要員名簿.csv", registers);
    let asked = ExportOptions { lang: Some(Lang::Ja), with_findings: true, as_of: Some(DAY) };
    let made = export(&world, &asked).expect("there are registers");
    let sheets = cells(&made.bytes);
    let listed = &sheets["所見"];
    assert_eq!(Some(listed.len() - 1), made.findings);
    let row = listed.iter().find(|row| row[1] == Data::String("register/wrong-value".to_owned()));
    let row = row.expect("the wrong day is listed");
    assert_eq!(row[2], Data::String("要員名簿!D2".to_owned()));
    let sheet = xml(&made.bytes, "worksheets/sheet2.xml");
    assert!(sheet.contains("<hyperlink ") && sheet.contains("要員名簿"), "{sheet}");
    assert!(xml(&made.bytes, "comments").contains("エラー[register/wrong-value]"));
    assert!(xml(&made.bytes, "styles.xml").contains("FFFFC7CE"));
}

#[test]
fn what_no_cell_can_hold_is_said() {
    let keys = "- { id: KEY-01, kind: metal, changes: [{ on: 2026-04-01, note: 'a b; c' }] }\n";
    let made = exported(&Memory::new().on(DAY).file("registers/keys.yaml", keys), Lang::Ja);
    let told: Vec<&str> = made.unfaithful.iter().map(|register| register.name()).collect();
    assert_eq!(told, ["keys"]);
}

/// Two rows of headers, as forms have them: what stands in the upper row only is a column too, even with nothing below.
#[test]
fn a_header_in_the_upper_row_alone_keeps_its_column() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("要員名簿").expect("a name");
    for (row, cells) in [
        ["社員番号", "氏名", "在籍", "", "ロッカー"],
        ["", "", "入社日", "退職日", ""],
        ["E1", "佐藤", "2026-04-01", "", ""],
    ]
    .iter()
    .enumerate()
    {
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(row as u32, column as u16, *text).expect("room for a cell");
        }
    }
    let given = Given { name: "a.xlsx".to_owned(), bytes: book.save_to_buffer().expect("a workbook") };
    let options = ImportOptions { to: Target::Csv, register: None };
    let planned = plan(&[given], &timlint::app::Config::default(), options);
    let text = String::from_utf8(planned.units[0].bytes.clone()).expect("text");
    assert_eq!(text, "\u{feff}社員番号,氏名,入社日,退職日,ロッカー\nE1,佐藤,2026-04-01,,\n");
}
