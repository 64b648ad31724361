//! From a rule file's form to a typed rule. Every mistake is a diagnostic in the rule file.
//!
//! This file has the rule as a whole, `words` each requirement, `join` how another register is reached.

mod join;
mod words;

use std::sync::OnceLock;

use crate::diag::{Arg, Diagnostic, Level};
use crate::model::spell::nearest;
use crate::model::{FieldId, RegisterId, Type};
use crate::tree::{Kind, NodeRef};

use super::expr::{CellRef, Facts, Plan, Scope, Slot, Ty, parse, type_check};
use super::form::Form;
use super::rule::{By, Follow, RecordRule, Rule};

const KEYS: &[&str] = &[
    "id", "since", "level", "preview", "items", "covers", "by", "phrases", "each", "with", "when", "require", "text",
    "examples",
];

/// Compiles one rule file. `id` is what its path says, `own` the whole file unless it is built in; `None` where nothing can be judged with it.
pub fn compile(id: &str, form: Form<'_>, own: Option<String>, diags: &mut Vec<Diagnostic>) -> Option<Rule> {
    let before = diags.len();
    if form.node.kind() != Kind::Map {
        diags.push(form.wrong(form.node, "map-needed", id));
        return None;
    }
    form.only(KEYS, diags);
    if let Some((named, node)) = form.needed("id", diags)
        && named != id
    {
        diags.push(form.wrong(node, "id-is-not-path", named).arg("path", id));
    }
    let level = match form.needed("level", diags) {
        Some(("error", _)) => Level::Error,
        Some(("warning", _)) => Level::Warning,
        Some(("note", _)) => Level::Note,
        Some((word, node)) => {
            let nearest = nearest(word, ["error", "warning", "note"].into_iter());
            diags.push(form.wrong(node, "unknown-level", word).suggest(nearest));
            Level::Error
        }
        None => Level::Error,
    };
    let owned = |key| form.words(key).into_iter().map(|(word, _)| word.to_owned()).collect();
    let by = match form.get("by") {
        Some(node) => Some(By::Itself(node.scalar().unwrap_or_default().to_owned())),
        None => Compiler { form, diags }.records().map(By::Records),
    };
    let rule = Rule {
        id: id.to_owned(),
        since: form.get("since").and_then(NodeRef::scalar).unwrap_or_default().to_owned(),
        level,
        preview: form.get("preview").and_then(NodeRef::scalar) == Some("true"),
        items: owned("items"),
        covers: owned("covers"),
        by: by?,
        file: None,
        own,
        words: OnceLock::new(),
    };
    (diags.len() == before).then_some(rule)
}

struct Compiler<'t, 'd> {
    form: Form<'t>,
    diags: &'d mut Vec<Diagnostic>,
}

