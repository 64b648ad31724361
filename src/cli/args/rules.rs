//! What may be typed after `rules`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use super::schema::RuleNewArgs;
use super::{Lang, day, lang};

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  timlint rules list --item I.2.1\n  timlint rules test")]
pub struct RulesArgs {
    #[command(subcommand)]
    pub verb: RulesVerb,
}

#[derive(Debug, Subcommand)]
pub enum RulesVerb {
    /// List all rules, built-in and of the repository
    List(RulesListArgs),
    /// Run the examples that stand in rule files
    Test(RulesTestArgs),
    /// Print the criteria as an OSCAL catalogue, to go with `check --format oscal`
    Catalogue(RulesCatalogueArgs),
    /// Write a rule file to begin with, with a failing and a passing example
    New(RuleNewArgs),
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit codes: 0 printed.\n\n\
Examples:\n  timlint rules catalogue > catalogue.json\n  timlint rules catalogue --as-of 2026-04-01 --lang ja > catalogue.json")]
pub struct RulesCatalogueArgs {
    /// The day that is written into it as that of its last change, instead of today
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub as_of: Option<i32>,
    /// Language of the texts
    #[arg(long, value_parser = lang(), hide_possible_values = true)]
    pub lang: Option<Lang>,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit codes: 0 listed; 2 a rule of the repository is wrong.\n\n\
Examples:\n  timlint rules list\n  timlint rules list . --item I.2.1\n  timlint rules list --json")]
pub struct RulesListArgs {
    /// Repository whose own rules are listed too
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Only rules that judge this item (I.2.1) or answer this contradiction (X-LEAVE-01)
    #[arg(long)]
    pub item: Option<String>,
    /// List what is not checked yet and will be: checks that need the history of the repository
    #[arg(long)]
    pub planned: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Language of the titles
    #[arg(long, value_parser = lang(), hide_possible_values = true)]
    pub lang: Option<Lang>,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Exit codes: 0 all as the examples say; 1 some result differs; 2 a rule of the repository is wrong.\n\n\
Examples:\n  timlint rules test\n  timlint rules test . --only assets/\n  timlint rules test --builtin"
)]
pub struct RulesTestArgs {
    /// Repository whose own rules are tested
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Only rules whose id contains this
    #[arg(long, default_value = "")]
    pub only: String,
    /// Test the built-in rules too
    #[arg(long)]
    pub builtin: bool,
    /// Language of the messages
    #[arg(long, value_parser = lang(), hide_possible_values = true)]
    pub lang: Option<Lang>,
}
