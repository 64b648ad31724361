//! The file of a baseline, as data with places. Nothing here knows the findings of a run.

use rustc_hash::FxHashSet;

use crate::diag::Diagnostic;
use crate::formats::Limits;
use crate::model::date::parse_date;
use crate::report::baseline::{Listed, SCHEMA};
use crate::source::{FileId, Sources, Span, World};
use crate::tree::{Content, Kind, NodeRef};

use super::super::read::read_all;

#[derive(Debug)]
pub struct Baseline {
    pub path: String,
    /// Day on which it was made; none where nobody can read it.
    pub made_on: Option<i32>,
    /// Last day on which it holds, and where that is written.
    pub until: (i32, Span),
    pub entries: Vec<Entry>,
}

/// A finding that waits.
#[derive(Debug, Clone)]
pub struct Entry {
    pub fingerprint: String,
    pub rule: String,
    pub register: String,
    pub subject: String,
    pub span: Span,
}

impl Entry {
    /// No such finding is there, although it was looked for.
    pub fn is_gone(&self, there: &FxHashSet<&str>, judged: &dyn Fn(&str) -> bool) -> bool {
        !there.contains(self.fingerprint.as_str()) && judged(&self.rule)
    }

    /// What the finding is about, as far as the file says it.
    pub fn named(&self) -> String {
        let parts = [self.register.as_str(), self.subject.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { "-".to_owned() } else { parts.join(" ") }
    }

    pub fn listed(self) -> Listed {
        Listed { fingerprint: self.fingerprint, rule: self.rule, register: self.register, subject: self.subject }
    }
}

/// Reads a baseline; what is wrong with it becomes problems, and what is left of it holds.
pub fn read(
    world: &dyn World,
    path: &str,
    limits: &Limits,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Baseline> {
    let read = read_all(&[(path, 0)], world, limits, false).pop()?;
    let broken = !read.diagnostics.is_empty();
    let file = sources.add(read.source);
    diagnostics.extend(read.diagnostics.into_iter().map(|found| found.shifted(file.0)));
    if broken {
        return None;
    }
    let text = sources.get(file).text.clone();
    let root = match &read.content {
        Some(Content::Tree(tree)) => tree.root(&text),
        _ => None,
    };
    let mut reader = Reader { file, diagnostics };
    let Some(root) = root.filter(|root| text_of(*root, "schema") == SCHEMA) else {
        let (start, end) = root.map_or((0, 0), NodeRef::range);
        reader.wrong(Span::new(file, start, end), "not-a-baseline");
        return None;
    };
    let list = root.get("findings").filter(|list| list.kind() == Kind::List);
    let until = root.get("until").map(|node| (node.scalar().and_then(|day| parse_date(day).ok()), reader.span(node)));
    let (list, until) = match (list, until) {
        (Some(list), Some((Some(until), span))) => (list, (until, span)),
        (_, Some((None, span))) => {
            reader.wrong(span, "no-end-date");
            return None;
        }
        (_, until) => {
            let phrase = if until.is_none() { "no-end-date" } else { "not-a-baseline" };
            reader.wrong(reader.span(root), phrase);
            return None;
        }
    };
    let entries = list.children().filter_map(|node| reader.entry(node)).collect();
    let made_on = parse_date(&text_of(root, "made_on")).ok();
    Some(Baseline { path: path.to_owned(), made_on, until, entries })
}

fn text_of(node: NodeRef<'_>, key: &str) -> String {
    node.get(key).and_then(NodeRef::scalar).unwrap_or_default().to_owned()
}

struct Reader<'d> {
    file: FileId,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn span(&self, node: NodeRef<'_>) -> Span {
        let (start, end) = node.range();
        Span::new(self.file, start, end)
    }

    fn wrong(&mut self, span: Span, phrase: &'static str) {
        self.diagnostics.push(Diagnostic::new("config/wrong-baseline", span).phrase("reason", phrase));
    }

    fn entry(&mut self, node: NodeRef<'_>) -> Option<Entry> {
        let of = |key: &str| text_of(node, key);
        let fingerprint = of("fingerprint");
        if fingerprint.is_empty() {
            self.wrong(self.span(node), "no-fingerprint");
            return None;
        }
        let span = node.get("fingerprint").map_or(self.span(node), |node| self.span(node));
        Some(Entry { fingerprint, rule: of("rule"), register: of("register"), subject: of("subject"), span })
    }
}
