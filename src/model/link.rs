//! References between registers: resolves them by key or by unique name, and reports what leads nowhere and what
//! stands twice.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diag::{About, Arg, Diagnostic, Role, Subject};
use crate::source::Sources;

use super::columns::{Model, Register, missing};
use super::place::item_span;
use super::schema::{Field, FieldId, RegisterId, Type};
use super::spell::{fold_name, nearest, variant_name};

/// Row by key symbol, per register. The first record wins where a key stands twice.
#[derive(Debug, Default)]
pub struct Keys(Vec<FxHashMap<i32, u32>>);

impl Keys {
    pub fn row(&self, register: RegisterId, symbol: i32) -> Option<u32> {
        self.0.get(register.0 as usize)?.get(&symbol).copied()
    }
}

/// Looking for the nearest key costs a walk over all keys: enough for a person to read, not for a broken export.
const SUGGESTIONS: usize = 40;

/// Resolves all references of the model in place.
pub fn link(model: &mut Model, sources: &Sources) -> (Keys, Vec<Diagnostic>) {
    let ids: Vec<RegisterId> = RegisterId::with_nested().collect();
    let keys = Keys(ids.par_iter().map(|id| key_rows(model, *id)).collect());
    let mut diagnostics: Vec<Diagnostic> =
        ids.par_iter().flat_map_iter(|id| duplicate_keys(model, *id, &keys, sources)).collect();
    let links: Vec<Link> = ids.par_iter().flat_map_iter(|id| unresolved(model, *id, &keys)).collect();
    let mut names = Names::default();
    let mut silent: FxHashMap<(RegisterId, FieldId), usize> = FxHashMap::default();
    let mut empty: Vec<(usize, (RegisterId, FieldId))> = Vec::new();
    for link in links {
        let field = &link.register.schema().fields[link.field as usize];
        match names.resolve(model, field, link.symbol, sources) {
            Resolved::Row(target, row) => {
                let key = target.schema().key_field().map_or(link.symbol, |f| model.cell(target, row, f));
                put(model, &link, key);
            }
            Resolved::Ambiguous(target, rows) => {
                diagnostics.push(ambiguous(model, &link, target, rows, sources));
            }
            Resolved::Nowhere if field.free || field.to.is_empty() => {}
            Resolved::Nowhere => {
                let count = silent.entry((link.register, link.field)).or_default();
                *count += 1;
                let written = |to: &RegisterId| model.len_of(*to) > 0;
                if field.to.iter().any(written) {
                    diagnostics.push(dangling(model, &link, field, *count <= SUGGESTIONS, sources));
                } else if *count == 1 {
                    let there = field.to.iter().find(|to| model.register(**to).is_some());
                    // One for the whole field: whoever has not begun a register need not hear it of every row.
                    if there.is_some() {
                        empty.push((diagnostics.len(), (link.register, link.field)));
                    }
                    diagnostics.push(nowhere_to_look(model, &link, field, there.copied(), sources));
                }
            }
        }
    }
    for (nth, field) in empty {
        diagnostics[nth].args.push(("count".to_owned(), Arg::Text(silent[&field].to_string())));
    }
    (keys, diagnostics)
}

/// A reference that no key answers.
struct Link {
    register: RegisterId,
    row: u32,
    field: FieldId,
    /// Which element of a list; nothing for a single reference.
    item: Option<usize>,
    symbol: i32,
}

fn key_rows(model: &Model, id: RegisterId) -> FxHashMap<i32, u32> {
    let mut rows = FxHashMap::default();
    let Some(register) = model.register(id) else { return rows };
    let key = register.schema.key_field().filter(|key| register.schema.fields[*key as usize].ty.is_symbol());
    if let Some(column) = key.and_then(|key| register.columns[key as usize].as_ref()) {
        rows.reserve(column.len());
        for (row, symbol) in column.iter().enumerate().filter(|(_, symbol)| !missing(**symbol)) {
            rows.entry(*symbol).or_insert(row as u32);
        }
    }
    // Rows inside a record without a key lead to it all the same.
    for inner in register.schema.fields.iter().filter_map(|field| field.rows) {
        super::nested::parents(model, inner).for_each(|(symbol, row)| {
            rows.entry(symbol).or_insert(row);
        });
    }
    rows
}

