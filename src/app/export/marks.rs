//! Findings as marks on the cells of the workbook, and as the lines of a sheet of their own.

use std::collections::BTreeMap;

use crate::diag::Level;
use crate::report::{Lang, Run, exchange, tell, tell_waived};
use crate::source::{FileId, Sources, Span};

use super::sheet::Sheet;

/// One finding in words, and the cell it is about.
#[derive(Debug)]
pub struct Mark {
    pub level: Level,
    /// The level in words, and until when the finding is waived where it is.
    pub label: String,
    pub waived: bool,
    pub rule: String,
    pub what: String,
    pub why: String,
    pub fix: String,
    /// Sheet, row (the headers are row 0) and column.
    pub cell: Option<(usize, usize, usize)>,
    /// The place in the files.
    pub place: String,
}

#[derive(Debug)]
pub struct Marks {
    pub findings: Vec<Mark>,
    /// Per cell: the worst level, and what is said there.
    pub cells: BTreeMap<(usize, usize, usize), (Level, String)>,
}

/// What one comment tells; a row of a hundred findings would be read by nobody.
const TOLD: usize = 6;

impl Marks {
    pub fn of(run: &Run, sheets: &[Sheet], sources: &Sources, lang: Lang) -> Marks {
        let (mut findings, mut counts) = (Vec::new(), BTreeMap::new());
        let mut cells: BTreeMap<(usize, usize, usize), (Level, String)> = BTreeMap::new();
        for finding in run.all() {
            let told = tell(finding, run, lang);
            let span = finding.diagnostic.primary().span;
            let cell = sources.by_path(&run.sources.get(span.file).path).and_then(|file| cell_of(file, span, sheets));
            let what = if told.what.is_empty() { told.title } else { told.what };
            let what = match tell_waived(finding, run, lang) {
                Some(waived) => format!("{what}\n{waived}"),
                None => what,
            };
            let mark = Mark {
                level: finding.level,
                label: exchange::level(finding.level, finding.waived.as_ref(), lang),
                waived: finding.waived.is_some(),
                rule: finding.diagnostic.rule.clone(),
                what,
                why: told.why,
                fix: told.fix,
                cell,
                place: place(run, span),
            };
            if let Some(cell) = cell {
                let (level, text) = cells.entry(cell).or_insert((finding.level, String::new()));
                *level = finding.level.max(*level);
                let count: &mut usize = counts.entry(cell).or_default();
                *count += 1;
                if *count <= TOLD {
                    let gap = if text.is_empty() { "" } else { "\n\n" };
                    let said = exchange::comment(&mark.label, &mark.rule, &mark.what, &mark.fix, lang);
                    text.push_str(&format!("{gap}{said}"));
                } else if *count == TOLD + 1 {
                    text.push_str("\n\n…");
                }
            }
            findings.push(mark);
        }
        Marks { findings, cells }
    }
}

/// The cell that holds a place, or the last one before it.
fn cell_of(file: FileId, span: Span, sheets: &[Sheet]) -> Option<(usize, usize, usize)> {
    sheets.iter().enumerate().find_map(|(number, sheet)| {
        let origins = &sheet.origins;
        let after = origins.partition_point(|origin| (origin.file, origin.start) <= (file, span.start));
        let last = origins[..after].last().filter(|origin| origin.file == file)?;
        // Merged cells share one place: the first of them is meant.
        let first = origins.partition_point(|origin| (origin.file, origin.start) < (file, last.start));
        Some((number, origins[first].row, origins[first].column))
    })
}

fn place(run: &Run, span: Span) -> String {
    let source = run.sources.get(span.file);
    match source.cell_name(span.start) {
        Some(cell) => format!("{}!{cell}", source.path),
        None => {
            let at = source.line_col(span.start);
            format!("{}:{}:{}", source.path, at.line, at.column)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{CheckOptions, check};
    use crate::report::{Waived, WaivedBy};
    use crate::source::Memory;

    #[test]
    fn a_waived_finding_is_marked_as_such() {
        let world = Memory::new().on(20_777).file("registers/people.csv", "id,name,joined\nE1,Sato,x\n");
        let (mut run, _) = check(&world, &CheckOptions::default()).expect("a register");
        let place = run.all().position(|found| found.diagnostic.rule == "register/unknown-column").expect("a finding");
        let span = run.all().nth(place).expect("a finding").diagnostic.primary().span;
        let waived = Waived {
            by: WaivedBy::Baseline,
            id: "baseline.json".to_owned(),
            reason: String::new(),
            approver: None,
            until: 20_800,
            span,
        };
        let before = run.problems.len();
        let findings = if place < before { &mut run.problems } else { &mut run.findings };
        findings[if place < before { place } else { place - before }].waived = Some(waived);
        let marks = Marks::of(&run, &[], &Sources::default(), Lang::Ja);
        let of = |mark: &&Mark| mark.rule == "register/unknown-column";
        let mark = marks.findings.iter().find(of).expect("a mark");
        assert!(mark.waived);
        assert_eq!(mark.label, "警告（2026-12-13まで猶予）");
        assert!(marks.findings.iter().any(|mark| !mark.waived && !mark.label.contains('（')));
    }
}
