//! Text in columns: widths as terminals count them, cells of Markdown tables. Knows nothing of what it lays out.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Filled with blanks to a width of so many columns; longer text stays as it is.
pub fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

/// The same, with the blanks before the text: for numbers.
pub fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(text.width())))
}

/// Cut to so many columns, with a sign that something is left out.
pub fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut room = columns.saturating_sub(1);
    let fits = |c: &char| {
        let width = c.width().unwrap_or(0);
        let fits = width <= room;
        room = room.saturating_sub(width);
        fits
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

/// Broken into lines of so many columns: at blanks where there are some, else between any two wide characters.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in pieces(text) {
        let line = lines.last_mut().expect("internal error: there is a line");
        // A full stop or a closing bracket never begins a line.
        let hangs = word.starts_with(['。', '、', '」', '）', ')', '・', 'ー']);
        if !line.is_empty() && line.width() + word.trim_end().width() > columns && !hangs {
            *line = line.trim_end().to_owned();
            lines.push(word.trim_start().to_owned());
        } else {
            line.push_str(word);
        }
    }
    lines
}

/// Words with the blank behind them; each wide character is a piece of its own.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let wide = c.width() == Some(2);
        let breaks = before.is_some_and(|before: char| before == ' ' || wide || before.width() == Some(2));
        if breaks && at > start {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    pieces.push(&text[start..]);
    pieces
}

/// Text for a cell of a Markdown table: nothing in it acts as markup or as HTML.
pub fn markdown(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => cell.push_str("&lt;"),
            '>' => cell.push_str("&gt;"),
            '&' => cell.push_str("&amp;"),
            '\n' | '\r' => cell.push(' '),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '@' | '#' | '~' => {
                cell.push('\\');
                cell.push(c);
            }
            c => cell.push(c),
        }
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(padded("方針", 6), "方針  ");
        assert_eq!(right("12", 4), "  12");
        assert_eq!((cut("管理対象情報", 12), cut("管理対象情報", 11)), ("管理対象情報".into(), "管理対象情…".into()));
        assert_eq!(cut("ab cd", 4), "ab…");
    }

    #[test]
    fn lines_break_between_words_and_between_wide_characters() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("方針を定める。", 12), ["方針を定める。"]);
        assert_eq!(wrapped("ISO規格に合わせる", 8), ["ISO規格", "に合わせ", "る"]);
    }

    #[test]
    fn a_cell_of_a_table_stays_a_cell() {
        assert_eq!(markdown("a|b <img> `c`\nd @who"), "a\\|b &lt;img&gt; \\`c\\` d \\@who");
    }
}
