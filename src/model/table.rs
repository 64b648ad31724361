//! Where the records of a table lie, be it CSV or a sheet: titles above, headers in one row or two, records, and between
//! and below them sums and remarks that are none.
//!
//! Which field a header names, and what is wrong with one, is judged in `layout`, for tables and trees alike.

use rustc_hash::FxHashMap;

use crate::diag::{About, Arg, Diagnostic, Role};
use crate::source::{FileId, Span};
use crate::tree::Table;

use super::cell::Words;
use super::columns::Shape;
use super::layout::{Headers, Layout};
use super::place::trimmed;
use super::schema::RegisterId;
use super::spell::{fold_header, is_ditto};

/// Title rows and blank rows may stand above the headers; further down nobody expects them.
const HEADER_SEARCH: usize = 12;

/// Places of one finding; the rest is counted.
const PLACES: usize = 5;

/// Whether a table has columns of a register: at least two, and at least every second one.
pub fn fits(register: RegisterId, words: &Words, table: &Table, text: &str) -> bool {
    let mut diags = Vec::new();
    let headers = Headers::new(register, words, FileId(0), &mut diags);
    let view = View { table, text };
    header_row(view, &headers).is_some_and(|row| {
        let known = view.known(row, &headers);
        known >= 2 && known * 2 >= view.filled(row)
    })
}

/// The headers of a table, for somebody who wants to see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heads {
    /// The first and the last row they take.
    pub rows: (usize, usize),
    /// One a column, as the columns are known by; blank where nothing stands.
    pub names: Vec<String>,
    /// How many of them are columns of the register.
    pub known: usize,
}

/// The headers of a table, taken for a register's; none where no row has any of them.
pub fn heads(register: RegisterId, words: &Words, table: &Table, text: &str) -> Option<Heads> {
    let mut diags = Vec::new();
    let headers = Headers::new(register, words, FileId(0), &mut diags);
    let view = View { table, text };
    let heading = heading(view, header_row(view, &headers)?, &headers);
    let first = heading.upper.unwrap_or(heading.lower);
    let width = (0..table.row_count()).map(|row| table.row_len(row)).max().unwrap_or_default();
    let names: Vec<String> = (0..width).map(|column| name(view, &heading, column, &headers).0).collect();
    let known = names.iter().filter(|name| headers.field(name).is_some()).count();
    Some(Heads { rows: (first, heading.lower), names, known })
}

#[derive(Clone, Copy)]
struct View<'t> {
    table: &'t Table,
    text: &'t str,
}

impl<'t> View<'t> {
    /// A cell's bytes without surrounding space, and where they are; empty for a blank cell.
    fn cell(self, row: usize, column: usize) -> (&'t str, usize, usize) {
        let Some(cell) = self.table.cell(row, column) else { return ("", 0, 0) };
        let (start, end) = trimmed(self.text, cell.start as usize, cell.end as usize);
        (self.text.get(start..end).unwrap_or_default(), start, end)
    }

    fn value(self, row: usize, column: usize) -> String {
        self.table.cell(row, column).map_or_else(String::new, |cell| cell.value(self.text).trim().to_owned())
    }

    fn filled(self, row: usize) -> usize {
        (0..self.table.row_len(row)).filter(|column| !self.cell(row, *column).0.is_empty()).count()
    }

    fn known(self, row: usize, headers: &Headers<'_>) -> usize {
        (0..self.table.row_len(row)).filter(|column| headers.field(&self.value(row, *column)).is_some()).count()
    }

    fn first_filled(self, row: usize) -> Option<usize> {
        (0..self.table.row_len(row)).find(|column| !self.cell(row, *column).0.is_empty())
    }
}

/// The row with the most known headers among those of which at least half are known; else the best there is.
fn header_row(view: View<'_>, headers: &Headers<'_>) -> Option<usize> {
    let rows = || 0..view.table.row_count().min(HEADER_SEARCH);
    let best =
        |rows: &mut dyn Iterator<Item = usize>| rows.max_by_key(|row| (view.known(*row, headers), usize::MAX - *row));
    let mut likely = rows().filter(|row| view.known(*row, headers) * 2 >= view.filled(*row).max(1));
    best(&mut likely).or_else(|| best(&mut rows()).filter(|row| view.known(*row, headers) > 0))
}

/// The headers, one a column, and the last row they take.
struct Heading {
    upper: Option<usize>,
    lower: usize,
}

/// Long headers are split over two rows: a group above, its columns below.
fn heading(view: View<'_>, row: usize, headers: &Headers<'_>) -> Heading {
    let two = |upper, lower| Heading { upper: Some(upper), lower };
    if row + 1 < view.table.row_count() && is_second(view, row, headers) {
        return two(row, row + 1);
    }
    let gap = |column: &usize| view.cell(row, *column).0.is_empty();
    let fills = |above: usize| {
        (0..view.table.row_len(row)).filter(gap).any(|column| headers.field(&view.value(above, column)).is_some())
    };
    match row.checked_sub(1).filter(|above| fills(*above)) {
        Some(above) => two(above, row),
        None => Heading { upper: None, lower: row },
    }
}

