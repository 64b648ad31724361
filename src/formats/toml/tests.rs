//! Small cases in the manner of the public TOML test suite, and what hostile files must not do.

use proptest::prelude::*;

use super::*;
use crate::diag::Arg;
use crate::source::Encoding;
use crate::tree::{Kind, NodeRef, Tree};

fn run(text: &str, limits: &Limits) -> (Tree, Vec<Diagnostic>) {
    let source = SourceText::new("a.toml", text, Encoding::Utf8);
    let mut diags = Vec::new();
    match (FORMAT.parse)(&source, FileId(0), limits, &mut diags) {
        Some(Content::Tree(tree)) => (tree, diags),
        other => panic!("no tree: {other:?}"),
    }
}

fn show(node: NodeRef<'_>) -> String {
    let children = || node.children().map(show).collect::<Vec<_>>().join(", ");
    let value = match node.kind() {
        Kind::Null => "~".to_owned(),
        Kind::Bool | Kind::Number => node.scalar().unwrap_or_default().to_owned(),
        Kind::Text => format!("{:?}", node.scalar().unwrap_or_default()),
        Kind::List => format!("[{}]", children()),
        Kind::Map => format!("{{{}}}", children()),
    };
    node.key().map_or(value.clone(), |key| format!("{key}: {value}"))
}

fn read_as(text: &str) -> (String, Vec<Diagnostic>) {
    let (tree, diags) = run(text, &Limits::default());
    (tree.root(text).map_or(String::new(), show), diags)
}

fn check_places(text: &str, tree: &Tree, diags: &[Diagnostic]) {
    let mut open: Vec<NodeRef<'_>> = tree.root(text).into_iter().collect();
    while let Some(node) = open.pop() {
        let (start, end) = node.range();
        assert!(text.get(start..end).is_some(), "{start}..{end} in {text:?}");
        if let Some((start, end)) = node.key_range() {
            assert!(text.get(start..end).is_some(), "{start}..{end} in {text:?}");
        }
        open.extend(node.children());
    }
    for label in diags.iter().flat_map(|found| &found.labels) {
        assert!(text.get(label.span.range()).is_some(), "{:?} in {text:?}", label.span);
    }
}

