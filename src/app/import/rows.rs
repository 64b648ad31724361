//! The records of a table in their clean spelling, with what was changed on the way.

use crate::model::canon::Canon;
use crate::model::columns::{Part, Shape};
use crate::model::place::raw_of;
use crate::model::spell::is_ditto;
use crate::model::{FieldId, Heads, unserial};
use crate::report::taken_in::Change;
use crate::source::{SourceText, Span};
use crate::tree::Table;

use crate::app::fmt::table::order;

/// A column as it was called, and as it will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub old: String,
    pub new: String,
    pub field: Option<FieldId>,
}

#[derive(Debug, Default)]
pub struct Rows {
    pub columns: Vec<Column>,
    pub records: Vec<Vec<String>>,
    /// Per cell: a number or a truth value, where the notation has them.
    pub literal: Vec<Vec<bool>>,
    pub changes: Vec<Change>,
}

/// Examples of one kind of change.
const EXAMPLES: usize = 3;

pub fn rows(
    part: &Part,
    table: &Table,
    source: &SourceText,
    canon: &Canon<'_>,
    heads: &Heads,
    secrets: &[Span],
) -> Rows {
    let mut made = Rows::default();
    let Shape::Table { header, columns, rows } = &part.shape else { return made };
    let text = &source.text;
    let order = order(table, text, *header, columns, rows, canon);
    for (column, field) in &order {
        let old = heads.names.get(*column).map(|name| name.trim().to_owned()).unwrap_or_default();
        let new = field.and_then(|field| canon.header(field, &old)).unwrap_or_else(|| one_line(&old));
        if new != old {
            made.change("header", &old, &new);
        }
        made.columns.push(Column { old, new, field: *field });
    }
    for (local, row) in rows.iter().enumerate() {
        let (mut record, mut literal) = (Vec::with_capacity(order.len()), Vec::with_capacity(order.len()));
        for (column, field) in &order {
            let cell = table.cell(*row as usize, *column);
            let mut value = cell.map(|cell| cell.value(text).into_owned()).unwrap_or_default();
            let mut is_literal = false;
            let start = cell.map_or(0, |cell| cell.start);
            let hidden = secrets.iter().any(|secret| secret.file == part.file && secret.start == start);
            // Merged cells: the value stands in a row further up.
            if source.sheet.is_some() && !value.is_empty() && !hidden && source.line_of(start) < *row as usize {
                made.change("merged", &value, &value);
            }
            if let Some(field) = *field {
                if is_ditto(&value)
                    && let Some(above) = raw_of(part, text, local, field).filter(|above| !is_ditto(above))
                {
                    made.change("ditto", &value, &above);
                    value = above.into_owned();
                }
                let known = &canon.register.schema().fields[field as usize];
                if let Some(day) = unserial(known, table.dates, &value) {
                    made.change("date", &value, &day);
                    value = day;
                }
                if let Some(spelled) = canon.cell(field, &value) {
                    if spelled.text != value && !hidden {
                        made.change(spelled.why, &value, &spelled.text);
                    }
                    (value, is_literal) = (spelled.text, spelled.literal && canon.typed);
                }
            }
            record.push(value);
            literal.push(is_literal);
        }
        made.records.push(record);
        made.literal.push(literal);
    }
    made
}

/// A header of the company's own in one line.
fn one_line(header: &str) -> String {
    header.split(['\r', '\n']).filter(|piece| !piece.is_empty()).collect()
}

impl Rows {
    fn change(&mut self, why: &'static str, old: &str, new: &str) {
        let at = match self.changes.iter().position(|change| change.why == why) {
            Some(at) => at,
            None => {
                self.changes.push(Change { why, count: 0, examples: Vec::new() });
                self.changes.len() - 1
            }
        };
        let change = &mut self.changes[at];
        change.count += 1;
        let example = (old.to_owned(), new.to_owned());
        if change.examples.len() < EXAMPLES && !change.examples.contains(&example) {
            change.examples.push(example);
        }
    }
}
