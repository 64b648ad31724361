//! How to draw: signs, colours and widths of one terminal.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use crate::diag::{Level, Role};

use super::Options;

/// Narrower or wider than this, text is no longer pleasant to read.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=100;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    Bold,
    Frame,
    Level(Level),
}

#[derive(Debug, Clone, Copy)]
pub struct Pen {
    pub ascii: bool,
    pub color: bool,
    pub width: usize,
}

impl Pen {
    pub fn new(options: &Options) -> Pen {
        let width = options.width.clamp(*WIDTHS.start(), *WIDTHS.end());
        Pen { ascii: options.ascii, color: options.color, width }
    }

    /// Columns that a text takes. Where boxes are drawn double-width, so is `○`: both are of "ambiguous" width.
    pub fn columns(self, text: &str) -> usize {
        if self.ascii { text.width_cjk() } else { text.width() }
    }

    pub fn paint(self, ink: Ink, text: &str) -> Cow<'_, str> {
        let code = match ink {
            _ if !self.color || text.is_empty() => return Cow::Borrowed(text),
            Ink::Bold => "1",
            Ink::Frame => "94",
            Ink::Level(Level::Error) => "1;31",
            Ink::Level(Level::Warning) => "1;33",
            Ink::Level(Level::Note) => "1;36",
        };
        Cow::Owned(format!("\u{1b}[{code}m{text}\u{1b}[0m"))
    }

    pub fn bar(self) -> &'static str {
        if self.ascii { "|" } else { "│" }
    }

    /// Begins the line that names a file.
    pub fn arrow(self, first: bool) -> &'static str {
        match (self.ascii, first) {
            (true, true) => "--> ",
            (true, false) => "::: ",
            (false, true) => " ╭▸ ",
            (false, false) => " ├▸ ",
        }
    }

    pub fn rule(self) -> &'static str {
        if self.ascii { "==" } else { "──" }
    }

    pub fn cut(self) -> &'static str {
        if self.ascii { "..." } else { "…" }
    }

    /// One sign for a character that must not act on the terminal.
    pub fn stand_in(self, c: char) -> char {
        match (self.ascii, c) {
            (true, '\t') => ' ',
            (true, _) => '?',
            (false, '\t') => '→',
            (false, '\u{7f}') => '␡',
            (false, c) if c < ' ' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
            (false, _) => '\u{fffd}',
        }
    }

    /// The sign that a place is underlined with. Told apart without colour too.
    pub fn mark(role: Role) -> char {
        match role {
            Role::Primary => '^',
            Role::Grounds => '-',
            Role::Near => '~',
            Role::InsertAt => '+',
        }
    }
}
