//! The one door to disk, clock and environment. Everything else in the crate is a function of what comes
//! through here, so that a check can be run in memory and gives the same answer twice.
//!
//! What does not belong here: decoding, matching files to registers, wording. A refusal carries a phrase; the
//! report turns it into a sentence.
#![allow(clippy::disallowed_methods)] // this is the place that the lint sends everybody else to

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;
use sha2::{Digest, Sha256};

/// Something found under the root. Paths are relative and use `/` on every system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    File {
        path: String,
        bytes: u64,
    },
    /// Left unread. `why` is one of `symlink-out`, `not-a-file`, `unreadable`, `not-unicode`.
    Refused {
        path: String,
        why: &'static str,
    },
}

impl Entry {
    pub fn path(&self) -> &str {
        match self {
            Self::File { path, .. } | Self::Refused { path, .. } => path,
        }
    }
}

/// Why a file that was asked for could not be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    TooLarge {
        limit: u64,
    },
    Vanished,
    /// No permission, or the path leads out of the root.
    Denied,
    NotAFile,
    Io(String),
}

impl ReadError {
    pub fn phrase(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too-large",
            Self::Vanished => "vanished",
            Self::Denied => "denied",
            Self::NotAFile => "not-a-file",
            Self::Io(_) => "unreadable",
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Vanished,
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::IsADirectory => Self::NotAFile,
            _ => Self::Io(error.to_string()),
        }
    }
}

/// Why a file could not be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteError {
    /// The file is write-protected, or this world cannot be written to.
    ReadOnly,
    /// No permission in the folder, or the path leads out of the root.
    Denied,
    Vanished,
    NotAFile,
    Io(String),
}

impl From<ReadError> for WriteError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Vanished => Self::Vanished,
            ReadError::Denied => Self::Denied,
            ReadError::NotAFile => Self::NotAFile,
            ReadError::TooLarge { .. } => Self::Io(String::new()),
            ReadError::Io(text) => Self::Io(text),
        }
    }
}

/// Bytes of a file, and when it was last written.
pub type Stamp = (u64, Option<std::time::SystemTime>);

pub trait World: Sync {
    /// Every file under the root that is not ignored (`.gitignore`, `.timlintignore`, hidden names), sorted by path.
    fn walk(&self) -> Vec<Entry>;
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError>;
    /// SHA-256 of a file's bytes, in lower-case hexadecimal.
    fn sha256(&self, path: &str, limit: u64) -> Result<String, ReadError> {
        Ok(hex(&Sha256::digest(self.read(path, limit)?)))
    }
    /// Replaces a file that exists, as a whole or not at all.
    fn write(&self, _path: &str, _bytes: &[u8]) -> Result<(), WriteError> {
        Err(WriteError::ReadOnly)
    }
    /// A file or folder of that name lies under the root, ignored or not.
    fn exists(&self, path: &str) -> bool;
    /// What changes when somebody writes a file: its size, and when it was written. None where that cannot be told.
    fn stamp(&self, _path: &str) -> Option<Stamp> {
        None
    }
    /// The commit that the files belong to, as far as that is known: they may have been changed since.
    fn commit(&self) -> Option<String> {
        None
    }
    /// Days since 1970-01-01 by the local clock.
    fn today(&self) -> i32;
    fn env(&self, name: &str) -> Option<String>;
}

/// What was typed, beginning with the program's name.
pub fn command_line() -> Vec<std::ffi::OsString> {
    std::env::args_os().collect()
}

