//! A commit of a git repository as a [`World`]: its files are read out of the object store, and nothing is checked out.
//!
//! `git` runs as a child process, and this is the only place that starts one. It is asked for three things only: what a
//! name stands for, which files a commit has, and what is in them. No hook runs, no filter, and nothing is fetched.
//! Which files count is decided here as `Disk` decides it, so that a commit and its checkout are judged alike.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::world::{Disk, Entry, ReadError, World, lexical};

/// Why a revision cannot be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GitError {
    /// There is no program `git`.
    NoGit,
    NotARepository,
    /// The name is none that git could know, or would be taken for an option.
    BadName,
    Unknown,
    /// Unknown, but only part of the history is here.
    Shallow,
    /// What git said.
    Failed(String),
}

/// Longest ignore file or link that is looked at.
const SMALL: u64 = 1 << 20;

/// Links to links are followed so often, as systems do.
const HOPS: usize = 40;

/// How a file begins whose bytes lie elsewhere (Git LFS).
const POINTER: &[u8] = b"version https://git-lfs.github.com/spec/v1\n";

#[derive(Debug, Clone)]
struct Blob {
    object: String,
    bytes: u64,
}

/// The files of one commit below one folder of its repository.
pub struct Git {
    commit: String,
    files: BTreeMap<String, Blob>,
    folders: BTreeSet<String>,
    /// Links and what they point at, as written.
    links: BTreeMap<String, String>,
    /// Other repositories inside of this one: their files are not part of the commit.
    modules: Vec<String>,
    /// Names that are no text, as far as they can be shown.
    nameless: Vec<String>,
    ignores: Ignores,
    store: Mutex<Store>,
    /// Clock and environment are those of this machine.
    here: Disk,
}

/// Whether a folder of this name exists: arguments may name a folder or a revision.
#[allow(clippy::disallowed_methods)] // asked before there is a World
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

