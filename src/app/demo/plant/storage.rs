//! Mistakes about keys, media and places.

use super::super::calendar::{TODAY, workday};
use super::super::company::Company;
use super::super::places::SERVER_ROOM;
use super::super::rng::Rng;
use super::super::value::{Value, code};
use super::{Victim, leaver};

const LOANS: &str = "key_loans";
const A_DAY: i32 = 24 * 60;

fn minute(company: &Company, row: u32, column: &str) -> i32 {
    match company.get(LOANS, row, column) {
        Value::Minute(minute) => *minute,
        other => unreachable!("internal error: {other:?} as a time"),
    }
}

/// The loan of the same key just before this one.
fn loan_before(company: &Company, row: u32) -> Option<u32> {
    let key = company.get(LOANS, row, "key_id");
    let out = minute(company, row, "out_at");
    let loans = 0..company.table(LOANS).len() as u32;
    let same =
        loans.filter(|loan| company.get(LOANS, *loan, "key_id") == key && minute(company, *loan, "out_at") < out);
    same.max_by_key(|loan| minute(company, *loan, "out_at"))
}

pub fn lent_twice(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, LOANS, |company, row| {
        let key = company.to(LOANS, row, "key_id").expect("internal error: a loan of no key");
        *company.get("keys", key, "quantity") == Value::Number(1)
            && loan_before(company, row).is_some_and(|before| company.free(LOANS, before))
    })?;
    let before = loan_before(company, row)?;
    company.claim(LOANS, before);
    let out = minute(company, row, "out_at");
    company.set(LOANS, before, "in_at", Value::Minute(out + 20));
    Some((LOANS, row))
}

pub fn returned_before_lent(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, LOANS, |_, _| true)?;
    let out = minute(company, row, "out_at");
    company.set(LOANS, row, "in_at", Value::Minute(out - A_DAY));
    Some((LOANS, row))
}

fn left(company: &Company, row: u32) -> Option<i32> {
    let borrower = company.to(LOANS, row, "borrower_id")?;
    company.staff.people[borrower as usize].left
}

/// Leavers borrow keys of which there are two, so that the next loan is still possible.
pub fn not_returned_by_leaver(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, LOANS, |company, row| left(company, row).is_some())?;
    let left = left(company, row)?;
    company.set(LOANS, row, "in_at", Value::Minute((left + 4) * A_DAY + 9 * 60));
    Some((LOANS, row))
}

pub fn borrower_not_allowed(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let room = Value::list([code::area(SERVER_ROOM)]);
    let row = company.pick(rng, LOANS, |company, row| {
        let key = company.to(LOANS, row, "key_id").expect("internal error: a loan of no key");
        *company.get("keys", key, "target_id") == room
    })?;
    // Members are admitted in their order; the last one is not.
    let outsider = *company.staff.members.last()?;
    company.set(LOANS, row, "borrower_id", code::person(outsider));
    Some((LOANS, row))
}

/// The director holds no right to anything.
pub fn borrower_without_right(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, LOANS, |company, row| {
        let key = company.to(LOANS, row, "key_id").expect("internal error: a loan of no key");
        // Keys of containers stand in the containers' order, before those of areas; the rack has none.
        (key as usize) < company.table("containers").len() - 1
    })?;
    company.set(LOANS, row, "borrower_id", code::person(company.staff.director()));
    Some((LOANS, row))
}

pub fn duplicate_key(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, LOANS, |company, row| row > 0 && company.free(LOANS, row - 1))?;
    company.claim(LOANS, row - 1);
    let id = company.get(LOANS, row - 1, "id").clone();
    company.set(LOANS, row, "id", id);
    Some((LOANS, row))
}

pub fn dangling_reference(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, LOANS, |_, _| true)?;
    let number = company.get(LOANS, row, "receiver_id").plain();
    company.set(LOANS, row, "receiver_id", Value::own(number.replace('E', "E-")));
    Some((LOANS, row))
}

fn metal(company: &Company, row: u32) -> bool {
    company.is("keys", row, "kind", "metal")
}

pub fn kept_by_leaver(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let leaver = leaver(company, rng)?;
    let row = company.pick(rng, "keys", metal)?;
    company.set("keys", row, "keeper_id", code::person(leaver));
    Some(("keys", row))
}

/// A metal key: whoever knew a code would be a second mistake.
pub fn key_held_by_leaver(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let leaver = leaver(company, rng)?;
    let row = company.pick(rng, "keys", metal)?;
    company.set("keys", row, "holders", Value::list([code::person(leaver)]));
    Some(("keys", row))
}

pub fn code_unchanged(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, "keys", |company, row| company.is("keys", row, "kind", "code"))?;
    // Keys of containers stand in the containers' order. Keepers were there long before.
    let installed = company.day("containers", row, "installed_on")?;
    company.set("keys", row, "code_changed_on", Value::Day(workday(installed - 10)));
    Some(("keys", row))
}

fn kept(company: &Company, row: u32) -> bool {
    company.is("media", row, "status", "active")
}

fn filled(company: &Company, row: u32) -> bool {
    kept(company, row) && !company.blank("media", row, "contents")
}

fn gone(company: &Company, row: u32) -> bool {
    company.is("media", row, "status", "disposed")
}

fn spoil_medium(
    company: &mut Company,
    rng: &mut Rng,
    fits: fn(&Company, u32) -> bool,
    column: &str,
    value: Value,
) -> Option<Victim> {
    let row = company.pick(rng, "media", fits)?;
    company.set("media", row, column, value);
    Some(("media", row))
}

pub fn stocktake_overdue(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil_medium(company, rng, kept, "checked_on", Value::Day(workday(TODAY - 130)))
}

pub fn not_locked_up(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let rack = code::container(company.table("containers").len() - 1);
    spoil_medium(company, rng, filled, "storage", rack)
}

/// Only media without secret information: that would be a second mistake, at the asset.
pub fn unencrypted(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let harmless = |company: &Company, row| {
        let Value::List(held) = company.get("media", row, "contents") else { return false };
        kept(company, row)
            && held.iter().filter_map(Value::row).all(|asset| company.is("assets", asset, "class", "other"))
    };
    spoil_medium(company, rng, harmless, "encryption", Value::Text("未実施"))
}

pub fn disposed_without_erasure(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, "media", gone)?;
    let disposed = company.day("media", row, "disposed_on")?;
    company.set("media", row, "erased_on", Value::Day(workday(disposed + 5)));
    Some(("media", row))
}

pub fn medium_plain_delete(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil_medium(company, rng, gone, "erase_method", Value::Word("format"))
}

pub fn loan_without_holder(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, "media", kept)?;
    company.set("media", row, "status", Value::Word("loan"));
    company.set("media", row, "holder_id", Value::Blank);
    Some(("media", row))
}

pub fn medium_held_by_leaver(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let leaver = leaver(company, rng)?;
    spoil_medium(company, rng, kept, "holder_id", code::person(leaver))
}

pub fn designated_without_authority(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let member = *company.staff.members.first()?;
    let row = company.pick(rng, "destinations", |_, _| true)?;
    company.set("destinations", row, "approved_by", code::person(member));
    Some(("destinations", row))
}

pub fn destination_incomplete(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, "destinations", |_, _| true)?;
    company.set("destinations", row, "room", Value::Blank);
    Some(("destinations", row))
}
