//! The top of the page and its end: what it is about, totals, the map of sections, chapters as figures, the files that were read.

use std::io::{self, Write};

use crate::engine::{ItemVerdict, Verdict};
use crate::rules::{Chapter, catalogue};

use super::super::name_of_register;
use super::escape::{both, html, two};
use super::{Page, radar, words};

pub fn write(page: &Page<'_>, company: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    head(page, company, out)?;
    if page.run.verdicts.sections.is_empty() {
        return writeln!(out, "<p class=\"remark\">{}</p>", both(words::not_judged));
    }
    writeln!(
        out,
        "<section id=\"overview\" aria-labelledby=\"overview-head\">\n<h2 id=\"overview-head\">{}</h2>",
        both(words::overview)
    )?;
    totals(page, out)?;
    heat(page, out)?;
    chapters(page, out)?;
    writeln!(out, "</section>")
}

fn head(page: &Page<'_>, company: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let (run, day) = (page.run, &page.day);
    writeln!(
        out,
        "<a class=\"skip\" href=\"#main\">{}</a>\n<header>\n<div class=\"tools\">\
         <button type=\"button\" id=\"lang\" hidden></button><button type=\"button\" id=\"theme\" hidden></button>\
         <button type=\"button\" id=\"print\" hidden></button></div>",
        both(words::skip)
    )?;
    let name = company.map_or_else(|| both(words::no_company), html);
    writeln!(out, "<p class=\"company\">{name}</p>\n<h1>{}</h1>", both(words::heading))?;
    writeln!(out, "<p class=\"unofficial\">{}</p>\n<dl class=\"facts\">", both(words::unofficial))?;
    let mut facts = vec![
        (both(words::as_of), html(day)),
        (both(words::edition), both(|say| words::edition_name(say, catalogue().edition))),
        (both(words::looked_at), both(|say| words::amount(say, run))),
    ];
    let commit = run.origin.commit.as_deref();
    facts.push((
        both(words::commit),
        commit.map_or_else(|| both(words::no_commit), |id| format!("<code>{}</code>", html(id))),
    ));
    for (name, value) in facts {
        writeln!(out, "<div><dt>{name}</dt><dd>{value}</dd></div>")?;
    }
    writeln!(
        out,
        "</dl>\n<nav aria-labelledby=\"nav-head\"><span id=\"nav-head\" class=\"hidden\">{}</span>",
        both(words::contents)
    )?;
    for (to, text) in [
        ("overview", both(words::overview)),
        ("items", both(words::items)),
        ("findings", both(words::findings)),
        ("inputs", both(words::inputs)),
    ] {
        writeln!(out, "<a href=\"#{to}\">{text}</a>")?;
    }
    writeln!(out, "</nav>\n</header>\n<main id=\"main\" tabindex=\"-1\">")
}

/// Findings by level, items by verdict.
fn totals(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let totals = page.run.totals();
    let verdicts = &page.run.verdicts;
    writeln!(out, "<div class=\"totals\">\n<div>\n<h3>{}</h3>\n<ul class=\"numbers\">", both(words::items_by_verdict))?;
    for verdict in Verdict::ALL {
        let count = number(&verdicts.items, verdict);
        if count > 0 || matches!(verdict, Verdict::Met | Verdict::Violated) {
            writeln!(out, "<li class=\"v-{}\"><b>{count}</b> {}</li>", verdict.name(), badge(verdict))?;
        }
    }
    writeln!(out, "</ul>\n</div>\n<div>\n<h3>{}</h3>\n<ul class=\"numbers\">", both(words::findings_by_level))?;
    for (level, count) in [
        (crate::diag::Level::Error, totals.errors),
        (crate::diag::Level::Warning, totals.warnings),
        (crate::diag::Level::Note, totals.notes),
    ] {
        writeln!(
            out,
            "<li class=\"l-{}\"><b>{count}</b> {}</li>",
            level.name(),
            both(|say| say.level(level).to_owned())
        )?;
    }
    if totals.waived > 0 {
        writeln!(out, "<li class=\"l-waived\"><b>{}</b> {}</li>", totals.waived, both(words::waived))?;
    }
    writeln!(out, "</ul>\n</div>\n</div>")?;
    if page.run.left_out > 0 {
        writeln!(out, "<p class=\"remark\">{}</p>", both(|say| say.elsewhere(page.run.left_out)))?;
    }
    if !page.run.problems.is_empty() {
        writeln!(out, "<p class=\"remark\">{}</p>", both(|say| say.problems(page.run.problems.len())))?;
    }
    Ok(())
}

