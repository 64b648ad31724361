//! What is said where a text stops being JSON.

use super::{Reader, Stop};
use crate::diag::{About, Diagnostic, Role};
use crate::source::Span;

impl Reader<'_> {
    #[cold]
    pub(super) fn too_long(&mut self, start: usize, end: usize) {
        // The first character shows where; a caret under a megabyte helps nobody.
        let first = self.text[start..].chars().next().map_or(0, char::len_utf8);
        let finding = Diagnostic::new("input/value-too-long", Span::new(self.file, start, start + first))
            .arg("size", (end - start).to_string())
            .arg("limit", self.limits.scalar_bytes.to_string());
        self.diags.push(finding);
    }

    #[cold]
    pub(super) fn duplicate(&mut self, second: (usize, usize), first: (usize, usize)) {
        let quoted = &self.text[second.0 - 1..=second.1];
        let key = serde_json::from_str(quoted).unwrap_or_else(|_| quoted.to_owned());
        let finding = Diagnostic::new("input/duplicate-key", Span::new(self.file, second.0, second.1))
            .arg("key", key)
            .label(Role::Grounds, Span::new(self.file, first.0, first.1), About::Nothing);
        self.diags.push(finding);
    }

    #[cold]
    pub(super) fn syntax(&self, detail: &'static str, start: usize, end: usize) -> Stop {
        Box::new(Diagnostic::new("input/json-syntax", Span::new(self.file, start, end)).phrase("detail", detail))
    }

    /// What stands here is not what must: said by what people commonly write instead, else by what is missing.
    #[cold]
    pub(super) fn expected(&self, missing: &'static str) -> Stop {
        let (at, rest) = (self.at, &self.text[self.at..]);
        let Some(found) = rest.chars().next() else {
            let finding = self.syntax("unclosed", at, at);
            return match self.open.last() {
                Some(open) => {
                    let bracket = Span::new(self.file, open.start, open.start + 1);
                    Box::new(finding.label(Role::Grounds, bracket, About::Nothing))
                }
                None => finding,
            };
        };
        let end = at + found.len_utf8();
        let value_or_key = matches!(missing, "expected-value" | "expected-key");
        match found {
            '，' | '：' | '｛' | '｝' | '［' | '］' | '、' | '\u{3000}' => self.syntax("full-width", at, end),
            '\'' | '‘' | '’' | '“' | '”' | '＂' | '「' | '`' => self.syntax("wrong-quote", at, end),
            '/' | '#' if rest.starts_with("//") || rest.starts_with("/*") || found == '#' => {
                self.syntax("comment", at, at + if found == '#' { 1 } else { 2 })
            }
            '+' | '.' if value_or_key => self.syntax("bad-number", at, self.word_end(at)),
            _ if value_or_key && (found.is_alphanumeric() || found == '_') => {
                let word = rest.find(|c: char| !c.is_alphanumeric() && !"_-.".contains(c)).unwrap_or(rest.len());
                self.syntax("bare-word", at, at + word)
            }
            _ if missing == "trailing" => self.syntax(missing, at, end),
            _ => self.syntax(missing, at, at),
        }
    }
}
