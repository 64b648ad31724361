//! A rule file to begin with, for a company that writes its own rules: complete, with an example that fails and one that
//! passes, so that `timlint rules test` is content before anything is changed.
//!
//! Whether it may be written, and where, is decided by whoever asks for it.

use std::fmt::Write as _;

use crate::model::{Field, FieldId, RegisterId, Schema, Type};

use super::Lang;

/// The text of `rules/<id>.yaml` that asks for one field of a register; none where the register has none to ask for.
pub fn rule_form(id: &str, register: RegisterId, lang: Lang) -> Option<String> {
    let schema = register.schema();
    let asked = asked(schema)?;
    let (register, field) = (&schema.name, &schema.fields[asked as usize]);
    let head = match lang {
        Lang::Ja => {
            "# 自社の規則のひな形です。require、text、examples を書き換えてください。書き方: docs/rules.md\n# 確かめ方: timlint rules test\n"
        }
        Lang::En => {
            "# A rule to begin with: change require, text and examples. How rules are written: docs/rules.md\n# To try it: timlint rules test\n"
        }
    };
    let record = schema.key.first().map(|key| format!("{{{register}.{}}}", schema.fields[*key as usize].name));
    let (ja, en) = match record {
        Some(record) => (format!("{} {record} の", schema.ja), format!(" of {record} in the {}", schema.en)),
        None => (format!("{}の", schema.ja), format!(" in the {}", schema.en)),
    };
    let mut text = head.to_owned();
    let version = env!("CARGO_PKG_VERSION");
    let write = write!(
        text,
        "id: {id}\nsince: {version}\nlevel: warning\nitems: []\neach: {register}\nrequire:\n  - field: {name}\ntext:\n  ja:\n    \
         title: \"「{title}」が空欄\"\n    what: \"{ja}「{{field}}」が空欄です。\"\n    why: \"なぜ困るのかを書いてください。\"\n    \
         fix: \"「{{field}}」を記入してください。\"\n  en:\n    title: \"{english} left blank\"\n    what: \"{{field}}{en} is blank\"\n    \
         why: \"Say here why this matters.\"\n    fix: \"Fill in {{field}}.\"\nexamples:\n",
        name = field.name,
        title = field.ja,
        english = field.en,
    );
    write.expect("internal error: writing to a string");
    // In YAML, nothing at all has no place of its own.
    text += &example("blank", schema, asked, if schema.single { "\"⟦⟧\"" } else { "⟦⟧" });
    text += &example("filled", schema, asked, &sample(field));
    Some(text)
}

/// The field to ask for: what people call the record, else the first that is no part of its key.
fn asked(schema: &Schema) -> Option<FieldId> {
    let plain = |field: &FieldId| {
        let known = &schema.fields[*field as usize];
        !schema.key.contains(field)
            && known.found_in.is_none()
            && !matches!(known.ty, Type::Map | Type::Table | Type::List | Type::Period)
    };
    schema.label.filter(plain).or_else(|| (0..schema.fields.len() as FieldId).find(plain))
}

fn example(name: &str, schema: &Schema, asked: FieldId, value: &str) -> String {
    let mut fields: Vec<FieldId> = schema.key.clone();
    if fields.is_empty() {
        // A record needs something in it to be one.
        let other =
            (0..schema.fields.len() as FieldId).find(|f| *f != asked && schema.fields[*f as usize].ty == Type::Text);
        fields.extend(other);
    }
    let cell = |field: &FieldId| sample(&schema.fields[*field as usize]);
    let name_of = |field: &FieldId| schema.fields[*field as usize].name.clone();
    let (mut heads, mut cells): (Vec<String>, Vec<String>) = fields.iter().map(|f| (name_of(f), cell(f))).unzip();
    heads.push(name_of(&asked));
    cells.push(value.to_owned());
    let (register, indent) = (&schema.name, "        ");
    match schema.single {
        true => {
            let lines: String =
                heads.iter().zip(&cells).map(|(head, cell)| format!("{indent}{head}: {cell}\n")).collect();
            format!("  - name: {name}\n    files:\n      {register}.yaml: |\n{lines}")
        }
        false => {
            let (heads, cells) = (heads.join(","), cells.join(","));
            format!("  - name: {name}\n    files:\n      {register}.csv: |\n{indent}{heads}\n{indent}{cells}\n")
        }
    }
}

fn sample(field: &Field) -> String {
    match field.of {
        Type::Date => "2026-04-01".to_owned(),
        Type::DateTime => "2026-04-01 09:00".to_owned(),
        Type::Integer | Type::Decimal => "1".to_owned(),
        Type::Boolean => "yes".to_owned(),
        Type::Enum => field.values.first().map_or_else(|| "x".to_owned(), |value| value.name.clone()),
        Type::Id | Type::Ref => "X-1".to_owned(),
        _ => "sample".to_owned(),
    }
}
