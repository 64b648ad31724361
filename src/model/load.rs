//! From parsed files to a [`Model`]: chunks of records become columns in parallel, then join into one numbering.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::diag::{About, Arg, Diagnostic};
use crate::source::{FileId, Sources, Span};
use crate::tree::{Content, Kind, NodeRef};

use super::cell::{Bad, Converter, Part as Held, Words};
use super::columns::{BLANK, Model, NONE, Part, Pools, Register, Shape, missing};
use super::layout::layout;
use super::org::Org;
use super::schema::{FieldId, RegisterId, Schema, Type};
use super::spell::is_ditto;

/// One parsed file and the register it belongs to.
#[derive(Debug)]
pub struct Input {
    pub file: FileId,
    pub register: RegisterId,
    pub content: Content,
}

/// Text fields whose words some rule reads; the others keep only whether something is written.
pub type Wanted = FxHashSet<(RegisterId, FieldId)>;

/// What loading gives besides the model.
#[derive(Debug, Default)]
pub struct Loaded {
    pub model: Model,
    pub diagnostics: Vec<Diagnostic>,
    /// Cells whose text must never be shown.
    pub secrets: Vec<Span>,
    /// Headers, folded, that settings of the company explain and that some file has.
    pub own: FxHashSet<(RegisterId, String)>,
    /// The spellings that were known, the company's own names of its classes among them.
    pub words: Words,
}

/// Records a chunk: small enough to share two cores evenly, large enough to make merging cheap.
const CHUNK: usize = 8192;

/// Loads all inputs. They come in the order of their paths; the records are numbered in that order.
pub fn load(inputs: Vec<Input>, sources: &Sources, mut words: Words, wanted: &Wanted) -> Loaded {
    let mut loaded = Loaded::default();
    let mut registers: Vec<Option<Register>> = Vec::new();
    registers.resize_with(RegisterId::with_nested().count(), || None);
    let org = read_org(&inputs, sources);
    add_class_names(&org, &mut words);
    for input in inputs {
        let text = &sources.get(input.file).text;
        let found = layout(&input.content, text, input.file, input.register, &words, &mut loaded.diagnostics);
        let schema = input.register.schema();
        let register = registers[input.register.0 as usize].get_or_insert_with(|| Register {
            schema,
            parts: Vec::new(),
            len: 0,
            columns: Vec::new(),
            unread: FxHashSet::default(),
        });
        let Some(found) = found else { continue };
        loaded.secrets.extend(found.secrets);
        loaded.own.extend(found.own.into_iter().map(|header| (input.register, header)));
        let part = Part { file: input.file, content: input.content, shape: found.shape, first: register.len };
        register.len += part.len() as u32;
        register.parts.push(part);
    }
    let (mut pools, mut unreadable) = (Pools::default(), Vec::new());
    for register in registers.iter_mut().flatten() {
        let (columns, bad) = columns(register, sources, &words, wanted, &mut pools);
        register.columns = columns;
        unreadable.push((register.schema.id, bad));
    }
    unreadable.extend(super::nested::load(&mut registers, sources, &words, &mut pools));
    loaded.model = Model { pools, registers, org };
    for (register, cells) in unreadable {
        loaded.diagnostics.extend(cells.iter().map(|cell| wrong_value(&loaded.model, register, cell, sources)));
    }
    loaded.words = words;
    loaded
}

fn read_org(inputs: &[Input], sources: &Sources) -> Org {
    let org = RegisterId::by_name("org");
    let Some(input) = inputs.iter().find(|input| Some(input.register) == org) else { return Org::default() };
    let Content::Tree(tree) = &input.content else { return Org::default() };
    match tree.root(&sources.get(input.file).text) {
        Some(root) => Org::read(root.get("org").unwrap_or(root), input.file),
        None => Org::default(),
    }
}

