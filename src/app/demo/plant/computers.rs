//! Mistakes about computers and accounts.

use super::super::calendar::TODAY;
use super::super::company::Company;
use super::super::places::SHARING;
use super::super::rng::Rng;
use super::super::value::{Value, code};
use super::{Victim, leaver};

const MACHINES: &str = "it_assets";
const ACCOUNTS: &str = "accounts";

fn pc(company: &Company, row: u32) -> bool {
    company.is(MACHINES, row, "kind", "pc")
}

fn spoil(
    company: &mut Company,
    rng: &mut Rng,
    register: &'static str,
    fits: fn(&Company, u32) -> bool,
    column: &str,
    value: Value,
) -> Option<Victim> {
    let row = company.pick(rng, register, fits)?;
    company.set(register, row, column, value);
    Some((register, row))
}

pub fn out_of_support(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, MACHINES, pc, "support_until", Value::Day(TODAY - 20))
}

pub fn used_by_leaver(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let leaver = leaver(company, rng)?;
    spoil(company, rng, MACHINES, pc, "user_id", code::person(leaver))
}

pub fn owner_left(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let leaver = leaver(company, rng)?;
    spoil(company, rng, MACHINES, pc, "owner_id", code::person(leaver))
}

pub fn user_missing(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, MACHINES, pc, "user_id", Value::Blank)
}

pub fn incomplete(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, MACHINES, pc, "version", Value::Blank)
}

pub fn listed_twice(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, MACHINES, |company, row| {
        pc(company, row) && row.checked_sub(1).is_some_and(|first| pc(company, first) && company.free(MACHINES, first))
    })?;
    company.claim(MACHINES, row - 1);
    let serial = company.get(MACHINES, row - 1, "serial").clone();
    company.set(MACHINES, row, "serial", serial);
    Some((MACHINES, row))
}

fn everyday(company: &Company, row: u32) -> bool {
    company.is(ACCOUNTS, row, "kind", "user") && company.is(ACCOUNTS, row, "status", "active")
}

fn of_leaver(company: &Company, row: u32) -> bool {
    left(company, row).is_some()
}

fn left(company: &Company, row: u32) -> Option<i32> {
    company.staff.people[company.to(ACCOUNTS, row, "person_id")? as usize].left
}

pub fn active_after_leaving(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, ACCOUNTS, of_leaver)?;
    company.set(ACCOUNTS, row, "disabled_on", Value::Blank);
    company.set(ACCOUNTS, row, "status", Value::Word("active"));
    Some((ACCOUNTS, row))
}

pub fn logged_in_after_leaving(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, ACCOUNTS, of_leaver)?;
    let left = left(company, row)?;
    company.set(ACCOUNTS, row, "last_login_on", Value::Day(left + 5));
    Some((ACCOUNTS, row))
}

pub fn daily_with_admin(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, ACCOUNTS, everyday)?;
    // With two factors: their lack would be a second mistake.
    company.set(ACCOUNTS, row, "mfa", Value::Flag(true));
    company.set(ACCOUNTS, row, "factors", Value::words(&["password", "otp"]));
    company.set(ACCOUNTS, row, "admin", Value::Flag(true));
    Some((ACCOUNTS, row))
}

pub fn shared(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, ACCOUNTS, everyday)?;
    let person = company.to(ACCOUNTS, row, "person_id")? as usize;
    let other = *company.staff.members.iter().find(|member| **member != person)?;
    company.set(ACCOUNTS, row, "users", Value::list([code::person(person), code::person(other)]));
    company.set(ACCOUNTS, row, "kind", Value::Word("shared"));
    Some((ACCOUNTS, row))
}

fn admin_of(company: &Company, row: u32, cloud: bool) -> bool {
    let on_cloud = *company.get(ACCOUNTS, row, "system") == code::service(SHARING);
    company.is(ACCOUNTS, row, "kind", "admin") && on_cloud == cloud
}

pub fn admin_without_mfa(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, ACCOUNTS, |company, row| admin_of(company, row, false), "mfa", Value::Flag(false))
}

pub fn cloud_admin_without_mfa(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, ACCOUNTS, |company, row| admin_of(company, row, true), "mfa", Value::Flag(false))
}
