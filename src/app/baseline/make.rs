//! Making a baseline from a run, or taking out of one what is gone. Writing the file is the command line's part.

use rustc_hash::FxHashSet;

use crate::report::baseline::{file, listed};
use crate::report::{Finding, Lang, Run, WaivedBy};
use crate::source::{Sources, World};

use super::super::config::{BASELINE, Config};
use super::super::pipeline::{CheckError, CheckOptions, check};
use super::super::select::Selection;
use super::super::waive::may_wait;
use super::{Baseline, read};

/// What is wanted.
#[derive(Debug, Clone, Copy)]
pub enum Wish {
    /// A new one that holds until this day.
    New { until: i32, force: bool },
    /// Only what is gone is taken out; the end stays.
    Prune,
}

/// A baseline to write.
#[derive(Debug)]
pub struct Made {
    pub path: String,
    pub text: String,
    pub until: i32,
    /// Entries in it, and entries of the old one that are not.
    pub count: usize,
    pub gone: usize,
    /// What is never listed.
    pub left: usize,
    /// `check` looks for it there.
    pub found_by_check: bool,
    /// Language that the settings ask for.
    pub lang: Option<Lang>,
}

/// Why none was made.
#[derive(Debug)]
pub enum NotMade {
    Check(CheckError),
    /// There is one: findings not in it, and entries of it that are gone.
    Exists {
        path: String,
        new: usize,
        gone: usize,
        lang: Option<Lang>,
    },
    /// There is none that could be read.
    Absent {
        path: String,
        lang: Option<Lang>,
    },
    /// The end lies before the day of judgement.
    Over {
        as_of: i32,
        lang: Option<Lang>,
    },
}

/// Makes a baseline of all that is found under a root.
///
/// # Errors
/// Nothing could be judged, or what was wished does not fit what is there.
pub fn make(world: &dyn World, options: &CheckOptions, wish: Wish, path: Option<&str>) -> Result<Made, NotMade> {
    let (run, config) = check(world, options).map_err(NotMade::Check)?;
    let lang = config.lang;
    let usual = config.baseline.clone().unwrap_or_else(|| BASELINE.to_owned());
    let path = path.map_or_else(|| usual.clone(), str::to_owned);
    let listable = |finding: &&Finding| may_wait(finding, &run.rules);
    let old = world.exists(&path).then(|| read(world, &path, &config.limits, &mut Sources::default(), &mut Vec::new()));
    let (entries, until, gone) = match (wish, old) {
        (Wish::New { until, .. }, _) if until < run.as_of => return Err(NotMade::Over { as_of: run.as_of, lang }),
        (Wish::New { force: false, .. }, Some(old)) => {
            let known: FxHashSet<String> =
                old.iter().flat_map(|old| &old.entries).map(|entry| entry.fingerprint.clone()).collect();
            let new =
                run.findings.iter().filter(listable).filter(|f| !by_register(f) && !known.contains(&f.fingerprint));
            let (new, gone) = (new.count(), old.map_or(0, |old| split(old, &run, &config).1));
            return Err(NotMade::Exists { path, new, gone, lang });
        }
        (Wish::New { until, .. }, _) => {
            let findings = run.findings.iter().filter(listable).filter(|finding| !by_register(finding));
            (listed(&run, findings), until, 0)
        }
        (Wish::Prune, Some(Some(old))) => {
            let (until, made_on) = (old.until.0, old.made_on.unwrap_or(run.as_of));
            let (kept, gone) = split(old, &run, &config);
            let kept: Vec<_> = kept.into_iter().map(|entry| entry.listed()).collect();
            let (count, found_by_check) = (kept.len(), path == usual);
            let text = file(made_on, until, kept);
            return Ok(Made { path, text, until, count, gone, left: 0, found_by_check, lang });
        }
        (Wish::Prune, _) => return Err(NotMade::Absent { path, lang }),
    };
    let count = entries.len();
    let left = run.problems.len() + run.findings.iter().filter(|finding| !listable(finding)).count();
    let text = file(run.as_of, until, entries);
    Ok(Made { found_by_check: path == usual, path, text, until, count, gone, left, lang })
}

/// Somebody answers for it already.
fn by_register(finding: &Finding) -> bool {
    finding.waived.as_ref().is_some_and(|waived| waived.by == WaivedBy::Register)
}

/// Entries that stay, and the number of those that are gone.
fn split(old: Baseline, run: &Run, config: &Config) -> (Vec<super::file::Entry>, usize) {
    let there: FxHashSet<&str> = run.findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
    let own: Vec<String> = run.rules.iter().filter(|rule| rule.file.is_some()).map(|rule| rule.id.clone()).collect();
    // A pattern that is none was told by the check; then nothing counts as gone.
    let selection = Selection::new(config, &own, &mut Vec::new()).ok();
    let judged = |id: &str| selection.as_ref().is_some_and(|selection| selection.judges(id));
    let all = old.entries.len();
    let kept: Vec<_> = old.entries.into_iter().filter(|entry| !entry.is_gone(&there, &judged)).collect();
    let gone = all - kept.len();
    (kept, gone)
}
