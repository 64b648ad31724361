//! Yes/no words and numbers as people type them into a sheet.
//!
//! Which column wants which type is the schema's business, and whether a cell is empty is asked before (see
//! `spell`). A number in a text column stays the text it is: these functions are called only where a number is due.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use unicode_normalization::UnicodeNormalization;

use super::spell::{fold_word, straight_dash, trim};

/// 要/不要 and 可/不可 count as yes and no, like ○ and ×.
pub fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "○" => return Some(true), // by far the most common, and outside of what folding passes over quickly
        "×" => return Some(false),
        _ => {}
    }
    match fold_word(text).as_ref() {
        "○" | "〇" | "◯" | "◎" | "●" | "✓" | "✔" | "☑" | "✅" | "レ" | "有" | "有り" | "あり" | "済" | "済み"
        | "要" | "可" | "はい" | "是" | "yes" | "y" | "true" | "t" | "1" | "on" => Some(true),
        "×" | "✕" | "✗" | "✖" | "✘" | "☐" | "❌" | "無" | "無し" | "なし" | "未" | "未済" | "否" | "不要" | "不可"
        | "いいえ" | "no" | "n" | "false" | "f" | "0" | "off" => Some(false),
        _ => None,
    }
}

/// A whole number: any width, thousands grouped or not, a counting word behind it (`1，200枚`) or not.
pub fn parse_int(text: &str) -> Option<i64> {
    let number = Decimal::parse(text)?;
    (number.scale == 0).then_some(number.mantissa)
}

/// Words that count things and say nothing about the number.
const COUNTERS: [char; 14] = ['個', '本', '枚', '部', '台', '件', '冊', '点', '名', '人', '箱', '巻', '通', '回'];

/// An exact decimal number: `mantissa / 10^scale`, with a scale of at most [`Decimal::MAX_SCALE`]. It is shown as it was
/// written (`1.50`) and compared by value (`1.50 = 1.5`).
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    pub mantissa: i64,
    pub scale: u8,
}

impl Decimal {
    pub const MAX_SCALE: u8 = 18;

    pub fn parse(text: &str) -> Option<Self> {
        let text = trim(text);
        if text.is_ascii() {
            return Self::parse_ascii(text);
        }
        let folded: String = text.nfkc().map(straight_dash).collect();
        let bare = folded.strip_suffix(COUNTERS).unwrap_or(&folded).trim_end();
        Self::parse_ascii(bare)
    }

    fn parse_ascii(text: &str) -> Option<Self> {
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        if !is_grouped(whole) || fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let fraction = if digits.contains('.') { fraction } else { "" };
        let mut mantissa: i64 = 0;
        for digit in whole.bytes().filter(|b| *b != b',').chain(fraction.bytes()) {
            let digit = i64::from(digit - b'0');
            // Built on the negative side, where the smallest number also fits.
            mantissa = mantissa.checked_mul(10)?.checked_sub(digit)?;
        }
        let scale = u8::try_from(fraction.len()).ok().filter(|scale| *scale <= Self::MAX_SCALE)?;
        Some(Self { mantissa: if negative { mantissa } else { mantissa.checked_neg()? }, scale })
    }

    pub fn to_f64(self) -> f64 {
        self.mantissa as f64 / 10f64.powi(i32::from(self.scale))
    }

    /// The same number without zeros at its end, so that equal numbers have equal parts.
    fn normal(mut self) -> Self {
        while self.scale > 0 && self.mantissa % 10 == 0 {
            self.mantissa /= 10;
            self.scale -= 1;
        }
        self
    }

    fn scaled_up(self, by: u8) -> i128 {
        i128::from(self.mantissa) * 10i128.pow(u32::from(by.min(Self::MAX_SCALE)))
    }
}

/// Digits, or digits in groups of three as in `1,200,000`; not `1,2`, which is a list.
fn is_grouped(digits: &str) -> bool {
    let number = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let Some((first, rest)) = digits.split_once(',') else { return number(digits) };
    number(first) && first.len() <= 3 && rest.split(',').all(|group| group.len() == 3 && number(group))
}

