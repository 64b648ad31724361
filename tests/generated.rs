//! Pages and pieces of pages that are made from the schemas, the rules and the program itself. Each is made anew in
//! memory and compared with the committed file; `UPDATE_GENERATED=1 cargo test --test generated` writes them.
//!
//! What a page says is decided in `generated/`; whether it reads well is for people.
#![allow(clippy::disallowed_methods)] // reads schemas and pages, writes pages

#[path = "generated/coverage.rs"]
mod coverage;
#[path = "generated/registers.rs"]
mod registers;
#[path = "generated/rules_list.rs"]
mod rules_list;
#[path = "generated/screen.rs"]
mod screen;

use std::fs;
use std::path::{Path, PathBuf};

const COMMAND: &str = "UPDATE_GENERATED=1 cargo test --test generated";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// Compares a page with what it should be, or writes it.
#[track_caller]
fn hold(path: &str, wanted: &str) {
    let place = root().join(path);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(place, wanted).expect("the page can be written");
        return;
    }
    // A checkout on Windows may have turned the line ends.
    let found = fs::read_to_string(place).unwrap_or_default().replace("\r\n", "\n");
    if found != wanted {
        let at = found.lines().zip(wanted.lines()).take_while(|(a, b)| a == b).count();
        let (found, wanted) = (found.lines().nth(at), wanted.lines().nth(at));
        panic!("{path}:{} is out of date; run `{COMMAND}`\n  there: {found:?}\n  made:  {wanted:?}", at + 1);
    }
}

/// Text that stands in a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[test]
fn the_page_of_registers_is_what_the_schemas_say() {
    hold("docs/registers.md", &registers::page());
}

#[test]
fn the_page_of_rules_is_what_the_rules_say() {
    hold("docs/rules-list.md", &rules_list::page());
}

#[test]
fn the_page_of_coverage_is_what_rules_and_criteria_say() {
    hold("docs/coverage.md", &coverage::page());
}

#[test]
fn screens_in_the_readme_are_what_the_program_prints() {
    let readme = fs::read_to_string(root().join("README.md")).expect("README.md").replace("\r\n", "\n");
    hold("README.md", &screen::filled_in(&readme));
}
