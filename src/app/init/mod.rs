//! What a company begins with: settings, empty registers, its own declarations and templates of the documents.
//!
//! Everything is made out of the schemas, the periods and the list of documents, so that a new register or document is
//! in here as soon as it is known there. The disk is not touched: [`files`] says what is to be written where. Nothing
//! written here may pass for a record: registers have no rows, documents are drafts, what was not answered is not
//! declared.

mod ask;
mod company;
mod documents;
mod readme;
mod registers;
mod scope;
mod settings;

use std::collections::BTreeMap;
use std::io;

use crate::model::RegisterId;
use crate::report::Lang;
use crate::source::Entry;

use super::demo::Target;
use super::identify::by_path;

pub use ask::{ask, usable_name};
pub use documents::{Clause, Template, templates};
pub use scope::{Switch, switches};

/// What was asked for.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The company's name; a blank to fill in where it is not known.
    pub name: Option<String>,
    /// Scope switches that were answered. What is missing here stays undeclared.
    pub answers: BTreeMap<String, bool>,
    /// Registers that the answers make needless too.
    pub all: bool,
    pub lang: Lang,
}

impl Options {
    fn pick<'t>(&self, ja: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }
}

/// A file to write. The path is relative, with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub path: String,
    pub text: String,
    /// The register whose template it is.
    pub register: Option<RegisterId>,
}

/// All files, in the order in which a reader should look at them.
pub fn files(options: &Options) -> Vec<File> {
    let plain = |path: &str, text: String| File { path: path.to_owned(), text, register: None };
    let mut files = vec![
        plain("README.md", readme::write(options)),
        plain(super::config::PATH, settings::write(options)),
        company::file(options),
    ];
    files.extend(registers::files(options));
    files.extend(documents::files(options));
    files.push(plain("evidence/.gitkeep", String::new()));
    files
}

/// Hands all files over.
pub fn write(files: &[File], target: &mut dyn Target) -> io::Result<()> {
    for file in files {
        let mut out = target.file(&file.path)?;
        out.write_all(file.text.as_bytes())?;
        out.flush()?;
    }
    Ok(())
}

/// Files that are there and keep one of our registers under another name: two files would be one register.
pub fn kept_elsewhere(files: &[File], there: &[Entry]) -> Vec<(String, RegisterId)> {
    let ours = |path: &str| files.iter().any(|file| file.path == path);
    let written = |register: &RegisterId| files.iter().any(|file| file.register == Some(*register));
    let others = there.iter().map(Entry::path).filter(|path| !ours(path));
    others.filter_map(|path| Some((path.to_owned(), by_path(path).filter(written)?))).collect()
}

fn line(out: &mut String, text: impl AsRef<str>) {
    out.push_str(text.as_ref());
    out.push('\n');
}