/// All sections by chapter, coloured and worded by verdict.
fn heat(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let verdicts = &page.run.verdicts;
    writeln!(
        out,
        "<h3>{}</h3>\n<p class=\"remark\">{} <span class=\"on-screen\">{}</span></p>",
        both(words::map),
        both(words::map_remark),
        both(words::map_choose)
    )?;
    for chapter in &catalogue().chapters {
        let title = two(&chapter.title.ja, &chapter.title.en);
        writeln!(out, "<div class=\"heat\"><h4><span class=\"id\">{}</span> {title}</h4>\n<ul>", html(&chapter.id))?;
        for section in &chapter.sections {
            let Some(judged) = verdicts.sections.iter().find(|judged| judged.id == section.id) else { continue };
            let (good, all) = share(&verdicts.items, &section.id);
            writeln!(
                out,
                "<li><a class=\"tile v-{}\" href=\"#{}\"><span class=\"id\">{}</span> <span class=\"name\">{}</span> \
                 <span class=\"word\">{}</span> {}<span class=\"count\">{}</span></a></li>",
                judged.verdict.name(),
                anchor(&section.id),
                html(&section.id),
                two(&section.title.ja, &section.title.en),
                badge(judged.verdict),
                bar(good, all),
                both(|say| words::share(say, good, all)),
            )?;
        }
        writeln!(out, "</ul></div>")?;
    }
    Ok(())
}

