//! The floor of `scripts/speed`: the bare parse of all registers below a folder by the fastest library of each format,
//! one thread, nothing kept. What timlint takes is told as a multiple of this.
#![allow(clippy::disallowed_methods)] // A measuring program outside the tool: it has no World.

use std::path::{Path, PathBuf};

fn main() {
    let root = std::env::args().nth(1).expect("usage: floor FOLDER");
    let mut sum = 0;
    for path in files(Path::new(&root)) {
        let bytes = std::fs::read(&path).expect("readable");
        sum += match path.extension().and_then(|e| e.to_str()) {
            Some("csv") => csv(&bytes),
            Some("json") => json(&bytes),
            Some("yaml") => yaml(std::str::from_utf8(&bytes).expect("UTF-8")),
            _ => 0,
        };
    }
    println!("{sum}");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// `csv-core`, field by field.
fn csv(mut bytes: &[u8]) -> usize {
    let mut reader = csv_core::Reader::new();
    let mut field = [0; 4096];
    let mut fields = 0;
    loop {
        let (result, read, _) = reader.read_field(bytes, &mut field);
        bytes = &bytes[read..];
        match result {
            csv_core::ReadFieldResult::Field { .. } => fields += 1,
            csv_core::ReadFieldResult::End => return fields,
            _ => {}
        }
    }
}

/// `jiter`, skipping over every value.
fn json(bytes: &[u8]) -> usize {
    let mut reader = jiter::Jiter::new(bytes);
    reader.next_skip().expect("JSON");
    reader.current_index()
}

/// `saphyr-parser`, event by event.
fn yaml(text: &str) -> usize {
    saphyr_parser::Parser::new_from_str(text)
        .filter(|event| event.as_ref().expect("YAML").1.start.index() < usize::MAX)
        .count()
}
