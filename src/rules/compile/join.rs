//! How a requirement reaches another register: equal values, and a condition over both records.

use crate::model::{FieldId, RegisterId, Type};
use crate::rules::expr::{CellRef, ExprKind, Facts, Node, Plan, Slot, Ty, parse};
use crate::rules::form::Form;
use crate::rules::rule::{Join, JoinKey, Term};
use crate::tree::NodeRef;

use super::Compiler;

impl<'t> Compiler<'t, '_> {
    /// The other register of a join, and the first cell of this record that it is matched by.
    pub(super) fn join(
        &mut self,
        form: Form<'t>,
        word: &str,
        slots: &[Slot],
        facts: &Facts,
    ) -> Option<(Join, Option<CellRef>)> {
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
        // Without a key every record meets every other: only where there is one record to begin with.
        let once = keys.is_empty() && slots[0].register.schema().single;
        if (keys.is_empty() && !once) || keys.len() > 4 {
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

    pub(super) fn term(&mut self, form: Form<'t>, slots: &[Slot], facts: &Facts) -> Option<Term> {
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
