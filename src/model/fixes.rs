//! Guesses made into fixes: where a "did you mean" names one thing and nothing else is as near, its edit is attached to
//! the finding, marked as unsafe. Nothing is found here that was not found before.

use rustc_hash::{FxHashMap, FxHashSet};

use super::canon::{Canon, tongue};
use super::cell::Words;
use super::columns::{Model, Part, missing};
use super::near;
use super::schema::{FieldId, RegisterId, Type};
use super::spell::{fold_header, nearest};
use crate::diag::{Applicability, Arg, Diagnostic};
use crate::formats::splice::{New, Notation, splice};
use crate::source::{FileId, Sources};

/// Attaches fixes to what the loader found.
pub fn attach(diagnostics: &mut [Diagnostic], model: &Model, words: &Words, sources: &Sources) {
    let mut parts: FxHashMap<FileId, (RegisterId, &Part)> = FxHashMap::default();
    for register in model.registers.iter().flatten().filter(|register| !register.schema.id.is_nested()) {
        parts.extend(register.parts.iter().map(|part| (part.file, (register.schema.id, part))));
    }
    // Two headers that are near the same field: neither can be meant with certainty.
    let mut taken: FxHashSet<(FileId, FieldId)> = FxHashSet::default();
    for diagnostic in diagnostics {
        let span = diagnostic.primary().span;
        let Some((register, part)) = parts.get(&span.file).copied() else { continue };
        let source = sources.get(span.file);
        let Some(notation) = Notation::of(&source.path, &source.text) else { continue };
        let tongue = tongue(part, &source.text, register);
        let canon = Canon { register, tongue, typed: notation != Notation::Csv, inside: false, words };
        let new = match diagnostic.rule.as_str() {
            "register/wrong-value" => choice(diagnostic, &canon, sources.text(span)).map(|word| (word, false)),
            "register/unknown-column" => {
                header(&canon, part, sources.text(span), &mut taken).map(|header| (header, true))
            }
            "register/dangling-reference" => key(diagnostic, model, sources.text(span)).map(|key| (key, false)),
            _ => None,
        };
        let Some((word, is_key)) = new else { continue };
        let new = if is_key { New::Key(&word) } else { New::Text(&word) };
        if let Some((range, text)) = splice(notation, &source.text, span.range(), new) {
            let span = crate::source::Span::new(span.file, range.start, range.end);
            diagnostic.fixes.push(crate::diag::Fix {
                applicability: Applicability::Unsafe,
                edits: vec![crate::diag::Edit { span, text }],
            });
        }
    }
}

/// The only candidate that is near; candidates that stand for the same thing count as one.
fn only_near<T: PartialEq + Copy>(word: &str, among: &[(&str, T)]) -> Option<T> {
    let best = nearest(word, among.iter().map(|(candidate, _)| *candidate))?;
    let (_, meant) = among.iter().find(|(candidate, _)| *candidate == best)?;
    let others = among.iter().filter(|(_, other)| other != meant).map(|(candidate, _)| *candidate);
    let distance = |candidate: &str| strsim::damerau_levenshtein(&fold_header(word), &fold_header(candidate));
    let rival = nearest(word, others);
    rival.is_none_or(|rival| distance(rival) > distance(best)).then_some(*meant)
}

fn choice(diagnostic: &Diagnostic, canon: &Canon<'_>, raw: &str) -> Option<String> {
    let about = diagnostic.primary().about.field()?;
    let schema = canon.register.schema();
    // Rows inside of records have fields of the same names; theirs are left to people.
    let of_this = diagnostic
        .args
        .iter()
        .any(|(name, arg)| name == "field" && matches!(arg, Arg::Field { register, .. } if *register == schema.name));
    let id = schema.field(about).filter(|_| of_this && diagnostic.suggestion.is_some())?;
    let field = &schema.fields[id as usize];
    if field.ty != Type::Enum {
        return None;
    }
    let words = field.values.iter().enumerate();
    let words: Vec<(&str, usize)> = words
        .flat_map(|(at, value)| [(value.ja.as_str(), at), (value.name.as_str(), at), (value.en.as_str(), at)])
        .collect();
    let meant = only_near(raw, &words)?;
    let name = &field.values[meant].name;
    Some(canon.cell(id, name).map_or_else(|| name.clone(), |spelled| spelled.text))
}

fn header(canon: &Canon<'_>, part: &Part, raw: &str, taken: &mut FxHashSet<(FileId, FieldId)>) -> Option<String> {
    use super::columns::Shape;
    let schema = canon.register.schema();
    let fields = schema.fields.iter().enumerate().filter(|(_, field)| field.found_in.is_none());
    let names: Vec<(&str, FieldId)> = fields
        .flat_map(|(id, field)| [field.ja.as_str(), field.name.as_str()].map(|name| (name, id as FieldId)))
        .collect();
    let meant = only_near(raw, &names)?;
    if near::header(raw, schema).is_none_or(|(field, _)| field != meant) {
        return None;
    }
    let there = match &part.shape {
        Shape::Table { columns, .. } => columns[meant as usize].is_some(),
        Shape::Tree { fields, .. } => fields.contains(&Some(meant)),
        Shape::Nested(_) => true,
    };
    if there || !taken.insert((part.file, meant)) {
        return None;
    }
    canon.header(meant, raw)
}

fn key(diagnostic: &Diagnostic, model: &Model, raw: &str) -> Option<String> {
    let register = diagnostic.args.iter().find_map(|(name, arg)| match arg {
        Arg::Register(register) if name == "register" => RegisterId::by_name(register),
        _ => None,
    })?;
    diagnostic.suggestion.as_ref()?;
    // Another name of a person is another person until somebody says otherwise.
    let register = model.register(register).filter(|_| raw.is_ascii())?;
    let column = register.columns[register.schema.key_field()? as usize].as_ref()?;
    let mut keys: Vec<&str> =
        column.iter().filter(|cell| !missing(**cell)).map(|cell| model.symbol_text(*cell)).collect();
    keys.sort_unstable();
    keys.dedup();
    let keys: Vec<(&str, usize)> = keys.into_iter().enumerate().map(|(at, key)| (key, at)).collect();
    let meant = only_near(raw, &keys)?;
    let word = keys[meant].0;
    (diagnostic.suggestion.as_deref() == Some(word)).then(|| word.to_owned())
}
