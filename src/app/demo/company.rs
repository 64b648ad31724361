//! The company while it is being made: its tables, who is who in it, and which rows already carry a mistake.
//!
//! How the records come about stands in the modules named after them.

use std::collections::HashSet;
use std::ops::Range;

use super::rng::Rng;
use super::value::{Table, Value};

/// The file that stands for everything that was photographed, printed or signed.
pub const EVIDENCE: &str = "evidence/控え.txt";

/// Someone on the payroll, as far as other registers need to know.
#[derive(Debug, Clone)]
pub struct Person {
    /// The team, for everybody below the directors.
    pub team: Option<usize>,
    pub department: String,
    pub title: &'static str,
    /// Row of the supervisor.
    pub supervisor: Option<usize>,
    pub joined: i32,
    pub left: Option<i32>,
    /// From when on information may be handed to them: pledge signed and first training done.
    pub ready: i32,
    /// Days of the trainings for holders of access rights.
    pub trained: [i32; 2],
}

/// Who is who.
#[derive(Debug, Default)]
pub struct Staff {
    pub people: Vec<Person>,
    /// Row of each team's manager: the owner of its information.
    pub managers: Vec<usize>,
    /// Members of each team who still work here, without the manager.
    pub teams: Vec<Vec<usize>>,
    /// Everybody below the managers who still works here.
    pub members: Vec<usize>,
    pub leavers: Vec<usize>,
    /// Temporary staff.
    pub temps: Vec<usize>,
}

impl Staff {
    pub fn president(&self) -> usize {
        0
    }

    /// The director who also keeps the computers.
    pub fn director(&self) -> usize {
        1
    }

    pub fn manager(&self, number: usize) -> usize {
        self.managers[number % self.managers.len()]
    }
}

/// The whole company.
#[derive(Debug, Default)]
pub struct Company {
    pub name: String,
    pub staff: Staff,
    pub tables: Vec<Table>,
    /// Per asset: rows of its access rights.
    pub rights_of: Vec<Range<u32>>,
    /// Assets whose place is somebody's reason to borrow its key.
    in_place: HashSet<u32>,
    /// Rows that carry or decide a planted mistake.
    claimed: HashSet<(&'static str, u32)>,
}

impl Company {
    pub fn new(name: String, staff: Staff) -> Company {
        Company { name, staff, ..Company::default() }
    }

    pub fn add(&mut self, table: Table) {
        self.tables.push(table);
    }

    pub fn table(&self, register: &str) -> &Table {
        let found = self.tables.iter().find(|table| table.register.name() == register);
        found.expect("internal error: the demo has no such register")
    }

    fn table_mut(&mut self, register: &str) -> &mut Table {
        let found = self.tables.iter_mut().find(|table| table.register.name() == register);
        found.expect("internal error: the demo has no such register")
    }

    pub fn get(&self, register: &str, row: u32, column: &str) -> &Value {
        self.table(register).get(row, column)
    }

    pub fn day(&self, register: &str, row: u32, column: &str) -> Option<i32> {
        self.get(register, row, column).day()
    }

    pub fn is(&self, register: &str, row: u32, column: &str, word: &'static str) -> bool {
        *self.get(register, row, column) == Value::Word(word)
    }

    pub fn blank(&self, register: &str, row: u32, column: &str) -> bool {
        self.get(register, row, column).is_blank()
    }

    /// The row that a reference leads to.
    pub fn to(&self, register: &str, row: u32, column: &str) -> Option<u32> {
        self.get(register, row, column).row()
    }

    pub fn set(&mut self, register: &str, row: u32, column: &str, value: Value) {
        self.table_mut(register).set(row, column, value);
    }

    pub fn repeat(&mut self, register: &str, row: u32) -> u32 {
        self.table_mut(register).repeat(row)
    }

    pub fn remove(&mut self, register: &str, row: u32) {
        self.table_mut(register).remove(row);
    }

    /// The record's key as findings name it.
    pub fn key(&self, register: &str, row: u32) -> String {
        let table = self.table(register);
        let schema = table.register.schema();
        let parts = schema.key.iter().map(|field| table.get(row, &schema.fields[*field as usize].name).plain());
        parts.collect::<Vec<_>>().join("/")
    }

    pub fn keep_in_place(&mut self, asset: u32) {
        self.in_place.insert(asset);
    }

    /// Whether an asset can be moved without making a loan of a key unreasonable.
    pub fn movable(&self, asset: u32) -> bool {
        !self.in_place.contains(&asset)
    }

    pub fn free(&self, register: &'static str, row: u32) -> bool {
        !self.claimed.contains(&(register, row))
    }

    pub fn claim(&mut self, register: &'static str, row: u32) {
        self.claimed.insert((register, row));
    }

    /// A row, at random, that fits and that no other mistake touches; it is taken from then on.
    pub fn pick(&mut self, rng: &mut Rng, register: &'static str, fits: impl Fn(&Company, u32) -> bool) -> Option<u32> {
        let len = self.table(register).len();
        let good = |row: u32| self.free(register, row) && !self.table(register).is_removed(row) && fits(self, row);
        // Most pick one of many: a few tries are cheaper than a walk. The walk then finds the rare ones.
        let tried = (0..if len == 0 { 0 } else { 32 }).map(|_| rng.below(len) as u32).find(|row| good(*row));
        let start = rng.below(len);
        let found = tried.or_else(|| (0..len).map(|step| ((start + step) % len) as u32).find(|row| good(*row)))?;
        self.claim(register, found);
        Some(found)
    }

    /// The same for a record about an asset: the asset is taken with it, for its other records decide together.
    pub fn pick_about_asset(
        &mut self,
        rng: &mut Rng,
        register: &'static str,
        fits: impl Fn(&Company, u32) -> bool,
    ) -> Option<(u32, u32)> {
        let asset_of = |company: &Company, row| company.to(register, row, "asset_id");
        let row = self.pick(rng, register, |company, row| {
            asset_of(company, row).is_some_and(|asset| company.free("assets", asset)) && fits(company, row)
        })?;
        let asset = asset_of(self, row).expect("internal error: picked by its asset");
        self.claim("assets", asset);
        Some((row, asset))
    }

    pub fn records(&self) -> usize {
        // The company itself is one.
        self.tables.iter().map(Table::written).sum::<usize>() + 1
    }
}
