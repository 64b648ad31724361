//! What is done again and again: reviews, trainings, scans, backups, tests, and who looked with their own eyes.
//!
//! Mostly rows for everything of one kind; how often is what the criteria's periods ask for.

use super::calendar::{TODAY, day, workday};
use super::company::{Company, EVIDENCE};
use super::documents;
use super::value::{Table, Value, code};

pub fn write(company: &mut Company) {
    // What is tested is what was backed up.
    let backups = backups(company);
    company.add(backups);
    let tables = [reviews(company), scans(company), log_sources(company), attestations(company), tests(company)];
    tables.into_iter().for_each(|table| company.add(table));
}

/// Keys of a register's rows that are still in use.
pub fn keys(company: &Company, register: &str) -> Vec<Value> {
    let table = company.table(register);
    let key = &register_key(table);
    let used = |row: &u32| {
        let gone = |column| table.columns.contains(&column) && !table.get(*row, column).is_blank();
        !gone("disposed_on") && !gone("retired_on") && !gone("end")
    };
    (0..table.len() as u32).filter(used).map(|row| table.get(row, key).clone()).collect()
}

fn register_key(table: &Table) -> String {
    let schema = table.register.schema();
    schema.fields[usize::from(schema.key[0])].name.clone()
}

/// Servers of the managed system.
pub fn servers(company: &Company) -> Vec<Value> {
    (0..super::computers::servers(company.staff.managers.len())).map(code::server).collect()
}

fn reviews(company: &Company) -> Table {
    let once = || vec![workday(day(2026, 4, 20))];
    let monthly = || (0..8).map(|month| workday(TODAY - 10 - 27 * month)).collect::<Vec<i32>>();
    let quarterly = || (0..3).map(|quarter| workday(TODAY - 20 - 85 * quarter)).collect::<Vec<i32>>();
    let half = || vec![workday(day(2026, 4, 20)), workday(day(2026, 10, 1))];
    let all = |register| keys(company, register);
    let documents = (0..crate::app::init::templates().len()).map(documents::number).collect::<Vec<_>>();
    let exchanged = keys(company, "exchanges");
    let ledgers = super::org::LEDGERS.iter().map(|ledger| Value::Text(ledger)).collect::<Vec<_>>();
    let nothing = || vec![Value::Blank];
    let mut subjects: Vec<(&'static str, Vec<Value>, Vec<i32>)> = vec![
        ("rules", documents, once()),
        ("policy", vec![documents::of_type("policy")], once()),
        ("bcp", vec![documents::of_type("bcp")], once()),
        ("ext_systems", all("ext_systems"), once()),
        ("exchanges", exchanged, once()),
        ("entrusted-list", all("parties"), once()),
        ("ledger", ledgers, quarterly()),
        ("media", all("media"), quarterly()),
        ("keys", all("keys"), quarterly()),
        ("config", servers(company), once()),
        ("firewall", vec![super::computers::FIREWALL], once()),
        ("capacity", [servers(company), all("ext_systems")].concat(), half()),
        ("accounts", [servers(company), all("ext_systems")].concat(), half()),
        ("leak-signs", nothing(), quarterly()),
        ("logs", nothing(), monthly()),
        ("adminlog", nothing(), monthly()),
        ("admin-rights", nothing(), half()),
    ];
    for subject in [
        "structure",
        "contacts",
        "incident-structure",
        "measures",
        "asset_list",
        "it_assets",
        "software",
        "training",
        "pledges",
        "entrusted-measures",
        "network",
    ] {
        subjects.push((subject, nothing(), once()));
    }
    let president = code::person(company.staff.president());
    let rows = subjects.into_iter().flat_map(|(subject, targets, days)| {
        let president = president.clone();
        targets.into_iter().flat_map(move |target| {
            let president = president.clone();
            let row = move |on: &i32| {
                [
                    Value::Word(subject),
                    target.clone(),
                    Value::Day(*on),
                    president.clone(),
                    Value::Word("ok"),
                    Value::Text("定期"),
                ]
            };
            days.iter().map(row).collect::<Vec<_>>()
        })
    });
    Table::numbered("reviews", "RV-", ["subject", "target_id", "on", "reviewer_id", "result", "trigger"], rows)
}