/// A folder of this machine.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    pub fn new(root: PathBuf) -> Self {
        // Resolved once, because "does this link leave the root" can only be asked of a resolved root.
        Self { root: root.canonicalize().unwrap_or(root) }
    }

    /// The true place of a path, if it lies under the root.
    fn place(&self, path: &str) -> Result<PathBuf, ReadError> {
        let inner = inner_path(path).ok_or(ReadError::Denied)?;
        let place = self.root.join(inner).canonicalize()?;
        if place.starts_with(&self.root) { Ok(place) } else { Err(ReadError::Denied) }
    }

    fn open(&self, path: &str, limit: u64) -> Result<fs::File, ReadError> {
        let place = self.place(path)?;
        // Asked before opening: opening a FIFO would wait for a writer that never comes.
        let meta = fs::symlink_metadata(&place)?;
        if !meta.is_file() {
            return Err(ReadError::NotAFile);
        }
        if meta.len() > limit {
            return Err(ReadError::TooLarge { limit });
        }
        Ok(fs::File::open(&place)?)
    }

    fn entry(&self, found: &ignore::DirEntry, path: &str, folders: &BTreeSet<PathBuf>) -> Option<Entry> {
        let refused = |why| Some(Entry::Refused { path: path.to_owned(), why });
        let file = |bytes| Some(Entry::File { path: path.to_owned(), bytes });
        if path.is_empty() {
            return refused("not-a-file"); // the root itself is no folder
        }
        let Some(kind) = found.file_type() else { return refused("unreadable") };
        if kind.is_file() {
            return match found.metadata() {
                Ok(meta) => file(meta.len()),
                Err(_) => refused("unreadable"),
            };
        }
        if !kind.is_symlink() {
            return refused("not-a-file");
        }
        let Ok(target) = found.path().canonicalize() else { return refused("unreadable") };
        if !target.starts_with(&self.root) {
            return refused("symlink-out");
        }
        match fs::metadata(&target) {
            Ok(meta) if meta.is_file() => file(meta.len()),
            // A second name for a folder that is walked anyway hides nothing.
            Ok(meta) if meta.is_dir() && folders.contains(&target) => None,
            Ok(_) => refused("not-a-file"),
            Err(_) => refused("unreadable"),
        }
    }

    fn relative(&self, path: &Path) -> Result<String, String> {
        let inner = path.strip_prefix(&self.root).unwrap_or(path);
        let joined: Vec<_> = inner.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let joined = joined.join("/");
        if inner.to_str().is_some() { Ok(joined) } else { Err(joined) }
    }
}

impl World for Disk {
    fn walk(&self) -> Vec<Entry> {
        // Only what travels with the repository decides: no global or per-clone ignore files, nothing above the root.
        let walk = WalkBuilder::new(&self.root)
            .hidden(true)
            .ignore(false)
            .parents(false)
            .git_ignore(true)
            .git_global(false)
            .git_exclude(false)
            .require_git(false)
            .follow_links(false)
            .add_custom_ignore_filename(".timlintignore")
            .build();
        let mut entries = Vec::new();
        let mut folders = BTreeSet::new();
        let mut found = Vec::new();
        for step in walk {
            match step {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => {
                    folders.insert(entry.into_path());
                }
                Ok(entry) => found.push(entry),
                Err(error) => {
                    let path = error_path(&error).map_or_else(String::new, |path| match self.relative(path) {
                        Ok(path) | Err(path) => path,
                    });
                    entries.push(Entry::Refused { path, why: "unreadable" });
                }
            }
        }
        for item in &found {
            match self.relative(item.path()) {
                Ok(path) => entries.extend(self.entry(item, &path, &folders)),
                Err(path) => entries.push(Entry::Refused { path, why: "not-unicode" }),
            }
        }
        entries.sort_by(|a, b| a.path().cmp(b.path()));
        entries
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        let file = self.open(path, limit)?;
        let expected = file.metadata().map_or(0, |meta| meta.len());
        let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0) + 1);
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        // It may have grown since.
        if bytes.len() as u64 > limit { Err(ReadError::TooLarge { limit }) } else { Ok(bytes) }
    }

    /// Piece by piece: evidence may be a film, and nobody needs it in memory.
    fn sha256(&self, path: &str, limit: u64) -> Result<String, ReadError> {
        let mut file = self.open(path, limit)?.take(limit.saturating_add(1));
        let (mut hash, mut piece) = (Sha256::new(), vec![0; 1 << 16]);
        loop {
            match file.read(&mut piece)? {
                0 => return Ok(hex(&hash.finalize())),
                read => hash.update(&piece[..read]),
            }
            // It may have grown since.
            if file.limit() == 0 {
                return Err(ReadError::TooLarge { limit });
            }
        }
    }

    /// Written beside it and moved into its place, so that nobody ever sees half of a file. A link stays a link: what it
    /// points at is replaced, as long as that lies under the root.
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let place = self.place(path)?;
        let meta = fs::metadata(&place).map_err(ReadError::from)?;
        if !meta.is_file() {
            return Err(WriteError::NotAFile);
        }
        // Moving over a write-protected file would succeed, but it was protected for a reason.
        if meta.permissions().readonly() {
            return Err(WriteError::ReadOnly);
        }
        let (Some(folder), Some(name)) = (place.parent(), place.file_name()) else { return Err(WriteError::NotAFile) };
        let beside = folder.join(format!(".{}.{}.timlint-new", name.to_string_lossy(), std::process::id()));
        let written = fs::File::create_new(&beside).and_then(|mut file| {
            file.write_all(bytes)?;
            file.set_permissions(meta.permissions())?;
            file.sync_all()
        });
        written.and_then(|()| fs::rename(&beside, &place)).map_err(|error| {
            // What was there before is untouched; a left-over beside it would only confuse.
            let _ = fs::remove_file(&beside);
            WriteError::from(ReadError::from(error))
        })
    }

    fn exists(&self, path: &str) -> bool {
        self.place(path).is_ok()
    }

    fn stamp(&self, path: &str) -> Option<Stamp> {
        let meta = fs::metadata(self.place(path).ok()?).ok()?;
        Some((meta.len(), meta.modified().ok()))
    }

    fn commit(&self) -> Option<String> {
        super::head::commit(&self.root)
    }

    fn today(&self) -> i32 {
        let day = jiff::ZonedDateTime::now().date();
        let hours = day.duration_since(jiff::civil::date(1970, 1, 1)).as_hours();
        i32::try_from(hours / 24).expect("internal error: the clock is beyond the calendar")
    }

    fn env(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }
}

