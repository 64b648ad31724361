//! Workbooks of Excel 95 to 2003: what only they have, what a password hides, and what broken ones may cost. That their
//! cells read as those of newer workbooks is held by `cells` and by `spellings.rs`.

use std::fs;
use std::time::{Duration, Instant};

use timlint::diag::Arg;
use timlint::formats::Limits;

use super::{checked, fixture, places, read, read_with, rows};

/// The phrase with which a workbook is refused as a whole.
fn refusal(bytes: &[u8]) -> &'static str {
    let (sheets, said) = read(bytes);
    assert!(sheets.is_empty());
    assert_eq!((said.len(), said[0].rule.as_str()), (1, "input/workbook"));
    let phrase =
        said[0].args.iter().find_map(|(_, arg)| if let Arg::Phrase(phrase) = arg { Some(*phrase) } else { None });
    phrase.expect("a phrase")
}

#[test]
fn a_password_is_named_in_old_and_new_workbooks() {
    for name in ["値.xls", "値.xlsx"] {
        let bytes = fs::read(fixture(&format!("xlsx/locked/{name}"))).expect("a fixture");
        assert_eq!(refusal(&bytes), "password", "{name}");
    }
}

#[test]
fn hidden_rows_errors_and_places_are_those_of_the_newer_workbook() {
    let read = |path: &str, name: &str| {
        let bytes = fs::read(fixture(path)).expect("a fixture");
        places(&checked(&[(&format!("registers/{name}"), &bytes)])).join("\n").replace(".xlsx", ".xls")
    };
    // LibreOffice has computed the formula that openpyxl left without a result.
    let new = read("broken/registers/鍵の台帳（抜粋）.xlsx", "鍵.xlsx");
    let old = read("xlsx/xls/registers/鍵の台帳（抜粋）.xls", "鍵.xls");
    assert!(old.contains("register/hidden-cells") && old.contains("鍵貸出簿_別館!C2 input/cell-error"), "{old}");
    assert_eq!(old, new.lines().filter(|l| !l.contains("formula-without-result")).collect::<Vec<_>>().join("\n"));
}

/// A record: kind, length, what is in it.
fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(body.len() as u16).to_le_bytes(), body].concat()
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A container with one stream of the given name. The stream fills whole sectors from the first on.
fn container(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let sectors = stream.len() / 512;
    assert!(sectors < 126, "one sector holds the table");
    let mut head = vec![0; 512];
    head[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    let mut put = |at: usize, value: u32| head[at..at + 4].copy_from_slice(&value.to_le_bytes());
    (76..512).step_by(4).for_each(|at| put(at, u32::MAX));
    for (at, value) in
        [(28, 0x0009_FFFE), (32, 6), (44, 1), (48, 1), (56, 4096), (60, u32::MAX - 1), (68, u32::MAX - 1), (76, 0)]
    {
        put(at, value);
    }
    let mut table = vec![u32::MAX - 2, u32::MAX - 1];
    table.extend((0..sectors as u32).map(|n| if n as usize + 1 == sectors { u32::MAX - 1 } else { n + 3 }));
    table.resize(128, u32::MAX);
    let entry = |name: &str, kind: u8, child: u32, first: u32, size: usize| {
        let mut entry = vec![0; 128];
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64..66].copy_from_slice(&(units.len() as u16 + 2).to_le_bytes());
        entry[66] = kind;
        for (at, value) in [(68, u32::MAX), (72, u32::MAX), (76, child), (116, first), (120, size as u32)] {
            entry[at..at + 4].copy_from_slice(&value.to_le_bytes());
        }
        entry
    };
    let folder = [entry("Root Entry", 5, 1, u32::MAX - 1, 0), entry(name, 2, u32::MAX, 2, stream.len()), vec![0; 256]];
    let table: Vec<u8> = table.into_iter().flat_map(u32::to_le_bytes).collect();
    [head, table, folder.concat(), stream].concat()
}

/// A workbook whose one sheet 要員名簿 holds these records.
fn book(version: u16, before: &[Vec<u8>], sheet: &[Vec<u8>]) -> Vec<u8> {
    let name = match version {
        0x0500 => encoding_rs::SHIFT_JIS.encode("要員名簿").0.into_owned(),
        _ => "要員名簿".encode_utf16().flat_map(u16::to_le_bytes).collect(),
    };
    let head = if version == 0x0500 { vec![name.len() as u8] } else { vec![4, 1] };
    let begin = |kind| record(0x0809, &words(&[version, kind, 0, 0]));
    let globals = [begin(5), before.concat()].concat();
    let listed = |at: u32| record(0x0085, &[&at.to_le_bytes()[..], &[0, 0], &head, &name].concat());
    let at = globals.len() + listed(0).len() + 4;
    let stream = [globals, listed(at as u32), record(0x000A, &[]), begin(0x10), sheet.concat(), record(0x000A, &[])];
    container(if version == 0x0500 { "Book" } else { "Workbook" }, &stream.concat())
}

