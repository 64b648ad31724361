//! CSV and TSV to a [`Content::Table`]: which bytes are a cell.
//!
//! Cells are as they stand between the separators: nothing is trimmed, typed or given a name here, and ragged rows
//! stay ragged.

use super::{Format, Limits};
use crate::diag::{About, Diagnostic, Role};
use crate::source::{FileId, SourceText, Span};
use crate::tree::{Content, TableBuilder};

pub const FORMAT: Format = Format { name: "csv", extensions: &["csv", "tsv"], parse, workbook: None };

const QUOTES: &str = "input/csv-quote";

fn parse(source: &SourceText, file: FileId, limits: &Limits, diags: &mut Vec<Diagnostic>) -> Option<Content> {
    let text = source.text.as_str();
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let is_tsv = source.path.get(source.path.len().saturating_sub(4)..).is_some_and(|e| e.eq_ignore_ascii_case(".tsv"));
    let separator = separator(&text.as_bytes()[start..], is_tsv);
    let builder = TableBuilder::new(separator.into(), expected_cells(text.as_bytes(), separator));
    let mut splitter = Splitter { text, bytes: text.as_bytes(), separator, file, limits, diags, builder };
    splitter.run(start);
    Some(Content::Table(splitter.builder.finish()))
}

struct Splitter<'t> {
    text: &'t str,
    bytes: &'t [u8],
    separator: u8,
    file: FileId,
    limits: &'t Limits,
    diags: &'t mut Vec<Diagnostic>,
    builder: TableBuilder,
}

impl Splitter<'_> {
    fn run(&mut self, mut at: usize) {
        let mut row_is_open = false;
        while at < self.bytes.len() || row_is_open {
            let end = if self.bytes.get(at) == Some(&b'"') {
                self.quoted(at)
            } else {
                let end = self.cell_end(at);
                if end > at || row_is_open || self.bytes.get(end) == Some(&self.separator) {
                    self.cell(at, end, false);
                } else {
                    // A line with nothing on it is no row.
                    at = self.after_line_end(end);
                    continue;
                }
                end
            };
            row_is_open = self.bytes.get(end) == Some(&self.separator);
            if row_is_open {
                at = end + 1;
            } else {
                self.builder.end_row();
                at = self.after_line_end(end);
            }
        }
    }

    fn after_line_end(&self, at: usize) -> usize {
        match &self.bytes[at..] {
            [b'\r', b'\n', ..] => at + 2,
            [] => at,
            _ => at + 1,
        }
    }

    /// The next separator or line end, or the end of the text.
    #[inline(always)]
    fn cell_end(&self, at: usize) -> usize {
        find(self.bytes, at, [self.separator, b'\n', b'\r'])
    }

    #[inline(always)]
    fn cell(&mut self, start: usize, end: usize, escaped: bool) {
        let (start, end) = if self.bytes.get(start) == Some(&b'=') { self.as_text(start, end) } else { (start, end) };
        if end - start > self.limits.scalar_bytes {
            self.too_long(start, end);
            self.builder.cell(start, start, false);
        } else {
            self.builder.cell(start, end, escaped);
        }
    }

    /// `="0012"` is how some programs tell Excel to keep a number as it is written; the formula is the text inside.
    #[cold]
    fn as_text(&self, start: usize, end: usize) -> (usize, usize) {
        let inner = |before: &str, after: &str| {
            let inside = self.text.get(start..end)?.strip_prefix(before)?.strip_suffix(after)?;
            (!inside.contains('"')).then_some((start + before.len(), end - after.len()))
        };
        inner("=\"\"", "\"\"").or_else(|| inner("=\"", "\"")).unwrap_or((start, end))
    }

    #[cold]
    fn too_long(&mut self, start: usize, end: usize) {
        // The first character shows where; a caret under a megabyte helps nobody.
        let first = self.text[start..].chars().next().map_or(0, char::len_utf8);
        let finding = Diagnostic::new("input/value-too-long", Span::new(self.file, start, start + first))
            .arg("size", (end - start).to_string())
            .arg("limit", self.limits.scalar_bytes.to_string());
        self.diags.push(finding);
    }

    /// A cell that begins with a quote; gives the place of the separator or line end behind it.
    fn quoted(&mut self, open: usize) -> usize {
        let (close, escaped) = self.closing_quote(open + 1);
        let Some(close) = close else { return self.unclosed(open) };
        let behind = close + 1;
        let end = behind + self.bytes[behind..].iter().take_while(|byte| **byte == b' ').count();
        match self.bytes.get(end) {
            None | Some(b'\n' | b'\r') => {}
            Some(byte) if *byte == self.separator => {}
            // A quote that closes on another line and goes on with text opened a cell there: it is the first that
            // was left open.
            Some(_) if memchr::memchr2(b'\n', b'\r', &self.bytes[open..close]).is_some() => return self.unclosed(open),
            Some(_) => {
                let end = self.cell_end(behind);
                self.report("after-quote", behind, end, open);
                self.cell(open, end, false);
                return end;
            }
        }
        self.cell(open + 1, close, escaped);
        end
    }

    /// The quote that ends a cell, and whether doubled ones stand before it.
    fn closing_quote(&self, mut at: usize) -> (Option<usize>, bool) {
        let mut escaped = false;
        while let Some(distance) = memchr::memchr(b'"', &self.bytes[at..]) {
            at += distance;
            if self.bytes.get(at + 1) != Some(&b'"') {
                return (Some(at), escaped);
            }
            escaped = true;
            at += 2;
        }
        (None, escaped)
    }

    /// Takes the cell to the end of its line for what was meant, so that the rows below are still judged.
    fn unclosed(&mut self, open: usize) -> usize {
        let line_end = find(self.bytes, open, [b'\n', b'\n', b'\r']);
        self.report("unclosed", open, open + 1, open);
        self.cell(open + 1, line_end, memchr::memmem::find(&self.bytes[open + 1..line_end], b"\"\"").is_some());
        line_end
    }

    fn report(&mut self, detail: &'static str, start: usize, end: usize, open: usize) {
        let mut finding = Diagnostic::new(QUOTES, Span::new(self.file, start, end)).phrase("detail", detail);
        if start != open {
            finding = finding.label(Role::Grounds, Span::new(self.file, open, open + 1), About::Nothing);
        }
        self.diags.push(finding);
    }
}

