//! Hash indexes over registers: the only way a rule reaches another register, so every join is linear.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::columns::{BLANK, missing};
use crate::model::link::Keys;
use crate::model::{Model, RegisterId, Type};
use crate::rules::{Join, JoinKey, Rule};

const END: u32 = u32::MAX;

/// Rows of a register by the values of some of its fields, in ascending order.
#[derive(Debug, Default)]
pub struct Index {
    heads: FxHashMap<u128, u32>,
    entries: Vec<(u32, u32)>,
}

impl Index {
    /// Records in which one of the fields is missing are not in the index. A list stands under each of its elements.
    fn build(model: &Model, links: &Keys, register: RegisterId, keys: &[JoinKey]) -> Index {
        let mut index = Index::default();
        let Some(records) = model.register(register) else { return index };
        index.entries.reserve(records.len as usize);
        index.heads.reserve(records.len as usize);
        let list = keys.iter().position(|key| {
            let (register, field) = key.via.unwrap_or((register, key.field));
            register.schema().fields[field as usize].ty == Type::List
        });
        // The cell to compare: the record's own, or that of the record it refers to.
        let cell = |row: u32, key: &JoinKey| {
            let own = records.cell(row, key.field);
            match key.via {
                None => own,
                Some((to, field)) if !missing(own) => {
                    links.row(to, own).map_or(BLANK, |row| model.cell(to, row, field))
                }
                Some(_) => BLANK,
            }
        };
        // From the last record to the first, so that each chain runs upward.
        for row in (0..records.len).rev() {
            let cells = keys.iter().map(|key| cell(row, key));
            match list {
                None => {
                    if let Some(key) = pack(cells) {
                        index.put(key, row);
                    }
                }
                Some(list) => {
                    for item in model.pools.list(cell(row, &keys[list])) {
                        let cells = cells.clone().enumerate().map(|(i, cell)| if i == list { *item } else { cell });
                        if let Some(key) = pack(cells) {
                            index.put(key, row);
                        }
                    }
                }
            }
        }
        index
    }

    fn put(&mut self, key: u128, row: u32) {
        let head = self.heads.entry(key).or_insert(END);
        // The same value twice in one list is one match.
        if *head != END && self.entries[*head as usize].0 == row {
            return;
        }
        self.entries.push((row, *head));
        *head = self.entries.len() as u32 - 1;
    }

    pub fn rows(&self, key: u128) -> impl Iterator<Item = u32> + '_ {
        let mut next = self.heads.get(&key).copied().unwrap_or(END);
        std::iter::from_fn(move || {
            let (row, after) = *self.entries.get(next as usize)?;
            next = after;
            Some(row)
        })
    }
}

/// Up to four cells as one key; nothing where one is missing.
pub fn pack(cells: impl Iterator<Item = i32>) -> Option<u128> {
    let mut key = 0;
    for cell in cells {
        if missing(cell) {
            return None;
        }
        key = key << 32 | u128::from(cell as u32);
    }
    Some(key)
}

/// All indexes that the rules of a run ask for, each built once.
#[derive(Debug, Default)]
pub struct Indexes(FxHashMap<(RegisterId, Vec<JoinKey>), Index>);

impl Indexes {
    pub fn build<'r>(model: &Model, links: &Keys, rules: impl Iterator<Item = &'r Rule>) -> Indexes {
        let joins = rules.filter_map(Rule::records).filter(|rule| model.len_of(rule.each) > 0);
        let mut asked: Vec<_> = joins.flat_map(|rule| rule.joins()).map(|j| (j.target, j.keys.clone())).collect();
        asked.sort_unstable();
        asked.dedup();
        let built = asked.into_par_iter().map(|(register, keys)| {
            let index = Index::build(model, links, register, &keys);
            ((register, keys), index)
        });
        Indexes(built.collect())
    }

    pub fn of(&self, join: &Join) -> &Index {
        self.0.get(&(join.target, join.keys.clone())).expect("internal error: a join without its index")
    }
}
