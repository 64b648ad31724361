//! The container of a workbook: a ZIP archive of XML parts, unpacked piece by piece under a budget. A file that promises
//! little and unpacks into a lot is stopped, whatever its directory says.
//!
//! What the parts mean is the business of `book` and `sheet`.

use std::cell::Cell;
use std::io::{BufReader, Cursor, Error, Read};
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::BytesStart;
use rustc_hash::FxHashMap;
use zip::ZipArchive;

use super::super::Limits;

/// Why a workbook, or one sheet of it, cannot be read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A phrase of `input/workbook`.
    Unreadable(&'static str),
    /// A phrase of `input/workbook-limit`, and the limit.
    Limit(&'static str, u64),
}

pub const DAMAGED: Fault = Fault::Unreadable("damaged");

/// Bytes of XML that may follow each other without any `<`, beside what one cell may hold.
const RUN: usize = 64 << 10;

/// What may still be unpacked, shared by all parts of a workbook.
#[derive(Debug)]
pub struct Meter {
    limit: u64,
    left: Cell<u64>,
    run: usize,
    fault: Cell<Option<Fault>>,
}

impl Meter {
    pub fn new(limits: &Limits) -> Self {
        Self {
            limit: limits.unpacked_bytes,
            left: Cell::new(limits.unpacked_bytes),
            // A character may take as much as `&#x10ffff;`, but hardly all of them do.
            run: limits.scalar_bytes.saturating_mul(4).saturating_add(RUN),
            fault: Cell::new(None),
        }
    }

    /// Takes so many bytes from the budget.
    pub fn spend(&self, bytes: usize) -> Result<(), Fault> {
        match self.left.get().checked_sub(bytes as u64) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => {
                self.left.set(0);
                Err(self.fail(Fault::Limit("unpacked", self.limit)))
            }
        }
    }

    fn fail(&self, fault: Fault) -> Fault {
        self.fault.set(Some(fault));
        fault
    }

    /// Why reading stopped: a limit, or else broken XML.
    pub fn fault(&self) -> Fault {
        self.fault.get().unwrap_or(DAMAGED)
    }
}

/// Counts what comes out of the archive.
pub struct Metered<R> {
    inner: R,
    meter: Rc<Meter>,
    /// Bytes since the last `<`.
    since: usize,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let stop = |_| Error::other("limit");
        self.meter.spend(read).map_err(stop)?;
        self.since = match memchr::memrchr(b'<', &buffer[..read]) {
            Some(at) => read - at,
            None => self.since + read,
        };
        if self.since > self.meter.run {
            return Err(stop(self.meter.fail(Fault::Limit("run", self.meter.run as u64))));
        }
        Ok(read)
    }
}

/// A part, ready to be read event by event.
pub type Xml<'p> = Reader<BufReader<Metered<Box<dyn Read + 'p>>>>;

pub struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Parts by name, without regard to case or to which slash some program wrote.
    names: FxHashMap<String, usize>,
    pub meter: Rc<Meter>,
}

impl<'b> Package<'b> {
    pub fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, Fault> {
        if !bytes.starts_with(b"PK") {
            return Err(Fault::Unreadable("no-workbook"));
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DAMAGED)?;
        let names = zip.file_names().enumerate().filter_map(|(i, name)| Some((folded(&name.ok()?), i))).collect();
        Ok(Self { zip, names, meter: Rc::new(Meter::new(limits)) })
    }

    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(&folded(name))
    }

    /// The part of that name, where there is one, ready to be read event by event.
    pub fn part(&mut self, name: &str) -> Result<Option<Xml<'_>>, Fault> {
        let Some(index) = self.names.get(&folded(name)) else { return Ok(None) };
        let meter = Rc::clone(&self.meter);
        let inner = self.zip.by_index(*index).map_err(|_| DAMAGED)?;
        // What the directory admits need not be unpacked to be refused.
        if inner.size() > meter.left.get() {
            return Err(meter.fail(Fault::Limit("unpacked", meter.limit)));
        }
        let inner: Box<dyn Read> = Box::new(inner);
        let mut reader = Reader::from_reader(BufReader::with_capacity(32 << 10, Metered { inner, meter, since: 0 }));
        let config = reader.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Ok(Some(reader))
    }
}

fn folded(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}

/// An attribute by its name without prefix, entities resolved.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    let raw = found.value.as_ref();
    Some(quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), |value| value.into_owned()))
}

/// `1` and `true`, as XML Schema writes booleans.
pub fn is_true(value: Option<String>) -> bool {
    matches!(value.as_deref(), Some("1" | "true"))
}
