//! Two runs side by side: which findings came, went and stayed, which verdicts turned, and which records changed.
//!
//! Both sides are judged on one day, so that the mere passing of time is no change. How any of it is told belongs to
//! `report::diff`, how a revision is read to `source`.

mod causes;

use rustc_hash::FxHashMap;

use crate::engine::{ItemVerdict, Verdict};
use crate::model::compare::compare;
use crate::report::diff::{Changed, Diff, Name, Side, State, Turned};
use crate::report::{Finding, Run};
use crate::source::World;

use super::config::{Config, LevelChoice};
use super::pipeline::{CheckError, CheckOptions, Checked, check_keeping};

/// Why nothing could be compared. The run holds the problems that say so.
#[derive(Debug)]
pub enum DiffError {
    /// The settings of the second side are not readable.
    Config(Box<Run>),
    /// The second side has no register.
    NoRegister(Box<Run>),
}

/// What the second world makes of the first.
pub fn diff(
    base: (&dyn World, Name),
    head: (&dyn World, Name),
    options: &CheckOptions,
) -> Result<(Diff, Config), DiffError> {
    let as_of = options.as_of.unwrap_or_else(|| head.0.today());
    let options = CheckOptions { as_of: Some(as_of), verdicts: true, ..options.clone() };
    let (head, config) = match check_keeping(head.0, &options) {
        Ok(checked) => side(checked, head.1),
        Err(CheckError::Config(run)) => return Err(DiffError::Config(run)),
        Err(CheckError::NoRegister(run)) => return Err(DiffError::NoRegister(run)),
        Err(CheckError::NoRule(pattern)) => unreachable!("internal error: nobody asked for {pattern}"),
    };
    let base = match check_keeping(base.0, &options) {
        Ok(checked) => side(checked, base.1).0,
        // Before the first register there was nothing that could be better or worse.
        Err(CheckError::NoRegister(run)) => nothing(*run, base.1, State::NoRegister),
        Err(CheckError::Config(run)) => nothing(*run, base.1, State::NotJudged),
        Err(CheckError::NoRule(pattern)) => unreachable!("internal error: nobody asked for {pattern}"),
    };
    let groups = group(&base.findings(), &head.findings());
    let (unasked, fixed) = groups.gone.into_iter().partition(|at| !asked(base.findings()[*at], &head.run, &config));
    let items = turned(&base.run.verdicts.items, &head.run.verdicts.items);
    let sections = turned(&base.run.verdicts.sections, &head.run.verdicts.sections);
    let changes = compare(base.reading(), head.reading());
    let changes = changes.into_iter().map(|change| Changed { change, findings: Vec::new() }).collect();
    let mut diff = Diff {
        base,
        head,
        changes,
        new: groups.new,
        reopened: groups.reopened,
        waived: groups.waived,
        remaining: groups.remaining,
        fixed,
        unasked,
        items,
        sections,
    };
    causes::attach(&mut diff);
    Ok((diff, config))
}

fn side(checked: Checked, name: Name) -> (Side, Config) {
    let Checked { run, config, model, words } = checked;
    (Side { run, model, words, name, state: State::Judged }, config)
}

fn nothing(run: Run, name: Name, state: State) -> Side {
    Side { run, model: Default::default(), words: Default::default(), name, state }
}

/// Findings by what became of them. Each of the first run is in `gone`, `reopened`, `waived` or `remaining`; each of the
/// second in `new`, `reopened`, `waived` or `remaining`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// Positions in the second run.
    pub new: Vec<usize>,
    /// Were waived, and count again.
    pub reopened: Vec<usize>,
    /// Counted, and are waived now.
    pub waived: Vec<usize>,
    pub remaining: Vec<usize>,
    /// Positions in the first run.
    pub gone: Vec<usize>,
}

pub fn group(base: &[&Finding], head: &[&Finding]) -> Groups {
    let mut before: FxHashMap<&str, usize> =
        base.iter().enumerate().map(|(at, finding)| (finding.fingerprint.as_str(), at)).collect();
    let mut groups = Groups::default();
    for (at, finding) in head.iter().enumerate() {
        let waived = finding.waived.is_some();
        match before.remove(finding.fingerprint.as_str()).map(|old| base[old].waived.is_some()) {
            None => groups.new.push(at),
            Some(true) if !waived => groups.reopened.push(at),
            Some(false) if waived => groups.waived.push(at),
            Some(_) => groups.remaining.push(at),
        }
    }
    groups.gone = before.into_values().collect();
    groups.gone.sort_unstable();
    groups
}

/// Whether the rule of a finding that is gone was still asked: only then did somebody mend something.
fn asked(finding: &Finding, run: &Run, config: &Config) -> bool {
    let id = finding.diagnostic.rule.as_str();
    let off = matches!(config.levels.get(id), Some((LevelChoice::Off, _)));
    let Some(rule) = run.rules.get(id).filter(|_| !off) else { return false };
    rule.records().is_none() || run.rule_counts.iter().any(|count| count.id == id)
}

/// Parts of the criteria whose verdict is another one. Where nothing was judged, there was no data.
fn turned(before: &[ItemVerdict], after: &[ItemVerdict]) -> Vec<Turned> {
    let old = |id: &str| before.iter().find(|judged| judged.id == id).map_or(Verdict::NoData, |judged| judged.verdict);
    let all =
        after.iter().map(|judged| Turned { id: judged.id.clone(), before: old(&judged.id), after: judged.verdict });
    all.filter(|turned| turned.before != turned.after).collect()
}
