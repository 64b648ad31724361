//! The file of a baseline as it is written, and what `timlint baseline` says. Which findings belong into it is decided
//! before.

use super::words::{Say, Secrets, escaped};
use super::{Finding, Lang, Run};
use crate::model::date::format_date;

/// Changes when a reader of the file must change.
pub const SCHEMA: &str = "timlint/baseline/1";

/// One finding as the file has it. Only the fingerprint counts; the rest is for people who read the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    pub rule: String,
    pub register: String,
    pub subject: String,
    pub fingerprint: String,
}

/// Findings as they are listed: nothing that is secret is written into a file.
pub fn listed<'f>(run: &Run, findings: impl Iterator<Item = &'f Finding>) -> Vec<Listed> {
    let secrets = Secrets::of(run);
    let one = |finding: &Finding| {
        let subject = finding.diagnostic.subject.as_ref();
        Listed {
            rule: finding.diagnostic.rule.clone(),
            register: subject.map(|subject| subject.register.clone()).unwrap_or_default(),
            subject: subject.map(|subject| secrets.mask(&subject.key).into_owned()).unwrap_or_default(),
            fingerprint: finding.fingerprint.clone(),
        }
    };
    findings.map(one).collect()
}

/// The whole file, one finding a line, in an order that does not depend on where records stand: differences stay small.
pub fn file(made_on: i32, until: i32, mut findings: Vec<Listed>) -> String {
    findings.sort();
    findings.dedup();
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let lines: Vec<String> = findings
        .iter()
        .map(|one| {
            let Listed { rule, register, subject, fingerprint } = one;
            format!(
                "    {{\"fingerprint\": {}, \"rule\": {}, \"register\": {}, \"subject\": {}}}",
                quoted(fingerprint),
                quoted(rule),
                quoted(register),
                quoted(subject)
            )
        })
        .collect();
    let list = if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}\n  ]", lines.join(",\n")) };
    format!(
        "{{\n  \"schema\": \"{SCHEMA}\",\n  \"made_on\": \"{}\",\n  \"until\": \"{}\",\n  \"findings\": {list}\n}}\n",
        format_date(made_on),
        format_date(until)
    )
}

/// A baseline was written.
pub fn written(path: &str, count: usize, until: i32, lang: Lang) -> String {
    let (path, until) = (escaped(path), format_date(until));
    Say(lang).pick(
        format!("{path} に書きました: {until}まで待たせる指摘 {count}件。新しい指摘はこれまでどおり数に入ります。"),
        format!("Wrote {path}: {count} findings may wait until {until}. New ones count as before."),
    )
}

/// What is gone was taken out.
pub fn pruned(path: &str, gone: usize, left: usize, lang: Lang) -> String {
    let path = escaped(path);
    Say(lang).pick(
        format!("{path}: なくなった指摘 {gone}件を消しました。残りは {left}件です。加えたものはありません。"),
        format!("{path}: took out {gone} that are gone, {left} are left; nothing was added."),
    )
}

/// Findings that no baseline takes in.
pub fn left_to_mend(count: usize, lang: Lang) -> String {
    Say(lang).pick(
        format!("読み込めないもの・設定の誤り・猶予そのものの不備 {count}件は載せません。先に直してください。"),
        format!(
            "{count} that could not be read, are set up wrongly or concern waivers are not listed: mend them first."
        ),
    )
}

/// The file will not be found where it was written.
pub fn not_looked_for(path: &str, lang: Lang) -> String {
    let line = format!("baseline = {}", serde_json::Value::from(path));
    let line = escaped(&line);
    Say(lang).pick(
        format!("check に使わせるには timlint.toml に {line} と書いてください。"),
        format!("For `check` to use it, write {line} into timlint.toml."),
    )
}

/// There is one already.
pub fn exists(path: &str, new: usize, gone: usize, lang: Lang) -> String {
    let path = escaped(path);
    Say(lang).pick(
        format!(
            "{path} はもうあります。載っていない指摘が {new}件、なくなった指摘が {gone}件あります。\
             なくなったものだけを消すなら --prune、載っていない指摘も加えて作り直すなら --force を付けてください。"
        ),
        format!(
            "{path} exists already; {new} findings are not in it, {gone} of its entries are gone. \
             --prune only takes out what is gone; --force makes it anew, with what was added since."
        ),
    )
}

/// There is none to take anything out of.
pub fn absent(path: &str, lang: Lang) -> String {
    let path = escaped(path);
    Say(lang).pick(
        format!("{path} を読めません。--prune は、あるベースラインから消すためのものです。"),
        format!("{path} cannot be read; --prune takes entries out of a baseline that is there."),
    )
}

/// The end is before the day of judgement.
pub fn over(until: i32, as_of: i32, lang: Lang) -> String {
    let (until, as_of) = (format_date(until), format_date(as_of));
    Say(lang).pick(
        format!("--until {until} は判定日 {as_of} より前です。"),
        format!("--until {until} is before the day of judgement, {as_of}."),
    )
}
