//! Embeds `schemas/registers/*.schema.json` and `rules/**/*.yaml`, so that adding a register or a rule is adding one
//! file and no list is edited by hand.

#![allow(clippy::disallowed_methods)] // A build script is outside the program: it has no World.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    println!("cargo:rerun-if-changed=schemas/registers");
    println!("cargo:rerun-if-changed=rules");
    fs::write(out.join("schemas.rs"), schemas(&root)).expect("OUT_DIR is writable");
    fs::write(out.join("rules.rs"), rules(&root)).expect("OUT_DIR is writable");
}

/// Per register: its id, every name a file of it may bear, and the schema's text.
fn schemas(root: &Path) -> String {
    let mut code = String::from("pub static SCHEMAS: &[EmbeddedSchema] = &[\n");
    for path in files(&root.join("schemas/registers"), ".schema.json") {
        let text = fs::read_to_string(&path).expect("schema is readable");
        let json: serde_json::Value =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let meta = &json["x-timlint"];
        let name = meta["register"].as_str().unwrap_or_else(|| panic!("{}: no x-timlint.register", path.display()));
        let mut names = vec![name.to_owned()];
        names.extend(meta["ja"].as_str().map(str::to_owned));
        names.extend(meta["aliases"].as_array().into_iter().flatten().filter_map(|a| a.as_str().map(str::to_owned)));
        let folder = meta["folder"].as_str();
        writeln!(
            code,
            "    EmbeddedSchema {{ name: {name:?}, names: &{names:?}, folder: {folder:?}, json: include_str!({path:?}) }},"
        )
        .expect("writing to a string");
    }
    code + "];\n"
}

/// Per rule file: its id (the path below `rules/`) and its text.
fn rules(root: &Path) -> String {
    let base = root.join("rules");
    let mut code = String::from("pub static RULES: &[(&str, &str)] = &[\n");
    for path in files(&base, ".yaml") {
        let relative = path.strip_prefix(&base).expect("found below rules/");
        let id = relative.with_extension("").to_string_lossy().replace('\\', "/");
        if id.starts_with("catalogue/") || id == "params" {
            continue;
        }
        writeln!(code, "    ({id:?}, include_str!({path:?})),").expect("writing to a string");
    }
    code + "];\n"
}

/// All files below a folder with this ending, sorted by path.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            println!("cargo:rerun-if-changed={}", path.display());
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            println!("cargo:rerun-if-changed={}", path.display());
            found.push(path);
        }
    }
    found.sort();
    found
}
