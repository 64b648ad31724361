//! Workflow commands of GitHub Actions: findings as annotations beside the changed lines.
//!
//! Of a step GitHub keeps ten annotations of each level and drops the rest in silence, so the worst are picked here, and
//! the last lines say how many are not among them. The whole belongs to the job summary (`markdown`).

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::diag::Level;

use super::handed::Handed;
use super::words::{Say, escaped};
use super::{Finding, Options, Report, Run};

/// Annotations of one level that a step may make.
const EACH: usize = 10;

pub struct Github;

impl Report for Github {
    fn name(&self) -> &'static str {
        "github"
    }

    fn write(&self, run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
        self.write_below("", run, options, out)
    }

    fn write_below(&self, folder: &str, run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
        let handed = Handed::new(run, options, folder);
        writeln!(out, "{}", handed.say.summary(run))?;
        let all = handed.worst_first();
        let (mut shown, mut left) = (0, [EACH, EACH, EACH - 1]);
        for finding in all.iter().filter(|finding| finding.waived.is_none()) {
            let (_, place) = command(finding.level);
            if left[place] > 0 {
                left[place] -= 1;
                shown += 1;
                annotate(&handed, finding, out)?;
            }
        }
        let waived = run.totals().waived;
        let hidden = all.len() - shown - waived;
        let mut told = Vec::new();
        if hidden > 0 {
            told.push(handed.say.pick(
                format!("ここに表示していない指摘が {hidden}件あります"),
                format!("{hidden} more findings are not shown here"),
            ));
        }
        if waived > 0 {
            let rules = rules(all.iter().filter(|finding| finding.waived.is_some()), handed.say);
            told.push(handed.say.pick(
                format!("猶予中の指摘が {waived}件あります（{rules}）"),
                format!("{waived} findings are waived ({rules})"),
            ));
        }
        if !told.is_empty() {
            let where_ = handed.say.pick("一覧はジョブの概要を見てください", "the job summary has the list");
            let text = format!("{}{}{where_}", told.join(handed.say.pick("。", "; ")), handed.say.pick("。", "; "));
            // The last notice is kept for this: it stands where people look for what is missing.
            writeln!(out, "::notice title=timlint::{}", data(&text))?;
        }
        Ok(())
    }
}

/// Whose findings they are, and how many of each: `media/incomplete 2`.
fn rules<'f>(findings: impl Iterator<Item = &'f &'f Finding>, say: Say) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry(&finding.diagnostic.rule).or_default() += 1;
    }
    let mut named: Vec<String> =
        counts.iter().take(EACH).map(|(rule, count)| format!("{} {count}", escaped(rule))).collect();
    if counts.len() > EACH {
        named.push("…".to_owned());
    }
    named.join(say.pick("、", ", "))
}

/// The command for a level, and its place among the counts.
fn command(level: Level) -> (&'static str, usize) {
    match level {
        Level::Error => ("error", 0),
        Level::Warning => ("warning", 1),
        Level::Note => ("notice", 2),
    }
}

fn annotate(handed: &Handed<'_>, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let label = finding.diagnostic.primary();
    let told = handed.teller.tell(finding);
    let (from, to) =
        (handed.places.of(label.span.file, label.span.start), handed.places.of(label.span.file, label.span.end));
    let mut at = vec![("file", escaped(&handed.path(label.span.file))), ("line", from.line.get().to_string())];
    let cell = handed.cell(label);
    // Of a workbook a row can be named, but no column of text.
    if cell.is_none() {
        at.push(("col", from.column.get().to_string()));
        if to.line == from.line && to.column > from.column {
            at.push(("endColumn", to.column.get().to_string()));
        }
    }
    at.push(("title", format!("{} [{}]", told.title, escaped(&finding.diagnostic.rule))));
    let at: Vec<String> = at.into_iter().map(|(name, value)| format!("{name}={}", property(&value))).collect();
    let cell = cell.map(|cell| format!("{}: ", escaped(&cell))).unwrap_or_default();
    let fix = if told.fix.is_empty() { String::new() } else { format!("\n{}: {}", handed.say.fix(), told.fix) };
    let text = format!("{cell}{}{fix}", handed.message(&told));
    writeln!(out, "::{} {}::{}", command(finding.level).0, at.join(","), data(&text))
}

/// A message: a line break would end the command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value of a property: also what separates properties.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_or_a_property_is_spelled_out() {
        assert_eq!(data("50%\r\n::error::x"), "50%25%0D%0A::error::x");
        assert_eq!(property("a,b:c%"), "a%2Cb%3Ac%25");
    }
}