/// The company's own names of its classes become spellings of the class levels, in every register that has a class.
fn add_class_names(org: &Org, words: &mut Words) {
    if org.classes.is_empty() {
        return;
    }
    for register in RegisterId::all() {
        // Cheap test first: most schemas are never parsed in a small repository.
        if !super::schema::SCHEMAS[register.0 as usize].json.contains("\"org.classes\"") {
            continue;
        }
        for (id, field) in register.schema().fields.iter().enumerate() {
            if field.values_from.as_deref() != Some("org.classes") {
                continue;
            }
            for (name, level) in &org.classes {
                if let Some(value) = field.value_index(level) {
                    words.add_value(register, id as FieldId, name, value);
                }
            }
        }
    }
}

struct Chunk<'p> {
    part: &'p Part,
    range: std::ops::Range<usize>,
}

struct LoadedChunk {
    columns: Vec<Option<Vec<i32>>>,
    pools: Pools,
    bad: Vec<Bad>,
}

type Columns = Vec<Option<Vec<i32>>>;

fn columns(
    register: &Register,
    sources: &Sources,
    words: &Words,
    wanted: &Wanted,
    pools: &mut Pools,
) -> (Columns, Vec<Bad>) {
    let schema = register.schema;
    let chunks: Vec<Chunk<'_>> = register
        .parts
        .iter()
        .flat_map(|part| {
            (0..part.len()).step_by(CHUNK).map(move |at| Chunk { part, range: at..(at + CHUNK).min(part.len()) })
        })
        .collect();
    let load = |chunk: &Chunk<'_>| load_chunk(chunk, schema, sources, words, wanted);
    let loaded: Vec<LoadedChunk> =
        if chunks.len() > 1 { chunks.par_iter().map(load).collect() } else { chunks.iter().map(load).collect() };
    let mut columns: Columns = vec![None; schema.fields.len()];
    let (mut bad, mut done) = (Vec::new(), 0);
    for (chunk, mut part) in chunks.iter().zip(loaded) {
        let renumber = Renumber::new(pools, &mut part.pools);
        for (field, cells) in part.columns.into_iter().enumerate() {
            let Some(mut cells) = cells else {
                if let Some(column) = &mut columns[field] {
                    column.resize(done + chunk.range.len(), BLANK);
                }
                continue;
            };
            renumber.cells(&mut cells, schema.fields[field].ty, schema.fields[field].of, pools);
            match &mut columns[field] {
                Some(column) => column.extend_from_slice(&cells),
                None if done == 0 => columns[field] = Some(cells),
                column => {
                    let mut whole = vec![BLANK; done];
                    whole.extend_from_slice(&cells);
                    *column = Some(whole);
                }
            }
        }
        done += chunk.range.len();
        bad.extend(part.bad);
    }
    (columns, bad)
}

