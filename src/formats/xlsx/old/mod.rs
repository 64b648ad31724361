//! Workbooks of Excel 95 to 2003 (`.xls`): what all sheets share, then sheet after sheet into the same cells as those of
//! newer workbooks.
//!
//! An own reader here too, for the same reasons, and for one more: a library that panics over a hostile file would end
//! the whole run.

mod ole;
mod record;
mod sheet;

use rustc_hash::FxHashMap;

use crate::tree::DateSystem;

use super::super::Limits;
use super::book::Strings;
use super::cells::Met;
use super::number::{self, Show};
use super::package::{DAMAGED, Fault, Meter};

use ole::{Ole, u16_at, u32_at};
use record::{Letters, Records};

pub use ole::OLE;

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;

/// Excel 97 to 2003, and Excel 5 and 95.
const NEWER: u16 = 0x0600;
const OLDER: u16 = 0x0500;

/// What all sheets share.
struct Old {
    sheets: Vec<Part>,
    strings: Strings,
    shows: Vec<Show>,
    dates: DateSystem,
    letters: Letters,
}

struct Part {
    name: String,
    at: usize,
    hidden: bool,
}

/// Hands out every sheet.
pub fn each_sheet(bytes: &[u8], limits: &Limits, met: &mut Met<'_>) -> Result<(), Fault> {
    let ole = Ole::open(bytes)?;
    if ole.entry("EncryptedPackage").is_some() {
        return Err(Fault::Unreadable("password"));
    }
    let entry = ole.entry("Workbook").or_else(|| ole.entry("Book")).ok_or(Fault::Unreadable("no-workbook"))?;
    let meter = Meter::new(limits);
    meter.spend(usize::try_from(entry.size).map_err(|_| DAMAGED)?)?;
    let stream = ole.stream(entry)?;
    let old = globals(&stream, &meter)?;
    for part in &old.sheets {
        let cells = sheet::read(&stream, part.at, &old, &meter, limits);
        // Charts and macros have their sheets too.
        if let Some(cells) = cells.transpose() {
            met(&part.name, part.hidden, old.dates, cells);
        }
    }
    Ok(())
}

fn globals(stream: &[u8], meter: &Meter) -> Result<Old, Fault> {
    let mut records = Records::new(stream, 0, meter);
    let (kind, begin) = records.next()?;
    let version = u16_at(begin, 0).ok_or(DAMAGED)?;
    if kind != BEGIN || !matches!(version, NEWER | OLDER) {
        return Err(Fault::Unreadable("old-excel"));
    }
    let mut old = Old {
        sheets: Vec::new(),
        strings: Strings::default(),
        shows: Vec::new(),
        dates: DateSystem::From1900,
        letters: Letters::Unicode,
    };
    let (mut codes, mut formats) = (FxHashMap::default(), Vec::new());
    let mut local = None;
    loop {
        let (kind, body) = records.next()?;
        // Until Excel 95, text is in the encoding that an early record names.
        if version == OLDER && matches!(kind, SHEET | FORMAT) {
            old.letters = local.ok_or(Fault::Unreadable("old-excel"))?;
        }
        match kind {
            FILE_PASS => return Err(Fault::Unreadable("password")),
            CODE_PAGE => local = u16_at(body, 0).and_then(Letters::local),
            DATE_1904 if u16_at(body, 0) == Some(1) => old.dates = DateSystem::From1904,
            SHEET => {
                let at = u32_at(body, 0).ok_or(DAMAGED)? as usize;
                let mut text = records.whole(body)?;
                text.skip(4)?;
                let (state, of) = (text.byte()?, text.byte()?);
                let name = old.letters.short(&mut text)?;
                if of == WORKSHEET {
                    old.sheets.push(Part { name, at, hidden: state & 3 != 0 });
                }
            }
            FORMAT => {
                let mut text = records.whole(body)?;
                let id = text.u16()?;
                let code = if version == NEWER { old.letters.string(&mut text) } else { old.letters.short(&mut text) }?;
                codes.insert(u32::from(id), number::custom(&code));
            }
            STYLE => formats.push(u32::from(u16_at(body, 2).ok_or(DAMAGED)?)),
            STRINGS => strings(&mut records, body, &mut old.strings)?,
            END => break,
            _ => {}
        }
    }
    let show = |id: &u32| codes.get(id).cloned().unwrap_or_else(|| number::builtin(*id));
    old.shows = formats.iter().map(show).collect();
    Ok(old)
}

const FILE_PASS: u16 = 0x002F;
const CODE_PAGE: u16 = 0x0042;
const DATE_1904: u16 = 0x0022;
const SHEET: u16 = 0x0085;
const FORMAT: u16 = 0x041E;
const STYLE: u16 = 0x00E0;
const STRINGS: u16 = 0x00FC;

const WORKSHEET: u8 = 0;

/// The strings that cells refer to by number.
fn strings<'s>(records: &mut Records<'s>, body: &'s [u8], strings: &mut Strings) -> Result<(), Fault> {
    let mut text = records.whole(body)?;
    text.skip(4)?;
    let count = text.u32()?;
    // A count that promises more than there is ends as damage, long before it costs anything.
    for _ in 0..count {
        strings.push(&Letters::Unicode.string(&mut text)?);
    }
    Ok(())
}
