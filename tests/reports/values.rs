//! Values and names of files that would act somewhere, in every report.

use timlint::report::{Lang, Run};
use timlint::source::Memory;

use crate::{print, run, waive};

const EVIL: &str =
    "</failure>]]><script>alert(1)</script> <!-- | `x` [a](javascript:b) @all 50%0A::error::pwned,file=a:b =cmd()";

fn evil() -> Run {
    let people = format!(
        "社員番号,氏名,区分,所属,入社日,退職日\n\"{EVIL}\",\"{EVIL}\",正社員,\"{EVIL}\",2020-04-01,2026-03-31\n\"{EVIL}2\n::warning::x\",,,,,\n"
    );
    let world = Memory::new()
        .file("registers/people.csv", people.clone())
        .file("registers/people-a,b:c%0A]](x)<b>|.csv", people);
    let mut run = run(&world);
    assert!(run.findings.len() > 5, "{}", run.findings.len());
    waive(&mut run);
    run
}

#[test]
fn no_value_makes_a_workflow_command_of_its_own() {
    let text = print("github", Lang::Ja, &evil());
    let ours = ["::error file=", "::warning file=", "::notice file=", "::notice title=timlint::"];
    for line in text.lines().skip(1) {
        assert!(ours.iter().any(|begin| line.starts_with(begin)), "{line}");
        // Properties are what we named, each once.
        let properties = line.split("::").nth(1).and_then(|head| head.split_once(' ')).expect("properties").1;
        for part in properties.split(',') {
            let name = part.split_once('=').expect("a property").0;
            assert!(["file", "line", "col", "endColumn", "title"].contains(&name), "{name} in {line}");
        }
    }
    assert!(text.contains("registers/people-a%2Cb%3Ac%250A"), "the file is named whole");
}

#[test]
fn no_value_is_markup_in_markdown() {
    let text = print("markdown", Lang::Ja, &evil());
    for markup in ["<script", "[a](javascript", "@all", " `x`", "<b>", "<!-- |"] {
        assert!(!text.contains(markup), "{markup} in {text}");
    }
    // Each row has its three cells, however many bars stand in a value.
    for row in text.lines().filter(|line| line.starts_with("| エラー | [") || line.starts_with("| 警告 | [")) {
        assert_eq!(row.replace("\\|", "").matches('|').count(), 4, "{row}");
    }
}

#[test]
fn no_value_ends_an_element_of_junit() {
    let text = print("junit", Lang::Ja, &evil());
    let mut reader = quick_xml::Reader::from_str(&text);
    reader.config_mut().check_end_names = true;
    let known = [
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "error",
        "skipped",
        "properties",
        "property",
        "system-out",
        "system-err",
    ];
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                assert!(known.contains(&name.as_str()), "{name}");
            }
            quick_xml::events::Event::Comment(_) | quick_xml::events::Event::CData(_) => panic!("a value made markup"),
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
}

/// Texts under these keys, wherever they stand.
fn texts<'v>(value: &'v serde_json::Value, keys: &[&str], found: &mut Vec<&'v str>) {
    match value {
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                found.extend(value.as_str().filter(|_| keys.contains(&key.as_str())));
                texts(value, keys, found);
            }
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| texts(value, keys, found)),
        _ => {}
    }
}

#[test]
fn no_value_makes_a_link_in_a_message_of_sarif() {
    let page = crate::json("sarif", &evil());
    let mut found = Vec::new();
    texts(&page, &["text", "justification"], &mut found);
    assert!(found.iter().any(|text| text.contains("[a] (javascript")), "the value is told");
    assert!(!found.iter().any(|text| text.contains("](")), "{found:?}");
}

#[test]
fn no_value_is_markup_in_oscal() {
    let page = crate::json("oscal", &evil());
    let mut found = Vec::new();
    texts(&page, &["title", "description", "remarks"], &mut found);
    assert!(found.iter().any(|text| text.contains("&lt;script&gt;")), "the value is told");
    assert!(!found.iter().any(|text| text.contains("<script") || text.contains("[a](")), "{found:?}");
}
