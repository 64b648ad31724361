//! Files of one or two rows, as they are when a register has just been begun: encoding and separator are found all the
//! same, and so is every cell.
#![allow(clippy::disallowed_methods)] // makes folders

mod support;

use encoding_rs::SHIFT_JIS;
use support::{folder, timlint};

fn cp932(text: &str) -> Vec<u8> {
    let (bytes, _, lost) = SHIFT_JIS.encode(text);
    assert!(!lost, "{text} is not in CP932");
    bytes.into_owned()
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(|unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

/// What a file becomes that is a register of people, in clean CSV.
fn taken_in(name: &str, bytes: &[u8]) -> String {
    let root = folder(&[(name, bytes)]);
    let ran = timlint(root.path(), &["import", name, "--as", "people", "--yes", "--lang", "ja"]).code(0);
    // A register with headers in English keeps its English name.
    let texts =
        ["要員名簿", "people"].map(|name| std::fs::read_to_string(root.path().join(format!("registers/{name}.csv"))));
    let text = texts.into_iter().find_map(Result::ok).unwrap_or_else(|| panic!("{}{}", ran.out, ran.err));
    text.trim_start_matches('\u{feff}').to_owned()
}

#[test]
fn one_row_is_enough_in_every_encoding_and_with_every_separator() {
    // Half-width kana; letters that only Windows has (NEC, IBM); a wave dash; nothing but ASCII.
    let rows = [
        ("社員番号,氏名", "E1,ｻﾄｳ ﾊﾅｺ"),
        ("社員番号,氏名", "①,髙﨑 ㈱"),
        ("社員番号,氏名", "№1,～ⅷ"),
        ("社員番号,氏名", "E1,髙"),
        ("id,name", "E1,Sato"),
    ];
    for (head, row) in rows {
        let wanted = format!("{head}\n{row}\n");
        for separator in [",", "\t", ";"] {
            for end in ["", "\n", "\r\n"] {
                let text = format!("{head}\n{row}{end}").replace(',', separator);
                let files = [
                    text.as_bytes().to_vec(),
                    ["\u{feff}".as_bytes(), text.as_bytes()].concat(),
                    cp932(&text),
                    utf16(&text, false),
                    utf16(&text, true),
                ];
                for (nth, bytes) in files.iter().enumerate() {
                    let name = if separator == "\t" { "a.tsv" } else { "a.csv" };
                    assert_eq!(
                        squeezed(&taken_in(name, bytes)),
                        squeezed(&wanted),
                        "{row} {separator:?} {end:?} {nth}"
                    );
                }
            }
        }
    }
}

/// Ids lose their width on the way in, which is not asked here.
fn squeezed(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc().collect()
}

#[test]
fn a_file_of_tabs_is_known_by_its_content_too() {
    assert_eq!(taken_in("a.csv", &cp932("社員番号\t氏名\r\nE1\t佐藤, 花子\r\n")), "社員番号,氏名\nE1,\"佐藤, 花子\"\n");
}

#[test]
fn titles_ditto_marks_line_breaks_and_ragged_rows_of_a_small_table() {
    let list =
        "社員名簿,,,,\r\n社員番号,氏名,所属,,\r\nE1,佐藤,\"設計\r\n1課\",,\r\nE2,鈴木,〃\r\nE3,高橋,同上,,,,\r\n";
    let wanted = "社員番号,氏名,所属\nE1,佐藤,\"設計\n1課\"\nE2,鈴木,\"設計\n1課\"\nE3,高橋,\"設計\n1課\"\n";
    assert_eq!(taken_in("名簿.csv", &cp932(list)).replace("\r\n", "\n"), wanted);
}

#[test]
fn an_unknown_header_comes_with_the_very_line_that_maps_it() {
    let list = "資産番号,名称,機密ランク\nA1,図面,高\n";
    let files = [("registers/情報資産台帳.csv", list), ("timlint.toml", "")];
    let root = folder(&files);
    let found = |root: &tempfile::TempDir| {
        let ran = timlint(root.path(), &["check", ".", "--as-of", support::DAY, "--lang", "ja", "--format", "json"]);
        let all = ran.json()["findings"].as_array().expect("findings").clone();
        all.into_iter()
            .find(|found| found["rule"] == "register/unknown-column" && found.to_string().contains("機密ランク"))
    };
    let told = found(&root).expect("a finding").to_string();
    let told = told.replace("\\\"", "\"");
    assert!(told.contains("[columns.assets]") && told.contains("\"機密ランク\" = \""), "{told}");
    std::fs::write(root.path().join("timlint.toml"), "[columns.assets]\n\"機密ランク\" = \"class\"\n")
        .expect("settings");
    assert!(found(&root).is_none());
}
