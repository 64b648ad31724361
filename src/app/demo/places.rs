//! Where information is kept: rooms, containers and their keys, media, services, and places it may be taken to.

use super::assets::{Inside, Kept};
use super::calendar::{TODAY, day, workday, workdays_ago};
use super::company::Company;
use super::rng::Rng;
use super::value::{Table, Value, code};

/// How many of each there are.
#[derive(Debug, Clone)]
pub struct Places {
    /// Containers that can be locked; one more, a rack for catalogues, cannot.
    pub containers: usize,
    pub media: usize,
    pub loans: usize,
}

impl Places {
    pub fn new(assets: usize) -> Places {
        Places { containers: (assets / 20).max(4), media: (assets / 20).max(6), loans: (assets / 3).max(12) }
    }
}

/// Row of the area that only named people may enter.
pub const SERVER_ROOM: usize = 2;
/// Rows of the services: one for everything, one for the lower class only, a public one, and one no longer used.
pub const SHARING: usize = 0;

/// Media of these rows have been disposed of.
pub fn disposed_medium(row: usize) -> bool {
    row % 8 == 7
}

pub fn write(company: &mut Company, places: &Places, kept: &Kept, cloud: usize, rng: &mut Rng) {
    let tables = [
        areas(company),
        containers(company, places, rng),
        keys(company, places, rng),
        key_loans(company, places, &kept.boxes, rng),
        media(company, places, &kept.contents, rng),
        ext_systems(company, cloud),
        destinations(company),
    ];
    tables.into_iter().for_each(|table| company.add(table));
}

/// Who may enter the server room: the director and a few others.
fn admitted(company: &Company) -> Vec<usize> {
    let staff = &company.staff;
    [staff.director()].into_iter().chain(staff.members.iter().copied().take(2)).collect()
}

fn areas(company: &Company) -> Table {
    let mut table = Table::new("areas");
    let kinds = [("第一工場", "production"), ("資料室", "storage"), ("サーバ室", "server"), ("試作室", "restricted")];
    for (row, (name, kind)) in kinds.into_iter().enumerate() {
        let server = row == SERVER_ROOM;
        let allowed = admitted(company).into_iter().map(code::person);
        table.push([
            ("id", code::area(row)),
            ("name", Value::Text(name)),
            ("site", Value::Text("本社工場")),
            ("kind", Value::Word(kind)),
            ("lock", Value::Flag(true)),
            ("hours", Value::Text("8:30-17:30")),
            ("record_means", Value::Word("key_ledger")),
            ("guard", Value::words(&["camera", "alarm"])),
            ("guard_tested_on", Value::Day(workday(TODAY - 30))),
            ("sign", Value::Flag(true)),
            ("badge", Value::Flag(true)),
            ("allowed", if server { Value::list(allowed) } else { Value::Blank }),
            ("owner_id", code::person(company.staff.manager(row))),
            ("utility", if server { Value::words(&["ups", "cooling"]) } else { Value::Blank }),
            ("boundary", Value::Flag(true)),
            ("lock_control", Value::Word("always_locked")),
            ("monitoring_kind", Value::Word("own_guard")),
            ("monitoring_scope", Value::words(&["inside", "surroundings"])),
            ("monitoring_hours", Value::Text("24時間")),
        ]);
    }
    table
}

fn containers(company: &Company, places: &Places, rng: &mut Rng) -> Table {
    let mut table = Table::new("containers");
    for row in 0..=places.containers {
        let rack = row == places.containers;
        table.push([
            ("id", code::container(row)),
            ("kind", Value::Word(if rack { "rack" } else { ["cabinet", "locker", "safe"][row % 3] })),
            ("area_id", code::area([0, 1, 3][row % 3])),
            ("lockable", Value::Flag(!rack)),
            ("fixing", Value::Word(["bolt", "builtin"][row % 2])),
            ("installed_on", Value::Day(workday(rng.day(day(2013, 5, 1), day(2018, 12, 20))))),
            ("owner_id", code::person(company.staff.manager(row))),
            ("label", Value::Text(if rack { "製品カタログ" } else { "社外秘 関係者以外の取扱い禁止" })),
        ]);
    }
    table
}

