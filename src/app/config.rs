//! `timlint.toml`: what it may say, and what is wrong with it. Its mistakes are findings with a place, like any other.

use rustc_hash::FxHashMap;

use crate::diag::{Diagnostic, Level};
use crate::formats::Limits;
use crate::model::spell::{fold_header, nearest};
use crate::model::{FieldId, RegisterId, Words};
use crate::report::Lang;
use crate::source::{FileId, Span};
use crate::tree::{Kind, NodeRef};

pub const PATH: &str = "timlint.toml";

/// Where the baseline lies unless `baseline` says otherwise.
pub const BASELINE: &str = "timlint-baseline.json";

const KEYS: &[&str] = &[
    "lang",
    "fail_on",
    "registers",
    "columns",
    "values",
    "rules",
    "select",
    "preview",
    "limits",
    "exclude",
    "baseline",
];
const LIMITS: &[&str] = &["file_bytes", "depth", "scalar_bytes", "unpacked_bytes"];

/// What `[rules]` makes of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LevelChoice {
    Off,
    At(Level),
}

#[derive(Debug, Default)]
pub struct Config {
    pub lang: Option<Lang>,
    /// Name of the least level that makes the run fail, or `never`.
    pub fail_on: Option<String>,
    /// Path patterns by register.
    pub registers: Vec<(RegisterId, String, Span)>,
    pub words: Words,
    /// Headers among `words` that no setting names: somebody took a guess for true while importing.
    pub guessed: Vec<(RegisterId, String)>,
    /// Headers of `[columns]`, folded, with the place of each.
    pub columns: Vec<(RegisterId, String, Span)>,
    /// Levels by rule id, with the place of the setting.
    pub levels: FxHashMap<String, (LevelChoice, Span)>,
    pub limits: Limits,
    pub exclude: Vec<(String, Span)>,
    /// Rules that are still in preview judge too.
    pub preview: bool,
    /// Patterns of rule ids; where there are any, only rules that match one judge records.
    pub select: Vec<(String, Option<Span>)>,
    /// Path of the baseline, where it is not the usual one.
    pub baseline: Option<String>,
}

impl Config {
    /// Reads the settings. Each mistake becomes a diagnostic, and the default stands in its place.
    pub fn read(root: NodeRef<'_>, file: FileId, diags: &mut Vec<Diagnostic>) -> Config {
        let mut reader = Reader { file, diags };
        let mut config = Config::default();
        reader.only(root, KEYS);
        if let Some(node) = root.get("lang") {
            config.lang = Lang::parse(node.scalar().unwrap_or_default());
            reader.choice(node, config.lang.is_some(), &["ja", "en"]);
        }
        if let Some(node) = root.get("fail_on") {
            let choices = ["error", "warning", "note", "never"];
            let word = node.scalar().unwrap_or_default();
            config.fail_on = choices.contains(&word).then(|| word.to_owned());
            reader.choice(node, config.fail_on.is_some(), &choices);
        }
        if let Some(node) = root.get("preview") {
            config.preview = node.scalar() == Some("true");
            reader.choice(node, matches!(node.scalar(), Some("true" | "false")), &["true", "false"]);
        }
        if let Some(node) = root.get("baseline") {
            config.baseline = node.scalar().filter(|path| !path.is_empty()).map(str::to_owned);
            reader.choice(node, config.baseline.is_some(), &[BASELINE]);
        }
        for node in root.get("exclude").into_iter().flat_map(NodeRef::children) {
            config.exclude.push((node.scalar().unwrap_or_default().to_owned(), reader.span(node)));
        }
        for node in root.get("select").into_iter().flat_map(NodeRef::children) {
            config.select.push((node.scalar().unwrap_or_default().to_owned(), Some(reader.span(node))));
        }
        for table in ["registers", "columns", "values"] {
            if let Some(node) = root.get(table) {
                reader.table(node, &format!("[{table}]"));
            }
        }
        for node in root.get("registers").into_iter().flat_map(NodeRef::children) {
            reader.register_paths(node, &mut config);
        }
        for node in root.get("columns").into_iter().flat_map(NodeRef::children) {
            reader.columns(node, &mut config);
        }
        for node in root.get("values").into_iter().flat_map(NodeRef::children) {
            reader.values(node, &mut config);
        }
        if let Some(node) = root.get("rules") {
            reader.levels(node, "", &mut config);
        }
        if let Some(node) = root.get("limits") {
            reader.limits(node, &mut config.limits);
        }
        config
    }
}

