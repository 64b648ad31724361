//! Which records two readings have in common, and what became of the others: added, removed, changed field by field.
//!
//! Unlike `same`, it pairs records by their keys, so that moved rows, renamed files and another format are no change.
//! What is a change for the better, and how it is told, is not known here.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::source::Span;
use crate::tree::{Content, Kind as Notation, NodeRef};

use super::canon::{Canon, Tongue};
use super::cell::{Words, unserial};
use super::columns::{Model, Register, Shape};
use super::place::Texts;
use super::schema::{FieldId, RegisterId, Type};
use super::spell::{Emptiness, emptiness, fold_key, fold_word, split_list};

/// One reading of a company's files.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    pub model: &'a Model,
    pub texts: &'a dyn Texts,
    pub words: &'a Words,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Added,
    Changed,
    Removed,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Added => "added",
            Kind::Changed => "changed",
            Kind::Removed => "removed",
        }
    }
}

/// One record that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub register: RegisterId,
    pub kind: Kind,
    /// As people write it; empty where nothing tells records of the register apart.
    pub key: String,
    /// Its row in the first and in the second reading.
    pub before: Option<u32>,
    pub after: Option<u32>,
    /// The fields of a changed record that differ.
    pub fields: Vec<Moved>,
}

/// One field that changed; what it held, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub field: FieldId,
    /// The entry of a map.
    pub entry: Option<String>,
    pub old: String,
    pub new: String,
}

/// All changes, register by register; within one in the order of the second reading, what is gone at the end.
pub fn compare(a: Reading<'_>, b: Reading<'_>) -> Vec<Change> {
    RegisterId::all().flat_map(|id| compare_register(a, b, id)).collect()
}

fn compare_register(a: Reading<'_>, b: Reading<'_>, id: RegisterId) -> Vec<Change> {
    if unchanged(a, b, id) {
        return Vec::new();
    }
    let (mut before, after) = (by_key(a, id), by_key(b, id));
    let mut changes = Vec::new();
    for (key, rows) in after.order.iter().map(|key| (key, &after.rows[key])) {
        let old = before.rows.remove(key).unwrap_or_default();
        let pairable = !key.is_empty() || id.schema().single;
        pair(a, b, id, &old, rows, pairable, &mut changes);
    }
    for rows in before.order.iter().filter_map(|key| before.rows.get(key)) {
        pair(a, b, id, rows, &[], true, &mut changes);
    }
    changes.sort_by_key(|change| (change.after.is_none(), change.after, change.before));
    changes
}

/// Whether the register's files hold the same text: by far the most do.
fn unchanged(a: Reading<'_>, b: Reading<'_>, id: RegisterId) -> bool {
    let parts = |of: Reading<'_>| of.model.register(id).map_or(0, |register| register.parts.len());
    parts(a) == parts(b) && (0..parts(a)).all(|at| part_text(a, id, at) == part_text(b, id, at))
}

fn part_text<'a>(of: Reading<'a>, id: RegisterId, at: usize) -> &'a str {
    of.model.register(id).map_or("", |register| of.texts.text(register.parts[at].file))
}

/// The rows of each key, and the keys in their order. Rows without a key share the empty one.
#[derive(Default)]
struct ByKey {
    rows: FxHashMap<String, Vec<u32>>,
    order: Vec<String>,
}

fn by_key(of: Reading<'_>, id: RegisterId) -> ByKey {
    let mut found = ByKey::default();
    for row in 0..of.model.len_of(id) {
        let key = key(of, id, row).map_or_else(String::new, |key| fold_key(&key).into_owned());
        if !found.rows.contains_key(&key) {
            found.order.push(key.clone());
        }
        found.rows.entry(key).or_default().push(row);
    }
    found
}

/// The record's key; none where its parts are all blank, or where the register has no key.
pub fn key(of: Reading<'_>, id: RegisterId, row: u32) -> Option<String> {
    if id.schema().key.is_empty() {
        return None;
    }
    Some(of.model.key(id, row, of.texts)).filter(|key| !key.trim_matches('/').trim().is_empty())
}

