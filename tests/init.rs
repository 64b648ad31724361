//! `timlint init`: what it writes is read without a complaint about its form, and passes for nothing.

#[path = "init/command.rs"]
mod command;

use std::collections::BTreeSet;

use timlint::app::init::{File, Options, files, switches, templates};
use timlint::app::{CheckOptions, check};
use timlint::diag::Arg;
use timlint::model::RegisterId;
use timlint::report::{Lang, Run};
use timlint::rules::{Applies, Requirement, Rule, RuleSet, Word, catalogue, params};
use timlint::source::Memory;

const DAY: i32 = 20_544;

/// What is said of a profile whose switches nobody has set yet.
const UNDECIDED: &str = "register/undeclared-switch";

/// What is said of every template, once each.
const UNFINISHED: &str = "register/unfinished-record";

fn options(lang: Lang, answers: &[(&str, bool)]) -> Options {
    let answers = answers.iter().map(|(name, answer)| ((*name).to_owned(), *answer)).collect();
    Options { name: Some("株式会社サンプル精機".to_owned()), answers, lang, ..Options::default() }
}

/// The check of these files.
fn checked(files: &[File]) -> Run {
    let world = files.iter().fold(Memory::new().on(DAY), |world, file| world.file(&*file.path, &*file.text));
    let (run, _) = check(&world, &CheckOptions::default()).unwrap_or_else(|_| panic!("the check could not run"));
    run
}

/// What is wrong with files, settings and rules as such. What a company has yet to do is another matter.
fn faults(run: &Run) -> Vec<&str> {
    let rules: BTreeSet<&str> = run.all().map(|finding| &*finding.diagnostic.rule).collect();
    let of_form = ["config/", "input/", "register/", "rule/"];
    let faults = rules.into_iter().filter(|rule| of_form.iter().any(|group| rule.starts_with(group)));
    // That nothing was decided on yet is true, and no fault of what was written.
    faults.filter(|rule| *rule != "register/undeclared-param").collect()
}

/// Whether a rule judges documents, or looks for one.
fn about_documents(rule: &Rule) -> bool {
    let documents = RegisterId::by_name("documents").expect("a register of documents");
    rule.records().is_some_and(|records| {
        let looked_for = |requirement: &Requirement| match &requirement.word {
            Word::Clause { .. } => true,
            Word::Some(join) | Word::Count { join, .. } | Word::Series { join, .. } => join.target == documents,
            _ => false,
        };
        records.each == documents || records.require.iter().any(looked_for)
    })
}

fn registers(files: &[File]) -> BTreeSet<&str> {
    files.iter().filter_map(|file| Some(file.register?.name())).collect()
}

/// The same files, one of them changed.
fn with(mut files: Vec<File>, picked: impl Fn(&File) -> bool, change: impl Fn(&str) -> String) -> Vec<File> {
    files.iter_mut().filter(|file| picked(file)).for_each(|file| file.text = change(&file.text));
    files
}

#[test]
fn files_are_in_form_and_no_template_satisfies_a_rule() {
    for lang in [Lang::Ja, Lang::En] {
        let files = files(&options(lang, &[]));
        let run = checked(&files);
        assert_eq!(faults(&run), [UNDECIDED, UNFINISHED], "{lang:?}");
        assert!(run.problems.is_empty());
        let unfinished = run.findings.iter().filter(|finding| finding.diagnostic.rule == UNFINISHED);
        let mut places: Vec<_> = unfinished.map(|finding| finding.diagnostic.primary().span.file).collect();
        let all = places.len();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), all, "{lang:?}: a template is one finding at most");
        for count in run.rule_counts.iter().filter(|count| count.satisfied > 0) {
            let rule = run.rules.get(&count.id).expect("a rule that was counted");
            assert!(!about_documents(rule), "{lang:?}: {} takes a template for a document", count.id);
        }
        for file in files.iter().filter(|file| file.register.is_some()) {
            let input = run.inputs.iter().find(|input| input.path == file.path).expect("every register is read");
            assert_eq!(input.register.as_deref(), file.register.map(RegisterId::name), "{}", file.path);
        }
    }
}

#[test]
fn registers_open_in_excel_and_every_header_leads_back_to_its_field() {
    for lang in [Lang::Ja, Lang::En] {
        for file in files(&options(lang, &[])).iter().filter(|file| file.path.ends_with(".csv")) {
            let schema = file.register.expect("a CSV file is a register").schema();
            let line = file.text.strip_prefix('\u{feff}').and_then(|text| text.strip_suffix("\r\n"));
            let line = line.unwrap_or_else(|| panic!("{}: no mark at the beginning or no line end", file.path));
            assert!(!line.contains(['\r', '\n', '"']), "{}: one line of plain headers", file.path);
            let found: Vec<&str> = line
                .split(',')
                .map(|header| schema.field_by_header(header).unwrap_or_else(|| panic!("{}: {header}", file.path)))
                .map(|field| schema.fields[usize::from(field)].name.as_str())
                .collect();
            let fields = schema.fields.iter().filter(|field| field.found_in.is_none());
            assert_eq!(found, fields.map(|field| field.name.as_str()).collect::<Vec<_>>(), "{}", file.path);
            if lang == Lang::Ja {
                let first = &schema.fields[0];
                assert_eq!(line.split(',').next(), Some(first.ja.as_str()), "{}", file.path);
            }
        }
    }
}

