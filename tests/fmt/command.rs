//! The two verbs as commands: what is written, what is only shown, exit codes, and files that must not be touched.

use std::fs;
use std::path::Path;

use timlint::source::{Encoding, decode};

use super::support::{folder, timlint};

const PEOPLE: &str =
    "氏名,社員番号,入社日,雇用区分,備考欄\n佐藤 花子,Ｅ００１,R8.4.1,社員,メモ\n鈴木 一郎,E002,2026-04-01,正社員,\n";
const FORMED: &str =
    "社員番号,氏名,雇用区分,入社日,備考欄\nE001,佐藤 花子,正社員,2026-04-01,メモ\nE002,鈴木 一郎,正社員,2026-04-01,\n";

fn read(root: &Path, path: &str) -> (String, Encoding) {
    let decoded = decode(fs::read(root.join(path)).expect("a file")).expect("text");
    (decoded.text, decoded.encoding)
}

const FILE: &str = "registers/要員名簿.csv";

#[test]
fn fmt_writes_the_canonical_form_once() {
    let root = folder(&[(FILE, PEOPLE.as_bytes())]);
    let ran = timlint(root.path(), &["fmt"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("書き直しました: registers/要員名簿.csv"), "{}", ran.out);
    assert_eq!(read(root.path(), FILE), (FORMED.to_owned(), Encoding::Utf8Bom));
    let again = timlint(root.path(), &["fmt", "--check"]);
    assert_eq!((again.code, again.out.as_str()), (0, ""), "{}", again.err);
    let left: Vec<_> = fs::read_dir(root.path().join("registers")).expect("a folder").collect();
    assert_eq!(left.len(), 1, "nothing is left beside the file");
}

#[test]
fn check_and_diff_only_look() {
    let root = folder(&[(FILE, PEOPLE.as_bytes())]);
    let check = timlint(root.path(), &["fmt", "--check", "--lang", "en"]);
    assert_eq!(check.code, 1);
    assert!(check.out.contains("Would rewrite: registers/要員名簿.csv"), "{}", check.out);
    let diff = timlint(root.path(), &["fmt", FILE, "--diff"]);
    assert_eq!(diff.code, 1);
    assert!(diff.out.contains("-佐藤 花子,Ｅ００１,R8.4.1,社員,メモ\n"), "{}", diff.out);
    assert!(diff.out.contains("+E001,佐藤 花子,正社員,2026-04-01,メモ\n"), "{}", diff.out);
    assert_eq!(read(root.path(), FILE).0, PEOPLE);
}

#[test]
fn paths_choose_files_and_their_settings_stay_those_of_the_repository() {
    let keys = "鍵番号,種別名\nＫＥＹ－１,錠\n".as_bytes();
    let settings = "[columns.keys]\n\"種別名\" = \"kind\"\n[values.keys.kind]\n\"錠\" = \"metal\"\n".as_bytes();
    let root = folder(&[(FILE, PEOPLE.as_bytes()), ("registers/keys.csv", keys), ("timlint.toml", settings)]);
    let ran = timlint(&root.path().join("registers"), &["fmt", "keys.csv"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(read(root.path(), FILE).0, PEOPLE, "the other file was not asked for");
    let (text, _) = read(root.path(), "registers/keys.csv");
    assert_eq!(text, "鍵番号,種別名\nKEY-1,錠\n", "the company's own words stay");
    assert_eq!(timlint(root.path(), &["fmt", "nowhere.csv"]).code, 2);
}

#[test]
fn yaml_keeps_its_comments() {
    let yaml =
        "# 名簿\n- 社員番号: Ｅ００１ # 総務\n  # 入社\n  入社日: R8.4.1\n  氏名: '佐藤 花子'\n  テレワーク許可: 可\n";
    let root = folder(&[("registers/people.yaml", yaml.as_bytes())]);
    assert_eq!(timlint(root.path(), &["fmt"]).code, 0);
    let wanted =
        "# 名簿\n- 社員番号: E001 # 総務\n  # 入社\n  入社日: 2026-04-01\n  氏名: '佐藤 花子'\n  テレワーク許可: ○\n";
    assert_eq!(read(root.path(), "registers/people.yaml"), (wanted.to_owned(), Encoding::Utf8));
}

#[test]
fn json_records_get_the_order_of_the_schema() {
    let json = "[\n  {\"name\": \"佐藤\", \"id\": \"Ｅ１\", \"x\": [1, {\"y\": 2}], \"kind\": \"employee\"}\n]\n";
    let root = folder(&[("registers/people.json", json.as_bytes())]);
    assert_eq!(timlint(root.path(), &["fmt"]).code, 0);
    let wanted = "[\n  {\"id\": \"E1\", \"name\": \"佐藤\", \"kind\": \"employee\", \"x\": [1, {\"y\": 2}]}\n]\n";
    assert_eq!(read(root.path(), "registers/people.json").0, wanted);
}

#[test]
fn fix_changes_spellings_and_nothing_else() {
    let bytes = Encoding::Cp932.encode(&PEOPLE.replace('\n', "\r\n")).expect("CP932");
    let root = folder(&[(FILE, &bytes)]);
    let ran = timlint(root.path(), &["check", "--fix", "--as-of", "2026-11-20"]);
    assert!(ran.out.contains("直したもの 3件"), "{}\n{}", ran.out, ran.err);
    let wanted = "氏名,社員番号,入社日,雇用区分,備考欄\r\n佐藤 花子,E001,2026-04-01,正社員,メモ\r\n鈴木 一郎,E002,2026-04-01,正社員,\r\n";
    assert_eq!(read(root.path(), FILE), (wanted.to_owned(), Encoding::Cp932));
}

#[test]
fn guesses_are_made_only_where_they_are_asked_for() {
    let people = "社員番号,氏名,雇用区分,入社目\nE001,佐藤 花子,アルバイタ,2026-04-01\n";
    let root = folder(&[(FILE, people.as_bytes())]);
    let day = ["check", "--as-of", "2026-11-20"];
    let json = timlint(root.path(), &[&day[..], &["--format", "json"]].concat());
    let report: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    let fixes: Vec<&serde_json::Value> =
        report["findings"].as_array().expect("a list").iter().filter_map(|finding| finding.get("fixes")).collect();
    assert!(fixes.iter().any(|fix| fix[0]["applicability"] == "unsafe" && fix[0]["edits"][0]["text"] == "入社日"));
    assert_eq!(timlint(root.path(), &[&day[..], &["--unsafe-fixes"]].concat()).code, 2);
    timlint(root.path(), &[&day[..], &["--fix"]].concat());
    assert_eq!(read(root.path(), FILE).0, people);
    timlint(root.path(), &[&day[..], &["--fix", "--unsafe-fixes"]].concat());
    assert_eq!(read(root.path(), FILE).0.lines().next(), Some("社員番号,氏名,雇用区分,入社日"));
}

#[test]
fn json_with_fixes_fits_the_published_schema() {
    let people = "社員番号,氏名,雇用区分,入社目\nE001,佐藤 花子,社員,2026-04-01\n";
    let settings = "[rules]\n\"register/spelling\" = \"note\"\n";
    let root = folder(&[(FILE, people.as_bytes()), ("timlint.toml", settings.as_bytes())]);
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../schemas/run.schema.json")).expect("valid JSON");
    let options = jsonschema::options().with_pattern_options(jsonschema::PatternOptions::regex());
    let validator = options.build(&schema).expect("a valid schema");
    for (args, applicability) in [(&[][..], ["safe", "unsafe"].as_slice()), (&["--fix"], &["unsafe"])] {
        let ran = timlint(root.path(), &[&["check", "--format", "json"], args].concat());
        let report: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        let faults: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert_eq!(faults, Vec::<String>::new());
        let findings = report["findings"].as_array().expect("a list").iter();
        let mut kinds: Vec<&str> =
            findings.filter_map(|finding| finding["fixes"][0]["applicability"].as_str()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, applicability);
        assert_eq!(report["summary"].get("fixed").is_some(), !args.is_empty());
    }
}

#[test]
fn a_diff_of_fixes_writes_nothing_and_shows_no_secret() {
    let ids = "ユーザーID,利用者,パスワード,発行日\nａ０１,E001,hunter2-secret,R8.4.1\n";
    let root = folder(&[(FILE, PEOPLE.as_bytes()), ("registers/ID管理台帳.csv", ids.as_bytes())]);
    for args in [&["check", "--diff", "--as-of", "2026-11-20"][..], &["fmt", "--diff"]] {
        let ran = timlint(root.path(), args);
        assert_eq!(ran.code, 1);
        assert!(ran.out.contains("+++ registers/要員名簿.csv") && ran.out.contains("+++ registers/ID管理台帳.csv"));
        assert!(!ran.out.contains("hunter2"), "{}", ran.out);
    }
    assert_eq!(
        (read(root.path(), FILE).0.as_str(), read(root.path(), "registers/ID管理台帳.csv").0.as_str()),
        (PEOPLE, ids)
    );
}

#[test]
fn a_character_that_the_encoding_lacks_is_said_and_left() {
    let people = "社員番号,氏名\nE001é,佐藤\n".as_bytes();
    let loans = "番号,鍵番号,借用者\nKL-1,K1,E001e\n";
    let book = "registers/鍵貸出簿.csv";
    let root = folder(&[(FILE, people), (book, &Encoding::Cp932.encode(loans).expect("CP932"))]);
    let ran = timlint(root.path(), &["check", "--fix", "--unsafe-fixes", "--lang", "ja"]);
    assert!(ran.err.contains("鍵貸出簿.csv: 「é」は文字コード cp932 で書けないため、直していません"), "{}", ran.err);
    assert_eq!(read(root.path(), book), (loans.to_owned(), Encoding::Cp932));
    // In UTF-8 the same guess is made.
    fs::write(root.path().join(book), loans).expect("a file");
    timlint(root.path(), &["check", "--fix", "--unsafe-fixes"]);
    assert_eq!(read(root.path(), book).0, loans.replace("E001e", "E001é"));
}

#[cfg(unix)]
#[test]
fn what_must_not_be_written_is_not_written() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let root = folder(&[(FILE, PEOPLE.as_bytes())]);
    let outside = folder(&[("people.csv", PEOPLE.as_bytes())]);
    symlink(outside.path().join("people.csv"), root.path().join("registers/people-2.csv")).expect("a link");
    let protected = root.path().join(FILE);
    fs::set_permissions(&protected, fs::Permissions::from_mode(0o444)).expect("can protect");
    for args in [&["fmt"][..], &["check", "--fix", "--as-of", "2026-11-20"]] {
        let ran = timlint(root.path(), args);
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(
            ran.err.contains("registers/要員名簿.csv を書けませんでした: 書き込みが禁止されています"),
            "{}",
            ran.err
        );
    }
    assert_eq!(read(root.path(), FILE).0, PEOPLE);
    assert_eq!(read(outside.path(), "people.csv").0, PEOPLE);
    // A link inside the root stays a link; what it points at is rewritten.
    fs::set_permissions(&protected, fs::Permissions::from_mode(0o644)).expect("can open");
    fs::rename(&protected, root.path().join("registers/kept.txt")).expect("can rename");
    symlink("kept.txt", &protected).expect("a link");
    assert_eq!(timlint(root.path(), &["fmt"]).code, 0);
    assert!(fs::symlink_metadata(&protected).expect("there").file_type().is_symlink());
    assert_eq!(read(root.path(), "registers/kept.txt").0, FORMED);
    assert_eq!(fs::metadata(&protected).expect("there").permissions().mode() & 0o777, 0o644);
}
