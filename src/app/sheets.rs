//! Which register each sheet of a workbook is: by `timlint.toml`, by the sheet's name, else by the workbook's. Covers,
//! explanations and lists of choices are no registers, and that is said.
//!
//! How a file finds its register by its own name stands in `identify`.

use crate::diag::Diagnostic;
use crate::formats::Sheet;
use crate::model::{RegisterId, Words, fits};
use crate::source::{FileId, Span};
use crate::tree::{Content, Table};

use super::collect::Collected;
use super::identify;

/// What a sheet turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Register(RegisterId),
    /// Named in `exclude`, or without any filled cell: nothing to say.
    Nothing,
    /// No register by its name: a cover, an explanation, a list of choices.
    Aside,
    Unknown,
    /// It could not be read, which is said already.
    Unread,
}

/// Words in the names of sheets that nobody takes for a register.
const ASIDE: &[&str] = &[
    "表紙",
    "目次",
    "説明",
    "凡例",
    "注意",
    "記入例",
    "記載例",
    "記入要領",
    "使い方",
    "手順",
    "履歴",
    "マスタ",
    "リスト",
    "選択肢",
    "プルダウン",
    "集計",
    "グラフ",
    "ピボット",
    "印刷",
    "所見",
    "cover",
    "contents",
    "readme",
    "read me",
    "legend",
    "example",
    "howto",
    "history",
    "master",
    "lookup",
    "choices",
    "summary",
    "chart",
    "pivot",
    "findings",
];

/// The role of each sheet of one workbook. `named` is the register that a setting gives the whole file.
pub fn roles(
    path: &str,
    sheets: &[Sheet],
    named: Option<RegisterId>,
    collected: &mut Collected,
    words: &Words,
) -> Vec<Role> {
    let mut roles: Vec<Role> = sheets.iter().map(|sheet| own_role(sheet, collected, words)).collect();
    let Some(register) = named.or_else(|| identify::by_path(path)) else { return roles };
    let unknown: Vec<usize> = (0..roles.len()).filter(|i| roles[*i] == Role::Unknown).collect();
    for i in &unknown {
        // `Sheet1` of 要員名簿.xlsx is the register of that name; of several such sheets, those with its columns.
        let alone = unknown.len() == 1 && !roles.iter().any(|role| matches!(role, Role::Register(_)));
        if alone || table(&sheets[*i]).is_some_and(|table| fits(register, words, table, &sheets[*i].source.text)) {
            roles[*i] = Role::Register(register);
        }
    }
    roles
}

fn table(sheet: &Sheet) -> Option<&Table> {
    match &sheet.content {
        Some(Content::Table(table)) => Some(table),
        _ => None,
    }
}

/// What a sheet is by itself.
fn own_role(sheet: &Sheet, collected: &mut Collected, words: &Words) -> Role {
    let source = &sheet.source;
    let name = source.sheet.as_ref().map_or("", |sheet| &sheet.name);
    if collected.excluded.iter().any(|glob| glob.is_match(&source.path)) {
        return Role::Nothing;
    }
    let Some(table) = table(sheet) else { return Role::Unread };
    if let Some(pattern) = collected.sheets.iter_mut().find(|pattern| pattern.glob.is_match(&source.path)) {
        pattern.met = true;
        return Role::Register(pattern.register);
    }
    if let Some(register) = identify::by_stem(name) {
        return Role::Register(register);
    }
    // `資産` alone may be anything; with the columns of 資産目録 it is that.
    let short = identify::by_short_name(name).filter(|id| fits(*id, words, table, &source.text));
    if let Some(register) = short {
        return Role::Register(register);
    }
    let folded = identify::fold(name);
    match () {
        () if table.row_count() == 0 => Role::Nothing,
        () if ASIDE.iter().any(|word| folded.contains(word)) => Role::Aside,
        () => Role::Unknown,
    }
}

/// The register that the title of a sheet names: its first filled cell.
fn titled(sheet: &Sheet) -> Option<String> {
    let source = &sheet.source;
    let first = table(sheet)?.row(0).find(|cell| cell.start < cell.end)?;
    let title = source.text.get(first.start as usize..first.end as usize)?;
    Some(identify::by_stem(title)?.schema().ja.to_owned())
}

/// What is said of sheets that are no register; `first` is the id of the workbook, the sheets follow it.
pub fn said(sheets: &[Sheet], roles: &[Role], first: FileId) -> Vec<Diagnostic> {
    let name = |i: usize| sheets[i].source.sheet.as_ref().map_or("", |sheet| sheet.name.as_str());
    let mut found = Vec::new();
    let aside: Vec<&str> = (0..sheets.len()).filter(|i| roles[*i] == Role::Aside).map(name).collect();
    if !aside.is_empty() {
        let diagnostic = Diagnostic::new("register/sheet-passed-over", Span::at(first, 0));
        found.push(diagnostic.arg("sheets", aside.join("、")).arg("path", sheets[0].source.file()));
    }
    for i in (0..sheets.len()).filter(|i| roles[*i] == Role::Unknown) {
        let file = FileId(first.0 + 1 + i as u32);
        let place = table(&sheets[i]).and_then(|table| table.row(0).find(|cell| cell.start < cell.end));
        let (start, end) = place.map_or((0, 0), |cell| (cell.start as usize, cell.end as usize));
        let near = titled(&sheets[i]).or_else(|| identify::nearest_name(name(i)));
        let likely = near.as_deref().and_then(identify::by_stem);
        let diagnostic = Diagnostic::new("input/unknown-sheet", Span::new(file, start, end))
            .arg("name", name(i))
            .arg("path", sheets[i].source.path.as_str())
            .arg("register", likely.map_or("people", RegisterId::name))
            .suggest(near);
        found.push(diagnostic);
    }
    found
}
