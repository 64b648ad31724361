//! Revisions, as real git makes them.

use std::fs;
use std::path::Path;
use std::process::Command;

use timlint::source::{Disk, Entry, Git, World};

use super::support::{DAY, folder, timlint, timlint_with};
use super::{ASSETS, GRANT, PEOPLE, RIGHTS, fits, says_why};

/// Runs git with nothing of this machine's settings.
pub fn git(root: &Path, args: &[&str]) -> String {
    let mut command = Command::new("git");
    command.current_dir(root).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    command.args(["-c", "user.name=t", "-c", "user.email=t@example.invalid", "-c", "init.defaultBranch=main"]);
    let output = command.args(args).output().expect("git runs");
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

pub fn commit(root: &Path) -> String {
    git(root, &["add", "-A", "-f"]);
    git(root, &["commit", "-q", "--allow-empty", "-m", "a"]);
    git(root, &["rev-parse", "HEAD"])
}

/// A repository whose registers lie in `company/`: a first commit without any, one with, one with another grant.
fn history() -> tempfile::TempDir {
    let root = folder(&[("README.md", "hello\n")]);
    git(root.path(), &["init", "-q"]);
    commit(root.path());
    let registers = root.path().join("company/registers");
    fs::create_dir_all(&registers).expect("a folder");
    for (name, text) in [("people.csv", PEOPLE), ("assets.csv", ASSETS), ("access_rights.csv", RIGHTS)] {
        fs::write(registers.join(name), text).expect("a file");
    }
    commit(root.path());
    git(root.path(), &["tag", "before"]);
    fs::write(registers.join("access_rights.csv"), format!("{RIGHTS}{GRANT}")).expect("a file");
    commit(root.path());
    root
}

#[test]
fn a_comment_links_each_side_at_its_own_commit() {
    let root = history();
    let sha = git(root.path(), &["rev-parse", "HEAD"]);
    let base = git(root.path(), &["rev-parse", "before"]);
    let host = [("GITHUB_SERVER_URL", "https://example.org"), ("GITHUB_REPOSITORY", "a/b"), ("GITHUB_SHA", &*sha)];
    let link =
        |commit: &str| format!("](https://example.org/a/b/blob/{commit}/company/registers/access_rights.csv?plain=1#L");
    let args = |base, rest: &[&'static str]| {
        let common = ["diff", base, "--as-of", DAY, "--path", "company", "--format", "markdown", "--fail-on", "never"];
        [&common[..], rest].concat()
    };
    timlint_with(root.path(), &args("before", &[]), &host).code(0).says(&link(&sha));
    // What is fixed is where it was.
    let back = timlint_with(root.path(), &args("HEAD", &["before"]), &host).code(0).says(&link(&sha));
    assert!(!back.out.contains(&link(&base)), "nothing is wrong on that side:\n{}", back.out);
    let plain = timlint(root.path(), &args("before", &[])).code(0).out;
    assert!(plain.contains("access\\_rights.csv:") && !plain.contains("]("), "{plain}");
}

const SAID: &str = "社員 E0123（佐藤 花子）に情報 A-12（減速機図面）の閲覧権を追加";

#[test]
fn revisions_are_compared_without_a_checkout() {
    let root = history();
    let company = root.path().join("company");
    fs::remove_dir_all(company.join("registers")).expect("removed");
    let page = timlint(&company, &["diff", "before", "HEAD", "--as-of", DAY, "--format", "json"]).code(1).json();
    fits(&page);
    assert_eq!(page["changes"].as_array().map(Vec::len), Some(1));
    assert_eq!(page["base"]["commit"], git(root.path(), &["rev-parse", "before"]).as_str());
    // The same from above, and the other way round.
    let args = ["diff", "HEAD~1", "HEAD", "--as-of", DAY, "--path", "company"];
    timlint(root.path(), &args).code(1).says(SAID);
    timlint(root.path(), &["diff", "HEAD", "HEAD~1", "--as-of", DAY, "--path", "company"]).code(0);
}

#[test]
fn the_files_as_they_are_stand_for_a_missing_second_side() {
    let root = history();
    timlint(root.path(), &["diff", "before", "--path", "company", "--as-of", DAY])
        .code(1)
        .says(SAID)
        .says("今のファイル");
    timlint(root.path(), &["diff", "HEAD", "--path", "company", "--as-of", DAY]).code(0).says("違いはありません");
}

#[test]
fn a_commit_before_the_first_register_is_no_error() {
    let root = history();
    let args = ["diff", "HEAD~2", "--path", "company", "--as-of", DAY, "--format", "json"];
    let page = timlint(root.path(), &args).code(1).json();
    assert_eq!(page["base"]["state"], "no-register");
    assert!(page["fixed"].as_array().expect("a list").is_empty());
}

#[test]
fn a_folder_goes_before_a_revision_of_its_name() {
    let root = history();
    git(root.path(), &["branch", "company", "before"]);
    let run = |base: &str| timlint(root.path(), &["diff", base, "--path", "company", "--as-of", DAY]);
    run("company").code(0).says("company → ");
    run("refs/heads/company").code(1).says(SAID);
    run("./company").code(0);
}

#[test]
fn what_cannot_be_looked_at_is_said_with_the_way_out() {
    let root = history();
    says_why(
        root.path(),
        &["diff", "nosuch", "--path", "company"],
        "git の版もありません",
        "neither a folder nor a revision",
    );
    for (lang, said) in [("ja", "版の名前になりません"), ("en", "no name of a revision")] {
        let args = ["diff", "--path", "company", "--lang", lang, "--", "--output=x"];
        timlint(root.path(), &args).code(2).complains(said);
    }
    says_why(root.path(), &["diff", "HEAD..before"], "git の版もありません", "neither a folder");
    let bare = folder(&[("registers/people.csv", PEOPLE)]);
    says_why(bare.path(), &["diff", "main"], "git の管理下にもありません", "no git repository");
    let clone = tempfile::tempdir().expect("a folder");
    let from = format!("file://{}", root.path().display());
    git(clone.path(), &["clone", "-q", "--depth", "1", &from, "copy"]);
    let copy = clone.path().join("copy");
    says_why(&copy, &["diff", "HEAD~1", "--path", "company"], "fetch-depth: 0", "fetch-depth: 0");
    let nowhere = tempfile::tempdir().expect("a folder");
    let path = nowhere.path().to_string_lossy().into_owned();
    let ran = timlint_with(&copy, &["diff", "HEAD", "--path", "company", "--lang", "en"], &[("PATH", &path)]);
    ran.code(2).complains("git was not found");
}

#[test]
fn nothing_that_a_repository_is_set_up_with_is_run() {
    let root = history();
    let seen = root.path().join("seen");
    let script = root.path().join("tell.sh");
    fs::write(&script, format!("#!/bin/sh\ntouch '{}'\ncat\n", seen.display())).expect("a script");
    git(root.path(), &["config", "core.fsmonitor", &format!("sh {}", script.display())]);
    git(root.path(), &["config", "filter.tell.smudge", &format!("sh {}", script.display())]);
    git(root.path(), &["config", "filter.tell.required", "true"]);
    git(root.path(), &["config", "diff.external", &format!("sh {}", script.display())]);
    git(root.path(), &["config", "core.pager", &format!("sh {}", script.display())]);
    fs::write(root.path().join(".git/info/attributes"), "*.csv filter=tell diff=tell\n").expect("a file");
    timlint(root.path(), &["diff", "before", "HEAD", "--path", "company", "--as-of", DAY]).code(1);
    assert!(!seen.exists(), "something was run");
    let index = fs::metadata(root.path().join(".git/index")).and_then(|meta| meta.modified()).expect("an index");
    timlint(root.path(), &["diff", "before", "--path", "company", "--as-of", DAY]).code(1);
    let after = fs::metadata(root.path().join(".git/index")).and_then(|meta| meta.modified()).expect("an index");
    assert_eq!(index, after, "the index was written");
}

#[test]
fn the_variables_of_a_hook_do_not_mislead() {
    let (root, other) = (history(), history());
    let elsewhere = other.path().join(".git").to_string_lossy().into_owned();
    let env = [("GIT_DIR", elsewhere.as_str()), ("GIT_WORK_TREE", "/nowhere"), ("GIT_INDEX_FILE", "nothing")];
    let args = ["diff", "before", "--path", "company", "--as-of", DAY, "--format", "json"];
    let page = timlint_with(root.path(), &args, &env).code(1).json();
    assert_eq!(page["base"]["commit"], git(root.path(), &["rev-parse", "before"]).as_str());
}

/// What is seen of a commit is what is seen of its checkout.
#[test]
#[cfg(unix)]
fn a_commit_has_the_files_of_its_checkout() {
    use std::os::unix::fs::symlink;
    let root = folder(&[
        (".gitignore", "*.tmp\n/out/\n!kept.tmp\n"),
        (".timlintignore", "drafts/\n"),
        ("registers/people.csv", PEOPLE),
        ("registers/a.tmp", "x"),
        ("registers/kept.tmp", "x"),
        ("registers/.gitignore", "local-*\n!.seen.csv\n"),
        ("registers/local-x.csv", "x"),
        ("registers/.seen.csv", "x"),
        ("registers/.hidden.csv", "x"),
        ("drafts/b.csv", "x"),
        ("deep/out/c.csv", "x"),
        ("out/d.csv", "x"),
        (".github/e.csv", "x"),
        ("空 白/「名」.csv", "x"),
        ("a\tb/c\nd.csv", "x"),
        ("evidence/real.pdf", "pdf"),
    ]);
    for (target, link) in [
        ("../registers/people.csv", "evidence/link.csv"),
        ("../evidence", "registers/folder"),
        ("../drafts", "registers/drafts"),
        ("nowhere", "evidence/broken"),
        ("../../outside", "evidence/out"),
        ("/etc/passwd", "evidence/absolute"),
        ("loop", "evidence/loop"),
    ] {
        symlink(target, root.path().join(link)).expect("a link");
    }
    git(root.path(), &["init", "-q"]);
    commit(root.path());
    for below in ["", "registers", "evidence"] {
        let place = root.path().join(below);
        let (disk, git) = (Disk::new(place.clone()), Git::open(&place, "HEAD").expect("a commit"));
        // Where a link leads that leaves the tree, a commit cannot know: only that it leaves.
        let told = |entries: Vec<Entry>| -> Vec<(String, bool)> {
            entries.iter().map(|entry| (entry.path().to_owned(), matches!(entry, Entry::File { .. }))).collect()
        };
        assert_eq!(told(git.walk()), told(disk.walk()), "below `{below}`");
        for (path, _) in told(disk.walk()) {
            assert_eq!(git.read(&path, 1 << 20).ok(), disk.read(&path, 1 << 20).ok(), "{path}");
            assert_eq!(git.exists(&path), disk.exists(&path), "{path}");
        }
    }
    let (disk, git) = (Disk::new(root.path().to_path_buf()), Git::open(root.path(), "HEAD").expect("a commit"));
    for path in
        ["registers/folder/real.pdf", "out/d.csv", "registers", "", "nosuch", "../x", "/etc", "evidence/real.pdf/x"]
    {
        assert_eq!(git.exists(path), disk.exists(path), "{path}");
        assert_eq!(git.read(path, 1 << 20).ok(), disk.read(path, 1 << 20).ok(), "{path}");
        assert_eq!(git.sha256(path, 1 << 20).ok(), disk.sha256(path, 1 << 20).ok(), "{path}");
    }
    assert!(git.read("registers/people.csv", 3).is_err(), "too large");
}

#[test]
fn a_pointer_of_git_lfs_is_no_register_but_names_its_hash() {
    let hash = "a".repeat(64);
    let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{hash}\nsize 12\n");
    let root = folder(&[("registers/people.xlsx", pointer.as_str())]);
    git(root.path(), &["init", "-q"]);
    commit(root.path());
    let world = Git::open(root.path(), "HEAD").expect("a commit");
    assert!(world.read("registers/people.xlsx", 1 << 20).is_err());
    assert_eq!(world.sha256("registers/people.xlsx", 1 << 20), Ok(hash));
}
