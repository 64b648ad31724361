//! Requirements over time, over chains of references, over documents and files.

use rustc_hash::FxHashSet;

use crate::model::columns::{BAD, BLANK, NONE, missing};
use crate::model::{FieldId, RegisterId, Type};
use crate::rules::Move;

use super::eval::{Bound, Context, Frame};
use super::join::Joined;

/// What a word says of one instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Kept,
    Unjudged,
    /// The other record, and a number, of each finding.
    Broken(Vec<(Option<u32>, Option<i32>)>),
}

/// A cell as a day; a moment counts as its day.
fn day(register: RegisterId, row: u32, field: FieldId, cx: &Context<'_>) -> i32 {
    let cell = cx.model.cell(register, row, field);
    let timed = register.schema().fields[field as usize].ty == Type::DateTime;
    if timed && !missing(cell) { cell.div_euclid(1440) } else { cell }
}

/// Rows with a day, in the order of their days.
fn dated(rows: &[u32], target: RegisterId, by: FieldId, cx: &Context<'_>) -> Vec<(i32, u32)> {
    let days = rows.iter().map(|row| (day(target, *row, by, cx), *row));
    let mut days: Vec<(i32, u32)> = days.filter(|(day, _)| !missing(*day)).collect();
    days.sort_unstable();
    days
}

/// Records come in time: the latest is young enough, and no two neighbours are further apart than the period. Of a gap
/// the other record is the one that came too late, the number the one before it.
pub fn series(
    join: &Joined<'_>,
    (target, by): (RegisterId, FieldId),
    every: &Bound<'_>,
    since: Option<&Bound<'_>>,
    frame: &Frame,
    cx: &Context<'_>,
) -> Vec<Found> {
    let periods = every.eval(frame, cx);
    let starts = since.map(|since| since.eval(frame, cx));
    let one = |i: usize, rows: Option<Vec<u32>>| {
        let (Some(rows), false) = (rows, missing(periods[i])) else { return Found::Unjudged };
        let period = every.period(periods[i], cx);
        let start = starts.as_ref().map_or(BLANK, |starts| starts[i]);
        let mut days = dated(&rows, target, by, cx);
        days.retain(|(day, _)| *day <= cx.today);
        let Some((latest, row)) = days.last().copied() else {
            let due = missing(start) || period.after(start) < cx.today;
            return if due { Found::Broken(vec![(None, None)]) } else { Found::Unjudged };
        };
        if period.after(latest) < cx.today {
            return Found::Broken(vec![(Some(row), None)]);
        }
        let gap = days.windows(2).find(|pair| {
            let counts = missing(start) || pair[0].0 >= start;
            counts && period.after(pair[0].0) < pair[1].0
        });
        match gap {
            Some(pair) => Found::Broken(vec![(Some(pair[1].1), Some(pair[0].1 as i32))]),
            None => Found::Kept,
        }
    };
    join.matches(frame, cx).into_iter().enumerate().map(|(i, rows)| one(i, rows)).collect()
}

/// Events follow one another as they can; the first that cannot is the finding.
pub fn states(
    join: &Joined<'_>,
    (target, by, event): (RegisterId, FieldId, FieldId),
    start: u16,
    moves: &[Move],
    frame: &Frame,
    cx: &Context<'_>,
) -> Vec<Found> {
    let one = |rows: Option<Vec<u32>>| {
        let Some(rows) = rows else { return Found::Unjudged };
        let (mut state, mut moved) = (start, false);
        for (_, row) in dated(&rows, target, by, cx) {
            let kind = cx.model.cell(target, row, event);
            let Some(step) = moves.iter().find(|step| step.event == kind) else { continue };
            if !step.from.contains(&state) {
                return Found::Broken(vec![(Some(row), None)]);
            }
            (state, moved) = (step.to, true);
        }
        if moved { Found::Kept } else { Found::Unjudged }
    };
    join.matches(frame, cx).into_iter().map(one).collect()
}

/// A condition for every record that a reference of the register to itself leads to, and no circles.
pub fn closure(register: RegisterId, field: FieldId, that: &Bound<'_>, frame: &Frame, cx: &Context<'_>) -> Vec<Found> {
    let list = register.schema().fields[field as usize].ty == Type::List;
    let next = |row: u32| -> Vec<u32> {
        let cell = cx.model.cell(register, row, field);
        let symbols = if list { cx.model.pools.list(cell).to_vec() } else { vec![cell] };
        symbols.into_iter().filter(|s| !missing(*s)).filter_map(|s| cx.keys.row(register, s)).collect()
    };
    let one = |i: usize| {
        let start = frame.rows[0][i];
        let (mut met, mut open) = (FxHashSet::default(), next(start));
        if open.is_empty() {
            return Found::Unjudged;
        }
        let mut found = Vec::new();
        while let Some(row) = open.pop() {
            if row == start {
                return Found::Broken(vec![(Some(row), None)]);
            }
            if !met.insert(row) {
                continue;
            }
            let mut rows = frame.instance(i);
            rows.push(row);
            if that.eval(&Frame::one(&rows), cx).first() == Some(&0) {
                found.push((Some(row), None));
            }
            open.extend(next(row));
        }
        found.sort_unstable();
        if found.is_empty() { Found::Kept } else { Found::Broken(found) }
    };
    (0..frame.len()).map(one).collect()
}

