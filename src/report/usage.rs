//! What is said of an order that cannot be carried out as it was typed. clap's own complaints about flags are not here: they
//! are English whatever the language is (DESIGN.md).

use std::path::Path;

use super::Lang;
use super::words::{Say, escaped};

fn shown(path: &Path) -> String {
    escaped(&path.display().to_string())
}

pub fn not_a_folder(path: &Path, lang: Lang) -> String {
    let path = shown(path);
    Say(lang).pick(
        format!("{path} というフォルダーはありません。台帳のフォルダーを指定してください。"),
        format!("{path} is not a folder"),
    )
}

/// `example` is what to write instead: `json=out.json`.
pub fn one_format(example: &str, lang: Lang) -> String {
    Say(lang).pick(
        format!("標準出力に書ける形式は1つだけです。ほかの形式はファイルに書いてください: --format {example}"),
        format!("only one format can go to standard output; name a file for the others: --format {example}"),
    )
}

pub fn no_rule(pattern: &str, lang: Lang) -> String {
    let pattern = escaped(pattern);
    Say(lang).pick(
        format!("{pattern} に合う規則はありません。規則の一覧は timlint rules list で見られます。"),
        format!("no rule matches {pattern}; `timlint rules list` names them all"),
    )
}

pub fn no_pattern(pattern: &str, why: &str, lang: Lang) -> String {
    let (pattern, why) = (escaped(pattern), escaped(why));
    Say(lang).pick(
        format!("{pattern} は規則を選ぶ書き方になっていません（{why}）。assets/* や */held-by-leaver のように書いてください。"),
        format!("{pattern} is not a pattern: {why}"),
    )
}

pub fn unsafe_without_fix(lang: Lang) -> &'static str {
    Say(lang).pick(
        "--unsafe-fixes は --fix か --diff と一緒に指定してください。",
        "--unsafe-fixes goes with --fix or --diff",
    )
}

pub fn no_verb(word: &str, lang: Lang) -> String {
    let word = escaped(word);
    Say(lang).pick(
        format!("{word} というコマンドはありません。コマンドの一覧は timlint --help で見られます。"),
        format!("there is no verb {word}; `timlint --help` names them all"),
    )
}

pub fn no_place_for_a_baseline(path: &str, lang: Lang) -> String {
    let path = escaped(path);
    Say(lang).pick(
        format!("--output {path}: 点検するフォルダーの中の .json ファイルを指定してください。"),
        format!("--output {path}: name a .json file below the folder that is checked"),
    )
}
