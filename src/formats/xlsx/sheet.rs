//! One sheet, cell by cell, as the file has it: in any order, with gaps. Empty cells cost nothing, however many of them
//! are formatted.
//!
//! Laying the cells out as text and table is the business of `grid`.

use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::Limits;
use super::book::{Book, content, string};
use super::cells::{Cells, Merge, Odd};
use super::number::{self, Show};
use super::package::{DAMAGED, Fault, Meter, Package, attribute, is_true};
use super::text;

/// What Excel itself can hold.
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;

/// Of a formula, as much as is shown.
const FORMULA: usize = 120;

pub fn read(package: &mut Package<'_>, book: &Book, path: &str, limits: &Limits) -> Result<Cells, Fault> {
    let meter = std::rc::Rc::clone(&package.meter);
    let Some(xml) = package.part(path)? else { return Err(DAMAGED) };
    let mut reader = SheetReader { xml, book, meter: &meter, limits, cells: Cells::default(), row: 0, column: 0 };
    reader.run()?;
    Ok(reader.cells)
}

struct SheetReader<'s, R> {
    xml: Reader<BufReader<R>>,
    book: &'s Book,
    meter: &'s Meter,
    limits: &'s Limits,
    cells: Cells,
    row: u32,
    column: u32,
}

impl<R: Read> SheetReader<'_, R> {
    fn run(&mut self) -> Result<(), Fault> {
        let (mut buffer, mut whole) = (Vec::new(), false);
        loop {
            buffer.clear();
            match self.xml.read_event_into(&mut buffer).map_err(|_| self.meter.fault())? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "c" => {
                        let cell = self.head(&element)?;
                        self.cell(cell)?;
                    }
                    "row" => self.begin_row(&element)?,
                    "col" if is_true(attribute(&element, "hidden")) => {
                        let bound = |name| attribute(&element, name).and_then(|n| n.parse::<u32>().ok());
                        if let (Some(min), Some(max)) = (bound("min"), bound("max")) {
                            let index = |n: u32| n.clamp(1, COLUMNS) as u16 - 1;
                            self.cells.hidden_columns.push((index(min), index(max)));
                        }
                    }
                    "mergeCell" => self.merge(&element)?,
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "row" => {
                        self.row += 1;
                        self.column = 0;
                    }
                    "worksheet" => whole = true,
                    _ => {}
                },
                Event::Eof if whole => return Ok(()),
                Event::Eof => return Err(DAMAGED),
                _ => {}
            }
        }
    }

    fn begin_row(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        if let Some(row) = attribute(element, "r") {
            let row = row.parse::<u32>().map_err(|_| DAMAGED)?;
            self.row = row.checked_sub(1).filter(|row| *row < ROWS).ok_or(DAMAGED)?;
        }
        self.column = 0;
        if is_true(attribute(element, "hidden")) && self.row < ROWS {
            self.cells.hidden_rows.push(self.row);
        }
        Ok(())
    }

    fn merge(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        let area = attribute(element, "ref").unwrap_or_default();
        let (first, last) = area.split_once(':').unwrap_or((&area, &area));
        match (place(first), place(last)) {
            (Some((top, column)), Some((bottom, _))) => self.cells.merge(Merge { top, bottom, column }),
            _ => Ok(()),
        }
    }

    /// Place, style and kind of a cell.
    fn head(&mut self, element: &BytesStart<'_>) -> Result<Head, Fault> {
        let mut head = Head { kind: Kind::Number, show: 0 };
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| DAMAGED)?;
            let value: &str = &attribute.value;
            match attribute.key.as_ref() {
                "r" => {
                    (self.row, self.column) = place(value).map(|(row, column)| (row, column.into())).ok_or(DAMAGED)?
                }
                "s" => head.show = value.parse().unwrap_or(0),
                "t" => {
                    head.kind = match value {
                        "s" => Kind::Shared,
                        "b" => Kind::Boolean,
                        "e" => Kind::Error,
                        "d" => Kind::Day,
                        "str" | "inlineStr" => Kind::Text,
                        _ => Kind::Number,
                    }
                }
                _ => {}
            }
        }
        if self.row >= ROWS || self.column >= COLUMNS { Err(DAMAGED) } else { Ok(head) }
    }

    fn cell(&mut self, head: Head) -> Result<(), Fault> {
        let (mut value, mut formula, mut found) = (String::new(), None, false);
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match self.xml.read_event_into(&mut buffer).map_err(|_| self.meter.fault())? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "v" => {
                        value.clear();
                        content(&mut self.xml, "v", self.meter, &mut value)?;
                        found = true;
                    }
                    "is" => {
                        value.clear();
                        string(&mut self.xml, "is", self.meter, &mut value)?;
                        found = true;
                    }
                    "f" => {
                        let mut text = "=".to_owned();
                        content(&mut self.xml, "f", self.meter, &mut text)?;
                        formula = Some(text);
                    }
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "c" => break,
                Event::Eof => return Err(DAMAGED),
                _ => {}
            }
        }
        // A formula of text may well come to nothing; one of any other kind cannot.
        if let Some(formula) = formula.filter(|_| value.is_empty() && (!found || head.kind != Kind::Text)) {
            let cut: String = formula.chars().take(FORMULA).map(|c| if c.is_control() { ' ' } else { c }).collect();
            self.keep(&cut, Some(Odd::NoResult))?;
        } else if !value.is_empty() {
            self.value(&value, head)?;
        }
        self.column += 1;
        Ok(())
    }

    fn value(&mut self, value: &str, head: Head) -> Result<(), Fault> {
        match head.kind {
            Kind::Shared => {
                let book = self.book;
                let text = value.trim().parse().ok().and_then(|index| book.strings.get(index)).ok_or(DAMAGED)?;
                self.keep(text, None)
            }
            Kind::Text => {
                let mut text = String::with_capacity(value.len());
                text::unescape(value, &mut text);
                self.keep(&text, None)
            }
            Kind::Boolean => self.keep(if matches!(value.trim(), "1" | "true") { "TRUE" } else { "FALSE" }, None),
            Kind::Error => self.keep(value, Some(Odd::Error)),
            // A day without a time is written with the midnight at its beginning.
            Kind::Day => {
                self.keep(value.trim_end_matches('Z').trim_end_matches(".000").trim_end_matches("T00:00:00"), None)
            }
            Kind::Number => {
                let show = self.book.shows.get(head.show).unwrap_or(&Show::Plain);
                let seen = number::seen(value, show, self.book.dates);
                self.keep(&seen, None)
            }
        }
    }

    fn keep(&mut self, text: &str, odd: Option<Odd>) -> Result<(), Fault> {
        self.cells.keep((self.row, self.column as u16), text, odd, (self.limits, self.meter))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Text,
    Boolean,
    Error,
    Day,
}

#[derive(Debug, Clone, Copy)]
struct Head {
    kind: Kind,
    show: usize,
}

/// `C12` or `$C$12` as row and column, counted from zero.
fn place(name: &str) -> Option<(u32, u16)> {
    let name = name.strip_prefix('$').unwrap_or(name);
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters == 0 || letters > 3 {
        return None;
    }
    let column = name[..letters].bytes().fold(0, |sum, b| sum * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    let row = name[letters..].trim_start_matches('$').parse::<u32>().ok()?;
    let row = row.checked_sub(1).filter(|row| *row < ROWS)?;
    Some((row, u16::try_from(column - 1).ok().filter(|column| u32::from(*column) < COLUMNS)?))
}