impl<'t> Compiler<'t, '_> {
    fn records(mut self) -> Option<RecordRule> {
        let (name, node) = self.form.needed("each", self.diags)?;
        let each = self.register(name, node)?;
        let mut slots = vec![Slot { name: name.to_owned(), register: each }];
        let mut facts: Facts = Vec::new();
        let follows = self.follows(&mut slots, &mut facts)?;
        let when = match self.form.get("when") {
            None => None,
            Some(node) => {
                let (plan, gained) = self.condition(node, &slots, &facts)?;
                facts.extend(gained);
                Some(plan)
            }
        };
        let Some(list) = self.form.get("require") else {
            self.diags.push(
                Diagnostic::new("rule/form", self.form.here()).phrase("reason", "key-missing").arg("key", "require"),
            );
            return None;
        };
        let mut require = Vec::new();
        for node in list.children() {
            self.requirement(self.form.form(node), &slots, &facts, &mut require)?;
        }
        if require.is_empty() {
            self.diags.push(self.form.wrong(list, "nothing-required", "require"));
            return None;
        }
        Some(RecordRule { each, slots, follows, when, require })
    }

    fn register(&mut self, name: &str, node: NodeRef<'t>) -> Option<RegisterId> {
        let found = RegisterId::by_name(name);
        if found.is_none() {
            let names = RegisterId::with_nested().map(RegisterId::name);
            self.diags.push(self.form.wrong(node, "unknown-register", name).suggest(nearest(name, names)));
        }
        found
    }

    fn follows(&mut self, slots: &mut Vec<Slot>, facts: &mut Facts) -> Option<Vec<Follow>> {
        let mut follows = Vec::new();
        for node in self.form.get("with").into_iter().flat_map(NodeRef::children) {
            let name = node.key().unwrap_or_default();
            let (path, at) = match node.scalar() {
                Some(path) => (path, node),
                None => {
                    let inner = self.form.form(node);
                    inner.only(&["follow", "to"], self.diags);
                    inner.needed("follow", self.diags)?
                }
            };
            let named = match node.get("to") {
                Some(to) => Some(self.register(to.scalar().unwrap_or_default(), to)?),
                None => None,
            };
            let cell = self.path(path, at, slots)?;
            let field = &slots[cell.0 as usize].register.schema().fields[cell.1 as usize];
            let own_key = field.ty == Type::Id;
            if field.of != Type::Ref && !(own_key && named.is_some()) {
                self.diags.push(self.form.wrong(at, "not-a-reference", path));
                return None;
            }
            let to = match (named, field.to.as_slice()) {
                (Some(to), targets) if own_key || targets.is_empty() || targets.contains(&to) => to,
                (None, [only]) => *only,
                _ => {
                    let choices: Vec<&str> = field.to.iter().map(|to| to.name()).collect();
                    self.diags.push(self.form.wrong(at, "which-register", path).arg("choices", choices.join(", ")));
                    return None;
                }
            };
            facts.push(cell);
            follows.push(Follow { from: cell, to, list: field.ty == Type::List });
            slots.push(Slot { name: name.to_owned(), register: to });
        }
        Some(follows)
    }

    /// A plain `name.field`, or a field of the record itself.
    fn path(&mut self, path: &str, node: NodeRef<'t>, slots: &[Slot]) -> Option<CellRef> {
        let (slot, field) = match path.split_once('.') {
            None => (Some(0), path),
            Some((record, field)) => (slots.iter().position(|slot| slot.name == record), field),
        };
        let Some(slot) = slot else {
            let names = slots.iter().map(|slot| slot.name.as_str());
            self.diags.push(self.form.wrong(node, "unknown-record", path).suggest(nearest(path, names)));
            return None;
        };
        self.field(slots[slot].register, field, node).map(|field| (slot as u8, field))
    }

    fn field(&mut self, register: RegisterId, name: &str, node: NodeRef<'t>) -> Option<FieldId> {
        let found = register.schema().field(name);
        if found.is_none() {
            let names = register.schema().fields.iter().map(|field| field.name.as_str());
            let wrong = self.form.wrong(node, "unknown-field", name);
            self.diags.push(wrong.suggest(nearest(name, names)));
        }
        found
    }

    fn condition(&mut self, node: NodeRef<'t>, slots: &[Slot], facts: &Facts) -> Option<(Plan, Facts)> {
        let (plan, gained) = self.expression(node, slots, facts, false)?;
        if plan.ty != Ty::Bool {
            self.diags.push(self.form.wrong(node, "condition-needed", node.key().unwrap_or_default()));
            return None;
        }
        Some((plan, gained))
    }

    fn expression(&mut self, node: NodeRef<'t>, slots: &[Slot], facts: &Facts, lenient: bool) -> Option<(Plan, Facts)> {
        let Some(text) = node.scalar() else {
            self.diags.push(self.form.wrong(node, "scalar-needed", node.key().unwrap_or_default()));
            return None;
        };
        let expr = match parse(text) {
            Ok(expr) => expr,
            Err(error) => {
                let span = self.form.inside(node, error.at);
                self.diags.push(Diagnostic::new("rule/expression", span).phrase("reason", error.why));
                return None;
            }
        };
        let scope = Scope { slots, facts: facts.clone(), lenient };
        match type_check(&expr, &scope) {
            Ok(checked) => Some(checked),
            Err(fault) => {
                let mut diagnostic = Diagnostic::new(fault.rule, self.form.inside(node, fault.at))
                    .arg("name", fault.subject)
                    .suggest(fault.suggestion);
                if !fault.phrase.is_empty() {
                    diagnostic = diagnostic.arg_of("reason", Arg::Phrase(fault.phrase));
                }
                self.diags.push(diagnostic);
                None
            }
        }
    }
}
