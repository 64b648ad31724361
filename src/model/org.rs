//! What the company itself declares: periods, scope switches, names of its confidentiality classes.

use std::collections::BTreeMap;

use crate::source::{FileId, Span};
use crate::tree::{Kind, NodeRef};

/// Declarations out of the `org` register, each with its place.
#[derive(Debug, Default)]
pub struct Org {
    /// `org.params` by dotted name.
    pub params: BTreeMap<String, Declared>,
    /// `org.applicability` by dotted name.
    pub applicability: BTreeMap<String, Declared>,
    /// Names and markers of the classes as the company writes them, each with its level (`high`, `other`).
    pub classes: Vec<(String, String)>,
}

/// What stands behind a name: raw text, its place, and the place of the name.
#[derive(Debug, Clone)]
pub struct Declared {
    pub raw: String,
    pub span: Span,
    pub name: Span,
}

impl Org {
    /// Reads the one record of the `org` register.
    pub fn read(record: NodeRef<'_>, file: FileId) -> Org {
        let schema = super::schema::RegisterId::by_name("org").map(super::schema::RegisterId::schema);
        let find = |name: &str| {
            record.children().find(|child| {
                let wanted = schema.and_then(|schema| schema.field(name));
                let key = child.key().unwrap_or_default();
                key == name || (wanted.is_some() && schema.and_then(|s| s.field_by_header(key)) == wanted)
            })
        };
        let mut org = Org::default();
        if let Some(params) = find("params") {
            flatten(params, "", file, &mut org.params);
        }
        if let Some(switches) = find("applicability") {
            flatten(switches, "", file, &mut org.applicability);
        }
        for class in find("classes").into_iter().flat_map(NodeRef::children) {
            let word = |key| class.get(key).and_then(NodeRef::scalar).unwrap_or_default().trim().to_owned();
            let level = word("level");
            for name in ["name", "marker"].map(word) {
                if !name.is_empty() && !level.is_empty() {
                    org.classes.push((name, level.clone()));
                }
            }
        }
        org
    }
}

/// Names and values of a map, as the periods of a company and of its documents are written.
pub fn declared_in(node: NodeRef<'_>, file: FileId) -> BTreeMap<String, Declared> {
    let mut found = BTreeMap::new();
    flatten(node, "", file, &mut found);
    found
}

/// `review: { access: P12M }` and `review.access: P12M` are the same.
fn flatten(node: NodeRef<'_>, prefix: &str, file: FileId, into: &mut BTreeMap<String, Declared>) {
    for child in node.children() {
        let Some(key) = child.key() else { continue };
        let name = if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") };
        if child.kind() == Kind::Map {
            flatten(child, &name, file, into);
        } else if let Some(value) = child.scalar() {
            let (start, end) = child.range();
            let (from, to) = child.key_range().unwrap_or((start, end));
            let (span, named) = (Span::new(file, start, end), Span::new(file, from, to));
            into.insert(name, Declared { raw: value.trim().to_owned(), span, name: named });
        }
    }
}
