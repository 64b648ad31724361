//! Registers as nobody kept them yet: any order of columns, any mixture of spellings, separators and encodings.

use proptest::prelude::*;
use timlint::formats::{self, Limits};
use timlint::model::same::same;
use timlint::model::{FieldId, Input, Model, RegisterId, Wanted, Words, load};
use timlint::source::{Encoding, SourceText, Sources, decode};
use timlint::tree::Content;

use super::{Files, fixed, formatted};

/// Spellings of headers and of cells, column by column. The last column is unknown to the register.
const COLUMNS: [(&[&str], &[&str]); 8] = [
    (&["社員番号", "社員No", "ＩＤ", "従業員番号"], &["E001", "Ｅ００２", "E‐003", " E004　", "Eー005"]),
    (&["氏名", "名前", "※氏名"], &["佐藤 花子", "㈱鈴木", "a,b", "x;y", "\"q\"", "改\n行", "なし", ""]),
    (&["雇用区分", "区分"], &["正社員", "社員", "（正社員）", "派遣", "臨時", "part", "同上", "〃"]),
    (&["入社日", "入社年月日"], &["R8.4.1", "2026/4/1", "令和８年４月１日", "来春", "", "〃", "2026-02-30"]),
    (&["退職日"], &["", "－", "H31.4.30", "2019年4月30日 0:00"]),
    (&["テレワーク許可", "テレワーク"], &["○", "可", "無", "ＹＥＳ", "未", "たぶん"]),
    (&["メモ(社内)", "知らない列"], &[" 前後に空白 ", "２０２６", "〃", "1,2;3", ""]),
    (&["", " "], &["", " ", "はみ出し"]),
];

const ENCODINGS: [Encoding; 4] = [Encoding::Utf8, Encoding::Utf8Bom, Encoding::Utf16Le, Encoding::Cp932];

/// Columns in some order with a header each, rows of cells, separator, title row, encoding, line end.
#[derive(Debug, Clone)]
struct Made {
    columns: Vec<(usize, usize)>,
    rows: Vec<Vec<usize>>,
    separator: char,
    title: bool,
    encoding: Encoding,
    crlf: bool,
}

fn made() -> impl Strategy<Value = Made> {
    let columns = Just((0..COLUMNS.len()).collect::<Vec<_>>()).prop_shuffle();
    let columns = (columns, proptest::collection::vec(0..6usize, COLUMNS.len()));
    let rows = proptest::collection::vec(proptest::collection::vec(0..40usize, COLUMNS.len()), 0..6);
    let form = (prop_oneof![Just(','), Just('\t'), Just(';')], any::<bool>(), 0..ENCODINGS.len(), any::<bool>());
    (columns, rows, form).prop_map(|((columns, headers), rows, (separator, title, encoding, crlf))| Made {
        columns: columns.into_iter().zip(headers).collect(),
        rows,
        separator,
        title,
        encoding: ENCODINGS[encoding],
        crlf,
    })
}

impl Made {
    fn lines(&self) -> Vec<Vec<&'static str>> {
        let header = self.columns.iter().map(|(column, which)| {
            let (headers, _) = COLUMNS[*column];
            headers[which % headers.len()]
        });
        let mut lines = vec![header.collect::<Vec<_>>()];
        for row in &self.rows {
            let cells = self.columns.iter().zip(row).map(|((column, _), which)| {
                let (_, cells) = COLUMNS[*column];
                cells[which % cells.len()]
            });
            lines.push(cells.collect());
        }
        lines
    }

    fn text(&self) -> String {
        let end = if self.crlf { "\r\n" } else { "\n" };
        let quoted = |cell: &&str| match cell.contains([',', ';', '\t', '"', '\n']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => (*cell).to_owned(),
        };
        let mut text = if self.title { format!("従業員の一覧{end}") } else { String::new() };
        for line in self.lines() {
            text.push_str(&line.iter().map(quoted).collect::<Vec<_>>().join(&self.separator.to_string()));
            text.push_str(end);
        }
        text
    }

    fn files(&self) -> Files {
        let bytes = self.encoding.encode(&self.text()).expect("these spellings are in every encoding");
        [("registers/要員名簿.csv".to_owned(), bytes)].into()
    }
}

