//! Workbooks that are broken, locked or made to harm: each has an answer, and none costs much.

use std::fs;
use std::time::{Duration, Instant};

use timlint::diag::Arg;
use timlint::formats::Limits;

use super::{PEOPLE, archive, checked, fixture, lines, one_sheet, places, raw, read, read_with, rows};

/// The rule and the phrase of what is said of a workbook; it must be one thing.
fn answer(bytes: &[u8]) -> (String, &'static str) {
    let (_, said) = read(bytes);
    assert_eq!(said.len(), 1, "{said:?}");
    let phrase =
        said[0].args.iter().find_map(|(_, arg)| if let Arg::Phrase(phrase) = arg { Some(*phrase) } else { None });
    (said[0].rule.clone(), phrase.expect("a phrase"))
}

fn refused(bytes: &[u8], why: &str) {
    assert_eq!(answer(bytes), ("input/workbook".to_owned(), why), "{why}");
}

fn limited(bytes: &[u8], what: &str) {
    let started = Instant::now();
    assert_eq!(answer(bytes), ("input/workbook-limit".to_owned(), what), "{what}");
    assert!(started.elapsed() < Duration::from_secs(20), "{what}: {:?}", started.elapsed());
}

#[test]
fn what_is_no_workbook_is_told_apart() {
    refused(b"", "no-workbook");
    refused("社員番号,氏名\n".as_bytes(), "no-workbook");
    refused(&archive(&[("content.xml", b"<x/>")]), "no-workbook");
    refused(&archive(&[("xl/workbook.bin", b"\0")]), "binary-excel");
    refused(&archive(&[("xl/workbook.xml", b"<workbook><sheets/></workbook>")]), "no-sheets");
    refused(b"PK\x03\x04", "damaged");
}

#[test]
fn a_locked_workbook_is_a_finding_and_the_others_go_on() {
    let bytes = one_sheet("要員名簿", lines(PEOPLE));
    let locked = fs::read(fixture("xlsx/locked/値.xls")).expect("a fixture");
    let run = checked(&[("registers/台帳.xlsx", &bytes), ("registers/鍵.xls", &locked)]);
    assert_eq!(run.records(), 2);
    assert!(places(&run).contains(&"鍵.xls input/workbook".to_owned()));
}

#[test]
fn an_archive_cut_anywhere_is_damaged() {
    let whole = one_sheet("要員名簿", lines(PEOPLE));
    assert!(read(&whole).1.is_empty());
    for end in (4..whole.len()).step_by(97) {
        let (_, said) = read(&whole[..end]);
        assert!(!said.is_empty(), "cut at {end}");
    }
}

#[test]
fn a_sheet_that_ends_too_soon_is_damaged_and_the_others_are_read() {
    let sheet = br#"<sheetData><row><c t="str"><v>a</v></c></row></sheetData>"#;
    assert!(read(&raw(sheet, &[])).1.is_empty());
    for broken in [
        &b"<sheetData><row><c t=\"str\"><v>a"[..],
        b"<sheetData><row r=\"0\"/>",
        b"<sheetData><row><c r=\"AAAA1\"><v>1</v></c></row>",
        b"<sheetData><row><c t=\"s\"><v>7</v></c></row>",
        b"<sheetData><row r=\"1048577\"/>",
    ] {
        let bytes = raw(&[broken, &b"</worksheet><!--"[..]].concat(), &[]);
        let (sheets, said) = read(&bytes);
        assert_eq!((said.len(), said[0].rule.as_str()), (1, "input/workbook"), "{}", String::from_utf8_lossy(broken));
        assert!(sheets[0].content.is_none());
    }
}

/// Rows of nothing but formatted cells.
fn empty_rows(rows: usize) -> Vec<u8> {
    let mut xml = String::from("<dimension ref=\"A1:XFD1048576\"/><sheetData>");
    xml.push_str("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>社員番号</v></c><c r=\"B1\" t=\"str\"><v>氏名</v></c></row>");
    for row in 2..=rows {
        xml.push_str(&format!("<row r=\"{row}\"><c r=\"A{row}\" s=\"1\"/><c r=\"B{row}\" s=\"1\"/></row>"));
    }
    xml.push_str("</sheetData>");
    xml.into_bytes()
}

