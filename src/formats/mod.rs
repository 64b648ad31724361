//! Input formats: one file each, one line each in [`FORMATS`].
//!
//! A format turns text into [`Content`] with spans and says what is wrong with the syntax. It does not know registers,
//! types or encodings.

mod csv;
mod json;
mod markdown;
pub mod splice;
mod toml;
mod xlsx;
mod yaml;

use crate::diag::Diagnostic;
use crate::source::{FileId, SourceText};
use crate::tree::Content;

/// What hostile input may cost at most. `[limits]` in `timlint.toml` changes them.
#[derive(Debug, Clone)]
pub struct Limits {
    /// A file's size on disk, in bytes.
    pub file_bytes: u64,
    /// Lists and maps inside each other.
    pub depth: usize,
    /// One scalar or cell, in bytes.
    pub scalar_bytes: usize,
    /// What a workbook may unpack to, all sheets together, in bytes.
    pub unpacked_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 512 << 20, depth: 128, scalar_bytes: 1 << 20, unpacked_bytes: 256 << 20 }
    }
}

/// One way to write records down.
#[derive(Debug)]
pub struct Format {
    pub name: &'static str,
    pub extensions: &'static [&'static str],
    /// Parses a text. What cannot be read is pushed as a diagnostic; `None` where nothing could be kept.
    pub parse: fn(&SourceText, FileId, &Limits, &mut Vec<Diagnostic>) -> Option<Content>,
    /// Reads bytes that are no text into several texts; takes the place of `parse`. In its diagnostics, file 0 is the
    /// workbook and file n its n-th sheet.
    pub workbook: Option<Workbook>,
}

/// From the bytes of a workbook at a path to its sheets.
pub type Workbook = fn(&[u8], &str, &Limits, &mut Vec<Diagnostic>) -> Vec<Sheet>;

pub static FORMATS: &[Format] =
    &[csv::FORMAT, xlsx::FORMAT, json::FORMAT, yaml::FORMAT, toml::FORMAT, markdown::FORMAT];

/// The format of a path by its extension, in any case.
pub fn by_path(path: &str) -> Option<&'static Format> {
    let (_, extension) = path.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str()))
}

pub use json::FORMAT as JSON;
pub use toml::FORMAT as TOML;
pub use xlsx::{BETWEEN, Sheet};
pub use yaml::FORMAT as YAML;
