//! Rules and policies: what the front matter says, and the headings of the body as one more entry, `body_headings`.
//!
//! A heading carries `text`, `level` and, where it ends in `{#tag}`, the tag as `clause`. The rest of the body is for
//! people.

#[cfg(test)]
mod tests;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::yaml::Part;
use super::{Format, Limits, toml, yaml};
use crate::diag::{About, Diagnostic, Role};
use crate::source::{FileId, SourceText, Span};
use crate::tree::{Content, Kind, Tree, TreeBuilder};

pub const FORMAT: Format = Format { name: "markdown", extensions: &["md", "markdown"], parse, workbook: None };

/// Where the headings are found; no key that a front matter may use itself.
const HEADINGS: &str = "body_headings";

fn parse(source: &SourceText, file: FileId, limits: &Limits, diags: &mut Vec<Diagnostic>) -> Option<Content> {
    let text = source.text.as_str();
    let mut builder = TreeBuilder::default();
    builder.open(Kind::Map, 0);
    let body = match front_matter(text) {
        Front::None => 0,
        Front::NotClosed(marker) => {
            let place = Span::new(file, marker.start, marker.end);
            diags.push(Diagnostic::new("input/front-matter", place).phrase("detail", "not-closed"));
            0
        }
        Front::Given { is_toml, inside, body } => {
            let part = Part { text: &text[inside.clone()], base: inside.start, file, limits };
            match is_toml {
                true => toml::read(part, true, &mut builder, diags),
                false => yaml::read(part, true, &mut builder, diags),
            }
            body
        }
    };
    headings(text, body, &mut builder);
    builder.close(text.len());
    let tree = builder.finish();
    reserved_key(&tree, text, file, diags);
    Some(Content::Tree(tree))
}

/// What stands at the top of a document.
enum Front {
    None,
    /// A line of marks begins it, and entries follow, but no second such line; its bytes.
    NotClosed(Range<usize>),
    Given {
        is_toml: bool,
        inside: Range<usize>,
        body: usize,
    },
}

fn front_matter(text: &str) -> Front {
    let top = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut lines = text[top..].split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let (is_toml, closing): (bool, &[&str]) = match first.trim_end() {
        "---" => (false, &["---", "..."]),
        "+++" => (true, &["+++"]),
        _ => return Front::None,
    };
    let start = top + first.len();
    let mut at = start;
    for line in lines {
        if closing.contains(&line.trim_end()) {
            return Front::Given { is_toml, inside: start..at, body: at + line.len() };
        }
        at += line.len();
    }
    // A lone line of dashes is also how Markdown draws a rule.
    let second = text[start..].lines().next().unwrap_or_default();
    if second.contains(if is_toml { '=' } else { ':' }) { Front::NotClosed(top..top + 3) } else { Front::None }
}

/// One heading while its parts come in. Places are bytes of the whole text.
struct Heading {
    whole: Range<usize>,
    level: usize,
    clause: Option<String>,
    /// From the first part of the text to the last.
    inside: Option<Range<usize>>,
    text: String,
}

fn headings(text: &str, body: usize, builder: &mut TreeBuilder) {
    let parser = Parser::new_ext(&text[body..], Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_TABLES);
    let mut open: Option<Heading> = None;
    let mut begun = false;
    let mut end = text.len();
    for (event, range) in parser.into_offset_iter() {
        let range = body + range.start..body + range.end;
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                let clause = id.map(String::from).filter(|id| !id.is_empty());
                open = Some(Heading { whole: range, level: level as usize, clause, inside: None, text: String::new() });
            }
            Event::End(TagEnd::Heading(_)) => {
                let Some(heading) = open.take() else { continue };
                if !begun {
                    builder.key(HEADINGS, heading.whole.start, heading.whole.start);
                    builder.open(Kind::List, heading.whole.start);
                    begun = true;
                }
                end = emit(text, &heading, builder);
            }
            other => {
                let Some(heading) = &mut open else { continue };
                let so_far = heading.inside.clone().unwrap_or(range.clone());
                heading.inside = Some(so_far.start.min(range.start)..so_far.end.max(range.end));
                match other {
                    Event::Text(part) | Event::Code(part) => heading.text.push_str(&part),
                    Event::SoftBreak | Event::HardBreak => heading.text.push(' '),
                    _ => {}
                }
            }
        }
    }
    if !begun {
        builder.key(HEADINGS, end, end);
        builder.open(Kind::List, end);
    }
    builder.close(end);
}

/// Puts a heading into the tree and gives the byte where it ends.
fn emit(text: &str, heading: &Heading, builder: &mut TreeBuilder) -> usize {
    let start = heading.whole.start;
    let end = start + text[heading.whole.clone()].trim_end().len();
    let marks = text[start..end].len() - text[start..end].trim_start_matches('#').len();
    let inside = heading.inside.clone().unwrap_or(start + marks..start + marks);
    builder.open(Kind::Map, start);
    builder.key("text", start, start);
    let unescaped = (text[inside.clone()] != heading.text).then(|| heading.text.clone());
    builder.scalar(Kind::Text, inside.start, inside.end, unescaped);
    builder.key("level", start, start);
    builder.scalar(Kind::Number, start, start + marks, Some(heading.level.to_string()));
    if let Some(clause) = &heading.clause {
        let behind = &text[inside.end.min(end)..end];
        let tag = behind.rfind(&format!("#{clause}")).map_or(end, |at| inside.end + at + 1);
        builder.key("clause", start, start);
        let unescaped = (!text[tag..].starts_with(clause)).then(|| clause.clone());
        let tag_end = if unescaped.is_some() { tag } else { tag + clause.len() };
        builder.scalar(Kind::Text, tag, tag_end, unescaped);
    }
    builder.close(end);
    end
}

/// A front matter that brings its own headings would hide the real ones.
fn reserved_key(tree: &Tree, text: &str, file: FileId, diags: &mut Vec<Diagnostic>) {
    let Some(root) = tree.root(text) else { return };
    let mut places =
        root.children().filter(|child| child.key() == Some(HEADINGS)).filter_map(|child| child.key_range());
    if let (Some((start, end)), Some((real, _))) = (places.next(), places.last()) {
        let found = Diagnostic::new("input/duplicate-key", Span::new(file, start, end)).arg("key", HEADINGS);
        diags.push(found.label(Role::Grounds, Span::at(file, real), About::Nothing));
    }
}
