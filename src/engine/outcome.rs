//! What a rule came to: how many records broke it, kept it, or never reached it, and which broke it how.

use rayon::prelude::*;

use crate::rules::Rule;

use super::eval::Context;
use super::index::Indexes;
use super::judge::judge;

/// One rule over all records.
#[derive(Debug, Default)]
pub struct Outcome {
    pub violated: u64,
    pub satisfied: u64,
    /// Records for which the rule asks nothing, or cannot be asked because something it needs is missing.
    pub not_exercised: u64,
    pub violations: Vec<Violation>,
}

/// One broken requirement of one record.
#[derive(Debug, Clone)]
pub struct Violation {
    /// Row per slot.
    pub rows: Vec<u32>,
    pub requirement: u16,
    /// The other record: the one that must not be there, or the earlier one with the same values.
    pub other: Option<u32>,
    /// Number found, for `count` and `balance`.
    pub count: Option<i32>,
}

/// Judges all rules, in parallel; the result stands in the order of the rules.
pub fn judge_all(rules: &[&Rule], cx: &Context<'_>, indexes: &Indexes) -> Vec<Outcome> {
    rules.par_iter().map(|rule| rule.records().map(|rule| judge(rule, cx, indexes)).unwrap_or_default()).collect()
}
