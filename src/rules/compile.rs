//! From a rule file's form to a typed rule. Every mistake is a diagnostic in the rule file.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::diag::{Arg, Diagnostic, Level};
use crate::model::spell::nearest;
use crate::model::{FieldId, RegisterId, Type};
use crate::tree::{Kind, NodeRef};

use super::expr::{CellRef, ExprKind, Facts, Node, Plan, Scope, Slot, Ty, parse, type_check};
use super::form::Form;
use super::rule::{By, Follow, Join, JoinKey, Limit, RecordRule, Requirement, Rule, Term, Word};

const KEYS: &[&str] = &[
    "id", "since", "level", "items", "covers", "by", "phrases", "each", "with", "when", "require", "text", "examples",
];
const WORDS: &[&str] = &["field", "that", "some", "none", "count", "unique", "balance"];

/// Compiles one rule file. `id` is what its path says; `None` where nothing can be judged with it.
pub fn compile(id: &str, form: Form<'_>, source: Cow<'static, str>, diags: &mut Vec<Diagnostic>) -> Option<Rule> {
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
        items: owned("items"),
        covers: owned("covers"),
        by: by?,
        file: None,
        source,
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
            let names = RegisterId::all().map(RegisterId::name);
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
                (Some(to), targets) if own_key || targets.contains(&to) => to,
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

    fn requirement(
        &mut self,
        form: Form<'t>,
        slots: &[Slot],
        facts: &Facts,
        into: &mut Vec<Requirement>,
    ) -> Option<()> {
        let found: Vec<&str> = WORDS.iter().copied().filter(|word| form.get(word).is_some()).collect();
        let [word] = found.as_slice() else {
            let reason = if found.is_empty() { "no-word" } else { "several-words" };
            self.diags.push(form.wrong(form.node, reason, &found.join(", ")).arg("choices", WORDS.join(", ")));
            return None;
        };
        let each = slots[0].register;
        match *word {
            "field" => {
                form.only(&["field", "none_allowed"], self.diags);
                let none_allowed = form.get("none_allowed").and_then(NodeRef::scalar) == Some("true");
                for (name, node) in form.words("field") {
                    let field = self.field(each, name, node)?;
                    into.push(Requirement { word: Word::Field { field, none_allowed }, point: vec![(0, field)] });
                }
            }
            "that" => {
                form.only(&["that", "point"], self.diags);
                let (plan, _) = self.condition(form.get("that")?, slots, facts)?;
                let mut cells = Vec::new();
                plan.root.cells(&mut cells);
                let default = cells.iter().copied().find(|cell| cell.0 == 0).or(cells.first().copied());
                let point = self.points(form, slots, default, each)?;
                into.push(Requirement { word: Word::That(plan), point });
            }
            "unique" => {
                form.only(&["unique", "where"], self.diags);
                let mut fields = Vec::new();
                for (name, node) in form.words("unique") {
                    fields.push(self.field(each, name, node)?);
                }
                let filter = match form.get("where") {
                    Some(node) => Some(self.condition(node, slots, facts)?.0),
                    None => None,
                };
                let point = vec![(0, *fields.last()?)];
                into.push(Requirement { word: Word::Unique { fields, filter }, point });
            }
            "balance" => {
                form.only(&["balance", "point"], self.diags);
                let mut terms = Vec::new();
                for node in form.get("balance").into_iter().flat_map(NodeRef::children) {
                    terms.push(self.term(self.form.form(node), slots, facts)?);
                }
                if terms.is_empty() {
                    self.diags.push(form.wrong(form.node, "nothing-required", "balance"));
                    return None;
                }
                let point = self.points(form, slots, None, each)?;
                into.push(Requirement { word: Word::Balance(terms), point });
            }
            word => {
                form.only(&[word, "as", "match", "where", "point", "at_least", "at_most", "exactly"], self.diags);
                let (join, probed) = self.join(form, word, slots, facts)?;
                let mut named = slots.to_vec();
                named.push(Slot { name: join.name.clone(), register: join.target });
                let point = self.points(form, &named, probed, each)?;
                let word = match word {
                    "some" => Word::Some(join),
                    "none" => Word::None(join),
                    _ => self.count(form, join, slots, facts)?,
                };
                into.push(Requirement { word, point });
            }
        }
        Some(())
    }

    /// Where a finding points: what is named, else `default`, else the record's key.
    fn points(
        &mut self,
        form: Form<'t>,
        slots: &[Slot],
        default: Option<CellRef>,
        each: RegisterId,
    ) -> Option<Vec<CellRef>> {
        let mut points = Vec::new();
        for (path, node) in form.words("point") {
            points.push(self.path(path, node, slots)?);
        }
        if points.is_empty() {
            let key = each.schema().key.first().copied().unwrap_or_default();
            points.push(default.unwrap_or((0, key)));
        }
        Some(points)
    }

    fn count(&mut self, form: Form<'t>, join: Join, slots: &[Slot], facts: &Facts) -> Option<Word> {
        let limits = [("at_least", Limit::AtLeast), ("at_most", Limit::AtMost), ("exactly", Limit::Exactly)];
        let found: Vec<_> = limits.iter().filter_map(|(key, limit)| Some((form.get(key)?, *limit))).collect();
        let [(node, limit)] = found.as_slice() else {
            self.diags.push(form.wrong(form.node, "one-limit", "count").arg("choices", "at_least, at_most, exactly"));
            return None;
        };
        let (number, _) = self.expression(*node, slots, facts, true)?;
        if number.ty != Ty::Int {
            self.diags.push(form.wrong(*node, "number-needed", "count"));
            return None;
        }
        Some(Word::Count { join, limit: *limit, number })
    }

    /// The other register of a join, and the first cell of this record that it is matched by.
    fn join(&mut self, form: Form<'t>, word: &str, slots: &[Slot], facts: &Facts) -> Option<(Join, Option<CellRef>)> {
        let (name, node) = form.needed(word, self.diags)?;
        let target = self.register(name, node)?;
        let alias = form.get("as").and_then(NodeRef::scalar).unwrap_or(name);
        if slots.iter().any(|slot| slot.name == alias) {
            self.diags.push(form.wrong(node, "name-taken", alias));
            return None;
        }
        let (mut keys, mut probes) = (Vec::new(), Vec::new());
        let (mut known, mut probed) = (facts.clone(), None);
        let other = slots.len() as u8;
        for pair in form.get("match").into_iter().flat_map(NodeRef::children) {
            let key = self.key(target, pair)?;
            let (register, field) = key.via.unwrap_or((target, key.field));
            let plan = match choice(register, field, pair.scalar().unwrap_or_default()) {
                Some(plan) => plan,
                None => self.expression(pair, slots, facts, true)?.0,
            };
            if !joins(register, field, plan.ty) {
                self.diags.push(form.wrong(pair, "match-types", pair.key().unwrap_or_default()));
                return None;
            }
            let mut cells = Vec::new();
            plan.root.cells(&mut cells);
            probed = probed.or(cells.iter().copied().find(|cell| cell.0 == 0));
            known.extend(cells);
            known.push((other, key.field));
            keys.push(key);
            probes.push(plan);
        }
        if keys.is_empty() || keys.len() > 4 {
            self.diags.push(form.wrong(form.node, "match-count", word));
            return None;
        }
        let filter = match form.get("where") {
            None => None,
            Some(node) => {
                let mut named = slots.to_vec();
                named.push(Slot { name: alias.to_owned(), register: target });
                Some(self.condition(node, &named, &known)?.0)
            }
        };
        Some((Join { target, name: alias.to_owned(), keys, probes, filter }, probed))
    }

    /// The left side of a pair of `match`: `field`, or `reference.field` of the record that it refers to.
    fn key(&mut self, target: RegisterId, pair: NodeRef<'t>) -> Option<JoinKey> {
        let name = pair.key().unwrap_or_default();
        let Some((reference, inner)) = name.split_once('.') else {
            return Some(JoinKey { field: self.field(target, name, pair)?, via: None });
        };
        let field = self.field(target, reference, pair)?;
        let schema = &target.schema().fields[field as usize];
        let [to] = schema.to.as_slice() else {
            self.diags.push(self.form.wrong(pair, "not-a-reference", reference));
            return None;
        };
        if schema.ty != Type::Ref {
            self.diags.push(self.form.wrong(pair, "not-a-reference", reference));
            return None;
        }
        Some(JoinKey { field, via: Some((*to, self.field(*to, inner, pair)?)) })
    }

    fn term(&mut self, form: Form<'t>, slots: &[Slot], facts: &Facts) -> Option<Term> {
        form.only(&["add", "of", "as", "match", "where", "amount"], self.diags);
        let sign = match form.needed("add", self.diags)? {
            ("1", _) => 1,
            ("-1", _) => -1,
            (word, node) => {
                self.diags.push(form.wrong(node, "one-or-minus-one", word));
                return None;
            }
        };
        let (join, _) = self.join(form, "of", slots, facts)?;
        let amount = match form.scalar("amount", self.diags) {
            None => None,
            Some((name, node)) => {
                let field = self.field(join.target, name, node)?;
                if join.target.schema().fields[field as usize].ty != Type::Integer {
                    self.diags.push(form.wrong(node, "number-needed", name));
                    return None;
                }
                Some(field)
            }
        };
        Some(Term { sign, join, amount })
    }
}