impl Git {
    /// The commit that a name stands for, seen from a folder: only what lies below the same folder of the repository.
    pub fn open(folder: &Path, revision: &str) -> Result<Git, GitError> {
        if revision.is_empty() || revision.starts_with('-') || revision.contains(['\0', '\n']) {
            return Err(GitError::BadName);
        }
        let prefix = match ask(folder, &["rev-parse", "--show-prefix"])? {
            Ok(prefix) => String::from_utf8(prefix).map_err(|_| GitError::Failed(String::new()))?,
            Err(said) if said.contains("not a git repository") => return Err(GitError::NotARepository),
            Err(said) => return Err(GitError::Failed(said)),
        };
        let prefix = prefix.strip_suffix('\n').unwrap_or(&prefix);
        let name = format!("{revision}^{{commit}}");
        let commit = match ask(folder, &["rev-parse", "--verify", "--quiet", &name])? {
            Ok(commit) => String::from_utf8_lossy(&commit).trim().to_owned(),
            Err(_) => {
                let shallow = ask(folder, &["rev-parse", "--is-shallow-repository"])?;
                let shallow = shallow.is_ok_and(|answer| answer.starts_with(b"true"));
                return Err(if shallow { GitError::Shallow } else { GitError::Unknown });
            }
        };
        let mut order = vec!["ls-tree", "-r", "-l", "-z", "--full-tree", commit.as_str()];
        if !prefix.is_empty() {
            order.push(prefix);
        }
        let listed = ask(folder, &order)?.map_err(GitError::Failed)?;
        let mut store = Store::open(folder)?;
        let mut git = Git {
            commit: commit.clone(),
            files: BTreeMap::new(),
            folders: BTreeSet::from([String::new()]),
            links: BTreeMap::new(),
            modules: Vec::new(),
            nameless: Vec::new(),
            ignores: Ignores::default(),
            store: Mutex::new(Store::closed()),
            here: Disk::new(folder.to_path_buf()),
        };
        for line in listed.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
            git.list(line, prefix, &mut store)?;
        }
        for (path, blob) in &git.files {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            if matches!(name, ".gitignore" | ".timlintignore") && blob.bytes <= SMALL {
                let text = store.read(&blob.object).map_err(|error| GitError::Failed(error.to_string()))?;
                git.ignores.add(folder, name, &String::from_utf8_lossy(&text));
            }
        }
        git.store = Mutex::new(store);
        Ok(git)
    }

    /// The commit's full name.
    pub fn commit(&self) -> &str {
        &self.commit
    }

    /// One line of `git ls-tree -l`: mode, kind, object, size and, behind a tab, the path.
    fn list(&mut self, line: &[u8], prefix: &str, store: &mut Store) -> Result<(), GitError> {
        let odd = || GitError::Failed(String::from_utf8_lossy(line).into_owned());
        let tab = memchr::memchr(b'\t', line).ok_or_else(odd)?;
        let head = std::str::from_utf8(&line[..tab]).map_err(|_| odd())?;
        let [mode, _, object, size] = head.split_ascii_whitespace().collect::<Vec<_>>()[..] else { return Err(odd()) };
        let path = &line[tab + 1..];
        let path = path.strip_prefix(prefix.as_bytes()).unwrap_or(path);
        let Ok(path) = std::str::from_utf8(path) else {
            self.nameless.push(String::from_utf8_lossy(path).into_owned());
            return Ok(());
        };
        for (at, _) in path.match_indices('/') {
            self.folders.insert(path[..at].to_owned());
        }
        let bytes = size.parse().unwrap_or(0);
        match mode {
            "160000" => self.modules.push(path.to_owned()),
            "120000" if bytes <= SMALL => {
                let target = store.read(object).map_err(|error| GitError::Failed(error.to_string()))?;
                self.links.insert(path.to_owned(), String::from_utf8_lossy(&target).into_owned());
            }
            _ => {
                self.files.insert(path.to_owned(), Blob { object: object.to_owned(), bytes });
            }
        }
        Ok(())
    }

    /// Where a path leads when links are followed; an error says that it leads out, or nowhere.
    fn follow(&self, path: &str) -> Result<String, ReadError> {
        let mut ahead: VecDeque<String> = path.split('/').map(str::to_owned).collect();
        let (mut reached, mut hops) = (Vec::<String>::new(), 0);
        while let Some(part) = ahead.pop_front() {
            match part.as_str() {
                "" | "." => continue,
                ".." => {
                    reached.pop().ok_or(ReadError::Denied)?;
                    continue;
                }
                _ => reached.push(part),
            }
            let here = reached.join("/");
            if let Some(target) = self.links.get(&here) {
                hops += 1;
                if hops > HOPS {
                    return Err(ReadError::Io(String::new()));
                }
                // Where in a file system the commit would be checked out, nobody knows.
                if target.starts_with('/') || target.contains('\\') || target.contains(':') {
                    return Err(ReadError::Denied);
                }
                reached.pop();
                target.split('/').rev().for_each(|part| ahead.push_front(part.to_owned()));
            } else if !self.files.contains_key(&here) && !self.folders.contains(&here) {
                return Err(ReadError::Vanished);
            }
        }
        Ok(reached.join("/"))
    }

    fn link(&self, path: &str) -> Option<Entry> {
        let refused = |why| Some(Entry::Refused { path: path.to_owned(), why });
        match self.follow(path) {
            Ok(place) => match self.files.get(&place) {
                Some(blob) => Some(Entry::File { path: path.to_owned(), bytes: blob.bytes }),
                // A second name for a folder that is walked anyway hides nothing.
                None if !self.ignores.leave_out(&place, true) => None,
                None => refused("not-a-file"),
            },
            Err(ReadError::Denied) => refused("symlink-out"),
            Err(_) => refused("unreadable"),
        }
    }

    fn bytes(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        let blob = self.files.get(&self.follow(&lexical(path)?)?).ok_or(ReadError::NotAFile)?;
        if blob.bytes > limit {
            return Err(ReadError::TooLarge { limit });
        }
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.read(&blob.object).map_err(|error| ReadError::Io(error.to_string()))
    }
}

impl World for Git {
    fn walk(&self) -> Vec<Entry> {
        let seen = |path: &&String| !self.ignores.leave_out(path, false);
        let files = self.files.iter().filter(|(path, _)| seen(path));
        let mut entries: Vec<Entry> =
            files.map(|(path, blob)| Entry::File { path: path.clone(), bytes: blob.bytes }).collect();
        entries.extend(self.links.keys().filter(seen).filter_map(|path| self.link(path)));
        let refused = |why| move |path: &String| Entry::Refused { path: path.clone(), why };
        entries.extend(self.modules.iter().filter(seen).map(refused("not-a-file")));
        entries.extend(self.nameless.iter().filter(seen).map(refused("not-unicode")));
        entries.sort_by(|a, b| a.path().cmp(b.path()));
        entries
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        let bytes = self.bytes(path, limit)?;
        // The register itself lies on a server, and nothing is fetched: better unreadable than taken for an empty one.
        if bytes.starts_with(POINTER) { Err(ReadError::Io("Git LFS".to_owned())) } else { Ok(bytes) }
    }

    /// A pointer of Git LFS names the hash of what it stands for.
    fn sha256(&self, path: &str, limit: u64) -> Result<String, ReadError> {
        use sha2::Digest as _;
        let bytes = self.bytes(path, limit)?;
        let pointer = bytes.strip_prefix(POINTER).map(String::from_utf8_lossy);
        let named = pointer.as_ref().and_then(|text| text.lines().find_map(|line| line.strip_prefix("oid sha256:")));
        Ok(named.map_or_else(|| super::hex(&sha2::Sha256::digest(&bytes)), str::to_owned))
    }

