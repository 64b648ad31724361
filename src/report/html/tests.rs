//! Laws of the page that need a run made by hand: waived findings, hostile text, rows as they stand in the file.

use super::super::sample::{leaver, near_miss, options, print};
use super::super::{Lang, Run, Waived, WaivedBy};
use super::Html;
use crate::source::{FileId, Span};

fn page(run: &Run) -> String {
    print(&Html, run, &options(Lang::Ja))
}

fn data(page: &str) -> serde_json::Value {
    let (_, rest) = page.split_once("id=\"data\">").expect("the page has data");
    let (json, _) = rest.split_once("</script>").expect("the data ends");
    serde_json::from_str(json).expect("the data is JSON")
}

/// The texts of a list of numbers.
fn texts<'d>(data: &'d serde_json::Value, numbers: &serde_json::Value) -> Vec<&'d str> {
    let text = |number: &serde_json::Value| data["texts"][number.as_u64().expect("a number") as usize].as_str();
    numbers.as_array().expect("a list").iter().map(|number| text(number).expect("a text")).collect()
}

#[test]
fn a_waived_finding_is_shown_with_its_reason() {
    let mut run = leaver();
    run.findings[0].waived = Some(Waived {
        by: WaivedBy::Register,
        id: "W-1".to_owned(),
        reason: "</script><b>移行中".to_owned(),
        approver: Some("情報管理責任者".to_owned()),
        until: run.as_of,
        span: Span::at(FileId(0), 0),
    });
    let page = page(&run);
    assert!(page.contains("\\u003c/script\\u003e\\u003cb\\u003e移行中"), "{page}");
    let data = data(&page);
    let said = texts(&data, &data["findings"][0]["v"]);
    assert_eq!(said[0], "2026-11-20まで猶予中（W-1、承認 情報管理責任者）: </script><b>移行中");
    assert!(said[1].contains("until 2026-11-20"), "{said:?}");
    assert!(page.contains("<li class=\"l-error\"><b>0</b>"), "waived findings do not count");
}

#[test]
fn rows_show_the_columns_that_matter_with_header_and_line() {
    let data = data(&page(&leaver()));
    let tables = data["findings"][0]["a"].as_array().expect("tables");
    assert_eq!(tables.len(), 2);
    assert_eq!(texts(&data, &tables[0]["h"]), ["管理番号", "社員番号", "解除日"]);
    let row = &tables[0]["r"][0];
    assert_eq!((row["n"].as_u64(), texts(&data, &row["c"])), (Some(2), vec!["G1", "E1", ""]));
    assert_eq!((row["m"][0][0].as_u64(), row["m"][0][1].as_str()), (Some(2), Some("primary")));
    assert_eq!(texts(&data, &tables[1]["h"]), ["社員番号", "氏名", "退職日"]);
    assert_eq!(texts(&data, &tables[1]["r"][0]["c"]), ["E1", "佐藤 花子", "2026-03-31"]);
}

#[test]
fn a_missing_row_stands_below_the_rows_that_are_there() {
    let data = data(&page(&near_miss()));
    let rows = data["findings"][0]["a"][1]["r"].as_array().expect("rows");
    assert_eq!((rows.len(), rows[0]["n"].as_u64(), rows[1].get("n")), (2, Some(2), None));
    assert_eq!(rows[1]["x"][0][1], "insert-at");
}

#[test]
fn the_page_says_who_and_which_version() {
    let mut run = leaver();
    run.origin.company = Some("<i>株式会社 & 山".to_owned());
    run.origin.commit = Some("0123456789abcdef0123456789abcdef01234567".to_owned());
    let page = page(&run);
    assert!(page.contains("&lt;i&gt;株式会社 &amp; 山") && !page.contains("<i>"), "{page}");
    assert!(page.contains("<code>0123456789abcdef0123456789abcdef01234567</code>"), "{page}");
}

/// A browser must still open it; what is left out is said, and it is never the worst.
#[test]
fn a_page_holds_so_many_findings_and_says_how_many_it_leaves_out() {
    let mut run = leaver();
    let one = run.findings[0].clone();
    run.findings = vec![super::super::Finding { level: crate::diag::Level::Note, ..one.clone() }; 20_001];
    run.findings.push(one);
    let data = data(&page(&run));
    let findings = data["findings"].as_array().expect("findings");
    assert_eq!((findings.len(), data["left"].as_u64()), (20_000, Some(2)));
    assert_eq!(findings[0]["l"], 0, "the error comes first");
}
