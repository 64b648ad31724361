//! `import`: from workbooks and CSV files to clean register files. Everything is planned in memory and shown; whoever
//! asked decides whether it is written. Every column and every record is kept, and the result is read back before it is
//! handed out.
//!
//! What a spelling becomes, `model::canon` knows; how records are written, `text`; what is said, `report::taken_in`.

mod rows;
mod text;

use crate::diag::{Arg, Diagnostic};
use crate::formats::{self, Limits};
use crate::model::canon::{Canon, Tongue, tongue};
use crate::model::same::same;
use crate::model::{self, Input, Loaded, RegisterId, Words, heads};
use crate::report::Run;
use crate::report::taken_in::{Change, Column, Passed, Unit};
use crate::rules::RuleSet;
use crate::source::{Encoding, FileId, Memory, SourceText, Sources, Span, World};
use crate::tree::{Content, Table};

use super::collect::{Collected, Purpose, collect};
use super::config::{Config, PATH};
use super::fmt::everything;
use super::identify;
use super::inputs::read_inputs;
use super::pipeline::{CheckOptions, empty_run};
use super::read::read_all;
use super::sheets::{self, Role};
use super::sink;

pub use text::Target;

/// A file to take in: its name, and its bytes.
#[derive(Debug, Clone)]
pub struct Given {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What was asked for.
#[derive(Debug, Clone, Copy)]
pub struct ImportOptions {
    pub to: Target,
    /// The register of all that is not known by its name.
    pub register: Option<RegisterId>,
}

/// What would be done.
#[derive(Debug)]
pub struct Plan {
    pub units: Vec<Unit>,
    /// What could not be read, as a run without rules over records.
    pub run: Run,
}

/// The settings under a root, and the names that the company gives its own classes; none where the settings cannot be
/// read.
pub fn settings(root: &dyn World) -> Option<Config> {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let entries = root.walk();
    let mut config = match entries.iter().any(|entry| entry.path() == PATH) {
        true => super::pipeline::config(root, &mut sources, &mut diagnostics)?,
        false => Config::default(),
    };
    let mut collected = collect(&entries, &config, &mut diagnostics);
    collected.candidates.retain(|file| file.purpose != Purpose::Rule && !file.path.ends_with(".csv"));
    let (mut inputs, ..) = read_inputs(&mut collected, root, &config, false, &mut sources, &mut diagnostics);
    inputs.retain(|input| input.register.schema().single);
    let words = std::mem::take(&mut config.words);
    config.words = model::load(inputs, &sources, words, &model::Wanted::default()).words;
    Some(config)
}

/// Plans the import of files, in their order.
pub fn plan(given: &[Given], config: &Config, options: ImportOptions) -> Plan {
    let (mut units, mut sources, mut diagnostics) = (Vec::new(), Sources::default(), Vec::new());
    for file in given {
        one(file, config, options, &mut sources, &mut units, &mut diagnostics);
    }
    // Two sheets of one register become two files.
    let mut taken: Vec<String> = Vec::new();
    for unit in &mut units {
        let Some((stem, extension)) = unit.target.rsplit_once('.') else { continue };
        let names = (1..).map(|n| if n == 1 { unit.target.clone() } else { format!("{stem}_{n}.{extension}") });
        let free = names.into_iter().find(|name| !taken.contains(name));
        unit.target = free.expect("internal error: numbers ended");
        taken.push(unit.target.clone());
    }
    let rules = RuleSet::builtin(|rule| rule.each.is_none());
    let sorted = sink::sort(diagnostics, &rules, config);
    let mut run = empty_run(sources, rules, sorted.problems, &Memory::new(), &CheckOptions::default());
    run.findings = sorted.findings;
    Plan { units, run }
}

/// A sheet, or a file that is one table.
struct Piece {
    file: FileId,
    table: Table,
    register: Option<RegisterId>,
    /// The register was found by its columns, not by a name.
    guessed: bool,
    /// A cover, an explanation, a list of choices.
    aside: bool,
}

fn one(
    given: &Given,
    config: &Config,
    options: ImportOptions,
    sources: &mut Sources,
    units: &mut Vec<Unit>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // Under this folder a file is known by its name.
    let path = format!("{}{}", identify::REGISTERS, given.name);
    let desk = Memory::new().file(path.as_str(), given.bytes.clone());
    let Some(read) = read_all(&[(&path, 0)], &desk, &config.limits, false).pop() else { return };
    let shown = |mut source: SourceText| {
        source.path = source.path.trim_start_matches(identify::REGISTERS).to_owned();
        source
    };
    let mut pieces = Vec::new();
    let roles = sheets::roles(&path, &read.sheets, options.register, &mut Collected::default(), &config.words);
    let id = sources.add(shown(read.source));
    diagnostics.extend(read.diagnostics.into_iter().map(|found| found.shifted(id.0)));
    match read.content {
        Some(Content::Table(table)) => {
            let register = options.register.or_else(|| identify::by_path(&path));
            pieces.push(Piece { file: id, table, register, guessed: false, aside: false });
        }
        Some(Content::Tree(_)) => {
            let found = Diagnostic::new("input/unsupported-format", Span::at(id, 0)).phrase("reason", "extension");
            diagnostics.push(found.arg("path", given.name.as_str()));
        }
        None => {}
    }
    for (sheet, role) in read.sheets.into_iter().zip(roles) {
        let file = sources.add(shown(sheet.source));
        let Some(Content::Table(table)) = sheet.content else { continue };
        let register = match role {
            Role::Register(register) => Some(register),
            Role::Nothing => continue,
            Role::Aside | Role::Unknown | Role::Unread => None,
        };
        pieces.push(Piece { file, table, register, guessed: false, aside: role == Role::Aside });
    }
    for mut piece in pieces {
        if piece.register.is_none() && !piece.aside {
            piece.register = by_columns(&piece.table, &sources.get(piece.file).text, &config.words);
            piece.guessed = piece.register.is_some();
        }
        units.push(unit(piece, config, options.to, sources, diagnostics));
    }
}

/// The one register that has more of a table's headers than any other.
fn by_columns(table: &Table, text: &str, words: &Words) -> Option<RegisterId> {
    let fits = RegisterId::all().filter(|id| model::fits(*id, words, table, text));
    let mut known: Vec<(usize, RegisterId)> =
        fits.filter_map(|id| Some((heads(id, words, table, text)?.known, id))).collect();
    known.sort_by_key(|(known, id)| (std::cmp::Reverse(*known), *id));
    let (best, id) = known.first()?;
    (known.get(1).is_none_or(|(second, _)| second < best) && *best > 2).then_some(*id)
}

fn unit(piece: Piece, config: &Config, to: Target, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Unit {
    let source = sources.get(piece.file);
    let mut unit = Unit { source: source.path.clone(), guessed: piece.guessed, aside: piece.aside, ..Unit::default() };
    let Some(register) = piece.register else { return unit };
    unit.register = Some(register);
    if register.schema().single {
        unit.refused = Some("no-table");
        return unit;
    }
    let limits = &config.limits;
    let heads = heads(register, &config.words, &piece.table, &source.text);
    let input = Input { file: piece.file, register, content: Content::Table(piece.table) };
    let loaded = model::load(vec![input], sources, config.words.clone(), &everything());
    let part = loaded.model.register(register).and_then(|register| register.parts.first());
    let (Some(part), Some(heads)) = (part, heads) else {
        unit.refused = Some("no-header");
        return unit;
    };
    let Content::Table(table) = &part.content else { return unit };
    let canon = Canon {
        register,
        tongue: if to == Target::Csv { tongue(part, &source.text, register) } else { Tongue::Code },
        typed: to != Target::Csv,
        inside: false,
        words: &loaded.words,
    };
    let made = rows::rows(part, table, source, &canon, &heads, &loaded.secrets);
    unit.records = made.records.len();
    unit.passed = passed(&loaded.diagnostics, sources);
    unit.passed.extend(titles(table, &source.text, heads.rows.0));
    unit.columns = columns(&made.columns, &loaded.diagnostics);
    unit.changes = made.changes;
    if source.encoding != Encoding::Workbook && source.encoding != text::encoding(to) {
        let example = (source.encoding.name().to_owned(), text::encoding(to).name().to_owned());
        unit.changes.push(Change { why: "encoding", count: 1, examples: vec![example] });
    }
    unit.target = format!("{}.{}", text::file_name(register, canon.tongue), text::extension(to));
    let told = ["register/row-passed-over", "register/unknown-column", "register/secret-column"];
    let kept = loaded.diagnostics.iter().filter(|found| !told.contains(&found.rule.as_str()));
    diagnostics.extend(kept.cloned());
    match text::text(to, register, &made.columns, &made.records, &made.literal) {
        Some(text) if reads_back(&unit.target, &text, register, (&loaded, sources), limits) => {
            unit.bytes = text::encoding(to).encode(&text).unwrap_or_default();
        }
        _ => unit.refused = Some("meaning"),
    }
    unit
}

/// Reads a new file as what it would become, and compares all records.
fn reads_back(path: &str, text: &str, register: RegisterId, old: (&Loaded, &Sources), limits: &Limits) -> bool {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let file = sources.add(SourceText::new(path, text, Encoding::Utf8));
    let format = formats::by_path(path);
    let content = format.and_then(|format| (format.parse)(sources.get(file), file, limits, &mut diagnostics));
    let Some(content) = content.filter(|_| diagnostics.is_empty()) else { return false };
    let again = model::load(vec![Input { file, register, content }], &sources, old.0.words.clone(), &everything());
    same(&old.0.model, old.1, &again.model, &sources)
}

fn columns(made: &[rows::Column], diagnostics: &[Diagnostic]) -> Vec<Column> {
    let told = |rule: &str, header: &str| {
        let named = |found: &&Diagnostic| {
            found.rule == rule
                && found.args.iter().any(|(name, arg)| name == "column" && *arg == Arg::Text(header.to_owned()))
        };
        diagnostics.iter().find(named)
    };
    let one = |column: &rows::Column| Column {
        header: column.old.clone(),
        field: column.field,
        near: told("register/unknown-column", &column.old).and_then(|found| found.suggestion.clone()),
        twice: column.field.is_none() && told("register/duplicate-column", &column.old).is_some(),
        secret: told("register/secret-column", &column.old).is_some(),
    };
    made.iter().map(one).collect()
}

/// Rows that are no records, by why they are none.
fn passed(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<Passed> {
    let found = diagnostics.iter().filter(|found| found.rule == "register/row-passed-over");
    let one = |found: &Diagnostic| {
        let arg = |name: &str| found.args.iter().find(|(known, _)| known == name).map(|(_, arg)| arg);
        let why = match arg("kind") {
            Some(Arg::Phrase(why)) => why,
            _ => "remark",
        };
        let count = match arg("count") {
            Some(Arg::Text(count)) => count.parse().unwrap_or(1),
            _ => 1,
        };
        Passed { why, count, example: sources.text(found.primary().span).to_owned() }
    };
    found.map(one).collect()
}

/// What stands above the headers.
fn titles(table: &Table, text: &str, head: usize) -> Option<Passed> {
    let filled = |row: usize| {
        let words = table.row(row).map(|cell| cell.value(text).trim().to_owned());
        words.into_iter().find(|word| !word.is_empty())
    };
    let words: Vec<String> = (0..head).filter_map(filled).collect();
    let example = words.first()?.clone();
    Some(Passed { why: "title", count: words.len(), example })
}

/// A register by any of its names; else the nearest name.
pub fn register_of(name: &str) -> Result<RegisterId, Option<&'static str>> {
    let folded = identify::fold(name);
    let names = || RegisterId::all().flat_map(|id| id.names().iter().copied());
    let found = RegisterId::all().find(|id| id.names().iter().any(|known| identify::fold(known) == folded));
    found.ok_or_else(|| model::spell::nearest(name, names()))
}

/// Files of a folder that are a register's too, beside those that are about to be written.
pub fn other_files(folder: &dyn World, register: RegisterId, names: &[&str]) -> Vec<String> {
    let of = |path: &str| identify::by_path(&format!("{}{path}", identify::REGISTERS)) == Some(register);
    let known = |path: &str| formats::by_path(path).is_some();
    let there = folder.walk().into_iter().map(|entry| entry.path().to_owned());
    there.filter(|path| of(path) && known(path) && !names.contains(&path.as_str())).collect()
}
