//! Mistakes in the list of information.

use super::super::calendar::TODAY;
use super::super::company::Company;
use super::super::rng::Rng;
use super::super::value::{Value, code};
use super::Victim;

const ASSETS: &str = "assets";

fn active(company: &Company, row: u32) -> bool {
    company.is(ASSETS, row, "status", "active")
}

fn high(company: &Company, row: u32) -> bool {
    active(company, row) && company.is(ASSETS, row, "class", "high")
}

fn other(company: &Company, row: u32) -> bool {
    active(company, row) && company.is(ASSETS, row, "class", "other")
}

fn is_form(company: &Company, row: u32, form: &'static str) -> bool {
    active(company, row) && company.is(ASSETS, row, "form", form)
}

/// Sets one cell of an asset that fits.
fn spoil(
    company: &mut Company,
    rng: &mut Rng,
    fits: impl Fn(&Company, u32) -> bool,
    column: &str,
    value: Value,
) -> Option<Victim> {
    let row = company.pick(rng, ASSETS, fits)?;
    company.set(ASSETS, row, column, value);
    Some((ASSETS, row))
}

pub fn high_without_owner(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, high, "owner_id", Value::Blank)
}

pub fn high_without_location(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, |company, row| high(company, row) && company.movable(row), "location", Value::Blank)
}

pub fn high_without_contact(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, high, "contact", Value::Blank)
}

pub fn high_without_retention(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, high, "retention_until", Value::Blank)
}

pub fn high_without_disclosed_to(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, high, "disclosed_to", Value::Blank)
}

/// Ends all rights a few days ago, after everything that was done with them.
fn end_all_rights(company: &mut Company, rng: &mut Rng, fits: fn(&Company, u32) -> bool) -> Option<Victim> {
    let row = company.pick(rng, ASSETS, fits)?;
    for right in company.rights_of[row as usize].clone() {
        if company.blank("access_rights", right, "ended_on") {
            company.set("access_rights", right, "ended_on", Value::Day(TODAY - 3));
            company.set("access_rights", right, "end_reason", Value::Word("project_end"));
        }
    }
    Some((ASSETS, row))
}

pub fn high_without_access_list(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    end_all_rights(company, rng, high)
}

pub fn other_without_access_list(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    end_all_rights(company, rng, other)
}

pub fn electronic_unmarked(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, |company, row| is_form(company, row, "electronic"), "marking_method", Value::Blank)
}

pub fn paper_unmarked(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, |company, row| is_form(company, row, "paper"), "marking_place", Value::Blank)
}

pub fn object_unmarked(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, |company, row| is_form(company, row, "object"), "marking_place", Value::Word("cover"))
}

/// The rack, behind all containers that can be locked.
fn rack(company: &Company) -> Value {
    code::container(company.table("containers").len() - 1)
}

pub fn in_unlockable_container(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let rack = rack(company);
    let solid = |company: &Company, row| {
        company.movable(row) && (is_form(company, row, "paper") || is_form(company, row, "object"))
    };
    spoil(company, rng, solid, "location", rack)
}

/// Moves a file. Where it goes is no server, so nobody needs an account there.
fn move_file(company: &mut Company, rng: &mut Rng, class: fn(&Company, u32) -> bool, to: Value) -> Option<Victim> {
    let row = company.pick(rng, ASSETS, |company, row| class(company, row) && is_form(company, row, "electronic"))?;
    company.set(ASSETS, row, "encryption", Value::Blank);
    company.set(ASSETS, row, "location", to);
    Some((ASSETS, row))
}

pub fn in_open_service(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    move_file(company, rng, other, code::service(2))
}

pub fn in_retired_service(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    move_file(company, rng, active, code::service(3))
}

pub fn above_service_class(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    move_file(company, rng, high, code::service(1))
}

pub fn high_on_unencrypted_device(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    move_file(company, rng, high, code::machine(0))
}

pub fn in_retired_system(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    move_file(company, rng, other, code::machine(1))
}

pub fn on_disposed_medium(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let media = company.table("media");
    let gone = (0..media.len() as u32).find(|row| *media.get(*row, "status") == Value::Word("disposed"))?;
    move_file(company, rng, active, code::medium(gone as usize))
}

pub fn kept_past_retention(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, active, "retention_until", Value::Day(TODAY - 50))
}

pub fn copy_below_original(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    // A copy made from a secret original is secret itself, so its own class tells. A folder's name tells it too: not on
    // a server, where that would be a second mistake.
    let copy = |company: &Company, row| {
        high(company, row) && !company.blank(ASSETS, row, "parent_copy_of") && !on_server(company, row)
    };
    let victim = spoil(company, rng, copy, "class", Value::Word("other"))?;
    company.set(ASSETS, victim.1, "class_reason", Value::list([Value::Word("2-2")]));
    Some(victim)
}

/// Files on servers lie in folders named after their class.
fn on_server(company: &Company, row: u32) -> bool {
    matches!(company.get(ASSETS, row, "location"), Value::Own(_))
}

pub fn path_names_other_class(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, ASSETS, |company, row| active(company, row) && on_server(company, row))?;
    let path = company.get(ASSETS, row, "location").plain();
    let wrong =
        if path.contains("極秘") { path.replace("極秘", "社外秘") } else { path.replace("社外秘", "極秘") };
    company.set(ASSETS, row, "location", Value::own(wrong));
    Some((ASSETS, row))
}

pub fn entrusted_past_return(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let entrusted = |company: &Company, row| active(company, row) && !company.blank(ASSETS, row, "entrusted_by");
    spoil(company, rng, entrusted, "return_due", Value::Day(TODAY - 30))
}

pub fn entrusted_not_in_ledger(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let (entry, asset) = company.pick_about_asset(rng, "entrusted_log", |company, entry| {
        company.to("entrusted_log", entry, "asset_id").is_some_and(|asset| active(company, asset))
    })?;
    company.remove("entrusted_log", entry);
    Some((ASSETS, asset))
}
