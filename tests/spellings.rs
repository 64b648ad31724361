//! One company, written down in seventeen ways: encodings, formats, headers, dates, yes and no, names and numbers as real
//! ledgers have them. All of them must load to the same records, and every value must still know where it stands.
//!
//! What a wrong spelling is answered with belongs to `hostile.rs` and to the rules' own examples.
#![allow(clippy::disallowed_methods)] // reads fixtures

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use timlint::app::{CheckOptions, check};
use timlint::diag::{Diagnostic, Level};
use timlint::formats::{self, Limits, Sheet};
use timlint::model::columns::{BAD, BLANK, NONE};
use timlint::model::date::{format_date, format_datetime, parse_date, parse_datetime, parse_period};
use timlint::model::link::link;
use timlint::model::place::item_span;
use timlint::model::spell::{fold_key, fold_name, is_ditto};
use timlint::model::value::{parse_bool, parse_int};
use timlint::model::{Field, FieldId, Input, Model, RegisterId, Type, Wanted, Words, load};
use timlint::report::Run;
use timlint::source::{Disk, FileId, SourceText, Sources, Span, decode};
use timlint::tree::Content;

/// Folders and the encoding that must be found in them.
const SPELLINGS: [(&str, &str); 17] = [
    ("csv-utf8", "utf-8"),
    ("csv-bom", "utf-8-bom"),
    ("csv-cp932", "cp932"),
    ("csv-utf16le", "utf-16le"),
    ("csv-utf16be", "utf-16be"),
    ("csv-semicolon", "utf-8"),
    ("csv-split", "utf-8"),
    ("tsv", "utf-8"),
    ("yaml", "utf-8"),
    ("yaml-ja", "utf-8"),
    ("json", "utf-8"),
    ("toml", "utf-8"),
    ("markdown", "utf-8"),
    ("xlsx", NONE_AT_ALL),
    ("xlsx-1904", NONE_AT_ALL),
    ("xlsx-libreoffice", NONE_AT_ALL),
    ("xls", NONE_AT_ALL),
];

/// Workbooks have no encoding that anybody could choose.
const NONE_AT_ALL: &str = "";

/// What is said of these folders by design.
const HARMLESS: [&str; 3] = ["register/missing-register", "register/hidden-cells", "register/row-passed-over"];

/// This one holds people only, a file each.
const PEOPLE_ONLY: &str = "markdown";

/// 2026-11-20.
const DAY: i32 = 20_777;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/spellings").join(name)
}

fn run(name: &str) -> Run {
    let options = CheckOptions { as_of: Some(DAY), ..CheckOptions::default() };
    let (run, _) = check(&Disk::new(folder(name)), &options).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    run
}

struct Loaded {
    model: Model,
    sources: Sources,
}

