//! The company's own declarations, as far as they were answered. The rest stands as remarks: a default that nobody
//! decided on must not look like a decision.

use crate::model::Schema;
use crate::report::Lang;
use crate::rules::{Param, params};

use super::scope::{company, switches};
use super::{File, Options, line};

/// Levels of the criteria, and how companies mostly call them.
const CLASSES: [(&str, &str, &str); 2] = [("high", "極秘", "secret"), ("other", "社外秘", "internal")];

pub fn file(options: &Options) -> File {
    let name = options.pick("事業者プロファイル", "org");
    let path = format!("{}{name}.yaml", crate::app::identify::REGISTERS);
    File { path, text: write(options), register: Some(company()) }
}

fn write(options: &Options) -> String {
    let schema = company().schema();
    let key = |field: &str| key(schema, field, options.lang);
    let say = |ja, en| options.pick(ja, en);
    let mut out = String::new();
    line(
        &mut out,
        say(
            "# 会社の概要と、すべての確認の前提になることを書くファイルです。",
            "# The company, and what every check rests on.",
        ),
    );
    line(
        &mut out,
        say(
            "# 空いている欄を埋め、経営層の承認を受けてから、承認者と承認日を書いてください。",
            "# Fill in what is blank, have management approve it, then write down who approved it and when.",
        ),
    );
    line(&mut out, format!("register: {}", schema.name));
    match &options.name {
        Some(name) => line(&mut out, format!("{}: {}", key("name"), text(name))),
        None => {
            line(&mut out, format!("{}:  {}", key("name"), say("# 会社の正式な名前", "# legal name of the company")))
        }
    }
    let sites = say(
        "# 対象とする事業所や工場。例: [本社工場, 第二工場]",
        "# offices and factories, such as [main plant, second plant]",
    );
    line(&mut out, format!("{}:  {sites}", key("sites")));
    let departments = say(
        "# 対象とする部署。ほかの台帳と同じ書き方で。例: [設計課, 製造課]",
        "# spelled as in the other registers, such as [design, production]",
    );
    line(&mut out, format!("{}:  {departments}", key("departments")));
    classes(options, &key("classes"), &mut out);
    applicability(options, &key("applicability"), &mut out);
    periods(options, &key("params"), &mut out);
    ledgers(options, &key("ledgers"), &mut out);
    out.push('\n');
    let by = say(
        "# 承認した経営層の人（要員名簿の社員番号か氏名）",
        "# who of the management approved this (number or name as in the list of people)",
    );
    line(&mut out, format!("{}:  {by}", key("approved_by")));
    line(
        &mut out,
        format!(
            "{}:  {}",
            key("approved_on"),
            say("# 承認した日。例: 2026-04-01", "# day of the approval, such as 2026-04-01")
        ),
    );
    out
}

/// How the file names a field.
fn key(schema: &Schema, field: &str, lang: Lang) -> String {
    let id = schema.field(field).expect("internal error: a field of the company is gone");
    match lang {
        Lang::Ja => schema.fields[usize::from(id)].ja.clone(),
        Lang::En => field.to_owned(),
    }
}

/// A text in quotes: names of companies begin with anything. JSON's escapes are YAML's too.
fn text(raw: &str) -> String {
    serde_json::Value::from(raw).to_string()
}

fn classes(options: &Options, key: &str, out: &mut String) {
    out.push('\n');
    line(
        out,
        options.pick(
            "# 機密区分の名前です。別の呼び方をしているなら name と marker（表示する文字）を書き換えてください。",
            "# Names of the classes. If you call them otherwise, change `name`, and `marker` (what is stamped or written).",
        ),
    );
    line(out, format!("{key}:"));
    for (level, ja, en) in CLASSES {
        let name = options.pick(ja, en);
        line(out, format!("  - level: {level}"));
        line(out, format!("    name: {name}"));
        line(out, format!("    marker: {name}"));
    }
}

fn applicability(options: &Options, key: &str, out: &mut String) {
    out.push('\n');
    line(
        out,
        options.pick(
            "# 自社に当てはまるなら true、当てはまらないなら false と書きます。先頭に # のある行はまだ答えていないものです。",
            "# true where it is so in the company, false where it is not. Lines that begin with # have no answer yet.",
        ),
    );
    line(
        out,
        options.pick(
            "# 決まったら # を消し、true か false を書いてください。答えていない間は、当てはまるものとして扱われます。",
            "# Once decided, delete the # and write true or false. Until then a duty counts as yours.",
        ),
    );
    line(out, format!("{key}:"));
    for switch in switches() {
        let title = options.pick(&switch.ja, &switch.en);
        match options.answers.get(&switch.name) {
            Some(answer) => line(out, format!("  {}: {answer}  # {title}", switch.name)),
            None => {
                line(out, format!("  # {}:  # {title}{}", switch.name, options.pick("（未回答）", " (not answered)")))
            }
        }
    }
}

fn periods(options: &Options, key: &str, out: &mut String) {
    out.push('\n');
    for remark in [
        options.pick(
            "# 見直しや保存の期間は会社が決めるものです。下は目安です。決めたものから、行の先頭の # を消してください。",
            "# Periods are for the company to decide. Below are defaults; delete the # of those that you decide on.",
        ),
        options.pick(
            "# P7D は7日、P1M は1か月、P12M は12か月、P1Y は1年、PT10M は10分です。「3か月」のように書いても構いません。",
            "# P7D is 7 days, P1M one month, P12M twelve months, P1Y a year, PT10M ten minutes.",
        ),
    ] {
        line(out, remark);
    }
    line(out, format!("{key}:"));
    for param in params() {
        line(out, format!("  # {}", remark(param, options)));
        line(out, format!("  # {}: {}", param.name, param.default));
    }
}

/// What a period is, which items it belongs to and where its default comes from.
fn remark(param: &Param, options: &Options) -> String {
    let items = param.items.join(" ");
    match options.lang {
        Lang::Ja => {
            // What stands in brackets is a remark in English.
            let source = match param.source.split(" (").next().unwrap_or_default() {
                "fixed" => "基準が定める",
                "own" => "独自の既定値",
                source => source,
            };
            format!("{}［項目 {items}、出どころ: {source}］", param.meaning.ja)
        }
        Lang::En => format!("{} [items {items}; default from: {}]", param.meaning.en, param.source),
    }
}

fn ledgers(options: &Options, key: &str, out: &mut String) {
    out.push('\n');
    line(
        out,
        options.pick(
            "# 管理簿ごとの責任者、記録担当者、保存期間、置き場所です。例にならい、# を消して書いてください。",
            "# Who answers for each ledger, who writes it, how long and where it is kept. Follow the example, without the #.",
        ),
    );
    line(out, format!("{key}:"));
    let owner = options.pick("責任者の社員番号か氏名", "number or name of the owner");
    let keeper = options.pick("記録担当者の社員番号か氏名", "number or name of the keeper");
    let storage = options.pick("置き場所", "place");
    for example in [
        "- register: handling_log".to_owned(),
        format!("  owner_id: {owner}"),
        format!("  keeper_id: {keeper}"),
        "  retention: P3Y".to_owned(),
        format!("  storage: {storage}"),
        "  encrypted: true".to_owned(),
    ] {
        line(out, format!("  # {example}"));
    }
}