/// Number of keys of this sort: a single one is lent to one person at a time.
fn quantity(key: usize) -> i32 {
    if key % 2 == 1 { 1 } else { 2 }
}

/// Some containers open with a code instead of a key.
fn has_code(places: &Places, key: usize) -> bool {
    key < places.containers && key % 5 == 4
}

fn keys(company: &Company, places: &Places, rng: &mut Rng) -> Table {
    let mut table = Table::new("keys");
    for row in 0..places.containers + 4 {
        let target = match row.checked_sub(places.containers) {
            None => code::container(row),
            Some(area) => code::area(area),
        };
        let code_lock = has_code(places, row);
        let changed = code_lock.then(|| workday(rng.day(day(2021, 4, 1), day(2026, 9, 30))));
        let keeper = code::person(company.staff.manager(row));
        table.push([
            ("id", code::key(row)),
            ("kind", Value::Word(if code_lock { "code" } else { "metal" })),
            ("target_id", Value::list([target])),
            ("quantity", Value::Number(quantity(row))),
            ("master", Value::Flag(false)),
            ("storage", code::container(0)),
            ("keeper_id", keeper.clone()),
            ("holders", if code_lock { Value::list([keeper]) } else { Value::Nothing }),
            ("code_changed_on", Value::day_or_blank(changed)),
            ("change_reason", if code_lock { Value::Word("periodic") } else { Value::Blank }),
            ("status", Value::Word("active")),
        ]);
    }
    table
}

/// A key is lent on a working day and comes back on it, so no two loans of one key meet.
fn key_loans(company: &Company, places: &Places, boxes: &[Inside], rng: &mut Rng) -> Table {
    let staff = &company.staff;
    let mut table = Table::new("key_loans");
    let admitted = admitted(company);
    let keys: Vec<usize> = (0..places.containers + 4).filter(|key| !has_code(places, *key)).collect();
    let mut lend = |key: usize, borrower: usize, day: i32, rng: &mut Rng| {
        let out = day * 24 * 60 + 8 * 60 + 5 * rng.below(60) as i32;
        let keeper = code::person(staff.manager(key));
        table.push([
            ("id", code::loan(table.len())),
            ("key_id", code::key(key)),
            ("borrower_id", code::person(borrower)),
            ("out_at", Value::Minute(out)),
            ("in_at", Value::Minute(out + 10 + 5 * rng.below(40) as i32)),
            ("purpose", Value::Text(["図面の取出し", "治具の返却", "書類の綴込み"][rng.below(3)])),
            ("issuer_id", keeper.clone()),
            ("receiver_id", keeper),
        ]);
    };
    for (key, inside) in boxes.iter().enumerate().filter(|(key, _)| !has_code(places, *key) && quantity(*key) > 1) {
        // Those who have left used keys until their last days; keys of which there are two.
        for (leaver, since) in &inside.leavers {
            let left = staff.people[*leaver].left.expect("internal error: a leaver without a day");
            lend(key, *leaver, workday(left - 7).max(*since), rng);
        }
    }
    for number in 0..places.loans {
        let (key, round) = (keys[number % keys.len()], number / keys.len());
        let day = workdays_ago(round * 4 + 7 + key % 4);
        let borrower = match boxes.get(key) {
            Some(inside) => {
                let able: Vec<usize> =
                    inside.holders.iter().filter(|(_, since)| *since <= day).map(|(person, _)| *person).collect();
                if able.is_empty() { staff.manager(key) } else { rng.one(&able) }
            }
            None if key == places.containers + SERVER_ROOM => rng.one(&admitted),
            None => rng.one(&staff.members),
        };
        lend(key, borrower, day, rng);
    }
    table
}

