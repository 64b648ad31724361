//! What may be typed.

mod baseline;
mod begin;
mod check;
mod diff;
mod exchange;
mod rules;
mod schema;
mod tables;
mod tools;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand};

use crate::model::date::parse_date;
use crate::report::Lang;

pub use baseline::BaselineArgs;
pub use begin::{DemoArgs, DemoFormat, InitArgs};
pub use check::{CheckArgs, ColorChoice, FailOn, FormatArg};
pub use diff::{DiffArgs, FormArg};
pub use exchange::{ExportArgs, FmtArgs, ImportArgs, ImportTo};
pub use rules::{RulesArgs, RulesCatalogueArgs, RulesListArgs, RulesTestArgs, RulesVerb};
pub use schema::{RuleNewArgs, SchemaArgs};
pub use tables::{ExplainArgs, MapArgs, StatusArgs, StatusBy};
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

fn day(word: &str) -> Result<i32, String> {
    parse_date(word).map_err(|_| format!("not a day: {word} (write it as 2026-04-01)"))
}

/// The two languages, as values that a shell can complete.
fn lang() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(["ja", "en"])
        .map(|word| Lang::parse(&word).expect("internal error: only languages are possible values"))
}
