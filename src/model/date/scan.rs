//! The long way to a date: Japanese eras, full-width digits, weekdays in brackets, times.
//!
//! What these spellings amount to is said in `date.rs`; here is only how they are read.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::{DateError, Parts, checked_days};
use crate::model::spell::{straight_dash, trim};

/// An era: its spellings, the year before its first, its first and its last day. The day on which one era gave way
/// to the next within the day is written in both. 明治 begins on the day to which it was dated back.
struct Era {
    names: &'static [&'static str],
    before: u32,
    first: Parts,
    last: Parts,
}

#[rustfmt::skip]
const ERAS: [Era; 5] = [
    Era { names: &["令和", "R", "r"], before: 2018, first: (2019, 5, 1), last: (9999, 12, 31) },
    Era { names: &["平成", "H", "h"], before: 1988, first: (1989, 1, 8), last: (2019, 4, 30) },
    Era { names: &["昭和", "S", "s"], before: 1925, first: (1926, 12, 25), last: (1989, 1, 7) },
    Era { names: &["大正", "T", "t"], before: 1911, first: (1912, 7, 30), last: (1926, 12, 25) },
    Era { names: &["明治", "M", "m"], before: 1867, first: (1868, 1, 25), last: (1912, 7, 30) },
];

/// A day, and the minutes since its midnight if a time is written.
pub(super) fn scan(text: &str) -> Result<(i32, Option<i32>), DateError> {
    let folded = one_width(text);
    let mut rest = Cursor(&folded);
    let days = rest.date()?;
    rest.weekday();
    rest.space();
    if rest.0.is_empty() {
        return Ok((days, None));
    }
    let minutes = rest.time().ok_or(DateError::NotADate)?;
    Ok((days, Some(minutes)))
}

/// One width, one dash. This also spells ㋿ as 令和 and ㍻ as 平成.
pub(super) fn one_width(text: &str) -> Cow<'_, str> {
    let text = trim(text);
    if text.chars().all(|c| c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}')) {
        return Cow::Borrowed(text);
    }
    // The kana keyboard's dash is the long vowel mark; no word of a date has one.
    text.nfkc().map(|c| if c == 'ー' { '-' } else { straight_dash(c) }).collect::<String>().into()
}

struct Cursor<'a>(&'a str);

