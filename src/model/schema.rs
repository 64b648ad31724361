//! Register schemas: what `schemas/registers/<name>.schema.json` says, ready for look-ups.
//!
//! A schema file is the only place that knows a register. Nothing here reads records.

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::formats::{JSON, Limits};
use crate::source::{Encoding, FileId, SourceText};
use crate::tree::{Content, NodeRef};

use super::spell::{fold_header, fold_word};

/// A schema as it is built into the binary: names at hand, the rest parsed when the register is first needed.
pub struct EmbeddedSchema {
    pub name: &'static str,
    /// The id, the Japanese name and all aliases.
    pub names: &'static [&'static str],
    /// A folder whose files all belong to the register, whatever their names.
    pub folder: Option<&'static str>,
    /// The register and field inside whose records the rows stand; none for what is kept in files of its own.
    pub inside: Option<(&'static str, &'static str)>,
    pub json: &'static str,
}

/// A field's name, and what it is for in Japanese and in English.
type Explained = (&'static str, &'static str, &'static str);

include!(concat!(env!("OUT_DIR"), "/schemas.rs"));

/// Which register: an index into [`SCHEMAS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegisterId(pub u16);

impl RegisterId {
    /// All registers that are kept in files.
    pub fn all() -> impl Iterator<Item = RegisterId> {
        RegisterId::with_nested().filter(|id| !id.is_nested())
    }

    /// All registers, also those whose rows stand inside records of another.
    pub fn with_nested() -> impl Iterator<Item = RegisterId> {
        (0..SCHEMAS.len() as u16).map(RegisterId)
    }

    pub fn is_nested(self) -> bool {
        SCHEMAS[self.0 as usize].inside.is_some()
    }

    /// The register inside whose records the rows stand, and the field that holds them.
    pub fn owner(self) -> Option<(RegisterId, FieldId)> {
        let (owner, field) = SCHEMAS[self.0 as usize].inside?;
        let owner = RegisterId::by_name(owner).expect("internal error: rows inside of no register");
        Some((owner, owner.schema().field(field).expect("internal error: rows inside of no field")))
    }

    /// The register whose files hold the rows: its own, or that of whatever record they stand in.
    pub fn kept_in(self) -> RegisterId {
        match SCHEMAS[self.0 as usize].inside {
            Some((owner, _)) => {
                RegisterId::by_name(owner).expect("internal error: rows inside of no register").kept_in()
            }
            None => self,
        }
    }

    pub fn by_name(name: &str) -> Option<RegisterId> {
        SCHEMAS.binary_search_by(|schema| schema.name.cmp(name)).ok().map(|i| RegisterId(i as u16))
    }

    pub fn name(self) -> &'static str {
        SCHEMAS[self.0 as usize].name
    }

    pub fn names(self) -> &'static [&'static str] {
        SCHEMAS[self.0 as usize].names
    }

    pub fn folder(self) -> Option<&'static str> {
        SCHEMAS[self.0 as usize].folder
    }

    /// The schema file as it stands, for editors; none for rows inside of records.
    pub fn file(self) -> Option<&'static str> {
        WHOLE.iter().find(|(name, _)| *name == self.name()).map(|(_, text)| *text)
    }

    pub fn schema(self) -> &'static Schema {
        static PARSED: OnceLock<Vec<OnceLock<Schema>>> = OnceLock::new();
        let parsed = PARSED.get_or_init(|| SCHEMAS.iter().map(|_| OnceLock::new()).collect());
        parsed[self.0 as usize].get_or_init(|| {
            let source = SourceText::new("", SCHEMAS[self.0 as usize].json, Encoding::Utf8);
            let parsed = (JSON.parse)(&source, FileId(0), &Limits::default(), &mut Vec::new());
            match &parsed {
                Some(Content::Tree(tree)) => {
                    Schema::new(self, tree.root(&source.text).expect("internal error: empty built-in schema"))
                }
                _ => unreachable!("internal error: built-in schema is not JSON"),
            }
        })
    }
}

