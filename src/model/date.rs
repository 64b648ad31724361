//! Days, moments and periods: every spelling a Japanese office uses, read into plain numbers.
//!
//! A date is days since 1970-01-01, a moment minutes since its midnight, both without a time zone: what is written is
//! what the clock on the wall showed. Every cell of a date column comes through here, hence own arithmetic and a
//! short way for `2026-04-01` and `2026/4/1`; `date/scan.rs` knows the others. What today is, `source::World` knows; intervals belong to the model's tables.

mod period;
mod scan;

pub use period::{Period, parse_period};
use scan::scan;

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateError {
    NotADate,
    /// The shape is right, the calendar has no such day.
    NoSuchDay,
    /// The day lies outside of the era it is written in, as in 平成32年.
    EraRange,
    /// Month and day only, or a year of two digits without its era.
    YearMissing,
}

impl DateError {
    pub fn phrase(&self) -> &'static str {
        match self {
            Self::NotADate => "not-a-date",
            Self::NoSuchDay => "no-such-day",
            Self::EraRange => "era-range",
            Self::YearMissing => "year-missing",
        }
    }
}

pub const MINUTES_A_DAY: i64 = 24 * 60;

/// Days since 1970-01-01. A time behind the date is accepted if it is midnight, as spreadsheets add it.
pub fn parse_date(text: &str) -> Result<i32, DateError> {
    if let Some(parts) = iso(text.as_bytes()) {
        return checked_days(parts);
    }
    if let Some((parts, [])) = quick(text.as_bytes()) {
        return checked_days(parts);
    }
    match scan(text)? {
        (days, None | Some(0)) => Ok(days),
        _ => Err(DateError::NotADate),
    }
}

/// Minutes since 1970-01-01T00:00 by the clock on the wall; a bare date is its midnight. A time zone behind the time
/// is accepted and left aside.
pub fn parse_datetime(text: &str) -> Result<i64, DateError> {
    if let Some((parts, rest)) = quick(text.as_bytes())
        && let Some(minutes) = quick_time(rest)
    {
        return Ok(i64::from(checked_days(parts)?) * MINUTES_A_DAY + i64::from(minutes));
    }
    let (days, minutes) = scan(text)?;
    Ok(i64::from(days) * MINUTES_A_DAY + i64::from(minutes.unwrap_or(0)))
}

/// Year, month and day of a day, in the Gregorian calendar carried back without end.
pub fn civil(days: i32) -> (i32, u32, u32) {
    // Counted in cycles of 400 years, in years that begin with March, so that the leap day is a year's last.
    let shifted = i64::from(days) + MARCH_ZERO;
    let cycle = shifted.div_euclid(CYCLE);
    let day = shifted.rem_euclid(CYCLE);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + cycle * 400 + i64::from(month <= 2);
    (year as i32, month as u32, date as u32)
}

/// The day of a year, month and day that exist; see [`civil`].
pub fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    clamped(long_days(i64::from(year), month, day))
}

fn long_days(year: i64, month: u32, day: u32) -> i64 {
    let year = year - i64::from(month <= 2);
    let cycle = year.div_euclid(400);
    let year = year.rem_euclid(400);
    let month = i64::from((month + 9) % 12);
    let day = (153 * month + 2) / 5 + i64::from(day) - 1;
    cycle * CYCLE + year * 365 + year / 4 - year / 100 + day - MARCH_ZERO
}

/// Days in 400 years.
const CYCLE: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const MARCH_ZERO: i64 = 719_468;

fn clamped(days: i64) -> i32 {
    days.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32
}

