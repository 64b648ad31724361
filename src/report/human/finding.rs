//! One finding on one screen: title, the lines it is about, what, why and how to mend it.

use crate::diag::{About, Diagnostic, Label, Role};
use crate::source::{FileId, SourceText};

use super::marks::{Mark, rows};
use super::pen::{Ink, Pen};
use super::window::Lens;
use super::wrap::wrap;
use crate::report::words::mark;

use super::{Finding, Places, Run, Say, Teller, Told, escaped};

/// Places shown of one finding; the rest is counted.
const PLACES: usize = 6;
/// Lines of one finding: what a small terminal shows at once.
const SCREEN: usize = 24;

/// Draws findings of one run.
pub struct Drawer<'r> {
    pub run: &'r Run,
    pub say: Say,
    pub pen: Pen,
    pub teller: &'r Teller<'r>,
    pub places: Places<'r>,
}

impl Drawer<'_> {
    /// The block of a finding, ended by a line break. `why` is told once per rule.
    pub fn draw(&self, finding: &Finding, why: bool) -> String {
        let told = self.teller.tell(finding);
        let mut shown = PLACES;
        loop {
            let block = self.block(finding, &told, why, shown);
            // Fewer places before fewer words: the words say how to mend it.
            if shown <= 2 || block.lines().count() <= SCREEN {
                return block;
            }
            shown -= 1;
        }
    }

    fn block(&self, finding: &Finding, told: &Told, why: bool, most: usize) -> String {
        let diagnostic = &finding.diagnostic;
        let labels = choose(diagnostic, most);
        let last = labels.iter().map(|i| self.number(&diagnostic.labels[*i])).max().unwrap_or(1);
        let mut block = Block { drawer: self, finding, told, gutter: last.to_string().len(), text: String::new() };
        block.title();
        for (n, file) in files(diagnostic, &labels).into_iter().enumerate() {
            let here: Vec<usize> = labels.iter().copied().filter(|i| diagnostic.labels[*i].span.file == file).collect();
            block.file(file, &here, n == 0);
        }
        if labels.len() < diagnostic.labels.len() {
            block.row("", &self.say.more_places(diagnostic.labels.len() - labels.len()));
        }
        block.row("", "");
        block.sentences(why);
        block.text
    }

    /// Where a finding stands, on one line.
    pub fn place(&self, finding: &Finding) -> String {
        let span = finding.diagnostic.primary().span;
        let source = self.run.sources.get(span.file);
        match source.cell_name(span.start) {
            Some(cell) => format!("{}!{cell}", source.path),
            None => format!("{}:{}", source.path, self.places.of(span.file, span.start).line),
        }
    }

    /// The number that stands beside the line of a label.
    fn number(&self, label: &Label) -> usize {
        self.run.sources.get(label.span.file).line_number(self.line(label))
    }

    /// The line of a label, counted from zero.
    fn line(&self, label: &Label) -> usize {
        self.run.sources.get(label.span.file).line_of(label.span.start)
    }
}

/// The lines of one finding, as they come about.
struct Block<'b> {
    drawer: &'b Drawer<'b>,
    finding: &'b Finding,
    told: &'b Told,
    /// Columns of the widest line number.
    gutter: usize,
    text: String,
}

