//! The report for programs: everything that is known of a run, versioned, described by `schemas/run.schema.json`.
//!
//! Findings are written one by one, so that a hundred thousand of them never lie in memory as text.

use std::io::{self, BufWriter, Write};

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::diag::{About, Edit, Fix, Label};
use crate::engine::ItemVerdict;
use crate::model::date::format_date;
use crate::source::FileId;

use super::places::Places;
use super::words::{Teller, because_code};
use super::{Finding, InputInfo, Options, Report, RuleCount, Run, Waived, WaivedBy};

/// Changes when a program that reads the report must change.
const SCHEMA: &str = "timlint/run/1";

pub struct Json;

impl Report for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn wants_verdicts(&self) -> bool {
        true
    }

    fn write(&self, run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
        let teller = Teller::new(run, options.lang);
        let page = Page { run, options, teller, places: Places::new(&run.sources) };
        let mut out = BufWriter::new(out);
        serde_json::to_writer_pretty(&mut out, &page)?;
        writeln!(out)?;
        out.flush()
    }
}

struct Page<'r> {
    run: &'r Run,
    options: &'r Options,
    teller: Teller<'r>,
    places: Places<'r>,
}

impl Serialize for Page<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let run = self.run;
        let totals = run.totals();
        let summary = Summary {
            errors: totals.errors,
            warnings: totals.warnings,
            notes: totals.notes,
            waived: totals.waived,
            records: run.records(),
            left_out: run.left_out,
            fixed: run.fixed,
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", SCHEMA)?;
        map.serialize_entry("version", env!("CARGO_PKG_VERSION"))?;
        map.serialize_entry("as_of", &format_date(run.as_of))?;
        map.serialize_entry("lang", self.options.lang.name())?;
        map.serialize_entry("summary", &summary)?;
        map.serialize_entry("findings", &Findings(self, &run.findings))?;
        map.serialize_entry("problems", &Findings(self, &run.problems))?;
        map.serialize_entry("rules", &Each(&run.rule_counts, rule))?;
        map.serialize_entry("items", &Each(&run.verdicts.items, verdict))?;
        map.serialize_entry("sections", &Each(&run.verdicts.sections, verdict))?;
        map.serialize_entry("chapters", &Each(&run.verdicts.chapters, verdict))?;
        map.serialize_entry("inputs", &Each(&run.inputs, input))?;
        map.end()
    }
}

/// A list whose entries are made only when they are written.
struct Each<'a, T, F>(&'a [T], F);

impl<'a, T, E: Serialize + 'a, F: Fn(&'a T) -> E> Serialize for Each<'a, T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(&self.1))
    }
}

struct Findings<'a>(&'a Page<'a>, &'a [Finding]);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.1.len()))?;
        for finding in self.1 {
            list.serialize_element(&self.0.entry(finding))?;
        }
        list.end()
    }
}

impl Page<'_> {
    fn entry<'e>(&'e self, finding: &'e Finding) -> Entry<'e> {
        let diagnostic = &finding.diagnostic;
        let told = self.teller.tell(finding);
        // Whole, unlike in sentences: programs compare keys.
        let key = |key: &str| self.teller.secrets().mask(key).into_owned();
        Entry {
            rule: &diagnostic.rule,
            items: &finding.items,
            level: finding.level.name(),
            fingerprint: &finding.fingerprint,
            subject: diagnostic.subject.as_ref().map(|s| SubjectEntry { register: &s.register, key: key(&s.key) }),
            counterpart: diagnostic.counterpart.as_deref().map(key),
            requirement: diagnostic.requirement,
            labels: diagnostic.labels.iter().zip(told.labels).map(|(label, text)| self.label(label, text)).collect(),
            title: told.title,
            message: told.what,
            why: told.why,
            fix: told.fix,
            did_you_mean: told.did_you_mean,
            waived: finding.waived.as_ref().map(|waived| self.waived(waived)),
            fixes: diagnostic.fixes.iter().filter(|fix| self.may_show(fix)).map(|fix| self.fix(fix)).collect(),
        }
    }

    fn waived<'e>(&'e self, waived: &'e Waived) -> WaivedEntry<'e> {
        let plain = |text: &str| self.teller.secrets().mask(text).into_owned();
        WaivedEntry {
            by: match waived.by {
                WaivedBy::Register => "register",
                WaivedBy::Baseline => "baseline",
            },
            id: plain(&waived.id),
            reason: Some(plain(&waived.reason)).filter(|reason| !reason.is_empty()),
            approver: waived.approver.as_deref().map(plain),
            until: format_date(waived.until),
            path: self.run.sources.get(waived.span.file).file(),
            start: self.position(waived.span.file, waived.span.start),
        }
    }

    /// An edit with a hole in it would be a wrong edit: with a secret in it, it is not told at all.
    fn may_show(&self, fix: &Fix) -> bool {
        fix.edits.iter().all(|edit| self.teller.secrets().mask(&edit.text) == edit.text)
    }

    fn fix<'e>(&'e self, fix: &'e Fix) -> FixEntry<'e> {
        let edit = |edit: &'e Edit| {
            let file = edit.span.file;
            EditEntry {
                path: &self.run.sources.get(file).path,
                start: self.position(file, edit.span.start),
                end: self.position(file, edit.span.end),
                text: &edit.text,
            }
        };
        FixEntry { applicability: fix.applicability.name(), edits: fix.edits.iter().map(edit).collect() }
    }

    fn label<'e>(&'e self, label: &'e Label, text: String) -> LabelEntry<'e> {
        let file = label.span.file;
        let source = self.run.sources.get(file);
        LabelEntry {
            role: label.role.name(),
            path: source.file(),
            sheet: source.sheet.as_ref().map(|sheet| sheet.name.as_str()),
            cell: source.cell_name(label.span.start),
            start: self.position(file, label.span.start),
            end: self.position(file, label.span.end),
            text,
            about: match &label.about {
                About::Nothing => None,
                About::Field { register, field } | About::NoField { register, field } => {
                    Some(AboutEntry { register, field: Some(field) })
                }
                About::Record { register } | About::EndOf { register } => Some(AboutEntry { register, field: None }),
            },
        }
    }

    fn position(&self, file: FileId, byte: u32) -> Position {
        let at = self.places.of(file, byte);
        Position { line: at.line.get(), column: at.column.get(), byte }
    }
}

