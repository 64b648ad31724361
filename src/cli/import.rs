//! `timlint import`.
#![allow(clippy::disallowed_methods, reason = "reads and writes files that were named on the command line")]

use std::fs::{self, File};
use std::io::{self, IsTerminal, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use crate::app::import::{Given, ImportOptions, Target, accept, guesses, other_files, plan, register_of, settings};
use crate::app::{Config, language};
use crate::report::taken_in::{self, Unit};
use crate::report::{Lang, exchange, tidy, usage};
use crate::source::Disk;

use super::args::{ImportArgs, ImportTo};
use super::{CLEAN, COULD_NOT_RUN, output};

pub fn run(args: &ImportArgs) -> anyhow::Result<u8> {
    let root = root_of(&args.into);
    let world = Disk::new(root);
    let spoken = language(args.lang, None, &world);
    let Some(mut config) = settings(&world) else { bail!(tidy::no_settings(spoken)) };
    let lang = language(args.lang, config.lang, &world);
    let register = match &args.register {
        Some(name) => match register_of(name) {
            Ok(register) => Some(register),
            Err(near) => bail!(taken_in::unknown_register(name, near, lang)),
        },
        None => None,
    };
    let to = match args.to {
        ImportTo::Csv => Target::Csv,
        ImportTo::Yaml => Target::Yaml,
        ImportTo::Toml => Target::Toml,
    };
    let given = args.files.iter().map(|file| given(file, &config, lang)).collect::<anyhow::Result<Vec<_>>>()?;
    let options = ImportOptions { to, register };
    let mut planned = plan(&given, &config, options);
    let mut out = io::stdout().lock();
    let asks = !args.accept_guesses && !args.yes && !args.dry_run && io::stdin().is_terminal();
    if !args.accept_guesses {
        out.write_all(taken_in::shown(&planned.units, &planned.run, lang).as_bytes())?;
        out.flush()?;
    }
    let mut taken = false;
    for guess in guesses(&planned.units) {
        let question = || taken_in::accept_question(guess.register, &guess.header, guess.field, lang);
        if args.accept_guesses || asks && agreed(&question())? {
            eprintln!("{}", taken_in::accepted(guess.register, &guess.header, guess.field, lang));
            accept(&mut config, &guess);
            taken = true;
        }
    }
    if taken {
        planned = plan(&given, &config, options);
    }
    if taken || args.accept_guesses {
        out.write_all(taken_in::shown(&planned.units, &planned.run, lang).as_bytes())?;
        out.flush()?;
    }
    let units: Vec<&Unit> = planned.units.iter().filter(|unit| unit.is_written()).collect();
    if units.is_empty() {
        eprintln!("{}", taken_in::nothing_written("nothing", lang));
        return Ok(COULD_NOT_RUN);
    }
    write(&units, args, lang)
}

/// Asks, and writes all files or none.
fn write(units: &[&Unit], args: &ImportArgs, lang: Lang) -> anyhow::Result<u8> {
    let taken: Vec<PathBuf> = units.iter().map(|unit| args.into.join(&unit.target)).collect();
    let taken: Vec<PathBuf> = taken.into_iter().filter(|path| in_the_way(path, args.force)).collect();
    for path in &taken {
        eprintln!("timlint: {}", exchange::exists(&path.display().to_string(), lang));
    }
    let names: Vec<&str> = units.iter().map(|unit| unit.target.as_str()).collect();
    for unit in units {
        let register = unit.register.expect("internal error: a file of no register");
        for other in other_files(&Disk::new(args.into.clone()), register, &names) {
            eprintln!("{}", taken_in::other_file(register, &other, lang));
        }
    }
    if args.dry_run {
        eprintln!("{}", taken_in::nothing_written("dry-run", lang));
        return Ok(CLEAN);
    }
    if !taken.is_empty() {
        return Ok(COULD_NOT_RUN);
    }
    if !args.yes {
        if !io::stdin().is_terminal() {
            eprintln!("{}", taken_in::nothing_written("ask", lang));
            return Ok(COULD_NOT_RUN);
        }
        if !agreed(&taken_in::question(units.len(), &args.into.display().to_string(), lang))? {
            eprintln!("{}", taken_in::nothing_written("no", lang));
            return Ok(CLEAN);
        }
    }
    output::make_folder(&args.into, lang)?;
    for unit in units {
        let path = args.into.join(&unit.target);
        // Somebody may have been faster since it was looked at.
        let made = if args.force { File::create(&path) } else { File::create_new(&path) };
        made.and_then(|mut file| file.write_all(&unit.bytes)).map_err(output::unwritable(&path, lang))?;
        println!("{}", taken_in::written(&path.display().to_string(), lang));
    }
    Ok(CLEAN)
}

/// Asks on the terminal. Whoever says nothing says no.
fn agreed(question: &str) -> anyhow::Result<bool> {
    eprint!("{question}");
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes" | "はい"))
}

/// Links count as taken although nothing may be behind them: what is written would land elsewhere.
fn in_the_way(path: &Path, force: bool) -> bool {
    fs::symlink_metadata(path).is_ok_and(|there| !(force && there.is_file()))
}

fn given(file: &Path, config: &Config, lang: Lang) -> anyhow::Result<Given> {
    let name = file.file_name().ok_or_else(|| anyhow!(usage::no_file(file, lang)))?;
    let name = name.to_string_lossy().into_owned();
    let unreadable = |error: io::Error| anyhow!(usage::cannot_read(file, &error, lang));
    let length = fs::metadata(file).map_err(unreadable)?.len();
    if length > config.limits.file_bytes {
        bail!(usage::larger_than(file, config.limits.file_bytes, lang));
    }
    let bytes = fs::read(file).map_err(unreadable)?;
    Ok(Given { name, bytes })
}

/// The folder whose settings hold for what is written into a folder.
fn root_of(into: &Path) -> PathBuf {
    let full = std::path::absolute(into).unwrap_or_else(|_| into.to_path_buf());
    let settled = full.ancestors().find(|folder| folder.join("timlint.toml").is_file());
    settled.or(full.parent()).unwrap_or(&full).to_path_buf()
}