/// Whether the row below a row of headers goes on with them: it names columns, and says nothing new of those that are
/// known already.
fn is_second(view: View<'_>, upper: usize, headers: &Headers<'_>) -> bool {
    let (mut filled, mut known) = (0, 0);
    for column in 0..view.table.row_len(upper + 1) {
        let name = view.value(upper + 1, column);
        let above = view.value(upper, column);
        if name.is_empty() || name == above {
            continue;
        }
        filled += 1;
        let group = group_above(view, upper, column);
        let named = headers.field(&name).is_some() || headers.field(&format!("{group}{name}")).is_some();
        if named {
            known += 1;
        } else if headers.field(&above).is_some() {
            return false;
        }
    }
    known > 0 && known * 2 >= filled
}

/// The group that a column belongs to: what stands above it, or to the left of that.
fn group_above(view: View<'_>, upper: usize, column: usize) -> String {
    (0..=column).rev().map(|column| view.value(upper, column)).find(|name| !name.is_empty()).unwrap_or_default()
}

/// The name of a column, and the bytes where it stands.
fn name(view: View<'_>, heading: &Heading, column: usize, headers: &Headers<'_>) -> (String, usize, usize) {
    let (_, start, end) = view.cell(heading.lower, column);
    let lower = (view.value(heading.lower, column), start, end);
    let Some(row) = heading.upper else { return lower };
    let (_, start, end) = view.cell(row, column);
    let upper = (view.value(row, column), start, end);
    if lower.0.is_empty() || lower.0 == upper.0 {
        return upper;
    }
    let joined = format!("{}{}", group_above(view, row, column), lower.0);
    if headers.field(&joined).is_some() {
        (joined, lower.1, lower.2)
    } else if headers.field(&lower.0).is_none() && headers.field(&upper.0).is_some() {
        upper
    } else {
        lower
    }
}

pub fn table_layout(table: &Table, text: &str, headers: &mut Headers<'_>) -> Option<Layout> {
    let view = View { table, text };
    let Some(row) = header_row(view, headers) else {
        let (_, start, end) =
            if table.row_count() == 0 { ("", 0, 0) } else { view.cell(0, view.first_filled(0).unwrap_or(0)) };
        headers.diags.push(
            Diagnostic::new("register/no-header", Span::new(headers.file, start, end))
                .arg_of("register", Arg::Register(headers.schema.name.clone())),
        );
        return None;
    };
    let heading = heading(view, row, headers);
    let header = heading.lower;
    let mut columns = vec![None; headers.schema.fields.len()];
    let mut secret_columns = Vec::new();
    let width = heading.upper.map_or(0, |upper| table.row_len(upper)).max(table.row_len(header));
    let mut unnamed = Vec::new();
    for column in 0..width {
        let (name, start, end) = name(view, &heading, column, headers);
        if name.is_empty() {
            unnamed.push(column);
            continue;
        }
        let (field, secret) = headers.judge(&name, Span::new(headers.file, start, end));
        if let Some(field) = field {
            columns[field as usize] = u16::try_from(column).ok();
        }
        if secret {
            secret_columns.push(column);
        }
    }
    for (id, field) in headers.schema.fields.iter().enumerate() {
        if let Some(base) = field.found_in {
            columns[id] = columns[base as usize];
        }
    }
    let keys: Vec<usize> = headers.schema.key.iter().filter_map(|f| columns[*f as usize]).map(usize::from).collect();
    let mut rows = Vec::with_capacity(table.row_count());
    let mut secrets = Vec::new();
    let mut aside = Aside::default();
    for row in header + 1..table.row_count() {
        let Some(first) = view.first_filled(row) else { continue };
        if let Some(kind) = kind_of(view, row, first, &heading, &keys) {
            aside.add(kind, view.cell(row, first));
            continue;
        }
        rows.push(row as u32);
        for column in &secret_columns {
            secrets.extend(table.cell(row, *column).map(|c| Span::new(headers.file, c.start as usize, c.end as usize)));
        }
        if table.row_len(row) > width
            && let Some((_, start, end)) =
                (width..table.row_len(row)).map(|i| view.cell(row, i)).find(|cell| !cell.0.is_empty())
        {
            headers.diags.push(
                Diagnostic::new("register/extra-cell", Span::new(headers.file, start, end))
                    .arg("columns", width.to_string())
                    .arg("cells", table.row_len(row).to_string()),
            );
        }
    }
    aside.tell(headers);
    for column in unnamed {
        unnamed_column(view, column, &rows, headers);
    }
    Some(Layout { shape: Shape::Table { header, columns, rows }, secrets, own: std::mem::take(&mut headers.own) })
}

