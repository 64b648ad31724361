//! `timlint init`.
#![allow(clippy::disallowed_methods, reason = "this verb writes a folder; nothing here is judged")]

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::app::demo::Target;
use crate::app::init::{File as Template, Options, ask, files, kept_elsewhere, switches, usable_name, write};
use crate::app::language;
use crate::model::spell::nearest;
use crate::report::{Lang, name_of_register, usage};
use crate::source::{Disk, Entry, World as _};

use super::args::InitArgs;
use super::{CLEAN, COULD_NOT_RUN, output};

/// Where registers are looked for before others are written beside them.
const REGISTERS: &str = "registers";

pub fn run(args: InitArgs) -> anyhow::Result<u8> {
    let lang = language(args.lang, None, &Disk::new(args.dir.clone()));
    if fs::metadata(&args.dir).is_ok_and(|found| !found.is_dir()) {
        bail!(usage::not_a_folder(&args.dir, lang));
    }
    let mut options = options(&args, lang)?;
    // Before the questions, so that nobody answers them for nothing: answers only make files fewer.
    let taken = in_the_way(&args.dir, &files(&options), args.force);
    if !taken.is_empty() {
        return refuse(&taken, lang);
    }
    if !args.yes && io::stdin().is_terminal() {
        ask(&mut options, &mut io::stdin().lock(), &mut io::stderr().lock()).context(say(
            lang,
            "途中で終わりました。何も書いていません",
            "ended half-way; nothing was written",
        ))?;
    }
    let files = files(&options);
    let mut folder = Folder { root: args.dir.clone(), force: args.force };
    write(&files, &mut folder).map_err(output::unwritable(&args.dir, lang))?;
    tell(&args.dir, &files, &options)?;
    Ok(CLEAN)
}

fn say(lang: Lang, ja: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::Ja { ja } else { en }
}

fn options(args: &InitArgs, lang: Lang) -> anyhow::Result<Options> {
    let mut options = Options { all: args.all, lang, ..Options::default() };
    if let Some(name) = &args.name {
        options.name = usable_name(name);
        if options.name.is_none() {
            bail!(usage::no_name(lang));
        }
    }
    let known = switches();
    for (name, answer) in &args.switch {
        if !known.iter().any(|switch| switch.name == *name) {
            let names = known.iter().map(|switch| switch.name.as_str());
            let near = nearest(name, names.clone());
            bail!(usage::no_switch(name, near, &names.collect::<Vec<_>>().join(", "), lang));
        }
        if options.answers.insert(name.clone(), *answer).is_some_and(|earlier| earlier != *answer) {
            bail!(usage::both_ways(name, lang));
        }
    }
    Ok(options)
}

/// What keeps the files from being written, one line each.
fn in_the_way(dir: &Path, files: &[Template], force: bool) -> Vec<String> {
    // Links count as taken although nothing may be behind them: what is written would land elsewhere.
    let taken =
        |file: &&Template| fs::symlink_metadata(dir.join(&file.path)).is_ok_and(|there| !(force && there.is_file()));
    let mut lines: Vec<String> = files.iter().filter(taken).map(|file| file.path.clone()).collect();
    if !force {
        for (path, register) in kept_elsewhere(files, &there(dir)) {
            lines.push(format!("{path} ({} / {})", name_of_register(register.name(), Lang::Ja), register.name()));
        }
    }
    lines
}

/// The files of the registers' folder, as the whole folder names them.
fn there(dir: &Path) -> Vec<Entry> {
    if !Disk::new(dir.to_path_buf()).exists(REGISTERS) {
        return Vec::new();
    }
    let found = Disk::new(dir.join(REGISTERS)).walk().into_iter();
    found.map(|entry| Entry::File { path: format!("{REGISTERS}/{}", entry.path()), bytes: 0 }).collect()
}

fn refuse(taken: &[String], lang: Lang) -> anyhow::Result<u8> {
    let mut err = io::stderr().lock();
    writeln!(
        err,
        "timlint: {}",
        say(
            lang,
            "すでにあるファイルのため、何も書いていません（上書きするなら --force）:",
            "nothing was written, because these files exist (--force overwrites them):"
        )
    )?;
    for line in taken {
        writeln!(err, "  {line}")?;
    }
    Ok(COULD_NOT_RUN)
}

struct Folder {
    root: PathBuf,
    force: bool,
}

impl Target for Folder {
    fn file(&mut self, path: &str) -> io::Result<Box<dyn Write + '_>> {
        let path = self.root.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        // Somebody may have been faster since it was looked at.
        let file = if self.force { File::create(path)? } else { File::create_new(path)? };
        Ok(Box::new(BufWriter::new(file)))
    }
}

fn tell(dir: &Path, files: &[Template], options: &Options) -> anyhow::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for file in files {
        writeln!(out, "  {}", dir.join(&file.path).display())?;
    }
    let (count, open) = (files.len(), switches().len() - options.answers.len());
    let shown = dir.display();
    match options.lang {
        Lang::Ja => {
            writeln!(out, "{count} 個のファイルを書きました。")?;
            if open > 0 {
                writeln!(
                    out,
                    "当てはまるかどうかの質問のうち {open} 個が未回答です。事業者プロファイルに書いてください。"
                )?;
            }
            writeln!(out, "まず {} を読んでください。", dir.join("README.md").display())?;
            writeln!(out, "次に: timlint check {shown}")?;
        }
        Lang::En => {
            writeln!(out, "{count} files written.")?;
            if open > 0 {
                writeln!(out, "{open} scope switches have no answer yet; answer them in the company's profile.")?;
            }
            writeln!(out, "Read {} first.", dir.join("README.md").display())?;
            writeln!(out, "Next: timlint check {shown}")?;
        }
    }
    out.flush()?;
    Ok(())
}
