//! Lengths of time as rules and companies write them: `P12M`, 12か月, 年2回, 四半期ごと.
//!
//! A period has months and days apart, since a month has no fixed length; only on a day does it become one.

use std::fmt;

use super::scan::one_width;
use super::{MINUTES_A_DAY, add_months, clamped};

/// Years are kept as months, weeks as days, hours as minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Period {
    pub months: i32,
    pub days: i32,
    pub minutes: i32,
}

impl Period {
    pub const fn of_months(months: i32) -> Self {
        Self { months, days: 0, minutes: 0 }
    }

    pub const fn of_days(days: i32) -> Self {
        Self { months: 0, days, minutes: 0 }
    }

    /// The day that lies this period after a day. Minutes count only as whole days.
    pub fn after(&self, days: i32) -> i32 {
        let moved = add_months(days, self.months);
        clamped(i64::from(moved) + i64::from(self.days) + i64::from(self.minutes) / MINUTES_A_DAY)
    }

    /// The day that lies this period before a day.
    pub fn before(&self, days: i32) -> i32 {
        self.negated().after(days)
    }

    /// As [`Period::after`], to the minute.
    pub fn after_moment(&self, minutes: i64) -> i64 {
        let date = clamped(minutes.div_euclid(MINUTES_A_DAY));
        let moved = i64::from(add_months(date, self.months)) + i64::from(self.days);
        moved * MINUTES_A_DAY + minutes.rem_euclid(MINUTES_A_DAY) + i64::from(self.minutes)
    }

    /// As [`Period::before`], to the minute.
    pub fn before_moment(&self, minutes: i64) -> i64 {
        self.negated().after_moment(minutes)
    }

    /// For comparing two periods with each other, where no day is given.
    pub fn approx_days(&self) -> f64 {
        const DAYS_A_MONTH: f64 = 146_097.0 / 4_800.0;
        let minutes = f64::from(self.minutes) / MINUTES_A_DAY as f64;
        f64::from(self.months) * DAYS_A_MONTH + f64::from(self.days) + minutes
    }

    fn negated(&self) -> Self {
        let minus = |part: i32| part.saturating_neg();
        Self { months: minus(self.months), days: minus(self.days), minutes: minus(self.minutes) }
    }

    /// Adds so many of a unit; none if it is too much to be held.
    fn plus(mut self, count: i32, unit: Unit) -> Option<Self> {
        let (part, each) = match unit {
            Unit::Year => (&mut self.months, 12),
            Unit::Month => (&mut self.months, 1),
            Unit::Week => (&mut self.days, 7),
            Unit::Day => (&mut self.days, 1),
            Unit::Hour => (&mut self.minutes, 60),
            Unit::Minute => (&mut self.minutes, 1),
        };
        *part = part.checked_add(count.checked_mul(each)?)?;
        Some(self)
    }
}

/// From long to short: in a period the units come in this order, each once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
}

/// ISO 8601 (`P1Y6M`, `PT8H`), Japanese (1年6か月, 半年, 四半期ごと, 年2回) or plain English (`12 months`). Whole numbers only.
pub fn parse_period(text: &str) -> Option<Period> {
    let folded: String = one_width(text).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    match folded.strip_prefix('p') {
        Some(rest) if !rest.starts_with("er") => iso(rest),
        _ => spoken(&folded),
    }
}

fn iso(text: &str) -> Option<Period> {
    const DATE: [(&str, Unit); 4] = [("y", Unit::Year), ("m", Unit::Month), ("w", Unit::Week), ("d", Unit::Day)];
    const TIME: [(&str, Unit); 2] = [("h", Unit::Hour), ("m", Unit::Minute)];
    let (date, time) = match text.split_once('t') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut period = Period::default();
    if !date.is_empty() || time.is_none() {
        period = counted(period, date, &DATE)?;
    }
    match time {
        Some(time) => counted(period, time, &TIME),
        None => Some(period),
    }
}

