//! Text back to bytes, in the encoding that a file had. What cannot be written is an error with the character, never a
//! question mark in its place.
//!
//! Which encoding a file should have is not decided here.

use encoding_rs::{EncoderResult, SHIFT_JIS};

use super::decode::{Encoding, decode};

impl Encoding {
    /// The bytes of a file with this text; else the first character that the encoding does not know.
    pub fn encode(self, text: &str) -> Result<Vec<u8>, char> {
        match self {
            Encoding::Utf8 => Ok(text.as_bytes().to_vec()),
            Encoding::Utf8Bom => Ok([&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat()),
            // With the mark, also where it was lost: a short text without it may be taken for something else.
            Encoding::Utf16Le => {
                Ok([0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect())
            }
            Encoding::Utf16Be => {
                Ok([0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect())
            }
            Encoding::Cp932 => cp932(text),
            Encoding::Workbook => {
                unreachable!("internal error: the text of a sheet is made up, nothing is written there")
            }
        }
    }
}

fn cp932(text: &str) -> Result<Vec<u8>, char> {
    let mut encoder = SHIFT_JIS.new_encoder();
    let room = encoder.max_buffer_length_from_utf8_without_replacement(text.len());
    let mut bytes = Vec::with_capacity(room.expect("internal error: a text larger than the address space"));
    if let (EncoderResult::Unmappable(unknown), _) =
        encoder.encode_from_utf8_to_vec_without_replacement(text, &mut bytes, true)
    {
        return Err(unknown);
    }
    // Some characters are written as another that looks alike (`¥` as the backslash), and pure ASCII reads as UTF-8.
    let again = decode(bytes.clone()).map(|decoded| decoded.text).unwrap_or_default();
    match text.chars().zip(again.chars().chain(std::iter::repeat('\0'))).find(|(meant, read)| meant != read) {
        Some((meant, _)) => Err(meant),
        None => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_from_every_encoding() {
        let text = "番号,氏名\n№①,髙﨑～㈱ｱ\n";
        for encoding in [Encoding::Utf8, Encoding::Utf8Bom, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Cp932] {
            let bytes = encoding.encode(text).expect("all of it can be written");
            let read = decode(bytes).expect("it is text");
            assert_eq!((read.text.as_str(), read.encoding), (text, encoding));
        }
    }

    #[test]
    fn what_cp932_lacks_is_named() {
        assert_eq!(Encoding::Cp932.encode("佐藤𠮷野"), Err('𠮷'));
        assert_eq!(Encoding::Cp932.encode("価格は¥100です"), Err('¥'));
        assert_eq!(Encoding::Cp932.encode("✓"), Err('✓'));
    }
}
