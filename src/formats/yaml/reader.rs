//! From the library's events to nodes of the tree: keys, values and limits. What aliases do is in [`super::anchors`].

use std::borrow::Cow;
use std::ops::ControlFlow;

use saphyr_parser::{Event, ScalarStyle, Tag};

use super::Part;
use super::anchors::{Anchors, Step};
use super::cursor::Cursor;
use super::keys::{Keys, OpenMap};
use super::scalar;
use crate::diag::Diagnostic;
use crate::tree::{Kind, TreeBuilder};

/// A list or map that is open.
#[derive(Debug, Clone, Copy)]
pub(super) enum Frame {
    List,
    Map { map: OpenMap, key_next: bool },
}

/// All places in here are bytes of the part; spans and the builder's places add its base.
pub(super) struct Reader<'t, 'b> {
    pub(super) part: Part<'t>,
    pub(super) cursor: Cursor<'t>,
    pub(super) diags: &'b mut Vec<Diagnostic>,
    pub(super) into_map: bool,
    pub(super) builder: &'b mut TreeBuilder,
    pub(super) frames: Vec<Frame>,
    pub(super) keys: Keys,
    pub(super) anchors: Anchors<'t>,
    /// Nodes that the file itself has, and those that aliases made.
    pub(super) own: usize,
    pub(super) copied: usize,
    pub(super) copied_bytes: usize,
    /// Nodes still to be left out, and how deep inside one of them we are.
    pub(super) to_skip: usize,
    pub(super) skipped_depth: usize,
    pub(super) documents: usize,
    /// Where the last scalar or bracket ended.
    pub(super) end: usize,
}

pub(super) type Next = ControlFlow<()>;
pub(super) const GO_ON: Next = ControlFlow::Continue(());
pub(super) const STOP: Next = ControlFlow::Break(());

impl<'t, 'b> Reader<'t, 'b> {
    pub(super) fn new(
        part: Part<'t>,
        into_map: bool,
        builder: &'b mut TreeBuilder,
        diags: &'b mut Vec<Diagnostic>,
    ) -> Self {
        Self {
            part,
            cursor: Cursor::new(part.text),
            diags,
            into_map,
            builder,
            frames: Vec::new(),
            keys: Keys::default(),
            anchors: Anchors::default(),
            own: 0,
            copied: 0,
            copied_bytes: 0,
            to_skip: 0,
            skipped_depth: 0,
            documents: 0,
            end: 0,
        }
    }

    /// The byte of the whole text at which the last scalar or bracket ended.
    pub(super) fn end(&self) -> usize {
        self.part.base + self.end
    }

