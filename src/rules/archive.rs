//! The texts of the built-in rules, which lie packed in the binary: a megabyte and a half that most runs never look at.
//!
//! Packed in parts of some twenty rules, so that a run that tells one finding unpacks one part. What the texts mean is
//! read in `text`; what a run needs of a rule before it has found anything (the head) is not packed.

use std::io::Read as _;
use std::sync::OnceLock;

use flate2::read::ZlibDecoder;

include!(concat!(env!("OUT_DIR"), "/archive.rs"));

/// Where a text lies: the part, and its bytes there.
pub(super) type At = (usize, std::ops::Range<usize>);

pub(super) fn text((part, range): &At) -> &'static str {
    static OPENED: OnceLock<Vec<OnceLock<String>>> = OnceLock::new();
    let opened = OPENED.get_or_init(|| PARTS.iter().map(|_| OnceLock::new()).collect());
    let whole = opened[*part].get_or_init(|| {
        let (length, packed) = PARTS[*part];
        let mut text = String::with_capacity(length);
        ZlibDecoder::new(packed)
            .read_to_string(&mut text)
            .expect("internal error: the texts of rules were packed badly");
        text
    });
    &whole[range.clone()]
}

#[cfg(test)]
mod tests {
    use super::super::set::RULES;
    use crate::source::{Disk, World as _};

    #[test]
    fn every_rule_is_unpacked_as_it_was_packed() {
        let repository = Disk::new(env!("CARGO_MANIFEST_DIR").into());
        for rule in RULES {
            let file = repository.read(&format!("rules/{}.yaml", rule.id), 1 << 20).expect("a rule file");
            assert!(rule.source().as_bytes() == file, "{}", rule.id);
        }
    }
}
