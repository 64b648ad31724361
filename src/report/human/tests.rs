use crate::diag::{Diagnostic, Level, Role};
use crate::source::{FileId, Span};

use super::super::sample::{PEOPLE, RIGHTS, at, field, finding, leaver, near_miss, options, own_rule, print, run};
use super::super::{Lang, Options, RuleCount, Run};
use super::Human;

fn shown(run: &Run, lang: Lang) -> String {
    print(&Human, run, &options(lang))
}

/// Display column at which a part begins on the first line that holds it.
fn column(output: &str, line: &str, part: &str) -> usize {
    let line = output.lines().find(|text| text.contains(line)).unwrap_or_else(|| panic!("no {line:?} in\n{output}"));
    let before = &line[..line.find(part).expect("the part is on the line")];
    unicode_width::UnicodeWidthStr::width(before)
}

#[test]
fn a_leaver_in_japanese() {
    insta::assert_snapshot!(shown(&leaver(), Lang::Ja), @r#"
    要員名簿ほか1台帳・4件を2026-11-20時点で確認: エラー 1、警告 0、注意 0

    ── registers/access_rights.csv（アクセス権者管理簿）: 1件 ──

    エラー[access_rights/kept-by-leaver]: 退職者のアクセス権が残っている
      ╭▸ registers/access_rights.csv:2:22
    2 │ G1,E1,A-1,2024-04-01,
      │    -- 社員番号       ^ 解除日が空欄です
      ├▸ registers/people.csv:2:10
    2 │ E1,佐藤 花子,2026-03-31
      │ -- 社員番号  ---------- 退職日
      │
      = 佐藤 花子さんの退職日は2026-03-31ですが、アクセス権G1はその日までに解除され
        ていません。
      = なぜ: 退職した人の権限が残っていると、社外の人が技術情報を見たり持ち出したり
        できます。
      = 直し方: 権限をすぐに外し、外した日を「解除日」に書いてください。
      = 項目: II.2.5, IV.13.3

    規則 2件: 違反あり 1、違反なし 0、判定する記録なし 1
    規則の詳しい説明: timlint explain access_rights/kept-by-leaver
    "#);
}

#[test]
fn a_leaver_in_english_and_ascii() {
    insta::assert_snapshot!(print(&Human, &leaver(), &Options { ascii: true, ..options(Lang::En) }), @r#"
    Checked 4 records in 2 registers as of 2026-11-20: 1 error, 0 warnings, 0 notes

    == registers/access_rights.csv (Access rights register): 1 finding ==

    error[access_rights/kept-by-leaver]: access right held by a person who has left
     --> registers/access_rights.csv:2:22
    2 | G1,E1,A-1,2024-04-01,
      |    -- holder         ^ end date is blank
     ::: registers/people.csv:2:10
    2 | E1,佐藤 花子,2026-03-31
      | --           ---------- leaving date
      | employee number
      |
      = 佐藤 花子 left on 2026-03-31, but access right `G1` had not ended by
        that day.
      = why: A right that outlives the employment lets an outsider see or take
        technical information.
      = fix: Remove the right at once and write the day in `ended_on`.
      = items: II.2.5, IV.13.3

    2 rules: 1 broken, 0 not broken, 1 without records to judge
    More about a rule: timlint explain access_rights/kept-by-leaver
    "#);
}

#[test]
fn a_missing_row_and_the_one_that_came_close() {
    insta::assert_snapshot!(shown(&near_miss(), Lang::Ja), @r#"
    要員名簿ほか1台帳・2件を2026-11-20時点で確認: エラー 0、警告 1、注意 0

    ── registers/people.csv（要員名簿）: 1件 ──

    警告[people/not-told]: 入社時の説明の記録がない
      ╭▸ registers/people.csv:2:10
    2 │ E3,田中 次郎,2024-04-01
      │              ^^^^^^^^^^ 入社日
      ├▸ registers/training.csv:2:4
    2 │ T1,2025-01-10,confidentiality,E3
      │ ~~ ~~~~~~~~~~ 惜しい行: 実施日
      │ No
    + │ ここに「教育受講記録」の行が必要です
      │
      = 田中 次郎さんに守秘義務を説明した記録が、入社日2024-04-01より後にあ
        りません。
      = なぜ: 説明を受けていない人は、何を外に出してはいけないかを知りません。
      = 直し方: 説明をして、「教育受講記録」に行を足してください。
      = 項目: II.2.5, IV.13.3

    規則の詳しい説明: timlint explain people/not-told
    "#);
}

#[test]
fn carets_stand_under_full_width_text() {
    let output = shown(&leaver(), Lang::Ja);
    assert_eq!(column(&output, "----------", "----------"), column(&output, "佐藤 花子,2026", "2026-03-31"));
    let row = column(&output, "2 │ G1,E1", "G1,E1,A-1,2024-04-01,") + "G1,E1,A-1,2024-04-01,".len();
    assert_eq!(column(&output, "解除日が空欄です", "^"), row, "{output}");
}

#[test]
fn ascii_style_draws_with_ascii_signs_only() {
    let mut run = run(&[(PEOPLE, &format!("id,name\nE1,{},x\n", "abc def ".repeat(60)))]);
    own_rule(&mut run, "people/own", "plain words");
    let name = at(&run, PEOPLE, "x", false);
    run.findings.push(finding(Diagnostic::new("people/own", name).about(field("people", "name")), Level::Error));
    let output = print(&Human, &run, &Options { ascii: true, ..options(Lang::En) });
    assert!(output.is_ascii(), "{output}");
    assert!(output.contains("..."), "cuts are marked:\n{output}");
}

/// Terminals that draw boxes double-width draw `○` double-width as well.
#[test]
fn ascii_style_counts_ambiguous_signs_as_wide() {
    let mut run = run(&[(PEOPLE, "id,a,b\nE1,○,x9\n")]);
    own_rule(&mut run, "people/own", "words");
    run.findings.push(finding(Diagnostic::new("people/own", at(&run, PEOPLE, "x9", false)), Level::Error));
    let output = print(&Human, &run, &Options { ascii: true, ..options(Lang::En) });
    assert_eq!(column(&output, "^^", "^^"), column(&output, "E1,", "x9") + 1, "{output}");
}

#[test]
fn a_row_of_three_hundred_columns_fits_the_screen() {
    let cells: Vec<String> = (0..300).map(|i| format!("値{i}")).collect();
    let text = format!("{}\n{}\n", "見出し,".repeat(299), cells.join(","));
    let mut run = run(&[(PEOPLE, &text)]);
    own_rule(&mut run, "people/own", "言葉");
    let diagnostic = Diagnostic::new("people/own", at(&run, PEOPLE, "値250", false))
        .about(field("people", "name"))
        .label(Role::Grounds, at(&run, PEOPLE, "値3,", false), field("people", "id"))
        .label(Role::Grounds, at(&run, PEOPLE, "値120", false), field("people", "kana"));
    run.findings.push(finding(diagnostic, Level::Error));
    let output = shown(&run, Lang::Ja);
    let width = |line: &str| unicode_width::UnicodeWidthStr::width(line);
    assert!(output.lines().all(|line| width(line) <= 80), "{output}");
    assert_eq!(column(&output, "^^^^^", "^^^^^"), column(&output, "2 │", "値250"), "{output}");
    let row = output.lines().find(|line| line.starts_with("2 │")).expect("the row");
    assert!(row.contains("値3,") && row.contains("値120") && row.matches('…').count() == 4, "{output}");
    assert!(width(row) > 70, "the room is used: {row}");
    assert!(output.contains("people.csv:2:1141\n"), "the column is that of the file, not of the window: {output}");
}

#[test]
fn a_huge_line_costs_no_more_than_a_short_one() {
    let text = format!("[{}\"x\"]", "\"あいう\",".repeat(1_000_000));
    let mut run = run(&[("registers/people.json", &text)]);
    own_rule(&mut run, "people/own", "言葉");
    for i in 0..150 {
        let start = 1 + i * 6_000 * 12;
        let diagnostic = Diagnostic::new("people/own", Span::new(FileId(0), start, start + 11));
        run.findings.push(finding(diagnostic, Level::Error));
    }
    let before = std::time::Instant::now();
    let output = shown(&run, Lang::Ja);
    assert!(before.elapsed().as_secs() < 5, "{:?}", before.elapsed());
    assert!(output.contains("registers/people.json:1:2"), "{output}");
}

#[test]
fn a_long_finding_stays_on_one_screen() {
    let rows: String = (0..30).map(|i| format!("E{i:02},佐藤\n")).collect();
    let mut run = run(&[(PEOPLE, &format!("社員番号,氏名\n{rows}")), (RIGHTS, "a\nb\n")]);
    own_rule(&mut run, "people/own", &"とても長い説明です。".repeat(30));
    let mut diagnostic = Diagnostic::new("people/own", at(&run, PEOPLE, "E00", false)).about(field("people", "id"));
    for i in 1..30 {
        let span = at(&run, PEOPLE, &format!("E{i:02}"), false);
        diagnostic = diagnostic.label(Role::Grounds, span, field("people", "id"));
    }
    run.findings.push(finding(diagnostic, Level::Error));
    let output = shown(&run, Lang::Ja);
    let block = output.split("エラー[").nth(1).expect("one finding").split("\n\n").next().expect("its block");
    assert!(block.lines().count() <= 24, "{output}");
    assert!(block.contains("箇所"), "{output}");
}

#[test]
fn nothing_found_is_said_without_a_promise() {
    let mut run = leaver();
    run.findings.clear();
    let output = shown(&run, Lang::Ja);
    assert!(
        output.starts_with("要員名簿ほか1台帳・4件を2026-11-20時点で確認: 問題は見つかりませんでした\n"),
        "{output}"
    );
    assert!(output.contains("判定する記録なし 1") && output.contains("認証の取得を保証しません"), "{output}");
    run.left_out = 3;
    assert!(shown(&run, Lang::En).contains("3 findings in other files"), "{}", shown(&run, Lang::En));
}

#[test]
fn no_records_are_not_taken_for_no_problems() {
    let output = shown(&run(&[]), Lang::En);
    assert!(output.starts_with("Checked 0 registers as of 2026-11-20: there are no records to judge\n"), "{output}");
}

#[test]
fn beyond_two_hundred_findings_the_rest_is_counted() {
    let mut run = leaver();
    run.findings = vec![run.findings[0].clone(); 1_234];
    let output = shown(&run, Lang::Ja);
    assert_eq!(output.matches("エラー[").count(), 200);
    assert!(output.contains("最初の 200件だけを表示し、残り 1,034件は省きました") && output.contains("--format json"));
    assert_eq!(output.matches("なぜ:").count(), 1, "a reason is told once per rule");
    assert_eq!(output.matches("直し方:").count(), 200);
}

#[test]
fn problems_come_before_findings_and_files_that_could_not_be_read_have_no_line() {
    let mut run = leaver();
    let file = run.sources.add(crate::source::SourceText::new("registers/x.csv", "", crate::source::Encoding::Utf8));
    run.problems.push(finding(Diagnostic::new("input/not-text", Span::at(file, 0)), Level::Error));
    let output = shown(&run, Lang::Ja);
    let (problem, found) = (output.find("input/not-text"), output.find("kept-by-leaver"));
    assert!(problem < found && output.contains("╭▸ registers/x.csv\n"), "{output}");
}

#[test]
fn colour_only_where_asked_for() {
    assert!(!shown(&leaver(), Lang::Ja).contains('\u{1b}'));
    let coloured = print(&Human, &leaver(), &Options { color: true, ..options(Lang::Ja) });
    let mut plain = coloured.clone();
    for code in ["1", "94", "0", "1;31"] {
        plain = plain.replace(&format!("\u{1b}[{code}m"), "");
    }
    assert_ne!(coloured, plain);
    assert_eq!(plain, shown(&leaver(), Lang::Ja));
}

#[test]
fn verbose_counts_every_rule() {
    let mut run = leaver();
    run.rule_counts.push(RuleCount { id: "people/x".into(), violated: 0, satisfied: 7, not_exercised: 2 });
    let output = print(&Human, &run, &Options { verbose: true, ..options(Lang::Ja) });
    assert!(output.contains("people/x: 違反 0、違反なし 7、判定なし 2"), "{output}");
}

#[test]
fn signs_that_act_are_replaced_one_for_one() {
    let mut run = run(&[(PEOPLE, "id,name\nE1\t\u{1b}[31m,x9\n")]);
    own_rule(&mut run, "people/own", "言葉");
    run.findings.push(finding(Diagnostic::new("people/own", at(&run, PEOPLE, "x9", false)), Level::Error));
    let output = shown(&run, Lang::Ja);
    assert!(output.contains("2 │ E1→␛[31m,x9"), "{output}");
    assert_eq!(column(&output, "^^", "^^"), column(&output, "2 │", "x9"), "{output}");
}
