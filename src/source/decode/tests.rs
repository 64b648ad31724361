//! What [`super::decode`] makes of bytes as they are found in offices.

use super::*;

fn cp932(text: &str) -> Vec<u8> {
    let (bytes, _, lost) = SHIFT_JIS.encode(text);
    assert!(!lost, "{text} is not in CP932");
    bytes.into_owned()
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn read(bytes: impl Into<Vec<u8>>) -> (String, Encoding) {
    let decoded = decode(bytes.into()).expect("a text");
    (decoded.text, decoded.encoding)
}

fn stopped(bytes: impl Into<Vec<u8>>) -> (&'static str, usize, String) {
    let error = decode(bytes.into()).expect_err("no text");
    (error.kind, error.offset, error.valid_prefix)
}

#[test]
fn utf8_is_taken_as_it_is() {
    assert_eq!(read(""), (String::new(), Encoding::Utf8));
    assert_eq!(read("氏名,退職日\n"), ("氏名,退職日\n".into(), Encoding::Utf8));
    assert_eq!(read("\u{FEFF}氏名"), ("氏名".into(), Encoding::Utf8Bom));
    assert_eq!(read("\u{FEFF}"), (String::new(), Encoding::Utf8Bom));
}

#[test]
fn short_cp932_is_never_mistaken() {
    for text in ["髙", "○", "有", "済み", "①②", "㈱", "ｶﾅ", "～", "氏名", "社外秘", "ｻﾄｳ ﾊﾅｺ", "A社", "№1"]
    {
        assert_eq!(read(cp932(text)), (text.into(), Encoding::Cp932), "{text}");
    }
}

#[test]
fn letters_that_only_windows_knows_come_through() {
    let text = "社員番号,氏名,備考\r\nE1,髙﨑 祐一,㈱サンプル～①\r\nE2,ｻﾄｳ ﾊﾅｺ,－∥￢ⅷ\r\n";
    assert_eq!(read(cp932(text)), (text.into(), Encoding::Cp932));
}

#[test]
fn half_width_katakana_alone_is_cp932() {
    let text = "ﾊﾞﾝｺﾞｳ,ｼﾒｲ,ｼｮｿﾞｸ\r\n1,ｻﾄｳ ﾊﾅｺ,ｾｲｻﾞｳｶ\r\n2,ｽｽﾞｷ ｲﾁﾛｳ,ｿｳﾑｶ\r\n3,ﾀｶﾊｼ ﾕｳｺ,ｾｯｹｲｶ\r\n";
    assert_eq!(read(cp932(text)), (text.into(), Encoding::Cp932));
}

#[test]
fn utf16_with_and_without_its_mark() {
    let text = "社員番号,氏名\r\nE1,佐藤 花子\r\nE2,𠮷田\r\n";
    for (big, encoding) in [(false, Encoding::Utf16Le), (true, Encoding::Utf16Be)] {
        assert_eq!(read(utf16(text, big)), (text.into(), encoding));
        assert_eq!(read(utf16(&format!("\u{FEFF}{text}"), big)), (text.into(), encoding));
    }
}

#[test]
fn a_broken_utf16_pair_has_its_place() {
    let mut bytes = utf16("\u{FEFF}a", false);
    bytes.extend([0x42, 0xD8, b'b', 0]);
    assert_eq!(stopped(bytes.clone()), ("bad-utf16", 4, "a".into()));
    bytes.truncate(5);
    assert_eq!(stopped(bytes), ("bad-utf16", 4, "a".into()));
}

#[test]
fn a_nul_has_its_place_in_the_file() {
    assert_eq!(stopped(*b"a,b\n1,\x002\n"), ("nul", 6, "a,b\n1,".into()));
    assert_eq!(stopped(*b"\xEF\xBB\xBFa\0"), ("nul", 4, "a".into()));
    assert_eq!(stopped(cp932("氏ﾅ\0")), ("nul", 3, "氏ﾅ".into()));
    assert_eq!(stopped(utf16("\u{FEFF}𠮷\0", true)), ("nul", 6, "𠮷".into()));
}

#[test]
fn a_cut_utf8_text_is_told_from_cp932() {
    let mut bytes = "社員番号,氏名,所属,備考\nE1,佐藤,設計課,なし\n".as_bytes().to_vec();
    bytes.truncate(bytes.len() - 2);
    let (kind, offset, prefix) = stopped(bytes);
    assert_eq!((kind, offset), ("not-text", prefix.len()));
    assert!(prefix.ends_with('な'));
}

#[test]
fn a_broken_cp932_pair_has_its_place() {
    let mut bytes = cp932("社員番号,氏名,所属\r\nE1,佐藤,設計課\r\nE2,");
    let place = bytes.len();
    bytes.extend([0x8D, b'\r', b'\n']);
    bytes.extend(cp932("鈴木は製造部にいます\r\n"));
    let (kind, offset, prefix) = stopped(bytes);
    assert_eq!((kind, offset), ("bad-cp932", place));
    assert!(prefix.ends_with("E2,"));
}

#[test]
fn other_japanese_encodings_are_named() {
    let (bytes, _, _) = EUC_JP.encode("社員番号,氏名,所属\nE1,佐藤 花子,設計課のひと\n");
    assert_eq!(stopped(bytes.into_owned()), ("euc-jp", 0, String::new()));
    assert_eq!(stopped(*b"id,name\n1,\x1B$B;aL>\x1B(B\n"), ("iso-2022-jp", 10, "id,name\n1,".into()));
}

#[test]
fn pictures_are_no_text() {
    assert_eq!(stopped(*b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), ("not-text", 0, String::new()));
    assert_eq!(stopped(*b"PK\x03\x04\x14\x00\x00\x00\x08\x00"), ("nul", 5, "PK\u{3}\u{4}\u{14}".into()));
}

proptest::proptest! {
    #[test]
    fn arbitrary_bytes_have_an_answer(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
        let len = bytes.len();
        match decode(bytes) {
            Ok(decoded) => assert!(!decoded.text.contains('\0')),
            Err(error) => assert!(error.offset <= len),
        }
    }

    #[test]
    fn utf8_and_its_mark_round_trip(text in "[^\0\u{1B}\u{FEFF}]{0,40}") {
        assert_eq!(read(format!("\u{FEFF}{text}")).0, text);
        assert_eq!(read(text.clone()).0, text);
    }
}
