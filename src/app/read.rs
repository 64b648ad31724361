//! Reading, decoding, unpacking and parsing of the collected files, side by side. A file that cannot be read becomes one diagnostic
//! and an empty text; the others go on.

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::diag::Diagnostic;
use crate::formats::{self, Limits, Sheet};
use crate::source::{Encoding, FileId, ReadError, SourceText, Span, World, decode, hex};
use crate::tree::Content;

/// One file after reading. In its diagnostics, file 0 is the file itself and file n the n-th sheet.
pub struct ReadFile {
    pub source: SourceText,
    pub content: Option<Content>,
    pub diagnostics: Vec<Diagnostic>,
    pub readable: bool,
    /// What a workbook holds, in its order.
    pub sheets: Vec<Sheet>,
}

/// Reads files. The largest are begun first, so that no core waits for the last.
pub fn read_all(files: &[(&str, u64)], world: &dyn World, limits: &Limits, hash: bool) -> Vec<ReadFile> {
    let one = |i: usize| (i, read(files[i].0, world, limits, hash));
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by_key(|i| (std::cmp::Reverse(files[*i].1), *i));
    let mut done: Vec<(usize, ReadFile)> = if files.len() > 1 {
        order.into_par_iter().with_max_len(1).map(one).collect()
    } else {
        order.into_iter().map(one).collect()
    };
    done.sort_by_key(|(i, _)| *i);
    done.into_iter().map(|(_, file)| file).collect()
}

fn read(path: &str, world: &dyn World, limits: &Limits, hash: bool) -> ReadFile {
    let file = FileId(0);
    let failed = |diagnostic| ReadFile {
        source: SourceText::new(path, "", Encoding::Utf8),
        content: None,
        diagnostics: vec![diagnostic],
        readable: false,
        sheets: Vec::new(),
    };
    let bytes = match world.read(path, limits.file_bytes) {
        Ok(bytes) => bytes,
        Err(ReadError::TooLarge { limit }) => {
            let diagnostic = Diagnostic::new("input/file-too-large", Span::at(file, 0)).arg("limit", limit.to_string());
            return failed(diagnostic.arg("path", path));
        }
        Err(error) => {
            let diagnostic = Diagnostic::new("input/unreadable-file", Span::at(file, 0))
                .phrase("reason", error.phrase())
                .arg("path", path);
            return failed(diagnostic);
        }
    };
    let sha256 = if hash { hex(&Sha256::digest(&bytes)) } else { String::new() };
    let format = formats::by_path(path);
    if let Some(workbook) = format.and_then(|format| format.workbook) {
        let mut diagnostics = Vec::new();
        let sheets = workbook(&bytes, path, limits, &mut diagnostics);
        let mut source = SourceText::new(path, "", Encoding::Workbook);
        source.sha256 = sha256;
        return ReadFile { source, content: None, diagnostics, readable: !sheets.is_empty(), sheets };
    }
    let decoded = match decode(bytes) {
        Ok(decoded) => decoded,
        Err(error) => {
            let diagnostic = Diagnostic::new("input/not-text", Span::at(file, error.valid_prefix.len()))
                .phrase("detail", error.kind)
                .arg("offset", error.offset.to_string());
            let mut source = SourceText::new(path, error.valid_prefix, Encoding::Utf8);
            source.sha256 = sha256;
            return ReadFile {
                source,
                content: None,
                diagnostics: vec![diagnostic],
                readable: false,
                sheets: Vec::new(),
            };
        }
    };
    let mut source = SourceText::new(path, decoded.text, decoded.encoding);
    source.sha256 = sha256;
    let mut diagnostics = Vec::new();
    let content = format.and_then(|format| (format.parse)(&source, file, limits, &mut diagnostics));
    ReadFile { source, content, diagnostics, readable: true, sheets: Vec::new() }
}
