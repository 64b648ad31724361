//! Where the records of a file lie: its list of maps, or, in `table`, its header row and columns. Unknown columns,
//! doubled columns and columns that look like passwords are reported here, once a file.

use rustc_hash::FxHashMap;

use crate::diag::{About, Arg, Diagnostic, Role};
use crate::source::{FileId, Span};
use crate::tree::{Content, Kind, NodeId, NodeRef, Tree};

use super::cell::Words;
use super::columns::Shape;
use super::near;
use super::schema::{FieldId, RegisterId, Schema};
use super::spell::fold_header;
use super::table::table_layout;

/// What a file turned out to be.
#[derive(Debug)]
pub struct Layout {
    pub shape: Shape,
    /// Cells whose text must never be shown.
    pub secrets: Vec<Span>,
    /// Headers, folded, that a setting of the company explains.
    pub own: Vec<String>,
}

pub fn layout(
    content: &Content,
    text: &str,
    file: FileId,
    register: RegisterId,
    words: &Words,
    diags: &mut Vec<Diagnostic>,
) -> Option<Layout> {
    let mut headers = Headers::new(register, words, file, diags);
    match content {
        Content::Table(table) => table_layout(table, text, &mut headers),
        Content::Tree(tree) => tree_layout(tree, text, &mut headers),
    }
}

/// The headers of one file as they are met.
pub struct Headers<'a> {
    pub schema: &'static Schema,
    words: &'a Words,
    pub file: FileId,
    pub diags: &'a mut Vec<Diagnostic>,
    seen: FxHashMap<FieldId, Span>,
    /// Headers that a setting of the company explains.
    pub own: Vec<String>,
}

impl<'a> Headers<'a> {
    pub fn new(register: RegisterId, words: &'a Words, file: FileId, diags: &'a mut Vec<Diagnostic>) -> Self {
        Headers { schema: register.schema(), words, file, diags, seen: FxHashMap::default(), own: Vec::new() }
    }

    pub fn field(&self, header: &str) -> Option<FieldId> {
        let own = self.words.headers.get(&(self.schema.id, fold_header(header))).copied();
        own.or_else(|| self.schema.field_by_header(header))
    }

    /// The field of a header; what is wrong with the header is said. The second value marks a secret column.
    pub fn judge(&mut self, header: &str, span: Span) -> (Option<FieldId>, bool) {
        let register = self.schema.name.clone();
        if let Some(field) = self.field(header) {
            let folded = fold_header(header);
            if self.words.headers.contains_key(&(self.schema.id, folded.clone())) {
                self.own.push(folded);
            }
            return match self.seen.get(&field) {
                None => {
                    self.seen.insert(field, span);
                    (Some(field), false)
                }
                Some(first) => {
                    let about = About::Field { register: register.clone(), field: self.name(field) };
                    let diagnostic = Diagnostic::new("register/duplicate-column", span)
                        .arg("column", header)
                        .arg_of("field", Arg::Field { register, field: self.name(field) })
                        .label(Role::Grounds, *first, about);
                    self.diags.push(diagnostic);
                    (None, false)
                }
            };
        }
        let secret = looks_secret(header);
        let rule = if secret { "register/secret-column" } else { "register/unknown-column" };
        let mut diagnostic =
            Diagnostic::new(rule, span).arg("column", header).arg_of("register", Arg::Register(register));
        if !secret {
            let near = near::header(header, self.schema);
            let field = near.map_or_else(|| "…".to_owned(), |(field, _)| self.name(field));
            let key: String = header.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let key = key.replace('\\', "\\\\").replace('"', "\\\"");
            diagnostic = diagnostic
                .arg("table", format!("[columns.{}]", self.schema.name))
                .arg("line", format!("\"{key}\" = \"{field}\""))
                .suggest(near.map(|(_, name)| name));
        }
        self.diags.push(diagnostic);
        (None, secret)
    }

    fn name(&self, field: FieldId) -> String {
        self.schema.fields[field as usize].name.clone()
    }
}

/// A column that names a password, not a date or a method of one.
fn looks_secret(header: &str) -> bool {
    let folded = fold_header(header);
    let named =
        ["password", "passwd", "パスワード", "暗証番号", "秘密鍵", "privatekey", "apikey", "secretkey", "passphrase"]
            .iter()
            .any(|word| folded.contains(word));
    let about = ["日", "date", "方法", "method", "変更", "changed", "有無", "桁", "length", "policy", "規程", "on"]
        .iter()
        .any(|word| folded.ends_with(word));
    named && !about
}

fn tree_layout(tree: &Tree, text: &str, headers: &mut Headers<'_>) -> Option<Layout> {
    let root = tree.root(text)?;
    let Some(list) = records_of(root, headers.schema) else {
        let (start, _) = root.range();
        headers.diags.push(
            Diagnostic::new("register/no-records", Span::at(headers.file, start))
                .arg_of("register", Arg::Register(headers.schema.name.clone())),
        );
        return None;
    };
    let mut fields: Vec<Option<FieldId>> = vec![None; tree.keys().len()];
    // Per key: not met yet, or met with this span. A key is judged where it first stands.
    let mut met = vec![false; tree.keys().len()];
    let mut secret = vec![false; tree.keys().len()];
    let (mut records, mut secrets): (Vec<NodeId>, Vec<Span>) = (Vec::new(), Vec::new());
    let single = list.len() == 1 && list[0].id == root.id;
    for record in list {
        if record.kind() != Kind::Map {
            let (start, end) = record.range();
            headers.diags.push(
                Diagnostic::new("register/not-a-record", Span::new(headers.file, start, end))
                    .arg_of("register", Arg::Register(headers.schema.name.clone())),
            );
            continue;
        }
        records.push(record.id);
        for child in record.children() {
            let (Some(key), Some(id), Some((start, end))) = (child.key(), child.key_id(), child.key_range()) else {
                continue;
            };
            let id = id as usize;
            // At the top of a one-record file stand the file's own words beside the fields.
            let of_the_file = single && matches!(key, "register" | "body_headings");
            if !met[id] && !of_the_file {
                let (field, hidden) = headers.judge(key, Span::new(headers.file, start, end));
                fields[id] = field;
                secret[id] = hidden;
            }
            met[id] = true;
            if secret[id] {
                let (start, end) = child.range();
                secrets.push(Span::new(headers.file, start, end));
            }
        }
    }
    Some(Layout { shape: Shape::Tree { fields, records }, secrets, own: std::mem::take(&mut headers.own) })
}

/// The record maps of a file: the outermost list; the list under `records` or under a name of the register; or, for a
/// register with one record and for front matter, the outermost map itself.
fn records_of<'t>(root: NodeRef<'t>, schema: &Schema) -> Option<Vec<NodeRef<'t>>> {
    match root.kind() {
        Kind::List => Some(root.children().collect()),
        Kind::Map => {
            let names = schema.id.names();
            let holds = |key: &str| {
                let folded = fold_header(key);
                folded == "records" || names.iter().any(|name| fold_header(name) == folded)
            };
            let inner = root.children().find(|child| {
                matches!(child.kind(), Kind::List | Kind::Map)
                    && child.key().is_some_and(|key| schema.field_by_header(key).is_none() && holds(key))
            });
            match inner {
                Some(list) if list.kind() == Kind::List => Some(list.children().collect()),
                Some(map) => Some(vec![map]),
                None if root.get("body_headings").is_some() => Some(vec![root]),
                None => {
                    let known = root.children().filter_map(NodeRef::key).any(|k| schema.field_by_header(k).is_some());
                    (schema.single || known).then(|| vec![root])
                }
            }
        }
        _ => None,
    }
}
