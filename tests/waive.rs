//! Findings that may wait: waivers that people approve, and the machine-made baseline. What is waived is shown and not
//! counted; what is not approved as it must be waives nothing; nothing is forgotten when its day is over.
//!
//! Which waivers are wrong, and how that is said, stands in the examples of `rules/waivers`, `rules/waiving` and
//! `rules/baseline`.
#![allow(clippy::disallowed_methods)] // changes files between two runs

mod support;

#[path = "waive/baseline.rs"]
mod baseline;
#[path = "waive/register.rs"]
mod register;

use support::{Files, Ran, timlint};

const PEOPLE: &str =
    "id,name,kind,join_on\nE1,Kiryu,officer,1994-04-01\nE2,Sawa,employee,2020-04-01\nE3,Mori,employee,2020-04-01\n";
const ROLES: &str =
    "role,person_id,scope,from,until\nowner,E2,drawings,2024-04-01,2026-09-30\nsysadmin,E3,all,2024-04-01,\n";
const MEDIA: &str = "id,contents,encryption,status\nM-005,A-001,none,active\n";
const HEADS: &str = "id,rule,register,subject,reason,requested_by,approved_by,approved_on,from,until,closed_on\n";
const WAIVER: &str = "WV-1,media/unencrypted,media,M-005,new stick on order,E3,E1,2026-10-01,2026-11-01,2026-12-31,\n";
const RULE: &str = "media/unencrypted";

/// A company with one unencrypted medium, and these waivers.
fn company(waivers: &str) -> Files {
    let waivers = format!("{HEADS}{waivers}");
    let files = [("people", PEOPLE), ("roles", ROLES), ("media", MEDIA), ("waivers", &waivers)];
    files.into_iter().map(|(name, text)| (format!("registers/{name}.csv"), text.as_bytes().to_vec())).collect()
}

fn written(files: &Files) -> tempfile::TempDir {
    let files: Vec<(&str, &Vec<u8>)> = files.iter().map(|(path, bytes)| (path.as_str(), bytes)).collect();
    support::folder(&files)
}

fn check_on(folder: &std::path::Path, day: &str, more: &[&str]) -> Ran {
    timlint(folder, &[&["check", ".", "--as-of", day, "--lang", "en"], more].concat())
}

/// How many findings of a rule there are in the JSON report, and how many of them are waived.
fn of_rule(report: &serde_json::Value, rule: &str) -> (usize, usize) {
    let findings = report["findings"].as_array().expect("a list");
    let of: Vec<_> = findings.iter().filter(|finding| finding["rule"] == rule).collect();
    (of.len(), of.iter().filter(|finding| finding["waived"].is_object()).count())
}
