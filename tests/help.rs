//! `--help`, completions and manual pages: both languages, nothing left out.
#![allow(clippy::disallowed_methods)] // runs the program

mod support;

use clap::Command;
use support::{timlint, timlint_with};
use timlint::cli::help;
use timlint::report::Lang;

fn is_japanese(text: &str) -> bool {
    text.chars().any(|sign| matches!(sign, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))
}

/// Every command with what is typed to reach it.
fn walk<'c>(command: &'c Command, verb: &str, found: &mut Vec<(String, &'c Command)>) {
    found.push((verb.to_owned(), command));
    for below in command.get_subcommands() {
        walk(below, format!("{verb} {}", below.get_name()).trim(), found);
    }
}

/// Every text of a command's help, by what it is the text of.
fn texts(verb: &str, command: &Command) -> Vec<(String, String)> {
    let text = |text: Option<&clap::builder::StyledStr>| text.map(ToString::to_string).unwrap_or_default();
    let mut all = vec![
        (format!("`{verb}`: about"), text(command.get_about())),
        (format!("`{verb}`: after"), text(command.get_after_help())),
    ];
    all.extend(command.get_long_about().map(|long| (format!("`{verb}`: long"), long.to_string())));
    let arguments = command.get_arguments().filter(|arg| !matches!(arg.get_id().as_str(), "help" | "version"));
    all.extend(arguments.map(|arg| (format!("`{verb}`: argument {}", arg.get_id()), text(arg.get_help()))));
    all
}

#[test]
fn every_verb_and_flag_is_explained_in_both_languages() {
    let (ja, en) = (help::command(Lang::Ja), help::command(Lang::En));
    let (mut japanese, mut english) = (Vec::new(), Vec::new());
    walk(&ja, "", &mut japanese);
    walk(&en, "", &mut english);
    let mut missing = Vec::new();
    for ((verb, ja), (_, en)) in japanese.iter().zip(&english) {
        let (ja, en) = (texts(verb, ja), texts(verb, en));
        let told = |list: &[(String, String)], what: &str| list.iter().any(|(known, _)| known == what);
        missing.extend(ja.iter().filter(|(_, text)| !is_japanese(text)).map(|(what, _)| format!("{what} in Japanese")));
        missing.extend(en.iter().filter(|(_, text)| text.is_empty()).map(|(what, _)| format!("{what} in English")));
        missing.extend(ja.iter().filter(|(what, _)| !told(&en, what)).map(|(what, _)| format!("{what} in English")));
    }
    assert!(missing.is_empty(), "words that src/cli/help/ja*.rs or src/cli/args* lack:\n{}", missing.join("\n"));
    assert!(japanese.len() > 10, "the command was not walked");
}

#[test]
fn every_verb_shows_how_it_is_typed() {
    for lang in [Lang::Ja, Lang::En] {
        let command = help::command(lang);
        let mut verbs = Vec::new();
        walk(&command, "", &mut verbs);
        for (verb, command) in verbs {
            let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let typed = format!("  timlint {verb}");
            assert!(after.contains(typed.trim_end()), "`{verb}`: no example in {after:?}");
            // An example is typed in: its flags are known.
            for line in after.lines().filter_map(|line| line.strip_prefix("  timlint ")) {
                let words = line.split(['|', '>']).next().unwrap_or_default();
                let flags = words.split_whitespace().filter_map(|word| word.strip_prefix("--"));
                for flag in flags.filter(|_| !command.has_subcommands()) {
                    let known = command.get_arguments().any(|arg| arg.get_long() == Some(flag));
                    assert!(known, "`timlint {line}`: no --{flag}");
                }
            }
        }
    }
}

#[test]
fn every_page_belongs_to_a_verb_and_names_its_arguments() {
    let command = help::command(Lang::Ja);
    let mut verbs = Vec::new();
    walk(&command, "", &mut verbs);
    for page in help::pages() {
        let found = verbs.iter().find(|(verb, _)| verb == page.verb);
        let (_, command) = found.unwrap_or_else(|| panic!("no verb `{}`", page.verb));
        for (id, _) in page.args {
            assert!(command.get_arguments().any(|arg| arg.get_id() == id), "`{}` has no argument {id}", page.verb);
        }
    }
}

#[test]
fn help_speaks_the_language_of_the_line_then_of_the_environment_then_japanese() {
    let folder = tempfile::tempdir().expect("a folder");
    let ran = timlint(folder.path(), &["check", "--help"]).code(0);
    let ran = ran
        .says("使い方: timlint check")
        .says("オプション:")
        .says("引数:")
        .says("終了コード: 0")
        .says("［既定: auto］");
    ran.leaves_out("Usage").leaves_out("Options").leaves_out("[default").leaves_out("Print ");
    timlint(folder.path(), &["--help"]).code(0).says("コマンド:").says("台帳を点検する").leaves_out("Commands");
    timlint(folder.path(), &["check", "--help", "--lang", "en"])
        .code(0)
        .says("Usage: timlint check")
        .says("Exit codes: 0");
    timlint(folder.path(), &["--help", "--lang=en"]).code(0).says("Check the registers");
    timlint_with(folder.path(), &["--help"], &[("LANG", "en_US.UTF-8")]).code(0).says("Commands:");
    timlint_with(folder.path(), &["--help"], &[("LC_ALL", "ja_JP.UTF-8"), ("LANG", "en_US.UTF-8")])
        .code(0)
        .says("コマンド:");
    timlint(folder.path(), &["--version"]).code(0).says(env!("CARGO_PKG_VERSION"));
    timlint(folder.path(), &["check", "-V"]).code(0).says(env!("CARGO_PKG_VERSION"));
    timlint(folder.path(), &["chekc"]).code(2).complains("check");
    timlint(folder.path(), &["check", "--watch", "--fix"]).code(2).complains("--fix");
}

