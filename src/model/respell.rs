//! Every place of a file whose spelling is not the canonical one, with the bytes that would make it so. The records say
//! the same before and after.
//!
//! What the spelling is, `canon` knows; how a notation quotes it, `formats::splice`. Whether the file may be touched at all
//! is decided above.

use std::ops::Range;

use super::canon::{Canon, Spelled, tongue};
use super::cell::Words;
use super::columns::{Part, Shape};
use super::schema::{FieldId, RegisterId, Type};
use super::spell::is_ditto;
use crate::formats::splice::{New, Notation, splice};
use crate::tree::{Content, Kind, NodeRef};

/// Bytes to replace in one file, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Respelling {
    /// The content that is spelled differently, without quotes.
    pub place: Range<usize>,
    /// The bytes that are replaced.
    pub range: Range<usize>,
    pub text: String,
    pub why: &'static str,
    /// Record within its register, field and register; none for a header.
    pub cell: Option<(u32, FieldId)>,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// Names of columns too.
    pub headers: bool,
}

/// The spellings of one file that could be better, in the order of the text. None for a file that is no text.
pub fn respell(
    part: &Part,
    path: &str,
    text: &str,
    register: RegisterId,
    words: &Words,
    scope: Scope,
) -> Vec<Respelling> {
    let Some(notation) = Notation::of(path, text) else { return Vec::new() };
    let canon = Canon {
        register,
        tongue: tongue(part, text, register),
        typed: notation != Notation::Csv,
        inside: false,
        words,
    };
    let mut writer = Writer { notation, text, scope, found: Vec::new() };
    match (&part.content, &part.shape) {
        (Content::Table(table), Shape::Table { columns, rows, .. }) => {
            for (field, column) in columns.iter().enumerate() {
                let Some(column) = *column else { continue };
                for (local, row) in rows.iter().enumerate() {
                    let Some(cell) = table.cell(*row as usize, column.into()) else { continue };
                    let raw = cell.value(text);
                    if is_ditto(&raw) {
                        continue;
                    }
                    let place = cell.start as usize..cell.end as usize;
                    if let Some(spelled) = canon.cell(field as FieldId, &raw) {
                        writer.put(place, &spelled, Some((part.first + local as u32, field as FieldId)));
                    }
                }
            }
        }
        (Content::Tree(tree), Shape::Tree { fields, records }) => {
            for (local, record) in records.iter().enumerate() {
                let field = |node: NodeRef<'_>| node.key_id().and_then(|key| fields[key as usize]);
                let row = part.first + local as u32;
                writer.record(&canon, tree.node(text, *record), &field, row);
            }
        }
        _ => {}
    }
    let mut found = writer.found;
    found.sort_by_key(|respelling| (respelling.range.start, respelling.range.end));
    // What an alias repeats has the place of the alias: nothing is written twice.
    found.dedup_by(|later, earlier| later.range.start < earlier.range.end);
    found
}

struct Writer<'t> {
    notation: Notation,
    text: &'t str,
    scope: Scope,
    found: Vec<Respelling>,
}

impl Writer<'_> {
    fn put(&mut self, place: Range<usize>, spelled: &Spelled, cell: Option<(u32, FieldId)>) {
        let new = match spelled.literal {
            true => New::Literal(&spelled.text),
            false => New::Text(&spelled.text),
        };
        if let Some((range, text)) = splice(self.notation, self.text, place.clone(), new)
            && self.text.get(range.clone()) != Some(&text)
        {
            self.found.push(Respelling { place, range, text, why: spelled.why, cell });
        }
    }

    fn record(
        &mut self,
        canon: &Canon<'_>,
        record: NodeRef<'_>,
        field: &dyn Fn(NodeRef<'_>) -> Option<FieldId>,
        row: u32,
    ) {
        for child in record.children() {
            let Some(id) = field(child) else { continue };
            self.key(canon, id, child);
            self.child(canon, id, child, row);
        }
    }

    fn key(&mut self, canon: &Canon<'_>, id: FieldId, child: NodeRef<'_>) {
        let (Some(key), Some((start, end))) = (child.key(), child.key_range()) else { return };
        // A table's name may stand in several headers of a TOML file, all of which would have to follow.
        let of_a_table = self.notation == Notation::Toml && matches!(child.kind(), Kind::Map | Kind::List);
        // Where neither the name nor quotes stand, an alias repeats a map that stands elsewhere.
        let quoted = self.text[..start].ends_with(['"', '\'']) && self.text[end..].starts_with(['"', '\'']);
        if !self.scope.headers || of_a_table || !(quoted || self.text.get(start..end) == Some(key)) {
            return;
        }
        let Some(header) = canon.header(id, key) else { return };
        if let Some((range, text)) = splice(self.notation, self.text, start..end, New::Key(&header)) {
            self.found.push(Respelling { place: start..end, range, text, why: "header", cell: None });
        }
    }

    fn child(&mut self, canon: &Canon<'_>, id: FieldId, child: NodeRef<'_>, row: u32) {
        let schema = canon.register.schema();
        let known = &schema.fields[id as usize];
        match (child.kind(), known.rows) {
            (Kind::Text, _) => self.scalar(child, canon.cell(id, child.scalar().unwrap_or_default()), (row, id)),
            (Kind::List, None) if known.ty != Type::Table => {
                for item in child.children().filter(|item| item.kind() == Kind::Text) {
                    self.scalar(item, canon.item(id, item.scalar().unwrap_or_default()), (row, id));
                }
            }
            // The company's profile is read by the words that stand in it, not by its columns.
            (_, Some(_)) if schema.name == "org" => {}
            (Kind::List, Some(rows)) => {
                let inner = Canon { register: rows, inside: true, ..*canon };
                let field = |node: NodeRef<'_>| {
                    let id = rows.schema().field_by_header(node.key()?)?;
                    (rows.schema().fields[id as usize].name != "parent").then_some(id)
                };
                for line in child.children().filter(|line| line.kind() == Kind::Map) {
                    // Cells of inner rows are told as part of the record they stand in.
                    let before = self.found.len();
                    self.record(&inner, line, &field, row);
                    self.found[before..].iter_mut().for_each(|found| found.cell = found.cell.map(|_| (row, id)));
                }
            }
            (Kind::Map, Some(rows)) if known.ty == Type::Map => {
                let inner = Canon { register: rows, inside: true, ..*canon };
                let Some(value) = rows.schema().field("value") else { return };
                for entry in child.children().filter(|entry| entry.kind() == Kind::Text) {
                    self.scalar(entry, inner.cell(value, entry.scalar().unwrap_or_default()), (row, id));
                }
            }
            _ => {}
        }
    }

    fn scalar(&mut self, node: NodeRef<'_>, spelled: Option<Spelled>, cell: (u32, FieldId)) {
        let (start, end) = node.range();
        if let Some(spelled) = spelled {
            self.put(start..end, &spelled, Some(cell));
        }
    }
}
