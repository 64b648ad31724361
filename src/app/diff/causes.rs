//! Which change of a record brought which new finding: the finding is about that record, points into it, or is about a
//! record that the one that is gone had to do with.
//!
//! Where none of this holds, no cause is made up: the finding is told on its own.

use rustc_hash::FxHashMap;

use crate::diag::Role;
use crate::model::RegisterId;
use crate::model::compare::{Kind, extent, references, rows_by_key};
use crate::model::spell::fold_key;
use crate::report::Finding;
use crate::report::diff::Diff;
use crate::source::Span;

type Record = (RegisterId, String);

/// Gives each change the findings that it brought.
pub fn attach(diff: &mut Diff) {
    if diff.changes.is_empty() {
        return;
    }
    let mut brought: Vec<(usize, usize)> = Vec::new();
    {
        let known = Known::of(diff);
        let findings = diff.head.findings();
        for at in diff.new.iter().chain(&diff.reopened) {
            brought.extend(known.causes(findings[*at], diff).into_iter().map(|change| (change, *at)));
        }
    }
    for (change, finding) in brought {
        let findings = &mut diff.changes[change].findings;
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
}

/// The changes, by whatever a finding may know of them.
struct Known {
    by_key: FxHashMap<Record, Vec<usize>>,
    /// Where changed records lie in the second run, in order.
    places: Vec<(Span, usize)>,
    /// Records that a record named that is gone.
    named: FxHashMap<Record, Vec<usize>>,
    /// Rows of the registers that new findings are about.
    rows: FxHashMap<RegisterId, FxHashMap<String, u32>>,
}

impl Known {
    fn of(diff: &Diff) -> Known {
        let (mut by_key, mut named): (FxHashMap<Record, Vec<usize>>, FxHashMap<Record, Vec<usize>>) =
            Default::default();
        let mut places = Vec::new();
        for (at, changed) in diff.changes.iter().enumerate() {
            let change = &changed.change;
            if !change.key.is_empty() {
                by_key.entry((change.register, fold_key(&change.key).into_owned())).or_default().push(at);
            }
            if let (Some(row), Some(register)) = (change.after, diff.head.model.register(change.register)) {
                places.push((extent(register, row, &diff.head.run.sources), at));
            }
            if let (Kind::Removed, Some(row)) = (change.kind, change.before) {
                for record in references(diff.base.reading(), change.register, row) {
                    named.entry(record).or_default().push(at);
                }
            }
        }
        places.sort_unstable();
        let mut rows = FxHashMap::default();
        if diff.changes.iter().any(|changed| changed.change.kind == Kind::Removed) {
            let findings = diff.head.findings();
            for (register, _) in diff.new.iter().filter_map(|at| subject(findings[*at])) {
                rows.entry(register).or_insert_with(|| rows_by_key(diff.head.reading(), register));
            }
        }
        Known { by_key, places, named, rows }
    }

    fn causes(&self, finding: &Finding, diff: &Diff) -> Vec<usize> {
        let Some(subject) = subject(finding) else { return self.pointed_at(finding) };
        if let Some(own) = self.by_key.get(&subject) {
            return own.clone();
        }
        let pointed_at = self.pointed_at(finding);
        if !pointed_at.is_empty() {
            return pointed_at;
        }
        let mut gone = self.named.get(&subject).cloned().unwrap_or_default();
        let row = self.rows.get(&subject.0).and_then(|rows| rows.get(&subject.1));
        for record in row.into_iter().flat_map(|row| references(diff.head.reading(), subject.0, *row)) {
            let met = self.by_key.get(&record).into_iter().flatten();
            gone.extend(met.filter(|at| diff.changes[**at].change.kind == Kind::Removed));
        }
        gone
    }

    fn pointed_at(&self, finding: &Finding) -> Vec<usize> {
        let labels = finding.diagnostic.labels.iter().filter(|label| label.role != Role::InsertAt);
        let inside = |span: Span| {
            let next = self.places.partition_point(|(place, _)| (place.file, place.start) <= (span.file, span.start));
            let (place, change) = self.places.get(next.checked_sub(1)?)?;
            (place.file == span.file && span.start <= place.end).then_some(*change)
        };
        labels.filter_map(|label| inside(label.span)).collect()
    }
}

fn subject(finding: &Finding) -> Option<Record> {
    let subject = finding.diagnostic.subject.as_ref()?;
    Some((RegisterId::by_name(&subject.register)?, fold_key(&subject.key).into_owned()))
}
