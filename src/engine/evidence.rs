//! Evidence for what failed: which cells decided, the nearest row, where a missing row belongs. Run only over violations, so
//! records that pass pay nothing for it.

use crate::diag::{About, Arg, Diagnostic, Label, Role, Subject};
use crate::model::columns::{BLANK, missing};
use crate::model::{FieldId, Place, RegisterId, Type};
use crate::rules::{CellRef, Join, Node, Piece, RecordRule, Rule, Word, pieces};

use super::eval::{Bound, Context, Frame};
use super::index::Indexes;
use super::join::Joined;
use super::outcome::{Outcome, Violation};

/// Rows shown as grounds of a count or a sum: enough to see it, one screen at most.
const SHOWN: usize = 8;

/// The diagnostics of one rule, in the order of its violations.
pub fn diagnostics(rule: &Rule, outcome: &Outcome, cx: &Context<'_>, indexes: &Indexes) -> Vec<Diagnostic> {
    let Some(records) = rule.records().filter(|_| !outcome.violations.is_empty()) else { return Vec::new() };
    let registers: Vec<RegisterId> = records.slots.iter().map(|slot| slot.register).collect();
    let when = records.when.as_ref().map(|plan| Bound::new(plan, registers.clone(), cx));
    let holes = holes(rule);
    let witness = Witness { rule, records, registers, when, holes, cx, indexes };
    outcome.violations.iter().map(|violation| witness.tell(violation)).collect()
}

/// Every hole of the rule's texts, once.
fn holes(rule: &Rule) -> Vec<String> {
    let words = rule.words();
    let texts = [&words.ja, &words.en].into_iter().flat_map(|t| [&t.title, &t.what, &t.why, &t.fix]);
    let mut found = Vec::new();
    for text in texts {
        for piece in pieces(text) {
            if let Piece::Hole(name) = piece
                && !found.iter().any(|known| known == name)
            {
                found.push(name.to_owned());
            }
        }
    }
    found
}

struct Witness<'a, 'm> {
    rule: &'a Rule,
    records: &'a RecordRule,
    registers: Vec<RegisterId>,
    when: Option<Bound<'a>>,
    holes: Vec<String>,
    cx: &'a Context<'m>,
    indexes: &'a Indexes,
}

/// A cell of a known record.
type Seen = (RegisterId, u32, FieldId);

