//! The comparison for a person at a terminal: the changes first, then what they brought and what they mended.

use std::cmp::Ordering;
use std::io::{self, Write};

use crate::model::compare::Kind;

use super::super::words::Say;
use super::tell::{Tell, Voice, worse};
use super::{Changed, Turned};

/// Lines of one group; the rest is counted.
const LINES: usize = 100;

pub fn write(tell: &Tell<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (diff, say) = (tell.diff, tell.say);
    writeln!(out, "{}", tell.heading())?;
    for note in tell.notes() {
        writeln!(out, "{note}")?;
    }
    if diff.is_empty() {
        writeln!(out, "{}", tell.nothing())?;
        return counted(tell, out);
    }
    changes(tell, out)?;
    let groups: [(&str, &Voice<'_>, &[usize]); 5] = [
        (say.pick("新しい指摘", "New findings"), &tell.head, &diff.new),
        (say.pick("猶予が終わり、また数える指摘", "Waived before, counting again"), &tell.head, &diff.reopened),
        (say.pick("猶予になった指摘", "Waived now"), &tell.head, &diff.waived),
        (say.pick("直った指摘", "Fixed findings"), &tell.base, &diff.fixed),
        (unasked(say), &tell.base, &diff.unasked),
    ];
    for (heading, voice, group) in groups.into_iter().filter(|(_, _, group)| !group.is_empty()) {
        writeln!(out, "\n{heading}: {}", tell.tally(voice, group))?;
        for at in tell.worst_first(voice, group).into_iter().take(LINES) {
            writeln!(out, "  {}", line(tell, voice, at))?;
        }
        rest(tell, group.len(), out)?;
    }
    verdicts(tell, out)?;
    writeln!(out)?;
    counted(tell, out)
}

pub fn unasked(say: Say) -> &'static str {
    say.pick(
        "判定されなくなった指摘（規則を止めた、または台帳がなくなった）",
        "No longer judged (rule switched off, or register gone)",
    )
}

fn counted(tell: &Tell<'_>, out: &mut dyn Write) -> io::Result<()> {
    let remaining = tell.say.pick("変わらない指摘", "Remaining findings");
    writeln!(out, "{remaining}: {}", tell.tally(&tell.head, &tell.diff.remaining))
}

fn rest(tell: &Tell<'_>, all: usize, out: &mut dyn Write) -> io::Result<()> {
    if all > LINES { writeln!(out, "  {}", tell.more(all - LINES)) } else { Ok(()) }
}

/// Place, level, what it says, rule.
fn line(tell: &Tell<'_>, voice: &Voice<'_>, at: usize) -> String {
    let finding = voice.findings[at];
    let told = tell.finding(voice, finding);
    let waived = finding.waived.as_ref().map_or("", |_| tell.say.pick("（猶予中）", " (waived)"));
    let level = tell.say.level(finding.level);
    format!("{} {level}{waived} {} [{}]", told.place, told.what, finding.diagnostic.rule)
}

fn changes(tell: &Tell<'_>, out: &mut dyn Write) -> io::Result<()> {
    let changes = &tell.diff.changes;
    if changes.is_empty() {
        return Ok(());
    }
    let n = changes.len();
    writeln!(out, "\n{}", tell.say.pick(format!("台帳の変更: {n}件"), format!("Changes of records: {n}")))?;
    for Changed { change, findings } in tell.changes().into_iter().take(LINES) {
        writeln!(out, "  {} {}", sign(change.kind), tell.change(change, findings))?;
    }
    rest(tell, n, out)
}

pub fn sign(kind: Kind) -> char {
    match kind {
        Kind::Added => '+',
        Kind::Changed => '~',
        Kind::Removed => '-',
    }
}

/// Turned verdicts, what is worse first: heading and entries.
pub fn turns(turned: &[Turned], say: Say) -> Vec<(&'static str, Vec<&Turned>)> {
    let pick = |wanted: Ordering| turned.iter().filter(|turned| worse(turned) == wanted).collect::<Vec<_>>();
    let groups = vec![
        (say.pick("悪くなった判定", "Verdicts that got worse"), pick(Ordering::Greater)),
        (say.pick("良くなった判定", "Verdicts that got better"), pick(Ordering::Less)),
        (say.pick("そのほか変わった判定", "Verdicts that changed otherwise"), pick(Ordering::Equal)),
    ];
    groups.into_iter().filter(|(_, turned)| !turned.is_empty()).collect()
}

fn verdicts(tell: &Tell<'_>, out: &mut dyn Write) -> io::Result<()> {
    let kinds =
        [(tell.say.pick("節", "sections"), &tell.diff.sections), (tell.say.pick("項目", "items"), &tell.diff.items)];
    for (kind, turned) in kinds {
        for (heading, turned) in turns(turned, tell.say) {
            let n = turned.len();
            writeln!(
                out,
                "\n{}",
                tell.say.pick(format!("{heading}（{kind} {n}）"), format!("{heading} ({n} {kind})"))
            )?;
            for turned in turned.iter().take(LINES) {
                writeln!(out, "  {}", tell.turned(turned))?;
            }
            rest(tell, n, out)?;
        }
    }
    Ok(())
}
