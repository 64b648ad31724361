//! Registers: schemas, and records as typed columns that remember where every cell stands.

pub mod canon;
mod cell;
pub mod columns;
pub mod compare;
pub mod date;
pub mod fixes;
mod layout;
pub mod link;
mod load;
mod near;
mod nested;
mod org;
pub mod place;
pub mod respell;
pub mod same;
pub mod schema;
pub mod shape;
pub mod spell;
mod symbols;
mod table;
pub mod value;

pub use cell::{Words, unserial};
pub use columns::{Model, Place, Register};
pub use load::{Input, Loaded, Wanted, load};
pub use org::{Declared, Org, declared_in};
pub use place::Texts;
pub use schema::{Field, FieldId, RegisterId, Schema, Type};
pub use symbols::Symbols;
pub use table::{Heads, fits, heads};
