//! Cells as people and programs write them, and what is said about quotes that do not match.

use super::*;
use crate::source::Encoding;
use crate::tree::Table;

fn table_of(path: &str, text: &str, limits: &Limits) -> (Table, Vec<Diagnostic>) {
    let source = SourceText::new(path, text, Encoding::Utf8);
    let mut diags = Vec::new();
    match parse(&source, FileId(0), limits, &mut diags) {
        Some(Content::Table(table)) => (table, diags),
        other => panic!("no table but {other:?}"),
    }
}

fn rows(table: &Table, text: &str) -> Vec<Vec<String>> {
    (0..table.row_count()).map(|row| table.row(row).map(|cell| cell.value(text).into_owned()).collect()).collect()
}

fn read(text: &str) -> Vec<Vec<String>> {
    let (table, diags) = table_of("a.csv", text, &Limits::default());
    assert_eq!(diags, [], "{text:?}");
    rows(&table, text)
}

/// Rows, and the phrase with the text under each primary span.
fn read_broken(text: &str) -> (Vec<Vec<String>>, Vec<(String, String)>) {
    let (table, diags) = table_of("a.csv", text, &Limits::default());
    let said = diags.iter().map(|diag| {
        let span = diag.primary().span;
        assert_eq!(diag.rule, QUOTES);
        (format!("{:?}", diag.args[0].1), format!("{}:{}", span.start, &text[span.range()]))
    });
    (rows(&table, text), said.collect())
}

#[test]
fn cells_stand_between_separators_and_line_ends() {
    let expected = [["id", "name"], ["E1", "佐藤 花子"]];
    for text in [
        "id,name\nE1,佐藤 花子\n",
        "id,name\r\nE1,佐藤 花子\r\n",
        "id,name\rE1,佐藤 花子",
        "\u{FEFF}id,name\nE1,佐藤 花子",
    ] {
        assert_eq!(read(text), expected, "{text:?}");
    }
}

#[test]
fn nothing_is_trimmed_and_empty_columns_are_kept() {
    assert_eq!(read("a, b ,,\n,,,\n"), [["a", " b ", "", ""], ["", "", "", ""]]);
    assert_eq!(read("a,b,"), [["a", "b", ""]]);
    assert_eq!(read(","), [["", ""]]);
}

#[test]
fn rows_may_be_ragged() {
    assert_eq!(read("a,b,c\n1\n1,2,3,4\n"), [vec!["a", "b", "c"], vec!["1"], vec!["1", "2", "3", "4"]]);
}

#[test]
fn blank_lines_are_no_rows() {
    assert_eq!(read("\n\r\na,b\n\n\n1,2\n\n"), [["a", "b"], ["1", "2"]]);
    assert_eq!(read("a\n\"\"\n"), [["a"], [""]]);
    assert_eq!(read("").len(), 0);
    assert_eq!(read("\n").len(), 0);
}

#[test]
fn quoted_cells_hold_separators_line_breaks_and_quotes() {
    assert_eq!(read("a,\"x,\r\ny\",b\n"), [["a", "x,\r\ny", "b"]]);
    assert_eq!(read("\"\",\"\"\"\",\"say \"\"hi\"\"\"\n"), [["", "\"", "say \"hi\""]]);
    assert_eq!(read("\"a\"  ,b\n"), [["a", "b"]]);
}

#[test]
fn a_quote_inside_a_plain_cell_is_a_letter() {
    assert_eq!(read("管 5\" 用,\"b\"\nx\"y\"z,1\n"), [["管 5\" 用", "b"], ["x\"y\"z", "1"]]);
}

#[test]
fn numbers_kept_as_text_for_excel_are_that_text() {
    assert_eq!(read("=\"0012\",\"=\"\"0034\"\"\",=A1,=\"\"\n"), [["0012", "0034", "=A1", ""]]);
    assert_eq!(read("=\"a\"&\"b\"\n"), [["=\"a\"&\"b\""]]);
}

#[test]
fn the_span_of_a_cell_leaves_its_quotes_out() {
    let text = "氏名,備考\n\"佐藤\",\"a\"\"b\"\n";
    let (table, _) = table_of("a.csv", text, &Limits::default());
    let cells: Vec<_> =
        table.row(1).map(|cell| (&text[cell.start as usize..cell.end as usize], cell.escaped)).collect();
    assert_eq!(cells, [("佐藤", false), ("a\"\"b", true)]);
}

