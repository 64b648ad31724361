//! What is wrong with the file, as diagnostics. Their words are in `rules/input/`.

use toml_parser::ParseError;

use super::Part;
use crate::diag::{About, Diagnostic, Role};
use crate::source::Span;

/// Our own addition to the library's messages.
pub(super) const NO_DATE: &str = "invalid date-time";

/// Message of the library, by its beginning, and the phrase for it. The first that fits counts.
const REASONS: &[(&str, &str)] = &[
    ("string values must be quoted", "quote-missing"),
    ("missing opening quote", "quote-open"),
    ("missing escaped", "bad-escape"),
    ("too few unicode", "bad-escape"),
    ("invalid value", "bad-escape"),
    ("key with no value", "equals-missing"),
    ("missing value for key", "equals-missing"),
    ("missing assignment", "equals-missing"),
    ("invalid key-value pair", "key"),
    ("missing value", "value-missing"),
    ("extra assignment", "equals-extra"),
    ("extra `=`", "equals-extra"),
    ("unexpected `=`", "equals-extra"),
    ("extra comma", "comma"),
    ("missing comma", "comma"),
    ("unclosed", "bracket"),
    ("missing array", "bracket"),
    ("missing inline", "bracket"),
    ("missing table", "bracket"),
    ("unexpected key or value", "after-value"),
    ("unexpected content", "after-value"),
    ("invalid boolean", "boolean"),
    (NO_DATE, "date"),
    ("invalid unquoted key", "key"),
    ("unquoted keys", "key"),
    ("keys cannot", "key"),
    ("invalid key", "key"),
    ("invalid table", "key"),
    ("missing key", "key"),
    ("invalid inline", "key"),
    ("carriage return", "line-end"),
    ("invalid comment", "control-character"),
    ("invalid basic", "string"),
    ("invalid literal", "string"),
    ("invalid multi-line", "string"),
    ("invalid string", "string"),
    ("`_`", "number"),
    ("integers with", "number"),
    ("radix", "number"),
    ("redundant", "number"),
    ("unexpected leading", "number"),
    ("unexpected sign", "number"),
    ("invalid", "number"),
];

/// Nobody corrects more lines than this before the next run.
const MOST: usize = 100;

/// One diagnostic a line: the first mistake of a line makes the library stumble over the rest of it.
pub(super) fn report(part: Part<'_>, errors: &[ParseError], diags: &mut Vec<Diagnostic>) {
    let mut found: Vec<_> = errors.iter().map(|error| place_and_phrase(part.text, error)).collect();
    found.sort_by_key(|((start, _), _)| *start);
    // Behind a bracket that is never closed everything looks wrong.
    let never_closed = errors.iter().filter(|error| is_never_closed(error.description()));
    if let Some(first) = never_closed.filter_map(|error| error.context()).map(|bracket| bracket.start()).min() {
        found.retain(|((start, _), _)| *start <= first);
    }
    let mut line_end = None;
    let mut lines = 0;
    for ((start, end), phrase) in found {
        if line_end.is_some_and(|line_end| start <= line_end) || lines == MOST {
            continue;
        }
        let line = &part.text.as_bytes()[start..];
        line_end = Some(start + memchr::memchr2(b'\n', b'\r', line).unwrap_or(line.len()));
        lines += 1;
        let found = Diagnostic::new("input/toml-syntax", span(part, start, end));
        diags.push(match phrase {
            Ok(phrase) => found.phrase("detail", phrase),
            Err(message) => found.arg("detail", message),
        });
    }
}

type Found<'e> = ((usize, usize), Result<&'static str, &'e str>);

fn place_and_phrase<'e>(text: &str, error: &'e ParseError) -> Found<'e> {
    let message = error.description();
    let context = error.context().unwrap_or_default();
    let given = error.unexpected().or(error.context()).unwrap_or_default();
    let mut phrase = REASONS.iter().find(|(part, _)| message.starts_with(part)).map(|(_, phrase)| *phrase);
    let mut place = (given.start(), given.end());
    if phrase == Some("string") && given.is_empty() && given.start() == context.end() {
        // The library shows where the quote is missing, which may be the end of the file.
        (phrase, place) = (Some("quote-open"), first_char(text, context.start()));
    }
    if is_never_closed(message) {
        // Here too: the bracket that was left open helps more.
        place = (context.start(), context.end());
    }
    if phrase == Some("quote-missing") && context.is_empty() {
        phrase = Some("value-missing");
    }
    if phrase == Some("key") && !context.is_empty() && text.get(context.start()..context.end()).is_some() {
        place = (context.start(), context.end());
    }
    let start = floor(text, place.0);
    ((start, floor(text, place.1).max(start)), phrase.ok_or(message))
}

fn is_never_closed(message: &str) -> bool {
    matches!(message, "unclosed array" | "unclosed inline table")
}

pub(super) fn too_deep(part: Part<'_>, at: usize, limit: usize) -> Diagnostic {
    let (start, end) = first_char(part.text, at);
    Diagnostic::new("input/too-deep", span(part, start, end)).arg("limit", limit.to_string())
}

pub(super) fn too_long(part: Part<'_>, at: usize, size: usize) -> Diagnostic {
    let (start, end) = first_char(part.text, at);
    let found = Diagnostic::new("input/value-too-long", span(part, start, end));
    found.arg("size", size.to_string()).arg("limit", part.limits.scalar_bytes.to_string())
}

pub(super) fn duplicate(part: Part<'_>, key: &str, first: (usize, usize), second: (usize, usize)) -> Diagnostic {
    let found = Diagnostic::new("input/duplicate-key", span(part, second.0, second.1)).arg("key", key);
    found.label(Role::Grounds, span(part, first.0, first.1), About::Nothing)
}

fn first_char(text: &str, at: usize) -> (usize, usize) {
    let start = floor(text, at);
    (start, start + text[start..].chars().next().map_or(0, char::len_utf8))
}

/// The last character border at or before a byte: the library points into characters.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn span(part: Part<'_>, start: usize, end: usize) -> Span {
    Span::new(part.file, part.base + start, part.base + end)
}