/// Reads a file, or one sheet of it.
fn read(
    path: &str,
    sheet: Option<&str>,
    bytes: Vec<u8>,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> (FileId, Content) {
    let format = formats::by_path(path).expect("a known extension");
    if let Some(workbook) = format.workbook {
        let sheets = workbook(&bytes, path, &Limits::default(), diagnostics);
        let named = |found: &Sheet| found.source.sheet.as_ref().map(|sheet| sheet.name.as_str()) == sheet;
        let found = sheets.into_iter().find(named).expect("the sheet");
        return (sources.add(found.source), found.content.expect("cells"));
    }
    let decoded = decode(bytes).expect("text");
    let file = sources.add(SourceText::new(path, decoded.text, decoded.encoding));
    let content = (format.parse)(sources.get(file), file, &Limits::default(), diagnostics);
    (file, content.expect("content"))
}

/// Loads a folder with the words of every text kept.
fn loaded(name: &str) -> Loaded {
    let (mut sources, mut inputs, mut diagnostics) = (Sources::default(), Vec::new(), Vec::new());
    for input in run(name).inputs {
        let register = input.register.as_deref().and_then(RegisterId::by_name);
        let Some(register) = register else {
            assert_eq!(input.sheet.as_deref(), Some("表紙"), "{name}/{}: which register?", input.path);
            continue;
        };
        let bytes = std::fs::read(folder(name).join(&input.path)).expect("a fixture");
        let (file, content) = read(&input.path, input.sheet.as_deref(), bytes, &mut sources, &mut diagnostics);
        inputs.push(Input { file, register, content });
    }
    load_all(name, inputs, sources, diagnostics)
}

fn load_all(name: &str, inputs: Vec<Input>, sources: Sources, mut diagnostics: Vec<Diagnostic>) -> Loaded {
    let everything: Wanted = RegisterId::all()
        .flat_map(|id| (0..id.schema().fields.len() as FieldId).map(move |field| (id, field)))
        .collect();
    let found = load(inputs, &sources, Words::default(), &everything);
    diagnostics.extend(found.diagnostics);
    let mut model = found.model;
    let (_, links) = link(&mut model, &sources);
    diagnostics.extend(links);
    diagnostics.retain(|diagnostic| !HARMLESS.contains(&diagnostic.rule.as_str()));
    let said: Vec<_> = diagnostics.iter().map(|d| (&d.rule, sources.get(d.primary().span.file), &d.args)).collect();
    assert!(said.is_empty(), "{name}: {said:#?}");
    Loaded { model, sources }
}

fn fields(register: RegisterId) -> impl Iterator<Item = (FieldId, &'static Field)> {
    register.schema().fields.iter().enumerate().map(|(id, field)| (id as FieldId, field))
}

fn shown(model: &Model, field: &Field, ty: Type, cell: i32) -> String {
    match (cell, ty) {
        (BLANK, _) => String::new(),
        (NONE, _) => "none".to_owned(),
        (BAD, _) => "bad".to_owned(),
        (_, Type::Text | Type::Id | Type::Ref) => format!("{:?}", model.symbol_text(cell)),
        (_, Type::Date) => format_date(cell),
        (_, Type::DateTime) => format_datetime(i64::from(cell)),
        (_, Type::Integer) => cell.to_string(),
        (_, Type::Boolean) => (cell == 1).to_string(),
        (_, Type::Enum) => field.values[cell as usize].name.clone(),
        (_, Type::Period) => model.pools.periods[cell as usize].to_string(),
        (_, Type::List) => {
            let items = model.pools.list(cell).iter().map(|item| shown(model, field, field.of, *item));
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        (_, Type::Decimal | Type::Map | Type::Table) => "written".to_owned(),
    }
}

/// Every record of a folder, a line each, by register.
fn records(loaded: &Loaded) -> BTreeMap<&'static str, Vec<String>> {
    let mut found = BTreeMap::new();
    for register in RegisterId::all().filter(|id| loaded.model.len_of(*id) > 0) {
        let lines = (0..loaded.model.len_of(register)).map(|row| {
            let values = fields(register).filter_map(|(id, field)| {
                let value = shown(&loaded.model, field, field.ty, loaded.model.cell(register, row, id));
                (!value.is_empty()).then(|| format!("{}={value}", field.name))
            });
            format!("{} {}", register.name(), values.collect::<Vec<_>>().join(" "))
        });
        found.insert(register.name(), lines.collect());
    }
    found
}

#[test]
fn all_spellings_load_to_the_same_records() {
    let expected = std::fs::read_to_string(folder("expected.txt")).expect("the records");
    for (name, _) in SPELLINGS {
        let records = records(&loaded(name));
        for (register, lines) in &records {
            let prefix = format!("{register} ");
            let expected: Vec<&str> = expected.lines().filter(|line| line.starts_with(&prefix)).collect();
            assert_eq!(lines.len(), expected.len(), "{name}: records of {register}");
            for (line, expected) in lines.iter().zip(expected) {
                assert_eq!(line, expected, "{name}");
            }
        }
        let registers: Vec<&str> = records.keys().copied().collect();
        if name == PEOPLE_ONLY {
            assert_eq!(registers, ["people"]);
        } else {
            assert_eq!(registers, ["backups", "key_loans", "keys", "people"], "{name}");
        }
    }
}

/// Every CSV file of the folders as a workbook: the same cells, all of them text, in two sheets where there are two files.
#[test]
fn tables_load_alike_from_workbooks() {
    for (name, _) in SPELLINGS {
        let files: Vec<_> = run(name).inputs.into_iter().filter(|input| input.format == Some("csv")).collect();
        let (mut sources, mut inputs, mut diagnostics) = (Sources::default(), Vec::new(), Vec::new());
        for input in &files {
            let (mut texts, bytes) =
                (Sources::default(), std::fs::read(folder(name).join(&input.path)).expect("a fixture"));
            let (file, content) = read(&input.path, None, bytes, &mut texts, &mut diagnostics);
            let Content::Table(table) = content else { panic!("{}: no table", input.path) };
            let mut book = rust_xlsxwriter::Workbook::new();
            let sheet = book.add_worksheet().set_name("表").expect("a name");
            for row in 0..table.row_count() {
                for (column, cell) in table.row(row).enumerate() {
                    let text = cell.value(&texts.get(file).text);
                    sheet.write_string(row as u32, column as u16, &*text).expect("room for a cell");
                }
            }
            let bytes = book.save_to_buffer().expect("a workbook");
            let (file, content) = read("a.xlsx", Some("表"), bytes, &mut sources, &mut diagnostics);
            let register = input.register.as_deref().and_then(RegisterId::by_name).expect("a register");
            inputs.push(Input { file, register, content });
        }
        if !files.is_empty() {
            let again = load_all(name, inputs, sources, diagnostics);
            assert_eq!(records(&again), records(&loaded(name)), "{name}");
        }
    }
}

#[test]
fn each_folder_is_in_the_encoding_that_its_name_says() {
    for (name, encoding) in SPELLINGS {
        let run = run(name);
        assert!(run.problems.is_empty(), "{name}: {:#?}", run.problems);
        for input in &run.inputs {
            let encoding = Some(encoding).filter(|encoding| *encoding != NONE_AT_ALL);
            // A file of plain ASCII would show nothing of CP932.
            assert_eq!(input.encoding, encoding, "{name}/{}", input.path);
        }
    }
}

#[test]
fn all_spellings_are_judged_alike() {
    let judged = |name: &str| {
        let mut found: Vec<(String, u16)> = run(name)
            .findings
            .iter()
            // Which columns a file has differs by design.
            .filter(|finding| !finding.diagnostic.rule.starts_with("register/missing-"))
            // Covers, hidden rows and sums are told of workbooks.
            .filter(|finding| finding.level > Level::Note)
            .map(|finding| (finding.diagnostic.rule.clone(), finding.diagnostic.requirement))
            .collect();
        found.sort();
        found
    };
    let first = judged(SPELLINGS[0].0);
    assert!(!first.is_empty(), "nothing is judged");
    for (name, _) in SPELLINGS.iter().filter(|(name, _)| *name != PEOPLE_ONLY) {
        assert_eq!(judged(name), first, "{name}");
    }
}

/// Escapes of any format undone, line by line.
fn plain(raw: &str) -> String {
    let unescaped = serde_json::from_str(&format!("\"{raw}\"")).unwrap_or_else(|_| raw.replace("\"\"", "\""));
    let unescaped = unescaped.replace("\\\"", "\"");
    unescaped.trim().lines().map(str::trim).collect::<Vec<_>>().join("\n")
}

/// Whether the text of a place says the value of its cell.
fn says(loaded: &Loaded, field: &Field, ty: Type, cell: i32, raw: &str) -> bool {
    let model = &loaded.model;
    let text = plain(raw);
    match ty {
        Type::Text => text == plain(model.symbol_text(cell)),
        Type::Id => fold_key(&text) == model.symbol_text(cell),
        Type::Ref => fold_key(&text) == model.symbol_text(cell) || name_of(loaded, cell) == fold_name(&text),
        // A day that lost its format is a bare number in the sheet.
        Type::Date => parse_date(&text) == Ok(cell) || text == "42095" && format_date(cell) == "2015-04-01",
        Type::DateTime => parse_datetime(&text) == Ok(i64::from(cell)),
        Type::Integer => parse_int(&text.replace('_', "")) == Some(i64::from(cell)),
        Type::Boolean => parse_bool(&text) == Some(cell == 1),
        Type::Enum => field.value_by_word(&text) == u16::try_from(cell).ok(),
        Type::Period => parse_period(&text) == Some(model.pools.periods[cell as usize]),
        Type::List | Type::Decimal | Type::Map | Type::Table => !text.is_empty(),
    }
}

/// The name of the person with this number, folded.
fn name_of(loaded: &Loaded, number: i32) -> String {
    let people = RegisterId::by_name("people").expect("people");
    let schema = people.schema();
    let (key, name) = (schema.field("id").expect("id"), schema.field("name").expect("name"));
    let row = (0..loaded.model.len_of(people)).find(|row| loaded.model.cell(people, *row, key) == number);
    row.map_or_else(String::new, |row| fold_name(&loaded.model.raw(people, row, name, &loaded.sources)))
}

fn text_at<'t>(loaded: &'t Loaded, span: Span, what: &str) -> &'t str {
    let source = loaded.sources.get(span.file);
    source.text.get(span.range()).unwrap_or_else(|| panic!("{what}: {span:?} is no place of {}", source.path))
}

