//! Where output goes: files and the terminal, buffered, with or without colour.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Component, Path};

use anyhow::anyhow;

use crate::report::{Lang, Options, Report, Run, usage};
use crate::source::World;

use super::args::ColorChoice;

/// Columns assumed where nobody says how wide the terminal is.
const WIDTH: usize = 120;

pub fn options(lang: Lang, color: ColorChoice, ascii: bool, verbose: bool, world: &dyn World) -> Options {
    let wanted = match color {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        // https://no-color.org: set and not empty.
        ColorChoice::Auto => io::stdout().is_terminal() && world.env("NO_COLOR").is_none_or(|value| value.is_empty()),
    };
    let width = world.env("COLUMNS").and_then(|columns| columns.parse().ok());
    Options { lang, color: wanted, ascii, width: width.unwrap_or(WIDTH).max(40), verbose }
}

/// Where a folder lies below the one in which the program was started, with `/` behind: build services start it at the top
/// of the repository, and look for files from there. Empty where it is that folder, or lies elsewhere.
pub fn folder(path: &Path) -> String {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let Ok(inside) = absolute(path).strip_prefix(absolute(Path::new("."))).map(Path::to_path_buf) else {
        return String::new();
    };
    let mut folder = String::new();
    for part in inside.components() {
        match part {
            Component::Normal(name) => folder += &format!("{}/", name.to_string_lossy()),
            Component::CurDir => {}
            _ => return String::new(),
        }
    }
    folder
}

pub fn to_stdout(report: &dyn Report, run: &Run, options: &Options, folder: &str) -> anyhow::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    report.write_below(folder, run, options, &mut out)?;
    out.flush()?;
    Ok(())
}

/// What `write` says, into a file.
pub fn file(path: &Path, lang: Lang, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    let file = File::create(path).map_err(unwritable(path, lang))?;
    let mut out = BufWriter::with_capacity(1 << 16, file);
    write(&mut out).and_then(|()| out.flush()).map_err(unwritable(path, lang))
}

pub fn to_file(report: &dyn Report, run: &Run, options: &Options, folder: &str, path: &Path) -> anyhow::Result<()> {
    // A file has no colours and no terminal's width.
    let plain = Options { color: false, ..options.clone() };
    file(path, options.lang, |out| report.write_below(folder, run, &plain, out))
}

/// A file that is written whole.
pub fn bytes(path: &Path, bytes: &[u8], lang: Lang) -> anyhow::Result<()> {
    std::fs::write(path, bytes).map_err(unwritable(path, lang))
}

/// A folder to write into, made where it does not exist.
pub fn make_folder(path: &Path, lang: Lang) -> anyhow::Result<()> {
    std::fs::create_dir_all(path).map_err(unwritable(path, lang))
}

/// What is said where a file or a folder cannot be written.
pub fn unwritable(path: &Path, lang: Lang) -> impl Fn(io::Error) -> anyhow::Error {
    move |error| match error.kind() {
        // The reader of a pipe went away: no failure of ours, and known by its kind.
        io::ErrorKind::BrokenPipe => error.into(),
        _ => anyhow!(usage::cannot_write(path, &error, lang)),
    }
}