impl Block<'_> {
    fn title(&mut self) {
        let (pen, level) = (self.drawer.pen, self.finding.level);
        let word = mark(level, self.finding.waived.is_some(), self.drawer.say.0);
        let head = format!("{word}[{}]", escaped(&self.finding.diagnostic.rule));
        let title = format!("{}: {}", pen.paint(Ink::Level(level), &head), pen.paint(Ink::Bold, &self.told.title));
        self.push(&title);
    }

    /// The labelled lines of one file.
    fn file(&mut self, file: FileId, labels: &[usize], first: bool) {
        let drawer = self.drawer;
        let source = drawer.run.sources.get(file);
        let all = &self.finding.diagnostic.labels;
        let arrow = drawer.pen.paint(Ink::Frame, drawer.pen.arrow(first));
        let head = format!("{}{arrow}{}", " ".repeat(self.gutter), escaped(&source.path));
        if source.text.is_empty() {
            self.push(&head);
            return;
        }
        let start = all[labels[0]].span.start;
        match source.cell_name(start) {
            Some(cell) => self.push(&format!("{head}!{cell}")),
            None => {
                let at = drawer.places.of(file, start);
                self.push(&format!("{head}:{}:{}", at.line, at.column));
            }
        }
        let mut numbers: Vec<usize> = labels.iter().map(|i| drawer.line(&all[*i])).collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            let here: Vec<usize> = labels.iter().copied().filter(|i| drawer.line(&all[*i]) == number).collect();
            self.line(source, file, number, &here);
        }
    }

    /// One line of a file and what is said of it.
    fn line(&mut self, source: &SourceText, file: FileId, number: usize, labels: &[usize]) {
        let (pen, secrets) = (self.drawer.pen, self.drawer.teller.secrets());
        let all = &self.finding.diagnostic.labels;
        let lens = Lens { text: &source.text, file, most: pen.width - self.gutter - 3, pen, secrets };
        let (below, on): (Vec<usize>, Vec<usize>) = labels.iter().partition(|i| after_row(&all[**i]));
        let places: Vec<_> = on.iter().map(|i| all[*i].span.range()).collect();
        let window = lens.window(source.line_range(number), &places);
        self.row(&source.line_number(number).to_string(), &window.text);
        let marks = on.iter().zip(window.places).map(|(i, at)| {
            let role = all[*i].role;
            Mark { at, role, ink: self.ink(role), text: self.words(*i) }
        });
        let marks: Vec<Mark> = marks.collect();
        if !marks.is_empty() {
            rows(&marks, lens.most, pen).iter().for_each(|row| self.row("", row));
        }
        for i in below {
            let text = self.words(i);
            let text = pen.paint(self.ink(Role::InsertAt), &text).into_owned();
            self.row("+", &text);
        }
    }

    /// What is said of a label. "Closest row" is said once; the row's other cells go by name.
    fn words(&self, label: usize) -> String {
        let all = &self.finding.diagnostic.labels;
        let first = all.iter().position(|other| other.role == Role::Near);
        match all[label].role {
            Role::Near if first != Some(label) => self.drawer.teller.name(&all[label].about),
            _ => self.told.labels.get(label).cloned().unwrap_or_default(),
        }
    }

    fn sentences(&mut self, why: bool) {
        let (told, say, pen) = (self.told, self.drawer.say, self.drawer.pen);
        let mut sentences = vec![told.what.clone()];
        if why && !told.why.is_empty() {
            sentences.push(format!("{}: {}", say.why(), told.why));
        }
        if !told.fix.is_empty() {
            sentences.push(format!("{}: {}", say.fix(), told.fix));
        }
        sentences.extend(told.did_you_mean.as_ref().map(|nearest| say.did_you_mean(nearest)));
        sentences.extend(self.finding.waived.as_ref().map(|waived| self.drawer.teller.waived(waived)));
        if !self.finding.items.is_empty() {
            sentences.push(escaped(&say.items(&self.finding.items)));
        }
        let pad = " ".repeat(self.gutter + 1);
        for sentence in sentences.iter().filter(|sentence| !sentence.is_empty()) {
            for (i, text) in wrap(sentence, pen.width - self.gutter - 3, pen).iter().enumerate() {
                let lead = if i == 0 { "=" } else { " " };
                self.push(&format!("{pad}{} {text}", pen.paint(Ink::Frame, lead)));
            }
        }
    }

    /// A line beside the frame, with a line number or without.
    fn row(&mut self, number: &str, text: &str) {
        let (pen, gutter) = (self.drawer.pen, self.gutter);
        let row = format!("{number:>gutter$} {}", pen.bar());
        self.push(&format!("{} {text}", pen.paint(Ink::Frame, &row)));
    }

    fn push(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn ink(&self, role: Role) -> Ink {
        match role {
            Role::Primary => Ink::Level(self.finding.level),
            Role::Grounds | Role::Near | Role::InsertAt => Ink::Frame,
        }
    }
}

/// A whole row is missing: it belongs under the line, not at a column of it.
fn after_row(label: &Label) -> bool {
    label.role == Role::InsertAt && matches!(label.about, About::EndOf { .. })
}

/// The labels to show, in their own order: the primary one and where something is missing before all others.
fn choose(diagnostic: &Diagnostic, most: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..diagnostic.labels.len()).collect();
    order.sort_by_key(|i| match diagnostic.labels[*i].role {
        Role::Primary => 0,
        Role::InsertAt => 1,
        Role::Grounds | Role::Near => 2,
    });
    order.truncate(most);
    order.sort_unstable();
    order
}

/// Files of the labels, the primary one first.
fn files(diagnostic: &Diagnostic, labels: &[usize]) -> Vec<FileId> {
    let mut files = Vec::new();
    for i in labels {
        let file = diagnostic.labels[*i].span.file;
        if !files.contains(&file) {
            files.push(file);
        }
    }
    files
}
