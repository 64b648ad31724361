//! What is read of each cell, beside what the `calamine` library reads of it.

use std::collections::BTreeMap;

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use rust_xlsxwriter::{Format, Formula, Workbook};
use timlint::source::column_name;

use super::{fixture, raw, read, rows, table};

/// What each trap of `scripts/make_workbooks.py` must read as.
const VALUES: [(&str, &str); 18] = [
    ("text", "佐藤 花子"),
    ("text that looks like a number", "0012"),
    ("number", "12"),
    ("fraction", "0.3"),
    ("number as id", "E001"),
    ("leading zeros", "00042"),
    ("money", "1234.5"),
    ("percent", "0.5"),
    ("period", "12か月"),
    ("day", "2026-04-01"),
    ("era", "2026-04-01"),
    ("moment", "2026-05-11 08:30"),
    ("time", "08:30"),
    ("hours", "26:30"),
    ("true", "TRUE"),
    ("line break", "一行目\n二行目"),
    ("markup", "<b>&amp; \"R&D\"</b>"),
    ("escape", "\r と PC_x86"),
];

#[test]
fn cells_read_as_they_are_seen() {
    for (office, name) in [("openpyxl", "値.xlsx"), ("libreoffice", "値.xlsx"), ("xls", "値.xls")] {
        let (sheets, said) =
            read(&std::fs::read(fixture(&format!("xlsx/{office}/registers/{name}"))).expect("a fixture"));
        let rows = rows(&sheets[0]);
        for (what, value) in VALUES {
            let row = rows.iter().find(|row| row[0] == what).unwrap_or_else(|| panic!("{office}: no row {what}"));
            assert_eq!(row[1], value, "{office}: {what}");
        }
        let of = |what: &str| rows.iter().find(|row| row[0] == what).expect("a row")[1].clone();
        let rules: Vec<&str> = said.iter().map(|found| found.rule.as_str()).collect();
        assert_eq!([of("error"), of("division")], ["", ""], "{office}: an error is no value");
        if office == "openpyxl" {
            // It never computes: nothing but the formulas is in the file.
            assert_eq!(rules, ["input/cell-error", "input/formula-without-result"]);
            assert_eq!(said[1].labels.len(), 4);
            assert_eq!(of("result"), "");
        } else {
            assert_eq!(rules, ["input/cell-error", "input/cell-error"]);
            assert_eq!([of("result"), of("text result"), of("empty result")], ["2", "E001", ""]);
        }
    }
}

/// Cells of a sheet by name, those that only repeat a merged one left out.
fn ours(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut cells = BTreeMap::new();
    for sheet in read(bytes).0 {
        let map = sheet.source.sheet.as_ref().expect("a sheet");
        let width = map.columns.len();
        for line in 0..table(&sheet).row_count() {
            for (i, column) in map.columns.iter().enumerate() {
                let start = map.cells[line * width + i] as usize;
                let rest = &sheet.source.text[start..sheet.source.line_range(line).end];
                let next = map.cells.get(line * width + i + 1).map(|next| *next as usize);
                let value = match next.filter(|_| i + 1 < width) {
                    Some(next) => &sheet.source.text[start..next - " | ".len()],
                    None => rest,
                };
                if !value.is_empty() {
                    cells.insert(
                        format!("{}!{}{}", map.name, column_name(usize::from(*column)), map.row(line) + 1),
                        value.to_owned(),
                    );
                }
            }
        }
    }
    cells
}

/// The same as `calamine` reads it.
fn theirs(bytes: &[u8]) -> BTreeMap<String, Data> {
    let mut book = open_workbook_auto_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
    let mut cells = BTreeMap::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).expect("a sheet");
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let blank = matches!(value, Data::String(text) if text.trim().is_empty());
            if *value != Data::Empty && !blank {
                let place = format!("{name}!{}{}", column_name(column + left as usize), row as u32 + top + 1);
                cells.insert(place, value.clone());
            }
        }
    }
    cells
}

/// Numbers that are shown as an id or a period.
const LOOKS: [&str; 12] =
    ["E001", "E002", "E003", "E004", "E005", "E006", "E007", "E008", "00042", "12か月", "08:30", "26:30"];