#[test]
fn the_separator_is_what_the_first_lines_have() {
    let chosen = |path, text| table_of(path, text, &Limits::default()).0.separator;
    assert_eq!(chosen("a.csv", "a,b\n1,2\n"), ',');
    assert_eq!(chosen("a.csv", "a\tb\n1,5\t2\n"), '\t');
    assert_eq!(chosen("a.csv", "a;b;c\n1,5;2;3,5\n"), ';');
    assert_eq!(chosen("a.csv", "\"a;b;c\",d\n1,2\n"), ',');
    assert_eq!(chosen("a.csv", "管理台帳\na;b\n1;2\n3;4\n"), ';');
    assert_eq!(chosen("a.csv", "備考\n紙;電子\nなし\nなし\n"), ',');
    assert_eq!(chosen("a.tsv", "a,b\tc\n1,2\t3\n"), '\t');
    assert_eq!(chosen("A.TSV", "a\n1\n"), '\t');
    assert_eq!(chosen("a.tsv", "a,b\n1,2\n"), ',');
    assert_eq!(chosen("a.csv", ""), ',');
}

#[test]
fn an_unclosed_quote_costs_one_line() {
    let (rows, said) = read_broken("id,name\nE1,\"佐藤\nE2,鈴木\n");
    assert_eq!(rows, [["id", "name"], ["E1", "佐藤"], ["E2", "鈴木"]]);
    assert_eq!(said, [("Phrase(\"unclosed\")".into(), "11:\"".into())]);
}

#[test]
fn a_quote_that_closes_in_another_cell_was_left_open() {
    let (rows, said) = read_broken("id,name\nE1,\"佐藤\nE2,\"鈴木\"\nE3,\"高橋\"\n");
    assert_eq!(rows, [["id", "name"], ["E1", "佐藤"], ["E2", "鈴木"], ["E3", "高橋"]]);
    assert_eq!(said, [("Phrase(\"unclosed\")".into(), "11:\"".into())]);
}

#[test]
fn text_after_a_closing_quote_is_shown_and_kept() {
    let (rows, said) = read_broken("a,\"b,c\"d,e\n\"f\" g\n");
    assert_eq!(rows, [vec!["a", "\"b,c\"d", "e"], vec!["\"f\" g"]]);
    let shown: Vec<_> = said.iter().map(|(phrase, text)| (phrase.as_str(), text.as_str())).collect();
    assert_eq!(shown, [("Phrase(\"after-quote\")", "7:d"), ("Phrase(\"after-quote\")", "14: g")]);
}

#[test]
fn a_cell_over_the_limit_is_blank_and_reported() {
    let limits = Limits { scalar_bytes: 8, ..Limits::default() };
    let text = "a,b\n日本語,\"12345678\"\nx,y\n";
    let (table, diags) = table_of("a.csv", text, &limits);
    assert_eq!(rows(&table, text), [["a", "b"], ["", "12345678"], ["x", "y"]]);
    assert_eq!(diags.len(), 1);
    assert_eq!((diags[0].rule.as_str(), &text[diags[0].primary().span.range()]), ("input/value-too-long", "日"));
}

#[test]
fn open_quotes_on_every_line_stay_linear() {
    for line in ["\"a\n", "\"\"a\n", "\"\n\"\"\"\n", "\"a\n\"\"\n", "x,\"a\",\"b\n", "\"\"\"\n"] {
        let text = line.repeat(200_000);
        let started = std::time::Instant::now();
        table_of("a.csv", &text, &Limits::default());
        assert!(started.elapsed().as_secs() < 5, "{line:?}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_gives_cells_on_character_borders(text in "[a-c,;\t\"\r\n 氏髙\u{FEFF}]{0,60}") {
        let (table, diags) = table_of("a.csv", &text, &Limits { scalar_bytes: 20, ..Limits::default() });
        let mut last = 0;
        for row in 0..table.row_count() {
            assert!(table.row_len(row) > 0);
            for cell in table.row(row) {
                assert!(cell.start >= last && cell.start <= cell.end);
                assert!(text.get(cell.start as usize..cell.end as usize).is_some());
                last = cell.end;
            }
        }
        for label in diags.iter().flat_map(|diag| &diag.labels) {
            assert!(text.get(label.span.range()).is_some());
        }
    }

    #[test]
    fn arbitrary_text_never_panics(text in proptest::prelude::any::<String>()) {
        table_of("a.csv", &text, &Limits::default());
    }

    #[test]
    fn what_is_written_is_read(rows in proptest::collection::vec(proptest::collection::vec("[a,\"\n\r;é氏 ]{0,6}", 2..5), 1..8)) {
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let lines: Vec<String> = rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",")).collect();
        assert_eq!(read(&(lines.join("\r\n") + "\r\n")), rows);
    }
}
