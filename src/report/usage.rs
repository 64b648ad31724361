//! What is said of an order that cannot be carried out as it was typed. clap's own complaints about flags are not here: they
//! are English whatever the language is (DESIGN.md).

use std::io;
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

/// A file that a command was given cannot be read.
pub fn cannot_read(path: &Path, error: &io::Error, lang: Lang) -> String {
    let (path, why) = (shown(path), because(error, lang));
    Say(lang).pick(format!("{path} を読めません: {why}"), format!("cannot read {path}: {why}"))
}

/// A file that a command should make cannot be written.
pub fn cannot_write(path: &Path, error: &io::Error, lang: Lang) -> String {
    let (path, why) = (shown(path), because(error, lang));
    Say(lang).pick(format!("{path} に書けません: {why}"), format!("cannot write {path}: {why}"))
}

/// A file above which no folder has settings or registers.
pub fn in_no_repository(path: &Path, lang: Lang) -> String {
    let path = shown(path);
    Say(lang).pick(
        format!("{path} は、timlint.toml か registers/ のあるフォルダーの中にありません"),
        format!("{path} lies in no folder with timlint.toml or registers/"),
    )
}

/// A file or folder in which no register is kept.
pub fn no_register_file(path: &str, root: &Path, lang: Lang) -> String {
    let (path, root) = (escaped(path), shown(root));
    Say(lang)
        .pick(format!("{path} は {root} の台帳ファイルではありません"), format!("{path} is no register file of {root}"))
}

/// A folder where a file is wanted.
pub fn no_file(path: &Path, lang: Lang) -> String {
    let path = shown(path);
    Say(lang).pick(format!("{path} はファイルではありません"), format!("{path} is no file"))
}

pub fn larger_than(path: &Path, bytes: u64, lang: Lang) -> String {
    let path = shown(path);
    Say(lang).pick(
        format!("{path} は大きすぎます（読むのは {bytes} バイトまで）"),
        format!("{path} is larger than {bytes} bytes"),
    )
}

/// The usual reasons in words; for the others the operating system has its own.
fn because(error: &io::Error, lang: Lang) -> String {
    let say = Say(lang);
    let why = match error.kind() {
        io::ErrorKind::NotFound => say.pick("ファイルまたはフォルダーがありません", "there is no such file or folder"),
        io::ErrorKind::PermissionDenied => say.pick("権限がありません", "no permission"),
        io::ErrorKind::IsADirectory => {
            say.pick("フォルダーです。ファイルを指定してください", "it is a folder; name a file")
        }
        _ => return error.to_string(),
    };
    why.to_owned()
}