impl Witness<'_, '_> {
    fn tell(&self, violation: &Violation) -> Diagnostic {
        let requirement = &self.records.require[violation.requirement as usize];
        let mut grounds: Vec<Seen> = Vec::new();
        let mut extra: Vec<Label> = Vec::new();
        let mut other = violation.other;
        let cell = |(slot, field): CellRef, other: Option<u32>| -> Option<Seen> {
            let register = self.records.register_of(slot, requirement);
            let row = violation.rows.get(slot as usize).copied().or(other)?;
            Some((register, row, field))
        };
        let mut decided: Vec<CellRef> = Vec::new();
        let slot = self.registers.len() as u8;
        match &requirement.word {
            Word::Field { .. } => {}
            Word::That(plan) => {
                let bound = Bound::new(plan, self.registers.clone(), self.cx);
                why(&bound, bound.root(), &Frame::one(&violation.rows), self.cx, false, &mut decided);
            }
            Word::Some(join) => self.absent(join, violation, &mut decided, &mut extra),
            Word::None(join) => self.present(join, &violation.rows, violation.other, &mut decided),
            Word::Count { join, .. } => {
                self.probes(join, &mut decided);
                // What this record and those it refers to said in the condition decided which ones count.
                let mut read = Vec::new();
                join.filter.iter().for_each(|plan| plan.root.cells(&mut read));
                decided.extend(read.into_iter().filter(|(slot, _)| (*slot as usize) < self.registers.len()));
                self.matching(join, violation, &mut grounds);
                if grounds.is_empty() {
                    self.insert_at(join, violation, &mut extra);
                }
            }
            Word::Unique { fields, .. } => {
                decided.extend(fields.iter().map(|field| (0, *field)));
                let first = violation.other.into_iter();
                grounds.extend(first.flat_map(|row| fields.iter().map(move |f| (self.records.each, row, *f))));
                other = None;
            }
            Word::Series { join, by, .. } => {
                self.probes(join, &mut decided);
                match violation.other {
                    Some(row) => {
                        let seen = (join.target, row, *by);
                        extra.push(Label { role: Role::Near, span: self.span(seen), about: self.about(seen) });
                        // Of a gap, the record before it counts as much as the one that came too late.
                        let before = violation.count.map(|row| row as u32);
                        grounds.extend(before.map(|row| (join.target, row, *by)));
                        for row in std::iter::once(row).chain(before) {
                            let mut cells = Vec::new();
                            self.present(join, &violation.rows, Some(row), &mut cells);
                            let (theirs, own): (Vec<CellRef>, _) = cells.into_iter().partition(|(s, _)| *s == slot);
                            decided.extend(own);
                            let theirs = theirs.into_iter().filter(|(_, field)| field != by);
                            grounds.extend(theirs.map(|(_, field)| (join.target, row, field)));
                        }
                    }
                    None => self.insert_at(join, violation, &mut extra),
                }
                other = None;
            }
            Word::States { join, by, event, .. } => {
                self.probes(join, &mut decided);
                decided.extend([(slot, *event), (slot, *by)]);
                self.matching(join, violation, &mut grounds);
            }
            Word::Closure { field, that, .. } => {
                decided.push((0, *field));
                let mut all = self.registers.clone();
                all.push(self.records.each);
                let mut rows = violation.rows.clone();
                rows.extend(violation.other);
                let bound = Bound::new(that, all, self.cx);
                why(&bound, bound.root(), &Frame::one(&rows), self.cx, false, &mut decided);
            }
            Word::Clause { join, .. } => {
                decided.extend(join.keys.iter().map(|key| (slot, key.field)));
            }
            Word::File { sha256, .. } => decided.extend(sha256.map(|field| (0, field))),
            Word::Balance(terms) => {
                for term in terms {
                    self.probes(&term.join, &mut decided);
                    self.matching(&term.join, violation, &mut grounds);
                }
            }
        }
        let own_when = requirement.when.as_ref().map(|plan| Bound::new(plan, self.registers.clone(), self.cx));
        for when in self.when.iter().chain(&own_when) {
            let first = decided.len();
            why(when, when.root(), &Frame::one(&violation.rows), self.cx, true, &mut decided);
            // The earlier record counts only because the same holds for it.
            if let (Word::Unique { .. }, Some(row)) = (&requirement.word, violation.other) {
                let own = decided[first..].iter().filter(|(slot, _)| *slot == 0);
                grounds.extend(own.map(|(_, field)| (self.records.each, row, *field)));
            }
        }
        // Every reference that is followed counts, read or not: a record that leads nowhere is not judged at all.
        decided.extend(self.records.follows.iter().map(|step| step.from));
        self.references(&mut decided);
        let decided: Vec<Seen> = decided.into_iter().filter_map(|at| cell(at, other)).collect();
        let points: Vec<Seen> = requirement.point.iter().filter_map(|at| cell(*at, other)).collect();
        let key = self.records.each.schema().key.first().copied().unwrap_or_default();
        let primary = points.first().copied().unwrap_or((self.records.each, violation.rows[0], key));
        self.diagnostic(violation, primary, points.into_iter().skip(1).chain(decided).chain(grounds), extra)
    }

    fn diagnostic(
        &self,
        violation: &Violation,
        primary: Seen,
        grounds: impl Iterator<Item = Seen>,
        extra: Vec<Label>,
    ) -> Diagnostic {
        let each = self.records.each;
        let requirement = &self.records.require[violation.requirement as usize];
        let mut diagnostic = Diagnostic::new(self.rule.id.as_str(), self.span(primary)).about(self.about(primary));
        diagnostic.requirement = violation.requirement;
        diagnostic.subject = Some(Subject {
            register: each.name().to_owned(),
            key: self.cx.model.key(each, violation.rows[0], self.cx.texts),
        });
        let mut counterpart: Vec<String> = Vec::new();
        // An element of a list is a counterpart too: the same record is judged once for each.
        for (i, step) in self.records.follows.iter().enumerate().filter(|(_, step)| step.list) {
            counterpart.push(self.cx.model.key(step.to, violation.rows[i + 1], self.cx.texts));
        }
        match (violation.other, violation.count, &requirement.word) {
            (Some(row), _, Word::None(join) | Word::States { join, .. }) => {
                counterpart.push(self.cx.model.key(join.target, row, self.cx.texts));
            }
            (Some(row), _, Word::Closure { .. }) => counterpart.push(self.cx.model.key(each, row, self.cx.texts)),
            (_, Some(tag), Word::Clause { tags, .. }) => counterpart.push(tags[tag as usize].clone()),
            (_, Some(item), Word::File { .. }) => counterpart.push(item.to_string()),
            _ => {}
        }
        diagnostic.counterpart = (!counterpart.is_empty()).then(|| counterpart.join("/"));
        for seen in grounds {
            let label = Label { role: Role::Grounds, span: self.span(seen), about: self.about(seen) };
            // A column that is not there is no ground that anybody could look at.
            if matches!(label.about, About::NoField { .. }) {
                continue;
            }
            if !diagnostic.labels.iter().any(|known| known.span == label.span) {
                diagnostic.labels.push(label);
            }
        }
        for label in extra {
            if label.role == Role::InsertAt || !diagnostic.labels.iter().any(|known| known.span == label.span) {
                diagnostic.labels.push(label);
            }
        }
        for hole in &self.holes {
            if let Some(value) = self.hole(hole, violation) {
                diagnostic.args.push((hole.clone(), value));
            }
        }
        diagnostic
    }