/// What a cell of a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Type {
    Text,
    Id,
    Integer,
    Decimal,
    Boolean,
    Date,
    DateTime,
    Period,
    Enum,
    Ref,
    /// Several values in one cell; what they are is [`Field::of`].
    List,
    /// Names and values; rules read them as rows of a register of their own ([`Field::rows`]).
    Map,
    /// A list of small records; likewise.
    Table,
}

impl Type {
    pub fn by_name(name: &str) -> Option<Type> {
        Some(match name {
            "text" => Type::Text,
            "id" => Type::Id,
            "integer" => Type::Integer,
            "decimal" => Type::Decimal,
            "boolean" => Type::Boolean,
            "date" => Type::Date,
            "datetime" => Type::DateTime,
            "period" => Type::Period,
            "enum" => Type::Enum,
            "ref" => Type::Ref,
            "list" => Type::List,
            "map" => Type::Map,
            "table" => Type::Table,
            _ => return None,
        })
    }

    /// Whether a cell is a symbol: text compared by identity.
    pub fn is_symbol(self) -> bool {
        matches!(self, Type::Text | Type::Id | Type::Ref)
    }
}

/// One spelling family of an enum field.
#[derive(Debug)]
pub struct EnumValue {
    pub name: String,
    pub ja: String,
    pub en: String,
}

/// A column of a register.
#[derive(Debug)]
pub struct Field {
    pub name: String,
    pub ja: String,
    pub en: String,
    pub aliases: Vec<String>,
    pub ty: Type,
    /// What a list holds; the type itself otherwise.
    pub of: Type,
    pub required: bool,
    /// Registers a reference may lead to.
    pub to: Vec<RegisterId>,
    /// Free text is allowed where a reference leads nowhere.
    pub free: bool,
    /// Tags of the headings of a Markdown file (`{#tag}`) belong to the field too.
    pub from_headings: bool,
    /// A reference ends before this character (`SV01:/design`).
    pub suffix: Option<char>,
    /// A date field that also takes a period.
    pub or_period: bool,
    /// The field from which such a period counts, or whose day a bare time of day belongs to.
    pub counts_from: Option<String>,
    pub values: Vec<EnumValue>,
    /// Words that say in this field, beyond those known everywhere, that there is none (`平文` of a cipher), folded.
    pub none_words: Vec<String>,
    /// Other choices than the named ones are accepted too.
    pub open: bool,
    /// Spellings of the enum values, and the value each stands for.
    spellings: Vec<(String, u16)>,
    /// The same, folded; made when a register is first loaded.
    words: OnceLock<FxHashMap<String, u16>>,
    /// The field in whose text one of this field's words may stand: the cell has no column of its own.
    pub found_in: Option<FieldId>,
    /// The register field whose entries name further spellings (`org.classes`).
    pub values_from: Option<String>,
    /// The register that the rows of a table or map make up.
    pub rows: Option<RegisterId>,
}

impl Field {
    /// Whether this text says, in this field, that there is none.
    pub fn says_none(&self, text: &str) -> bool {
        !self.none_words.is_empty() && self.none_words.iter().any(|word| *word == *fold_word(text))
    }

    pub fn value_by_word(&self, word: &str) -> Option<u16> {
        let words = self.words.get_or_init(|| {
            let mut words = FxHashMap::default();
            for (spelling, value) in &self.spellings {
                words.entry(fold_word(spelling).into_owned()).or_insert(*value);
            }
            words
        });
        words.get(&*fold_word(word)).copied()
    }

    /// The choice whose longest word stands in a text; single characters are too short to mean one.
    pub fn value_in(&self, text: &str, further: Option<&FxHashMap<String, u16>>) -> Option<u16> {
        let text = fold_word(text);
        let own = self.spellings.iter().map(|(word, value)| (fold_word(word), *value));
        let further = further.into_iter().flatten().map(|(word, value)| (Cow::Borrowed(word.as_str()), *value));
        let met = own.chain(further).filter(|(word, _)| word.chars().count() > 1 && text.contains(&**word));
        met.max_by_key(|(word, value)| (word.len(), std::cmp::Reverse(*value))).map(|(_, value)| value)
    }

