//! From a cell back to its text: spans and raw words of records. Used for what failed, never on the way through all
//! records.

use std::borrow::Cow;

use crate::source::{FileId, Sources, Span};
use crate::tree::{Content, Kind, NodeRef, Table, Tree};

use super::columns::{Model, Part, Place, Shape};
use super::schema::{FieldId, RegisterId};

/// Whoever knows the text of a file.
pub trait Texts {
    fn text(&self, file: FileId) -> &str;
}

impl Texts for Sources {
    fn text(&self, file: FileId) -> &str {
        &self.get(file).text
    }
}

/// Narrows bytes to what is left without surrounding white space; an all-white cell becomes an empty place at its start.
pub fn trimmed(text: &str, start: usize, end: usize) -> (usize, usize) {
    let raw = text.get(start..end).unwrap_or_default();
    let front = raw.len() - raw.trim_start().len();
    if front == raw.len() {
        return (start, start);
    }
    (start + front, start + raw.trim_end().len())
}

impl Model {
    /// Where a cell is.
    pub fn place(&self, id: RegisterId, row: u32, field: FieldId, texts: &dyn Texts) -> Place {
        if let Some((owner, row, key)) = self.parent_cell(id, row, field) {
            return self.place(owner, row, key, texts);
        }
        let register = self.register(id).expect("internal error: place in a register that is not there");
        let part = register.part_of(row);
        let local = (row - part.first) as usize;
        match cell_span(part, local, field, texts) {
            Some(span) => Place::Cell(span),
            None => Place::Record(self.record_span(id, row, texts)),
        }
    }

    /// The cells of a list, each with its own place, as far as the format tells them apart.
    pub fn record_span(&self, id: RegisterId, row: u32, texts: &dyn Texts) -> Span {
        let register = self.register(id).expect("internal error: record of a register that is not there");
        let part = register.part_of(row);
        let local = (row - part.first) as usize;
        if let Shape::Nested(rows) = &part.shape {
            return rows[local].start(part.file);
        }
        let key = register.schema.key.iter().rev().chain(&register.schema.label);
        for field in key {
            if let Some(span) = cell_span(part, local, *field, texts).filter(|span| span.start < span.end) {
                return span;
            }
        }
        start_of(part, local, texts)
    }

    /// The node of a cell, where the file's format has nodes: what a map holds stands only there.
    pub fn node<'t>(&'t self, id: RegisterId, row: u32, field: FieldId, texts: &'t dyn Texts) -> Option<NodeRef<'t>> {
        let part = self.register(id)?.part_of(row);
        let Content::Tree(tree) = &part.content else { return None };
        field_node(part, tree, texts.text(part.file), (row - part.first) as usize, field)
    }

    /// The end of a register, where a new record would be written: the end of its last file.
    pub fn end_of(&self, id: RegisterId, texts: &dyn Texts) -> Option<Span> {
        let part = self.register(id)?.parts.last()?;
        let text = texts.text(part.file);
        let end = text.trim_end_matches(['\n', '\r', ' ']).len();
        Some(Span::at(part.file, end))
    }

    /// A cell's raw text, as it was written; empty where nothing is.
    pub fn raw(&self, id: RegisterId, row: u32, field: FieldId, texts: &dyn Texts) -> String {
        if let Some((owner, row, key)) = self.parent_cell(id, row, field) {
            return self.raw(owner, row, key, texts);
        }
        let Some(register) = self.register(id) else { return String::new() };
        let part = register.part_of(row);
        let text = texts.text(part.file);
        raw_of(part, text, (row - part.first) as usize, field).map(|raw| raw.trim().to_owned()).unwrap_or_default()
    }

    /// Symbol, date, enum … of a cell as a canonical word, for keys and fingerprints.
    pub fn symbol_text(&self, cell: i32) -> &str {
        self.pools.symbols.get(cell)
    }
}

