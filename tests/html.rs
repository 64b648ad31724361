//! Laws of the page: it says what the JSON report says, in both languages, and nothing of a file becomes markup or leaves the page.
//!
//! How it behaves in a browser is tried by `tests/outside_html.rs`.
#![allow(clippy::disallowed_methods)] // reads what it wrote

mod support;

use std::path::Path;

use serde_json::Value;
use support::{DAY, fixture, folder, timlint};

const FIXTURES: [&str; 8] = ["broken", "clean-ja", "clean-en", "hostile", "neglected", "spellings", "started", "xlsx"];

fn page(folder: &Path, more: &[&str]) -> String {
    timlint(folder, &[&["check", "--as-of", DAY, "--format", "html", "--fail-on", "never"], more].concat()).out
}

fn data(page: &str) -> Value {
    let (_, rest) = page.split_once("id=\"data\">").expect("the page has data");
    let (json, _) = rest.split_once("</script>").expect("the data ends");
    serde_json::from_str(json).expect("the data is JSON")
}

#[test]
fn a_page_holds_all_findings_of_the_json_report() {
    for name in FIXTURES {
        let json = timlint(&fixture(name), &["check", "--as-of", DAY, "--format", "json", "--fail-on", "never"]).json();
        let prints = |list: &Value, key: &str| {
            let prints = list.as_array().expect("a list").iter().map(|one| one[key].as_str().expect("text").to_owned());
            let mut prints: Vec<String> = prints.collect();
            prints.sort();
            prints
        };
        let mut wanted = [prints(&json["problems"], "fingerprint"), prints(&json["findings"], "fingerprint")].concat();
        wanted.sort();
        let page = page(&fixture(name), &[]);
        assert_eq!(prints(&data(&page)["findings"], "f"), wanted, "{name}");
        let items = json["items"].as_array().map_or(0, Vec::len);
        assert_eq!(page.matches("<details class=\"item\"").count(), items, "{name}");
        let sections = json["sections"].as_array().map_or(0, Vec::len);
        assert_eq!(page.matches("class=\"tile v-").count(), sections, "{name}");
    }
}

#[test]
fn each_item_of_the_page_has_the_verdict_of_the_table() {
    let table = timlint(&fixture("broken"), &["status", "--by", "item", "--as-of", DAY, "--format", "json"]).json();
    let page = page(&fixture("broken"), &[]);
    for row in table["rows"].as_array().expect("rows") {
        let (id, verdict) = (row["id"].as_str().expect("an id"), row["verdict"].as_str().expect("a verdict"));
        assert!(page.contains(&format!("data-id=\"{id}\" data-verdict=\"{verdict}\"")), "{id}");
    }
}

#[test]
fn status_writes_the_same_page() {
    let status = timlint(&fixture("broken"), &["status", "--as-of", DAY, "--format", "html"]).code(0);
    assert_eq!(status.out, page(&fixture("broken"), &[]));
}

#[test]
fn a_page_is_the_same_every_time() {
    assert_eq!(page(&fixture("broken"), &[]), page(&fixture("broken"), &[]));
}

/// The page asks nobody for anything: no address that a browser would follow by itself, and a policy that forbids it.
#[test]
fn a_page_needs_no_network() {
    for name in FIXTURES {
        let page = page(&fixture(name), &[]);
        let (head, body) = page.split_once("</head>").expect("a head");
        assert!(head.contains("default-src 'none'") && !head.contains("unsafe-inline"), "{name}");
        // Texts may hold addresses; markup, style and script may not.
        let markup = body.split_once("<script type=\"application/json\"").expect("data").0;
        for tag in markup.split('<').skip(1).filter_map(|tag| tag.split_once('>')).map(|(tag, _)| tag) {
            assert!(!tag.contains("src=") && !tag.contains("//"), "{name}: <{tag}>");
            let link = tag.split_once("href=\"").map(|(_, to)| to.starts_with('#'));
            assert_ne!(link, Some(false), "{name}: <{tag}>");
        }
        let script = body.rsplit_once("<script>").expect("a script").1;
        assert!(!script.contains("http") && !script.contains("innerHTML") && !script.contains("fetch"), "{name}");
        assert!(!head.contains("url(") && !head.contains("@import"), "{name}");
    }
}

