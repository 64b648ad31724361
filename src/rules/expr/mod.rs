//! The expression language of rules: a small, typed subset of CEL.
//!
//! `parse` turns text into a tree, `types` turns the tree into a typed plan over slots and fields. Evaluation is the
//! engine's.

mod ast;
mod call;
mod lex;
mod parse;
mod plan;
mod types;

pub use ast::ExprKind;
pub use call::{FUNCTIONS, switches};
pub use parse::parse;
pub use plan::{CellRef, Compare, Node, Plan, Slot, TextTest, Ty};
pub use types::{Facts, Scope, type_check};
