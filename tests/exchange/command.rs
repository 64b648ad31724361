//! The two verbs as commands: what is shown, what is written, and what must not be touched.

use std::fs;

use super::support::timlint;

const LIST: &str = "社員名簿 2026年度\n社員番号,名前,区分,入社日,ロッカー\nＥ００１,佐藤 花子,社員,R8.4.1,12\nE002,鈴木 一郎,〃,2026/4/1,\n合計,2名,,,\n";

fn folder() -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a scratch folder");
    let (bytes, _, lossy) = encoding_rs::SHIFT_JIS.encode(LIST);
    assert!(!lossy);
    fs::write(root.path().join("一覧.csv"), bytes).expect("a file");
    root
}

#[test]
fn the_mapping_is_shown_and_nothing_written() {
    let root = folder();
    let ran = timlint(root.path(), &["import", "一覧.csv", "--dry-run"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for said in [
        "一覧.csv → 要員名簿（列の見出しから推定）: 2件 → 要員名簿.csv",
        "名前 → 氏名",
        "ロッカー → ? 台帳にない列。そのまま残します",
        "取り込まない行: 合計など 1行（合計）",
        "取り込まない行: 見出しより上の表題など 1行（社員名簿 2026年度）",
        "書き方をそろえる: 全角と半角 1か所（Ｅ００１ → E001）",
        "書き方をそろえる: 「〃」「同上」 1か所（〃 → 社員）",
        "書き方をそろえる: 文字コード 1か所（シフトJIS（CP932） → UTF-8（BOM 付き））",
    ] {
        assert!(ran.out.contains(said), "{said}\n{}", ran.out);
    }
    assert!(!root.path().join("registers").exists());
}

#[test]
fn without_a_terminal_nobody_is_asked_and_nothing_written() {
    let root = folder();
    let ran = timlint(root.path(), &["import", "一覧.csv"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--yes"), "{}", ran.err);
    assert!(!root.path().join("registers").exists());
}

#[test]
fn every_format_holds_the_same_and_nothing_is_overwritten() {
    let wanted = "\u{feff}社員番号,氏名,雇用区分,入社日,ロッカー\nE001,佐藤 花子,正社員,2026-04-01,12\nE002,鈴木 一郎,正社員,2026-04-01,\n";
    let root = folder();
    let ran = timlint(root.path(), &["import", "一覧.csv", "--yes"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let path = root.path().join("registers/要員名簿.csv");
    assert_eq!(fs::read_to_string(&path).expect("a register"), wanted);
    fs::write(&path, "社員番号\n").expect("a file");
    let again = timlint(root.path(), &["import", "一覧.csv", "--yes"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("すでにあります"), "{}", again.err);
    assert_eq!(fs::read_to_string(&path).expect("a register"), "社員番号\n");
    assert_eq!(timlint(root.path(), &["import", "一覧.csv", "--yes", "--force"]).code, 0);
    assert_eq!(fs::read_to_string(&path).expect("a register"), wanted);
    for (to, text) in [
        (
            "yaml",
            "- id: \"E001\"\n  name: \"佐藤 花子\"\n  kind: \"employee\"\n  join_on: \"2026-04-01\"\n  \"ロッカー\": \"12\"\n- id: \"E002\"\n",
        ),
        (
            "toml",
            "[[records]]\nid = \"E001\"\nname = \"佐藤 花子\"\nkind = \"employee\"\njoin_on = \"2026-04-01\"\n\"ロッカー\" = \"12\"\n[[records]]\nid",
        ),
    ] {
        let ran = timlint(root.path(), &["import", "一覧.csv", "--yes", "--to", to, "--lang", "en"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.err.contains("is a file of People register too"), "{}", ran.err);
        let written = fs::read_to_string(root.path().join(format!("registers/people.{to}"))).expect("a register");
        assert!(written.starts_with(text), "{written}");
    }
}

#[test]
fn a_register_can_be_named_and_a_wrong_name_is_refused() {
    let root = folder();
    fs::write(root.path().join("x.csv"), "番号,氏名\n1,佐藤\n").expect("a file");
    let unknown = timlint(root.path(), &["import", "x.csv", "--yes"]);
    assert_eq!(unknown.code, 2, "{}", unknown.out);
    assert!(unknown.out.contains("--as"), "{}", unknown.out);
    let named = timlint(root.path(), &["import", "x.csv", "--yes", "--as", "要員名簿"]);
    assert_eq!(named.code, 0, "{}", named.err);
    let wrong = timlint(root.path(), &["import", "x.csv", "--as", "peple", "--lang", "en"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("did you mean people?"), "{}", wrong.err);
}

#[test]
fn a_file_that_is_no_workbook_is_said() {
    let root = folder();
    fs::write(root.path().join("台帳.xlsx"), "no archive").expect("a file");
    let ran = timlint(root.path(), &["import", "台帳.xlsx", "--yes"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("台帳.xlsx"), "{}", ran.out);
    assert!(!root.path().join("registers").exists());
}

#[test]
fn a_workbook_is_written_once_unless_forced() {
    let root = folder();
    assert_eq!(timlint(root.path(), &["import", "一覧.csv", "--yes"]).code, 0);
    let ran = timlint(root.path(), &["export", "--xlsx", "out.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("out.xlsx に 1台帳・2件を書き出しました"), "{}", ran.out);
    assert_eq!(timlint(root.path(), &["export", "--xlsx", "out.xlsx"]).code, 2);
    assert_eq!(timlint(root.path(), &["export", "--xlsx", "out.xlsx", "--force"]).code, 0);
    let none = timlint(root.path(), &["export", "--xlsx", "none.xlsx", "registers"]);
    assert_eq!(none.code, 2);
    assert!(!root.path().join("none.xlsx").exists());
}

#[test]
fn a_guess_is_followed_only_where_it_is_asked_for() {
    let root = folder();
    let list = "社員番号,氏名,入社曰,メモ\nE001,佐藤 花子,2026-04-01,\n";
    fs::write(root.path().join("要員名簿.csv"), list).expect("a file");
    let written = || fs::read_to_string(root.path().join("registers/要員名簿.csv")).expect("a register");
    let ran = timlint(root.path(), &["import", "要員名簿.csv", "--yes"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.contains("入社曰 → ? 台帳にない列。そのまま残します。推測: 「入社日」かもしれません"),
        "{}",
        ran.out
    );
    assert!(written().contains("入社曰"), "{}", written());
    let ran = timlint(root.path(), &["import", "要員名簿.csv", "--yes", "--force", "--accept-guesses"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("推測のとおりにします: 「入社曰」→「入社日」"), "{}", ran.err);
    assert!(ran.out.contains("入社曰 → 入社日"), "{}", ran.out);
    assert_eq!(written(), "\u{feff}社員番号,氏名,入社日,メモ\nE001,佐藤 花子,2026-04-01,\n");
}

#[test]
fn no_guess_takes_a_column_that_is_there_already() {
    let root = folder();
    fs::write(root.path().join("要員名簿.csv"), "社員番号,氏名,入社日,入社曰\nE001,佐藤 花子,2026-04-01,x\n")
        .expect("a file");
    let ran = timlint(root.path(), &["import", "要員名簿.csv", "--dry-run", "--accept-guesses"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!ran.err.contains("推測のとおり"), "{}", ran.err);
    assert!(ran.out.contains("入社曰 → ? "), "{}", ran.out);
}

#[test]
fn a_table_without_records_keeps_its_columns() {
    let root = folder();
    fs::write(root.path().join("要員名簿.csv"), "社員番号,氏名,ロッカー\n").expect("a file");
    for (to, wanted) in [
        ("csv", "\u{feff}社員番号,氏名,ロッカー\n"),
        ("yaml", "# 列 / columns: id, name, \"ロッカー\"\n[]\n"),
        ("toml", "# 列 / columns: id, name, \"ロッカー\"\n"),
    ] {
        let ran = timlint(root.path(), &["import", "要員名簿.csv", "--yes", "--to", to, "--into", to]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        let name = if to == "csv" { "要員名簿" } else { "people" };
        let path = root.path().join(format!("{to}/{name}.{to}"));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}\n{}", path.display(), ran.out));
        assert_eq!(text, wanted, "{to}");
    }
}

#[test]
fn a_workbook_of_excel_2003_is_taken_in_like_a_new_one() {
    let root = folder();
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let import = |name: &str, into: &str| {
        fs::copy(fixtures.join(name), root.path().join(name.rsplit('/').next().expect("a name"))).expect("a copy");
        let ran = timlint(root.path(), &["import", name.rsplit('/').next().expect("a name"), "--yes", "--into", into]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        super::files(&root.path().join(into))
    };
    let old = import("spellings/xls/registers/情報管理台帳.xls", "old");
    let new = import("spellings/xlsx/registers/情報管理台帳.xlsx", "new");
    assert_eq!(old.len(), 4, "{:?}", old.keys());
    assert!(old == new, "the two differ");
}

#[test]
fn bombs_and_locked_workbooks_are_not_taken_in() {
    let root = folder();
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for name in ["値.xls", "値.xlsx"] {
        fs::copy(fixtures.join("xlsx/locked").join(name), root.path().join(name)).expect("a copy");
        let ran = timlint(root.path(), &["import", name, "--yes"]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.out.contains("パスワードで保護されています"), "{}", ran.out);
    }
    fs::write(root.path().join("timlint.toml"), "[limits]\nunpacked_bytes = 2000\n").expect("settings");
    for name in ["spellings/xlsx/registers/情報管理台帳.xlsx", "spellings/xls/registers/情報管理台帳.xls"] {
        let here = root.path().join(name.rsplit('/').next().expect("a name"));
        fs::copy(fixtures.join(name), &here).expect("a copy");
        let ran = timlint(root.path(), &["import", &here.display().to_string(), "--yes"]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.out.contains("2000"), "{}", ran.out);
    }
    assert!(!root.path().join("registers").exists());
}
