//! The container of workbooks as Excel wrote them until 2003, and of encrypted ones of any age: streams cut into sectors.
//! Of all that may lie in it, only the streams at its root are of interest.
//!
//! Whatever a file says of itself, no chain is followed for longer than there are sectors, and nothing is set aside that
//! the file does not fill.

use super::super::package::{DAMAGED, Fault};

/// How such a file begins.
pub const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Sector numbers from here on mean "end", "free" and the like.
const LAST: u32 = 0xFFFF_FFFA;

const STREAM: u8 = 2;
const ENTRY: usize = 128;
const SMALL_SECTOR: usize = 64;

/// One stream at the root.
#[derive(Debug)]
pub struct Entry {
    pub name: String,
    first: u32,
    pub size: u64,
}

pub struct Ole<'b> {
    bytes: &'b [u8],
    sector: usize,
    /// Per sector, the one that follows it in its stream.
    next: Vec<u32>,
    /// The same for the sectors of small streams, which share one large stream.
    small_next: Vec<u32>,
    small: Vec<u8>,
    /// Streams below this size are small.
    cutoff: u64,
    pub entries: Vec<Entry>,
}

impl<'b> Ole<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<Self, Fault> {
        let shift = u16_at(bytes, 30).ok_or(DAMAGED)?;
        if !bytes.starts_with(OLE) || !matches!(shift, 9 | 12) {
            return Err(DAMAGED);
        }
        let header = |at| u32_at(bytes, at).ok_or(DAMAGED);
        let (folder, cutoff, small_table, more) = (header(48)?, header(56)?, header(60)?, header(68)?);
        let mut ole = Ole {
            bytes,
            sector: 1 << shift,
            next: Vec::new(),
            small_next: Vec::new(),
            small: Vec::new(),
            cutoff: u64::from(cutoff),
            entries: Vec::new(),
        };
        ole.next = ole.table(more)?;
        ole.small_next = words(&ole.chain(small_table)?);
        let folder = ole.chain(folder)?;
        let root = folder.get(..ENTRY).ok_or(DAMAGED)?;
        let first = u32_at(root, 116).ok_or(DAMAGED)?;
        ole.small = ole.chain(first)?;
        ole.entries = at_root(&folder);
        Ok(ole)
    }

    /// The table that chains all sectors. The header names its first 109 sectors, further ones stand in a chain.
    fn table(&self, mut more: u32) -> Result<Vec<u32>, Fault> {
        let listed = self.bytes.get(76..512).ok_or(DAMAGED)?;
        let mut parts: Vec<u32> = words(listed).into_iter().filter(|part| *part < LAST).collect();
        for _ in 0..self.sectors() {
            if more >= LAST {
                break;
            }
            let mut list = words(self.at(more)?);
            more = list.pop().ok_or(DAMAGED)?;
            parts.extend(list.into_iter().filter(|part| *part < LAST));
        }
        if parts.len() > self.sectors() {
            return Err(DAMAGED);
        }
        let mut table = Vec::new();
        for part in parts {
            table.extend(words(self.at(part)?));
        }
        Ok(table)
    }

    /// As many sectors as the file can have.
    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    /// One sector; the last of a file may be short.
    fn at(&self, sector: u32) -> Result<&'b [u8], Fault> {
        let start = (sector as usize + 1).checked_mul(self.sector).ok_or(DAMAGED)?;
        let end = start.saturating_add(self.sector).min(self.bytes.len());
        self.bytes.get(start..end).filter(|bytes| !bytes.is_empty()).ok_or(DAMAGED)
    }

    /// All sectors of a chain, one after the other.
    fn chain(&self, mut sector: u32) -> Result<Vec<u8>, Fault> {
        let mut found = Vec::new();
        for _ in 0..=self.sectors() {
            if sector >= LAST {
                return Ok(found);
            }
            found.extend_from_slice(self.at(sector)?);
            sector = *self.next.get(sector as usize).ok_or(DAMAGED)?;
        }
        Err(DAMAGED)
    }

    fn small_chain(&self, mut sector: u32) -> Result<Vec<u8>, Fault> {
        let mut found = Vec::new();
        for _ in 0..=self.small_next.len() {
            if sector >= LAST {
                return Ok(found);
            }
            let start = (sector as usize).checked_mul(SMALL_SECTOR).ok_or(DAMAGED)?;
            let end = start.saturating_add(SMALL_SECTOR).min(self.small.len());
            found.extend_from_slice(self.small.get(start..end).ok_or(DAMAGED)?);
            sector = *self.small_next.get(sector as usize).ok_or(DAMAGED)?;
        }
        Err(DAMAGED)
    }

    /// The stream of that name, in any case.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    pub fn stream(&self, entry: &Entry) -> Result<Vec<u8>, Fault> {
        let mut bytes = if entry.size < self.cutoff { self.small_chain(entry.first) } else { self.chain(entry.first) }?;
        match usize::try_from(entry.size) {
            Ok(size) if size <= bytes.len() => bytes.truncate(size),
            _ => return Err(DAMAGED),
        }
        Ok(bytes)
    }
}

/// Streams that lie directly in the root: an embedded workbook deeper down is not this one.
fn at_root(folder: &[u8]) -> Vec<Entry> {
    let record = |id: u32| folder.get((id as usize).checked_mul(ENTRY)?..)?.get(..ENTRY);
    let link = |id: u32, at: usize| record(id).and_then(|record| u32_at(record, at)).unwrap_or(LAST);
    let (mut found, mut seen) = (Vec::new(), vec![false; folder.len() / ENTRY]);
    let mut open = vec![link(0, 76)];
    while let Some(id) = open.pop() {
        let (Some(record), Some(seen)) = (record(id), seen.get_mut(id as usize)) else { continue };
        if std::mem::replace(seen, true) {
            continue;
        }
        open.extend([link(id, 68), link(id, 72)]);
        if record[66] == STREAM {
            let length = usize::from(u16_at(record, 64).unwrap_or(0)).saturating_sub(2).min(62);
            let units: Vec<u16> = record[..length].chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
            let first = u32_at(record, 116).unwrap_or(LAST);
            // The upper half means nothing in files with small sectors, and no file is that large.
            let size = u64::from(u32_at(record, 120).unwrap_or(0));
            found.push(Entry { name: String::from_utf16_lossy(&units), first, size });
        }
    }
    found
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect()
}

pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.get(..2).map(|c| u16::from_le_bytes([c[0], c[1]]))
}

pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.get(..4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]]))
}
