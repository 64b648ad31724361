//! Lines and columns of many places in the same files. Counting a column is counting characters from the start of the line; in a
//! file that is one line of 40 MB that must not be done anew for each finding. In a sheet, lines and
//! columns are the rows and columns of its cells.
//!
//! No words and no layout here.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::source::{FileId, LineCol, OneIndexed, Sources};

/// Bytes between two remembered counts.
const STEP: usize = 4096;

/// Answers where an offset is, in lines and characters.
pub struct Places<'s> {
    sources: &'s Sources,
    /// Per file with long lines: characters that begin before each multiple of [`STEP`], and UTF-16 units of them.
    counts: RefCell<FxHashMap<FileId, Vec<(u32, u32)>>>,
}

impl<'s> Places<'s> {
    pub fn new(sources: &'s Sources) -> Self {
        Self { sources, counts: RefCell::default() }
    }

    pub fn of(&self, file: FileId, offset: u32) -> LineCol {
        self.counted(file, offset).0
    }

    /// The same with the column in UTF-16 units, in which programs of other people count.
    pub fn utf16(&self, file: FileId, offset: u32) -> LineCol {
        let (place, units) = self.counted(file, offset);
        LineCol { column: units, ..place }
    }

    /// Line and column, and the column in UTF-16 units; of a sheet, whose columns are those of its cells, the same again.
    fn counted(&self, file: FileId, offset: u32) -> (LineCol, OneIndexed) {
        let source = self.sources.get(file);
        if source.sheet.is_some() {
            let place = source.line_col(offset);
            return (place, place.column);
        }
        let line = source.line_of(offset);
        let start = source.line_range(line).start;
        let end = (offset as usize).min(source.text.len());
        if end.saturating_sub(start) <= 2 * STEP {
            let place = source.line_col(offset);
            let before = source.text.get(start..end.max(start)).unwrap_or_default();
            let further = before.chars().filter(|c| c.len_utf16() == 2).count();
            return (place, OneIndexed::from_zero_indexed(place.column.get() as usize - 1 + further));
        }
        let bytes = source.text.as_bytes();
        let mut counts = self.counts.borrow_mut();
        let counts = counts.entry(file).or_insert_with(|| running(bytes));
        let upto = |offset: usize| {
            let block = offset / STEP;
            let (characters, units) = characters(&bytes[block * STEP..offset]);
            (counts[block].0 as usize + characters, counts[block].1 as usize + units)
        };
        let (from, to) = (upto(start), upto(end));
        let column = |from, to| OneIndexed::from_zero_indexed(to - from);
        let place = LineCol { line: OneIndexed::from_zero_indexed(line), column: column(from.0, to.0) };
        (place, column(from.1, to.1))
    }
}

fn running(bytes: &[u8]) -> Vec<(u32, u32)> {
    let small = |count| u32::try_from(count).unwrap_or(u32::MAX);
    let mut total = (0, 0);
    let blocks = bytes.chunks(STEP).map(|block| {
        let before = total;
        let (more, units) = characters(block);
        total = (total.0 + more, total.1 + units);
        (small(before.0), small(before.1))
    });
    let mut counts: Vec<(u32, u32)> = blocks.collect();
    counts.push((small(total.0), small(total.1)));
    counts
}

/// Characters that begin in these bytes of UTF-8, and how many units of UTF-16 they are.
fn characters(bytes: &[u8]) -> (usize, usize) {
    let begun = bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count();
    let wide = bytes.iter().filter(|byte| **byte >= 0xf0).count();
    (begun, begun + wide)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Encoding, SourceText};

    #[test]
    fn long_lines_are_counted_like_short_ones() {
        let mut sources = Sources::default();
        let text = format!("短い行\r\n{}\n終", "技術a情報".repeat(5_000));
        let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).step_by(997).chain([text.len()]).collect();
        let file = sources.add(SourceText::new("a.json", text, Encoding::Utf8));
        let places = Places::new(&sources);
        for end in ends {
            let offset = u32::try_from(end).expect("a small text");
            assert_eq!(places.of(file, offset), sources.get(file).line_col(offset), "at {end}");
        }
    }

    #[test]
    fn columns_in_utf16_units_are_counted_in_short_and_in_long_lines() {
        for text in ["a𠮷佐🙂b".to_owned(), "技a𠮷".repeat(9_000)] {
            let mut sources = Sources::default();
            let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).step_by(7).chain([text.len()]).collect();
            let file = sources.add(SourceText::new("a.json", format!("x\n{text}"), Encoding::Utf8));
            let places = Places::new(&sources);
            for end in ends {
                let at = places.utf16(file, u32::try_from(end + 2).expect("a small text"));
                let units = text[..end].encode_utf16().count();
                assert_eq!((at.line.get() as usize, at.column.get() as usize), (2, units + 1), "at {end}");
            }
        }
    }
}