fn duplicate_keys(model: &Model, id: RegisterId, keys: &Keys, sources: &Sources) -> Vec<Diagnostic> {
    // Rows inside a record have no number that anybody gives out: the same day twice is no mistake.
    let Some(register) = model.register(id).filter(|_| !id.is_nested()) else { return Vec::new() };
    let key = &register.schema.key;
    let mut found = Vec::new();
    let mut report = |row: u32, first: u32| {
        let field = *key.last().expect("internal error: duplicate in a register without key");
        let about = About::Field { register: register.schema.name.clone(), field: name(register, field) };
        let diagnostic = Diagnostic::new("register/duplicate-key", model.place(id, row, field, sources).span())
            .about(about.clone())
            .arg_of("register", Arg::Register(register.schema.name.clone()))
            .arg("key", model.key(id, row, sources))
            .label(Role::Grounds, model.place(id, first, field, sources).span(), about);
        found.push(with_subject(diagnostic, model, id, row, sources));
    };
    if let [single] = key.as_slice() {
        let Some(column) = &register.columns[*single as usize] else { return found };
        for (row, symbol) in column.iter().enumerate().filter(|(_, symbol)| !missing(**symbol)) {
            if let Some(first) = keys.row(id, *symbol).filter(|first| *first != row as u32) {
                report(row as u32, first);
            }
        }
    } else if key.len() > 1 {
        let mut met: FxHashMap<Vec<i32>, u32> = FxHashMap::default();
        for row in 0..register.len {
            let cells: Vec<i32> = key.iter().map(|field| register.cell(row, *field)).collect();
            if cells.iter().any(|cell| missing(*cell)) {
                continue;
            }
            match met.get(&cells) {
                Some(first) => report(row, *first),
                None => {
                    met.insert(cells, row);
                }
            }
        }
    }
    found
}

fn unresolved(model: &Model, id: RegisterId, keys: &Keys) -> Vec<Link> {
    let Some(register) = model.register(id) else { return Vec::new() };
    let mut found = Vec::new();
    for (position, field) in register.schema.fields.iter().enumerate() {
        let Some(column) = register.columns[position].as_ref().filter(|_| field.of == Type::Ref) else { continue };
        let known = |symbol: i32| field.to.iter().any(|to| keys.row(*to, symbol).is_some());
        for (row, cell) in column.iter().enumerate().filter(|(_, cell)| !missing(**cell)) {
            let (row, field_id) = (row as u32, position as FieldId);
            if field.ty == Type::List {
                for (item, symbol) in model.pools.list(*cell).iter().enumerate() {
                    if !known(*symbol) {
                        found.push(Link { register: id, row, field: field_id, item: Some(item), symbol: *symbol });
                    }
                }
            } else if !known(*cell) {
                found.push(Link { register: id, row, field: field_id, item: None, symbol: *cell });
            }
        }
    }
    found
}

fn put(model: &mut Model, link: &Link, symbol: i32) {
    let register = model.registers[link.register.0 as usize].as_mut().expect("internal error: link without register");
    let column = register.columns[link.field as usize].as_mut().expect("internal error: link without column");
    match link.item {
        None => column[link.row as usize] = symbol,
        Some(item) => {
            let (start, _) = model.pools.lists[column[link.row as usize] as usize];
            model.pools.items[start as usize + item] = symbol;
        }
    }
}

enum Resolved {
    Row(RegisterId, u32),
    Ambiguous(RegisterId, (u32, u32)),
    Nowhere,
}

/// Rows by folded label, built for a register when a reference to it first needs a name.
#[derive(Default)]
struct Names {
    by_name: FxHashMap<RegisterId, FxHashMap<String, Bearers>>,
    memo: FxHashMap<(i32, RegisterId), Option<Bearers>>,
}

/// The first record of a name, and the second where there is one.
type Bearers = (u32, Option<u32>);

impl Names {
    fn resolve(&mut self, model: &Model, field: &Field, symbol: i32, sources: &Sources) -> Resolved {
        for target in &field.to {
            let by_name = &mut self.by_name;
            let hit = *self.memo.entry((symbol, *target)).or_insert_with(|| {
                let names = by_name.entry(*target).or_insert_with(|| labels(model, *target, sources));
                names.get(&fold_name(model.symbol_text(symbol))).copied()
            });
            match hit {
                Some((row, None)) => return Resolved::Row(*target, row),
                Some((row, Some(second))) => return Resolved::Ambiguous(*target, (row, second)),
                None => {}
            }
        }
        Resolved::Nowhere
    }
}

fn labels(model: &Model, id: RegisterId, sources: &Sources) -> FxHashMap<String, Bearers> {
    let mut names: FxHashMap<String, Bearers> = FxHashMap::default();
    let (Some(register), Some(label)) = (model.register(id), id.schema().label) else { return names };
    for row in 0..register.len {
        let name = fold_name(&model.raw(id, row, label, sources));
        if !name.is_empty() {
            names.entry(name).and_modify(|(_, second)| *second = second.or(Some(row))).or_insert((row, None));
        }
    }
    names
}

