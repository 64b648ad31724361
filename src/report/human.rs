//! The report for people at a terminal: a summary first, then what is wrong, file by file, then how to see more.
//!
//! Printing costs as much as what is shown: of each file only the lines that carry a label are looked at.

mod finding;
mod marks;
mod pen;
mod window;
mod wrap;

use std::io::{self, Write};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::source::FileId;

use finding::Drawer;
use pen::{Ink, Pen};
use wrap::wrap;

use super::places::Places;
use super::words::{Say, Secrets, Teller, escaped, hidden};
use super::{Finding, Options, Report, Run, Told};

/// More than this nobody reads on a terminal.
const SHOWN: usize = 200;

pub struct Human;

impl Report for Human {
    fn name(&self) -> &'static str {
        "human"
    }

    fn write(&self, run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
        let teller = Teller::new(run, options.lang);
        let (say, pen) = (Say(options.lang), Pen::new(options));
        let drawer = Drawer { run, say, pen, teller: &teller, places: Places::new(&run.sources) };
        let mut page = Page { drawer, explained: FxHashSet::default(), left: SHOWN, whole: options.verbose };
        let summary = say.summary(run) + &say.also_waived(run);
        writeln!(out, "{}", pen.paint(Ink::Bold, &summary))?;
        if let Some(fixed) = say.fixed(run) {
            writeln!(out, "{fixed}")?;
        }
        page.problems(out)?;
        page.findings(out)?;
        page.waived(out)?;
        page.closing(options, out)
    }
}

struct Page<'r> {
    drawer: Drawer<'r>,
    /// Rules whose reason was already told.
    explained: FxHashSet<&'r str>,
    left: usize,
    /// What is waived is drawn like the rest, in its place.
    whole: bool,
}

impl<'r> Page<'r> {
    fn problems(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let problems = &self.drawer.run.problems;
        if !problems.is_empty() {
            self.heading(&self.drawer.say.problems(problems.len()), out)?;
        }
        problems.iter().try_for_each(|finding| self.finding(finding, out))
    }

    fn findings(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let run = self.drawer.run;
        let file = |finding: &Finding| finding.diagnostic.primary().span.file;
        let mut counts: FxHashMap<FileId, usize> = FxHashMap::default();
        let whole = self.whole;
        let drawn = || run.findings.iter().filter(move |finding| whole || finding.waived.is_none());
        drawn().for_each(|finding| *counts.entry(file(finding)).or_default() += 1);
        let mut under = None;
        for finding in drawn().take(self.left) {
            let here = file(finding);
            if under.replace(here) != Some(here) {
                let path = run.sources.get(here).path.as_str();
                let input = run.inputs.iter().find(|input| input.name() == path);
                let register = input.and_then(|input| input.register.as_deref());
                let count = counts.get(&here).copied().unwrap_or_default();
                self.heading(&self.drawer.say.file(&escaped(path), register, count), out)?;
            }
            self.finding(finding, out)?;
        }
        Ok(())
    }

    /// What is waived, one line each: it is not what the reader came for, and it must not be forgotten.
    fn waived(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let run = self.drawer.run;
        let waived = || run.findings.iter().filter_map(|finding| Some((finding, finding.waived.as_ref()?)));
        if self.whole || waived().next().is_none() {
            return Ok(());
        }
        self.heading(&self.drawer.say.waived(waived().count()), out)?;
        writeln!(out)?;
        let pen = self.drawer.pen;
        // Columns that are missing from one header, say, look alike on one line.
        let mut lines: Vec<(String, usize)> = Vec::new();
        for (finding, why) in waived().take(self.left) {
            let text = self.drawer.teller.waived_line(finding, why, &self.drawer.place(finding));
            match lines.last_mut().filter(|(last, _)| *last == text) {
                Some((_, count)) => *count += 1,
                None => lines.push((text, 1)),
            }
            self.left -= 1;
        }
        for (text, count) in lines {
            let text = text + &self.drawer.say.times(count);
            for (i, line) in wrap(&text, pen.width.saturating_sub(4), pen).iter().enumerate() {
                writeln!(out, "{}{line}", if i == 0 { "- " } else { "  " })?;
            }
        }
        Ok(())
    }

    fn heading(&self, text: &str, out: &mut dyn Write) -> io::Result<()> {
        let pen = self.drawer.pen;
        let heading = format!("{} {text} {}", pen.rule(), pen.rule());
        writeln!(out, "\n{}", pen.paint(Ink::Bold, &heading))
    }

    fn finding(&mut self, finding: &'r Finding, out: &mut dyn Write) -> io::Result<()> {
        if self.left == 0 {
            return Ok(());
        }
        self.left -= 1;
        let why = self.explained.insert(&finding.diagnostic.rule);
        write!(out, "\n{}", self.drawer.draw(finding, why))
    }

    fn closing(&self, options: &Options, out: &mut dyn Write) -> io::Result<()> {
        let Drawer { run, say, pen, .. } = &self.drawer;
        let mut lines = Vec::new();
        let all = run.problems.len() + run.findings.len();
        let shown = SHOWN - self.left;
        if shown < all {
            lines.push(say.too_many(shown, all - shown));
        }
        if run.left_out > 0 {
            lines.push(say.elsewhere(run.left_out));
        }
        lines.extend(say.rules(run));
        if options.verbose {
            lines.extend(run.inputs.iter().map(|input| format!("  {}", escaped(&say.input(input)))));
            let counts = run.rule_counts.iter();
            lines.extend(
                counts
                    .map(|c| format!("  {}: {}", escaped(&c.id), say.tally(c.violated, c.satisfied, c.not_exercised))),
            );
        }
        if run.totals().waived > 0 && !self.whole {
            lines.push(say.waived_whole().to_owned());
        }
        if run.totals().all() == 0 {
            lines.push(say.no_promise().to_owned());
        }
        // The worst kind first: of several rules the example is one that matters.
        let counted = run.all().filter(|finding| finding.waived.is_none());
        let worst = counted.min_by_key(|finding| std::cmp::Reverse(finding.level));
        lines.extend(worst.map(|finding| say.explain(&escaped(&finding.diagnostic.rule))));
        if !lines.is_empty() {
            writeln!(out)?;
        }
        for line in lines.iter().flat_map(|line| wrap(line, pen.width, *pen)) {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
