//! Mistakes about other companies, and about people who have left.

use super::super::calendar::{TODAY, workday};
use super::super::company::Company;
use super::super::rng::Rng;
use super::super::value::Value;
use super::Victim;

const NDAS: &str = "ndas";

/// Agreements stand in the order of the companies.
fn with(company: &Company, nda: u32, role: &'static str) -> bool {
    let ended = company.is("parties", nda, "status", "ended");
    !ended && *company.get("parties", nda, "roles") == Value::words(&[role])
}

pub fn running_out(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, NDAS, |company, row| !company.is("parties", row, "status", "ended"))?;
    company.set(NDAS, row, "auto_renew", Value::Flag(false));
    company.set(NDAS, row, "end", Value::Day(TODAY + 30));
    Some((NDAS, row))
}

fn without_clause(company: &mut Company, rng: &mut Rng, role: &'static str, clause: &'static str) -> Option<Victim> {
    let row = company.pick(rng, NDAS, |company, row| with(company, row, role))?;
    let Value::List(clauses) = company.get(NDAS, row, "clauses") else { return None };
    let kept = clauses.iter().filter(|kept| **kept != Value::Text(clause)).cloned();
    let kept = Value::list(kept.collect::<Vec<_>>());
    company.set(NDAS, row, "clauses", kept);
    Some((NDAS, row))
}

pub fn matters_unexplained(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    without_clause(company, rng, "contractor", "audit")
}

pub fn without_damages(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    without_clause(company, rng, "cloud", "damages")
}

pub fn without_subcontract_approval(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    without_clause(company, rng, "maintenance", "subcontract-approval")
}

pub fn ended_without_return(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, NDAS, |company, row| company.is("parties", row, "status", "ended"))?;
    company.set(NDAS, row, "returned_on", Value::Blank);
    Some((NDAS, row))
}

/// Subcontractors only: nothing is provided to them directly, and each provision would be a mistake of its own.
pub fn partner_without_nda(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, "exchanges", |company, row| {
        let party = company.to("exchanges", row, "party_id");
        party.is_some_and(|party| with(company, party, "subcontractor") && company.free(NDAS, party))
    })?;
    let party = company.to("exchanges", row, "party_id")?;
    company.claim(NDAS, party);
    company.remove(NDAS, party);
    Some(("exchanges", row))
}

pub fn subcontractor_unapproved(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, "parties", |company, row| with(company, row, "subcontractor"))?;
    let start = company.day("parties", row, "start")?;
    company.set("parties", row, "sub_approved_on", Value::Day(workday(start + 40)));
    Some(("parties", row))
}

pub fn missing_value(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, "notices", |_, _| true)?;
    company.set("notices", row, "means", Value::Blank);
    Some(("notices", row))
}

fn leaver_of(company: &Company, check: u32) -> usize {
    company.to("leave_checks", check, "person_id").expect("internal error: a check of nobody") as usize
}

pub fn left_without_check(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, "leave_checks", |_, _| true)?;
    let person = leaver_of(company, row) as u32;
    company.remove("leave_checks", row);
    Some(("people", person))
}

pub fn checked_after_leaving(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, "leave_checks", |_, _| true)?;
    let left = company.staff.people[leaver_of(company, row)].left?;
    company.set("leave_checks", row, "on", Value::Day(workday(left + 6)));
    Some(("leave_checks", row))
}

pub fn take_away_not_ruled_out(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = company.pick(rng, "leave_checks", |_, _| true)?;
    company.set("leave_checks", row, "no_takeaway_confirmed", Value::Flag(false));
    Some(("leave_checks", row))
}
