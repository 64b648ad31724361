//! The information itself: what there is, where it is kept, and whose it is.

mod rights;

use super::calendar::{TODAY, day, workday};
use super::company::Company;
use super::company::EVIDENCE;
use super::computers::{Users, servers};
use super::handling::Handling;
use super::names;
use super::partners::Partners;
use super::places::{Places, SHARING, disposed_medium};
use super::rng::Rng;
use super::value::{Table, Value, code};

/// What other registers need to know of an asset.
#[derive(Debug, Clone)]
pub struct Asset {
    pub row: usize,
    pub team: usize,
    pub form: &'static str,
    pub high: bool,
    pub status: &'static str,
    pub registered: i32,
    pub closed: Option<i32>,
    pub entrusted_by: Option<usize>,
    pub disclosed_to: Option<usize>,
    /// The server that holds it.
    pub server: Option<usize>,
    pub copy_of: Option<usize>,
    /// Another asset is a copy of this one.
    pub copied: bool,
    /// Holders on the day of judgement: person and day of the grant.
    pub holders: Vec<(usize, i32)>,
    /// The same of those who held it until they left.
    pub leavers: Vec<(usize, i32)>,
}

/// Tables that grow with every asset.
pub struct Assets<'a> {
    company: &'a mut Company,
    partners: &'a Partners,
    places: &'a Places,
    assets: Table,
    rights: Table,
    reviews: Table,
    entrusted: Table,
    handling: Handling,
    kept: Kept,
}

/// What places and computers need to know of the information in them.
pub struct Kept {
    /// Assets on each medium.
    pub contents: Vec<Vec<usize>>,
    pub boxes: Vec<Inside>,
    pub users: Users,
}

/// Who has to do with what is in a container.
#[derive(Debug, Clone, Default)]
pub struct Inside {
    /// Holders of the first asset put there, with the day of the grant: the people who fetch the key.
    pub holders: Vec<(usize, i32)>,
    pub leavers: Vec<(usize, i32)>,
}

const HIGH_REASONS: &[&str] = &["1-1", "1-2", "1-3"];

