//! What a record must have, judged by `jsonschema` against the register's own JSON Schema.
//!
//! The loader's types have settled type, format and choice of each cell, so these are taken out of the schema first;
//! what is left (required, conditions, ranges, patterns) depends on which fields are filled and on a few values. Records
//! alike in those are judged once.

use jsonschema::error::ValidationErrorKind;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use crate::diag::{About, Arg, Diagnostic};
use crate::source::{Sources, Span};
use crate::tree::{Content, Kind, NodeRef};

use super::columns::{BLANK, Model, NONE, Part, Place, Register, Shape, missing};
use super::date::{format_date, format_datetime};
use super::link::with_subject;
use super::place::raw_of;
use super::schema::{Field, FieldId, RegisterId, Schema, Type};

/// Judges all records of all registers.
pub fn judge(model: &Model, sources: &Sources) -> Vec<Diagnostic> {
    // Rows inside records are judged with them.
    let ids: Vec<RegisterId> = RegisterId::all().filter(|id| model.len_of(*id) > 0).collect();
    ids.par_iter().flat_map_iter(|id| judge_register(model, *id, sources)).collect()
}

fn judge_register(model: &Model, id: RegisterId, sources: &Sources) -> Vec<Diagnostic> {
    let register = model.register(id).expect("internal error: only registers with records are judged");
    let (validator, telling) = compile(register.schema);
    let mut memo: FxHashMap<Vec<i32>, bool> = FxHashMap::default();
    let mut absent: FxHashMap<(usize, FieldId), (u32, u32)> = FxHashMap::default();
    let mut found = Vec::new();
    let mut signature = Vec::new();
    for row in 0..register.len {
        let known = if sign(register, row, &telling, &mut signature) { memo.get(&signature).copied() } else { None };
        if known == Some(true) {
            continue;
        }
        let instance = instance(model, register, row, sources);
        if known.is_none() {
            let valid = validator.is_valid(&instance);
            memo.insert(signature.clone(), valid);
            if valid {
                continue;
            }
        }
        let unfinished = unfinished(register, row);
        let mut open = Vec::new();
        for error in validator.iter_errors(&instance) {
            match unfinished.and_then(|_| blank(register, &error)) {
                Some(field) => open.push(field),
                None => report(model, id, row, &error, sources, &mut absent, &mut found),
            }
        }
        if let (Some(by), Some(first)) = (unfinished, open.first()) {
            found.push(still_open(model, id, row, (by, *first, open.len()), sources));
        }
    }
    let mut absent: Vec<_> = absent.into_iter().collect();
    absent.sort_unstable();
    for ((part, field), (row, count)) in absent {
        found.push(missing_column(model, id, &register.parts[part], field, row, count, sources));
    }
    found
}

/// The schema without what the loader has settled, and the fields whose values (not only presence) it asks about.
fn compile(schema: &Schema) -> (jsonschema::Validator, Vec<FieldId>) {
    let mut json = schema.json();
    let mut telling: Vec<FieldId> = Vec::new();
    if let Some(properties) = json["properties"].as_object_mut() {
        for (name, property) in properties.iter_mut() {
            let Some(id) = schema.field(name) else { continue };
            let nested = matches!(schema.fields[id as usize].ty, Type::Map | Type::Table);
            if let Some(keywords) = property.as_object_mut() {
                for settled in ["x-timlint", "title", "description", "examples", "format"] {
                    keywords.remove(settled);
                }
                if !nested {
                    for settled in ["type", "enum", "items"] {
                        keywords.remove(settled);
                    }
                }
                if !keywords.is_empty() {
                    telling.push(id);
                }
            }
        }
    }
    asked(&json["allOf"], schema, &mut telling);
    asked(&json["anyOf"], schema, &mut telling);
    telling.sort_unstable();
    telling.dedup();
    // What is left says the same in draft 7, whose meta-schema is one small file: checking the schema against that of
    // 2020-12 would cost a small repository half of its run. A test checks the files themselves as 2020-12.
    if let Some(root) = json.as_object_mut() {
        root.remove("$schema");
        root.remove("$id");
    }
    let validator = jsonschema::options()
        .with_draft(jsonschema::Draft::Draft7)
        .with_pattern_options(jsonschema::PatternOptions::regex())
        .build(&json)
        .expect("internal error: built-in schema is not a JSON Schema");
    (validator, telling)
}

/// Fields under any `properties` of a condition.
fn asked(value: &Value, schema: &Schema, telling: &mut Vec<FieldId>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| asked(item, schema, telling)),
        Value::Object(map) => {
            for (key, inner) in map {
                if key == "properties" {
                    telling.extend(inner.as_object().into_iter().flatten().filter_map(|(name, _)| schema.field(name)));
                }
                asked(inner, schema, telling);
            }
        }
        _ => {}
    }
}

