//! How a place in a workbook is shown to people and to programs.

use timlint::report::{Lang, Options, REPORTS, Run};

use super::{checked, lines, one_sheet};

fn printed(run: &Run, name: &str) -> String {
    let report = REPORTS.iter().find(|report| report.name() == name).expect("the report");
    let options = Options { lang: Lang::Ja, color: false, ascii: false, width: 90, verbose: true };
    let mut bytes = Vec::new();
    report.write(run, &options, &mut bytes).expect("memory takes it all");
    String::from_utf8(bytes).expect("reports are UTF-8")
}

fn run() -> Run {
    let bytes = one_sheet("要員名簿", |sheet| {
        lines("\n\n|社員番号|氏名||入社日\n|E1|佐藤 花子||2020/4/1\n\n|E2")(sheet);
        sheet.write_string(5, 2, "鈴木\n太郎").expect("room for a cell");
        sheet.write_string(5, 4, "そのうち").expect("room for a cell");
        sheet.write_blank(6, 1, &rust_xlsxwriter::Format::new()).expect("room for a cell");
    });
    checked(&[("registers/台帳.xlsx", &bytes)])
}

#[test]
fn people_see_the_cell_and_its_row() {
    let shown = printed(&run(), "human");
    assert!(shown.contains("registers/台帳.xlsx!要員名簿!E6\n6 │ E2 | 鈴木␊太郎 | そのうち\n"), "{shown}");
    assert!(shown.contains("registers/台帳.xlsx!要員名簿: 要員名簿、"), "{shown}");
    assert!(shown.contains("見出し 3行目"), "{shown}");
}

#[test]
fn programs_get_file_sheet_cell_row_and_column() {
    let report: serde_json::Value = serde_json::from_str(&printed(&run(), "json")).expect("JSON");
    let all = report["findings"].as_array().expect("findings");
    let found = all.iter().find(|finding| finding["rule"] == "register/wrong-value").expect("a wrong value");
    let label = &found["labels"][0];
    assert_eq!(label["path"], "registers/台帳.xlsx");
    assert_eq!((label["sheet"].as_str(), label["cell"].as_str()), (Some("要員名簿"), Some("E6")));
    assert_eq!((label["start"]["line"].as_u64(), label["start"]["column"].as_u64()), (Some(6), Some(5)));
    let input = &report["inputs"][0];
    assert_eq!((input["path"].as_str(), input["sheet"].as_str()), (Some("registers/台帳.xlsx"), Some("要員名簿")));
    assert_eq!((input["format"].as_str(), input["header"].as_u64()), (Some("xlsx"), Some(3)));
    assert!(input["encoding"].is_null());
}

#[test]
fn a_workbook_that_was_asked_for_by_its_file_shows_all_its_sheets() {
    let bytes = one_sheet("要員名簿", lines("社員番号|氏名|入社日\nE1|佐藤|そのうち"));
    let world = timlint::source::Memory::new().on(super::DAY).file("registers/台帳.xlsx", bytes);
    let options =
        timlint::app::CheckOptions { report_for: vec!["registers/台帳.xlsx".to_owned()], ..Default::default() };
    let (run, _) = timlint::app::check(&world, &options).expect("a run");
    assert!(run.all().any(|finding| finding.diagnostic.rule == "register/wrong-value"));
    assert_eq!(run.left_out, 0);
}
