//! Days as spreadsheet programs count them.

/// The day from which a workbook counts. Workbooks that began on an old Macintosh count from another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateSystem {
    #[default]
    From1900,
    From1904,
}

/// Serial of 1970-01-01.
const EPOCH_1900: i64 = 25_569;
const EPOCH_1904: i64 = 24_107;

/// The last day of the year 9999, beyond which nobody counts.
const LAST_DAY: i64 = 2_932_896;

const DAY: i64 = 86_400;

impl DateSystem {
    /// Days since 1970-01-01 and seconds of the day; nothing for what is no day of the calendar.
    pub fn moment(self, serial: f64) -> Option<(i32, u32)> {
        if !(0.0..3_000_000.0).contains(&serial) {
            return None;
        }
        let seconds = (serial * DAY as f64).round() as i64;
        let (day, seconds) = (seconds / DAY, seconds % DAY);
        let day = match self {
            DateSystem::From1904 => day - EPOCH_1904,
            // The count from 1900 has a 29 February that the year did not have, and calls the day before its first one 0.
            DateSystem::From1900 if day == 0 || day == 60 => return None,
            DateSystem::From1900 => day - EPOCH_1900 + i64::from(day < 60),
        };
        (day <= LAST_DAY).then_some((day as i32, seconds as u32))
    }

    pub fn name(self) -> &'static str {
        match self {
            DateSystem::From1900 => "1900",
            DateSystem::From1904 => "1904",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_are_days_of_the_calendar() {
        let day = |system: DateSystem, serial| system.moment(serial).map(|(day, _)| day);
        assert_eq!(day(DateSystem::From1900, 25_569.0), Some(0));
        assert_eq!(day(DateSystem::From1900, 46_113.0), Some(20_544)); // 2026-04-01
        assert_eq!(day(DateSystem::From1904, 44_651.0), Some(20_544));
        assert_eq!(day(DateSystem::From1900, 1.0), Some(-25_567)); // 1900-01-01
        assert_eq!(day(DateSystem::From1900, 59.0), Some(-25_509)); // 1900-02-28
        assert_eq!(day(DateSystem::From1900, 61.0), Some(-25_508)); // 1900-03-01
        assert_eq!(day(DateSystem::From1904, 0.0), Some(-24_107)); // 1904-01-01
        for none in [0.0, 60.0, -1.0, 2_958_466.0, f64::NAN, f64::INFINITY] {
            assert_eq!(day(DateSystem::From1900, none), None, "{none}");
        }
    }

    #[test]
    fn a_time_is_rounded_to_the_second_and_may_reach_the_next_day() {
        let moment = |serial| DateSystem::From1900.moment(serial).expect("a moment");
        assert_eq!(moment(46_113.354_166_666_664), (20_544, 8 * 3600 + 30 * 60));
        assert_eq!(moment(46_113.999_999_99), (20_545, 0));
    }
}
