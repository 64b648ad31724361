//! `export`: all registers as one workbook, for people who work in a spreadsheet program. What a table cannot hold, and
//! what must not leave the repository, is said and never lost in silence.
//!
//! How cells look in the workbook belongs to `book`; which sentences stand in it, to `report::exchange`.

mod book;
mod cells;
mod marks;
mod sheet;

use crate::formats;
use crate::model::canon::Tongue;
use crate::model::same::different;
use crate::model::{self, Input, Loaded, RegisterId, Words};
use crate::report::Lang;
use crate::source::{Sources, World};

use super::collect::{Collected, collect};
use super::config::{Config, PATH};
use super::fmt::everything;
use super::inputs::read_inputs;
use super::language::language;
use super::pipeline::{CheckOptions, check};
use super::sheets::{self, Role};

use book::Book;
use marks::Marks;
use sheet::Sheet;

/// What was asked for.
#[derive(Debug, Clone, Default)]
pub struct ExportOptions {
    pub lang: Option<Lang>,
    pub with_findings: bool,
    /// Day of judgement, and of the workbook's making; today where not named.
    pub as_of: Option<i32>,
}

#[derive(Debug)]
pub struct Exported {
    pub bytes: Vec<u8>,
    pub lang: Lang,
    pub sheets: usize,
    pub records: usize,
    /// Findings that are marked; none where nobody asked.
    pub findings: Option<usize>,
    /// Columns that look like passwords: register and header.
    pub secrets: Vec<(RegisterId, String)>,
    /// Registers that are no table and stay in their files.
    pub left: Vec<RegisterId>,
    /// Registers with values that a cell cannot hold: the sheet is good for reading, not for importing.
    pub unfaithful: Vec<RegisterId>,
    /// Files that could not be read.
    pub unread: Vec<String>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum ExportError {
    /// `timlint.toml` is not readable.
    Config,
    NoRegister,
    /// A cell holds more text than a workbook can: register and header.
    TooLong(RegisterId, String),
    /// More rows or columns than a sheet can have.
    TooLarge(RegisterId),
    Workbook(String),
}

/// Characters in a cell, rows and columns of a sheet: the limits of the format.
const CELL: usize = 32_767;
const ROWS: usize = 1_048_575;
const COLUMNS: usize = 16_384;

pub fn export(world: &dyn World, options: &ExportOptions) -> Result<Exported, ExportError> {
    let entries = world.walk();
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let config = match entries.iter().any(|entry| entry.path() == PATH) {
        true => super::pipeline::config(world, &mut sources, &mut diagnostics).ok_or(ExportError::Config)?,
        false => Config::default(),
    };
    let lang = language(options.lang, config.lang, world);
    let mut collected = collect(&entries, &config, &mut diagnostics);
    let (inputs, infos, _) = read_inputs(&mut collected, world, &config, false, &mut sources, &mut diagnostics);
    if inputs.is_empty() {
        return Err(ExportError::NoRegister);
    }
    let unread = infos.iter().filter(|info| info.register.is_none()).map(|info| info.name().into_owned()).collect();
    let loaded = model::load(inputs, &sources, config.words.clone(), &everything());
    let tongue = match lang {
        Lang::Ja => Tongue::Ja,
        Lang::En => Tongue::En,
    };
    let registers = || RegisterId::all().filter(|id| loaded.model.was_seen(*id));
    let left: Vec<RegisterId> = registers().filter(|id| id.schema().single).collect();
    let made: Vec<Sheet> =
        registers().filter(|id| !left.contains(id)).map(|id| Sheet::of(id, &loaded, &sources, tongue)).collect();
    within_limits(&made)?;
    let as_of = options.as_of.unwrap_or_else(|| world.today());
    let marks = match options.with_findings {
        true => {
            let asked = CheckOptions { as_of: Some(as_of), ..CheckOptions::default() };
            let (run, _) = check(world, &asked).map_err(|_| ExportError::NoRegister)?;
            Some(Marks::of(&run, &made, &sources, lang))
        }
        false => None,
    };
    let book = Book { sheets: &made, marks: marks.as_ref(), words: &loaded.words, lang, tongue, as_of };
    let bytes = book.bytes().map_err(|error| ExportError::Workbook(error.to_string()))?;
    let unfaithful = unfaithful(&bytes, &loaded, &sources, &left);
    Ok(Exported {
        bytes,
        lang,
        sheets: made.len(),
        records: made.iter().map(|sheet| sheet.rows.len()).sum(),
        findings: marks.map(|marks| marks.findings.iter().filter(|mark| !mark.waived).count()),
        secrets: made.iter().flat_map(|s| s.secrets.iter().map(|header| (s.register, header.clone()))).collect(),
        left,
        unfaithful,
        unread,
    })
}

fn within_limits(sheets: &[Sheet]) -> Result<(), ExportError> {
    for sheet in sheets {
        if sheet.rows.len() > ROWS || sheet.columns.len() > COLUMNS {
            return Err(ExportError::TooLarge(sheet.register));
        }
        for row in &sheet.rows {
            let long = |text: &String| text.len() > CELL && text.encode_utf16().count() > CELL;
            if let Some(column) = row.iter().position(long) {
                return Err(ExportError::TooLong(sheet.register, sheet.columns[column].header.clone()));
            }
        }
    }
    Ok(())
}

/// Reads the workbook back, as anybody would, and names the registers that would not be the same.
fn unfaithful(bytes: &[u8], loaded: &Loaded, sources: &Sources, left: &[RegisterId]) -> Vec<RegisterId> {
    let (again, texts) = reading(bytes, &loaded.words);
    let differ: Vec<RegisterId> =
        different(&loaded.model, sources, &again.model, &texts).map(RegisterId::kept_in).collect();
    RegisterId::all().filter(|id| differ.contains(id) && !left.contains(id)).collect()
}

fn reading(bytes: &[u8], words: &Words) -> (Loaded, Sources) {
    const NAME: &str = "registers/timlint.xlsx";
    let (mut sources, mut inputs) = (Sources::default(), Vec::new());
    let workbook = formats::by_path(NAME).and_then(|format| format.workbook);
    let read = workbook.expect("internal error: no reader of workbooks");
    let sheets = read(bytes, NAME, &formats::Limits::default(), &mut Vec::new());
    let roles = sheets::roles(NAME, &sheets, None, &mut Collected::default(), words);
    for (sheet, role) in sheets.into_iter().zip(roles) {
        let file = sources.add(sheet.source);
        if let (Role::Register(register), Some(content)) = (role, sheet.content) {
            inputs.push(Input { file, register, content });
        }
    }
    (model::load(inputs, &sources, words.clone(), &everything()), sources)
}