#[test]
fn the_same_answers_give_the_same_files() {
    let asked = options(Lang::Ja, &[("cloud", true), ("removable_media", false)]);
    assert_eq!(files(&asked), files(&asked.clone()));
}

#[test]
fn only_a_clear_no_leaves_a_register_out() {
    let of = |answers: &[(&str, bool)]| {
        let files = files(&options(Lang::Ja, answers));
        registers(&files).contains("media")
    };
    assert!(of(&[]) && of(&[("removable_media", true)]) && !of(&[("removable_media", false)]));
    let no: Vec<(String, bool)> = switches().into_iter().map(|switch| (switch.name, false)).collect();
    let no = Options { answers: no.into_iter().collect(), ..options(Lang::Ja, &[]) };
    let (few, all) = (files(&no), files(&Options { all: true, ..no.clone() }));
    assert!(registers(&few).len() < registers(&all).len());
    assert!(registers(&few).is_superset(&BTreeSet::from(["org", "people", "assets", "access_rights", "handling_log"])));
    let one_of_three = files(&options(Lang::Ja, &[("cloud", false), ("datacenter", false)]));
    assert!(registers(&one_of_three).contains("ext_systems"), "another switch may still be a yes");
    // Everything but the documents, which are files of their own.
    assert_eq!(registers(&all).len(), RegisterId::all().count() - 1);
}

#[test]
fn registers_hang_on_switches_that_exist() {
    let known: BTreeSet<String> = switches().into_iter().map(|switch| switch.name).collect();
    for register in RegisterId::all() {
        let json = register.schema().json();
        let Some(condition) = json["x-timlint"]["applies_if"].as_str() else { continue };
        let condition = Applies::parse(condition).unwrap_or_else(|error| panic!("{}: {error}", register.name()));
        for switch in condition.switches() {
            assert!(known.contains(switch), "{}: {switch}", register.name());
        }
    }
}

/// A rule of the company's own over the document of one type.
fn rule(id: &str, require: &str) -> File {
    let words = "{ title: a, what: b, why: c, fix: d }";
    let text = format!(
        "id: {id}\nsince: 0.1.0\nlevel: error\nitems: []\neach: org\nrequire:\n  - {require}\ntext:\n  ja: {words}\n  en: {words}\n"
    );
    File { path: format!("rules/{id}.yaml"), text, register: None }
}

fn own_rules() -> Vec<File> {
    let mut rules = Vec::new();
    for template in templates() {
        let kind = &template.doc_type;
        let tags: Vec<&str> = template.clauses.iter().map(|clause| clause.tags[0].as_str()).collect();
        rules.push(rule(&format!("own/{kind}-there"), &format!("document: {kind}")));
        let tags = tags.join(", ");
        rules.push(rule(&format!("own/{kind}-clauses"), &format!("clause: {{ document: {kind}, tags: [{tags}] }}")));
    }
    rules
}

/// Own rules that some record broke, and those that some record satisfied.
fn judged(mut files: Vec<File>) -> (usize, usize, Run) {
    files.extend(own_rules());
    let run = checked(&files);
    assert!(run.problems.is_empty(), "{:?}", faults(&run));
    let own = || run.rule_counts.iter().filter(|count| count.id.starts_with("own/"));
    let (violated, satisfied) =
        (own().filter(|count| count.violated > 0).count(), own().filter(|count| count.satisfied > 0).count());
    (violated, satisfied, run)
}

#[test]
fn a_template_is_no_document_and_its_headings_are_no_clauses() {
    let count = templates().len();
    for lang in [Lang::Ja, Lang::En] {
        let fresh = files(&options(lang, &[]));
        let (violated, satisfied, _) = judged(fresh.clone());
        assert_eq!((violated, satisfied), (count, 0), "no document is in force, so no clause is looked for");
        let document = |file: &File| file.path.starts_with("documents/");
        // Somebody who only fills in the head has a document, and none of its clauses.
        let in_force = |text: &str| {
            text.replace("status: draft", "status: active").replace("effective_on:", "effective_on: 2025-04-01")
        };
        let hasty = with(fresh, document, in_force);
        let (violated, satisfied, run) = judged(hasty.clone());
        assert_eq!((violated, satisfied), (count, count), "{lang:?}");
        let missing = run.findings.iter().filter(|finding| finding.diagnostic.rule.ends_with("-clauses")).count();
        assert_eq!(missing, templates().iter().map(|template| template.clauses.len()).sum::<usize>());
        // The hint says truly what to do.
        let (violated, satisfied, _) = judged(with(hasty, document, tagged));
        assert_eq!((violated, satisfied), (0, 2 * count), "{lang:?}");
    }
}

