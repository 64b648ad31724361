//! The ledger of what was done with information: copies, provisions to other companies, take-outs, disposals.

use super::assets::Asset;
use super::calendar::{TODAY, workday};
use super::company::{EVIDENCE, Staff};
use super::partners::MEANS;
use super::places::{NEW_DESTINATION, Places, SHARING};
use super::rng::Rng;
use super::value::{Table, Value, code};

/// What differs between the events.
#[derive(Default)]
struct Entry {
    event: &'static str,
    on: i32,
    by: usize,
    recipient: Option<Value>,
    copy_no: Option<String>,
    until: Option<i32>,
    destination: Option<usize>,
    due: Option<i32>,
    means: Option<&'static str>,
    method: Option<&'static str>,
}

pub struct Handling {
    pub table: Table,
}

impl Handling {
    pub fn new() -> Handling {
        Handling { table: Table::new("handling_log") }
    }

    /// About one entry for each asset.
    pub fn write(&mut self, asset: &Asset, staff: &Staff, places: &Places, rng: &mut Rng) {
        let owner = staff.managers[asset.team];
        if let Some(on) = asset.closed {
            if asset.status == "disposed" {
                let method = method(asset.form);
                let entry = Entry { event: "dispose", on, by: owner, method: Some(method), ..Entry::default() };
                self.push(asset, entry, staff, places);
            }
            return;
        }
        let Some((holder, since)) = asset.holders.first().copied() else { return };
        let mut events: usize = [0, 1, 1, 1, 2][rng.below(5)];
        if asset.row == 0 {
            // Even the smallest company has a ledger.
            events = events.max(1);
        }
        if let Some(party) = asset.disclosed_to {
            self.provide(asset, party, holder, since, staff, places, rng);
            events = events.saturating_sub(1);
        }
        if asset.copied {
            self.copy(asset, holder, since, staff, places, rng);
        }
        for _ in 0..events {
            if rng.chance(45) {
                self.copy(asset, holder, since, staff, places, rng);
            } else {
                self.takeout(asset, holder, since, staff, places, rng);
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "what an entry is about, who is there, and chance")]
    fn provide(
        &mut self,
        asset: &Asset,
        party: usize,
        holder: usize,
        since: i32,
        staff: &Staff,
        places: &Places,
        rng: &mut Rng,
    ) {
        let entry = Entry {
            event: "provide",
            on: lately(since, rng),
            by: holder,
            recipient: Some(code::party(party)),
            means: Some(rng.one(MEANS)),
            ..Entry::default()
        };
        self.push(asset, entry, staff, places);
    }

    /// A copy for a holder; where its time is over, it has been destroyed.
    fn copy(&mut self, asset: &Asset, holder: usize, since: i32, staff: &Staff, places: &Places, rng: &mut Rng) {
        let on = lately(since, rng);
        let short = !asset.copied && on < TODAY - 60 && rng.chance(25);
        let until = if short { workday(rng.day(on + 20, TODAY - 12)) } else { rng.day(TODAY + 40, TODAY + 400) };
        let number = format!("{}-c{}", code::asset(asset.row).plain(), self.table.len() + 1);
        let copy = Entry {
            event: "copy",
            on,
            by: holder,
            recipient: Some(code::person(holder)),
            copy_no: Some(number.clone()),
            until: Some(until),
            ..Entry::default()
        };
        self.push(asset, copy, staff, places);
        if short {
            let (event, method) =
                if asset.form == "electronic" { ("erase", "overwrite") } else { ("dispose", method(asset.form)) };
            let end =
                Entry { event, on: until, by: holder, copy_no: Some(number), method: Some(method), ..Entry::default() };
            self.push(asset, end, staff, places);
        }
    }

    fn takeout(&mut self, asset: &Asset, holder: usize, since: i32, staff: &Staff, places: &Places, rng: &mut Rng) {
        let on = lately(since, rng);
        let entry = Entry {
            event: "takeout",
            on,
            by: holder,
            destination: Some(rng.below(NEW_DESTINATION)),
            due: Some(on + 2),
            means: Some("hand"),
            ..Entry::default()
        };
        self.push(asset, entry, staff, places);
    }

    fn push(&mut self, asset: &Asset, entry: Entry, staff: &Staff, places: &Places) {
        let Entry { event, on, by, .. } = entry;
        let owner = staff.managers[asset.team];
        let number = self.table.len();
        let (copy, provide, takeout) = (event == "copy", event == "provide", event == "takeout");
        let ended = matches!(event, "dispose" | "erase");
        let only = |wanted: bool, value: Value| if wanted { value } else { Value::Blank };
        let entrusted = asset.entrusted_by.is_some() && !takeout;
        let copies = only(copy || (ended && entry.copy_no.is_some()), Value::Number(1));
        let cloud = entry.means == Some("cloud");
        self.table.push([
            ("id", code::handling(number)),
            ("event", Value::Word(event)),
            ("asset_id", code::asset(asset.row)),
            ("applied_on", Value::Day(workday(on - 4))),
            ("applicant_id", code::person(by)),
            ("on", Value::Day(on)),
            ("by", Value::list([code::person(by)])),
            ("recipient", entry.recipient.unwrap_or(Value::Blank)),
            ("destination_id", entry.destination.map_or(Value::Blank, code::destination)),
            ("purpose", Value::Text(if ended { "使い終えたため" } else { PURPOSES[number % PURPOSES.len()] })),
            ("scope", only(copy || provide, Value::Text("必要な面のみ"))),
            ("copies", copies),
            ("copy_no", entry.copy_no.map_or(Value::Blank, Value::own)),
            ("approved_by", code::person(owner)),
            ("approved_on", Value::Day(workday(on - 1))),
            ("need_checked", only(copy || provide, Value::Flag(true))),
            ("means", entry.means.map_or(Value::Blank, Value::Word)),
            ("due", Value::day_or_blank(entry.due)),
            ("returned_on", Value::day_or_blank(entry.due.map(|due| workday(due).max(on)))),
            ("return_checked_by", only(takeout, code::person(owner))),
            ("method", entry.method.map_or(Value::Blank, Value::Word)),
            ("witness", only(event == "dispose", code::person(owner))),
            ("evidence", only(ended, Value::Text(EVIDENCE))),
            ("entrusted_confirmed_on", only(entrusted, Value::Day(workday(on - 2)))),
            ("status", Value::Word("approved")),
            ("division", only(provide, Value::Word("divided"))),
            ("parts", only(provide, Value::list([Value::Text("加工面のみ")]))),
            ("ext_system", only(cloud, code::service(SHARING))),
            ("until", Value::day_or_blank(entry.until)),
            ("destination_control", only(copy && asset.form == "electronic", Value::Word("own"))),
            ("location", only(copy, code::container(number % places.containers))),
        ]);
    }
}

const PURPOSES: &[&str] =
    &["加工先での立会い試験", "客先との仕様打合せ", "新しい設備での試し加工", "見積りの依頼", "検査治具の手配"];

/// A day of the last year on which the right was held.
fn lately(since: i32, rng: &mut Rng) -> i32 {
    workday(rng.day(since.max(TODAY - 270), TODAY - 12)).max(since)
}

fn method(form: &str) -> &'static str {
    match form {
        "electronic" => "overwrite",
        "paper" => "shred",
        _ => "dismantle",
    }
}
