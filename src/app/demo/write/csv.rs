//! Registers as Japanese Excel saves them.

use std::io::{self, Write};

use crate::model::Field;
use crate::model::date::civil;

use super::{Table, Value, plain, put};

const BYTE_ORDER_MARK: &str = "\u{feff}";

pub fn write(table: &Table, fields: &[&Field], out: &mut dyn Write) -> io::Result<()> {
    let headers: Vec<&str> = fields.iter().map(|field| field.ja.as_str()).collect();
    write!(out, "{BYTE_ORDER_MARK}{}\r\n", headers.join(","))?;
    let (mut line, mut text) = (String::new(), String::new());
    for row in table.rows() {
        line.clear();
        for (nth, (value, field)) in row.iter().zip(fields).enumerate() {
            if nth > 0 {
                line.push(',');
            }
            text.clear();
            cell(value, field, &mut text);
            quote(&text, &mut line);
        }
        line.push_str("\r\n");
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

fn cell(value: &Value, field: &Field, into: &mut String) {
    if plain(value, into) {
        return;
    }
    match value {
        Value::Nothing => into.push_str("なし"),
        Value::Text(text) => into.push_str(text),
        Value::Own(text) => into.push_str(text),
        Value::Word(word) => into.push_str(spoken(word, field)),
        Value::Flag(true) => into.push('○'),
        Value::Flag(false) => into.push('×'),
        Value::Day(day) => {
            let (year, month, day) = civil(*day);
            put(into, format_args!("{year}/{month}/{day}"));
        }
        Value::Minute(minute) => {
            let (year, month, day) = civil(minute.div_euclid(24 * 60));
            let time = minute.rem_euclid(24 * 60);
            put(into, format_args!("{year}/{month}/{day} {}:{:02}", time / 60, time % 60));
        }
        Value::List(items) => {
            for (nth, item) in items.iter().enumerate() {
                if nth > 0 {
                    into.push('、');
                }
                cell(item, field, into);
            }
        }
        Value::Map(pairs) => {
            for (nth, (key, value)) in pairs.iter().enumerate() {
                let comma = if nth > 0 { "、" } else { "" };
                put(into, format_args!("{comma}{key}: {value}"));
            }
        }
        Value::Blank | Value::Code(..) | Value::Number(_) => {}
    }
}

/// An enum value as people write it.
fn spoken<'a>(word: &'a str, field: &'a Field) -> &'a str {
    let found = field.values.iter().find(|value| value.name == word);
    found.map_or(word, |value| value.ja.as_str())
}

fn quote(text: &str, into: &mut String) {
    if !text.contains([',', '"', '\r', '\n']) {
        return into.push_str(text);
    }
    into.push('"');
    for part in text.split_inclusive('"') {
        into.push_str(part);
        if part.ends_with('"') {
            into.push('"');
        }
    }
    into.push('"');
}
