//! Quoted texts: where they end, and what their escapes stand for.

use super::{Reader, Stop};
use crate::diag::{About, Diagnostic, Role};
use crate::source::Span;

impl Reader<'_> {
    /// Reads a text from its opening quote to behind its closing one: the bytes between, and the text where escapes
    /// make it another.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Result<(usize, usize, Option<String>), Stop> {
        let start = self.at + 1;
        let end = plain_end(self.bytes, start);
        if self.bytes.get(end) == Some(&b'"') {
            self.at = end + 1;
            return Ok((start, end, None));
        }
        self.escaped(start, end)
    }

    /// The rest of a text from its first escape, or the first byte that may not stand in it.
    #[cold]
    #[inline(never)]
    fn escaped(&mut self, start: usize, mut at: usize) -> Result<(usize, usize, Option<String>), Stop> {
        let mut unescaped = String::new();
        let mut copied = start;
        loop {
            unescaped.push_str(&self.text[copied..at]);
            match self.bytes.get(at) {
                Some(b'"') => {
                    self.at = at + 1;
                    return Ok((start, at, Some(unescaped)));
                }
                Some(b'\\') => copied = self.escape(at, &mut unescaped)?,
                None => return Err(self.syntax("unclosed-string", start - 1, start)),
                Some(byte) => {
                    let detail = if matches!(byte, b'\n' | b'\r') { "line-break" } else { "control-char" };
                    let quote = Span::new(self.file, start - 1, start);
                    return Err(Box::new(self.syntax(detail, at, at + 1).label(Role::Grounds, quote, About::Nothing)));
                }
            }
            at = plain_end(self.bytes, copied);
        }
    }

    /// One escape, from its backslash; gives the byte behind it.
    fn escape(&mut self, at: usize, unescaped: &mut String) -> Result<usize, Stop> {
        let letter = match self.bytes.get(at + 1) {
            Some(b'u') => return self.unicode_escape(at, unescaped),
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(*byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            _ => {
                let behind = self.text[at + 1..].chars().next().map_or(0, char::len_utf8);
                return Err(self.syntax("bad-escape", at, at + 1 + behind));
            }
        };
        unescaped.push(letter);
        Ok(at + 2)
    }

    fn unicode_escape(&mut self, at: usize, unescaped: &mut String) -> Result<usize, Stop> {
        let Some(unit) = self.four_digits(at) else {
            let digits = self.bytes[at + 2..].iter().take(4).take_while(|byte| byte.is_ascii_hexdigit()).count();
            return Err(self.syntax("bad-escape", at, at + 2 + digits));
        };
        if let Some(letter) = char::from_u32(unit) {
            unescaped.push(letter);
            return Ok(at + 6);
        }
        let low = if unit < 0xDC00 { self.four_digits(at + 6) } else { None };
        if let Some(low @ 0xDC00..=0xDFFF) = low
            && let Some(letter) = char::from_u32(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
        {
            unescaped.push(letter);
            return Ok(at + 12);
        }
        // The grammar allows half a pair, but it stands for no character: said once, and the rest is read on.
        let half = Diagnostic::new("input/json-syntax", Span::new(self.file, at, at + 6));
        self.diags.push(half.phrase("detail", "lone-surrogate"));
        unescaped.push(char::REPLACEMENT_CHARACTER);
        Ok(at + 6)
    }

    /// The number in `\uXXXX`, if that is what stands at `at`.
    fn four_digits(&self, at: usize) -> Option<u32> {
        match self.bytes.get(at..at + 6)? {
            [b'\\', b'u', digits @ ..] => {
                digits.iter().try_fold(0, |number, digit| Some(number << 4 | char::from(*digit).to_digit(16)?))
            }
            _ => None,
        }
    }
}

/// The first quote, backslash or control character from `at` on, or the end: eight bytes a step.
#[inline(always)]
fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    while let Some(chunk) = bytes.get(at..at + 8) {
        let word = u64::from_le_bytes(chunk.try_into().expect("internal error: eight bytes are eight bytes"));
        // A byte that is found borrows from those above it, so only they can be marked falsely.
        let quote = word ^ (LOW * u64::from(b'"'));
        let backslash = word ^ (LOW * u64::from(b'\\'));
        let hits = (quote.wrapping_sub(LOW) & !quote)
            | (backslash.wrapping_sub(LOW) & !backslash)
            | (word.wrapping_sub(LOW * 0x20) & !word);
        let hits = hits & HIGH;
        if hits != 0 {
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while at < bytes.len() && !matches!(bytes[at], b'"' | b'\\' | 0..=0x1F) {
        at += 1;
    }
    at
}