struct Reader<'d> {
    file: FileId,
    diags: &'d mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn span(&self, node: NodeRef<'_>) -> Span {
        let (start, end) = node.range();
        Span::new(self.file, start, end)
    }

    fn key_span(&self, node: NodeRef<'_>) -> Span {
        let (start, end) = node.key_range().unwrap_or(node.range());
        Span::new(self.file, start, end)
    }

    fn only(&mut self, node: NodeRef<'_>, known: &[&str]) {
        for child in node.children() {
            let key = child.key().unwrap_or_default();
            if !known.contains(&key) {
                let diagnostic = Diagnostic::new("config/unknown-key", self.key_span(child))
                    .arg("key", key)
                    .suggest(nearest(key, known.iter().copied()));
                self.diags.push(diagnostic);
            }
        }
    }

    fn choice(&mut self, node: NodeRef<'_>, valid: bool, choices: &[&str]) {
        if !valid {
            let word = node.scalar().unwrap_or_default();
            let diagnostic = Diagnostic::new("config/wrong-value", self.span(node))
                .arg("key", node.key().unwrap_or_default())
                .arg("value", word)
                .arg("choices", choices.join(", "))
                .suggest(nearest(word, choices.iter().copied()));
            self.diags.push(diagnostic);
        }
    }

    /// Anything else in place of a table would be passed over in silence.
    fn table(&mut self, node: NodeRef<'_>, expected: &str) {
        self.choice(node, node.kind() == Kind::Map, &[expected]);
    }

    fn register(&mut self, node: NodeRef<'_>) -> Option<RegisterId> {
        let name = node.key().unwrap_or_default();
        let folded = fold_header(name);
        let found = RegisterId::all().find(|id| id.names().iter().any(|known| fold_header(known) == folded));
        if found.is_none() {
            let names = RegisterId::all().flat_map(|id| id.names().iter().copied());
            let diagnostic = Diagnostic::new("config/unknown-register", self.key_span(node))
                .arg("name", name)
                .suggest(nearest(name, names));
            self.diags.push(diagnostic);
        }
        found
    }

    fn register_paths(&mut self, node: NodeRef<'_>, config: &mut Config) {
        let Some(register) = self.register(node) else { return };
        let paths: Vec<NodeRef<'_>> = if node.kind() == Kind::List { node.children().collect() } else { vec![node] };
        for path in paths {
            match path.scalar() {
                Some(pattern) => config.registers.push((register, pattern.to_owned(), self.span(path))),
                None => self.choice(path, false, &["path/to/file.csv"]),
            }
        }
    }

    fn field(&mut self, register: RegisterId, name: &str, span: Span) -> Option<FieldId> {
        let schema = register.schema();
        let found = schema.field(name).or_else(|| schema.field_by_header(name));
        if found.is_none() {
            let names = schema.fields.iter().flat_map(|field| [field.name.as_str(), field.ja.as_str()]);
            let diagnostic = Diagnostic::new("config/unknown-field", span)
                .arg("name", name)
                .arg_of("register", crate::diag::Arg::Register(schema.name.clone()))
                .suggest(nearest(name, names));
            self.diags.push(diagnostic);
        }
        found
    }

    /// `[columns.assets] "機密ランク" = "class"`
    fn columns(&mut self, node: NodeRef<'_>, config: &mut Config) {
        let Some(register) = self.register(node) else { return };
        self.table(node, &format!("[columns.{}]", register.name()));
        for child in node.children() {
            let header = fold_header(child.key().unwrap_or_default());
            let span = self.span(child);
            if let Some(field) = self.field(register, child.scalar().unwrap_or_default(), span) {
                config.columns.push((register, header.clone(), self.key_span(child)));
                config.words.headers.insert((register, header), field);
            }
        }
    }

    /// `[values.assets.class] "S" = "high"`
    fn values(&mut self, node: NodeRef<'_>, config: &mut Config) {
        let Some(register) = self.register(node) else { return };
        self.table(node, &format!("[values.{}.…]", register.name()));
        for child in node.children() {
            let Some(field) = self.field(register, child.key().unwrap_or_default(), self.key_span(child)) else {
                continue;
            };
            let schema = &register.schema().fields[field as usize];
            let choices: Vec<&str> = schema.values.iter().map(|value| value.name.as_str()).collect();
            self.table(child, &format!("[values.{}.{}]", register.name(), schema.name));
            if choices.is_empty() {
                self.no_choices(register, child);
                continue;
            }
            for word in child.children() {
                let meant = word.scalar().and_then(|name| schema.value_index(name));
                self.choice(word, meant.is_some(), &choices);
                if let Some(value) = meant {
                    config.words.add_value(register, field, word.key().unwrap_or_default(), value);
                }
            }
        }
    }

    /// Words for the values of a field that takes any value.
    fn no_choices(&mut self, register: RegisterId, node: NodeRef<'_>) {
        let with = register.schema().fields.iter().filter(|field| !field.values.is_empty());
        let with: Vec<&str> = with.map(|field| field.name.as_str()).collect();
        let diagnostic = Diagnostic::new("config/no-choices", self.key_span(node))
            .arg("name", node.key().unwrap_or_default())
            .arg_of("register", crate::diag::Arg::Register(register.name().to_owned()))
            .arg("fields", with.join(", "));
        self.diags.push(diagnostic);
    }

    /// `"assets/high-without-owner" = "warning"`, or nested tables of the same meaning.
    fn levels(&mut self, node: NodeRef<'_>, prefix: &str, config: &mut Config) {
        for child in node.children() {
            let id = format!("{prefix}{}", child.key().unwrap_or_default());
            if child.kind() == Kind::Map {
                self.levels(child, &format!("{id}/"), config);
                continue;
            }
            let choice = match child.scalar().unwrap_or_default() {
                "off" => Some(LevelChoice::Off),
                word => Level::ALL.into_iter().find(|level| level.name() == word).map(LevelChoice::At),
            };
            self.choice(child, choice.is_some(), &["error", "warning", "note", "off"]);
            if let Some(choice) = choice {
                config.levels.insert(id, (choice, self.key_span(child)));
            }
        }
    }

    fn limits(&mut self, node: NodeRef<'_>, limits: &mut Limits) {
        self.only(node, LIMITS);
        for child in node.children().filter(|child| LIMITS.contains(&child.key().unwrap_or_default())) {
            let number = child.scalar().and_then(|n| n.replace('_', "").parse::<u64>().ok());
            // Spans are 31 bits, and every level of nesting costs stack in somebody's reader.
            let most = match child.key() {
                Some("depth") => 1024,
                _ => (1 << 31) - 1,
            };
            let number = number.filter(|n| (1..=most).contains(n));
            self.choice(child, number.is_some(), &["1", &most.to_string()]);
            match (child.key(), number) {
                (Some("file_bytes"), Some(n)) => limits.file_bytes = n,
                (Some("unpacked_bytes"), Some(n)) => limits.unpacked_bytes = n,
                (Some("depth"), Some(n)) => limits.depth = n as usize,
                (Some("scalar_bytes"), Some(n)) => limits.scalar_bytes = n as usize,
                _ => {}
            }
        }
    }
}