    fn exists(&self, path: &str) -> bool {
        lexical(path).and_then(|path| self.follow(&path)).is_ok()
    }

    fn commit(&self) -> Option<String> {
        Some(self.commit.clone())
    }

    fn today(&self) -> i32 {
        self.here.today()
    }

    fn env(&self, name: &str) -> Option<String> {
        self.here.env(name)
    }
}

/// The rules of the commit's own ignore files, by folder; in the order in which `Disk` heeds them.
#[derive(Default)]
struct Ignores {
    ours: BTreeMap<String, Gitignore>,
    git: BTreeMap<String, Gitignore>,
}

impl Ignores {
    /// Paths are told to the matchers below a made-up root: it strips what it was built for only from longer paths.
    fn place(path: &str) -> PathBuf {
        Path::new("/r").join(path)
    }

    fn add(&mut self, folder: &str, name: &str, text: &str) {
        let mut rules = GitignoreBuilder::new(Self::place(folder));
        for line in text.trim_start_matches('\u{feff}').lines() {
            // A line that is no pattern matches nothing; on disk it is passed over likewise.
            let _ = rules.add_line(None, line);
        }
        let Ok(rules) = rules.build() else { return };
        let kind = if name == ".gitignore" { &mut self.git } else { &mut self.ours };
        kind.insert(folder.to_owned(), rules);
    }

    /// Whether a path, or a folder above it, is ignored or hidden.
    fn leave_out(&self, path: &str, is_folder: bool) -> bool {
        let above = path.match_indices('/').map(|(at, _)| (&path[..at], true));
        above.chain([(path, is_folder)]).any(|(path, is_folder)| !path.is_empty() && self.drops(path, is_folder))
    }

    fn drops(&self, path: &str, is_folder: bool) -> bool {
        let said = |rules: &BTreeMap<String, Gitignore>| {
            let mut folder = path;
            while !folder.is_empty() {
                folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
                let found = rules.get(folder).map(|rules| rules.matched(Self::place(path), is_folder));
                match found {
                    Some(Match::Ignore(_)) => return Some(true),
                    Some(Match::Whitelist(_)) => return Some(false),
                    _ => {}
                }
            }
            None
        };
        let name = path.rsplit('/').next().unwrap_or(path);
        said(&self.ours).or_else(|| said(&self.git)).unwrap_or_else(|| name.starts_with('.'))
    }
}

/// `git cat-file --batch`: answers one question after the other.
struct Store(Option<(Child, ChildStdin, BufReader<ChildStdout>)>);

impl Store {
    fn closed() -> Store {
        Store(None)
    }

    fn open(folder: &Path) -> Result<Store, GitError> {
        let mut order = command(folder);
        order.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = order.spawn().map_err(|error| GitError::Failed(error.to_string()))?;
        let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            unreachable!("internal error: both ends were asked for");
        };
        Ok(Store(Some((child, questions, BufReader::new(answers)))))
    }

    fn read(&mut self, object: &str) -> io::Result<Vec<u8>> {
        let Some((_, questions, answers)) = &mut self.0 else { return Err(io::ErrorKind::NotConnected.into()) };
        writeln!(questions, "{object}")?;
        questions.flush()?;
        let mut head = String::new();
        answers.read_line(&mut head)?;
        // `<object> blob <size>`, or `<object> missing`.
        let size: Option<usize> = head.trim_end().rsplit_once(' ').and_then(|(_, size)| size.parse().ok());
        let Some(size) = size else { return Err(io::Error::other(head.trim_end().to_owned())) };
        let mut bytes = vec![0; size + 1];
        answers.read_exact(&mut bytes)?;
        bytes.pop(); // the line end behind each answer
        Ok(bytes)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some((mut child, questions, _)) = self.0.take() {
            drop(questions); // it ends when nobody asks any more
            let _ = child.wait();
        }
    }
}

/// `git`, with everything switched off that would do more than read.
fn command(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(folder).stdin(Stdio::null());
    git.args(["--no-pager", "--no-replace-objects"]);
    for setting in ["core.fsmonitor=false", "core.quotepath=off", "core.hooksPath=/dev/null", "protocol.allow=never"] {
        git.args(["-c", setting]);
    }
    // A hook runs with these set, for another folder than the one that is asked about.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        git.env_remove(name);
    }
    git.envs([
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_ALLOW_PROTOCOL", "none"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_LITERAL_PATHSPECS", "1"),
        ("LC_ALL", "C"),
    ]);
    git
}

/// What git answers; inside, what it complained of.
fn ask(folder: &Path, order: &[&str]) -> Result<Result<Vec<u8>, String>, GitError> {
    let output = command(folder).args(order).output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => GitError::NoGit,
        _ => GitError::Failed(error.to_string()),
    })?;
    let said = || String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Ok(if output.status.success() { Ok(output.stdout) } else { Err(said()) })
}
