//! Which rules judge records: all that have left preview, or those that `select` names.

use globset::{Glob, GlobMatcher};

use crate::diag::Diagnostic;
use crate::rules::{BUILTIN, EmbeddedRule};

use super::config::Config;

/// Patterns of rule ids, ready to match; none means all.
#[derive(Debug, Default)]
pub struct Selection {
    patterns: Vec<GlobMatcher>,
    preview: bool,
}

impl Selection {
    /// From `--select` and `select` in `timlint.toml`. A pattern that is none, or that no rule answers, is a mistake.
    ///
    /// # Errors
    /// The pattern of the command line that no rule answers.
    pub fn new(config: &Config, own: &[String], diags: &mut Vec<Diagnostic>) -> Result<Selection, String> {
        let mut patterns = Vec::new();
        for (pattern, span) in &config.select {
            let glob = Glob::new(pattern).ok().map(|glob| glob.compile_matcher());
            let answered = |glob: &GlobMatcher| {
                BUILTIN.iter().any(|rule| glob.is_match(rule.id)) || own.iter().any(|id| glob.is_match(id))
            };
            let wrong = match &glob {
                None => Some("config/wrong-pattern"),
                Some(glob) if !answered(glob) => Some("config/unknown-rule"),
                Some(_) => None,
            };
            if wrong.is_some() && span.is_none() {
                return Err(pattern.clone());
            }
            if let (Some(rule), Some(span)) = (wrong, span) {
                let hole = if rule == "config/wrong-pattern" { "pattern" } else { "name" };
                let near = crate::model::spell::nearest(pattern, BUILTIN.iter().map(|rule| rule.id));
                diags.push(Diagnostic::new(rule, *span).arg(hole, pattern.as_str()).suggest(near));
            }
            patterns.extend(glob);
        }
        Ok(Selection { patterns, preview: config.preview })
    }

    /// Whether a built-in rule judges.
    pub fn takes(&self, rule: &EmbeddedRule) -> bool {
        (self.preview || !rule.preview) && self.names(rule.id)
    }

    /// Whether what a rule would find is looked for in this run; a rule of the repository has no preview.
    pub fn judges(&self, id: &str) -> bool {
        self.names(id) && BUILTIN.iter().find(|rule| rule.id == id).is_none_or(|rule| self.takes(rule))
    }

    /// Whether an id is asked for.
    pub fn names(&self, id: &str) -> bool {
        self.patterns.is_empty() || self.patterns.iter().any(|glob| glob.is_match(id))
    }
}
