//! Regular expressions that several rules share, by name: what they mean and where they come from stands beside them.

use std::sync::OnceLock;

use serde::Deserialize;

use super::catalogue::Both;

/// One entry of `rules/patterns.json`.
#[derive(Debug, Deserialize)]
pub struct Pattern {
    pub name: String,
    pub regex: String,
    /// What it finds, in plain words.
    pub meaning: Both,
    pub source: String,
}

/// All named patterns, in the order of the file.
pub fn all() -> &'static [Pattern] {
    static PATTERNS: OnceLock<Vec<Pattern>> = OnceLock::new();
    PATTERNS.get_or_init(|| {
        serde_json::from_str(include_str!("../../rules/patterns.json")).expect("internal error: rules/patterns.json")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_regular_expressions_with_words() {
        for pattern in all() {
            let name = &pattern.name;
            assert!(regex::Regex::new(&pattern.regex).is_ok(), "{name}");
            assert!(!pattern.meaning.ja.is_empty() && !pattern.meaning.en.is_empty(), "{name}: what does it find?");
            assert!(!pattern.source.is_empty(), "{name}: where does it come from?");
        }
    }

    #[test]
    fn a_broken_cipher_is_known_beside_a_recommended_one() {
        let named = |name: &str| {
            let pattern = all().iter().find(|pattern| pattern.name == name).expect("a pattern of that name");
            regex::Regex::new(&pattern.regex).expect("a regular expression")
        };
        let (good, bad) = (named("recommended-cipher"), named("broken-cipher"));
        assert!(good.is_match("AES-256") && !bad.is_match("AES-256"));
        assert!(good.is_match("AES（ZipCrypto併用）") && bad.is_match("AES（ZipCrypto併用）"));
        assert!(bad.is_match("3DES") && !bad.is_match("modes"));
    }
}
