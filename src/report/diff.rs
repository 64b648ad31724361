//! What a change makes better or worse, as data and in three forms: for people at a terminal, for a comment under a pull
//! request, for programs (`schemas/diff.schema.json`).
//!
//! Who belongs to which group was decided in `app::diff`; sentences stand in `diff/tell.rs`.

mod human;
mod json;
mod markdown;
mod refused;
mod tell;

use std::io::{self, Write};

use crate::diag::Level;
use crate::engine::Verdict;
use crate::model::compare::{Change, Reading};
use crate::model::{Model, Words};

use super::{Finding, Lang, Run, Totals};

pub use refused::refused;

/// What one side is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// A revision as it was named, and the commit that it stood for.
    Revision {
        name: String,
        commit: String,
    },
    Folder(String),
    /// The files as they lie there now.
    Working,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Judged,
    /// There was no register yet: everything on the other side is new.
    NoRegister,
    /// Its settings could not be read.
    NotJudged,
}

/// One of the two runs, with the records it judged.
#[derive(Debug)]
pub struct Side {
    pub run: Run,
    pub model: Model,
    pub words: Words,
    pub name: Name,
    pub state: State,
}

impl Side {
    /// All findings, problems first; groups name them by their position here.
    pub fn findings(&self) -> Vec<&Finding> {
        self.run.all().collect()
    }

    pub fn reading(&self) -> Reading<'_> {
        Reading { model: &self.model, texts: &self.run.sources, words: &self.words }
    }
}

/// A record that changed, and the new findings that this brought.
#[derive(Debug)]
pub struct Changed {
    pub change: Change,
    pub findings: Vec<usize>,
}

/// A part of the criteria with another verdict than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    pub id: String,
    pub before: Verdict,
    pub after: Verdict,
}

/// What a change makes of things.
#[derive(Debug)]
pub struct Diff {
    pub base: Side,
    pub head: Side,
    pub changes: Vec<Changed>,
    /// Positions among the findings of `head`.
    pub new: Vec<usize>,
    /// Were waived, and count again.
    pub reopened: Vec<usize>,
    /// Counted before, and are waived now.
    pub waived: Vec<usize>,
    pub remaining: Vec<usize>,
    /// Positions among the findings of `base`.
    pub fixed: Vec<usize>,
    /// Gone because nobody asks any more: the rule is switched off, or its register is not there.
    pub unasked: Vec<usize>,
    pub items: Vec<Turned>,
    pub sections: Vec<Turned>,
}

impl Diff {
    /// The worst level that the change brings; what is waived does not count.
    pub fn worst(&self) -> Option<Level> {
        let findings = self.head.findings();
        let brought = self.new.iter().chain(&self.reopened).map(|at| findings[*at]);
        brought.filter(|finding| finding.waived.is_none()).map(|finding| finding.level).max()
    }

    pub fn is_empty(&self) -> bool {
        let findings = [&self.new, &self.reopened, &self.waived, &self.fixed, &self.unasked];
        findings.iter().all(|group| group.is_empty())
            && self.changes.is_empty()
            && self.items.is_empty()
            && self.sections.is_empty()
    }
}

fn totals(findings: &[&Finding], group: &[usize]) -> Totals {
    let mut totals = Totals::default();
    for finding in group.iter().map(|at| findings[*at]) {
        match finding.level {
            _ if finding.waived.is_some() => totals.waived += 1,
            Level::Error => totals.errors += 1,
            Level::Warning => totals.warnings += 1,
            Level::Note => totals.notes += 1,
        }
    }
    totals
}

/// How a comparison is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Human,
    Json,
    Markdown,
}

impl Form {
    pub const NAMES: [(&'static str, Form); 3] =
        [("human", Form::Human), ("json", Form::Json), ("markdown", Form::Markdown)];

    pub fn by_name(name: &str) -> Option<Form> {
        Form::NAMES.iter().find(|(known, _)| *known == name).map(|(_, form)| *form)
    }
}

/// `folder` is where the compared files lie below the top of the repository: empty, or with `/` behind.
pub fn write(diff: &Diff, form: Form, lang: Lang, folder: &str, out: &mut dyn Write) -> io::Result<()> {
    let tell = tell::Tell::new(diff, lang);
    match form {
        Form::Human => human::write(&tell, out),
        Form::Json => json::write(&tell, out),
        Form::Markdown => out.write_all(markdown::page(&tell, folder).as_bytes()),
    }
}