    fn span(&self, (register, row, field): Seen) -> crate::source::Span {
        self.cx.model.place(register, row, field, self.cx.texts).span()
    }

    fn about(&self, (register, row, field): Seen) -> About {
        let names = (register.name().to_owned(), register.schema().fields[field as usize].name.clone());
        match self.cx.model.place(register, row, field, self.cx.texts) {
            Place::Cell(_) => About::Field { register: names.0, field: names.1 },
            Place::Record(_) => About::NoField { register: names.0, field: names.1 },
        }
    }

    fn hole(&self, hole: &str, violation: &Violation) -> Option<Arg> {
        let requirement = &self.records.require[violation.requirement as usize];
        match (hole, &requirement.word) {
            ("today", _) => return Some(Arg::Text(crate::model::date::format_date(self.cx.today))),
            ("count", _) => return violation.count.map(|count| Arg::Text(count.to_string())),
            ("latest", Word::Series { join, by, .. }) => {
                let raw = violation.other.map(|row| self.cx.model.raw(join.target, row, *by, self.cx.texts));
                return Some(raw.map_or(Arg::Blank, Arg::Text));
            }
            ("clause", Word::Clause { tags, .. }) => {
                return violation.count.map(|tag| Arg::Text(tags[tag as usize].clone()));
            }
            ("file", Word::File { field, .. }) => return Some(self.lost_file(*field, violation)),
            ("field", Word::Field { field, .. }) => {
                let schema = self.records.each.schema();
                let field = schema.fields[*field as usize].name.clone();
                return Some(Arg::Field { register: schema.name.clone(), field });
            }
            _ => {}
        }
        let (record, field) = hole.split_once('.')?;
        let slot = self.records.slots.iter().position(|slot| slot.name == record);
        let (register, row) = match (slot, &requirement.word) {
            (Some(slot), _) => (self.registers[slot], violation.rows[slot]),
            (None, Word::None(join) | Word::States { join, .. } | Word::Clause { join, .. }) if join.name == record => {
                (join.target, violation.other?)
            }
            (None, Word::Closure { name, .. }) if name == record => (self.records.each, violation.other?),
            _ => return None,
        };
        let raw = self.cx.model.raw(register, row, register.schema().field(field)?, self.cx.texts);
        Some(if raw.is_empty() { Arg::Blank } else { Arg::Text(raw) })
    }

    /// The path that does not exist, as it is written.
    fn lost_file(&self, field: FieldId, violation: &Violation) -> Arg {
        let cell = self.cx.model.cell(self.records.each, violation.rows[0], field);
        let list = self.records.each.schema().fields[field as usize].ty == Type::List;
        let symbol = match violation.count {
            Some(item) if list => self.cx.model.pools.list(cell).get(item as usize).copied().unwrap_or(BLANK),
            _ => cell,
        };
        Arg::Text(super::words::path(self.cx.model.symbol_text(symbol)).to_owned())
    }

    /// Cells of this record that a join is matched by.
    fn probes(&self, join: &Join, decided: &mut Vec<CellRef>) {
        join.probes.iter().for_each(|plan| plan.root.cells(decided));
    }

    /// No row matched: what was looked for, the row that came closest, and where the missing one belongs.
    fn absent(&self, join: &Join, violation: &Violation, decided: &mut Vec<CellRef>, extra: &mut Vec<Label>) {
        self.probes(join, decided);
        let other = self.registers.len() as u8;
        let joined = Joined::new(join, &self.registers, self.cx, self.indexes);
        let candidates = joined.candidates(&Frame::one(&violation.rows), self.cx).pop().flatten().unwrap_or_default();
        let nearest = joined.filter().and_then(|filter| {
            let mut best: Option<(usize, u32, Vec<CellRef>)> = None;
            for row in candidates {
                let mut rows = violation.rows.clone();
                rows.push(row);
                let (mut cells, frame) = (Vec::new(), Frame::one(&rows));
                let broken = failing(filter, filter.root(), &frame, self.cx, &mut cells);
                if best.as_ref().is_none_or(|(least, _, _)| broken < *least) {
                    best = Some((broken, row, cells));
                }
            }
            best
        });
        match nearest {
            Some((_, row, cells)) => {
                for (slot, field) in cells.iter().filter(|(slot, _)| *slot == other) {
                    let seen = (join.target, row, *field);
                    if !missing(self.cx.model.cell(join.target, row, *field)) || *slot == other {
                        extra.push(Label { role: Role::Near, span: self.span(seen), about: self.about(seen) });
                    }
                }
                decided.extend(cells.into_iter().filter(|(slot, _)| *slot != other));
                let keys: Vec<FieldId> = join.keys.iter().map(|key| key.field).collect();
                for field in join.target.schema().key.iter().take(1).chain(&keys) {
                    let seen = (join.target, row, *field);
                    extra.push(Label { role: Role::Near, span: self.span(seen), about: self.about(seen) });
                }
            }
            None => self.insert_at(join, violation, extra),
        }
    }