    pub(super) fn event(&mut self, event: Event<'t>, span: saphyr_parser::Span) -> Next {
        let start = self.cursor.byte(span.start.index());
        let end = if span.is_empty() { start } else { self.cursor.byte(span.end.index()) };
        if self.to_skip > 0 {
            self.skip(&event);
            return GO_ON;
        }
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    let marker = if self.part.text[start..].starts_with("---") { start + 3 } else { start };
                    self.report("input/several-documents", start, marker);
                    return STOP;
                }
                GO_ON
            }
            Event::Scalar(value, style, anchor, tag) => self.scalar(value, style, anchor, tag.as_deref(), start, end),
            Event::Alias(number) => self.alias(number, start, end),
            event @ (Event::SequenceStart(..) | Event::MappingStart(..)) if self.at_key() => {
                self.complex_key(&event, start)
            }
            Event::SequenceStart(anchor, _) => self.open(Kind::List, anchor, start, end),
            Event::MappingStart(anchor, _) => self.open(Kind::Map, anchor, start, end),
            Event::SequenceEnd | Event::MappingEnd => {
                self.close(start, end);
                GO_ON
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => GO_ON,
        }
    }

    fn scalar(
        &mut self,
        value: Cow<'t, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        start: usize,
        end: usize,
    ) -> Next {
        let (mut from, mut to) = scalar::content(self.part.text, start, end, style, &value);
        let quotes = usize::from(matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted));
        let at_key = self.at_key();
        // A value that is not there: the library gives the place of the colon.
        if !at_key && from == to && quotes == 0 && self.part.text[from..].starts_with(':') {
            (from, to) = (from + 1, to + 1);
        }
        self.end = to + quotes;
        let kind = scalar::kind(&value, style, tag);
        let too_long = value.len().max(to - from) > self.part.limits.scalar_bytes;
        if too_long {
            self.too_long(from, value.len().max(to - from));
        }
        // What is too long counts as blank, also where an alias repeats it.
        let (kind, value) = if too_long && !at_key { (Kind::Null, Cow::Borrowed("")) } else { (kind, value) };
        let to = if too_long && !at_key { from } else { to };
        let text = match self.part.text.get(from..to) {
            Some(slice) if slice == value => Cow::Borrowed(slice),
            _ => Cow::Owned(value.into_owned()),
        };
        if anchor > 0 {
            self.anchors.scalar(anchor, kind, text.clone());
        }
        if at_key {
            self.key(text, from, to);
            return GO_ON;
        }
        if self.into_map && self.frames.is_empty() {
            if kind != Kind::Null {
                self.not_a_map(from, to);
            }
            return STOP;
        }
        self.value_comes();
        if self.anchors.recording() {
            self.anchors.write(Step::Scalar(kind, text.clone()));
        }
        let unescaped = match text {
            Cow::Owned(text) => Some(text),
            Cow::Borrowed(_) => None,
        };
        self.builder.scalar(kind, self.part.base + from, self.part.base + to, unescaped);
        GO_ON
    }

    fn open(&mut self, kind: Kind, anchor: usize, start: usize, end: usize) -> Next {
        let start = scalar::after_properties(self.part.text, start, end);
        self.end = self.end.max(start);
        let merged = self.into_map && self.frames.is_empty();
        if merged && kind == Kind::List {
            self.not_a_map(start, start);
            return STOP;
        }
        self.value_comes();
        if anchor > 0 {
            self.anchors.begin(anchor, self.frames.len());
        }
        self.frames.push(match kind {
            Kind::Map => Frame::Map { map: self.keys.enter(), key_next: true },
            _ => Frame::List,
        });
        if merged {
            return GO_ON;
        }
        if self.anchors.recording() {
            self.anchors.write(Step::Open(kind));
        }
        self.open_node(kind, start)
    }

    /// Opens a list or map in the tree, unless it lies too deep.
    pub(super) fn open_node(&mut self, kind: Kind, start: usize) -> Next {
        let depth = self.builder.open(kind, self.part.base + start);
        if depth <= self.part.limits.depth {
            return GO_ON;
        }
        self.too_deep(start, self.part.limits.depth);
        STOP
    }

    fn close(&mut self, start: usize, end: usize) {
        // Only brackets have bytes of their own; what is indented ends with its last value.
        self.end = if end > start { end } else { self.end };
        if let Some(Frame::Map { map, .. }) = self.frames.pop() {
            self.keys.leave(map);
        }
        if self.into_map && self.frames.is_empty() {
            return;
        }
        if self.anchors.recording() {
            self.anchors.write(Step::Close);
            self.anchors.end(self.frames.len());
        }
        self.builder.close(self.part.base + self.end);
    }

    pub(super) fn at_key(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Map { key_next: true, .. }))
    }

    pub(super) fn key(&mut self, name: Cow<'t, str>, from: usize, to: usize) {
        let Some(Frame::Map { map, key_next }) = self.frames.last_mut() else {
            return;
        };
        *key_next = false;
        let number = self.builder.key(&name, self.part.base + from, self.part.base + to);
        if let Some(first) = self.keys.note(*map, number, from, to) {
            self.duplicate(&name, first, (from, to));
        }
        if self.anchors.recording() {
            self.anchors.write(Step::Key(name));
        }
    }

    /// A value is about to be put down: after it a map expects a key again.
    pub(super) fn value_comes(&mut self) {
        self.own += 1;
        if let Some(Frame::Map { key_next, .. }) = self.frames.last_mut() {
            *key_next = true;
        }
    }

    /// A list or map as a key: it and its value are left out.
    fn complex_key(&mut self, event: &Event<'t>, start: usize) -> Next {
        let length = self.part.text[start..].chars().next().map_or(0, char::len_utf8);
        self.report("input/complex-key", start, start + length);
        self.to_skip = 2;
        self.skip(event);
        GO_ON
    }

    fn skip(&mut self, event: &Event<'t>) {
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => self.skipped_depth += 1,
            Event::SequenceEnd | Event::MappingEnd => self.skipped_depth -= 1,
            _ => {}
        }
        if self.skipped_depth == 0 {
            self.to_skip -= 1;
        }
    }
}
