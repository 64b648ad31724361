//! What several test binaries need: the program as a command, folders to run it in, fixtures.
#![allow(dead_code, clippy::disallowed_methods)] // not every binary uses all of it; makes folders and reads fixtures

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use timlint::source::Memory;

/// The day on which all fixtures are judged.
pub const DAY: &str = "2026-11-20";
/// The same day, in days since 1970-01-01.
pub const AS_OF: i32 = 20_777;

/// What a run came to.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    #[track_caller]
    pub fn code(self, wanted: i32) -> Ran {
        assert_eq!(self.code, wanted, "\nout: {}\nerr: {}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn says(self, words: &str) -> Ran {
        assert!(self.out.contains(words), "`{words}` is not in\n{}", self.out);
        self
    }

    #[track_caller]
    pub fn complains(self, words: &str) -> Ran {
        assert!(self.err.contains(words), "`{words}` is not in\n{}", self.err);
        self
    }

    #[track_caller]
    pub fn leaves_out(self, words: &str) -> Ran {
        assert!(!self.out.contains(words), "`{words}` is in\n{}", self.out);
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.out, self.err))
    }
}

/// Runs timlint in a folder, with nothing of this machine's language or terminal.
pub fn timlint(folder: &Path, args: &[&str]) -> Ran {
    timlint_with(folder, args, &[])
}

pub fn timlint_with(folder: &Path, args: &[&str], env: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timlint"));
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "COLUMNS", "GITHUB_REPOSITORY", "CI_PROJECT_URL"] {
        command.env_remove(name);
    }
    let output = command.current_dir(folder).args(args).envs(env.iter().copied()).output().expect("timlint runs");
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    Ran { code: output.status.code().expect("not killed"), out: text(output.stdout), err: text(output.stderr) }
}

/// A scratch folder with these files.
pub fn folder<B: AsRef<[u8]>>(files: &[(&str, B)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a scratch folder");
    for (path, bytes) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    root
}

pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// Path below a root, with `/`, to the bytes of the file.
pub type Files = BTreeMap<String, Vec<u8>>;

/// All readable files below a folder.
pub fn files(root: &Path) -> Files {
    let (mut found, mut folders) = (Files::new(), vec![root.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(bytes) = fs::read(&path) {
                let name = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
                found.insert(name, bytes);
            }
        }
    }
    found
}

/// The same files in memory, on the day of the fixtures.
pub fn world(files: &Files) -> Memory {
    files.iter().fold(Memory::new().on(AS_OF), |world, (path, bytes)| world.file(path.as_str(), bytes.clone()))
}

/// Nothing in a page but what its published schema says.
#[track_caller]
pub fn fits(schema: &str, page: &Value) {
    let schema: Value = serde_json::from_str(schema).expect("a schema");
    let validator = jsonschema::options()
        .with_pattern_options(jsonschema::PatternOptions::regex())
        .should_validate_formats(true)
        .build(&schema)
        .expect("a valid schema");
    let errors: Vec<String> = validator.iter_errors(page).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}
