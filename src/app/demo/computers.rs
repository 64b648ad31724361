//! Servers, machines and computers, and the accounts on them.

use std::collections::BTreeSet;

use super::calendar::{TODAY, day, workday};
use super::company::Company;
use super::places::SHARING;
use super::rng::Rng;
use super::value::{Table, Value, code};

/// How many servers hold the teams' information.
pub fn servers(teams: usize) -> usize {
    (teams / 6).max(2)
}

/// Rows of the machines: one that keeps programs unencrypted, one that was scrapped.
/// Between the company and the internet.
pub const FIREWALL: Value = Value::Code("FW", 1, 2);
pub const SCRAPPED: usize = 1;

/// Who needs an account on which server, because of an access right.
pub type Users = BTreeSet<(usize, usize)>;

pub fn write(company: &mut Company, users: &Users, rng: &mut Rng) {
    let tables = [it_assets(company, rng), accounts(company, users, rng)];
    tables.into_iter().for_each(|table| company.add(table));
}

fn it_assets(company: &Company, rng: &mut Rng) -> Table {
    let staff = &company.staff;
    let mut table = Table::new("it_assets");
    let mut add = |id: Value, kind: &'static str, user: Option<usize>| {
        let (maker, model, os) = match kind {
            "server" => ("ミナセ電子", "RX-2400", "Windows Server 2022"),
            "firewall" => ("ミナセ電子", "FG-60", "専用"),
            "machine" => ("カザハヤ機械", "MC-55", "専用"),
            _ => ("ミナセ電子", "LB-14", "Windows 11"),
        };
        let (server, machine) = (kind == "server", matches!(kind, "machine" | "firewall"));
        let scrapped = id == code::machine(SCRAPPED);
        let director = code::person(staff.director());
        let bought = workday(rng.day(day(2022, 4, 1), day(2025, 12, 19)));
        let gone = scrapped.then(|| workday(TODAY - 200));
        let scanned = workday(TODAY - 3);
        let if_computer = |value: Value| if machine { Value::Blank } else { value };
        let serial = format!("{}-{:06}", if server { "RX" } else { "SN" }, 100_000 + table.len());
        table.push([
            ("id", id),
            ("kind", Value::Word(kind)),
            ("maker", Value::Text(maker)),
            ("model", Value::Text(model)),
            ("serial", Value::own(serial)),
            ("os", Value::Text(os)),
            ("version", Value::Text(if machine { "4.2" } else { "24H2" })),
            ("support_until", Value::Day(rng.day(TODAY + 200, TODAY + 1500))),
            ("support_contact", Value::Text("050-0000-0100")),
            ("owner_id", director.clone()),
            ("department", Value::own(staff.people[user.unwrap_or(staff.director())].department.clone())),
            ("user_id", user.map_or(Value::Blank, code::person)),
            ("location", code::area(if server || kind == "firewall" { 2 } else { 0 })),
            ("ownership", Value::Word("company")),
            ("introduced_on", Value::Day(bought)),
            ("checked_by", director.clone()),
            ("network", Value::Flag(true)),
            ("connection_approved_on", Value::Day(bought)),
            ("antivirus", if_computer(Value::Text("ハガネ対策"))),
            ("last_full_scan_on", if_computer(Value::Day(scanned))),
            ("patched_on", Value::Day(workday(TODAY - 8))),
            ("encryption", if_computer(Value::Text("AES-256"))),
            ("status", Value::Word(if scrapped { "disposed" } else { "active" })),
            ("erase_method", if scrapped { Value::Word("overwrite") } else { Value::Blank }),
            ("erased_on", Value::day_or_blank(gone.map(|day| workday(day - 3)))),
            ("disposed_on", Value::day_or_blank(gone)),
            ("dispose_method", if scrapped { Value::Word("dismantle") } else { Value::Blank }),
            ("managed_system", Value::Flag(!machine)),
            ("auth", if server { Value::Word("mfa") } else { Value::Blank }),
            ("open_ports", if server { Value::Map(&[("443", "図面の閲覧")]) } else { Value::Blank }),
            ("anonymous", if server { Value::Flag(false) } else { Value::Blank }),
            ("vendor", Value::Text("ミナセ電子販売")),
            ("support_hours", Value::Text("平日 9:00-17:00")),
            ("software_checked_on", Value::Day(bought)),
            ("approved_by", code::person(staff.president())),
            ("av_auto_update", if_computer(Value::Flag(true))),
            ("av_updated_on", if_computer(Value::Day(scanned))),
            ("unattended", if_computer(Value::Word("lock"))),
            ("time_source", if_computer(Value::Text("社内時刻サーバ"))),
            ("access_control", Value::Flag(true)),
            ("vuln_source", Value::Text("メーカーの通知")),
            ("lock_minutes", if_computer(Value::Number(5))),
            ("port_block", Value::Map(&[("usb", "blocked"), ("serial", "blocked"), ("network", "needed")])),
            ("port_reason", Value::Text("社内LANへの接続")),
            ("selection_basis", Value::Text("部品と窓口が長く続く機種")),
            ("update_checked_on", Value::Day(workday(TODAY - 8))),
        ]);
    };
    (0..servers(staff.managers.len())).for_each(|row| add(code::server(row), "server", None));
    add(FIREWALL, "firewall", None);
    (0..=SCRAPPED).for_each(|row| add(code::machine(row), "machine", None));
    let workers = staff.managers.iter().chain(&staff.members).copied();
    let users = [staff.president(), staff.director()].into_iter().chain(workers);
    users.enumerate().for_each(|(row, user)| add(code::pc(row), "pc", Some(user)));
    table
}

