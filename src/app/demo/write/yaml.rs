//! Registers as a list of maps. Blank fields are left out.

use std::io::{self, Write};

use crate::model::Field;
use crate::model::date::format_datetime;

use super::json::text;
use super::{Table, Value, iso, never_filled, plain};

pub fn write(table: &Table, fields: &[&Field], out: &mut dyn Write) -> io::Result<()> {
    let mut record = String::new();
    if table.written() == 0 {
        return out.write_all(b"[]\n");
    }
    let mut never = never_filled(table);
    for row in table.rows() {
        record.clear();
        let mut lead = "- ";
        for ((value, field), never) in row.iter().zip(fields).zip(&mut never) {
            if value.is_blank() && !std::mem::take(never) {
                continue;
            }
            record.push_str(lead);
            lead = "  ";
            record.push_str(&field.name);
            record.push_str(": ");
            cell(value, &mut record);
            record.push('\n');
        }
        out.write_all(record.as_bytes())?;
    }
    Ok(())
}

fn cell(value: &Value, into: &mut String) {
    if plain(value, into) {
        return;
    }
    match value {
        Value::Nothing => into.push_str("なし"),
        Value::Text(word) | Value::Word(word) => scalar(word, into),
        Value::Own(word) => scalar(word, into),
        Value::Flag(flag) => into.push_str(if *flag { "true" } else { "false" }),
        Value::Day(day) => iso(*day, into),
        Value::Minute(minute) => into.push_str(&format_datetime(i64::from(*minute))),
        Value::List(items) => {
            into.push('[');
            for (nth, item) in items.iter().enumerate() {
                if nth > 0 {
                    into.push_str(", ");
                }
                cell(item, into);
            }
            into.push(']');
        }
        Value::Map(pairs) => {
            into.push('{');
            for (nth, (key, value)) in pairs.iter().enumerate() {
                into.push_str(if nth > 0 { ", " } else { "" });
                text(key, into);
                into.push_str(": ");
                scalar(value, into);
            }
            into.push('}');
        }
        Value::Blank => into.push_str("null"),
        Value::Code(..) | Value::Number(_) => {}
    }
}

/// Bare where nobody could read it as anything but text, quoted otherwise.
fn scalar(word: &str, into: &mut String) {
    let letters = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/'));
    let begins = word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_numeric());
    let taken = ["true", "false", "null", "yes", "no", "on", "off"].contains(&word.to_ascii_lowercase().as_str());
    if letters && begins && !taken { into.push_str(word) } else { text(word, into) }
}
