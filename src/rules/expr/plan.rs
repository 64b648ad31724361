//! Expressions as they are evaluated: typed, over numbered slots and fields, with constants set aside.

use crate::model::date::Period;
use crate::model::{FieldId, RegisterId};

/// A record that an expression may speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    pub name: String,
    pub register: RegisterId,
}

/// What an expression gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ty {
    Bool,
    Int,
    Decimal,
    Text,
    /// One of the choices of this field.
    Enum(RegisterId, FieldId),
    Date,
    DateTime,
    Period,
    /// A list field; its elements are what the field says.
    List(RegisterId, FieldId),
    /// Something that may only be asked whether it is there.
    Opaque,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

#[derive(Debug, Clone)]
pub enum TextTest {
    Matches(regex::Regex),
    Contains(String),
    StartsWith(String),
    EndsWith(String),
}

/// A cell: which record, which field.
pub type CellRef = (u8, FieldId);

#[derive(Debug, Clone)]
pub enum Node {
    /// A whole number, a boolean, a day, an enum value.
    Number(i32),
    /// Index into [`Plan::texts`].
    Text(u16),
    /// Index into [`Plan::periods`].
    Period(u16),
    /// Index into [`Plan::params`].
    Param(u16),
    Today,
    /// A scope switch of the company, by name: yes, no, or missing where it is not declared.
    Switch(Box<str>),
    Cell(u8, FieldId),
    Has(u8, FieldId),
    DeclaredNone(u8, FieldId),
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    /// Whether a value is there.
    Known(Box<Node>),
    Compare(Compare, Ty, Box<Node>, Box<Node>),
    /// One of fixed values.
    Among(Box<Node>, Vec<Node>),
    /// An element of a list field.
    InList(Box<Node>, u8, FieldId),
    /// Day of a datetime.
    DayOf(Box<Node>),
    Add(Box<Node>, Box<Node>),
    Sub(Box<Node>, Box<Node>),
    Mul(Box<Node>, Box<Node>),
    /// A day moved by a period, forward or back.
    Shift {
        day: Box<Node>,
        period: Box<Node>,
        back: bool,
    },
    /// Length of a period.
    Minutes(Box<Node>),
    /// Whole months from one day to another.
    Months(Box<Node>, Box<Node>),
    SizeOfList(u8, FieldId),
    SizeOfText(u8, FieldId),
    Test(u8, FieldId, Box<TextTest>),
    /// A day inside a closed interval whose missing ends are open.
    Covers {
        start: Box<Node>,
        end: Box<Node>,
        day: Box<Node>,
    },
    Overlaps {
        first: Box<(Node, Node)>,
        second: Box<(Node, Node)>,
    },
}

/// An expression ready to run.
#[derive(Debug, Clone)]
pub struct Plan {
    pub root: Node,
    pub ty: Ty,
    pub texts: Vec<String>,
    pub periods: Vec<Period>,
    /// Names of company periods and numbers; their values come with the model.
    pub params: Vec<String>,
}

impl Node {
    /// All cells that this node and those below it read, in the order of the text.
    pub fn cells(&self, found: &mut Vec<CellRef>) {
        match self {
            Node::Number(_) | Node::Text(_) | Node::Period(_) | Node::Param(_) | Node::Today | Node::Switch(_) => {}
            Node::Cell(slot, field)
            | Node::Has(slot, field)
            | Node::DeclaredNone(slot, field)
            | Node::SizeOfList(slot, field)
            | Node::SizeOfText(slot, field)
            | Node::Test(slot, field, _) => found.push((*slot, *field)),
            Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| part.cells(found)),
            Node::Not(inner) | Node::DayOf(inner) | Node::Known(inner) | Node::Minutes(inner) => inner.cells(found),
            Node::Among(inner, items) => {
                inner.cells(found);
                items.iter().for_each(|item| item.cells(found));
            }
            Node::InList(inner, slot, field) => {
                inner.cells(found);
                found.push((*slot, *field));
            }
            Node::Compare(_, _, a, b)
            | Node::Add(a, b)
            | Node::Sub(a, b)
            | Node::Mul(a, b)
            | Node::Months(a, b)
            | Node::Shift { day: a, period: b, .. } => {
                a.cells(found);
                b.cells(found);
            }
            Node::Covers { start, end, day } => {
                for part in [start, end, day] {
                    part.cells(found);
                }
            }
            Node::Overlaps { first, second } => {
                for part in [&first.0, &first.1, &second.0, &second.1] {
                    part.cells(found);
                }
            }
        }
    }
}
