//! What stands in an exported workbook beside the registers, and what `export` says. Only words: what a cell holds was
//! decided before. What `import` says stands in `taken_in`.

use crate::diag::Level;
use crate::model::date::format_date;
use crate::model::{Field, RegisterId, Type};

use super::words::{Say, escaped};
use super::{Lang, Waived, name_of_register};

pub fn findings_sheet(lang: Lang) -> &'static str {
    Say(lang).pick("所見", "findings")
}

/// Sheets whose names say so are no registers.
pub fn choices_sheet(lang: Lang) -> &'static str {
    Say(lang).pick("選択肢", "choices")
}

pub fn findings_columns(lang: Lang) -> [&'static str; 6] {
    Say(lang).pick(["重さ", "規則", "場所", "内容", "なぜ", "直し方"], ["level", "rule", "place", "what", "why", "fix"])
}

/// How grave a finding is. One that somebody waived is shown, and does not count until that day.
pub fn level(level: Level, waived: Option<&Waived>, lang: Lang) -> String {
    let level = Say(lang).level(level);
    let Some(waived) = waived else { return level.to_owned() };
    let until = format_date(waived.until);
    Say(lang).pick(format!("{level}（{until}まで猶予）"), format!("{level} (waived until {until})"))
}

/// The comment on a cell that a finding is about.
pub fn comment(level: &str, rule: &str, what: &str, fix: &str, lang: Lang) -> String {
    let remedy = Say(lang).pick("直し方: ", "Fix: ");
    format!("{level}[{rule}]\n{what}\n{remedy}{fix}")
}

/// The comment on a header: what the column is for, and how it is filled in.
pub fn note(told: &str, field: &Field, lang: Lang) -> String {
    let say = Say(lang);
    let how = match field.ty {
        Type::Date => say.pick("日付で書きます（例: 2026-04-01）。", "A date, such as 2026-04-01."),
        Type::DateTime => {
            say.pick("日付と時刻で書きます（例: 2026-04-01 09:00）。", "Date and time, such as 2026-04-01 09:00.")
        }
        Type::Enum | Type::Boolean => say.pick("一覧から選びます。", "Choose from the list."),
        Type::List => say.pick("いくつかあれば「、」で区切ります。", "Several are separated by commas."),
        _ => "",
    };
    let required = if field.required { say.pick("必ず書きます。", "Required.") } else { "" };
    let lines: Vec<&str> = [told, how, required].into_iter().filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// Title and text of the window that appears when a cell does not take what was typed.
pub fn refusal(day: bool, lang: Lang) -> (&'static str, &'static str) {
    let say = Say(lang);
    match day {
        true => (
            say.pick("日付ではありません", "Not a date"),
            say.pick(
                "日付で書いてください（例: 2026-04-01）。期間や「なし」はそのまま書けます。",
                "Write a date, such as 2026-04-01.",
            ),
        ),
        false => (
            say.pick("一覧にありません", "Not in the list"),
            say.pick("一覧から選んでください。", "Choose from the list."),
        ),
    }
}

/// What came of an export, as numbers.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    pub sheets: usize,
    pub records: usize,
    pub findings: Option<usize>,
}

/// The line on a workbook that was written.
pub fn exported(path: &str, counts: Counts, lang: Lang) -> String {
    let path = escaped(path);
    let Counts { sheets, records, findings } = counts;
    let marked = findings
        .map_or_else(String::new, |count| Say(lang).pick(format!("、指摘 {count}件"), format!(", {count} findings")));
    Say(lang).pick(
        format!("{path} に {sheets}台帳・{records}件{marked}を書き出しました"),
        format!("Wrote {records} records in {sheets} registers{marked} to {path}"),
    )
}

pub fn secret_left_out(register: RegisterId, header: &str, lang: Lang) -> String {
    let (register, header) = (name_of_register(register.name(), lang), escaped(header));
    Say(lang).pick(
        format!("書き出していません: {register}の列「{header}」はパスワードらしいため"),
        format!("Not exported: column `{header}` of {register} looks like passwords"),
    )
}

pub fn stays_in_its_file(register: RegisterId, lang: Lang) -> String {
    let register = name_of_register(register.name(), lang);
    Say(lang).pick(
        format!("書き出していません: {register}は表ではないため、元のファイルで管理してください"),
        format!("Not exported: {register} is no table and stays in its file"),
    )
}

pub fn unfaithful(register: RegisterId, lang: Lang) -> String {
    let register = name_of_register(register.name(), lang);
    Say(lang).pick(
        format!("ご注意: {register}には1つのセルに収まらない値があります。このシートは見るためだけに使い、取り込まないでください"),
        format!("Beware: {register} has values that no single cell can hold. Read this sheet, but do not import it"),
    )
}

pub fn not_read(path: &str, lang: Lang) -> String {
    let path = escaped(path);
    Say(lang).pick(
        format!("書き出していません: {path} は台帳として読めません。timlint check で確かめてください"),
        format!("Not exported: {path} cannot be read as a register; see timlint check"),
    )
}

pub fn too_long(register: RegisterId, header: &str, lang: Lang) -> String {
    let (register, header) = (name_of_register(register.name(), lang), escaped(header));
    Say(lang).pick(
        format!("{register}の列「{header}」に32,767文字を超える値があり、ブックに書けません"),
        format!("a value in column `{header}` of {register} is longer than the 32,767 characters of a cell"),
    )
}

pub fn too_large(register: RegisterId, lang: Lang) -> String {
    let register = name_of_register(register.name(), lang);
    Say(lang).pick(
        format!("{register}は1枚のシートに収まりません"),
        format!("{register} has more rows or columns than a sheet can hold"),
    )
}

/// The workbook itself cannot be made: `detail` is the library's own word.
pub fn no_workbook(detail: &str, lang: Lang) -> String {
    let detail = escaped(detail);
    Say(lang).pick(format!("ブックを作れません: {detail}"), format!("cannot make the workbook: {detail}"))
}

pub fn exists(path: &str, lang: Lang) -> String {
    let path = escaped(path);
    Say(lang).pick(
        format!("{path} はすでにあります（上書きするなら --force）"),
        format!("{path} exists already (--force overwrites it)"),
    )
}
