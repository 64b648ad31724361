//! The comparison as one comment under a pull request: lists rather than tables, as telephones show them, and never longer
//! than a comment may be.
//!
//! The first line is a mark by which whoever posts it finds the comment of the run before.

use super::super::Finding;
use super::super::columns;
use super::super::handed::link;
use super::human::{sign, turns, unasked};
use super::tell::{Tell, Told, Voice};
use super::{Changed, Name};

const MARK: &str = "<!-- timlint diff -->";

/// Characters in a comment on GitHub; some are kept for the end.
const LIMIT: usize = 65_536;
const KEPT: usize = 1_500;

/// Entries of one list: more is not read on a telephone.
const ENTRIES: usize = 50;

pub fn page(tell: &Tell<'_>, folder: &str) -> String {
    let (diff, say) = (tell.diff, tell.say);
    let mut page = Page { text: format!("{MARK}\n"), length: MARK.len() + 1 };
    page.line(say.pick(
        "### timlint: この変更で良くなること・悪くなること",
        "### timlint: what this change makes better or worse",
    ));
    page.line(&format!("\n{}", text(&tell.heading())));
    for note in tell.notes() {
        page.line(&format!("\n> {}", text(&note)));
    }
    page.line("");
    let groups: [(&str, &Voice<'_>, &[usize], bool); 5] = [
        (say.pick("新しい指摘", "New findings"), &tell.head, &diff.new, true),
        (say.pick("猶予が終わり、また数える指摘", "Waived before, counting again"), &tell.head, &diff.reopened, true),
        (say.pick("猶予になった指摘", "Waived now"), &tell.head, &diff.waived, false),
        (say.pick("直った指摘", "Fixed findings"), &tell.base, &diff.fixed, false),
        (unasked(say), &tell.base, &diff.unasked, true),
    ];
    for (heading, voice, group, _) in groups.iter().filter(|(heading, _, group, _)| {
        // The two that everybody asks for are told even where there is none.
        !group.is_empty() || *heading == groups[0].0 || *heading == groups[3].0
    }) {
        page.line(&format!("- **{heading}**: {}", tell.tally(voice, group)));
    }
    let remaining = say.pick("変わらない指摘", "Remaining findings");
    page.line(&format!("- {remaining}: {}", tell.tally(&tell.head, &diff.remaining)));
    if diff.is_empty() {
        page.line(&format!("\n{}", tell.nothing()));
    }
    changes(tell, &mut page);
    for (heading, voice, group, open) in groups.into_iter().filter(|(_, _, group, _)| !group.is_empty()) {
        let entries = tell.worst_first(voice, group).into_iter().map(|at| line(tell, voice, at, folder));
        page.list(tell, heading, group.len(), open, entries);
    }
    let kinds = [(say.pick("節", "sections"), &diff.sections), (say.pick("項目", "items"), &diff.items)];
    for (kind, turned) in kinds {
        for (heading, turned) in turns(turned, say) {
            let heading = say.pick(format!("{heading}（{kind}）"), format!("{heading} ({kind})"));
            let entries = turned.iter().map(|turned| text(&tell.turned(turned)));
            page.list(tell, &heading, turned.len(), false, entries);
        }
    }
    page.text += &format!("\n<sub>{} {}</sub>\n", say.by_the_records(), say.no_promise());
    page.text
}

/// A text without effect in Markdown, in HTML, or on anybody's list of notifications.
fn text(raw: &str) -> String {
    // A backslash keeps the form but not the effect: mentions and numbers of issues are looked for afterwards.
    columns::markdown(raw).replace("\\@", "@<!-- -->").replace("\\#", "#<!-- -->").replace("://", ":<!-- -->//")
}

fn line(tell: &Tell<'_>, voice: &Voice<'_>, at: usize, folder: &str) -> String {
    let finding = voice.findings[at];
    let told = tell.finding(voice, finding);
    let waived = finding.waived.as_ref().map_or("", |_| tell.say.pick("（猶予中）", " (waived)"));
    let level = tell.say.level(finding.level);
    let place = place(voice, finding, &told, folder);
    format!("**{level}**{waived} {} — {place} ({})", text(&told.what), text(&finding.diagnostic.rule))
}

/// Where it is, with a link where a code host shows the file as this side has it.
fn place(voice: &Voice<'_>, finding: &Finding, told: &Told, folder: &str) -> String {
    let source = voice.side.run.sources.get(finding.diagnostic.primary().span.file);
    let shown = match source.sheet {
        Some(_) => text(&told.place),
        None => text(&format!("{}:{}", told.path, told.line)),
    };
    let commit = match &voice.side.name {
        Name::Revision { commit, .. } => Some(commit.as_str()),
        Name::Working => None,
        // A folder is in no commit.
        Name::Folder(_) => return shown,
    };
    let Some(web) = &voice.side.run.origin.web else { return shown };
    let line = source.sheet.is_none().then_some(told.line);
    format!("[{shown}]({})", link(Some(web), commit, &format!("{folder}{}", source.file()), line))
}

fn changes(tell: &Tell<'_>, page: &mut Page) {
    let changes = &tell.diff.changes;
    if changes.is_empty() {
        return;
    }
    let n = changes.len();
    page.line(&format!("\n#### {}", tell.say.pick(format!("台帳の変更 {n}件"), format!("{n} changes of records"))));
    let mut shown = 0;
    for Changed { change, findings } in tell.changes().into_iter().take(ENTRIES) {
        let entry = format!("- `{}` {}", sign(change.kind), text(&tell.change(change, findings)));
        if !page.fits(&entry) {
            break;
        }
        page.line(&entry);
        shown += 1;
    }
    if shown < n {
        page.line(&format!("- {}", text(&tell.more(n - shown))));
    }
}

/// What is written so far, and how many characters that is.
struct Page {
    text: String,
    length: usize,
}

impl Page {
    fn fits(&self, line: &str) -> bool {
        // Pairs of code units count double where the limit is kept.
        self.length + line.encode_utf16().count() + KEPT < LIMIT
    }

    /// Lines that must stand there; they are few and short.
    fn line(&mut self, line: &str) {
        self.length += line.encode_utf16().count() + 1;
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn list(&mut self, tell: &Tell<'_>, heading: &str, all: usize, open: bool, entries: impl Iterator<Item = String>) {
        let begin = match open {
            true => format!("\n#### {heading}\n"),
            false => format!("\n<details><summary>{heading} ({all})</summary>\n"),
        };
        if !self.fits(&begin) {
            return; // the counts above have said that there is something
        }
        self.line(&begin);
        let mut shown = 0;
        for entry in entries.take(ENTRIES) {
            let entry = format!("- {entry}");
            if !self.fits(&entry) {
                break;
            }
            self.line(&entry);
            shown += 1;
        }
        if shown < all {
            self.line(&format!("- {}", text(&tell.more(all - shown))));
        }
        if !open {
            self.line("\n</details>");
        }
    }
}