fn name(register: &Register, field: FieldId) -> String {
    register.schema.fields[field as usize].name.clone()
}

/// A diagnostic at the reference itself.
fn at_link(rule: &str, model: &Model, link: &Link, sources: &Sources) -> Diagnostic {
    let register = model.register(link.register).expect("internal error: link without register");
    let part = register.part_of(link.row);
    let local = (link.row - part.first) as usize;
    let item = link.item.and_then(|item| item_span(part, local, link.field, item, sources));
    let span = item.unwrap_or_else(|| model.place(link.register, link.row, link.field, sources).span());
    let field = Arg::Field { register: register.schema.name.clone(), field: name(register, link.field) };
    let diagnostic = Diagnostic::new(rule, span)
        .about(About::Field { register: register.schema.name.clone(), field: name(register, link.field) })
        .arg("value", model.symbol_text(link.symbol))
        .arg_of("field", field);
    with_subject(diagnostic, model, link.register, link.row, sources)
}

/// The same, about this record.
pub fn with_subject(
    mut diagnostic: Diagnostic,
    model: &Model,
    id: RegisterId,
    row: u32,
    sources: &Sources,
) -> Diagnostic {
    diagnostic.subject = Some(Subject { register: id.name().to_owned(), key: model.key(id, row, sources) });
    diagnostic
}

fn dangling(model: &Model, link: &Link, field: &Field, suggest: bool, sources: &Sources) -> Diagnostic {
    let targets: Vec<RegisterId> = field.to.iter().copied().filter(|to| model.register(*to).is_some()).collect();
    let mut diagnostic = at_link("register/dangling-reference", model, link, sources)
        .arg_of("register", Arg::Register(targets[0].name().to_owned()));
    diagnostic.counterpart = Some(model.symbol_text(link.symbol).to_owned());
    if !suggest {
        return diagnostic;
    }
    let word = model.symbol_text(link.symbol);
    for target in targets {
        let register = model.register(target).expect("internal error: target filtered above");
        let Some(key) = register.schema.key_field() else { continue };
        let variant = variant_name(word);
        let row = match register.schema.label {
            // Another way to write the same name is a better guess than a similar number.
            Some(label) if !word.is_ascii() => {
                (0..register.len).find(|row| variant_name(&model.raw(target, *row, label, sources)) == variant)
            }
            _ => {
                let keys = register.columns[key as usize].iter().flatten().filter(|cell| !missing(**cell));
                let near = nearest(word, keys.map(|cell| model.symbol_text(*cell))).map(str::to_owned);
                near.and_then(|near| (0..register.len).find(|row| model.symbol_text(register.cell(*row, key)) == near))
            }
        };
        if let Some(row) = row {
            let shown = if word.is_ascii() { key } else { register.schema.label.unwrap_or(key) };
            let about = About::Field { register: register.schema.name.clone(), field: name(register, shown) };
            return diagnostic.suggest(Some(model.raw(target, row, shown, sources))).label(
                Role::Near,
                model.place(target, row, shown, sources).span(),
                about,
            );
        }
    }
    diagnostic
}

fn ambiguous(model: &Model, link: &Link, target: RegisterId, rows: (u32, u32), sources: &Sources) -> Diagnostic {
    let mut diagnostic = at_link("register/ambiguous-name", model, link, sources)
        .arg_of("register", Arg::Register(target.name().to_owned()));
    if let Some(label) = target.schema().label {
        for row in [rows.0, rows.1] {
            let field = target.schema().fields[label as usize].name.clone();
            let about = About::Field { register: target.name().to_owned(), field };
            diagnostic = diagnostic.label(Role::Grounds, model.place(target, row, label, sources).span(), about);
        }
    }
    diagnostic
}

/// The register that a field refers to is absent, or is there and empty.
fn nowhere_to_look(
    model: &Model,
    link: &Link,
    field: &Field,
    empty: Option<RegisterId>,
    sources: &Sources,
) -> Diagnostic {
    let rule = if empty.is_some() { "register/empty-register" } else { "register/missing-register" };
    let mut diagnostic = at_link(rule, model, link, sources)
        .arg_of("register", Arg::Register(empty.unwrap_or(field.to[0]).name().to_owned()));
    // One for the whole field, not for this record.
    diagnostic.subject = None;
    diagnostic.counterpart = Some(format!("{}.{}", link.register.name(), field.name));
    diagnostic
}
