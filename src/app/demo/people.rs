//! People, their tasks, pledges and trainings, and what is checked when they leave.

use super::calendar::{TODAY, day, workday};
use super::company::{Company, Person, Staff};
use super::duties::TOPICS;
use super::names;
use super::rng::Rng;
use super::value::{Table, Value, code};

/// Fewest people that fill all the posts and leave somebody to hold information.
pub const FEWEST: usize = 10;

/// How many temporary workers one agency sends.
pub const TEMPS_AN_AGENCY: usize = 20;

/// Decides who is who.
pub fn staff(count: usize, rng: &mut Rng) -> Staff {
    let directors = (count / 60).max(1);
    let managers = (count / 12).max(2);
    let mut staff = Staff::default();
    let above = |title, supervisor, joined| Person {
        team: None,
        department: "総務課".to_owned(),
        title,
        supervisor,
        joined,
        left: None,
        ready: 0,
        trained: [0; 2],
    };
    staff.people.push(above("代表取締役", None, day(1998, 4, 1)));
    for _ in 0..directors {
        staff.people.push(above("取締役", Some(0), day(2001, 4, 2)));
    }
    for team in 0..managers {
        staff.managers.push(staff.people.len());
        staff.people.push(Person {
            team: Some(team),
            department: names::department(team, managers),
            title: "課長",
            supervisor: Some(1 + team % directors),
            joined: day(2004 + (team % 8) as i32, 4, 1),
            ..above("", None, 0)
        });
    }
    staff.teams = vec![Vec::new(); managers];
    for number in 0..count.saturating_sub(staff.people.len()) {
        member(number, &mut staff, rng);
    }
    for (row, person) in staff.people.iter_mut().enumerate() {
        // Some sign first, others are trained first: both must be done before anything is handed over.
        let first = workday(person.joined.max(day(2013, 4, 1)) + 2);
        let second = workday(first + 14);
        person.trained =
            [if row.is_multiple_of(2) { second } else { first }, workday(day(2026, 4, 6) + (row % 15) as i32)];
        person.ready = second + 3;
    }
    staff
}

/// One more below the managers.
fn member(number: usize, staff: &mut Staff, rng: &mut Rng) {
    let row = staff.people.len();
    let team = number % staff.managers.len();
    let manager = staff.managers[team];
    let temp = number % 12 == 5;
    let leaves = number % 25 == 3 || number % 50 == 14;
    let newcomer = rng.chance(15);
    let (first, last) =
        if newcomer { (day(2025, 1, 6), day(2025, 10, 1)) } else { (day(2012, 4, 2), day(2024, 10, 1)) };
    let left = leaves.then(|| workday(rng.day(TODAY - 190, TODAY - 15)));
    staff.people.push(Person {
        team: Some(team),
        department: staff.people[manager].department.clone(),
        title: if temp { "担当" } else { ["担当", "主任", "係長", "担当"][number % 4] },
        supervisor: Some(manager),
        joined: workday(rng.day(first, last)),
        left,
        ready: 0,
        trained: [0; 2],
    });
    match left {
        Some(_) => staff.leavers.push(row),
        None => {
            staff.teams[team].push(row);
            staff.members.push(row);
        }
    }
    if temp && left.is_none() {
        staff.temps.push(row);
    }
}

/// Everything that is kept about people.
pub fn write(company: &mut Company) {
    let staff = std::mem::take(&mut company.staff);
    company.add(people(&staff));
    company.add(roles(&staff));
    company.add(pledges(&staff));
    company.add(training(&staff));
    company.add(leave_checks(&staff));
    company.staff = staff;
}

fn people(staff: &Staff) -> Table {
    let mut table = Table::new("people");
    for (row, person) in staff.people.iter().enumerate() {
        let temp = staff.temps.binary_search(&row);
        let kind = match (person.team, temp) {
            (None, _) => "officer",
            (_, Ok(_)) => "temp",
            _ if person.title == "担当" && row % 9 == 4 => "part",
            _ => "employee",
        };
        table.push([
            ("id", code::person(row)),
            ("name", Value::own(names::person(row))),
            ("kind", Value::Word(kind)),
            ("employer", temp.map_or(Value::Blank, |nth| code::party(nth / TEMPS_AN_AGENCY))),
            ("department", Value::own(person.department.clone())),
            ("title", Value::Text(person.title)),
            ("supervisor_id", person.supervisor.map_or(Value::Blank, code::person)),
            ("join_on", Value::Day(person.joined)),
            ("leave_on", Value::day_or_blank(person.left)),
            ("leave_notice_on", Value::day_or_blank(person.left.map(|left| workday(left - 40)))),
            ("telework", Value::Flag(false)),
        ]);
    }
    table
}