/// Chapters as a drawing, and the same figures as a table for those who cannot see it.
fn chapters(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let verdicts = &page.run.verdicts;
    let chapters: Vec<(&Chapter, (usize, usize))> =
        catalogue().chapters.iter().map(|chapter| (chapter, share(&verdicts.items, &chapter.id))).collect();
    let axes: Vec<(&str, Option<f64>)> = chapters
        .iter()
        .map(|(chapter, (good, all))| (chapter.id.as_str(), (*all > 0).then(|| *good as f64 / *all as f64)))
        .collect();
    writeln!(
        out,
        "<div class=\"keep\">\n<h3 id=\"radar-head\">{}</h3>\n<div class=\"chapters\">\n<figure>{}<figcaption>{}</figcaption></figure>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"radar-head\">\n<table>\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th>",
        both(words::radar),
        radar::draw(&axes, "radar-head"),
        both(words::radar_caption),
        both(words::chapters_caption),
        both(words::chapter),
        both(words::verdict),
        both(words::readiness),
    )?;
    let counted: Vec<Verdict> =
        Verdict::ALL.into_iter().filter(|verdict| number(&verdicts.items, *verdict) > 0).collect();
    for verdict in &counted {
        write!(out, "<th scope=\"col\" class=\"n\">{}</th>", badge(*verdict))?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for (chapter, (good, all)) in &chapters {
        let judged = verdicts.chapters.iter().find(|judged| judged.id == chapter.id);
        write!(
            out,
            "<tr><th scope=\"row\"><a href=\"#{}\">{} {}</a></th><td>{}</td><td class=\"n\">{}</td>",
            anchor(&chapter.id),
            html(&chapter.id),
            two(&chapter.title.ja, &chapter.title.en),
            judged.map(|judged| badge(judged.verdict)).unwrap_or_default(),
            percent(*good, *all),
        )?;
        let inside: Vec<&ItemVerdict> = within(&verdicts.items, &chapter.id).collect();
        for verdict in &counted {
            write!(out, "<td class=\"n\">{}</td>", inside.iter().filter(|item| item.verdict == *verdict).count())?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody>\n</table>\n</div>\n</div>\n</div>")
}

/// Every file that was read, with its hash: so that somebody can tell later whether it is still the same.
pub fn inputs(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<section id=\"inputs\" aria-labelledby=\"inputs-head\">\n<h2 id=\"inputs-head\">{}</h2>\n<p>{}</p>\n\
         <div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"inputs-head\">\n<table>\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>\
         <th scope=\"col\">{}</th><th scope=\"col\" class=\"n\">{}</th><th scope=\"col\">SHA-256</th></tr></thead>\n<tbody>",
        both(words::inputs),
        both(|say| words::hash_remark(say, page.run.origin.commit.is_some())),
        both(words::inputs_caption),
        both(words::file),
        both(words::register),
        both(words::encoding),
        both(words::records),
    )?;
    for (i, input) in page.run.inputs.iter().enumerate() {
        let register = match &input.register {
            Some(register) => both(|say| name_of_register(register, say.0)),
            None => both(words::no_register),
        };
        let hash = if input.sha256.is_empty() { "–".to_owned() } else { html(&input.sha256) };
        writeln!(
            out,
            "<tr id=\"f-{i}\"><th scope=\"row\">{}</th><td>{register}</td><td>{}</td><td class=\"n\">{}</td><td><code class=\"hash\">{hash}</code></td></tr>",
            html(&page.safe(&input.name())),
            html(input.encoding.unwrap_or("–")),
            input.records,
        )?;
    }
    writeln!(out, "</tbody>\n</table>\n</div>\n</section>")
}

/// A verdict as a sign and a word; colour alone says nothing here.
pub fn badge(verdict: Verdict) -> String {
    let sign = match verdict {
        Verdict::Met => "✓",
        Verdict::Violated => "✕",
        Verdict::NoData => "－",
        Verdict::NeedsAPerson => "？",
        Verdict::Alternative => "⇄",
        Verdict::Declined => "○",
        Verdict::NotApplicable => "／",
    };
    let word = both(|say| say.verdict(verdict).to_owned());
    format!("<span class=\"badge\"><span class=\"sign\" aria-hidden=\"true\">{sign}</span>{word}</span>")
}

/// How much of a section is settled, for the eye; the figures beside it say the same.
fn bar(good: usize, all: usize) -> String {
    let width = (good * 100).checked_div(all).unwrap_or(0);
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"all\" width=\"100\" height=\"4\"/><rect width=\"{width}\" height=\"4\"/></svg>"
    )
}

pub fn anchor(id: &str) -> String {
    format!("p-{id}")
}

fn within<'v>(items: &'v [ItemVerdict], id: &str) -> impl Iterator<Item = &'v ItemVerdict> + use<'v> {
    let inside = format!("{id}.");
    items.iter().filter(move |item| item.id.starts_with(&inside))
}

/// Items with nothing left to do, of those that apply.
pub fn share(items: &[ItemVerdict], id: &str) -> (usize, usize) {
    let applying: Vec<Verdict> =
        within(items, id).map(|item| item.verdict).filter(|verdict| *verdict != Verdict::NotApplicable).collect();
    let good = |verdict: &&Verdict| matches!(verdict, Verdict::Met | Verdict::Alternative | Verdict::Declined);
    (applying.iter().filter(good).count(), applying.len())
}

fn number(items: &[ItemVerdict], verdict: Verdict) -> usize {
    items.iter().filter(|item| item.verdict == verdict).count()
}

fn percent(good: usize, all: usize) -> String {
    // Rounded down: 100 % must mean all of them.
    (good * 100).checked_div(all).map_or_else(|| "–".to_owned(), |share| format!("{share} % ({good}/{all})"))
}