    fn insert_at(&self, join: &Join, violation: &Violation, extra: &mut Vec<Label>) {
        // A line of a record's own table belongs there.
        let inside = join.target.owner().filter(|(owner, _)| *owner == self.records.each).map(|(owner, field)| {
            let span = self.span((owner, violation.rows[0], field));
            crate::source::Span::at(span.file, span.end as usize)
        });
        if let Some(span) = inside.or_else(|| self.cx.model.end_of(join.target, self.cx.texts)) {
            let about = About::EndOf { register: join.target.name().to_owned() };
            extra.push(Label { role: Role::InsertAt, span, about });
        }
    }

    /// A row that must not be there: its key, the values it matched by, and what made it count.
    fn present(&self, join: &Join, rows: &[u32], row: Option<u32>, decided: &mut Vec<CellRef>) {
        let other = self.registers.len() as u8;
        self.probes(join, decided);
        decided.extend(join.keys.iter().map(|key| (other, key.field)));
        let joined = Joined::new(join, &self.registers, self.cx, self.indexes);
        if let (Some(filter), Some(row)) = (joined.filter(), row) {
            let mut rows = rows.to_vec();
            rows.push(row);
            why(filter, filter.root(), &Frame::one(&rows), self.cx, true, decided);
        }
    }

    /// Rows that a count or sum is made of.
    fn matching(&self, join: &Join, violation: &Violation, grounds: &mut Vec<Seen>) {
        let joined = Joined::new(join, &self.registers, self.cx, self.indexes);
        let rows = joined.matches(&Frame::one(&violation.rows), self.cx).pop().flatten().unwrap_or_default();
        let first = join.keys.first().map_or(0, |key| key.field);
        let key = join.target.schema().key.first().copied().unwrap_or(first);
        grounds.extend(rows.into_iter().take(SHOWN).map(|row| (join.target, row, key)));
    }

    /// Where a cell of a followed record decided, the reference that led there did too.
    fn references(&self, decided: &mut Vec<CellRef>) {
        let mut i = 0;
        while i < decided.len() {
            let slot = decided[i].0 as usize;
            if slot > 0
                && let Some(step) = self.records.follows.get(slot - 1)
            {
                let key = step.to.schema().key_field().map(|key| (slot as u8, key));
                for cell in std::iter::once(step.from).chain(key) {
                    if !decided.contains(&cell) {
                        decided.push(cell);
                    }
                }
            }
            i += 1;
        }
    }
}

/// The cells that made a condition true, or kept it from being true.
fn why(bound: &Bound<'_>, node: &Node, one: &Frame, cx: &Context<'_>, wanted: bool, cells: &mut Vec<CellRef>) {
    let value = |node: &Node| bound.node(node, one, cx).first().copied().unwrap_or(BLANK);
    match node {
        // All parts hold, or only the culprits do not; of alternatives the first that holds, or none does.
        Node::And(parts) if wanted => parts.iter().for_each(|part| why(bound, part, one, cx, true, cells)),
        Node::And(parts) => {
            for part in parts.iter().filter(|part| value(part) != 1) {
                why(bound, part, one, cx, false, cells);
            }
        }
        Node::Or(parts) if wanted => {
            if let Some(part) = parts.iter().find(|part| value(part) == 1) {
                why(bound, part, one, cx, true, cells);
            }
        }
        Node::Or(parts) => parts.iter().for_each(|part| why(bound, part, one, cx, false, cells)),
        Node::Not(inner) => why(bound, inner, one, cx, !wanted, cells),
        leaf => leaf.cells(cells),
    }
}

/// How many parts of a condition do not hold, and their cells.
fn failing(bound: &Bound<'_>, node: &Node, one: &Frame, cx: &Context<'_>, cells: &mut Vec<CellRef>) -> usize {
    match node {
        Node::And(parts) => parts.iter().map(|part| failing(bound, part, one, cx, cells)).sum(),
        node if bound.node(node, one, cx).first() == Some(&1) => 0,
        node => {
            why(bound, node, one, cx, false, cells);
            1
        }
    }
}
