//! A table written anew: columns in the order of the schema, then those it does not know, in their own order; rows in the
//! order they had. Titles above the header stay.

use crate::formats::{self, Limits};
use crate::model::canon::Canon;
use crate::model::columns::{Part, Shape};
use crate::model::place::raw_of;
use crate::model::spell::is_ditto;
use crate::model::{FieldId, heads};
use crate::source::{Encoding, FileId, SourceText};
use crate::tree::{Content, Table};

/// The text of the file; none where no way of quoting reads back with the same separator.
pub fn text(part: &Part, table: &Table, source: &SourceText, canon: &Canon<'_>) -> Option<String> {
    delimited(&source.path, &rows(part, table, &source.text, canon)?)
}

/// Rows as the text of a CSV or TSV file; none where no way of quoting reads back with the same separator.
pub fn delimited(path: &str, rows: &[Vec<String>]) -> Option<String> {
    let is_tsv = path.to_ascii_lowercase().ends_with(".tsv");
    let separator = if is_tsv { '\t' } else { ',' };
    // Fewest quotes first. A short file full of semicolons may be taken for one that is separated by them.
    [&[separator][..], &[',', ';', '\t'][..]].into_iter().map(|signs| written(rows, separator, signs)).find(|text| {
        let again = SourceText::new(path, text.as_str(), Encoding::Utf8);
        let format = formats::by_path(path);
        let content = format.and_then(|f| (f.parse)(&again, FileId(0), &Limits::default(), &mut Vec::new()));
        matches!(content, Some(Content::Table(read)) if read.separator == separator || single(rows))
    })
}

fn single(rows: &[Vec<String>]) -> bool {
    rows.iter().all(|row| row.len() <= 1)
}

fn rows(part: &Part, table: &Table, text: &str, canon: &Canon<'_>) -> Option<Vec<Vec<String>>> {
    let Shape::Table { header, columns, rows } = &part.shape else { return None };
    let raw = |row: usize, column: usize| table.cell(row, column).map(|cell| cell.value(text).into_owned());
    let order = order(table, text, *header, columns, rows, canon);
    let mut lines = Vec::with_capacity(rows.len() + *header + 1);
    for row in 0..*header {
        let mut title: Vec<String> = table.row(row).map(|cell| cell.value(text).into_owned()).collect();
        while title.last().is_some_and(|cell| cell.trim().is_empty()) {
            title.pop();
        }
        lines.push(title);
    }
    let name = |(column, field): &(usize, Option<FieldId>)| {
        let header = raw(*header, *column).unwrap_or_default();
        let bare = header.trim();
        field.and_then(|field| canon.header(field, bare)).unwrap_or_else(|| bare.to_owned())
    };
    lines.push(order.iter().map(name).collect());
    for (local, row) in rows.iter().enumerate() {
        let cell = |(column, field): &(usize, Option<FieldId>)| {
            let mut value = raw(*row as usize, *column).unwrap_or_default();
            let Some(field) = *field else { return value };
            if is_ditto(&value) {
                match raw_of(part, text, local, field).filter(|above| !is_ditto(above)) {
                    Some(above) => value = above.into_owned(),
                    None => return value,
                }
            }
            match canon.cell(field, &value) {
                Some(spelled) => spelled.text,
                None => value,
            }
        };
        lines.push(order.iter().map(cell).collect());
    }
    lines.retain(|line| !line.is_empty());
    Some(lines)
}

/// Columns as they will stand, each with its field. A column without a header and without a value is left out.
pub fn order(
    table: &Table,
    text: &str,
    header: usize,
    columns: &[Option<u16>],
    rows: &[u32],
    canon: &Canon<'_>,
) -> Vec<(usize, Option<FieldId>)> {
    let schema = canon.register.schema();
    let known = columns.iter().enumerate().filter(|(field, _)| schema.fields[*field].found_in.is_none());
    let mut order: Vec<(usize, Option<FieldId>)> =
        known.filter_map(|(field, column)| Some(((*column)? as usize, Some(field as FieldId)))).collect();
    let width = rows.iter().map(|row| table.row_len(*row as usize)).chain([table.row_len(header)]).max();
    // A header of two rows may stand in the upper one alone.
    let names = heads(canon.register, canon.words, table, text).map(|heads| heads.names).unwrap_or_default();
    let unnamed = |column: usize| names.get(column).is_none_or(|name| name.trim().is_empty());
    let blank = |row: usize, column: usize| table.cell(row, column).is_none_or(|c| c.value(text).trim().is_empty());
    for column in 0..width.unwrap_or_default() {
        let taken = order.iter().any(|(known, _)| *known == column);
        let empty = unnamed(column) && blank(header, column) && rows.iter().all(|row| blank(*row as usize, column));
        if !taken && !empty {
            order.push((column, None));
        }
    }
    order
}

fn written(rows: &[Vec<String>], separator: char, signs: &[char]) -> String {
    let mut text = String::new();
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push(separator);
            }
            if cell.contains(signs) || cell.contains(['"', '\n', '\r']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(cell);
            }
        }
        text.push('\n');
    }
    text
}
