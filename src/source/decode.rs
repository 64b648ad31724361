//! Bytes on disk to text: UTF-8, UTF-16 and the Shift_JIS that Japanese Excel saves (CP932).
//!
//! Nothing is guessed away: bytes that make no text are an error with their place, never a replacement character.
//! What a place in the text means for people (lines, columns) is `text.rs`'s work.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, EUC_JP, SHIFT_JIS, UTF_16BE, UTF_16LE};

/// How a file was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Utf16Le,
    Utf16Be,
    Cp932,
    /// No text on disk: cells unpacked from a workbook.
    Workbook,
}

impl Encoding {
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf8Bom => "utf-8-bom",
            Encoding::Utf16Le => "utf-16le",
            Encoding::Utf16Be => "utf-16be",
            Encoding::Cp932 => "cp932",
            Encoding::Workbook => "workbook",
        }
    }
}

/// A file's text, without a byte order mark.
#[derive(Debug)]
pub struct Decoded {
    pub text: String,
    pub encoding: Encoding,
}

/// Why a file is no text, and from where on.
#[derive(Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// A phrase of `input/not-text`: not-text, bad-utf16, bad-cp932, euc-jp, iso-2022-jp, nul, too-big.
    pub kind: &'static str,
    /// The byte of the file that broke it.
    pub offset: usize,
    /// What came before that byte; the finding is shown at its end.
    pub valid_prefix: String,
}

/// The detector is slow, and more would not change its mind.
const SAMPLE: usize = 64 << 10;

/// Tables keep one bit of a 32-bit offset for themselves.
const MAX_TEXT: usize = i32::MAX as usize;

pub fn decode(bytes: Vec<u8>) -> Result<Decoded, DecodeError> {
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        return without_bom(bytes);
    }
    if bytes.starts_with(&[0xFF, 0xFE]) {
        return utf16(&bytes, 2, Encoding::Utf16Le);
    }
    if bytes.starts_with(&[0xFE, 0xFF]) {
        return utf16(&bytes, 2, Encoding::Utf16Be);
    }
    if let Some(encoding) = utf16_without_bom(&bytes) {
        return utf16(&bytes, 0, encoding);
    }
    match String::from_utf8(bytes) {
        Ok(text) => checked(text, Encoding::Utf8, 0),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            not_utf8(error.into_bytes(), valid)
        }
    }
}

fn without_bom(mut bytes: Vec<u8>) -> Result<Decoded, DecodeError> {
    bytes.drain(..3);
    match String::from_utf8(bytes) {
        Ok(text) => checked(text, Encoding::Utf8Bom, 3),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            Err(refused("not-text", valid + 3, &error.into_bytes()[..valid]))
        }
    }
}

/// An error after bytes that are known to be UTF-8.
fn refused(kind: &'static str, offset: usize, valid: &[u8]) -> DecodeError {
    DecodeError { kind, offset, valid_prefix: String::from_utf8_lossy(valid).into_owned() }
}

/// Bytes that are not UTF-8: CP932 if every pair decodes, however few there are.
fn not_utf8(bytes: Vec<u8>, valid: usize) -> Result<Decoded, DecodeError> {
    let (text, stopped) = decode_with(SHIFT_JIS, &bytes);
    if is_euc_jp(&bytes, stopped.is_none()) {
        return Err(refused("euc-jp", valid, &bytes[..valid]));
    }
    let Some(offset) = stopped else {
        if !looks_typed(&text) {
            return Err(refused("not-text", valid, &bytes[..valid]));
        }
        return checked(text, Encoding::Cp932, 0);
    };
    // A character of three bytes before the error is UTF-8 beyond doubt; short of that, the detector decides.
    let was_utf8 = std::str::from_utf8(&bytes[..valid]).is_ok_and(|text| text.chars().any(|c| c >= '\u{800}'));
    if !was_utf8 && !bytes[..offset].is_ascii() && guess(&bytes[..offset]) == SHIFT_JIS {
        return Err(DecodeError { kind: "bad-cp932", offset, valid_prefix: text });
    }
    Err(refused("not-text", valid, &bytes[..valid]))
}

