//! The criteria beside another standard: sections to its parts, and its parts to sections.
//!
//! The relations are data of the catalogue, each with whose judgement it is. Nothing here says that meeting one standard
//! meets the other.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use crate::rules::{Section, catalogue};

use super::Lang;
use super::columns::{markdown, wrapped};
use super::status::Layout;
use super::words::Say;

/// Changes when a program that reads the table must change.
const SCHEMA: &str = "timlint/map/1";

/// One line: what stands left, what it is related to, how, and who says so.
struct Row {
    from: String,
    title: String,
    to: Vec<String>,
    relation: &'static str,
    basis: &'static str,
}

/// What is asked for.
pub struct Asked<'a> {
    /// Short name of the framework.
    pub to: &'a str,
    /// Only this part: of the criteria, or with `reverse` of the framework.
    pub from: Option<&'a str>,
    /// From the framework to the criteria.
    pub reverse: bool,
}

/// Every part of a framework that some section is related to, in the order in which its numbers are counted.
pub fn parts(to: &str) -> Vec<&'static str> {
    let rows = catalogue().sections().flat_map(|section| &section.crosswalk).filter(|row| row.to == to);
    let mut parts: Vec<&str> = rows.flat_map(|row| &row.refs).map(String::as_str).collect();
    parts.sort_by_key(|part| counted(part));
    parts.dedup();
    parts
}

pub fn write(asked: &Asked<'_>, layout: Layout, lang: Lang, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let say = Say(lang);
    let rows = if asked.reverse { reversed(asked, lang) } else { forward(asked, lang) };
    match layout {
        Layout::Human => human(asked, &rows, say, width, out),
        Layout::Markdown => table(asked, &rows, say, out),
        Layout::Json => page(asked, &rows, lang, out),
    }
}

fn forward(asked: &Asked<'_>, lang: Lang) -> Vec<Row> {
    let within = |section: &&Section| {
        asked.from.is_none_or(|from| section.id == from || section.id.starts_with(&format!("{from}.")))
    };
    let mut rows = Vec::new();
    for section in catalogue().sections().filter(within) {
        for row in section.crosswalk.iter().filter(|row| row.to == asked.to) {
            let mut to = row.refs.clone();
            to.sort_by_key(|part| counted(part));
            let title = section.title.pick(lang == Lang::Ja).to_owned();
            rows.push(Row { from: section.id.clone(), title, to, relation: &row.relation, basis: &row.basis });
        }
    }
    rows
}

fn reversed(asked: &Asked<'_>, lang: Lang) -> Vec<Row> {
    let mut by_part: BTreeMap<(Vec<Piece>, &'static str, &'static str), Row> = BTreeMap::new();
    for section in catalogue().sections() {
        for row in section.crosswalk.iter().filter(|row| row.to == asked.to) {
            for part in row.refs.iter().filter(|part| asked.from.is_none_or(|from| from == part.as_str())) {
                let entry = by_part.entry((counted(part), &row.relation, &row.basis)).or_insert_with(|| Row {
                    from: part.clone(),
                    title: String::new(),
                    to: Vec::new(),
                    relation: &row.relation,
                    basis: &row.basis,
                });
                entry.to.push(format!("{} {}", section.id, section.title.pick(lang == Lang::Ja)));
            }
        }
    }
    by_part.into_values().collect()
}

/// Text and numbers by turns, so that `A.5.9` comes before `A.5.10`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Number(u64),
    Text(String),
}

fn counted(part: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for c in part.chars() {
        match (pieces.last_mut(), c.to_digit(10)) {
            (Some(Piece::Number(number)), Some(digit)) => *number = number.saturating_mul(10) + u64::from(digit),
            (_, Some(digit)) => pieces.push(Piece::Number(u64::from(digit))),
            (Some(Piece::Text(text)), None) => text.push(c),
            (_, None) => pieces.push(Piece::Text(c.to_string())),
        }
    }
    pieces
}

fn heading(asked: &Asked<'_>, rows: &[Row], say: Say) -> String {
    let (name, n) = (say.framework(asked.to), rows.len());
    match asked.reverse {
        true => say.pick(
            format!("{name} から見た基準の節（{n}件の関係）"),
            format!("{name} and the sections of the criteria (relations: {n})"),
        ),
        false => say.pick(
            format!("基準の節から見た {name}（{n}件の関係）"),
            format!("Sections of the criteria and {name} (relations: {n})"),
        ),
    }
}

