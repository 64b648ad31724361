//! What the company owes to others and has to know: risks, contacts, laws, news of weaknesses, assessments of partners.

use std::collections::BTreeMap;

use crate::app::init::templates;

use super::calendar::{TODAY, day, workday};
use super::company::{Company, EVIDENCE};
use super::documents;
use super::upkeep::{keys, servers};
use super::value::{Table, Value, code};

pub fn write(company: &mut Company) {
    let risks = risks(company);
    company.add(risks);
    let tables = [
        contacts(company),
        assessments(company),
        transmissions(company),
        software(company),
        network(company),
        plan(company),
        obligations(),
        notices(),
        intel(),
        reports(company),
    ];
    tables.into_iter().for_each(|table| company.add(table));
}

/// How many pieces of information one risk names.
const AT_ONCE: usize = 500;

/// What would happen if each team lost one of the three elements, and one for every company that works for us.
fn risks(company: &Company) -> Table {
    let assets = company.table("assets");
    let mut of_owner: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for row in 0..assets.len() as u32 {
        of_owner.entry(assets.get(row, "owner_id").plain()).or_default().push(row);
    }
    let mut rows = Vec::new();
    let mut add = |assets: Value, owner: Value, party: Value, source, loss| {
        rows.push([
            assets,
            Value::Text(source),
            Value::Text("確認が一人に任されている"),
            Value::Text("技術が競合先に知られ、受注を失う"),
            Value::Number(1),
            Value::Number(3),
            Value::Number(3),
            Value::Word("mitigate"),
            Value::Text("二人で確かめる"),
            owner,
            Value::Day(day(2026, 9, 30)),
            Value::Word("done"),
            Value::Day(day(2026, 5, 20)),
            code::person(company.staff.president()),
            Value::Day(day(2026, 5, 20)),
            party,
            Value::words(&[loss]),
            Value::Day(day(2026, 9, 15)),
        ]);
    };
    for rows in of_owner.values() {
        for part in rows.chunks(AT_ONCE) {
            for (source, loss) in [("誤送付", "c"), ("誤操作", "i"), ("機器の故障", "a")] {
                let listed = Value::list(part.iter().map(|row| code::asset(*row as usize)));
                add(listed, assets.get(part[0], "owner_id").clone(), Value::Blank, source, loss);
            }
        }
    }
    let exchanges = company.table("exchanges");
    for row in 0..exchanges.len() as u32 {
        let owner = exchanges.get(row, "owner_id").clone();
        add(Value::list([code::asset(0)]), owner, exchanges.get(row, "party_id").clone(), "委託先での紛失", "c");
    }
    let columns = [
        "asset_ids",
        "source",
        "vulnerability",
        "consequence",
        "likelihood",
        "importance",
        "level",
        "treatment",
        "measure",
        "owner_id",
        "due_on",
        "status",
        "reported_on",
        "approved_by",
        "approved_on",
        "party_id",
        "loss_of",
        "done_on",
    ];
    Table::numbered("risks", "R-", columns, rows)
}

fn contacts(company: &Company) -> Table {
    let staff = &company.staff;
    let mut rows = Vec::new();
    let mut add = |kind, organisation: Value, person: Value, party: Value, purpose| {
        let phone = Value::own(format!("050-0000-{:04}", rows.len()));
        let verified = Value::Day(day(2026, 4, 20));
        rows.push([Value::Word(kind), organisation, person, phone, Value::Text(purpose), verified, party]);
    };
    for manager in &staff.managers {
        let department = Value::own(staff.people[*manager].department.clone());
        add("internal_share", department, code::person(*manager), Value::Blank, "課内への注意情報の共有");
    }
    add("incident_internal", Value::Text("総務課"), code::person(staff.director()), Value::Blank, "事故の第一報と指揮");
    add("authority", Value::Text("県警察 相談窓口"), Value::Blank, Value::Blank, "被害の届出と相談");
    let parties = company.table("parties");
    for row in 0..parties.len() as u32 {
        let kind =
            if company.get("parties", row, "roles") == &Value::words(&["customer"]) { "customer" } else { "vendor" };
        add(kind, parties.get(row, "name").clone(), Value::Blank, code::party(row as usize), "事故のときの連絡");
    }
    let columns = ["kind", "organisation", "person_id", "phone", "purpose", "verified_on", "party_id"];
    Table::numbered("contacts", "C-", columns, rows)
}

