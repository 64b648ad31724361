//! Counts a run ends with, rule by rule.

use crate::report::RuleCount;
use crate::rules::{BUILTIN, RuleSet};

use super::config::{Config, LevelChoice};
use super::select::Selection;

/// Built-in rules whose register is not there: nothing was judged, and that is said.
pub fn add_idle(counts: &mut Vec<RuleCount>, rules: &RuleSet, config: &Config, selection: &Selection) {
    let off = |id: &str| matches!(config.levels.get(id), Some((LevelChoice::Off, _)));
    let idle = BUILTIN.iter().filter(|rule| rule.each.is_some() && rules.get(rule.id).is_none());
    let idle = idle.filter(|rule| !off(rule.id) && selection.takes(rule));
    counts.extend(idle.map(|rule| RuleCount { id: rule.id.to_owned(), violated: 0, satisfied: 0, not_exercised: 0 }));
    counts.sort_by(|a, b| a.id.cmp(&b.id));
}
