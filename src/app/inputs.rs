//! From the collected files to inputs of registers: reads them, and finds the register of each file and sheet.

use crate::diag::Diagnostic;
use crate::formats::Sheet;
use crate::model::{self, Input, RegisterId};
use crate::report::InputInfo;
use crate::source::{Encoding, FileId, SourceText, Sources, Span, World};
use crate::tree::Content;

use super::collect::{Collected, Purpose, RULE_FOLDER, nowhere};
use super::config::Config;
use super::identify;
use super::read::{ReadFile, read_all};
use super::sheets::{self, Role};

/// Rule files of the repository: id and file.
pub type RuleFiles = Vec<(String, FileId)>;

/// Reads all candidates. Files that are no register's leave a diagnostic and an entry among the inputs.
pub fn read_inputs(
    collected: &mut Collected,
    world: &dyn World,
    config: &Config,
    hash: bool,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Input>, Vec<InputInfo>, RuleFiles) {
    let (mut inputs, mut infos, mut rules) = (Vec::new(), Vec::new(), Vec::new());
    for refusal in &collected.refusals {
        let file = sources.add(SourceText::new(refusal.path.as_str(), "", Encoding::Utf8));
        let diagnostic = Diagnostic::new(refusal.rule, nowhere(file))
            .phrase("reason", refusal.phrase)
            .arg("path", refusal.path.as_str());
        diagnostics.push(diagnostic);
    }
    let paths: Vec<(&str, u64)> = collected.candidates.iter().map(|file| (file.path.as_str(), file.bytes)).collect();
    let files = read_all(&paths, world, &config.limits, hash);
    for (candidate, file) in std::mem::take(&mut collected.candidates).iter().zip(files) {
        let ReadFile { source, content, diagnostics: found, readable, sheets } = file;
        let mut info = info(&source, content.as_ref(), readable);
        let broken = !found.is_empty();
        let id = sources.add(source);
        let found: Vec<Diagnostic> = found.into_iter().map(|diagnostic| diagnostic.shifted(id.0)).collect();
        if let (Purpose::Records(named), false) = (&candidate.purpose, sheets.is_empty()) {
            diagnostics.extend(found);
            let roles = sheets::roles(&candidate.path, &sheets, *named, collected, &config.words);
            diagnostics.extend(sheets::said(&sheets, &roles, id));
            for (sheet, role) in sheets.into_iter().zip(roles) {
                add_sheet(sheet, role, &info, sources, &mut inputs, &mut infos);
            }
            continue;
        }
        match &candidate.purpose {
            Purpose::Rule => {
                // A rule file's syntax is judged when it is compiled.
                if !readable {
                    diagnostics.extend(found);
                } else {
                    let rule = candidate.path.trim_start_matches(RULE_FOLDER);
                    let rule = rule.rsplit_once('.').map_or(rule, |(id, _)| id);
                    rules.push((rule.to_owned(), id));
                }
                continue;
            }
            Purpose::Records(named) => {
                diagnostics.extend(found);
                let Some(content) = content else {
                    infos.push(info);
                    continue;
                };
                let text = &sources.get(id).text;
                match register_of(*named, &content, text, id, &candidate.path, broken, diagnostics) {
                    Some(register) => {
                        info.register = Some(register.name().to_owned());
                        inputs.push(Input { file: id, register, content });
                    }
                    None if identify::is_plain_text(&content, text) => continue,
                    None => {}
                }
            }
        }
        infos.push(info);
    }
    for pattern in collected.sheets.iter().filter(|pattern| !pattern.met) {
        diagnostics.push(Diagnostic::new("config/pattern-without-file", pattern.span));
    }
    (inputs, infos, rules)
}

fn info(source: &SourceText, content: Option<&Content>, readable: bool) -> InputInfo {
    InputInfo {
        path: source.file().to_owned(),
        sheet: source.sheet.as_ref().map(|sheet| sheet.name.clone()),
        register: None,
        format: crate::formats::by_path(source.file()).map(|format| format.name),
        encoding: (readable && source.encoding != Encoding::Workbook).then(|| source.encoding.name()),
        separator: match content {
            Some(Content::Table(table)) if source.sheet.is_none() => separator_name(table.separator),
            _ => None,
        },
        header: None,
        records: 0,
        sha256: source.sha256.clone(),
    }
}

fn separator_name(separator: char) -> Option<&'static str> {
    match separator {
        ',' => Some("comma"),
        ';' => Some("semicolon"),
        '\t' => Some("tab"),
        _ => None,
    }
}

/// A sheet becomes a text of its own, whatever it is, so that findings can point at it.
fn add_sheet(
    sheet: Sheet,
    role: Role,
    workbook: &InputInfo,
    sources: &mut Sources,
    inputs: &mut Vec<Input>,
    infos: &mut Vec<InputInfo>,
) {
    let mut info = info(&sheet.source, None, true);
    info.sha256.clone_from(&workbook.sha256);
    let file = sources.add(sheet.source);
    if let (Role::Register(register), Some(content)) = (role, sheet.content) {
        info.register = Some(register.name().to_owned());
        inputs.push(Input { file, register, content });
    }
    if role != Role::Nothing {
        infos.push(info);
    }
}

fn register_of(
    named: Option<RegisterId>,
    content: &Content,
    text: &str,
    file: FileId,
    path: &str,
    broken: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<RegisterId> {
    if identify::is_plain_text(content, text) {
        return None;
    }
    let documents = RegisterId::by_name("documents");
    // Markdown in `documents/` is a document unless it says otherwise; elsewhere a setting decides.
    if named.is_some() && named != documents {
        return named;
    }
    match identify::by_content(content, text) {
        Some(Ok(register)) => return Some(register),
        Some(Err((name, start, end))) => {
            let nearest = RegisterId::all().flat_map(|id| id.names().iter().copied());
            let diagnostic = Diagnostic::new("input/unknown-register", Span::new(file, start, end))
                .arg("name", name.as_str())
                .suggest(model::spell::nearest(&name, nearest));
            diagnostics.push(diagnostic);
            return None;
        }
        None => {}
    }
    let found = named.or_else(|| identify::by_path(path));
    if found.is_none() && !broken {
        let diagnostic = Diagnostic::new("input/unknown-register", Span::at(file, 0))
            .arg("name", path.rsplit('/').next().unwrap_or(path))
            .suggest(identify::nearest_name(path));
        diagnostics.push(diagnostic);
    }
    found
}
