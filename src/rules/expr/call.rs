//! Functions of the expression language.

use crate::model::Type;
use crate::rules::patterns;

use super::ast::{Expr, ExprKind};
use super::plan::{Compare, Node, TextTest, Ty};
use super::types::{Checker, Facts, Fault, Typed, fault};

/// Every function: name, and how it is called, for messages.
pub const FUNCTIONS: &[(&str, &str)] = &[
    ("has", "has(assets.owner_id)"),
    ("declared_none", "declared_none(assets.disclosed_to)"),
    ("size", "size(ndas.clauses)"),
    ("param", "param('review.access')"),
    ("date", "date('2026-04-01')"),
    ("period", "period('P3D')"),
    ("applies", "applies('removable_media')"),
    ("declared", "declared('removable_media')"),
    ("days", "days(from, to)"),
    ("months", "months(from, to)"),
    ("minutes", "minutes(param('screen.lock'))"),
    ("covers", "covers(start, end, day)"),
    ("overlaps", "overlaps(start, end, start2, end2)"),
    ("active", "active(person, day)"),
    ("matches", "matches(text, 'regex')"),
    ("pattern", "matches(text, pattern('recommended-cipher'))"),
    ("contains", "contains(text, 'part')"),
    ("starts_with", "starts_with(text, 'part')"),
    ("ends_with", "ends_with(text, 'part')"),
];

pub(super) struct Caller<'a, 's> {
    pub checker: &'a mut Checker<'s>,
    pub expr: &'a Expr,
    pub name: &'a str,
    pub args: &'a [Expr],
    pub facts: &'a Facts,
}

impl Caller<'_, '_> {
    pub fn call(mut self) -> Result<Typed, Fault> {
        match (self.name, self.args) {
            ("has", [arg]) => {
                let (cell, _, _) = self.checker.resolve(arg)?;
                let node = Node::Has(cell.0, cell.1);
                Ok(Typed { node, ty: Ty::Bool, when_true: vec![cell], when_false: Vec::new() })
            }
            ("declared_none", [arg]) => {
                let (cell, _, _) = self.checker.resolve(arg)?;
                Ok(Typed::plain(Node::DeclaredNone(cell.0, cell.1), Ty::Bool))
            }
            ("size", [arg]) => {
                let ((slot, id), field, _) = self.checker.resolve(arg)?;
                match field.ty {
                    Type::List => Ok(Typed::plain(Node::SizeOfList(slot, id), Ty::Int)),
                    Type::Text | Type::Id => {
                        self.checker.check(arg, self.facts)?;
                        Ok(Typed::plain(Node::SizeOfText(slot, id), Ty::Int))
                    }
                    _ => Err(fault("no-size", arg, &field.name)),
                }
            }
            ("param" | "date" | "period", [arg]) => match &arg.kind {
                ExprKind::Text(word) => self.checker.constant(self.name, arg, word),
                _ => Err(fault("quoted-text-needed", arg, self.name)),
            },
            ("applies" | "declared", [arg]) => {
                let ExprKind::Text(name) = &arg.kind else { return Err(fault("quoted-text-needed", arg, self.name)) };
                if !switches().iter().any(|known| known == name) {
                    let near = crate::model::spell::nearest(name, switches().iter().map(String::as_str));
                    let suggestion = near.map(str::to_owned);
                    return Err(Fault { suggestion, ..fault("no-such-switch", arg, name.as_str()) });
                }
                let switch = Node::Switch(name.as_str().into());
                Ok(Typed::plain(if self.name == "applies" { switch } else { Node::Known(Box::new(switch)) }, Ty::Bool))
            }
            ("days", [from, to]) => {
                let (from, to) = (self.day(from)?, self.day(to)?);
                Ok(Typed::plain(Node::Sub(Box::new(to), Box::new(from)), Ty::Int))
            }
            ("months", [from, to]) => {
                let (from, to) = (self.day(from)?, self.day(to)?);
                Ok(Typed::plain(Node::Months(Box::new(from), Box::new(to)), Ty::Int))
            }
            ("minutes", [period]) => {
                let typed = self.checker.check(period, self.facts)?;
                if typed.ty != Ty::Period {
                    return Err(fault("period-needed", period, self.name));
                }
                Ok(Typed::plain(Node::Minutes(Box::new(typed.node)), Ty::Int))
            }
            ("covers", [start, end, day]) => {
                let day = Box::new(self.day(day)?);
                let (start, end) = (Box::new(self.bound(start)?), Box::new(self.bound(end)?));
                Ok(Typed::plain(Node::Covers { start, end, day }, Ty::Bool))
            }
            ("overlaps", [a, b, c, d]) => {
                let first = Box::new((self.bound(a)?, self.bound(b)?));
                let second = Box::new((self.bound(c)?, self.bound(d)?));
                Ok(Typed::plain(Node::Overlaps { first, second }, Ty::Bool))
            }
            ("active", [record]) => self.active(record, Node::Today),
            ("active", [record, day]) => {
                let day = self.day(day)?;
                self.active(record, day)
            }
            ("matches" | "contains" | "starts_with" | "ends_with" | "startsWith" | "endsWith", [text, part]) => {
                self.test(text, part)
            }
            _ => match FUNCTIONS.iter().find(|(name, _)| *name == self.name) {
                Some((_, usage)) => Err(fault("wrong-arguments", self.expr, *usage)),
                None => {
                    let names = FUNCTIONS.iter().map(|(name, _)| *name);
                    let suggestion = crate::model::spell::nearest(self.name, names).map(str::to_owned);
                    Err(Fault { suggestion, ..fault("no-such-function", self.expr, self.name) })
                }
            },
        }
    }

