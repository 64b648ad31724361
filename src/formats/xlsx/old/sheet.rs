//! One sheet of a workbook of Excel 95 to 2003, cell by cell as the file has it.

use super::super::super::Limits;
use super::super::cells::{Cells, Merge, Odd};
use super::super::number::{self, Show};
use super::super::package::{DAMAGED, Fault, Meter};
use super::ole::{u16_at, u32_at};
use super::record::Records;
use super::{BEGIN, END, Old};

const ROW: u16 = 0x0208;
const COLUMNS: u16 = 0x007D;
const MERGED: u16 = 0x00E5;
const SHARED_TEXT: u16 = 0x00FD;
const TEXT: u16 = 0x0204;
const RICH_TEXT: u16 = 0x00D6;
const NUMBER: u16 = 0x0203;
const SHORT_NUMBER: u16 = 0x027E;
const SHORT_NUMBERS: u16 = 0x00BD;
const TRUTH_OR_ERROR: u16 = 0x0205;
const FORMULA: u16 = 0x0006;
/// The text that the formula before it came to.
const RESULT: u16 = 0x0207;

/// Kind of a part of the file that holds cells.
const CELLS: u16 = 0x0010;

struct Reader<'a> {
    old: &'a Old,
    meter: &'a Meter,
    limits: &'a Limits,
    cells: Cells,
}

/// Reads the sheet that begins there; nothing where something else does.
pub fn read(stream: &[u8], at: usize, old: &Old, meter: &Meter, limits: &Limits) -> Result<Option<Cells>, Fault> {
    let mut records = Records::new(stream, at, meter);
    let (kind, begin) = records.next()?;
    if kind != BEGIN {
        return Err(DAMAGED);
    }
    if u16_at(begin, 2) != Some(CELLS) {
        return Ok(None);
    }
    let mut reader = Reader { old, meter, limits, cells: Cells::default() };
    // Charts that lie on the sheet are parts with a beginning and an end of their own.
    let (mut depth, mut waiting) = (1, None);
    loop {
        let (kind, body) = records.next()?;
        match kind {
            BEGIN => depth += 1,
            END => depth -= 1,
            _ if depth > 1 => {}
            TEXT | RICH_TEXT => {
                let (place, _) = head(body)?;
                let mut text = records.whole(body)?;
                text.skip(6)?;
                let text = old.letters.string(&mut text)?;
                reader.keep(place, &text, None)?;
            }
            RESULT => {
                let mut text = records.whole(body)?;
                let text = old.letters.string(&mut text)?;
                if let Some(place) = waiting.take() {
                    reader.keep(place, &text, None)?;
                }
            }
            FORMULA => waiting = reader.formula(body)?,
            _ => reader.record(kind, body)?,
        }
        if depth == 0 {
            break;
        }
    }
    reader.cells.hidden_rows.sort_unstable();
    reader.cells.hidden_rows.dedup();
    Ok(Some(reader.cells))
}

/// Place and style of a cell.
fn head(body: &[u8]) -> Result<((u32, u16), u16), Fault> {
    match (u16_at(body, 0), u16_at(body, 2), u16_at(body, 4)) {
        (Some(row), Some(column), Some(style)) => Ok(((row.into(), column), style)),
        _ => Err(DAMAGED),
    }
}

fn float(body: &[u8], at: usize) -> Result<f64, Fault> {
    let bytes = body.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).ok_or(DAMAGED)?;
    Ok(f64::from_le_bytes(bytes))
}

/// A number in four bytes: an integer or the upper half of a fraction, perhaps of a hundred times the number.
fn short(packed: u32) -> f64 {
    let number = match packed & 2 != 0 {
        true => f64::from(packed as i32 >> 2),
        false => f64::from_bits(u64::from(packed & !3) << 32),
    };
    if packed & 1 != 0 { number / 100.0 } else { number }
}

impl Reader<'_> {
    fn record(&mut self, kind: u16, body: &[u8]) -> Result<(), Fault> {
        match kind {
            ROW => {
                let (row, flags) = (u16_at(body, 0).ok_or(DAMAGED)?, u16_at(body, 12).unwrap_or(0));
                if flags & 0x20 != 0 {
                    self.cells.hidden_rows.push(row.into());
                }
            }
            COLUMNS => {
                if let (Some(first), Some(last), Some(1)) =
                    (u16_at(body, 0), u16_at(body, 2), u16_at(body, 8).map(|flags| flags & 1))
                {
                    self.cells.hidden_columns.push((first, last));
                }
            }
            MERGED => {
                for area in body.get(2..).unwrap_or_default().chunks_exact(8) {
                    if let (Some(top), Some(bottom), Some(column)) = (u16_at(area, 0), u16_at(area, 2), u16_at(area, 4))
                    {
                        self.cells.merge(Merge { top: top.into(), bottom: bottom.into(), column })?;
                    }
                }
            }
            SHARED_TEXT => {
                let (place, _) = head(body)?;
                let index = u32_at(body, 6).ok_or(DAMAGED)?;
                let old = self.old;
                self.keep(place, old.strings.get(index as usize).ok_or(DAMAGED)?, None)?;
            }
            NUMBER => {
                let (place, style) = head(body)?;
                self.number(place, style, float(body, 6)?)?;
            }
            SHORT_NUMBER => {
                let (place, style) = head(body)?;
                self.number(place, style, short(u32_at(body, 6).ok_or(DAMAGED)?))?;
            }
            SHORT_NUMBERS => {
                let ((row, first), _) = head(body)?;
                let values = body.get(4..body.len() - 2).ok_or(DAMAGED)?;
                for (column, value) in (first..=u16::MAX).zip(values.chunks_exact(6)) {
                    if let (Some(style), Some(packed)) = (u16_at(value, 0), u32_at(value, 2)) {
                        self.number((row, column), style, short(packed))?;
                    }
                }
            }
            TRUTH_OR_ERROR => {
                let (place, _) = head(body)?;
                match (body.get(6), body.get(7)) {
                    (Some(value), Some(0)) => self.truth(place, *value)?,
                    (Some(code), Some(_)) => self.keep(place, error(*code), Some(Odd::Error))?,
                    _ => return Err(DAMAGED),
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// What a formula came to; its place where that is a text, which follows.
    fn formula(&mut self, body: &[u8]) -> Result<Option<(u32, u16)>, Fault> {
        let (place, style) = head(body)?;
        let result = body.get(6..14).ok_or(DAMAGED)?;
        if result[6..] != [0xFF, 0xFF] {
            self.number(place, style, float(body, 6)?)?;
            return Ok(None);
        }
        match result[0] {
            0 => return Ok(Some(place)),
            1 => self.truth(place, result[2])?,
            2 => self.keep(place, error(result[2]), Some(Odd::Error))?,
            _ => {}
        }
        Ok(None)
    }

    fn number(&mut self, place: (u32, u16), style: u16, number: f64) -> Result<(), Fault> {
        let readable = number == 0.0 || (1e-15..1e21).contains(&number.abs());
        let raw = if readable { number.to_string() } else { format!("{number:e}") };
        let show = self.old.shows.get(usize::from(style)).unwrap_or(&Show::Plain);
        self.keep(place, &number::seen(&raw, show, self.old.dates), None)
    }

    fn truth(&mut self, place: (u32, u16), value: u8) -> Result<(), Fault> {
        self.keep(place, if value == 0 { "FALSE" } else { "TRUE" }, None)
    }

    fn keep(&mut self, place: (u32, u16), text: &str, odd: Option<Odd>) -> Result<(), Fault> {
        self.cells.keep(place, text, odd, (self.limits, self.meter))
    }
}

fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}