/// The span of a field in a record of a file, blank cells included.
pub fn cell_span(part: &Part, local: usize, field: FieldId, texts: &dyn Texts) -> Option<Span> {
    let text = texts.text(part.file);
    match (&part.content, &part.shape) {
        (Content::Table(table), Shape::Table { columns, rows, .. }) => {
            let column = columns[field as usize]? as usize;
            let row = rows[local] as usize;
            let Some(cell) = table.cell(row, column) else {
                // A ragged row: the cell would stand where the row ends.
                let last = table.cell(row, table.row_len(row).checked_sub(1)?)?;
                return Some(Span::at(part.file, last.end as usize));
            };
            let (start, end) = trimmed(text, cell.start as usize, cell.end as usize);
            Some(Span::new(part.file, start, end))
        }
        (Content::Tree(tree), Shape::Tree { .. }) => {
            let node = field_node(part, tree, text, local, field)?;
            let (start, end) = node.range();
            Some(Span::new(part.file, start, end))
        }
        (_, Shape::Nested(rows)) => rows[local].span(part.file, field),
        _ => None,
    }
}

/// A list element's own node or bytes: the span of item `index` inside the cell.
pub fn item_span(part: &Part, local: usize, field: FieldId, index: usize, texts: &dyn Texts) -> Option<Span> {
    let text = texts.text(part.file);
    if let (Content::Tree(tree), Shape::Tree { .. }) = (&part.content, &part.shape) {
        let node = field_node(part, tree, text, local, field)?;
        if node.kind() == Kind::List {
            let (start, end) = node.children().nth(index)?.range();
            return Some(Span::new(part.file, start, end));
        }
    }
    let cell = cell_span(part, local, field, texts)?;
    let raw = text.get(cell.range())?;
    let item = super::spell::split_list(raw).into_iter().nth(index)?;
    Some(Span::new(part.file, cell.range().start + item.start, cell.range().start + item.end))
}

/// A cell's raw text, unescaped.
pub fn raw_of<'t>(part: &'t Part, text: &'t str, local: usize, field: FieldId) -> Option<Cow<'t, str>> {
    match (&part.content, &part.shape) {
        (Content::Table(table), Shape::Table { columns, rows, .. }) => {
            let column = columns[field as usize]? as usize;
            Some(table_raw(table, text, rows, local, column))
        }
        (Content::Tree(tree), Shape::Tree { .. }) => {
            let node = field_node(part, tree, text, local, field)?;
            node.scalar().map(Cow::Borrowed).or_else(|| Some(Cow::Owned(join_items(node))))
        }
        (_, Shape::Nested(rows)) => rows[local].raw(text, field),
        _ => None,
    }
}

/// A table cell; a ditto mark stands for the cell above it.
fn table_raw<'t>(table: &Table, text: &'t str, rows: &[u32], local: usize, column: usize) -> Cow<'t, str> {
    let mut at = local;
    loop {
        let value = table.cell(rows[at] as usize, column).map_or(Cow::Borrowed(""), |cell| cell.value(text));
        if at == 0 || !super::spell::is_ditto(&value) {
            return value;
        }
        at -= 1;
    }
}

fn field_node<'t>(part: &Part, tree: &'t Tree, text: &'t str, local: usize, field: FieldId) -> Option<NodeRef<'t>> {
    let Shape::Tree { fields, records } = &part.shape else { return None };
    let record = tree.node(text, records[local]);
    record.children().find(|child| child.key_id().is_some_and(|key| fields[key as usize] == Some(field)))
}

fn join_items(node: NodeRef<'_>) -> String {
    let items: Vec<String> = node.children().filter_map(|item| item.scalar().map(str::to_owned)).collect();
    items.join(", ")
}

/// Where a record begins: its first cell, or its first key.
fn start_of(part: &Part, local: usize, texts: &dyn Texts) -> Span {
    let text = texts.text(part.file);
    match (&part.content, &part.shape) {
        (Content::Table(table), Shape::Table { rows, .. }) => {
            let cell = table.row(rows[local] as usize).find(|cell| cell.start < cell.end);
            let (start, end) = cell.map_or((0, 0), |cell| trimmed(text, cell.start as usize, cell.end as usize));
            Span::new(part.file, start, end)
        }
        (Content::Tree(tree), Shape::Tree { records, .. }) => {
            let record = tree.node(text, records[local]);
            let first = record.children().next().and_then(NodeRef::key_range);
            let (start, end) = first.unwrap_or((record.range().0, record.range().0));
            Span::new(part.file, start, end)
        }
        (_, Shape::Nested(rows)) => rows[local].start(part.file),
        _ => Span::at(part.file, 0),
    }
}
