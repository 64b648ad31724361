//! Anchors (`&name`): what they stand for, kept so that an alias (`*name`) can put it into the tree again.

use std::borrow::Cow;
use std::ops::Range;

use super::reader::{GO_ON, Next, Reader, STOP};
use crate::tree::Kind;

/// One step of building a tree, without places: a copy stands where its alias stands.
#[derive(Debug, Clone)]
pub(super) enum Step<'t> {
    Key(Cow<'t, str>),
    Scalar(Kind, Cow<'t, str>),
    Open(Kind),
    Close,
}

/// What an alias leads to.
#[derive(Debug, Clone)]
pub(super) enum Target<'t> {
    Scalar(Kind, Cow<'t, str>),
    /// A list or map: steps to repeat, see [`Anchors::step`].
    Steps(Range<usize>),
    /// The alias stands inside the very thing that it names.
    Itself,
    /// The anchor stood in a part that was left out.
    Missing,
}

/// Steps are written down only inside anchored lists and maps, so files without anchors pay nothing.
#[derive(Debug, Default)]
pub(super) struct Anchors<'t> {
    steps: Vec<Step<'t>>,
    /// By anchor number.
    known: Vec<Target<'t>>,
    /// Anchored lists and maps that are open: number, depth, first step.
    open: Vec<(usize, usize, usize)>,
}

impl<'t> Anchors<'t> {
    pub(super) fn recording(&self) -> bool {
        !self.open.is_empty()
    }

    pub(super) fn write(&mut self, step: Step<'t>) {
        self.steps.push(step);
    }

    pub(super) fn step(&self, index: usize) -> Step<'t> {
        self.steps[index].clone()
    }

    /// An anchored scalar.
    pub(super) fn scalar(&mut self, number: usize, kind: Kind, text: Cow<'t, str>) {
        self.know(number, Target::Scalar(kind, text));
    }

    /// An anchored list or map begins; `depth` is the same when it ends.
    pub(super) fn begin(&mut self, number: usize, depth: usize) {
        self.know(number, Target::Itself);
        self.open.push((number, depth, self.steps.len()));
    }

    /// A list or map ended at this depth and has been written down.
    pub(super) fn end(&mut self, depth: usize) {
        if let Some((number, opened, first)) = self.open.last().copied()
            && opened == depth
        {
            self.open.pop();
            self.know(number, Target::Steps(first..self.steps.len()));
        }
    }

    pub(super) fn target(&self, number: usize) -> Target<'t> {
        self.known.get(number).cloned().unwrap_or(Target::Missing)
    }

    fn know(&mut self, number: usize, target: Target<'t>) {
        if self.known.len() <= number {
            self.known.resize(number + 1, Target::Missing);
        }
        self.known[number] = target;
    }
}

impl<'t> Reader<'t, '_> {
    /// Puts what an alias stands for in its place.
    pub(super) fn alias(&mut self, number: usize, start: usize, end: usize) -> Next {
        self.end = end;
        let target = self.anchors.target(number);
        if self.at_key() {
            match target {
                Target::Scalar(_, text) => self.key(text, start, end),
                _ => {
                    self.report("input/complex-key", start, end);
                    self.to_skip = 1;
                }
            }
            return GO_ON;
        }
        self.value_comes();
        match target {
            Target::Scalar(kind, text) => self.copy(Step::Scalar(kind, text), start, end),
            Target::Steps(steps) => {
                for index in steps {
                    let step = self.anchors.step(index);
                    if self.copy(step, start, end).is_break() {
                        return STOP;
                    }
                }
                GO_ON
            }
            Target::Itself => {
                self.alias_bomb("inside-itself", start, end);
                self.copy(Step::Scalar(Kind::Null, Cow::Borrowed("")), start, end)
            }
            Target::Missing => self.copy(Step::Scalar(Kind::Null, Cow::Borrowed("")), start, end),
        }
    }

    /// One step of what an alias stands for. All of it has the alias's place.
    fn copy(&mut self, step: Step<'t>, start: usize, end: usize) -> Next {
        if self.anchors.recording() {
            self.anchors.write(step.clone());
        }
        let (nodes, bytes) = match &step {
            Step::Scalar(_, text) => (1, text.len()),
            Step::Open(_) => (1, 0),
            Step::Key(_) | Step::Close => (0, 0),
        };
        self.copied += nodes;
        self.copied_bytes += bytes;
        if self.copied > 10 * self.own + 10_000 || self.copied_bytes > 10 * self.part.text.len() + (1 << 20) {
            self.alias_bomb("too-many", start, end);
            return STOP;
        }
        let (from, to) = (self.part.base + start, self.part.base + end);
        match step {
            Step::Key(name) => {
                self.builder.key(&name, from, to);
            }
            Step::Scalar(kind, text) => self.builder.scalar(kind, from, to, Some(text.into_owned())),
            Step::Open(kind) => return self.open_node(kind, start),
            Step::Close => self.builder.close(to),
        }
        GO_ON
    }
}
