//! What may be typed after `check`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use crate::report::REPORTS;

use super::{Lang, day, lang};

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit codes: 0 nothing at or above --fail-on; 1 findings; 2 could not run.\n\
With --fix they follow from what is left; with --diff something to change is 1 too.\n\n\
Examples:\n  timlint check .\n  timlint check . --as-of 2027-03-31 --lang en\n  timlint check . --format json=out.json --format human\n  timlint check . --watch\n  timlint check . --diff\n  timlint check . --fix")]
pub struct CheckArgs {
    /// Folder that holds registers/, documents/ and timlint.toml
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Judge as of this day instead of today (2026-04-01, R8.4.1 …)
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub as_of: Option<i32>,
    /// Report only findings that have a place in these files; everything is checked all the same
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub report_for: Vec<PathBuf>,
    /// Output format (human, json, html, sarif, github, markdown, junit, gitlab, oscal), to standard output or to a file; may be given several times
    #[arg(long, value_name = "FORMAT[=PATH]", value_parser = format)]
    pub format: Vec<FormatArg>,
    /// Language of the texts [default: `lang` in timlint.toml, else the environment, else ja]
    #[arg(long, value_parser = lang(), hide_possible_values = true)]
    pub lang: Option<Lang>,
    /// Judge records only by rules that match (assets/*, */held-by-leaver …)
    #[arg(long, value_name = "PATTERN", num_args = 1..)]
    pub select: Vec<String>,
    /// Judge by rules that are still in preview too
    #[arg(long)]
    pub preview: bool,
    /// The least level that makes the exit code 1 [default: `fail_on` in timlint.toml, else error]
    #[arg(long, value_name = "LEVEL")]
    pub fail_on: Option<FailOn>,
    /// Draw with ASCII signs only
    #[arg(long)]
    pub ascii: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
    /// Also print counts per rule
    #[arg(short, long)]
    pub verbose: bool,
    /// Write safe fixes into the files first: width of digits, dates, names of choices, space around values
    #[arg(long)]
    pub fix: bool,
    /// With --fix or --diff: also guesses, such as the only choice, column or number that is near
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Show what --fix would change, and write nothing
    #[arg(long, conflicts_with = "fix")]
    pub diff: bool,
    /// Check again whenever a file changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["fix", "diff"])]
    pub watch: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

impl FailOn {
    pub fn name(self) -> &'static str {
        match self {
            FailOn::Error => "error",
            FailOn::Warning => "warning",
            FailOn::Note => "note",
            FailOn::Never => "never",
        }
    }
}

/// `json` or `json=out.json`.
#[derive(Debug, Clone)]
pub struct FormatArg {
    pub name: String,
    pub path: Option<PathBuf>,
}

fn format(word: &str) -> Result<FormatArg, String> {
    let (name, path) = match word.split_once('=') {
        Some((name, path)) => (name, Some(PathBuf::from(path))),
        None => (word, None),
    };
    let known: Vec<&str> = REPORTS.iter().map(|report| report.name()).collect();
    if known.contains(&name) {
        Ok(FormatArg { name: name.to_owned(), path })
    } else {
        Err(format!("unknown format {name}; choose one of {}", known.join(", ")))
    }
}
