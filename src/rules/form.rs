//! Reading a rule file as a form: keys that may stand, values they take, and a place for each mistake.

use crate::diag::Diagnostic;
use crate::model::spell::nearest;
use crate::source::{FileId, Span};
use crate::tree::{Kind, NodeRef};

/// A map of a rule file that is being read.
#[derive(Clone, Copy)]
pub struct Form<'t> {
    pub node: NodeRef<'t>,
    pub file: FileId,
    /// The file's text, to place errors inside expressions.
    pub text: &'t str,
}

impl<'t> Form<'t> {
    pub fn span(self, node: NodeRef<'t>) -> Span {
        let (start, mut end) = node.range();
        if matches!(node.kind(), Kind::Map | Kind::List) {
            // A whole block is shown by its first line.
            end = self.text[start..end].find('\n').map_or(end, |i| start + i);
        }
        Span::new(self.file, start, end)
    }

    /// Where this map begins.
    pub fn here(self) -> Span {
        match self.node.key_range() {
            Some((start, end)) => Span::new(self.file, start, end),
            None => self.span(self.node),
        }
    }

    pub fn form(self, node: NodeRef<'t>) -> Form<'t> {
        Form { node, ..self }
    }

    pub fn get(self, key: &str) -> Option<NodeRef<'t>> {
        self.node.get(key)
    }

    /// A scalar; another shape is a mistake.
    pub fn scalar(self, key: &str, diags: &mut Vec<Diagnostic>) -> Option<(&'t str, NodeRef<'t>)> {
        let node = self.get(key)?;
        match node.scalar() {
            Some(text) => Some((text, node)),
            None => {
                diags.push(self.wrong(node, "scalar-needed", key));
                None
            }
        }
    }

    /// Like [`Form::scalar`], and its absence is a mistake too.
    pub fn needed(self, key: &str, diags: &mut Vec<Diagnostic>) -> Option<(&'t str, NodeRef<'t>)> {
        if self.get(key).is_none() {
            diags.push(Diagnostic::new("rule/form", self.here()).phrase("reason", "key-missing").arg("key", key));
        }
        self.scalar(key, diags)
    }

    /// One scalar or a list of them.
    pub fn words(self, key: &str) -> Vec<(&'t str, NodeRef<'t>)> {
        let Some(node) = self.get(key) else { return Vec::new() };
        match node.scalar() {
            Some(one) => vec![(one, node)],
            None => node.children().filter_map(|item| Some((item.scalar()?, item))).collect(),
        }
    }

    pub fn wrong(self, node: NodeRef<'t>, reason: &'static str, key: &str) -> Diagnostic {
        Diagnostic::new("rule/form", self.span(node)).phrase("reason", reason).arg("key", key)
    }

    /// Keys that are not on the list are mistakes, with the nearest that is.
    pub fn only(self, known: &[&str], diags: &mut Vec<Diagnostic>) {
        for child in self.node.children() {
            let (Some(key), Some((start, end))) = (child.key(), child.key_range()) else { continue };
            if !known.contains(&key) {
                diags.push(
                    Diagnostic::new("rule/form", Span::new(self.file, start, end))
                        .phrase("reason", "unknown-key")
                        .arg("key", key)
                        .suggest(nearest(key, known.iter().copied())),
                );
            }
        }
    }

    /// A range inside a scalar's text as a place in the file; the whole scalar where folding moved the bytes.
    pub fn inside(self, node: NodeRef<'t>, at: std::ops::Range<usize>) -> Span {
        let (start, end) = node.range();
        let verbatim = node.scalar().is_some_and(|text| self.text.get(start..end) == Some(text));
        if verbatim { Span::new(self.file, start + at.start, start + at.end) } else { self.span(node) }
    }
}