fn accounts(company: &Company, users: &Users, rng: &mut Rng) -> Table {
    let staff = &company.staff;
    let mut table = Table::new("accounts");
    let mut add = |system: Value, row: usize, admin: bool, rng: &mut Rng| {
        let person = &staff.people[row];
        let issued = workday(person.ready.max(day(2019, 4, 1)));
        let strong = admin || system == code::service(SHARING);
        let last = person.left.unwrap_or_else(|| rng.day(TODAY - 20, TODAY - 1));
        // Whoever keeps a system also has an everyday account there, under a name of its own.
        let id = if admin { Value::own(format!("adm{:04}", row + 1)) } else { code::account(row) };
        table.push([
            ("id", id),
            ("system", system),
            ("person_id", code::person(row)),
            ("kind", Value::Word(if admin { "admin" } else { "user" })),
            ("admin", Value::Flag(admin)),
            ("role", Value::Text(if admin { "管理者" } else { "一般" })),
            ("approved_by", code::person(staff.director())),
            ("issued_on", Value::Day(issued)),
            ("initial_changed_on", Value::Day(issued)),
            ("changed_on", Value::Day(workday(TODAY - 4))),
            ("mfa", Value::Flag(strong)),
            ("remote", Value::Flag(false)),
            ("last_login_on", Value::Day(workday(last))),
            ("reviewed_on", Value::Day(day(2026, 10, 1))),
            ("disabled_on", Value::day_or_blank(person.left)),
            ("status", Value::Word(if person.left.is_some() { "deleted" } else { "active" })),
            ("users", Value::Blank),
            ("factors", if strong { Value::words(&["password", "otp"]) } else { Value::words(&["password"]) }),
        ]);
    };
    let servers = servers(staff.managers.len());
    for server in 0..servers {
        add(code::server(server), staff.director(), true, rng);
    }
    add(code::service(SHARING), staff.director(), true, rng);
    for manager in &staff.managers {
        add(code::service(SHARING), *manager, false, rng);
    }
    for (server, person) in users {
        add(code::server(*server), *person, false, rng);
    }
    for leaver in &staff.leavers {
        add(code::server(leaver % servers), *leaver, false, rng);
    }
    table
}
