//! `timlint fmt`.
#![allow(clippy::disallowed_methods, reason = "asks where a path on the command line leads before there is a root")]

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use crate::app::fmt::{Done, FmtError, Outcome, format};
use crate::app::language;
use crate::report::tidy::{self, Change};
use crate::report::{Lang, no_register, usage};
use crate::source::{Disk, World};

use super::args::FmtArgs;
use super::{CLEAN, COULD_NOT_RUN, FINDINGS};

pub fn run(args: &FmtArgs) -> anyhow::Result<u8> {
    let lang = language(args.lang, None, &Disk::new(".".into()));
    let mut roots: Vec<(PathBuf, Vec<String>)> = Vec::new();
    for path in &args.paths {
        let (root, inside) = root_of(path, lang)?;
        match roots.iter_mut().find(|(known, _)| *known == root) {
            Some((_, paths)) => paths.push(inside),
            None => roots.push((root, vec![inside])),
        }
    }
    let mut codes = Vec::new();
    for (root, paths) in &roots {
        codes.push(one(root, paths, args)?);
    }
    Ok(codes.into_iter().max().unwrap_or(CLEAN))
}

/// The folder whose settings hold for a path, and the path within it.
fn root_of(path: &Path, lang: Lang) -> anyhow::Result<(PathBuf, String)> {
    let full = path.canonicalize().map_err(|error| anyhow!(usage::cannot_read(path, &error, lang)))?;
    let own = |folder: &&Path| ["timlint.toml", "registers"].iter().any(|name| folder.join(name).exists());
    let root = full.ancestors().filter(|folder| folder.is_dir()).find(own);
    let root = match root {
        Some(root) => root,
        None if full.is_dir() => full.as_path(),
        None => bail!(usage::in_no_company(path, lang)),
    };
    let inside = full.strip_prefix(root).unwrap_or(&full);
    let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    Ok((root.to_path_buf(), parts.join("/")))
}

fn one(root: &Path, paths: &[String], args: &FmtArgs) -> anyhow::Result<u8> {
    let world = Disk::new(root.to_path_buf());
    // A folder as a whole asks for all that is in it, whatever else is named.
    let only = if paths.iter().any(String::is_empty) { &[] } else { paths };
    let spoken = language(args.lang, None, &world);
    let Done { files, config } = match format(&world, only) {
        Ok(done) => done,
        Err(FmtError::Config) => bail!(tidy::no_settings(spoken)),
        Err(FmtError::NoRegister) => {
            eprintln!("{}", no_register(spoken));
            return Ok(COULD_NOT_RUN);
        }
    };
    let lang = language(args.lang, config.lang, &world);
    if let Some(unknown) = only.iter().find(|only| !files.iter().any(|file| file.path.starts_with(only.as_str()))) {
        bail!(usage::no_register_file(unknown, root, lang));
    }
    let only_looked = args.check || args.diff;
    let (mut changed, mut same, mut left, mut failed) = (0, 0, 0, false);
    let mut out = io::stdout().lock();
    for file in &files {
        match &file.outcome {
            Outcome::AsItIs => same += 1,
            Outcome::Left(why) => {
                left += 1;
                eprintln!("{}", tidy::left_alone(&file.path, why, lang));
            }
            Outcome::Changed(rewritten) => {
                changed += 1;
                if args.diff {
                    let (old, new) = (rewritten.old.as_str(), rewritten.new.as_str());
                    let change = Change { path: &file.path, old, new, secret: rewritten.secret };
                    out.write_all(tidy::diff(&change, lang).as_bytes())?;
                    continue;
                }
                if !only_looked && let Err(error) = world.write(&file.path, &rewritten.bytes) {
                    eprintln!("timlint: {}", tidy::not_written(&file.path, &error, lang));
                    (failed, changed) = (true, changed - 1);
                    continue;
                }
                writeln!(out, "{}", tidy::rewritten(&file.path, only_looked, lang))?;
            }
        }
    }
    out.flush()?;
    tell(changed, same, left, only_looked, lang);
    Ok(match (failed, only_looked && changed > 0) {
        (true, _) => COULD_NOT_RUN,
        (false, true) => FINDINGS,
        (false, false) => CLEAN,
    })
}

fn tell(changed: usize, same: usize, left: usize, only_looked: bool, lang: Lang) {
    eprintln!("{}", tidy::formatted(changed, same, left, only_looked, lang));
}
