//! Front matter, headings and their places.

use proptest::prelude::*;

use super::*;
use crate::source::Encoding;
use crate::tree::NodeRef;

fn run(text: &str) -> (Tree, Vec<Diagnostic>) {
    let source = SourceText::new("a.md", text, Encoding::Utf8);
    let mut diags = Vec::new();
    match (FORMAT.parse)(&source, FileId(0), &Limits::default(), &mut diags) {
        Some(Content::Tree(tree)) => (tree, diags),
        other => panic!("no tree: {other:?}"),
    }
}

fn show(node: NodeRef<'_>) -> String {
    let children = || node.children().map(show).collect::<Vec<_>>().join(", ");
    let value = match node.kind() {
        Kind::List => format!("[{}]", children()),
        Kind::Map => format!("{{{}}}", children()),
        _ => node.scalar().unwrap_or_default().to_owned(),
    };
    node.key().map_or(value.clone(), |key| format!("{key}: {value}"))
}

fn check_places(text: &str, tree: &Tree, diags: &[Diagnostic]) {
    let mut open: Vec<NodeRef<'_>> = tree.root(text).into_iter().collect();
    while let Some(node) = open.pop() {
        for (start, end) in [Some(node.range()), node.key_range()].into_iter().flatten() {
            assert!(text.get(start..end).is_some(), "{start}..{end} in {text:?}");
        }
        open.extend(node.children());
    }
    for label in diags.iter().flat_map(|found| &found.labels) {
        assert!(text.get(label.span.range()).is_some(), "{:?} in {text:?}", label.span);
    }
}

#[test]
fn documents_become_front_matter_and_headings() {
    for (text, expected) in [
        ("", "{body_headings: []}"),
        ("文章だけ。\n", "{body_headings: []}"),
        ("---\nid: P-1\n---\n", "{id: P-1, body_headings: []}"),
        ("---\r\nid: P-1\r\n---\r\n# 目的\r\n", "{id: P-1, body_headings: [{text: 目的, level: 1}]}"),
        ("---\n---\n# A\n", "{body_headings: [{text: A, level: 1}]}"),
        ("---\nid: P-1\n...\n# A\n", "{id: P-1, body_headings: [{text: A, level: 1}]}"),
        ("+++\nid = 'P-1'\n[a]\nb = 1\n+++\n# A\n", "{id: P-1, a: {b: 1}, body_headings: [{text: A, level: 1}]}"),
        ("---\n\n本文\n", "{body_headings: []}"),
        (
            "# A\n\n## 第2条 保管 {#II.2.5}\n",
            "{body_headings: [{text: A, level: 1}, {text: 第2条 保管, level: 2, clause: II.2.5}]}",
        ),
        ("## A ## {#x}\n", "{body_headings: [{text: A, level: 2, clause: x}]}"),
        ("題\n===\n\n副題 {#y}\n---\n", "{body_headings: [{text: 題, level: 1}, {text: 副題, level: 2, clause: y}]}"),
        ("# *A* `b` \\* &amp; [c](d)\n", "{body_headings: [{text: A b * & c, level: 1}]}"),
        ("```\n# no heading\n```\n    # code\n#no\n####### no\n", "{body_headings: []}"),
        ("#\n# \n", "{body_headings: [{text: , level: 1}, {text: , level: 1}]}"),
        ("> # A\n\n- # B\n", "{body_headings: [{text: A, level: 1}, {text: B, level: 1}]}"),
        ("\u{feff}---\nid: 1\n---\n# A\n", "{id: 1, body_headings: [{text: A, level: 1}]}"),
    ] {
        let (tree, diags) = run(text);
        assert_eq!(tree.root(text).map(show).as_deref(), Some(expected), "{text:?}");
        assert_eq!(diags, [], "{text:?}");
        check_places(text, &tree, &diags);
    }
}

