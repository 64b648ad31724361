//! Empty registers: one CSV file each, with its headers and no row, in the encoding that Excel opens without asking.

use crate::app::identify::REGISTERS;
use crate::model::{Field, RegisterId, Schema};
use crate::report::Lang;

use super::scope::needed;
use super::{File, Options};

/// Without it Excel takes a CSV file for the old encoding of the system.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A register that is kept as one table. The company itself and texts with headings have templates of their own.
fn is_table(schema: &Schema) -> bool {
    !schema.single && !schema.fields.iter().any(|field| field.from_headings)
}

pub fn files(options: &Options) -> Vec<File> {
    let tables = RegisterId::all().filter(|register| is_table(register.schema()) && needed(*register, options));
    tables
        .map(|register| File {
            path: path(register, options),
            text: headers(register.schema(), options.lang),
            register: Some(register),
        })
        .collect()
}

/// The path of a register's template. A register that is kept one file a party begins with one to copy.
pub fn path(register: RegisterId, options: &Options) -> String {
    let name = name(register, options.lang);
    match (register.folder(), options.lang) {
        (None, _) => format!("{REGISTERS}{name}.csv"),
        (Some(_), Lang::Ja) => format!("{REGISTERS}{name}/取引先名.csv"),
        (Some(folder), Lang::En) => format!("{REGISTERS}{folder}/name-of-party.csv"),
    }
}

/// The name of a register's file: without the remark in brackets, where people know it without.
pub fn name(register: RegisterId, lang: Lang) -> &'static str {
    if lang == Lang::En {
        return register.name();
    }
    let names = register.names();
    let whole = names.get(1).copied().unwrap_or(register.name());
    let bare = without_remark(whole);
    names.iter().copied().find(|known| *known == bare).unwrap_or(whole)
}

/// A name without what stands in brackets.
pub fn without_remark(name: &str) -> String {
    match (name.find('('), name.rfind(')')) {
        (Some(from), Some(to)) if from < to => format!("{}{}", &name[..from], &name[to + 1..]),
        _ => name.to_owned(),
    }
}

fn headers(schema: &Schema, lang: Lang) -> String {
    let own_column = |field: &&Field| field.found_in.is_none();
    let headers: Vec<String> =
        schema.fields.iter().filter(own_column).map(|field| quoted(header(schema, field, lang))).collect();
    format!("{BYTE_ORDER_MARK}{}\r\n", headers.join(","))
}

/// The header that people read, as long as it leads back to the field.
fn header<'s>(schema: &'s Schema, field: &'s Field, lang: Lang) -> &'s str {
    let spoken = match lang {
        Lang::Ja => &field.ja,
        Lang::En => &field.en,
    };
    let found = schema.field_by_header(spoken).map(|id| &schema.fields[usize::from(id)].name);
    if found == Some(&field.name) { spoken } else { &field.name }
}

fn quoted(header: &str) -> String {
    if header.contains([',', '"']) { format!("\"{}\"", header.replace('"', "\"\"")) } else { header.to_owned() }
}
