//! What `import` shows before it writes: which sheet becomes which register, which header which column, which rows are
//! no records, and what is spelled anew. Only words and layout.

mod asked;
mod noticed;

use crate::model::{FieldId, RegisterId};

use super::words::{Say, escaped};
use super::{Lang, Run, name_of_field, name_of_register};

pub use asked::{accept_question, accepted, nothing_written, other_file, question, unknown_register, written};

/// One sheet or file, and what would become of it.
#[derive(Debug, Default)]
pub struct Unit {
    pub source: String,
    pub register: Option<RegisterId>,
    /// The register was found by its columns, not by a name.
    pub guessed: bool,
    /// By its name, no register: a cover, an explanation, a list of choices.
    pub aside: bool,
    pub columns: Vec<Column>,
    pub records: usize,
    pub passed: Vec<Passed>,
    pub changes: Vec<Change>,
    /// Name of the file to write.
    pub target: String,
    pub bytes: Vec<u8>,
    /// Why it cannot be written: `no-table`, `no-header`, `meaning`.
    pub refused: Option<&'static str>,
}

impl Unit {
    pub fn is_written(&self) -> bool {
        self.register.is_some() && self.refused.is_none()
    }
}

/// A header, and the column it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub header: String,
    pub field: Option<FieldId>,
    /// A name that is near to a header nobody knows.
    pub near: Option<String>,
    /// Another header stands for the same column already.
    pub twice: bool,
    pub secret: bool,
}

/// Rows that are no records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// `title`, `sum`, `remark`, `header-again`.
    pub why: &'static str,
    pub count: usize,
    pub example: String,
}

/// Values that are spelled anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub why: &'static str,
    pub count: usize,
    pub examples: Vec<(String, String)>,
}

/// All that is known before anything is written.
pub fn shown(units: &[Unit], run: &Run, lang: Lang) -> String {
    let mut text = String::new();
    for unit in units {
        one(unit, lang, &mut text);
    }
    noticed::noticed(run, lang, &mut text);
    text
}

fn one(unit: &Unit, lang: Lang, text: &mut String) {
    let say = Say(lang);
    let source = escaped(&unit.source);
    let Some(register) = unit.register else {
        let why = match unit.aside {
            true => say.pick("名前から台帳ではないとみなし、取り込みません", "by its name no register, not imported"),
            false => say.pick(
                "どの台帳か分からないため、取り込みません（--as で指定できます）",
                "no register known, not imported (--as names one)",
            ),
        };
        text.push_str(&format!("{source}: {why}\n\n"));
        return;
    };
    let guess =
        if unit.guessed { say.pick("（列の見出しから推定）", " (guessed by its columns)") } else { "" };
    let name = name_of_register(register.name(), lang);
    let (records, target) = (unit.records, escaped(&unit.target));
    text.push_str(&say.pick(
        format!("{source} → {name}{guess}: {records}件 → {target}\n"),
        format!("{source} -> {name}{guess}: {records} records -> {target}\n"),
    ));
    if let Some(why) = unit.refused {
        text.push_str(&format!("  {}\n", refused(why, lang)));
    }
    for column in &unit.columns {
        text.push_str(&format!("  {}\n", header(register, column, lang)));
    }
    for passed in &unit.passed {
        let (why, count, example) = (row(passed.why, lang), passed.count, cut(&passed.example));
        text.push_str(&say.pick(
            format!("  取り込まない行: {why} {count}行（{example}）\n"),
            format!("  rows passed over: {count} {why} ({example})\n"),
        ));
    }
    for change in &unit.changes {
        let examples: Vec<String> =
            change.examples.iter().map(|(old, new)| example(change.why, old, new, lang)).collect();
        let (why, count, examples) = (spelling(change.why, lang), change.count, examples.join(say.pick("、", ", ")));
        text.push_str(&say.pick(
            format!("  書き方をそろえる: {why} {count}か所（{examples}）\n"),
            format!("  spelled anew: {why}, {count} ({examples})\n"),
        ));
    }
    text.push('\n');
}

