//! Tables and maps inside records, as registers of their own: one row for each line of a table or entry of a map, with
//! `parent` leading back to the record that it stands in.
//!
//! Where the rows stand and what they hold is settled here, once, while the files are at hand. Whether a nested value has
//! the shape that the schema asks for is judged with its record (see `shape`).

use std::borrow::Cow;

use crate::source::{FileId, Sources, Span};
use crate::tree::{Content, Kind, NodeRef, Tree};

use super::cell::{Bad, Converter, Words};
use super::columns::{BLANK, Model, Part, Pools, Register, Shape, missing};
use super::load::{Renumber, tree_cell};
use super::schema::{FieldId, RegisterId, Schema, Type};
use super::spell::{Emptiness, emptiness, is_ditto, split_list};

/// The field that every such register has.
const PARENT: &str = "parent";

/// What stands between name and value where a map is written into one cell.
const BETWEEN: [char; 4] = [':', '：', '=', '＝'];

/// No bytes: the field is not written there.
const ABSENT: (u32, u32) = (u32::MAX, u32::MAX);

/// Where one row stands.
#[derive(Debug)]
pub struct NestedRow {
    /// The record it stands in.
    pub owner: u32,
    begins: (u32, u32),
    /// Bytes of each field.
    cells: Box<[(u32, u32)]>,
    /// Texts that differ from their bytes (`\u6975`).
    owned: Vec<(FieldId, Box<str>)>,
}

impl NestedRow {
    pub fn start(&self, file: FileId) -> Span {
        Span::new(file, self.begins.0 as usize, self.begins.1 as usize)
    }

    pub fn span(&self, file: FileId, field: FieldId) -> Option<Span> {
        let (start, end) = self.cells[field as usize];
        (self.cells[field as usize] != ABSENT).then(|| Span::new(file, start as usize, end as usize))
    }

    pub fn raw<'t>(&'t self, text: &'t str, field: FieldId) -> Option<Cow<'t, str>> {
        if let Some((_, owned)) = self.owned.iter().find(|(known, _)| *known == field) {
            return Some(Cow::Borrowed(owned));
        }
        let (start, end) = self.cells[field as usize];
        text.get(start as usize..end as usize).map(Cow::Borrowed)
    }
}

impl Model {
    /// What `parent` of a row is written as: the key of the record it stands in, or what people call that record.
    pub(super) fn parent_cell(&self, id: RegisterId, row: u32, field: FieldId) -> Option<(RegisterId, u32, FieldId)> {
        let (owner, _) = id.owner().filter(|_| id.schema().field(PARENT) == Some(field))?;
        let part = self.register(id)?.part_of(row);
        let Shape::Nested(rows) = &part.shape else { return None };
        let schema = owner.schema();
        let key = schema.key_field().or(schema.label).unwrap_or_default();
        Some((owner, rows.get((row - part.first) as usize)?.owner, key))
    }
}

/// The records that rows stand in, by what `parent` says.
pub fn parents(model: &Model, id: RegisterId) -> impl Iterator<Item = (i32, u32)> {
    let register = model.register(id);
    let column = register.and_then(|register| register.columns[register.schema.field(PARENT)? as usize].as_ref());
    let parts = register.into_iter().flat_map(|register| &register.parts);
    let owners = parts.flat_map(|part| match &part.shape {
        Shape::Nested(rows) => rows.as_slice(),
        _ => &[],
    });
    column.into_iter().flatten().copied().zip(owners.map(|row| row.owner))
}

/// Makes the registers that stand inside of those that are there; gives the cells that could not be read.
pub fn load(
    registers: &mut [Option<Register>],
    sources: &Sources,
    words: &Words,
    pools: &mut Pools,
) -> Vec<(RegisterId, Vec<Bad>)> {
    let (mut made, mut bad) = (Vec::new(), Vec::new());
    for register in registers.iter().flatten() {
        for (id, field) in register.schema.fields.iter().enumerate() {
            let Some(rows) = field.rows.filter(|_| register.columns[id].is_some()) else { continue };
            let mut collector = Collector::new(rows, field.ty, words);
            for part in &register.parts {
                collector.part(part, id as FieldId, &sources.get(part.file).text);
                collector.end(part.file);
            }
            collector.finish(register, pools, &mut made, &mut bad);
        }
    }
    for register in made {
        let at = register.schema.id.0 as usize;
        registers[at] = Some(register);
    }
    bad
}

/// Gathers the rows of one register.
struct Collector<'w> {
    schema: &'static Schema,
    map: bool,
    converter: Converter<'w>,
    columns: Vec<Vec<i32>>,
    rows: Vec<NestedRow>,
    parts: Vec<Part>,
    len: u32,
    /// Records whose text could not be taken apart.
    unread: Vec<u32>,
    inner: Vec<(FieldId, Collector<'w>)>,
}