/// One or more of number and unit, the units in order, nothing left over.
fn counted(mut period: Period, text: &str, units: &[(&str, Unit)]) -> Option<Period> {
    let mut rest = text;
    let mut last = None;
    while last.is_none() || !rest.is_empty() {
        let (count, after) = number(rest)?;
        let (word, unit) = units.iter().find(|(word, _)| after.starts_with(word))?;
        if last.is_some_and(|last| last >= *unit) {
            return None;
        }
        last = Some(*unit);
        period = period.plus(count, *unit)?;
        rest = &after[word.len()..];
        if *unit == Unit::Year && rest == "半" {
            return period.plus(6, Unit::Month);
        }
    }
    Some(period)
}

/// Digits, or one of 一 to 十.
fn number(text: &str) -> Option<(i32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return Some((text[..digits].parse().ok()?, &text[digits..]));
    }
    let first = text.chars().next()?;
    let value = "一二三四五六七八九十".chars().position(|c| c == first)?;
    Some((i32::try_from(value).ok()? + 1, &text[first.len_utf8()..]))
}

/// Longer words before those they begin with.
#[rustfmt::skip]
const WORDS: [(&str, Unit); 32] = [
    ("years", Unit::Year), ("year", Unit::Year), ("年間", Unit::Year), ("年", Unit::Year),
    ("months", Unit::Month), ("month", Unit::Month), ("か月", Unit::Month), ("ヶ月", Unit::Month), ("ケ月", Unit::Month),
    ("カ月", Unit::Month), ("ヵ月", Unit::Month), ("箇月", Unit::Month), ("ゕ月", Unit::Month), ("ゖ月", Unit::Month),
    ("かげつ", Unit::Month), ("月", Unit::Month),
    ("weeks", Unit::Week), ("week", Unit::Week), ("週間", Unit::Week), ("週", Unit::Week),
    ("days", Unit::Day), ("day", Unit::Day), ("日間", Unit::Day), ("日", Unit::Day),
    ("hours", Unit::Hour), ("hour", Unit::Hour), ("時間", Unit::Hour),
    ("minutes", Unit::Minute), ("minute", Unit::Minute), ("min", Unit::Minute), ("分間", Unit::Minute), ("分", Unit::Minute),
];

fn spoken(text: &str) -> Option<Period> {
    let bare = bare(text);
    match bare {
        "半年" | "半期" => return Some(Period::of_months(6)),
        "四半期" => return Some(Period::of_months(3)),
        "年" | "年度" | "annual" | "annually" | "yearly" => return Some(Period::of_months(12)),
        "月" | "monthly" => return Some(Period::of_months(1)),
        "quarterly" => return Some(Period::of_months(3)),
        "週" | "weekly" => return Some(Period::of_days(7)),
        "隔月" => return Some(Period::of_months(2)),
        "隔週" => return Some(Period::of_days(14)),
        "隔年" => return Some(Period::of_months(24)),
        "日" | "daily" => return Some(Period::of_days(1)),
        _ => {}
    }
    times_a_year(bare).or_else(|| counted(Period::default(), bare, &WORDS))
}

/// Without the words that say "every" or "within" around the length.
fn bare(text: &str) -> &str {
    const AROUND: [&str; 10] =
        ["ごとに", "ごと", "毎に", "毎", "につき1回", "に1回", "に一回", "に1度", "以内", "間隔"];
    let mut bare = text.strip_prefix('毎').unwrap_or(text);
    for word in AROUND {
        bare = bare.strip_suffix(word).unwrap_or(bare);
    }
    bare.strip_suffix('間').filter(|rest| rest.ends_with('月')).unwrap_or(bare)
}

/// 年2回 is every six months. Only where the months come out even.
fn times_a_year(text: &str) -> Option<Period> {
    let (unit, times) = text.split_once(['年', '月', '週'])?;
    let (times, rest) = number(times)?;
    if !unit.is_empty() || !matches!(rest, "回" | "度" | "回以上") {
        return None;
    }
    match text.chars().next()? {
        '年' if 12 % times.max(1) == 0 && times > 0 => Some(Period::of_months(12 / times)),
        '月' if times == 1 => Some(Period::of_months(1)),
        '週' if times == 1 => Some(Period::of_days(7)),
        _ => None,
    }
}

