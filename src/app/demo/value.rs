//! Cells and tables of a made-up company, before they are written in any format.
//!
//! What a cell means is the schema's business, how it is spelled the writer's.

use crate::model::RegisterId;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Blank,
    /// "なし": somebody says that there is nothing.
    Nothing,
    /// A number behind a prefix, with leading zeros up to a width: `A-00012`.
    Code(&'static str, u32, u8),
    Text(&'static str),
    Own(Box<str>),
    /// An enum value by its canonical name.
    Word(&'static str),
    Flag(bool),
    Number(i32),
    /// Days since 1970-01-01.
    Day(i32),
    /// Minutes since then.
    Minute(i32),
    List(Box<[Value]>),
    Map(&'static [(&'static str, &'static str)]),
}

impl Value {
    pub fn own(text: String) -> Value {
        Value::Own(text.into_boxed_str())
    }

    pub fn words(words: &[&'static str]) -> Value {
        Value::List(words.iter().map(|word| Value::Word(word)).collect())
    }

    pub fn list(items: impl IntoIterator<Item = Value>) -> Value {
        Value::List(items.into_iter().collect())
    }

    pub fn day_or_blank(day: Option<i32>) -> Value {
        day.map_or(Value::Blank, Value::Day)
    }

    pub fn is_blank(&self) -> bool {
        *self == Value::Blank
    }

    pub fn day(&self) -> Option<i32> {
        match self {
            Value::Day(day) => Some(*day),
            _ => None,
        }
    }

    /// The row that a code was made from: codes count from one in the order of their register.
    pub fn row(&self) -> Option<u32> {
        match self {
            Value::Code(_, number, _) => number.checked_sub(1),
            _ => None,
        }
    }

    /// A value as it stands in every format, for keys.
    pub fn plain(&self) -> String {
        match self {
            Value::Code(prefix, number, width) => format!("{prefix}{number:0width$}", width = usize::from(*width)),
            Value::Text(text) | Value::Word(text) => (*text).to_owned(),
            Value::Own(text) => text.to_string(),
            other => unreachable!("internal error: {other:?} as a key"),
        }
    }
}

/// The keys of the registers, by row.
pub mod code {
    use super::Value;

    fn of(prefix: &'static str, row: usize, width: u8) -> Value {
        Value::Code(prefix, row as u32 + 1, width)
    }

    pub fn person(row: usize) -> Value {
        of("E", row, 4)
    }
    pub fn party(row: usize) -> Value {
        of("P", row, 4)
    }
    pub fn nda(row: usize) -> Value {
        of("N-", row, 4)
    }
    pub fn pledge(row: usize) -> Value {
        of("PL-", row, 4)
    }
    pub fn asset(row: usize) -> Value {
        of("A-", row, 5)
    }
    pub fn right(row: usize) -> Value {
        of("G-", row, 6)
    }
    pub fn review(row: usize) -> Value {
        of("AR-", row, 6)
    }
    pub fn handling(row: usize) -> Value {
        of("H-", row, 6)
    }
    pub fn training(row: usize) -> Value {
        of("TR-", row, 5)
    }
    pub fn area(row: usize) -> Value {
        of("AREA", row, 2)
    }
    pub fn container(row: usize) -> Value {
        of("K-", row, 4)
    }
    pub fn key(row: usize) -> Value {
        of("KEY-", row, 4)
    }
    pub fn loan(row: usize) -> Value {
        of("KL-", row, 6)
    }
    pub fn medium(row: usize) -> Value {
        of("M-", row, 4)
    }
    pub fn server(row: usize) -> Value {
        of("SV", row, 2)
    }
    pub fn machine(row: usize) -> Value {
        of("MC", row, 2)
    }
    pub fn pc(row: usize) -> Value {
        of("PC-", row, 4)
    }
    pub fn service(row: usize) -> Value {
        of("X-", row, 2)
    }
    pub fn destination(row: usize) -> Value {
        of("D-", row, 2)
    }
    pub fn account(row: usize) -> Value {
        of("u", row, 4)
    }
}

/// The records of one register. All cells lie in one vector: a hundred thousand assets bring ten million of them.
#[derive(Debug)]
pub struct Table {
    pub register: RegisterId,
    pub columns: Vec<&'static str>,
    cells: Vec<Value>,
    /// Rows that are not written.
    removed: Vec<u32>,
}

impl Table {
    pub fn new(register: &str) -> Table {
        let register = RegisterId::by_name(register).expect("internal error: demo table of an unknown register");
        Table { register, columns: Vec::new(), cells: Vec::new(), removed: Vec::new() }
    }

    /// Adds a record. The first one settles the columns; all others have the same in the same order.
    pub fn push<const N: usize>(&mut self, record: [(&'static str, Value); N]) {
        if self.columns.is_empty() {
            self.columns = record.iter().map(|(name, _)| *name).collect();
        }
        debug_assert!(self.columns.iter().eq(record.iter().map(|(name, _)| name)), "{:?}", self.register.name());
        self.cells.extend(record.into_iter().map(|(_, value)| value));
    }

    /// A register whose records are numbered, of rows that lack the number.
    pub fn numbered<const N: usize>(
        register: &str,
        prefix: &'static str,
        columns: [&'static str; N],
        rows: impl IntoIterator<Item = [Value; N]>,
    ) -> Table {
        let mut table = Table::new(register);
        table.columns = ["id"].into_iter().chain(columns).collect();
        for row in rows {
            let number = Value::Code(prefix, table.len() as u32 + 1, 5);
            table.cells.extend([number].into_iter().chain(row));
        }
        table
    }

    pub fn len(&self) -> usize {
        self.cells.len() / self.columns.len().max(1)
    }

    /// How many records are written.
    pub fn written(&self) -> usize {
        self.len() - self.removed.len()
    }

    pub fn is_removed(&self, row: u32) -> bool {
        self.removed.contains(&row)
    }

    /// The records that are written, in their order.
    pub fn rows(&self) -> impl Iterator<Item = &[Value]> {
        let rows = self.cells.chunks(self.columns.len().max(1)).enumerate();
        rows.filter(|(row, _)| self.removed.is_empty() || !self.is_removed(*row as u32)).map(|(_, cells)| cells)
    }

    fn at(&self, row: u32, column: &str) -> usize {
        let column = self.columns.iter().position(|name| *name == column);
        let column =
            column.unwrap_or_else(|| unreachable!("internal error: no such column in {}", self.register.name()));
        row as usize * self.columns.len() + column
    }

    pub fn get(&self, row: u32, column: &str) -> &Value {
        &self.cells[self.at(row, column)]
    }

    pub fn set(&mut self, row: u32, column: &str, value: Value) {
        let at = self.at(row, column);
        self.cells[at] = value;
    }

    /// Writes a record once more at the end; the new row.
    pub fn repeat(&mut self, row: u32) -> u32 {
        let width = self.columns.len();
        let cells = self.cells[row as usize * width..(row as usize + 1) * width].to_vec();
        self.cells.extend(cells);
        self.len() as u32 - 1
    }

    pub fn remove(&mut self, row: u32) {
        self.removed.push(row);
    }
}
