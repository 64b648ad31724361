//! Gives each expression a type against the schemas, and refuses those that forget a missing value.

use crate::model::date::{parse_date, parse_period};
use crate::model::schema::Field;
use crate::model::spell::nearest;
use crate::model::{RegisterId, Type};
use crate::rules::params::{self, ParamValue};

use super::ast::{Binary, Expr, ExprKind};
use super::call::Caller;
use super::plan::{CellRef, Compare, Node, Plan, Slot, Ty};

/// Why an expression is refused; words live in the rule file of the same name.
#[derive(Debug, Clone)]
pub struct Fault {
    pub rule: &'static str,
    pub at: std::ops::Range<usize>,
    pub phrase: &'static str,
    pub subject: String,
    pub suggestion: Option<String>,
}

/// Cells known to be filled at some point of an expression.
pub type Facts = Vec<CellRef>;

/// What an expression may speak of.
pub struct Scope<'s> {
    pub slots: &'s [Slot],
    /// Cells that are filled wherever the expression is asked.
    pub facts: Facts,
    /// Missing values need no guard here: a missing one leaves the record out.
    pub lenient: bool,
}

/// Types an expression. Facts that hold when it is true come back with the plan.
pub fn type_check(expr: &Expr, scope: &Scope<'_>) -> Result<(Plan, Facts), Fault> {
    let mut checker = Checker {
        slots: scope.slots,
        lenient: scope.lenient,
        texts: Vec::new(),
        periods: Vec::new(),
        params: Vec::new(),
    };
    let typed = checker.check(expr, &scope.facts)?;
    let plan =
        Plan { root: typed.node, ty: typed.ty, texts: checker.texts, periods: checker.periods, params: checker.params };
    Ok((plan, typed.when_true))
}

pub(super) struct Checker<'s> {
    slots: &'s [Slot],
    pub(super) lenient: bool,
    texts: Vec<String>,
    periods: Vec<crate::model::date::Period>,
    params: Vec<String>,
}

pub(super) struct Typed {
    pub node: Node,
    pub ty: Ty,
    /// Cells that are filled when this is true, and when it is false.
    pub when_true: Facts,
    pub when_false: Facts,
}

impl Typed {
    pub(super) fn plain(node: Node, ty: Ty) -> Typed {
        Typed { node, ty, when_true: Vec::new(), when_false: Vec::new() }
    }
}

pub(super) fn fault(phrase: &'static str, at: &Expr, subject: impl Into<String>) -> Fault {
    Fault { rule: "rule/type", at: at.at.clone(), phrase, subject: subject.into(), suggestion: None }
}