#[test]
fn headings_have_exactly_their_bytes() {
    let text = "---\n題名: 情報管理規程\n---\n\n# 目的\n\n## 第２条 *保管* {#II.2.5}\n";
    let (tree, _) = run(text);
    let root = tree.root(text).expect("a root");
    let slice = |node: Option<NodeRef<'_>>| {
        let (start, end) = node.expect("a value").range();
        text[start..end].to_owned()
    };
    assert_eq!(slice(root.get("題名")), "情報管理規程");
    let headings: Vec<_> = root.get(HEADINGS).expect("headings").children().collect();
    assert_eq!(slice(headings[0].get("text")), "目的");
    assert_eq!(slice(headings[0].get("level")), "#");
    assert_eq!(slice(headings[1].get("text")), "第２条 *保管*");
    assert_eq!(slice(headings[1].get("clause")), "II.2.5");
    assert_eq!(slice(Some(headings[1])), "## 第２条 *保管* {#II.2.5}");
    assert_eq!(
        headings[1].get("text").and_then(NodeRef::key_range),
        Some((headings[1].range().0, headings[1].range().0))
    );
}

#[test]
fn findings_have_a_name_and_a_place() {
    for (text, rule) in [
        ("⟦---⟧\nid: P-1\n\n# A\n", "input/front-matter"),
        ("⟦+++⟧\nid = 1\n# A\n", "input/front-matter"),
        ("---\n⟦⟧- a\n- b\n---\n# A\n", "input/front-matter"),
        ("---\n⟦ただの文⟧\n---\n# A\n", "input/front-matter"),
        ("---\nid: 1\n⟦id⟧: 2\n---\n# A\n", "input/duplicate-key"),
        ("---\n題: x\na: b⟦:⟧ c\n---\n# A\n", "input/yaml-syntax"),
        ("+++\na = ⟦b⟧\n+++\n# A\n", "input/toml-syntax"),
        ("---\n⟦body_headings⟧: []\n---\n# A\n", "input/duplicate-key"),
    ] {
        let (start, end) = (text.find('⟦').expect("a mark"), text.find('⟧').expect("a mark") - '⟦'.len_utf8());
        let plain = text.replace(['⟦', '⟧'], "");
        let (tree, diags) = run(&plain);
        let found: Vec<_> = diags.iter().map(|found| (found.rule.as_str(), found.primary().span.range())).collect();
        assert_eq!(found, [(rule, start..end)], "{plain:?}");
        let headings =
            tree.root(&plain).map(|root| root.children().filter(|child| child.key() == Some(HEADINGS)).last());
        assert_eq!(headings.flatten().map(|list| list.children().count()), Some(1), "{plain:?}");
    }
}

#[test]
fn what_stands_before_a_mistake_in_the_front_matter_is_kept() {
    let text = "---\nid: P-1\nowner: {name: [x\n---\n# A\n";
    let (tree, diags) = run(text);
    assert_eq!(diags.len(), 1, "{diags:?}");
    let root = tree.root(text).expect("a root");
    assert_eq!(root.get("id").and_then(NodeRef::scalar), Some("P-1"));
    assert_eq!(root.get(HEADINGS).map(|list| list.children().count()), Some(1));
}

#[test]
fn deep_nesting_is_no_burden() {
    for text in [">".repeat(100_000), "[".repeat(100_000), "# ".to_owned() + &"*".repeat(100_000), "- ".repeat(20_000)]
    {
        let (tree, diags) = run(&text);
        assert_eq!(diags, []);
        check_places(&text, &tree, &diags);
    }
}

proptest! {
    #[test]
    fn no_mix_of_marks_breaks_the_reader(pieces in prop::collection::vec(prop::sample::select(vec![
        "a", "氏", "🏭", "# ", "#", "## ", "\n", "\r\n", "\n\n", "---", "---\n", "===\n", "+++\n", "{#x}", "{#", "}", " {#氏}", "{.c #y}",
        "*", "`", "[", "](b)", "<b>", "\\", "&amp;", "> ", "- ", "a: b\n", "a = 1\n", "|", "\t", " ", "\u{feff}", "\0",
    ]), 0..30)) {
        let text = pieces.concat();
        let (tree, diags) = run(&text);
        check_places(&text, &tree, &diags);
    }
}