/// ISO 8601, in months, days, hours and minutes.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::default() {
            return f.write_str("P0D");
        }
        f.write_str("P")?;
        for (count, unit) in [(self.months, 'M'), (self.days, 'D')] {
            if count != 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        if self.minutes != 0 {
            f.write_str("T")?;
        }
        for (count, unit) in [(self.minutes / 60, 'H'), (self.minutes % 60, 'M')] {
            if count != 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{format_date, format_datetime, parse_date, parse_datetime};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_spelling_of_a_period_is_read() {
        for (texts, iso) in [
            (
                "P12M P1Y p12m 12か月 12ヶ月 12ヵ月 12カ月 12ケ月 12箇月 １２か月 1年 一年 1年間 毎年 年1回 1年に1回 1年ごと 1年以内 12か月間",
                "P12M",
            ),
            ("P1Y6M P18M 1年6か月 1年半 18か月", "P18M"),
            ("P6M 半年 半期 半年ごと 年2回 六か月 6か月毎", "P6M"),
            ("P3M 四半期 毎四半期 四半期ごと 年4回 3か月に1回 quarterly", "P3M"),
            ("P1M 毎月 月1回 1か月", "P1M"),
            ("P2W P14D 2週間 隔週 14日間", "P14D"),
            ("P7D 毎週 週1回 1週間", "P7D"),
            ("P90D 90日 ９０日 90日以内 90days", "P90D"),
            ("PT10M 10分 10分間", "PT10M"),
            ("PT8H 8時間 480分", "PT8H"),
            ("PT1H30M 1時間30分", "PT1H30M"),
            ("P1DT12H 1日12時間", "P1DT12H"),
            ("P0D", "P0D"),
        ] {
            for text in texts.split(' ') {
                assert_eq!(parse_period(text).map(|period| period.to_string()).as_deref(), Some(iso), "{text}");
            }
        }
        assert_eq!(parse_period("12 months"), parse_period("1 year"));
    }

    #[test]
    fn what_is_no_period_is_none() {
        for text in [
            "",
            "P",
            "PT",
            "P1",
            "1",
            "12",
            "P1.5Y",
            "-P1M",
            "P1M1Y",
            "P1DT",
            "PT5S",
            "定期的に",
            "年5回",
            "月2回",
            "1年1年",
            "people",
            "99999999999日",
            "P999999999Y",
            "2026-04-01",
            "随時",
        ] {
            assert_eq!(parse_period(text), None, "{text}");
        }
    }

    #[test]
    fn a_period_becomes_days_only_on_a_day() {
        let day = |text| parse_date(text).expect("a date");
        let period = |text| parse_period(text).expect("a period");
        assert_eq!(format_date(period("P1M").after(day("2026-01-31"))), "2026-02-28");
        assert_eq!(format_date(period("P1M").before(day("2026-03-31"))), "2026-02-28");
        assert_eq!(format_date(period("P1Y2W").after(day("2024-02-29"))), "2025-03-14");
        assert_eq!(format_date(period("PT48H").after(day("2026-04-01"))), "2026-04-03");
        assert_eq!(format_date(period("PT8H").after(day("2026-04-01"))), "2026-04-01");
        let moment = parse_datetime("2026-04-30T20:00").expect("a moment");
        assert_eq!(format_datetime(period("PT8H").after_moment(moment)), "2026-05-01T04:00");
        assert_eq!(format_datetime(period("P1M").before_moment(moment)), "2026-03-30T20:00");
    }

    #[test]
    fn periods_compare_by_their_usual_length() {
        let days = |text| parse_period(text).expect("a period").approx_days();
        assert!(days("P1M") > days("P30D") && days("P1M") < days("P31D"));
        assert!((days("P400Y") - 146_097.0).abs() < 1e-6);
        assert!((days("PT12H") - 0.5).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn a_shown_period_reads_back(months in 0..i32::MAX, days in 0..i32::MAX, minutes in 0..i32::MAX) {
            let period = Period { months, days, minutes };
            prop_assert_eq!(parse_period(&period.to_string()), Some(period));
        }

        #[test]
        fn no_period_overflows(months: i32, days: i32, minutes: i32, from: i32) {
            let period = Period { months, days, minutes };
            let _ = (period.after(from), period.before(from), period.approx_days(), period.to_string());
        }
    }
}
