//! From a stored number to what stands on the screen, as far as the difference matters: days and times, and numbers that
//! are shown as an id (`"E"000`, `0000`). Currency signs, grouping and rounding are looks; the number itself is kept.

use crate::tree::DateSystem;

/// What a number format makes of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Show {
    Plain,
    Date,
    Time,
    Moment,
    /// Hours beyond a day.
    Elapsed,
    /// Digits filled up with zeros, between fixed text.
    Id {
        before: String,
        zeros: usize,
        after: String,
    },
}

/// A number format that needs no entry in the workbook.
pub fn builtin(id: u32) -> Show {
    match id {
        // 27 to 36 and 50 to 58 are what Japanese and Chinese versions of Excel add.
        14..=17 | 27..=31 | 34..=36 | 50..=58 => Show::Date,
        18..=21 | 32 | 33 | 45 | 47 => Show::Time,
        22 => Show::Moment,
        46 => Show::Elapsed,
        _ => Show::Plain,
    }
}

/// A number format by its code: `yyyy/m/d`, `[h]:mm`, `"E"000`. What it says of negative numbers is left aside.
pub fn custom(code: &str) -> Show {
    let mut before = String::new();
    let mut after = String::new();
    let (mut digits, mut zeros, mut plain) = (false, 0, false);
    let (mut day, mut time, mut elapsed) = (false, false, false);
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        let text = |text: &str, before: &mut String, after: &mut String| {
            if digits { after.push_str(text) } else { before.push_str(text) }
        };
        match c {
            ';' => break,
            '"' => {
                let quoted: String = chars.by_ref().take_while(|c| *c != '"').collect();
                text(&quoted, &mut before, &mut after);
            }
            '\\' | '!' => {
                if let Some(c) = chars.next() {
                    text(c.encode_utf8(&mut [0; 4]), &mut before, &mut after);
                }
            }
            '_' | '*' => {
                chars.next();
            }
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                elapsed |=
                    !inside.is_empty() && inside.chars().all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's'));
            }
            '0' => {
                plain |= !after.is_empty();
                digits = true;
                zeros += 1;
            }
            '#' | '?' => {
                plain |= !after.is_empty();
                digits = true;
            }
            'E' | 'e' if matches!(chars.peek(), Some('+' | '-')) => plain = true,
            'G' if chars.clone().take(6).collect::<String>().eq_ignore_ascii_case("eneral") => {
                chars.nth(5);
                plain = true;
            }
            'y' | 'Y' | 'd' | 'D' | 'g' | 'G' | 'e' | 'E' | 'r' | 'R' => day = true,
            'h' | 'H' | 's' | 'S' => time = true,
            'm' | 'M' => day |= !time && !elapsed && !followed_by_seconds(chars.clone()),
            'a' | 'A' if chars.peek().is_some_and(|c| matches!(c, 'a' | 'A')) => day = true,
            '.' | ',' | '%' | '/' => plain |= !day && !time && !elapsed,
            '-' | ' ' | '(' | ')' | ':' | '+' => text(c.encode_utf8(&mut [0; 4]), &mut before, &mut after),
            _ => {}
        }
    }
    match (elapsed, day, time) {
        (true, ..) => Show::Elapsed,
        (_, true, true) => Show::Moment,
        (_, true, false) => Show::Date,
        (_, false, true) => Show::Time,
        _ if digits && !plain && zeros > 0 && names_something(&before, zeros, &after) => {
            Show::Id { before, zeros, after }
        }
        _ => Show::Plain,
    }
}

/// `mm:ss` is a time.
fn followed_by_seconds(rest: impl Iterator<Item = char>) -> bool {
    let mut rest = rest.skip_while(|c| matches!(c, 'm' | 'M'));
    matches!((rest.next(), rest.next()), (Some(':'), Some('s' | 'S')))
}

/// An id has letters before its digits, or zeros; `0"か月"` is a period. Counters (名, 台) are only looks.
fn names_something(before: &str, zeros: usize, after: &str) -> bool {
    let period = ["日", "週", "月", "年"].iter().any(|unit| after.trim_end().ends_with(unit));
    before.contains(char::is_alphanumeric) || zeros > 1 || period
}

