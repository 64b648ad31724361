//! What `fmt` and `check --fix` say: files that were rewritten, or would be, or were left alone and why; and the
//! difference between two texts. Only words and layout: what is done to a file was decided before.

use similar::TextDiff;

use super::Lang;
use super::words::{Say, escaped};
use crate::source::WriteError;

/// Lines around a change.
const AROUND: usize = 3;

/// A file before and after, as it is shown.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    pub path: &'a str,
    pub old: &'a str,
    pub new: &'a str,
    /// It has a column that looks like passwords: its text is not shown.
    pub secret: bool,
}

/// A unified diff of one file.
pub fn diff(change: &Change<'_>, lang: Lang) -> String {
    let path = escaped(change.path);
    let say = Say(lang);
    if change.secret {
        let why =
            say.pick("パスワードらしい列があるため、中身は示しません", "not shown: a column looks like passwords");
        return format!("--- {path}\n+++ {path}\n# {why}\n");
    }
    if change.old == change.new {
        let why = say.pick("文字コードだけが変わります", "only the encoding changes");
        return format!("--- {path}\n+++ {path}\n# {why}\n");
    }
    let lines = TextDiff::from_lines(change.old, change.new);
    let text = lines.unified_diff().context_radius(AROUND).header(&path, &path).to_string();
    // A file may hold what makes a terminal do things.
    text.split_inclusive('\n').map(|line| format!("{}\n", tame(line.trim_end_matches('\n')))).collect()
}

/// One line, with the tabs that separate its cells.
fn tame(line: &str) -> String {
    line.split('\t').map(escaped).collect::<Vec<_>>().join("\t")
}

/// A file that `fmt` rewrote, or would rewrite.
pub fn rewritten(path: &str, only_looked: bool, lang: Lang) -> String {
    let path = escaped(path);
    match only_looked {
        true => Say(lang).pick(format!("整っていません: {path}"), format!("Would rewrite: {path}")),
        false => Say(lang).pick(format!("書き直しました: {path}"), format!("Rewrote: {path}")),
    }
}

/// A file that was left alone; the phrase is the formatter's.
pub fn left_alone(path: &str, why: &str, lang: Lang) -> String {
    let path = escaped(path);
    let say = Say(lang);
    let why = match why {
        "uncertain" => say.pick(
            "読めない箇所、列のずれ、重なった見出しなどがあり、値の意味が決まりません。timlint check で確かめてください",
            "unreadable parts, shifted cells or doubled headers leave its meaning open; see timlint check",
        ),
        "meaning" => say.pick(
            "書き直すと値の意味が変わるおそれがあります",
            "its values might not mean the same afterwards",
        ),
        "workbook" => {
            say.pick("表計算ソフトのファイルは書き換えません", "workbooks are never rewritten")
        }
        _ => say.pick(
            "台帳として読めません。timlint check で確かめてください",
            "it cannot be read as a register; see timlint check",
        ),
    };
    say.pick(format!("そのままにしました: {path}（{why}）"), format!("Left alone: {path} ({why})"))
}

/// The last line of `fmt`.
pub fn formatted(changed: usize, same: usize, left: usize, only_looked: bool, lang: Lang) -> String {
    let say = Say(lang);
    match only_looked {
        true => say.pick(
            format!("整っていない {changed}、整っている {same}、そのまま {left}"),
            format!("{changed} to rewrite, {same} in form, {left} left alone"),
        ),
        false => say.pick(
            format!("書き直した {changed}、整っていた {same}、そのまま {left}"),
            format!("{changed} rewritten, {same} in form already, {left} left alone"),
        ),
    }
}

/// What `check --diff` adds to the differences it shows.
pub fn could_fix(fixes: usize, remaining: usize, lang: Lang) -> String {
    Say(lang).pick(
        format!("直せるもの {fixes}件、直しても残るもの {remaining}件。まだ何も書いていません"),
        format!("{fixes} can be fixed, {remaining} would remain; nothing was written"),
    )
}

/// A fix that the file's encoding has no character for.
pub fn unwritable(path: &str, encoding: &str, character: char, lang: Lang) -> String {
    let (path, character) = (escaped(path), escaped(&character.to_string()));
    Say(lang).pick(
        format!("{path}: 「{character}」は文字コード {encoding} で書けないため、直していません"),
        format!("{path}: not fixed, because {encoding} has no `{character}`"),
    )
}

/// A file that could not be written.
pub fn not_written(path: &str, error: &WriteError, lang: Lang) -> String {
    let path = escaped(path);
    let say = Say(lang);
    let why = match error {
        WriteError::ReadOnly => say.pick("書き込みが禁止されています".to_owned(), "it is write-protected".to_owned()),
        WriteError::Denied => say
            .pick("このフォルダーに書く権限がありません".to_owned(), "no permission to write in its folder".to_owned()),
        WriteError::Vanished => say.pick("もうありません".to_owned(), "it is gone".to_owned()),
        WriteError::NotAFile => say.pick("ファイルではありません".to_owned(), "it is no file".to_owned()),
        WriteError::Io(detail) => escaped(detail),
    };
    say.pick(format!("{path} を書けませんでした: {why}"), format!("cannot write {path}: {why}"))
}

/// `timlint.toml` cannot be read.
pub fn no_settings(lang: Lang) -> &'static str {
    Say(lang).pick(
        "timlint.toml を読めません。timlint check で確かめてください",
        "timlint.toml cannot be read; see timlint check",
    )
}
