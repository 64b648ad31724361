//! Registers as a list of objects, one a line. Blank fields are left out.

use std::io::{self, Write};

use crate::model::Field;
use crate::model::date::format_datetime;

use super::{Table, Value, iso, never_filled, plain};

pub fn write(table: &Table, fields: &[&Field], out: &mut dyn Write) -> io::Result<()> {
    let mut line = String::new();
    let mut never = never_filled(table);
    let mut first = true;
    out.write_all(b"[")?;
    for row in table.rows() {
        line.clear();
        line.push_str(if first { "\n{" } else { ",\n{" });
        first = false;
        let mut comma = "";
        for ((value, field), never) in row.iter().zip(fields).zip(&mut never) {
            if value.is_blank() && !std::mem::take(never) {
                continue;
            }
            line.push_str(comma);
            comma = ",";
            text(&field.name, &mut line);
            line.push(':');
            cell(value, &mut line);
        }
        line.push('}');
        out.write_all(line.as_bytes())?;
    }
    out.write_all(b"\n]\n")
}

fn cell(value: &Value, into: &mut String) {
    match value {
        Value::Blank => into.push_str("null"),
        Value::Nothing => text("なし", into),
        Value::Text(word) | Value::Word(word) => text(word, into),
        Value::Own(word) => text(word, into),
        Value::Flag(flag) => into.push_str(if *flag { "true" } else { "false" }),
        Value::Number(_) => {
            plain(value, into);
        }
        Value::Code(..) => {
            into.push('"');
            plain(value, into);
            into.push('"');
        }
        Value::Day(day) => {
            into.push('"');
            iso(*day, into);
            into.push('"');
        }
        Value::Minute(minute) => text(&format_datetime(i64::from(*minute)), into),
        Value::List(items) => {
            into.push('[');
            for (nth, item) in items.iter().enumerate() {
                if nth > 0 {
                    into.push(',');
                }
                cell(item, into);
            }
            into.push(']');
        }
        Value::Map(pairs) => {
            into.push('{');
            for (nth, (key, value)) in pairs.iter().enumerate() {
                if nth > 0 {
                    into.push(',');
                }
                text(key, into);
                into.push(':');
                text(value, into);
            }
            into.push('}');
        }
    }
}

/// A JSON string, which is also a string of YAML.
pub fn text(text: &str, into: &mut String) {
    into.push('"');
    for c in text.chars() {
        match c {
            '"' => into.push_str("\\\""),
            '\\' => into.push_str("\\\\"),
            c if c.is_control() => super::put(into, format_args!("\\u{:04x}", u32::from(c))),
            c => into.push(c),
        }
    }
    into.push('"');
}
