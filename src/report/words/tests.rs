use crate::diag::{About, Diagnostic, Level, Role};
use crate::source::{FileId, Span};

use super::super::Lang;
use super::super::sample::{PEOPLE, all_outputs, args, at, field, finding, leaver, own_rule, run};
use super::{name_of_field, name_of_register, tell};

const FILES: &[(&str, &str)] = &[(PEOPLE, "社員番号,氏名\nE1,佐藤\n")];

#[test]
fn holes_are_filled_in_the_language_asked_for() {
    let mut run = run(FILES);
    own_rule(&mut run, "people/own", "{people.name}/{field}/{people.kind}/{people.employer}/{people.gone}");
    let finding = finding(args(Diagnostic::new("people/own", at(&run, PEOPLE, "佐藤", false))), Level::Error);
    assert_eq!(tell(&finding, &run, Lang::Ja).what, "佐藤/退職日/（空欄）/教育受講記録/（不明）");
    assert_eq!(tell(&finding, &run, Lang::En).what, "佐藤/leaving date/(blank)/Training record/(unknown)");
}

#[test]
fn phrases_come_from_the_rule_file_even_if_the_rule_is_not_in_the_set() {
    let run = run(FILES);
    let diagnostic = Diagnostic::new("input/csv-quote", Span::at(FileId(0), 0)).phrase("detail", "unclosed");
    let told = tell(&finding(diagnostic, Level::Error), &run, Lang::En);
    assert_eq!(told.what, "this quote is never closed");
}

#[test]
fn a_rule_without_words_is_named_by_its_id() {
    let run = run(FILES);
    let told =
        tell(&finding(Diagnostic::new("people/unheard-of", Span::at(FileId(0), 0)), Level::Note), &run, Lang::Ja);
    assert_eq!((told.title.as_str(), told.what.as_str(), told.labels), ("people/unheard-of", "", vec![String::new()]));
}

#[test]
fn names_fall_back_to_ids() {
    assert_eq!(name_of_register("people", Lang::Ja), "要員名簿");
    assert_eq!(name_of_register("nowhere", Lang::En), "nowhere");
    assert_eq!(name_of_field("people", "leave_on", Lang::Ja), "退職日");
    assert_eq!(name_of_field("people", "shoe_size", Lang::Ja), "people.shoe_size");
}

#[test]
fn labels_say_what_stands_there() {
    let run = run(FILES);
    let cell = at(&run, PEOPLE, "E1", false);
    let end = Span::at(cell.file, 5);
    let register = || "people".to_owned();
    let diagnostic = Diagnostic::new("people/own", end)
        .about(field("people", "leave_on"))
        .label(Role::Grounds, cell, field("people", "id"))
        .label(Role::Near, cell, field("people", "id"))
        .label(Role::InsertAt, end, About::EndOf { register: register() })
        .label(Role::Grounds, cell, About::Record { register: register() })
        .label(Role::Grounds, cell, About::Nothing);
    let finding = finding(diagnostic, Level::Error);
    let expected = [
        "退職日が空欄です",
        "社員番号",
        "惜しい行: 社員番号",
        "ここに「要員名簿」の行が必要です",
        "「要員名簿」のこの行",
        "",
    ];
    assert_eq!(tell(&finding, &run, Lang::Ja).labels, expected);
    let expected = [
        "leaving date is blank",
        "employee number",
        "closest row: employee number",
        "a row of \"People register\" belongs here",
        "this row of \"People register\"",
        "",
    ];
    assert_eq!(tell(&finding, &run, Lang::En).labels, expected);
}