#[test]
fn a_million_empty_rows_leave_nothing_behind() {
    let bytes = raw(&empty_rows(1_000_000), &[]);
    let started = Instant::now();
    let (sheets, said) = read(&bytes);
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(rows(&sheets[0]), [["社員番号", "氏名"]]);
    assert_eq!(sheets[0].source.text, "社員番号 | 氏名\n");
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

#[test]
fn a_bomb_is_stopped_by_what_it_admits_and_by_what_comes_out() {
    let huge = vec![b' '; 300 << 20];
    let bytes = raw(&huge, &[]);
    assert!(bytes.len() < 1 << 20);
    limited(&bytes, "unpacked");
    // A directory that lies about it helps nothing.
    let mut lying = bytes.clone();
    let size = u32::try_from(huge.len() + "<worksheet></worksheet>".len()).expect("a small number").to_le_bytes();
    for at in memchr::memmem::find_iter(&bytes, &size) {
        lying[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    assert_ne!(lying, bytes);
    refused(&lying, "damaged");
    // Within the limit as a whole, but one endless piece, which would have to be kept in memory.
    limited(&raw(&huge[..100 << 20], &[]), "run");
    limited(&raw(&[b"<c r=\"", &vec![b'1'; 100 << 20][..], b"\"/>"].concat(), &[]), "run");
}

#[test]
fn one_string_in_a_million_cells_is_counted_each_time() {
    let string = "あ".repeat(100_000);
    let strings = format!("<sst uniqueCount=\"99999999999999\"><si><t>{string}</t></si></sst>");
    let cell = "<row><c t=\"s\"><v>0</v></c></row>".repeat(2_000);
    limited(
        &raw(format!("<sheetData>{cell}</sheetData>").as_bytes(), &[("xl/sharedStrings.xml", strings.as_bytes())]),
        "unpacked",
    );
}

#[test]
fn cells_far_apart_make_no_large_table() {
    let far: String = (0..3_000)
        .map(|i| {
            format!(
                "<row r=\"{}\"><c r=\"{}{}\"><v>1</v></c></row>",
                i * 300 + 1,
                timlint::source::column_name(i),
                i * 300 + 1
            )
        })
        .collect();
    limited(&raw(format!("<sheetData>{far}</sheetData>").as_bytes(), &[]), "columns");
    let far: String = (0..100_000)
        .map(|i| format!("<row><c r=\"{}{}\"><v>1</v></c></row>", timlint::source::column_name(i % 1000), i + 1))
        .collect();
    limited(&raw(format!("<sheetData>{far}</sheetData>").as_bytes(), &[]), "sparse");
    let (sheets, said) =
        read(&raw(br#"<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>"#, &[]));
    assert!(said.is_empty());
    assert_eq!(rows(&sheets[0]), [["1"]]);
}

#[test]
fn merged_areas_cannot_be_piled_up() {
    let cells: String = (1..=2_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>")).collect();
    let merges = "<mergeCell ref=\"A1:A1048576\"/>".repeat(60_000);
    limited(&raw(format!("<sheetData>{cells}</sheetData><mergeCells>{merges}</mergeCells>").as_bytes(), &[]), "merges");
    let merges = "<mergeCell ref=\"A1:A2\"/>".repeat(70_000);
    limited(&raw(format!("<sheetData>{cells}</sheetData><mergeCells>{merges}</mergeCells>").as_bytes(), &[]), "merges");
}

#[test]
fn a_cell_over_the_limit_is_blank_and_said() {
    let sheet = r#"<sheetData><row><c t="str"><v>短い</v></c><c t="str"><v>とても長い値がここに書かれています</v></c></row></sheetData>"#;
    let (sheets, said) = read_with(&raw(sheet.as_bytes(), &[]), &Limits { scalar_bytes: 20, ..Limits::default() });
    assert_eq!(rows(&sheets[0]), [["短い", ""]]);
    assert_eq!(said.iter().map(|found| found.rule.as_str()).collect::<Vec<_>>(), ["input/value-too-long"]);
}

#[test]
fn entities_and_external_parts_are_never_followed() {
    let sheet = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
        <sheetData><row><c t="str"><v>x&b;&f;y</v></c></row></sheetData>"#;
    let (sheets, _) = read(&raw(sheet.as_bytes(), &[]));
    assert!(
        !sheets[0].source.text.contains("aaa") && !sheets[0].source.text.contains("root"),
        "{}",
        sheets[0].source.text
    );
}

#[test]
fn damaged_bytes_never_panic() {
    let whole = one_sheet("要員名簿", lines(PEOPLE));
    let plain = raw(br#"<cols><col min="1" max="2" hidden="1"/></cols><sheetData><row r="1" hidden="1"><c r="A1" s="3" t="str"><v>&amp;_x000D_</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B9"/></mergeCells>"#, &[]);
    let mut seed: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed as usize
    };
    for bytes in [whole, plain] {
        for _ in 0..1_500 {
            let mut damaged = bytes.clone();
            for _ in 0..=next() % 4 {
                let at = next() % damaged.len();
                damaged[at] = next() as u8;
            }
            read(&damaged);
        }
    }
}

#[test]
fn damaged_cells_never_panic() {
    let sheet = br#"<cols><col min="1" max="2" hidden="1"/></cols><sheetData><row r="1" hidden="1"><c r="A1" s="3" t="str"><f>A1</f><v>&amp;_x000D_1.5e3</v></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row><row r="4"><c r="A4"><v>46113</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B9"/></mergeCells>"#;
    for at in 0..sheet.len() {
        for with in [b"<", b">", b"\"", b"&", b"9", b"\xff"] {
            let mut damaged = sheet.to_vec();
            damaged[at] = with[0];
            let bytes = raw(&damaged, &[]);
            for sheet in read(&bytes).0 {
                assert!(sheet.content.is_none() || sheet.source.text.len() < 1 << 20);
            }
        }
    }
}
