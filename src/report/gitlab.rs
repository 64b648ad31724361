//! GitLab's code quality report: a list of findings with a place each, shown in merge requests.
//!
//! It knows no waiver: a waived finding is sent with the least severity and says so in its text.

use std::io::{self, Write};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::diag::Level;
use crate::source::hex;

use super::handed::{self, Handed};
use super::{Finding, Options, Report, Run};

pub struct Gitlab;

impl Report for Gitlab {
    fn name(&self) -> &'static str {
        "gitlab"
    }

    fn write(&self, run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
        self.write_below("", run, options, out)
    }

    fn write_below(&self, folder: &str, run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
        let handed = Handed::new(run, options, folder);
        let findings = handed.numbered();
        handed::json(&Findings(&handed, &findings), out)
    }
}

struct Findings<'a>(&'a Handed<'a>, &'a [(&'a Finding, String)]);

impl serde::Serialize for Findings<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.1.iter().map(|(finding, print)| entry(self.0, finding, print)))
    }
}

fn entry(handed: &Handed<'_>, finding: &Finding, print: &str) -> Value {
    let label = finding.diagnostic.primary();
    let told = handed.teller.tell(finding);
    let waived =
        finding.waived.as_ref().map(|waived| format!("{}: ", handed.teller.waived(waived))).unwrap_or_default();
    let cell = handed.cell(label).map(|cell| format!("{cell}: ")).unwrap_or_default();
    let severity = match finding.level {
        _ if finding.waived.is_some() => "info",
        Level::Error => "critical",
        Level::Warning => "major",
        Level::Note => "minor",
    };
    json!({
        "description": format!("{waived}{cell}{}", handed.message(&told)),
        "check_name": finding.diagnostic.rule,
        // The same finding must be known again in the next run, and no two may be taken for one.
        "fingerprint": hex(&Sha256::digest(format!("timlint/v1 {print}")))[..32],
        "severity": severity,
        "location": { "path": handed.path(label.span.file), "lines": { "begin": handed.line(label) } },
    })
}