/// A folder that exists only in memory, on a day that is chosen: for the examples of rules, and for tests.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
    env: BTreeMap<String, String>,
    today: i32,
}

impl Memory {
    pub fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn file(mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.into(), bytes.into());
        self
    }

    /// Sets the day (days since 1970-01-01) that the clock shows.
    #[must_use]
    pub fn on(mut self, today: i32) -> Self {
        self.today = today;
        self
    }

    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.env.insert(name.into(), value.into());
        self
    }
}

impl World for Memory {
    fn walk(&self) -> Vec<Entry> {
        let seen = self.files.iter().filter(|(path, _)| !path.split('/').any(|part| part.starts_with('.')));
        seen.map(|(path, bytes)| Entry::File { path: path.clone(), bytes: bytes.len() as u64 }).collect()
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        let bytes = self.files.get(&lexical(path)?).ok_or(ReadError::Vanished)?;
        if bytes.len() as u64 > limit { Err(ReadError::TooLarge { limit }) } else { Ok(bytes.clone()) }
    }

    fn exists(&self, path: &str) -> bool {
        let Ok(path) = lexical(path) else { return false };
        let folder = format!("{path}/");
        path.is_empty() || self.files.keys().any(|file| *file == path || file.starts_with(&folder))
    }

    fn today(&self) -> i32 {
        self.today
    }

    fn env(&self, name: &str) -> Option<String> {
        self.env.get(name).cloned()
    }
}

/// Bytes as lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.map(|half| char::from_digit(half.into(), 16).unwrap_or('0')).collect()
}

/// A path as a record writes it, without `./`; none if it is absolute or climbs with `..`.
fn inner_path(path: &str) -> Option<PathBuf> {
    let mut inner = PathBuf::new();
    for part in Path::new(path).components() {
        match part {
            Component::Normal(name) => inner.push(name),
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::ParentDir => return None,
        }
    }
    Some(inner)
}

pub(super) fn lexical(path: &str) -> Result<String, ReadError> {
    let inner = inner_path(path).ok_or(ReadError::Denied)?;
    let parts: Vec<_> = inner.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    Ok(parts.join("/"))
}

fn error_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error_path(err),
        ignore::Error::Partial(errors) => errors.iter().find_map(error_path),
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
