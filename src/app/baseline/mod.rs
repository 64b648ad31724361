//! The machine-made list of findings that were there when somebody began: it lets them wait until a day, and never
//! takes in a new one by itself.
//!
//! What is wrong with waivers is in no baseline, even where somebody writes it in.
//!
//! `file` reads it, `make` writes it; here it is laid over the findings of a run. What people decide one by one, with
//! reasons and approval, is `super::waive`.

mod file;
mod make;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diag::Diagnostic;
use crate::model::date::format_date;
use crate::report::{Finding, Waived, WaivedBy};
use crate::rules::RuleSet;

use super::waive::may_wait;

pub use file::{Baseline, read};
pub use make::{Made, NotMade, Wish, make};

/// Marks the findings that wait; what comes back is wrong with the list.
pub fn apply(
    findings: &mut [Finding],
    baseline: &Baseline,
    rules: &RuleSet,
    judged: &dyn Fn(&str) -> bool,
    as_of: i32,
) -> Vec<Diagnostic> {
    if as_of > baseline.until.0 {
        let found = Diagnostic::new("baseline/expired", baseline.until.1)
            .arg("until", format_date(baseline.until.0))
            .arg("count", baseline.entries.len().to_string())
            .arg("path", baseline.path.as_str());
        return vec![found];
    }
    let there: FxHashSet<&str> = findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
    let gone = baseline.entries.iter().filter(|entry| entry.is_gone(&there, judged));
    let found = gone.map(|entry| {
        let diagnostic = Diagnostic::new("baseline/obsolete-entry", entry.span);
        diagnostic
            .arg("name", entry.rule.as_str())
            .arg("subject", entry.named())
            .arg("fingerprint", &*entry.fingerprint)
    });
    let found = found.collect();
    let listed: FxHashMap<&str, _> =
        baseline.entries.iter().map(|entry| (entry.fingerprint.as_str(), entry.span)).collect();
    for finding in findings.iter_mut().filter(|finding| finding.waived.is_none() && may_wait(finding, rules)) {
        if let Some(span) = listed.get(finding.fingerprint.as_str()) {
            finding.waived = Some(Waived {
                by: WaivedBy::Baseline,
                id: baseline.path.clone(),
                reason: String::new(),
                approver: None,
                until: baseline.until.0,
                span: *span,
            });
        }
    }
    found
}
