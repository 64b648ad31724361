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
    /// Per file with long lines: characters that begin before each multiple of [`STEP`].
    counts: RefCell<FxHashMap<FileId, Vec<u32>>>,
}

impl<'s> Places<'s> {
    pub fn new(sources: &'s Sources) -> Self {
        Self { sources, counts: RefCell::default() }
    }

    pub fn of(&self, file: FileId, offset: u32) -> LineCol {
        let source = self.sources.get(file);
        if source.sheet.is_some() {
            return source.line_col(offset);
        }
        let line = source.line_of(offset);
        let start = source.line_range(line).start;
        let end = (offset as usize).min(source.text.len());
        if end.saturating_sub(start) <= 2 * STEP {
            return source.line_col(offset);
        }
        let bytes = source.text.as_bytes();
        let mut counts = self.counts.borrow_mut();
        let counts = counts.entry(file).or_insert_with(|| running(bytes));
        let upto = |offset: usize| {
            let block = offset / STEP;
            counts[block] as usize + characters(&bytes[block * STEP..offset])
        };
        LineCol {
            line: OneIndexed::from_zero_indexed(line),
            column: OneIndexed::from_zero_indexed(upto(end) - upto(start)),
        }
    }
}

fn running(bytes: &[u8]) -> Vec<u32> {
    let mut total = 0;
    let blocks = bytes.chunks(STEP).map(|block| {
        let before = total;
        total += characters(block);
        u32::try_from(before).unwrap_or(u32::MAX)
    });
    let mut counts: Vec<u32> = blocks.collect();
    counts.push(u32::try_from(total).unwrap_or(u32::MAX));
    counts
}

/// Characters that begin in these bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
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
}
