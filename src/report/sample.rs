//! Small runs made by hand, for the tests of all outputs.

use crate::diag::{About, Arg, Diagnostic, Level, Role, Subject};
use crate::engine::{Because, ItemVerdict, Verdict, Verdicts};
use crate::rules::RuleSet;
use crate::source::{Encoding, FileId, SourceText, Sources, Span};

use super::{Finding, InputInfo, Lang, Options, Report, RuleCount, Run};

pub const PEOPLE: &str = "registers/people.csv";
pub const RIGHTS: &str = "registers/access_rights.csv";

pub fn run(files: &[(&str, &str)]) -> Run {
    let mut sources = Sources::default();
    let mut inputs = Vec::new();
    for (path, text) in files {
        sources.add(SourceText::new(*path, *text, Encoding::Utf8));
        let name = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        inputs.push(InputInfo {
            path: (*path).to_owned(),
            register: crate::model::RegisterId::by_name(name).map(|id| id.name().to_owned()),
            encoding: Some("UTF-8"),
            records: text.lines().count().saturating_sub(1),
            ..InputInfo::default()
        });
    }
    Run {
        sources,
        rules: RuleSet::default(),
        findings: Vec::new(),
        problems: Vec::new(),
        rule_counts: Vec::new(),
        verdicts: Verdicts::default(),
        inputs,
        secrets: Vec::new(),
        as_of: crate::model::date::parse_date("2026-11-20").expect("a day"),
        left_out: 0,
        fixed: None,
        origin: super::Origin::default(),
    }
}

/// The first place of `part` in a file; with `after`, the empty place behind it.
pub fn at(run: &Run, path: &str, part: &str, after: bool) -> Span {
    let file = run.sources.by_path(path).expect("a file of the sample");
    let start = run.sources.get(file).text.find(part).expect("a part of the file");
    let end = start + part.len();
    if after { Span::at(file, end) } else { Span::new(file, start, end) }
}

pub fn field(register: &str, field: &str) -> About {
    About::Field { register: register.to_owned(), field: field.to_owned() }
}

pub fn finding(diagnostic: Diagnostic, level: Level) -> Finding {
    Finding {
        diagnostic,
        level,
        fingerprint: "0f".repeat(8),
        items: vec!["II.2.5".to_owned(), "IV.13.3".to_owned()],
        waived: None,
    }
}

/// A person who left still holds a right: two files, an empty cell, a line break of Windows.
pub fn leaver() -> Run {
    let rights = "管理番号,社員番号,対象情報,設定年月日,解除日\r\nG1,E1,A-1,2024-04-01,\r\nG2,E2,A-1,2024-04-01,\r\n";
    let people = "社員番号,氏名,退職日\r\nE1,佐藤 花子,2026-03-31\r\nE2,鈴木 一郎,\r\n";
    let mut run = run(&[(RIGHTS, rights), (PEOPLE, people)]);
    add_rule(
        &mut run,
        "access_rights/kept-by-leaver",
        [
            "退職者のアクセス権が残っている",
            "{holder.name}さんの退職日は{holder.leave_on}ですが、アクセス権{access_rights.id}はその日までに解除されていません。",
            "退職した人の権限が残っていると、社外の人が技術情報を見たり持ち出したりできます。",
            "権限をすぐに外し、外した日を「解除日」に書いてください。",
        ],
        [
            "access right held by a person who has left",
            "{holder.name} left on {holder.leave_on}, but access right `{access_rights.id}` had not ended by that day.",
            "A right that outlives the employment lets an outsider see or take technical information.",
            "Remove the right at once and write the day in `ended_on`.",
        ],
    );
    let mut diagnostic =
        Diagnostic::new("access_rights/kept-by-leaver", at(&run, RIGHTS, "G1,E1,A-1,2024-04-01,", true))
            .about(field("access_rights", "ended_on"))
            .label(Role::Grounds, at(&run, PEOPLE, "2026-03-31", false), field("people", "leave_on"))
            .label(Role::Grounds, inner(at(&run, RIGHTS, "G1,E1", false), 3), field("access_rights", "person_id"))
            .label(Role::Grounds, at(&run, PEOPLE, "E1", false), field("people", "id"))
            .arg("holder.name", "佐藤 花子")
            .arg("holder.leave_on", "2026-03-31")
            .arg("access_rights.id", "G1");
    diagnostic.subject = Some(Subject { register: "access_rights".to_owned(), key: "G1".to_owned() });
    run.findings.push(finding(diagnostic, Level::Error));
    run.rule_counts = vec![
        RuleCount { id: "access_rights/kept-by-leaver".into(), violated: 1, satisfied: 1, not_exercised: 0 },
        RuleCount { id: "keys/held-by-leaver".into(), violated: 0, satisfied: 0, not_exercised: 0 },
    ];
    let id = "access_rights/kept-by-leaver".to_owned();
    let because = Because::Rule { id, level: Level::Error, violated: 1, satisfied: 1 };
    let part = Because::Part { id: "II.2.5".into(), verdict: Verdict::Violated };
    let verdict = |id: &str, because| ItemVerdict { id: id.into(), verdict: Verdict::Violated, because: vec![because] };
    run.verdicts.items = vec![verdict("II.2.5", because)];
    run.verdicts.sections = vec![verdict("II.2", part)];
    run
}