impl From<i64> for Decimal {
    fn from(mantissa: i64) -> Self {
        Self { mantissa, scale: 0 }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let shared = self.scale.max(other.scale);
        self.scaled_up(shared - self.scale).cmp(&other.scaled_up(shared - other.scale))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let normal = self.normal();
        (normal.mantissa, normal.scale).hash(state);
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let scale = usize::from(self.scale);
        let digits = format!("{:0>width$}", self.mantissa.unsigned_abs(), width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        let point = if scale > 0 { "." } else { "" };
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_spelling_of_yes_and_no_is_known() {
        let yes = "○ 〇 ◯ ✓ ✔ レ ﾚ 有 有り あり 済 済み 要 可 はい 是 yes YES ｙ y true TRUE t 1 １ on";
        let no = "× ✕ ✗ 無 無し なし 未 未済 否 不要 不可 いいえ no No n false FALSE f 0 ０ off";
        for (words, expected) in [(yes, true), (no, false)] {
            for word in words.split(' ') {
                assert_eq!(parse_bool(word), Some(expected), "{word}");
            }
        }
        assert_eq!(parse_bool("　有 り　"), Some(true));
    }

    #[test]
    fn other_words_are_neither() {
        for word in ["", "－", "該当なし", "不明", "2", "x", "検討中"] {
            assert_eq!(parse_bool(word), None, "{word}");
        }
    }

    #[test]
    fn numbers_are_read_as_typed() {
        for (text, number) in [
            ("0", 0),
            ("007", 7),
            ("-12", -12),
            ("+3", 3),
            ("１２", 12),
            ("1,000", 1000),
            ("1，234，567", 1_234_567),
            ("３枚", 3),
            ("12 冊", 12),
            ("−5", -5),
            ("9223372036854775807", i64::MAX),
        ] {
            assert_eq!(parse_int(text), Some(number), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "",
            "-",
            "1,2",
            "1,0000",
            ",100",
            "1 2",
            "一",
            "十枚",
            "1e3",
            "0x10",
            "枚",
            "約3",
            "1.5",
            "9223372036854775808",
        ] {
            assert_eq!(parse_int(text), None, "{text}");
        }
        for text in ["1.", ".5", "1.2.3", "1.-2", "NaN", "1.0000000000000000001"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn decimals_compare_by_value_and_show_as_written() {
        let decimal = |text| Decimal::parse(text).expect("a number");
        assert_eq!(decimal("1.50"), decimal("1.5"));
        assert!(decimal("-0.01") < decimal("0") && decimal("9.99") < decimal("10"));
        assert!(decimal("0.000000000000000001") > decimal("0"));
        for text in ["1.50", "-0.05", "0.00", "1200", "-9223372036854775808"] {
            assert_eq!(decimal(text).to_string(), text);
        }
        assert_eq!(decimal("１，２００．５").to_string(), "1200.5");
        assert!((decimal("2.25").to_f64() - 2.25).abs() < f64::EPSILON);
    }

    proptest! {
        #[test]
        fn a_shown_decimal_reads_back(mantissa: i64, scale in 0u8..=18) {
            let decimal = Decimal { mantissa, scale };
            let again = Decimal::parse(&decimal.to_string()).expect("what is shown can be read");
            prop_assert_eq!((again.mantissa, again.scale), (mantissa, scale));
        }

        #[test]
        fn equal_decimals_hash_alike(mantissa in -1000i64..1000, scale in 0u8..4, zeros in 0u32..4) {
            let hash = |d: Decimal| { let mut h = std::hash::DefaultHasher::new(); d.hash(&mut h); h.finish() };
            let one = Decimal { mantissa, scale };
            let other = Decimal { mantissa: mantissa * 10i64.pow(zeros), scale: scale + zeros as u8 };
            prop_assert_eq!(one, other);
            prop_assert_eq!(hash(one), hash(other));
        }

        #[test]
        fn any_text_is_judged_without_panic(text in "\\PC{0,12}") {
            let _ = (parse_bool(&text), parse_int(&text), Decimal::parse(&text));
        }
    }
}