impl Cursor<'_> {
    fn space(&mut self) {
        self.0 = self.0.trim_start();
    }

    fn eat(&mut self, word: &str) -> bool {
        self.space();
        let rest = self.0.strip_prefix(word);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// A number, and how many digits it has: not more than eight.
    fn number(&mut self) -> Option<(u32, usize)> {
        self.space();
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=8).contains(&digits) {
            return None;
        }
        let (number, rest) = self.0.split_at(digits);
        self.0 = rest;
        Some((number.parse().ok()?, digits))
    }

    fn short_number(&mut self) -> Option<u32> {
        self.number().filter(|(_, digits)| *digits <= 2).map(|(number, _)| number)
    }

    fn date(&mut self) -> Result<i32, DateError> {
        for era in &ERAS {
            if !self.0.starts_with(|c: char| c.is_ascii_digit()) && era.names.iter().any(|name| self.eat(name)) {
                self.eat(".");
                return self.era_date(era);
            }
        }
        let start = self.0;
        match self.number().ok_or(DateError::NotADate)? {
            (whole, 8) => checked_days((whole / 10_000, whole / 100 % 100, whole % 100)),
            (year, 4) => {
                let (month, day) = self.month_and_day()?;
                checked_days((year, month, day))
            }
            (_, 1 | 2) => {
                self.0 = start;
                Err(if self.lacks_its_year() { DateError::YearMissing } else { DateError::NotADate })
            }
            _ => Err(DateError::NotADate),
        }
    }

    fn era_date(&mut self, era: &Era) -> Result<i32, DateError> {
        let (year, month, day) = if self.eat("元") {
            let (month, day) = self.month_and_day()?;
            (1, month, day)
        } else {
            match self.number().ok_or(DateError::NotADate)? {
                (whole, 6) => (whole / 10_000, whole / 100 % 100, whole % 100),
                (year, 1 | 2) => {
                    let (month, day) = self.month_and_day()?;
                    (year, month, day)
                }
                _ => return Err(DateError::NotADate),
            }
        };
        let parts = (era.before + year, month, day);
        let days = checked_days(parts)?;
        if year == 0 || parts < era.first || parts > era.last { Err(DateError::EraRange) } else { Ok(days) }
    }

    /// What follows the year: `/4/1`, `-4-1`, `.4.1` or `年4月1日`.
    fn month_and_day(&mut self) -> Result<(u32, u32), DateError> {
        let marks = [("年", "月"), ("/", "/"), ("-", "-"), (".", ".")];
        let (_, second) = marks.into_iter().find(|(first, _)| self.eat(first)).ok_or(DateError::NotADate)?;
        let month = self.short_number().ok_or(DateError::NotADate)?;
        if !self.eat(second) {
            return Err(DateError::NotADate);
        }
        let day = self.short_number().ok_or(DateError::NotADate)?;
        if second == "月" {
            self.eat("日");
        }
        Ok((month, day))
    }

    /// `4/1`, 4月1日, `26/4/1`, 8年4月1日: worth telling apart from nonsense, as every person understands it.
    fn lacks_its_year(&mut self) -> bool {
        let start = self.0;
        let short_year = self.short_number().is_some() && self.month_and_day().is_ok();
        if !short_year {
            self.0 = start;
            let month = self.short_number().is_some() && (self.eat("/") || self.eat("月"));
            if !month || self.short_number().is_none() {
                return false;
            }
            self.eat("日");
        }
        self.weekday();
        self.space();
        self.0.is_empty() || self.time().is_some()
    }

    /// `(水)`, `(水・祝)`, `(Wed)`, 水曜日: said twice, so left aside.
    fn weekday(&mut self) {
        const DAYS: [char; 7] = ['月', '火', '水', '木', '金', '土', '日'];
        const ENGLISH: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
        self.space();
        if let Some((inside, rest)) = self.0.strip_prefix('(').and_then(|inside| inside.split_once(')')) {
            let japanese = inside.chars().all(|c| DAYS.contains(&c) || "曜祝休振・ ".contains(c));
            let english = inside.get(..3).is_some_and(|day| ENGLISH.contains(&day.to_ascii_lowercase().as_str()));
            if japanese || english {
                self.0 = rest;
            }
        } else if let Some(rest) = self.0.strip_prefix(DAYS).and_then(|rest| rest.strip_prefix('曜')) {
            self.0 = rest.strip_prefix('日').unwrap_or(rest);
        }
    }

    /// Minutes since midnight; nothing but a time zone may follow.
    fn time(&mut self) -> Option<i32> {
        let _ = self.eat("T") || self.eat("t");
        let before = self.half_of_the_day();
        let (hour, minute) = match self.number()? {
            (whole, 4) => (whole / 100, whole % 100),
            (hour, 1 | 2) if self.eat(":") => (hour, self.minutes_after_colon()?),
            (hour, 1 | 2) if self.eat("時") => (hour, self.minutes_in_japanese()?),
            (hour, 1 | 2) if before.is_some() => (hour, 0),
            _ => return None,
        };
        let hour = match before.or_else(|| self.half_of_the_day()) {
            Some(Half::Afternoon) if hour < 12 => hour + 12,
            Some(Half::Morning) if hour == 12 => 0,
            Some(Half::Morning) if hour > 12 => return None,
            _ => hour,
        };
        // The day may end at 24:00.
        let exists = minute < 60 && (hour < 24 || (hour, minute) == (24, 0));
        (exists && self.zone()).then_some((hour * 60 + minute) as i32)
    }

    fn minutes_after_colon(&mut self) -> Option<u32> {
        let minute = self.short_number()?;
        if self.eat(":") {
            self.short_number().filter(|second| *second < 60)?;
            if self.eat(".") {
                self.0 = self.0.trim_start_matches(|c: char| c.is_ascii_digit());
            }
        }
        Some(minute)
    }

    fn minutes_in_japanese(&mut self) -> Option<u32> {
        if self.eat("半") {
            return Some(30);
        }
        let Some(minute) = self.short_number() else { return Some(0) };
        if !self.eat("分") {
            return None;
        }
        match self.short_number() {
            None => Some(minute),
            Some(second) => (second < 60 && self.eat("秒")).then_some(minute),
        }
    }

    fn half_of_the_day(&mut self) -> Option<Half> {
        let words = [("午前", Half::Morning), ("AM", Half::Morning), ("am", Half::Morning)];
        let later = [("午後", Half::Afternoon), ("PM", Half::Afternoon), ("pm", Half::Afternoon)];
        words.into_iter().chain(later).find(|(word, _)| self.eat(word)).map(|(_, half)| half)
    }

    /// A time zone or nothing, then the end.
    fn zone(&mut self) -> bool {
        let named = ["Z", "z", "JST", "UTC"].iter().any(|zone| self.eat(zone));
        if !named && (self.eat("+") || self.eat("-")) {
            let offset: Vec<&str> = self.0.splitn(2, ':').collect();
            let digits = |text: &&str| matches!(text.len(), 2 | 4) && text.bytes().all(|b| b.is_ascii_digit());
            return offset.iter().all(digits);
        }
        self.space();
        self.0.is_empty()
    }
}

