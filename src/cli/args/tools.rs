//! What may be typed after verbs that speak of the program itself.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use clap_complete::Shell;

use super::{Lang, lang};

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit codes: 0 written.\n\n\
Examples:\n  timlint completions bash > ~/.local/share/bash-completion/completions/timlint\n  timlint completions zsh > ~/.zfunc/_timlint\n  \
timlint completions fish > ~/.config/fish/completions/timlint.fish\n  timlint completions powershell >> $PROFILE")]
pub struct CompletionsArgs {
    /// For which shell
    pub shell: Shell,
    /// Language of the words beside the completions [default: by the environment, else ja]
    #[arg(long, value_parser = lang(), hide_possible_values = true)]
    pub lang: Option<Lang>,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit codes: 0 written; 2 could not write.\n\n\
Examples:\n  timlint man | man -l -\n  timlint man check | man -l -\n  timlint man --output ~/.local/share/man/man1 --lang en")]
pub struct ManArgs {
    /// The page of this verb [default: the page of timlint as a whole]
    pub verb: Vec<String>,
    /// Write all pages into this folder, one file a verb
    #[arg(long, value_name = "DIR", conflicts_with = "verb")]
    pub output: Option<PathBuf>,
    /// Language of the pages [default: by the environment, else ja]
    #[arg(long, value_parser = lang(), hide_possible_values = true)]
    pub lang: Option<Lang>,
}
