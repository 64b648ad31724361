//! Periods and numbers that a company decides on for itself: names that nobody knows, values that are none, what a rule
//! used without anybody having decided it, and documents that say something else than the company's profile.
//!
//! Whether a period was kept is judged by the rules.

use std::collections::BTreeSet;

use crate::diag::{About, Arg, Diagnostic, Role};
use crate::model::{self, Declared, Model, Place, RegisterId, declared_in};
use crate::rules::{Param, ParamValue, param, params};
use crate::source::{Sources, Span};

/// The field that holds periods, in the company's profile and at the head of a document.
const FIELD: &str = "params";

/// All that is to be said of periods; `used` are those that some rule judged by.
pub fn judge(model: &Model, sources: &Sources, used: &BTreeSet<String>, diagnostics: &mut Vec<Diagnostic>) {
    for (name, declared) in &model.org.params {
        if let Err(wrong) = known(name, declared, "org") {
            diagnostics.push(*wrong);
        }
    }
    undeclared(model, sources, used, diagnostics);
    documents(model, sources, diagnostics);
}

/// A period of a known name and kind, or what is wrong with it.
fn known(name: &str, declared: &Declared, register: &str) -> Result<(&'static Param, ParamValue), Box<Diagnostic>> {
    let Some(param) = param(name) else {
        let nearest = model::spell::nearest(name, params().iter().map(|param| param.name.as_str()));
        let diagnostic = Diagnostic::new("register/unknown-param", declared.name).arg("name", name);
        return Err(Box::new(diagnostic.suggest(nearest.map(str::to_owned))));
    };
    let same_kind = |value: &ParamValue| {
        param.default_value().is_some_and(|d| std::mem::discriminant(&d) == std::mem::discriminant(value))
    };
    ParamValue::parse(&declared.raw).filter(same_kind).map(|value| (param, value)).ok_or_else(|| {
        let field = Arg::Field { register: register.to_owned(), field: FIELD.to_owned() };
        let diagnostic = Diagnostic::new("register/wrong-value", declared.span).arg("value", declared.raw.as_str());
        Box::new(diagnostic.arg_of("field", field).phrase("reason", "not-a-period"))
    })
}

/// Where a field of the company's profile would be written: its name, or the record where it has none.
pub(super) fn head(model: &Model, sources: &Sources, field: &str) -> Option<(RegisterId, Span, About)> {
    let org = RegisterId::by_name("org").filter(|org| model.len_of(*org) > 0)?;
    let id = org.schema().field(field)?;
    let (register, field) = (org.name().to_owned(), field.to_owned());
    let key = model.node(org, 0, id, sources).and_then(|node| node.key_range());
    Some(match (key, model.place(org, 0, id, sources)) {
        (Some((start, end)), Place::Cell(cell)) => {
            (org, Span::new(cell.file, start, end), About::Field { register, field })
        }
        (None, Place::Cell(cell)) => (org, Span { end: cell.start, ..cell }, About::Nothing),
        (_, Place::Record(record)) => (org, record, About::NoField { register, field }),
    })
}

/// Defaults that rules went by, once each, where the company would write its own decision.
fn undeclared(model: &Model, sources: &Sources, used: &BTreeSet<String>, diagnostics: &mut Vec<Diagnostic>) {
    let Some((org, span, about)) = head(model, sources, FIELD) else { return };
    for param in used.iter().filter(|name| !model.org.params.contains_key(*name)).filter_map(|name| param(name)) {
        let diagnostic = Diagnostic::new("register/undeclared-param", span)
            .about(about.clone())
            .arg("name", param.name.as_str())
            .arg("default", param.default.as_str())
            .arg_of("meaning", Arg::Param(param.name.clone()))
            .arg_of("source", Arg::Source(param.source.clone()));
        let mut diagnostic = model::link::with_subject(diagnostic, model, org, 0, sources);
        diagnostic.counterpart = Some(param.name.clone());
        diagnostics.push(diagnostic);
    }
}

/// Documents in force whose own periods are not those of the company.
fn documents(model: &Model, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let Some(id) = RegisterId::by_name("documents") else { return };
    let schema = id.schema();
    let (Some(field), Some(status)) = (schema.field(FIELD), schema.field("status")) else { return };
    let active = schema.fields[status as usize].value_index("active").map(i32::from);
    for row in (0..model.len_of(id)).filter(|row| Some(model.cell(id, *row, status)) == active) {
        for (name, declared) in own_periods(model, id, row, field, sources) {
            let (param, value) = match known(&name, &declared, id.name()) {
                Ok(known) => known,
                Err(wrong) => {
                    diagnostics.push(model::link::with_subject(*wrong, model, id, row, sources));
                    continue;
                }
            };
            let of_company = model.org.params.get(&name);
            let in_force = of_company.and_then(|declared| ParamValue::parse(&declared.raw)).or(param.default_value());
            if in_force == Some(value) {
                continue;
            }
            let about = |register: &str| About::Field { register: register.to_owned(), field: FIELD.to_owned() };
            let mut diagnostic = Diagnostic::new("register/own-period-differs", declared.span)
                .about(about(id.name()))
                .arg("name", name.as_str())
                .arg_of("meaning", Arg::Param(name.clone()))
                .arg("value", declared.raw.as_str())
                .arg("other", of_company.map_or(param.default.as_str(), |declared| declared.raw.as_str()))
                .phrase("reason", if of_company.is_some() { "declared-otherwise" } else { "default-otherwise" });
            if let Some(of_company) = of_company {
                diagnostic = diagnostic.label(Role::Grounds, of_company.span, about("org"));
            }
            let mut diagnostic = model::link::with_subject(diagnostic, model, id, row, sources);
            diagnostic.counterpart = Some(name);
            diagnostics.push(diagnostic);
        }
    }
}

/// The periods of one document: a map at the head of a file, or `name: value, name: value` in a cell of a table.
fn own_periods(model: &Model, id: RegisterId, row: u32, field: u16, sources: &Sources) -> Vec<(String, Declared)> {
    let Place::Cell(cell) = model.place(id, row, field, sources) else { return Vec::new() };
    if let Some(node) = model.node(id, row, field, sources).filter(|node| node.scalar().is_none()) {
        return declared_in(node, cell.file).into_iter().collect();
    }
    let raw = model.raw(id, row, field, sources);
    // Quotes may have moved the bytes: then the cell as a whole is the place.
    let verbatim = sources.get(cell.file).text.get(cell.range()) == Some(raw.as_str());
    let entry = |at: std::ops::Range<usize>| {
        let (name, value) = raw[at.clone()].split_once([':', '：', '=']).unwrap_or((&raw[at.clone()], ""));
        let span = if verbatim {
            Span::new(cell.file, cell.range().start + at.start, cell.range().start + at.end)
        } else {
            cell
        };
        (name.trim().to_owned(), Declared { raw: value.trim().to_owned(), span, name: span })
    };
    model::spell::split_list(&raw).into_iter().map(entry).collect()
}
