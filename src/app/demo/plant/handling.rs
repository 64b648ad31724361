//! Mistakes in the ledger of what was done with information. The asset is always taken with the entry.

use super::super::calendar::{TODAY, workday};
use super::super::company::Company;
use super::super::places::NEW_DESTINATION;
use super::super::rng::Rng;
use super::super::value::{Value, code};
use super::Victim;

const LOG: &str = "handling_log";

fn is(company: &Company, row: u32, event: &'static str) -> bool {
    company.is(LOG, row, "event", event)
}

fn copy(company: &Company, row: u32) -> bool {
    is(company, row, "copy")
}

fn takeout(company: &Company, row: u32) -> bool {
    is(company, row, "takeout")
}

fn provided(company: &Company, row: u32) -> bool {
    is(company, row, "provide")
}

fn ended(company: &Company, row: u32) -> bool {
    is(company, row, "dispose") || is(company, row, "erase")
}

fn on(company: &Company, row: u32) -> i32 {
    company.day(LOG, row, "on").expect("internal error: an entry without its day")
}

fn of_asset<'a>(company: &'a Company, row: u32, column: &str) -> &'a Value {
    let asset = company.to(LOG, row, "asset_id").expect("internal error: an entry about nothing");
    company.get("assets", asset, column)
}

fn entrusted(company: &Company, row: u32) -> bool {
    !of_asset(company, row, "entrusted_by").is_blank()
}

fn pick(company: &mut Company, rng: &mut Rng, fits: impl Fn(&Company, u32) -> bool) -> Option<u32> {
    company.pick_about_asset(rng, LOG, fits).map(|(row, _)| row)
}

/// Sets one cell of an entry that fits.
fn spoil(
    company: &mut Company,
    rng: &mut Rng,
    fits: impl Fn(&Company, u32) -> bool,
    column: &str,
    value: Value,
) -> Option<Victim> {
    let row = pick(company, rng, fits)?;
    company.set(LOG, row, column, value);
    Some((LOG, row))
}

pub fn approved_after_event(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, copy)?;
    let late = workday(on(company, row) + 5);
    company.set(LOG, row, "approved_on", Value::Day(late));
    Some((LOG, row))
}

pub fn approval_undated(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, |_, _| true, "approved_on", Value::Blank)
}

pub fn unapproved_entry(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, |company, row| takeout(company, row) || provided(company, row), "approved_by", Value::Blank)
}

/// The company listed as recipient is one whose agreement has run out; it is listed at the asset too.
pub fn recipient_without_nda(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let parties = company.table("parties");
    let over = (0..parties.len() as u32).filter(|row| *parties.get(*row, "status") == Value::Word("ended"));
    let over: Vec<u32> = over.collect();
    // What went through the service stands in another register too.
    let by_hand = |company: &Company, row| provided(company, row) && !company.is(LOG, row, "means", "cloud");
    let (row, asset) = company.pick_about_asset(rng, LOG, by_hand)?;
    let party = code::party(rng.one(&over) as usize);
    company.set("assets", asset, "disclosed_to", Value::list([party.clone()]));
    company.set(LOG, row, "recipient", party);
    Some((LOG, row))
}

pub fn recipient_not_listed(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let (row, asset) = company.pick_about_asset(rng, LOG, provided)?;
    company.set("assets", asset, "disclosed_to", Value::Nothing);
    Some((LOG, row))
}

pub fn recipient_missing(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, |company, row| copy(company, row) || provided(company, row), "recipient", Value::Blank)
}

pub fn scope_missing(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, copy, "scope", Value::Blank)
}

pub fn purpose_missing(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, |company, row| copy(company, row) || provided(company, row), "purpose", Value::Blank)
}

pub fn takeout_overdue(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, takeout)?;
    company.set(LOG, row, "return_checked_by", Value::Blank);
    company.set(LOG, row, "returned_on", Value::Blank);
    Some((LOG, row))
}

pub fn takeout_without_destination(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, takeout, "destination_id", Value::Blank)
}

pub fn destination_late(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, takeout, "destination_id", code::destination(NEW_DESTINATION))
}

pub fn taker_not_holder(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, |company, row| takeout(company, row) && stranger(company, row).is_some())?;
    let stranger = stranger(company, row)?;
    company.set(LOG, row, "applicant_id", code::person(stranger));
    company.set(LOG, row, "by", Value::list([code::person(stranger)]));
    Some((LOG, row))
}

/// Somebody without any right to the entry's asset.
fn stranger(company: &Company, row: u32) -> Option<usize> {
    let asset = company.to(LOG, row, "asset_id")?;
    let holds = |person: usize| {
        let mut rights = company.rights_of[asset as usize].clone();
        rights.any(|right| company.to("access_rights", right, "person_id") == Some(person as u32))
    };
    company.staff.members.iter().copied().find(|person| !holds(*person))
}

pub fn purpose_vague(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, takeout, "purpose", Value::Text("業務"))
}

pub fn returned_before_takeout(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, takeout)?;
    let before = workday(on(company, row) - 3);
    company.set(LOG, row, "returned_on", Value::Day(before));
    Some((LOG, row))
}

pub fn disposal_without_method(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, ended, "method", Value::Blank)
}

pub fn method_unfit(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let solid =
        |company: &Company, row| ended(company, row) && *of_asset(company, row, "form") != Value::Word("electronic");
    spoil(company, rng, solid, "method", Value::Word("overwrite"))
}

pub fn plain_delete(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let file =
        |company: &Company, row| ended(company, row) && *of_asset(company, row, "form") == Value::Word("electronic");
    spoil(company, rng, file, "method", Value::Word("delete"))
}

fn again(company: &mut Company, row: u32) -> u32 {
    let new = company.repeat(LOG, row);
    company.set(LOG, new, "id", code::handling(new as usize));
    new
}

pub fn duplicate_copy_no(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, copy)?;
    Some((LOG, again(company, row)))
}

pub fn copy_uncounted(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    spoil(company, rng, copy, "copies", Value::Blank)
}

pub fn copy_past_until(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let kept = |company: &Company, row| {
        copy(company, row)
            && on(company, row) < TODAY - 40
            && company.day(LOG, row, "until").is_some_and(|until| until > TODAY)
    };
    spoil(company, rng, kept, "until", Value::Day(workday(TODAY - 20)))
}

/// The entry with which a copy ends stands right behind the copy's own.
fn ends_a_copy(company: &Company, row: u32) -> bool {
    ended(company, row) && !company.blank(LOG, row, "copy_no")
}

pub fn copies_ended_twice(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, ends_a_copy)?;
    again(company, row);
    Some((LOG, row - 1))
}

pub fn copy_never_made(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let row = pick(company, rng, ends_a_copy)?;
    // The real copy is in order: its time is not over.
    company.set(LOG, row - 1, "until", Value::Day(TODAY + 90));
    let number = company.get(LOG, row, "copy_no").plain();
    company.set(LOG, row, "copy_no", Value::own(format!("{number}b")));
    Some((LOG, row))
}

pub fn shared_without_consent(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let shared = |company: &Company, row| {
        let own = company.get(LOG, row, "recipient") == of_asset(company, row, "entrusted_by");
        (copy(company, row) || provided(company, row)) && entrusted(company, row) && !own
    };
    spoil(company, rng, shared, "entrusted_confirmed_on", Value::Blank)
}

pub fn disposed_without_consent(company: &mut Company, rng: &mut Rng) -> Option<Victim> {
    let gone = |company: &Company, row| ended(company, row) && entrusted(company, row);
    spoil(company, rng, gone, "entrusted_confirmed_on", Value::Blank)
}