#[test]
fn nothing_of_a_file_becomes_markup() {
    let evil = "</script><img src=x onerror=alert(1)>'\"&<!--";
    let cell = format!("\"{}\"", evil.replace('"', "\"\""));
    let people = format!("社員番号,氏名,退職日\nE1,{cell},{cell}\nE1,{cell},2026-01-01\n");
    let org = format!("register: org\nname: {}\n", serde_json::to_string(evil).expect("a string"));
    let root = folder(&[("registers/people.csv", people.as_str()), ("registers/org.yaml", org.as_str())]);
    let page = page(root.path(), &[]);
    assert!(!page.contains("<img") && !page.contains("onerror=alert(1)>"), "markup out of a file");
    assert_eq!(page.matches("</script>").count(), 2, "only our own scripts end");
    let texts = data(&page)["texts"].as_array().expect("texts").clone();
    assert!(
        texts.iter().any(|text| text.as_str().is_some_and(|text| text.contains(evil))),
        "the value is shown as text"
    );
    assert!(page.contains("&lt;/script&gt;&lt;img"), "the company's name is shown as text");
}

#[test]
fn every_text_is_there_in_both_languages() {
    let of = |lang: &str| page(&fixture("broken"), &["--lang", lang]);
    let (ja, en) = (of("ja"), of("en"));
    assert!(ja.contains("<html lang=\"ja\">") && en.contains("<html lang=\"en\">"));
    for page in [&ja, &en] {
        let count = |lang: &str| page.matches(&format!("<span lang=\"{lang}\">")).count();
        assert!(count("ja") > 1000 && count("ja") == count("en"), "{} and {}", count("ja"), count("en"));
    }
    let (ja, en) = (data(&ja), data(&en));
    assert_eq!(ja, en, "findings do not depend on the language asked for");
    let words = |lang: &str| ja["words"][lang].as_object().expect("words").keys().cloned().collect::<Vec<_>>();
    assert_eq!(words("ja"), words("en"));
    let japanese = |text: &str| text.chars().any(|c| ('\u{3040}'..='\u{30ff}').contains(&c));
    for finding in ja["findings"].as_array().expect("findings") {
        let of = |key: &str, which: usize| {
            ja["texts"][finding[key][which].as_u64().expect("a number") as usize].as_str().expect("a text")
        };
        assert!(!of("t", 0).is_empty() && !of("t", 1).is_empty(), "{finding}");
        assert!(!japanese(of("t", 1)) && !japanese(of("y", 1)), "{}", of("t", 1));
    }
}

/// Rules with words of their own name values; a page that cannot judge anything still says why.
#[test]
fn a_page_is_written_even_where_nothing_could_be_judged() {
    let root = folder(&[("timlint.toml", "lang = \n")]);
    let ran = timlint(root.path(), &["check", "--format", "html", "--as-of", DAY]).code(2);
    assert!(!data(&ran.out)["findings"].as_array().expect("findings").is_empty());
    assert!(ran.out.contains("台帳を点検できなかったため"));
}

#[test]
fn the_commit_and_the_hashes_are_those_of_the_files() {
    let commit = "89abcdef0123456789abcdef0123456789abcdef";
    let people = "社員番号,氏名\nE1,佐藤\n";
    let root = folder(&[
        ("registers/people.csv", people),
        (".git/HEAD", "ref: refs/heads/main\n"),
        (".git/refs/heads/main", &format!("{commit}\n")),
    ]);
    let page = page(root.path(), &[]);
    assert!(page.contains(&format!("<code>{commit}</code>")));
    let json = timlint(root.path(), &["check", "--as-of", DAY, "--format", "json", "--fail-on", "never"]).json();
    let hash = json["inputs"][0]["sha256"].as_str().expect("a hash");
    assert!(hash.len() == 64 && page.contains(hash));
}