/// A full scan of every computer each week, and a look at the servers and services from outside each year.
fn scans(company: &Company) -> Table {
    let mut rows = Vec::new();
    let mut add = |kind, target: &Value, on| {
        rows.push([
            Value::Word(kind),
            target.clone(),
            Value::Day(on),
            Value::Text("ハガネ対策"),
            Value::Word("ok"),
            Value::Number(0),
            Value::Text(EVIDENCE),
        ]);
    };
    for computer in keys(company, "it_assets") {
        if matches!(&computer, Value::Code(prefix, ..) if *prefix != "MC") {
            (0..5).for_each(|week| add("virus_full", &computer, workday(TODAY - 3) - 7 * week));
        }
    }
    for system in servers(company).into_iter().chain(keys(company, "ext_systems")) {
        ["vuln", "pentest", "config"].into_iter().for_each(|kind| add(kind, &system, day(2026, 5, 28)));
    }
    Table::numbered("scans", "SC-", ["kind", "target", "on", "tool", "result", "findings_high", "evidence"], rows)
}

fn log_sources(company: &Company) -> Table {
    let all: &[&'static str] =
        &["usage", "asset_access", "user", "device", "logon", "logoff", "result", "program", "exception"];
    let director = code::person(company.staff.director());
    let president = code::person(company.staff.president());
    let mut rows = Vec::new();
    for system in servers(company).into_iter().chain(keys(company, "ext_systems")) {
        for kind in ["access", "audit", "admin", "outbound", "mail", "transfer"] {
            let fields: &[&'static str] = match kind {
                "audit" => all,
                "admin" => &["config_change", "operation"],
                _ => &[],
            };
            let basis = Value::Text("法令: 定めなし、契約: 12か月、リスク: 調査に一年分が要る");
            rows.push([
                system.clone(),
                Value::Word(kind),
                if fields.is_empty() { Value::Blank } else { Value::words(fields) },
                Value::Text("P12M"),
                if kind == "audit" { basis } else { Value::Blank },
                code::server(1),
                if kind == "admin" { president.clone() } else { director.clone() },
                Value::Day(workday(TODAY - 10)),
            ]);
        }
    }
    let columns = ["system", "kind", "fields", "retention", "retention_basis", "place", "reviewer_id", "reviewed_on"];
    Table::numbered("log_sources", "L-", columns, rows)
}

/// Every server to the next one, at the higher class because it holds both, and all electronic information piece by piece.
fn backups(company: &Company) -> Table {
    let servers = servers(company);
    let assets = company.table("assets");
    let mut rows = Vec::new();
    let mut add = |targets: &[Value], place: &Value, class| {
        rows.push([
            Value::list(targets.iter().cloned()),
            Value::Text("P1D"),
            place.clone(),
            Value::Text("P3M"),
            Value::Day(TODAY - 1),
            Value::Flag(true),
            documents::of_type("bcp"),
            Value::Day(day(2026, 6, 10)),
            Value::Word(class),
            code::person(company.staff.director()),
            Value::Text("AES-256"),
        ]);
    };
    for (nth, server) in servers.iter().enumerate() {
        add(std::slice::from_ref(server), &servers[(nth + 1) % servers.len()], "high");
    }
    for class in ["high", "other"] {
        let listed = |row: &u32| {
            *assets.get(*row, "form") == Value::Word("electronic")
                && *assets.get(*row, "class") == Value::Word(class)
                && *assets.get(*row, "status") == Value::Word("active")
        };
        let kept: Vec<Value> = (0..assets.len() as u32).filter(listed).map(|row| code::asset(row as usize)).collect();
        kept.chunks(AT_ONCE).for_each(|part| add(part, &servers[0], class));
    }
    let columns = [
        "targets",
        "interval",
        "place",
        "keep",
        "last_success_on",
        "encrypted",
        "restore_doc",
        "restore_tested_on",
        "class",
        "owner_id",
        "cipher",
    ];
    Table::numbered("backups", "B-", columns, rows)
}

/// How many things one attestation names: nobody looks at more in one go.
const AT_ONCE: usize = 1000;

/// Somebody went and looked: once for every item, and for the things that it is about.
fn attestations(company: &Company) -> Table {
    let all = |registers: &[&str]| registers.iter().flat_map(|register| keys(company, register)).collect::<Vec<_>>();
    let systems = [servers(company), all(&["ext_systems"])].concat();
    let areas = all(&["areas"]);
    let things = |item: &str| match item {
        "I.2.2" | "I.2.3" | "I.2.4" => all(&["assets", "containers"]),
        "I.2.5" | "III.1.5" | "III.1.6" => all(&["containers", "areas"]),
        item if item.starts_with("III.") => areas.clone(),
        item if item.starts_with("IV.") => systems.clone(),
        _ => Vec::new(),
    };
    let sections = crate::rules::catalogue().chapters.iter().flat_map(|chapter| &chapter.sections);
    // Items about the same things are looked at in one go.
    let mut rounds: Vec<(Vec<Value>, Vec<Value>)> = Vec::new();
    for item in sections.flat_map(|section| &section.items) {
        let (things, id) = (things(&item.id), Value::own(item.id.clone()));
        match rounds.iter_mut().find(|(known, _)| *known == things) {
            Some((_, items)) => items.push(id),
            None => rounds.push((things, vec![id])),
        }
    }
    let mut rows = Vec::new();
    for (things, items) in rounds {
        let mut parts: Vec<Value> = things.chunks(AT_ONCE).map(|part| Value::list(part.iter().cloned())).collect();
        if parts.is_empty() {
            parts.push(Value::Blank);
        }
        for targets in parts {
            let file = Value::own(format!("evidence/現地確認_{}.txt", rows.len() + 1));
            rows.push([
                Value::list(items.iter().cloned()),
                Value::Text("現地と画面で確かめた"),
                targets,
                code::person(company.staff.director()),
                Value::Day(workday(TODAY - 45)),
                Value::Day(day(2027, 9, 30)),
                Value::list([file]),
            ]);
        }
    }
    let columns = ["items", "statement", "targets", "attested_by", "attested_on", "valid_until", "evidence"];
    Table::numbered("attestations", "AT-", columns, rows)
}

/// Files that records name.
pub fn evidence(company: &Company) -> impl Iterator<Item = String> + '_ {
    let attestations = company.table("attestations");
    let named = (0..attestations.len() as u32).filter_map(|row| match attestations.get(row, "evidence") {
        Value::List(files) => files.first().map(Value::plain),
        _ => None,
    });
    [EVIDENCE.to_owned()].into_iter().chain(named)
}

/// Restoring, the drill, working without the computers, and the batteries.
fn tests(company: &Company) -> Table {
    let backups = (0..company.table("backups").len() as u32).map(|row| company.get("backups", row, "id").clone());
    let staff = &company.staff;
    let present = (0..staff.people.len()).filter(|row| staff.people[*row].left.is_none()).map(code::person);
    let rows = [
        ("restore", Value::list(backups), Value::Blank, day(2026, 6, 10)),
        ("drill", Value::list([documents::of_type("incident-procedure")]), Value::list(present), day(2026, 9, 4)),
        ("bcp", Value::list([documents::of_type("bcp")]), Value::Blank, day(2026, 6, 10)),
        ("ups", Value::list([code::area(super::places::SERVER_ROOM)]), Value::Blank, day(2026, 6, 10)),
    ];
    let rows =
        rows.map(|(kind, targets, people, on)| [Value::Word(kind), Value::Day(on), targets, people, Value::Word("ok")]);
    Table::numbered("continuity_tests", "CT-", ["kind", "on", "targets", "participants", "result"], rows)
}
