//! What may be typed after `schema` and `rules new`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{Lang, lang};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Exit codes: 0 printed; 2 there is no such name.\n\nExamples:\n  timlint schema --list\n  timlint schema people > people.schema.json\n  timlint schema run > run.schema.json"
)]
pub struct SchemaArgs {
    /// A register (people, assets …) or an output (run, status, map, diff)
    #[arg(value_name = "NAME", required_unless_present = "list")]
    pub name: Option<String>,
    /// List the names there are
    #[arg(long)]
    pub list: bool,
    /// Of one record instead of a whole file
    #[arg(long)]
    pub record: bool,
    /// Language of the list [default: by the environment, else ja]
    #[arg(long, value_parser = lang(), hide_possible_values = true)]
    pub lang: Option<Lang>,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "An existing file is never overwritten. Exit codes: 0 written; 2 not written.\n\nExamples:\n  timlint rules new people/no-department\n  timlint rules new own/locked-cabinet --each containers"
)]
pub struct RuleNewArgs {
    /// Id of the rule, and its place below rules/: people/no-department
    pub id: String,
    /// The register whose records are judged [default: the first part of the id]
    #[arg(long, value_name = "REGISTER")]
    pub each: Option<String>,
    /// Repository into whose rules/ folder the file is written
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub path: PathBuf,
    /// Language of the comments and messages [default: by the environment, else ja]
    #[arg(long, value_parser = lang(), hide_possible_values = true)]
    pub lang: Option<Lang>,
}
