//! What may be typed.

mod baseline;
mod diff;
mod exchange;
mod schema;
mod tools;

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::model::date::parse_date;
use crate::report::status::Layout;
use crate::report::{FRAMEWORKS, Lang, REPORTS};

pub use baseline::BaselineArgs;
pub use diff::{DiffArgs, FormArg};
pub use exchange::{ExportArgs, ImportArgs, ImportTo};
pub use schema::{RuleNewArgs, SchemaArgs};
pub use tools::{CompletionsArgs, ManArgs};

/// Checks a company's information-management registers against the criteria of 技術情報管理認証.
/// Unofficial: it finds what is missing or contradictory, it does not promise a certificate.
#[derive(Debug, Parser)]
#[command(
    name = "timlint",
    version,
    propagate_version = true,
    after_help = "To begin:\n  timlint demo sample --defects 20   make a company that does not exist\n  timlint check sample               check it\n  \
timlint init records               begin your own registers\n\nHelp of a verb: timlint check --help and so on (in Japanese: --help --lang ja)"
)]
pub struct Args {
    #[command(subcommand)]
    pub verb: Verb,
}

// What a verb is for in many words stands here: beside its arguments, clap lets the few words replace it.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Check the registers under a folder
    Check(CheckArgs),
    /// Let the findings that are there now wait until a day
    #[command(
        long_about = "Write down all findings that are there now, so that `check` lets them wait until a day and only what is new counts. \
They are shown all the same. A finding that matters is better waived by a record of the register `waivers`, with a reason and an approval."
    )]
    Baseline(BaselineArgs),
    /// Show which sections and items of the criteria are met, broken or not evidenced
    Status(StatusArgs),
    /// Show what a change makes better or worse: between revisions of git, or two folders
    #[command(
        long_about = "Show what a change makes better or worse: records added, removed and changed in words, new, fixed and remaining findings, \
and verdicts that turned. Both sides are judged on the same day. Revisions are read out of git without a checkout."
    )]
    Diff(diff::DiffArgs),
    /// Bring register files into their canonical form
    #[command(
        long_about = "Bring register files into their canonical form: columns in the order of the register, one spelling of headers, \
dates, choices and codes, UTF-8. Values keep their meaning, comments stay, and files whose meaning is in doubt are left alone."
    )]
    Fmt(FmtArgs),
    /// Bring workbooks and CSV files in as clean register files
    #[command(
        long_about = "Bring workbooks (.xlsx, .xlsm, .xls) and CSV files in any encoding in as clean register files. First it shows which sheet becomes which \
register and which header which column; then it writes. A header that nobody knows keeps its name; on a terminal it is asked \
whether a near column is meant, --accept-guesses says yes to all. Every column and every record is kept, and what was spelled anew is counted."
    )]
    Import(exchange::ImportArgs),
    /// Write all registers as one workbook
    #[command(
        long_about = "Write all registers as one workbook: a sheet a register, choices as drop-downs, days as days, a comment on each header that explains the \
column. Of documents it holds what their heads say. Not in the workbook: the company profile (org), the texts of documents, and columns that look \
like passwords; what is left out is named each time."
    )]
    Export(exchange::ExportArgs),
    /// Explain a rule, or an item, section or chapter of the criteria
    Explain(ExplainArgs),
    /// Show how sections of the criteria relate to another standard
    Map(MapArgs),
    /// List, test or begin rules
    Rules(RulesArgs),
    /// Print the JSON Schema of a register or of an output, for editors
    #[command(
        long_about = "Print the JSON Schema of a register's file in JSON or YAML, or of what timlint prints for programs. Editors complete and check by it."
    )]
    Schema(schema::SchemaArgs),
    /// Make a plausible company of any size, with planted defects
    Demo(DemoArgs),
    /// Begin: write settings, empty registers and templates of the documents
    Init(InitArgs),
    /// Write the completions of a shell
    Completions(CompletionsArgs),
    /// Write manual pages
    Man(ManArgs),
}

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

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit codes: 0 the table was made, whatever it says; 2 could not run.\n\n\
Examples:\n  timlint status\n  timlint status . --by item --as-of 2027-03-31\n  timlint status --format markdown >> summary.md\n  timlint status --format html > report.html")]
pub struct StatusArgs {
    /// Folder that holds registers/, documents/ and timlint.toml
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// What a row is
    #[arg(long, value_name = "PART", default_value = "section")]
    pub by: StatusBy,
    /// Judge as of this day instead of today (2026-04-01, R8.4.1 …)
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub as_of: Option<i32>,
    /// Judge by rules that are still in preview too
    #[arg(long)]
    pub preview: bool,
    /// How the table is written; html is one page for a browser, with all findings, whatever `--by` says
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: StatusFormat,
    /// Language of the texts [default: `lang` in timlint.toml, else the environment, else ja]
    #[arg(long, value_parser = lang(), hide_possible_values = true)]
    pub lang: Option<Lang>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatusFormat {
    Human,
    Json,
    Markdown,
    Html,
}

impl StatusFormat {
    /// How the table is laid out; a page is no table.
    pub fn layout(self) -> Option<Layout> {
        match self {
            StatusFormat::Human => Some(Layout::Human),
            StatusFormat::Json => Some(Layout::Json),
            StatusFormat::Markdown => Some(Layout::Markdown),
            StatusFormat::Html => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatusBy {
    Section,
    Item,
    Chapter,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    Human,
    Json,
    Markdown,
}

impl From<TableFormat> for Layout {
    fn from(format: TableFormat) -> Layout {
        match format {
            TableFormat::Human => Layout::Human,
            TableFormat::Json => Layout::Json,
            TableFormat::Markdown => Layout::Markdown,
        }
    }
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Exit codes: 0 the table was made; 2 there is no such part.\n\nExamples:\n  timlint map --to iso27001\n  timlint map --to csf2 --from II.2\n  timlint map --to iso27001 --reverse --from A.5.9"
)]
pub struct MapArgs {
    /// The other standard
    #[arg(long, value_name = "STANDARD", value_parser = clap::builder::PossibleValuesParser::new(FRAMEWORKS))]
    pub to: String,
    /// Only this part: a chapter, section or item of the criteria; with --reverse a part of the other standard
    #[arg(long, value_name = "REF")]
    pub from: Option<String>,
    /// From the other standard to the criteria
    #[arg(long)]
    pub reverse: bool,
    /// How the table is written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: TableFormat,
    /// Language of the texts
    #[arg(long, value_parser = lang(), hide_possible_values = true)]
    pub lang: Option<Lang>,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit codes: 0 explained; 2 there is no such rule or item.\n\n\
Examples:\n  timlint explain assets/high-without-owner\n  timlint explain I.2.1\n  timlint explain I.2 --lang ja")]
pub struct ExplainArgs {
    /// A rule's id, such as assets/high-without-owner, or an id of the criteria, such as I.2.1
    #[arg(value_name = "RULE|ITEM")]
    pub asked: String,
    /// Repository whose own rules are known too
    #[arg(long, default_value = ".")]
    pub path: PathBuf,
    /// Language of the texts
    #[arg(long, value_parser = lang(), hide_possible_values = true)]
    pub lang: Option<Lang>,
}

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
    New(schema::RuleNewArgs),
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

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit codes: 0 made; 2 could not be made.\n\n\
Examples:\n  timlint demo sample\n  timlint demo sample --assets 500 --defects 20 --seed 7\n  timlint demo sample --format yaml")]
pub struct DemoArgs {
    /// Folder to make; it must not exist, or be empty
    pub dir: PathBuf,
    /// Number of assets; the other registers grow with it
    #[arg(long, default_value_t = 50)]
    pub assets: usize,
    /// Number of people [default: a number that fits the assets]
    #[arg(long)]
    pub people: Option<usize>,
    /// The same seed makes the same company
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Number of mistakes to plant
    #[arg(long, default_value_t = 0)]
    pub defects: usize,
    /// How the registers are written
    #[arg(long, default_value = "csv")]
    pub format: DemoFormat,
    /// Where the list of planted mistakes is written; outside DIR [default: DIR-defects.json beside it]
    #[arg(long, value_name = "FILE")]
    pub planted: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DemoFormat {
    Csv,
    Json,
    Yaml,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "On a terminal it asks for what the flags leave open. Otherwise that stays undeclared.\n\
Exit codes: 0 written; 2 could not write.\n\n\
Example:\n  timlint init records --name 株式会社サンプル精機 --switch removable_media=no --switch cloud=yes")]
pub struct InitArgs {
    /// Folder to write into; it is made where it does not exist
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Name of the company
    #[arg(long)]
    pub name: Option<String>,
    /// Say whether something exists in the company, such as removable_media=no; may be given several times
    #[arg(long, value_name = "NAME=yes|no", value_parser = switch)]
    pub switch: Vec<(String, bool)>,
    /// Write every register, also those that the answers make needless
    #[arg(long)]
    pub all: bool,
    /// Language of what is written [default: by the environment, else ja]
    #[arg(long, value_parser = lang(), hide_possible_values = true)]
    pub lang: Option<Lang>,
    /// Ask nothing
    #[arg(long)]
    pub yes: bool,
    /// Overwrite files that exist
    #[arg(long)]
    pub force: bool,
}

/// `cloud=yes`. Which switches there are is not known here.
fn switch(word: &str) -> Result<(String, bool), String> {
    match word.split_once('=') {
        Some((name, "yes")) => Ok((name.to_owned(), true)),
        Some((name, "no")) => Ok((name.to_owned(), false)),
        _ => Err(format!("write it as NAME=yes or NAME=no, not {word}")),
    }
}

fn day(word: &str) -> Result<i32, String> {
    parse_date(word).map_err(|_| format!("not a day: {word} (write it as 2026-04-01)"))
}

/// The two languages, as values that a shell can complete.
fn lang() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(["ja", "en"])
        .map(|word| Lang::parse(&word).expect("internal error: only languages are possible values"))
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
