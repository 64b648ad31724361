//! Rules over the records of their registers, batch by batch.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::columns::{BAD, BLANK, NONE, missing};
use crate::model::{FieldId, RegisterId, Type};
use crate::rules::{Join, Plan, RecordRule, Requirement, Rule, Term, Word};

use super::eval::{Bound, Context, Frame};
use super::index::Indexes;
use super::join::Joined;
use super::outcome::{Outcome, Violation};
use super::words::{self, Found};

/// Records a batch: vectors stay in the cache.
const BATCH: u32 = 4096;

/// What one requirement says of one instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Kept,
    Broken,
    /// Something that the requirement needs is missing, and reported as such.
    Unjudged,
}

/// Judges all rules, in parallel; the result stands in the order of the rules.
pub fn judge_all(rules: &[&Rule], cx: &Context<'_>, indexes: &Indexes) -> Vec<Outcome> {
    rules.par_iter().map(|rule| rule.records().map(|rule| judge(rule, cx, indexes)).unwrap_or_default()).collect()
}

fn judge(rule: &RecordRule, cx: &Context<'_>, indexes: &Indexes) -> Outcome {
    let mut outcome = Outcome::default();
    let total = cx.model.len_of(rule.each);
    if total == 0 {
        return outcome;
    }
    let registers: Vec<RegisterId> = rule.slots.iter().map(|slot| slot.register).collect();
    let when = rule.when.as_ref().map(|plan| Bound::new(plan, registers.clone(), cx));
    let mut judges: Vec<Judge<'_>> =
        rule.require.iter().map(|requirement| Judge::new(requirement, &registers, cx, indexes)).collect();
    for start in (0..total).step_by(BATCH as usize) {
        let end = (start + BATCH).min(total);
        let mut frame = Frame { rows: vec![(start..end).collect()] };
        let asked = frame.len();
        follow(rule, &mut frame, cx, &registers);
        let reached = frame.len();
        if let Some(when) = &when {
            let keep = when.eval(&frame, cx);
            frame.retain(&keep);
        }
        // A list expands one record to several instances; a broken reference drops some.
        outcome.not_exercised += asked.saturating_sub(reached) as u64 + (reached - frame.len()) as u64;
        if frame.len() > 0 {
            requirements(&frame, &mut judges, cx, &mut outcome);
        }
    }
    outcome
}

fn requirements(frame: &Frame, judges: &mut [Judge<'_>], cx: &Context<'_>, outcome: &mut Outcome) {
    // What nobody was asked is neither kept nor broken.
    let mut whole = vec![None; frame.len()];
    let first = outcome.violations.len();
    for (number, judge) in judges.iter_mut().enumerate() {
        let mut note = |i: usize, verdict: Verdict| {
            let whole: &mut Option<Verdict> = &mut whole[i];
            if verdict == Verdict::Broken || matches!(whole, None | Some(Verdict::Kept)) {
                *whole = Some(verdict);
            }
        };
        let Some(when) = &judge.when else {
            let verdicts = judge.judge(frame, cx, number as u16, &mut outcome.violations);
            verdicts.into_iter().enumerate().for_each(|(i, verdict)| note(i, verdict));
            continue;
        };
        let holds = (0..).zip(when.eval(frame, cx)).filter(|(_, holds)| *holds == 1);
        let asked: Vec<usize> = holds.map(|(i, _)| i).collect();
        let verdicts = judge.judge(&frame.only(&asked), cx, number as u16, &mut outcome.violations);
        asked.into_iter().zip(verdicts).for_each(|(i, verdict)| note(i, verdict));
    }
    // Requirements were judged one by one; people read record by record.
    outcome.violations[first..].sort_by(|a, b| a.rows.cmp(&b.rows));
    for verdict in whole {
        match verdict {
            Some(Verdict::Kept) => outcome.satisfied += 1,
            Some(Verdict::Broken) => outcome.violated += 1,
            Some(Verdict::Unjudged) | None => outcome.not_exercised += 1,
        }
    }
}

/// Fills the slots of `with`. Instances whose reference leads nowhere, or into another register, drop out.
fn follow(rule: &RecordRule, frame: &mut Frame, cx: &Context<'_>, registers: &[RegisterId]) {
    for step in &rule.follows {
        let (slot, field) = step.from;
        let column = cx.model.register(registers[slot as usize]).and_then(|r| r.columns[field as usize].as_ref());
        let mut next = Frame { rows: vec![Vec::with_capacity(frame.len()); frame.rows.len() + 1] };
        let mut reach = |i: usize, symbol: i32| {
            if let Some(row) = cx.keys.row(step.to, symbol).filter(|_| !missing(symbol)) {
                for (slot, rows) in frame.rows.iter().enumerate() {
                    next.rows[slot].push(rows[i]);
                }
                next.rows[frame.rows.len()].push(row);
            }
        };
        if let Some(column) = column {
            for (i, row) in frame.rows[slot as usize].iter().enumerate() {
                let cell = column[*row as usize];
                if step.list {
                    cx.model.pools.list(cell).iter().for_each(|symbol| reach(i, *symbol));
                } else {
                    reach(i, cell);
                }
            }
        }
        *frame = next;
    }
}

struct Judge<'r> {
    requirement: &'r Requirement,
    when: Option<Bound<'r>>,
    kind: Kind<'r>,
    /// A register that was to be looked through is not there: that nothing was found in it says nothing.
    unseen: bool,
}