/// Records of one key: those that are alike are no change; the others follow each other in their order.
fn pair(
    a: Reading<'_>,
    b: Reading<'_>,
    id: RegisterId,
    old: &[u32],
    new: &[u32],
    pairable: bool,
    changes: &mut Vec<Change>,
) {
    let change = |kind, before: Option<u32>, after: Option<u32>, fields| {
        let of = after.map_or((a, before), |_| (b, after));
        let key = of.1.and_then(|row| key(of.0, id, row)).unwrap_or_default();
        Change { register: id, kind, key, before, after, fields }
    };
    if let ([before], [after], true) = (old, new, pairable) {
        let fields = moved(a, b, id, *before, *after);
        if !fields.is_empty() {
            changes.push(change(Kind::Changed, Some(*before), Some(*after), fields));
        }
        return;
    }
    let whole = |of: Reading<'_>, row: u32| -> Vec<String> { fields(id).map(|f| plain(of, id, row, f)).collect() };
    let mut left: FxHashMap<Vec<String>, Vec<u32>> = FxHashMap::default();
    for row in old.iter().rev() {
        left.entry(whole(a, *row)).or_default().push(*row);
    }
    let fresh: Vec<u32> =
        new.iter().copied().filter(|row| left.get_mut(&whole(b, *row)).and_then(Vec::pop).is_none()).collect();
    let mut gone: Vec<u32> = left.into_values().flatten().collect();
    gone.sort_unstable();
    let both = if pairable { gone.len().min(fresh.len()) } else { 0 };
    for (before, after) in gone.iter().zip(&fresh).take(both) {
        changes.push(change(Kind::Changed, Some(*before), Some(*after), moved(a, b, id, *before, *after)));
    }
    changes.extend(fresh[both..].iter().map(|row| change(Kind::Added, None, Some(*row), Vec::new())));
    changes.extend(gone[both..].iter().map(|row| change(Kind::Removed, Some(*row), None, Vec::new())));
}

/// Fields with cells of their own.
fn fields(id: RegisterId) -> impl Iterator<Item = FieldId> {
    let schema = id.schema();
    (0..schema.fields.len() as FieldId).filter(|field| schema.fields[*field as usize].found_in.is_none())
}

fn moved(a: Reading<'_>, b: Reading<'_>, id: RegisterId, before: u32, after: u32) -> Vec<Moved> {
    let mut moved = Vec::new();
    for field in fields(id) {
        let (old, new) = (written(a, id, before, field), written(b, id, after, field));
        if old == new || plain(a, id, before, field) == plain(b, id, after, field) {
            continue;
        }
        let node = |of: Reading<'_>, row: u32| -> Option<Vec<(String, String)>> { entries(of, id, row, field) };
        match (node(a, before), node(b, after)) {
            (Some(one), Some(other)) => moved.extend(moved_entries(field, &one, &other)),
            _ => moved.push(Moved { field, entry: None, old, new }),
        }
    }
    moved
}

fn moved_entries(field: FieldId, one: &[(String, String)], other: &[(String, String)]) -> Vec<Moved> {
    let find = |list: &[(String, String)], key: &str| {
        list.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let gone = one.iter().filter(|(key, _)| other.iter().all(|(known, _)| known != key));
    let all = other.iter().chain(gone).map(|(key, _)| key);
    let moved = all.map(|key| Moved { field, entry: Some(key.clone()), old: find(one, key), new: find(other, key) });
    moved.filter(|moved| moved.old != moved.new).collect()
}

/// The entries of a map that is written as one.
fn entries(of: Reading<'_>, id: RegisterId, row: u32, field: FieldId) -> Option<Vec<(String, String)>> {
    let node = of.model.node(id, row, field, of.texts).filter(|node| node.kind() == Notation::Map)?;
    Some(node.children().filter_map(|child| Some((child.key()?.to_owned(), flat(child)))).collect())
}

/// What stands in a cell, on one line.
pub fn written(of: Reading<'_>, id: RegisterId, row: u32, field: FieldId) -> String {
    if let Some(node) = of.model.node(id, row, field, of.texts).filter(|node| node.scalar().is_none()) {
        return flat(node);
    }
    let raw = of.model.raw(id, row, field, of.texts);
    let dates = match of.model.register(id).map(|register| &register.part_of(row).content) {
        Some(Content::Table(table)) => table.dates,
        _ => None,
    };
    unserial(&id.schema().fields[field as usize], dates, &raw).unwrap_or(raw)
}

fn flat(node: NodeRef<'_>) -> String {
    let inside = |child: NodeRef<'_>| match child.key() {
        Some(key) => format!("{key}: {}", flat(child)),
        None => flat(child),
    };
    let nested = node.children().any(|child| child.scalar().is_none());
    match node.kind() {
        Notation::List | Notation::Map => {
            let parts: Vec<String> = node.children().map(inside).collect();
            parts.join(if nested { "; " } else { ", " })
        }
        _ => node.scalar().unwrap_or_default().to_owned(),
    }
}