fn load_chunk(
    chunk: &Chunk<'_>,
    schema: &'static Schema,
    sources: &Sources,
    words: &Words,
    wanted: &Wanted,
) -> LoadedChunk {
    let text = &sources.get(chunk.part.file).text;
    let mut converter = Converter::new(schema.id, words);
    let interned: Vec<bool> = (0..schema.fields.len() as FieldId).map(|f| wanted.contains(&(schema.id, f))).collect();
    let mut columns: Columns = vec![None; schema.fields.len()];
    match (&chunk.part.content, &chunk.part.shape) {
        (Content::Table(table), Shape::Table { columns: mapped, rows, .. }) => {
            converter.dates = table.dates;
            for (id, column) in mapped.iter().enumerate() {
                let Some(column) = column else { continue };
                let field = &schema.fields[id];
                let mut cells = Vec::with_capacity(chunk.range.len());
                for local in chunk.range.clone() {
                    let row = chunk.part.first + local as u32;
                    let Some(cell) = table.cell(rows[local] as usize, *column as usize) else {
                        cells.push(BLANK);
                        continue;
                    };
                    let raw = cell.value(text);
                    let value = if is_ditto(&raw) {
                        let above = super::place::raw_of(chunk.part, text, local, id as FieldId).unwrap_or_default();
                        if is_ditto(&above) {
                            converter.reject(row, id as FieldId, "nothing-above")
                        } else {
                            converter.cell(field, id as FieldId, &above, row, interned[id])
                        }
                    } else {
                        converter.cell(field, id as FieldId, &raw, row, interned[id])
                    };
                    cells.push(value);
                }
                columns[id] = Some(cells);
            }
        }
        (Content::Tree(tree), Shape::Tree { fields, records }) => {
            // Fields without a column of their own, and the field in whose text they are found.
            let derived: Vec<(FieldId, FieldId)> = schema
                .fields
                .iter()
                .enumerate()
                .filter_map(|(id, field)| Some((field.found_in?, id as FieldId)))
                .collect();
            let tagged = schema.fields.iter().position(|field| field.from_headings);
            for (at, local) in chunk.range.clone().enumerate() {
                let row = chunk.part.first + local as u32;
                if let Some(id) = tagged {
                    let record = tree.node(text, records[local]);
                    let tags = tags_of(record, schema, id as FieldId, fields);
                    if !tags.is_empty() {
                        let value = converter.items(&schema.fields[id], id as FieldId, tags.into_iter(), row);
                        columns[id].get_or_insert_with(|| vec![BLANK; chunk.range.len()])[at] = value;
                    }
                }
                for child in tree.node(text, records[local]).children() {
                    let Some(id) = child.key_id().and_then(|key| fields[key as usize]) else { continue };
                    // Filled with the headings' tags above.
                    if tagged == Some(id as usize) && columns[id as usize].as_ref().is_some_and(|c| c[at] != BLANK) {
                        continue;
                    }
                    let found = derived.iter().filter(|(base, _)| *base == id).map(|(_, id)| *id);
                    for id in std::iter::once(id).chain(found) {
                        let value = tree_cell(&mut converter, schema, id, child, row, interned[id as usize]);
                        let column = columns[id as usize].get_or_insert_with(|| vec![BLANK; chunk.range.len()]);
                        column[at] = value;
                    }
                }
            }
        }
        _ => {}
    }
    resolve_pending(&mut converter, schema, &mut columns, chunk);
    LoadedChunk { columns, pools: converter.pools, bad: converter.bad }
}

/// Tags of a document's headings together with those its front matter names.
fn tags_of<'t>(record: NodeRef<'t>, schema: &Schema, field: FieldId, fields: &[Option<FieldId>]) -> Vec<&'t str> {
    let headings = record.get("body_headings").into_iter().flat_map(NodeRef::children);
    let mut tags: Vec<&str> = headings.filter_map(|heading| heading.get("clause")?.scalar()).collect();
    if tags.is_empty() {
        return tags;
    }
    debug_assert!(schema.fields[field as usize].from_headings);
    let named = record.children().find(|child| child.key_id().is_some_and(|key| fields[key as usize] == Some(field)));
    match named {
        Some(list) if list.kind() == Kind::List => tags.extend(list.children().filter_map(NodeRef::scalar)),
        Some(one) => {
            let text = one.scalar().unwrap_or_default();
            tags.extend(super::spell::split_list(text).into_iter().map(|range| &text[range]));
        }
        None => {}
    }
    tags
}

pub(super) fn tree_cell(
    converter: &mut Converter<'_>,
    schema: &Schema,
    id: FieldId,
    node: NodeRef<'_>,
    row: u32,
    interned: bool,
) -> i32 {
    let field = &schema.fields[id as usize];
    match node.kind() {
        Kind::Null => BLANK,
        // An empty table says that there is none, like an empty list.
        Kind::List if field.ty == Type::Table && node.children().next().is_none() => NONE,
        Kind::List if field.ty == Type::Table => 0,
        Kind::List => {
            if node.children().any(|item| matches!(item.kind(), Kind::List | Kind::Map)) {
                return converter.reject(row, id, "not-a-scalar");
            }
            converter.items(field, id, node.children().filter_map(NodeRef::scalar), row)
        }
        Kind::Map if matches!(field.ty, Type::Map | Type::Table) => 0,
        Kind::Map => converter.reject(row, id, "not-a-scalar"),
        _ => converter.cell(field, id, node.scalar().unwrap_or_default(), row, interned),
    }
}

