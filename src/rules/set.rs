//! All rules of a run: the built-in ones and those of the checked repository.

use crate::diag::Diagnostic;
use crate::formats::{Format, JSON, Limits, YAML};
use crate::source::{Encoding, FileId, SourceText, Sources, Span};
use crate::tree::Content;

use super::archive::{self, At};
use super::compile::compile;
use super::form::Form;
use super::rule::Rule;

/// A rule as it is built into the binary.
pub struct EmbeddedRule {
    pub id: &'static str,
    /// The register whose records it judges; none for what timlint judges while it reads.
    pub each: Option<&'static str>,
    /// Not yet read against the criteria by a second person: judges only where somebody asks for preview rules.
    pub preview: bool,
    pub items: &'static [&'static str],
    /// Its level as the rule file names it.
    pub level: &'static str,
    /// It asks for nothing but attestations.
    pub attested: bool,
    /// What stands before the texts, as JSON.
    head: &'static str,
    /// Where the whole file lies in the archive.
    at: At,
}

impl EmbeddedRule {
    /// The whole file.
    pub fn source(&self) -> &'static str {
        archive::text(&self.at)
    }
}

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// A built-in rule file's text.
pub fn builtin_source(id: &str) -> Option<&'static str> {
    RULES.binary_search_by(|rule| rule.id.cmp(id)).ok().map(|i| RULES[i].source())
}

/// Rules by id.
#[derive(Debug, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
}

impl RuleSet {
    /// The built-in rules that `wanted` picks. Texts and examples are left for later.
    pub fn builtin(wanted: impl Fn(&EmbeddedRule) -> bool + Sync) -> RuleSet {
        use rayon::prelude::*;
        let load = |embedded: &EmbeddedRule| {
            let mut diags = Vec::new();
            let head = SourceText::new("", embedded.head, Encoding::Utf8);
            let rule = load(&JSON, embedded.id, &head, None, FileId(0), &mut diags);
            rule.unwrap_or_else(|| panic!("internal error: built-in rule {} does not compile: {diags:?}", embedded.id))
        };
        RuleSet { rules: RULES.par_iter().filter(|rule| wanted(rule)).map(load).collect() }
    }

    /// Adds a rule file of the checked repository. What is wrong with it comes back.
    ///
    /// A built-in rule is never replaced: whoever could write another under its name could make an item pass. A file that
    /// is the built-in rule word for word, as in timlint's own repository, is that rule.
    pub fn add(&mut self, id: &str, file: FileId, sources: &Sources, diags: &mut Vec<Diagnostic>) {
        let source = sources.get(file);
        match builtin_source(id) {
            Some(own) if own == source.text => {
                if let Some(at) = self.position(id) {
                    self.rules[at].file = Some(file);
                }
                return;
            }
            Some(_) => {
                diags.push(Diagnostic::new("rule/taken-name", first_line(source, file)).arg("name", id));
                return;
            }
            None => {}
        }
        if let Some(mut rule) = load(&YAML, id, source, Some(source.text.clone()), file, diags) {
            rule.file = Some(file);
            self.rules.retain(|known| known.id != rule.id);
            let at = self.rules.partition_point(|known| known.id < rule.id);
            self.rules.insert(at, rule);
        }
    }

    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.position(id).map(|i| &self.rules[i])
    }

    fn position(&self, id: &str) -> Option<usize> {
        self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    pub fn len(&self) -> usize {
        self.rules.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }
}

/// The line of a rule file that stands for the whole.
fn first_line(source: &SourceText, file: FileId) -> Span {
    let start = if source.text.starts_with("id:") { 0 } else { source.text.find("\nid:").map_or(0, |at| at + 1) };
    let end = source.text[start..].find(['\r', '\n']).map_or(source.text.len(), |end| start + end);
    Span::new(file, start, end)
}

fn load(
    format: &Format,
    id: &str,
    source: &SourceText,
    own: Option<String>,
    file: FileId,
    diags: &mut Vec<Diagnostic>,
) -> Option<Rule> {
    let before = diags.len();
    let content = (format.parse)(source, file, &Limits::default(), diags)?;
    if diags.len() > before {
        return None;
    }
    let (Content::Tree(tree), text) = (&content, source.text.as_str()) else { return None };
    compile(id, Form { node: tree.root(text)?, file, text }, own, diags)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All at once, so that one mistake does not hide the next.
    #[test]
    fn every_built_in_rule_compiles() {
        let mut faults = Vec::new();
        for rule in RULES {
            let mut diags = Vec::new();
            let head = SourceText::new("", rule.head, Encoding::Utf8);
            load(&JSON, rule.id, &head, None, FileId(0), &mut diags);
            faults.extend(diags.into_iter().map(|fault| {
                let at = head.text.get(fault.primary().span.range()).unwrap_or_default().to_owned();
                format!("{}: {} at `{at}` {:?} {:?}", rule.id, fault.rule, fault.args, fault.suggestion)
            }));
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
