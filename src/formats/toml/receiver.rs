//! From the library's events to tables: where each value belongs, and what stands twice.

use std::borrow::Cow;

use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::EventReceiver;
use toml_parser::{ErrorSink, ParseError, Raw, Span};

use super::tables::{Key, Made, ROOT, Shape, Tables};
use super::{Part, complaints, datetime};
use crate::diag::Diagnostic;
use crate::tree::Kind;

/// The library calls itself for each bracket, with up to 8 KiB of stack in a debug build, so no setting may go beyond this.
const DEEPEST: usize = 192;

pub(super) struct Receiver<'t, 'd> {
    part: Part<'t>,
    diags: &'d mut Vec<Diagnostic>,
    tables: Tables,
    /// The table that the last header opened.
    current: u32,
    /// Start of the header that is being read, and whether it is one of `[[…]]`.
    header: Option<(usize, bool)>,
    /// Keys read since the last value.
    path: Vec<Key>,
    /// Brackets and braces that are open.
    open: Vec<u32>,
    too_deep: bool,
}

impl<'t, 'd> Receiver<'t, 'd> {
    pub(super) fn new(part: Part<'t>, diags: &'d mut Vec<Diagnostic>) -> Self {
        let tables = Tables::new(part.text.len());
        Self { part, diags, tables, current: ROOT, header: None, path: Vec::new(), open: Vec::new(), too_deep: false }
    }

    pub(super) fn finish(self) -> Tables {
        self.tables
    }

    fn raw(&self, span: Span, encoding: Option<Encoding>) -> Raw<'t> {
        let text = self.part.text.get(span.start()..span.end()).unwrap_or_default();
        Raw::new_unchecked(text, encoding, span)
    }

    fn header_opens(&mut self, span: Span, is_list: bool) {
        self.path.clear();
        self.open.clear();
        self.header = Some((span.start(), is_list));
        // If the header turns out to be wrong, its content must not end up in the table before it.
        self.current = self.tables.detached(span.start(), span.end());
    }

    fn header_closes(&mut self, span: Span) {
        let path = std::mem::take(&mut self.path);
        let (Some((start, is_list)), Some((last, way))) = (self.header.take(), path.split_last()) else {
            return;
        };
        let mut at = ROOT;
        for key in way {
            let next = match self.tables.child(at, &key.name) {
                None => self.container(at, Some(key), Shape::Table(Made::OnTheWay), start, span.end()),
                Some(known) => match self.tables.shape(known) {
                    Shape::Table(Made::Braces) | Shape::List | Shape::Scalar(_) => {
                        return self.stands_twice(key, known);
                    }
                    Shape::Table(_) => Some(known),
                    Shape::Tables => self.tables.last_child(known),
                },
            };
            match next {
                Some(next) => at = next,
                None => return,
            }
        }
        let table = Shape::Table(Made::Header);
        let known = self.tables.child(at, &last.name);
        let opened = match (known, known.map(|known| self.tables.shape(known)), is_list) {
            (Some(known), Some(Shape::Tables), true) => self.container(known, None, table, start, span.end()),
            (Some(known), Some(Shape::Table(Made::OnTheWay)), false) => {
                self.tables.set_shape(known, table);
                Some(known)
            }
            (known, _, is_list) => {
                if let Some(known) = known {
                    self.stands_twice(last, known);
                }
                match is_list {
                    true => self
                        .container(at, Some(last), Shape::Tables, start, span.end())
                        .and_then(|list| self.container(list, None, table, start, span.end())),
                    false => self.container(at, Some(last), table, start, span.end()),
                }
            }
        };
        if let Some(opened) = opened {
            self.current = opened;
        }
    }

    /// The list or table that takes the next value, and its key there; `None` where it has no place.
    fn place(&mut self) -> Option<(u32, Option<Key>)> {
        let base = self.open.last().copied().unwrap_or(self.current);
        if self.tables.shape(base) == Shape::List {
            return Some((base, None));
        }
        let mut path = std::mem::take(&mut self.path);
        let last = path.pop()?;
        let mut at = base;
        for key in &path {
            at = match self.tables.child(at, &key.name) {
                None => self.container(at, Some(key), Shape::Table(Made::Dotted), key.start, key.end)?,
                Some(known) if self.tables.shape(known) == Shape::Table(Made::Dotted) => known,
                Some(known) => {
                    self.stands_twice(key, known);
                    return None;
                }
            };
        }
        if let Some(known) = self.tables.child(at, &last.name) {
            self.stands_twice(&last, known);
        }
        Some((at, Some(last)))
    }

    /// A new list or table, unless it would lie too deep.
    fn container(&mut self, parent: u32, key: Option<&Key>, shape: Shape, start: usize, end: usize) -> Option<u32> {
        let limit = self.part.limits.depth.min(DEEPEST);
        if self.tables.depth(parent) < limit {
            return Some(self.tables.add(parent, key, shape, start, end));
        }
        if !std::mem::replace(&mut self.too_deep, true) {
            self.diags.push(complaints::too_deep(self.part, key.map_or(start, |key| key.start), limit));
        }
        None
    }

    fn stands_twice(&mut self, key: &Key, known: u32) {
        let first = self.tables.key_range(known);
        self.diags.push(complaints::duplicate(self.part, &key.name, first, (key.start, key.end)));
    }

    /// A bracket or brace opens; false where what is inside must be left out.
    fn opens(&mut self, span: Span, shape: Shape) -> bool {
        let node = match self.place() {
            Some((parent, key)) => self.container(parent, key.as_ref(), shape, span.start(), span.end()),
            None => None,
        };
        // The closing bracket is announced in either case.
        let kept = node.is_some();
        let node = node.unwrap_or_else(|| self.tables.detached(span.start(), span.end()));
        self.tables.set_shape(node, shape);
        self.open.push(node);
        // A value without a place is still looked at, for mistakes inside it.
        kept || (self.open.len() < DEEPEST && !self.too_deep)
    }

    fn closes(&mut self, span: Span) {
        self.path.clear();
        if let Some(node) = self.open.pop() {
            self.tables.set_end(node, span.end());
        }
    }
}

