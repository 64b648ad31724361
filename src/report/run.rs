//! What one run came to: the data that every report prints.

use std::borrow::Cow;

use crate::diag::{Diagnostic, Level};
use crate::engine::Verdicts;
use crate::rules::RuleSet;
use crate::source::{Sources, Span};

/// A language of the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Ja,
    En,
}

impl Lang {
    pub fn parse(word: &str) -> Option<Lang> {
        match word {
            "ja" => Some(Lang::Ja),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Lang::Ja => "ja",
            Lang::En => "en",
        }
    }
}

/// By what a finding is waived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaivedBy {
    /// A record of the register `waivers`, which somebody in a role approved.
    Register,
    /// An entry of the machine-made baseline.
    Baseline,
}

/// Why a finding does not count, for the time being. It is shown all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waived {
    pub by: WaivedBy,
    /// Number of the waiver in its register; of a baseline the path of its file.
    pub id: String,
    pub reason: String,
    /// As the register names the approver; a baseline has none.
    pub approver: Option<String>,
    /// Last day on which it holds, in days since 1970-01-01.
    pub until: i32,
    /// The record that says so.
    pub span: Span,
}

/// A diagnostic with what the run knows of it.
#[derive(Debug, Clone)]
pub struct Finding {
    pub diagnostic: Diagnostic,
    pub level: Level,
    /// The same finding has the same fingerprint in every run: rule, subject, requirement, counterpart; no line, no words.
    pub fingerprint: String,
    pub items: Vec<String>,
    /// Set where somebody may leave it for now: neither totals nor the exit code count it.
    pub waived: Option<Waived>,
}

/// A rule's count of records.
#[derive(Debug, Clone)]
pub struct RuleCount {
    pub id: String,
    pub violated: u64,
    pub satisfied: u64,
    pub not_exercised: u64,
}

/// A file, or one sheet of a workbook, that was read or was not; with what was guessed of it.
#[derive(Debug, Clone, Default)]
pub struct InputInfo {
    pub path: String,
    pub sheet: Option<String>,
    pub register: Option<String>,
    pub format: Option<&'static str>,
    pub encoding: Option<&'static str>,
    /// What separates the cells of a CSV file: `comma`, `tab` or `semicolon`.
    pub separator: Option<&'static str>,
    /// Number of the line, or of the row, in which the headers were found.
    pub header: Option<usize>,
    pub records: usize,
    pub sha256: String,
}

impl InputInfo {
    /// The path under which its text is known: that of a sheet has the sheet's name behind it.
    pub fn name(&self) -> Cow<'_, str> {
        match &self.sheet {
            Some(sheet) => format!("{}!{sheet}", self.path).into(),
            None => self.path.as_str().into(),
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    /// Findings of any level that are waived; in none of the other counts.
    pub waived: usize,
}

impl Totals {
    /// Findings that count.
    pub fn all(self) -> usize {
        self.errors + self.warnings + self.notes
    }
}

/// Where the records come from, for those who must be able to find them again.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The company's name as its profile writes it.
    pub company: Option<String>,
    /// The commit that HEAD of the repository names. Files may have been changed since: their hashes stand in `inputs`.
    pub commit: Option<String>,
    /// Recorded exceptions by number, with their places.
    pub exceptions: Vec<(String, Span)>,
    pub web: Option<Web>,
}

/// Where a code host shows files of the repository in a browser; known where a build service runs the check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Web {
    /// What stands before the commit: `https://example.org/owner/records/blob/`.
    pub files: String,
    /// The commit that the build service checked out.
    pub commit: String,
}

/// Everything a report may print.
#[derive(Debug)]
pub struct Run {
    pub sources: Sources,
    pub rules: RuleSet,
    /// What the records break, in the order of file and place.
    pub findings: Vec<Finding>,
    /// What kept something from being judged: unreadable files, settings and rules with mistakes.
    pub problems: Vec<Finding>,
    pub rule_counts: Vec<RuleCount>,
    /// What the records say of the criteria; empty where nobody asked.
    pub verdicts: Verdicts,
    pub inputs: Vec<InputInfo>,
    /// Cells whose text must never be printed.
    pub secrets: Vec<Span>,
    /// Day of judgement, in days since 1970-01-01.
    pub as_of: i32,
    /// Findings left out because `--report-for` names other files.
    pub left_out: usize,
    /// Fixes that were made before this run; none where nobody asked for fixing.
    pub fixed: Option<usize>,
    pub origin: Origin,
}

impl Run {
    /// All that is printed one by one: problems first, then findings.
    pub fn all(&self) -> impl Iterator<Item = &Finding> {
        self.problems.iter().chain(&self.findings)
    }

    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for finding in self.all() {
            match finding.level {
                _ if finding.waived.is_some() => totals.waived += 1,
                Level::Error => totals.errors += 1,
                Level::Warning => totals.warnings += 1,
                Level::Note => totals.notes += 1,
            }
        }
        totals
    }

    pub fn records(&self) -> usize {
        self.inputs.iter().map(|input| input.records).sum()
    }

    /// The worst level of what is not waived.
    pub fn worst(&self) -> Option<Level> {
        self.all().filter(|finding| finding.waived.is_none()).map(|finding| finding.level).max()
    }
}
