//! `fmt`: register files in their canonical form. Tables are written anew, trees are changed where they must be, so that
//! comments stay. Nothing is handed out that does not read back to the same records.
//!
//! Which spelling is canonical, the model knows; nothing here judges records or writes to disk.

mod order;
pub(super) mod table;

use crate::diag::Diagnostic;
use crate::formats::splice::Notation;
use crate::formats::{self, Limits};
use crate::model::canon::{Canon, tongue};
use crate::model::columns::{Part, Shape};
use crate::model::respell::{Scope, respell};
use crate::model::same::same;
use crate::model::{self, FieldId, Input, Model, RegisterId, Wanted, Words};
use crate::source::{Encoding, FileId, SourceText, Sources, World};
use crate::tree::Content;

use super::collect::collect;
use super::config::{Config, PATH};
use super::fix::{Rewritten, holds_secret};
use super::inputs::read_inputs;
use super::spelling::uncertain;

/// What came of one file.
#[derive(Debug)]
pub enum Outcome {
    /// It is canonical already.
    AsItIs,
    Changed(Rewritten),
    /// Left alone; the phrase says why: `unread`, `uncertain`, `meaning`, `workbook`.
    Left(&'static str),
}

#[derive(Debug)]
pub struct Formatted {
    pub path: String,
    pub outcome: Outcome,
}

/// What came of all files.
#[derive(Debug)]
pub struct Done {
    pub files: Vec<Formatted>,
    pub config: Config,
}

/// Why nothing could be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FmtError {
    /// `timlint.toml` is not readable.
    Config,
    NoRegister,
}

/// Brings the register files of a root into their form; with `only`, those at or below these paths.
pub fn format(world: &dyn World, only: &[String]) -> Result<Done, FmtError> {
    let entries = world.walk();
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let config = match entries.iter().any(|entry| entry.path() == PATH) {
        true => super::pipeline::config(world, &mut sources, &mut diagnostics).ok_or(FmtError::Config)?,
        false => Config::default(),
    };
    let mut collected = collect(&entries, &config, &mut diagnostics);
    let (inputs, infos, _) = read_inputs(&mut collected, world, &config, false, &mut sources, &mut diagnostics);
    if inputs.is_empty() && infos.is_empty() {
        return Err(FmtError::NoRegister);
    }
    let known: Vec<(FileId, RegisterId)> = inputs.iter().map(|input| (input.file, input.register)).collect();
    let loaded = model::load(inputs, &sources, config.words.clone(), &everything());
    diagnostics.extend(loaded.diagnostics);
    let left = uncertain(&diagnostics);
    let asked = |path: &str| only.is_empty() || only.iter().any(|only| below(path, only));
    let mut files = Vec::new();
    for info in infos.iter().filter(|info| asked(&info.path)) {
        let file = sources.by_path(&info.path);
        let found = file.and_then(|file| known.iter().find(|(known, _)| *known == file));
        let outcome = match found {
            _ if Notation::of(&info.path, "").is_none() => Outcome::Left("workbook"),
            Some((file, _)) if left.contains(file) => Outcome::Left("uncertain"),
            Some((file, register)) => {
                let job = Job { sources: &sources, model: &loaded.model, words: &loaded.words, limits: &config.limits };
                let secret = holds_secret(&sources, &loaded.secrets, *file);
                job.file(world, *file, *register, secret)
            }
            None => Outcome::Left("unread"),
        };
        files.push(Formatted { path: info.path.clone(), outcome });
    }
    // A workbook has an entry for each of its sheets.
    files.dedup_by(|one, other| one.path == other.path);
    Ok(Done { files, config })
}

fn below(path: &str, only: &str) -> bool {
    only.is_empty() || path.strip_prefix(only).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Each text counts: two readings are compared by all that is in them.
pub(super) fn everything() -> Wanted {
    RegisterId::with_nested()
        .flat_map(|id| (0..id.schema().fields.len() as FieldId).map(move |field| (id, field)))
        .collect()
}

struct Job<'a> {
    sources: &'a Sources,
    model: &'a Model,
    words: &'a Words,
    limits: &'a Limits,
}

impl Job<'_> {
    fn file(&self, world: &dyn World, file: FileId, register: RegisterId, secret: bool) -> Outcome {
        let source = self.sources.get(file);
        let part = self.model.register(register).and_then(|r| r.parts.iter().find(|part| part.file == file));
        let (Some(part), Ok(before)) = (part, world.read(&source.path, self.limits.file_bytes)) else {
            return Outcome::Left("unread");
        };
        let text = match (&part.content, &part.shape) {
            (Content::Table(table), Shape::Table { .. }) => {
                let canon = Canon {
                    register,
                    tongue: tongue(part, &source.text, register),
                    typed: false,
                    inside: false,
                    words: self.words,
                };
                table::text(part, table, source, &canon)
            }
            _ => self.tree(part, source, register),
        };
        let encoding = match part.content {
            Content::Table(_) => Encoding::Utf8Bom,
            Content::Tree(_) => Encoding::Utf8,
        };
        let Some(text) = text.filter(|text| self.says_the_same(source, text, register)) else {
            return Outcome::Left("meaning");
        };
        let Ok(bytes) = encoding.encode(&text) else { return Outcome::Left("meaning") };
        if bytes == before {
            return Outcome::AsItIs;
        }
        let (path, old) = (source.path.clone(), source.text.clone());
        Outcome::Changed(Rewritten { path, old, new: text, bytes, secret })
    }

    /// A tree with better spellings, in the order of the schema where the notation allows to move things.
    fn tree(&self, part: &Part, source: &SourceText, register: RegisterId) -> Option<String> {
        let found = respell(part, &source.path, &source.text, register, self.words, Scope { headers: true });
        let (mut text, mut done) = (String::with_capacity(source.text.len() + 1), 0);
        for edit in found {
            text.push_str(&source.text[done..edit.range.start]);
            text.push_str(&edit.text);
            done = edit.range.end;
        }
        text.push_str(&source.text[done..]);
        let ordered = order::ordered(&source.path, &text, register, self.words, self.limits);
        let text = ordered.filter(|ordered| self.says_the_same(source, ordered, register)).unwrap_or(text);
        let mut ended = text.replace("\r\n", "\n");
        if !ended.ends_with('\n') && !ended.is_empty() {
            ended.push('\n');
        }
        // A line end may be part of a text over several lines: then it stays.
        Some(if self.says_the_same(source, &ended, register) { ended } else { text })
    }

    /// Reads a new text as the file it would become, and compares all records.
    fn says_the_same(&self, old: &SourceText, new: &str, register: RegisterId) -> bool {
        let before = self.reading(&old.path, &old.text, register);
        let after = self.reading(&old.path, new, register);
        match (before, after) {
            (Some(before), Some(after)) => same(&before.0, &before.1, &after.0, &after.1),
            _ => false,
        }
    }

    fn reading(&self, path: &str, text: &str, register: RegisterId) -> Option<(Model, Sources)> {
        let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
        let file = sources.add(SourceText::new(path, text, Encoding::Utf8));
        let content = parsed(sources.get(file), file, self.limits, &mut diagnostics)?;
        let input = Input { file, register, content };
        let loaded = model::load(vec![input], &sources, self.words.clone(), &everything());
        diagnostics.extend(loaded.diagnostics);
        uncertain(&diagnostics).is_empty().then_some((loaded.model, sources))
    }
}

fn parsed(source: &SourceText, file: FileId, limits: &Limits, diagnostics: &mut Vec<Diagnostic>) -> Option<Content> {
    let format = formats::by_path(&source.path)?;
    (format.parse)(source, file, limits, diagnostics)
}
