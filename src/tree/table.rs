//! Rows of cells, eight bytes a cell: a register of a hundred thousand rows must stay near the size of its file.

use std::borrow::Cow;

use super::serial::DateSystem;

/// One cell: bytes of the text, without enclosing quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub start: u32,
    pub end: u32,
    /// The cell holds doubled quotes that stand for one.
    pub escaped: bool,
}

impl Cell {
    /// The value: the bytes as they stand, or with doubled quotes made single.
    pub fn value(self, text: &str) -> Cow<'_, str> {
        let raw = text.get(self.start as usize..self.end as usize).unwrap_or_default();
        if self.escaped { Cow::Owned(raw.replace("\"\"", "\"")) } else { Cow::Borrowed(raw) }
    }
}

/// The top bit of an end marks an escaped cell: files are limited to 512 MiB, so it is free.
const ESCAPED: u32 = 1 << 31;

#[derive(Debug, Default)]
pub struct Table {
    cells: Vec<(u32, u32)>,
    /// Index of the first cell of each row, and one past the last cell.
    rows: Vec<u32>,
    /// What the reader settled on: `,`, tab or `;`.
    pub separator: char,
    /// How dates are counted, where numbers may be dates: in sheets.
    pub dates: Option<DateSystem>,
}

impl Table {
    pub fn row_count(&self) -> usize {
        self.rows.len().saturating_sub(1)
    }

    pub fn row_len(&self, row: usize) -> usize {
        (self.rows[row + 1] - self.rows[row]) as usize
    }

    pub fn cell(&self, row: usize, column: usize) -> Option<Cell> {
        if column >= self.row_len(row) {
            return None;
        }
        let (start, end) = self.cells[self.rows[row] as usize + column];
        Some(Cell { start, end: end & !ESCAPED, escaped: end & ESCAPED != 0 })
    }

    pub fn row(&self, row: usize) -> impl Iterator<Item = Cell> + '_ {
        (0..self.row_len(row)).filter_map(move |column| self.cell(row, column))
    }
}

/// Fills a [`Table`] cell by cell.
#[derive(Debug)]
pub struct TableBuilder(Table);

impl TableBuilder {
    pub fn new(separator: char, expected_cells: usize) -> Self {
        Self(Table { cells: Vec::with_capacity(expected_cells), rows: vec![0], separator, dates: None })
    }

    pub fn cell(&mut self, start: usize, end: usize, escaped: bool) {
        let mark = if escaped { ESCAPED } else { 0 };
        self.0.cells.push((start as u32, end as u32 | mark));
    }

    /// Numbers may be dates, counted in this way.
    pub fn dates(&mut self, system: DateSystem) {
        self.0.dates = Some(system);
    }

    /// A cell that shows what stands in another one, as merged cells do. Must not be asked for rows that are not ended.
    pub fn repeat(&mut self, row: usize, column: usize, from: (usize, usize)) {
        let at = |(row, column): (usize, usize), rows: &[u32]| rows[row] as usize + column;
        let source = self.0.cells[at(from, &self.0.rows)];
        let target = at((row, column), &self.0.rows);
        self.0.cells[target] = source;
    }

    pub fn end_row(&mut self) {
        self.0.rows.push(self.0.cells.len() as u32);
    }

    pub fn finish(mut self) -> Table {
        self.0.cells.shrink_to_fit();
        self.0
    }
}
