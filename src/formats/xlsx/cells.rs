//! The cells of a sheet as they were met, in any order, whatever kind of workbook they come from.
//!
//! Laying them out as text and table is the business of `grid`.

use crate::tree::DateSystem;

use super::super::Limits;
use super::package::{Fault, Meter};

/// Takes a sheet: its name, whether it is hidden, how days are counted, and its cells.
pub type Met<'m> = dyn FnMut(&str, bool, DateSystem, Result<Cells, Fault>) + 'm;

/// More merged areas than any form has.
const MERGES: usize = 1 << 16;

/// Why a cell has no value that could be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Odd {
    /// `#REF!`
    Error,
    /// A formula whose result the file does not hold.
    NoResult,
    /// More bytes than a cell may have.
    TooLong(u32),
}

#[derive(Debug, Clone, Copy)]
pub struct Filled {
    pub row: u32,
    pub column: u16,
    /// Bytes of `Cells::text`.
    pub start: u32,
    pub end: u32,
    pub odd: Option<Odd>,
}

/// Several rows of one column that are drawn as one cell.
#[derive(Debug, Clone, Copy)]
pub struct Merge {
    pub top: u32,
    pub bottom: u32,
    pub column: u16,
}

#[derive(Debug, Default)]
pub struct Cells {
    pub text: String,
    pub filled: Vec<Filled>,
    pub hidden_rows: Vec<u32>,
    /// First and last column of each hidden group.
    pub hidden_columns: Vec<(u16, u16)>,
    pub merges: Vec<Merge>,
}

impl Cells {
    /// Keeps what a cell shows; a cell of blanks is as good as none.
    pub fn keep(
        &mut self,
        (row, column): (u32, u16),
        text: &str,
        odd: Option<Odd>,
        (limits, meter): (&Limits, &Meter),
    ) -> Result<(), Fault> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let (text, odd) = if text.len() > limits.scalar_bytes {
            let end = text.char_indices().nth(40).map_or(text.len(), |(at, _)| at);
            (&text[..end], Some(Odd::TooLong(u32::try_from(text.len()).unwrap_or(u32::MAX))))
        } else {
            (text, odd)
        };
        // One string of the workbook may stand in a million cells.
        meter.spend(text.len())?;
        let start = self.text.len();
        self.text.push_str(text);
        let (start, end) = (start as u32, self.text.len() as u32);
        self.filled.push(Filled { row, column, start, end, odd });
        Ok(())
    }

    /// Keeps an area of merged cells, as far as it spans rows.
    pub fn merge(&mut self, merge: Merge) -> Result<(), Fault> {
        if merge.top >= merge.bottom {
            return Ok(());
        }
        if self.merges.len() == MERGES {
            return Err(Fault::Limit("merges", MERGES as u64));
        }
        self.merges.push(merge);
        Ok(())
    }
}