impl<'w> Collector<'w> {
    fn new(id: RegisterId, ty: Type, words: &'w Words) -> Collector<'w> {
        let schema = id.schema();
        let fields = schema.fields.iter().enumerate();
        let inner =
            fields.filter_map(|(at, field)| Some((at as FieldId, Collector::new(field.rows?, field.ty, words))));
        Collector {
            schema,
            map: ty == Type::Map,
            converter: Converter::new(id, words),
            columns: vec![Vec::new(); schema.fields.len()],
            rows: Vec::new(),
            parts: Vec::new(),
            len: 0,
            unread: Vec::new(),
            inner: inner.collect(),
        }
    }

    /// The end of a file, here and inside of the rows.
    fn end(&mut self, file: FileId) {
        self.inner.iter_mut().for_each(|(_, inner)| inner.end(file));
        let first = self.len - self.rows.len() as u32;
        let shape = Shape::Nested(std::mem::take(&mut self.rows));
        self.parts.push(Part { file, content: Content::Tree(Tree::default()), shape, first });
    }

    fn part(&mut self, part: &Part, field: FieldId, text: &str) {
        match (&part.content, &part.shape) {
            (Content::Table(table), Shape::Table { columns, rows, .. }) => {
                let Some(column) = columns[field as usize] else { return };
                let mut above = None;
                for (local, row) in rows.iter().enumerate() {
                    let cell = table.cell(*row as usize, column as usize);
                    // A ditto mark stands for the cell above it.
                    if !cell.is_some_and(|cell| is_ditto(&cell.value(text))) {
                        above = cell;
                    }
                    let Some(cell) = above else { continue };
                    let owner = part.first + local as u32;
                    if cell.escaped {
                        self.unread.push(owner);
                    } else {
                        self.text(owner, text, (cell.start as usize, cell.end as usize));
                    }
                }
            }
            (Content::Tree(tree), Shape::Tree { fields, records }) => {
                for (local, record) in records.iter().enumerate() {
                    let holds = |node: &NodeRef<'_>| node.key_id().and_then(|key| fields[key as usize]) == Some(field);
                    if let Some(node) = tree.node(text, *record).children().find(holds) {
                        self.node(part.first + local as u32, node, text);
                    }
                }
            }
            _ => {}
        }
    }

    fn node(&mut self, owner: u32, node: NodeRef<'_>, text: &str) {
        match node.kind() {
            Kind::Null => {}
            Kind::Map if self.map => node.children().for_each(|child| self.entry(owner, child, text)),
            // What is no map in a table has been reported as such.
            Kind::List if !self.map => {
                let records = node.children().filter(|child| child.kind() == Kind::Map);
                records.for_each(|record| self.record(owner, record, text));
            }
            Kind::List | Kind::Map => self.unread.push(owner),
            _ => self.text(owner, text, node.range()),
        }
    }

    /// A line of a table.
    fn record(&mut self, owner: u32, record: NodeRef<'_>, text: &str) {
        let begins = record.children().next().and_then(NodeRef::key_range).unwrap_or(record.range());
        let mut row = self.blank(owner, begins);
        let mut values = vec![BLANK; self.schema.fields.len()];
        for child in record.children() {
            let field = child.key().and_then(|key| self.schema.field_by_header(key));
            let Some(field) = field.filter(|field| self.schema.fields[*field as usize].name != PARENT) else {
                continue;
            };
            values[field as usize] = tree_cell(&mut self.converter, self.schema, field, child, self.len, true);
            row.set(field, value_range(child), child.scalar(), text);
            if let Some((_, inner)) = self.inner.iter_mut().find(|(known, _)| *known == field) {
                inner.node(self.len, child, text);
            }
        }
        self.push(row, &values);
    }

    /// An entry of a map.
    fn entry(&mut self, owner: u32, child: NodeRef<'_>, text: &str) {
        let (Some(key), Some(range)) = (child.key(), child.key_range()) else { return };
        let (Some(name), Some(value)) = (self.schema.field("name"), self.schema.field("value")) else { return };
        let mut row = self.blank(owner, range);
        let mut values = vec![BLANK; self.schema.fields.len()];
        values[name as usize] = self.converter.cell(&self.schema.fields[name as usize], name, key, self.len, true);
        values[value as usize] = tree_cell(&mut self.converter, self.schema, value, child, self.len, true);
        row.set(name, range, Some(key), text);
        row.set(value, value_range(child), child.scalar(), text);
        self.push(row, &values);
    }

    /// Rows in one cell: `usb: 閉塞; serial: なし`, `2026/4/1: 設置; 2026/7/1: 移設`. All of it is taken apart, or none.
    fn text(&mut self, owner: u32, text: &str, (start, end): (usize, usize)) {
        let raw = text.get(start..end).unwrap_or_default();
        if emptiness(raw) != Emptiness::Filled {
            return;
        }
        let before = (self.len, self.converter.bad.len());
        let whole =
            split_list(raw).into_iter().all(|item| self.item(owner, text, start + item.start, start + item.end));
        if !whole || self.converter.bad.len() > before.1 || !self.converter.pending.is_empty() {
            let kept = self.rows.len() - (self.len - before.0) as usize;
            self.rows.truncate(kept);
            self.columns.iter_mut().for_each(|column| column.truncate(before.0 as usize));
            self.len = before.0;
            self.converter.bad.truncate(before.1);
            self.converter.pending.clear();
            self.unread.push(owner);
        }
    }

    fn item(&mut self, owner: u32, text: &str, start: usize, end: usize) -> bool {
        let item = &text[start..end];
        let plain = |field: &FieldId| {
            let field = &self.schema.fields[*field as usize];
            field.name != PARENT && !matches!(field.ty, Type::Map | Type::Table | Type::List)
        };
        let fields: Vec<FieldId> = (0..self.schema.fields.len() as FieldId).filter(plain).collect();
        let parts: Vec<&str> = if self.map {
            item.splitn(2, BETWEEN).map(str::trim).collect()
        } else {
            let between = |c: char| c.is_whitespace() || BETWEEN.contains(&c);
            item.split(between).filter(|part| !part.is_empty()).collect()
        };
        let needed = fields.iter().filter(|field| self.schema.fields[**field as usize].required).count();
        if parts.len() < needed || parts.len() > fields.len() || parts.iter().any(|part| part.is_empty()) {
            return false;
        }
        let mut row = self.blank(owner, (start, end));
        let mut values = vec![BLANK; self.schema.fields.len()];
        for (field, part) in fields.into_iter().zip(parts) {
            let at = part.as_ptr() as usize - text.as_ptr() as usize;
            let schema = &self.schema.fields[field as usize];
            values[field as usize] = self.converter.cell(schema, field, part, self.len, true);
            row.set(field, (at, at + part.len()), None, text);
        }
        self.push(row, &values);
        true
    }

    fn blank(&self, owner: u32, (start, end): (usize, usize)) -> NestedRow {
        let cells = vec![ABSENT; self.schema.fields.len()].into_boxed_slice();
        NestedRow { owner, begins: (start as u32, end as u32), cells, owned: Vec::new() }
    }

    fn push(&mut self, row: NestedRow, values: &[i32]) {
        self.rows.push(row);
        self.len += 1;
        self.columns.iter_mut().zip(values).for_each(|(column, value)| column.push(*value));
    }

    /// The register, once all files are read, and those inside of it.
    fn finish(
        mut self,
        owner: &Register,
        pools: &mut Pools,
        made: &mut Vec<Register>,
        bad: &mut Vec<(RegisterId, Vec<Bad>)>,
    ) {
        let renumber = Renumber::new(pools, &mut self.converter.pools);
        for (cells, field) in self.columns.iter_mut().zip(&self.schema.fields) {
            renumber.cells(cells, field.ty, field.of, pools);
        }
        let key = owner.schema.key_field().filter(|key| owner.schema.fields[*key as usize].ty.is_symbol());
        let mut name = |row: u32| match key.map_or(BLANK, |key| owner.cell(row, key)) {
            // A record without a key is still the record that its rows stand in.
            cell if missing(cell) => pools.symbols.intern(&format!("\u{1}{}#{row}", owner.schema.name)),
            cell => cell,
        };
        let rows = self.parts.iter().flat_map(|part| match &part.shape {
            Shape::Nested(rows) => rows.as_slice(),
            _ => &[],
        });
        let parent = self.schema.field(PARENT).expect("internal error: nested rows without a parent");
        self.columns[parent as usize] = rows.map(|row| name(row.owner)).collect();
        let unread = self.unread.iter().map(|row| name(*row)).collect();
        self.converter.bad.extend(std::mem::take(&mut self.converter.pending).into_iter().map(|pending| Bad {
            row: pending.row,
            field: pending.field,
            why: "period-without-start",
        }));
        let columns = self.columns.into_iter().map(Some).collect();
        let register = Register { schema: self.schema, parts: self.parts, len: self.len, columns, unread };
        bad.push((self.schema.id, self.converter.bad));
        for (_, inner) in self.inner {
            inner.finish(&register, pools, made, bad);
        }
        made.push(register);
    }
}

impl NestedRow {
    fn set(&mut self, field: FieldId, (start, end): (usize, usize), scalar: Option<&str>, text: &str) {
        self.cells[field as usize] = (start as u32, end as u32);
        if let Some(scalar) = scalar.filter(|scalar| text.get(start..end) != Some(scalar)) {
            self.owned.push((field, scalar.into()));
        }
    }
}

/// Bytes of a value; a table or map as a whole is shown by where it begins.
fn value_range(node: NodeRef<'_>) -> (usize, usize) {
    let (start, end) = node.range();
    if matches!(node.kind(), Kind::List | Kind::Map) { (start, start) } else { (start, end) }
}

#[cfg(test)]
mod tests;
