//! Reads the sources for the tests of their shape: comments off, groups of `use std::{…}` spelled out, arrows found.
//!
//! A reader of lines, no parser of Rust: it knows as much of the language as this repository writes.

use std::fs;
use std::path::Path;

/// A source file.
pub struct File {
    /// From the package's folder, with `/`.
    pub path: String,
    pub text: String,
    /// The text line by line, without comments.
    pub code: String,
}

/// A path in the code that names another layer.
pub struct Arrow {
    pub line: usize,
    pub to: String,
}

/// Every file under `src`, sorted by path.
pub fn sources() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut folders, mut found) = (vec![root.join("src")], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("src is readable") {
            let path = entry.expect("src is readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).expect("found below it").to_string_lossy().replace('\\', "/");
                found.push(File::new(name, fs::read_to_string(&path).expect("a source is text")));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 50, "the sources were not found");
    found
}

impl File {
    pub fn new(path: String, text: String) -> File {
        let code: Vec<String> = text.lines().map(|line| spelled_out(without_comment(line))).collect();
        File { path, code: code.join("\n"), text }
    }

    /// The module right below the crate that the file belongs to.
    pub fn layer(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        let layer = inside.split('/').next()?;
        Some(layer.strip_suffix(".rs").unwrap_or(layer))
    }

    pub fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs")
    }

    pub fn lines_of_code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate().map(|(at, line)| (at + 1, line))
    }

    /// The lines above the module of tests at the end.
    pub fn lines_before_tests(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines_of_code().take_while(|(_, line)| line.trim() != "#[cfg(test)]")
    }

    /// Every `crate::x` and every `super::` that climbs to the crate.
    pub fn arrows(&self) -> Vec<Arrow> {
        let mut found = Vec::new();
        for (at, _) in self.code.match_indices("crate::") {
            if !self.code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
                self.push(at, &self.code[at + "crate::".len()..], &mut found);
            }
        }
        let mut inner = 0;
        let mut start = 0;
        for line in self.code.split_inclusive('\n') {
            // A module inside the file is one step further from the crate.
            inner += usize::from(line.trim_start().starts_with("mod ") && line.trim_end().ends_with('{'));
            for (at, _) in line.match_indices("super::").filter(|(at, _)| !line[..*at].ends_with("super::")) {
                let rest = line[at..].trim_start_matches("super::");
                let steps = (line.len() - at - rest.len()) / "super::".len();
                if steps >= self.depth() + inner {
                    self.push(start + at, &self.code[start + line.len() - rest.len()..], &mut found);
                }
            }
            start += line.len();
        }
        found
    }

    /// Modules between the crate and the inside of the file, the file's own included.
    fn depth(&self) -> usize {
        let parts = self.path.trim_start_matches("src/").split('/').count();
        if self.path.ends_with("/mod.rs") { parts - 1 } else { parts }
    }

    /// The layers named by what stands behind `crate::`: one, or the first name of each branch of a group.
    fn push(&self, at: usize, rest: &str, found: &mut Vec<Arrow>) {
        let line = self.code[..at].matches('\n').count() + 1;
        for to in branches(rest) {
            found.push(Arrow { line, to });
        }
    }
}

fn branches(rest: &str) -> Vec<String> {
    let name =
        |text: &str| text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(group) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, sign) in group.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                found.push(name(&group[start..at]));
                start = at + 1;
                if sign == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// A line up to its comment. A `//` in a text (an address) is no comment.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    let mut previous = ' ';
    for (at, sign) in line.char_indices() {
        match sign {
            '"' if previous != '\\' && previous != '\'' => quoted = !quoted,
            '/' if !quoted && line[at..].starts_with("//") => return &line[..at],
            _ => {}
        }
        previous = sign;
    }
    line
}

/// `use std::{fmt, fs};` as `use std::fmt; use std::fs;`, so that names can be searched for.
fn spelled_out(line: &str) -> String {
    match line.trim_start().strip_prefix("use std::{").and_then(|rest| rest.trim_end().strip_suffix("};")) {
        Some(_) => {
            let rest = &line.trim_start()["use std::".len()..];
            let uses = branches(rest).into_iter().map(|name| format!("use std::{name};"));
            uses.collect::<Vec<_>>().join(" ")
        }
        None => line.to_owned(),
    }
}
