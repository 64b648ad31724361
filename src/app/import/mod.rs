//! `import`: from workbooks and CSV files to clean register files. Everything is planned in memory and shown; whoever
//! asked decides whether it is written. Every column and every record is kept, and the result is read back before it is
//! handed out.
//!
//! What a spelling becomes, `model::canon` knows; how records are written, `text`; what is said, `report::taken_in`.

mod accept;
mod rows;
mod text;
mod told;

use crate::diag::Diagnostic;
use crate::formats::{self, Limits};
use crate::model::canon::{Canon, Tongue, tongue};
use crate::model::same::same;
use crate::model::{self, Input, Loaded, RegisterId, Words, heads};
use crate::report::Run;
use crate::report::taken_in::{Change, Unit};
use crate::rules::RuleSet;
use crate::source::{Encoding, FileId, Memory, SourceText, Sources, Span, World};
use crate::tree::{Content, Table};

use super::collect::{Collected, Purpose, collect, unread};
use super::config::{Config, PATH};
use super::fmt::everything;
use super::identify;
use super::inputs::read_inputs;
use super::pipeline::{CheckOptions, empty_run};
use super::read::read_all;
use super::sheets::{self, Role};
use super::sink;

pub use accept::{accept, guesses, other_files, register_of};
pub use text::Target;

use told::{columns, passed, titles};

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
    if formats::by_path(&path).is_none() {
        let id = sources.add(SourceText::new(given.name.as_str(), "", Encoding::Utf8));
        diagnostics.push(unsupported(id, &given.name, unread(&path)));
        return;
    }
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
            diagnostics.push(unsupported(id, &given.name, "extension"));
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

fn unsupported(file: FileId, name: &str, reason: &'static str) -> Diagnostic {
    Diagnostic::new("input/unsupported-format", Span::at(file, 0)).phrase("reason", reason).arg("path", name)
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
    // The settings do not know what was guessed: such a header is written as the register calls it.
    let mut words = loaded.words.clone();
    words.headers.retain(|header, _| !config.guessed.contains(header));
    let canon = Canon {
        register,
        tongue: if to == Target::Csv { tongue(part, &source.text, register) } else { Tongue::Code },
        typed: to != Target::Csv,
        inside: false,
        words: &words,
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
        Some(text) if reads_back(&unit.target, &text, register, (&loaded, sources), (&words, limits)) => {
            unit.bytes = text::encoding(to).encode(&text).unwrap_or_default();
        }
        _ => unit.refused = Some("meaning"),
    }
    unit
}

/// Reads a new file as what it would become, and compares all records.
fn reads_back(
    path: &str,
    text: &str,
    register: RegisterId,
    old: (&Loaded, &Sources),
    (words, limits): (&Words, &Limits),
) -> bool {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let file = sources.add(SourceText::new(path, text, Encoding::Utf8));
    let format = formats::by_path(path);
    let content = format.and_then(|format| (format.parse)(sources.get(file), file, limits, &mut diagnostics));
    let Some(content) = content.filter(|_| diagnostics.is_empty()) else { return false };
    let again = model::load(vec![Input { file, register, content }], &sources, words.clone(), &everything());
    same(&old.0.model, old.1, &again.model, &sources)
}