/// What the verdict on a record depends on. False where it depends on more (nested values): such records are all judged.
fn sign(register: &Register, row: u32, telling: &[FieldId], signature: &mut Vec<i32>) -> bool {
    signature.clear();
    let mut bits = 0i32;
    for (position, column) in register.columns.iter().enumerate() {
        let filled = column.as_ref().is_some_and(|column| present(column[row as usize], register.schema, position));
        bits = bits << 1 | i32::from(filled);
        if position % 31 == 30 {
            signature.push(bits);
            bits = 0;
        }
    }
    signature.push(bits);
    let mut plain = true;
    for field in telling {
        let cell = register.cell(row, *field);
        let ty = register.schema.fields[*field as usize].ty;
        plain &= missing(cell) || !matches!(ty, Type::Map | Type::Table | Type::Text | Type::List);
        signature.push(cell);
    }
    if !plain {
        // Never equal to another record's.
        signature.push(row as i32);
    }
    plain
}

/// A declared "none" is an empty list where a list is asked, an answer where the field has words of its own for it, and
/// nothing elsewhere.
fn present(cell: i32, schema: &Schema, field: usize) -> bool {
    let field = &schema.fields[field];
    cell != BLANK && (cell != NONE || field.ty == Type::List || !field.none_words.is_empty())
}

fn instance(model: &Model, register: &Register, row: u32, sources: &Sources) -> Value {
    let part = register.part_of(row);
    let local = (row - part.first) as usize;
    let text = &sources.get(part.file).text;
    let mut record = Map::new();
    for (position, field) in register.schema.fields.iter().enumerate() {
        let id = position as FieldId;
        let cell = register.cell(row, id);
        if !present(cell, register.schema, position) {
            continue;
        }
        let raw = || Value::from(raw_of(part, text, local, id).unwrap_or_default().trim());
        let value = match field.ty {
            Type::List => model.pools.list(cell).iter().map(|item| item_word(field, *item)).collect(),
            Type::Map | Type::Table => nested(part, text, local, id).unwrap_or_else(raw),
            _ if missing(cell) => raw(),
            Type::Integer => Value::from(cell),
            Type::Boolean => Value::from(cell != 0),
            Type::Enum => Value::from(field.values[cell as usize].name.as_str()),
            Type::Date => Value::from(format_date(cell)),
            Type::DateTime => Value::from(format_datetime(i64::from(cell))),
            _ => raw(),
        };
        record.insert(field.name.clone(), value);
    }
    Value::Object(record)
}

/// A list's element by its canonical name, for conditions such as "contains contractor".
fn item_word(field: &Field, item: i32) -> Value {
    let value = (field.of == Type::Enum).then(|| field.values.get(item as usize)).flatten();
    Value::from(value.map_or("", |value| value.name.as_str()))
}

/// A nested value as plain JSON. In a table cell it is text, which no nested schema can judge: it counts as any value.
fn nested(part: &Part, text: &str, local: usize, field: FieldId) -> Option<Value> {
    let (Content::Tree(tree), Shape::Tree { fields, records }) = (&part.content, &part.shape) else {
        return None;
    };
    let record = tree.node(text, records[local]);
    let node = record.children().find(|child| child.key_id().is_some_and(|k| fields[k as usize] == Some(field)))?;
    Some(to_json(node))
}

fn to_json(node: NodeRef<'_>) -> Value {
    match node.kind() {
        Kind::List => node.children().map(to_json).collect(),
        Kind::Map => {
            node.children().map(|child| (child.key().unwrap_or_default().to_owned(), to_json(child))).collect()
        }
        Kind::Null => Value::Null,
        Kind::Bool => Value::from(node.scalar() == Some("true")),
        Kind::Number => serde_json::from_str(node.scalar().unwrap_or_default()).unwrap_or(Value::Null),
        Kind::Text => Value::from(node.scalar().unwrap_or_default()),
    }
}

/// The field that says that a record is still being written.
fn unfinished(register: &Register, row: u32) -> Option<FieldId> {
    let (field, value) = register.schema.unfinished?;
    let cell = register.cell(row, field);
    let open = value.map_or(missing(cell), |value| cell == i32::from(value));
    open.then_some(field)
}

/// The field that an error asks for, if that is all it says.
fn blank(register: &Register, error: &jsonschema::ValidationError<'_>) -> Option<FieldId> {
    match error.kind() {
        ValidationErrorKind::Required { property } if error.instance_path().as_str().is_empty() => {
            register.schema.field(property.as_str().unwrap_or_default())
        }
        ValidationErrorKind::AnyOf { .. } if error.instance_path().as_str().is_empty() => first_asked(register, error),
        _ => None,
    }
}

/// What a record still lacks while it is being written is one finding: whoever writes it knows.
fn still_open(
    model: &Model,
    id: RegisterId,
    row: u32,
    (by, first, count): (FieldId, FieldId, usize),
    sources: &Sources,
) -> Diagnostic {
    let schema = id.schema();
    let named = |field: FieldId| (schema.name.clone(), schema.fields[field as usize].name.clone());
    let place = model.place(id, row, by, sources);
    let (register, field) = named(by);
    let about = match place {
        Place::Cell(_) => About::Field { register, field },
        Place::Record(_) => About::NoField { register, field },
    };
    let (register, field) = named(first);
    let diagnostic = Diagnostic::new("register/unfinished-record", place.span())
        .about(about)
        .arg_of("field", Arg::Field { register, field })
        .arg("count", count.to_string());
    with_subject(diagnostic, model, id, row, sources)
}

