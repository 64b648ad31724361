//! What is JSON and what is not, where it stops being so, and that the tree says what was written.

use std::time::Instant;

use serde_json::Value;

use super::*;
use crate::diag::Role;
use crate::source::Encoding;
use crate::tree::NodeRef;

fn tree_of(text: &str, limits: &Limits) -> (Option<Tree>, Vec<Diagnostic>) {
    let mut diags = Vec::new();
    let source = SourceText::new("a.json", text, Encoding::Utf8);
    match parse(&source, FileId(0), limits, &mut diags) {
        Some(Content::Tree(tree)) => (Some(tree), diags),
        _ => (None, diags),
    }
}

fn value_of(node: NodeRef<'_>) -> Value {
    let raw = node.scalar().unwrap_or_default();
    match node.kind() {
        Kind::Text => Value::String(raw.to_owned()),
        Kind::List => node.children().map(value_of).collect(),
        Kind::Map => node.children().map(|c| (c.key().expect("a key").to_owned(), value_of(c))).collect(),
        Kind::Null | Kind::Bool | Kind::Number => serde_json::from_str(raw).expect("a JSON scalar"),
    }
}

fn read_value(text: &str) -> Option<Value> {
    let (tree, _) = tree_of(text, &Limits::default());
    tree.and_then(|tree| tree.root(text).map(value_of))
}

/// What is said about a text: the phrase, and where.
fn said(text: &str) -> Vec<(String, usize, String)> {
    let (_, diags) = tree_of(text, &Limits::default());
    let said = diags.iter().map(|diag| {
        let span = diag.primary().span;
        let phrase = match &diag.args[0].1 {
            crate::diag::Arg::Phrase(phrase) => (*phrase).to_owned(),
            _ => diag.rule.clone(),
        };
        (phrase, span.start as usize, text[span.range()].to_owned())
    });
    said.collect()
}

#[rustfmt::skip]
const ACCEPTED: &[&str] = &[
    "null", "true", "false", "0", "-0", "7", "-7", "10", "1.5", "0.0", "-0.5", "1e3", "1E3", "1e+3", "1e-3", "0e0",
    "1.25e-10", "123456789012345678", "\"\"", "\"a\"", "\"氏名\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u3042\"",
    "\"\\u0000\"", "\"\\uD842\\uDFB7\"", "\"\\ud842\\udfb7x\"", "\"a\\u002Fb\"", "\"\u{7F}\u{80}\u{2028}\"", "\"\u{FEFF}\"",
    "[]", "[ ]", "{}", "{ }", "[[]]", "[{}]", "[1]", "[1,2]", " [ 1 , 2 ] ", "\n[\r\n1\t]\n", "[null,true,\"x\",{},[]]",
    "{\"a\":1}", "{ \"a\" : 1 , \"b\" : 2 }", "{\"\":0}", "{\"a\":{\"a\":{\"a\":[]}}}", "{\"\\u0061b\":1}", "{\"a\":\"}\"}",
    "[\"a]\",\"[b\"]", "{\"a\":[{\"b\":[{\"c\":1}]}]}", "[1.0e+00]", "\"12345678\"", "\"1234567\\n\"", "\"\u{10FFFF}\"",
];

