//! Loaded registers: a vector of four-byte cells a column, and the way back from a cell to its place in a file.
//!
//! Cells are numbers: days for dates, minutes for datetimes, symbols for text and references, positions for enum
//! values, pool indexes for lists, periods and decimals. Three numbers at the bottom mean *missing*.

use rustc_hash::FxHashSet;

use crate::source::{FileId, Span};
use crate::tree::{Content, NodeId};

use super::date::Period;
use super::nested::NestedRow;
use super::schema::{FieldId, RegisterId, Schema};
use super::symbols::Symbols;
use super::value::Decimal;

/// Nothing is written there.
pub const BLANK: i32 = i32::MIN;
/// "なし" or the like: somebody says that there is nothing.
pub const NONE: i32 = i32::MIN + 1;
/// Something is written that the field cannot hold; it has been reported.
pub const BAD: i32 = i32::MIN + 2;

/// Blank, declared empty and unreadable are one value to rules.
pub fn missing(cell: i32) -> bool {
    cell <= BAD
}

/// Values that do not fit four bytes.
#[derive(Debug, Default)]
pub struct Pools {
    pub symbols: Symbols,
    /// Elements of all list cells, one after the other.
    pub items: Vec<i32>,
    /// Per list cell: its range in `items`.
    pub lists: Vec<(u32, u32)>,
    pub periods: Vec<Period>,
    pub decimals: Vec<Decimal>,
}

impl Pools {
    pub fn list(&self, cell: i32) -> &[i32] {
        if missing(cell) {
            return &[];
        }
        let (start, end) = self.lists[cell as usize];
        &self.items[start as usize..end as usize]
    }
}

/// How the records of one file lie in it.
#[derive(Debug)]
pub enum Shape {
    Table {
        /// Row of the headers.
        header: usize,
        /// Per field of the schema: its column.
        columns: Vec<Option<u16>>,
        /// Per record: its row.
        rows: Vec<u32>,
    },
    Tree {
        /// Per key of the tree: its field.
        fields: Vec<Option<FieldId>>,
        records: Vec<NodeId>,
    },
    /// Rows of tables and maps inside the records of another register.
    Nested(Vec<NestedRow>),
}

/// The records of one file.
#[derive(Debug)]
pub struct Part {
    pub file: FileId,
    pub content: Content,
    pub shape: Shape,
    /// Number of the first record in the register.
    pub first: u32,
}

impl Part {
    pub fn len(&self) -> usize {
        match &self.shape {
            Shape::Table { rows, .. } => rows.len(),
            Shape::Tree { records, .. } => records.len(),
            Shape::Nested(rows) => rows.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where the headers of a table begin.
    pub fn header_at(&self) -> Option<u32> {
        match (&self.content, &self.shape) {
            (Content::Table(table), Shape::Table { header, .. }) => table.cell(*header, 0).map(|cell| cell.start),
            _ => None,
        }
    }
}

/// One register, from all its files.
#[derive(Debug)]
pub struct Register {
    pub schema: &'static Schema,
    pub parts: Vec<Part>,
    pub len: u32,
    /// Per field: its cells, or nothing where no file has the field.
    pub columns: Vec<Option<Vec<i32>>>,
    /// Rows inside records: the records (as `parent` names them) whose text could not be taken apart into rows.
    pub unread: FxHashSet<i32>,
}

impl Register {
    pub fn cell(&self, row: u32, field: FieldId) -> i32 {
        self.columns[field as usize].as_ref().map_or(BLANK, |column| column[row as usize])
    }

    pub fn part_of(&self, row: u32) -> &Part {
        let i = self.parts.partition_point(|part| part.first <= row);
        &self.parts[i.saturating_sub(1)]
    }
}

/// Where a cell is, or where it would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The cell's own text; empty for a blank cell.
    Cell(Span),
    /// The field is not there at all; the record's key, or its beginning.
    Record(Span),
}

impl Place {
    pub fn span(self) -> Span {
        match self {
            Place::Cell(span) | Place::Record(span) => span,
        }
    }
}

/// Everything a company keeps, as of one reading of its files.
#[derive(Debug, Default)]
pub struct Model {
    pub pools: Pools,
    /// By [`RegisterId`]; none where the repository has no such register.
    pub registers: Vec<Option<Register>>,
    pub org: super::org::Org,
}

impl Model {
    pub fn register(&self, id: RegisterId) -> Option<&Register> {
        self.registers.get(id.0 as usize)?.as_ref()
    }

    /// Whether some file of the register could be read; one without a record counts, one that is not there does not.
    pub fn was_seen(&self, id: RegisterId) -> bool {
        self.register(id).is_some_and(|register| !register.parts.is_empty())
    }

    pub fn len_of(&self, id: RegisterId) -> u32 {
        self.register(id).map_or(0, |register| register.len)
    }

    pub fn cell(&self, id: RegisterId, row: u32, field: FieldId) -> i32 {
        self.register(id).map_or(BLANK, |register| register.cell(row, field))
    }

    /// The key of a record as people write it: parts joined with `/`.
    pub fn key(&self, id: RegisterId, row: u32, texts: &dyn super::place::Texts) -> String {
        let schema = id.schema();
        if schema.key.is_empty() {
            return format!("#{}", row + 1);
        }
        let parts = schema.key.iter().map(|f| self.raw(id, row, *f, texts));
        if id.is_nested() {
            // Found by the record it stands in; not each part of such a key must be filled.
            let parts: Vec<String> = parts.rev().filter(|part| !part.is_empty()).collect();
            return parts.join("/");
        }
        parts.collect::<Vec<_>>().join("/")
    }
}
