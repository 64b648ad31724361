//! The cells of a sheet laid out as text and table: a line a row, blank rows and columns left out, each cell with its
//! place. What kind of faults there are is data here; `xlsx` turns them into diagnostics.

use crate::source::{SheetMap, SourceText};
use crate::tree::{DateSystem, Table, TableBuilder};

use super::cells::{Cells, Filled, Odd};
use super::package::Fault;

/// What stands between two cells of a line. It is for people; the table knows where cells begin and end.
pub const BETWEEN: &str = " | ";

/// A table may have so many times more places than filled cells, and so many beside.
const SPARSE: usize = 32;
const SMALL: usize = 1 << 18;

/// Columns that hold anything.
const COLUMNS: usize = 1024;

/// A cell without a value, as bytes of the text.
#[derive(Debug, Clone, Copy)]
pub struct OddCell {
    pub odd: Odd,
    pub column: u16,
    pub start: u32,
    pub end: u32,
}

#[derive(Debug)]
pub struct Grid {
    pub source: SourceText,
    pub table: Table,
    pub odd: Vec<OddCell>,
    /// Rows and columns that hold something and are not seen, counted from zero.
    pub hidden_rows: Vec<u32>,
    pub hidden_columns: Vec<u32>,
}

/// Lays the cells out. A sheet without any filled cell gives an empty text.
pub fn lay_out(file: &str, name: &str, mut cells: Cells, dates: DateSystem) -> Result<Grid, Fault> {
    // Nearly always in order already. Of two cells at one place, the later one counts, as in Excel.
    cells.filled.sort_by_key(|cell| (cell.row, cell.column));
    cells.filled.reverse();
    cells.filled.dedup_by_key(|cell| (cell.row, cell.column));
    cells.filled.reverse();
    let (rows, columns) = used(&cells.filled);
    let places = rows.len().saturating_mul(columns.len());
    if columns.len() > COLUMNS {
        return Err(Fault::Limit("columns", COLUMNS as u64));
    }
    if places > cells.filled.len() * SPARSE + SMALL {
        return Err(Fault::Limit("sparse", (cells.filled.len() * SPARSE + SMALL) as u64));
    }
    let mut text = String::with_capacity(cells.text.len() + places * BETWEEN.len() + rows.len());
    let mut builder = TableBuilder::new('|', places);
    builder.dates(dates);
    let (mut lines, mut starts, mut odd) = (Vec::with_capacity(rows.len()), Vec::with_capacity(places), Vec::new());
    let mut filled = cells.filled.iter().peekable();
    for row in &rows {
        lines.push(text.len() as u32);
        for (i, column) in columns.iter().enumerate() {
            if i > 0 {
                text.push_str(BETWEEN);
            }
            let start = text.len();
            starts.push(start as u32);
            let here = filled.next_if(|cell| cell.row == *row && cell.column == *column);
            if let Some(cell) = here {
                text.push_str(&cells.text[cell.start as usize..cell.end as usize]);
            }
            let end = text.len();
            match here.and_then(|cell| cell.odd) {
                // It is seen, but it is no value.
                Some(what) => {
                    builder.cell(start, start, false);
                    odd.push(OddCell { odd: what, column: *column, start: start as u32, end: end as u32 });
                }
                None => builder.cell(start, end, false),
            }
        }
        text.push('\n');
        builder.end_row();
    }
    repeat_merged(&cells, &rows, &columns, &mut builder)?;
    let hidden = |column: &u16| cells.hidden_columns.iter().any(|(first, last)| (first..=last).contains(&column));
    let hidden_columns = columns.iter().filter(|column| hidden(column)).map(|column| u32::from(*column)).collect();
    let hidden_rows = cells.hidden_rows.iter().copied().filter(|row| rows.binary_search(row).is_ok()).collect();
    let sheet = SheetMap { name: name.to_owned(), rows, columns, cells: starts };
    let source = SourceText::of_sheet(file, text, lines, sheet);
    Ok(Grid { source, table: builder.finish(), odd, hidden_rows, hidden_columns })
}

/// Rows and columns that hold something.
fn used(filled: &[Filled]) -> (Vec<u32>, Vec<u16>) {
    let mut rows: Vec<u32> = filled.iter().map(|cell| cell.row).collect();
    rows.dedup();
    let mut columns: Vec<u16> = filled.iter().map(|cell| cell.column).collect();
    columns.sort_unstable();
    columns.dedup();
    (rows, columns)
}

/// A value that is drawn over several rows counts for each of them.
fn repeat_merged(cells: &Cells, rows: &[u32], columns: &[u16], builder: &mut TableBuilder) -> Result<(), Fault> {
    // Areas that overlap are no workbook of any spreadsheet program, and could be made to take for ever.
    let mut left = rows.len() * columns.len();
    for merge in &cells.merges {
        let (Ok(top), Ok(column)) = (rows.binary_search(&merge.top), columns.binary_search(&merge.column)) else {
            continue;
        };
        let below = rows[top + 1..].iter().take_while(|row| **row <= merge.bottom).count();
        left = left.checked_sub(below).ok_or(Fault::Limit("merges", (rows.len() * columns.len()) as u64))?;
        for row in top + 1..=top + below {
            builder.repeat(row, column, (top, column));
        }
    }
    Ok(())
}