#[test]
fn text_of_excel_95_is_in_the_encoding_of_its_country() {
    let text = |row: u16, column: u16, text: &str| {
        let bytes = encoding_rs::SHIFT_JIS.encode(text).0.into_owned();
        record(0x0204, &[words(&[row, column, 0, bytes.len() as u16]), bytes].concat())
    };
    let sheet = [text(0, 0, "社員番号"), text(0, 1, "氏名"), text(1, 0, "E1"), text(1, 1, "髙橋 ①")];
    let japanese = book(0x0500, &[record(0x0042, &words(&[932]))], &sheet);
    let (sheets, said) = read(&japanese);
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(rows(&sheets[0]), [["社員番号", "氏名"], ["E1", "髙橋 ①"]]);
    assert_eq!(sheets[0].source.sheet.as_ref().expect("a sheet").name, "要員名簿");
    // Which letters these are nobody knows.
    assert_eq!(refusal(&book(0x0500, &[record(0x0042, &words(&[1251]))], &sheet)), "old-excel");
    assert_eq!(refusal(&container("Workbook", &record(0x0809, &words(&[0x0400, 5])))), "old-excel");
    assert_eq!(refusal(&container("WordDocument", b"")), "no-workbook");
}

#[test]
fn a_string_that_goes_on_in_the_next_record_is_one_string() {
    // Wide letters first, then the rest in single bytes, then wide again.
    let strings = record(0x00FC, &[&[1, 0, 0, 0, 2, 0, 0, 0, 4, 0, 1][..], &words(&[0x4F50, 0x85E4])].concat());
    let more = record(0x003C, b"\0 A\x01\0\x01");
    let last = record(0x003C, &[&[1][..], &words(&[0x82B1])].concat());
    let cell = |column, index| record(0x00FD, &words(&[0, column, 0, index, 0]));
    let bytes = book(0x0600, &[strings, more, last], &[cell(0, 0), cell(1, 1)]);
    let (sheets, said) = read(&bytes);
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(rows(&sheets[0]), [["佐藤 A", "花"]]);
}

#[test]
fn every_kind_of_number_and_result_is_read() {
    let packed = |number: u32| number.to_le_bytes();
    let number = |kind, column: u16, body: &[u8]| record(kind, &[&words(&[0, column, 0])[..], body].concat());
    let sheet = [
        number(0x0203, 0, &0.1_f64.to_le_bytes()),
        number(0x027E, 1, &packed(7 << 2 | 2)),
        number(0x027E, 2, &packed(1234 << 2 | 3)),
        number(0x027E, 3, &packed((1.5_f64.to_bits() >> 32) as u32)),
        record(
            0x00BD,
            &[
                &words(&[0, 4, 0])[..],
                &packed(1 << 2 | 2),
                &words(&[0]),
                &packed((-3_i32 << 2) as u32 | 2),
                &words(&[5]),
            ]
            .concat(),
        ),
        number(0x0205, 6, &[1, 0]),
        number(0x0205, 7, &[0x07, 1]),
        number(0x0006, 8, &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0]),
        record(0x0207, b"\x02\0\0E1"),
        number(0x0006, 9, &42.0_f64.to_le_bytes()),
    ];
    let (sheets, said) = read(&book(0x0600, &[], &sheet));
    assert_eq!(rows(&sheets[0]), [["0.1", "7", "12.34", "1.5", "1", "-3", "TRUE", "", "E1", "42"]]);
    assert_eq!((said.len(), said[0].rule.as_str()), (1, "input/cell-error"));
}

#[test]
fn a_file_cut_or_changed_anywhere_is_answered_and_costs_little() {
    let started = Instant::now();
    let mut refused = 0;
    for path in ["xlsx/xls/registers/値.xls", "xlsx/xls/registers/鍵の台帳（抜粋）.xls"] {
        let whole = fs::read(fixture(path)).expect("a fixture");
        for end in (8..whole.len()).step_by(211) {
            let (sheets, said) = read(&whole[..end]);
            refused += usize::from(sheets.is_empty());
            assert!(!sheets.is_empty() || !said.is_empty(), "{path} cut at {end}: no answer");
        }
        for at in (8..whole.len()).step_by(3) {
            let mut bytes = whole.clone();
            bytes[at] ^= [0xFF, 0x01, 0x80][at % 3];
            let (sheets, said) = read(&bytes);
            assert!(!sheets.is_empty() || !said.is_empty(), "{path} changed at {at}: no answer");
        }
    }
    assert!(refused > 20, "{refused} cut files were refused");
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

#[test]
fn chains_without_end_and_sheets_that_repeat_are_stopped() {
    // The stream's first sector follows itself.
    let mut bytes = container("Workbook", &[0; 8192]);
    let entry = 512 + 2 * 4;
    bytes[entry..entry + 4].copy_from_slice(&2_u32.to_le_bytes());
    assert_eq!(refusal(&bytes), "damaged");
    // One sheet, named a thousand times, may not be paid for once.
    let cell = record(0x0204, &[&words(&[0, 0, 0, 200])[..], &[0], &[b'x'; 200]].concat());
    let begin = |kind| record(0x0809, &words(&[0x0600, kind, 0, 0]));
    let listed = |at: u32| record(0x0085, &[&at.to_le_bytes()[..], &[0, 0, 1, 0, b'A']].concat());
    let at = begin(5).len() + 1000 * listed(0).len() + 4;
    let stream = [
        begin(5),
        listed(at as u32).repeat(1000),
        record(0x000A, &[]),
        begin(0x10),
        cell.repeat(50),
        record(0x000A, &[]),
    ];
    let (_, said) =
        read_with(&container("Workbook", &stream.concat()), &Limits { unpacked_bytes: 1 << 20, ..Limits::default() });
    assert!(said.iter().any(|found| found.rule == "input/workbook-limit"), "{:?}", said.first());
}