#[rustfmt::skip]
const REFUSED: &[(&str, &str, usize)] = &[
    ("", "empty", 0), ("  \n", "empty", 3), ("[", "unclosed", 1), ("{", "unclosed", 1), ("[1", "unclosed", 2), ("[1,", "unclosed", 3),
    ("{\"a\"", "unclosed", 4), ("{\"a\":", "unclosed", 5), ("{\"a\":1", "unclosed", 6), ("{\"a\":1,", "unclosed", 7),
    ("]", "expected-value", 0), ("}", "expected-value", 0), (",", "expected-value", 0), ("[,1]", "expected-value", 1),
    ("[1,,2]", "expected-value", 3), ("[}", "expected-value", 1), ("{]", "expected-key", 1), ("{\"a\":}", "expected-value", 5),
    ("{1:2}", "bare-word", 1), ("{a:1}", "bare-word", 1), ("{,}", "expected-key", 1), ("{\"a\" 1}", "expected-colon", 5),
    ("{\"a\",1}", "expected-colon", 4), ("[1 2]", "expected-comma-in-list", 3), ("[\"a\" \"b\"]", "expected-comma-in-list", 5),
    ("{\"a\":1 \"b\":2}", "expected-comma-in-map", 7), ("[1}", "expected-comma-in-list", 2), ("{\"a\":1]", "expected-comma-in-map", 6),
    ("[1,]", "trailing-comma", 2), ("{\"a\":1,}", "trailing-comma", 6), ("[1]x", "trailing", 3), ("{}{}", "trailing", 2),
    ("1 2", "trailing", 2), ("[]]", "trailing", 2), ("01", "bad-number", 0), ("-", "bad-number", 0), ("-a", "bad-number", 0),
    ("1.", "bad-number", 0), ("1.e1", "bad-number", 0), ("1e", "bad-number", 0), ("1e+", "bad-number", 0), ("0x10", "bad-number", 0),
    ("1_000", "bad-number", 0), ("-01", "bad-number", 0), ("+1", "bad-number", 0), (".5", "bad-number", 0), ("1.2.3", "bad-number", 0),
    ("2026-04-01", "bad-number", 0), ("--1", "bad-number", 0), ("[1,000]", "bad-number", 3), ("True", "bare-word", 0),
    ("None", "bare-word", 0), ("NaN", "bare-word", 0), ("nul", "bare-word", 0), ("nullx", "bare-word", 0), ("[佐藤]", "bare-word", 1),
    ("undefined", "bare-word", 0), ("'a'", "wrong-quote", 0), ("[“a”]", "wrong-quote", 1), ("{「a」:1}", "wrong-quote", 1),
    ("[1，2]", "full-width", 2), ("{\"a\"：1}", "full-width", 4), ("[\u{3000}1]", "full-width", 1), ("[1] // x", "comment", 4),
    ("/* x */ 1", "comment", 0), ("# x\n1", "comment", 0), ("[1 / 2]", "expected-comma-in-list", 3), ("\"", "unclosed-string", 0),
    ("[\"a]", "unclosed-string", 1), ("\"a\nb\"", "line-break", 2), ("\"a\tb\"", "control-char", 2), ("\"12345678\u{1}\"", "control-char", 9),
    ("\"\\x\"", "bad-escape", 1), ("\"\\氏\"", "bad-escape", 1), ("\"\\", "bad-escape", 1), ("\"\\u12\"", "bad-escape", 1),
    ("\"\\u12G4\"", "bad-escape", 1), ("\"\\u+123\"", "bad-escape", 1), ("\"\\ud842\"", "lone-surrogate", 1),
    ("\"\\udfb7\"", "lone-surrogate", 1), ("\"\\ud842\\u0041\"", "lone-surrogate", 1), ("\"\\ud842x\"", "lone-surrogate", 1),
    ("\"\\\"", "unclosed-string", 0), ("\u{B}1", "expected-value", 0), ("[\u{A0}1]", "expected-value", 1), ("[1\u{C}]", "expected-comma-in-list", 2),
];

#[test]
fn well_formed_json_is_accepted() {
    for text in ACCEPTED {
        assert_eq!(said(text), [], "{text}");
        assert_eq!(read_value(text), serde_json::from_str(text).ok(), "{text}");
    }
}

#[test]
fn everything_else_is_refused_at_its_byte() {
    for (text, phrase, at) in REFUSED {
        let all = said(text);
        assert_eq!(
            all.iter().map(|(phrase, at, _)| (phrase.as_str(), *at)).collect::<Vec<_>>(),
            [(*phrase, *at)],
            "{text}"
        );
        assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
    }
}

#[test]
fn spans_leave_quotes_out_and_keep_brackets_in() {
    let text = "\u{FEFF}[{\"氏名\": \"佐藤\", \"n\": -1.5, \"t\": [true]}]";
    let (tree, diags) = tree_of(text, &Limits::default());
    assert_eq!(diags, []);
    let tree = tree.expect("a tree");
    let record = tree.root(text).and_then(|root| root.children().next()).expect("a record");
    let slice = |(start, end): (usize, usize)| &text[start..end];
    assert_eq!(slice(record.range()), "{\"氏名\": \"佐藤\", \"n\": -1.5, \"t\": [true]}");
    let children: Vec<_> = record.children().map(|c| (c.key_range().map(slice), slice(c.range()))).collect();
    assert_eq!(children, [(Some("氏名"), "佐藤"), (Some("n"), "-1.5"), (Some("t"), "[true]")]);
}

#[test]
fn records_before_an_error_are_kept_and_the_broken_one_is_not() {
    let kept = |text| read_value(text).map(|value| value.to_string());
    assert_eq!(kept("[{\"id\":1},{\"id\":2},{\"id\":3 \"x\"").as_deref(), Some("[{\"id\":1},{\"id\":2}]"));
    assert_eq!(kept("{\"r\":[{\"id\":1},{\"id\":2,\"b\":[1,2").as_deref(), Some("{\"r\":[{\"id\":1}]}"));
    assert_eq!(kept("{\"a\":1,\"b\":{\"c\":2,\"d\"").as_deref(), Some("{\"a\":1,\"b\":{\"c\":2}}"));
    assert_eq!(kept("[{\"id\":1}").as_deref(), Some("[{\"id\":1}]"));
    assert_eq!(kept("[{\"id\":1}]]").as_deref(), Some("[{\"id\":1}]"));
    assert_eq!(kept("").as_deref(), None);
}

