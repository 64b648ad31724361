//! `timlint rules new`.

use std::fs;
use std::io::{self, Write as _};

use anyhow::{Context as _, bail};

use crate::app::language;
use crate::model::RegisterId;
use crate::model::spell::nearest;
use crate::report::{Lang, rule_form, usage};
use crate::rules::builtin_source;
use crate::source::{Disk, is_folder};

use super::args::RuleNewArgs;
use super::{CLEAN, output};

pub fn run(args: &RuleNewArgs) -> anyhow::Result<u8> {
    let lang = language(args.lang, None, &Disk::new(args.path.clone()));
    if !is_folder(&args.path) {
        bail!(usage::not_a_folder(&args.path, lang));
    }
    let ja = lang == Lang::Ja;
    let id = args.id.as_str();
    // It becomes the path of a file.
    let part = |part: &str| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        !part.is_empty() && part.chars().all(plain)
    };
    if !id.contains('/') || !id.split('/').all(part) {
        bail!(if ja {
            format!(
                "{id} は規則の番号になりません。people/no-department のように、英小文字・数字・ハイフンで「台帳/名前」の形に書いてください。"
            )
        } else {
            format!("{id} is no id of a rule; write it as register/name in lower case, such as people/no-department")
        });
    }
    if builtin_source(id).is_some() {
        bail!(if ja {
            format!("{id} は組み込みの規則の番号です。別の名前にしてください。")
        } else {
            format!("{id} is a built-in rule; choose another name")
        });
    }
    let named = args.each.as_deref().unwrap_or_else(|| id.split('/').next().unwrap_or(id));
    let Some(register) = RegisterId::by_name(named).filter(|register| !register.is_nested()) else {
        let near = nearest(named, RegisterId::all().map(RegisterId::name));
        let near = near.map_or_else(String::new, |near| {
            if ja { format!("もしかして {near} ですか。") } else { format!("; did you mean {near}?") }
        });
        bail!(if ja {
            format!("{named} という台帳はありません。--each で台帳を指定してください。{near}")
        } else {
            format!("there is no register {named}, name one with --each{near}")
        });
    };
    let text = rule_form(id, register, lang).context("internal error: a register without a field to ask for")?;
    let place = args.path.join("rules").join(format!("{id}.yaml"));
    let folder = place.parent().context("internal error: a file without a folder")?;
    output::make_folder(folder, lang)?;
    match fs::File::create_new(&place).and_then(|mut file| file.write_all(text.as_bytes())) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => bail!(if ja {
            format!("{} はすでにあります。上書きしません。", place.display())
        } else {
            format!("{} exists already and is left as it is", place.display())
        }),
        written => written.map_err(output::unwritable(&place, lang))?,
    }
    println!("{}", place.display());
    Ok(CLEAN)
}
