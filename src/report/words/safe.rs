//! Text from files, made harmless for people's screens: no terminal escapes, no line breaks, no characters that turn the direction
//! of reading. What another output needs on top (HTML, workflow commands) is that output's own matter.

use std::fmt::Write as _;

/// Longest value shown inside a sentence, in characters.
const LONGEST: usize = 80;

/// A value for a sentence: cut and escaped.
pub fn value(raw: &str) -> String {
    match raw.char_indices().nth(LONGEST) {
        Some((end, _)) => escaped(&raw[..end]) + "…",
        None => escaped(raw),
    }
}

/// Any text on one line.
pub fn escaped(raw: &str) -> String {
    let mut safe = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => safe.push('↵'),
            c if hidden(c) => write!(safe, "\\u{{{:x}}}", u32::from(c)).expect("internal error: writing to a string"),
            c => safe.push(c),
        }
    }
    safe
}

/// A text of a rule file: line breaks there are only layout.
pub fn prose(template: &str) -> String {
    escaped(&template.replace("\r\n", " ").replace(['\n', '\r'], " "))
}

/// Characters that act instead of being seen: controls, direction marks, tags, invisible separators.
pub fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_spelled_out() {
        assert_eq!(value("a\u{1b}[31mb\r\nc\td\u{202e}e"), "a\\u{1b}[31mb↵c\\u{9}d\\u{202e}e");
        assert_eq!(value("佐藤　花子🙂"), "佐藤　花子🙂");
    }

    #[test]
    fn long_values_are_cut_between_characters() {
        assert_eq!(value(&"あ".repeat(81)), "あ".repeat(80) + "…");
        assert_eq!(value(&"あ".repeat(80)), "あ".repeat(80));
    }
}
