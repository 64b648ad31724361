//! The command as a person or a CI job meets it: exit codes, what goes where, languages, settings, own rules.
//!
//! What is said of a record belongs to the rules' examples; how it is drawn belongs to `report::human`.
#![allow(clippy::disallowed_methods)] // makes folders and looks at what was written

#[path = "cli/exit.rs"]
mod exit;
#[path = "cli/help_to_write.rs"]
mod help_to_write;
#[path = "cli/own_rules.rs"]
mod own_rules;
#[path = "cli/settings.rs"]
mod settings;
#[path = "cli/speech.rs"]
mod speech;
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The day on which all fixtures are judged.
const DAY: &str = "2026-11-20";

/// A register in which everything is filled in, of people who begin next year: nothing has to be recorded of them yet.
const PEOPLE: &str = "\
社員番号,氏名,雇用区分,所属,役職,入社日,退職日
E001,佐藤 花子,正社員,設計課,課長,2027-04-01,
E002,鈴木 一郎,正社員,製造課,担当,2027-04-01,
";

/// What a run came to.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    #[track_caller]
    fn code(self, wanted: i32) -> Ran {
        assert_eq!(self.code, wanted, "\nout: {}\nerr: {}", self.out, self.err);
        self
    }

    #[track_caller]
    fn says(self, words: &str) -> Ran {
        assert!(self.out.contains(words), "`{words}` is not in\n{}", self.out);
        self
    }

    #[track_caller]
    fn complains(self, words: &str) -> Ran {
        assert!(self.err.contains(words), "`{words}` is not in\n{}", self.err);
        self
    }

    #[track_caller]
    fn leaves_out(self, words: &str) -> Ran {
        assert!(!self.out.contains(words), "`{words}` is in\n{}", self.out);
        self
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).expect("standard output is JSON")
    }
}

/// Runs timlint in a folder, with nothing of this machine's language or terminal.
fn timlint_with(folder: &Path, args: &[&str], env: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timlint"));
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "COLUMNS"] {
        command.env_remove(name);
    }
    let output = command.current_dir(folder).args(args).envs(env.iter().copied()).output().expect("timlint runs");
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    Ran { code: output.status.code().expect("not killed"), out: text(output.stdout), err: text(output.stderr) }
}

fn timlint(folder: &Path, args: &[&str]) -> Ran {
    timlint_with(folder, args, &[])
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// A repository that goes away with the test.
struct Repository(tempfile::TempDir);

impl Repository {
    fn of(files: &[(&str, &str)]) -> Repository {
        let folder = Repository(tempfile::tempdir().expect("a temporary folder"));
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folder is made");
        fs::write(path, text).expect("file is written");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).expect("file was written")
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, args: &[&str]) -> Ran {
        timlint(self.path(), args)
    }
}

/// A repository without any finding.
fn faultless() -> Repository {
    Repository::of(&[("registers/要員名簿.csv", PEOPLE)])
}

/// A repository whose only finding is a warning, `people/in-closed-department` in line 3.
fn with_a_warning() -> Repository {
    let repository = faultless();
    repository.write("rules/people/in-closed-department.yaml", own_rules::RULE);
    repository
}
