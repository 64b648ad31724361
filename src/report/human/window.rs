//! One line of a file, as much of it as fits on the screen: the places that matter with their surroundings, cuts marked. The cost is
//! that of the part shown, however long the line.

use std::ops::Range;

use crate::source::FileId;

use super::pen::Pen;
use super::{Secrets, hidden};

/// A line ready to print.
#[derive(Debug, PartialEq, Eq)]
pub struct Window {
    pub text: String,
    /// Columns of each place asked for, in the same order; never empty.
    pub places: Vec<Range<usize>>,
}

/// A place whose columns are not known yet.
const UNSEEN: Range<usize> = usize::MAX..usize::MAX;

/// What a line is looked at through.
pub struct Lens<'a> {
    pub text: &'a str,
    pub file: FileId,
    /// Columns that there are.
    pub most: usize,
    pub pen: Pen,
    pub secrets: &'a Secrets,
}

/// A part of the line that is shown, with the columns it takes.
struct Part {
    bytes: Range<usize>,
    columns: usize,
}

impl Lens<'_> {
    /// The window of `line` around `places`; both are bytes of the text.
    pub fn window(&self, line: Range<usize>, places: &[Range<usize>]) -> Window {
        let inside = |at: usize| border(self.text, at.clamp(line.start, line.end));
        let places: Vec<Range<usize>> = places.iter().map(|p| inside(p.start)..inside(p.end.max(p.start))).collect();
        let mut shown = Window { text: String::new(), places: vec![UNSEEN; places.len()] };
        let (mut columns, mut at) = (0, line.start);
        for part in parts(self.text, &line, &places, self.most, self.pen) {
            if at < part.start {
                shown.text.push_str(self.pen.cut());
                columns += self.pen.columns(self.pen.cut());
            }
            columns = self.show(&part, &places, columns, &mut shown);
            at = part.end;
        }
        if at < line.end {
            shown.text.push_str(self.pen.cut());
        }
        for place in &mut shown.places {
            // A place without width is marked by one column: something is missing there.
            place.start = place.start.min(columns);
            place.end = place.end.min(columns).max(place.start + 1);
        }
        shown
    }

    /// Writes one part, covers secrets and what acts on terminals, and notes the columns of places.
    fn show(&self, part: &Range<usize>, places: &[Range<usize>], before: usize, shown: &mut Window) -> usize {
        let piece = &self.text[part.clone()];
        let covered = self.secrets.within(self.file, part.clone(), piece);
        let (from, mut columns) = (shown.text.len(), before);
        let note = |at: usize, columns: usize, shown: &mut Window| {
            for (place, cells) in places.iter().zip(&mut shown.places) {
                if place.start == at && cells.start == usize::MAX {
                    cells.start = columns;
                }
                if place.start <= at && at <= place.end {
                    cells.end = columns;
                }
            }
        };
        for (i, c) in piece.char_indices() {
            note(part.start + i, columns, shown);
            shown.text.push(match c {
                _ if covered.iter().any(|range| range.contains(&i)) => '*',
                c if hidden(c) => self.pen.stand_in(c),
                c => c,
            });
            // Measured as a whole, because signs that combine have no width of their own.
            columns = before + self.pen.columns(&shown.text[from..]);
        }
        note(part.end, columns, shown);
        columns
    }
}

/// Which bytes of the line to show: all of it, or as much around each place as there is room.
fn parts(text: &str, line: &Range<usize>, places: &[Range<usize>], most: usize, pen: Pen) -> Vec<Range<usize>> {
    let whole = &text[line.clone()];
    if whole.len() <= 4 * most && pen.columns(whole) <= most {
        return vec![line.clone()];
    }
    let start = line.start..line.start;
    let mut wanted: Vec<Range<usize>> = if places.is_empty() { vec![start] } else { places.to_vec() };
    wanted.sort_by_key(|place| (place.start, place.end));
    let cut = pen.columns(pen.cut());
    // Each place gets a fair share at first, cuts paid for; what is left over goes to the surroundings.
    let share = (most / wanted.len()).saturating_sub(cut).max(2);
    let mut parts: Vec<Part> = Vec::new();
    for place in wanted {
        let from = parts.last().map_or(place.start, |last| last.bytes.end.max(place.start));
        let mut part = Part { bytes: from..from, columns: 0 };
        while part.bytes.end < place.end && part.columns < share {
            part.columns += grow(text, &mut part.bytes, pen, true);
        }
        parts.push(part);
    }
    let room = |parts: &[Part]| {
        most.saturating_sub(parts.iter().map(|part| part.columns).sum::<usize>() + cut * (parts.len() + 1))
    };
    loop {
        let mut grown = false;
        for i in 0..parts.len() {
            let left = if i == 0 { line.start } else { parts[i - 1].bytes.end };
            let right = parts.get(i + 1).map_or(line.end, |next| next.bytes.start);
            for forward in [true, false] {
                let at_border = if forward { parts[i].bytes.end >= right } else { parts[i].bytes.start <= left };
                if !at_border && room(&parts) >= 2 {
                    let columns = grow(text, &mut parts[i].bytes, pen, forward);
                    parts[i].columns += columns;
                    grown = true;
                }
            }
        }
        // Parts that met become one, which frees the room of a cut.
        let mut i = 1;
        while i < parts.len() {
            if parts[i - 1].bytes.end >= parts[i].bytes.start {
                let next = parts.remove(i);
                parts[i - 1].bytes.end = next.bytes.end;
                parts[i - 1].columns += next.columns;
                grown = true;
            } else {
                i += 1;
            }
        }
        if !grown {
            return parts.into_iter().map(|part| part.bytes).collect();
        }
    }
}

/// Takes one more character in; its columns come back.
fn grow(text: &str, bytes: &mut Range<usize>, pen: Pen, forward: bool) -> usize {
    let next = if forward { text[bytes.end..].chars().next() } else { text[..bytes.start].chars().next_back() };
    let Some(c) = next else { return 0 };
    if forward {
        bytes.end += c.len_utf8();
    } else {
        bytes.start -= c.len_utf8();
    }
    pen.columns(c.encode_utf8(&mut [0; 4]))
}

/// The character border at or before a byte.
fn border(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}