/// What is seen of a number.
pub fn seen(raw: &str, show: &Show, dates: DateSystem) -> String {
    let Ok(number) = raw.trim().parse::<f64>() else { return raw.to_owned() };
    let plain = || plain(raw.trim(), number);
    match show {
        Show::Plain => plain(),
        Show::Id { before, zeros, after } => {
            let whole = number.fract() == 0.0 && (0.0..1e15).contains(&number);
            if whole { format!("{before}{:0zeros$}{after}", number as u64) } else { plain() }
        }
        Show::Elapsed => {
            let minutes = (number * 1440.0).round();
            let fits = (0.0..1e9).contains(&minutes);
            if fits { format!("{}:{:02}", minutes as u64 / 60, minutes as u64 % 60) } else { plain() }
        }
        Show::Time if (0.0..1.0).contains(&number) => {
            let seconds = (number * 86_400.0).round() as u32;
            clock(seconds.min(86_399))
        }
        Show::Date | Show::Time | Show::Moment => {
            let Some((day, seconds)) = dates.moment(number) else { return plain() };
            let day = jiff::Span::new().try_days(day).and_then(|days| jiff::civil::date(1970, 1, 1).checked_add(days));
            match day {
                Ok(day) if *show == Show::Date => day.to_string(),
                Ok(day) => format!("{day} {}", clock(seconds)),
                Err(_) => plain(),
            }
        }
    }
}

fn clock(seconds: u32) -> String {
    let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if s == 0 { format!("{h:02}:{m:02}") } else { format!("{h:02}:{m:02}:{s:02}") }
}

/// Fifteen digits are what a spreadsheet program keeps; behind them stands the dust of binary arithmetic.
fn plain(raw: &str, number: f64) -> String {
    let digits = raw.strip_prefix('-').unwrap_or(raw);
    let exact = digits.len() <= 15 && digits.bytes().all(|b| b.is_ascii_digit());
    if exact || !number.is_finite() {
        return raw.to_owned();
    }
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    // Nobody writes numbers this long; as they were stored they are at least short.
    if rounded != 0.0 && !(1e-15..1e21).contains(&f64::abs(rounded)) { raw.to_owned() } else { rounded.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(raw: &str, code: &str) -> String {
        seen(raw, &custom(code), DateSystem::From1900)
    }

    #[test]
    fn days_and_times_are_told_from_numbers() {
        for code in
            ["yyyy/m/d", "[$-411]ggge\"年\"m\"月\"d\"日\"", "m\"月\"d\"日\"", "d-mmm-yy", "yyyy\"年\"m\"月\"d\"日\";@"]
        {
            assert_eq!(shown("46113", code), "2026-04-01", "{code}");
        }
        assert_eq!(shown("46113.354166666664", "yyyy/m/d h:mm"), "2026-04-01 08:30");
        assert_eq!(shown("46113.354166666664", "h:mm"), "2026-04-01 08:30");
        assert_eq!(shown("0.354166666666667", "h:mm;@"), "08:30");
        assert_eq!(shown("0.0625", "mm:ss"), "01:30");
        assert_eq!(shown("1.0625", "[h]:mm"), "25:30");
        assert_eq!(shown("60", "yyyy/m/d"), "60");
    }

    #[test]
    fn numbers_shown_as_ids_are_read_as_ids() {
        for (raw, code, seen) in [
            ("1", "\"E\"000", "E001"),
            ("1", "\\E000", "E001"),
            ("7", "\"KEY-\"00", "KEY-07"),
            ("123", "00000", "00123"),
            ("1234567", "000\\-0000", "1234567"),
            ("3", "0\"か月\"", "3か月"),
            ("-1", "\"E\"000", "-1"),
        ] {
            assert_eq!(shown(raw, code), seen, "{code}");
        }
    }

    #[test]
    fn looks_change_no_number() {
        for code in
            ["General", "0", "#,##0", "0.00", "0%", "\"¥\"#,##0;[Red]\"¥\"-#,##0", "0\"名\"", "0.00E+00", "@", "# ?/?"]
        {
            assert_eq!(shown("1234", code), "1234", "{code}");
        }
        assert_eq!(shown("0.30000000000000004", "General"), "0.3");
        assert_eq!(shown("1E+20", "General"), "100000000000000000000");
        assert_eq!(shown("1e300", "General"), "1e300");
        assert_eq!(shown("-2.5", "General"), "-2.5");
    }
}
