//! Screens in README.md: what the program prints today stands there, not what it printed when somebody pasted it.
//!
//! `<!-- screen: check fixtures/broken --lang ja | rule/one, rule/two -->` is followed by a block: the first line of the
//! output, then the findings of the named rules (the first of each); or, with `lines 9` in place of rules, its first lines.

use std::path::Path;
use std::process::Command;

const MARK: &str = "<!-- screen: ";

/// The text with every marked block made anew.
pub fn filled_in(text: &str) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(MARK) {
        let order = &rest[at + MARK.len()..];
        let (order, behind) = order.split_once(" -->\n").expect("a mark ends with its line");
        let (command, rules) = order.split_once(" | ").expect("a mark names a command and rules");
        let old = behind.strip_prefix("```text\n").expect("a mark is followed by a block of text");
        let (_, behind) = old.split_once("```\n").expect("a block ends");
        filled.push_str(&rest[..at]);
        filled.push_str(&format!("{MARK}{order} -->\n```text\n{}```\n", screen(command, rules)));
        rest = behind;
    }
    filled + rest
}

fn screen(command: &str, rules: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_timlint"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .args(command.split(' '))
        .env("COLUMNS", "100")
        .output()
        .expect("timlint runs");
    let printed = String::from_utf8(output.stdout).expect("output is UTF-8");
    if let Some(count) = rules.strip_prefix("lines ") {
        let count = count.parse().expect("a number of lines");
        return printed.lines().take(count).map(|line| format!("{line}\n")).collect();
    }
    let mut screen = format!("{}\n", printed.lines().next().expect("a first line"));
    for rule in rules.split(", ") {
        let head = format!("[{rule}]");
        let finding = printed.split("\n\n").find(|block| block.lines().next().is_some_and(|line| line.contains(&head)));
        let finding = finding.unwrap_or_else(|| panic!("`{rule}` does not fire in `timlint {command}`"));
        screen.push_str(&format!("\n{}\n", finding.trim_end()));
    }
    screen
}
