//! The evaluator: rules over a model, to outcomes with evidence, and outcomes to verdicts. No words, no clock, no disk.

mod eval;
mod evidence;
mod index;
mod join;
mod judge;
mod outcome;
pub mod verdict;
mod words;

pub use eval::Context;
pub use evidence::diagnostics;
pub use index::Indexes;
pub use judge::judge_all;
pub use outcome::{Outcome, Violation};
pub use verdict::{Because, ItemVerdict, Verdict, Verdicts};
