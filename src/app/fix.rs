//! `check --fix`: makes the fixes that findings carry, as long as there are any, and says what is left.
//!
//! Everything happens in memory over the files as they are; whoever asked decides whether it is written. Fixes whose
//! edits overlap wait for the next round, in which the file is read anew.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::diag::{Applicability, Edit};
use crate::report::Run;
use crate::source::{Encoding, Entry, FileId, ReadError, Sources, Span, World, hex};

use super::config::Config;
use super::pipeline::{CheckError, CheckOptions, check};

/// A fix may uncover another; more than this no file needs.
const ROUNDS: usize = 12;

/// A file before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    pub path: String,
    pub old: String,
    pub new: String,
    pub bytes: Vec<u8>,
    /// It has a column that looks like passwords: its text is not for showing.
    pub secret: bool,
}

/// A fix that was not made, because the file's encoding has no such character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwritable {
    pub path: String,
    pub encoding: &'static str,
    pub character: char,
}

/// What came of fixing, and the run over what is left.
#[derive(Debug)]
pub struct Fixed {
    pub files: Vec<Rewritten>,
    pub fixes: usize,
    pub unwritable: Vec<Unwritable>,
    pub run: Run,
    pub config: Config,
}

/// Fixes what findings of a run offer: the safe ones, and the guesses where `unsafe_too`.
pub fn fix(world: &dyn World, options: &CheckOptions, unsafe_too: bool) -> Result<Fixed, CheckError> {
    let mut overlay = Overlay { base: world, files: BTreeMap::new() };
    let mut files: BTreeMap<String, Rewritten> = BTreeMap::new();
    let (mut fixes, mut unwritable) = (0, Vec::new());
    let looking = CheckOptions { spelling: true, verdicts: false, hash: false, ..options.clone() };
    for _ in 0..ROUNDS {
        let (run, _) = check(&overlay, &looking)?;
        unwritable.clear();
        let (chosen, count) = choose(&run, unsafe_too, &mut unwritable);
        if count == 0 {
            break;
        }
        fixes += count;
        for (file, edits) in chosen {
            let source = run.sources.get(file);
            let new = edited(&source.text, &edits);
            let bytes = source.encoding.encode(&new).expect("internal error: each edit was found to be writable");
            let secret = holds_secret(&run.sources, &run.secrets, file);
            overlay.files.insert(source.path.clone(), bytes.clone());
            let entry = files.entry(source.path.clone()).or_insert_with(|| Rewritten {
                path: source.path.clone(),
                old: source.text.clone(),
                new: String::new(),
                bytes: Vec::new(),
                secret: false,
            });
            (entry.new, entry.bytes, entry.secret) = (new, bytes, entry.secret || secret);
        }
    }
    let (run, config) = check(&overlay, options)?;
    unwritable.dedup();
    Ok(Fixed {
        files: files.into_values().filter(|file| file.old != file.new).collect(),
        fixes,
        unwritable,
        run,
        config,
    })
}

/// A file with cells that must never be printed, or with their text elsewhere.
pub(super) fn holds_secret(sources: &Sources, secrets: &[Span], file: FileId) -> bool {
    /// Shorter texts turn up anywhere by chance.
    const TELLING: usize = 4;
    let text = &sources.get(file).text;
    secrets.iter().any(|span| {
        let secret = sources.text(*span).trim();
        span.file == file || secret.chars().nth(TELLING - 1).is_some() && text.contains(secret)
    })
}

/// The edits of one round, by file and in the order of the text.
fn choose(run: &Run, unsafe_too: bool, unwritable: &mut Vec<Unwritable>) -> (FxHashMap<FileId, Vec<Edit>>, usize) {
    let mut chosen: FxHashMap<FileId, Vec<Edit>> = FxHashMap::default();
    let mut count = 0;
    for finding in run.all() {
        let fitting = |applicability| unsafe_too || applicability == Applicability::Safe;
        let Some(fix) = finding.diagnostic.fixes.iter().find(|fix| fitting(fix.applicability)) else { continue };
        let mut lacks = fix.edits.iter().filter_map(|edit| {
            let source = run.sources.get(edit.span.file);
            Some((source, lacking(source.encoding, &edit.text)?))
        });
        if let Some((source, character)) = lacks.next() {
            unwritable.push(Unwritable { path: source.path.clone(), encoding: source.encoding.name(), character });
            continue;
        }
        let free = fix.edits.iter().all(|edit| {
            let taken = chosen.get(&edit.span.file).into_iter().flatten();
            let changes = run.sources.text(edit.span) != edit.text;
            // Touching is overlapping: two insertions at one place have no order.
            changes
                && taken.into_iter().all(|other| other.span.end < edit.span.start || edit.span.end < other.span.start)
        });
        if free {
            count += 1;
            fix.edits.iter().for_each(|edit| chosen.entry(edit.span.file).or_default().push(edit.clone()));
        }
    }
    chosen.values_mut().for_each(|edits| edits.sort_by_key(|edit| edit.span));
    (chosen, count)
}

fn lacking(encoding: Encoding, text: &str) -> Option<char> {
    encoding.encode(text).err()
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let (mut new, mut done) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        new.push_str(&text[done..edit.span.start as usize]);
        new.push_str(&edit.text);
        done = edit.span.end as usize;
    }
    new + &text[done..]
}

/// A world in which some files have other bytes.
struct Overlay<'w> {
    base: &'w dyn World,
    files: BTreeMap<String, Vec<u8>>,
}

impl World for Overlay<'_> {
    fn walk(&self) -> Vec<Entry> {
        self.base.walk()
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        match self.files.get(path) {
            Some(bytes) => Ok(bytes.clone()),
            None => self.base.read(path, limit),
        }
    }

    fn sha256(&self, path: &str, limit: u64) -> Result<String, ReadError> {
        match self.files.get(path) {
            Some(bytes) => Ok(hex(&Sha256::digest(bytes))),
            // Evidence may be large, and the world knows how to read it piece by piece.
            None => self.base.sha256(path, limit),
        }
    }

    fn exists(&self, path: &str) -> bool {
        self.base.exists(path)
    }

    fn commit(&self) -> Option<String> {
        self.base.commit()
    }

    fn today(&self) -> i32 {
        self.base.today()
    }

    fn env(&self, name: &str) -> Option<String> {
        self.base.env(name)
    }
}
