//! Which text fields the rules read: only these are interned when registers are loaded.

use rustc_hash::FxHashSet;

use crate::model::{RegisterId, Type, Wanted};
use crate::rules::{Node, Plan, RecordRule, RuleSet, Word};

/// Text fields whose words some rule compares: only these are interned.
pub fn wanted(rules: &RuleSet) -> Wanted {
    let mut wanted = FxHashSet::default();
    for rule in rules.iter().filter_map(|rule| rule.records()) {
        let mut plans: Vec<(&Plan, Option<RegisterId>)> = Vec::new();
        plans.extend(rule.when.as_ref().map(|plan| (plan, None)));
        for requirement in &rule.require {
            match &requirement.word {
                Word::That(plan) => plans.push((plan, None)),
                Word::Unique { fields, filter } => {
                    wanted.extend(fields.iter().map(|field| (rule.each, *field)));
                    plans.extend(filter.as_ref().map(|plan| (plan, None)));
                }
                Word::File { field, sha256 } => {
                    wanted.insert((rule.each, *field));
                    wanted.extend(sha256.map(|field| (rule.each, field)));
                }
                Word::Closure { that, .. } => plans.push((that, Some(rule.each))),
                Word::Series { every, since, .. } => {
                    plans.push((every, None));
                    plans.extend(since.as_ref().map(|plan| (plan, None)));
                }
                _ => {}
            }
        }
        for join in rule.joins() {
            wanted.extend(join.keys.iter().map(|key| key.via.unwrap_or((join.target, key.field))));
            plans.extend(join.probes.iter().map(|plan| (plan, None)));
            plans.extend(join.filter.as_ref().map(|plan| (plan, Some(join.target))));
        }
        for (plan, other) in plans {
            read_cells(rule, plan, other, &mut wanted);
        }
    }
    wanted
}

fn read_cells(rule: &RecordRule, plan: &Plan, other: Option<RegisterId>, wanted: &mut Wanted) {
    let mut cells = Vec::new();
    if !matches!(plan.root, Node::Has(..)) {
        plan.root.cells(&mut cells);
    }
    for (slot, field) in cells {
        let register = rule.slots.get(slot as usize).map(|slot| slot.register).or(other).unwrap_or(rule.each);
        if register.schema().fields[field as usize].ty == Type::Text {
            wanted.insert((register, field));
        }
    }
}
