//! `timlint rules list`, `timlint rules test` and `timlint rules catalogue`.

use std::io::Write as _;
use std::path::Path;

use crate::app::{language, repository_rules, test_rule};
use crate::report::{self, Lang, Options, Run};
use crate::rules::{By, Planned, Rule, planned};
use crate::source::{Disk, Memory, World as _};

use super::args::{ColorChoice, RulesArgs, RulesCatalogueArgs, RulesListArgs, RulesTestArgs, RulesVerb};
use super::{CLEAN, COULD_NOT_RUN, FINDINGS, output};

pub fn run(args: RulesArgs) -> anyhow::Result<u8> {
    match args.verb {
        RulesVerb::List(args) => list(&args),
        RulesVerb::Test(args) => test(&args),
        RulesVerb::Catalogue(args) => catalogue(&args),
        RulesVerb::New(args) => super::rule_new::run(&args),
    }
}

fn catalogue(args: &RulesCatalogueArgs) -> anyhow::Result<u8> {
    let world = Disk::new(".".into());
    let lang = language(args.lang, None, &world);
    let day = args.as_of.unwrap_or_else(|| world.today());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    report::oscal::catalogue(lang, day, &mut out)?;
    out.flush()?;
    Ok(CLEAN)
}

fn list(args: &RulesListArgs) -> anyhow::Result<u8> {
    let world = Disk::new(args.path.clone());
    let lang = language(args.lang, None, &world);
    if args.planned {
        return list_planned(args, lang);
    }
    let (run, code) = rules_of(&args.path, lang)?;
    let picked =
        |rule: &&Rule| args.item.as_ref().is_none_or(|asked| rule.items.contains(asked) || rule.covers.contains(asked));
    let rules: Vec<&Rule> = run.rules.iter().filter(picked).collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if args.json {
        let rows: Vec<serde_json::Value> = rules.iter().map(|rule| row(rule)).collect();
        serde_json::to_writer_pretty(&mut out, &rows)?;
        writeln!(out)?;
    } else {
        for rule in &rules {
            let words = rule.words();
            let title = if lang == Lang::Ja { &words.ja.title } else { &words.en.title };
            let level = if rule.preview { "preview" } else { rule.level.name() };
            writeln!(out, "{level:<8}{:<48} {:<24} {title}", rule.id, rule.items.join(","))?;
        }
    }
    out.flush()?;
    Ok(code)
}

/// What will be checked one day. It is no rule: a program that counts rules must not find it among them.
fn list_planned(args: &RulesListArgs, lang: Lang) -> anyhow::Result<u8> {
    let picked = |plan: &&Planned| {
        args.item.as_ref().is_none_or(|asked| plan.items.contains(asked) || plan.covers.contains(asked))
    };
    let plans: Vec<&Planned> = planned().iter().filter(picked).collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if args.json {
        serde_json::to_writer_pretty(&mut out, &plans)?;
        writeln!(out)?;
    } else {
        let width = output::options(lang, ColorChoice::Never, false, false, &Disk::new(args.path.clone())).width;
        report::planned(&plans, lang, width, &mut out)?;
    }
    out.flush()?;
    Ok(CLEAN)
}

fn row(rule: &Rule) -> serde_json::Value {
    let words = rule.words();
    let by = match &rule.by {
        By::Itself(part) => part.as_str(),
        By::Records(_) => "records",
    };
    serde_json::json!({
        "id": rule.id, "level": rule.level.name(), "since": rule.since, "items": rule.items, "covers": rule.covers,
        "by": by, "preview": rule.preview, "own": rule.file.is_some(), "title": { "ja": words.ja.title, "en": words.en.title },
    })
}

fn test(args: &RulesTestArgs) -> anyhow::Result<u8> {
    let world = Disk::new(args.path.clone());
    let lang = language(args.lang, None, &world);
    let (run, mut code) = rules_of(&args.path, lang)?;
    let wanted = |rule: &&Rule| (args.builtin || rule.file.is_some()) && rule.id.contains(&args.only);
    let (mut examples, mut failed, mut rules) = (0, 0, 0);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for rule in run.rules.iter().filter(wanted) {
        rules += 1;
        examples += rule.words().examples.len();
        for failure in test_rule(rule) {
            failed += 1;
            writeln!(out, "FAILED {} / {}", rule.id, failure.example)?;
            for (what, places) in [("expected", &failure.expected), ("found", &failure.found)] {
                let shown: Vec<String> = places.iter().map(|(path, s, e)| format!("{path}:{s}..{e}")).collect();
                writeln!(out, "  {what}: {}", if shown.is_empty() { "-".to_owned() } else { shown.join(" ") })?;
            }
        }
    }
    writeln!(out, "{rules} rules, {examples} examples, {failed} failed")?;
    out.flush()?;
    if failed > 0 {
        code = FINDINGS;
    }
    Ok(code)
}

/// All rules known in a folder. Mistakes in its own rules are printed, and make the code 2.
fn rules_of(path: &Path, lang: Lang) -> anyhow::Result<(Run, u8)> {
    let world = Disk::new(path.to_path_buf());
    let run = repository_rules(&world);
    if run.problems.is_empty() {
        return Ok((run, CLEAN));
    }
    let options =
        Options { ..output::options(lang, ColorChoice::Auto, false, false, &Memory::new().on(world.today())) };
    let human = report::by_name("human").expect("internal error: the human report exists");
    let mut err = std::io::stderr().lock();
    human.write(&run, &options, &mut err)?;
    Ok((run, COULD_NOT_RUN))
}
