//! The way from a byte of a sheet's text back to its cell: row and column as the spreadsheet program numbers them.
//!
//! How a workbook is unpacked, and what its cells mean, belongs to `formats` and above.

use super::span::{LineCol, OneIndexed};

/// Where the cells of one sheet stand. Blank rows and columns are left out of the text, so both are looked up.
#[derive(Debug, Default)]
pub struct SheetMap {
    /// The sheet's name in its workbook.
    pub name: String,
    /// Per line of the text: its row, counted from zero.
    pub rows: Vec<u32>,
    /// Per cell of a line: its column, counted from zero. All lines have as many cells.
    pub columns: Vec<u16>,
    /// Where each cell begins, line by line.
    pub cells: Vec<u32>,
}

impl SheetMap {
    /// Row (counted from zero) of a line of the text. Below the last line, rows go on.
    pub fn row(&self, line: usize) -> usize {
        match (self.rows.get(line), self.rows.last()) {
            (Some(row), _) => *row as usize,
            (None, Some(last)) => *last as usize + 1 + line - self.rows.len(),
            (None, None) => line,
        }
    }

    /// Column (counted from zero) of the cell that holds a byte of this line.
    fn column(&self, line: usize, offset: u32) -> usize {
        let width = self.columns.len();
        let cells = self.cells.get(line * width..(line + 1) * width).unwrap_or_default();
        let cell = cells.partition_point(|start| *start <= offset).saturating_sub(1);
        self.columns.get(cell).map_or(0, |column| usize::from(*column))
    }

    /// The cell that holds a byte of this line.
    pub fn place(&self, line: usize, offset: u32) -> LineCol {
        LineCol {
            line: OneIndexed::from_zero_indexed(self.row(line)),
            column: OneIndexed::from_zero_indexed(self.column(line, offset)),
        }
    }
}

/// `A`, `Z`, `AA`: a column (counted from zero) as spreadsheet programs name it.
pub fn column_name(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (column % 26) as u8));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        let names: Vec<String> = [0, 25, 26, 51, 52, 701, 702, 16_383].map(column_name).into();
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]);
    }
}
