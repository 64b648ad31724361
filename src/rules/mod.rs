//! Rules as data: from a rule file to a typed plan, and to the words that a finding is told in; and the criteria that
//! rules cite.
//!
//! Nothing here reads records or prints.

mod applies;
mod archive;
mod catalogue;
mod compile;
mod expr;
mod form;
mod params;
mod patterns;
mod planned;
mod reads;
mod rule;
mod set;
mod text;

pub use applies::Applies;
pub use catalogue::{Automation, Both, Catalogue, Chapter, Crosswalk, Entry, Item, Section, catalogue, folded_id};
pub use expr::{CellRef, Compare, FUNCTIONS, Node, Plan, Slot, TextTest, Ty, switches};
pub use params::{Param, ParamValue, all as params, by_name as param};
pub use patterns::{Pattern, all as patterns};
pub use planned::{Planned, planned};
pub use reads::{denies, params_of, reads};
pub use rule::{By, Follow, Join, JoinKey, Limit, Move, RecordRule, Requirement, Rule, Term, Word};
pub use set::{EmbeddedRule, RULES as BUILTIN, RuleSet, builtin_source};
pub use text::{Example, ExampleFile, Phrase, Piece, Text, Words, pieces, read as words_of};
