//! What only a disk can hold: links, pipes, devices, files that are huge or closed, names that are no text.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use timlint::source::Disk;

use super::{assert_tame, code, places, run, timlint};

const PEOPLE: &str = "id,name,leave_on\nE1,佐藤 花子,\nE2,鈴木 太郎,2026-09-30\n";
const JUDGED: &str = "registers/people.csv:3:10 people/left-without-return-check";

/// A repository with one good register.
fn folder() -> TempDir {
    let root = tempfile::tempdir().expect("a scratch folder");
    fs::create_dir(root.path().join("registers")).expect("a folder");
    fs::write(root.path().join("registers/people.csv"), PEOPLE).expect("a file");
    root
}

/// What is found besides the good register's own findings; the program must agree that something was judged.
fn found(root: &Path) -> Vec<String> {
    let run = run(&Disk::new(root.to_path_buf()));
    assert_tame(&run);
    let (good, rest): (Vec<String>, Vec<String>) =
        places(&run).into_iter().partition(|place| place.starts_with("registers/people.csv:"));
    assert!(good.contains(&JUDGED.to_owned()), "others must go on: {good:?}");
    let output = timlint(root, &[]);
    assert_eq!(code(&output), 1, "{}", String::from_utf8_lossy(&output.stderr));
    rest
}

#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let (root, outside) = (folder(), tempfile::tempdir().expect("a scratch folder"));
    let target = outside.path().join("people.csv");
    fs::write(&target, "id,name\nE9,よその人\n").expect("a file");
    symlink(&target, root.path().join("registers/people-out.csv")).expect("a link");
    symlink("/dev/zero", root.path().join("registers/people-zero.csv")).expect("a link");
    symlink(outside.path(), root.path().join("registers/assets")).expect("a link");
    symlink("nowhere.csv", root.path().join("registers/people-nowhere.csv")).expect("a link");
    symlink("people-loop.csv", root.path().join("registers/people-loop.csv")).expect("a link");
    symlink("people.csv", root.path().join("registers/key_loans.txt")).expect("a link");
    assert_eq!(
        found(root.path()),
        [
            "registers/assets:1:1 input/unreadable-file",
            "registers/key_loans.txt:1:1 input/unsupported-format",
            "registers/people-loop.csv:1:1 input/unreadable-file",
            "registers/people-nowhere.csv:1:1 input/unreadable-file",
            "registers/people-out.csv:1:1 input/unreadable-file",
            "registers/people-zero.csv:1:1 input/unreadable-file",
        ]
    );
    let output = timlint(root.path(), &[]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("leads out of the checked folder") && !text.contains("よその人"), "{text}");
}

#[test]
fn pipes_and_sockets_are_not_waited_for() {
    let root = folder();
    let pipe = root.path().join("registers/people-pipe.csv");
    let made = Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success());
    let socket = UnixListener::bind(root.path().join("registers/people-socket.csv")).expect("a socket");
    let mut expected = vec!["registers/people-socket.csv:1:1 input/unreadable-file"];
    if made {
        expected.insert(0, "registers/people-pipe.csv:1:1 input/unreadable-file");
    }
    assert_eq!(found(root.path()), expected);
    drop(socket);
}

#[test]
fn a_folder_with_the_name_of_a_file_is_a_folder() {
    let root = folder();
    fs::create_dir(root.path().join("registers/key_loans.csv")).expect("a folder");
    assert_eq!(found(root.path()), [""; 0]);
}

#[test]
fn a_closed_file_is_said() {
    let root = folder();
    let closed = root.path().join("registers/people-closed.csv");
    fs::write(&closed, PEOPLE).expect("a file");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).expect("permissions");
    // Whoever runs as root may read everything.
    if fs::read(&closed).is_err() {
        assert_eq!(found(root.path()), ["registers/people-closed.csv:1:1 input/unreadable-file"]);
    }
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let root = folder();
    for name in ["registers/people-huge.csv", "registers/key_loans.json"] {
        let huge = File::create(root.path().join(name)).expect("a file");
        huge.set_len(600 << 20).expect("a hole of 600 MiB");
    }
    assert_eq!(
        found(root.path()),
        ["registers/key_loans.json:1:1 input/file-too-large", "registers/people-huge.csv:1:1 input/file-too-large"]
    );
}

#[test]
fn file_names_cannot_act_either() {
    let root = folder();
    for name in ["people-\x1b[31m.csv", "people-\n::error::x.csv", "people-\u{202e}vsc.csv"] {
        fs::write(root.path().join("registers").join(name), "id,name,join_on\nX1,佐藤,そのうち\n").expect("a file");
    }
    let bytes = OsStr::from_bytes(b"people-\xff.csv");
    let odd = fs::write(root.path().join("registers").join(bytes), PEOPLE).is_ok();
    let found = found(root.path());
    assert_eq!(found.iter().filter(|place| place.ends_with("register/wrong-value")).count(), 3, "{found:?}");
    assert_eq!(
        found.iter().filter(|place| place.ends_with("input/unreadable-file")).count(),
        usize::from(odd),
        "{found:?}"
    );
}

#[test]
fn where_nothing_could_be_judged_the_code_is_two() {
    let broken = |files: &[(&str, &[u8])]| {
        let root = tempfile::tempdir().expect("a scratch folder");
        for (path, bytes) in files {
            let place = root.path().join(path);
            fs::create_dir_all(place.parent().expect("inside of the root")).expect("folders");
            fs::write(place, bytes).expect("a file");
        }
        let output = timlint(root.path(), &[]);
        assert_eq!(code(&output), 2, "{files:?}: {}", String::from_utf8_lossy(&output.stdout));
        assert!(!output.stdout.is_empty() || !output.stderr.is_empty(), "{files:?}: nothing is said");
        let never = timlint(root.path(), &["--fail-on", "never", "--format", "json"]);
        assert_eq!(code(&never), 2, "{files:?}");
    };
    broken(&[]);
    broken(&[("registers/people.csv", b"\xff\xfe\x00\xd8")]);
    broken(&[("registers/people.xlsx", b"PK\x03\x04")]);
    broken(&[("registers/peple.csv", b"id,name\n")]);
    broken(&[("registers/people.csv", PEOPLE.as_bytes()), ("timlint.toml", b"lang = ")]);
    broken(&[("registers/people.csv", PEOPLE.as_bytes()), ("timlint.toml", b"\xff\xfe\x80")]);
    assert_eq!(code(&timlint(Path::new("/nowhere/at/all"), &[])), 2);
}
