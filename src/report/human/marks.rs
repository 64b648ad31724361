//! The rows under a line of text: what is underlined, and what is said of it. A text stands beside its mark where there is room,
//! below it otherwise, joined by a bar.

use std::ops::Range;

use crate::diag::Role;

use super::pen::{Ink, Pen};

/// A place on the line above, in columns.
#[derive(Debug, Clone)]
pub struct Mark {
    pub at: Range<usize>,
    pub role: Role,
    pub ink: Ink,
    pub text: String,
}

/// Something to write from a column on.
type Piece = (usize, String, Ink);

/// Rows under the line, at most `most` columns wide as far as the texts allow.
pub fn rows(marks: &[Mark], most: usize, pen: Pen) -> Vec<String> {
    let mut first = underlines(marks);
    let mut taken: Vec<Range<usize>> = marks.iter().map(|mark| mark.at.clone()).collect();
    let mut order: Vec<&Mark> = marks.iter().filter(|mark| !mark.text.is_empty()).collect();
    // The primary place speaks first; the others from right to left, because the rightmost has room.
    order.sort_by_key(|mark| (mark.role != Role::Primary, std::cmp::Reverse(mark.at.start)));
    let mut below = Vec::new();
    for mark in order {
        let (start, end) = (mark.at.end + 1, mark.at.end + 1 + pen.columns(&mark.text));
        // Two columns of distance to the next mark, or it would be read as one text.
        let free = taken.iter().all(|other| other.end < start || end + 2 <= other.start);
        if free && end <= most {
            first.push((start, mark.text.clone(), mark.ink));
            taken.push(start..end);
        } else {
            below.push(mark);
        }
    }
    below.sort_by_key(|mark| std::cmp::Reverse(mark.at.start));
    let mut rows = vec![row(first, pen)];
    for (i, mark) in below.iter().enumerate() {
        let mut pieces: Vec<Piece> = Vec::new();
        for other in &below[i + 1..] {
            if other.at.start < mark.at.start && !pieces.iter().any(|(at, ..)| *at == other.at.start) {
                pieces.push((other.at.start, pen.bar().to_owned(), other.ink));
            }
        }
        // Moved to the left where it would run out of the window, but not over a bar.
        let floor = pieces.iter().map(|(at, ..)| at + 2).max().unwrap_or(0);
        let fitting = most.saturating_sub(pen.columns(&mark.text)).max(floor);
        pieces.push((mark.at.start.min(fitting), mark.text.clone(), mark.ink));
        rows.push(row(pieces, pen));
    }
    rows
}

/// The marks themselves; where they overlap, the primary one is seen.
fn underlines(marks: &[Mark]) -> Vec<Piece> {
    let end = marks.iter().map(|mark| mark.at.end).max().unwrap_or(0);
    let mut cells: Vec<Option<&Mark>> = vec![None; end];
    let mut order: Vec<&Mark> = marks.iter().collect();
    order.sort_by_key(|mark| (mark.role == Role::Primary, std::cmp::Reverse(mark.at.len())));
    for mark in order {
        cells[mark.at.clone()].fill(Some(mark));
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for (column, mark) in cells.iter().enumerate().filter_map(|(column, mark)| Some((column, (*mark)?))) {
        let sign = Pen::mark(mark.role);
        match pieces.last_mut() {
            Some((start, text, _)) if *start + text.len() == column && text.ends_with(sign) => text.push(sign),
            _ => pieces.push((column, sign.to_string(), mark.ink)),
        }
    }
    pieces
}

fn row(mut pieces: Vec<Piece>, pen: Pen) -> String {
    pieces.sort_by_key(|(at, ..)| *at);
    let (mut line, mut column) = (String::new(), 0);
    for (at, text, ink) in pieces {
        if at > column {
            line.push_str(&" ".repeat(at - column));
            column = at;
        }
        column += pen.columns(&text);
        line.push_str(&pen.paint(ink, &text));
    }
    line
}
