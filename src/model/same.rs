//! Whether two readings of a register say the same: the promise of everything that rewrites files.
//!
//! Places and spellings may differ; values, records and their order may not.

use super::columns::{BAD, Model, missing};
use super::place::Texts;
use super::schema::{FieldId, RegisterId, Type};

/// Both models hold the same records with the same values. Unreadable cells are compared by their text.
pub fn same(a: &Model, a_texts: &dyn Texts, b: &Model, b_texts: &dyn Texts) -> bool {
    let declared = |model: &Model| {
        let plain = |of: &std::collections::BTreeMap<String, super::org::Declared>| -> Vec<(String, String)> {
            of.iter().map(|(name, declared)| (name.clone(), declared.raw.clone())).collect()
        };
        (plain(&model.org.params), plain(&model.org.applicability), model.org.classes.clone())
    };
    declared(a) == declared(b) && different(a, a_texts, b, b_texts).next().is_none()
}

/// The registers whose records differ, those inside of records among them.
pub fn different<'a>(
    a: &'a Model,
    a_texts: &'a dyn Texts,
    b: &'a Model,
    b_texts: &'a dyn Texts,
) -> impl Iterator<Item = RegisterId> + 'a {
    RegisterId::with_nested().filter(move |id| {
        let fields = || 0..id.schema().fields.len() as FieldId;
        let cell = |row, field| same_cell((a, a_texts), (b, b_texts), *id, row, field);
        let all = || (0..a.len_of(*id)).all(|row| fields().all(|field| cell(row, field)));
        a.len_of(*id) != b.len_of(*id) || !all()
    })
}

type Reading<'a> = (&'a Model, &'a dyn Texts);

fn same_cell(a: Reading<'_>, b: Reading<'_>, id: RegisterId, row: u32, field: FieldId) -> bool {
    let schema = &id.schema().fields[field as usize];
    let (one, other) = (a.0.cell(id, row, field), b.0.cell(id, row, field));
    if missing(one) || missing(other) {
        return one == other && (one != BAD || a.0.raw(id, row, field, a.1) == b.0.raw(id, row, field, b.1));
    }
    if schema.ty != Type::List {
        return value(a.0, one, schema.ty) == value(b.0, other, schema.ty);
    }
    let items = |model: &Model, cell: i32| -> Vec<String> {
        model.pools.list(cell).iter().map(|item| value(model, *item, schema.of)).collect()
    };
    items(a.0, one) == items(b.0, other)
}

/// A value without the numbering of its model.
fn value(model: &Model, cell: i32, ty: Type) -> String {
    match ty {
        Type::Text | Type::Id | Type::Ref => model.pools.symbols.get(cell).to_owned(),
        Type::Period => model.pools.periods.get(cell as usize).map(|period| format!("{period:?}")).unwrap_or_default(),
        Type::Decimal => model.pools.decimals.get(cell as usize).map(ToString::to_string).unwrap_or_default(),
        _ => cell.to_string(),
    }
}
