//! Where a finding, a rule and a language meet: the only place that turns one into sentences. Every output takes its words from
//! here, so that all of them say the same, escape the same and keep the same secrets.
//!
//! Layout does not belong here, nor anything that decides.

mod criteria;
mod safe;
mod say;
mod secrets;
mod waived;

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::diag::{About, Arg, Label, Role};
use crate::model::{Field, RegisterId};
use crate::rules::{Piece, Text, Words, builtin_source, param, pieces, words_of};

use super::{Finding, Lang, Run};

pub use criteria::FRAMEWORKS;
pub(super) use criteria::because_code;
pub(super) use safe::{escaped, hidden};
pub(super) use say::Say;
pub(super) use secrets::Secrets;
pub(super) use waived::mark;

/// A finding in words, ready to be shown: escaped, cut, without secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Names the bad state.
    pub title: String,
    /// Says it of this very case.
    pub what: String,
    pub why: String,
    pub fix: String,
    pub did_you_mean: Option<String>,
    /// One short text per label of the diagnostic; may be empty.
    pub labels: Vec<String>,
}

/// Puts one finding into words. Whoever tells many keeps a [`Teller`].
pub fn tell(finding: &Finding, run: &Run, lang: Lang) -> Told {
    Teller::new(run, lang).tell(finding)
}

/// Why a finding does not count for now, in words; nothing where it counts.
pub fn tell_waived(finding: &Finding, run: &Run, lang: Lang) -> Option<String> {
    finding.waived.as_ref().map(|waived| Teller::new(run, lang).waived(waived))
}

/// A field as people of that language call it.
pub fn name_of_field(register: &str, field: &str, lang: Lang) -> String {
    let known = field_of(register, field).map(|known| match lang {
        Lang::Ja => known.ja.as_str(),
        Lang::En => known.en.as_str(),
    });
    known.filter(|name| !name.is_empty()).map_or_else(|| format!("{register}.{field}"), str::to_owned)
}

/// A register as people of that language call it.
pub fn name_of_register(register: &str, lang: Lang) -> String {
    let known = RegisterId::by_name(register).map(|id| match lang {
        Lang::Ja => id.schema().ja.as_str(),
        Lang::En => id.schema().en.as_str(),
    });
    known.filter(|name| !name.is_empty()).unwrap_or(register).to_owned()
}

fn field_of(register: &str, field: &str) -> Option<&'static Field> {
    let schema = RegisterId::by_name(register)?.schema();
    schema.field(field).map(|id| &schema.fields[id as usize])
}

/// Tells the findings of one run in one language.
pub struct Teller<'r> {
    run: &'r Run,
    lang: Lang,
    secrets: Secrets,
    /// Words of rules that are not in the run's set.
    others: RefCell<FxHashMap<String, Rc<Words>>>,
}

impl<'r> Teller<'r> {
    pub fn new(run: &'r Run, lang: Lang) -> Self {
        Self { run, lang, secrets: Secrets::of(run), others: RefCell::default() }
    }

    pub fn tell(&self, finding: &Finding) -> Told {
        let diagnostic = &finding.diagnostic;
        let labels = diagnostic.labels.iter().map(|label| self.label(label)).collect();
        let did_you_mean = diagnostic.suggestion.as_ref().map(|nearest| self.value(nearest));
        let id = diagnostic.rule.as_str();
        let told = match self.run.rules.get(id) {
            Some(rule) => self.texts(rule.words(), finding),
            None => self.texts(&self.other_words(id), finding),
        };
        // A rule without words must still say where and about what.
        let title = if told.title.is_empty() { escaped(id) } else { told.title };
        Told { title, what: told.what, why: told.why, fix: told.fix, did_you_mean, labels }
    }

    /// A value of a file as it may be shown.
    pub fn value(&self, raw: &str) -> String {
        safe::value(&self.secrets.mask(raw))
    }

