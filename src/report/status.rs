//! The table of verdicts: for a manager at a terminal, for a pull request, for programs.
//!
//! What a verdict is was decided in `engine::verdict`; the words for it stand in `words`.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::engine::{ItemVerdict, Verdict};
use crate::model::date::format_date;
use crate::rules::catalogue;

use super::columns::{cut, markdown, padded, right, wrapped};
use super::words::{Say, because_code};
use super::{Lang, Run};

/// Changes when a program that reads the table must change.
const SCHEMA: &str = "timlint/status/1";

/// What a row of the table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Chapter,
    Section,
    Item,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    Human,
    Json,
    Markdown,
}

/// Columns of counts. A measure in place of an item and an item left out are both a recorded decision.
const COUNTED: [&[Verdict]; 6] = [
    &[Verdict::Met],
    &[Verdict::Violated],
    &[Verdict::NeedsAPerson],
    &[Verdict::NoData],
    &[Verdict::Alternative, Verdict::Declined],
    &[Verdict::NotApplicable],
];

pub fn write(run: &Run, by: By, layout: Layout, lang: Lang, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let table = Table { run, by, say: Say(lang), rows: rows(run, by, lang) };
    match layout {
        Layout::Human => table.human(width, out),
        Layout::Json => table.json(lang, out),
        Layout::Markdown => table.markdown(out),
    }
}

struct Row<'r> {
    judged: &'r ItemVerdict,
    title: &'static str,
    /// Of the items in it, by verdict; none for an item.
    counts: Option<[usize; COUNTED.len()]>,
    reason: String,
}

struct Table<'r> {
    run: &'r Run,
    by: By,
    say: Say,
    rows: Vec<Row<'r>>,
}

fn rows(run: &Run, by: By, lang: Lang) -> Vec<Row<'_>> {
    let verdicts = &run.verdicts;
    let criteria = catalogue();
    let ja = lang == Lang::Ja;
    let (judged, titles): (&[ItemVerdict], Vec<&'static str>) = match by {
        By::Chapter => (&verdicts.chapters, criteria.chapters.iter().map(|c| c.title.pick(ja)).collect()),
        By::Section => (&verdicts.sections, criteria.sections().map(|s| s.title.pick(ja)).collect()),
        By::Item => (&verdicts.items, criteria.items().map(|i| i.title.pick(ja)).collect()),
    };
    let rows = judged.iter().zip(titles).map(|(judged, title)| {
        let counts = (by != By::Item).then(|| COUNTED.map(|which| inside(run, &judged.id, which)));
        Row { judged, title, counts, reason: Say(lang).reason(judged, run) }
    });
    rows.collect()
}

/// Items of a section or chapter that have one of these verdicts.
fn inside(run: &Run, id: &str, which: &[Verdict]) -> usize {
    let inside = format!("{id}.");
    let items = run.verdicts.items.iter().filter(|item| item.id.starts_with(&inside));
    items.filter(|item| which.contains(&item.verdict)).count()
}

