//! Which kinds of work and equipment the company says it has: switches that nobody has set.
//!
//! What a switch turns on or off is in the catalogue; whether records contradict it is judged by the rules.

use crate::diag::{Arg, Diagnostic};
use crate::model::{Model, link::with_subject};
use crate::rules::switches;
use crate::source::Sources;

use super::periods::head;

/// One finding for all of them: they are decided at one sitting.
pub fn judge(model: &Model, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let open: Vec<String> = switches().iter().filter(|name| !declared(model, name)).cloned().collect();
    let Some((org, span, about)) = head(model, sources, "applicability").filter(|_| !open.is_empty()) else { return };
    let diagnostic = Diagnostic::new("register/undeclared-switch", span)
        .about(about)
        .arg("count", open.len().to_string())
        .arg_of("names", Arg::Names(open));
    diagnostics.push(with_subject(diagnostic, model, org, 0, sources));
}

fn declared(model: &Model, name: &str) -> bool {
    model.org.applicability.get(name).is_some_and(|declared| !declared.raw.trim().is_empty())
}