/// Periods and bare times become days and moments with the help of the field that the schema names.
fn resolve_pending(converter: &mut Converter<'_>, schema: &Schema, columns: &mut Columns, chunk: &Chunk<'_>) {
    let first = chunk.part.first + chunk.range.start as u32;
    for pending in std::mem::take(&mut converter.pending) {
        let field = &schema.fields[pending.field as usize];
        let from = field.counts_from.as_deref().and_then(|name| schema.field(name));
        let at = (pending.row - first) as usize;
        let start = from.and_then(|f| columns[f as usize].as_ref()).map_or(BLANK, |column| column[at]);
        let value = if missing(start) {
            converter.reject(pending.row, pending.field, "period-without-start")
        } else {
            match pending.part {
                Held::Period(period) => period.after(start),
                Held::Time(minutes) => start.saturating_mul(1440).saturating_add(minutes),
            }
        };
        if let Some(column) = &mut columns[pending.field as usize] {
            column[at] = value;
        }
    }
}

/// Moves a chunk's own numbers into the model's.
pub(super) struct Renumber {
    symbols: Vec<i32>,
    first_list: usize,
    first_item: usize,
    first_period: i32,
    first_decimal: i32,
}

impl Renumber {
    pub(super) fn new(pools: &mut Pools, chunk: &mut Pools) -> Renumber {
        let renumber = Renumber {
            symbols: chunk.symbols.iter().map(|word| pools.symbols.intern(word)).collect(),
            first_list: pools.lists.len(),
            first_item: pools.items.len(),
            first_period: pools.periods.len() as i32,
            first_decimal: pools.decimals.len() as i32,
        };
        let shift = renumber.first_item as u32;
        pools.items.append(&mut chunk.items);
        pools.lists.extend(chunk.lists.drain(..).map(|(start, end)| (start + shift, end + shift)));
        pools.periods.append(&mut chunk.periods);
        pools.decimals.append(&mut chunk.decimals);
        renumber
    }

    fn number(&self, value: i32, ty: Type) -> i32 {
        match ty {
            _ if missing(value) => value,
            Type::Text | Type::Id | Type::Ref => self.symbols.get(value as usize).copied().unwrap_or(value),
            Type::Period => value + self.first_period,
            Type::Decimal => value + self.first_decimal,
            Type::List => value + self.first_list as i32,
            _ => value,
        }
    }

    pub(super) fn cells(&self, cells: &mut [i32], ty: Type, of: Type, pools: &mut Pools) {
        if matches!(ty, Type::Boolean | Type::Enum | Type::Date | Type::DateTime | Type::Integer) {
            return;
        }
        for cell in cells.iter_mut() {
            *cell = self.number(*cell, ty);
            if ty == Type::List && !missing(*cell) {
                let (start, end) = pools.lists[*cell as usize];
                for item in &mut pools.items[start as usize..end as usize] {
                    *item = self.number(*item, of);
                }
            }
        }
    }
}

fn wrong_value(model: &Model, id: RegisterId, bad: &Bad, sources: &Sources) -> Diagnostic {
    let register = model.register(id).expect("internal error: a bad cell of a register that is not there");
    let part = register.part_of(bad.row);
    let local = (bad.row - part.first) as usize;
    let field = &register.schema.fields[bad.field as usize];
    let span = super::place::cell_span(part, local, bad.field, sources).unwrap_or(Span::at(part.file, 0));
    let raw = sources.text(span).to_owned();
    let about = About::Field { register: register.schema.name.clone(), field: field.name.clone() };
    let choices = field.values.iter().flat_map(|value| [value.ja.as_str(), value.name.as_str()]);
    let nearest = if field.values.is_empty() { None } else { super::spell::nearest(&raw, choices) };
    let diagnostic = Diagnostic::new("register/wrong-value", span)
        .about(about)
        .arg_of("field", Arg::Field { register: register.schema.name.clone(), field: field.name.clone() })
        .arg("value", raw.clone())
        .phrase("reason", bad.why)
        .suggest(nearest);
    super::link::with_subject(diagnostic, model, id, bad.row, sources)
}
