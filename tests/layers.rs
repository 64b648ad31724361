//! The shape of the sources: arrows between layers point downward, the outside world comes in through one door, files
//! stay small and say what they are for.
//!
//! The order of the layers is read from the head of `src/lib.rs`, so that the sentence people read there is the one that
//! is held. What code does is tested elsewhere.
#![allow(clippy::disallowed_methods)] // reads the sources

#[path = "layers/source.rs"]
mod source;

use source::{File, sources};

/// What only the door to the world may name.
const WORLD: &[&str] =
    &["std::fs", "std::env", "std::net", "std::process::Command", "SystemTime", "Timestamp::now", "Zoned::now"];

/// The door itself; the verbs that read and write files where they were told to.
const DOORS: &[&str] = &[
    "src/source/world.rs",
    "src/source/git.rs",
    "src/source/head.rs",
    "src/cli/output.rs",
    "src/cli/baseline.rs",
    "src/cli/demo.rs",
    "src/cli/export.rs",
    "src/cli/import.rs",
    "src/cli/init.rs",
    "src/cli/rule_new.rs",
];

const LONGEST: usize = 500;

/// `cli` → `app` → …, highest first.
fn layers() -> Vec<String> {
    let lib = sources().into_iter().find(|file| file.path == "src/lib.rs").expect("src/lib.rs");
    let line = lib.text.lines().find(|line| line.contains('→')).expect("src/lib.rs names the layers in their order");
    line.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn fail(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn every_module_of_the_library_has_a_layer() {
    let layers = layers();
    let lib = sources().into_iter().find(|file| file.path == "src/lib.rs").expect("src/lib.rs");
    let mut modules: Vec<String> = lib
        .code
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned))
        .collect();
    let mut named = layers.clone();
    modules.sort();
    named.sort();
    assert_eq!(modules, named, "src/lib.rs declares modules (left) and orders layers (right)");
}

#[test]
fn arrows_point_downward() {
    let layers = layers();
    let height = |name: &str| layers.iter().position(|layer| layer == name);
    let mut complaints = Vec::new();
    for file in sources() {
        let Some(own) = file.layer().filter(|layer| height(layer).is_some()) else {
            continue; // lib.rs and main.rs stand above all layers
        };
        for arrow in file.arrows() {
            match height(&arrow.to) {
                Some(to) if Some(to) >= height(own) => {}
                Some(_) => {
                    complaints.push(format!("{}:{}: `{own}` → `{}` points upward", file.path, arrow.line, arrow.to))
                }
                None => complaints.push(format!("{}:{}: `crate::{}` is no layer", file.path, arrow.line, arrow.to)),
            }
        }
    }
    fail(&complaints);
}

#[test]
fn the_outside_world_comes_in_through_one_door() {
    let mut complaints = Vec::new();
    for file in sources().iter().filter(|file| !DOORS.contains(&file.path.as_str())) {
        for (line, code) in file.lines_of_code() {
            for name in WORLD.iter().filter(|name| code.contains(*name)) {
                complaints.push(format!("{}:{line}: `{name}`; ask `source::World` for it", file.path));
            }
        }
    }
    fail(&complaints);
}

#[test]
fn nothing_reaches_the_network() {
    let lock = include_str!("../Cargo.lock");
    for name in ["curl", "hyper", "mio", "native-tls", "openssl", "reqwest", "rustls", "socket2", "tokio", "ureq"] {
        assert!(!lock.contains(&format!("name = \"{name}\"\n")), "`{name}` came in with some dependency");
    }
}

#[test]
fn files_are_short_enough_to_be_read() {
    let long = sources().into_iter().filter(|file| file.text.lines().count() > LONGEST);
    fail(
        &long
            .map(|file| format!("{}: {} lines, {LONGEST} at most", file.path, file.text.lines().count()))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn every_file_says_what_it_is_for() {
    // A `tests.rs` says it by its name.
    let silent = sources().into_iter().filter(|file| !file.is_test() && !file.text.starts_with("//! "));
    fail(&silent.map(|file| format!("{}: begins without a `//!` line", file.path)).collect::<Vec<_>>());
}

#[test]
fn broken_promises_say_which_promise() {
    let mut complaints = Vec::new();
    for file in sources().iter().filter(|file| !file.is_test()) {
        for (line, code) in file.lines_before_tests() {
            if code.contains(".unwrap()") {
                complaints.push(format!("{}:{line}: `unwrap()`; write expect(\"internal error: …\")", file.path));
            }
        }
    }
    fail(&complaints);
}

/// Verbs take their words from `report`, which has them twice. A text that stands in a verb itself is one that nobody
/// translated.
#[test]
fn no_verb_complains_in_english_only() {
    let (mut complaints, mut read) = (Vec::new(), 0);
    for file in sources().iter().filter(|file| file.layer() == Some("cli")) {
        let code: String = file.code.split_whitespace().collect();
        for call in ["bail!(\"", "anyhow!(\"", "context(\"", "context(||\"", "context(||format!(\""] {
            for said in code.split(call).skip(1) {
                read += 1;
                if !said.starts_with("internalerror:") {
                    complaints.push(format!("{}: {call}{said:.60}", file.path));
                }
            }
        }
    }
    assert!(read > 0, "no verb has a text of its own any more: is this the right place to look?");
    fail(&complaints);
}

#[test]
fn the_reader_of_arrows_reads_every_way_to_write_one() {
    let file = |path: &str, text: &str| File::new(path.to_owned(), text.to_owned());
    let to = |path: &str, text: &str| -> Vec<String> { file(path, text).arrows().into_iter().map(|a| a.to).collect() };
    assert_eq!(to("src/model/load.rs", "use crate::diag::Level;"), ["diag"]);
    assert_eq!(to("src/model/load.rs", "use crate::{diag::{Arg, Level}, report::Run};"), ["diag", "report"]);
    assert_eq!(to("src/model/load.rs", "use crate::{\n    tree::Node,\n    cli,\n};"), ["tree", "cli"]);
    assert_eq!(to("src/model/load.rs", "let a = crate::report::explain(x);"), ["report"]);
    assert_eq!(to("src/model/load.rs", "pub(crate) fn a() {} // crate::cli\n/// crate::app"), Vec::<String>::new());
    assert_eq!(to("src/model/load.rs", "use super::super::report::Run;"), ["report"]);
    assert_eq!(to("src/model/date/scan.rs", "use super::super::report::Run;"), Vec::<String>::new());
    assert_eq!(to("src/model/mod.rs", "use super::report::Run;"), ["report"]);
    assert_eq!(
        to("src/model/load.rs", "#[cfg(test)]\nmod tests {\n    use super::super::date::a;\n}"),
        Vec::<String>::new()
    );
    let code = file("src/model/load.rs", "use std::{fmt, fs};").lines_of_code().next().map(|(_, code)| code.to_owned());
    assert_eq!(code.as_deref(), Some("use std::fmt; use std::fs;"));
}
