//! Input that is made to be too much: sizes and depths that no fixture should hold.

use timlint::source::{Entry, Memory, ReadError, World};

use super::{assert_tame, places, run, told};

const PEOPLE: &str = "id,name,leave_on\nE1,佐藤 花子,\nE2,鈴木 太郎,2026-09-30\n";
/// What the good register beside each bad file still gives.
const JUDGED: &str = "registers/people.csv:3:10 people/left-without-return-check";

/// Rules that speak of the bad file.
fn rules_at(path: &str, text: &str) -> Vec<String> {
    let run = run(&Memory::new().file("registers/people.csv", PEOPLE).file(path, text));
    let found = places(&run);
    assert!(found.contains(&JUDGED.to_owned()), "{path}: others must go on: {found:?}");
    assert_tame(&run);
    let prefix = format!("{path}:");
    let spoken = found.iter().filter(|place| place.starts_with(&prefix));
    spoken
        .filter_map(|place| place.split(' ').nth(1))
        .filter(|rule| !rule.starts_with("register/"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_hundred_thousand_brackets_are_refused_at_once() {
    let deep =
        |before: &str, open: &str, close: &str| format!("{before}{}{}\n", open.repeat(100_000), close.repeat(100_000));
    for (path, text) in [
        ("registers/people-x.json", deep("", "[", "]")),
        ("registers/people-x.json", deep("", "{\"a\":", "}")),
        ("registers/people-x.json", deep("", "[", "")),
        ("registers/people-x.yaml", deep("", "[", "]")),
        ("registers/people-x.yaml", deep("", "{a: ", "}")),
        ("registers/people-x.yaml", deep("", "- ", "")),
        ("registers/people-x.yaml", deep("", "[", "")),
        ("registers/people-x.toml", deep("people = ", "[", "]")),
        ("registers/people-x.toml", deep("people = ", "{ a = ", "}")),
        ("registers/people-x.toml", format!("[{}]\n", vec!["a"; 100_000].join("."))),
        ("registers/people-x.toml", format!("{} = 1\n", vec!["a"; 100_000].join("."))),
        ("documents/x.md", format!("---\nid: {}\n---\n", deep("", "[", "]"))),
    ] {
        let rules = rules_at(path, &text);
        assert!(rules.contains(&"input/too-deep".to_owned()), "{path}, {:.20}…: {rules:?}", text);
    }
}

#[test]
fn a_long_row_of_markdown_signs_is_no_trouble() {
    for sign in ["> ", "- ", "[", "*", "#", "`", "![](", "<a ", "|"] {
        rules_at("documents/x.md", &format!("---\nid: D1\n---\n{}\n", sign.repeat(50_000)));
    }
}

#[test]
fn a_value_over_one_mebibyte_is_refused() {
    let long = "長".repeat((1 << 20) / 3 + 1);
    for (path, text) in [
        ("registers/people-x.csv", format!("id,name\nX1,{long}\n")),
        ("registers/people-x.csv", format!("id,name\nX1,\"{long}\"\n")),
        ("registers/people-x.tsv", format!("id\tname\nX1\t{long}\n")),
        ("registers/people-x.json", format!("[{{\"id\": \"X1\", \"name\": \"{long}\"}}]")),
        ("registers/people-x.yaml", format!("- id: X1\n  name: {long}\n")),
        ("registers/people-x.yaml", format!("- id: X1\n  name: |\n    {long}\n")),
        ("registers/people-x.toml", format!("[[people]]\nid = \"X1\"\nname = \"{long}\"\n")),
        ("documents/x.md", format!("---\nid: D1\ntitle: {long}\n---\n")),
    ] {
        assert_eq!(rules_at(path, &text), ["input/value-too-long"], "{path}");
    }
}

#[test]
fn aliases_that_grow_without_bounds_are_refused() {
    let mut bomb = "- &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        bomb += &format!("- &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(", "));
    }
    assert_eq!(rules_at("registers/people-x.yaml", &bomb), ["input/alias-bomb"]);
    assert_eq!(rules_at("documents/x.md", &format!("---\nclauses:\n{bomb}---\n")), ["input/alias-bomb"]);
}

#[test]
fn expressions_of_own_rules_are_bounded() {
    let rule =
        |when: &str| format!("id: people/x\nlevel: error\neach: people\nwhen: {when}\nrequire:\n  - field: name\n");
    let nested = |open: &str, close: &str| format!("{}people.telework{}", open.repeat(100_000), close.repeat(100_000));
    let chain = |sign: &str| rule(&vec!["1"; 100_000].join(sign));
    for text in
        [rule(&nested("(", ")")), rule(&format!("has(people.id) && {}", nested("!", ""))), chain(" + "), chain(" && ")]
    {
        assert_eq!(rules_at("rules/people/x.yaml", &text), ["rule/expression"], "{:.80}", text);
    }
    let large = rule("matches(people.name, '(((a{1,200}){1,200}){1,200}){1,200}')");
    assert_eq!(rules_at("rules/people/x.yaml", &large), ["rule/type"]);
}

/// Lists a file that is gone when it is asked for.
struct Vanishing(Memory);

impl World for Vanishing {
    fn walk(&self) -> Vec<Entry> {
        let mut entries = self.0.walk();
        entries.push(Entry::File { path: "registers/people-gone.csv".into(), bytes: 12 });
        entries
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        self.0.read(path, limit)
    }

    fn exists(&self, path: &str) -> bool {
        self.0.exists(path)
    }

    fn today(&self) -> i32 {
        self.0.today()
    }

    fn env(&self, name: &str) -> Option<String> {
        self.0.env(name)
    }
}

#[test]
fn a_file_that_vanishes_is_said_and_the_rest_goes_on() {
    let run = run(&Vanishing(Memory::new().file("registers/people.csv", PEOPLE)));
    let found = places(&run);
    assert!(found.contains(&"registers/people-gone.csv:1:1 input/unreadable-file".to_owned()), "{found:?}");
    assert!(found.contains(&JUDGED.to_owned()), "{found:?}");
    assert!(told(&run).iter().any(|(_, text)| text.contains("gone before it could be read")));
}

#[test]
fn a_hundred_thousand_findings_fit_a_screen_of_people() {
    let rows: String = (0..100_000).map(|i| format!("X{i},佐藤 花子,そのうち\n")).collect();
    let run = run(&Memory::new().file("registers/people.csv", format!("id,name,join_on\n{rows}")));
    assert!(run.findings.len() >= 100_000);
    for (name, text) in told(&run).into_iter().filter(|(name, _)| name.starts_with("human")) {
        assert!(text.len() < 1 << 20, "{name}: {} bytes", text.len());
        assert!(text.contains("99,") || text.contains("100,"), "{name} must say how many there are");
    }
}
