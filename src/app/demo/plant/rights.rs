//! Mistakes in the list of access rights. The asset is always taken with the right.

use super::super::calendar::{TODAY, workday};
use super::super::company::Company;
use super::super::rng::Rng;
use super::super::value::{Value, code};
use super::Victim;

const RIGHTS: &str = "access_rights";

fn day(company: &Company, row: u32, column: &str) -> i32 {
    company.day(RIGHTS, row, column).expect("internal error: an access right without its day")
}

fn holder(company: &Company, row: u32) -> usize {
    company.to(RIGHTS, row, "person_id").expect("internal error: an access right of nobody") as usize
}

fn granter(company: &Company, row: u32) -> usize {
    company.to(RIGHTS, row, "granted_by").expect("internal error: an access right from nobody") as usize
}

fn of_asset<'a>(company: &'a Company, row: u32, column: &str) -> &'a Value {
    let asset = company.to(RIGHTS, row, "asset_id").expect("internal error: an access right to nothing");
    company.get("assets", asset, column)
}

/// A right that is in force.
fn in_force(company: &Company, row: u32) -> bool {
    company.blank(RIGHTS, row, "ended_on")
}

/// Granted within the year: no review is due yet.
fn recent(company: &Company, row: u32) -> bool {
    in_force(company, row) && day(company, row, "granted_on") >= TODAY - 345
}

/// In force, and reviewed because it is old.
fn old(company: &Company, row: u32) -> bool {
    in_force(company, row) && day(company, row, "granted_on") <= TODAY - 400
}

fn by_owner(company: &Company, row: u32) -> bool {
    company.get(RIGHTS, row, "granted_by") == of_asset(company, row, "owner_id")
}

fn is_temp(company: &Company, row: u32) -> bool {
    company.staff.temps.contains(&holder(company, row))
}

/// Not a folder on a server: such a right needs no account.
fn off_servers(company: &Company, row: u32) -> bool {
    of_asset(company, row, "location").row().is_some()
}

fn pick(company: &mut Company, rng: &mut Rng, fits: fn(&Company, u32) -> bool) -> Option<u32> {
    company.pick_about_asset(rng, RIGHTS, fits).map(|(row, _)| row)
}

/// Sets one cell of a right.
fn spoil(company: &mut Company, row: u32, column: &str, value: Value) -> Option<Victim> {
    company.set(RIGHTS, row, column, value);
    Some((RIGHTS, row))
}

pub fn held_by_leaver(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, |company, row| company.is(RIGHTS, row, "end_reason", "leave"))?;
    let active = *of_asset(company, row, "status") == Value::Word("active");
    if active && off_servers(company, row) && rng.chance(50) {
        company.set(RIGHTS, row, "end_reason", Value::Blank);
        return spoil(company, row, "ended_on", Value::Blank);
    }
    let late = workday(day(company, row, "ended_on") + 14);
    spoil(company, row, "ended_on", Value::Day(late))
}

/// Between the two first days of a person: one is the training's, the other the pledge's.
fn before_second(company: &mut Company, row: u32) -> Option<Victim> {
    let person = &company.staff.people[holder(company, row)];
    let between = workday(person.ready - 3 - 7);
    spoil(company, row, "granted_on", Value::Day(between))
}

pub fn granted_before_pledge(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    // People in odd rows are trained first.
    let fits = |company: &Company, row| old(company, row) && holder(company, row) % 2 == 1 && !is_temp(company, row);
    let row = pick(company, rng, fits)?;
    before_second(company, row)
}

pub fn granted_before_training(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, |company, row| old(company, row) && holder(company, row).is_multiple_of(2))?;
    before_second(company, row)
}

pub fn review_overdue(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let right_of = |company: &Company, review| company.to("access_reviews", review, "grant_id");
    let review = company.pick(rng, "access_reviews", |company, review| {
        right_of(company, review).is_some_and(|right| {
            let asset = company.to(RIGHTS, right, "asset_id");
            // The review itself must still fall into the right's time.
            asset.is_some_and(|asset| company.free("assets", asset)) && day(company, right, "granted_on") < TODAY - 460
        })
    })?;
    let right = right_of(company, review)?;
    let asset = company.to(RIGHTS, right, "asset_id")?;
    company.claim("assets", asset);
    company.set("access_reviews", review, "reviewed_on", Value::Day(workday(TODAY - 430)));
    Some((RIGHTS, right))
}