/// A value in the one spelling in which equal values are equal.
fn plain(of: Reading<'_>, id: RegisterId, row: u32, field: FieldId) -> String {
    let known = &id.schema().fields[field as usize];
    let raw = written(of, id, row, field);
    if known.ty == Type::List {
        let items: Vec<Cow<'_, str>> = split_list(&raw).into_iter().map(|at| word(of, id, field, &raw[at])).collect();
        return items.join("\n");
    }
    word(of, id, field, &raw).into_owned()
}

fn word<'r>(of: Reading<'_>, id: RegisterId, field: FieldId, raw: &'r str) -> Cow<'r, str> {
    let known = &id.schema().fields[field as usize];
    let raw = raw.trim();
    if emptiness(raw) == Emptiness::Blank {
        return Cow::Borrowed("");
    }
    if known.of == Type::Enum {
        let own = of.words.values.get(&(id, field)).and_then(|words| words.get(&*fold_word(raw)).copied());
        let value = own.or_else(|| known.value_by_word(raw));
        return value.map_or(Cow::Borrowed(raw), |value| known.values[usize::from(value)].name.clone().into());
    }
    let canon = Canon { register: id, tongue: Tongue::Code, typed: false, inside: false, words: of.words };
    canon.item(field, raw).map_or(Cow::Borrowed(raw), |spelled| spelled.text.into())
}

/// Everything of a record, from its first byte to its last.
pub fn extent(register: &Register, row: u32, texts: &dyn Texts) -> Span {
    let part = register.part_of(row);
    let (local, text) = ((row - part.first) as usize, texts.text(part.file));
    match (&part.content, &part.shape) {
        (Content::Table(table), Shape::Table { rows, .. }) => {
            let cells = || table.row(rows[local] as usize);
            let start = cells().next().map_or(0, |cell| cell.start);
            Span::new(part.file, start as usize, cells().last().map_or(start, |cell| cell.end) as usize)
        }
        (Content::Tree(tree), Shape::Tree { records, .. }) => {
            let (start, end) = tree.node(text, records[local]).range();
            Span::new(part.file, start, end)
        }
        (_, Shape::Nested(rows)) => rows[local].start(part.file),
        _ => Span::at(part.file, 0),
    }
}

/// The first row of each key, folded.
pub fn rows_by_key(of: Reading<'_>, id: RegisterId) -> FxHashMap<String, u32> {
    let found = by_key(of, id);
    found.rows.into_iter().filter(|(key, _)| !key.is_empty()).map(|(key, rows)| (key, rows[0])).collect()
}

/// Records that a record names: register and folded key. A reference that may lead anywhere names none.
pub fn references(of: Reading<'_>, id: RegisterId, row: u32) -> Vec<(RegisterId, String)> {
    let mut named = Vec::new();
    for field in fields(id) {
        let known = &id.schema().fields[field as usize];
        if known.of != Type::Ref || known.to.is_empty() {
            continue;
        }
        let raw = written(of, id, row, field);
        let items = if known.ty == Type::List { split_list(&raw) } else { std::iter::once(0..raw.len()).collect() };
        for item in items.into_iter().map(|at| &raw[at]).filter(|item| emptiness(item) == Emptiness::Filled) {
            let key = known.suffix.and_then(|mark| item.split_once(mark)).map_or(item, |(before, _)| before);
            named.extend(known.to.iter().map(|to| (*to, fold_key(key).into_owned())));
        }
    }
    named
}
