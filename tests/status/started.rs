//! A company six weeks after `timlint init`, half filled: `fixtures/started`. What it has not written yet is never taken
//! for good, and the empty templates do not drown what matters.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use timlint::app::{CheckOptions, check};
use timlint::engine::{ItemVerdict, Verdict};
use timlint::model::{RegisterId, date::parse_date};
use timlint::report::Run;
use timlint::rules::{BUILTIN, catalogue};
use timlint::source::Disk;

use super::support::{DAY, fixture};

/// Judged by all rules, also those in preview.
fn run() -> Run {
    let as_of = Some(parse_date(DAY).expect("a day"));
    let options = CheckOptions { as_of, preview: true, verdicts: true, ..CheckOptions::default() };
    check(&Disk::new(fixture("started")), &options).expect("it can be checked").0
}

/// Registers of which nothing but the header was written.
fn untouched(run: &Run) -> BTreeSet<&str> {
    let records = |id: &RegisterId| {
        let of = run.inputs.iter().filter(|input| input.register.as_deref() == Some(id.name()));
        of.map(|input| input.records).sum::<usize>()
    };
    RegisterId::all().filter(|id| records(id) == 0).map(RegisterId::name).collect()
}

fn with(all: &[ItemVerdict], verdict: Verdict) -> Vec<&str> {
    all.iter().filter(|one| one.verdict == verdict).map(|one| one.id.as_str()).collect()
}

#[test]
fn some_registers_are_written_and_most_are_not() {
    let run = run();
    let untouched = untouched(&run);
    assert!(untouched.len() > 25, "{untouched:?}");
    assert!(["people", "roles", "assets", "access_rights", "ndas"].iter().all(|name| !untouched.contains(name)));
}

#[test]
fn what_rests_on_untouched_registers_is_never_met() {
    let run = run();
    let untouched = untouched(&run);
    for count in run.rule_counts.iter().filter(|count| count.satisfied > 0) {
        let each = BUILTIN.iter().find(|rule| rule.id == count.id).and_then(|rule| rule.each);
        assert!(each.is_some_and(|each| !untouched.contains(each)), "{} judged nothing", count.id);
    }
    let met: BTreeSet<&str> = with(&run.verdicts.items, Verdict::Met).into_iter().collect();
    for item in catalogue().items().filter(|item| met.contains(item.id.as_str())) {
        // The company's own profile is always there; by itself it evidences nothing that is done.
        let mut others = item.registers.iter().filter(|name| *name != "org").peekable();
        let written = others.peek().is_none() || others.any(|name| !untouched.contains(name.as_str()));
        assert!(written, "{} is met, and nothing is written in {:?}", item.id, item.registers);
    }
}

#[test]
fn no_section_is_met_over_an_item_that_is_not() {
    let run = run();
    for section in with(&run.verdicts.sections, Verdict::Met) {
        let inside = |item: &&ItemVerdict| item.id.starts_with(&format!("{section}."));
        for item in run.verdicts.items.iter().filter(inside) {
            let open = [Verdict::Violated, Verdict::NoData, Verdict::NeedsAPerson].contains(&item.verdict);
            assert!(!open, "{section} is met, {} is {:?}", item.id, item.verdict);
        }
    }
    let chapters = with(&run.verdicts.chapters, Verdict::Met);
    assert!(chapters.is_empty(), "no chapter can be met after six weeks: {chapters:?}");
}

#[test]
fn every_verdict_has_its_reason_and_all_kinds_occur() {
    let run = run();
    for one in run.verdicts.items.iter().chain(&run.verdicts.sections).chain(&run.verdicts.chapters) {
        assert!(one.verdict == Verdict::Met || !one.because.is_empty(), "{} is {:?}", one.id, one.verdict);
    }
    for verdict in [Verdict::Met, Verdict::Violated, Verdict::NoData, Verdict::NeedsAPerson, Verdict::NotApplicable] {
        assert!(!with(&run.verdicts.items, verdict).is_empty(), "{verdict:?}");
    }
}

/// The numbers a manager would see; a change of rules may change them, and then somebody looks whether they still are
/// what such a company deserves. `UPDATE_SNAPSHOTS=1 cargo test --test status` writes them.
#[test]
fn totals_are_as_on_record() {
    let run = run();
    let mut page = format!("fixtures/started on {DAY}, all rules\n");
    let verdicts = &run.verdicts;
    for (name, all) in [("items", &verdicts.items), ("sections", &verdicts.sections), ("chapters", &verdicts.chapters)]
    {
        let counts = Verdict::ALL.map(|verdict| with(all, verdict).len());
        assert_eq!(counts.iter().sum::<usize>(), all.len(), "{name}");
        let counts = Verdict::ALL.iter().zip(counts).map(|(verdict, count)| format!("{} {count}", verdict.name()));
        page += &format!("{name}: {}\n", counts.collect::<Vec<_>>().join(", "));
    }
    page += &format!("met: {}\n", with(&verdicts.items, Verdict::Met).join(" "));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/started_totals.txt");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&path, &page).expect("the snapshot can be written");
    }
    let known = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(known, page, "run `UPDATE_SNAPSHOTS=1 cargo test --test status` and read what changed");
}

#[test]
fn an_untouched_template_is_at_most_one_finding() {
    let run = run();
    let untouched = untouched(&run);
    let mut counts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for finding in run.all() {
        let path = run.sources.get(finding.diagnostic.primary().span.file).path.as_str();
        counts.entry(path).or_default().push(&finding.diagnostic.rule);
    }
    for input in &run.inputs {
        let said = counts.get(input.path.as_str()).cloned().unwrap_or_default();
        // That a rule of the company finds no row where one belongs is said of the company, at the end of the register.
        let said: Vec<&str> = said.into_iter().filter(|rule| !rule.starts_with("org/")).collect();
        let template = input.path.starts_with("documents/")
            && run
                .sources
                .iter()
                .any(|(_, source)| source.path == input.path && source.text.contains("\nstatus: draft"));
        if template || input.register.as_deref().is_some_and(|register| untouched.contains(register)) {
            assert!(said.len() <= 1, "{}: {said:?}", input.path);
        }
    }
}
