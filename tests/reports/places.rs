//! Places as other programs look for them: from the top of the repository, in UTF-16 units, by cell in a workbook.

use timlint::report::Lang;
use timlint::source::Memory;

use crate::support::{DAY, folder, timlint, timlint_with};
use crate::{fixture, json, list, print, run};

const PEOPLE: &str = "社員番号,氏名,区分,所属,入社日,退職日\nE1,𠮷田 花子,正社員,製造課,2020-04-01,2026-02-31\n";

#[test]
fn paths_begin_where_the_program_was_started() {
    let root = folder(&[("records/registers/people.csv", PEOPLE)]);
    let at = |folder: &str, path: &str, format: &str| {
        let args = ["check", path, "--as-of", DAY, "--format", format, "--lang", "en"];
        timlint(&root.path().join(folder), &args).code(1).out
    };
    let sarif = |folder: &str, path: &str| {
        let page: serde_json::Value = serde_json::from_str(&at(folder, path, "sarif")).expect("JSON");
        let place = list(&page, "/runs/0/results")[0].pointer("/locations/0/physicalLocation/artifactLocation/uri");
        place.and_then(|uri| uri.as_str()).expect("a place").to_owned()
    };
    assert_eq!(sarif("", "records"), "records/registers/people.csv");
    assert_eq!(sarif("", "./records/"), "records/registers/people.csv");
    assert_eq!(sarif("records", "."), "registers/people.csv");
    // From beside it there is no such place below.
    assert_eq!(sarif("records/registers", ".."), "registers/people.csv");
    assert!(at("", "records", "github").contains("file=records/registers/people.csv,"));
    assert!(at("", "records", "gitlab").contains("\"path\":\"records/registers/people.csv\""));
    assert!(at("", "records", "markdown").contains("](records/registers/people.csv#L2)"));
}

#[test]
fn links_lead_to_the_code_host_where_a_build_service_names_it() {
    let root = folder(&[("records/registers/社員名簿.csv", PEOPLE)]);
    let sha = "0123456789abcdef0123456789abcdef01234567";
    let host = [("GITHUB_SERVER_URL", "https://example.org"), ("GITHUB_REPOSITORY", "a/b"), ("GITHUB_SHA", sha)];
    let args = ["check", "records", "--as-of", DAY, "--format", "markdown"];
    let page = timlint_with(root.path(), &args, &host).code(1);
    page.says(&format!(
        "](https://example.org/a/b/blob/{sha}/records/registers/%E7%A4%BE%E5%93%A1%E5%90%8D%E7%B0%BF.csv?plain=1#L2)"
    ));
}

#[test]
fn columns_of_sarif_count_utf16_units() {
    let run = run(&Memory::new().file("registers/people.csv", PEOPLE));
    let page = json("sarif", &run);
    let wrong = list(&page, "/runs/0/results").iter().find(|result| {
        result.pointer("/locations/0/physicalLocation/region/endColumn").and_then(|column| column.as_u64()) == Some(40)
    });
    // `E1,𠮷田 花子,正社員,製造課,2020-04-01,` is 28 characters and 29 units.
    let region = wrong.and_then(|result| result.pointer("/locations/0/physicalLocation/region")).expect("the date");
    assert_eq!(region["startColumn"], 30, "{region}");
    assert_eq!(page.pointer("/runs/0/columnKind"), Some(&"utf16CodeUnits".into()));
}

#[test]
fn a_cell_of_a_workbook_is_named() {
    let run = fixture("broken");
    let page = json("sarif", &run);
    let cells: Vec<&str> = list(&page, "/runs/0/results")
        .iter()
        .filter_map(|result| result.pointer("/locations/0/logicalLocations/0/fullyQualifiedName")?.as_str())
        .collect();
    assert!(cells.iter().any(|cell| cell.starts_with("鍵貸出簿_別館!")), "{cells:?}");
    assert!(print("gitlab", Lang::Ja, &run).contains("鍵貸出簿_別館!C2: "));
    assert!(print("github", Lang::Ja, &run).lines().count() > 20);
}

#[test]
fn grounds_and_missing_rows_are_related_places() {
    let page = json("sarif", &fixture("broken"));
    let related = list(&page, "/runs/0/results").iter().flat_map(|result| list(result, "/relatedLocations"));
    let mut roles: Vec<&str> = related.filter_map(|place| place["properties"]["role"].as_str()).collect();
    roles.sort_unstable();
    roles.dedup();
    assert_eq!(roles, ["grounds", "insert-at", "near"]);
}

#[test]
fn problems_are_notifications_too() {
    let run = fixture("broken");
    let page = json("sarif", &run);
    let notices = list(&page, "/runs/0/invocations/0/toolExecutionNotifications");
    assert!(!run.problems.is_empty());
    assert_eq!(notices.len(), run.problems.len());
    assert_eq!(page.pointer("/runs/0/invocations/0/executionSuccessful"), Some(&true.into()));
    let nothing = json("sarif", &crate::run(&Memory::new().file("timlint.toml", "x = [")));
    assert_eq!(nothing.pointer("/runs/0/invocations/0/executionSuccessful"), Some(&false.into()));
}