#[test]
fn a_key_that_stands_twice_is_shown_with_the_first() {
    let text = "[{\"a\":1,\"b\":{\"a\":2},\"\\u0061\":3},{\"a\":4}]";
    let (_, diags) = tree_of(text, &Limits::default());
    assert_eq!(diags.len(), 1);
    let shown: Vec<_> = diags[0].labels.iter().map(|label| (label.role, &text[label.span.range()])).collect();
    assert_eq!(shown, [(Role::Primary, "\\u0061"), (Role::Grounds, "a")]);
    for (text, count) in [
        ("{\"a\":{\"a\":{\"a\":0,\"a\":0},\"a\":0},\"a\":0}", 3),
        ("{\"a\":[{\"a\":0},{\"a\":0}],\"b\":{\"c\":0},\"c\":0}", 0),
        ("{\"a\":0,\"x\":[{\"b\":0},{\"b\":0,\"a\":1}],\"b\":0,\"a\":0}", 1),
    ] {
        assert_eq!(tree_of(text, &Limits::default()).1.len(), count, "{text}");
    }
}

#[test]
fn limits_are_named() {
    let limits = Limits { depth: 2, scalar_bytes: 4, ..Limits::default() };
    let (_, diags) = tree_of("[[[1]]]", &limits);
    assert_eq!((diags[0].rule.as_str(), diags[0].primary().span.start), ("input/too-deep", 2));
    assert!(tree_of("[[1]]", &limits).1.is_empty());
    let text = "{\"a\":\"12345\",\"b\":12345,\"c\":\"1234\"}";
    let (tree, diags) = tree_of(text, &limits);
    assert_eq!(diags.iter().map(|diag| diag.rule.as_str()).collect::<Vec<_>>(), ["input/value-too-long"; 2]);
    let value =
        tree.and_then(|tree| tree.root(text).map(|root| root.children().map(NodeRef::kind).collect::<Vec<_>>()));
    assert_eq!(value, Some(vec![Kind::Null, Kind::Null, Kind::Text]));
}

#[test]
fn hostile_shapes_stay_linear() {
    let many_keys: Vec<String> = (0..200_000).map(|i| format!("\"k{i}\":{{\"k{}\":0}}", i / 2)).collect();
    let deep = Limits { depth: 1 << 20, ..Limits::default() };
    for text in [
        format!("{{{}}}", many_keys.join(",")),
        "[".repeat(500_000),
        "{\"a\":".repeat(200_000),
        format!("{{{}\"a\":0}}", "\"a\":0,".repeat(200_000)),
        format!("\"{}\"", "\\ud800".repeat(200_000)),
    ] {
        let started = Instant::now();
        tree_of(&text, &Limits::default());
        tree_of(&text, &deep);
        assert!(started.elapsed().as_secs() < 10);
    }
}

proptest::proptest! {
    #[test]
    fn any_text_agrees_with_serde_json(text in r#"([\[\]{},:"\\u0-9a-eE+\-. \n]|"[abあ]?"|"a":|\\u[dD][89cC]00|true|null|\[1,|é){0,24}"#) {
        let (tree, diags) = tree_of(&text, &Limits::default());
        for label in diags.iter().flat_map(|diag| &diag.labels) {
            assert!(text.get(label.span.range()).is_some());
        }
        if let Some(root) = tree.as_ref().and_then(|tree| tree.root(&text)) {
            all_on_borders(root, &text);
        }
        match serde_json::from_str::<Value>(&text) {
            Ok(expected) => assert_eq!(tree.and_then(|tree| tree.root(&text).map(value_of)), Some(expected)),
            // A number too large for the library is still JSON.
            Err(error) => assert!(!diags.is_empty() || error.to_string().starts_with("number out of range")),
        }
    }

    #[test]
    fn arbitrary_text_never_panics(text in proptest::prelude::any::<String>()) {
        tree_of(&text, &Limits::default());
        tree_of(&format!("[\"{text}"), &Limits::default());
    }

    #[test]
    fn what_is_written_is_read(value in values()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).expect("JSON")] {
            assert_eq!(said(&text), []);
            assert_eq!(read_value(&text).as_ref(), Some(&value));
        }
    }
}

fn all_on_borders(node: NodeRef<'_>, text: &str) {
    for (start, end) in [Some(node.range()), node.key_range()].into_iter().flatten() {
        assert!(text.get(start..end).is_some());
    }
    node.children().for_each(|child| all_on_borders(child, text));
}

fn values() -> impl proptest::strategy::Strategy<Value = Value> {
    use proptest::prelude::*;
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    scalar.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((".{0,9}", inner), 0..6).prop_map(|pairs| pairs.into_iter().collect()),
        ]
    })
}
