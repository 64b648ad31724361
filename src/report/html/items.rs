//! Every item of the criteria with its verdict, why, and on which records that rests.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use crate::engine::{Because, ItemVerdict, Verdict};
use crate::model::RegisterId;
use crate::rules::{Item, Rule, Section, catalogue, reads};
use crate::source::Span;

use super::super::words::Say;
use super::super::{Finding, name_of_register};
use super::escape::{both, html, two};
use super::overview::{anchor, badge, share};
use super::{Page, words};

/// Places of findings that are named beside an item; all of them stand in the list of findings.
const PLACES: usize = 5;

pub fn write(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let verdicts = &page.run.verdicts;
    if verdicts.items.is_empty() {
        return Ok(());
    }
    let mut list = List { page, findings: BTreeMap::new(), citing: BTreeMap::new() };
    for finding in page.run.all() {
        for item in &finding.items {
            list.findings.entry(item).or_default().push(finding);
        }
    }
    for rule in page.run.rules.iter() {
        for item in &rule.items {
            list.citing.entry(item).or_default().push(rule);
        }
    }
    writeln!(
        out,
        "<section id=\"items\" aria-labelledby=\"items-head\">\n<h2 id=\"items-head\">{}</h2>",
        both(words::items)
    )?;
    for chapter in &catalogue().chapters {
        let title = two(&chapter.title.ja, &chapter.title.en);
        writeln!(
            out,
            "<section class=\"chapter\" id=\"{}\">\n<h3>{} {title}</h3>",
            anchor(&chapter.id),
            html(&chapter.id)
        )?;
        for section in &chapter.sections {
            list.section(section, out)?;
        }
        writeln!(out, "</section>")?;
    }
    writeln!(out, "</section>")
}

struct List<'r> {
    page: &'r Page<'r>,
    findings: BTreeMap<&'r str, Vec<&'r Finding>>,
    citing: BTreeMap<&'r str, Vec<&'r Rule>>,
}

