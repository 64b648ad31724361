//! Tables while they are still being written: by headers, by dotted keys and in braces, in any order.

use rustc_hash::FxHashMap;

use crate::tree::{Kind, TreeBuilder};

/// How a table came about decides what may still be added to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    /// Only named on the way to another: `a` in `[a.b]`. A header of its own may follow.
    OnTheWay,
    /// By its header, or as one of `[[…]]`.
    Header,
    /// By dotted keys: `a` in `a.b = 1`.
    Dotted,
    /// In braces; complete.
    Braces,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Scalar(Kind),
    Table(Made),
    /// In brackets; complete.
    List,
    /// Written as `[[…]]`; each further header adds a table.
    Tables,
}

/// A key with its bytes without quotes.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub name: String,
    pub start: usize,
    pub end: usize,
}

#[derive(Debug)]
struct Node {
    shape: Shape,
    start: usize,
    end: usize,
    parent: u32,
    first: u32,
    last: u32,
    next: u32,
    /// Number of the name with the key's bytes.
    key: Option<(u32, u32, u32)>,
    text: Option<String>,
    depth: u32,
}

/// The outermost table.
pub(super) const ROOT: u32 = 0;
const NONE: u32 = u32::MAX;

#[derive(Debug)]
pub(super) struct Tables {
    nodes: Vec<Node>,
    names: Vec<Box<str>>,
    numbers: FxHashMap<Box<str>, u32>,
    /// The first child of each name.
    index: FxHashMap<(u32, u32), u32>,
}

impl Tables {
    pub(super) fn new(end: usize) -> Self {
        let mut tables =
            Self { nodes: Vec::new(), names: Vec::new(), numbers: FxHashMap::default(), index: FxHashMap::default() };
        tables.detached(0, end);
        tables
    }

    /// A table that belongs to nothing: what is put into it is lost. Content goes there after a header that is wrong.
    pub(super) fn detached(&mut self, start: usize, end: usize) -> u32 {
        self.push(Shape::Table(Made::Header), start, end, NONE, None)
    }

    pub(super) fn shape(&self, node: u32) -> Shape {
        self.nodes[node as usize].shape
    }

    pub(super) fn set_shape(&mut self, node: u32, shape: Shape) {
        self.nodes[node as usize].shape = shape;
    }

    pub(super) fn set_end(&mut self, node: u32, end: usize) {
        self.nodes[node as usize].end = end;
    }

    pub(super) fn depth(&self, node: u32) -> usize {
        self.nodes[node as usize].depth as usize
    }

    pub(super) fn last_child(&self, node: u32) -> Option<u32> {
        let last = self.nodes[node as usize].last;
        (last != NONE).then_some(last)
    }

    /// The first child under a name.
    pub(super) fn child(&self, parent: u32, name: &str) -> Option<u32> {
        let number = self.numbers.get(name)?;
        self.index.get(&(parent, *number)).copied()
    }

    /// Bytes of the key that leads to a node.
    pub(super) fn key_range(&self, node: u32) -> (usize, usize) {
        self.nodes[node as usize].key.map_or((0, 0), |(_, start, end)| (start as usize, end as usize))
    }

    /// Adds a node under a parent: with a key to a table, without to a list.
    pub(super) fn add(&mut self, parent: u32, key: Option<&Key>, shape: Shape, start: usize, end: usize) -> u32 {
        let key = key.map(|key| (self.number(&key.name), key.start as u32, key.end as u32));
        let id = self.push(shape, start, end, parent, key);
        let above = &mut self.nodes[parent as usize];
        let before = std::mem::replace(&mut above.last, id);
        if before == NONE {
            above.first = id;
        } else {
            self.nodes[before as usize].next = id;
        }
        if let Some((number, ..)) = key {
            self.index.entry((parent, number)).or_insert(id);
        }
        id
    }

    pub(super) fn set_text(&mut self, node: u32, text: Option<String>) {
        self.nodes[node as usize].text = text;
    }

    fn push(&mut self, shape: Shape, start: usize, end: usize, parent: u32, key: Option<(u32, u32, u32)>) -> u32 {
        let depth = self.nodes.get(parent as usize).map_or(1, |above| above.depth + 1);
        let id = self.nodes.len() as u32;
        let (first, last, next) = (NONE, NONE, NONE);
        self.nodes.push(Node { shape, start, end, parent, first, last, next, key, text: None, depth });
        id
    }

    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.into());
        self.numbers.insert(name.into(), number);
        number
    }

    /// Puts everything into the tree; places move by `base`. With `into_map` the outermost table is not opened: its
    /// entries go to the map that is.
    pub(super) fn emit(mut self, base: usize, into_map: bool, builder: &mut TreeBuilder) {
        // A table reaches to the end of what it holds. Children come after their parents, so one pass does.
        for id in (1..self.nodes.len()).rev() {
            let (parent, end) = (self.nodes[id].parent, self.nodes[id].end);
            if let Some(above) = self.nodes.get_mut(parent as usize) {
                above.end = above.end.max(end);
            }
        }
        let mut open: Vec<u32> = Vec::new();
        let mut next = ROOT;
        loop {
            if next == NONE {
                let Some(done) = open.pop() else { break };
                let node = &self.nodes[done as usize];
                if done != ROOT || !into_map {
                    builder.close(base + node.end);
                }
                next = node.next;
                continue;
            }
            let node = &mut self.nodes[next as usize];
            if let Some((number, start, end)) = node.key {
                builder.key(&self.names[number as usize], base + start as usize, base + end as usize);
            }
            let kind = match node.shape {
                Shape::Scalar(kind) => {
                    builder.scalar(kind, base + node.start, base + node.end, node.text.take());
                    next = node.next;
                    continue;
                }
                Shape::Table(_) => Kind::Map,
                Shape::List | Shape::Tables => Kind::List,
            };
            if next != ROOT || !into_map {
                builder.open(kind, base + node.start);
            }
            open.push(next);
            next = node.first;
        }
    }
}