impl EventReceiver for Receiver<'_, '_> {
    fn std_table_open(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.header_opens(span, false);
    }

    fn std_table_close(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.header_closes(span);
    }

    fn array_table_open(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.header_opens(span, true);
    }

    fn array_table_close(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.header_closes(span);
    }

    fn inline_table_open(&mut self, span: Span, _error: &mut dyn ErrorSink) -> bool {
        self.opens(span, Shape::Table(Made::Braces))
    }

    fn inline_table_close(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.closes(span);
    }

    fn array_open(&mut self, span: Span, _error: &mut dyn ErrorSink) -> bool {
        self.opens(span, Shape::List)
    }

    fn array_close(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.closes(span);
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let raw = self.raw(span, encoding);
        let mut name = Cow::Borrowed("");
        raw.decode_key(&mut name, error);
        let (start, end) = inside_quotes(raw.as_str(), encoding, span);
        self.path.push(Key { name: name.into_owned(), start, end });
    }

    fn scalar(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let raw = self.raw(span, encoding);
        let mut value = Cow::Borrowed("");
        let found = raw.decode_scalar(&mut value, error);
        let (start, mut end) = inside_quotes(raw.as_str(), encoding, span);
        let (mut kind, mut text) = match found {
            ScalarKind::Boolean(_) => (Kind::Bool, None),
            ScalarKind::Integer(_) | ScalarKind::Float => {
                (Kind::Number, raw.as_str().contains('_').then(|| raw.as_str().replace('_', "")))
            }
            ScalarKind::DateTime => {
                if !datetime::is_valid(raw.as_str()) {
                    error.report_error(ParseError::new(complaints::NO_DATE).with_unexpected(span));
                }
                (Kind::Text, None)
            }
            ScalarKind::String if span.is_empty() => (Kind::Null, None),
            ScalarKind::String if self.part.text.get(start..end) == Some(&*value) => (Kind::Text, None),
            ScalarKind::String => (Kind::Text, Some(value.into_owned())),
        };
        if span.len() > self.part.limits.scalar_bytes {
            self.diags.push(complaints::too_long(self.part, start, span.len()));
            // Counts as blank.
            (kind, end, text) = (Kind::Null, start, None);
        }
        if let Some((parent, key)) = self.place() {
            let node = self.tables.add(parent, key.as_ref(), Shape::Scalar(kind), start, end);
            self.tables.set_text(node, text);
        }
    }

    fn value_sep(&mut self, _span: Span, _error: &mut dyn ErrorSink) {
        self.path.clear();
    }

    fn newline(&mut self, _span: Span, _error: &mut dyn ErrorSink) {
        // Keys without a value and headers without an end were reported by the library.
        if self.open.is_empty() {
            self.path.clear();
            self.header = None;
        }
    }
}

/// The bytes between the quotes, where there are quotes. A line break right behind three quotes is not content.
fn inside_quotes(raw: &str, encoding: Option<Encoding>, span: Span) -> (usize, usize) {
    let quote = match encoding {
        None => return (span.start(), span.end()),
        Some(Encoding::LiteralString) => "'",
        Some(Encoding::BasicString) => "\"",
        Some(Encoding::MlLiteralString) => "'''",
        Some(Encoding::MlBasicString) => "\"\"\"",
    };
    let Some(rest) = raw.strip_prefix(quote) else {
        return (span.start(), span.end());
    };
    let rest = match quote.len() {
        1 => rest,
        _ => rest.strip_prefix('\n').or_else(|| rest.strip_prefix("\r\n")).unwrap_or(rest),
    };
    let start = span.end() - rest.len();
    (start, start + rest.strip_suffix(quote).unwrap_or(rest).len())
}
