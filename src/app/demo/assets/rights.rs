//! Who may use an asset, and the yearly look at those rights.

use super::super::calendar::{TODAY, day, workday};
use super::super::names;
use super::super::rng::Rng;
use super::super::value::{Value, code};
use super::{Asset, Assets};

impl Assets<'_> {
    /// Whether other departments use it too.
    pub(super) fn write_rights(&mut self, asset: &mut Asset, rng: &mut Rng) -> bool {
        let first = self.rights.len() as u32;
        let mut met: Vec<usize> = Vec::new();
        for nth in 0..3 + rng.below(3) {
            let staff = &self.company.staff;
            let team = &staff.teams[asset.team];
            let from = if team.is_empty() || rng.chance(20) { &staff.members } else { team };
            let person = rng.one(from);
            if met.contains(&person) {
                continue;
            }
            met.push(person);
            self.grant(asset, person, nth == 0, rng);
        }
        if rng.chance(8) && !self.company.staff.leavers.is_empty() {
            let leaver = rng.one(&self.company.staff.leavers);
            self.grant(asset, leaver, false, rng);
        }
        self.company.rights_of.push(first..self.rights.len() as u32);
        let granted = first..self.rights.len() as u32;
        granted.into_iter().any(|right| !self.rights.get(right, "special_reason").is_blank())
    }

    /// One right: granted long ago and looked at since, granted lately, or ended.
    fn grant(&mut self, asset: &mut Asset, person: usize, keep: bool, rng: &mut Rng) {
        let staff = &self.company.staff;
        let who = &staff.people[person];
        let earliest = asset.registered.max(who.ready) + 3;
        let last = asset.closed.into_iter().chain(who.left).min();
        if last.is_some_and(|last| earliest > last - 30) {
            return;
        }
        let recent = |until: i32, rng: &mut Rng| workday(rng.day(earliest.max(TODAY - 345), until));
        let (granted, ended) = match last {
            // Closed assets and leavers: granted within the year, ended on the last day.
            Some(last) => (recent(last - 12, rng), Some(last)),
            None if !keep && earliest < TODAY - 500 && rng.chance(11) => {
                let granted = workday(rng.day(earliest, TODAY - 500));
                (granted, Some(workday(rng.day(granted + 30, TODAY - 30))))
            }
            None if earliest < TODAY - 400 && rng.chance(45) => (workday(rng.day(earliest, TODAY - 400)), None),
            None => (recent(TODAY - 12, rng), None),
        };
        let reason = if ended.is_some() && who.left == ended { "leave" } else { "project_end" };
        let owner = staff.managers[asset.team];
        let elsewhere = who.department != staff.people[owner].department;
        let trained = who.trained.iter().copied().filter(|day| *day <= granted).max().unwrap_or_default();
        let granter = if rng.chance(6) { staff.manager(asset.team + 1) } else { owner };
        let number = self.rights.len();
        let scope: &[&'static str] = [&["read"][..], &["read", "edit"], &["read", "copy"]][rng.below(3)];
        self.rights.push([
            ("id", code::right(number)),
            ("person_id", code::person(person)),
            ("name", Value::own(names::person(person))),
            ("title", Value::Text(who.title)),
            ("asset_id", code::asset(asset.row)),
            ("scope", Value::words(scope)),
            ("duty", Value::Text(names::duty(rng))),
            ("applied_on", Value::Day(workday(granted - 3))),
            ("granted_by", code::person(granter)),
            ("granted_on", Value::Day(granted)),
            ("reviewed_by", code::person(staff.people[owner].supervisor.unwrap_or_default())),
            ("reviewed_on", Value::Day(granted)),
            ("reported_to_owner_on", Value::day_or_blank((granter != owner).then_some(granted))),
            ("ntk_ok", Value::Flag(true)),
            ("violation_checked", Value::Flag(true)),
            ("leaving_checked", Value::Flag(true)),
            ("training_on", Value::Day(trained)),
            ("pledge_id", code::pledge(person)),
            ("ended_on", Value::day_or_blank(ended)),
            ("end_reason", if ended.is_some() { Value::Word(reason) } else { Value::Blank }),
            ("considered_on", Value::Day(workday(granted - 1))),
            (
                "special_reason",
                if elsewhere || who.left.is_some() {
                    Value::Text("工程をまたぐ仕事のため")
                } else {
                    Value::Blank
                },
            ),
            ("responsibility_ack_on", Value::Day(granted)),
        ]);
        if who.left.is_some() && who.left == ended {
            asset.leavers.push((person, granted));
        }
        if ended.is_none() {
            asset.holders.push((person, granted));
            if let Some(server) = asset.server {
                self.kept.users.insert((server, person));
            }
        }
        if ended.is_none() && granted < TODAY - 365 {
            self.reviews.push([
                ("id", code::review(self.reviews.len())),
                ("reviewed_on", Value::Day(workday(day(2026, 10, 5) + (asset.row % 20) as i32))),
                ("reviewer_id", code::person(owner)),
                ("grant_id", code::right(number)),
                ("result", Value::Word("keep")),
            ]);
        }
    }
}
