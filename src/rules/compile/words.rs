//! The words a requirement is made of.

use crate::model::spell::nearest;
use crate::model::{FieldId, RegisterId, Type};
use crate::rules::expr::{CellRef, Facts, Node, Plan, Scope, Slot, Ty, parse, type_check};
use crate::rules::form::Form;
use crate::rules::rule::{Join, JoinKey, Limit, Move, Requirement, Word};
use crate::tree::NodeRef;

use super::Compiler;

const WORDS: &[&str] = &[
    "field", "that", "some", "none", "count", "unique", "balance", "series", "states", "closure", "document", "clause",
    "attested", "file",
];

/// When a document counts: approved and begun, not yet withdrawn.
const IN_FORCE: &str = "documents.status == 'active' && documents.effective_on <= today";

impl<'t> Compiler<'t, '_> {
    pub(super) fn requirement(
        &mut self,
        form: Form<'t>,
        slots: &[Slot],
        facts: &Facts,
        into: &mut Vec<Requirement>,
    ) -> Option<()> {
        let mut found: Vec<&str> = WORDS.iter().copied().filter(|word| form.get(word).is_some()).collect();
        // `that` is a word of its own, and what `closure` asks of the records it reaches.
        if found.contains(&"closure") {
            found.retain(|word| *word != "that");
        }
        let [word] = found.as_slice() else {
            let reason = if found.is_empty() { "no-word" } else { "several-words" };
            self.diags.push(form.wrong(form.node, reason, &found.join(", ")).arg("choices", WORDS.join(", ")));
            return None;
        };
        let mut facts = facts.clone();
        let when = match form.get("when") {
            Some(node) => {
                let (plan, gained) = self.condition(node, slots, &facts)?;
                facts.extend(gained);
                Some(plan)
            }
            None => None,
        };
        let first = into.len();
        self.word(word, form, slots, &facts, into)?;
        into[first..].iter_mut().for_each(|requirement| requirement.when = when.clone());
        Some(())
    }

    fn word(
        &mut self,
        word: &str,
        form: Form<'t>,
        slots: &[Slot],
        facts: &Facts,
        into: &mut Vec<Requirement>,
    ) -> Option<()> {
        let each = slots[0].register;
        match word {
            "field" => {
                form.only(&["when", "field", "none_allowed"], self.diags);
                let none_allowed = form.get("none_allowed").and_then(NodeRef::scalar) == Some("true");
                for (name, node) in form.words("field") {
                    let field = self.field(each, name, node)?;
                    into.push(Requirement {
                        when: None,
                        word: Word::Field { field, none_allowed },
                        point: vec![(0, field)],
                    });
                }
            }
            "that" => {
                form.only(&["when", "that", "point"], self.diags);
                let (plan, _) = self.condition(form.get("that")?, slots, facts)?;
                let mut cells = Vec::new();
                plan.root.cells(&mut cells);
                let default = cells.iter().copied().find(|cell| cell.0 == 0).or(cells.first().copied());
                let point = self.points(form, slots, default, each)?;
                into.push(Requirement { when: None, word: Word::That(plan), point });
            }
            "unique" => {
                form.only(&["when", "unique", "where"], self.diags);
                let mut fields = Vec::new();
                for (name, node) in form.words("unique") {
                    fields.push(self.field(each, name, node)?);
                }
                let filter = match form.get("where") {
                    Some(node) => Some(self.condition(node, slots, facts)?.0),
                    None => None,
                };
                let point = vec![(0, *fields.last()?)];
                into.push(Requirement { when: None, word: Word::Unique { fields, filter }, point });
            }
            "balance" => {
                form.only(&["when", "balance", "point"], self.diags);
                let mut terms = Vec::new();
                for node in form.get("balance").into_iter().flat_map(NodeRef::children) {
                    terms.push(self.term(self.form.form(node), slots, facts)?);
                }
                if terms.is_empty() {
                    self.diags.push(form.wrong(form.node, "nothing-required", "balance"));
                    return None;
                }
                let point = self.points(form, slots, None, each)?;
                into.push(Requirement { when: None, word: Word::Balance(terms), point });
            }
            "series" => {
                form.only(&["when", "series", "as", "match", "where", "by", "every", "since", "point"], self.diags);
                let (join, _) = self.join(form, "series", slots, facts)?;
                let by = self.day_field(form, "by", join.target)?;
                let every = self.typed(form, "every", slots, facts, Ty::Period, "period-needed")?;
                let since = match form.get("since") {
                    Some(_) => Some(self.typed(form, "since", slots, facts, Ty::Date, "day-needed")?),
                    None => None,
                };
                let point = self.points(form, slots, None, each)?;
                into.push(Requirement { when: None, word: Word::Series { join, by, every, since }, point });
            }
            "states" => {
                form.only(
                    &["when", "states", "as", "match", "where", "by", "event", "start", "moves", "point"],
                    self.diags,
                );
                let (join, _) = self.join(form, "states", slots, facts)?;
                let by = self.day_field(form, "by", join.target)?;
                let (event, start, moves) = self.moves(form, join.target)?;
                let other = slots.len() as u8;
                let mut named = slots.to_vec();
                named.push(Slot { name: join.name.clone(), register: join.target });
                let point = self.points(form, &named, Some((other, event)), each)?;
                into.push(Requirement { when: None, word: Word::States { join, by, event, start, moves }, point });
            }
            "closure" => {
                form.only(&["when", "closure", "as", "that"], self.diags);
                let (name, node) = form.needed("closure", self.diags)?;
                let field = self.field(each, name, node)?;
                let schema = &each.schema().fields[field as usize];
                if schema.of != Type::Ref || schema.to.as_slice() != [each] {
                    self.diags.push(form.wrong(node, "not-a-reference-to-itself", name));
                    return None;
                }
                let alias = form.get("as").and_then(NodeRef::scalar).unwrap_or("reached").to_owned();
                let mut named = slots.to_vec();
                named.push(Slot { name: alias.clone(), register: each });
                let Some(that) = form.get("that") else {
                    self.diags.push(form.wrong(form.node, "key-missing", "that"));
                    return None;
                };
                let (that, _) = self.condition(that, &named, facts)?;
                into.push(Requirement {
                    when: None,
                    word: Word::Closure { field, name: alias, that },
                    point: vec![(0, field)],
                });
            }
            "document" => {
                form.only(&["when", "document", "point"], self.diags);
                let (name, node) = form.needed("document", self.diags)?;
                let join = self.documents(form, name, node, slots)?;
                let point = self.points(form, slots, None, each)?;
                into.push(Requirement { when: None, word: Word::Some(join), point });
            }
            "clause" => {
                form.only(&["when", "clause", "point"], self.diags);
                let inner = form.form(form.get("clause")?);
                inner.only(&["document", "tags"], self.diags);
                let (name, node) = inner.needed("document", self.diags)?;
                let join = self.documents(inner, name, node, slots)?;
                let tags: Vec<String> = inner.words("tags").into_iter().map(|(tag, _)| tag.to_owned()).collect();
                if tags.is_empty() {
                    self.diags.push(inner.wrong(inner.node, "nothing-required", "tags"));
                    return None;
                }
                let clauses = join.target.schema().field("clauses").expect("internal error: documents have clauses");
                let point = self.points(form, slots, Some((slots.len() as u8, clauses)), each)?;
                into.push(Requirement { when: None, word: Word::Clause { join, clauses, tags }, point });
            }
            "attested" => {
                form.only(&["when", "attested", "max_age", "about", "point"], self.diags);
                let join = self.attestations(form, slots, facts)?;
                let point = self.points(form, slots, None, each)?;
                into.push(Requirement { when: None, word: Word::Some(join), point });
            }
            "file" => {
                form.only(&["when", "file", "sha256"], self.diags);
                let mut texts = Vec::new();
                let named = [Some(form.needed("file", self.diags)?), form.scalar("sha256", self.diags)];
                for (name, node) in named.into_iter().flatten() {
                    let field = self.field(each, name, node)?;
                    if each.schema().fields[field as usize].of != Type::Text {
                        self.diags.push(form.wrong(node, "path-needed", name));
                        return None;
                    }
                    texts.push(field);
                }
                let (field, sha256) = (*texts.first()?, texts.get(1).copied());
                into.push(Requirement { when: None, word: Word::File { field, sha256 }, point: vec![(0, field)] });
            }
            word => {
                form.only(
                    &["when", word, "as", "match", "where", "point", "at_least", "at_most", "exactly"],
                    self.diags,
                );
                let (join, probed) = self.join(form, word, slots, facts)?;
                let mut named = slots.to_vec();
                named.push(Slot { name: join.name.clone(), register: join.target });
                let point = self.points(form, &named, probed, each)?;
                let word = match word {
                    "some" => Word::Some(join),
                    "none" => Word::None(join),
                    _ => self.count(form, join, slots, facts)?,
                };
                into.push(Requirement { when: None, word, point });
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

    /// An expression that must be of one type.
    fn typed(
        &mut self,
        form: Form<'t>,
        key: &str,
        slots: &[Slot],
        facts: &Facts,
        ty: Ty,
        wrong: &'static str,
    ) -> Option<Plan> {
        let Some(node) = form.get(key) else {
            self.diags.push(form.wrong(form.node, "key-missing", key));
            return None;
        };
        let (plan, _) = self.expression(node, slots, facts, true)?;
        if plan.ty != ty {
            self.diags.push(form.wrong(node, wrong, key));
            return None;
        }
        Some(plan)
    }

    /// A date or datetime field of the other register.
    fn day_field(&mut self, form: Form<'t>, key: &str, target: RegisterId) -> Option<FieldId> {
        let (name, node) = form.needed(key, self.diags)?;
        let field = self.field(target, name, node)?;
        if !matches!(target.schema().fields[field as usize].ty, Type::Date | Type::DateTime) {
            self.diags.push(form.wrong(node, "day-needed", name));
            return None;
        }
        Some(field)
    }

    /// The event field, the first state, and what each event makes of which states.
    fn moves(&mut self, form: Form<'t>, target: RegisterId) -> Option<(FieldId, u16, Vec<Move>)> {
        let (name, node) = form.needed("event", self.diags)?;
        let event = self.field(target, name, node)?;
        let choices = &target.schema().fields[event as usize];
        let mut names: Vec<String> = Vec::new();
        let mut state = |name: &str| {
            let known = names.iter().position(|known| known == name);
            known.unwrap_or_else(|| {
                names.push(name.to_owned());
                names.len() - 1
            }) as u16
        };
        let (first, _) = form.needed("start", self.diags)?;
        let start = state(first);
        let mut moves = Vec::new();
        for step in form.get("moves").into_iter().flat_map(NodeRef::children) {
            let word = step.key().unwrap_or_default();
            let Some(value) = choices.value_index(word) else {
                let among = choices.values.iter().map(|value| value.name.as_str());
                self.diags.push(form.wrong(step, "no-such-event", word).suggest(nearest(word, among)));
                return None;
            };
            let inner = form.form(step);
            inner.only(&["from", "to"], self.diags);
            let from = inner.words("from").into_iter().map(|(name, _)| state(name)).collect();
            let (to, _) = inner.needed("to", self.diags)?;
            moves.push(Move { event: i32::from(value), from, to: state(to) });
        }
        if moves.is_empty() {
            self.diags.push(form.wrong(form.node, "nothing-required", "moves"));
            return None;
        }
        Some((event, start, moves))
    }

    /// Documents of a type that are in force.
    fn documents(&mut self, form: Form<'t>, name: &str, node: NodeRef<'t>, slots: &[Slot]) -> Option<Join> {
        let target = RegisterId::by_name("documents").expect("internal error: there is a register of documents");
        let field = target.schema().field("doc_type").expect("internal error: documents have a type");
        let types = &target.schema().fields[field as usize];
        let Some(value) = types.value_index(name) else {
            let among = types.values.iter().map(|value| value.name.as_str());
            self.diags.push(form.wrong(node, "no-such-document", name).suggest(nearest(name, among)));
            return None;
        };
        let plan = constant(Node::Number(i32::from(value)), Ty::Enum(target, field), Vec::new());
        let filter = self.fixed(IN_FORCE, "documents", target, slots);
        let keys = vec![JoinKey { field, via: None }];
        Some(Join { target, name: "documents".to_owned(), keys, probes: vec![plan], filter: Some(filter) })
    }

    /// Attestations for an item that are in force, with evidence.
    fn attestations(&mut self, form: Form<'t>, slots: &[Slot], facts: &Facts) -> Option<Join> {
        let target = RegisterId::by_name("attestations").expect("internal error: there is a register of attestations");
        let field = target.schema().field("items").expect("internal error: attestations have items");
        let (item, _) = form.needed("attested", self.diags)?;
        let max_age = form.get("max_age").and_then(NodeRef::scalar).unwrap_or("param('attest.max_age')");
        let mut filter = format!(
            "attestations.attested_on <= today && attestations.attested_on + {max_age} >= today \
             && (!has(attestations.valid_until) || attestations.valid_until >= today) && size(attestations.evidence) > 0"
        );
        if let Some(about) = form.get("about") {
            let (plan, _) = self.expression(about, slots, facts, true)?;
            if plan.ty != Ty::Text {
                self.diags.push(form.wrong(about, "match-types", "about"));
                return None;
            }
            filter = format!("{filter} && {} in attestations.targets", about.scalar().unwrap_or_default());
        }
        // The mistakes of `max_age` are told at its own place.
        if form.get("max_age").is_some() {
            self.typed(form, "max_age", slots, facts, Ty::Period, "period-needed")?;
        }
        let filter = self.fixed(&filter, "attestations", target, slots);
        let probe = constant(Node::Text(0), Ty::Text, vec![item.to_owned()]);
        let keys = vec![JoinKey { field, via: None }];
        Some(Join { target, name: "attestations".to_owned(), keys, probes: vec![probe], filter: Some(filter) })
    }

    /// A condition of timlint's own over this record and another register's.
    fn fixed(&self, text: &str, name: &str, target: RegisterId, slots: &[Slot]) -> Plan {
        let mut named = slots.to_vec();
        named.push(Slot { name: name.to_owned(), register: target });
        let expr = parse(text).expect("internal error: a condition of timlint's own");
        let scope = Scope { slots: &named, facts: Vec::new(), lenient: true };
        let (plan, _) = type_check(&expr, &scope).expect("internal error: a condition of timlint's own");
        plan
    }
}

fn constant(root: Node, ty: Ty, texts: Vec<String>) -> Plan {
    Plan { root, ty, texts, periods: Vec::new(), params: Vec::new() }
}