    pub fn value_index(&self, name: &str) -> Option<u16> {
        self.values.iter().position(|value| value.name == name).map(|i| i as u16)
    }
}

/// A sentence about a change of a record. `{field}` is what stands there; what is between `[` and `]` is left out where
/// its field is blank.
#[derive(Debug)]
pub struct Said {
    /// `added`, `removed` or `changed`.
    pub change: String,
    pub ja: String,
    pub en: String,
}

/// A field's position in its schema.
pub type FieldId = u16;

/// One register.
#[derive(Debug)]
pub struct Schema {
    pub id: RegisterId,
    pub name: String,
    pub ja: String,
    pub en: String,
    pub key: Vec<FieldId>,
    /// The field people read instead of the key: a name or title.
    pub label: Option<FieldId>,
    /// One record only (the company itself).
    pub single: bool,
    pub fields: Vec<Field>,
    /// A record is still being written while this field holds this choice; without a choice, while it is blank.
    pub unfinished: Option<(FieldId, Option<u16>)>,
    /// The record's own interval: first and last day.
    pub interval: Option<(FieldId, FieldId)>,
    /// How a change of a record is told, where that reads better than register and key.
    pub said: Vec<Said>,
    by_name: FxHashMap<String, FieldId>,
    /// Folded headers; made when a register is first loaded.
    by_header: OnceLock<FxHashMap<String, FieldId>>,
}

impl Schema {
    pub fn field(&self, name: &str) -> Option<FieldId> {
        self.by_name.get(name).copied()
    }

    /// The field of a header in any spelling: field name, Japanese header, English title, alias.
    pub fn field_by_header(&self, header: &str) -> Option<FieldId> {
        self.by_header.get_or_init(|| self.headers()).get(&fold_header(header)).copied()
    }

    fn headers(&self) -> FxHashMap<String, FieldId> {
        let mut by_header = FxHashMap::default();
        // Names first, so that an alias of one field never hides the header of another.
        for pass in 0..3 {
            for (position, field) in self.fields.iter().enumerate().filter(|(_, field)| field.found_in.is_none()) {
                let headers = match pass {
                    0 => vec![field.name.as_str(), field.ja.as_str()],
                    1 => field.aliases.iter().map(String::as_str).collect(),
                    _ => vec![field.en.as_str()],
                };
                for header in headers.into_iter().map(fold_header).filter(|h| !h.is_empty()) {
                    by_header.entry(header).or_insert(position as FieldId);
                }
            }
        }
        by_header
    }

    /// The single field that others refer to: the id.
    pub fn key_field(&self) -> Option<FieldId> {
        self.key.iter().copied().find(|f| self.fields[*f as usize].ty == Type::Id).or_else(|| self.key.first().copied())
    }

    /// What a field is for, in Japanese and in English; blank where its schema does not say.
    pub fn told(&self, field: &Field) -> (&'static str, &'static str) {
        let fields =
            EXPLAINED.iter().find(|(register, _)| *register == self.name).map_or(&[][..], |(_, fields)| fields);
        fields.iter().find(|(name, ..)| *name == field.name).map_or(("", ""), |(_, ja, en)| (*ja, *en))
    }

