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
use std::path::Path;

use support::{DAY, Ran, fixture, timlint, timlint_with};

/// A register in which everything is filled in, of people who begin next year: nothing has to be recorded of them yet.
const PEOPLE: &str = "\
社員番号,氏名,雇用区分,所属,役職,入社日,退職日
E001,佐藤 花子,正社員,設計課,課長,2027-04-01,
E002,鈴木 一郎,正社員,製造課,担当,2027-04-01,
";

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