#[test]
fn every_value_knows_where_it_stands() {
    for (name, _) in SPELLINGS {
        let loaded = loaded(name);
        let (mut values, mut dittos) = (0, 0);
        for register in RegisterId::all().filter(|id| loaded.model.len_of(*id) > 0) {
            for row in 0..loaded.model.len_of(register) {
                for (id, field) in fields(register) {
                    let cell = loaded.model.cell(register, row, id);
                    let what = format!("{name}: {}.{} of record {row}", register.name(), field.name);
                    let span = loaded.model.place(register, row, id, &loaded.sources).span();
                    let raw = text_at(&loaded, span, &what);
                    if cell <= BAD {
                        continue;
                    }
                    values += 1;
                    if is_ditto(raw) {
                        dittos += 1;
                    } else if field.ty == Type::List {
                        let part = loaded.model.register(register).expect("a register").part_of(row);
                        for (item, value) in loaded.model.pools.list(cell).iter().enumerate() {
                            let local = (row - part.first) as usize;
                            let span = item_span(part, local, id, item, &loaded.sources).expect("a place of the item");
                            let raw = text_at(&loaded, span, &what);
                            assert!(says(&loaded, field, field.of, *value, raw), "{what}, item {item}: {raw:?}");
                        }
                    } else {
                        assert!(says(&loaded, field, field.ty, cell, raw), "{what}: {raw:?}");
                    }
                }
            }
        }
        assert!(values >= 70, "{name}: only {values} values");
        assert_eq!(dittos > 0, ["csv-cp932", "tsv"].contains(&name), "{name}: {dittos} ditto marks");
    }
}