/// A row is missing in another register, and one comes close.
pub fn near_miss() -> Run {
    let training = "No,実施日,教育内容,受講者\nT1,2025-01-10,confidentiality,E3\n";
    let people = "社員番号,氏名,入社日\nE3,田中 次郎,2024-04-01\n";
    let mut run = run(&[(PEOPLE, people), ("registers/training.csv", training)]);
    let end = training.trim_end().len();
    add_rule(
        &mut run,
        "people/not-told",
        [
            "入社時の説明の記録がない",
            "{people.name}さんに守秘義務を説明した記録が、入社日{people.join_on}より後にありません。",
            "説明を受けていない人は、何を外に出してはいけないかを知りません。",
            "説明をして、「教育受講記録」に行を足してください。",
        ],
        ["not told of confidentiality on joining", "{people.name} was not told.", "People must know.", "Tell them."],
    );
    let diagnostic = Diagnostic::new("people/not-told", at(&run, PEOPLE, "2024-04-01", false))
        .about(field("people", "join_on"))
        .label(Role::Near, at(&run, "registers/training.csv", "2025-01-10", false), field("training", "on"))
        .label(Role::Near, at(&run, "registers/training.csv", "T1", false), field("training", "id"))
        .label(Role::InsertAt, Span::at(FileId(1), end), About::EndOf { register: "training".to_owned() })
        .arg("people.name", "田中 次郎")
        .arg("people.join_on", "2024-04-01");
    run.findings.push(finding(diagnostic, Level::Warning));
    run
}

fn inner(span: Span, from: u32) -> Span {
    Span { start: span.start + from, ..span }
}

/// A rule of the checked repository with its own words.
pub fn own_rule(run: &mut Run, id: &str, what: &str) {
    add_rule(run, id, ["題", what, "理由", "手当"], ["title", what, "reason", "remedy"]);
}

fn add_rule(run: &mut Run, id: &str, ja: [&str; 4], en: [&str; 4]) {
    let language = |name: &str, [title, what, why, fix]: [&str; 4]| {
        format!("  {name}: {{ title: {title:?}, what: {what:?}, why: {why:?}, fix: {fix:?} }}\n")
    };
    let (ja, en) = (language("ja", ja), language("en", en));
    let head =
        format!("id: {id}\nsince: 0.1.0\nlevel: error\nitems: [I.2.1]\neach: people\nrequire:\n  - field: name\n");
    let text = format!("{head}text:\n{ja}{en}examples: []\n");
    let file = run.sources.add(SourceText::new(format!("rules/{id}.yaml"), text, Encoding::Utf8));
    let mut diags = Vec::new();
    run.rules.add(id, file, &run.sources, &mut diags);
    assert!(run.rules.get(id).is_some(), "{diags:?}");
}

pub fn options(lang: Lang) -> Options {
    Options { lang, color: false, ascii: false, width: 80, verbose: false }
}

pub fn print(report: &dyn Report, run: &Run, options: &Options) -> String {
    let mut out = Vec::new();
    report.write(run, options, &mut out).expect("memory takes everything");
    String::from_utf8(out).expect("reports are UTF-8")
}

/// Every output in every language and style.
pub fn all_outputs(run: &Run) -> Vec<(String, String)> {
    let mut outputs = Vec::new();
    for report in super::REPORTS {
        for lang in [Lang::Ja, Lang::En] {
            for ascii in [false, true] {
                let options = Options { ascii, ..options(lang) };
                outputs
                    .push((format!("{} {} ascii={ascii}", report.name(), lang.name()), print(*report, run, &options)));
            }
        }
    }
    outputs
}

/// An argument for every kind of hole.
pub fn args(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic
        .arg("people.name", "佐藤")
        .arg_of("field", Arg::Field { register: "people".to_owned(), field: "leave_on".to_owned() })
        .arg_of("people.kind", Arg::Blank)
        .arg_of("people.employer", Arg::Register("training".to_owned()))
}
