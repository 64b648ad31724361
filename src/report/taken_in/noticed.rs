//! What was noticed while the given files were read: where, what, and what becomes of it or what to do. Only words and
//! layout.

use crate::report::{Lang, Run, tell};

use super::super::words::{Say, escaped};

/// Cells of which only the place is known, not what was meant to stand there.
const EMPTIED: [&str; 2] = ["input/cell-error", "input/formula-without-result"];

pub fn noticed(run: &Run, lang: Lang, text: &mut String) {
    let say = Say(lang);
    let found: Vec<_> = run.all().collect();
    if found.is_empty() {
        return;
    }
    text.push_str(say.pick("取り込む前からの注意:\n", "Noticed while reading:\n"));
    let mut told_how: Vec<&str> = Vec::new();
    for finding in found {
        let told = tell(finding, run, lang);
        let span = finding.diagnostic.primary().span;
        let source = run.sources.get(span.file);
        let path = escaped(&source.path);
        let place = match source.cell_name(span.start) {
            Some(cell) => format!("{path}!{cell}"),
            // A file that could not be read has no lines.
            None if source.text.is_empty() => path,
            None => format!("{path}:{}", source.line_col(span.start).line),
        };
        let rule = finding.diagnostic.rule.as_str();
        let what = if told.what.is_empty() { told.title } else { told.what };
        text.push_str(&format!("  {} {place}: {what}\n", say.level(finding.level)));
        if EMPTIED.contains(&rule) {
            text.push_str(say.pick("    空欄のまま取り込みます。\n", "    Imported as empty.\n"));
        }
        // Once for each rule: a column of unreadable days would say it for each of them.
        if !told_how.contains(&rule) {
            told_how.push(rule);
            text.push_str(&say.pick(format!("    直し方: {}\n", told.fix), format!("    Fix: {}\n", told.fix)));
        }
    }
}
