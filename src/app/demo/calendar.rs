//! The demo's calendar. Its day of judgement never moves: the same seed must make the same company next year too.

use crate::model::date::{civil, days_from_civil};

/// 20 November 2026, a Friday: the day on which the company is in order.
pub const TODAY: i32 = 20_777;

pub fn day(year: i32, month: u32, day: u32) -> i32 {
    days_from_civil(year, month, day)
}

/// The day itself, or the Friday before a weekend. Days in order stay in order.
pub fn workday(day: i32) -> i32 {
    match (day + 3).rem_euclid(7) {
        5 => day - 1,
        6 => day - 2,
        _ => day,
    }
}

/// The Japanese business year, April to March.
pub fn fiscal_year(day: i32) -> i32 {
    let (year, month, _) = civil(day);
    if month < 4 { year - 1 } else { year }
}

/// So many working days before today.
pub fn workdays_ago(count: usize) -> i32 {
    // Today is a Friday: five working days back is the Friday before.
    TODAY - (count / 5 * 7 + count % 5) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_is_a_friday_of_november() {
        assert_eq!(civil(TODAY), (2026, 11, 20));
        assert_eq!([0, 1, 2, 3].map(|more| workday(TODAY + more) - TODAY), [0, 0, 0, 3]);
    }

    #[test]
    fn business_years_begin_in_april() {
        assert_eq!(fiscal_year(day(2026, 3, 31)), 2025);
        assert_eq!(fiscal_year(day(2026, 4, 1)), 2026);
    }

    #[test]
    fn working_days_are_counted_back_over_weekends() {
        assert_eq!([0, 1, 4, 5, 6].map(|count| TODAY - workdays_ago(count)), [0, 1, 4, 7, 8]);
    }
}
