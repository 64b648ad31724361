//! One register as a table: the columns that any of its files has, its records in their order, and where each cell
//! came from. Values are spelled in the language that was asked for.

use crate::model::canon::{Canon, Tongue};
use crate::model::columns::{Part, Shape};
use crate::model::place::raw_of;
use crate::model::spell::{Emptiness, emptiness, is_ditto, split_list};
use crate::model::{Field, FieldId, Loaded, RegisterId, Type, heads, unserial};
use crate::source::{FileId, Sources, Span};
use crate::tree::{Content, Kind, NodeRef};

use crate::app::fmt::table::order;

/// A column of the sheet. Without a field, one that the register does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub header: String,
    pub field: Option<FieldId>,
    /// A file may have several columns of one name.
    turn: usize,
}

/// Where a cell of the sheet stands in the files.
#[derive(Debug, Clone, Copy)]
pub struct Origin {
    pub file: FileId,
    pub start: u32,
    pub row: usize,
    pub column: usize,
}

#[derive(Debug)]
pub struct Sheet {
    pub register: RegisterId,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    /// Sorted by file and place. The headers are row 0.
    pub origins: Vec<Origin>,
    /// Headers of columns that are left out, because they look like passwords.
    pub secrets: Vec<String>,
}

/// One cell as it was met: its column, its text and the bytes it stands in.
struct Met {
    column: Column,
    text: String,
    at: Option<(usize, usize)>,
}

impl Sheet {
    pub fn of(id: RegisterId, loaded: &Loaded, sources: &Sources, tongue: Tongue) -> Sheet {
        let canon = Canon { register: id, tongue, typed: false, inside: false, words: &loaded.words };
        let register = loaded.model.register(id).expect("internal error: export of a register that is not there");
        let (mut met, mut hidden): (Vec<(FileId, Vec<Met>)>, Vec<Column>) = (Vec::new(), Vec::new());
        for part in &register.parts {
            let text = &sources.get(part.file).text;
            let secrets: Vec<Span> = loaded.secrets.iter().filter(|span| span.file == part.file).copied().collect();
            for row in records(part, text, &canon) {
                for cell in row.iter().filter(|cell| is_secret(cell.at, &secrets)) {
                    if !hidden.contains(&cell.column) {
                        hidden.push(cell.column.clone());
                    }
                }
                met.push((part.file, row));
            }
        }
        let columns = columns(met.iter().flat_map(|(_, row)| row), &hidden);
        let (mut rows, mut origins) = (Vec::new(), Vec::new());
        for (file, row) in met {
            // The first of a file is its headers.
            let is_header = row.first().is_some_and(|cell| cell.text == HEADER);
            let mut cells = vec![String::new(); columns.len()];
            let at_row = if is_header { 0 } else { rows.len() + 1 };
            for cell in row {
                let Some(column) = columns.iter().position(|column| *column == cell.column) else { continue };
                if let Some((start, _)) = cell.at {
                    origins.push(Origin { file, start: start as u32, row: at_row, column });
                }
                cells[column] = cell.text;
            }
            if !is_header {
                rows.push(cells);
            }
        }
        origins.sort_by_key(|origin| (origin.file, origin.start, origin.row));
        let mut secrets: Vec<String> = hidden.into_iter().map(|column| column.header).collect();
        secrets.dedup();
        Sheet { register: id, columns, rows, origins, secrets }
    }

    pub fn schema(&self, column: &Column) -> Option<&'static Field> {
        column.field.map(|field| &self.register.schema().fields[field as usize])
    }
}

/// Marks the row of headers: no cell of a file can hold it.
const HEADER: &str = "\0";

fn is_secret(at: Option<(usize, usize)>, secrets: &[Span]) -> bool {
    at.is_some_and(|(start, end)| {
        secrets.iter().any(|secret| start <= secret.range().start && secret.range().end <= end)
    })
}

/// Columns of the schema in its order, then the others in theirs.
fn columns<'m>(met: impl Iterator<Item = &'m Met>, hidden: &[Column]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for cell in met {
        if !columns.contains(&cell.column) && !hidden.contains(&cell.column) {
            columns.push(cell.column.clone());
        }
    }
    columns.sort_by_key(|column| column.field.map_or(usize::MAX, usize::from));
    columns
}

fn known(canon: &Canon<'_>, field: FieldId) -> Column {
    let name = &canon.register.schema().fields[field as usize].name;
    Column { header: canon.header(field, "").unwrap_or_else(|| name.clone()), field: Some(field), turn: 0 }
}

