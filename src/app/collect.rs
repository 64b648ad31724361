//! Which files of the root are looked at, and as what. The set comes from the repository, never from the command line.

use globset::{Glob, GlobMatcher};

use crate::diag::Diagnostic;
use crate::formats;
use crate::model::RegisterId;
use crate::source::{Entry, FileId, Span};

use super::config::{Config, PATH};
use super::identify::{DOCUMENTS, REGISTERS};

/// Folder of the repository's own rules.
pub const RULE_FOLDER: &str = "rules/";

/// Spreadsheets that cannot be read: said, never skipped in silence.
const SPREADSHEETS: &[&str] = &["xlsb", "xltx", "xltm", "ods", "fods", "numbers"];

/// What Excel and LibreOffice put beside a workbook while it is open.
const LOCKS: &[&str] = &["~$", ".~lock."];

/// Files that people keep beside a register as evidence: nobody expects records in them.
const EVIDENCE: &[&str] =
    &["pdf", "png", "jpg", "jpeg", "gif", "heic", "svg", "tif", "tiff", "eml", "msg", "zip", "p7s"];

/// What a file is to be read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// Records of this register, or of one that its name or content tells.
    Records(Option<RegisterId>),
    Rule,
}

/// A file to read.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub path: String,
    /// Size on disk.
    pub bytes: u64,
    pub purpose: Purpose,
}

/// A file that is not read, and the rule that says so.
#[derive(Debug)]
pub struct Refusal {
    pub path: String,
    pub rule: &'static str,
    pub phrase: &'static str,
}

/// `[registers] assets = "registers/台帳.xlsx!資産"`: one sheet, or those whose names match.
#[derive(Debug)]
pub struct SheetPattern {
    pub glob: GlobMatcher,
    pub register: RegisterId,
    pub span: Span,
    pub met: bool,
}

#[derive(Debug, Default)]
pub struct Collected {
    pub candidates: Vec<Candidate>,
    pub refusals: Vec<Refusal>,
    pub sheets: Vec<SheetPattern>,
    /// What `exclude` names; sheets can be named too.
    pub excluded: Vec<GlobMatcher>,
}

/// Sorts out the entries of the root.
pub fn collect(entries: &[Entry], config: &Config, diags: &mut Vec<Diagnostic>) -> Collected {
    let mut found = Collected::default();
    let mut patterns: Vec<(GlobMatcher, RegisterId, Span, bool)> = Vec::new();
    let mut workbooks: Vec<GlobMatcher> = Vec::new();
    for (register, pattern, span) in &config.registers {
        let workbook = pattern.split_once('!').map(|(workbook, _)| matcher(workbook));
        match matcher(pattern) {
            Some(glob) if workbook.is_some() => {
                workbooks.extend(workbook.flatten());
                found.sheets.push(SheetPattern { glob, register: *register, span: *span, met: false });
            }
            Some(glob) => patterns.push((glob, *register, *span, false)),
            None => diags.push(Diagnostic::new("config/wrong-pattern", *span).arg("pattern", pattern.as_str())),
        }
    }
    for (pattern, span) in &config.exclude {
        match matcher(pattern) {
            Some(glob) => found.excluded.push(glob),
            None => diags.push(Diagnostic::new("config/wrong-pattern", *span).arg("pattern", pattern.as_str())),
        }
    }
    for entry in entries {
        let path = entry.path();
        let file = path.rsplit('/').next().unwrap_or(path);
        if LOCKS.iter().any(|lock| file.starts_with(lock)) {
            continue;
        }
        if path == PATH
            || Some(path) == config.baseline.as_deref()
            || found.excluded.iter().any(|glob| glob.is_match(path))
        {
            continue;
        }
        let named = patterns.iter_mut().find(|(glob, ..)| glob.is_match(path)).map(|(_, register, _, met)| {
            *met = true;
            *register
        });
        let ours = path.starts_with(REGISTERS) || path.starts_with(DOCUMENTS) || path.starts_with(RULE_FOLDER);
        match entry {
            Entry::Refused { why, .. } if ours || named.is_some() || path.is_empty() => {
                found.refusals.push(Refusal { path: path.to_owned(), rule: "input/unreadable-file", phrase: why });
            }
            Entry::Refused { .. } => {}
            Entry::File { bytes, .. } => {
                let sheets = workbooks.iter().any(|glob| glob.is_match(path));
                sort_out(path, *bytes, named, sheets, &mut found);
            }
        }
    }
    for (_, _, span, met) in patterns {
        if !met {
            diags.push(Diagnostic::new("config/pattern-without-file", span));
        }
    }
    found
}

/// Whether a path is a rule of the repository. The criteria's own catalogue holds no rules.
pub fn is_rule(path: &str) -> bool {
    let inside = path.strip_prefix(RULE_FOLDER).filter(|inside| !inside.starts_with("catalogue/"));
    inside.is_some_and(|inside| inside.ends_with(".yaml") || inside.ends_with(".yml"))
}

fn matcher(pattern: &str) -> Option<GlobMatcher> {
    Glob::new(pattern.trim_start_matches("./")).ok().map(|glob| glob.compile_matcher())
}

fn sort_out(path: &str, bytes: u64, named: Option<RegisterId>, sheets: bool, found: &mut Collected) {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let readable = formats::by_path(path).is_some();
    let markdown = matches!(extension.as_str(), "md" | "markdown");
    let candidate = |purpose| Candidate { path: path.to_owned(), bytes, purpose };
    if named.is_some() || sheets || path.starts_with(REGISTERS) {
        if readable {
            found.candidates.push(candidate(Purpose::Records(named)));
        } else if !EVIDENCE.contains(&extension.as_str()) || named.is_some() {
            let phrase = unread(path);
            found.refusals.push(Refusal { path: path.to_owned(), rule: "input/unsupported-format", phrase });
        }
    } else if path.starts_with(DOCUMENTS) && markdown {
        found.candidates.push(candidate(Purpose::Records(RegisterId::by_name("documents"))));
    } else if is_rule(path) {
        found.candidates.push(candidate(Purpose::Rule));
    }
}

/// Why a file with such a name is not read: a spreadsheet program's, or not of a register at all.
pub fn unread(path: &str) -> &'static str {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    if SPREADSHEETS.contains(&extension.as_str()) { "spreadsheet" } else { "extension" }
}

/// A place at the beginning of a file that has no text.
pub fn nowhere(file: FileId) -> Span {
    Span::at(file, 0)
}
