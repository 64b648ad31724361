//! Workbooks as Excel, LibreOffice and programs write them: what is read of each cell, which register each sheet is, how
//! places are shown, and what hostile workbooks may cost.
//!
//! That a register loads alike from a workbook and from CSV is held by `spellings.rs`.
#![allow(clippy::disallowed_methods)] // reads fixtures

mod cells;
mod hostile;
mod old;
mod sheets;
mod shown;

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Workbook, Worksheet};
use timlint::app::{CheckError, CheckOptions, check};
use timlint::diag::Diagnostic;
use timlint::formats::{self, Limits, Sheet};
use timlint::report::{Finding, Run};
use timlint::source::Memory;
use timlint::tree::{Content, Table};
use zip::write::SimpleFileOptions;

/// 2026-11-20.
const DAY: i32 = 20_777;

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)
}

/// Reads a workbook with what is said of it.
fn read_with(bytes: &[u8], limits: &Limits) -> (Vec<Sheet>, Vec<Diagnostic>) {
    let format = formats::by_path("a.xlsx").expect("the format");
    let mut diagnostics = Vec::new();
    let sheets = (format.workbook.expect("a workbook"))(bytes, "registers/a.xlsx", limits, &mut diagnostics);
    (sheets, diagnostics)
}

fn read(bytes: &[u8]) -> (Vec<Sheet>, Vec<Diagnostic>) {
    read_with(bytes, &Limits::default())
}

fn table(sheet: &Sheet) -> &Table {
    match &sheet.content {
        Some(Content::Table(table)) => table,
        other => panic!("no table but {other:?}"),
    }
}

/// The values of a sheet, row by row.
fn rows(sheet: &Sheet) -> Vec<Vec<String>> {
    let table = table(sheet);
    let row = |row| table.row(row).map(|cell| cell.value(&sheet.source.text).into_owned()).collect();
    (0..table.row_count()).map(row).collect()
}

/// The bytes of a workbook of one sheet.
fn one_sheet(name: &str, fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    sheets_of(&mut [(name, Some(fill))])
}

fn sheets_of<F: FnOnce(&mut Worksheet)>(sheets: &mut [(&str, Option<F>)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, fill) in sheets {
        let sheet = book.add_worksheet().set_name(*name).expect("a name for a sheet");
        (fill.take().expect("each sheet is filled once"))(sheet);
    }
    book.save_to_buffer().expect("a workbook")
}

/// Rows of text, `|` between cells.
fn lines(text: &'static str) -> impl FnOnce(&mut Worksheet) {
    move |sheet| {
        for (row, line) in text.lines().enumerate() {
            for (column, value) in line.split('|').enumerate().filter(|(_, value)| !value.is_empty()) {
                sheet.write_string(row as u32, column as u16, value).expect("room for a cell");
            }
        }
    }
}

const PEOPLE: &str = "社員番号|氏名|所属\nE1|佐藤 花子|設計課\nE2|鈴木 太郎|製造課";

fn checked(files: &[(&str, &[u8])]) -> Run {
    let mut world = Memory::new().on(DAY);
    for (path, bytes) in files {
        world = world.file(*path, bytes.to_vec());
    }
    match check(&world, &CheckOptions::default()) {
        Ok((run, _)) => run,
        Err(CheckError::Config(run) | CheckError::NoRegister(run)) => *run,
        Err(CheckError::NoRule(pattern)) => panic!("no pattern was given, yet {pattern}"),
    }
}

/// `sheet!cell rule`, without what these small registers lack by design.
fn places(run: &Run) -> Vec<String> {
    let place = |finding: &Finding| {
        let span = finding.diagnostic.primary().span;
        let source = run.sources.get(span.file);
        let sheet = source.path.rsplit('/').next().unwrap_or_default();
        let cell = source.cell_name(span.start).map_or_else(String::new, |cell| format!("!{cell}"));
        format!("{sheet}{cell} {}", finding.diagnostic.rule)
    };
    // How a sheet is read is asked here, not what the company still has to do.
    let of_reading =
        |finding: &&Finding| run.rules.get(&finding.diagnostic.rule).is_some_and(|r| r.records().is_none());
    let found = run.all().filter(of_reading).map(place);
    let mut found: Vec<String> = found.filter(|place| !place.contains(" register/missing-")).collect();
    found.sort();
    found
}

/// A ZIP archive of these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(bytes).expect("room in memory");
    }
    zip.finish().expect("an archive").into_inner()
}

/// A workbook whose only sheet, 要員名簿, is this XML inside of `<worksheet>`, with these other parts.
fn raw(sheet: &[u8], more: &[(&str, &[u8])]) -> Vec<u8> {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        r#"<workbook xmlns:r="{kind}"><sheets><sheet name="要員名簿" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let targets = format!(
        r#"<Relationships><Relationship Id="r1" Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    let sheet = [b"<worksheet>".as_slice(), sheet, b"</worksheet>"].concat();
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", targets.as_bytes()),
        ("xl/worksheets/sheet1.xml", &sheet),
    ];
    parts.extend(more);
    archive(&parts)
}