enum Kind<'r> {
    Field(RegisterId),
    That(Bound<'r>),
    Join(Joined<'r>),
    Count(Joined<'r>, Bound<'r>),
    Unique(RegisterId, Option<Bound<'r>>, FxHashMap<Vec<i32>, u32>),
    Balance(Vec<(&'r Term, Joined<'r>)>),
    Series(Joined<'r>, Bound<'r>, Option<Bound<'r>>),
    States(Joined<'r>),
    Closure(RegisterId, Bound<'r>),
    Clause(Joined<'r>),
    File(RegisterId),
}

impl<'r> Judge<'r> {
    fn new(requirement: &'r Requirement, registers: &[RegisterId], cx: &Context<'_>, indexes: &'r Indexes) -> Self {
        let bind = |plan: &'r Plan| Bound::new(plan, registers.to_vec(), cx);
        let join = |join: &'r Join| Joined::new(join, registers, cx, indexes);
        let kind = match &requirement.word {
            Word::Field { .. } => Kind::Field(registers[0]),
            Word::That(plan) => Kind::That(bind(plan)),
            Word::Some(j) | Word::None(j) => Kind::Join(join(j)),
            Word::Count { join: j, number, .. } => Kind::Count(join(j), bind(number)),
            Word::Unique { filter, .. } => Kind::Unique(registers[0], filter.as_ref().map(bind), FxHashMap::default()),
            Word::Series { join: j, every, since, .. } => Kind::Series(join(j), bind(every), since.as_ref().map(bind)),
            Word::States { join: j, .. } => Kind::States(join(j)),
            Word::Closure { that, .. } => {
                let mut all = registers.to_vec();
                all.push(registers[0]);
                Kind::Closure(registers[0], Bound::new(that, all, cx))
            }
            Word::Clause { join: j, .. } => Kind::Clause(join(j)),
            Word::File { .. } => Kind::File(registers[0]),
            Word::Balance(terms) => Kind::Balance(terms.iter().map(|term| (term, join(&term.join))).collect()),
        };
        let seen = |join: &Join| cx.model.was_seen(join.target);
        let unseen = match &requirement.word {
            Word::None(join) | Word::Count { join, .. } => !seen(join),
            Word::Balance(terms) => !terms.iter().all(|term| seen(&term.join)),
            _ => false,
        };
        Judge { requirement, when: requirement.when.as_ref().map(bind), kind, unseen }
    }

    fn judge(&mut self, frame: &Frame, cx: &Context<'_>, number: u16, found: &mut Vec<Violation>) -> Vec<Verdict> {
        let mut verdicts = vec![Verdict::Kept; frame.len()];
        let mut broken = |verdicts: &mut [Verdict], i: usize, other, count| {
            verdicts[i] = Verdict::Broken;
            found.push(Violation { rows: frame.instance(i), requirement: number, other, count });
        };
        match (&mut self.kind, &self.requirement.word) {
            (Kind::Field(register), Word::Field { field, none_allowed }) => {
                for (i, row) in frame.rows[0].iter().enumerate() {
                    match cx.model.cell(*register, *row, *field) {
                        BLANK => broken(&mut verdicts, i, None, None),
                        NONE if !*none_allowed => broken(&mut verdicts, i, None, None),
                        BAD => verdicts[i] = Verdict::Unjudged,
                        _ => {}
                    }
                }
            }
            (Kind::That(plan), _) => {
                for (i, value) in plan.eval(frame, cx).into_iter().enumerate() {
                    match value {
                        1 => {}
                        0 => broken(&mut verdicts, i, None, None),
                        _ => verdicts[i] = Verdict::Unjudged,
                    }
                }
            }
            (Kind::Join(join), word) => {
                let matches = join.matches(frame, cx);
                for i in 0..frame.len() {
                    match (&matches[i], word) {
                        (None, _) => verdicts[i] = Verdict::Unjudged,
                        (Some(rows), Word::Some(_)) if rows.is_empty() => broken(&mut verdicts, i, None, None),
                        (Some(rows), Word::None(_)) => {
                            rows.iter().for_each(|row| broken(&mut verdicts, i, Some(*row), None));
                        }
                        (Some(_), _) => {}
                    }
                }
            }
            (Kind::Count(join, limit), Word::Count { limit: compare, .. }) => {
                let (matches, numbers) = (join.matches(frame, cx), limit.eval(frame, cx));
                for i in 0..frame.len() {
                    match &matches[i] {
                        Some(rows) if !missing(numbers[i]) => {
                            if !compare.holds(rows.len() as i32, numbers[i]) {
                                broken(&mut verdicts, i, None, Some(rows.len() as i32));
                            }
                        }
                        _ => verdicts[i] = Verdict::Unjudged,
                    }
                }
            }
            (Kind::Unique(register, filter, met), Word::Unique { fields, .. }) => {
                let keep = filter.as_ref().map(|filter| filter.eval(frame, cx));
                for (i, row) in frame.rows[0].iter().enumerate() {
                    let cells = compared(fields, *register, *row, cx);
                    if cells.iter().any(|cell| missing(*cell)) || keep.as_ref().is_some_and(|keep| keep[i] != 1) {
                        verdicts[i] = Verdict::Unjudged;
                        continue;
                    }
                    match met.get(&cells) {
                        Some(first) => broken(&mut verdicts, i, Some(*first), None),
                        None => {
                            met.insert(cells, *row);
                        }
                    }
                }
            }
            (Kind::Balance(terms), _) => {
                let mut sums = vec![Some(0i32); frame.len()];
                for (term, join) in terms.iter_mut() {
                    for (sum, rows) in sums.iter_mut().zip(join.matches(frame, cx)) {
                        let part = rows.map(|rows| rows.iter().map(|row| amount(term, *row, cx)).sum::<i32>());
                        *sum = sum.zip(part).map(|(sum, part)| sum + term.sign * part);
                    }
                }
                for (i, sum) in sums.into_iter().enumerate() {
                    match sum {
                        Some(0) => {}
                        Some(sum) => broken(&mut verdicts, i, None, Some(sum)),
                        None => verdicts[i] = Verdict::Unjudged,
                    }
                }
            }
            (kind, word) => {
                for (i, found) in kind.words(word, frame, cx).into_iter().enumerate() {
                    match found {
                        Found::Kept => {}
                        Found::Unjudged => verdicts[i] = Verdict::Unjudged,
                        Found::Broken(findings) => {
                            findings.into_iter().for_each(|(other, count)| broken(&mut verdicts, i, other, count));
                        }
                    }
                }
            }
        }
        if self.unseen {
            let kept = verdicts.iter_mut().filter(|verdict| **verdict == Verdict::Kept);
            kept.for_each(|verdict| *verdict = Verdict::Unjudged);
        }
        verdicts
    }
}

impl Kind<'_> {
    fn words(&self, word: &Word, frame: &Frame, cx: &Context<'_>) -> Vec<Found> {
        match (self, word) {
            (Kind::Series(joined, every, since), Word::Series { join, by, .. }) => {
                words::series(joined, (join.target, *by), every, since.as_ref(), frame, cx)
            }
            (Kind::States(joined), Word::States { join, by, event, start, moves }) => {
                words::states(joined, (join.target, *by, *event), *start, moves, frame, cx)
            }
            (Kind::Closure(register, that), Word::Closure { field, .. }) => {
                words::closure(*register, *field, that, frame, cx)
            }
            (Kind::Clause(joined), Word::Clause { join, clauses, tags }) => {
                words::clause(joined, (join.target, *clauses), tags, frame, cx)
            }
            (Kind::File(register), Word::File { field, sha256 }) => words::file(*register, *field, *sha256, frame, cx),
            _ => unreachable!("internal error: a judge of another word"),
        }
    }
}

/// The values of some fields, side by side. Lists count by what they hold, not by where it is stored.
fn compared(fields: &[FieldId], register: RegisterId, row: u32, cx: &Context<'_>) -> Vec<i32> {
    let mut cells = Vec::with_capacity(fields.len());
    for field in fields {
        let cell = cx.model.cell(register, row, *field);
        if register.schema().fields[*field as usize].ty == Type::List && !missing(cell) {
            let items = cx.model.pools.list(cell);
            cells.push(items.len() as i32);
            cells.extend(items);
        } else {
            cells.push(cell);
        }
    }
    cells
}

/// What a record adds to a sum: its amount, or one.
pub fn amount(term: &Term, row: u32, cx: &Context<'_>) -> i32 {
    let cell = term.amount.map_or(BLANK, |field| cx.model.cell(term.join.target, row, field));
    if missing(cell) { 1 } else { cell }
}
