//! The rows that a finding is about, as small tables: of each file its header, the columns that matter, and what is said of cells.
//!
//! Files of records without rows and columns give the line instead, with the place marked.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use crate::diag::{About, Label, Role};
use crate::formats::{self, Limits};
use crate::source::{FileId, SourceText};
use crate::tree::{Content, Table, TableBuilder};

use super::super::Run;
use super::super::words::{Secrets, escaped};
use super::data::Pool;

/// Columns beside those that something is said of: who or what the row is about.
const BESIDE: usize = 2;
/// Characters of a cell, and on each side of a place in a line.
const CELL: usize = 80;
const AROUND: usize = 40;
/// Bytes of a cell or line that are looked at.
const LOOKED_AT: usize = 4096;

/// A label with its words in both languages, as numbers of the pool.
pub struct Said<'f> {
    pub label: &'f Label,
    pub ja: usize,
    pub en: usize,
}

impl Said<'_> {
    fn mark(&self, column: usize) -> Value {
        json!([column, self.label.role.name(), self.ja, self.en])
    }
}

pub struct Rows<'r> {
    run: &'r Run,
    secrets: &'r Secrets,
    grids: RefCell<FxHashMap<FileId, Rc<Option<Grid>>>>,
}

struct Grid {
    table: Table,
    /// The row of headers.
    header: usize,
}

impl<'r> Rows<'r> {
    pub fn new(run: &'r Run, secrets: &'r Secrets) -> Self {
        Self { run, secrets, grids: RefCell::default() }
    }