fn reading(files: &Files) -> (Model, Sources, Content) {
    let (path, bytes) = files.iter().next().expect("one file");
    let mut sources = Sources::default();
    let decoded = decode(bytes.clone()).expect("text");
    let file = sources.add(SourceText::new(path.as_str(), decoded.text, decoded.encoding));
    let parsed = || {
        let format = formats::by_path(path).expect("a known extension");
        (format.parse)(sources.get(file), file, &Limits::default(), &mut Vec::new()).expect("a table")
    };
    let register = RegisterId::by_name("people").expect("a register");
    let all: Wanted = (0..register.schema().fields.len() as FieldId).map(|field| (register, field)).collect();
    let input = Input { file, register, content: parsed() };
    let loaded = load(vec![input], &sources, Words::default(), &all);
    let content = parsed();
    (loaded.model, sources, content)
}

/// Filled cells of the unknown columns, row by row.
fn unknown(files: &Files) -> Vec<String> {
    let (_, sources, content) = reading(files);
    let text = &sources.iter().next().expect("one file").1.text;
    let Content::Table(table) = content else { panic!("a table") };
    let rows: Vec<Vec<String>> =
        (0..table.row_count()).map(|row| table.row(row).map(|cell| cell.value(text).into_owned()).collect()).collect();
    // A title above a header alone may be taken for the header of a single column.
    let Some(header) = rows.iter().position(|row: &Vec<String>| row.len() > 1) else { return rows.concat() };
    let (known, _): (Vec<_>, Vec<_>) =
        COLUMNS.iter().take(6).flat_map(|(headers, _)| headers.iter()).partition(|_| true);
    let is_known = |column: usize| rows[header].get(column).is_some_and(|name| known.contains(&&name.trim()));
    let data = rows[header + 1..].iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    data.map(|row| {
        let cells = row.iter().enumerate().filter(|(column, _)| !is_known(*column)).map(|(_, cell)| cell.as_str());
        cells.filter(|cell| !cell.trim().is_empty()).collect::<Vec<_>>().join("|")
    })
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn made_up_tables_say_the_same_before_and_after(made in made()) {
        let before = made.files();
        let (after, _, left) = formatted(&before);
        prop_assert!(left.iter().all(|(_, why)| *why != "meaning"), "{left:?}\n{}", made.text());
        if left.is_empty() {
            let ((a, a_sources, _), (b, b_sources, _)) = (reading(&before), reading(&after));
            prop_assert!(same(&a, &a_sources, &b, &b_sources), "{}", made.text());
            prop_assert_eq!(unknown(&before), unknown(&after));
            let (again, changed, _) = formatted(&after);
            prop_assert!(changed.is_empty());
            prop_assert_eq!(again, after);
        }
    }

    #[test]
    fn made_up_tables_are_fixed_without_changing_what_they_say(made in made()) {
        let before = made.files();
        let Some((after, _)) = fixed(&before, false) else { return Ok(()) };
        let ((a, a_sources, _), (b, b_sources, _)) = (reading(&before), reading(&after));
        prop_assert!(same(&a, &a_sources, &b, &b_sources), "{}", made.text());
        prop_assert_eq!(unknown(&before), unknown(&after));
    }
}

