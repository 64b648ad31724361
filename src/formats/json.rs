//! JSON (RFC 8259, nothing looser) to a [`Content::Tree`], with the place of every key and value.
//!
//! One pass, no recursion, no copy of texts without escapes. What the values mean is not known here.

mod complaints;
mod duplicates;
mod sequence;
mod strings;
#[cfg(test)]
mod tests;
mod words;

use self::duplicates::Duplicates;
use self::sequence::Sequence;
use super::{Format, Limits};
use crate::diag::Diagnostic;
use crate::source::{FileId, SourceText, Span};
use crate::tree::{Content, Kind, Tree, TreeBuilder};

pub const FORMAT: Format = Format { name: "json", extensions: &["json"], parse, workbook: None };

fn parse(source: &SourceText, file: FileId, limits: &Limits, diags: &mut Vec<Diagnostic>) -> Option<Content> {
    let text = source.text.as_str();
    let (mut tree, half_read) = read(text, file, limits, diags);
    if let Some(start) = half_read {
        // A record cut in the middle would be told off for every field that was not reached: read again up to it.
        (tree, _) = read(&text[..start], file, limits, &mut Vec::new());
    }
    tree.root(text).is_some().then_some(Content::Tree(tree))
}

/// Reads as far as it goes; where it stopped inside a record of a list, gives that record's first byte.
fn read(text: &str, file: FileId, limits: &Limits, diags: &mut Vec<Diagnostic>) -> (Tree, Option<usize>) {
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        at: if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 },
        file,
        limits,
        diags,
        builder: TreeBuilder::with_capacity(text.len() / 16),
        open: Vec::new(),
        duplicates: Duplicates::default(),
        sequence: Sequence::default(),
    };
    let mut half_read = None;
    if let Err(stop) = reader.run() {
        let list = reader.open.iter().position(|open| !open.is_map);
        half_read = list.and_then(|list| reader.open.get(list + 1)).map(|record| record.start);
        reader.diags.push(*stop);
    }
    (reader.builder.finish(), half_read)
}

/// A finding after which there is no going on.
type Stop = Box<Diagnostic>;

/// A list or map that is not closed yet.
#[derive(Clone, Copy)]
struct Open {
    is_map: bool,
    start: usize,
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    file: FileId,
    limits: &'t Limits,
    diags: &'t mut Vec<Diagnostic>,
    builder: TreeBuilder,
    open: Vec<Open>,
    duplicates: Duplicates,
    sequence: Sequence,
}

impl Reader<'_> {
    fn run(&mut self) -> Result<(), Stop> {
        self.skip_space();
        loop {
            match self.peek() {
                Some(b'"') => self.text_value()?,
                Some(b'{') => {
                    self.enter(Kind::Map)?;
                    if self.peek() != Some(b'}') {
                        self.key()?;
                        continue;
                    }
                    self.leave();
                }
                Some(b'[') => {
                    self.enter(Kind::List)?;
                    if self.peek() != Some(b']') {
                        continue;
                    }
                    self.leave();
                }
                Some(b'-' | b'0'..=b'9') => self.number()?,
                Some(b't') => self.literal("true", Kind::Bool)?,
                Some(b'f') => self.literal("false", Kind::Bool)?,
                Some(b'n') => self.literal("null", Kind::Null)?,
                None if self.open.is_empty() => return Err(self.syntax("empty", self.at, self.at)),
                _ => return Err(self.expected("expected-value")),
            }
            if self.after_value()? {
                return Ok(());
            }
        }
    }

    /// Closes what ends here and steps to the next value; true at the end of the text.
    #[inline]
    fn after_value(&mut self) -> Result<bool, Stop> {
        loop {
            self.skip_space();
            let Some(Open { is_map, .. }) = self.open.last().copied() else {
                return if self.at == self.bytes.len() { Ok(true) } else { Err(self.expected("trailing")) };
            };
            match self.peek() {
                Some(b',') => {
                    let comma = self.at;
                    self.at += 1;
                    self.skip_space();
                    if self.peek() == Some(if is_map { b'}' } else { b']' }) {
                        return Err(self.syntax("trailing-comma", comma, comma + 1));
                    }
                    if is_map {
                        self.key()?;
                    }
                    return Ok(false);
                }
                Some(b'}') if is_map => self.leave(),
                Some(b']') if !is_map => self.leave(),
                _ if is_map => return Err(self.expected("expected-comma-in-map")),
                _ => return Err(self.expected("expected-comma-in-list")),
            }
        }
    }

    fn enter(&mut self, kind: Kind) -> Result<(), Stop> {
        if self.open.len() == self.limits.depth {
            let finding = Diagnostic::new("input/too-deep", Span::new(self.file, self.at, self.at + 1));
            return Err(Box::new(finding.arg("limit", self.limits.depth.to_string())));
        }
        let is_map = kind == Kind::Map;
        self.builder.open(kind, self.at);
        self.open.push(Open { is_map, start: self.at });
        if is_map {
            self.duplicates.enter();
        }
        self.at += 1;
        self.skip_space();
        Ok(())
    }

    fn leave(&mut self) {
        self.at += 1;
        self.builder.close(self.at);
        if self.open.pop().is_some_and(|open| open.is_map) {
            self.duplicates.leave();
        }
    }

    /// A key, its colon and the space behind it.
    fn key(&mut self) -> Result<(), Stop> {
        if let Some((id, end)) = self.sequence.next(self.bytes, self.at) {
            self.builder.key_again(id, self.at + 1, end);
            self.named(id, self.at + 1, end);
            self.at = end + 1;
        } else {
            self.new_key()?;
        }
        self.skip_space();
        if self.peek() != Some(b':') {
            return Err(self.expected("expected-colon"));
        }
        self.at += 1;
        self.skip_space();
        Ok(())
    }

    fn new_key(&mut self) -> Result<(), Stop> {
        if self.peek() != Some(b'"') {
            return Err(self.expected("expected-key"));
        }
        let (start, end, unescaped) = self.string()?;
        if end - start > self.limits.scalar_bytes {
            self.too_long(start, end);
        }
        let id = self.builder.key(unescaped.as_deref().unwrap_or(&self.text[start..end]), start, end);
        self.sequence.note(id, start, end);
        self.named(id, start, end);
        Ok(())
    }

    #[inline(always)]
    fn named(&mut self, id: u32, start: usize, end: usize) {
        if let Some(first) = self.duplicates.seen(id, start, end) {
            self.duplicate((start, end), first);
        }
    }

    fn text_value(&mut self) -> Result<(), Stop> {
        let (start, end, unescaped) = self.string()?;
        if end - start > self.limits.scalar_bytes {
            self.too_long(start, end);
            self.builder.scalar(Kind::Null, start, start, None);
        } else {
            self.builder.scalar(Kind::Text, start, end, unescaped);
        }
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline(always)]
    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
        }
    }
}
