//! The shape of dates and times, which the library leaves to its callers: `090-1234-5678` without quotes is not one.

/// Whether this is a date, a time, or both, as TOML writes them (RFC 3339), and one that exists.
pub(super) fn is_valid(text: &str) -> bool {
    let Some((date, rest)) = text.split_at_checked(10).filter(|(date, _)| date.as_bytes()[4] == b'-') else {
        return is_time(text);
    };
    if !is_date(date) {
        return false;
    }
    let Some(time) = rest.strip_prefix(['T', 't', ' ']) else {
        return rest.is_empty();
    };
    if let Some(local) = time.strip_suffix(['Z', 'z']) {
        return is_time(local);
    }
    match time.rfind(['+', '-']) {
        Some(sign) => is_time(&time[..sign]) && is_clock(&time[sign + 1..]),
        None => is_time(time),
    }
}

fn is_date(text: &str) -> bool {
    let (Some(year), Some(month), Some(day)) = (number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return false,
    };
    text.len() == 10 && text.as_bytes()[7] == b'-' && (1..=days).contains(&day)
}

/// `07:30`, `07:30:00`, `07:30:00.5`.
fn is_time(text: &str) -> bool {
    let Some((clock, rest)) = text.split_at_checked(5) else {
        return false;
    };
    if !is_clock(clock) {
        return false;
    }
    let Some(seconds) = rest.strip_prefix(':') else {
        return rest.is_empty();
    };
    let (whole, fraction) = seconds.split_once('.').map_or((seconds, None), |(whole, part)| (whole, Some(part)));
    whole.len() == 2
        && number(whole, 0, 2).is_some_and(|second| second <= 60)
        && fraction.is_none_or(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

fn is_clock(text: &str) -> bool {
    text.len() == 5
        && text.as_bytes()[2] == b':'
        && number(text, 0, 2).is_some_and(|hour| hour < 24)
        && number(text, 3, 5).is_some_and(|minute| minute < 60)
}

fn number(text: &str, start: usize, end: usize) -> Option<u32> {
    let digits = text.get(start..end)?;
    if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn only_dates_and_times_that_exist_are_taken() {
        for good in [
            "2026-04-01",
            "2024-02-29",
            "2026-04-01T07:30:00",
            "2026-04-01 07:30:00",
            "2026-04-01t07:30:00.123Z",
            "2026-04-01T07:30:00+09:00",
            "07:30:00",
            "07:30:00.5",
            "23:59:60",
            "07:30",
        ] {
            assert!(is_valid(good), "{good}");
        }
        for bad in [
            "2026-4-1",
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "090-1234-5678",
            "1-2",
            "24:00:00",
            "7:30",
            "07:60:00",
            "07:30:61",
            "07:30:",
            "07:30:00.",
            "2026-04-01T",
            "2026-04-01T07:30:00+9:00",
            "2026-04-01X07:30:00",
            "2026-04-012",
            "1:",
            "",
            "2026-04-01T07:30:00+09:00x",
            "２０２６-04-01",
        ] {
            assert!(!is_valid(bad), "{bad}");
        }
    }
}
