//! Facts for verdicts: what rules came to, what the company declared, which exceptions are in force on the day.
//!
//! What follows from them is decided in `engine::verdict`.

use rustc_hash::FxHashMap;

use crate::diag::Level;
use crate::engine::Verdicts;
use crate::engine::verdict::{ExceptionFact, ExceptionKind, Facts, RuleFact, verdicts as judge};
use crate::model::columns::missing;
use crate::model::value::parse_bool;
use crate::model::{Model, RegisterId, Texts};
use crate::report::{Finding, RuleCount};
use crate::rules::{BUILTIN, RecordRule, Rule, RuleSet, Word, catalogue, denies, folded_id};

use super::config::{Config, LevelChoice};

pub fn verdicts<'f>(
    model: &Model,
    texts: &dyn Texts,
    rules: &RuleSet,
    counts: &[RuleCount],
    said: impl Iterator<Item = &'f Finding>,
    config: &Config,
    as_of: i32,
) -> Verdicts {
    let declared = |name: &str| model.org.applicability.get(name).and_then(|declared| parse_bool(&declared.raw));
    let facts = Facts {
        rules: rule_facts(rules, counts, said, config),
        exceptions: exceptions(model, texts, as_of),
        switch: &declared,
    };
    judge(catalogue(), &facts)
}

/// All rules that cite something, also those that were not compiled or did not run.
fn rule_facts<'f>(
    rules: &RuleSet,
    counts: &[RuleCount],
    said: impl Iterator<Item = &'f Finding>,
    config: &Config,
) -> Vec<RuleFact> {
    let counts: FxHashMap<&str, &RuleCount> = counts.iter().map(|count| (count.id.as_str(), count)).collect();
    let mut findings: FxHashMap<&str, u64> = FxHashMap::default();
    said.for_each(|finding| *findings.entry(&finding.diagnostic.rule).or_default() += 1);
    let fact = |id: &str, items: Vec<String>, level: Level, register: Option<&str>, attested: bool, preview: bool| {
        let choice = config.levels.get(id).map(|(choice, _)| *choice);
        let count = counts.get(id);
        // What timlint judges while it reads is not counted by record: its findings are.
        let itself = register.is_none();
        let single = register.and_then(RegisterId::by_name).is_some_and(|register| register.schema().single);
        RuleFact {
            id: id.to_owned(),
            items,
            level: if let Some(LevelChoice::At(chosen)) = choice { chosen } else { level },
            lowered: level == Level::Error && matches!(choice, Some(LevelChoice::At(chosen)) if chosen < Level::Error),
            ran: choice != Some(LevelChoice::Off) && (itself || count.is_some()),
            preview,
            attested,
            // What a person is told to keep is a file.
            register: register.map(|name| RegisterId::by_name(name).map_or(name, |id| id.kept_in().name()).to_owned()),
            single,
            denies: false,
            violated: if itself { findings.get(id).copied().unwrap_or(0) } else { count.map_or(0, |c| c.violated) },
            satisfied: count.map_or(0, |count| count.satisfied),
            passed_over: count.map_or(0, |count| count.not_exercised),
        }
    };
    let mut facts = Vec::new();
    for rule in rules.iter().filter(|rule| !rule.items.is_empty()) {
        let records = rule.records();
        let register = records.map(|records| records.each.name());
        let fact = fact(&rule.id, cited(rule), rule.level, register, records.is_some_and(attested), false);
        facts.push(RuleFact { denies: records.is_some_and(denies), ..fact });
    }
    for rule in BUILTIN.iter().filter(|rule| !rule.items.is_empty() && rules.get(rule.id).is_none()) {
        let level = Level::ALL.into_iter().find(|level| level.name() == rule.level).unwrap_or(Level::Error);
        let items = rule.items.iter().map(|item| (*item).to_owned()).collect();
        facts.push(fact(rule.id, items, level, rule.each, rule.attested, rule.preview && !config.preview));
    }
    facts
}

fn cited(rule: &Rule) -> Vec<String> {
    rule.items.iter().map(|item| folded_id(item)).collect()
}

/// Whether a rule asks for nothing but attestations.
fn attested(rule: &RecordRule) -> bool {
    let attestations = RegisterId::by_name("attestations");
    let only = |word: &Word| matches!(word, Word::Some(join) if Some(join.target) == attestations);
    !rule.require.is_empty() && rule.require.iter().all(|requirement| only(&requirement.word))
}

/// Recorded decisions to leave something out or to do it another way.
fn exceptions(model: &Model, texts: &dyn Texts, as_of: i32) -> Vec<ExceptionFact> {
    let Some(id) = RegisterId::by_name("exceptions") else { return Vec::new() };
    let schema = id.schema();
    let cell =
        |row: u32, name: &str| schema.field(name).map_or(crate::model::columns::BLANK, |f| model.cell(id, row, f));
    let mut found = Vec::new();
    for row in 0..model.len_of(id) {
        let kind = schema.field("kind").map(|field| &schema.fields[field as usize]);
        let kind = kind.and_then(|field| field.values.get(usize::try_from(cell(row, "kind")).ok()?));
        let kind = match kind.map(|value| value.name.as_str()) {
            Some("not_applicable") => ExceptionKind::NotApplicable,
            Some("not_adopted") => ExceptionKind::NotAdopted,
            Some("alternative") => ExceptionKind::Alternative,
            // A respite changes no verdict: what is broken stays broken until it is mended.
            _ => continue,
        };
        let filled = |name: &str| !missing(cell(row, name));
        let (begins, ends) = (cell(row, "approved_on"), cell(row, "expires_on"));
        let approved = filled("approved_by") && !missing(begins) && begins <= as_of;
        let measured = kind != ExceptionKind::Alternative || filled("measure");
        found.push(ExceptionFact {
            id: model.key(id, row, texts),
            items: model
                .pools
                .list(cell(row, "items"))
                .iter()
                .map(|item| folded_id(model.symbol_text(*item)))
                .collect(),
            kind,
            in_force: approved && filled("reason") && measured && (missing(ends) || ends >= as_of),
        });
    }
    found
}
