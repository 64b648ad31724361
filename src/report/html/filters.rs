//! The form that narrows items and findings down. It is hidden until the script is there to answer it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use crate::diag::Level;
use crate::engine::Verdict;
use crate::rules::catalogue;

use super::super::words::Say;
use super::super::{Lang, Run, name_of_register};
use super::escape::{both, html};
use super::words;

pub fn write(
    run: &Run,
    rules: &BTreeMap<String, (String, String)>,
    registers: &BTreeSet<String>,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let form = Form { lang };
    writeln!(out, "<form id=\"filter\" role=\"search\" aria-labelledby=\"filter-head\" hidden>")?;
    writeln!(out, "<h2 id=\"filter-head\">{}</h2>\n<div class=\"fields\">", both(words::filter))?;
    let levels = [Level::Error, Level::Warning, Level::Note];
    let levels = levels.map(|level| Choice::new(level.name(), |say| say.level(level).to_owned()));
    let waived = run.all().any(|finding| finding.waived.is_some());
    let waived = waived.then(|| Choice::new("waived", words::waived));
    form.select("level", words::level, levels.into_iter().chain(waived), out)?;
    let verdicts = Verdict::ALL.map(|verdict| Choice::new(verdict.name(), |say| say.verdict(verdict).to_owned()));
    form.select("verdict", words::verdict, verdicts.into_iter(), out)?;
    form.select("part", words::part, parts().into_iter(), out)?;
    let registers = registers.iter().map(|id| Choice::new(id, |say| name_of_register(id, say.0)));
    form.select("register", words::register, registers, out)?;
    let rules = rules.iter().map(|(id, (ja, en))| Choice::new(id, |say| format!("{}（{id}）", say.pick(ja, en))));
    form.select("rule", words::rule, rules, out)?;
    writeln!(
        out,
        "<div class=\"field search\"><label for=\"q\">{}</label><input type=\"search\" id=\"q\" autocomplete=\"off\"></div>\n\
         <div class=\"field\"><button type=\"reset\">{}</button></div>\n</div>\n\
         <p id=\"count\" role=\"status\" aria-live=\"polite\"></p>\n</form>",
        both(words::search),
        both(words::reset),
    )
}

struct Choice {
    value: String,
    ja: String,
    en: String,
}

impl Choice {
    fn new(value: &str, words: impl Fn(Say) -> String) -> Choice {
        Choice { value: value.to_owned(), ja: words(Say(Lang::Ja)), en: words(Say(Lang::En)) }
    }
}

/// Chapters, sections and items, each further in than what it belongs to.
fn parts() -> Vec<Choice> {
    let mut parts = Vec::new();
    let mut add = |id: &str, deep: usize, title: &crate::rules::Both| {
        let indent = "\u{3000}".repeat(deep);
        parts.push(Choice::new(id, |say| format!("{indent}{id} {}", title.pick(say.0 == Lang::Ja))));
    };
    for chapter in &catalogue().chapters {
        add(&chapter.id, 0, &chapter.title);
        for section in &chapter.sections {
            add(&section.id, 1, &section.title);
            section.items.iter().for_each(|item| add(&item.id, 2, &item.title));
        }
    }
    parts
}

struct Form {
    lang: Lang,
}

impl Form {
    /// An option holds no markup, so that its other language waits in an attribute.
    fn option(&self, choice: &Choice, out: &mut dyn Write) -> io::Result<()> {
        let (ja, en) = (html(&choice.ja), html(&choice.en));
        let now = Say(self.lang).pick(&ja, &en);
        writeln!(out, "<option value=\"{}\" data-ja=\"{ja}\" data-en=\"{en}\">{now}</option>", html(&choice.value))
    }

    fn select(
        &self,
        id: &str,
        label: fn(Say) -> String,
        choices: impl Iterator<Item = Choice>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        writeln!(out, "<div class=\"field\"><label for=\"{id}\">{}</label><select id=\"{id}\">", both(label))?;
        self.option(&Choice::new("", words::all), out)?;
        for choice in choices {
            self.option(&choice, out)?;
        }
        writeln!(out, "</select></div>")
    }
}
