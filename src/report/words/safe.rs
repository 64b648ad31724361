//! Text from files, made harmless for people's screens: no terminal escapes, no line breaks, no characters that turn the direction
//! of reading, no commands to the build service that keeps the log. What another output needs on top (HTML, workflow commands) is that output's own matter.

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
            '#' if commands(&safe, chars.clone()) => safe.push_str("\\u{23}"),
            c if hidden(c) => write!(safe, "\\u{{{:x}}}", u32::from(c)).expect("internal error: writing to a string"),
            c => safe.push(c),
        }
    }
    safe
}

/// Whether this `#` would make `##[…]` or `##vso[…]`, which build services obey wherever it stands in a line of their log.
fn commands(before: &str, after: impl Iterator<Item = char>) -> bool {
    let word: String = after.take_while(|c| c.is_ascii_alphabetic() || *c == '[').take(16).collect();
    before.ends_with('#') && word.contains('[')
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
    fn commands_to_a_build_service_are_broken_up() {
        assert_eq!(value("a ##[error]b ##vso[task.complete]c"), "a #\\u{23}[error]b #\\u{23}vso[task.complete]c");
        assert_eq!(value("###[group]"), "##\\u{23}[group]");
        assert_eq!(value("##VSO[x"), "#\\u{23}VSO[x");
        // A heading, or a number: nothing that anybody obeys.
        assert_eq!(value("## 図面 #[1] ##12"), "## 図面 #[1] ##12");
    }

    #[test]
    fn long_values_are_cut_between_characters() {
        assert_eq!(value(&"あ".repeat(81)), "あ".repeat(80) + "…");
        assert_eq!(value(&"あ".repeat(80)), "あ".repeat(80));
    }
}
