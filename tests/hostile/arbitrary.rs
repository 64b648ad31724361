//! Arbitrary input: bytes of any kind, and texts made of the pieces that formats are made of. The answer is of no
//! interest, only that there is one, and that it can be printed.

use proptest::prelude::*;
use timlint::source::Memory;

use super::{assert_tame, run};

/// Every kind of file that timlint opens.
const PATHS: [&str; 9] = [
    "registers/key_loans.csv",
    "registers/key_loans.tsv",
    "registers/key_loans.json",
    "registers/key_loans.yaml",
    "registers/key_loans.toml",
    "registers/org.yaml",
    "documents/x.md",
    "rules/people/x.yaml",
    "timlint.toml",
];

/// What the formats and the registers give a meaning to.
const PIECES: [&str; 80] = [
    "id",
    "key_id",
    "borrower_id",
    "out_at",
    "氏名",
    "鍵番号",
    "借用者",
    "password",
    "パスワード",
    "register",
    "records",
    "people",
    "key_loans",
    "params",
    "review.access",
    "applicability",
    "classes",
    "each",
    "when",
    "require",
    "field",
    "that",
    "some",
    "match",
    "where",
    "level",
    "error",
    "with",
    "point",
    "limits",
    "depth",
    "rules",
    "values",
    "columns",
    "has(",
    "people.leave_on",
    "today",
    "&&",
    "E1",
    "KL-1",
    "2026-04-01",
    "令和8年4月31日",
    "〃",
    "なし",
    "○",
    "P12M",
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\"",
    "\"\"",
    "'",
    "'''",
    "\"\"\"",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "(",
    ")",
    ": ",
    ":",
    "=",
    "- ",
    "---\n",
    "+++\n",
    "  ",
    "#",
    "&a ",
    "*a",
    "|\n",
    "\\u",
    "\u{feff}",
    "\u{1b}[31m",
    "𠮷",
];

fn pieces() -> impl Strategy<Value = String> {
    proptest::collection::vec(0..PIECES.len(), 0..60).prop_map(|picked| picked.into_iter().map(|i| PIECES[i]).collect())
}

fn answer(path: &str, bytes: Vec<u8>) {
    let world = Memory::new().file("registers/people.csv", "id,name\nE1,佐藤 花子\n").file(path, bytes);
    let run = run(&world);
    for finding in run.all() {
        for label in &finding.diagnostic.labels {
            let text = &run.sources.get(label.span.file).text;
            assert!(
                text.get(label.span.range()).is_some(),
                "{}: {:?} is no place",
                finding.diagnostic.rule,
                label.span
            );
        }
    }
    assert_tame(&run);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn arbitrary_bytes_never_panic(path in 0..PATHS.len(), bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        answer(PATHS[path], bytes);
    }

    #[test]
    fn arbitrary_texts_of_known_pieces_never_panic(path in 0..PATHS.len(), text in pieces()) {
        answer(PATHS[path], text.into_bytes());
    }

    #[test]
    fn known_texts_in_utf16_cut_anywhere_never_panic(text in pieces(), cut in 0..400usize) {
        let mut bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        bytes.truncate(cut);
        answer("registers/key_loans.csv", bytes);
    }
}
