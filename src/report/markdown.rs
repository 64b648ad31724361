//! Markdown for the summary of a job and for a comment at a pull request: totals, verdicts by section, findings by file
//! with links. Tables have three columns, because they are read on a phone.
//!
//! A comment has an end: what has no place any more is left out, the least first, and counted.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::diag::Level;
use crate::engine::Verdict;
use crate::rules::catalogue;

use super::columns::{cut, markdown};
use super::handed::{Handed, link};
use super::words::escaped;
use super::{Finding, Lang, Options, Report, Run};

/// GitHub takes comments of 65,536 characters. What stands behind the findings needs some of them.
const ROOM: usize = 65_536 - 1_500;
/// A cell, in columns: longer texts make a table that nobody scrolls through.
const CELL: usize = 240;

pub struct Markdown;

impl Report for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn wants_verdicts(&self) -> bool {
        true
    }

    fn write(&self, run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
        self.write_below("", run, options, out)
    }

    fn write_below(&self, folder: &str, run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
        let handed = Handed::new(run, options, folder);
        let mut page = head(&handed);
        page += &verdicts(&handed);
        let all = handed.worst_first();
        let (files, shown) = rows(&handed, &all, ROOM.saturating_sub(page.chars().count()));
        for (file, rows) in files {
            page += &rows.whole(&file, &handed);
        }
        page += &tail(&handed, all.len(), shown);
        out.write_all(page.as_bytes())
    }
}

fn head(handed: &Handed<'_>) -> String {
    let (say, run) = (handed.say, handed.run);
    let totals = run.totals();
    // By this comment a workflow finds its own comment again.
    let mut page = format!("<!-- timlint -->\n## timlint\n\n**{}**\n\n", markdown(&say.summary(run)));
    if totals.all() + totals.waived > 0 {
        let (error, warning, note) = (say.level(Level::Error), say.level(Level::Warning), say.level(Level::Note));
        let waived = say.pick("猶予中", "waived");
        page += &format!("| {error} | {warning} | {note} | {waived} |\n|--:|--:|--:|--:|\n");
        page += &format!("| {} | {} | {} | {} |\n\n", totals.errors, totals.warnings, totals.notes, totals.waived);
    }
    if let Some(rules) = say.rules(run) {
        page += &format!("{}\n\n", markdown(&rules));
    }
    page
}

/// The sections of the criteria, folded up.
fn verdicts(handed: &Handed<'_>) -> String {
    let (say, run) = (handed.say, handed.run);
    let judged = &run.verdicts.sections;
    if judged.is_empty() {
        return String::new();
    }
    let count = |verdict| judged.iter().filter(|section| section.verdict == verdict).count();
    let counts = Verdict::ALL.into_iter().map(|verdict| (verdict, count(verdict))).filter(|(_, count)| *count > 0);
    let counts: Vec<String> = counts.map(|(verdict, n)| format!("{} {n}", say.verdict(verdict))).collect();
    let head = say.pick("基準の節ごとの判定", "Verdicts by section of the criteria");
    let mut page = format!("<details>\n<summary>{head}: {}</summary>\n\n", counts.join(say.pick("、", ", ")));
    page +=
        say.pick("| 節 | 判定 | 主な理由 |\n|---|---|---|\n", "| section | verdict | first reason |\n|---|---|---|\n");
    for section in judged {
        let title = catalogue().sections().find(|known| known.id == section.id);
        let title = title.map_or("", |known| known.title.pick(say.0 == Lang::Ja));
        let reason = cell(&say.reason(section, run));
        page += &format!("| {} {} | {} | {reason} |\n", section.id, cell(title), say.verdict(section.verdict));
    }
    page + &format!("\n{}\n\n</details>\n\n", say.by_the_records())
}

/// The findings of one file, in the order of the file.
#[derive(Default)]
struct Rows {
    rows: Vec<(u32, String)>,
    register: Option<String>,
    name: String,
    worst: [usize; 4],
}

