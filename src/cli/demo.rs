//! `timlint demo`.
#![allow(clippy::disallowed_methods, reason = "this verb writes a folder; nothing here is judged")]

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

use anyhow::{anyhow, bail};

use crate::app::demo::{DAY, Demo, FEWEST_PEOPLE, Format, Options, Target, Written, generate};
use crate::app::language;
use crate::model::date::format_date;
use crate::report::{Lang, usage};
use crate::source::Disk;

use super::args::{DemoArgs, DemoFormat};
use super::{CLEAN, output};

pub fn run(args: &DemoArgs) -> anyhow::Result<u8> {
    let lang = language(None, None, &Disk::new(args.dir.clone()));
    if args.assets == 0 {
        bail!(usage::no_assets(lang));
    }
    if args.people.is_some_and(|people| people < FEWEST_PEOPLE) {
        bail!(usage::too_few_people(FEWEST_PEOPLE, lang));
    }
    if !empty(&args.dir, lang)? {
        bail!(usage::not_empty(&args.dir, lang));
    }
    let list = planted_path(args, lang)?;
    let format = match args.format {
        DemoFormat::Csv => Format::Csv,
        DemoFormat::Json => Format::Json,
        DemoFormat::Yaml => Format::Yaml,
    };
    let options = Options { assets: args.assets, people: args.people, seed: args.seed, defects: args.defects };
    // Before the folder: where the list cannot be written, nothing is.
    let mut out = BufWriter::new(File::create(&list).map_err(output::unwritable(&list, lang))?);
    let demo = generate(&options);
    let mut folder = Folder { root: args.dir.clone() };
    let written = demo.write(format, &mut folder).map_err(output::unwritable(&args.dir, lang))?;
    demo.write_planted(&mut out).and_then(|()| out.flush()).map_err(output::unwritable(&list, lang))?;
    tell(args, &demo, &written, &list, lang)?;
    Ok(CLEAN)
}

/// A folder that is there and has nothing in it, or one that can still be made.
fn empty(dir: &Path, lang: Lang) -> anyhow::Result<bool> {
    match fs::read_dir(dir) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(false),
        Err(error) => Err(anyhow!(usage::cannot_read(dir, &error, lang))),
    }
}

/// The list stands outside the folder: a check must not find it there.
fn planted_path(args: &DemoArgs, lang: Lang) -> anyhow::Result<PathBuf> {
    let dir = whole(&args.dir, lang)?;
    let Some(path) = &args.planted else {
        let Some(name) = dir.file_name() else { bail!(usage::no_name_for_the_list(&args.dir, lang)) };
        let mut name = name.to_owned();
        name.push("-defects.json");
        return Ok(match args.dir.file_name() {
            Some(_) => args.dir.with_file_name(name),
            // `.` and the like: the name came from the whole path, so the place does too.
            None => dir.with_file_name(name),
        });
    };
    if whole(path, lang)?.starts_with(&dir) {
        bail!(usage::inside(path, &args.dir, lang));
    }
    Ok(path.clone())
}

/// A path from the root of the disk, without `..`. It may not be there yet, so the disk is not asked.
fn whole(path: &Path, lang: Lang) -> anyhow::Result<PathBuf> {
    let absolute = std::path::absolute(path).map_err(|error| anyhow!(usage::cannot_read(path, &error, lang)))?;
    let mut whole = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => {
                whole.pop();
            }
            part => whole.push(part),
        }
    }
    Ok(whole)
}

struct Folder {
    root: PathBuf,
}

impl Target for Folder {
    fn file(&mut self, path: &str) -> io::Result<Box<dyn Write + '_>> {
        let path = self.root.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        Ok(Box::new(BufWriter::with_capacity(1 << 18, File::create(path)?)))
    }
}

fn tell(args: &DemoArgs, demo: &Demo, written: &[Written], list: &Path, lang: Lang) -> anyhow::Result<()> {
    let (day, dir, list) = (format_date(DAY), args.dir.display(), list.display());
    let (files, records, planted) = (written.len(), demo.records(), demo.planted.len());
    let mut out = BufWriter::new(io::stdout().lock());
    for file in written {
        writeln!(out, "{:>9}  {dir}/{}", file.records, file.path)?;
    }
    let short = planted < args.defects;
    match lang {
        Lang::Ja => {
            writeln!(out, "架空の会社を作りました: {files} ファイル、{records} 件。基準日 {day}")?;
            writeln!(out, "埋め込んだ誤り: {planted} 件 → {list}")?;
            if short {
                writeln!(out, "この規模では {planted} 件までしか埋め込めません。--assets を増やしてください")?;
            }
            writeln!(out, "点検するには: timlint check {dir} --as-of {day}")?;
        }
        Lang::En => {
            writeln!(out, "Made a company up: {files} files, {records} records, in order on {day}")?;
            writeln!(out, "Mistakes planted: {planted}, listed in {list}")?;
            if short {
                writeln!(out, "There is room for no more than {planted} at this size; ask for more --assets")?;
            }
            writeln!(out, "Check it with: timlint check {dir} --as-of {day}")?;
        }
    }
    out.flush()?;
    Ok(())
}
