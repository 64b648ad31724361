//! Which register a sheet is, which of its rows are records, and what is said of the rest.

use super::{PEOPLE, checked, lines, one_sheet, places, sheets_of};

type Fill = Box<dyn FnOnce(&mut rust_xlsxwriter::Worksheet)>;

fn book(sheets: &[(&'static str, &'static str)]) -> Vec<u8> {
    let mut sheets: Vec<(&str, Option<Fill>)> =
        sheets.iter().map(|(name, text)| (*name, Some(Box::new(lines(text)) as Fill))).collect();
    sheets_of(&mut sheets)
}

/// `sheet: register` of each sheet that was looked at.
fn registers(files: &[(&str, &[u8])]) -> Vec<String> {
    let run = checked(files);
    let inputs = run.inputs.iter().filter(|input| input.sheet.is_some());
    inputs
        .map(|input| {
            format!(
                "{}: {} {}",
                input.sheet.as_deref().unwrap_or(""),
                input.register.as_deref().unwrap_or("-"),
                input.records
            )
        })
        .collect()
}

const KEYS: &str = "鍵番号|種類\nKEY-01|金属";

#[test]
fn each_sheet_finds_its_register_by_its_name() {
    let bytes = book(&[
        ("表紙", "情報管理台帳"),
        ("01_要員名簿（本社）", PEOPLE),
        ("鍵管理台帳2026", KEYS),
        ("選択肢", "正社員\n派遣"),
        ("空", ""),
    ]);
    let files: [(&str, &[u8]); 1] = [("registers/台帳.xlsx", &bytes)];
    assert_eq!(
        registers(&files),
        ["表紙: - 0", "01_要員名簿（本社）: people 2", "鍵管理台帳2026: keys 1", "選択肢: - 0"]
    );
    let found = places(&checked(&files));
    assert!(found.contains(&"台帳.xlsx register/sheet-passed-over".to_owned()), "{found:?}");
    assert!(!found.iter().any(|place| place.contains("unknown-sheet")), "{found:?}");
}

#[test]
fn sheets_without_a_name_of_their_own_take_that_of_the_workbook() {
    let one = book(&[("Sheet1", PEOPLE)]);
    assert_eq!(registers(&[("registers/要員名簿.xlsx", &one)]), ["Sheet1: people 2"]);
    let sites = book(&[("本社", PEOPLE), ("工場", "社員番号|氏名\nE3|高橋 次郎"), ("備品", "品名|数\n机|4")]);
    let files: [(&str, &[u8]); 1] = [("registers/要員名簿.xlsx", &sites)];
    assert_eq!(registers(&files), ["本社: people 2", "工場: people 1", "備品: - 0"]);
    assert!(places(&checked(&files)).contains(&"要員名簿.xlsx!備品!A1 input/unknown-sheet".to_owned()));
}

#[test]
fn a_short_name_needs_the_columns_of_its_register() {
    let assets = "管理番号|情報名称|機密区分|管理責任者\nA-1|図面|秘|E1";
    let bytes = book(&[("資産", assets), ("社員", PEOPLE), ("鍵", "品名|数\n机|4")]);
    let files: [(&str, &[u8]); 1] = [("registers/台帳.xlsx", &bytes)];
    assert_eq!(registers(&files), ["資産: assets 1", "社員: people 2", "鍵: - 0"]);
    assert!(places(&checked(&files)).contains(&"台帳.xlsx!鍵!A1 input/unknown-sheet".to_owned()));
}

#[test]
fn the_title_of_an_unknown_sheet_tells_which_register_may_be_meant() {
    let bytes = book(&[("Sheet1", "管理対象情報一覧\n\n番号|名前\n1|図面"), ("鍵管理台帳", KEYS)]);
    let run = checked(&[("registers/台帳.xlsx", &bytes)]);
    let found = run.all().find(|finding| finding.diagnostic.rule == "input/unknown-sheet").expect("a finding");
    assert_eq!(found.diagnostic.suggestion.as_deref(), Some("管理対象情報一覧"));
}

#[test]
fn an_unknown_sheet_is_a_finding_with_the_nearest_name() {
    let bytes = book(&[("要員名薄", PEOPLE), ("鍵管理台帳", KEYS)]);
    let run = checked(&[("registers/台帳.xlsx", &bytes)]);
    let found = run.all().find(|finding| finding.diagnostic.rule == "input/unknown-sheet").expect("a finding");
    assert_eq!(found.diagnostic.suggestion.as_deref(), Some("要員名簿"));
}