fn roles(staff: &Staff) -> Table {
    let mut table = Table::new("roles");
    let mut add = |role, row: usize, scope: String, duty, department: Option<&str>| {
        table.push([
            ("role", Value::Word(role)),
            ("person_id", code::person(row)),
            ("scope", Value::own(scope)),
            ("from", Value::Day(day(2013, 4, 1))),
            ("until", Value::Blank),
            ("responsibility", Value::Text(duty)),
            ("department", department.map_or(Value::Blank, |name| Value::own(name.to_owned()))),
        ]);
    };
    let (president, director) = (staff.president(), staff.director());
    add("head", president, "全社".to_owned(), "情報管理の総括と方針の承認", None);
    add("security_dept", director, "全社".to_owned(), "規程の運用と点検", Some(&staff.people[director].department));
    add("sysadmin", director, "サーバ、ネットワーク".to_owned(), "機器と利用者IDの管理", None);
    add("incident_head", director, "全社".to_owned(), "事故のときの指揮", None);
    add("monitor", director, "社内のネットワーク".to_owned(), "攻撃の兆しの監視", None);
    add("trainer", director, "全社".to_owned(), "教育の計画と実施", None);
    add("auditor", president, "全社".to_owned(), "年1回の監査", None);
    add("owner", president, "方針、規程、情報機器".to_owned(), "機器の導入の承認", None);
    add("keykeeper", staff.manager(0), "容器と区域の鍵".to_owned(), "鍵の貸出しと棚卸し", None);
    for (team, manager) in staff.managers.iter().enumerate() {
        let scope = format!("{}の管理対象情報({}班)", staff.people[*manager].department, team + 1);
        add("owner", *manager, scope, "区分の決定、アクセス権の設定、複製と持出しの承認", None);
    }
    table
}

fn pledges(staff: &Staff) -> Table {
    let mut table = Table::new("pledges");
    for (row, person) in staff.people.iter().enumerate() {
        let signed = pledged(row, person);
        table.push([
            ("id", code::pledge(row)),
            ("person_id", code::person(row)),
            ("template", Value::Text("第3版")),
            ("signed_on", Value::Day(signed)),
            ("matters", Value::words(&["1", "2", "3", "4", "5", "6"])),
            ("reconfirmed_on", Value::day_or_blank((signed < RENEWED).then_some(RENEWED))),
            ("file", Value::own(format!("誓約書綴り {}年度", super::calendar::fiscal_year(signed)))),
        ]);
    }
    table
}

/// The day on which everybody confirmed the present form of the pledge.
const RENEWED: i32 = 20_556; // 13 April 2026

/// The day of the pledge: whichever of the two first days the training does not take.
fn pledged(row: usize, person: &Person) -> i32 {
    let first = workday(person.joined.max(day(2013, 4, 1)) + 2);
    if row.is_multiple_of(2) { first } else { workday(first + 14) }
}

fn training(staff: &Staff) -> Table {
    let mut table = Table::new("training");
    for round in 0..2 {
        for (row, person) in staff.people.iter().enumerate() {
            table.push([
                ("id", code::training(round * staff.people.len() + row)),
                ("on", Value::Day(person.trained[round])),
                ("topic", Value::Word("access-holder")),
                ("person_id", code::person(row)),
                ("method", Value::Word(if row % 3 == 0 { "elearning" } else { "class" })),
                ("lecturer", Value::Text("総務課")),
                ("score", Value::Number(80 + (row * 7 % 20) as i32)),
                ("result", Value::Word("pass")),
                ("matters", Value::Blank),
            ]);
        }
    }
    for (topic, row, on) in lessons(staff) {
        let briefing = topic == "access-holder";
        table.push([
            ("id", code::training(table.len())),
            ("on", Value::Day(on)),
            ("topic", Value::Word(topic)),
            ("person_id", code::person(row)),
            ("method", Value::Word(if briefing { "briefing" } else { "class" })),
            ("lecturer", code::person(staff.people[row].supervisor.unwrap_or(row))),
            ("score", Value::Blank),
            ("result", Value::Word("pass")),
            ("matters", if briefing { Value::words(&["1", "2", "3", "4", "5", "6"]) } else { Value::Blank }),
        ]);
    }
    table
}

/// The day on which everybody is trained in the business year.
pub const TRAINED: i32 = 20_616; // 12 June 2026

/// What everybody is told on joining and each year, and what their superiors explain to those who hold rights.
fn lessons(staff: &Staff) -> Vec<(&'static str, usize, i32)> {
    let mut lessons = Vec::new();
    for (row, person) in staff.people.iter().enumerate() {
        lessons.push(("confidentiality", row, person.joined));
        if person.left.is_some() {
            continue;
        }
        let newcomer = person.joined >= day(2024, 1, 1);
        let days = if newcomer { vec![workday(person.joined + 3), day(2025, 12, 5), TRAINED] } else { vec![TRAINED] };
        for topic in TOPICS {
            lessons.extend(days.iter().map(|on| (*topic, row, *on)));
        }
        if person.team.is_some() {
            lessons.push(("access-holder", row, workday(TODAY - 25)));
        }
    }
    lessons
}

fn leave_checks(staff: &Staff) -> Table {
    let mut table = Table::new("leave_checks");
    for row in &staff.leavers {
        let person = &staff.people[*row];
        let left = person.left.expect("internal error: a leaver without a day");
        table.push([
            ("person_id", code::person(*row)),
            ("on", Value::Day(left)),
            ("returned", Value::words(&["pc", "key", "badge"])),
            ("access_removed_on", Value::Day(left)),
            ("no_takeaway_confirmed", Value::Flag(true)),
            ("pledge_reconfirmed", Value::Flag(true)),
            ("checked_by", code::person(person.supervisor.unwrap_or_default())),
        ]);
    }
    table
}