    /// An argument that is a day; a datetime counts as its day.
    fn day(&mut self, arg: &Expr) -> Result<Node, Fault> {
        let typed = self.checker.check(arg, self.facts)?;
        match typed.ty {
            Ty::Date => Ok(typed.node),
            Ty::DateTime => Ok(Node::DayOf(Box::new(typed.node))),
            _ => Err(fault("day-needed", arg, self.name)),
        }
    }

    /// An end of an interval: it may be missing.
    fn bound(&mut self, arg: &Expr) -> Result<Node, Fault> {
        let was = std::mem::replace(&mut self.checker.lenient, true);
        let node = self.day(arg);
        self.checker.lenient = was;
        node
    }

    fn active(&mut self, record: &Expr, day: Node) -> Result<Typed, Fault> {
        let (start, end) = self.checker.interval_of(record)?;
        let interval = Node::Covers { start: Box::new(start), end: Box::new(end), day: Box::new(day) };
        Ok(Typed::plain(interval, Ty::Bool))
    }

    fn test(&mut self, text: &Expr, part: &Expr) -> Result<Typed, Fault> {
        let typed = self.checker.check(text, self.facts)?;
        let ((slot, id), field, _) = self.checker.resolve(text)?;
        if typed.ty != Ty::Text {
            return Err(fault("text-needed", text, &field.name));
        }
        let word = match &part.kind {
            ExprKind::Text(word) => word.as_str(),
            ExprKind::Call(name, args) if name == "pattern" && self.name == "matches" => named_pattern(part, args)?,
            _ => return Err(fault("quoted-text-needed", part, self.name)),
        };
        let test = match self.name {
            "matches" => {
                let regex = regex::RegexBuilder::new(word).size_limit(1 << 20).build();
                TextTest::Matches(regex.map_err(|_| fault("not-a-regex", part, word))?)
            }
            "contains" => TextTest::Contains(word.to_owned()),
            "starts_with" | "startsWith" => TextTest::StartsWith(word.to_owned()),
            _ => TextTest::EndsWith(word.to_owned()),
        };
        Ok(Typed::plain(Node::Test(slot, id, Box::new(test)), Ty::Bool))
    }
}

/// `pattern('recommended-cipher')`: a regular expression of `rules/patterns.json`.
fn named_pattern(part: &Expr, args: &[Expr]) -> Result<&'static str, Fault> {
    let [Expr { kind: ExprKind::Text(name), .. }] = args else {
        return Err(fault("quoted-text-needed", part, "pattern"));
    };
    let known = patterns();
    known.iter().find(|pattern| pattern.name == *name).map(|pattern| pattern.regex.as_str()).ok_or_else(|| {
        let near = crate::model::spell::nearest(name, known.iter().map(|pattern| pattern.name.as_str()));
        Fault { suggestion: near.map(str::to_owned), ..fault("no-such-pattern", part, name.as_str()) }
    })
}

/// Names of the scope switches that the company may declare.
pub fn switches() -> &'static [String] {
    static NAMES: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();
    NAMES.get_or_init(|| {
        let org = crate::model::RegisterId::by_name("org").expect("internal error: there is a register of the company");
        let json = org.schema().json();
        let switches = json["properties"]["applicability"]["properties"].as_object();
        switches.into_iter().flat_map(|switches| switches.keys().cloned()).collect()
    })
}

/// Comparisons as they are written, for messages.
impl Compare {
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Compare::Eq => order.is_eq(),
            Compare::Ne => order.is_ne(),
            Compare::Lt => order.is_lt(),
            Compare::Le => order.is_le(),
            Compare::Gt => order.is_gt(),
            Compare::Ge => order.is_ge(),
        }
    }
}
