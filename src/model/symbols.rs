//! Interned text: equal texts have equal numbers, so that joins compare integers.

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// Text by number. Numbers count from zero in the order of first appearance.
#[derive(Debug, Default)]
pub struct Symbols {
    table: HashTable<u32>,
    text: String,
    ends: Vec<u32>,
}

impl Symbols {
    pub fn intern(&mut self, word: &str) -> i32 {
        let hash = FxBuildHasher.hash_one(word);
        let (text, ends) = (&self.text, &self.ends);
        if let Some(found) = self.table.find(hash, |i| slice(text, ends, *i) == word) {
            return *found as i32;
        }
        let number = self.ends.len() as u32;
        self.text.push_str(word);
        self.ends.push(self.text.len() as u32);
        let (text, ends) = (&self.text, &self.ends);
        self.table.insert_unique(hash, number, |i| FxBuildHasher.hash_one(slice(text, ends, *i)));
        number as i32
    }

    pub fn find(&self, word: &str) -> Option<i32> {
        let hash = FxBuildHasher.hash_one(word);
        self.table.find(hash, |i| slice(&self.text, &self.ends, *i) == word).map(|i| *i as i32)
    }

    pub fn get(&self, symbol: i32) -> &str {
        if symbol < 0 || symbol as usize >= self.ends.len() { "" } else { slice(&self.text, &self.ends, symbol as u32) }
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len() as u32).map(|i| slice(&self.text, &self.ends, i))
    }
}

fn slice<'t>(text: &'t str, ends: &[u32], i: u32) -> &'t str {
    let start = if i == 0 { 0 } else { ends[i as usize - 1] };
    &text[start as usize..ends[i as usize] as usize]
}