/// Every company before the first dealings and each year since; the cloud's services one by one.
fn assessments(company: &Company) -> Table {
    let mut rows = Vec::new();
    let director = code::person(company.staff.director());
    let mut add = |party: Value, kind, on: i32, covers: &[&'static str], service: Value| {
        rows.push([
            party,
            Value::Word(kind),
            Value::Day(on),
            director.clone(),
            Value::Text("チェックシートと訪問"),
            Value::Word("acceptable"),
            Value::Day(on + 365),
            Value::Text(EVIDENCE),
            Value::list(covers.iter().map(|item| Value::Text(item))),
            service,
            Value::Flag(true),
            Value::Flag(true),
        ]);
    };
    let parties = company.table("parties");
    for row in 0..parties.len() {
        add(code::party(row), "initial", day(2012, 3, 1), &["V.1.2", "V.1.6"], Value::Blank);
        for year in 2024..=2026 {
            add(code::party(row), "periodic", day(year, 2, 6), &["V.1.2", "V.1.6"], Value::Blank);
        }
    }
    for service in keys(company, "ext_systems") {
        let provider = company.get("ext_systems", 0, "provider").clone();
        add(provider, "cloud", day(2026, 2, 6), &["IV.3.2", "IV.12.6"], service);
    }
    let columns = [
        "party_id",
        "kind",
        "assessed_on",
        "assessed_by",
        "basis",
        "result",
        "next_on",
        "evidence",
        "covers",
        "ext_system_id",
        "equal_level",
        "responds_ok",
    ];
    Table::numbered("party_assessments", "PA-", columns, rows)
}

/// What the ledger says went through the service.
fn transmissions(company: &Company) -> Table {
    let ledger = company.table("handling_log");
    let sent = |row: &u32| *ledger.get(*row, "means") == Value::Word("cloud");
    let rows = (0..ledger.len() as u32).filter(sent).map(|row| {
        let by = match ledger.get(row, "by") {
            Value::List(people) => people[0].clone(),
            other => other.clone(),
        };
        [
            Value::Minute(ledger.get(row, "on").day().expect("internal error: an entry without a day") * 24 * 60 + 600),
            ledger.get(row, "asset_id").clone(),
            by,
            ledger.get(row, "recipient").clone(),
            Value::Word("share"),
            Value::Text("AES-256"),
            ledger.get(row, "id").clone(),
            Value::Word("file"),
            ledger.get(row, "ext_system").clone(),
        ]
    });
    let columns =
        ["on", "asset_id", "by", "recipient", "means", "encryption", "handling_id", "encryption_scope", "ext_system"];
    Table::numbered("transmissions", "S-", columns, rows.collect::<Vec<_>>())
}

fn software(company: &Company) -> Table {
    let director = code::person(company.staff.director());
    let rows = [("ハガネ対策", "9.4"), ("事務ソフト一式", "2024")].map(|(name, version)| {
        [
            Value::Text(name),
            Value::Text(version),
            Value::Text("ミナセ電子"),
            Value::Day(day(2029, 3, 31)),
            director.clone(),
            Value::Day(day(2024, 1, 15)),
            Value::Flag(true),
            Value::Flag(false),
            Value::list(servers(company)),
            Value::Day(workday(TODAY - 7)),
            Value::Text("050-0000-0100"),
            Value::Text("平日 9:00-17:00"),
            Value::Day(day(2024, 1, 22)),
            Value::Day(workday(TODAY - 8)),
            Value::Flag(false),
            director.clone(),
            Value::Text("総務課"),
            Value::Text("メーカーの通知"),
        ]
    });
    let columns = [
        "name",
        "version",
        "vendor",
        "support_until",
        "checked_by",
        "checked_on",
        "allowed",
        "restricted_utility",
        "installed_on_assets",
        "last_used_on",
        "support_contact",
        "support_hours",
        "installed_on",
        "update_checked_on",
        "audit_tool",
        "owner_id",
        "department",
        "vuln_source",
    ];
    Table::numbered("software", "SW-", columns, rows)
}

