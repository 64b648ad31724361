//! Numbers, `true`, `false` and `null`: values without quotes.

use super::{Reader, Stop};
use crate::tree::Kind;

impl Reader<'_> {
    pub(super) fn number(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let digits = |mut at: usize| {
            while self.bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            at
        };
        let whole = start + usize::from(self.bytes[start] == b'-');
        let mut end = digits(whole);
        let mut well_formed = end == whole + 1 || (end > whole && self.bytes[whole] != b'0');
        if self.bytes.get(end) == Some(&b'.') {
            let fraction = end + 1;
            end = digits(fraction);
            well_formed &= end > fraction;
        }
        if let Some(b'e' | b'E') = self.bytes.get(end) {
            let exponent = end + 1 + usize::from(matches!(self.bytes.get(end + 1), Some(b'+' | b'-')));
            end = digits(exponent);
            well_formed &= end > exponent;
        }
        let word_end = self.word_end(start);
        if !well_formed || word_end != end {
            return Err(self.syntax("bad-number", start, word_end));
        }
        if end - start > self.limits.scalar_bytes {
            self.too_long(start, end);
            self.builder.scalar(Kind::Null, start, start, None);
        } else {
            self.builder.scalar(Kind::Number, start, end, None);
        }
        self.at = end;
        Ok(())
    }

    pub(super) fn literal(&mut self, word: &str, kind: Kind) -> Result<(), Stop> {
        let end = self.at + word.len();
        if !self.bytes[self.at..].starts_with(word.as_bytes()) || self.word_end(self.at) != end {
            return Err(self.expected("expected-value"));
        }
        self.builder.scalar(kind, self.at, end, None);
        self.at = end;
        Ok(())
    }

    /// Where a word or number ends that begins at `at`.
    pub(super) fn word_end(&self, at: usize) -> usize {
        let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_');
        at + self.bytes[at..].iter().take_while(|byte| part(byte)).count()
    }
}
