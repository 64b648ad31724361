//! `--help` in two languages: the Japanese words laid over the command that clap derives from `args`.
//!
//! English stands where clap reads it, in `args`; Japanese stands in the pages below, keyed by verb and argument. What has no
//! Japanese yet is shown in English, and `tests/help.rs` names it. What clap says itself of a wrong flag is English: it
//! cannot be told otherwise.

mod ja;
mod ja_records;
mod ja_tools;

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command, CommandFactory as _};

use crate::app::language;
use crate::report::Lang;
use crate::source::World;

use super::args::Args;

/// The Japanese words of one verb.
pub struct Page {
    /// The verb as it is typed, without `timlint`: `check`, `rules list`; blank for the program itself.
    pub verb: &'static str,
    pub about: &'static str,
    /// In place of `about` where somebody asks for all (`--help`).
    pub long: &'static str,
    /// The id of an argument (`as_of`), and what it is for.
    pub args: &'static [(&'static str, &'static str)],
    /// Exit codes and examples.
    pub after: &'static str,
}

/// Arguments that say the same wherever they stand.
const COMMON: &[(&str, &str)] = &[
    ("lang", "表示の言語（ja または en）［既定: timlint.toml の lang、なければ環境変数、どちらもなければ ja］"),
    ("path", "registers/、documents/、timlint.toml を置いたフォルダー"),
    ("as_of", "今日ではなく、この日の時点で判定する（2026-04-01、R8.4.1 など）"),
    ("preview", "試行中の規則も使って判定する"),
    ("force", "すでにあるファイルを上書きする"),
];

const TEMPLATE: &str = "{before-help}{about-with-newline}\n使い方: {usage}\n\n{all-args}{after-help}";

/// All pages.
pub fn pages() -> impl Iterator<Item = &'static Page> {
    ja::PAGES.iter().chain(ja_records::PAGES).chain(ja_tools::PAGES)
}

/// The language of `--help`: what `--lang` says anywhere in the line, else the environment, else Japanese. It is needed
/// before the line is parsed.
pub fn lang_of_line(line: &[OsString], world: &dyn World) -> Lang {
    let words: Vec<&str> = line.iter().map_while(|word| word.to_str()).take_while(|word| *word != "--").collect();
    let asked = words.iter().enumerate().find_map(|(at, word)| match *word {
        "--lang" => words.get(at + 1).copied(),
        word => word.strip_prefix("--lang="),
    });
    language(asked.and_then(Lang::parse), None, world)
}

/// The whole command with the words of a language, for programs that read it (completions).
pub fn command(lang: Lang) -> Command {
    match lang {
        Lang::En => Args::command(),
        Lang::Ja => worded(Args::command(), ""),
    }
}

/// The whole command as people read it: also its headings and remarks are in their language.
pub fn readable(lang: Lang) -> Command {
    match lang {
        Lang::En => Args::command(),
        Lang::Ja => dressed(command(lang)),
    }
}

/// Lays the words over a command and all below it.
fn worded(mut command: Command, verb: &str) -> Command {
    let page = pages().find(|page| page.verb == verb);
    if let Some(page) = page {
        command = command.about(page.about);
        if !page.long.is_empty() {
            command = command.long_about(page.long);
        }
        if !page.after.is_empty() {
            command = command.after_help(page.after);
        }
    }
    let own = page.map_or(&[][..], |page| page.args);
    command = command.mut_args(|arg| {
        let told = own.iter().chain(COMMON).find(|(id, _)| arg.get_id() == id);
        match told {
            Some((_, help)) => arg.help(*help),
            None => arg,
        }
    });
    below(command, |name, command| worded(command, format!("{verb} {name}").trim()))
}

fn dressed(command: Command) -> Command {
    let command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("コマンド")
        .subcommand_value_name("コマンド")
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .mut_args(remarked)
        .arg(flag('h', "help", ArgAction::Help, "この説明を表示する"))
        .arg(flag('V', "version", ArgAction::Version, "版を表示する"));
    below(command, |_, command| dressed(command))
}

fn flag(short: char, long: &'static str, action: ArgAction, help: &'static str) -> Arg {
    Arg::new(long).short(short).long(long).action(action).help(help).help_heading("オプション")
}

/// What clap would remark in English, in Japanese.
fn remarked(arg: Arg) -> Arg {
    let mut help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let takes = arg.get_action().takes_values();
    let values = if takes { arg.get_possible_values() } else { Vec::new() };
    if !values.is_empty() && !arg.is_hide_possible_values_set() {
        let names: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
        help += &format!("［選択肢: {}］", names.join("、"));
    }
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if takes && defaults.iter().any(|value| !value.is_empty()) {
        help += &format!("［既定: {}］", defaults.join(" "));
    }
    let heading = if arg.is_positional() { "引数" } else { "オプション" };
    let arg = arg.help(help).help_heading(heading);
    if takes { arg.hide_default_value(true).hide_possible_values(true) } else { arg }
}

fn below(mut command: Command, change: impl Fn(&str, Command) -> Command) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |below| change(&name, below));
    }
    command
}