impl Table<'_> {
    /// "34 sections as of 2026-11-20: 12 met by the records, 5 violated, …".
    fn totals(&self) -> String {
        let (n, day) = (self.rows.len(), format_date(self.run.as_of));
        let found = Verdict::ALL.into_iter().map(|verdict| (verdict, self.total(verdict)));
        let found = found.filter(|(verdict, count)| *count > 0 || matches!(verdict, Verdict::Met | Verdict::Violated));
        let ja = self.say.0 == Lang::Ja;
        let parts: Vec<String> = found
            .map(|(verdict, count)| {
                let word = self.say.verdict(verdict);
                if ja { format!("{word} {count}") } else { format!("{count} {word}") }
            })
            .collect();
        let kind = match self.by {
            By::Chapter => self.say.pick("章", "chapters"),
            By::Section => self.say.pick("節", "sections"),
            By::Item => self.say.pick("項目", "items"),
        };
        self.say.pick(
            format!("全{n}{kind}（{day}時点）: {}", parts.join("、")),
            format!("{n} {kind} as of {day}: {}", parts.join(", ")),
        )
    }

    fn total(&self, verdict: Verdict) -> usize {
        self.rows.iter().filter(|row| row.judged.verdict == verdict).count()
    }

    /// Headings of the counts, short and whole.
    fn headings(&self) -> [(&'static str, &'static str); COUNTED.len()] {
        self.say.pick(
            [
                ("適合", "適合"),
                ("不適合", "不適合"),
                ("要確認", "人の確認が必要"),
                ("なし", "記録なし"),
                ("代替", "代替・不採用"),
                ("対象外", "対象外"),
            ],
            [
                ("met", "met"),
                ("viol.", "violated"),
                ("pers.", "needs a person"),
                ("none", "no data"),
                ("alt.", "alternative, declined"),
                ("n/a", "not applicable"),
            ],
        )
    }

    fn human(&self, width: usize, out: &mut dyn Write) -> io::Result<()> {
        const GAP: &str = "  ";
        const LEAST: usize = 24;
        let counted = self.by != By::Item;
        let columns = |texts: &mut dyn Iterator<Item = &str>, most: usize| {
            texts.map(unicode_width::UnicodeWidthStr::width).max().unwrap_or(0).min(most)
        };
        let ids = columns(&mut self.rows.iter().map(|row| row.judged.id.as_str()), 10).max(2);
        let titles = columns(&mut self.rows.iter().map(|row| row.title), if counted { 26 } else { 38 });
        let words = columns(&mut self.rows.iter().map(|row| self.say.verdict(row.judged.verdict)), 20);
        let headings = self.headings().map(|(short, _)| short);
        let line = |id: &str, title: &str, word: &str, counts: Option<[String; COUNTED.len()]>| {
            let mut line = [padded(id, ids), padded(&cut(title, titles), titles), padded(word, words)].join(GAP);
            for (count, heading) in counts.iter().flatten().zip(headings) {
                line += &format!(" {}", right(count, columns(&mut [heading].into_iter(), 8)));
            }
            line
        };
        writeln!(out, "{}\n", self.totals())?;
        let heads = counted.then(|| headings.map(str::to_owned));
        let (title, word) = self.say.pick(("題", "判定"), ("title", "verdict"));
        let head = line("", title, word, heads);
        let room = width.saturating_sub(columns(&mut [head.as_str()].into_iter(), width) + GAP.len());
        let reasons = if room >= LEAST { self.say.pick("主な理由", "first reason") } else { "" };
        writeln!(out, "{}", format!("{head}{GAP}{reasons}").trim_end())?;
        for row in &self.rows {
            let counts = row.counts.map(|counts| counts.map(|n| if n == 0 { "-".to_owned() } else { n.to_string() }));
            let line = line(&row.judged.id, row.title, self.say.verdict(row.judged.verdict), counts);
            if room >= LEAST {
                writeln!(out, "{}", format!("{line}{GAP}{}", cut(&row.reason, room)).trim_end())?;
                continue;
            }
            writeln!(out, "{}", line.trim_end())?;
            if !row.reason.is_empty() {
                let under = ids + GAP.len();
                writeln!(out, "{}{}", " ".repeat(under), cut(&row.reason, width.saturating_sub(under)))?;
            }
        }
        writeln!(out)?;
        let more = self.say.pick("くわしくは", "More:");
        let first = self.rows.iter().find(|row| row.judged.verdict == Verdict::Violated).or(self.rows.first());
        let more = first.map(|row| format!("{more} timlint explain {}", row.judged.id));
        for text in [Some(self.say.by_the_records().to_owned()), more].into_iter().flatten() {
            wrapped(&text, width).iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
        Ok(())
    }

    fn markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "**{}**\n", self.totals())?;
        let counted = self.by != By::Item;
        let (title, word, reason) = self.say.pick(("題", "判定", "主な理由"), ("title", "verdict", "first reason"));
        let mut heads = vec![self.say.pick("番号", "id"), title, word];
        heads.extend(self.headings().iter().filter(|_| counted).map(|(_, whole)| *whole));
        heads.push(reason);
        let rule = |i: usize| if counted && (3..3 + COUNTED.len()).contains(&i) { "--:" } else { "---" };
        writeln!(out, "| {} |", heads.join(" | "))?;
        writeln!(out, "|{}|", (0..heads.len()).map(rule).collect::<Vec<_>>().join("|"))?;
        for row in &self.rows {
            let mut cells = vec![row.judged.id.clone(), markdown(row.title)];
            cells.push(self.say.verdict(row.judged.verdict).to_owned());
            cells.extend(row.counts.iter().flatten().map(usize::to_string));
            cells.push(markdown(&row.reason));
            writeln!(out, "| {} |", cells.join(" | "))?;
        }
        writeln!(out, "\n{}", self.say.by_the_records())
    }

    fn json(&self, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
        let totals = Verdict::ALL.map(|verdict| (verdict.name().to_owned(), Value::from(self.total(verdict))));
        let rows: Vec<Value> = self.rows.iter().map(|row| self.entry(row)).collect();
        let by = match self.by {
            By::Chapter => "chapter",
            By::Section => "section",
            By::Item => "item",
        };
        let page = json!({
            "schema": SCHEMA,
            "version": env!("CARGO_PKG_VERSION"),
            "edition": catalogue().edition,
            "as_of": format_date(self.run.as_of),
            "lang": lang.name(),
            "by": by,
            "totals": serde_json::Map::from_iter(totals),
            "rows": rows,
        });
        serde_json::to_writer_pretty(&mut *out, &page)?;
        writeln!(out)
    }

    fn entry(&self, row: &Row<'_>) -> Value {
        let because: Vec<String> = row.judged.because.iter().map(because_code).collect();
        let mut entry = json!({
            "id": row.judged.id,
            "title": row.title,
            "verdict": row.judged.verdict.name(),
            "word": self.say.verdict(row.judged.verdict),
            "reason": row.reason,
            "because": because,
        });
        if row.counts.is_some() {
            let count = |verdict| inside(self.run, &row.judged.id, &[verdict]);
            let counts = Verdict::ALL.map(|verdict| (verdict.name().to_owned(), Value::from(count(verdict))));
            entry["items"] = Value::Object(serde_json::Map::from_iter(counts));
        }
        entry
    }
}

#[cfg(test)]
#[path = "status/tests.rs"]
mod tests;