/// Much of EUC-JP is also half-width katakana in CP932; a few such bytes are rather the latter. The detector is asked
/// last: most CP932 is no EUC-JP from its first bytes on.
fn is_euc_jp(bytes: &[u8], also_cp932: bool) -> bool {
    let long_enough = || bytes.iter().filter(|byte| !byte.is_ascii()).take(16).count() == 16;
    (!also_cp932 || long_enough())
        && EUC_JP.decode_without_bom_handling_and_without_replacement(bytes).is_some()
        && guess(bytes) == EUC_JP
}

/// Pictures and programs also happen to decode as CP932, but nobody types the characters that come out.
fn looks_typed(text: &str) -> bool {
    // Ancient programs end a text with 1A; terminal escapes (1B) are for the reports to defuse.
    let text = text.strip_suffix('\u{1A}').unwrap_or(text);
    let sample = &text.as_bytes()[..text.len().min(SAMPLE)];
    !sample.iter().any(|byte| matches!(byte, 1..=8 | 14..=26 | 28..=31 | 127)) && !text.contains('\u{80}')
}

fn guess(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    detector.feed(sample, sample.len() == bytes.len());
    detector.guess(Some(b"jp"), Utf8Detection::Deny)
}

fn utf16(bytes: &[u8], bom: usize, encoding: Encoding) -> Result<Decoded, DecodeError> {
    let table = if encoding == Encoding::Utf16Be { UTF_16BE } else { UTF_16LE };
    let (text, stopped) = decode_with(table, &bytes[bom..]);
    match stopped {
        None => checked(text, encoding, bom),
        Some(offset) => Err(DecodeError { kind: "bad-utf16", offset: offset + bom, valid_prefix: text }),
    }
}

/// Text written as UTF-16 has a NUL beside every ASCII character, always on the same side. The mark is often lost
/// when files are joined or cut.
fn utf16_without_bom(bytes: &[u8]) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    memchr::memchr(0, sample)?;
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let (mut first, mut second) = (0, 0);
    for pair in sample.chunks_exact(2) {
        match (pair[0], pair[1]) {
            (0, ascii) if ascii != 0 && ascii < 0x80 => first += 1,
            (ascii, 0) if ascii != 0 && ascii < 0x80 => second += 1,
            (0, _) | (_, 0) => return None,
            _ => {}
        }
    }
    // A stray NUL in other text stays an error: commas and line ends alone make more of them than this.
    let enough = |nuls: usize| nuls >= 2 && nuls >= sample.len() / 64;
    match (first, second) {
        (0, nuls) if enough(nuls) => Some(Encoding::Utf16Le),
        (nuls, 0) if enough(nuls) => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// Decodes as far as it goes: the text, and the byte that stopped it.
fn decode_with(table: &'static encoding_rs::Encoding, bytes: &[u8]) -> (String, Option<usize>) {
    let mut decoder = table.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(room.expect("internal error: a file larger than the address space"));
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    text.shrink_to_fit();
    match result {
        DecoderResult::InputEmpty => (text, None),
        DecoderResult::Malformed(bad, after) => (text, Some(read - usize::from(bad) - usize::from(after))),
        DecoderResult::OutputFull => unreachable!("internal error: the decoder needs more room than it asked for"),
    }
}

/// The last look at a decoded text, whatever it came from. `bom` is what stood before it.
fn checked(text: String, encoding: Encoding, bom: usize) -> Result<Decoded, DecodeError> {
    let stop = |kind, at: usize| {
        let valid_prefix = text[..at].to_owned();
        Err(DecodeError { kind, offset: bom + bytes_in(&valid_prefix, encoding), valid_prefix })
    };
    if text.len() > MAX_TEXT {
        return stop("too-big", 0);
    }
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        return stop("nul", at);
    }
    if encoding == Encoding::Utf8
        && let Some(at) = [b"\x1B$B", b"\x1B$@"].iter().find_map(|start| memchr::memmem::find(text.as_bytes(), *start))
    {
        return stop("iso-2022-jp", at);
    }
    Ok(Decoded { text, encoding })
}

/// How many bytes a text took in its file.
fn bytes_in(text: &str, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Workbook => text.len(),
        Encoding::Utf16Le | Encoding::Utf16Be => text.encode_utf16().count() * 2,
        Encoding::Cp932 => {
            text.chars().map(|c| if matches!(c, '\0'..='\u{80}' | '\u{FF61}'..='\u{FF9F}') { 1 } else { 2 }).sum()
        }
    }
}

#[cfg(test)]
mod tests;