#[test]
fn settings_name_and_leave_out_single_sheets() {
    let bytes = book(&[("名前", PEOPLE), ("備品", "品名|数\n机|4"), ("鍵管理台帳", KEYS)]);
    let with = |settings: &str| {
        let files: [(&str, &[u8]); 2] = [("総務/台帳.xlsx", &bytes), ("timlint.toml", settings.as_bytes())];
        (registers(&files), places(&checked(&files)))
    };
    let settings = "exclude = [\"総務/台帳.xlsx!備品\"]\n[registers]\npeople = \"総務/台帳.xlsx!名*\"\n";
    let (registers, found) = with(settings);
    assert_eq!(registers, ["名前: people 2", "鍵管理台帳: keys 1"]);
    assert!(!found.iter().any(|place| place.contains("sheet")), "{found:?}");
    let (_, found) = with("[registers]\npeople = \"総務/台帳.xlsx!指名\"\n");
    assert!(found.contains(&"timlint.toml config/pattern-without-file".to_owned()), "{found:?}");
}

#[test]
fn titles_headers_in_two_rows_sums_and_remarks_are_told_from_records() {
    let bytes = one_sheet("要員名簿", |sheet| {
        let text = "\n要員名簿\n作成|2026/4/1|承認|山田\n\n|社員番号|氏名|在籍期間||備考欄外\n||| 入社日|退職日\n|E1|佐藤 花子|2015-04-01||\n\n|E2|鈴木 太郎|2020-04-01||\n|小計|2名\n|社員番号|氏名|在籍期間||備考欄外\n|E3|高橋 次郎|2021-04-01||\n|合　計|3名|||\n|※派遣社員は別紙";
        lines(text)(sheet);
    });
    let run = checked(&[("registers/台帳.xlsx", &bytes)]);
    assert_eq!((run.inputs[0].records, run.inputs[0].header), (3, Some(6)));
    let found = places(&run);
    let expected = [
        "台帳.xlsx!要員名簿!B10 register/row-passed-over",
        "台帳.xlsx!要員名簿!B11 register/row-passed-over",
        "台帳.xlsx!要員名簿!B14 register/row-passed-over",
        "台帳.xlsx!要員名簿!F5 register/unknown-column",
    ];
    assert_eq!(found, expected);
}

#[test]
fn hidden_rows_and_columns_are_read_and_said_once() {
    let bytes = one_sheet("要員名簿", |sheet| {
        lines(PEOPLE)(sheet);
        sheet.set_row_hidden(1).expect("a row");
        sheet.set_row_hidden(2).expect("a row");
        sheet.set_row_hidden(40).expect("a row");
        sheet.set_column_hidden(2).expect("a column");
        sheet.set_column_range_hidden(5, 16_383).expect("columns");
    });
    let run = checked(&[("registers/台帳.xlsx", &bytes)]);
    assert_eq!(run.inputs[0].records, 2);
    let said: Vec<_> = run.all().filter(|finding| finding.diagnostic.rule == "register/hidden-cells").collect();
    assert_eq!(said.len(), 1);
    let told = timlint::report::tell(said[0], &run, timlint::report::Lang::Ja);
    assert!(told.what.contains("行 2-3") && told.what.contains("列 C）"), "{}", told.what);
}

#[test]
fn a_sheet_without_headers_is_said_at_its_first_cell() {
    let bytes = one_sheet("要員名簿", lines("\n|E1|佐藤 花子\n|E2|鈴木 太郎"));
    assert_eq!(places(&checked(&[("registers/台帳.xlsx", &bytes)])), ["台帳.xlsx!要員名簿!B2 register/no-header"]);
}

#[test]
fn bare_numbers_in_columns_of_days_are_days_in_sheets_only() {
    let bytes = one_sheet("要員名簿", |sheet| {
        lines("社員番号|氏名|入社日\nE1|佐藤\nE2|鈴木|46113")(sheet);
        sheet.write_number(1, 2, 46_113).expect("room for a cell");
    });
    assert_eq!(places(&checked(&[("registers/台帳.xlsx", &bytes)])), [""; 0]);
    let csv = "社員番号,氏名,入社日\nE1,佐藤,46113\n";
    assert_eq!(places(&checked(&[("registers/要員名簿.csv", csv.as_bytes())])), ["要員名簿.csv register/wrong-value"]);
    let year = one_sheet("要員名簿", lines("社員番号|氏名|入社日\nE1|佐藤|2026"));
    assert_eq!(places(&checked(&[("registers/台帳.xlsx", &year)])), ["台帳.xlsx!要員名簿!C2 register/wrong-value"]);
}

#[test]
fn locks_of_open_workbooks_are_left_alone() {
    let bytes = book(&[("要員名簿", PEOPLE)]);
    let files: [(&str, &[u8]); 3] = [
        ("registers/台帳.xlsx", &bytes),
        ("registers/~$台帳.xlsx", b"owner"),
        ("registers/.~lock.台帳.xlsx#", b"owner"),
    ];
    assert_eq!(places(&checked(&files)), [""; 0]);
}
