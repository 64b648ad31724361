//! `docs/registers.md`: every register and its columns, from `schemas/registers`.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use super::{COMMAND, cell, root};

/// The schema files themselves, because the built-in ones are without descriptions.
fn schemas() -> Vec<Value> {
    let folder = fs::read_dir(root().join("schemas/registers")).expect("schemas");
    let mut paths: Vec<_> = folder.map(|entry| entry.expect("schemas").path()).collect();
    paths.sort();
    let read = |path| fs::read_to_string(path).expect("a schema is text");
    paths.iter().map(|path| serde_json::from_str(&read(path)).expect("a schema is JSON")).collect()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

pub fn page() -> String {
    let schemas = schemas();
    let columns: usize = schemas.iter().map(|schema| schema["properties"].as_object().map_or(0, |p| p.len())).sum();
    let mut page = format!(
        "<!-- Made from schemas/registers by `{COMMAND}`; do not edit. -->\n\n\
         # Registers · 台帳の一覧\n\n\
         {} registers, {columns} columns. A file may bear any of a register's names, with a number before it or a remark behind it \
         (`02_要員名簿(本社).csv`), and a column any of its headers; width, spaces, brackets and ※ do not matter. Further \
         names can be given in `timlint.toml`.\n\n\
         台帳は{}種類、列は{columns}個です。ファイル名は日本語名・英語名・別名のどれでもよく、前に番号、後ろに注記を付けても構いません。\
         見出しの全角・半角、空白、かっこ、※ の違いは区別しません。社内独自の呼び名は `timlint.toml` で読み替えられます。\n\n\
         Required · 必須: **●** always · いつも, **△** in some cases · 条件による。 Keys are marked **key**.\n\n",
        schemas.len(),
        schemas.len(),
    );
    page.push_str("| register | 台帳 | key | 列 |\n|---|---|---|---|\n");
    for schema in &schemas {
        let own = &schema["x-timlint"];
        let name = text(own, "register");
        let count = schema["properties"].as_object().map_or(0, |p| p.len());
        let key = strings(&own["key"]).join(", ");
        writeln!(page, "| [`{name}`](#{name}) | {} | {} | {count} |", cell(text(own, "ja")), cell(&key))
            .expect("a string");
    }
    for schema in &schemas {
        register(schema, &mut page);
    }
    page
}

fn register(schema: &Value, page: &mut String) {
    let own = &schema["x-timlint"];
    let name = text(own, "register");
    writeln!(page, "\n## {name}\n\n**{}** · {}\n", text(own, "ja"), text(schema, "title")).expect("a string");
    for line in [text(own, "description_ja"), text(schema, "description")].iter().filter(|line| !line.is_empty()) {
        writeln!(page, "{line}\n").expect("a string");
    }
    let aliases = strings(&own["aliases"]);
    if !aliases.is_empty() {
        writeln!(page, "Other file names · ほかのファイル名: {}\n", aliases.join("、")).expect("a string");
    }
    page.push_str("| field | 見出し | type | 必須 | 書くこと |\n|---|---|---|---|---|\n");
    let always = strings(&schema["required"]);
    let mut sometimes = Vec::new();
    conditional(&schema["allOf"], &mut sometimes);
    let key = strings(&own["key"]);
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let own = &field["x-timlint"];
        let required = match (always.contains(&name.as_str()), sometimes.contains(name)) {
            (true, _) => "●",
            (_, true) => "△",
            _ => "",
        };
        let mark = if key.contains(&name.as_str()) { " **key**" } else { "" };
        let (ja, about) = (cell(text(own, "ja")), cell(text(own, "description_ja")));
        writeln!(page, "| `{name}`{mark} | {ja} | {} | {required} | {about} |", cell(&kind(own))).expect("a string");
    }
    inside(schema, page);
}

/// Tables and maps that are registers of rows to rules, each with its columns.
fn inside(schema: &Value, page: &mut String) {
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let own = &field["x-timlint"];
        let rows = text(own, "rows");
        if rows.is_empty() {
            continue;
        }
        writeln!(page, "\nRows of `{name}` for rules · 規則から見た「{}」の行: **`{rows}`**\n", text(own, "ja"))
            .expect("a string");
        page.push_str("| field | 見出し | type | 必須 | 書くこと |\n|---|---|---|---|---|\n");
        let items = &field["items"];
        let always = strings(&items["required"]);
        for (name, column) in items["properties"].as_object().into_iter().flatten() {
            let own = &column["x-timlint"];
            let required = if always.contains(&name.as_str()) { "●" } else { "" };
            let (ja, about) = (cell(text(own, "ja")), cell(text(own, "description_ja")));
            writeln!(page, "| `{name}` | {ja} | {} | {required} | {about} |", cell(&kind(own))).expect("a string");
        }
        if text(own, "type") == "map" {
            let names = serde_json::json!({ "type": if own["keys"].is_object() { "enum" } else { "text" }, "values": own["keys"] });
            let values = serde_json::json!({ "type": own["of"], "values": own["values"] });
            writeln!(page, "| `name` | 項目 | {} | ● | |", cell(&kind(&names))).expect("a string");
            writeln!(page, "| `value` | 内容 | {} | ● | |", cell(&kind(&values))).expect("a string");
        }
        writeln!(page, "| `parent` | 元の記録 | ref → {} | ● | |", text(&schema["x-timlint"], "register"))
            .expect("a string");
        if items.is_object() {
            let mut inner = items.clone();
            inner["x-timlint"] = serde_json::json!({ "register": rows });
            inside(&inner, page);
        }
    }
}

/// `date`, `list of ref → people`, `enum: paper / electronic / object`.
fn kind(own: &Value) -> String {
    let mut kind = text(own, "type").to_owned();
    let of = text(own, "of");
    if !of.is_empty() {
        write!(kind, " of {of}").expect("a string");
    }
    let or = text(own, "or");
    if !or.is_empty() {
        write!(kind, " or {or}").expect("a string");
    }
    let to = strings(&own["to"]);
    if !to.is_empty() {
        let to: Vec<&str> = to.into_iter().map(|to| if to == "*" { "any register" } else { to }).collect();
        write!(kind, " → {}", to.join(", ")).expect("a string");
    }
    if let Some(values) = own["values"].as_object() {
        let words = values.iter().map(|(name, value)| match text(value, "ja") {
            "" => name.clone(),
            ja => format!("{ja}（{name}）"),
        });
        write!(kind, ": {}", words.collect::<Vec<_>>().join("、")).expect("a string");
    }
    kind
}

/// Every field that some `then`, `else` or `anyOf` requires.
fn conditional(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                match key.as_str() {
                    "if" | "not" => {}
                    "required" => found.extend(strings(inner).into_iter().map(str::to_owned)),
                    _ => conditional(inner, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| conditional(item, found)),
        _ => {}
    }
}
