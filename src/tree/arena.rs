//! Maps, lists and scalars in one flat vector, 24 bytes a node, in the order of the text.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

/// What a node is. Scalars are told apart only as far as the format itself does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Null,
    Bool,
    /// A number, kept as it was written.
    Number,
    Text,
    List,
    Map,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

#[derive(Debug, Clone, Copy)]
struct Node {
    start: u32,
    end: u32,
    /// List and map: one past the last node inside. Scalar: index of its unescaped text, or `NONE`.
    link: u32,
    key_start: u32,
    /// Which key of `Tree::keys` leads here, or `NONE` in a list and at the root.
    key: u32,
    key_len: u16,
    kind: Kind,
}

const NONE: u32 = u32::MAX;

/// The parsed file. The text itself stays with its source.
#[derive(Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
    keys: Vec<Box<str>>,
    owned: Vec<Box<str>>,
}

impl Tree {
    /// The outermost node; `None` for an empty file.
    pub fn root<'t>(&'t self, text: &'t str) -> Option<NodeRef<'t>> {
        (!self.nodes.is_empty()).then_some(NodeRef { tree: self, text, id: NodeId(0) })
    }

    pub fn node<'t>(&'t self, text: &'t str, id: NodeId) -> NodeRef<'t> {
        NodeRef { tree: self, text, id }
    }

    /// Distinct keys of the whole file; a key's number is what [`NodeRef::key_id`] gives.
    pub fn keys(&self) -> &[Box<str>] {
        &self.keys
    }
}

/// A node together with what is needed to read it.
#[derive(Debug, Clone, Copy)]
pub struct NodeRef<'t> {
    tree: &'t Tree,
    text: &'t str,
    pub id: NodeId,
}

impl<'t> NodeRef<'t> {
    fn node(self) -> &'t Node {
        &self.tree.nodes[self.id.0 as usize]
    }

    pub fn kind(self) -> Kind {
        self.node().kind
    }

    /// Bytes of the value; for quoted scalars without the quotes.
    pub fn range(self) -> (usize, usize) {
        (self.node().start as usize, self.node().end as usize)
    }

    /// The key that leads here, unescaped.
    pub fn key(self) -> Option<&'t str> {
        self.tree.keys.get(self.node().key as usize).map(|key| &**key)
    }

    pub fn key_id(self) -> Option<u32> {
        let key = self.node().key;
        (key != NONE).then_some(key)
    }

    /// Bytes of the key, without quotes.
    pub fn key_range(self) -> Option<(usize, usize)> {
        let node = self.node();
        (node.key != NONE).then(|| (node.key_start as usize, node.key_start as usize + node.key_len as usize))
    }

    /// A scalar's text, unescaped; `None` for lists and maps.
    pub fn scalar(self) -> Option<&'t str> {
        let node = self.node();
        match node.kind {
            Kind::List | Kind::Map => None,
            _ => Some(match self.tree.owned.get(node.link as usize) {
                Some(owned) => owned,
                None => self.text.get(node.start as usize..node.end as usize).unwrap_or_default(),
            }),
        }
    }

    /// A scalar's text for use where the borrow of the source must not matter.
    pub fn scalar_cow(self) -> Option<Cow<'t, str>> {
        self.scalar().map(Cow::Borrowed)
    }

    /// The nodes directly inside a list or map, in the order of the text; none for scalars.
    pub fn children(self) -> Children<'t> {
        let node = self.node();
        let end = if matches!(node.kind, Kind::List | Kind::Map) { node.link } else { self.id.0 + 1 };
        Children { parent: self, next: self.id.0 + 1, end }
    }

    /// The value under a key of a map. The first one, where a key stands twice.
    pub fn get(self, key: &str) -> Option<NodeRef<'t>> {
        if self.kind() != Kind::Map {
            return None;
        }
        self.children().find(|child| child.key() == Some(key))
    }
}

/// See [`NodeRef::children`].
#[derive(Debug, Clone)]
pub struct Children<'t> {
    parent: NodeRef<'t>,
    next: u32,
    end: u32,
}

impl<'t> Iterator for Children<'t> {
    type Item = NodeRef<'t>;