#[test]
fn an_independent_reader_finds_the_same_cells() {
    let books = [
        "xlsx/openpyxl/registers/値.xlsx",
        "xlsx/libreoffice/registers/値.xlsx",
        "spellings/xlsx/registers/情報管理台帳.xlsx",
        "spellings/xlsx-libreoffice/registers/情報管理台帳.xlsx",
        "spellings/xlsx-1904/registers/people.xlsx",
        "spellings/xlsx-1904/registers/key_loans.xlsx",
        "broken/registers/鍵の台帳（抜粋）.xlsx",
        "xlsx/xls/registers/値.xls",
        "xlsx/xls/registers/鍵の台帳（抜粋）.xls",
        "spellings/xls/registers/情報管理台帳.xls",
    ];
    for path in books {
        let bytes = std::fs::read(fixture(path)).expect("a fixture");
        let (ours, theirs) = (ours(&bytes), theirs(&bytes));
        assert!(theirs.len() > 5, "{path}");
        for (place, value) in &theirs {
            let what = format!("{path} {place}: {value:?}");
            let our = ours.get(place).unwrap_or_else(|| panic!("{what} is not read"));
            match value {
                Data::String(text) => assert_eq!(our, text, "{what}"),
                Data::Float(_) | Data::DateTime(_) if LOOKS.contains(&our.as_str()) => {}
                Data::Float(number) => {
                    assert_eq!(our.parse::<f64>().ok(), Some((number * 1e12).round() / 1e12), "{what}")
                }
                Data::Int(_) if LOOKS.contains(&our.as_str()) => {}
                Data::Int(number) => assert_eq!(our, &number.to_string(), "{what}"),
                Data::Bool(yes) => assert_eq!(our, if *yes { "TRUE" } else { "FALSE" }, "{what}"),
                Data::Error(error) => assert_eq!(our, &error.to_string(), "{what}"),
                Data::DateTime(moment) => {
                    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
                    let expected = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}");
                    assert!(expected.starts_with(our.as_str()) && our.len() >= 10, "{what}: {our}");
                }
                other => panic!("{what}: {other:?}"),
            }
        }
        // What only we read are formulas without a result, which have no value.
        let more: Vec<_> =
            ours.iter().filter(|(place, value)| !theirs.contains_key(*place) && !value.starts_with('=')).collect();
        assert!(more.is_empty(), "{path}: {more:?}");
    }
}

#[test]
fn what_a_program_writes_is_read_back() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("要員名簿").expect("a name");
    let day = Format::new().set_num_format("yyyy/mm/dd");
    let write = |result: Result<&mut rust_xlsxwriter::Worksheet, rust_xlsxwriter::XlsxError>| {
        result.expect("room for a cell");
    };
    write(sheet.write_string(2, 3, "社員番号"));
    write(sheet.write_number(3, 3, 7));
    write(sheet.write_number_with_format(4, 3, 46_113, &day));
    write(sheet.write_boolean(5, 3, false));
    write(sheet.write_formula(6, 3, Formula::new("=\"E\"&1").set_result("E1")));
    write(sheet.merge_range(8, 3, 10, 3, "設計課", &Format::new()));
    write(sheet.write_string(10, 4, "右"));
    write(sheet.write_string(9, 5, "  前後に空白  "));
    let (sheets, said) = read(&book.save_to_buffer().expect("a workbook"));
    assert!(said.is_empty(), "{said:?}");
    let expected = [
        ["社員番号", "", ""],
        ["7", "", ""],
        ["2026-04-01", "", ""],
        ["FALSE", "", ""],
        ["E1", "", ""],
        ["設計課", "", ""],
        ["設計課", "", "  前後に空白  "],
        ["設計課", "右", ""],
    ];
    assert_eq!(rows(&sheets[0]), expected);
    let source = &sheets[0].source;
    let at = |text: &str| source.cell_name(source.text.find(text).expect("the text") as u32).expect("a cell");
    assert_eq!([at("社員番号"), at("2026"), at("右"), at("前後")], ["D3", "D5", "E11", "F10"]);
}

#[test]
fn reading_aids_above_characters_are_no_part_of_a_name() {
    let strings = "<sst><si><t>佐藤</t><rPh sb=\"0\" eb=\"2\"><t>サトウ</t></rPh></si><si><r><t>花</t></r><r><t>子</t></r></si></sst>";
    let sheet = r#"<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row></sheetData>"#;
    let (sheets, said) = read(&raw(sheet.as_bytes(), &[("xl/sharedStrings.xml", strings.as_bytes())]));
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(rows(&sheets[0]), [["佐藤", "花子"]]);
}

#[test]
fn errors_of_newer_versions_are_errors_too() {
    let sheet =
        r##"<sheetData><row r="3"><c r="B3" t="e"><v>#SPILL!</v></c><c r="C3" t="str"><v>x</v></c></row></sheetData>"##;
    let (sheets, said) = read(&raw(sheet.as_bytes(), &[]));
    assert_eq!(rows(&sheets[0]), [["", "x"]]);
    assert_eq!(said.len(), 1);
    let span = said[0].primary().span;
    assert_eq!(&sheets[0].source.text[span.range()], "#SPILL!");
    assert_eq!(sheets[0].source.cell_name(span.start).as_deref(), Some("B3"));
}
