//! JUnit XML, which every build service reads: a suite per register that rules are about, a case per finding, and a case
//! per rule that found nothing in records that it judged.
//!
//! It has the attributes and the order of elements that both the schema of Ant and that of Jenkins ask for, and no more.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::diag::Level;
use crate::model::date::format_date;

use super::handed::Handed;
use super::words::escaped;
use super::{Finding, Options, Report, RuleCount, Run};

pub struct Junit;

impl Report for Junit {
    fn name(&self) -> &'static str {
        "junit"
    }

    fn write(&self, run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
        self.write_below("", run, options, out)
    }

    fn write_below(&self, folder: &str, run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
        let handed = Handed::new(run, options, folder);
        let mut out = io::BufWriter::new(out);
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>")?;
        for (i, (name, suite)) in suites(run).into_iter().enumerate() {
            suite.write(i, name, &handed, &mut out)?;
        }
        writeln!(out, "</testsuites>")?;
        out.flush()
    }
}

#[derive(Default)]
struct Suite<'r> {
    findings: Vec<(&'r Finding, Outcome)>,
    kept: Vec<&'r RuleCount>,
    idle: Vec<&'r RuleCount>,
}

/// What a finding is to a test runner.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Something could not be read or used: the check itself did not go well.
    Error,
    Failure,
    /// A note asks nobody to do anything, and a waived finding does not count: neither may turn a build red.
    Skipped,
}

/// By what stands before the `/` of a rule's id.
fn suites(run: &Run) -> BTreeMap<&str, Suite<'_>> {
    let mut suites: BTreeMap<&str, Suite<'_>> = BTreeMap::new();
    for (findings, worst) in [(&run.problems, Outcome::Error), (&run.findings, Outcome::Failure)] {
        for finding in findings {
            let quiet = finding.waived.is_some() || finding.level == Level::Note;
            let outcome = if quiet { Outcome::Skipped } else { worst };
            suites.entry(group(&finding.diagnostic.rule)).or_default().findings.push((finding, outcome));
        }
    }
    let found: rustc_hash::FxHashSet<&str> = run.all().map(|finding| finding.diagnostic.rule.as_str()).collect();
    for count in run.rule_counts.iter().filter(|count| count.violated == 0 && !found.contains(count.id.as_str())) {
        let suite = suites.entry(group(&count.id)).or_default();
        if count.satisfied > 0 { suite.kept.push(count) } else { suite.idle.push(count) }
    }
    suites
}

fn group(rule: &str) -> &str {
    rule.split_once('/').map_or(rule, |(group, _)| group)
}

impl Suite<'_> {
    fn write(&self, number: usize, name: &str, handed: &Handed<'_>, out: &mut impl Write) -> io::Result<()> {
        let count = |wanted| self.findings.iter().filter(|(_, outcome)| *outcome == wanted).count();
        let shown = xml(&escaped(name)).into_owned();
        writeln!(
            out,
            "<testsuite name=\"{shown}\" package=\"timlint\" id=\"{number}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" \
             skipped=\"{}\" time=\"0\" timestamp=\"{}T00:00:00\" hostname=\"localhost\">",
            self.findings.len() + self.kept.len(),
            count(Outcome::Failure),
            count(Outcome::Error),
            count(Outcome::Skipped),
            format_date(handed.run.as_of),
        )?;
        writeln!(out, "<properties>")?;
        for idle in &self.idle {
            let nothing = handed.say.pick("判定する記録がない", "no records to judge");
            writeln!(out, "<property name=\"{}\" value=\"{nothing}\"/>", xml(&escaped(&idle.id)))?;
        }
        writeln!(out, "</properties>")?;
        for (finding, outcome) in &self.findings {
            case(handed, finding, *outcome, out)?;
        }
        for kept in &self.kept {
            let text = handed.say.tally(kept.violated, kept.satisfied, kept.not_exercised);
            writeln!(out, "<testcase classname=\"{}\" name=\"{}\" time=\"0\"/>", xml(&escaped(&kept.id)), xml(&text))?;
        }
        writeln!(out, "<system-out></system-out>\n<system-err></system-err>\n</testsuite>")
    }
}

fn case(handed: &Handed<'_>, finding: &Finding, outcome: Outcome, out: &mut impl Write) -> io::Result<()> {
    let told = handed.teller.tell(finding);
    let say = handed.say;
    let name = format!("{}: {}", handed.subject(finding), told.title);
    let rule = escaped(&finding.diagnostic.rule);
    write!(out, "<testcase classname=\"{}\" name=\"{}\" time=\"0\">", xml(&rule), xml(&name))?;
    let mut body = vec![handed.place(finding.diagnostic.primary())];
    let others = finding.diagnostic.labels.iter().zip(&told.labels).skip(1);
    body.extend(others.take(20).map(|(label, text)| format!("  {}  {text}", handed.place(label))));
    body.extend([(say.why(), &told.why), (say.fix(), &told.fix)].iter().map(|(head, text)| format!("{head}: {text}")));
    if !finding.items.is_empty() {
        body.push(say.items(&finding.items));
    }
    let message = handed.message(&told);
    let level = finding.level;
    let (element, message) = match (outcome, &finding.waived) {
        (_, Some(waived)) => ("skipped", format!("{}: {message}", handed.teller.waived(waived))),
        (Outcome::Skipped, None) => ("skipped", format!("{}: {message}", say.level(level))),
        (Outcome::Failure, None) => ("failure", message),
        (Outcome::Error, None) => ("error", message),
    };
    let body = xml(&body.join("\n")).into_owned();
    writeln!(out, "<{element} type=\"{}\" message=\"{}\">{body}</{element}></testcase>", level.name(), xml(&message))
}

/// Text for XML 1.0: no markup, and nothing that no XML file may hold in any spelling.
fn xml(text: &str) -> Cow<'_, str> {
    let acts = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\'') || forbidden(c);
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            c if forbidden(c) => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

fn forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_acts_as_markup_or_breaks_the_file() {
        assert_eq!(
            xml("]]></a>&\"x\"\u{0}\u{b}\u{ffff}"),
            "]]&gt;&lt;/a&gt;&amp;&quot;x&quot;\u{fffd}\u{fffd}\u{fffd}"
        );
        assert_eq!(xml("佐藤\n𠮷"), "佐藤\n𠮷");
    }
}
