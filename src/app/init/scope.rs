//! Scope switches: which there are, how people call them, and which registers hang on them.
//!
//! Both stand in the schemas. Nothing here names a switch or a register, except that of the company itself.

use crate::model::RegisterId;
use crate::rules::Applies;

use super::Options;

/// A scope switch of the company.
#[derive(Debug, Clone)]
pub struct Switch {
    pub name: String,
    pub ja: String,
    pub en: String,
}

/// All switches, in the order of the schema.
pub fn switches() -> Vec<Switch> {
    let json = company().schema().json();
    let known = json["properties"]["applicability"]["properties"].as_object();
    let switch = |(name, own): (&String, &serde_json::Value)| {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or(name).to_owned();
        Switch { name: name.clone(), ja: text(&own["x-timlint"]["ja"]), en: text(&own["title"]) }
    };
    known.into_iter().flatten().map(switch).collect()
}

/// The register in which the company declares its switches.
pub fn company() -> RegisterId {
    RegisterId::by_name("org").expect("internal error: there is a register of the company")
}

/// Whether a register is to be kept. Only a clear no leaves it out: what was not answered may yet be a yes.
pub fn needed(register: RegisterId, options: &Options) -> bool {
    let json = register.schema().json();
    let Some(condition) = json["x-timlint"]["applies_if"].as_str() else { return true };
    let condition = Applies::parse(condition).expect("internal error: a schema hangs on a condition that is none");
    options.all || condition.holds(&|switch| options.answers.get(switch).copied()) != Some(false)
}
