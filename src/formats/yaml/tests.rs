//! Small cases in the manner of the public YAML test suite, and what hostile files must not do.

use proptest::prelude::*;

use super::*;
use crate::diag::Arg;
use crate::source::Encoding;
use crate::tree::{Kind, NodeRef, Tree};

fn run(text: &str, limits: &Limits) -> (Tree, Vec<Diagnostic>) {
    let source = SourceText::new("a.yaml", text, Encoding::Utf8);
    let mut diags = Vec::new();
    match (FORMAT.parse)(&source, FileId(0), limits, &mut diags) {
        Some(Content::Tree(tree)) => (tree, diags),
        other => panic!("no tree: {other:?}"),
    }
}

/// A tree in one line: null `~`, numbers and booleans bare, text in quotes.
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

/// Every place lies in the text, on character borders; children lie in the order of the text.
fn check_places(text: &str, tree: &Tree, diags: &[Diagnostic]) {
    let mut open: Vec<NodeRef<'_>> = tree.root(text).into_iter().collect();
    while let Some(node) = open.pop() {
        let (start, end) = node.range();
        assert!(text.get(start..end).is_some(), "{start}..{end} in {text:?}");
        if let Some((start, end)) = node.key_range() {
            assert!(
                end - start == usize::from(u16::MAX) || text.get(start..end).is_some(),
                "{start}..{end} in {text:?}"
            );
        }
        open.extend(node.children());
    }
    for label in diags.iter().flat_map(|found| &found.labels) {
        assert!(text.get(label.span.range()).is_some(), "{:?} in {text:?}", label.span);
    }
}