#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

#[cfg(test)]
mod tests {
    use super::super::{DateError, format_datetime, parse_date, parse_datetime};

    const APRIL_FIRST: i32 = 20_544;

    #[test]
    fn every_spelling_of_a_day_is_the_same_day() {
        for text in [
            "2026-04-01",
            "2026-4-1",
            "2026/4/1",
            "2026/04/01",
            "2026.4.1",
            "20260401",
            "2026年4月1日",
            "２０２６年４月１日",
            "２０２６／４／１",
            "2026‐04‐01",
            "2026－04－01",
            "2026ー4ー1",
            "2026. 4. 1",
            "2026年 4月 1日",
            "2026年4月1",
            "R8.4.1",
            "R8/4/1",
            "r8-4-1",
            "R08.04.01",
            "R.8.4.1",
            "R080401",
            "Ｒ８．４．１",
            "R 8. 4. 1",
            "令和8年4月1日",
            "令和８年４月１日",
            "令和 8年 4月 1日",
            "令和8.4.1",
            "㋿8年4月1日",
            "R8年4月1日",
            "2026/4/1(水)",
            "2026/4/1（水）",
            "2026/4/1 (水・祝)",
            "令和8年4月1日（水曜日）",
            "2026年4月1日水曜日",
            "2026/4/1 (Wed)",
            "2026/4/1 0:00:00",
            "2026/4/1 0:00",
            "2026-04-01T00:00:00Z",
            " 2026/4/1　",
        ] {
            assert_eq!(parse_date(text), Ok(APRIL_FIRST), "{text}");
        }
    }