impl Checker<'_> {
    pub(super) fn check(&mut self, expr: &Expr, facts: &Facts) -> Result<Typed, Fault> {
        match &expr.kind {
            ExprKind::Int(number) => Ok(Typed::plain(Node::Number(*number), Ty::Int)),
            ExprKind::Bool(value) => Ok(Typed::plain(Node::Number(i32::from(*value)), Ty::Bool)),
            ExprKind::Text(text) => Ok(Typed::plain(self.text(text), Ty::Text)),
            ExprKind::Name(path) if path.len() == 1 && path[0] == "today" => Ok(Typed::plain(Node::Today, Ty::Date)),
            ExprKind::Name(_) => self.read(expr, facts),
            ExprKind::List(_) => Err(fault("list-outside-in", expr, "")),
            ExprKind::Call(name, args) => Caller { checker: self, expr, name, args, facts }.call(),
            ExprKind::Not(inner) => {
                let inner = self.boolean(inner, facts)?;
                Ok(Typed {
                    node: Node::Not(Box::new(inner.node)),
                    ty: Ty::Bool,
                    when_true: inner.when_false,
                    when_false: inner.when_true,
                })
            }
            ExprKind::And(parts) => self.and(parts, facts),
            ExprKind::Or(parts) => self.or(parts, facts),
            ExprKind::Binary(Binary::In, left, right) => self.within(left, right, facts),
            ExprKind::Binary(op @ (Binary::Add | Binary::Sub | Binary::Mul), left, right) => {
                self.arithmetic(expr, *op, left, right, facts)
            }
            ExprKind::Binary(op, left, right) => self.compare(expr, *op, left, right, facts),
        }
    }

    pub(super) fn boolean(&mut self, expr: &Expr, facts: &Facts) -> Result<Typed, Fault> {
        let typed = self.check(expr, facts)?;
        if typed.ty == Ty::Bool { Ok(typed) } else { Err(fault("not-a-condition", expr, "")) }
    }

    fn and(&mut self, parts: &[Expr], facts: &Facts) -> Result<Typed, Fault> {
        let (mut nodes, mut known, mut gained) = (Vec::new(), facts.clone(), Vec::new());
        for part in parts {
            let typed = self.boolean(part, &known)?;
            known.extend(&typed.when_true);
            gained.extend(typed.when_true);
            nodes.push(typed.node);
        }
        Ok(Typed { node: Node::And(nodes), ty: Ty::Bool, when_true: gained, when_false: Vec::new() })
    }

    fn or(&mut self, parts: &[Expr], facts: &Facts) -> Result<Typed, Fault> {
        let (mut nodes, mut known, mut lost) = (Vec::new(), facts.clone(), Vec::new());
        let mut common: Option<Facts> = None;
        for part in parts {
            let typed = self.boolean(part, &known)?;
            // True of the whole is only what is true whichever part held.
            common = Some(match common {
                None => typed.when_true.clone(),
                Some(common) => common.into_iter().filter(|fact| typed.when_true.contains(fact)).collect(),
            });
            known.extend(&typed.when_false);
            lost.extend(typed.when_false);
            nodes.push(typed.node);
        }
        Ok(Typed { node: Node::Or(nodes), ty: Ty::Bool, when_true: common.unwrap_or_default(), when_false: lost })
    }

    /// Which cell a name means.
    pub(super) fn resolve(&self, expr: &Expr) -> Result<(CellRef, &'static Field, RegisterId), Fault> {
        let unknown = |phrase, subject: &str, suggestion: Option<&str>| Fault {
            rule: "rule/unknown-name",
            at: expr.at.clone(),
            phrase,
            subject: subject.to_owned(),
            suggestion: suggestion.map(str::to_owned),
        };
        let ExprKind::Name(path) = &expr.kind else { return Err(fault("name-needed", expr, "")) };
        let names = || self.slots.iter().map(|slot| slot.name.as_str());
        let [record, field] = path.as_slice() else {
            return Err(unknown("name-of-two-parts", &path.join("."), None));
        };
        let Some(slot) = self.slots.iter().position(|slot| slot.name == *record) else {
            return Err(unknown("no-such-record", record, nearest(record, names())));
        };
        let schema = self.slots[slot].register.schema();
        let Some(id) = schema.field(field) else {
            let fields = schema.fields.iter().map(|field| field.name.as_str());
            return Err(unknown("no-such-field", field, nearest(field, fields)));
        };
        Ok(((slot as u8, id), &schema.fields[id as usize], schema.id))
    }

    fn read(&mut self, expr: &Expr, facts: &Facts) -> Result<Typed, Fault> {
        let (cell, field, register) = self.resolve(expr)?;
        let ty = match field.ty {
            Type::Text | Type::Id | Type::Ref => Ty::Text,
            Type::Integer => Ty::Int,
            Type::Decimal => Ty::Decimal,
            Type::Boolean => Ty::Bool,
            Type::Date => Ty::Date,
            Type::DateTime => Ty::DateTime,
            Type::Period => Ty::Period,
            Type::Enum => Ty::Enum(register, cell.1),
            Type::List => Ty::List(register, cell.1),
            Type::Map | Type::Table => Ty::Opaque,
        };
        let guarded = field.required || self.lenient || facts.contains(&cell) || matches!(ty, Ty::List(..));
        if !guarded {
            let subject = match &expr.kind {
                ExprKind::Name(path) => path.join("."),
                _ => String::new(),
            };
            return Err(Fault { rule: "rule/unguarded", at: expr.at.clone(), phrase: "", subject, suggestion: None });
        }
        Ok(Typed::plain(Node::Cell(cell.0, cell.1), ty))
    }

    fn within(&mut self, left: &Expr, right: &Expr, facts: &Facts) -> Result<Typed, Fault> {
        let value = self.check(left, facts)?;
        if let ExprKind::List(items) = &right.kind {
            let mut nodes = Vec::new();
            for item in items {
                let (_, item_node) = self.same(left, (value.ty, value.node.clone()), item, facts)?;
                nodes.push(item_node);
            }
            return Ok(Typed::plain(Node::Among(Box::new(value.node), nodes), Ty::Bool));
        }
        let ((slot, id), field, register) = self.resolve(right)?;
        if field.ty != Type::List {
            return Err(fault("not-a-list", right, &field.name));
        }
        let node = match field.of {
            Type::Enum => match (self.choice(left, register, id)?, value.ty) {
                (Some(choice), _) => choice,
                (None, Ty::Enum(other, word)) if same_choices((register, id), (other, word)) => value.node,
                _ => return Err(fault("types-differ", left, "in")),
            },
            of if of.is_symbol() && value.ty == Ty::Text => value.node,
            _ => return Err(fault("types-differ", left, "in")),
        };
        Ok(Typed::plain(Node::InList(Box::new(node), slot, id), Ty::Bool))
    }

    /// A quoted text that must be one of a field's choices.
    fn choice(&mut self, expr: &Expr, register: RegisterId, id: u16) -> Result<Option<Node>, Fault> {
        let ExprKind::Text(word) = &expr.kind else { return Ok(None) };
        let field = &register.schema().fields[id as usize];
        match field.value_index(word) {
            Some(value) => Ok(Some(Node::Number(i32::from(value)))),
            None => {
                let among = field.values.iter().map(|value| value.name.as_str());
                let suggestion = nearest(word, among).map(str::to_owned);
                Err(Fault { suggestion, ..fault("no-such-choice", expr, word.as_str()) })
            }
        }
    }

    /// Makes the right side comparable with the left one, or says why not. Returns both nodes.
    fn same(&mut self, left: &Expr, l: (Ty, Node), right: &Expr, facts: &Facts) -> Result<(Node, Node), Fault> {
        if let Ty::Enum(register, id) = l.0
            && let Some(node) = self.choice(right, register, id)?
        {
            return Ok((l.1, node));
        }
        let r = self.check(right, facts)?;
        if let Ty::Enum(register, id) = r.ty
            && let Some(node) = self.choice(left, register, id)?
        {
            return Ok((node, r.node));
        }
        match (l.0, r.ty) {
            (Ty::Enum(a, x), Ty::Enum(b, y)) => {
                if same_choices((a, x), (b, y)) {
                    Ok((l.1, r.node))
                } else {
                    Err(fault("types-differ", right, ""))
                }
            }
            (Ty::Date, Ty::DateTime) => Ok((l.1, Node::DayOf(Box::new(r.node)))),
            (Ty::DateTime, Ty::Date) => Ok((Node::DayOf(Box::new(l.1)), r.node)),
            (Ty::List(..) | Ty::Opaque, _) => Err(fault("not-comparable", left, "")),
            (_, Ty::List(..) | Ty::Opaque) => Err(fault("not-comparable", right, "")),
            (a, b) if a == b => Ok((l.1, r.node)),
            (Ty::Decimal, Ty::Int) | (Ty::Int, Ty::Decimal) => Err(fault("decimal-with-integer", right, "")),
            _ => Err(fault("types-differ", right, "")),
        }
    }

    fn compare(&mut self, expr: &Expr, op: Binary, left: &Expr, right: &Expr, facts: &Facts) -> Result<Typed, Fault> {
        let l = self.check(left, facts)?;
        let ty = l.ty;
        let (a, b) = self.same(left, (l.ty, l.node), right, facts)?;
        let op = match op {
            Binary::Eq => Compare::Eq,
            Binary::Ne => Compare::Ne,
            Binary::Lt => Compare::Lt,
            Binary::Le => Compare::Le,
            Binary::Gt => Compare::Gt,
            _ => Compare::Ge,
        };
        let ordered = matches!(ty, Ty::Int | Ty::Decimal | Ty::Date | Ty::DateTime | Ty::Period);
        if !ordered && !matches!(op, Compare::Eq | Compare::Ne) {
            return Err(fault("no-order", expr, ""));
        }
        Ok(Typed::plain(Node::Compare(op, ty, Box::new(a), Box::new(b)), Ty::Bool))
    }

    fn arithmetic(
        &mut self,
        expr: &Expr,
        op: Binary,
        left: &Expr,
        right: &Expr,
        facts: &Facts,
    ) -> Result<Typed, Fault> {
        let l = self.check(left, facts)?;
        let r = self.check(right, facts)?;
        let day = |typed: &Typed| match typed.ty {
            Ty::Date => Some(typed.node.clone()),
            Ty::DateTime => Some(Node::DayOf(Box::new(typed.node.clone()))),
            _ => None,
        };
        let (a, b) = (Box::new(l.node.clone()), Box::new(r.node.clone()));
        match (op, l.ty, r.ty) {
            (Binary::Add, Ty::Int, Ty::Int) => Ok(Typed::plain(Node::Add(a, b), Ty::Int)),
            (Binary::Sub, Ty::Int, Ty::Int) => Ok(Typed::plain(Node::Sub(a, b), Ty::Int)),
            (Binary::Mul, Ty::Int, Ty::Int) => Ok(Typed::plain(Node::Mul(a, b), Ty::Int)),
            (Binary::Add | Binary::Sub, Ty::Date | Ty::DateTime, Ty::Period) => {
                let day = Box::new(day(&l).unwrap_or(Node::Today));
                let back = op == Binary::Sub;
                Ok(Typed::plain(Node::Shift { day, period: b, back }, Ty::Date))
            }
            (Binary::Sub, _, _) => match (day(&l), day(&r)) {
                (Some(a), Some(b)) => Ok(Typed::plain(Node::Sub(Box::new(a), Box::new(b)), Ty::Int)),
                _ => Err(fault("cannot-calculate", expr, op.symbol())),
            },
            _ => Err(fault("cannot-calculate", expr, op.symbol())),
        }
    }

    fn text(&mut self, text: &str) -> Node {
        let known = self.texts.iter().position(|known| known == text);
        let index = known.unwrap_or_else(|| {
            self.texts.push(text.to_owned());
            self.texts.len() - 1
        });
        Node::Text(index as u16)
    }

    /// `param('…')`, `date('…')`, `period('…')`: constants with a meaning.
    pub(super) fn constant(&mut self, name: &str, expr: &Expr, word: &str) -> Result<Typed, Fault> {
        match name {
            "date" => parse_date(word)
                .map(|day| Typed::plain(Node::Number(day), Ty::Date))
                .map_err(|_| fault("not-a-date", expr, word)),
            "period" => {
                let period = parse_period(word).ok_or_else(|| fault("not-a-period", expr, word))?;
                self.periods.push(period);
                Ok(Typed::plain(Node::Period(self.periods.len() as u16 - 1), Ty::Period))
            }
            _ => {
                let Some(param) = params::by_name(word) else {
                    let names = params::all().iter().map(|param| param.name.as_str());
                    let suggestion = nearest(word, names).map(str::to_owned);
                    return Err(Fault { suggestion, ..fault("no-such-param", expr, word) });
                };
                self.params.push(word.to_owned());
                let ty = match param.default_value() {
                    Some(ParamValue::Number(_)) => Ty::Int,
                    _ => Ty::Period,
                };
                Ok(Typed::plain(Node::Param(self.params.len() as u16 - 1), ty))
            }
        }
    }

    pub(super) fn interval_of(&self, expr: &Expr) -> Result<(Node, Node), Fault> {
        let ExprKind::Name(path) = &expr.kind else { return Err(fault("name-needed", expr, "")) };
        let slot = self.slots.iter().position(|slot| path.len() == 1 && slot.name == path[0]);
        let Some(slot) = slot else { return Err(fault("record-needed", expr, path.join("."))) };
        let schema = self.slots[slot].register.schema();
        let bound = |field: u16| {
            let cell = Node::Cell(slot as u8, field);
            let timed = schema.fields[field as usize].ty == Type::DateTime;
            if timed { Node::DayOf(Box::new(cell)) } else { cell }
        };
        match schema.interval {
            Some((start, end)) => Ok((bound(start), bound(end))),
            None => Err(fault("no-interval", expr, path.join("."))),
        }
    }
}

/// Whether two fields have the same choices in the same order: only then do their cells mean the same.
fn same_choices(a: (RegisterId, u16), b: (RegisterId, u16)) -> bool {
    let words = |(register, id): (RegisterId, u16)| {
        register.schema().fields[id as usize].values.iter().map(|value| &value.name)
    };
    words(a).eq(words(b))
}
