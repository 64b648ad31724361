//! Outputs: one file each over the same [`Run`], one line each in [`REPORTS`]. `words` is the only place where a finding, a rule and a language meet.
//!
//! A report prints what it is given: it never changes what was found, nor the exit code.

pub mod baseline;
mod columns;
pub mod diff;
pub mod exchange;
mod explain;
mod explain_item;
mod github;
mod gitlab;
mod handed;
mod html;
mod human;
mod json;
mod junit;
pub mod map;
mod markdown;
pub mod oscal;
mod places;
mod planned;
mod rule_form;
mod run;
#[cfg(test)]
mod sample;
mod sarif;
pub mod status;
pub mod taken_in;
pub mod tidy;
pub mod usage;
pub mod watching;
mod words;

use std::io;

pub use explain::{explain, no_register, unread};
pub use explain_item::explain_entry;
pub use planned::planned;
pub use rule_form::rule_form;
pub use run::{Finding, InputInfo, Lang, Origin, RuleCount, Run, Totals, Waived, WaivedBy, Web};
pub use words::{FRAMEWORKS, Told, name_of_field, name_of_register, tell, tell_waived};

/// How to print, as far as it is not in the run.
#[derive(Debug, Clone)]
pub struct Options {
    pub lang: Lang,
    pub color: bool,
    /// Only ASCII signs around the text, for terminals that draw boxes double-width.
    pub ascii: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Show rules that found nothing too, and counts per rule.
    pub verbose: bool,
}

/// One output format.
pub trait Report: Sync {
    fn name(&self) -> &'static str;
    /// Whether it prints verdicts; working them out costs a run more than most reports need.
    fn wants_verdicts(&self) -> bool {
        false
    }
    fn write(&self, run: &Run, options: &Options, out: &mut dyn io::Write) -> io::Result<()>;
    /// The same for services that look for files from the top of a repository: `folder` is where the checked folder lies
    /// below it, empty or with `/` behind.
    fn write_below(&self, folder: &str, run: &Run, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
        let _ = folder;
        self.write(run, options, out)
    }
}

pub static REPORTS: &[&dyn Report] = &[
    &human::Human,
    &json::Json,
    &sarif::Sarif,
    &github::Github,
    &gitlab::Gitlab,
    &junit::Junit,
    &markdown::Markdown,
    &html::Html,
    &oscal::Oscal,
];

pub fn by_name(name: &str) -> Option<&'static dyn Report> {
    REPORTS.iter().copied().find(|report| report.name() == name)
}
