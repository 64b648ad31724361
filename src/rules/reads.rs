//! Which columns a rule reads: what a person must fill in so that it can be judged.

use std::collections::BTreeSet;

use crate::model::{FieldId, RegisterId};

use super::expr::{Node, Plan};
use super::rule::{RecordRule, Word};

/// All columns that decide, of whatever register.
pub fn reads(rule: &RecordRule) -> BTreeSet<(RegisterId, FieldId)> {
    read(rule).found
}

/// Periods and numbers of the company that decide.
pub fn params_of(rule: &RecordRule) -> BTreeSet<&str> {
    read(rule).params
}

/// Whether a rule only looks for what contradicts a scope switch that the company declared off. That it finds nothing shows
/// nothing of the items that it cites.
pub fn denies(rule: &RecordRule) -> bool {
    let off = |node: &Node| matches!(node, Node::Not(inner) if matches!(**inner, Node::Switch(_)));
    let asks = |plan: &Plan| match &plan.root {
        Node::And(parts) => parts.iter().any(off),
        other => off(other),
    };
    rule.each.schema().single && rule.when.as_ref().is_some_and(asks)
}

fn read(rule: &RecordRule) -> Reader<'_> {
    let mut reader = Reader { rule, found: BTreeSet::new(), params: BTreeSet::new() };
    for follow in &rule.follows {
        reader.cell(follow.from.0, follow.from.1, rule.each);
    }
    if let Some(when) = &rule.when {
        reader.plan(when, rule.each);
    }
    for requirement in &rule.require {
        requirement.when.iter().for_each(|plan| reader.plan(plan, rule.each));
        reader.word(&requirement.word);
    }
    for join in rule.joins() {
        for key in &join.keys {
            reader.found.insert((join.target, key.field));
            reader.found.extend(key.via);
        }
        join.probes.iter().chain(&join.filter).for_each(|plan| reader.plan(plan, join.target));
    }
    reader
}

struct Reader<'r> {
    rule: &'r RecordRule,
    found: BTreeSet<(RegisterId, FieldId)>,
    params: BTreeSet<&'r str>,
}

impl<'r> Reader<'r> {
    fn word(&mut self, word: &'r Word) {
        let each = self.rule.each;
        match word {
            Word::Field { field, .. } => self.own(each, *field),
            Word::File { field, sha256 } => {
                self.own(each, *field);
                sha256.iter().for_each(|field| self.own(each, *field));
            }
            Word::That(plan) => self.plan(plan, each),
            Word::Unique { fields, filter } => {
                fields.iter().for_each(|field| self.own(each, *field));
                filter.iter().for_each(|plan| self.plan(plan, each));
            }
            Word::Count { join, number, .. } => self.plan(number, join.target),
            Word::Balance(terms) => {
                for term in terms {
                    term.amount.iter().for_each(|amount| self.own(term.join.target, *amount));
                }
            }
            Word::Series { join, by, every, since } => {
                self.own(join.target, *by);
                self.plan(every, each);
                since.iter().for_each(|plan| self.plan(plan, each));
            }
            Word::States { join, by, event, .. } => {
                self.own(join.target, *by);
                self.own(join.target, *event);
            }
            Word::Closure { field, that, .. } => {
                self.own(each, *field);
                self.plan(that, each);
            }
            Word::Clause { join, clauses, .. } => self.own(join.target, *clauses),
            Word::Some(_) | Word::None(_) => {}
        }
    }

    /// Cells of an expression; a slot behind the last is a record of `other`.
    fn plan(&mut self, plan: &'r Plan, other: RegisterId) {
        let mut cells = Vec::new();
        plan.root.cells(&mut cells);
        cells.into_iter().for_each(|(slot, field)| self.cell(slot, field, other));
        self.params.extend(plan.params.iter().map(String::as_str));
    }

    fn cell(&mut self, slot: u8, field: FieldId, other: RegisterId) {
        let register = self.rule.slots.get(slot as usize).map_or(other, |slot| slot.register);
        self.own(register, field);
    }

    fn own(&mut self, register: RegisterId, field: FieldId) {
        self.found.insert((register, field));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSet;

    #[test]
    fn a_join_reads_columns_of_both_registers() {
        let rules = RuleSet::builtin(|rule| rule.id == "access_rights/held-by-leaver");
        let rule =
            rules.get("access_rights/held-by-leaver").and_then(|rule| rule.records()).expect("it judges records");
        let names: Vec<String> = reads(rule)
            .into_iter()
            .map(|(register, field)| format!("{}.{}", register.name(), register.schema().fields[field as usize].name))
            .collect();
        for wanted in ["access_rights.person_id", "access_rights.ended_on", "people.leave_on"] {
            assert!(names.iter().any(|name| name == wanted), "{wanted} in {names:?}");
        }
    }

    #[test]
    fn periods_of_the_company_are_read_wherever_they_stand() {
        let rules = RuleSet::builtin(|rule| rule.each.is_some() && rule.source().contains("param('"));
        assert!(rules.len() > 100, "{}", rules.len());
        for rule in rules.iter() {
            assert!(rule.records().is_some_and(|records| !params_of(records).is_empty()), "{}", rule.id);
        }
    }

    #[test]
    fn rules_on_what_was_declared_away_are_told_by_their_condition() {
        let rules = RuleSet::builtin(|rule| rule.each == Some("org"));
        let denying = rules.iter().filter(|rule| rule.records().is_some_and(denies)).map(|rule| rule.id.as_str());
        let (denying, named): (Vec<&str>, Vec<&str>) = (
            denying.collect(),
            rules.iter().map(|rule| rule.id.as_str()).filter(|id| id.ends_with("-denied")).collect(),
        );
        assert!(denying.len() > 20);
        assert_eq!(denying, named);
    }

    #[test]
    fn every_rule_on_records_reads_something() {
        for rule in RuleSet::builtin(|_| true).iter() {
            let Some(records) = rule.records() else { continue };
            let about =
                records.require.iter().any(|r| matches!(r.word, Word::Some(_) | Word::None(_) | Word::Clause { .. }));
            assert!(about || !reads(records).is_empty(), "{}", rule.id);
        }
    }
}