/// The headers, then the records of one file.
fn records(part: &Part, text: &str, canon: &Canon<'_>) -> Vec<Vec<Met>> {
    match (&part.content, &part.shape) {
        (Content::Table(table), Shape::Table { header, columns, rows }) => {
            let names = heads(canon.register, canon.words, table, text).map(|heads| heads.names).unwrap_or_default();
            let mut met: Vec<Column> = Vec::new();
            let order = order(table, text, *header, columns, rows, canon);
            for (column, field) in &order {
                let name = names.get(*column).map_or("", |name| name.trim());
                let turn = met.iter().filter(|other| other.field.is_none() && other.header == name).count();
                met.push(match field {
                    Some(field) => known(canon, *field),
                    None => Column { header: name.to_owned(), field: None, turn },
                });
            }
            let place = |row: usize, column: usize| {
                table.cell(row, column).map(|cell| (cell.start as usize, cell.end as usize))
            };
            let mut lines = Vec::with_capacity(rows.len() + 1);
            let head = |(column, (at, _)): (&Column, &(usize, Option<FieldId>))| Met {
                column: column.clone(),
                text: HEADER.to_owned(),
                at: place(*header, *at),
            };
            lines.push(met.iter().zip(&order).map(head).collect());
            for (local, row) in rows.iter().enumerate() {
                let cell = |(column, (at, field)): (&Column, &(usize, Option<FieldId>))| {
                    let raw = table.cell(*row as usize, *at).map(|cell| cell.value(text).into_owned());
                    let mut value = raw.unwrap_or_default();
                    if let Some(field) = *field {
                        if is_ditto(&value) {
                            value = raw_of(part, text, local, field).map_or(value, |above| above.into_owned());
                        }
                        let known = &canon.register.schema().fields[field as usize];
                        value = spelled(canon, field, unserial(known, table.dates, &value).unwrap_or(value));
                    }
                    Met { column: column.clone(), text: value, at: place(*row as usize, *at) }
                };
                lines.push(met.iter().zip(&order).map(cell).collect());
            }
            lines
        }
        (Content::Tree(tree), Shape::Tree { fields, records }) => {
            let record = |id: &crate::tree::NodeId| {
                let children = tree.node(text, *id).children();
                children.filter_map(|child| entry(child, fields[child.key_id()? as usize], canon)).collect()
            };
            records.iter().map(record).collect()
        }
        _ => Vec::new(),
    }
}

/// One field of a record in a file that is no table.
fn entry(child: NodeRef<'_>, field: Option<FieldId>, canon: &Canon<'_>) -> Option<Met> {
    let key = child.key()?;
    let column = match field {
        Some(field) => known(canon, field),
        // What the file says of itself is no value of the record.
        None if matches!(key, "register" | "$schema" | "body_headings") => return None,
        None => Column { header: key.to_owned(), field: None, turn: 0 },
    };
    let flat = flat(child, field.map(|field| &canon.register.schema().fields[field as usize]), canon.tongue);
    let text = match field {
        Some(field) => spelled(canon, field, flat),
        None => flat,
    };
    Some(Met { column, text, at: Some(child.range()) })
}

/// The one spelling of a value; the entries of a list stand apart alike, however a file separates them.
fn spelled(canon: &Canon<'_>, id: FieldId, value: String) -> String {
    let value = canon.cell(id, &value).map_or(value, |spelled| spelled.text);
    if canon.register.schema().fields[id as usize].ty != Type::List || emptiness(&value) != Emptiness::Filled {
        return value;
    }
    let items: Vec<&str> = split_list(&value).into_iter().map(|item| &value[item]).collect();
    items.join(between(canon.tongue))
}

fn between(tongue: Tongue) -> &'static str {
    if tongue == Tongue::Ja { "、" } else { ", " }
}

/// A value on one line, in the form that the loader takes apart again where there is one.
fn flat(node: NodeRef<'_>, field: Option<&Field>, tongue: Tongue) -> String {
    let inner = |node: NodeRef<'_>| flat(node, None, tongue);
    let joined = |items: Vec<String>, between: &str| items.join(between);
    match node.kind() {
        Kind::Null => String::new(),
        // An empty list says that there is none.
        Kind::List if node.children().next().is_none() && field.is_some() => {
            if tongue == Tongue::Ja { "なし" } else { "none" }.to_owned()
        }
        Kind::List if node.children().all(|child| child.kind() != Kind::Map) => {
            joined(node.children().map(inner).collect(), between(tongue))
        }
        Kind::List => {
            let rows = field.and_then(|field| field.rows);
            let line = |child: NodeRef<'_>| rows.and_then(|rows| row(child, rows)).unwrap_or_else(|| inner(child));
            joined(node.children().map(line).collect(), "; ")
        }
        Kind::Map => {
            let pair = |child: NodeRef<'_>| format!("{}: {}", child.key().unwrap_or_default(), inner(child));
            joined(node.children().map(pair).collect(), "; ")
        }
        _ => node.scalar().unwrap_or_default().to_owned(),
    }
}

/// A row inside of a record: its values in the order of their schema, as far as they can be told apart without names.
fn row(node: NodeRef<'_>, rows: RegisterId) -> Option<String> {
    let schema = rows.schema();
    let plain = schema.fields.iter().filter(|field| field.name != "parent");
    let plain: Vec<&Field> = plain.filter(|f| !matches!(f.ty, Type::Map | Type::Table | Type::List)).collect();
    let mut values: Vec<&str> = Vec::new();
    for child in node.children() {
        let field = &schema.fields[schema.field_by_header(child.key()?)? as usize];
        let at = plain.iter().position(|known| known.name == field.name)?;
        values.resize(values.len().max(at + 1), "");
        values[at] = child.scalar()?;
    }
    let apart =
        |value: &&str| value.is_empty() || value.contains(|c: char| c.is_whitespace() || ":：=＝;、,".contains(c));
    if values.iter().any(apart) { None } else { Some(values.join(" ")) }
}