impl List<'_> {
    fn section(&self, section: &Section, out: &mut dyn Write) -> io::Result<()> {
        let verdicts = &self.page.run.verdicts;
        let judged = verdicts.sections.iter().find(|judged| judged.id == section.id);
        let (good, all) = share(&verdicts.items, &section.id);
        writeln!(
            out,
            "<section class=\"part\" id=\"{}\">\n<h4><span class=\"id\">{}</span> {} {} <span class=\"count\">{}</span></h4>\n<p>{}</p>",
            anchor(&section.id),
            html(&section.id),
            two(&section.title.ja, &section.title.en),
            judged.map(|judged| colored(judged.verdict)).unwrap_or_default(),
            both(|say| words::share(say, good, all)),
            two(&section.duty.ja, &section.duty.en),
        )?;
        for item in &section.items {
            if let Some(judged) = verdicts.items.iter().find(|judged| judged.id == item.id) {
                self.item(item, judged, out)?;
            }
        }
        crosswalk(section, out)?;
        writeln!(out, "</section>")
    }

    fn item(&self, item: &Item, judged: &ItemVerdict, out: &mut dyn Write) -> io::Result<()> {
        let findings = self.findings.get(item.id.as_str()).map_or(&[][..], Vec::as_slice);
        let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.diagnostic.rule.as_str()).collect();
        let levels: BTreeSet<&str> = findings
            .iter()
            .map(|finding| if finding.waived.is_some() { "waived" } else { finding.level.name() })
            .collect();
        let registers = self.registers(item);
        let list = |words: &mut dyn Iterator<Item = &str>| html(&words.collect::<Vec<_>>().join(" "));
        let first = both(|say| say.reason(judged, self.page.run));
        writeln!(
            out,
            "<details class=\"item\" id=\"{}\" data-id=\"{}\" data-verdict=\"{}\" data-levels=\"{}\" data-rules=\"{}\" data-registers=\"{}\">\n\
             <summary>{} <span class=\"id\">{}</span> <span class=\"name\">{}</span> <span class=\"first\">{first}</span></summary>\n<div class=\"body\">",
            anchor(&item.id),
            html(&item.id),
            judged.verdict.name(),
            list(&mut levels.into_iter()),
            list(&mut rules.into_iter()),
            list(&mut registers.iter().map(|register| register.name())),
            colored(judged.verdict),
            html(&item.id),
            two(&item.title.ja, &item.title.en),
        )?;
        writeln!(out, "<p>{}</p>\n<dl>", two(&item.text.ja, &item.text.en))?;
        let applies =
            |say: Say| item.applies_if.as_ref().map_or_else(|| words::always(say), |applies| say.applies(applies));
        for (name, value) in [
            (both(words::obligation), both(|say| say.obligation(&item.obligation).to_owned())),
            (both(words::applies), both(applies)),
            (both(words::judged_by), both(|say| say.automation(item.automation).to_owned())),
        ] {
            writeln!(out, "<div><dt>{name}</dt><dd>{value}</dd></div>")?;
        }
        writeln!(out, "</dl>")?;
        self.reasons(judged, out)?;
        self.evidence(judged, &registers, out)?;
        self.places(item, findings, out)?;
        writeln!(out, "</div>\n</details>")
    }

    fn reasons(&self, judged: &ItemVerdict, out: &mut dyn Write) -> io::Result<()> {
        if judged.because.is_empty() {
            return Ok(());
        }
        writeln!(out, "<h5>{}</h5>\n<ul>", both(words::reasons))?;
        let mut told = BTreeSet::new();
        for because in &judged.because {
            let text = both(|say| self.reason(because, judged, say));
            // Registers without records are named together.
            if told.insert(text.clone()) {
                writeln!(out, "<li>{text}</li>")?;
            }
        }
        writeln!(out, "</ul>")
    }

    fn reason(&self, because: &Because, judged: &ItemVerdict, say: Say) -> String {
        let run = self.page.run;
        let alone = match because {
            Because::Nothing { .. } => {
                judged.because.iter().filter(|other| matches!(other, Because::Nothing { .. })).cloned().collect()
            }
            _ => vec![because.clone()],
        };
        let reason = say.reason(&ItemVerdict { because: alone, ..judged.clone() }, run);
        match because {
            Because::Rule { id, violated: 0, satisfied, .. } => words::kept(say, &say.rule_title(id, run), *satisfied),
            Because::Part { id, verdict } if reason.is_empty() => words::judged_part(say, id, *verdict),
            _ => reason,
        }
    }

    /// Registers whose records count for an item: those that the criteria name, and those that rules look at.
    fn registers(&self, item: &Item) -> Vec<RegisterId> {
        let mut order: Vec<RegisterId> = item.registers.iter().filter_map(|name| RegisterId::by_name(name)).collect();
        let mut read = BTreeSet::new();
        for rule in self.citing.get(item.id.as_str()).into_iter().flatten().filter_map(|rule| rule.records()) {
            read.insert(rule.each.kept_in());
            read.extend(reads(rule).into_iter().map(|(register, _)| register.kept_in()));
        }
        read.retain(|register| !order.contains(register));
        order.extend(read);
        order
    }

    fn evidence(&self, judged: &ItemVerdict, registers: &[RegisterId], out: &mut dyn Write) -> io::Result<()> {
        let run = self.page.run;
        writeln!(out, "<h5>{}</h5>", both(words::evidence))?;
        if registers.is_empty() {
            return writeln!(out, "<p>{}</p>", both(words::no_evidence));
        }
        writeln!(out, "<ul class=\"evidence\">")?;
        for register in registers {
            write!(out, "<li>{}: ", both(|say| name_of_register(register.name(), say.0)))?;
            let kept =
                run.inputs.iter().enumerate().filter(|(_, input)| input.register.as_deref() == Some(register.name()));
            let files: Vec<String> = kept
                .map(|(i, input)| {
                    let facts = both(|say| words::file_facts(say, input.header, input.records));
                    format!(
                        "<a href=\"#f-{i}\"><code>{}</code></a> <span class=\"facts\">{facts}</span>",
                        html(&self.page.safe(&input.name()))
                    )
                })
                .collect();
            let none = || format!("<span class=\"none\">{}</span>", both(words::missing_register));
            writeln!(out, "{}</li>", if files.is_empty() { none() } else { files.join("; ") })?;
        }
        for because in &judged.because {
            if let Because::Exception { id } | Because::Lapsed { exception: id } = because
                && let Some((_, span)) = run.origin.exceptions.iter().find(|(known, _)| known == id)
            {
                let (word, id) = (both(words::recorded_exception), html(&self.page.safe(id)));
                writeln!(out, "<li>{word} {id}: <code>{}</code></li>", html(&self.place(*span)))?;
            }
        }
        writeln!(out, "</ul>")?;
        if let Some(commit) = &run.origin.commit {
            writeln!(out, "<p class=\"facts\">{}: <code>{}</code></p>", both(words::commit), html(commit))?;
        }
        Ok(())
    }

    fn places(&self, item: &Item, findings: &[&Finding], out: &mut dyn Write) -> io::Result<()> {
        if findings.is_empty() {
            return Ok(());
        }
        writeln!(out, "<h5>{}</h5>\n<ul class=\"places\">", both(words::places))?;
        for finding in findings.iter().take(PLACES) {
            let id = &finding.diagnostic.rule;
            let title = both(|say| say.rule_title(id, self.page.run));
            let waived = if finding.waived.is_some() { format!(" [{}]", both(words::waived)) } else { String::new() };
            let place = self.place(finding.diagnostic.primary().span);
            writeln!(out, "<li><code>{}</code> {title}{waived}</li>", html(&place))?;
        }
        if findings.len() > PLACES {
            writeln!(out, "<li>{}</li>", both(|say| words::more_places(say, findings.len() - PLACES)))?;
        }
        let (word, id) = (both(words::show_findings), html(&item.id));
        writeln!(out, "</ul>\n<p class=\"go\" hidden><a href=\"#findings\" data-part=\"{id}\">{word}</a></p>")
    }

    /// `registers/people.csv:12`, or the cell of a workbook.
    fn place(&self, span: Span) -> String {
        let source = self.page.run.sources.get(span.file);
        let path = self.page.safe(&source.path);
        match source.cell_name(span.start) {
            Some(cell) => format!("{path}!{cell}"),
            None => format!("{path}:{}", source.line_number(source.line_of(span.start))),
        }
    }
}

/// A verdict as a badge in its colour.
fn colored(verdict: Verdict) -> String {
    format!("<span class=\"v-{}\">{}</span>", verdict.name(), badge(verdict))
}

fn crosswalk(section: &Section, out: &mut dyn Write) -> io::Result<()> {
    if section.crosswalk.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<details class=\"crosswalk\"><summary>{} <span class=\"id\">{}</span></summary>\n<div class=\"wide\">\n<table>\n<thead><tr>",
        both(words::crosswalk),
        html(&section.id),
    )?;
    for head in [words::other_standard, words::parts, words::relation, words::basis] {
        write!(out, "<th scope=\"col\">{}</th>", both(head))?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for row in &section.crosswalk {
        writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
            both(|say| say.framework(&row.to).to_owned()),
            html(&row.refs.join(", ")),
            both(|say| say.relation(&row.relation).to_owned()),
            both(|say| say.basis(&row.basis)),
        )?;
    }
    writeln!(out, "</tbody>\n</table>\n</div>\n</details>")
}
