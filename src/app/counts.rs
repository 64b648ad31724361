//! Counts a run ends with: per rule, and per item of the criteria as far as its rules go.

use crate::report::{ItemCount, RuleCount};
use crate::rules::{BUILTIN, RuleSet};

use super::config::{Config, LevelChoice};
use super::select::Selection;

/// Built-in rules whose register is not there: nothing was judged, and that is said.
pub fn add_idle(counts: &mut Vec<RuleCount>, rules: &RuleSet, config: &Config, selection: &Selection) {
    let off = |id: &str| matches!(config.levels.get(id), Some((LevelChoice::Off, _)));
    let idle = BUILTIN.iter().filter(|rule| rule.each.is_some() && rules.get(rule.id).is_none());
    let idle = idle.filter(|rule| !off(rule.id) && selection.takes(rule.id));
    counts.extend(idle.map(|rule| RuleCount { id: rule.id.to_owned(), violated: 0, satisfied: 0, not_exercised: 0 }));
    counts.sort_by(|a, b| a.id.cmp(&b.id));
}

pub fn items(rules: &RuleSet, counts: &[RuleCount]) -> Vec<ItemCount> {
    let mut items: std::collections::BTreeMap<&str, ItemCount> = std::collections::BTreeMap::new();
    for count in counts {
        let own = rules.get(&count.id).map(|rule| rule.items.iter().map(String::as_str).collect::<Vec<_>>());
        let builtin = || BUILTIN.iter().find(|rule| rule.id == count.id).map(|rule| rule.items.to_vec());
        for id in own.or_else(builtin).unwrap_or_default() {
            let item = items.entry(id).or_insert_with(|| ItemCount {
                id: id.to_owned(),
                verdict: "no-data",
                because: Vec::new(),
            });
            if count.violated > 0 {
                if item.verdict != "violated" {
                    item.because.clear();
                }
                item.verdict = "violated";
                item.because.push(count.id.clone());
            } else if item.verdict != "violated" && count.satisfied > 0 {
                item.verdict = "open";
                item.because.push(count.id.clone());
            }
        }
    }
    items.into_values().collect()
}
