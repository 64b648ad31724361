//! What a file says, with the place of every key and scalar; the same for all formats.
//!
//! Two shapes: a [`Tree`] for YAML, JSON, TOML and front matter, a [`Table`] for CSV and sheets. Neither knows a
//! register or a type: scalars keep their raw text.

mod arena;
mod serial;
mod table;

pub use arena::{Kind, NodeId, NodeRef, Tree, TreeBuilder};
pub use serial::DateSystem;
pub use table::{Cell, Table, TableBuilder};

/// What was parsed out of one file.
#[derive(Debug)]
pub enum Content {
    Tree(Tree),
    Table(Table),
}
