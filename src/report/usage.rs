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

/// That there is no such thing, and then the one that may have been meant, or else how to find the others.
fn or_near(said: String, near: Option<&str>, others: &str, lang: Lang) -> String {
    match near {
        Some(near) => said + &Say(lang).pick(format!("もしかして: {near}"), format!("; did you mean {near}?")),
        None => said + others,
    }
}

/// An id that neither a rule nor a part of the criteria has. `near` is the one that may have been meant.
pub fn nothing_called(asked: &str, near: Option<&str>, lang: Lang) -> String {
    let asked = escaped(asked);
    let said = Say(lang)
        .pick(format!("{asked} という規則も項目もありません。"), format!("no rule and no item is called {asked}"));
    let others = Say(lang).pick(
        "一覧は timlint rules list と timlint status --by item で見られます。",
        "; `timlint rules list` and `timlint status --by item` name them all",
    );
    or_near(said, near, others, lang)
}

/// `above` is the part of the criteria that would hold it.
pub fn not_in_the_criteria(asked: &str, above: &str, lang: Lang) -> String {
    let asked = escaped(asked);
    Say(lang).pick(
        format!("基準に {asked} はありません。timlint explain {above} で、あるものを見られます。"),
        format!("the criteria have no {asked}; `timlint explain {above}` shows what there is"),
    )
}

pub fn no_part(asked: &str, near: Option<&str>, lang: Lang) -> String {
    let asked = escaped(asked);
    let said = Say(lang).pick(format!("基準に {asked} はありません。"), format!("the criteria have no {asked}"));
    let others = Say(lang).pick(
        "章（I）・節（I.2）・項目（I.2.1）のどれかを指定してください。",
        "; name a chapter (I), a section (I.2) or an item (I.2.1)",
    );
    or_near(said, near, others, lang)
}

pub fn a_part_of_the_other(asked: &str, to: &str, lang: Lang) -> String {
    let asked = escaped(asked);
    Say(lang).pick(
        format!("{asked} は基準ではなく {to} のものです。--reverse を付けてください。"),
        format!("{asked} is a part of {to}, not of the criteria; add --reverse"),
    )
}

pub fn unrelated(asked: &str, to: &str, near: Option<&str>, lang: Lang) -> String {
    let asked = escaped(asked);
    let said = Say(lang).pick(
        format!("{to} の {asked} に関連する節はありません。"),
        format!("no section is related to {asked} of {to}"),
    );
    or_near(said, near, "", lang)
}

pub fn no_assets(lang: Lang) -> &'static str {
    Say(lang).pick("--assets には 1 以上の数を指定してください。", "--assets must be at least 1")
}

pub fn too_few_people(fewest: usize, lang: Lang) -> String {
    Say(lang).pick(
        format!("--people には {fewest} 以上の数を指定してください。それより少ないと、役割に就く人が足りません。"),
        format!("--people must be at least {fewest}: somebody has to fill each post"),
    )
}

pub fn not_empty(path: &Path, lang: Lang) -> String {
    let path = shown(path);
    Say(lang).pick(
        format!("{path} は空のフォルダーではありません。何も書いていません。"),
        format!("{path} is not an empty folder; nothing was written"),
    )
}

pub fn inside(path: &Path, folder: &Path, lang: Lang) -> String {
    let (path, folder) = (shown(path), shown(folder));
    Say(lang).pick(
        format!("{path} は {folder} の中にあります。外の場所を指定してください。"),
        format!("{path} lies inside {folder}; choose a place outside"),
    )
}

/// A folder such as `/` gives the list of what was planted no name.
pub fn no_name_for_the_list(path: &Path, lang: Lang) -> String {
    let path = shown(path);
    Say(lang).pick(
        format!("{path} には名前がないので、埋め込んだ誤りの一覧の名前が決まりません。--planted でファイルを指定してください。"),
        format!("{path} has no name to call the list of mistakes after; name a file with --planted"),
    )
}

pub fn no_name(lang: Lang) -> &'static str {
    Say(lang).pick("--name に名前が書かれていません。", "--name is empty")
}

/// `known` are all switches, where none is near.
pub fn no_switch(name: &str, near: Option<&str>, known: &str, lang: Lang) -> String {
    let name = escaped(name);
    let said = Say(lang).pick(format!("{name} という --switch はありません。"), format!("there is no switch {name}"));
    let others = Say(lang).pick(format!("次の中から選んでください: {known}"), format!("; choose one of {known}"));
    or_near(said, near, &others, lang)
}

pub fn both_ways(name: &str, lang: Lang) -> String {
    let name = escaped(name);
    Say(lang).pick(
        format!("--switch {name} が yes と no の両方で指定されています。"),
        format!("--switch {name} is given twice, with yes and with no"),
    )
}

pub fn in_no_company(path: &Path, lang: Lang) -> String {
    let path = shown(path);
    Say(lang).pick(
        format!("{path} は、timlint.toml か registers/ のあるフォルダーの中にありません。"),
        format!("{path} lies in no folder with timlint.toml or registers/"),
    )
}

pub fn no_register_file(path: &str, root: &Path, lang: Lang) -> String {
    let (path, root) = (escaped(path), shown(root));
    Say(lang).pick(
        format!("{path} は {root} の台帳ファイルではありません。"),
        format!("{path} is no register file of {root}"),
    )
}

/// A file that a command was given cannot be read.
pub fn cannot_read(path: &Path, error: &io::Error, lang: Lang) -> String {
    let (path, why) = (shown(path), because(error, lang));
    Say(lang).pick(format!("{path} を読めません: {why}"), format!("cannot read {path}: {why}"))
}

/// A file or a folder that a command should make cannot be written.
pub fn cannot_write(path: &Path, error: &io::Error, lang: Lang) -> String {
    let (path, why) = (shown(path), because(error, lang));
    Say(lang).pick(format!("{path} に書けません: {why}"), format!("cannot write {path}: {why}"))
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
        io::ErrorKind::NotADirectory => {
            say.pick("途中にフォルダーでないものがあります", "a part of the path is no folder")
        }
        io::ErrorKind::AlreadyExists => {
            say.pick("同じ名前のものがすでにあります", "something of that name is there already")
        }
        _ => return error.to_string(),
    };
    why.to_owned()
}