impl<'a> Assets<'a> {
    pub fn new(company: &'a mut Company, partners: &'a Partners, places: &'a Places) -> Assets<'a> {
        Assets {
            company,
            partners,
            places,
            assets: Table::new("assets"),
            rights: Table::new("access_rights"),
            reviews: Table::new("access_reviews"),
            entrusted: Table::new("entrusted_log"),
            handling: Handling::new(),
            kept: Kept {
                contents: vec![Vec::new(); places.media],
                boxes: vec![Inside::default(); places.containers],
                users: Users::new(),
            },
        }
    }

    /// Makes all assets, with everything that hangs on each.
    pub fn make(&mut self, count: usize, rng: &mut Rng) {
        let mut previous: Option<Asset> = None;
        for row in 0..count {
            let mut asset = self.decide(row, row + 1 < count, previous.as_ref(), rng);
            self.write_asset(&asset, previous.as_ref(), rng);
            let shared = self.write_rights(&mut asset, rng);
            self.assets.set(row as u32, "multi_department", Value::Flag(shared));
            self.put_in_box(&asset);
            self.write_entrusted(&asset);
            self.handling.write(&asset, &self.company.staff, self.places, rng);
            previous = Some(asset);
        }
    }

    pub fn finish(self) -> Kept {
        for table in [self.assets, self.rights, self.reviews, self.entrusted, self.handling.table] {
            self.company.add(table);
        }
        self.kept
    }

    fn decide(&self, row: usize, followed: bool, previous: Option<&Asset>, rng: &mut Rng) -> Asset {
        let original = previous.filter(|_| row % 33 == 20);
        if let Some(original) = original {
            return Asset {
                row,
                copy_of: Some(original.row),
                copied: false,
                registered: workday(rng.day(original.registered, TODAY - 40)),
                holders: Vec::new(),
                leavers: Vec::new(),
                ..original.clone()
            };
        }
        let copied = followed && row % 33 == 19;
        let entrusted = row % 10 == 3;
        let status = match row {
            _ if copied => "active",
            _ if row % 37 == 11 => "disposed",
            _ if row % 53 == 17 && entrusted => "returned",
            _ => "active",
        };
        let closed = (status != "active").then(|| workday(rng.day(TODAY - 100, TODAY - 20)));
        let last = if closed.is_some() || rng.chance(70) { day(2024, 9, 30) } else { TODAY - 40 };
        let team = rng.below(self.company.staff.managers.len());
        let form = match rng.below(20) {
            0..13 => "electronic",
            13..18 => "paper",
            _ => "object",
        };
        let partner = |range: &std::ops::Range<usize>, rng: &mut Rng| range.start + rng.below(range.len());
        let on_server = form == "electronic" && row % 19 != 7 && rng.chance(75);
        Asset {
            row,
            team,
            form,
            high: entrusted || rng.chance(22),
            status,
            registered: workday(rng.day(day(2016, 4, 1), last)),
            closed,
            entrusted_by: entrusted.then(|| partner(&self.partners.customers, rng)),
            disclosed_to: rng.chance(40).then(|| partner(&self.partners.recipients(), rng)),
            server: on_server.then(|| team % servers(self.company.staff.managers.len())),
            copy_of: None,
            copied,
            holders: Vec::new(),
            leavers: Vec::new(),
        }
    }

    fn write_asset(&mut self, asset: &Asset, previous: Option<&Asset>, rng: &mut Rng) {
        let row = asset.row;
        let staff = &self.company.staff;
        let owner = staff.managers[asset.team];
        let class = if asset.high { "high" } else { "other" };
        let reason = match (asset.entrusted_by, asset.high) {
            (Some(_), _) => "1-4",
            (_, true) => rng.one(HIGH_REASONS),
            _ => "2-2",
        };
        let location = self.place(asset);
        let electronic = asset.form == "electronic";
        let source = previous.filter(|source| {
            row % 41 == 30
                && source.entrusted_by.is_none()
                && asset.entrusted_by.is_none()
                && (asset.high || !source.high)
        });
        let asked = |value: Value| if asset.entrusted_by.is_some() { value } else { Value::Blank };
        self.assets.push([
            ("id", code::asset(row)),
            ("name", Value::own(names::asset(asset.form, row, rng))),
            ("class", Value::Word(class)),
            ("class_reason", Value::list([Value::Word(reason)])),
            ("form", Value::Word(asset.form)),
            ("owner_id", code::person(owner)),
            ("department", Value::own(self.company.staff.people[owner].department.clone())),
            ("location", location),
            ("retention_until", Value::Day(day(2028 + rng.below(7) as i32, 3, 31))),
            ("disclosed_to", asset.disclosed_to.map_or(Value::Nothing, |to| Value::list([code::party(to)]))),
            ("contact", Value::own(format!("内線 {}", 100 + asset.team))),
            ("c", Value::Number(if asset.high { 3 } else { 2 })),
            ("i", Value::Number(2)),
            ("a", Value::Number(2)),
            ("importance", Value::Number(if asset.high { 3 } else { 2 })),
            ("registered_on", Value::Day(asset.registered)),
            ("marking_method", if electronic { Value::Word("filename") } else { Value::Blank }),
            (
                "marking_place",
                match asset.form {
                    "paper" => Value::Word("cover"),
                    "object" => Value::Word("container"),
                    _ => Value::Blank,
                },
            ),
            ("entrusted_by", asset.entrusted_by.map_or(Value::Blank, code::party)),
            ("derived_from", source.map_or(Value::Blank, |source| Value::list([code::asset(source.row)]))),
            ("parent_copy_of", asset.copy_of.map_or(Value::Blank, code::asset)),
            ("owner_opinion_on", asked(Value::Day(asset.registered))),
            ("owner_opinion", asked(Value::Text("自社の極秘と同じに扱うこと"))),
            ("owner_opinion_measure", asked(Value::Text("極秘に区分し、使う人を名指しで決めた"))),
            ("owner_opinion_evidence", asked(Value::Text(EVIDENCE))),
            ("multi_department", Value::Flag(true)),
            ("return_due", asked(Value::Day(day(2029, 3, 31)))),
            ("status", Value::Word(asset.status)),
            ("disposed_on", Value::day_or_blank(asset.closed.filter(|_| asset.status == "disposed"))),
            ("encryption", if asset.server.is_some() { Value::Text("AES-256") } else { Value::Blank }),
        ]);
    }

    /// Where it is kept; a medium's list of contents grows with it.
    fn place(&mut self, asset: &Asset) -> Value {
        if let Some(server) = asset.server {
            let folder = if asset.high { "極秘" } else { "社外秘" };
            return Value::own(format!("{}:/{}班/{folder}", code::server(server).plain(), asset.team + 1));
        }
        let medium = asset.row % self.places.media;
        if asset.form != "electronic" {
            code::container(asset.row % self.places.containers)
        } else if asset.row % 19 == 7 && !disposed_medium(medium) && asset.status == "active" {
            self.kept.contents[medium].push(asset.row);
            code::medium(medium)
        } else {
            code::service(SHARING)
        }
    }

    fn put_in_box(&mut self, asset: &Asset) {
        if asset.form == "electronic" || asset.closed.is_some() {
            return;
        }
        let inside = &mut self.kept.boxes[asset.row % self.places.containers];
        let first = inside.holders.is_empty();
        if first {
            inside.holders.clone_from(&asset.holders);
        }
        inside.leavers.extend(&asset.leavers);
        if first || !asset.leavers.is_empty() {
            self.company.keep_in_place(asset.row as u32);
        }
    }

    fn write_entrusted(&mut self, asset: &Asset) {
        let Some(party) = asset.entrusted_by.filter(|_| asset.copy_of.is_none()) else { return };
        let back = asset.closed.map(|day| (if asset.status == "returned" { "return" } else { "dispose" }, day));
        for (event, on) in [("receive", asset.registered)].into_iter().chain(back) {
            self.entrusted.push([
                ("party_id", code::party(party)),
                ("asset_id", code::asset(asset.row)),
                ("event", Value::Word(event)),
                ("on", Value::Day(on)),
                ("entrusted_confirmed_on", Value::day_or_blank((event == "dispose").then(|| workday(on - 5)))),
                ("shared_on", Value::Day(workday(TODAY - 5).max(on))),
                ("retention_until", Value::Day(day(2032, 3, 31))),
            ]);
        }
    }
}
