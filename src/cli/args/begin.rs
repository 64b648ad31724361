//! What may be typed after `demo` and `init`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::{Lang, lang};

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