/// `role: "'owner'"`: a quoted choice of the other register's field.
fn choice(target: RegisterId, field: FieldId, text: &str) -> Option<Plan> {
    let ExprKind::Text(word) = parse(text).ok()?.kind else { return None };
    let value = target.schema().fields[field as usize].value_index(&word)?;
    let ty = Ty::Enum(target, field);
    Some(Plan { root: Node::Number(i32::from(value)), ty, texts: Vec::new(), periods: Vec::new(), params: Vec::new() })
}

/// Whether a field of the other register can equal an expression of this type.
fn joins(target: RegisterId, field: FieldId, ty: Ty) -> bool {
    let field = &target.schema().fields[field as usize];
    match ty {
        Ty::Text => field.of.is_symbol(),
        Ty::Int => field.of == Type::Integer,
        Ty::Bool => field.of == Type::Boolean,
        Ty::Date => field.of == Type::Date,
        Ty::DateTime => field.of == Type::DateTime,
        Ty::Enum(register, id) => {
            let other = &register.schema().fields[id as usize];
            field.of == Type::Enum && field.values.iter().map(|v| &v.name).eq(other.values.iter().map(|v| &v.name))
        }
        Ty::Decimal | Ty::Period | Ty::List(..) | Ty::Opaque => false,
    }
}
