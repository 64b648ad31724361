//! `timlint man`.

use std::io::Write as _;

use anyhow::bail;
use clap::Command;
use clap_mangen::Man;

use crate::app::language;
use crate::report::{Lang, usage};
use crate::source::Disk;

use super::args::ManArgs;
use super::{CLEAN, help, output};

/// What the headings of a page are called in Japanese.
const HEADINGS: &[(&str, &str)] = &[
    ("NAME", "名前"),
    ("SYNOPSIS", "書式"),
    ("DESCRIPTION", "説明"),
    ("OPTIONS", "オプション"),
    ("SUBCOMMANDS", "コマンド"),
    ("EXTRA", "終了コードと例"),
    ("VERSION", "版"),
];

pub fn run(args: &ManArgs) -> anyhow::Result<u8> {
    let lang = language(args.lang, None, &Disk::new(".".into()));
    let mut root = help::readable(lang).name("timlint");
    root.build();
    if let Some(folder) = &args.output {
        output::make_folder(folder, lang)?;
        let mut pages = Vec::new();
        all(&root, lang, &mut pages)?;
        for (name, page) in pages {
            output::bytes(&folder.join(name), &page, lang)?;
        }
        return Ok(CLEAN);
    }
    let mut found = &root;
    for word in &args.verb {
        match found.get_subcommands().find(|below| below.get_name() == word) {
            Some(below) => found = below,
            None => bail!(usage::no_verb(word, lang)),
        }
    }
    std::io::stdout().lock().write_all(&page(found, lang)?)?;
    Ok(CLEAN)
}

/// Every page: the name of its file, and its bytes.
fn all(command: &Command, lang: Lang, pages: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    pages.push((format!("{}.1", name(command)), page(command, lang)?));
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        all(below, lang, pages)?;
    }
    Ok(())
}

/// `timlint-rules-list`.
fn name(command: &Command) -> String {
    command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned()
}

fn page(command: &Command, lang: Lang) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let man = Man::new(command.clone()).manual("timlint");
    man.render(&mut bytes)?;
    let text = String::from_utf8(bytes).expect("internal error: a page of text");
    let lines = text.lines().map(|line| match line.strip_prefix(".SH ").filter(|_| lang == Lang::Ja) {
        Some(heading) => {
            let known = HEADINGS.iter().find(|(en, _)| *en == heading);
            format!(".SH {}\n", known.map_or(heading, |(_, ja)| ja))
        }
        None => format!("{line}\n"),
    });
    let page: String = lines.collect();
    // groff breaks Japanese lines only where it is told how; man does so only in a Japanese locale.
    let japanese = if lang == Lang::Ja { ".if \\n(.g .mso ja.tmac\n" } else { "" };
    Ok(format!("{japanese}{page}").into_bytes())
}