/// What a relation means, and whose it is.
fn remarks(rows: &[Row], say: Say) -> Vec<&'static str> {
    let mut remarks = Vec::new();
    if rows.iter().any(|row| row.relation == "intersects") {
        remarks.push(say.pick(
            "「一部が重なる」は、求める内容に共通の部分があるという意味です。一方を満たしても他方を満たすとは限りません。",
            "\"intersects\": what they ask for overlaps in part. Meeting one does not mean meeting the other.",
        ));
    }
    if rows.iter().any(|row| row.basis.split(';').any(|part| part.trim() == "own")) {
        remarks.push(say.pick(
            "「独自の判断」は timlint の作成者によるもので、公式の対応表ではありません。",
            "\"own judgement\" is that of the makers of timlint; no official table says so.",
        ));
    }
    remarks
}

fn human(asked: &Asked<'_>, rows: &[Row], say: Say, width: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", heading(asked, rows, say))?;
    let indent = " ".repeat(4);
    let mut above = None;
    for row in rows {
        if above.replace(&row.from) != Some(&row.from) {
            writeln!(out, "\n{}", format!("{}  {}", row.from, row.title).trim_end())?;
        }
        let to = row.to.join(say.pick("、", ", "));
        for line in wrapped(&to, width.saturating_sub(indent.len())) {
            writeln!(out, "{indent}{line}")?;
        }
        let (relation, basis) = (say.relation(row.relation), say.basis(row.basis));
        writeln!(out, "{indent}  {}", say.pick(format!("{relation}（{basis}）"), format!("{relation} ({basis})")))?;
    }
    let remarks = remarks(rows, say);
    if !remarks.is_empty() {
        writeln!(out)?;
    }
    remarks.iter().flat_map(|text| wrapped(text, width)).try_for_each(|line| writeln!(out, "{line}"))
}

fn table(asked: &Asked<'_>, rows: &[Row], say: Say, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "**{}**\n", markdown(&heading(asked, rows, say)))?;
    let (section, name) = (say.pick("節", "section"), say.framework(asked.to));
    let (left, right) = if asked.reverse { (name, section) } else { (section, name) };
    let (relation, basis) = say.pick(("関係", "根拠"), ("relation", "basis"));
    writeln!(out, "| {left} | {right} | {relation} | {basis} |\n|---|---|---|---|")?;
    for row in rows {
        let from = format!("{} {}", row.from, row.title);
        let (to, from) = (markdown(&row.to.join(say.pick("、", ", "))), markdown(from.trim_end()));
        writeln!(out, "| {from} | {to} | {} | {} |", say.relation(row.relation), markdown(&say.basis(row.basis)))?;
    }
    remarks(rows, say).iter().try_for_each(|text| writeln!(out, "\n{text}"))
}

fn page(asked: &Asked<'_>, rows: &[Row], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let id = |text: &String| text.split(' ').next().unwrap_or_default().to_owned();
    let rows: Vec<Value> = rows
        .iter()
        .map(|row| {
            // Sections by id: titles are for people.
            let to: Vec<String> = if asked.reverse { row.to.iter().map(id).collect() } else { row.to.clone() };
            json!({ "from": row.from, "to": to, "relation": row.relation, "basis": row.basis })
        })
        .collect();
    let page = json!({
        "schema": SCHEMA,
        "version": env!("CARGO_PKG_VERSION"),
        "edition": catalogue().edition,
        "lang": lang.name(),
        "to": asked.to,
        "name": Say(lang).framework(asked.to),
        "reverse": asked.reverse,
        "rows": rows,
    });
    serde_json::to_writer_pretty(&mut *out, &page)?;
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::FRAMEWORKS;

    #[test]
    fn numbers_count_as_numbers() {
        let mut parts = ["A.5.10", "7.3", "A.5.9", "A.8.1", "4.1"];
        parts.sort_by_key(|part| counted(part));
        assert_eq!(parts, ["4.1", "7.3", "A.5.9", "A.5.10", "A.8.1"]);
    }

    /// Nothing is lost or made up on the way back.
    #[test]
    fn both_directions_hold_the_same_pairs() {
        for to in FRAMEWORKS {
            let asked = |reverse| Asked { to, from: None, reverse };
            let id = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
            let mut there: Vec<(String, String)> = forward(&asked(false), Lang::Ja)
                .iter()
                .flat_map(|row| row.to.iter().map(|part| (row.from.clone(), part.clone())).collect::<Vec<_>>())
                .collect();
            let mut back: Vec<(String, String)> = reversed(&asked(true), Lang::Ja)
                .iter()
                .flat_map(|row| row.to.iter().map(|section| (id(section), row.from.clone())).collect::<Vec<_>>())
                .collect();
            there.sort();
            back.sort();
            assert!(!there.is_empty(), "{to}");
            assert_eq!(there, back, "{to}");
        }
    }
}