    fn next(&mut self) -> Option<NodeRef<'t>> {
        if self.next >= self.end {
            return None;
        }
        let child = NodeRef { id: NodeId(self.next), ..self.parent };
        self.next = match child.kind() {
            Kind::List | Kind::Map => child.node().link,
            _ => self.next + 1,
        };
        Some(child)
    }
}

/// Builds a [`Tree`] in one pass: `open`, its children, `close`. A key set with `key` belongs to the next value.
#[derive(Debug, Default)]
pub struct TreeBuilder {
    tree: Tree,
    key_ids: FxHashMap<Box<str>, u32>,
    open: Vec<u32>,
    pending: Option<(u32, u32, u16)>,
}

impl TreeBuilder {
    pub fn with_capacity(nodes: usize) -> Self {
        let tree = Tree { nodes: Vec::with_capacity(nodes), ..Tree::default() };
        Self { tree, ..Self::default() }
    }

    /// Names the next value. `name` is unescaped; start and end are the bytes without quotes. Gives the key's number.
    pub fn key(&mut self, name: &str, start: usize, end: usize) -> u32 {
        let id = match self.key_ids.get(name) {
            Some(id) => *id,
            None => {
                let id = self.tree.keys.len() as u32;
                self.tree.keys.push(name.into());
                self.key_ids.insert(name.into(), id);
                id
            }
        };
        self.pending = Some((id, start as u32, u16::try_from(end - start).unwrap_or(u16::MAX)));
        id
    }

    /// Names the next value by the number of a key that has stood before.
    pub fn key_again(&mut self, id: u32, start: usize, end: usize) {
        self.pending = Some((id, start as u32, u16::try_from(end - start).unwrap_or(u16::MAX)));
    }

    /// A scalar; `unescaped` where its text differs from the bytes between start and end.
    pub fn scalar(&mut self, kind: Kind, start: usize, end: usize, unescaped: Option<String>) {
        let link = match unescaped {
            Some(text) => {
                self.tree.owned.push(text.into_boxed_str());
                self.tree.owned.len() as u32 - 1
            }
            None => NONE,
        };
        self.push(kind, start, end, link);
    }

    /// Begins a list or map and says how deep it lies (the outermost is 1).
    pub fn open(&mut self, kind: Kind, start: usize) -> usize {
        let id = self.push(kind, start, start, NONE);
        self.open.push(id);
        self.open.len()
    }

    /// Ends the innermost list or map that is open.
    pub fn close(&mut self, end: usize) {
        if let Some(id) = self.open.pop() {
            let link = self.tree.nodes.len() as u32;
            let node = &mut self.tree.nodes[id as usize];
            node.end = end as u32;
            node.link = link;
        }
    }

    pub fn depth(&self) -> usize {
        self.open.len()
    }

    pub fn finish(mut self) -> Tree {
        while !self.open.is_empty() {
            let end = self.tree.nodes.last().map_or(0, |node| node.end);
            self.close(end as usize);
        }
        self.tree.nodes.shrink_to_fit();
        self.tree
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize, link: u32) -> u32 {
        let (key, key_start, key_len) = self.pending.take().unwrap_or((NONE, 0, 0));
        let id = self.tree.nodes.len() as u32;
        self.tree.nodes.push(Node { start: start as u32, end: end as u32, link, key_start, key, key_len, kind });
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_are_walked_over_whole_subtrees() {
        let text = "{a:[1,2],b:x}";
        let mut builder = TreeBuilder::default();
        builder.open(Kind::Map, 0);
        builder.key("a", 1, 2);
        builder.open(Kind::List, 3);
        builder.scalar(Kind::Number, 4, 5, None);
        builder.scalar(Kind::Number, 6, 7, None);
        builder.close(8);
        builder.key("b", 9, 10);
        builder.scalar(Kind::Text, 11, 12, None);
        builder.close(13);
        let tree = builder.finish();
        let root = tree.root(text).expect("a root");
        let keys: Vec<_> = root.children().filter_map(NodeRef::key).collect();
        assert_eq!(keys, ["a", "b"]);
        assert_eq!(root.get("b").and_then(NodeRef::scalar), Some("x"));
        assert_eq!(root.get("a").map(|list| list.children().count()), Some(2));
        assert_eq!(std::mem::size_of::<Node>(), 24);
    }
}
