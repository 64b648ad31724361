//! What may be typed after `fmt`, `import` and `export`: the verbs that write register files and workbooks.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::{Lang, day, lang};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Exit codes: 0 done, or nothing to do; 1 with --check or --diff: some file is not in form; 2 could not run or write.\n\n\
Examples:\n  timlint fmt\n  timlint fmt --check .\n  timlint fmt registers/people.csv --diff"
)]
pub struct FmtArgs {
    /// Files, or folders that hold them; their settings are those of the folder with timlint.toml or registers/
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Write nothing; name the files that are not in form
    #[arg(long)]
    pub check: bool,
    /// Write nothing; show what would change
    #[arg(long)]
    pub diff: bool,
    /// Language of the messages [default: `lang` in timlint.toml, else the environment, else ja]
    #[arg(long, value_parser = lang(), hide_possible_values = true)]
    pub lang: Option<Lang>,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Exit codes: 0 written, or nothing was to be written; 2 could not run, or something stands in the way.\n\n\
Examples:\n  timlint import 台帳.xlsx --dry-run\n  timlint import 台帳.xlsx --into registers --yes\n  timlint import list.csv --as people --to yaml --yes"
)]
pub struct ImportArgs {
    /// Workbooks and CSV files
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Folder to write into; settings are those of timlint.toml beside or above it
    #[arg(long, value_name = "DIR", default_value = "registers")]
    pub into: PathBuf,
    /// How the registers are written
    #[arg(long, value_name = "FORMAT", default_value = "csv")]
    pub to: ImportTo,
    /// The register that the files hold, where their names do not tell
    #[arg(long = "as", value_name = "REGISTER")]
    pub register: Option<String>,
    /// Take headers that nobody knows for the columns they are nearest to
    #[arg(long)]
    pub accept_guesses: bool,
    /// Write without asking
    #[arg(long)]
    pub yes: bool,
    /// Show what would be done, and write nothing
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
    /// Overwrite files that exist
    #[arg(long)]
    pub force: bool,
    /// Language of the messages [default: `lang` in timlint.toml, else the environment, else ja]
    #[arg(long, value_parser = lang(), hide_possible_values = true)]
    pub lang: Option<Lang>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportTo {
    Csv,
    Yaml,
    Toml,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit codes: 0 written; 2 could not run.\n\n\
Examples:\n  timlint export --xlsx 台帳.xlsx\n  timlint export --xlsx review.xlsx . --with-findings --as-of 2027-03-31 --lang en")]
pub struct ExportArgs {
    /// The workbook to write
    #[arg(long, value_name = "OUT")]
    pub xlsx: PathBuf,
    /// Folder that holds registers/, documents/ and timlint.toml
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Mark the cells of findings, and add a sheet that lists them
    #[arg(long)]
    pub with_findings: bool,
    /// Day of judgement, and the date that the workbook bears; today otherwise
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub as_of: Option<i32>,
    /// Overwrite the workbook where it exists
    #[arg(long)]
    pub force: bool,
    /// Language of sheets, headers and choices [default: `lang` in timlint.toml, else the environment, else ja]
    #[arg(long, value_parser = lang(), hide_possible_values = true)]
    pub lang: Option<Lang>,
}
