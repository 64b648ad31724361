//! What may be typed after `baseline`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{Lang, day, lang};

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit codes: 0 written; 2 could not run, or a baseline is there already.\n\n\
Examples:\n  timlint baseline --until 2027-03-31\n  timlint baseline --prune\n  timlint baseline . --until 2027-03-31 --force")]
pub struct BaselineArgs {
    /// Folder that holds registers/, documents/ and timlint.toml
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Last day on which the findings may wait (2027-03-31, R9.3.31 …); there is no default
    #[arg(long, value_name = "DAY", value_parser = day, required_unless_present = "prune")]
    pub until: Option<i32>,
    /// Only take out what is gone; the end stays, nothing is added
    #[arg(long, conflicts_with_all = ["until", "force"])]
    pub prune: bool,
    /// Replace a baseline that is there, and take in what was added since
    #[arg(long)]
    pub force: bool,
    /// File to write, below PATH [default: `baseline` in timlint.toml, else timlint-baseline.json]
    #[arg(long, value_name = "FILE")]
    pub output: Option<String>,
    /// Judge as of this day instead of today (2026-04-01, R8.4.1 …)
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub as_of: Option<i32>,
    /// Judge by rules that are still in preview too
    #[arg(long)]
    pub preview: bool,
    /// Language of the messages [default: `lang` in timlint.toml, else the environment, else ja]
    #[arg(long, value_parser = lang(), hide_possible_values = true)]
    pub lang: Option<Lang>,
}
