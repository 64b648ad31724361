//! What `import` asks, and what it says of its writing. Only words.

use crate::model::{FieldId, RegisterId};

use super::super::words::{Say, escaped};
use super::super::{Lang, name_of_field, name_of_register};

/// The question whether a guess at a header holds.
pub fn accept_question(register: RegisterId, header: &str, field: FieldId, lang: Lang) -> String {
    let (header, field) = (escaped(header), named(register, field, lang));
    let register = name_of_register(register.name(), lang);
    Say(lang).pick(
        format!("{register}: 見出し「{header}」は「{field}」のことですか? [y/N] "),
        format!("{register}: does the header `{header}` mean `{field}`? [y/N] "),
    )
}

pub fn accepted(register: RegisterId, header: &str, field: FieldId, lang: Lang) -> String {
    let (header, field) = (escaped(header), named(register, field, lang));
    Say(lang).pick(
        format!("推測のとおりにします: 「{header}」→「{field}」"),
        format!("taking the guess: `{header}` -> `{field}`"),
    )
}

fn named(register: RegisterId, field: FieldId, lang: Lang) -> String {
    name_of_field(register.name(), &register.schema().fields[field as usize].name, lang)
}

/// The question before writing.
pub fn question(files: usize, folder: &str, lang: Lang) -> String {
    let folder = escaped(folder);
    Say(lang).pick(
        format!("{folder} に {files}個のファイルを書きますか? [y/N] "),
        format!("Write {files} files to {folder}? [y/N] "),
    )
}

pub fn nothing_written(why: &str, lang: Lang) -> &'static str {
    let say = Say(lang);
    match why {
        "nothing" => say.pick("取り込める表がありませんでした", "There was no table to import"),
        "ask" => say.pick("まだ何も書いていません（書くには --yes）", "Nothing was written (--yes writes)"),
        _ => say.pick("まだ何も書いていません", "Nothing was written"),
    }
}

pub fn written(path: &str, lang: Lang) -> String {
    let path = escaped(path);
    Say(lang).pick(format!("書きました: {path}"), format!("Wrote: {path}"))
}

/// The folder holds another file of the register already: its records would count twice.
pub fn other_file(register: RegisterId, path: &str, lang: Lang) -> String {
    let (register, path) = (name_of_register(register.name(), lang), escaped(path));
    Say(lang).pick(
        format!("ご注意: {register}のファイルはほかにもあります: {path}。同じ記録が二重にならないよう、どちらかを片づけてください"),
        format!("Beware: {path} is a file of {register} too. Put one of them away, or its records count twice"),
    )
}

pub fn unknown_register(name: &str, near: Option<&str>, lang: Lang) -> String {
    let name = escaped(name);
    let near = match near {
        Some(near) => Say(lang).pick(format!("（{near} ですか?）"), format!(" (did you mean {near}?)")),
        None => {
            Say(lang).pick("（名前の一覧: timlint schema --list）", " (timlint schema --list names them)").to_owned()
        }
    };
    Say(lang).pick(format!("台帳「{name}」はありません{near}"), format!("there is no register {name}{near}"))
}