#[test]
fn completions_know_every_verb_and_flag() {
    let folder = tempfile::tempdir().expect("a folder");
    for (shell, sign) in [
        ("bash", "complete -F"),
        ("zsh", "#compdef timlint"),
        ("fish", "complete -c timlint"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let ran = timlint(folder.path(), &["completions", shell]).code(0).says(sign).says("as-of").says("unsafe-fixes");
        let command = help::command(Lang::En);
        for below in command.get_subcommands() {
            assert!(ran.out.contains(below.get_name()), "{shell}: {}", below.get_name());
        }
    }
    timlint(folder.path(), &["completions", "zsh"]).code(0).says("台帳を点検する");
    timlint(folder.path(), &["completions", "zsh", "--lang", "en"]).code(0).says("Check the registers");
    timlint(folder.path(), &["completions", "tcsh"]).code(2);
}

#[test]
fn there_is_a_manual_page_for_every_verb() {
    let folder = tempfile::tempdir().expect("a folder");
    for (lang, heading) in [("ja", ".SH 書式"), ("en", ".SH SYNOPSIS")] {
        let pages = folder.path().join(lang);
        timlint(folder.path(), &["man", "--output", lang, "--lang", lang]).code(0);
        let mut verbs = Vec::new();
        let command = help::command(Lang::En);
        walk(&command, "timlint", &mut verbs);
        for (verb, _) in &verbs {
            let name = format!("{}.1", verb.replace(' ', "-"));
            let page = std::fs::read_to_string(pages.join(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(page.contains(heading), "{name}: {page}");
        }
        assert_eq!(std::fs::read_dir(&pages).expect("pages").count(), verbs.len());
    }
    timlint(folder.path(), &["man"]).code(0).says(".TH timlint 1");
    timlint(folder.path(), &["man", "rules", "list", "--lang", "en"])
        .code(0)
        .says("timlint\\-rules\\-list")
        .says("planned");
    timlint(folder.path(), &["man", "nothing"]).code(2).complains("nothing");
}

#[test]
fn an_order_that_cannot_be_carried_out_is_told_in_the_language_of_the_reader() {
    let folder = tempfile::tempdir().expect("a folder");
    for verb in ["check", "status", "diff", "baseline"] {
        let args: &[&str] = match verb {
            "diff" => &["diff", "main", "--path", "nowhere"],
            "baseline" => &["baseline", "nowhere", "--until", "2027-03-31"],
            verb => &[verb, "nowhere"],
        };
        timlint(folder.path(), args).code(2).complains("nowhere というフォルダーはありません");
        timlint(folder.path(), &[args, &["--lang", "en"]].concat()).code(2).complains("nowhere is not a folder");
    }
    let wrong = [
        (&["explain", "I.99.1"][..], "もしかして: I.9.1", "did you mean I.9.1?"),
        (&["explain", "I.2.99"], "基準に I.2.99 はありません", "the criteria have no I.2.99"),
        (&["map", "--to", "iso27001", "--from", "A.5.9"], "--reverse を付けて", "add --reverse"),
        (&["map", "--to", "iso27001", "--from", "I.99"], "もしかして", "did you mean"),
        (&["init", "new", "--name", " "], "--name に名前が書かれていません", "--name is empty"),
        (&["export", "nowhere", "--xlsx", "a.xlsx"], "nowhere というフォルダーはありません", "nowhere is not a folder"),
    ];
    for (args, ja, en) in wrong {
        timlint(folder.path(), args).code(2).complains(ja);
        timlint(folder.path(), &[args, &["--lang", "en"]].concat()).code(2).complains(en);
    }
    timlint(folder.path(), &["demo", "new", "--assets", "0"]).code(2).complains("1 以上の数");
    let two = ["check", ".", "--format", "json", "--format", "human"];
    timlint(folder.path(), &two).code(2).complains("標準出力に書ける形式は1つだけです");
    timlint(folder.path(), &["man", "nothing"]).code(2).complains("nothing というコマンドはありません");
}

#[test]
fn what_cannot_be_written_is_told_in_the_language_of_the_reader() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| std::fs::write(folder.path().join(path), text).expect("a file");
    std::fs::create_dir(folder.path().join("registers")).expect("a folder");
    write("registers/people.csv", "要員番号,氏名\nE01,佐藤 花子\n");
    write("list.csv", "要員番号,氏名\nE02,鈴木 一郎\n");
    write("taken", "");
    std::fs::create_dir(folder.path().join("other")).expect("a folder");
    write("other/rules", "");
    let place = "taken/below";
    let orders: [&[&str]; 6] = [
        &["check", ".", "--format", "json=taken/below"],
        &["export", ".", "--xlsx", place],
        &["import", "list.csv", "--as", "people", "--into", place, "--yes"],
        &["man", "--output", place],
        &["rules", "new", "people/some", "--path", "other"],
        &["init", place, "--yes"],
    ];
    for args in orders {
        for (lang, said) in [("ja", "に書けません: 途中にフォルダーでないものがあります"), ("en", "cannot write ")]
        {
            let args = [args, &["--lang", lang]].concat();
            timlint(folder.path(), &args).code(2).complains(said);
        }
    }
    let demo = ["demo", "new", "--planted", "nowhere/list.json"];
    timlint(folder.path(), &demo)
        .code(2)
        .complains("nowhere/list.json に書けません: ファイルまたはフォルダーがありません");
    assert!(!folder.path().join("new").exists());
}
