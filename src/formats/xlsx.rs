//! Workbooks (`.xlsx`, `.xlsm`, `.xls`) to one text and one [`Content::Table`] a sheet. Nothing in a workbook is ever run:
//! formulas give the result that was saved with them, macros and links to other files are not looked at.
//!
//! Which register a sheet is, and which of its rows are titles, headers or sums, is decided where CSV files are judged
//! too. An own reader of cells, because each of these is needed of every cell and in one pass: number format, formula
//! without a result, error of any name, hidden and merged rows, and a bound for what hostile files may cost.

mod book;
mod cells;
mod grid;
mod number;
mod old;
mod package;
mod sheet;
mod text;

use super::{Format, Limits};
use crate::diag::{About, Diagnostic, Role};
use crate::source::{Encoding, FileId, SourceText, Span, column_name};
use crate::tree::{Content, DateSystem};

use book::Book;
use cells::{Cells, Met, Odd};
pub use grid::BETWEEN;
use grid::{Grid, OddCell};
use package::{Fault, Package};

pub const FORMAT: Format = Format { name: "xlsx", extensions: &["xlsx", "xlsm", "xls"], parse, workbook: Some(read) };

/// A sheet of a workbook.
#[derive(Debug)]
pub struct Sheet {
    pub source: SourceText,
    /// Nothing where the sheet could not be read.
    pub content: Option<Content>,
}

/// Places of one finding; the rest is counted.
const PLACES: usize = 100;

/// A workbook is no text.
fn parse(_: &SourceText, _: FileId, _: &Limits, _: &mut Vec<Diagnostic>) -> Option<Content> {
    None
}

/// Reads all sheets. In the diagnostics, file 0 is the workbook and file n its n-th sheet.
fn read(bytes: &[u8], path: &str, limits: &Limits, diags: &mut Vec<Diagnostic>) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    let mut met = |name: &str, whole: bool, dates: DateSystem, cells: Result<Cells, Fault>| {
        let file = FileId(sheets.len() as u32 + 1);
        match cells.and_then(|cells| grid::lay_out(path, name, cells, dates)) {
            Ok(grid) => {
                faults(&grid, file, limits, diags);
                hidden(&grid, whole, file, diags);
                sheets.push(Sheet { source: grid.source, content: Some(Content::Table(grid.table)) });
            }
            Err(fault) => {
                diags.push(refused(fault, file));
                let map = crate::source::SheetMap { name: name.to_owned(), ..Default::default() };
                sheets.push(Sheet { source: SourceText::of_sheet(path, String::new(), vec![0], map), content: None });
            }
        }
    };
    // What a file is, its beginning tells: names that promise something else are common.
    let read = match bytes.starts_with(old::OLE) {
        true => old::each_sheet(bytes, limits, &mut met),
        false => each_sheet(bytes, limits, &mut met),
    };
    match read {
        Err(fault) => diags.push(refused(fault, FileId(0))),
        Ok(()) if sheets.is_empty() => diags.push(refused(Fault::Unreadable("no-sheets"), FileId(0))),
        Ok(()) => {}
    }
    debug_assert!(sheets.iter().all(|sheet| sheet.source.encoding == Encoding::Workbook));
    sheets
}

/// Hands out every sheet.
fn each_sheet(bytes: &[u8], limits: &Limits, met: &mut Met<'_>) -> Result<(), Fault> {
    let mut package = Package::open(bytes, limits)?;
    let book = Book::read(&mut package)?;
    for part in &book.sheets {
        met(&part.name, part.hidden, book.dates, sheet::read(&mut package, &book, &part.path, limits));
    }
    Ok(())
}

fn refused(fault: Fault, file: FileId) -> Diagnostic {
    match fault {
        Fault::Unreadable(why) => Diagnostic::new("input/workbook", Span::at(file, 0)).phrase("reason", why),
        Fault::Limit(what, limit) => Diagnostic::new("input/workbook-limit", Span::at(file, 0))
            .phrase("what", what)
            .arg("limit", limit.to_string()),
    }
}

/// Cells that show something and hold no value: one finding for each column and kind.
fn faults(grid: &Grid, file: FileId, limits: &Limits, diags: &mut Vec<Diagnostic>) {
    let text = &grid.source.text;
    let mut groups: Vec<Vec<&OddCell>> = Vec::new();
    for cell in &grid.odd {
        let shown = |cell: &OddCell| &text[cell.start as usize..cell.end as usize];
        let alike = |first: &OddCell| match (first.odd, cell.odd) {
            (Odd::Error, Odd::Error) => first.column == cell.column && shown(first) == shown(cell),
            (Odd::NoResult, Odd::NoResult) => first.column == cell.column,
            _ => false,
        };
        match groups.iter_mut().find(|group| alike(group[0])) {
            Some(group) => group.push(cell),
            None => groups.push(vec![cell]),
        }
    }
    for group in groups {
        let first = group[0];
        let at = |cell: &OddCell| Span::new(file, cell.start as usize, cell.end as usize);
        let shown = &text[first.start as usize..first.end as usize];
        let diagnostic = match first.odd {
            Odd::Error => Diagnostic::new("input/cell-error", at(first)).arg("value", shown),
            Odd::NoResult => Diagnostic::new("input/formula-without-result", at(first)).arg("value", shown),
            Odd::TooLong(size) => {
                let diagnostic = Diagnostic::new("input/value-too-long", at(first)).arg("size", size.to_string());
                diags.push(diagnostic.arg("limit", limits.scalar_bytes.to_string()));
                continue;
            }
        };
        let diagnostic = diagnostic.arg("count", group.len().to_string());
        let others = group[1..].iter().take(PLACES - 1);
        diags.push(others.fold(diagnostic, |found, cell| found.label(Role::Grounds, at(cell), About::Nothing)));
    }
}

/// What people who open the workbook do not see is read all the same, and said once a sheet.
fn hidden(grid: &Grid, whole: bool, file: FileId, diags: &mut Vec<Diagnostic>) {
    let (rows, columns) = (!grid.hidden_rows.is_empty(), !grid.hidden_columns.is_empty());
    let what = match (whole, rows, columns) {
        _ if grid.table.row_count() == 0 => return,
        (true, ..) => "sheet",
        (_, true, true) => "rows-and-columns",
        (_, true, _) => "rows",
        (_, _, true) => "columns",
        _ => return,
    };
    let rows = ranges(&grid.hidden_rows, |row| (row + 1).to_string());
    let columns = ranges(&grid.hidden_columns, |column| column_name(column as usize));
    let diagnostic = Diagnostic::new("register/hidden-cells", Span::at(file, 0)).phrase("what", what);
    diags.push(diagnostic.arg("rows", rows).arg("columns", columns));
}

/// `3-5, 8`: neighbours together, and not all of very many.
fn ranges(sorted: &[u32], name: impl Fn(u32) -> String) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for n in sorted {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == *n => run.1 = *n,
            _ => runs.push((*n, *n)),
        }
    }
    let show = |(first, last): &(u32, u32)| match first == last {
        true => name(*first),
        false => format!("{}-{}", name(*first), name(*last)),
    };
    let mut shown: Vec<String> = runs.iter().take(8).map(show).collect();
    if runs.len() > shown.len() {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}