fn header(register: RegisterId, column: &Column, lang: Lang) -> String {
    let say = Say(lang);
    let old = match column.header.is_empty() {
        true => say.pick("（見出しなし）", "(no header)").to_owned(),
        false => cut(&column.header),
    };
    let arrow = say.pick("→", "->");
    if let Some(field) = column.field {
        let name = &register.schema().fields[field as usize].name;
        return format!("{old} {arrow} {}", name_of_field(register.name(), name, lang));
    }
    let kept = say.pick("台帳にない列。そのまま残します", "not a column of the register, kept as it is");
    let more = match (&column.near, column.secret, column.twice) {
        (_, true, _) => say.pick(
            "。パスワードらしい列です。台帳には書かないでください".to_owned(),
            "; it looks like passwords, which do not belong into a register".to_owned(),
        ),
        (_, _, true) => {
            say.pick("。同じ意味の列がほかにもあります".to_owned(), "; another column means the same".to_owned())
        }
        (Some(near), ..) => say.pick(
            format!("。推測: 「{}」かもしれません（--accept-guesses でその列にします）", escaped(near)),
            format!("; guess: it may be `{}` (--accept-guesses takes it for that)", escaped(near)),
        ),
        _ => String::new(),
    };
    format!("{old} {arrow} ? {kept}{more}")
}

fn refused(why: &str, lang: Lang) -> &'static str {
    let say = Say(lang);
    match why {
        "no-table" => say.pick(
            "書きません: この台帳は表ではありません。timlint init が作るひな形に書いてください",
            "not written: this register is no table; use the template that timlint init makes",
        ),
        "no-header" => say.pick("書きません: 見出しの行が見つかりません", "not written: no row of headers was found"),
        _ => say.pick(
            "書きません: 書くと値の意味が変わるおそれがあります。下の注意を直してからやり直してください",
            "not written: its values might not mean the same afterwards; mend what is noticed below first",
        ),
    }
}

fn row(why: &str, lang: Lang) -> &'static str {
    let say = Say(lang);
    match why {
        "title" => say.pick("見出しより上の表題など", "above the headers"),
        "sum" => say.pick("合計など", "with sums"),
        "header-again" => say.pick("見出しの繰り返し", "repeating the headers"),
        _ => say.pick("注記", "with remarks"),
    }
}

fn spelling(why: &str, lang: Lang) -> &'static str {
    let say = Say(lang);
    match why {
        "header" => say.pick("列の見出し", "headers"),
        "date" => say.pick("日付", "dates"),
        "width" => say.pick("全角と半角", "width of letters"),
        "choice" => say.pick("選択肢の言葉", "names of choices"),
        "yes-no" => say.pick("○と×", "yes and no"),
        "number" => say.pick("数字", "numbers"),
        "ditto" => say.pick("「〃」「同上」", "ditto marks"),
        "encoding" => say.pick("文字コード", "encoding"),
        "merged" => say.pick("結合セルの値を各行に入れる", "values of merged cells, in each row"),
        _ => say.pick("前後の空白", "space around values"),
    }
}

fn example(why: &str, old: &str, new: &str, lang: Lang) -> String {
    match why {
        // The value stays, it only stands in more cells.
        "merged" => cut(new),
        "encoding" => format!("{} → {}", encoding(old, lang), encoding(new, lang)),
        _ => format!("{} → {}", cut(old), cut(new)),
    }
}

/// An encoding as Excel calls it where one saves a file.
fn encoding(name: &str, lang: Lang) -> &str {
    let say = Say(lang);
    match name {
        "cp932" => say.pick("シフトJIS（CP932）", "Shift_JIS (CP932)"),
        "utf-8-bom" => say.pick("UTF-8（BOM 付き）", "UTF-8 with a byte order mark"),
        "utf-8" => say.pick("UTF-8（BOM なし）", "UTF-8 without a byte order mark"),
        "utf-16le" | "utf-16be" => "UTF-16",
        name => name,
    }
}

fn cut(text: &str) -> String {
    let safe = escaped(text);
    match safe.char_indices().nth(24) {
        Some((end, _)) => format!("{}…", &safe[..end]),
        None => safe,
    }
}