fn month_length(year: i64, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// As `2026-04-01`.
pub fn format_date(days: i32) -> String {
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// As `2026-05-11T08:30`.
pub fn format_datetime(minutes: i64) -> String {
    let date = format_date(clamped(minutes.div_euclid(MINUTES_A_DAY)));
    let time = minutes.rem_euclid(MINUTES_A_DAY);
    format!("{date}T{:02}:{:02}", time / 60, time % 60)
}

/// The same day of another month, or that month's last day where it is shorter.
pub fn add_months(days: i32, months: i32) -> i32 {
    let (year, month, day) = civil(days);
    let total = i64::from(year) * 12 + i64::from(month) - 1 + i64::from(months);
    let (year, month) = (total.div_euclid(12), total.rem_euclid(12) as u32 + 1);
    clamped(long_days(year, month, day.min(month_length(year, month))))
}

type Parts = (u32, u32, u32);

/// The shortest way: exactly `dddd-dd-dd`, which most cells are. Digits are checked together at the end.
fn iso(bytes: &[u8]) -> Option<Parts> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else { return None };
    let [y1, y2, y3, y4, m1, m2, d1, d2] = [y1, y2, y3, y4, m1, m2, d1, d2].map(|b| u32::from(b.wrapping_sub(b'0')));
    let digits = y1.max(y2).max(y3).max(y4).max(m1).max(m2).max(d1).max(d2) <= 9;
    digits.then_some((y1 * 1000 + y2 * 100 + y3 * 10 + y4, m1 * 10 + m2, d1 * 10 + d2))
}

/// The short way, without a look at the characters: `2026-04-01`, `2026/4/1`, `2026.4.1`, and what follows it.
fn quick(bytes: &[u8]) -> Option<(Parts, &[u8])> {
    let digit = |at: usize| bytes.get(at).map(|b| u32::from(b.wrapping_sub(b'0'))).filter(|digit| *digit <= 9);
    let one_or_two = |at: usize| {
        let first = digit(at)?;
        Some(digit(at + 1).map_or((first, at + 1), |second| (first * 10 + second, at + 2)))
    };
    let year = digit(0)? * 1000 + digit(1)? * 100 + digit(2)? * 10 + digit(3)?;
    let mark = *bytes.get(4).filter(|mark| matches!(mark, b'-' | b'/' | b'.'))?;
    let (month, at) = one_or_two(5)?;
    if bytes.get(at) != Some(&mark) {
        return None;
    }
    let (day, at) = one_or_two(at + 1)?;
    Some(((year, month, day), &bytes[at..]))
}

/// The short way to a time: `T08:30` or ` 08:30:00`, to the end.
fn quick_time(bytes: &[u8]) -> Option<u32> {
    let (&[b'T' | b' ', a, b, b':', c, d] | &[b'T' | b' ', a, b, b':', c, d, b':', b'0', b'0']) = bytes else {
        return None;
    };
    let [a, b, c, d] = [a, b, c, d].map(|digit| u32::from(digit.wrapping_sub(b'0')));
    let (hour, minute) = (a * 10 + b, c * 10 + d);
    let exists = a.max(b).max(c).max(d) <= 9 && hour < 24 && minute < 60;
    exists.then_some(hour * 60 + minute)
}

fn checked_days((year, month, day): Parts) -> Result<i32, DateError> {
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) {
        return Err(DateError::NoSuchDay);
    }
    if day == 0 || (day > 28 && day > month_length(i64::from(year), month)) {
        return Err(DateError::NoSuchDay);
    }
    // As in `long_days`, but for years that are neither negative nor large.
    let year = year - u32::from(month <= 2);
    let day = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Ok((year * 365 + year / 4 - year / 100 + year / 400 + day) as i32 - MARCH_ZERO as i32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const APRIL_FIRST: i32 = 20_544;

    #[test]
    fn the_calendar_agrees_with_another_one() {
        let mut day = jiff::civil::date(1850, 1, 1);
        let mut days = days_from_civil(1850, 1, 1);
        while day.year() < 2150 {
            let (year, month, date) = (i32::from(day.year()), day.month() as u32, day.day() as u32);
            assert_eq!(civil(days), (year, month, date));
            assert_eq!(days_from_civil(year, month, date), days);
            assert_eq!(parse_date(&day.to_string()), Ok(days));
            day = day.tomorrow().expect("far from the end of time");
            days += 1;
        }
        assert_eq!(civil(0), (1970, 1, 1));
    }

    #[test]
    fn leap_years_have_their_day() {
        for (text, exists) in [("2024-02-29", true), ("2000-02-29", true), ("1900-02-29", false), ("2026-02-29", false)]
        {
            assert_eq!(parse_date(text).is_ok(), exists, "{text}");
        }
    }

    #[test]
    fn iso_dates_take_the_short_way() {
        assert_eq!(parse_date("2026-04-01"), Ok(APRIL_FIRST));
        for text in ["2026-00-01", "2026-13-01", "2026-04-00", "2026-04-31", "0000-01-01"] {
            assert_eq!(parse_date(text), Err(DateError::NoSuchDay), "{text}");
        }
        assert_eq!(parse_date("2026-o4-01"), Err(DateError::NotADate));
    }

    #[test]
    fn moments_count_minutes() {
        assert_eq!(parse_datetime("1970-01-01T00:01"), Ok(1));
        assert_eq!(parse_datetime("1969-12-31T23:59"), Ok(-1));
        assert_eq!(parse_datetime("2026-04-01"), Ok(i64::from(APRIL_FIRST) * MINUTES_A_DAY));
        assert_eq!(format_datetime(-1), "1969-12-31T23:59");
    }

    #[test]
    fn months_are_added_within_the_month() {
        let add = |text, months| format_date(add_months(parse_date(text).expect("a date"), months));
        assert_eq!(add("2026-01-31", 1), "2026-02-28");
        assert_eq!(add("2024-01-31", 1), "2024-02-29");
        assert_eq!(add("2026-03-31", -1), "2026-02-28");
        assert_eq!(add("2026-12-15", 1), "2027-01-15");
        assert_eq!(add("2026-01-15", -13), "2024-12-15");
        assert_eq!(add("2024-02-29", 12), "2025-02-28");
        assert_eq!(add_months(i32::MAX, i32::MAX), i32::MAX);
        assert_eq!(add_months(i32::MIN, i32::MIN), i32::MIN);
    }

    #[test]
    fn the_short_way_and_the_long_way_agree() {
        for text in [
            "2026-04-01",
            "2026/4/1",
            "2026.12.31",
            "2026/02/30",
            "2026/13/1",
            "2026/4-1",
            "2026/4/123",
            "2026/4/",
            "2026/4/31",
            "0000/1/1",
        ] {
            assert_eq!(parse_date(text), scan(text).map(|(days, _)| days), "{text}");
        }
        for text in
            ["2026-05-11T08:30", "2026/5/11 08:30:00", "2026-05-11T24:00", "2026-05-11T08:60", "2026-05-11T0x:30"]
        {
            let long = scan(text).map(|(days, time)| i64::from(days) * MINUTES_A_DAY + i64::from(time.unwrap_or(0)));
            assert_eq!(parse_datetime(text), long, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_shown_date_reads_back(days in days_from_civil(1, 1, 1)..=days_from_civil(9999, 12, 31)) {
            prop_assert_eq!(parse_date(&format_date(days)), Ok(days));
        }

        #[test]
        fn a_shown_moment_reads_back(minutes in -900_000_000i64..3_000_000_000) {
            prop_assert_eq!(parse_datetime(&format_datetime(minutes)), Ok(minutes));
        }

        #[test]
        fn every_number_is_a_day(days: i32) {
            let (year, month, day) = civil(days);
            prop_assert_eq!(days_from_civil(year, month, day), days);
        }

        #[test]
        fn any_text_is_judged_without_panic(text in "[0-9/.年月日時分令和元RHS平成(): TZ+午後\\-]{0,14}") {
            let _ = (parse_date(&text), parse_datetime(&text), parse_period(&text));
        }

        #[test]
        fn any_characters_are_judged_without_panic(text in "\\PC{0,14}") {
            let _ = (parse_date(&text), parse_datetime(&text), parse_period(&text));
        }
    }
}
