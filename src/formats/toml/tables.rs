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

/// Small, for there is one for each value of the file.
#[derive(Debug)]
struct Node {
    start: u32,
    end: u32,
    first: u32,
    last: u32,
    next: u32,
    /// Number of the name that leads here, or `NONE`, and its bytes.
    key: u32,
    key_start: u32,
    key_end: u32,
    depth: u16,
    shape: Shape,
}

/// The outermost table.
pub(super) const ROOT: u32 = 0;
const NONE: u32 = u32::MAX;

/// Tables with more keys than this are looked up by hash. Records are smaller, and there are many of them.
const FEW: usize = 24;

#[derive(Debug, Default)]
pub(super) struct Tables {
    nodes: Vec<Node>,
    names: Vec<Box<str>>,
    numbers: FxHashMap<Box<str>, u32>,
    /// The first child of each name, for the children of large tables that are not among its first few.
    index: FxHashMap<(u32, u32), u32>,
    /// Text of scalars that differs from their bytes.
    texts: FxHashMap<u32, String>,
}

impl Tables {
    pub(super) fn new(end: usize) -> Self {
        let mut tables = Self::default();
        tables.detached(0, end);
        tables
    }

    /// A table that belongs to nothing: what is put into it is lost. Content goes there after a header that is wrong.
    pub(super) fn detached(&mut self, start: usize, end: usize) -> u32 {
        self.push(Shape::Table(Made::Header), start, end, None, 1)
    }

    pub(super) fn shape(&self, node: u32) -> Shape {
        self.nodes[node as usize].shape
    }

    pub(super) fn set_shape(&mut self, node: u32, shape: Shape) {
        self.nodes[node as usize].shape = shape;
    }

    pub(super) fn set_end(&mut self, node: u32, end: usize) {
        self.nodes[node as usize].end = end as u32;
    }

    pub(super) fn depth(&self, node: u32) -> usize {
        self.nodes[node as usize].depth.into()
    }

    pub(super) fn last_child(&self, node: u32) -> Option<u32> {
        let last = self.nodes[node as usize].last;
        (last != NONE).then_some(last)
    }

    /// The first child under a name.
    pub(super) fn child(&self, parent: u32, name: &str) -> Option<u32> {
        let number = *self.numbers.get(name)?;
        let mut at = self.nodes[parent as usize].first;
        for _ in 0..FEW {
            let node = self.nodes.get(at as usize)?;
            if node.key == number {
                return Some(at);
            }
            at = node.next;
        }
        self.index.get(&(parent, number)).copied()
    }

    /// Bytes of the key that leads to a node.
    pub(super) fn key_range(&self, node: u32) -> (usize, usize) {
        let node = &self.nodes[node as usize];
        (node.key_start as usize, node.key_end as usize)
    }

    /// Adds a node under a parent: with a key to a table, without to a list.
    pub(super) fn add(&mut self, parent: u32, key: Option<&Key>, shape: Shape, start: usize, end: usize) -> u32 {
        let depth = self.nodes[parent as usize].depth.saturating_add(1);
        let id = self.push(shape, start, end, key, depth);
        let number = self.nodes[id as usize].key;
        let above = &mut self.nodes[parent as usize];
        let before = std::mem::replace(&mut above.last, id);
        if before == NONE {
            above.first = id;
        } else {
            self.nodes[before as usize].next = id;
        }
        if key.is_some() && self.is_large(parent) {
            self.index.entry((parent, number)).or_insert(id);
        }
        id
    }

    fn is_large(&self, parent: u32) -> bool {
        let mut at = self.nodes[parent as usize].first;
        for _ in 0..FEW {
            match self.nodes.get(at as usize) {
                Some(node) => at = node.next,
                None => return false,
            }
        }
        at != NONE
    }

    pub(super) fn set_text(&mut self, node: u32, text: Option<String>) {
        if let Some(text) = text {
            self.texts.insert(node, text);
        }
    }

    fn push(&mut self, shape: Shape, start: usize, end: usize, key: Option<&Key>, depth: u16) -> u32 {
        let (key, key_start, key_end) =
            key.map_or((NONE, 0, 0), |key| (self.number(&key.name), key.start as u32, key.end as u32));
        let id = self.nodes.len() as u32;
        let (first, last, next) = (NONE, NONE, NONE);
        let (start, end) = (start as u32, end as u32);
        self.nodes.push(Node { start, end, first, last, next, key, key_start, key_end, depth, shape });
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
        // What is open, with the byte up to which it reaches: at least to the end of what it holds.
        let mut open: Vec<(u32, u32)> = Vec::new();
        let mut next = ROOT;
        loop {
            let Some(node) = self.nodes.get(next as usize) else {
                let Some((done, end)) = open.pop() else { break };
                if done != ROOT || !into_map {
                    builder.close(base + end as usize);
                }
                if let Some((_, above)) = open.last_mut() {
                    *above = end.max(*above);
                }
                next = self.nodes[done as usize].next;
                continue;
            };
            if node.key != NONE {
                let (start, end) = (base + node.key_start as usize, base + node.key_end as usize);
                builder.key(&self.names[node.key as usize], start, end);
            }
            let kind = match node.shape {
                Shape::Scalar(kind) => {
                    let text = self.texts.remove(&next);
                    builder.scalar(kind, base + node.start as usize, base + node.end as usize, text);
                    if let Some((_, above)) = open.last_mut() {
                        *above = node.end.max(*above);
                    }
                    next = node.next;
                    continue;
                }
                Shape::Table(_) => Kind::Map,
                Shape::List | Shape::Tables => Kind::List,
            };
            if next != ROOT || !into_map {
                builder.open(kind, base + node.start as usize);
            }
            open.push((next, node.end));
            next = node.first;
        }
    }
}
