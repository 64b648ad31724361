//! All rules of a run: the built-in ones and those of the checked repository.

use std::borrow::Cow;

use crate::diag::Diagnostic;
use crate::formats::{Limits, YAML};
use crate::source::{Encoding, FileId, SourceText, Sources};
use crate::tree::Content;

use super::compile::compile;
use super::form::Form;
use super::rule::Rule;

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// Ids of the built-in rules, sorted.
pub fn builtin_ids() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|(id, _)| *id)
}

/// A built-in rule file's text.
pub fn builtin_source(id: &str) -> Option<&'static str> {
    RULES.binary_search_by(|(known, _)| (*known).cmp(id)).ok().map(|i| RULES[i].1)
}

/// Rules by id.
#[derive(Debug, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
}

impl RuleSet {
    /// The built-in rules that `wanted` picks by id. Texts and examples are left for later.
    pub fn builtin(wanted: impl Fn(&str, &str) -> bool + Sync) -> RuleSet {
        use rayon::prelude::*;
        let load = |(id, source): &(&'static str, &'static str)| {
            if !wanted(id, source) {
                return None;
            }
            let mut diags = Vec::new();
            let rule = load(id, head(source), Cow::Borrowed(*source), FileId(0), &mut diags);
            Some(rule.unwrap_or_else(|| panic!("internal error: built-in rule {id} does not compile: {diags:?}")))
        };
        RuleSet { rules: RULES.par_iter().filter_map(load).collect() }
    }

    /// Adds a rule file of the checked repository. What is wrong with it comes back; a rule of the same id is replaced.
    pub fn add(&mut self, id: &str, file: FileId, sources: &Sources, diags: &mut Vec<Diagnostic>) {
        let text = &sources.get(file).text;
        if let Some(mut rule) = load(id, text, Cow::Owned(text.clone()), file, diags) {
            rule.file = Some(file);
            self.rules.retain(|known| known.id != rule.id);
            let at = self.rules.partition_point(|known| known.id < rule.id);
            self.rules.insert(at, rule);
        }
    }

    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok().map(|i| &self.rules[i])
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

/// What compiling needs of a rule file: all that stands before its texts. Rule files keep that order, a test sees to it.
fn head(source: &str) -> &str {
    let end = ["\nphrases:", "\ntext:", "\nexamples:"].iter().filter_map(|key| source.find(key)).min();
    end.map_or(source, |end| &source[..=end])
}

fn load(id: &str, text: &str, whole: Cow<'static, str>, file: FileId, diags: &mut Vec<Diagnostic>) -> Option<Rule> {
    let source = SourceText::new("", text, Encoding::Utf8);
    let before = diags.len();
    let content = (YAML.parse)(&source, file, &Limits::default(), diags)?;
    if diags.len() > before {
        return None;
    }
    let Content::Tree(tree) = &content else { return None };
    compile(id, Form { node: tree.root(text)?, file, text }, whole, diags)
}