    /// One table per file, that of the primary place first.
    pub fn tables(&self, said: &[Said<'_>], pool: &mut Pool) -> Vec<Value> {
        let mut files: Vec<FileId> = Vec::new();
        for one in said {
            if !files.contains(&one.label.span.file) {
                files.push(one.label.span.file);
            }
        }
        let table = |file: FileId| {
            let here: Vec<&Said<'_>> = said.iter().filter(|one| one.label.span.file == file).collect();
            let source = self.run.sources.get(file);
            let path = pool.add(&escaped(&self.secrets.mask(&source.path)));
            // Of what could not be read there is only the name.
            if source.text.is_empty() {
                return json!({ "p": path, "r": [] });
            }
            match &*self.grid(file, source) {
                Some(grid) => self.grid_rows(grid, source, file, &here, path, pool),
                None => self.line_rows(source, file, &here, path, pool),
            }
        };
        files.into_iter().map(table).collect()
    }

    fn grid(&self, file: FileId, source: &SourceText) -> Rc<Option<Grid>> {
        let mut grids = self.grids.borrow_mut();
        Rc::clone(grids.entry(file).or_insert_with(|| Rc::new(self.read(file, source))))
    }

    fn read(&self, file: FileId, source: &SourceText) -> Option<Grid> {
        let table = match &source.sheet {
            Some(_) => sheet(source)?,
            None => match (formats::by_path(&source.path)?.parse)(source, file, &Limits::default(), &mut Vec::new())? {
                Content::Table(table) => table,
                Content::Tree(_) => return None,
            },
        };
        let input = self.run.inputs.iter().find(|input| input.name() == source.path && input.register.is_some())?;
        let line = input.header.unwrap_or(1);
        let at = |row: &usize| table.cell(*row, 0).is_some_and(|cell| number(source, cell.start) >= line);
        let header = (0..table.row_count()).find(at)?;
        Some(Grid { table, header })
    }

    fn grid_rows(
        &self,
        grid: &Grid,
        source: &SourceText,
        file: FileId,
        said: &[&Said<'_>],
        path: usize,
        pool: &mut Pool,
    ) -> Value {
        let table = &grid.table;
        let mut rows: BTreeMap<usize, Vec<(Option<usize>, &Said<'_>)>> = BTreeMap::new();
        let mut columns: BTreeSet<usize> = BTreeSet::new();
        let mut below = Vec::new();
        for one in said {
            let place = place(table, source, one.label.span.start);
            match (place, &one.label.about) {
                (_, About::EndOf { .. }) | (None, _) => below.push(one.mark(0)),
                (Some((row, _)), About::Record { .. } | About::NoField { .. }) => {
                    rows.entry(row).or_default().push((None, one));
                }
                (Some((row, column)), _) => {
                    columns.insert(column);
                    rows.entry(row).or_default().push((Some(column), one));
                }
            }
        }
        let width = table.row_len(grid.header);
        columns.extend(0..width.min(BESIDE));
        let columns: Vec<usize> = columns.into_iter().collect();
        let text = |row: usize, column: usize| match table.cell(row, column) {
            Some(cell) => {
                let shown = self.cover(source, file, cell.start as usize..cell.end as usize);
                cut(&if cell.escaped { shown.replace("\"\"", "\"") } else { shown }, CELL)
            }
            None => String::new(),
        };
        let head: Vec<usize> = columns.iter().map(|column| pool.add(&text(grid.header, *column))).collect();
        let rows = rows.into_iter().map(|(row, said)| {
            let cells: Vec<usize> = columns.iter().map(|column| pool.add(&text(row, *column))).collect();
            let at = |column: &usize| columns.iter().position(|known| known == column);
            let marks = said.iter().filter_map(|(column, one)| Some(one.mark(at(column.as_ref()?)?)));
            let whole = said.iter().filter(|(column, _)| column.is_none()).map(|(_, one)| one.mark(0));
            let first = table.cell(row, 0).map_or(0, |cell| cell.start);
            json!({
                "n": number(source, first),
                "c": cells,
                "m": marks.collect::<Vec<_>>(),
                "x": whole.collect::<Vec<_>>(),
            })
        });
        let mut rows: Vec<Value> = rows.collect();
        if !below.is_empty() {
            rows.push(json!({ "x": below }));
        }
        json!({ "p": path, "h": head, "r": rows })
    }

    fn line_rows(&self, source: &SourceText, file: FileId, said: &[&Said<'_>], path: usize, pool: &mut Pool) -> Value {
        let row = |one: &&Said<'_>| {
            let start = one.label.span.start;
            if matches!(one.label.about, About::EndOf { .. }) && one.label.role == Role::InsertAt {
                return json!({ "x": [one.mark(0)] });
            }
            let line = source.line_range(source.line_of(start));
            let border =
                |at: usize| (0..=at.min(line.end)).rev().find(|at| source.text.is_char_boundary(*at)).unwrap_or(0);
            let begin = border(start as usize).max(line.start);
            let end = border(one.label.span.end as usize).max(begin);
            let before = self.cover(source, file, line.start..begin);
            let after = self.cover(source, file, end..line.end);
            let skip = before.chars().count().saturating_sub(AROUND);
            let before: String = before.chars().skip(skip).collect();
            let before = if skip > 0 { format!("…{before}") } else { before.trim_start().to_owned() };
            let parts = [before, cut(&self.cover(source, file, begin..end), CELL), cut(&after, AROUND)];
            json!({
                "n": number(source, start),
                "s": parts.map(|part| pool.add(&part)),
                "m": [one.mark(0)],
            })
        };
        let mut said = said.to_vec();
        said.sort_by_key(|one| (one.label.span.start, one.label.role != Role::Primary));
        let rows: Vec<Value> = said.iter().map(row).collect();
        json!({ "p": path, "r": rows })
    }

    /// A piece of a file without its secrets, harmless to show; still to be escaped for HTML.
    fn cover(&self, source: &SourceText, file: FileId, at: Range<usize>) -> String {
        let end = (at.start..=at.end.min(at.start + LOOKED_AT)).rev().find(|end| source.text.is_char_boundary(*end));
        let piece = at.start..end.unwrap_or(at.start);
        let Some(text) = source.text.get(piece.clone()) else { return String::new() };
        let covered = self.secrets.within(file, piece, text);
        if covered.is_empty() {
            return escaped(text);
        }
        let (mut shown, mut masked) = (String::new(), false);
        for (i, c) in text.char_indices() {
            let secret = covered.iter().any(|range| range.contains(&i));
            match (secret, masked) {
                (false, _) => shown.push(c),
                (true, false) => shown.push_str("***"),
                (true, true) => {}
            }
            masked = secret;
        }
        escaped(&shown)
    }
}

/// The cells of a sheet: its text is one line per row, and where each cell begins is known.
fn sheet(source: &SourceText) -> Option<Table> {
    let map = source.sheet.as_ref()?;
    let (width, between) = (map.columns.len(), formats::BETWEEN.len());
    let mut builder = TableBuilder::new('|', map.cells.len());
    for (line, cells) in map.cells.chunks(width.max(1)).enumerate() {
        let last = source.line_range(line).end;
        for (i, start) in cells.iter().enumerate() {
            let start = *start as usize;
            let end = cells.get(i + 1).map_or(last, |next| (*next as usize).saturating_sub(between));
            builder.cell(start, end.max(start), false);
        }
        builder.end_row();
    }
    Some(builder.finish())
}

/// Row and column of the cell that holds a byte.
fn place(table: &Table, source: &SourceText, at: u32) -> Option<(usize, usize)> {
    // The value of a quoted cell begins behind its quote.
    let at = at + u32::from(source.text.as_bytes().get(at as usize) == Some(&b'"'));
    let first = |row: usize| table.cell(row, 0).map_or(u32::MAX, |cell| cell.start);
    let (mut low, mut high) = (0, table.row_count());
    while low < high {
        let middle = low.midpoint(high);
        if first(middle) <= at { low = middle + 1 } else { high = middle }
    }
    let row = low.checked_sub(1)?;
    Some((row, table.row(row).take_while(|cell| cell.start <= at).count().saturating_sub(1)))
}

fn number(source: &SourceText, offset: u32) -> usize {
    source.line_number(source.line_of(offset))
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
