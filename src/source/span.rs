//! Places in text. A span is bytes of the decoded text; lines and columns exist only where something is shown.

use std::num::NonZeroU32;

/// One input of a run. Ids are handed out in a sorted, stable order of paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A half-open range of bytes in the decoded text of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Self { file, start: clamp(start), end: clamp(end.max(start)) }
    }

    /// An empty span: a place where something is missing.
    pub fn at(file: FileId, offset: usize) -> Self {
        Self::new(file, offset, offset)
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Texts over 4 GiB are refused when they are read, so a clamp here is never reached by real input.
fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A number that people see: it starts at one, and cannot be zero by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OneIndexed(NonZeroU32);

impl OneIndexed {
    pub fn from_zero_indexed(value: usize) -> Self {
        let value = u32::try_from(value).unwrap_or(u32::MAX - 1);
        Self(NonZeroU32::MIN.saturating_add(value))
    }

    pub fn get(self) -> u32 {
        self.0.get()
    }
}

impl std::fmt::Display for OneIndexed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// A line and a column counted in characters, as editors count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineCol {
    pub line: OneIndexed,
    pub column: OneIndexed,
}
