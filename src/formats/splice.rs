//! How a new value is written where an old one stands, without touching anything around it: the quotes and escapes of
//! each notation. Comments, order and indentation of a file outlive a change because nothing else is ever written.
//!
//! Which value should stand there is decided above. Where a place is not simple enough (texts over several lines, aliases)
//! the answer is none, and the value stays as it is.

use std::ops::Range;

/// How values are quoted in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    Csv,
    Json,
    Yaml,
    Toml,
}

impl Notation {
    /// By the path's extension; a Markdown file has the notation of its front matter. None where a file cannot be
    /// changed by changing its text.
    pub fn of(path: &str, text: &str) -> Option<Notation> {
        // A sheet is called `book.xlsx!name`, and a name may be anything, `people.csv` too.
        if path.split_once('!').is_some_and(|(book, _)| super::by_path(book).is_some()) {
            return None;
        }
        Some(match super::by_path(path)?.name {
            "csv" => Notation::Csv,
            "json" => Notation::Json,
            "yaml" => Notation::Yaml,
            "toml" => Notation::Toml,
            "markdown" if text.starts_with("+++") => Notation::Toml,
            "markdown" => Notation::Yaml,
            _ => return None,
        })
    }
}

/// What is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum New<'a> {
    Text(&'a str),
    /// A number, or true or false: no quotes where the notation knows such things.
    Literal(&'a str),
    Key(&'a str),
}

impl<'a> New<'a> {
    fn text(self) -> &'a str {
        match self {
            New::Text(text) | New::Literal(text) | New::Key(text) => text,
        }
    }
}

/// The bytes to replace and what replaces them, for a value whose content (without quotes) lies at `at`.
pub fn splice(notation: Notation, text: &str, at: Range<usize>, new: New<'_>) -> Option<(Range<usize>, String)> {
    let before = text.get(..at.start)?;
    let behind = text.get(at.end..)?;
    match notation {
        Notation::Csv => csv(before, behind, at, new.text()),
        Notation::Json => {
            let quoted = before.ends_with('"') && behind.starts_with('"');
            quoted.then(|| in_quotes(at, new))
        }
        Notation::Yaml => yaml(text, before, behind, at, new),
        Notation::Toml => toml(before, behind, at, new),
    }
}

/// Inside double quotes that are there.
fn in_quotes(at: Range<usize>, new: New<'_>) -> (Range<usize>, String) {
    match new {
        New::Literal(text) => (at.start - 1..at.end + 1, text.to_owned()),
        New::Text(text) | New::Key(text) => (at, escaped(text)),
    }
}

/// As JSON writes it between quotes; YAML and TOML read the same escapes.
fn escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

fn csv(before: &str, behind: &str, at: Range<usize>, new: &str) -> Option<(Range<usize>, String)> {
    if before.ends_with('"') && behind.starts_with('"') {
        return Some((at, new.replace('"', "\"\"")));
    }
    let ends = |c: Option<char>| c.is_none_or(|c| matches!(c, ',' | ';' | '\t' | '\n' | '\r'));
    if !new.contains([',', ';', '\t', '\n', '\r', '"']) {
        return Some((at, new.to_owned()));
    }
    let whole = ends(before.chars().next_back()) && ends(behind.chars().next());
    whole.then(|| (at, format!("\"{}\"", new.replace('"', "\"\""))))
}

fn yaml(text: &str, before: &str, behind: &str, at: Range<usize>, new: New<'_>) -> Option<(Range<usize>, String)> {
    let old = &text[at.clone()];
    if old.contains('\n') || new.text().contains(['\n', '\r']) {
        return None;
    }
    if before.ends_with('"') && behind.starts_with('"') {
        return Some(in_quotes(at, new));
    }
    if before.ends_with('\'') && behind.starts_with('\'') {
        return Some(match new {
            New::Literal(text) => (at.start - 1..at.end + 1, text.to_owned()),
            New::Text(text) | New::Key(text) => (at, text.replace('\'', "''")),
        });
    }
    // An alias stands for text elsewhere; nothing stands where a value was left out.
    if old.starts_with('*') || old.is_empty() {
        return None;
    }
    if matches!(new, New::Literal(_)) || reads_as_text(new.text()) {
        return Some((at, new.text().to_owned()));
    }
    // The first line of a block text looks like this too, and quotes would become part of it.
    let first_on_line = before.trim_end_matches([' ', '\t']).ends_with('\n') && !matches!(new, New::Key(_));
    (!first_on_line).then(|| (at, format!("\"{}\"", escaped(new.text()))))
}

/// Bare words that every reader of YAML, old or new, takes for text.
fn reads_as_text(word: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.') || (c > '\u{a0}' && !odd(c));
    let first = word.chars().next().is_some_and(|c| c.is_ascii_alphanumeric() || (c > '\u{a0}' && !odd(c)));
    let taken = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let digit = word.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let number = digit && word.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, '.' | '_' | 'x' | 'o'));
    let spaced = word.contains("  ") || word.ends_with(' ');
    first && !number && !spaced && word.chars().all(|c| plain(c) || c == ' ') && !taken.contains(&&*word.to_lowercase())
}

fn odd(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}')
}

fn toml(before: &str, behind: &str, at: Range<usize>, new: New<'_>) -> Option<(Range<usize>, String)> {
    let quote = ['"', '\''].into_iter().find(|quote| before.ends_with(*quote) && behind.starts_with(*quote));
    let Some(quote) = quote else {
        // Bare keys. Bare values are numbers, dates, true and false: right as they are.
        let New::Key(key) = new else { return None };
        let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        return Some((at, if bare { key.to_owned() } else { format!("\"{}\"", escaped(key)) }));
    };
    let three = |side: &str, end: bool| {
        let three = quote.to_string().repeat(3);
        if end { side.trim_end_matches(['\n', '\r']).ends_with(&three) } else { side.starts_with(&three) }
    };
    // `""` is an empty text, not the beginning of three quotes.
    if !at.is_empty() && (three(before, true) || three(behind, false)) {
        return None;
    }
    if quote == '"' || matches!(new, New::Literal(_)) {
        return Some(in_quotes(at, new));
    }
    let plain = !new.text().chars().any(|c| c == '\'' || c.is_control());
    Some(match plain {
        true => (at, new.text().to_owned()),
        false => (at.start - 1..at.end + 1, format!("\"{}\"", escaped(new.text()))),
    })
}

#[cfg(test)]
mod tests;
