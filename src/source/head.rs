//! The commit that is checked out where a folder lies, by git's own files.
//!
//! Git is not started for it: a folder that somebody sends may hold settings that make it run programs. What it takes to
//! read another revision is in `git`.
#![allow(clippy::disallowed_methods)] // part of `Disk`

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// A file of refs is one short line; the packed ones of a large repository are some megabytes.
const MOST: u64 = 16 << 20;

/// The commit that HEAD of the nearest repository names. None where there is no repository, or no commit yet.
pub fn commit(folder: &Path) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let git = folder.ancestors().find_map(|above| repository(&above.join(".git")))?;
    let head = text(&git.join("HEAD"))?;
    let Some(name) = head.trim().strip_prefix("ref:").map(str::trim) else { return id(head.trim()) };
    if !name.starts_with("refs/") || name.split('/').any(|part| part == "..") {
        return None;
    }
    // A worktree of its own has its HEAD, and shares the branches.
    let shared = text(&git.join("commondir")).map_or_else(|| git.clone(), |shared| git.join(shared.trim()));
    if let Some(loose) = text(&git.join(name)).or_else(|| text(&shared.join(name))) {
        return id(loose.trim());
    }
    let packed = text(&shared.join("packed-refs"))?;
    let mut lines = packed.lines().filter_map(|line| line.split_once(' '));
    lines.find(|(_, known)| known.trim() == name).and_then(|(commit, _)| id(commit))
}

/// A folder, or a file that names one: in worktrees and in repositories inside of others.
fn repository(place: &Path) -> Option<PathBuf> {
    if place.is_dir() {
        return Some(place.to_path_buf());
    }
    let named = text(place)?;
    Some(place.parent()?.join(named.trim().strip_prefix("gitdir:")?.trim()))
}

fn text(place: &Path) -> Option<String> {
    // A pipe would wait for somebody to write.
    let file = place.is_file().then(|| File::open(place).ok())??;
    let mut text = String::new();
    file.take(MOST).read_to_string(&mut text).ok()?;
    Some(text)
}

/// SHA-1 or SHA-256 in hexadecimal; anything else is not shown as a commit.
pub fn id(word: &str) -> Option<String> {
    let whole = matches!(word.len(), 40 | 64) && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    whole.then(|| word.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const ONE: &str = "0123456789abcdef0123456789abcdef01234567";

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(root.path().join("records/registers")).expect("a folder");
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        root
    }

    fn found(files: &[(&str, &str)], below: &str) -> Option<String> {
        commit(&folder(files).path().join(below))
    }

    #[test]
    fn the_commit_is_found_loose_packed_detached_and_from_below() {
        let branch = (".git/HEAD", "ref: refs/heads/main\n");
        assert_eq!(found(&[(".git/HEAD", &format!("{ONE}\n"))], "").as_deref(), Some(ONE));
        assert_eq!(found(&[branch], ""), None, "no commit yet");
        let loose = [branch, (".git/refs/heads/main", ONE)];
        assert_eq!(found(&loose, "").as_deref(), Some(ONE));
        assert_eq!(found(&loose, "records/registers").as_deref(), Some(ONE));
        let packed = format!("# pack-refs with: peeled\n{ONE} refs/heads/main\n");
        assert_eq!(found(&[branch, (".git/packed-refs", &packed)], "records").as_deref(), Some(ONE));
    }

    #[test]
    fn a_worktree_has_its_own_head_and_the_branches_of_all() {
        let files = [
            ("tree/.git", "gitdir: ../main/.git/worktrees/tree\n"),
            ("main/.git/worktrees/tree/HEAD", "ref: refs/heads/side\n"),
            ("main/.git/worktrees/tree/commondir", "../..\n"),
            ("main/.git/refs/heads/side", ONE),
        ];
        assert_eq!(found(&files, "tree").as_deref(), Some(ONE));
    }

    #[test]
    fn what_is_no_commit_is_not_shown_as_one() {
        for text in ["<script>", "ref: ../../etc/passwd", "ref: refs/../../secret", "ref: refs/heads/none", ""] {
            assert_eq!(found(&[(".git/HEAD", text), ("secret", ONE)], ""), None, "{text}");
        }
    }
}
