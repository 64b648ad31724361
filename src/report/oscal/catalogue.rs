//! The criteria as groups (chapters, sections) and controls (items), in timlint's own words.

use serde_json::{Value, json};

use crate::report::Lang;
use crate::report::handed::uuid;
use crate::report::words::Say;
use crate::rules::{Catalogue, Chapter, Item, Section, catalogue};

use super::{metadata, prop};

/// The part of a control that an assessment speaks of.
pub fn objective(item: &str) -> String {
    format!("{item}_obj")
}

pub fn whole(say: Say, as_of: i32) -> Value {
    let criteria: &Catalogue = catalogue();
    let title = say.pick(
        "技術情報管理の基準（timlint による要約）",
        "Criteria for managing technical information (timlint's digest)",
    );
    let remarks = say.pick(
        "各項目の文は timlint が要約したもので、告示の原文ではありません。非公式です。",
        "Items are worded by timlint; they are not the text of the criteria. Unofficial.",
    );
    let groups: Vec<Value> = criteria.chapters.iter().map(|part| chapter(part, say)).collect();
    json!({ "catalog": {
        "uuid": id(say),
        "metadata": metadata(title, criteria.edition, as_of, remarks),
        "groups": groups,
    } })
}

/// The catalogue's own UUID; results name it.
pub fn id(say: Say) -> String {
    uuid(&format!("catalogue {} {}", catalogue().edition, say.0.name()))
}

fn chapter(chapter: &Chapter, say: Say) -> Value {
    let ja = say.0 == Lang::Ja;
    let groups: Vec<Value> = chapter.sections.iter().map(|part| section(part, say)).collect();
    json!({
        "id": chapter.id,
        "class": "chapter",
        "title": chapter.title.pick(ja),
        "props": [{ "name": "label", "value": chapter.id }],
        "groups": groups,
    })
}

fn section(section: &Section, say: Say) -> Value {
    let ja = say.0 == Lang::Ja;
    let controls: Vec<Value> = section.items.iter().map(|part| item(part, say)).collect();
    json!({
        "id": section.id,
        "class": "section",
        "title": section.title.pick(ja),
        "props": [{ "name": "label", "value": section.id }, prop("obligation", &section.obligation)],
        "parts": [{ "id": format!("{}_ovw", section.id), "name": "overview", "prose": section.duty.pick(ja) }],
        "controls": controls,
    })
}

fn item(item: &Item, say: Say) -> Value {
    let ja = say.0 == Lang::Ja;
    let mut props = vec![json!({ "name": "label", "value": item.id }), prop("obligation", &item.obligation)];
    props.extend(item.applies_if.as_ref().map(|applies| prop("applies-if", &say.applies(applies))));
    props.extend(item.registers.iter().map(|register| prop("register", register)));
    json!({
        "id": item.id,
        "class": "item",
        "title": item.title.pick(ja),
        "props": props,
        "parts": [
            { "id": format!("{}_smt", item.id), "name": "statement", "prose": item.text.pick(ja) },
            { "id": objective(&item.id), "name": "assessment-objective", "prose": say.automation(item.automation) },
        ],
    })
}
