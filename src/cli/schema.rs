//! `timlint schema`.

use std::io::Write as _;

use anyhow::bail;

use crate::model::RegisterId;
use crate::model::spell::nearest;
use crate::report::{Lang, name_of_register};
use crate::source::Disk;

use super::CLEAN;
use super::args::SchemaArgs;

/// What timlint prints for programs.
const PRINTED: [(&str, &str); 4] = [
    ("run", include_str!("../../schemas/run.schema.json")),
    ("status", include_str!("../../schemas/status.schema.json")),
    ("map", include_str!("../../schemas/map.schema.json")),
    ("diff", include_str!("../../schemas/diff.schema.json")),
];

pub fn run(args: &SchemaArgs) -> anyhow::Result<u8> {
    let lang = crate::app::language(args.lang, None, &Disk::new(".".into()));
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match args.name.as_deref() {
        Some(name) if !args.list => out.write_all(schema(name, args.record, lang)?.as_bytes())?,
        _ => {
            for (name, _) in PRINTED {
                let what = if lang == Lang::Ja { "timlint が出力する JSON" } else { "JSON that timlint prints" };
                writeln!(out, "{name:<20} {what}")?;
            }
            for register in RegisterId::all() {
                writeln!(out, "{:<20} {}", register.name(), name_of_register(register.name(), lang))?;
            }
        }
    }
    out.flush()?;
    Ok(CLEAN)
}

fn schema(name: &str, record: bool, lang: Lang) -> anyhow::Result<String> {
    if let Some((_, text)) = PRINTED.iter().find(|(known, _)| *known == name) {
        return Ok((*text).to_owned());
    }
    // Under any of its names: whoever asks has a file at hand.
    let named = |id: &RegisterId| id.name() == name || id.names().contains(&name);
    let Some(register) = RegisterId::all().find(named) else {
        let all = PRINTED.iter().map(|(name, _)| *name).chain(RegisterId::all().map(RegisterId::name));
        let near = nearest(name, all).map_or_else(String::new, |near| match lang {
            Lang::Ja => format!("もしかして {near} ですか。"),
            Lang::En => format!("Did you mean {near}? "),
        });
        bail!(match lang {
            Lang::Ja =>
                format!("{name} という台帳も出力もありません。{near}timlint schema --list で一覧を見られます。"),
            Lang::En =>
                format!("there is no register and no output {name}. {near}`timlint schema --list` names them all"),
        });
    };
    let text = register.file().expect("internal error: a register without a schema file");
    if record || register.schema().single {
        return Ok(text.to_owned());
    }
    let item: serde_json::Value = serde_json::from_str(text).expect("internal error: built-in schema is not JSON");
    let file = serde_json::json!({
        "$schema": item["$schema"], "title": item["title"], "description": item["description"],
        "type": "array", "items": item,
    });
    Ok(format!("{file:#}\n"))
}