/// As many findings as fit, the worst first; by file. And how many they are.
fn rows(handed: &Handed<'_>, all: &[&Finding], room: usize) -> (BTreeMap<String, Rows>, usize) {
    let (mut files, mut left, mut shown): (BTreeMap<String, Rows>, _, _) = (BTreeMap::new(), room, 0);
    for finding in all {
        let file = finding.diagnostic.primary().span.file;
        let path = handed.path(file);
        let row = row(handed, finding, &path);
        let new = if files.contains_key(&path) { 0 } else { Rows::HEAD + 2 * path.chars().count() };
        let Some(rest) = left.checked_sub(row.chars().count() + new) else { break };
        left = rest;
        shown += 1;
        let rows = files.entry(path).or_insert_with(|| {
            let name = handed.run.sources.get(file).file();
            let input = handed.run.inputs.iter().find(|input| input.path == name);
            Rows { register: input.and_then(|input| input.register.clone()), name: name.to_owned(), ..Rows::default() }
        });
        rows.worst[place(finding)] += 1;
        rows.rows.push((handed.line(finding.diagnostic.primary()), row));
    }
    (files, shown)
}

fn place(finding: &Finding) -> usize {
    match finding.level {
        _ if finding.waived.is_some() => 3,
        Level::Error => 0,
        Level::Warning => 1,
        Level::Note => 2,
    }
}

fn row(handed: &Handed<'_>, finding: &Finding, path: &str) -> String {
    let label = finding.diagnostic.primary();
    let told = handed.teller.tell(finding);
    let line = handed.line(label);
    let web = handed.run.origin.web.as_ref();
    let link = match handed.cell(label) {
        Some(name) => format!("[{}]({})", cell(&escaped(&name)), link(web, None, path, None)),
        None => format!("[L{line}]({})", link(web, None, path, Some(line))),
    };
    let waived = finding.waived.as_ref().map(|waived| format!("<br>_{}_", cell(&handed.teller.waived(waived))));
    let (level, title) = (handed.say.level(finding.level), cell(&told.title));
    let (what, rule) = (cell(&handed.message(&told)), cell(&escaped(&finding.diagnostic.rule)));
    format!("| {level} | {link} | **{title}**<br>{what}{}<br><sub>{rule}</sub> |\n", waived.unwrap_or_default())
}

/// Text for a cell: one line, not too long, without markup.
fn cell(text: &str) -> String {
    unlinked(&markdown(&cut(text, CELL)))
}

/// Code hosts call people and link threads wherever they see `@name` or `#12`, escaped or not; a comment between keeps
/// them from it.
fn unlinked(text: &str) -> String {
    text.replace("\\@", "@").replace('@', "@<!-- -->").replace("\\#", "#<!-- -->")
}

impl Rows {
    /// Characters of what stands around the rows of a file, apart from its path.
    const HEAD: usize = 220;

    fn whole(mut self, path: &str, handed: &Handed<'_>) -> String {
        self.rows.sort_by_key(|(line, _)| *line);
        let say = handed.say;
        let whole =
            handed.run.all().filter(|f| handed.run.sources.get(f.diagnostic.primary().span.file).file() == self.name);
        let title = say.file(&escaped(path), self.register.as_deref(), whole.count());
        let open = if self.worst[0] > 0 { " open" } else { "" };
        let mut page = format!("<details{open}>\n<summary>{}</summary>\n\n", html(&title));
        page += say.pick("| 重さ | 場所 | 内容 |\n|---|---|---|\n", "| level | place | what |\n|---|---|---|\n");
        self.rows.iter().for_each(|(_, row)| page += row);
        page + "\n</details>\n\n"
    }
}

fn html(text: &str) -> String {
    unlinked(&text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

fn tail(handed: &Handed<'_>, all: usize, shown: usize) -> String {
    let (say, run) = (handed.say, handed.run);
    let mut lines = Vec::new();
    if shown < all {
        let rest = all - shown;
        lines.push(say.pick(
            format!("全{all}件のうち、重いものから {shown}件を載せました。残り {rest}件は長さの上限のため省きました。全件は `--format json` で得られます。"),
            format!("{shown} of {all} findings are here, the worst first; {rest} are left out because a comment has a limit. `--format json` has all of them."),
        ));
    }
    if run.left_out > 0 {
        lines.push(say.elsewhere(run.left_out));
    }
    lines.push(say.no_promise().to_owned());
    lines.join("\n\n") + "\n"
}