/// The law: whatever is a secret is in no output, by whichever way it got into a finding.
#[test]
fn secrets_are_never_printed() {
    let text = "社員番号,氏名,パスワード,備考\nE1,佐藤,hunter2,hunter2と同じ\nE2,鈴木,\"a\"\"b,秘密9\",なし\n";
    let mut run = run(&[(PEOPLE, text)]);
    let cell = at(&run, PEOPLE, "hunter2", false);
    let quoted = at(&run, PEOPLE, "\"a\"\"b,秘密9\"", false);
    run.secrets = vec![cell, quoted];
    own_rule(&mut run, "people/own", "値は{people.name}、{field}、{people.kind}です");
    let mut diagnostic = Diagnostic::new("people/own", cell)
        .about(field("people", "name"))
        .label(Role::Grounds, at(&run, PEOPLE, "と同じ", false), field("people", "name"))
        .label(Role::Grounds, quoted, About::Nothing)
        .arg("people.name", "hunter2")
        .arg("field", "前hunter2後")
        .arg("people.kind", "a\"b,秘密9")
        .suggest(Some("hunter2"));
    diagnostic.subject = Some(crate::diag::Subject { register: "people".to_owned(), key: "hunter2".to_owned() });
    diagnostic.counterpart = Some("x/hunter2".to_owned());
    run.findings.push(finding(diagnostic.clone(), Level::Error));
    run.problems.push(finding(diagnostic, Level::Error));
    let told = tell(&run.findings[0], &run, Lang::Ja);
    assert_eq!(told.what, "値は***、前***後、***です");
    for (name, output) in all_outputs(&run) {
        assert!(!output.contains("hunter2") && !output.contains("秘密9"), "{name}:\n{output}");
    }
}

#[test]
fn a_short_secret_hides_itself_but_not_the_rest_of_the_report() {
    let mut run = run(&[(PEOPLE, "id,pin\nE1,12\n")]);
    run.secrets = vec![at(&run, PEOPLE, "12", false)];
    own_rule(&mut run, "people/own", "{people.name} {field}");
    let diagnostic = Diagnostic::new("people/own", at(&run, PEOPLE, "E1", false));
    let diagnostic = diagnostic.arg("people.name", "12").arg("field", "2026-12-01");
    assert_eq!(tell(&finding(diagnostic, Level::Error), &run, Lang::En).what, "*** 2026-12-01");
}

#[test]
fn long_secrets_are_covered_from_where_they_begin() {
    let key = "k3y".repeat(100);
    let mut run = run(&[(PEOPLE, &format!("id,pin\nE1,{key}\n"))]);
    run.secrets = vec![at(&run, PEOPLE, &key, false)];
    own_rule(&mut run, "people/own", "{people.name}");
    let diagnostic =
        Diagnostic::new("people/own", at(&run, PEOPLE, "E1", false)).arg("people.name", format!("a {key} b"));
    assert_eq!(tell(&finding(diagnostic, Level::Error), &run, Lang::En).what, "a ***");
}

/// Whatever a value holds, no output lets it act on a terminal; JSON has escapes of its own.
#[test]
fn values_cannot_act_on_a_terminal() {
    let evil = "\u{1b}[2J\u{7}\u{202e}\u{9b}31m\u{2028}";
    let mut run = run(&[("registers/a\u{1b}]0;x\u{7}.csv", &format!("社員番号,氏名\nE1,{evil}佐藤\n"))]);
    own_rule(&mut run, "people/own", "{people.name} {field}");
    let diagnostic = Diagnostic::new("people/own", at(&run, "registers/a\u{1b}]0;x\u{7}.csv", "佐藤", false))
        .arg("people.name", format!("{evil}\r\n::set-output name=x::1"))
        .arg("field", "x")
        .suggest(Some(evil));
    run.findings.push(finding(diagnostic, Level::Error));
    for (name, output) in all_outputs(&run) {
        let acting = output.chars().find(|c| *c != '\n' && super::hidden(*c));
        assert_eq!(acting, None, "{name}:\n{output}");
        assert!(!output.contains("\n::set-output"), "{name}:\n{output}");
    }
}

#[test]
fn all_outputs_tell_of_the_same_findings() {
    let mut run = leaver();
    let again = run.findings[0].clone();
    run.findings.push(again);
    let titles = ["退職者のアクセス権が残っている", "access right held by a person who has left"];
    // Of the others a title stands in more places than one, or once in both languages: tests/reports and tests/html.rs
    // count their findings.
    for (name, output) in
        all_outputs(&run).into_iter().filter(|(name, _)| name.starts_with("human ") || name.starts_with("json "))
    {
        let told: usize = titles.iter().map(|title| output.matches(title).count()).sum();
        assert_eq!(told, 2, "{name}:\n{output}");
    }
}
