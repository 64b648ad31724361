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
    /// Days since 1970-01-01 by the local clock.
    fn today(&self) -> i32;
    fn env(&self, name: &str) -> Option<String>;
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

fn lexical(path: &str) -> Result<String, ReadError> {
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
mod tests {
    use super::*;

    const PLENTY: u64 = 1 << 20;

    fn folder(files: &[&str]) -> (tempfile::TempDir, Disk) {
        let dir = tempfile::tempdir().expect("a scratch folder");
        for file in files {
            let place = dir.path().join(file);
            fs::create_dir_all(place.parent().expect("files lie in folders")).expect("can make folders");
            fs::write(place, file.as_bytes()).expect("can write");
        }
        let disk = Disk::new(dir.path().to_path_buf());
        (dir, disk)
    }

    fn listing(world: &impl World) -> Vec<String> {
        let line = |entry: &Entry| match entry {
            Entry::File { path, .. } => path.clone(),
            Entry::Refused { path, why } => format!("{path}: {why}"),
        };
        world.walk().iter().map(line).collect()
    }

    #[test]
    fn files_come_sorted_by_their_whole_path() {
        let (_dir, disk) = folder(&["b.csv", "a/z.csv", "a.csv", "registers/管理対象情報一覧.csv", "a-b.csv"]);
        assert_eq!(listing(&disk), ["a-b.csv", "a.csv", "a/z.csv", "b.csv", "registers/管理対象情報一覧.csv"]);
        assert_eq!(disk.walk()[0], Entry::File { path: "a-b.csv".into(), bytes: 7 });
    }

    #[test]
    fn ignored_and_hidden_files_are_left_alone() {
        let (dir, disk) =
            folder(&["keep.csv", "old/x.csv", "draft.csv", ".hidden/x.csv", ".secret", "noise.ignore.csv"]);
        fs::write(dir.path().join(".gitignore"), "old/\n").expect("can write");
        fs::write(dir.path().join(".timlintignore"), "draft*\n").expect("can write");
        fs::write(dir.path().join(".ignore"), "noise*\n").expect("can write");
        assert_eq!(listing(&disk), ["keep.csv", "noise.ignore.csv"]);
        assert!(disk.exists("old/x.csv"), "evidence may lie in a folder that is not checked");
    }

    #[test]
    fn a_root_that_is_missing_or_no_folder_is_said_so() {
        let (dir, _) = folder(&["a.csv"]);
        assert_eq!(listing(&Disk::new(dir.path().join("nowhere"))), [": unreadable"]);
        assert_eq!(listing(&Disk::new(dir.path().join("a.csv"))), [": not-a-file"]);
    }

    #[test]
    fn reading_stops_at_the_limit() {
        let (_dir, disk) = folder(&["abc"]);
        assert_eq!(disk.read("abc", 3), Ok(b"abc".to_vec()));
        assert_eq!(disk.read("abc", 2), Err(ReadError::TooLarge { limit: 2 }));
        assert_eq!(disk.read("./abc", u64::MAX), Ok(b"abc".to_vec()));
    }

    #[test]
    fn a_hash_is_the_same_read_whole_or_in_pieces() {
        let (dir, disk) = folder(&["abc"]);
        let long = vec![7; (1 << 16) * 2 + 1];
        fs::write(dir.path().join("long"), &long).expect("can write");
        let memory = Memory::new().file("abc", "abc").file("long", long.clone());
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(disk.sha256("abc", PLENTY).as_deref(), Ok(known));
        assert_eq!(disk.sha256("long", long.len() as u64), memory.sha256("long", PLENTY));
        assert_eq!(disk.sha256("long", 9), Err(ReadError::TooLarge { limit: 9 }));
        assert_eq!(disk.sha256("gone", 9), Err(ReadError::Vanished));
    }

    #[test]
    fn what_is_gone_or_no_file_has_its_own_answer() {
        let (_dir, disk) = folder(&["a/b.csv"]);
        assert_eq!(disk.read("a/c.csv", PLENTY), Err(ReadError::Vanished));
        assert_eq!(disk.read("a", PLENTY), Err(ReadError::NotAFile));
        assert!(disk.exists("a") && disk.exists("./a/b.csv") && !disk.exists("a/c.csv"));
    }

    #[test]
    fn no_path_leads_out_of_the_root() {
        let (dir, _) = folder(&["outside.csv", "root/a.csv"]);
        let disk = Disk::new(dir.path().join("root"));
        let outside = dir.path().join("outside.csv");
        let absolute = outside.to_str().expect("scratch folders have plain names");
        for path in ["../outside.csv", "a/../../outside.csv", absolute] {
            assert_eq!(disk.read(path, PLENTY), Err(ReadError::Denied), "{path}");
            assert!(!disk.exists(path), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_only_inside_the_root() {
        use std::os::unix::fs::symlink;
        let (dir, _) = folder(&["outside/x.csv", "root/a.csv", "root/sub/c.csv", "root/.kept/d.csv"]);
        let root = dir.path().join("root");
        symlink("a.csv", root.join("inside.csv")).expect("can link");
        symlink("../outside/x.csv", root.join("out.csv")).expect("can link");
        symlink("../outside", root.join("outside")).expect("can link");
        symlink("nothing", root.join("dangling.csv")).expect("can link");
        symlink("loop.csv", root.join("loop.csv")).expect("can link");
        symlink("sub", root.join("again")).expect("can link");
        symlink(".kept", root.join("kept")).expect("can link");
        symlink("/dev/null", root.join("null.csv")).expect("can link");
        let disk = Disk::new(root);
        let expected = [
            "a.csv",
            "dangling.csv: unreadable",
            "inside.csv",
            "kept: not-a-file",
            "loop.csv: unreadable",
            "null.csv: symlink-out",
            "out.csv: symlink-out",
            "outside: symlink-out",
            "sub/c.csv",
        ];
        assert_eq!(listing(&disk), expected);
        assert_eq!(disk.read("inside.csv", PLENTY), Ok(b"root/a.csv".to_vec()));
        assert_eq!(disk.read("out.csv", PLENTY), Err(ReadError::Denied));
        assert_eq!(disk.read("outside/x.csv", PLENTY), Err(ReadError::Denied));
    }

    #[cfg(unix)]
    #[test]
    fn sockets_and_pipes_are_never_opened() {
        let (dir, disk) = folder(&["a.csv"]);
        let _socket = std::os::unix::net::UnixListener::bind(dir.path().join("s.csv")).expect("can bind");
        assert_eq!(listing(&disk), ["a.csv", "s.csv: not-a-file"]);
        assert_eq!(disk.read("s.csv", PLENTY), Err(ReadError::NotAFile));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_no_unicode_are_refused() {
        use std::os::unix::ffi::OsStrExt;
        let (dir, disk) = folder(&["a.csv"]);
        fs::write(dir.path().join(std::ffi::OsStr::from_bytes(b"\x91\xe4.csv")), "x").expect("can write");
        assert_eq!(listing(&disk), ["a.csv", "\u{fffd}\u{fffd}.csv: not-unicode"]);
    }

    #[test]
    fn a_world_in_memory_answers_like_a_disk() {
        let world = Memory::new().file("a/b.csv", "x").file(".git/config", "y").on(20_544).variable("LANG", "ja");
        assert_eq!(listing(&world), ["a/b.csv"]);
        assert_eq!(world.read("./a/b.csv", PLENTY), Ok(b"x".to_vec()));
        assert_eq!(world.read("a/b.csv", 0), Err(ReadError::TooLarge { limit: 0 }));
        assert_eq!(world.read("../a", PLENTY), Err(ReadError::Denied));
        assert!(world.exists("a") && world.exists("a/b.csv") && !world.exists("a/b"));
        assert_eq!((world.today(), world.env("LANG").as_deref(), world.env("HOME")), (20_544, Some("ja"), None));
    }

    #[test]
    fn the_clock_of_a_disk_is_in_this_century() {
        assert!((20_000..48_000).contains(&Disk::new(PathBuf::from(".")).today()));
    }
}
