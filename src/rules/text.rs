//! The words of a rule file: titles and explanations in both languages, phrases, examples.

use std::collections::BTreeMap;

use crate::formats::{Limits, YAML};
use crate::model::date::parse_date;
use crate::source::{Encoding, FileId, SourceText};
use crate::tree::{Content, NodeRef};

/// One language's texts.
#[derive(Debug, Default, Clone)]
pub struct Text {
    pub title: String,
    pub what: String,
    pub why: String,
    pub fix: String,
}

/// A short wording that code chooses by name.
#[derive(Debug, Default, Clone)]
pub struct Phrase {
    pub ja: String,
    pub en: String,
}

#[derive(Debug, Default)]
pub struct Words {
    pub ja: Text,
    pub en: Text,
    pub phrases: BTreeMap<String, Phrase>,
    pub examples: Vec<Example>,
}

/// A tiny repository and what the rule must say of it.
#[derive(Debug, Clone)]
pub struct Example {
    pub name: String,
    /// Day of judgement; a fixed day where the rule does not ask for one.
    pub as_of: i32,
    pub files: Vec<ExampleFile>,
    /// Where the findings' primary places must be: file and bytes.
    pub marks: Vec<(String, usize, usize)>,
    /// Byte of the rule file at which the example begins.
    pub at: usize,
}

#[derive(Debug, Clone)]
pub struct ExampleFile {
    pub path: String,
    pub bytes: Vec<u8>,
}

/// A piece of a text: words as they are, or a hole.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    Words(&'t str),
    Hole(&'t str),
}

/// Splits a text at its `{holes}`. A brace that opens no name is plain text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while let Some(open) = text[at..].find('{').map(|i| at + i) {
        let close = text[open..].find('}').map(|i| open + i);
        let name = close.map(|close| &text[open + 1..close]);
        match (name, close) {
            (Some(name), Some(close)) if is_hole(name) => {
                if plain < open {
                    found.push(Piece::Words(&text[plain..open]));
                }
                found.push(Piece::Hole(name));
                at = close + 1;
                plain = at;
            }
            _ => at = open + 1,
        }
    }
    if plain < text.len() {
        found.push(Piece::Words(&text[plain..]));
    }
    found
}

fn is_hole(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.')
}

/// Reads the words out of a whole rule file. A file that is not YAML has none; that it is not is said elsewhere.
pub fn read(source: &str) -> Words {
    let mut words = Words::default();
    let text = SourceText::new("", source, Encoding::Utf8);
    let parsed = (YAML.parse)(&text, FileId(0), &Limits::default(), &mut Vec::new());
    let Some(Content::Tree(tree)) = parsed else { return words };
    let Some(root) = tree.root(&text.text) else { return words };
    if let Some(node) = root.get("text") {
        words.ja = node.get("ja").map(language).unwrap_or_default();
        words.en = node.get("en").map(language).unwrap_or_default();
    }
    for phrase in root.get("phrases").into_iter().flat_map(NodeRef::children) {
        let name = phrase.key().unwrap_or_default().to_owned();
        words.phrases.insert(name, Phrase { ja: word(phrase, "ja"), en: word(phrase, "en") });
    }
    words.examples = root.get("examples").into_iter().flat_map(NodeRef::children).map(example).collect();
    words
}

fn language(node: NodeRef<'_>) -> Text {
    Text { title: word(node, "title"), what: word(node, "what"), why: word(node, "why"), fix: word(node, "fix") }
}

fn word(node: NodeRef<'_>, key: &str) -> String {
    node.get(key).and_then(NodeRef::scalar).unwrap_or_default().trim().to_owned()
}

/// The day of judgement of examples that name none.
const EXAMPLE_DAY: &str = "2026-11-20";

fn example(node: NodeRef<'_>) -> Example {
    let day = node.get("as_of").and_then(NodeRef::scalar).unwrap_or(EXAMPLE_DAY);
    let mut example = Example {
        name: word(node, "name"),
        as_of: parse_date(day).unwrap_or_default(),
        files: Vec::new(),
        marks: Vec::new(),
        at: node.range().0,
    };
    for file in node.get("files").into_iter().flat_map(NodeRef::children) {
        let name = file.key().unwrap_or_default();
        let known = name.contains('/') || matches!(name, "timlint.toml" | "timlint-baseline.json");
        let path = if known { name.to_owned() } else { format!("registers/{name}") };
        let bytes = match file.get("hex").and_then(NodeRef::scalar) {
            Some(hex) => from_hex(hex),
            None => {
                let (text, marks) = unmark(file.scalar().unwrap_or_default());
                example.marks.extend(marks.into_iter().map(|(start, end)| (path.clone(), start, end)));
                text.into_bytes()
            }
        };
        example.files.push(ExampleFile { path, bytes });
    }
    if let Some(at) = node.get("at") {
        let number = |key| at.get(key).and_then(NodeRef::scalar).and_then(|n| n.parse().ok()).unwrap_or_default();
        example.marks.push((word(at, "file"), number("start"), number("end")));
    }
    example
}

fn from_hex(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let value = |digit: u8| (digit as char).to_digit(16).unwrap_or_default() as u8;
    digits.chunks_exact(2).map(|pair| value(pair[0]) << 4 | value(pair[1])).collect()
}

/// Takes the `⟦…⟧` marks out of a text and says where they stood.
fn unmark(text: &str) -> (String, Vec<(usize, usize)>) {
    let (mut plain, mut marks, mut open) = (String::with_capacity(text.len()), Vec::new(), None);
    for c in text.chars() {
        match c {
            '⟦' => open = Some(plain.len()),
            '⟧' => marks.extend(open.take().map(|start| (start, plain.len()))),
            c => plain.push(c),
        }
    }
    (plain, marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_names_in_braces() {
        let found = pieces("a {b.c} {not a hole} {d}");
        assert_eq!(found, [Piece::Words("a "), Piece::Hole("b.c"), Piece::Words(" {not a hole} "), Piece::Hole("d")]);
    }

    #[test]
    fn marks_become_places() {
        assert_eq!(unmark("氏⟦名⟧,⟦⟧x"), ("氏名,x".to_owned(), vec![(3, 6), (7, 7)]));
    }
}
