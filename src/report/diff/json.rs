//! The comparison for programs: everything, versioned, described by `schemas/diff.schema.json`.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::model::date::format_date;

use super::super::words::escaped;
use super::tell::{Tell, Voice};
use super::{Changed, Name, Side, State, Turned, totals};

/// Changes when a program that reads the comparison must change.
const SCHEMA: &str = "timlint/diff/1";

pub fn write(tell: &Tell<'_>, out: &mut dyn Write) -> io::Result<()> {
    let diff = tell.diff;
    let groups: [(&str, &Voice<'_>, &[usize]); 6] = [
        ("new", &tell.head, &diff.new),
        ("reopened", &tell.head, &diff.reopened),
        ("waived", &tell.head, &diff.waived),
        ("fixed", &tell.base, &diff.fixed),
        ("no_longer_judged", &tell.base, &diff.unasked),
        ("remaining", &tell.head, &diff.remaining),
    ];
    let mut page = json!({
        "schema": SCHEMA,
        "version": env!("CARGO_PKG_VERSION"),
        "as_of": format_date(diff.head.run.as_of),
        "lang": tell.lang().name(),
        "base": side(&diff.base),
        "head": side(&diff.head),
        "changes": diff.changes.iter().map(|changed| change(tell, changed)).collect::<Vec<_>>(),
        "items": turns(tell, &diff.items),
        "sections": turns(tell, &diff.sections),
    });
    let mut summary = serde_json::Map::new();
    for (name, voice, group) in groups {
        let counted = totals(&voice.findings, group);
        summary.insert(
            name.to_owned(),
            json!({ "errors": counted.errors, "warnings": counted.warnings, "notes": counted.notes, "waived": counted.waived }),
        );
        page[name] = group.iter().map(|at| finding(tell, voice, *at)).collect();
    }
    page["summary"] = Value::Object(summary);
    serde_json::to_writer_pretty(&mut *out, &page)?;
    writeln!(out)
}

fn side(side: &Side) -> Value {
    let (kind, name, commit) = match &side.name {
        Name::Revision { name, commit } => ("revision", Some(escaped(name)), Some(commit.as_str())),
        Name::Folder(path) => ("folder", Some(escaped(path)), None),
        Name::Working => ("working-tree", None, None),
    };
    let state = match side.state {
        State::Judged => "judged",
        State::NoRegister => "no-register",
        State::NotJudged => "not-judged",
    };
    json!({ "kind": kind, "name": name, "commit": commit, "state": state, "records": side.run.records() })
}

fn change(tell: &Tell<'_>, changed: &Changed) -> Value {
    let change = &changed.change;
    let schema = change.register.schema();
    let fields: Vec<Value> = change
        .fields
        .iter()
        .map(|moved| {
            let field = &schema.fields[moved.field as usize].name;
            let mut told = json!({ "field": field, "old": tell.masked(&moved.old), "new": tell.masked(&moved.new) });
            if let Some(entry) = &moved.entry {
                told["entry"] = tell.masked(entry).into();
            }
            told
        })
        .collect();
    let findings: Vec<&str> = changed.findings.iter().map(|at| tell.head.findings[*at].fingerprint.as_str()).collect();
    json!({
        "register": change.register.name(),
        "change": change.kind.name(),
        "key": tell.masked(&change.key),
        "said": tell.sentence(change),
        "fields": fields,
        "findings": findings,
    })
}

fn finding(tell: &Tell<'_>, voice: &Voice<'_>, at: usize) -> Value {
    let finding = voice.findings[at];
    let told = tell.finding(voice, finding);
    let diagnostic = &finding.diagnostic;
    let subject = diagnostic.subject.as_ref();
    json!({
        "fingerprint": finding.fingerprint,
        "rule": diagnostic.rule,
        "level": finding.level.name(),
        "items": finding.items,
        "waived": finding.waived.is_some(),
        "subject": subject.map(|subject| json!({ "register": subject.register, "key": tell.masked(&subject.key) })),
        "path": told.path,
        "line": told.line,
        "column": told.column,
        "title": told.title,
        "message": told.what,
    })
}

fn turns(tell: &Tell<'_>, turned: &[Turned]) -> Vec<Value> {
    let entry = |turned: &Turned| {
        json!({
            "id": turned.id, "title": tell.title(&turned.id),
            "before": turned.before.name(), "after": turned.after.name(),
        })
    };
    turned.iter().map(entry).collect()
}