    #[test]
    fn each_era_begins_and_ends_on_its_day() {
        let day = |text| parse_date(text).map(super::super::format_date);
        for (text, iso) in [
            ("令和元年5月1日", "2019-05-01"),
            ("R1.5.1", "2019-05-01"),
            ("H31.4.30", "2019-04-30"),
            ("平成元年1月8日", "1989-01-08"),
            ("S64.1.7", "1989-01-07"),
            ("昭和元年12月25日", "1926-12-25"),
            ("㍼60年4月1日", "1985-04-01"),
            ("T15.12.25", "1926-12-25"),
            ("大正元年7月30日", "1912-07-30"),
            ("明治45年7月30日", "1912-07-30"),
            ("M10.1.1", "1877-01-01"),
            ("㍻30年4月1日", "2018-04-01"),
        ] {
            assert_eq!(day(text), Ok(iso.to_owned()), "{text}");
        }
        for text in
            ["平成32年4月1日", "令和元年4月1日", "H31.5.1", "平成元年1月7日", "S64.1.8", "T1.7.29", "R0.5.1", "M46.1.1"]
        {
            assert_eq!(day(text), Err(DateError::EraRange), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_date_is_told_apart() {
        for (text, error) in [
            ("2026/2/30", DateError::NoSuchDay),
            ("2026年13月1日", DateError::NoSuchDay),
            ("20260431", DateError::NoSuchDay),
            ("令和8年2月30日", DateError::NoSuchDay),
            ("平成31年4月31日", DateError::NoSuchDay),
            ("4/1", DateError::YearMissing),
            ("4月1日", DateError::YearMissing),
            ("26/4/1", DateError::YearMissing),
            ("8年4月1日", DateError::YearMissing),
            ("4/1(水)", DateError::YearMissing),
            ("12/25 10:00", DateError::YearMissing),
            ("", DateError::NotADate),
            ("未定", DateError::NotADate),
            ("2026", DateError::NotADate),
            ("2026/4", DateError::NotADate),
            ("2026年4月", DateError::NotADate),
            ("2026/4-1", DateError::NotADate),
            ("04/01/2026", DateError::NotADate),
            ("令和8年度", DateError::NotADate),
            ("2026/4/1 8:30", DateError::NotADate),
            ("2026/4/1頃", DateError::NotADate),
            ("R8", DateError::NotADate),
            ("1.5", DateError::NotADate),
            ("46113", DateError::NotADate),
            ("2026/4/1 (A)", DateError::NotADate),
            ("2026/4/123", DateError::NotADate),
            ("2026-04-01-2026-05-01", DateError::NotADate),
            ("2026/4/1～2026/5/1", DateError::NotADate),
        ] {
            assert_eq!(parse_date(text), Err(error), "{text}");
        }
        assert_eq!(DateError::YearMissing.phrase(), "year-missing");
    }

    #[test]
    fn every_spelling_of_a_time_is_the_same_minute() {
        for text in [
            "2026-05-11T20:30",
            "2026/5/11 20:30",
            "2026-05-11 20:30:00",
            "2026-05-11T20:30:15.250Z",
            "2026-05-11T20:30+09:00",
            "2026-05-11T20:30:00-0900",
            "2026年5月11日20時30分",
            "2026年5月11日 20時半",
            "2026年5月11日午後8時30分",
            "R8.5.11 午後 8:30",
            "2026/5/11 8:30 PM",
            "2026/5/11 8:30pm",
            "2026/5/11(月) 20:30",
            "２０２６／５／１１　２０：３０",
            "2026-05-11 2030",
            "20260511T2030",
            "2026年5月11日20時30分10秒",
            "2026-05-11 20:30 JST",
        ] {
            assert_eq!(parse_datetime(text).map(format_datetime), Ok("2026-05-11T20:30".to_owned()), "{text}");
        }
    }

    #[test]
    fn noon_midnight_and_the_end_of_a_day() {
        for (text, iso) in [
            ("2026/5/11 午後0時15分", "2026-05-11T12:15"),
            ("2026/5/11 12:15 PM", "2026-05-11T12:15"),
            ("2026/5/11 12:15 AM", "2026-05-11T00:15"),
            ("2026/5/11 24:00", "2026-05-12T00:00"),
            ("2026/5/11 9時", "2026-05-11T09:00"),
            ("2026/5/11", "2026-05-11T00:00"),
        ] {
            assert_eq!(parse_datetime(text).map(format_datetime), Ok(iso.to_owned()), "{text}");
        }
        for text in [
            "2026/5/11 25:00",
            "2026/5/11 8:60",
            "2026/5/11 24:01",
            "2026/5/11 8",
            "2026/5/11 13:00 AM",
            "2026/5/11 8:30 x",
            "2026/5/11 8:30+9",
        ] {
            assert_eq!(parse_datetime(text), Err(DateError::NotADate), "{text}");
        }
        assert_eq!(parse_datetime("2026/2/30 8:30"), Err(DateError::NoSuchDay));
    }
}
