//! That a finding is waived, in words: by whom, why, until when. Every output takes them from here.

use crate::diag::Level;
use crate::model::date::format_date;

use super::super::{Finding, Waived, WaivedBy};
use super::{Lang, Run, Say, Teller, escaped, safe};

impl Teller<'_> {
    /// One sentence without its end: `2026-12-31まで猶予中（WV-1、承認 E001）: 代わりの品を手配中`.
    pub fn waived(&self, waived: &Waived) -> String {
        let say = Say(self.lang);
        let (until, id) = (format_date(waived.until), self.value(&waived.id));
        let head = match (waived.by, &waived.approver) {
            (WaivedBy::Baseline, _) => say.pick(
                format!("{until}まで猶予中（ベースライン {id}）"),
                format!("waived until {until} (baseline {id})"),
            ),
            (WaivedBy::Register, Some(approver)) => {
                let approver = self.value(approver);
                say.pick(
                    format!("{until}まで猶予中（{id}、承認 {approver}）"),
                    format!("waived until {until} ({id}, approved by {approver})"),
                )
            }
            (WaivedBy::Register, None) => {
                say.pick(format!("{until}まで猶予中（{id}）"), format!("waived until {until} ({id})"))
            }
        };
        match waived.reason.is_empty() {
            true => head,
            false => format!("{head}: {}", self.value(&waived.reason)),
        }
    }

    /// A waived finding on one line: what it is, where, and why it waits.
    pub fn waived_line(&self, finding: &Finding, waived: &Waived, place: &str) -> String {
        let level = Say(self.lang).level(finding.level);
        // A row without a number of its own is named by its place.
        let subject = finding.diagnostic.subject.as_ref().filter(|subject| !subject.key.starts_with('#'));
        let subject = subject.map(|subject| format!(" {}", self.value(&subject.key))).unwrap_or_default();
        let (rule, place) = (escaped(&finding.diagnostic.rule), safe::escaped(place));
        let until = format_date(waived.until);
        // Of a baseline there are many lines, and one file.
        let why = match waived.by {
            WaivedBy::Baseline => {
                Say(self.lang).pick(format!("{until}まで（ベースライン）"), format!("until {until} (baseline)"))
            }
            WaivedBy::Register => self.waived(waived),
        };
        format!("{level}[{rule}]{subject} {place}: {why}")
    }
}

impl Say {
    /// Behind the first line of a report, where something is waived.
    pub fn also_waived(self, run: &Run) -> String {
        match run.totals().waived {
            0 => String::new(),
            n => self.pick(format!("（ほかに猶予中 {n}件）"), format!(" (and {n} waived)")),
        }
    }

    /// Heading over what is waived.
    pub fn waived(self, count: usize) -> String {
        self.pick(format!("猶予中の指摘（数に入りません）: {count}件"), format!("Waived, not counted: {count}"))
    }

    /// Behind a line that stands for several.
    pub fn times(self, count: usize) -> String {
        match count {
            0 | 1 => String::new(),
            n => self.pick(format!("（同じもの {n}件）"), format!(" ({n} alike)")),
        }
    }

    /// How to see them whole.
    pub fn waived_whole(self) -> &'static str {
        self.pick("猶予中の指摘の全文: --verbose", "Waived findings in full: --verbose")
    }
}

/// What stands for a level where a waived finding is marked as such.
pub fn mark(level: Level, waived: bool, lang: Lang) -> String {
    let word = Say(lang).level(level);
    match waived {
        true => Say(lang).pick(format!("猶予中の{word}"), format!("waived {word}")),
        false => word.to_owned(),
    }
}
