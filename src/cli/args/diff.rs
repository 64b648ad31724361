//! What may be typed after `diff`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::report::diff::Form;

use super::{FailOn, Lang, day, lang};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "BASE and HEAD are folders where folders of that name exist, else revisions of git; refs/heads/NAME is always a revision, ./NAME always a folder.\n\
Of a repository, only what lies below --path is compared. Files in Git LFS cannot be read from a revision.\n\n\
Exit codes: 0 nothing new at or above --fail-on; 1 new findings; 2 could not run.\n\n\
Examples:\n  timlint diff main\n  timlint diff HEAD~1 HEAD --lang en\n  timlint diff origin/main --format markdown=comment.md --format json=diff.json\n  timlint diff before/ after/ --as-of 2027-03-31"
)]
pub struct DiffArgs {
    /// What to compare with: a revision (main, HEAD~1, a commit) or a folder
    pub base: String,
    /// What to compare: a revision or a folder [default: the files under --path as they are]
    pub head: Option<String>,
    /// Folder that holds registers/, documents/ and timlint.toml, inside of the repository
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub path: PathBuf,
    /// Judge both sides as of this day instead of today (2026-04-01, R8.4.1 …)
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub as_of: Option<i32>,
    /// human, json or markdown, to standard output or to a file; may be given several times
    #[arg(long, value_name = "FORMAT[=PATH]", value_parser = form)]
    pub format: Vec<FormArg>,
    /// Language of the texts [default: `lang` in timlint.toml, else the environment, else ja]
    #[arg(long, value_parser = lang(), hide_possible_values = true)]
    pub lang: Option<Lang>,
    /// Judge by rules that are still in preview too
    #[arg(long)]
    pub preview: bool,
    /// The least level of a new finding that makes the exit code 1 [default: `fail_on` in timlint.toml, else error]
    #[arg(long, value_name = "LEVEL")]
    pub fail_on: Option<FailOn>,
}

/// `markdown` or `markdown=comment.md`.
#[derive(Debug, Clone)]
pub struct FormArg {
    pub form: Form,
    pub path: Option<PathBuf>,
}

fn form(word: &str) -> Result<FormArg, String> {
    let (name, path) = match word.split_once('=') {
        Some((name, path)) => (name, Some(PathBuf::from(path))),
        None => (word, None),
    };
    let known = || Form::NAMES.map(|(name, _)| name).join(", ");
    let form = Form::by_name(name).ok_or_else(|| format!("unknown format {name}; choose one of {}", known()))?;
    Ok(FormArg { form, path })
}