/// Clause tags that none of the documents in force has; the number is the tag's.
pub fn clause(
    join: &Joined<'_>,
    (target, clauses): (RegisterId, FieldId),
    tags: &[String],
    frame: &Frame,
    cx: &Context<'_>,
) -> Vec<Found> {
    let symbols: Vec<Option<i32>> = tags.iter().map(|tag| cx.model.pools.symbols.find(tag)).collect();
    let one = |rows: Option<Vec<u32>>| {
        let rows = rows.unwrap_or_default();
        let Some(last) = rows.last().copied() else { return Found::Unjudged };
        let has = |symbol: i32| {
            rows.iter().any(|row| cx.model.pools.list(cx.model.cell(target, *row, clauses)).contains(&symbol))
        };
        let lacking = symbols.iter().enumerate().filter(|(_, symbol)| !symbol.is_some_and(has));
        let lacking: Vec<_> = lacking.map(|(i, _)| (Some(last), Some(i as i32))).collect();
        if lacking.is_empty() { Found::Kept } else { Found::Broken(lacking) }
    };
    join.matches(frame, cx).into_iter().map(one).collect()
}

/// Paths that do not exist; the number is the path's in its list. With a field of hashes: files that are there, but are no
/// longer the bytes whose hash was written down. What is not there, or not readable, is for others to report.
pub fn file(
    register: RegisterId,
    field: FieldId,
    sha256: Option<FieldId>,
    frame: &Frame,
    cx: &Context<'_>,
) -> Vec<Found> {
    let entries = |row: u32, field: FieldId| -> Option<Vec<i32>> {
        let cell = cx.model.cell(register, row, field);
        if matches!(cell, BLANK | NONE | BAD) {
            return None;
        }
        let list = register.schema().fields[field as usize].ty == Type::List;
        Some(if list { cx.model.pools.list(cell).to_vec() } else { vec![cell] })
    };
    let text = |symbol: i32| cx.model.symbol_text(symbol);
    let one = |row: &u32| {
        let Some(symbols) = entries(*row, field) else { return Found::Unjudged };
        let kept: Vec<Option<bool>> = match sha256 {
            None => symbols.iter().map(|symbol| Some((cx.exists)(path(text(*symbol))))).collect(),
            Some(hashes) => {
                let Some(hashes) = entries(*row, hashes) else { return Found::Unjudged };
                let pairs = symbols.iter().zip(&hashes);
                pairs.map(|(symbol, hash)| Some(written(text(*hash))? == (cx.sha256)(path(text(*symbol)))?)).collect()
            }
        };
        let lost = kept.iter().enumerate().filter(|(_, kept)| **kept == Some(false));
        let lost: Vec<_> = lost.map(|(i, _)| (None, Some(i as i32))).collect();
        match kept.iter().any(Option::is_some) {
            _ if !lost.is_empty() => Found::Broken(lost),
            true => Found::Kept,
            false => Found::Unjudged,
        }
    };
    frame.rows[0].iter().map(one).collect()
}

/// The hash in an entry (`a.jpg sha256:9f86…`, or nothing but the hash); nothing where none is written. One that was cut
/// short is a hash that no file has.
fn written(entry: &str) -> Option<String> {
    let entry = entry.to_ascii_lowercase();
    let marked = entry.rfind("sha256").map(|at| entry[at + "sha256".len()..].trim_start_matches([':', '=', '-', ' ']));
    let whole = |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let bare = || entry.split([' ', '#', '　', ':']).find(|word| whole(word));
    marked.or_else(bare).map(|hash| hash.trim_end().to_owned())
}

/// The path of an evidence entry: what stands before a hash or remark.
pub fn path(entry: &str) -> &str {
    entry.split([' ', '#', '　']).next().unwrap_or(entry).trim_start_matches("./").trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_found_however_it_is_written_and_a_cut_one_stays_a_hash() {
        let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        for entry in [
            format!("evidence/a.jpg sha256:{hash}"),
            format!("evidence/a.jpg#SHA256={}", hash.to_uppercase()),
            format!("evidence/a.jpg　{hash}"),
            hash.to_owned(),
        ] {
            assert_eq!(written(&entry).as_deref(), Some(hash), "{entry}");
        }
        assert_eq!(written("evidence/a.jpg sha256:9f86").as_deref(), Some("9f86"));
        assert_eq!(written("evidence/a.jpg"), None);
        assert_eq!(path(&format!("./evidence/a.jpg sha256:{hash}")), "evidence/a.jpg");
    }
}
