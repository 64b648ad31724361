//! Expressions as they were written, with byte ranges inside their own text.

use std::ops::Range;

#[derive(Debug, Clone)]
pub struct Expr {
    pub kind: ExprKind,
    pub at: Range<usize>,
}

#[derive(Debug, Clone)]
pub enum ExprKind {
    Int(i32),
    Bool(bool),
    Text(String),
    /// `register.field`, or a bare word such as `today`.
    Name(Vec<String>),
    List(Vec<Expr>),
    /// `f(x, …)`; `x.f(…)` is the same with the receiver first.
    Call(String, Vec<Expr>),
    Not(Box<Expr>),
    /// Chains of `&&` are flat, so that long ones stay shallow.
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Binary(Binary, Box<Expr>, Box<Expr>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binary {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    In,
    Add,
    Sub,
    Mul,
}

impl Binary {
    pub fn symbol(self) -> &'static str {
        match self {
            Binary::Eq => "==",
            Binary::Ne => "!=",
            Binary::Lt => "<",
            Binary::Le => "<=",
            Binary::Gt => ">",
            Binary::Ge => ">=",
            Binary::In => "in",
            Binary::Add => "+",
            Binary::Sub => "-",
            Binary::Mul => "*",
        }
    }
}
