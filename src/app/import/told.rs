//! What is shown of a file before it is taken in: its columns, the rows that are no records, what stands above them.

use crate::diag::{Arg, Diagnostic};
use crate::report::taken_in::{Column, Passed};
use crate::source::Sources;
use crate::tree::Table;

use super::rows;

pub fn columns(made: &[rows::Column], diagnostics: &[Diagnostic]) -> Vec<Column> {
    let told = |rule: &str, header: &str| {
        let named = |found: &&Diagnostic| {
            found.rule == rule
                && found.args.iter().any(|(name, arg)| name == "column" && *arg == Arg::Text(header.to_owned()))
        };
        diagnostics.iter().find(named)
    };
    let one = |column: &rows::Column| Column {
        header: column.old.clone(),
        field: column.field,
        near: told("register/unknown-column", &column.old).and_then(|found| found.suggestion.clone()),
        twice: column.field.is_none() && told("register/duplicate-column", &column.old).is_some(),
        secret: told("register/secret-column", &column.old).is_some(),
    };
    made.iter().map(one).collect()
}

/// Rows that are no records, by why they are none.
pub fn passed(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<Passed> {
    let found = diagnostics.iter().filter(|found| found.rule == "register/row-passed-over");
    let one = |found: &Diagnostic| {
        let arg = |name: &str| found.args.iter().find(|(known, _)| known == name).map(|(_, arg)| arg);
        let why = match arg("kind") {
            Some(Arg::Phrase(why)) => why,
            _ => "remark",
        };
        let count = match arg("count") {
            Some(Arg::Text(count)) => count.parse().unwrap_or(1),
            _ => 1,
        };
        Passed { why, count, example: sources.text(found.primary().span).to_owned() }
    };
    found.map(one).collect()
}

/// What stands above the headers.
pub fn titles(table: &Table, text: &str, head: usize) -> Option<Passed> {
    let filled = |row: usize| {
        let words = table.row(row).map(|cell| cell.value(text).trim().to_owned());
        words.into_iter().find(|word| !word.is_empty())
    };
    let words: Vec<String> = (0..head).filter_map(filled).collect();
    let example = words.first()?.clone();
    Some(Passed { why: "title", count: words.len(), example })
}