pub fn reviewed_by_granter(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, in_force)?;
    let granter = granter(company, row);
    spoil(company, row, "reviewed_by", code::person(granter))
}

pub fn reviewed_by_subordinate(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let team = |company: &Company, row| {
        let team = company.staff.people[granter(company, row)].team.expect("internal error: granted by a director");
        company.staff.teams[team].clone()
    };
    let fits = |company: &Company, row| in_force(company, row) && !team(company, row).is_empty();
    let (row, _) = company.pick_about_asset(rng, RIGHTS, fits)?;
    let reviewer = rng.one(&team(company, row));
    spoil(company, row, "reviewed_by", code::person(reviewer))
}

pub fn reviewer_missing(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, in_force)?;
    spoil(company, row, "reviewed_by", Value::Blank)
}

pub fn training_date_missing(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, in_force)?;
    spoil(company, row, "training_on", Value::Blank)
}

pub fn incomplete_entry(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, in_force)?;
    spoil(company, row, "scope", Value::Blank)
}

pub fn granted_without_authority(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, recent)?;
    let granted = day(company, row, "granted_on");
    let holder = holder(company, row);
    let staff = &company.staff;
    let colleague = *staff.members.iter().find(|member| **member != holder)?;
    // The owner was told, so that only the missing authority remains.
    company.set(RIGHTS, row, "reported_to_owner_on", Value::Day(granted));
    spoil(company, row, "granted_by", code::person(colleague))
}

pub fn not_reported_to_owner(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, |company, row| in_force(company, row) && by_owner(company, row))?;
    let owner = granter(company, row);
    let other = *company.staff.managers.iter().find(|manager| **manager != owner)?;
    spoil(company, row, "granted_by", code::person(other))
}

pub fn duplicate_grant(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, recent)?;
    let again = company.repeat(RIGHTS, row);
    spoil(company, again, "id", code::right(again as usize))
}

pub fn overlapping_grants(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let fits = |company: &Company, row| {
        recent(company, row) && by_owner(company, row) && day(company, row, "granted_on") < TODAY - 60
    };
    let row = pick(company, rng, fits)?;
    let later = workday(day(company, row, "granted_on") + 21);
    let again = company.repeat(RIGHTS, row);
    company.set(RIGHTS, again, "granted_on", Value::Day(later));
    spoil(company, again, "id", code::right(again as usize))
}

pub fn ends_before_start(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, |company, row| company.is(RIGHTS, row, "end_reason", "project_end"))?;
    let before = workday(day(company, row, "granted_on") - 10);
    spoil(company, row, "ended_on", Value::Day(before))
}

pub fn open_on_closed_asset(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let fits = |company: &Company, row| {
        let closed = *of_asset(company, row, "status") != Value::Word("active");
        closed
            && off_servers(company, row)
            && company.is(RIGHTS, row, "end_reason", "project_end")
            && company.staff.people[holder(company, row)].left.is_none()
    };
    let row = pick(company, rng, fits)?;
    company.set(RIGHTS, row, "end_reason", Value::Blank);
    spoil(company, row, "ended_on", Value::Blank)
}

pub fn outside_department(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let fits = |company: &Company, row| {
        let high = *of_asset(company, row, "class") == Value::Word("high");
        high && in_force(company, row) && !company.blank(RIGHTS, row, "special_reason")
    };
    let row = pick(company, rng, fits)?;
    let asset = company.to(RIGHTS, row, "asset_id")?;
    company.set("assets", asset, "multi_department", Value::Flag(false));
    spoil(company, row, "special_reason", Value::Blank)
}

pub fn pledge_of_another(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, in_force)?;
    let holder = holder(company, row);
    let other = *company.staff.members.iter().find(|member| **member != holder)?;
    spoil(company, row, "pledge_id", code::pledge(other))
}
