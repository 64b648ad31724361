//! Checks that will come and cannot be made yet, because they need the history of the repository: `rules/planned.json`.
//!
//! They judge nothing and count for nothing. They stand here so that nobody takes their absence for a pass.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::catalogue::Both;

/// A check that is to come.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Planned {
    /// The id that the rule will have.
    pub id: String,
    /// Cross-register contradictions that it will answer.
    pub covers: Vec<String>,
    pub items: Vec<String>,
    pub registers: Vec<String>,
    pub title: Both,
    /// What it will look at.
    pub checks: Both,
    /// Why it cannot be made today.
    pub why: Both,
    /// What a company can do in the meantime.
    pub until_then: Both,
}

/// All of them, in the order of the file.
pub fn planned() -> &'static [Planned] {
    static PLANNED: OnceLock<Vec<Planned>> = OnceLock::new();
    PLANNED.get_or_init(|| {
        serde_json::from_str(include_str!("../../rules/planned.json")).expect("internal error: rules/planned.json")
    })
}
