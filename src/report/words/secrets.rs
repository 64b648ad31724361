//! Cells that must never be printed: by place, and by their text wherever else it turns up.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::source::FileId;

use super::Run;

/// Shorter texts are hidden only where they are the whole value: a PIN of `12` must not blot out every `12` of a report.
const INSIDE: usize = 4;

/// Of a longer secret only so many bytes are looked for inside other texts; from there on everything is covered.
const LOOKED_FOR: usize = 64;

/// More of a value is not searched, and not shown either while there are secrets.
const SEARCHED: usize = 4096;

/// What a masked value is shown as in a sentence.
const MASK: &str = "***";

#[derive(Debug, Default)]
pub struct Secrets {
    /// Per file: places in order, none overlapping.
    places: FxHashMap<FileId, Vec<Range<usize>>>,
    texts: FxHashSet<String>,
    /// What is looked for inside other texts: whole secrets, or how a long one begins.
    parts: FxHashSet<String>,
    /// Lengths in bytes that occur among `parts`, longest first.
    lengths: Vec<usize>,
}

impl Secrets {
    pub fn of(run: &Run) -> Secrets {
        let mut secrets = Secrets::default();
        for span in &run.secrets {
            secrets.places.entry(span.file).or_default().push(span.range());
            let raw = run.sources.text(*span).trim();
            let inner = unquoted(raw);
            // As it is written, and as a reader of the format would understand it.
            for text in
                [Cow::Borrowed(raw), Cow::Borrowed(inner), Cow::Owned(inner.replace("\"\"", "\"")), unescaped(raw)]
            {
                if !text.is_empty() && !secrets.texts.contains(&*text) {
                    secrets.texts.insert(text.into_owned());
                }
            }
        }
        for places in secrets.places.values_mut() {
            places.sort_by_key(|place| (place.start, place.end));
            places.dedup_by(|next, kept| {
                let overlaps = next.start <= kept.end;
                if overlaps {
                    kept.end = kept.end.max(next.end);
                }
                overlaps
            });
        }
        let worth = secrets.texts.iter().filter(|text| text.chars().nth(INSIDE - 1).is_some());
        secrets.parts = worth.map(|text| begin(text, LOOKED_FOR).to_owned()).collect();
        let lengths: FxHashSet<usize> = secrets.parts.iter().map(String::len).collect();
        secrets.lengths = lengths.into_iter().collect();
        secrets.lengths.sort_unstable_by(|a, b| b.cmp(a));
        secrets
    }

    /// The value as it may be shown in a sentence; of a very long one only the beginning.
    pub fn mask<'t>(&self, value: &'t str) -> Cow<'t, str> {
        if self.texts.is_empty() {
            return Cow::Borrowed(value);
        }
        if self.texts.contains(value.trim()) {
            return Cow::Borrowed(MASK);
        }
        let value = begin(value, SEARCHED);
        let found = self.inside(value);
        if found.is_empty() {
            return Cow::Borrowed(value);
        }
        let (mut masked, mut at) = (String::new(), 0);
        for range in found {
            masked.push_str(&value[at..range.start]);
            masked.push_str(MASK);
            at = range.end;
        }
        Cow::Owned(masked + &value[at..])
    }

    /// Parts of a piece of a file that must be covered, as bytes of that piece.
    pub fn within(&self, file: FileId, at: Range<usize>, piece: &str) -> Vec<Range<usize>> {
        let mut covered = self.inside(piece);
        if let Some(places) = self.places.get(&file) {
            let first = places.partition_point(|place| place.end <= at.start);
            let here = places[first..].iter().take_while(|place| place.start < at.end);
            covered.extend(here.map(|place| place.start.max(at.start) - at.start..place.end.min(at.end) - at.start));
        }
        covered
    }

    /// Where a secret's text stands inside another text; the longest that fits at each place.
    fn inside(&self, text: &str) -> Vec<Range<usize>> {
        let (mut found, mut at) = (Vec::new(), 0);
        while at < text.len() && !self.lengths.is_empty() {
            let hit = self
                .lengths
                .iter()
                .find(|length| text.get(at..at + **length).is_some_and(|part| self.parts.contains(part)));
            let next = text[at..].chars().next().map_or(1, char::len_utf8);
            match hit {
                Some(length) => {
                    let end = if *length > LOOKED_FOR - 4 { text.len() } else { at + length };
                    found.push(at..end);
                    at = end;
                }
                None => at += next,
            }
        }
        found
    }
}

/// At most so many bytes, on a character border.
fn begin(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    &text[..end]
}

fn unquoted(raw: &str) -> &str {
    let inner = |quote: char| raw.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).map_or(raw, str::trim)
}

/// A JSON or YAML string with escapes, as its reader sees it.
fn unescaped(raw: &str) -> Cow<'_, str> {
    let quoted = raw.starts_with('"') && raw.contains('\\');
    let read = quoted.then(|| serde_json::from_str::<String>(raw).ok()).flatten();
    read.map_or(Cow::Borrowed(raw), Cow::Owned)
}