    pub(super) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// What a labelled place is, in a few words.
    pub(super) fn label(&self, label: &Label) -> String {
        let blank = label.span.start == label.span.end;
        let name = self.name(&label.about);
        match (label.role, &label.about, self.lang) {
            (_, About::Nothing, _) => name,
            (Role::InsertAt, About::EndOf { .. } | About::Record { .. }, Lang::Ja) => {
                format!("ここに「{name}」の行が必要です")
            }
            (Role::InsertAt, About::EndOf { .. } | About::Record { .. }, Lang::En) => {
                format!("a row of \"{name}\" belongs here")
            }
            (Role::InsertAt, About::Field { .. } | About::NoField { .. }, Lang::Ja) => {
                format!("ここに{name}が必要です")
            }
            (Role::InsertAt, About::Field { .. } | About::NoField { .. }, Lang::En) => format!("{name} belongs here"),
            (Role::Near, _, Lang::Ja) => format!("惜しい行: {name}"),
            (Role::Near, _, Lang::En) => format!("closest row: {name}"),
            (_, About::Field { .. }, Lang::Ja) if blank => format!("{name}が空欄です"),
            (_, About::Field { .. }, Lang::En) if blank => format!("{name} is blank"),
            (_, About::NoField { .. }, Lang::Ja) => format!("「{name}」の列がありません"),
            (_, About::NoField { .. }, Lang::En) => format!("no column \"{name}\""),
            (_, About::Record { .. }, Lang::Ja) => format!("「{name}」のこの行"),
            (_, About::Record { .. }, Lang::En) => format!("this row of \"{name}\""),
            (_, About::EndOf { .. }, Lang::Ja) => format!("「{name}」の終わり"),
            (_, About::EndOf { .. }, Lang::En) => format!("end of \"{name}\""),
            (_, About::Field { .. }, _) => name,
        }
    }

    /// What stands at a place, by name.
    pub(super) fn name(&self, about: &About) -> String {
        match about {
            About::Nothing => String::new(),
            About::Field { register, field } | About::NoField { register, field } => {
                name_of_field(register, field, self.lang)
            }
            About::Record { register } | About::EndOf { register } => name_of_register(register, self.lang),
        }
    }

    fn other_words(&self, id: &str) -> Rc<Words> {
        let mut others = self.others.borrow_mut();
        let read = || Rc::new(builtin_source(id).map(words_of).unwrap_or_default());
        Rc::clone(others.entry(id.to_owned()).or_insert_with(read))
    }

    fn texts(&self, words: &Words, finding: &Finding) -> Text {
        let text = match self.lang {
            Lang::Ja => &words.ja,
            Lang::En => &words.en,
        };
        let fill = |template: &str| self.fill(template, words, &finding.diagnostic.args);
        Text { title: fill(&text.title), what: fill(&text.what), why: fill(&text.why), fix: fill(&text.fix) }
    }

    fn fill(&self, template: &str, words: &Words, args: &[(String, Arg)]) -> String {
        let mut filled = String::with_capacity(template.len());
        for piece in pieces(template) {
            match piece {
                Piece::Words(text) => filled.push_str(&safe::prose(text)),
                Piece::Hole(name) => {
                    let arg = args.iter().find(|(known, _)| known == name).map(|(_, arg)| arg);
                    filled.push_str(&self.arg(arg, words, args));
                }
            }
        }
        filled
    }

    fn arg(&self, arg: Option<&Arg>, words: &Words, args: &[(String, Arg)]) -> Cow<'static, str> {
        let say = Say(self.lang);
        match arg {
            Some(Arg::Text(text)) => self.value(text).into(),
            Some(Arg::Register(register)) => name_of_register(register, self.lang).into(),
            Some(Arg::Field { register, field }) => name_of_field(register, field, self.lang).into(),
            Some(Arg::Param(name)) => param(name)
                .map_or_else(|| self.value(name), |known| known.meaning.pick(self.lang == Lang::Ja).to_owned())
                .into(),
            Some(Arg::Source(source)) => say.source(source).into(),
            Some(Arg::Names(names)) => names.join(", ").into(),
            Some(Arg::Blank) => say.blank().into(),
            Some(Arg::Phrase(key)) => {
                let phrase = words.phrases.get(*key);
                debug_assert!(phrase.is_some() || words.phrases.is_empty(), "internal error: no phrase {key}");
                // A phrase may have holes too, filled from the same finding; never from itself.
                let others: Vec<_> = args.iter().filter(|(_, arg)| !matches!(arg, Arg::Phrase(_))).cloned().collect();
                let text = phrase.map_or(*key, |phrase| match self.lang {
                    Lang::Ja => phrase.ja.as_str(),
                    Lang::En => phrase.en.as_str(),
                });
                self.fill(text, words, &others).into()
            }
            // Texts of one rule serve all its requirements, and not each of them knows every hole.
            None => say.unknown().into(),
        }
    }
}

#[cfg(test)]
mod tests;
