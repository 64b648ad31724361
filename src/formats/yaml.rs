//! YAML 1.2 with the core schema.
//!
//! The library finds the events, this module their exact bytes, and puts what aliases stand for into the tree. What the
//! records mean is not decided here: `NO` and `2026-04-01` are text.

mod anchors;
mod complaints;
mod cursor;
mod keys;
mod reader;
mod scalar;
#[cfg(test)]
mod tests;

use saphyr_parser::Parser;

use super::{Format, Limits};
use crate::diag::Diagnostic;
use crate::source::{FileId, SourceText};
use crate::tree::{Content, Kind, TreeBuilder};
use reader::Reader;

pub const FORMAT: Format = Format { name: "yaml", extensions: &["yaml", "yml"], parse, workbook: None };

fn parse(source: &SourceText, file: FileId, limits: &Limits, diags: &mut Vec<Diagnostic>) -> Option<Content> {
    let mut builder = TreeBuilder::with_capacity(source.text.len() / 24);
    let part = Part { text: &source.text, base: 0, file, limits };
    let before = diags.len();
    read(part, false, &mut builder, diags);
    let mut tree = builder.finish();
    if tree.root(&source.text).is_none() && diags.len() == before {
        // Comments, or no word at all: a document that says nothing, which whoever asked for one must notice.
        let mut nothing = TreeBuilder::default();
        nothing.scalar(Kind::Null, 0, 0, None);
        tree = nothing.finish();
    }
    Some(Content::Tree(tree))
}

/// A text to read: a file, or the part of one that begins at byte `base`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'t> {
    pub text: &'t str,
    pub base: usize,
    pub file: FileId,
    pub limits: &'t Limits,
}

/// Reads one document into the builder. With `into_map` the builder has a map open that takes the document's own
/// entries, and stays open.
pub(super) fn read(part: Part<'_>, into_map: bool, builder: &mut TreeBuilder, diags: &mut Vec<Diagnostic>) {
    let floor = builder.depth();
    let mut reader = Reader::new(part, into_map, builder, diags);
    reader.control_characters();
    for event in Parser::new_from_str(part.text) {
        let next = match event {
            Ok((event, span)) => reader.event(event, span),
            Err(error) => {
                reader.syntax(&error);
                break;
            }
        };
        if next.is_break() {
            break;
        }
    }
    let end = reader.end();
    while builder.depth() > floor {
        builder.close(end);
    }
}
