//! `docs/rules-list.md`: every built-in rule, by the register it judges.

use std::fmt::Write as _;

use timlint::model::RegisterId;
use timlint::rules::RuleSet;

use super::{COMMAND, cell};

pub fn page() -> String {
    let rules = RuleSet::builtin(|_| true);
    let judging = rules.iter().filter(|rule| rule.records().is_some()).count();
    let mut page = format!(
        "<!-- Made from rules/ by `{COMMAND}`; do not edit. -->\n\n\
         # Built-in rules · 組み込みの規則\n\n\
         {} rules: {judging} judge records, {} speak of files, registers, settings and rules that cannot be read or used as they are. \
         `timlint explain <rule>` tells why each matters, how to mend it, and shows examples.\n\n\
         規則は{}件です。うち{judging}件は台帳の記録を判定し、{}件はファイル・台帳・設定・規則そのものの不備を知らせます。\
         理由・直し方・例は `timlint explain 規則名` で読めます。\n",
        rules.len(),
        rules.len() - judging,
        rules.len(),
        rules.len() - judging,
    );
    let mut group = String::new();
    for rule in rules.iter() {
        let (folder, _) = rule.id.split_once('/').expect("a rule's id has a folder");
        if folder != group {
            group = folder.to_owned();
            let ja = RegisterId::by_name(folder).map(|id| format!(" · {}", id.schema().ja));
            let ja = ja.or_else(|| not_a_register(folder).map(|words| format!(" · {words}"))).unwrap_or_default();
            writeln!(page, "\n## {folder}{ja}\n\n| rule | level | items | 内容 | title |\n|---|---|---|---|---|")
                .expect("a string");
        }
        let words = rule.words();
        let (ja, en) = (cell(&words.ja.title), cell(&words.en.title));
        writeln!(page, "| `{}` | {} | {} | {ja} | {en} |", rule.id, rule.level.name(), rule.items.join(", "))
            .expect("a string");
    }
    page
}

/// Folders of rules that timlint judges while it reads.
fn not_a_register(folder: &str) -> Option<&'static str> {
    Some(match folder {
        "baseline" => "ベースライン",
        "config" => "timlint.toml の誤り",
        "input" => "読み取れないファイル",
        "register" => "すべての台帳に共通",
        "rule" => "規則ファイルの誤り",
        "waiving" => "猶予の当てはめ",
        _ => return None,
    })
}
