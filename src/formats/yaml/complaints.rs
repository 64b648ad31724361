//! What is wrong with the file, as diagnostics. Their words are in `rules/input/`.

use saphyr_parser::ScanError;

use super::reader::Reader;
use crate::diag::{About, Diagnostic, Role};
use crate::source::Span;

impl Reader<'_, '_> {
    /// Terminal escapes and the like, which the library lets through. The first one stands for all.
    pub(super) fn control_characters(&mut self) {
        let is_control = |byte: u8| (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0x7F;
        // In blocks and without leaving one early, the test is done on many bytes at once.
        let has_control = |block: &[u8]| block.iter().fold(false, |found, byte| found | is_control(*byte));
        let mut start = 0;
        for block in self.part.text.as_bytes().chunks(1024) {
            if has_control(block)
                && let Some(at) = block.iter().position(|byte| is_control(*byte))
            {
                let place = self.first_char(start + at);
                self.diags.push(Diagnostic::new("input/yaml-syntax", place).phrase("detail", "control-character"));
                return;
            }
            start += block.len();
        }
    }

    pub(super) fn syntax(&mut self, error: &ScanError) {
        let text = self.part.text;
        let at = self.cursor.byte(error.marker().index());
        if error.info() == "recursion limit exceeded" {
            // The library's own limit inside brackets, which cannot be moved.
            self.too_deep(at, self.part.limits.depth.min(usize::from(u8::MAX)));
            return;
        }
        let mut phrase = phrase(error.info());
        if phrase == Some("control-character") {
            // Said by `control_characters`.
            return;
        }
        let mut place = match text[at..].chars().next() {
            Some(first) if !first.is_whitespace() => (at, at + first.len_utf8()),
            _ => (at, at),
        };
        if phrase == Some("space-missing") {
            place = (text[..at].trim_end_matches([' ', '\t']).len(), at);
        }
        if let Some(tabs) = tab_near(text, at, phrase == Some("tab")) {
            (phrase, place) = (Some("tab"), tabs);
        }
        let found = Diagnostic::new("input/yaml-syntax", self.span(place.0, place.1));
        self.diags.push(match phrase {
            Some(phrase) => found.phrase("detail", phrase),
            None => found.arg("detail", error.info()),
        });
    }

    pub(super) fn too_deep(&mut self, at: usize, limit: usize) {
        let place = self.first_char(at);
        self.diags.push(Diagnostic::new("input/too-deep", place).arg("limit", limit.to_string()));
    }

    pub(super) fn too_long(&mut self, at: usize, size: usize) {
        let found = Diagnostic::new("input/value-too-long", self.first_char(at));
        let limit = self.part.limits.scalar_bytes;
        self.diags.push(found.arg("size", size.to_string()).arg("limit", limit.to_string()));
    }

    pub(super) fn duplicate(&mut self, key: &str, first: (usize, usize), second: (usize, usize)) {
        let found = Diagnostic::new("input/duplicate-key", self.span(second.0, second.1)).arg("key", key);
        self.diags.push(found.label(Role::Grounds, self.span(first.0, first.1), About::Nothing));
    }

    pub(super) fn alias_bomb(&mut self, phrase: &'static str, start: usize, end: usize) {
        let alias = self.part.text[start..end].to_owned();
        let place = self.span(start, end);
        self.diags.push(Diagnostic::new("input/alias-bomb", place).arg("alias", alias).phrase("detail", phrase));
    }

    pub(super) fn not_a_map(&mut self, start: usize, end: usize) {
        let place = self.span(start, end);
        self.diags.push(Diagnostic::new("input/front-matter", place).phrase("detail", "not-a-map"));
    }

    pub(super) fn report(&mut self, rule: &str, start: usize, end: usize) {
        let place = self.span(start, end);
        self.diags.push(Diagnostic::new(rule, place));
    }

    fn first_char(&self, at: usize) -> Span {
        let length = self.part.text[at..].chars().next().map_or(0, char::len_utf8);
        self.span(at, at + length)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.part.file, self.part.base + start, self.part.base + end)
    }
}

/// Message of the library, by a part of it, and the phrase for it. The first that fits counts.
const REASONS: &[(&str, &str)] = &[
    ("unprintable", "control-character"),
    ("tab cannot", "tab"),
    ("tabs disallowed", "tab"),
    ("found a tab", "tab"),
    ("start with a tab", "tab"),
    ("mapping values are not allowed", "colon-in-value"),
    ("illegal placement of ':'", "colon-misplaced"),
    ("valid YAML whitespace", "space-missing"),
    ("simple key expect", "colon-missing"),
    ("indentation in quoted", "quote-open"),
    ("quoted scalar, found unexpected", "quote-open"),
    ("after double-quoted", "after-quote"),
    ("escape", "bad-escape"),
    ("hexadecimal", "bad-escape"),
    ("unknown anchor", "unknown-anchor"),
    ("expected ','", "comma-missing"),
    ("expected node content", "value-missing"),
    ("end of plain scalar", "value-missing"),
    ("unexpected eof", "value-missing"),
    ("comment or line break", "block-header"),
    ("indicator equal to 0", "block-header"),
    ("comment intercepting", "comment-in-value"),
    ("misplaced bracket", "bracket"),
    ("flow construct", "bracket"),
    ("unexpected character", "reserved-character"),
    ("did not find expected key", "indentation"),
    ("expected '-'", "indentation"),
    ("indent", "indentation"),
    ("not allowed in this context", "indentation"),
    ("expected <document", "indentation"),
];

/// The phrase for a message, where there is one.
fn phrase(message: &str) -> Option<&'static str> {
    REASONS.iter().find(|(part, _)| message.contains(part)).map(|(_, phrase)| *phrase)
}

/// Blanks with a tab among them at the beginning of the line that holds `at`, or, for messages about tabs, of the next
/// line that has them: the library names the value before the tab. Gives the bytes of the tabs.
fn tab_near(text: &str, at: usize, is_about_tabs: bool) -> Option<(usize, usize)> {
    let line = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let mut start = line;
    for piece in text[line..].split_inclusive(['\n', '\r']) {
        let blanks = piece.len() - piece.trim_start_matches([' ', '\t']).len();
        let indented = piece.len() > blanks && !piece[blanks..].starts_with(['\n', '\r', '#']);
        if indented && let Some(tab) = piece[..blanks].find('\t') {
            let tabs = piece[tab..].len() - piece[tab..].trim_start_matches('\t').len();
            return Some((start + tab, start + tab + tabs));
        }
        if !is_about_tabs && start + piece.len() > at {
            return None;
        }
        start += piece.len();
    }
    None
}
