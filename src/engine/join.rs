//! What is bound to a record out of another register: rows with equal values, found through an index, that pass a filter.

use crate::model::RegisterId;
use crate::rules::Join;

use super::eval::{Bound, Context, Frame};
use super::index::{Index, Indexes, pack};

/// A join with its index and bound expressions.
pub struct Joined<'r> {
    index: &'r Index,
    probes: Vec<Bound<'r>>,
    filter: Option<Bound<'r>>,
    /// Rows that stand inside of records: which value to match names the record.
    parent: Option<usize>,
    target: RegisterId,
}

impl<'r> Joined<'r> {
    pub fn new(join: &'r Join, registers: &[RegisterId], cx: &Context<'_>, indexes: &'r Indexes) -> Joined<'r> {
        let mut all = registers.to_vec();
        all.push(join.target);
        Joined {
            index: indexes.of(join),
            probes: join.probes.iter().map(|plan| Bound::new(plan, registers.to_vec(), cx)).collect(),
            filter: join.filter.as_ref().map(|plan| Bound::new(plan, all, cx)),
            parent: join.target.owner().and_then(|_| {
                let parent = join.target.schema().field("parent")?;
                join.keys.iter().position(|key| key.field == parent && key.via.is_none())
            }),
            target: join.target,
        }
    }

    /// Rows with equal values, before `where`; nothing where a value to match is missing, or where the rows of a record
    /// are written as a text that could not be taken apart.
    pub fn candidates(&self, frame: &Frame, cx: &Context<'_>) -> Vec<Option<Vec<u32>>> {
        let values: Vec<Vec<i32>> = self.probes.iter().map(|probe| probe.eval(frame, cx)).collect();
        let unread = cx.model.register(self.target).map(|register| &register.unread);
        let unread = |i: usize| {
            let parent = self.parent.map(|at| values[at][i]);
            parent.zip(unread).is_some_and(|(parent, unread)| unread.contains(&parent))
        };
        let key = |i: usize| pack(values.iter().map(|column| column[i])).filter(|_| !unread(i));
        (0..frame.len()).map(|i| Some(self.index.rows(key(i)?).collect())).collect()
    }

    /// Matching rows per instance.
    pub fn matches(&self, frame: &Frame, cx: &Context<'_>) -> Vec<Option<Vec<u32>>> {
        let mut candidates = self.candidates(frame, cx);
        let Some(filter) = &self.filter else { return candidates };
        // All pairs of the batch side by side, judged at once.
        let mut pairs = Frame { rows: vec![Vec::new(); frame.rows.len() + 1] };
        for (i, rows) in candidates.iter().enumerate() {
            for row in rows.iter().flatten() {
                for (slot, from) in frame.rows.iter().enumerate() {
                    pairs.rows[slot].push(from[i]);
                }
                pairs.rows[frame.rows.len()].push(*row);
            }
        }
        let mut keep = filter.eval(&pairs, cx).into_iter();
        for rows in candidates.iter_mut().flatten() {
            rows.retain(|_| keep.next() == Some(1));
        }
        candidates
    }

    pub fn filter(&self) -> Option<&Bound<'r>> {
        self.filter.as_ref()
    }
}