    /// The JSON Schema itself, for judging records.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(SCHEMAS[self.id.0 as usize].json).expect("internal error: built-in schema is not JSON")
    }

    fn new(id: RegisterId, json: NodeRef<'_>) -> Schema {
        let meta = json.get("x-timlint").expect("internal error: schema without x-timlint");
        let required = strings(json.get("required"));
        let (mut fields, mut found_in) = (Vec::new(), Vec::new());
        let mut by_name = FxHashMap::default();
        let (mut start, mut end) = (None, None);
        for property in json.get("properties").into_iter().flat_map(NodeRef::children) {
            let name = property.key().unwrap_or_default();
            let position = fields.len() as FieldId;
            by_name.insert(name.to_owned(), position);
            let own = property.get("x-timlint").expect("internal error: field without x-timlint");
            match own.get("role").and_then(NodeRef::scalar) {
                Some("start") => start = Some(position),
                Some("end") => end = Some(position),
                _ => {}
            }
            found_in.push(own.get("found_in").and_then(NodeRef::scalar).map(str::to_owned));
            fields.push(field(name, property, own, required.iter().any(|known| known == name)));
        }
        for position in 0..fields.len() {
            let base = found_in[position].as_deref().and_then(|name: &str| by_name.get(name).copied());
            fields[position].found_in = base;
        }
        let position = |name: &str| by_name.get(name).copied();
        let unfinished = meta.get("unfinished").and_then(|told| {
            let field = told.get("field").and_then(NodeRef::scalar).and_then(position)?;
            let value = told.get("value").and_then(NodeRef::scalar);
            Some((
                field,
                value.map(|name| fields[field as usize].value_index(name).expect("internal error: no such choice")),
            ))
        });
        Schema {
            id,
            name: text(meta, "register"),
            ja: text(meta, "ja"),
            en: text(json, "title"),
            key: strings(meta.get("key")).iter().filter_map(|name| position(name)).collect(),
            label: meta.get("label").and_then(NodeRef::scalar).and_then(position),
            single: flag(meta, "single"),
            unfinished,
            interval: start.zip(end),
            said: meta.get("said").into_iter().flat_map(NodeRef::children).map(said).collect(),
            fields,
            by_name,
            by_header: OnceLock::new(),
        }
    }
}

fn field(name: &str, property: NodeRef<'_>, own: NodeRef<'_>, required: bool) -> Field {
    let kind = |key| own.get(key).and_then(NodeRef::scalar).and_then(Type::by_name);
    let ty = kind("type").expect("internal error: schema field without a type");
    let mut values = Vec::new();
    let mut spellings = Vec::new();
    for spelling in own.get("values").into_iter().flat_map(NodeRef::children) {
        let position = values.len() as u16;
        let value = EnumValue {
            name: spelling.key().unwrap_or_default().to_owned(),
            ja: text(spelling, "ja"),
            en: text(spelling, "en"),
        };
        let mut words = strings(spelling.get("aliases"));
        words.extend([value.name.clone(), value.ja.clone(), value.en.clone()]);
        spellings.extend(words.into_iter().filter(|word| !word.is_empty()).map(|word| (word, position)));
        values.push(value);
    }
    let optional = |key| own.get(key).and_then(NodeRef::scalar).map(str::to_owned);
    Field {
        name: name.to_owned(),
        ja: text(own, "ja"),
        en: text(property, "title"),
        aliases: strings(own.get("aliases")),
        ty,
        of: kind("of").unwrap_or(ty),
        required,
        to: strings(own.get("to")).iter().filter_map(|name| RegisterId::by_name(name)).collect(),
        open: flag(own, "open"),
        none_words: strings(own.get("none_words")).iter().map(|word| fold_word(word).into_owned()).collect(),
        free: flag(own, "free"),
        from_headings: flag(own, "from_headings"),
        suffix: optional("suffix").and_then(|s| s.chars().next()),
        counts_from: optional("counts_from").or_else(|| optional("date_from")),
        or_period: optional("or").as_deref() == Some("period"),
        values,
        spellings,
        words: OnceLock::new(),
        found_in: None,
        values_from: optional("values_from"),
        rows: optional("rows").and_then(|name| RegisterId::by_name(&name)),
    }
}

fn said(node: NodeRef<'_>) -> Said {
    Said { change: node.key().unwrap_or_default().to_owned(), ja: text(node, "ja"), en: text(node, "en") }
}

fn text(node: NodeRef<'_>, key: &str) -> String {
    node.get(key).and_then(NodeRef::scalar).unwrap_or_default().to_owned()
}

fn flag(node: NodeRef<'_>, key: &str) -> bool {
    node.get(key).and_then(NodeRef::scalar) == Some("true")
}

fn strings(list: Option<NodeRef<'_>>) -> Vec<String> {
    let items = list.into_iter().flat_map(NodeRef::children);
    items.filter_map(NodeRef::scalar).map(str::to_owned).collect()
}
