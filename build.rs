//! Embeds `schemas/registers/*.schema.json`, `rules/**/*.yaml` and the catalogue of the criteria, so that adding a
//! register or a rule is adding one file and no list is edited by hand.

#![allow(clippy::disallowed_methods)] // A build script is outside the program: it has no World.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use saphyr_parser::{Event, Parser};

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    println!("cargo:rerun-if-changed=schemas/registers");
    println!("cargo:rerun-if-changed=rules");
    fs::write(out.join("schemas.rs"), schemas(&root)).expect("OUT_DIR is writable");
    fs::write(out.join("rules.rs"), rules(&root, &out)).expect("OUT_DIR is writable");
    fs::write(out.join("catalogue.rs"), catalogue(&root)).expect("OUT_DIR is writable");
}

/// Per register: its id, every name a file of it may bear, and the schema's text. Tables and maps inside records are
/// registers too, without names: no file bears them.
fn schemas(root: &Path) -> String {
    let (mut found, mut told, mut whole): (Vec<Found>, Vec<String>, Vec<String>) = Default::default();
    for path in files(&root.join("schemas/registers"), ".schema.json") {
        let text = fs::read_to_string(&path).expect("schema is readable");
        let json: serde_json::Value =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let meta = &json["x-timlint"];
        let name = meta["register"].as_str().unwrap_or_else(|| panic!("{}: no x-timlint.register", path.display()));
        let mut names = vec![name.to_owned()];
        names.extend(meta["ja"].as_str().map(str::to_owned));
        names.extend(meta["aliases"].as_array().into_iter().flatten().filter_map(|a| a.as_str().map(str::to_owned)));
        told.push(format!("    ({name:?}, &{:?}),\n", explained(&json)));
        whole.push(format!("    ({name:?}, include_str!({path:?})),\n"));
        inside(&json, &mut found);
        let folder = meta["folder"].as_str().map(str::to_owned);
        found.push((name.to_owned(), names, folder, None, lean(&json)));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(found.windows(2).all(|pair| pair[0].0 != pair[1].0), "two registers of one name");
    let mut code = String::from("pub static SCHEMAS: &[EmbeddedSchema] = &[\n");
    for (name, names, folder, inside, json) in found {
        let json = json.to_string();
        writeln!(
            code,
            "    EmbeddedSchema {{ name: {name:?}, names: &{names:?}, folder: {folder:?}, inside: {inside:?}, json: {json:?} }},"
        )
        .expect("writing to a string");
    }
    code.push_str("];\npub static EXPLAINED: &[(&str, &[Explained])] = &[\n");
    code + &told.concat() + "];\npub static WHOLE: &[(&str, &str)] = &[\n" + &whole.concat() + "];\n"
}

/// Per field: its name, and what it is for in Japanese and in English. Read only when somebody is to be told.
fn explained(json: &serde_json::Value) -> Vec<(&str, &str, &str)> {
    let fields = json["properties"].as_object().into_iter().flatten();
    let mut told = Vec::new();
    for (name, field) in fields {
        let ja = field["x-timlint"]["description_ja"].as_str().unwrap_or_default();
        told.push((name.as_str(), ja, field["description"].as_str().unwrap_or_default()));
    }
    told
}

/// A register that will be built in: name, names of its files, folder, owner and field, schema.
type Found = (String, Vec<String>, Option<String>, Option<(String, String)>, serde_json::Value);

/// The registers that stand inside the records of one: a table has its own fields, a map `name` and `value`; both have
/// `parent`, the record that they stand in.
fn inside(owner: &serde_json::Value, found: &mut Vec<Found>) {
    let meta = &owner["x-timlint"];
    let name = meta["register"].as_str().expect("checked for files, written below for others");
    for (field, property) in owner["properties"].as_object().into_iter().flatten() {
        let own = &property["x-timlint"];
        let Some(rows) = own["rows"].as_str() else { continue };
        let (mut properties, mut required, mut key) = match own["type"].as_str() {
            Some("table") => {
                let items = &property["items"];
                (items["properties"].clone(), items["required"].clone(), own["rows_key"].clone())
            }
            _ => {
                let words = if own["keys"].is_object() { "enum" } else { "text" };
                let columns = serde_json::json!({
                    "name": { "title": "name", "x-timlint": { "ja": "項目", "type": words, "values": own["keys"] } },
                    "value": { "title": "value", "x-timlint": { "ja": "内容", "type": own["of"], "values": own["values"] } },
                });
                (columns, serde_json::json!(["name", "value"]), serde_json::json!(["name"]))
            }
        };
        properties["parent"] = serde_json::json!({ "title": "belongs to", "x-timlint": { "ja": "元の記録", "type": "ref", "to": [name] } });
        required.as_array_mut().expect("a table says what it requires").push("parent".into());
        let key_list = key.as_array_mut().unwrap_or_else(|| panic!("{name}.{field}: a table of rows needs rows_key"));
        if meta["single"].as_bool() != Some(true) {
            key_list.push("parent".into());
        }
        let schema = serde_json::json!({
            "title": property["title"], "type": "object", "properties": properties, "required": required,
            "x-timlint": { "register": rows, "ja": own["ja"], "key": key, "single": false },
        });
        inside(&schema, found);
        found.push((rows.to_owned(), Vec::new(), None, Some((name.to_owned(), field.clone())), lean(&schema)));
    }
}

/// A schema without what only editors show: half the text to parse at every start.
fn lean(json: &serde_json::Value) -> serde_json::Value {
    match json {
        serde_json::Value::Object(map) => {
            let kept = map.iter().filter(|(key, value)| {
                let prose = matches!(key.as_str(), "description" | "description_ja" | "examples");
                !(prose && (value.is_string() || value.is_array()))
            });
            kept.map(|(key, value)| (key.clone(), lean(value))).collect()
        }
        serde_json::Value::Array(items) => items.iter().map(lean).collect(),
        other => other.clone(),
    }
}

/// Per rule file: its id (the path below `rules/`), what stands before its texts as JSON, and where the whole text is
/// packed.
///
/// The JSON is there because a run compiles hundreds of rules before it reads the first record, and JSON reads ten times
/// faster than YAML; texts and examples are read from the YAML when they are first needed.
fn rules(root: &Path, out: &Path) -> String {
    let base = root.join("rules");
    let mut archive = Archive::default();
    let mut code = String::from("pub static RULES: &[EmbeddedRule] = &[\n");
    for path in files(&base, ".yaml") {
        let relative = path.strip_prefix(&base).expect("found below rules/");
        let id = relative.with_extension("").to_string_lossy().replace('\\', "/");
        if id.starts_with("catalogue/") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("rule is readable");
        let end = ["\nphrases:", "\ntext:", "\nexamples:"].iter().filter_map(|key| text.find(key)).min();
        let head = to_json(&text[..end.map_or(text.len(), |end| end + 1)])
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let json: serde_json::Value = serde_json::from_str(&head).expect("written just now");
        let each = json["each"].as_str();
        let preview = json["preview"].as_str() == Some("true");
        let items: Vec<&str> =
            json["items"].as_array().into_iter().flatten().filter_map(|item| item.as_str()).collect();
        let (part, from, to) = archive.add(&text);
        let (level, attested) = (json["level"].as_str().unwrap_or("error"), attested(&json));
        writeln!(
            code,
            "    EmbeddedRule {{ id: {id:?}, each: {each:?}, preview: {preview}, items: &{items:?}, level: {level:?}, attested: {attested}, \
             head: {head:?}, at: ({part}, {from}..{to}) }},"
        )
        .expect("writing to a string");
    }
    archive.write(out);
    code + "];\n"
}

/// Texts in parts: large enough to be packed well, small enough that unpacking one takes no time.
#[derive(Default)]
struct Archive {
    full: Vec<String>,
    open: String,
}

impl Archive {
    const ENOUGH: usize = 48 << 10;

    /// The part that a text went into, its first byte there, and the byte behind its last.
    fn add(&mut self, text: &str) -> (usize, usize, usize) {
        if self.open.len() > Self::ENOUGH {
            self.full.push(std::mem::take(&mut self.open));
        }
        let from = self.open.len();
        self.open.push_str(text);
        (self.full.len(), from, self.open.len())
    }

    fn write(mut self, out: &Path) {
        self.full.push(self.open);
        let mut code = String::from("static PARTS: &[(usize, &[u8])] = &[\n");
        for (number, text) in self.full.iter().enumerate() {
            let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
            packed.write_all(text.as_bytes()).expect("writing to memory");
            let packed = packed.finish().expect("writing to memory");
            let path = out.join(format!("rules-{number}.z"));
            fs::write(&path, packed).expect("OUT_DIR is writable");
            writeln!(code, "    ({}, include_bytes!({path:?})),", text.len()).expect("writing to a string");
        }
        fs::write(out.join("archive.rs"), code + "];\n").expect("OUT_DIR is writable");
    }
}

/// Whether a rule asks for nothing but attestations.
fn attested(rule: &serde_json::Value) -> bool {
    let words = rule["require"].as_array().map(Vec::as_slice).unwrap_or_default();
    !words.is_empty() && words.iter().all(|word| word.get("attested").is_some() || word["some"] == "attestations")
}

/// Per edition of the criteria: its folder, and its chapters as one JSON list.
fn catalogue(root: &Path) -> String {
    let base = root.join("rules/catalogue");
    let mut editions: Vec<(String, Vec<String>)> = Vec::new();
    for path in files(&base, ".yaml") {
        let folder = path.parent().and_then(Path::file_name).expect("a chapter lies in the folder of its edition");
        let edition = folder.to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("chapter is readable");
        let chapter = to_json(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        match editions.last_mut().filter(|(known, _)| *known == edition) {
            Some((_, chapters)) => chapters.push(chapter),
            None => editions.push((edition, vec![chapter])),
        }
    }
    let mut code = String::from("pub static EDITIONS: &[(&str, &str)] = &[\n");
    for (edition, chapters) in editions {
        let json = format!("[{}]", chapters.join(","));
        writeln!(code, "    ({edition:?}, {json:?}),").expect("writing to a string");
    }
    code + "];\n"
}

/// A YAML text as JSON in which every scalar is a string.
fn to_json(yaml: &str) -> Result<String, String> {
    let mut json = String::new();
    // Per open list or map: is it a map, and how many values and keys it holds so far.
    let mut open: Vec<(bool, usize)> = Vec::new();
    let separate = |json: &mut String, open: &mut Vec<(bool, usize)>| {
        if let Some((map, count)) = open.last_mut() {
            let sign = if *count == 0 {
                ""
            } else if *map && *count % 2 == 1 {
                ":"
            } else {
                ","
            };
            json.push_str(sign);
            *count += 1;
        }
    };
    for event in Parser::new_from_str(yaml) {
        match event.map_err(|error| error.to_string())?.0 {
            Event::Scalar(text, ..) => {
                separate(&mut json, &mut open);
                json.push_str(&serde_json::Value::from(&*text).to_string());
            }
            Event::SequenceStart(..) => {
                separate(&mut json, &mut open);
                json.push('[');
                open.push((false, 0));
            }
            Event::MappingStart(..) => {
                separate(&mut json, &mut open);
                json.push('{');
                open.push((true, 0));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let map = open.pop().is_some_and(|(map, _)| map);
                json.push(if map { '}' } else { ']' });
            }
            Event::Alias(_) => return Err("rule files use no aliases".to_owned()),
            _ => {}
        }
    }
    Ok(json)
}

/// All files below a folder with this ending, sorted by their paths without it, as ids are: `a` before `a-b`.
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
    found.sort_by_key(|path| path.to_string_lossy().trim_end_matches(ending).replace('\\', "/"));
    found
}
