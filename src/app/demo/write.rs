//! Writing the tables down. The same company comes out in each format; only the spelling differs.

mod csv;
mod json;
mod yaml;

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::model::Field;
use crate::model::date::civil;

use super::value::{Table, Value};

/// How the registers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// As Japanese Excel saves it: Japanese headers and words, a byte order mark, CRLF.
    Csv,
    /// A list with one record a line, fields by their English names.
    Json,
    /// A list of maps, fields by their English names.
    Yaml,
}

impl Format {
    pub const ALL: [Format; 3] = [Format::Csv, Format::Json, Format::Yaml];

    pub fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Yaml => "yaml",
        }
    }

    /// Records are small and many: each is put together in one buffer and handed over in one go.
    pub fn write(self, table: &Table, out: &mut dyn Write) -> io::Result<()> {
        let schema = table.register.schema();
        let field = |name: &&'static str| {
            let found = schema.field(name);
            &schema.fields[usize::from(found.expect("internal error: the demo knows a field that the schema does not"))]
        };
        let fields: Vec<&Field> = table.columns.iter().map(field).collect();
        match self {
            Format::Csv => csv::write(table, &fields, out),
            Format::Json => json::write(table, &fields, out),
            Format::Yaml => yaml::write(table, &fields, out),
        }
    }
}

/// Columns that no record fills. Where blank fields are left out, the first record names these all the same: a file that
/// never names a column would be taken for one that lacks it.
fn never_filled(table: &Table) -> Vec<bool> {
    let mut never = vec![true; table.columns.len()];
    for row in table.rows() {
        never.iter_mut().zip(row).filter(|(_, value)| !value.is_blank()).for_each(|(never, _)| *never = false);
    }
    never
}

fn iso(day: i32, into: &mut String) {
    let (year, month, day) = civil(day);
    put(into, format_args!("{year:04}-{month:02}-{day:02}"));
}

fn put(into: &mut String, what: std::fmt::Arguments<'_>) {
    into.write_fmt(what).expect("internal error: writing to a string");
}

/// What is spelled alike everywhere. False where the format must decide.
fn plain(value: &Value, into: &mut String) -> bool {
    match value {
        Value::Code(prefix, number, width) => {
            put(into, format_args!("{prefix}{number:0width$}", width = usize::from(*width)))
        }
        Value::Number(number) => put(into, format_args!("{number}")),
        _ => return false,
    }
    true
}
