//! The company's own declarations: `org.yaml`. Switches and periods come from the schema and the rules, so that a new
//! one is declared here as soon as it is known there.

use std::fmt::Write as _;

use crate::model::RegisterId;
use crate::rules::params;

use super::calendar::day;
use super::company::Company;
use super::value::{Value, code};

/// What this company does not have.
const ABSENT: &[&str] = &[
    "master_key",
    "visitors",
    "device_takeout",
    "transport",
    "carrier",
    "remote_maintenance",
    "datacenter",
    "telework",
];

/// Registers that are ledgers, with somebody who answers for each.
pub const LEDGERS: &[&str] = &["handling_log", "access_rights", "key_loans", "media", "it_assets", "reviews"];

pub fn write(company: &Company) -> String {
    let staff = &company.staff;
    let mut out = String::new();
    let mut departments: Vec<&str> = Vec::new();
    for person in &staff.people {
        if !departments.contains(&person.department.as_str()) {
            departments.push(&person.department);
        }
    }
    let approved = crate::model::date::format_date(day(2026, 4, 1));
    let mut line = |text: String| writeln!(out, "{text}").expect("internal error: writing to a string");
    line("# 架空の会社です。timlint demo が作りました".to_owned());
    line(format!("name: {}", company.name));
    line("sites: [本社工場]".to_owned());
    line(format!("departments: [{}]", departments.join(", ")));
    line("classes:".to_owned());
    line("  - { level: high, name: 極秘, marker: 極秘, minimum: { 保管: 施錠か暗号化 } }".to_owned());
    line("  - { level: other, name: 社外秘, marker: 社外秘 }".to_owned());
    line("applicability:".to_owned());
    let schema = RegisterId::by_name("org").expect("internal error: no schema of the company").schema();
    let json = schema.json();
    let switches = &json["properties"]["applicability"]["properties"];
    for switch in switches.as_object().into_iter().flat_map(|switches| switches.keys()) {
        line(format!("  {switch}: {}", !ABSENT.contains(&switch.as_str())));
    }
    line("params:".to_owned());
    for param in params() {
        line(format!("  {}: {}", param.name, param.default));
    }
    line(format!("approved_by: {}", code::person(staff.president()).plain()));
    line(format!("approved_on: {approved}"));
    line("ledgers:".to_owned());
    let assets = company.table("assets");
    let mut parties: Vec<String> = (0..assets.len() as u32)
        .map(|row| assets.get(row, "entrusted_by"))
        .filter(|party| !matches!(party, Value::Blank))
        .map(Value::plain)
        .collect();
    parties.sort_unstable();
    parties.dedup();
    let own = LEDGERS.iter().map(|register| (*register, None));
    for (register, party) in own.chain(parties.iter().map(|party| ("entrusted_log", Some(party)))) {
        line(format!("  - register: {register}"));
        if let Some(party) = party {
            line(format!("    party: {party}"));
        }
        line(format!("    owner_id: {}", code::person(staff.director()).plain()));
        line(format!("    keeper_id: {}", code::person(staff.manager(0)).plain()));
        line("    retention: P3Y".to_owned());
        line(format!("    storage: {}", code::server(0).plain()));
        line("    encrypted: true".to_owned());
        line(format!("    retention_confirmed_on: {approved}"));
    }
    out
}