/// The same columns as records of a tree, each value in some style of quoting.
fn tree(made: &Made, extension: &str) -> Files {
    let lines = made.lines();
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let simple = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '○' || c == '㈱');
    let mut text = String::new();
    let mut records = Vec::new();
    for (nth, line) in lines.iter().enumerate().skip(1) {
        let pairs = lines[0].iter().zip(line).filter(|(header, _)| !header.trim().is_empty());
        let entries = pairs.enumerate().map(|(at, (header, cell))| {
            // Plain, in single quotes and in double quotes, as far as each can hold the text.
            let style = (at + nth) % 3;
            match extension {
                "json" => format!("{}: {}", quoted(header), quoted(cell)),
                "toml" if style == 1 && !cell.contains(['\'', '\n']) => format!("\"{header}\" = '{cell}' # 注{at}"),
                "toml" => format!("\"{header}\" = {} # 注{at}", quoted(cell)),
                _ if style == 0 && simple(cell) && simple(header) => format!("{header}: {cell} # 注{at}"),
                _ if style == 1 && !cell.contains('\n') => {
                    format!("{}: '{}' # 注{at}", quoted(header), cell.replace('\'', "''"))
                }
                _ => format!("{}: {}", quoted(header), quoted(cell)),
            }
        });
        records.push(entries.collect::<Vec<_>>());
    }
    match extension {
        "json" => {
            let records: Vec<String> = records.iter().map(|entries| format!("{{{}}}", entries.join(", "))).collect();
            text = format!("[{}]", records.join(",\n "));
        }
        "toml" => records.iter().for_each(|entries| text += &format!("[[people]]\n{}\n", entries.join("\n"))),
        _ => records.iter().for_each(|entries| text += &format!("# 一人\n- {}\n", entries.join("\n  "))),
    }
    let text = if made.crlf { text.replace('\n', "\r\n") } else { text };
    let bytes = made.encoding.encode(&text).expect("these spellings are in every encoding");
    [(format!("registers/people.{extension}"), bytes)].into()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn made_up_trees_say_the_same_and_keep_their_comments(made in made(), which in 0..3usize) {
        let extension = ["json", "toml", "yaml"][which];
        let before = tree(&made, extension);
        if made.rows.is_empty() {
            return Ok(());
        }
        let (after, _, left) = formatted(&before);
        prop_assert!(left.is_empty(), "{left:?}\n{}", String::from_utf8_lossy(before.values().next().expect("a file")));
        let Some((fixed, _)) = fixed(&before, false) else { return Ok(()) };
        let text = |files: &Files| decode(files.values().next().expect("a file").clone()).expect("text").text;
        for after in [&after, &fixed] {
            let ((a, a_sources, _), (b, b_sources, _)) = (reading(&before), reading(after));
            prop_assert!(same(&a, &a_sources, &b, &b_sources), "{}\n{}", text(&before), text(after));
            prop_assert_eq!(text(&before).matches('注').count(), text(after).matches('注').count());
        }
        prop_assert!(formatted(&after).1.is_empty(), "{}", text(&after));
    }
}

#[test]
fn a_changed_value_is_not_the_same() {
    let file = |text: &str| -> Files { [("registers/people.csv".to_owned(), text.as_bytes().to_vec())].into() };
    let base = file("id,name,join_on\nE1,佐藤,2026-04-01\n");
    let (a, a_sources, _) = reading(&base);
    for other in [
        "id,name,join_on\nE2,佐藤,2026-04-01\n",
        "id,name,join_on\nE1,佐 藤,2026-04-01\n",
        "id,name,join_on\nE1,佐藤,2026-04-02\n",
        "id,name,join_on\nE1,佐藤,\n",
        "id,name,join_on\nE1,佐藤,なし\n",
        "id,name,join_on\nE1,佐藤,2026-04-01\nE2,,\n",
    ] {
        let (b, b_sources, _) = reading(&file(other));
        assert!(!same(&a, &a_sources, &b, &b_sources), "{other}");
    }
    let (b, b_sources, _) = reading(&file("氏名,入社日,社員番号\n佐藤,R8.4.1,Ｅ１\n"));
    assert!(same(&a, &a_sources, &b, &b_sources));
}
