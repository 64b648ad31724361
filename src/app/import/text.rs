//! Records as the text of a register file: CSV, YAML or TOML. Quoted wherever a reader could take a word for something
//! else; nothing is left out but cells that are blank.

use crate::app::fmt::table::delimited;
use crate::model::canon::Tongue;
use crate::model::spell::{Emptiness, emptiness, split_list};
use crate::model::{RegisterId, Type};
use crate::source::Encoding;

use super::rows::Column;

/// How registers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Csv,
    Yaml,
    Toml,
}

pub fn extension(to: Target) -> &'static str {
    match to {
        Target::Csv => "csv",
        Target::Yaml => "yaml",
        Target::Toml => "toml",
    }
}

/// Spreadsheet programs read CSV rightly only with the mark.
pub fn encoding(to: Target) -> Encoding {
    match to {
        Target::Csv => Encoding::Utf8Bom,
        Target::Yaml | Target::Toml => Encoding::Utf8,
    }
}

/// By this name the file is known as the register's.
pub fn file_name(register: RegisterId, tongue: Tongue) -> String {
    let schema = register.schema();
    let name = if tongue == Tongue::Ja { &schema.ja } else { &schema.name };
    name.chars().map(|c| if "\\/:*?\"<>|".contains(c) { '-' } else { c }).collect()
}

/// The text; none where no way of writing reads back.
pub fn text(
    to: Target,
    register: RegisterId,
    columns: &[Column],
    records: &[Vec<String>],
    literal: &[Vec<bool>],
) -> Option<String> {
    match to {
        Target::Csv => {
            let header: Vec<String> = columns.iter().map(|column| column.new.clone()).collect();
            let rows: Vec<Vec<String>> = std::iter::once(header).chain(records.iter().cloned()).collect();
            delimited("register.csv", &rows)
        }
        Target::Yaml | Target::Toml => Some(maps(to, register, columns, records, literal)),
    }
}

/// A list of maps. The first names every column, also those that are blank in every record.
fn maps(
    to: Target,
    register: RegisterId,
    columns: &[Column],
    records: &[Vec<String>],
    literal: &[Vec<bool>],
) -> String {
    let (lead, between, blank) = match to {
        Target::Toml => ("[[records]]\n", " = ", "\"\""),
        _ => ("- ", ": ", "null"),
    };
    let keys = keys(columns);
    let mut text = String::new();
    for (nth, (record, literal)) in records.iter().zip(literal).enumerate() {
        let mut first = true;
        for (at, value) in record.iter().enumerate().filter(|(_, value)| nth == 0 || !value.is_empty()) {
            let indent = match (first, to) {
                (true, _) => lead,
                (false, Target::Toml) => "",
                (false, _) => "  ",
            };
            let field = columns[at].field.map(|field| &register.schema().fields[field as usize]);
            let list = field.is_some_and(|field| field.ty == Type::List) && emptiness(value) == Emptiness::Filled;
            let written = match () {
                () if value.is_empty() => blank.to_owned(),
                () if literal[at] => value.clone(),
                () if list => {
                    let items: Vec<String> = split_list(value).into_iter().map(|item| quoted(&value[item])).collect();
                    format!("[{}]", items.join(", "))
                }
                () => quoted(value),
            };
            text.push_str(&format!("{indent}{}{between}{written}\n", keys[at]));
            first = false;
        }
        if first {
            text.push_str(if to == Target::Toml { "[[records]]\n" } else { "- {}\n" });
        }
    }
    if records.is_empty() {
        // There is no record that could name them; whoever fills the file in wants to know the columns all the same.
        let list = if to == Target::Yaml { "[]\n" } else { "" };
        return format!("# 列 / columns: {}\n{list}", keys.join(", "));
    }
    text
}

/// Names of columns as keys; a map has each only once, and none without a name.
fn keys(columns: &[Column]) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let name = if column.new.is_empty() { format!("column {}", at + 1) } else { column.new.clone() };
        let mut names = std::iter::once(name.clone()).chain((2..).map(|turn| format!("{name} ({turn})")));
        let free = names.find(|name| !taken.contains(name)).expect("internal error: numbers ended");
        taken.push(free);
    }
    let bare = |key: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        key.chars().all(plain) && key.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    taken.into_iter().map(|key| if bare(&key) && key.len() > 2 || key == "id" { key } else { quoted(&key) }).collect()
}

/// In double quotes, with the escapes that YAML and TOML share.
fn quoted(word: &str) -> String {
    let mut text = String::with_capacity(word.len() + 2);
    text.push('"');
    for c in word.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                text.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => text.push(c),
        }
    }
    text.push('"');
    text
}
