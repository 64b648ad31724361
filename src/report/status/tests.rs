use super::super::sample::run as empty;
use super::*;
use crate::engine::Because;

/// A run in which everything has one verdict but for what the test says.
fn run(of: impl Fn(&str) -> Verdict) -> Run {
    let mut run = empty(&[]);
    let judge = |id: &str, because: Vec<Because>| ItemVerdict { id: id.to_owned(), verdict: of(id), because };
    run.verdicts.items = catalogue().items().map(|item| judge(&item.id, vec![Because::NoAttestation])).collect();
    run.verdicts.sections = catalogue()
        .sections()
        .map(|section| {
            let first = &section.items[0].id;
            judge(&section.id, vec![Because::Part { id: first.clone(), verdict: of(first) }])
        })
        .collect();
    run.verdicts.chapters = catalogue().chapters.iter().map(|chapter| judge(&chapter.id, Vec::new())).collect();
    run
}

fn table(run: &Run, by: By, layout: Layout, lang: Lang, width: usize) -> String {
    let mut out = Vec::new();
    write(run, by, layout, lang, width, &mut out).expect("memory takes everything");
    String::from_utf8(out).expect("tables are UTF-8")
}

fn mixed() -> Run {
    run(|id| match id {
        "I.1" | "I.1.1" => Verdict::Violated,
        "I.2" => Verdict::Met,
        _ => Verdict::NeedsAPerson,
    })
}

#[test]
fn the_first_line_is_the_total() {
    let first = |by, lang| table(&mixed(), by, Layout::Human, lang, 120).lines().next().map(str::to_owned);
    assert_eq!(
        first(By::Section, Lang::Ja).as_deref(),
        Some("全34節（2026-11-20時点）: 適合(記録上) 1、不適合 1、人の確認が必要 32")
    );
    assert_eq!(
        first(By::Item, Lang::En).as_deref(),
        Some("185 items as of 2026-11-20: 0 met by the records, 1 violated, 184 needs a person")
    );
}

#[test]
fn columns_stand_under_one_another_in_both_languages() {
    use unicode_width::UnicodeWidthStr;
    for lang in [Lang::Ja, Lang::En] {
        let table = table(&mixed(), By::Section, Layout::Human, lang, 200);
        let word = Say(lang).verdict(Verdict::NeedsAPerson);
        let columns: Vec<usize> =
            table.lines().skip(2).filter_map(|line| line.find(word).map(|at| line[..at].width())).collect();
        assert!(columns.len() > 30 && columns.windows(2).all(|pair| pair[0] == pair[1]), "{columns:?}\n{table}");
    }
}

#[test]
fn no_line_is_wider_than_the_screen() {
    use unicode_width::UnicodeWidthStr;
    for (lang, width) in [(Lang::Ja, 90), (Lang::En, 90), (Lang::Ja, 120), (Lang::En, 140)] {
        for by in [By::Chapter, By::Section, By::Item] {
            let table = table(&mixed(), by, Layout::Human, lang, width);
            let long: Vec<&str> = table.lines().skip(1).filter(|line| line.width() > width).collect();
            assert!(long.is_empty(), "{long:#?}");
        }
    }
}

#[test]
fn a_row_names_the_item_that_decides_and_why() {
    let table = table(&mixed(), By::Section, Layout::Human, Lang::Ja, 160);
    let row = table.lines().find(|line| line.starts_with("I.1 ")).expect("a row");
    assert!(row.contains("方針") && row.ends_with("I.1.1 有効な現物確認の記録がない"), "{row}");
}

#[test]
fn markdown_has_as_many_cells_in_each_row() {
    for by in [By::Section, By::Item] {
        let table = table(&mixed(), by, Layout::Markdown, Lang::En, 80);
        let cells: Vec<usize> =
            table.lines().filter(|line| line.starts_with('|')).map(|line| line.matches(" |").count()).collect();
        // The rule under the heading has no blanks.
        let rows: Vec<usize> = cells.iter().copied().filter(|n| *n > 0).collect();
        assert!(rows.len() > 34 && rows.windows(2).all(|pair| pair[0] == pair[1]), "{rows:?}");
    }
}

#[test]
fn json_counts_items_by_verdict() {
    let page: Value = serde_json::from_str(&table(&mixed(), By::Section, Layout::Json, Lang::En, 80)).expect("JSON");
    assert_eq!((&page["schema"], &page["totals"]["violated"]), (&Value::from("timlint/status/1"), &Value::from(1)));
    let row = &page["rows"][0];
    assert_eq!((&row["id"], &row["verdict"]), (&Value::from("I.1"), &Value::from("violated")));
    assert_eq!((&row["items"]["violated"], &row["items"]["needs-a-person"]), (&Value::from(1), &Value::from(6)));
    assert_eq!(row["because"], json!(["I.1.1: violated"]));
}

#[test]
fn nothing_promises_a_certificate() {
    for layout in [Layout::Human, Layout::Markdown] {
        let all_met = run(|_| Verdict::Met);
        assert!(table(&all_met, By::Section, layout, Lang::Ja, 120).contains("約束するものではありません"));
        assert!(!table(&all_met, By::Section, layout, Lang::En, 120).contains("certified"));
    }
}
