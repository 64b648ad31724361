//! Decoded texts and where their lines begin.

use std::sync::OnceLock;

use super::decode::Encoding;
use super::sheet::{SheetMap, column_name};
use super::span::{FileId, LineCol, OneIndexed, Span};

/// One file, decoded, or one sheet of a workbook. `path` is relative to the root and uses `/` on every system; that of
/// a sheet is the workbook's with `!` and the sheet's name behind it.
#[derive(Debug)]
pub struct SourceText {
    pub path: String,
    pub text: String,
    pub encoding: Encoding,
    /// SHA-256 of the bytes as they lie on disk, in hexadecimal; empty where nobody asked for it.
    pub sha256: String,
    /// The cells, where this is a sheet.
    pub sheet: Option<SheetMap>,
    lines: OnceLock<Vec<u32>>,
}

impl SourceText {
    pub fn new(path: impl Into<String>, text: impl Into<String>, encoding: Encoding) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            encoding,
            sha256: String::new(),
            sheet: None,
            lines: OnceLock::new(),
        }
    }

    /// A sheet of the workbook at `file`. `lines` is where the text of each row begins: cells may hold line breaks.
    pub fn of_sheet(file: &str, text: String, lines: Vec<u32>, sheet: SheetMap) -> Self {
        let path = format!("{file}!{}", sheet.name);
        let lines = OnceLock::from(lines);
        Self { path, text, encoding: Encoding::Workbook, sha256: String::new(), sheet: Some(sheet), lines }
    }

    /// The path of the file itself, without the name of a sheet.
    pub fn file(&self) -> &str {
        let sheet = self.sheet.as_ref().map_or(0, |sheet| sheet.name.len() + 1);
        &self.path[..self.path.len() - sheet]
    }

    /// The number that people know a line (counted from zero) by.
    pub fn line_number(&self, line: usize) -> usize {
        self.sheet.as_ref().map_or(line, |sheet| sheet.row(line)) + 1
    }

    /// `C12`, where this is a sheet.
    pub fn cell_name(&self, offset: u32) -> Option<String> {
        // Of a sheet that could not be read, no cell is known.
        let sheet = self.sheet.as_ref().filter(|_| !self.text.is_empty())?;
        let place = sheet.place(self.line_of(offset), offset);
        Some(format!("{}{}", column_name(place.column.get() as usize - 1), place.line))
    }

    /// Byte offsets at which the lines begin. CR LF, LF and a lone CR each end a line.
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut starts = vec![0];
            for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
                if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
                    continue;
                }
                starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
            starts
        })
    }

    /// The line (counted from zero) that holds a byte.
    pub fn line_of(&self, offset: u32) -> usize {
        self.lines().partition_point(|start| *start <= offset).saturating_sub(1)
    }

    pub fn line_count(&self) -> usize {
        self.lines().len()
    }

    /// The bytes of a line (counted from zero) without its line end.
    pub fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let starts = self.lines();
        let start = starts.get(line).map_or(self.text.len(), |s| *s as usize);
        let end = starts.get(line + 1).map_or(self.text.len(), |s| *s as usize);
        let trimmed = self.text[start..end].trim_end_matches(['\n', '\r']);
        start..start + trimmed.len()
    }

    /// Line and column in characters; of a sheet, row and column of the cell.
    pub fn line_col(&self, offset: u32) -> LineCol {
        let line = self.line_of(offset);
        if let Some(sheet) = &self.sheet {
            return sheet.place(line, offset);
        }
        let start = self.line_range(line).start;
        let end = (offset as usize).min(self.text.len()).max(start);
        let column = self.text.get(start..end).map_or(end - start, |before| before.chars().count());
        LineCol { line: OneIndexed::from_zero_indexed(line), column: OneIndexed::from_zero_indexed(column) }
    }
}

/// All texts of a run, by [`FileId`].
#[derive(Debug, Default)]
pub struct Sources(Vec<SourceText>);

impl Sources {
    pub fn add(&mut self, text: SourceText) -> FileId {
        let id = FileId(u32::try_from(self.0.len()).expect("internal error: over 4 billion files"));
        self.0.push(text);
        id
    }

    pub fn get(&self, id: FileId) -> &SourceText {
        &self.0[id.0 as usize]
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceText)> {
        self.0.iter().enumerate().map(|(i, text)| (FileId(i as u32), text))
    }

    pub fn by_path(&self, path: &str) -> Option<FileId> {
        self.iter().find(|(_, text)| text.path == path).map(|(id, _)| id)
    }

    /// The text under a span; empty where the span does not lie on character borders.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.range()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, offset: u32) -> (u32, u32) {
        let at = SourceText::new("a", text, Encoding::Utf8).line_col(offset);
        (at.line.get(), at.column.get())
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(place("氏名,退職日\r\n佐藤,2026", 7), (1, 4));
        assert_eq!(place("氏名\r\n佐藤", 8), (2, 1));
        assert_eq!(place("a\rb\nc", 4), (3, 1));
        assert_eq!(place("", 0), (1, 1));
    }

    #[test]
    fn the_end_of_a_text_is_a_place() {
        assert_eq!(place("a\n", 2), (2, 1));
        assert_eq!(place("a", 1), (1, 2));
    }
}