fn network(company: &Company) -> Table {
    let director = code::person(company.staff.director());
    let firewall = super::computers::FIREWALL;
    let columns = [
        "name",
        "site",
        "use",
        "internet",
        "firewall_id",
        "external_links",
        "remote_access",
        "diagram",
        "diagram_on",
        "ids_id",
        "ids_notify",
        "ips_id",
        "policy_id",
        "approved_on",
        "data_flow",
        "monitoring",
    ];
    let row = [
        Value::Text("社内LAN"),
        Value::Text("本社工場"),
        Value::Text("設計、製造、事務"),
        Value::Flag(true),
        firewall.clone(),
        Value::list(keys(company, "ext_systems")),
        Value::Nothing,
        Value::Text(EVIDENCE),
        Value::Day(day(2026, 4, 20)),
        firewall.clone(),
        director,
        firewall,
        documents::of_type("access-control-policy"),
        Value::Day(day(2026, 4, 1)),
        Value::Text("社内LANから各サービスへ図面を送受信"),
        Value::Text("通信の記録を毎月確認"),
    ];
    Table::numbered("network", "NW-", columns, [row])
}

/// Trainings of the business year.
pub const TOPICS: &[&str] = &["basic", "email-malware", "internet", "classification", "incident", "law", "password"];

fn plan(company: &Company) -> Table {
    let mut table = Table::new("training_plan");
    for topic in TOPICS.iter().chain(&["access-holder"]) {
        table.push([
            ("fiscal_year", Value::Number(2026)),
            ("topic", Value::Word(topic)),
            ("target", Value::Text(if *topic == "access-holder" { "アクセス権者" } else { "全従業員" })),
            ("planned_on", Value::Day(super::people::TRAINED)),
            ("owner_id", code::person(company.staff.director())),
            ("approved_by", code::person(company.staff.president())),
        ]);
    }
    table
}

fn obligations() -> Table {
    let rule = documents::of_type("legal-rule");
    let rows =
        [("不正競争防止法", "秘密として管理し、区分を示す"), ("個人情報保護法", "従業員の情報を目的の範囲で扱う")].map(
            |(name, what)| {
                let checked = Value::Day(day(2026, 4, 20));
                [Value::Word("law"), Value::Text(name), Value::Text(what), rule.clone(), checked]
            },
        );
    Table::numbered("obligations", "OB-", ["kind", "name", "requirement", "rule_id", "checked_on"], rows)
}

fn notices() -> Table {
    let rows = (0..templates().len()).map(|nth| {
        let (audience, means) = (Value::Text("全従業員"), Value::Text("ポータル"));
        [Value::Day(day(2026, 4, 1)), documents::number(nth), audience, means, Value::Text(EVIDENCE)]
    });
    Table::numbered("notices", "NT-", ["on", "subject", "audience", "means", "evidence"], rows)
}

/// Threats and weaknesses month by month. Nothing had to be done about any of them.
fn intel() -> Table {
    let months = (0..8).map(|month| workday(TODAY - 10 - 27 * month));
    let rows = months.flat_map(|on| ["threat", "vulnerability"].map(|kind| (kind, on))).map(|(kind, on)| {
        [
            Value::Day(on),
            Value::Text("業界団体"),
            Value::Word(kind),
            Value::Text("業界団体からの知らせ。今の対策で足りる"),
            Value::Word("low"),
            Value::Word("none"),
            Value::Text("社内への影響を確かめた"),
        ]
    });
    let columns = ["on", "source", "kind", "outline", "severity", "decision", "analysis"];
    Table::numbered("intel", "TI-", columns, rows)
}

fn reports(company: &Company) -> Table {
    let staff = &company.staff;
    let risks = Value::list((1..=company.table("risks").len() as u32).map(|nth| Value::Code("R-", nth, 5)));
    let mut departments: Vec<Value> = Vec::new();
    for manager in &staff.managers {
        let name = Value::own(staff.people[*manager].department.clone());
        if !departments.contains(&name) {
            departments.push(name);
        }
    }
    let rows = ["risk", "asset_list", "structure"].map(|topic| {
        [
            Value::Day(day(2026, 5, 20)),
            Value::Word(topic),
            code::person(staff.manager(0)),
            Value::list([code::person(staff.president())]),
            Value::Text("計画のとおり進める"),
            Value::Day(day(2026, 9, 30)),
            if topic == "risk" { risks.clone() } else { Value::Blank },
            Value::list(departments.iter().cloned()),
        ]
    });
    let columns = ["on", "topic", "reporter_id", "recipients", "decisions", "follow_up_on", "risk_ids", "shared_with"];
    Table::numbered("mgmt_reports", "MR-", columns, rows)
}
