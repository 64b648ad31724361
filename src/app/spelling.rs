//! Spellings as findings: what could be written in the one canonical way, each with the fix that does so. Told only where
//! somebody asks, for the loader understands them all.
//!
//! Which spelling is canonical, the model knows. Columns, encodings and quotes are `fmt`'s work.

use rustc_hash::FxHashSet;

use crate::diag::{About, Applicability, Arg, Diagnostic, Subject};
use crate::model::respell::{Scope, respell};
use crate::model::{Model, Words};
use crate::source::{FileId, Sources, Span};

pub const RULE: &str = "register/spelling";

/// What makes it uncertain which value belongs to which field: such a file is for people to mend.
const UNCERTAIN: [&str; 5] = [
    "register/extra-cell",
    "register/duplicate-column",
    "register/no-header",
    "register/no-records",
    "register/not-a-record",
];

/// Files whose meaning is in doubt.
pub fn uncertain(diagnostics: &[Diagnostic]) -> FxHashSet<FileId> {
    let doubt = |diagnostic: &&Diagnostic| {
        diagnostic.rule.starts_with("input/") || UNCERTAIN.contains(&diagnostic.rule.as_str())
    };
    diagnostics.iter().filter(doubt).map(|diagnostic| diagnostic.primary().span.file).collect()
}

pub fn spelling(model: &Model, words: &Words, sources: &Sources, left: &FxHashSet<FileId>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for register in model.registers.iter().flatten().filter(|register| !register.schema.id.is_nested()) {
        let id = register.schema.id;
        for part in register.parts.iter().filter(|part| !left.contains(&part.file)) {
            let source = sources.get(part.file);
            for place in respell(part, &source.path, &source.text, id, words, Scope { headers: false }) {
                let Some((row, field)) = place.cell else { continue };
                let (register, field) = (id.name().to_owned(), register.schema.fields[field as usize].name.clone());
                let span = Span::new(part.file, place.place.start, place.place.end);
                let edited = Span::new(part.file, place.range.start, place.range.end);
                let mut diagnostic = Diagnostic::new(RULE, span)
                    .about(About::Field { register: register.clone(), field: field.clone() })
                    .arg_of("field", Arg::Field { register: register.clone(), field })
                    .arg("value", sources.text(span))
                    .phrase("reason", place.why)
                    .fix(Applicability::Safe, edited, place.text);
                diagnostic.subject = Some(Subject { register, key: model.key(id, row, sources) });
                found.push(diagnostic);
            }
        }
    }
    found
}