fn rule(count: &RuleCount) -> RuleEntry<'_> {
    RuleEntry {
        id: &count.id,
        violated: count.violated,
        satisfied: count.satisfied,
        not_exercised: count.not_exercised,
    }
}

fn verdict(judged: &ItemVerdict) -> VerdictEntry<'_> {
    let because = judged.because.iter().map(because_code).collect();
    VerdictEntry { id: &judged.id, verdict: judged.verdict.name(), because }
}

fn input(info: &InputInfo) -> InputEntry<'_> {
    InputEntry {
        path: &info.path,
        sheet: info.sheet.as_deref(),
        register: info.register.as_deref(),
        format: info.format,
        encoding: info.encoding,
        separator: info.separator,
        header: info.header,
        records: info.records,
        sha256: &info.sha256,
    }
}

#[derive(serde::Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    notes: usize,
    waived: usize,
    records: usize,
    left_out: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<usize>,
}

#[derive(serde::Serialize)]
struct Entry<'e> {
    rule: &'e str,
    items: &'e [String],
    level: &'static str,
    fingerprint: &'e str,
    subject: Option<SubjectEntry<'e>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counterpart: Option<String>,
    requirement: u16,
    title: String,
    message: String,
    why: String,
    fix: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    did_you_mean: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waived: Option<WaivedEntry<'e>>,
    labels: Vec<LabelEntry<'e>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixEntry<'e>>,
}

#[derive(serde::Serialize)]
struct WaivedEntry<'e> {
    by: &'static str,
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    approver: Option<String>,
    until: String,
    path: &'e str,
    start: Position,
}

#[derive(serde::Serialize)]
struct FixEntry<'e> {
    applicability: &'static str,
    edits: Vec<EditEntry<'e>>,
}

#[derive(serde::Serialize)]
struct EditEntry<'e> {
    path: &'e str,
    start: Position,
    end: Position,
    text: &'e str,
}

#[derive(serde::Serialize)]
struct SubjectEntry<'e> {
    register: &'e str,
    key: String,
}

#[derive(serde::Serialize)]
struct LabelEntry<'e> {
    role: &'static str,
    path: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    start: Position,
    end: Position,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<AboutEntry<'e>>,
}

#[derive(serde::Serialize)]
struct Position {
    line: u32,
    column: u32,
    byte: u32,
}

#[derive(serde::Serialize)]
struct AboutEntry<'e> {
    register: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'e str>,
}

#[derive(serde::Serialize)]
struct RuleEntry<'e> {
    id: &'e str,
    violated: u64,
    satisfied: u64,
    not_exercised: u64,
}

#[derive(serde::Serialize)]
struct VerdictEntry<'e> {
    id: &'e str,
    verdict: &'static str,
    because: Vec<String>,
}

#[derive(serde::Serialize)]
struct InputEntry<'e> {
    path: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'e str>,
    register: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    encoding: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    separator: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    header: Option<usize>,
    records: usize,
    sha256: &'e str,
}

#[cfg(test)]
mod tests;
