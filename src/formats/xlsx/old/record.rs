//! The records that a workbook of Excel 95 to 2003 is made of, and the strings in them.

use encoding_rs::{Encoding, SHIFT_JIS, WINDOWS_1252};

use super::super::package::{DAMAGED, Fault, Meter};
use super::ole::u16_at;

/// A record that goes on with the one before it.
pub const CONTINUE: u16 = 0x003C;

/// Records, one after the other. What is read of them is paid for, so that sheets which overlap cannot cost more than
/// the file may.
pub struct Records<'s> {
    bytes: &'s [u8],
    at: usize,
    meter: &'s Meter,
}

impl<'s> Records<'s> {
    pub fn new(bytes: &'s [u8], at: usize, meter: &'s Meter) -> Self {
        Self { bytes, at, meter }
    }

    /// The next record: its kind and what is in it. A stream that ends before its last record says so was cut off.
    pub fn next(&mut self) -> Result<(u16, &'s [u8]), Fault> {
        let (kind, body) = self.peek().ok_or(DAMAGED)?;
        self.meter.spend(body.len() + 4)?;
        self.at += body.len() + 4;
        Ok((kind, body))
    }

    fn peek(&self) -> Option<(u16, &'s [u8])> {
        let (kind, length) = (u16_at(self.bytes, self.at)?, u16_at(self.bytes, self.at + 2)?);
        Some((kind, self.bytes.get(self.at + 4..self.at + 4 + usize::from(length))?))
    }

    /// A record together with those that continue it.
    pub fn whole(&mut self, first: &'s [u8]) -> Result<Pieces<'s>, Fault> {
        let mut pieces = vec![first];
        while self.peek().is_some_and(|(kind, _)| kind == CONTINUE) {
            pieces.push(self.next()?.1);
        }
        Ok(Pieces { pieces, piece: 0, at: 0 })
    }
}

/// What is read across several records.
pub struct Pieces<'s> {
    pieces: Vec<&'s [u8]>,
    piece: usize,
    at: usize,
}

impl<'s> Pieces<'s> {
    /// What is left of the current record; the next one where nothing is.
    fn rest(&mut self) -> Result<&'s [u8], Fault> {
        loop {
            let rest = self.pieces.get(self.piece).ok_or(DAMAGED)?.get(self.at..).unwrap_or_default();
            if !rest.is_empty() {
                return Ok(rest);
            }
            self.piece += 1;
            self.at = 0;
        }
    }

    pub fn byte(&mut self) -> Result<u8, Fault> {
        let byte = self.rest()?[0];
        self.at += 1;
        Ok(byte)
    }

    pub fn u16(&mut self) -> Result<u16, Fault> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub fn u32(&mut self) -> Result<u32, Fault> {
        Ok(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    pub fn skip(&mut self, mut bytes: usize) -> Result<(), Fault> {
        while bytes > 0 {
            let step = self.rest()?.len().min(bytes);
            self.at += step;
            bytes -= step;
        }
        Ok(())
    }

    /// Flags, characters, and what follows them: looks of single characters, and their reading.
    fn unicode(&mut self, count: usize) -> Result<String, Fault> {
        // Some programs leave the flags out where there are no characters.
        if count == 0 && self.rest().is_err() {
            return Ok(String::new());
        }
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { usize::from(self.u16()?) * 4 } else { 0 };
        let aids = if flags & 4 != 0 { self.u32()? as usize } else { 0 };
        let string = self.characters(count, flags & 1 != 0)?;
        self.skip(runs.saturating_add(aids))?;
        Ok(string)
    }

    /// Characters, of which a record that continues says anew how wide they are.
    fn characters(&mut self, mut count: usize, mut wide: bool) -> Result<String, Fault> {
        let mut units: Vec<u16> = Vec::new();
        while count > 0 {
            let piece = self.piece;
            let mut rest = self.rest()?;
            if self.piece != piece {
                wide = rest[0] & 1 != 0;
                self.at += 1;
                rest = &rest[1..];
            }
            let size = if wide { 2 } else { 1 };
            let here = (rest.len() / size).min(count);
            if here == 0 && !rest.is_empty() {
                return Err(DAMAGED);
            }
            match wide {
                true => units.extend(rest[..here * 2].chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]]))),
                false => units.extend(rest[..here].iter().map(|b| u16::from(*b))),
            }
            self.at += here * size;
            count -= here;
        }
        Ok(String::from_utf16_lossy(&units))
    }
}

/// How strings are written: as Unicode since Excel 97, before that in the encoding of the country.
#[derive(Debug, Clone, Copy)]
pub enum Letters {
    Unicode,
    Local(&'static Encoding),
}

impl Letters {
    /// Of a file of Excel 95, by the number that it gives its encoding.
    pub fn local(codepage: u16) -> Option<Letters> {
        match codepage {
            932 | 10001 => Some(Letters::Local(SHIFT_JIS)),
            1252 | 0x8001 => Some(Letters::Local(WINDOWS_1252)),
            _ => None,
        }
    }

    /// A string whose length is given in two bytes, as in cells.
    pub fn string(self, text: &mut Pieces<'_>) -> Result<String, Fault> {
        let count = text.u16()?;
        self.counted(text, count.into())
    }

    /// A string whose length is given in one byte, as in the names of sheets.
    pub fn short(self, text: &mut Pieces<'_>) -> Result<String, Fault> {
        let count = text.byte()?;
        self.counted(text, count.into())
    }

    fn counted(self, text: &mut Pieces<'_>, count: usize) -> Result<String, Fault> {
        let encoding = match self {
            Letters::Local(encoding) => encoding,
            Letters::Unicode => return text.unicode(count),
        };
        let bytes = (0..count).map(|_| text.byte()).collect::<Result<Vec<u8>, Fault>>()?;
        Ok(encoding.decode_without_bom_handling(&bytes).0.into_owned())
    }
}
