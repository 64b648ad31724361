//! What a YAML scalar is, and which bytes are exactly its own.

use saphyr_parser::{ScalarStyle, Tag};

use crate::tree::Kind;

/// The kind of a scalar in the core schema of YAML 1.2. `NO`, `on`, `1_000` and `12:30` are text there.
pub(super) fn kind(value: &str, style: ScalarStyle, tag: Option<&Tag>) -> Kind {
    let tagged = tag.filter(|tag| tag.is_yaml_core_schema()).map(|tag| tag.suffix.as_str());
    match tagged {
        Some("str") => Kind::Text,
        Some("null") => Kind::Null,
        Some("bool" | "int" | "float") => plain_kind(value),
        // A lone `!` means "not resolved": text.
        None if tag.is_some_and(|tag| tag.handle.is_empty() && tag.suffix == "!") => Kind::Text,
        _ if style == ScalarStyle::Plain => plain_kind(value),
        _ => Kind::Text,
    }
}

fn plain_kind(value: &str) -> Kind {
    match value {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Kind::Bool,
        _ if is_number(value) => Kind::Number,
        _ => Kind::Text,
    }
}

fn is_number(value: &str) -> bool {
    let bytes = value.as_bytes();
    // Nearly all text ends here.
    if !matches!(bytes.first(), Some(b'0'..=b'9' | b'-' | b'+' | b'.')) {
        return false;
    }
    if let Some(digits) = value.strip_prefix("0o") {
        return !digits.is_empty() && digits.bytes().all(|b| matches!(b, b'0'..=b'7'));
    }
    if let Some(digits) = value.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
    }
    if matches!(value, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let unsigned = value.strip_prefix(['-', '+']).unwrap_or(value);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return true;
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let mantissa_fits = match mantissa.split_once('.') {
        Some((whole, "")) => digits(whole),
        Some(("", fraction)) => digits(fraction),
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(mantissa),
    };
    mantissa_fits && exponent.is_none_or(|part| digits(part.strip_prefix(['-', '+']).unwrap_or(part)))
}

/// The bytes of a scalar's content, out of the bytes that the library gives for it: those begin at an anchor or tag,
/// include quotes, and may run on over blanks and comments.
pub(super) fn content(text: &str, start: usize, end: usize, style: ScalarStyle, value: &str) -> (usize, usize) {
    let start = after_properties(text, start, end);
    match style {
        ScalarStyle::Plain if value.is_empty() => (start, start),
        ScalarStyle::Plain => (start, end.max(start)),
        ScalarStyle::SingleQuoted => quoted(text, start, |rest| {
            let mut at = 0;
            loop {
                at += memchr::memchr(b'\'', &rest[at..])?;
                if rest.get(at + 1) != Some(&b'\'') {
                    return Some(at);
                }
                at += 2;
            }
        }),
        ScalarStyle::DoubleQuoted => quoted(text, start, |rest| {
            let mut at = 0;
            loop {
                at += memchr::memchr2(b'"', b'\\', rest.get(at..)?)?;
                if rest[at] == b'"' {
                    return Some(at);
                }
                at += 2;
            }
        }),
        ScalarStyle::Literal | ScalarStyle::Folded => block(text, start, end, value),
    }
}

/// Steps over `&anchor` and `!tag` with the blanks, line ends and comments behind them.
pub(super) fn after_properties(text: &str, start: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < end {
        match bytes[at] {
            b'&' | b'!' => {
                while at < end && !bytes[at].is_ascii_whitespace() {
                    at += 1;
                }
                at += gap(&bytes[at..end]);
            }
            _ => break,
        }
    }
    at
}

/// Length of blanks, line ends and comments at the beginning.
fn gap(bytes: &[u8]) -> usize {
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b' ' | b'\t' | b'\n' | b'\r' => at += 1,
            b'#' => at += memchr::memchr2(b'\n', b'\r', &bytes[at..]).unwrap_or(bytes.len() - at),
            _ => break,
        }
    }
    at
}

fn quoted(text: &str, start: usize, closing: impl Fn(&[u8]) -> Option<usize>) -> (usize, usize) {
    let inside = (start + 1).min(text.len());
    let length = closing(&text.as_bytes()[inside..]).unwrap_or(0);
    (inside, inside + length)
}

/// A block scalar without the line end behind its last line and without the indentation of what follows.
fn block(text: &str, start: usize, end: usize, value: &str) -> (usize, usize) {
    let bytes = text.as_bytes();
    let header = matches!(bytes.get(start), Some(b'|' | b'>'));
    if value.trim_matches('\n').is_empty() {
        let place = if header { start } else { text[..start].trim_end().len() };
        return (place, place);
    }
    let mut start = start;
    // Behind an anchor or tag the library gives the header's place, not the content's. A content line may itself begin
    // with `|`, so the line before it decides.
    if header && !text[..start].trim_end_matches([' ', '\t']).ends_with(['\n', '\r']) {
        start += memchr::memchr2(b'\n', b'\r', &bytes[start..end]).unwrap_or(end - start);
        while start < end && matches!(bytes[start], b'\n' | b'\r' | b' ') {
            start += 1;
        }
    }
    let mut slice = &text[start..end];
    loop {
        let unindented = slice.trim_end_matches(' ');
        if !unindented.ends_with(['\n', '\r']) {
            break;
        }
        slice = unindented.trim_end_matches(['\n', '\r']);
    }
    (start, start + slice.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_core_schema_forms_are_numbers() {
        for number in [
            "0", "-1", "+12", "1.", ".5", "1.5", "1e3", "1.5E-7", "0o17", "0xAf", "007", ".inf", "-.INF", ".nan",
            "12e+3",
        ] {
            assert_eq!(plain_kind(number), Kind::Number, "{number}");
        }
        for text in [
            "1_000",
            "0b1",
            "017o",
            "0o8",
            "0x",
            "0o",
            "1e",
            "e3",
            ".",
            "-",
            "+",
            "1.2.3",
            "12:30",
            "2026-04-01",
            "-.nan",
            "1 000",
            "0x-1",
            "-0x1",
            "１２",
            "NO",
            "on",
            "Yes",
            "~~",
            "nUll",
            "tRUE",
            "1e3.5",
        ] {
            assert_eq!(plain_kind(text), Kind::Text, "{text}");
        }
        for null in ["", "~", "null", "Null", "NULL"] {
            assert_eq!(plain_kind(null), Kind::Null, "{null}");
        }
        for bool in ["true", "True", "TRUE", "false", "False", "FALSE"] {
            assert_eq!(plain_kind(bool), Kind::Bool, "{bool}");
        }
    }
}
