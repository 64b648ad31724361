//! The keys of JSON records in the order of the schema. JSON has no comments, so its entries can change places without
//! anything losing its explanation; YAML and TOML keep the order in which somebody wrote and commented them.

use crate::formats::Limits;
use crate::formats::splice::Notation;
use crate::model::columns::Shape;
use crate::model::{self, Input, RegisterId, Wanted, Words};
use crate::source::{Encoding, SourceText, Sources};
use crate::tree::{Content, Kind, NodeRef};

/// The text with its entries in order; none where there is nothing to do.
pub fn ordered(path: &str, text: &str, register: RegisterId, words: &Words, limits: &Limits) -> Option<String> {
    if Notation::of(path, text) != Some(Notation::Json) {
        return None;
    }
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let file = sources.add(SourceText::new(path, text, Encoding::Utf8));
    let content = super::parsed(sources.get(file), file, limits, &mut diagnostics)?;
    let loaded = model::load(vec![Input { file, register, content }], &sources, words.clone(), &Wanted::default());
    let part = loaded.model.register(register)?.parts.first()?;
    let (Content::Tree(tree), Shape::Tree { fields, records }) = (&part.content, &part.shape) else { return None };
    let (mut ordered, mut done) = (String::with_capacity(text.len()), 0);
    for record in records {
        let record = tree.node(text, *record);
        let rank = |child: NodeRef<'_>| match child.key_id().and_then(|key| fields[key as usize]) {
            Some(field) => i32::from(field),
            // What the file says of itself stands before what it holds.
            None if matches!(child.key(), Some("register" | "$schema")) => -1,
            None => i32::MAX,
        };
        let entries: Vec<(i32, (usize, usize))> =
            record.children().filter_map(|child| Some((rank(child), entry(child)?))).collect();
        let mut sorted: Vec<usize> = (0..entries.len()).collect();
        sorted.sort_by_key(|at| entries[*at].0);
        // Each slot takes the entry whose turn it is; what stands between the slots stays.
        for (slot, from) in sorted.into_iter().enumerate() {
            let ((start, end), (first, last)) = (entries[slot].1, entries[from].1);
            ordered.push_str(text.get(done..start)?);
            ordered.push_str(text.get(first..last)?);
            done = end;
        }
    }
    ordered.push_str(&text[done..]);
    Some(ordered)
}

/// From the quote before a key to the end of its value.
fn entry(child: NodeRef<'_>) -> Option<(usize, usize)> {
    let (key, _) = child.key_range()?;
    let (_, end) = child.range();
    Some((key.checked_sub(1)?, if child.kind() == Kind::Text { end + 1 } else { end }))
}