type Absent = FxHashMap<(usize, FieldId), (u32, u32)>;

fn report(
    model: &Model,
    id: RegisterId,
    row: u32,
    error: &jsonschema::ValidationError<'_>,
    sources: &Sources,
    absent: &mut Absent,
    found: &mut Vec<Diagnostic>,
) {
    let register = model.register(id).expect("internal error: judged register");
    let pointer = error.instance_path().as_str().to_owned();
    let first = pointer.trim_start_matches('/').split('/').next().unwrap_or_default().to_owned();
    let asked = blank(register, error);
    let missing_value = asked.is_some();
    let Some(field) = asked.or_else(|| register.schema.field(&first)) else { return };
    let part = register.parts.partition_point(|part| part.first <= row).saturating_sub(1);
    if missing_value && !mapped(&register.parts[part], field) {
        absent.entry((part, field)).or_insert((row, 0)).1 += 1;
        return;
    }
    let name = register.schema.fields[field as usize].name.clone();
    let place = model.place(id, row, field, sources);
    let span = nested_span(register, row, &pointer, field, sources).unwrap_or_else(|| place.span());
    let names = (register.schema.name.clone(), name.clone());
    let about = match place {
        Place::Cell(_) => About::Field { register: names.0, field: names.1 },
        Place::Record(_) => About::NoField { register: names.0, field: names.1 },
    };
    let rule = if missing_value { "register/missing-value" } else { "register/wrong-value" };
    let mut diagnostic = Diagnostic::new(rule, span)
        .about(about)
        .arg_of("field", Arg::Field { register: register.schema.name.clone(), field: name });
    if !missing_value {
        let reason = match error.kind() {
            ValidationErrorKind::Minimum { .. } | ValidationErrorKind::Maximum { .. } => "out-of-range",
            ValidationErrorKind::Pattern { .. } => "wrong-pattern",
            ValidationErrorKind::Enum { .. } => "not-a-choice",
            _ => "wrong-shape",
        };
        diagnostic = diagnostic.arg("value", sources.text(span)).phrase("reason", reason);
    }
    found.push(with_subject(diagnostic, model, id, row, sources));
}

/// Of several fields one of which must be filled, the first: that is where the finding points.
fn first_asked(register: &Register, error: &jsonschema::ValidationError<'_>) -> Option<FieldId> {
    let at = error.schema_path().as_str().to_owned();
    let json = register.schema.json();
    let alternatives = json.pointer(&at)?.as_array()?;
    alternatives.iter().find_map(|one| register.schema.field(one["required"][0].as_str()?))
}

fn mapped(part: &Part, field: FieldId) -> bool {
    match &part.shape {
        Shape::Table { columns, .. } => columns[field as usize].is_some(),
        Shape::Tree { fields, .. } => fields.contains(&Some(field)),
        Shape::Nested(_) => false,
    }
}

/// The place of a JSON pointer inside a nested value.
fn nested_span(register: &Register, row: u32, pointer: &str, field: FieldId, sources: &Sources) -> Option<Span> {
    let part = register.part_of(row);
    let (Content::Tree(tree), Shape::Tree { fields, records }) = (&part.content, &part.shape) else {
        return None;
    };
    let record = tree.node(&sources.get(part.file).text, records[(row - part.first) as usize]);
    let mut node = record.children().find(|child| child.key_id().is_some_and(|k| fields[k as usize] == Some(field)))?;
    for step in pointer.trim_start_matches('/').split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        node = match node.kind() {
            Kind::List => node.children().nth(step.parse().ok()?)?,
            _ => node.get(&step)?,
        };
    }
    let (start, end) = node.range();
    // A map or list as a whole is shown by its first line's beginning, not by pages of text.
    let end = if matches!(node.kind(), Kind::List | Kind::Map) { start } else { end };
    Some(Span::new(part.file, start, end))
}

/// A field that every record of a file lacks is one finding, not one a record.
fn missing_column(
    model: &Model,
    id: RegisterId,
    part: &Part,
    field: FieldId,
    row: u32,
    count: u32,
    sources: &Sources,
) -> Diagnostic {
    let register = id.schema();
    let span = match (&part.content, &part.shape) {
        (Content::Table(table), Shape::Table { header, .. }) => {
            let last = table.row_len(*header).checked_sub(1).and_then(|last| table.cell(*header, last));
            Span::at(part.file, last.map_or(0, |cell| cell.end as usize))
        }
        _ => model.record_span(id, row, sources),
    };
    let mut diagnostic = Diagnostic::new("register/missing-column", span)
        .about(About::NoField { register: register.name.clone(), field: register.fields[field as usize].name.clone() })
        .arg_of("register", Arg::Register(register.name.clone()))
        .arg("count", count.to_string())
        .arg_of(
            "field",
            Arg::Field { register: register.name.clone(), field: register.fields[field as usize].name.clone() },
        );
    diagnostic.counterpart = Some(register.fields[field as usize].name.clone());
    diagnostic
}
