//! `check --watch`: checks again when a file has other bytes, and only then.
#![allow(clippy::disallowed_methods)] // starts the program and changes files under it

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use support::DAY;

const LONG: Duration = Duration::from_secs(60);
const QUIET: Duration = Duration::from_millis(2500);

/// A program that watches, and the lines it prints.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(root: &std::path::Path, args: &[&str]) -> Watching {
        let mut child = Command::new(env!("CARGO_BIN_EXE_timlint"))
            .current_dir(root)
            .args(["check", ".", "--watch", "--lang", "en", "--as-of", DAY])
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .expect("timlint starts");
        let out = BufReader::new(child.stdout.take().expect("its output"));
        let (send, lines) = channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    return;
                }
            }
        });
        Watching { child, lines }
    }

    /// All lines up to the one that ends a result.
    #[track_caller]
    fn result(&self) -> String {
        let mut text = String::new();
        loop {
            let line = self.lines.recv_timeout(LONG).unwrap_or_else(|error| panic!("{error} after\n{text}"));
            if line == "Waiting for changes. Ctrl-C ends." {
                return text;
            }
            text += &line;
            text.push('\n');
        }
    }

    #[track_caller]
    fn stays_quiet(&self) {
        let said = self.lines.recv_timeout(QUIET);
        assert_eq!(said, Err(RecvTimeoutError::Timeout), "nothing had changed");
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_changed_file_is_checked_again_and_an_unchanged_one_is_not() {
    let people = "id,name\nE001,佐藤 花子\n";
    let root = support::folder(&[("registers/people.csv", people)]);
    let place = root.path().join("registers/people.csv");
    let watching = Watching::start(root.path(), &[]);
    let first = watching.result();
    assert!(!first.contains('\u{1b}'), "no terminal, no screen to clear: {first:?}");
    assert!(!first.contains("config/unused-file") && !first.contains("── changed"), "{first}");

    fs::write(&place, format!("{people}E001,鈴木 一郎\n")).expect("a change");
    let second = watching.result();
    assert!(second.starts_with("── changed: registers/people.csv\n"), "{second}");
    assert!(second.contains("E001") && second != first, "{second}");

    // Written again with the same bytes: another time, nothing to say.
    fs::write(&place, format!("{people}E001,鈴木 一郎\n")).expect("no change");
    watching.stays_quiet();
    fs::write(root.path().join("registers/keys.csv"), "key_id\nK-1\n").expect("a new file");
    assert!(watching.result().starts_with("── changed: registers/keys.csv\n"));
}

#[test]
fn what_the_check_writes_itself_is_no_change() {
    let root = support::folder(&[("registers/people.csv", "id,name\nE001,佐藤 花子\n")]);
    let watching = Watching::start(root.path(), &["--format", "human", "--format", "json=out.json"]);
    watching.result();
    watching.stays_quiet();
    fs::write(root.path().join("registers/people.csv"), "id,name\nE002,佐藤 花子\n").expect("a change");
    watching.result();
    watching.stays_quiet();
    assert!(fs::read_to_string(root.path().join("out.json")).expect("the report").contains("people.csv"));
}