/// Why a row is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Sum,
    Remark,
    HeaderAgain,
}

fn kind_of(view: View<'_>, row: usize, first: usize, heading: &Heading, keys: &[usize]) -> Option<Kind> {
    let cell = view.cell(row, first).0;
    let mut letters = cell.chars();
    let letter = letters.next()?;
    // Asked of every row: most begin with something that is neither.
    if matches!(
        letter,
        '合' | '小' | '総' | '累' | '中' | '計' | '（' | '(' | '【' | '[' | 'T' | 't' | 'S' | 's' | 'G' | 'g'
    ) && is_sum(cell)
        && keys.iter().all(|key| *key == first || view.cell(row, *key).0.is_empty())
    {
        return Some(Kind::Sum);
    }
    if matches!(letter, '※' | '＊' | '*' | '注' | '（' | '(' | '以' | '－' | '-' | '―' | '─' | 'ー') && is_remark(cell)
    {
        let alone = view.table.row_len(row) > 1 && view.filled(row) == 1;
        return alone.then_some(Kind::Remark);
    }
    // Sheets made for printing repeat their headers on each page.
    let same = |header: usize, column: usize| view.cell(row, column).0 == view.cell(header, column).0;
    let all = |header: usize| same(header, first) && (0..view.table.row_len(row)).all(|column| same(header, column));
    let again = all(heading.lower) || heading.upper.is_some_and(all);
    let again = again && view.filled(row) > 1;
    again.then_some(Kind::HeaderAgain)
}

/// 合計, （小計）, 計 12名, Total: a sum, and no name that begins like one.
fn is_sum(cell: &str) -> bool {
    const WORDS: [&str; 10] =
        ["総合計", "合計", "小計", "総計", "累計", "中計", "計", "grandtotal", "subtotal", "total"];
    const OF: [&str; 9] = ["", "件数", "人数", "数", "台数", "本数", "個数", "金額", "数量"];
    let folded = fold_header(cell);
    WORDS.iter().find_map(|word| folded.strip_prefix(word)).is_some_and(|rest| {
        let unit = rest.trim_matches(|c: char| c.is_ascii_digit() || ",=:".contains(c));
        OF.contains(&rest) || (rest.len() > unit.len() && unit.chars().count() <= 1)
    })
}

/// ※…, 注…, 以上, 以下余白: what stands below a table for people.
fn is_remark(cell: &str) -> bool {
    let folded = fold_header(cell);
    let marked = cell.starts_with(['※', '＊', '*'])
        || ["注)", "注）", "注:", "注：", "（注", "(注", "注意", "注1", "注１"].iter().any(|m| cell.starts_with(m));
    marked || matches!(folded.as_str(), "以上" | "以下余白")
}

/// Rows that are no records, by why they are none.
#[derive(Default)]
struct Aside(FxHashMap<Kind, (usize, Vec<(usize, usize)>)>);

impl Aside {
    fn add(&mut self, kind: Kind, (_, start, end): (&str, usize, usize)) {
        let (count, places) = self.0.entry(kind).or_default();
        *count += 1;
        if places.len() < PLACES {
            places.push((start, end));
        }
    }

    fn tell(self, headers: &mut Headers<'_>) {
        for (kind, phrase) in [(Kind::Sum, "sum"), (Kind::Remark, "remark"), (Kind::HeaderAgain, "header-again")] {
            let Some((count, places)) = self.0.get(&kind) else { continue };
            let mut spans = places.iter().map(|(start, end)| Span::new(headers.file, *start, *end));
            let Some(first) = spans.next() else { continue };
            let diagnostic = Diagnostic::new("register/row-passed-over", first)
                .arg_of("register", Arg::Register(headers.schema.name.clone()))
                .phrase("kind", phrase)
                .arg("count", count.to_string());
            headers.diags.push(spans.fold(diagnostic, |d, span| d.label(Role::Grounds, span, About::Nothing)));
        }
    }
}

/// Values under no header at all are used for nothing.
fn unnamed_column(view: View<'_>, column: usize, rows: &[u32], headers: &mut Headers<'_>) {
    let values =
        || rows.iter().map(|row| view.cell(*row as usize, column)).filter(|c| !c.0.is_empty() && !is_ditto(c.0));
    if let Some((_, start, end)) = values().next() {
        let diagnostic = Diagnostic::new("register/unnamed-column", Span::new(headers.file, start, end))
            .arg_of("register", Arg::Register(headers.schema.name.clone()))
            .arg("count", values().count().to_string());
        headers.diags.push(diagnostic);
    }
}
