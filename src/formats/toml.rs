//! TOML 1.0, with the places of all keys and values.
//!
//! The library finds the events and recovers after mistakes. Tables may be written in pieces, so they are put together
//! in [`tables`] first and become a tree at the end. Dates stay text: what a date is, is decided where fields have types.

mod complaints;
mod datetime;
mod receiver;
mod tables;
#[cfg(test)]
mod tests;

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};
use toml_parser::parser::{ValidateWhitespace, parse_document};

use super::yaml::Part;
use super::{Format, Limits};
use crate::diag::Diagnostic;
use crate::source::{FileId, SourceText};
use crate::tree::{Content, TreeBuilder};
use receiver::Receiver;

pub const FORMAT: Format = Format { name: "toml", extensions: &["toml"], parse, workbook: None };

fn parse(source: &SourceText, file: FileId, limits: &Limits, diags: &mut Vec<Diagnostic>) -> Option<Content> {
    let part = Part { text: &source.text, base: 0, file, limits };
    let mut builder = TreeBuilder::with_capacity(source.text.len() / 24);
    read(part, false, &mut builder, diags);
    Some(Content::Tree(builder.finish()))
}

/// Tokens that are held at once, more or less: all tokens of a file would take seven times its size.
const CHUNK: usize = 32_768;

/// Reads a text into the builder. With `into_map` the builder has a map open that takes the entries, and stays open.
pub(super) fn read(part: Part<'_>, into_map: bool, builder: &mut TreeBuilder, diags: &mut Vec<Diagnostic>) {
    let source = Source::new(part.text);
    let mut receiver = Receiver::new(part, diags);
    let mut errors = Vec::new();
    let mut tokens: Vec<Token> = Vec::new();
    let mut brackets = 0_i64;
    for token in source.lex() {
        tokens.push(token);
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => brackets += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => brackets -= 1,
            // Between two statements nothing depends on what follows.
            TokenKind::Newline if brackets == 0 && tokens.len() >= CHUNK => {
                parse_document(&tokens, &mut ValidateWhitespace::new(&mut receiver, source), &mut errors);
                tokens.clear();
            }
            _ => {}
        }
    }
    parse_document(&tokens, &mut ValidateWhitespace::new(&mut receiver, source), &mut errors);
    let tables = receiver.finish();
    complaints::report(part, &errors, diags);
    tables.emit(part.base, into_map, builder);
}