/// A template whose writer followed every hint.
fn tagged(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for at in (0..lines.len()).filter(|at| lines[*at].starts_with("## ")).collect::<Vec<_>>() {
        let hint = std::mem::take(&mut lines[at + 2]);
        let tag = hint.split('{').nth(1).and_then(|rest| rest.split('}').next()).expect("a hint names its tag");
        lines[at].push_str(&format!(" {{{tag}}}"));
    }
    lines.join("\n")
}

#[test]
fn templates_are_the_documents_that_schemas_rules_and_criteria_know() {
    let schema = RegisterId::by_name("documents").expect("a register of documents").schema();
    let kinds = &schema.fields[usize::from(schema.field("doc_type").expect("a type of document"))].values;
    let known: Vec<(&str, &str)> = kinds.iter().map(|kind| (kind.name.as_str(), kind.ja.as_str())).collect();
    let made: Vec<(&str, &str)> =
        templates().iter().map(|template| (template.doc_type.as_str(), template.title.ja.as_str())).collect();
    assert_eq!(made, known);
    let ids: BTreeSet<&str> = catalogue().ids().collect();
    for template in templates() {
        assert!(!template.clauses.is_empty() && !template.covers.is_empty(), "{}", template.doc_type);
        template.covers.iter().for_each(|id| assert!(ids.contains(id.as_str()), "{}: {id}", template.doc_type));
    }
    let tags: BTreeSet<&str> = templates()
        .iter()
        .flat_map(|template| &template.clauses)
        .flat_map(|clause| &clause.tags)
        .map(|tag| &**tag)
        .collect();
    for rule in RuleSet::builtin(|_| true).iter() {
        for requirement in rule.records().into_iter().flat_map(|records| &records.require) {
            let Word::Clause { tags: asked, .. } = &requirement.word else { continue };
            asked
                .iter()
                .for_each(|tag| assert!(tags.contains(&**tag), "{} asks for {tag}: no template has it", rule.id));
        }
    }
}

/// How much of the company's own profile is blank.
fn blanks(run: &Run) -> usize {
    let of_org = run.findings.iter().filter(|finding| {
        let subject = finding.diagnostic.subject.as_ref();
        finding.diagnostic.rule == UNFINISHED && subject.is_some_and(|subject| subject.register == "org")
    });
    let counts = of_org.flat_map(|finding| &finding.diagnostic.args).filter_map(|(name, arg)| match arg {
        Arg::Text(count) if name == "count" => count.parse::<usize>().ok(),
        _ => None,
    });
    counts.sum()
}

#[test]
fn remarks_come_to_life_without_a_complaint() {
    let alive = |text: &str| -> String {
        let names: BTreeSet<&str> = params().iter().map(|param| param.name.as_str()).collect();
        let line = |line: &str| {
            let bare = line.trim_start().trim_start_matches("# ");
            let period = bare.split(':').next().is_some_and(|name| names.contains(name));
            if period { format!("  {bare}\n") } else { format!("{line}\n") }
        };
        text.lines().map(line).collect()
    };
    let setting = |text: &str| -> String {
        let known = ["fail_on", "exclude", "[", "people =", "\"", "lang"];
        let bare = text.lines().map(|line| line.trim_start_matches("# "));
        bare.filter(|line| known.iter().any(|known| line.starts_with(known))).map(|line| format!("{line}\n")).collect()
    };
    for lang in [Lang::Ja, Lang::En] {
        let fresh = files(&options(lang, &[]));
        let lively = with(fresh.clone(), |file| file.path.ends_with(".yaml"), alive);
        let mut lively = with(lively, |file| file.path == "timlint.toml", setting);
        let people = RegisterId::by_name("people");
        lively
            .iter_mut()
            .filter(|file| file.register == people)
            .for_each(|file| "registers/staff.csv".clone_into(&mut file.path));
        let run = checked(&lively);
        assert_eq!(faults(&run), [UNDECIDED, UNFINISHED]);
        assert_eq!(blanks(&checked(&fresh)), blanks(&run) + 1, "as a remark no period is declared");
    }
}

#[test]
fn a_name_of_any_signs_stands_in_the_profile() {
    for name in ["株式会社 \"A\": #1 \\ {b}", "- x", "null", "O'Neil & 花子"] {
        let asked = Options { name: Some(name.to_owned()), ..options(Lang::En, &[]) };
        let files = files(&asked);
        assert_eq!(faults(&checked(&files)), [UNDECIDED, UNFINISHED], "{name}");
        let profile = files.iter().find(|file| file.path == "registers/org.yaml").expect("a profile");
        let line = profile.text.lines().find(|line| line.starts_with("name: ")).expect("a name");
        assert_eq!(serde_json::from_str::<String>(&line["name: ".len()..]).expect("a quoted text"), name);
    }
}