/// The first of three bytes from `at` on, or the end: eight bytes a step, because most cells are shorter than what a
/// search by wide registers needs to get going.
#[inline(always)]
fn find(bytes: &[u8], mut at: usize, any: [u8; 3]) -> usize {
    const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    let [a, b, c] = any.map(|byte| u64::from(byte) * LOW);
    while let Some(chunk) = bytes.get(at..at + 8) {
        let word = u64::from_le_bytes(chunk.try_into().expect("internal error: eight bytes are eight bytes"));
        // A zero byte borrows into its high bit; only bytes above a true hit can be marked falsely.
        let zero = |x: u64| x.wrapping_sub(LOW) & !x;
        let hits = (zero(word ^ a) | zero(word ^ b) | zero(word ^ c)) & HIGH;
        if hits != 0 {
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while at < bytes.len() && !any.contains(&bytes[at]) {
        at += 1;
    }
    at
}

/// What stands between the cells, judged by the first lines: what the first of them has, then what most of them have.
fn separator(bytes: &[u8], is_tsv: bool) -> u8 {
    const LINES: usize = 8;
    let candidates = if is_tsv { [b'\t', b',', b';'] } else { [b',', b'\t', b';'] };
    let mut counts: Vec<[usize; 3]> = vec![[0; 3]];
    let (mut in_quotes, mut filled) = (false, false);
    for byte in bytes.iter().take(64 << 10) {
        match byte {
            b'"' => in_quotes = !in_quotes,
            b'\n' | b'\r' if !in_quotes => {
                if filled {
                    if counts.len() == LINES {
                        break;
                    }
                    counts.push([0; 3]);
                }
                filled = false;
                continue;
            }
            _ if in_quotes => {}
            _ => {
                if let Some(i) = candidates.iter().position(|candidate| candidate == byte) {
                    let line = counts.len() - 1;
                    counts[line][i] += 1;
                }
            }
        }
        filled = true;
    }
    if !filled && counts.len() > 1 {
        counts.pop();
    }
    let lines = |i: usize| counts.iter().filter(|line| line[i] > 0).count();
    // A heading line above the table has none; a `;` here and there in a column of notes is no separator either.
    let likely = |i: usize| counts[0][i] > 0 || lines(i) * 2 > counts.len();
    let sure = |i: usize| (counts[0][i] > 0, lines(i), counts[0][i], std::cmp::Reverse(i));
    if is_tsv && likely(0) {
        return b'\t';
    }
    (0..3).filter(|i| likely(*i)).max_by_key(|i| sure(*i)).map_or(candidates[0], |i| candidates[i])
}

/// How many cells to make room for, by the start of the text.
fn expected_cells(bytes: &[u8], separator: u8) -> usize {
    let sample = &bytes[..bytes.len().min(16 << 10)];
    let found = memchr::memchr2_iter(separator, b'\n', sample).count();
    // A tenth more than it looks, so that the vector is seldom moved.
    if sample.len() == bytes.len() { found + 1 } else { found * (bytes.len() / sample.len() + 1) * 11 / 10 }
}

#[cfg(test)]
mod tests;
