//! What may be typed after `status`, `map` and `explain`: the verbs that answer with a table or a page.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use crate::report::FRAMEWORKS;
use crate::report::status::Layout;

use super::{Lang, day, lang};

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