#[test]
fn documents_are_read_as_yaml_1_2_reads_them() {
    for (text, expected) in [
        ("", "~"),
        ("# only a comment\n", "~"),
        ("---\n", "~"),
        ("--- a\n", "\"a\""),
        ("a: 1\nb: x y\n", "{a: 1, b: \"x y\"}"),
        ("a: NO\nb: on\nc: 1_000\nd: 0o17\n", "{a: \"NO\", b: \"on\", c: \"1_000\", d: 0o17}"),
        ("a: 2026-04-01\nb: 12:30\n", "{a: \"2026-04-01\", b: \"12:30\"}"),
        ("a: true\nb: False\nc: yes\n", "{a: true, b: False, c: \"yes\"}"),
        ("a: ~\nb:\nc: null\nd: ''\n", "{a: ~, b: ~, c: ~, d: \"\"}"),
        ("a: '1'\nb: \"true\"\n", "{a: \"1\", b: \"true\"}"),
        ("a: 'it''s'\n", "{a: \"it's\"}"),
        (r#"a: "\u6c0f\n\x41\"""#, r#"{a: "氏\nA\""}"#),
        ("a: \"one\n  two\n\n  three\"\n", r#"{a: "one two\nthree"}"#),
        ("a: one\n  two\n\n  three\n", r#"{a: "one two\nthree"}"#),
        ("a: \"x \\\n  y\"\n", "{a: \"x y\"}"),
        ("- a\n- 1\n-\n- - b\n  - c\n", "[\"a\", 1, ~, [\"b\", \"c\"]]"),
        ("a:\n- b\n- c: d\n  e: f\n", "{a: [\"b\", {c: \"d\", e: \"f\"}]}"),
        ("a: [1, two, [3], {b: 4}]\n", "{a: [1, \"two\", [3], {b: 4}]}"),
        ("{a: 1, b, c: , \"d\":2,}\n", "{a: 1, b: ~, c: ~, d: 2}"),
        ("[a: b, c]\n", "[{a: \"b\"}, \"c\"]"),
        ("a: |\n  x\n   y\n\n  z\n", r#"{a: "x\n y\n\nz\n"}"#),
        ("a: |-\n  x\n\nb: 1\n", "{a: \"x\", b: 1}"),
        ("a: |+\n  x\n\nb: 1\n", r#"{a: "x\n\n", b: 1}"#),
        ("a: >\n  x\n  y\n\n  z\n", r#"{a: "x y\nz\n"}"#),
        ("a: |2\n    x\n", r#"{a: "  x\n"}"#),
        ("a: |\nb: 1\n", "{a: \"\", b: 1}"),
        ("a: >-\n  # no comment\n", "{a: \"# no comment\"}"),
        ("a: x # comment\nb: x#y\n", "{a: \"x\", b: \"x#y\"}"),
        ("? a\n: 1\n? b\n", "{a: 1, b: ~}"),
        ("'a b': 1\n\"c\\td\": 2\n3: 4\n~: 5\n: 6\n", "{a b: 1, c\td: 2, 3: 4, ~: 5, : 6}"),
        ("a: http://example.jp/x?y=1\n", "{a: \"http://example.jp/x?y=1\"}"),
        ("a: -1\nb: - 1\n", "{a: -1}"),
        ("%YAML 1.2\n---\na: 1\n...\n", "{a: 1}"),
        ("a: !!str 12\nb: !!int '7'\nc: ! 5\nd: !own 6\n", "{a: \"12\", b: 7, c: \"5\", d: 6}"),
        ("a: &x 1\nb: *x\n", "{a: 1, b: 1}"),
        ("a: &x\n  k: [v, w]\nb: *x\n", "{a: {k: [\"v\", \"w\"]}, b: {k: [\"v\", \"w\"]}}"),
        ("a: &x {k: &y v, l: *y}\nb: [*x, *y]\n", "{a: {k: \"v\", l: \"v\"}, b: [{k: \"v\", l: \"v\"}, \"v\"]}"),
        ("&k key: 1\nother: *k\n*k : 2\n", "{key: 1, other: \"key\", key: 2}"),
        ("base: &b {a: 1}\nx:\n  <<: *b\n", "{base: {a: 1}, x: {<<: {a: 1}}}"),
        ("a: &x !!str\nb: 1\n", "{a: \"\", b: 1}"),
        ("氏名: 佐藤\r\n部署: 製造\r\n", "{氏名: \"佐藤\", 部署: \"製造\"}"),
        ("a:\t佐藤\n", "{a: \"佐藤\"}"),
        ("\u{feff}a: 1\n", "{a: 1}"),
    ] {
        assert_eq!(read_as(text).0, expected, "{text:?}");
    }
}

#[test]
fn well_formed_files_give_no_finding() {
    for text in [
        "a: 1\n",
        "- a\n-\n",
        "a: |\n\n  x\n",
        "---\na: 1\n...\n",
        "a: [\n 1,\n 2\n ]\n",
        "a: 'x\n  y'\n",
        "a: &x 1\nb: *x\n",
        "a: {b: {b: 1}, c: {b: 2}}\n",
        "- a: 1\n- a: 2\n",
        "a:\n  - b\nc:\n- d\n",
        "# x\n\n# y\n",
        "a: \"\\\\\"\n",
        "a: '\"'\n",
    ] {
        let (_, diags) = read_as(text);
        assert_eq!(diags, [], "{text:?}");
    }
}

#[test]
fn findings_have_a_name_a_phrase_and_a_place() {
    for (text, rule, phrase) in [
        ("a:\n⟦\t⟧b: 1\n", "yaml-syntax", "tab"),
        ("people:\n- id: 1\n⟦\t⟧name: x\n", "yaml-syntax", "tab"),
        ("people:\n  - id: 1\n⟦\t⟧- id: 2\n", "yaml-syntax", "tab"),
        ("a: 1\n  ⟦\t⟧b: 2\n", "yaml-syntax", "tab"),
        ("a: |\n⟦\t⟧foo\n", "yaml-syntax", "tab"),
        ("氏名: 佐藤\n⟦\t\t⟧部署: 製造\n", "yaml-syntax", "tab"),
        ("a: 1\nb: x⟦:⟧ y\n", "yaml-syntax", "colon-in-value"),
        ("a: [1, 2\nb⟦:⟧ 3\n", "yaml-syntax", "colon-misplaced"),
        ("備考: ⟦\"⟧閉じない\nb: 2\n", "yaml-syntax", "quote-open"),
        ("a: ⟦'⟧閉じない", "yaml-syntax", "quote-open"),
        ("a: \"x\" ⟦y⟧\n", "yaml-syntax", "after-quote"),
        ("a:\n  b: 1\n ⟦c⟧: 2\n", "yaml-syntax", "indentation"),
        ("- a\n⟦b⟧: 1\n", "yaml-syntax", "indentation"),
        ("a: 1\nb\n⟦c⟧: 2\n", "yaml-syntax", "colon-missing"),
        ("a: ⟦@⟧x\n", "yaml-syntax", "reserved-character"),
        ("a: ⟦\"⟧\\q\"\n", "yaml-syntax", "bad-escape"),
        ("a: ⟦*⟧x\n", "yaml-syntax", "unknown-anchor"),
        ("a: b⟦\u{1}⟧\n", "yaml-syntax", "control-character"),
        ("a:⟦\t⟧1\n", "yaml-syntax", "space-missing"),
        ("a: \"b⟦\u{1b}⟧[0m\"\n", "yaml-syntax", "control-character"),
        ("a: b⟦\0⟧c\n", "yaml-syntax", "control-character"),
        ("a: [1, 2⟦⟧", "yaml-syntax", "comma-missing"),
        ("a: ⟦|⟧ x\n  y\n", "yaml-syntax", "block-header"),
        ("a: b ⟦#⟧ c\n  d\n", "yaml-syntax", "comment-in-value"),
        ("a: [1, ⟦-⟧ 2]\n", "yaml-syntax", ""),
        ("a: ⟦]⟧\n", "yaml-syntax", "bracket"),
        ("a: 1\n⟦---⟧\nb: 2\n", "several-documents", ""),
        ("a: 1\n...\n⟦⟧b: 2\n", "several-documents", ""),
        ("? ⟦[⟧a]\n: b\n", "complex-key", ""),
        ("a: &x [1]\n⟦*x⟧ : b\n", "complex-key", ""),
        ("a: 1\n⟦a⟧: 2\n", "duplicate-key", ""),
        ("{a: {b: 1}, '⟦a⟧': 2}", "duplicate-key", ""),
        ("a: &x [⟦*x⟧]\n", "alias-bomb", "inside-itself"),
    ] {
        let start = text.find('⟦').expect("a mark");
        let end = text.find('⟧').expect("a mark") - '⟦'.len_utf8();
        let plain = text.replace(['⟦', '⟧'], "");
        let (_, diags) = read_as(&plain);
        let [found] = &diags[..] else { panic!("{plain:?}: {diags:?}") };
        assert_eq!(found.rule, format!("input/{rule}"), "{plain:?}");
        assert_eq!(found.primary().span.range(), start..end, "{plain:?}");
        if !phrase.is_empty() {
            let detail = found.args.iter().find(|(name, _)| name == "detail").map(|(_, arg)| arg);
            assert!(matches!(detail, Some(Arg::Phrase(given)) if *given == phrase), "{plain:?}: {detail:?}");
        }
    }
}

#[test]
fn what_stands_before_a_mistake_is_kept() {
    assert_eq!(read_as("- id: E1\n- id: E2\n  name: \"x\n- id: E3\n").0, "[{id: \"E1\"}, {id: \"E2\"}]");
    assert_eq!(read_as("a: 1\n---\nb: 2\n").0, "{a: 1}");
    assert_eq!(read_as("a: 1\n? [b]\n: {c: d}\ne: 2\n").0, "{a: 1, e: 2}");
}

#[test]
fn both_of_two_equal_keys_are_kept_and_named() {
    let (shown, diags) = read_as("a: 1\nb: {a: 2}\na: 3\n");
    assert_eq!(shown, "{a: 1, b: {a: 2}, a: 3}");
    assert_eq!(diags[0].labels[1].span.range(), 0..1);
}

#[test]
fn values_have_exactly_their_bytes() {
    let text = "氏名: 佐藤 花子 # 主任\n備考: \"退職\"  # 済\nメモ: &m |\n  一行目\n  二行目\n\n別: 'a''b'\n空:\n参照: *m\n他: !!str  値\n例: &e # 注\n  後\n";
    let (tree, diags) = run(text, &Limits::default());
    assert_eq!(diags, []);
    let root = tree.root(text).expect("a root");
    let slice = |key: &str| {
        let (start, end) = root.get(key).expect("a value").range();
        &text[start..end]
    };
    assert_eq!(slice("氏名"), "佐藤 花子");
    assert_eq!(slice("備考"), "退職");
    assert_eq!(slice("メモ"), "一行目\n  二行目");
    assert_eq!(slice("別"), "a''b");
    assert_eq!(slice("参照"), "*m");
    assert_eq!(slice("他"), "値");
    assert_eq!(slice("例"), "後");
    assert_eq!(root.get("参照").and_then(NodeRef::scalar), Some("一行目\n二行目\n"));
    let (start, end) = root.get("空").expect("a value").range();
    assert_eq!((start, &text[start - 1..end]), (end, ":"));
    let keys: Vec<_> = root.children().filter_map(NodeRef::key_range).map(|(start, end)| &text[start..end]).collect();
    assert_eq!(keys, ["氏名", "備考", "メモ", "別", "空", "参照", "他", "例"]);
    assert_eq!(root.range(), (0, text.len() - 1));
}

#[test]
fn a_part_of_a_file_has_places_in_the_file() {
    let (whole, base) = ("前置き\n---\n題: 規程\n", "前置き\n---\n".len());
    let mut builder = TreeBuilder::default();
    let mut diags = Vec::new();
    builder.open(Kind::Map, 0);
    let limits = Limits::default();
    read(Part { text: &whole[base..], base, file: FileId(0), limits: &limits }, true, &mut builder, &mut diags);
    builder.key("more", 0, 0);
    builder.scalar(Kind::Null, 0, 0, None);
    builder.close(whole.len());
    let tree = builder.finish();
    assert_eq!(tree.root(whole).map(show).as_deref(), Some("{題: \"規程\", more: ~}"));
    assert_eq!(diags, []);
}

#[test]
fn limits_are_kept() {
    let limits = Limits { depth: 3, scalar_bytes: 8, ..Limits::default() };
    let found = |text: &str| run(text, &limits).1.into_iter().map(|found| found.rule).collect::<Vec<_>>();
    assert_eq!(found("[[[1]]]"), [""; 0]);
    assert_eq!(found("[[[[1]]]]"), ["input/too-deep"]);
    assert_eq!(found("a:\n - b: c\n"), [""; 0]);
    assert_eq!(found("a:\n - b:\n    - c\n"), ["input/too-deep"]);
    assert_eq!(found("a: &x [1]\nb: &y [*x]\nc: [*y]\n"), ["input/too-deep"]);
    assert_eq!(found("a: 12345678\nb: 123456789\nc: 1\n"), ["input/value-too-long"]);
    let (tree, _) = run("b: 123456789\n", &limits);
    assert_eq!(tree.root("b: 123456789\n").map(show).as_deref(), Some("{b: ~}"));
}

#[test]
fn a_hundred_thousand_brackets_are_refused() {
    for text in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(100_000), "[{".repeat(50_000)] {
        let (_, diags) = run(&text, &Limits::default());
        assert_eq!(diags.len(), 1);
        assert_eq!(diags[0].rule, "input/too-deep");
    }
    let (_, diags) = run(&"? ".repeat(100_000), &Limits::default());
    assert_eq!(diags.iter().map(|found| found.rule.as_str()).collect::<Vec<_>>(), ["input/complex-key"]);
}

#[test]
fn a_billion_laughs_stop_early() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let below = format!("*a{}", level - 1);
        text += &format!("a{level}: &a{level} [{}]\n", vec![below; 9].join(", "));
    }
    let (tree, diags) = run(&text, &Limits::default());
    assert_eq!(diags.iter().map(|found| found.rule.as_str()).collect::<Vec<_>>(), ["input/alias-bomb"]);
    check_places(&text, &tree, &diags);

    let text = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), vec!["*a"; 5_000].join(", "));
    let (_, diags) = run(&text, &Limits::default());
    assert_eq!(diags.iter().map(|found| found.rule.as_str()).collect::<Vec<_>>(), ["input/alias-bomb"]);
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in any::<String>()) {
        let (tree, diags) = run(&text, &Limits::default());
        check_places(&text, &tree, &diags);
    }

    #[test]
    fn no_mix_of_marks_breaks_the_reader(pieces in prop::collection::vec(prop::sample::select(vec![
        "a", "氏", "🏭", ":", ": ", "- ", "-", "? ", "\n", "\r\n", "  ", " ", "\t", "[", "]", "{", "}", ",", "\"", "'", "|", ">",
        "|+\n", ">-\n  ", "|2\n", "&x ", "*x", "!", "!!str ", "!<a> ", "#", " # c\n", "---\n", "...\n", "%YAML 1.2\n", "\\", "\\u6c0f",
        "1", "~", "<<", "\u{feff}", "\u{85}", "\u{2028}", "\0",
    ]), 0..40)) {
        let text = pieces.concat();
        let (tree, diags) = run(&text, &Limits::default());
        check_places(&text, &tree, &diags);
    }

    #[test]
    fn plain_values_are_their_own_bytes(names in prop::collection::vec("[a-zぁ-ん一-龠][a-zぁ-ん一-龠0-9 ]{0,8}[a-zぁ-ん]", 1..20)) {
        let text: String = names.iter().map(|name| format!("- {name} # {name}\n")).collect();
        let (tree, diags) = run(&text, &Limits::default());
        prop_assert_eq!(diags, []);
        for (node, name) in tree.root(&text).expect("a list").children().zip(&names) {
            let (start, end) = node.range();
            prop_assert_eq!(&text[start..end], name);
        }
    }
}
