//! Other companies: who they are, what was agreed with them, and how information travels.

use std::ops::Range;

use super::calendar::{TODAY, day, workday};
use super::company::Company;
use super::names;
use super::people::TEMPS_AN_AGENCY;
use super::rng::Rng;
use super::value::{Table, Value, code};

/// Rows of the companies by what they do.
#[derive(Debug, Clone)]
pub struct Partners {
    pub agencies: Range<usize>,
    pub customers: Range<usize>,
    pub contractors: Range<usize>,
    pub subcontractors: Range<usize>,
    pub cloud: usize,
    pub upkeep: usize,
    /// Business with these is over.
    pub ended: Range<usize>,
}

impl Partners {
    pub fn new(assets: usize, temps: usize) -> Partners {
        let mut next = 0;
        let mut some = |count: usize| {
            next += count;
            next - count..next
        };
        Partners {
            agencies: some(temps.div_ceil(TEMPS_AN_AGENCY).max(1)),
            customers: some((assets / 150).max(3)),
            contractors: some((assets / 150).max(3)),
            subcontractors: some((assets / 500).max(2)),
            cloud: some(1).start,
            upkeep: some(1).start,
            ended: some(assets / 2000 + 1),
        }
    }

    /// Companies that information may go to.
    pub fn recipients(&self) -> Range<usize> {
        self.customers.start..self.contractors.end
    }

    fn all(&self) -> Range<usize> {
        0..self.ended.end
    }
}

/// From when on business is done, the same for all: long before the first record.
const SINCE: (i32, u32, u32) = (2012, 4, 2);

/// What must be agreed with somebody who works on information for the company.
const CLAUSES: &[&str] = &[
    "limit-handlers",
    "name-handlers",
    "ntk",
    "access-log",
    "copy-ledger",
    "notify",
    "return",
    "report",
    "audit",
    "ledger-disposal",
    "no-disclosure",
    "incident-roles",
    "purpose-limit",
    "subcontract-approval",
    "damages",
];

pub fn write(company: &mut Company, partners: &Partners, rng: &mut Rng) {
    let tables = [parties(company, partners), ndas(company, partners, rng), exchanges(company, partners)];
    tables.into_iter().for_each(|table| company.add(table));
}

fn parties(company: &Company, partners: &Partners) -> Table {
    let mut table = Table::new("parties");
    let since = day(SINCE.0, SINCE.1, SINCE.2);
    for row in partners.all() {
        let (roles, work): (&[&'static str], _) = match row {
            _ if partners.agencies.contains(&row) => (&["supplier"], "労働者の派遣"),
            _ if partners.customers.contains(&row) => (&["customer"], "部品の発注"),
            _ if partners.contractors.contains(&row) => (&["contractor"], "部品の加工"),
            _ if partners.subcontractors.contains(&row) => (&["subcontractor"], "表面処理"),
            _ if row == partners.cloud => (&["cloud"], "図面共有サービス"),
            _ if row == partners.upkeep => (&["maintenance"], "サーバの保守"),
            _ => (&["contractor"], "部品の加工"),
        };
        let judged = roles == ["contractor"];
        let sub = roles == ["subcontractor"];
        let ended = partners.ended.contains(&row);
        let director = code::person(company.staff.director());
        let main = partners.contractors.start + row % partners.contractors.len();
        table.push([
            ("id", code::party(row)),
            ("name", Value::own(names::firm(row))),
            ("country", Value::Text("JP")),
            ("roles", Value::words(roles)),
            ("work", Value::Text(work)),
            ("contact_person", Value::own(format!("{} 様", names::person(row * 3 + 40)))),
            ("incident_contact", Value::own(format!("050-0000-{:04}", row % 10_000))),
            ("start", Value::Day(since)),
            ("end", Value::day_or_blank(ended.then_some(TODAY - 290))),
            ("sub_of", if sub { code::party(main) } else { Value::Blank }),
            ("sub_approved_on", Value::day_or_blank(sub.then_some(workday(since - 10)))),
            ("sub_approved_by", if sub { director.clone() } else { Value::Blank }),
            ("need_judged_on", Value::day_or_blank(judged.then_some(workday(since - 20)))),
            ("need_judged_by", if judged { director } else { Value::Blank }),
            ("need_reason", if judged { Value::Text("自社に設備がない。図面を分けて渡す") } else { Value::Blank }),
            ("accumulates", Value::Flag(row == partners.cloud)),
            ("status", Value::Word(if ended { "ended" } else { "active" })),
        ]);
    }
    table
}

fn ndas(company: &Company, partners: &Partners, rng: &mut Rng) -> Table {
    let mut table = Table::new("ndas");
    for row in partners.all() {
        let ended = partners.ended.contains(&row);
        let renews = !ended && rng.chance(60);
        let end = match (ended, renews) {
            (true, _) => Some(TODAY - 300),
            (_, true) => None,
            _ => Some(rng.day(TODAY + 120, TODAY + 900)),
        };
        // Ours go to whoever works for us; a customer's come to us; the rest goes both ways.
        let direction = match row {
            _ if partners.customers.contains(&row) || partners.agencies.contains(&row) => "mutual",
            _ => "we_disclose",
        };
        let handlers = if partners.agencies.contains(&row) {
            let first = row * TEMPS_AN_AGENCY;
            let sent = company.staff.temps.iter().skip(first).take(TEMPS_AN_AGENCY);
            Value::list(sent.map(|temp| Value::own(names::person(*temp))))
        } else {
            Value::Blank
        };
        let start = day(SINCE.0, SINCE.1, SINCE.2);
        table.push([
            ("id", code::nda(row)),
            ("party_id", code::party(row)),
            ("title", Value::Text("秘密保持契約書")),
            ("direction", Value::Word(direction)),
            ("purpose", Value::Text("取引に伴う技術情報の受渡し")),
            ("signed_on", Value::Day(workday(start - 3))),
            ("start", Value::Day(start)),
            ("end", Value::day_or_blank(end)),
            ("auto_renew", Value::Flag(renews)),
            ("clauses", Value::list(CLAUSES.iter().map(|clause| Value::Text(clause)))),
            ("handlers", handlers),
            ("return_days", Value::Number(30)),
            ("returned_on", Value::day_or_blank(ended.then_some(workday(TODAY - 285)))),
            ("file", Value::own(format!("契約書綴り {}", row / 50 + 1))),
            ("keeper", Value::Text("総務課")),
            ("kind", Value::Word("nda")),
            ("template", Value::Text("第2版")),
        ]);
    }
    table
}

fn exchanges(company: &Company, partners: &Partners) -> Table {
    let mut table = Table::new("exchanges");
    for row in partners.recipients().chain(partners.subcontractors.clone()).chain(partners.ended.clone()) {
        let customer = partners.customers.contains(&row);
        table.push([
            ("party_id", code::party(row)),
            ("information", Value::Text(if customer { "製品図面、検査結果" } else { "部品図面、加工条件" })),
            ("direction", Value::Word(if customer { "both" } else { "out" })),
            ("means", Value::words(MEANS)),
            ("class", Value::Word("high")),
            ("owner_id", code::person(company.staff.manager(row))),
            ("reviewed_on", Value::Day(workday(day(2026, 4, 15)))),
        ]);
    }
    table
}

/// How information travels to other companies.
pub const MEANS: &[&str] = &["hand", "post", "courier", "cloud"];