fn media(company: &Company, places: &Places, contents: &[Vec<usize>], rng: &mut Rng) -> Table {
    let mut table = Table::new("media");
    for row in 0..places.media {
        let gone = disposed_medium(row).then(|| workday(rng.day(TODAY - 300, TODAY - 30)));
        let held = contents.get(row).filter(|held| !held.is_empty());
        let owner = company.staff.manager(row);
        table.push([
            ("id", code::medium(row)),
            ("kind", Value::Word(["usb", "hdd", "ssd", "sd"][row % 4])),
            ("product", Value::Text("暗号化機能付き")),
            ("registered_on", Value::Day(workday(rng.day(day(2019, 4, 1), day(2025, 6, 30))))),
            ("department", Value::own(company.staff.people[owner].department.clone())),
            ("holder_id", code::person(owner)),
            ("storage", code::container(row % places.containers)),
            ("contents", held.map_or(Value::Blank, |held| Value::list(held.iter().map(|asset| code::asset(*asset))))),
            ("encryption", Value::Text("AES-256")),
            ("patch_state", Value::Nothing),
            ("ownership", Value::Word("company")),
            ("checked_on", Value::Day(workday(rng.day(TODAY - 60, TODAY - 20)))),
            ("erased_on", Value::day_or_blank(gone.map(|day| workday(day - 2)))),
            ("erase_method", if gone.is_some() { Value::Word("overwrite") } else { Value::Blank }),
            ("disposed_on", Value::day_or_blank(gone)),
            ("dispose_method", if gone.is_some() { Value::Word("destroy") } else { Value::Blank }),
            ("status", Value::Word(if gone.is_some() { "disposed" } else { "active" })),
        ]);
    }
    table
}

fn ext_systems(company: &Company, cloud: usize) -> Table {
    let mut table = Table::new("ext_systems");
    let services = [
        ("図面共有サービス", "図面の受渡し", "high", "mfa", true, None),
        ("ファイル転送サービス", "見積書の受渡し", "other", "sso", true, None),
        ("会社案内サイト", "製品紹介の掲載", "other", "sso", false, None),
        ("旧ファイル共有", "図面の受渡し", "high", "mfa", true, Some(TODAY - 400)),
    ];
    for (row, (name, purpose, class, auth, closed, retired)) in services.into_iter().enumerate() {
        table.push([
            ("id", code::service(row)),
            ("name", Value::Text(name)),
            ("provider", code::party(cloud)),
            ("kind", Value::Word("cloud")),
            ("purpose", Value::Text(purpose)),
            ("connection", Value::Word("internet")),
            ("max_class", Value::Word(class)),
            ("data_location", Value::Text("JP")),
            ("owner_id", code::person(company.staff.director())),
            ("auth", Value::Word(auth)),
            ("channel", Value::Word("tls")),
            ("approved_on", Value::Day(day(2019, 4, 1))),
            ("reviewed_on", Value::Day(day(2026, 4, 15))),
            ("retired_on", Value::day_or_blank(retired)),
            ("encryption", Value::Text("AES-256")),
            ("access_control", Value::Flag(closed)),
        ]);
    }
    table
}

/// Row of the destination that was designated only lately.
pub const NEW_DESTINATION: usize = 4;

fn destinations(company: &Company) -> Table {
    let mut table = Table::new("destinations");
    for row in 0..=NEW_DESTINATION {
        let approved = if row == NEW_DESTINATION { TODAY - 4 } else { day(2019, 4, 1) };
        table.push([
            ("id", code::destination(row)),
            ("address", Value::own(format!("霧坂市東町{}-{}", row + 1, row * 3 + 2))),
            ("building", Value::Text("加工先 本館")),
            ("room", Value::own(format!("{}01会議室", row + 1))),
            ("layout", Value::own(format!("持出先配置図 {}", row + 1))),
            ("storage_place", Value::Text("施錠できる書庫")),
            ("approved_by", code::person(company.staff.manager(row))),
            ("approved_on", Value::Day(workday(approved))),
        ]);
    }
    table
}
