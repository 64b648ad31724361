//! What a value becomes in a cell: text, number or day; and how wide and in which colour it is shown.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use crate::diag::Level;
use crate::model::date::{parse_date, parse_datetime};
use crate::model::{Field, Type};

use super::sheet::Sheet;

/// Day 0 of workbooks, and the first day from which all programs count alike (1900-03-01).
const EPOCH: i64 = 25_569;
const FIRST_DAY: i64 = 61;

const WIDEST: usize = 48;

/// What a cell becomes.
pub enum Put {
    Text,
    Number(f64),
    Day(f64),
    Moment(f64),
}

pub fn colour(level: Level) -> u32 {
    match level {
        Level::Error => 0xFFC7CE,
        Level::Warning => 0xFFEB9C,
        Level::Note => 0xDDEBF7,
    }
}

/// How a column is shown, cells that are still to be written among them.
pub fn base(field: Option<&'static Field>) -> Format {
    let format = Format::new().set_align(FormatAlign::Top);
    match field.map(|field| field.ty) {
        Some(Type::Date) => format.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
        Some(Type::DateTime) => format.set_num_format("yyyy-mm-dd hh:mm").set_align(FormatAlign::Left),
        Some(Type::Integer | Type::Decimal) => format,
        _ => format.set_num_format("@"),
    }
}

/// Days and numbers as what they are, where nothing of the text is lost; ids and all else as text.
pub fn put(field: Option<&'static Field>, text: &str) -> Put {
    let serial = |days: i64| (days + EPOCH >= FIRST_DAY).then_some((days + EPOCH) as f64);
    let timed = text.contains(':');
    let found = match field.map(|field| field.ty) {
        Some(Type::Date | Type::DateTime) if !timed && text.len() == 10 => {
            parse_date(text).ok().and_then(|day| serial(day.into())).map(Put::Day)
        }
        Some(Type::DateTime) if timed && text.len() == 16 => parse_datetime(text).ok().and_then(|minutes| {
            let day = serial(minutes.div_euclid(1440))?;
            Some(Put::Moment(day + minutes.rem_euclid(1440) as f64 / 1440.0))
        }),
        Some(Type::Integer | Type::Decimal) if text.len() < 15 => {
            text.parse::<f64>().ok().filter(|number| number.to_string() == text).map(Put::Number)
        }
        _ => None,
    };
    found.unwrap_or(Put::Text)
}

pub fn width(sheet: &Sheet, column: usize) -> usize {
    let longest = |text: &str| text.lines().map(UnicodeWidthStr::width).max().unwrap_or_default();
    let cells = sheet.rows.iter().take(1000).map(|row| longest(&row[column]));
    let widest = cells.chain([longest(&sheet.columns[column].header)]).max().unwrap_or_default();
    (widest + 2).clamp(8, WIDEST)
}

/// Lines that a text takes in a column of that width.
pub fn lines(text: &str, width: usize) -> usize {
    // A width counts narrow digits; two of them are less wide than a Japanese letter of most fonts.
    let room = (width * 17 / 20).max(1);
    text.lines().map(|line| line.width().div_ceil(room).max(1)).sum()
}

/// Of a row with so many lines. Not every program finds it by itself; 409 points are the most that a row can have.
pub fn height(lines: usize) -> f64 {
    (15.0 * lines.max(1) as f64).min(409.0)
}

/// The top row stays in sight, and registers are printed too: A4 across, all columns on one page, headers on each.
pub fn lay_out(page: &mut Worksheet) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    page.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
    page.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    page.set_footer("&L&A&R&P / &N");
    Ok(())
}