#[test]
fn documents_are_read_as_toml_reads_them() {
    for (text, expected) in [
        ("", "{}"),
        ("# only a comment\n", "{}"),
        ("a = 1\nb = 'x'\n", "{a: 1, b: \"x\"}"),
        ("a = +1_000\nb = -0\nc = 0x_FF", "{a: +1000, b: -0, c: 0xFF}"),
        ("a = 0xDEAD_beef\nb = 0o17\nc = 0b1_0\n", "{a: 0xDEADbeef, b: 0o17, c: 0b10}"),
        ("a = 1.5\nb = 1e3\nc = -1_0.5E-7\nd = inf\ne = -nan\n", "{a: 1.5, b: 1e3, c: -10.5E-7, d: inf, e: -nan}"),
        ("a = true\nb = false\n", "{a: true, b: false}"),
        (
            "a = 2026-04-01\nb = 2026-04-01T07:30:00+09:00\nc = 07:30:00\n",
            "{a: \"2026-04-01\", b: \"2026-04-01T07:30:00+09:00\", c: \"07:30:00\"}",
        ),
        ("a = 2026-04-01 07:30:00 # x\n", "{a: \"2026-04-01 07:30:00\"}"),
        (r#"a = "\u6c0f\n\t\"\\""#, r#"{a: "氏\n\t\"\\"}"#),
        ("a = 'C:\\x'\n", r#"{a: "C:\\x"}"#),
        ("a = \"\"\"\none\ntwo \\\n  three\"\"\"\n", r#"{a: "one\ntwo three"}"#),
        ("a = '''\r\none\n'two'''''\n", r#"{a: "one\n'two''"}"#),
        ("a = \"\"\nb = ''\n", "{a: \"\", b: \"\"}"),
        ("a = []\nb = [1, [2, 'x'],]\n", "{a: [], b: [1, [2, \"x\"]]}"),
        ("a = [ # x\n  1, # y\n\n  2\n]\n", "{a: [1, 2]}"),
        ("a = {}\nb = { c = 1, d.e = 2, d.f = 3 }\n", "{a: {}, b: {c: 1, d: {e: 2, f: 3}}}"),
        ("a = [{b = 1}, {b = 2}]\n", "{a: [{b: 1}, {b: 2}]}"),
        ("a.b = 1\na.c.d = 2\n\"x y\".'z' = 3\n", "{a: {b: 1, c: {d: 2}}, x y: {z: 3}}"),
        ("[a]\nb = 1\n[c]\nd = 2\n", "{a: {b: 1}, c: {d: 2}}"),
        ("[a.b]\nc = 1\n[a]\nd = 2\n", "{a: {b: {c: 1}, d: 2}}"),
        ("[a]\n[a.b]\n[a.c]\nx = 1\n", "{a: {b: {}, c: {x: 1}}}"),
        ("[ a . \"b\" ]\nc = 1\n", "{a: {b: {c: 1}}}"),
        ("[[a]]\nb = 1\n[[a]]\nb = 2\n", "{a: [{b: 1}, {b: 2}]}"),
        ("[[a]]\n[a.b]\nc = 1\n[[a]]\n[a.b]\nc = 2\n", "{a: [{b: {c: 1}}, {b: {c: 2}}]}"),
        ("[[a]]\n[[a.b]]\nc = 1\n[[a.b]]\nc = 2\n", "{a: [{b: [{c: 1}, {c: 2}]}]}"),
        ("[[a.b]]\nx = 1\n[a]\ny = 2\n", "{a: {b: [{x: 1}], y: 2}}"),
        ("[a]\nb.c = 1\n[a.b.d]\ne = 2\n", "{a: {b: {c: 1, d: {e: 2}}}}"),
        ("1 = 2\n3.14 = 'pi'\n", "{1: 2, 3: {14: \"pi\"}}"),
        ("\"\" = 1\n", "{: 1}"),
        ("a = 1\r\nb = 2\r\n", "{a: 1, b: 2}"),
        ("\u{feff}a = 1\n", "{a: 1}"),
        ("a = \"佐藤 花子\"\n\"氏名\" = '髙橋'\n", "{a: \"佐藤 花子\", 氏名: \"髙橋\"}"),
    ] {
        let (shown, diags) = read_as(text);
        assert_eq!(shown, expected, "{text:?}");
        assert!(diags.is_empty() || text.contains("0x_FF"), "{text:?}: {diags:?}");
    }
}

#[test]
fn findings_have_a_name_a_phrase_and_a_place() {
    for (text, rule, phrase) in [
        ("a = ⟦佐藤⟧\n", "toml-syntax", "quote-missing"),
        ("電話 = 1\n", "", ""),
        ("⟦氏名⟧ = '佐藤'\n", "toml-syntax", "key"),
        ("a = ⟦090-1234-5678⟧\n", "toml-syntax", "date"),
        ("a = ⟦2026-02-30⟧\n", "toml-syntax", "date"),
        ("a =⟦⟧\nb = 1\n", "toml-syntax", "value-missing"),
        ("a⟦⟧\nb = 1\n", "toml-syntax", "equals-missing"),
        ("a = = 1\n", "", ""),
        ("a = ⟦\"⟧x\nb = 1\n", "toml-syntax", "quote-open"),
        ("a = ⟦'⟧''x\nb = 1\n", "toml-syntax", "quote-open"),
        ("a = \"\\⟦⟧q\"\n", "toml-syntax", "bad-escape"),
        ("a = ⟦1 2⟧\n", "toml-syntax", "quote-missing"),
        ("a = 'x' ⟦⟧'y'\n", "toml-syntax", "after-value"),
        ("a = [1 ⟦⟧'x']\n", "toml-syntax", "comma"),
        ("a = ⟦[⟧1, 2\n\nb = 1\n", "toml-syntax", "bracket"),
        ("[a⟦⟧\nb = 1\n", "toml-syntax", "bracket"),
        ("a = ⟦0⟧12\n", "toml-syntax", "number"),
        ("a = ⟦True⟧\n", "toml-syntax", "boolean"),
        ("a = 1\n⟦a⟧ = 2\n", "duplicate-key", ""),
        ("[a]\nb = 1\n[⟦a⟧]\nc = 1\n", "duplicate-key", ""),
        ("a = 1\n[⟦a⟧.b]\n", "duplicate-key", ""),
        ("a = [1]\n[[⟦a⟧]]\n", "duplicate-key", ""),
        ("a = {b = 1}\n⟦a⟧.c = 2\n", "duplicate-key", ""),
        ("a = {b = 1, ⟦b⟧ = 2}\n", "duplicate-key", ""),
        ("[a.b]\nx = 1\n[a]\n⟦b⟧.y = 2\n", "duplicate-key", ""),
        ("a.b = 1\n[⟦a⟧]\nc = 1\n", "duplicate-key", ""),
        ("[[a]]\n[⟦a⟧]\n", "duplicate-key", ""),
        ("[a]\n[[⟦a⟧]]\n", "duplicate-key", ""),
        ("a = {b.c = 1, ⟦b⟧ = 2}\n", "duplicate-key", ""),
        ("\"a\" = 1\n'⟦a⟧' = 2\n", "duplicate-key", ""),
    ] {
        let plain = text.replace(['⟦', '⟧'], "");
        let (_, diags) = read_as(&plain);
        assert_eq!(diags.len(), 1, "{plain:?}: {diags:?}");
        let found = &diags[0];
        if let (Some(start), Some(end)) = (text.find('⟦'), text.find('⟧')) {
            assert_eq!(found.primary().span.range(), start..end - '⟦'.len_utf8(), "{plain:?} {found:?}");
        }
        if !rule.is_empty() {
            assert_eq!(found.rule, format!("input/{rule}"), "{plain:?}");
        }
        if !phrase.is_empty() {
            let detail = found.args.iter().find(|(name, _)| name == "detail").map(|(_, arg)| arg);
            assert!(matches!(detail, Some(Arg::Phrase(given)) if *given == phrase), "{plain:?}: {detail:?}");
        }
    }
}

#[test]
fn reading_goes_on_after_a_mistake() {
    let (shown, diags) =
        read_as("[[people]]\nid = 'E1'\nname = 佐藤\n[[people]]\nid = 'E2'\nnote = 'x\nname = '鈴木'\n");
    assert_eq!(shown, "{people: [{id: \"E1\", name: \"佐藤\"}, {id: \"E2\", note: \"x\", name: \"鈴木\"}]}");
    assert_eq!(diags.len(), 2);
    // What follows a broken header does not end up in the table before it.
    assert_eq!(read_as("[a]\nx = 1\n[b\nx = 2\n[c]\nx = 3\n").0, "{a: {x: 1}, c: {x: 3}}");
    assert_eq!(read_as("a = 1\na = 2\n").0, "{a: 1, a: 2}");
}

#[test]
fn values_have_exactly_their_bytes() {
    let text = "id = 'E1' # x\n氏名 = \"佐藤 花子\"\nn = 1_000\nd = 2026-04-01\nm = \"\"\"\n一行目\n二行目\"\"\"\n[[表]]\n\"鍵\".k = [ 1 ]\n";
    let (tree, _) = run(text, &Limits::default());
    let root = tree.root(text).expect("a root");
    let slice = |node: Option<NodeRef<'_>>| {
        let (start, end) = node.expect("a value").range();
        text[start..end].to_owned()
    };
    assert_eq!(slice(root.get("id")), "E1");
    assert_eq!(slice(root.get("氏名")), "佐藤 花子");
    assert_eq!(slice(root.get("n")), "1_000");
    assert_eq!(root.get("n").and_then(NodeRef::scalar), Some("1000"));
    assert_eq!(slice(root.get("d")), "2026-04-01");
    assert_eq!(slice(root.get("m")), "一行目\n二行目");
    assert_eq!(slice(root.get("表")), "[[表]]\n\"鍵\".k = [ 1 ]");
    let row = root.get("表").and_then(|list| list.children().next()).expect("a row");
    let key = row.get("鍵").expect("a table");
    assert_eq!(key.key_range().map(|(start, end)| &text[start..end]), Some("鍵"));
    assert_eq!(slice(key.get("k")), "[ 1 ]");
    assert_eq!(root.range(), (0, text.len()));
}

#[test]
fn limits_are_kept() {
    let limits = Limits { depth: 3, scalar_bytes: 8, ..Limits::default() };
    let found = |text: &str| run(text, &limits).1.into_iter().map(|found| found.rule).collect::<Vec<_>>();
    assert_eq!(found("a = [[1]]\n"), [""; 0]);
    assert_eq!(found("a = [[[1]]]\nb = 1\n"), ["input/too-deep"]);
    assert_eq!(found("[a.b]\nc = 1\n"), [""; 0]);
    assert_eq!(found("[a.b.c]\nd = 1\n"), ["input/too-deep"]);
    assert_eq!(found("a.b.c.d = 1\n"), ["input/too-deep"]);
    assert_eq!(found("a = '123456'\nb = '1234567'\nc = 1\n"), ["input/value-too-long"]);
}

#[test]
fn a_hundred_thousand_brackets_are_refused() {
    let limits = Limits { depth: 1_000_000, ..Limits::default() };
    for text in [
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}1{}\n", "[".repeat(100_000), "]".repeat(100_000)),
        format!("a = {}", "{b = ".repeat(100_000)),
        format!("{} = 1", vec!["a"; 100_000].join(".")),
        format!("[{}]\n", vec!["a"; 100_000].join(".")),
    ] {
        for limits in [&limits, &Limits::default()] {
            let (_, diags) = run(&text, limits);
            assert!(diags.iter().any(|found| found.rule == "input/too-deep"), "{diags:?}");
            assert!(diags.len() < 4, "{diags:?}");
        }
    }
}

#[test]
fn files_of_many_chunks_are_whole() {
    let mut text = String::new();
    for number in 0..20_000 {
        text += &format!("[[people]]\nid = \"E{number}\"\ntags = [\n  'x',\n]\n");
    }
    let (tree, diags) = run(&text, &Limits::default());
    assert_eq!(diags, []);
    let people = tree.root(&text).and_then(|root| root.get("people")).expect("a list");
    assert_eq!(people.children().count(), 20_000);
    assert_eq!(people.children().last().and_then(|row| row.get("id")).and_then(NodeRef::scalar), Some("E19999"));
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in any::<String>()) {
        let (tree, diags) = run(&text, &Limits::default());
        check_places(&text, &tree, &diags);
    }

    #[test]
    fn no_mix_of_marks_breaks_the_reader(pieces in prop::collection::vec(prop::sample::select(vec![
        "a", "b", "氏", "🏭", " = ", "=", ".", "\n", "\r\n", "\r", " ", "[", "]", "[[", "]]", "{", "}", ",", "\"", "'", "'''", "\"\"\"",
        "#", "\\", "\\u6c0f", "\\uD800", "1", "0x", "_", "-", "+", "2026-04-01", "T07:30:00Z", "true", "inf", "e", "\u{feff}", "\0",
        "a = 1\n", "[a]\n", "[[a]]\n", "a.b = {", "\nb = [",
    ]), 0..40)) {
        let text = pieces.concat();
        let (tree, diags) = run(&text, &Limits::default());
        check_places(&text, &tree, &diags);
    }
}
