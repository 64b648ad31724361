//! The rules that found something, with their help.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::diag::Level;
use crate::report::columns::markdown;
use crate::report::handed::Handed;
use crate::report::words::escaped;
use crate::report::{Finding, Lang};
use crate::rules::{Words, builtin_source, words_of};

use super::TAGS;

/// Rules by id, each with its number in the file.
pub struct Rules<'r>(BTreeMap<&'r str, usize>);

impl<'r> Rules<'r> {
    pub fn of(findings: &[&'r Finding]) -> Rules<'r> {
        let mut rules: BTreeMap<&str, usize> = findings.iter().map(|f| (f.diagnostic.rule.as_str(), 0)).collect();
        rules.values_mut().enumerate().for_each(|(i, number)| *number = i);
        Rules(rules)
    }

    pub fn number(&self, id: &str) -> usize {
        *self.0.get(id).expect("internal error: a finding of a rule that is not listed")
    }

    pub fn describe(&self, handed: &Handed<'_>) -> Vec<Value> {
        self.0.keys().map(|id| rule(id, handed)).collect()
    }
}

fn rule(id: &str, handed: &Handed<'_>) -> Value {
    let known = handed.run.rules.get(id);
    let read;
    let words: &Words = match known {
        Some(rule) => rule.words(),
        None => {
            read = builtin_source(id).map(words_of).unwrap_or_default();
            &read
        }
    };
    let text = if handed.say.0 == Lang::Ja { &words.ja } else { &words.en };
    let plain = |text: &str| escaped(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    let title = if text.title.is_empty() { escaped(id) } else { plain(&text.title) };
    let (why, fix) = (plain(&text.why), plain(&text.fix));
    let say = handed.say;
    let items: &[String] = known.map_or(&[], |rule| &rule.items);
    let mut help: Vec<(&str, String)> = vec![(say.pick("なぜ", "Why"), why.clone()), (say.pick("直し方", "Fix"), fix)];
    if !items.is_empty() {
        help.push((say.pick("基準の項目", "Items of the criteria"), items.join(", ")));
    }
    help.push((say.pick("詳しい説明", "More"), format!("timlint explain {}", escaped(id))));
    help.retain(|(_, body)| !body.is_empty());
    let lines = |line: &dyn Fn(&str, &str) -> String| {
        help.iter().map(|(head, body)| line(head, body)).collect::<Vec<_>>().join("\n\n")
    };
    let level = known.map_or(Level::Error, |rule| rule.level);
    json!({
        "id": id,
        "name": name(id),
        "shortDescription": { "text": sentence(&title) },
        "fullDescription": { "text": sentence(if why.is_empty() { &title } else { &why }) },
        "help": {
            "text": lines(&|head, body| format!("{head}: {body}")),
            "markdown": lines(&|head, body| format!("**{head}**: {}", markdown(body))),
        },
        "defaultConfiguration": { "level": level.name() },
        "properties": {
            "tags": items.iter().take(TAGS).collect::<Vec<_>>(),
            "items": items,
            "problem.severity": match level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note => "recommendation",
            },
        },
    })
}

/// `access_rights/held-by-leaver` as programs name things: `AccessRightsHeldByLeaver`.
fn name(id: &str) -> String {
    let words = id.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let big = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
    };
    words.map(big).collect()
}

/// Viewers set these in a row: each ends like a sentence.
fn sentence(text: &str) -> String {
    if text.is_ascii() && !text.ends_with(['.', '!', '?']) { format!("{text}.") } else { text.to_owned() }
}
