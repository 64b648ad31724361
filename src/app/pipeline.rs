//! One run: collect → read → identify → load → compile → evaluate → sort.

use rustc_hash::FxHashSet;

use crate::diag::{Arg, Diagnostic};
use crate::engine;
use crate::model::{self, Input, Model, RegisterId, Type, Wanted};
use crate::report::{InputInfo, ItemCount, Lang, RuleCount, Run};
use crate::rules::{Node, Plan, RULES, RecordRule, RuleSet, Word, builtin_source};
use crate::source::{Encoding, FileId, SourceText, Sources, Span, World};
use crate::tree::Content;

use super::collect::{Collected, Purpose, RULES, collect, nowhere};
use super::config::{Config, LevelChoice, PATH};
use super::identify;
use super::read::{ReadFile, read_all};
use super::sink;

/// What was asked for on the command line, as far as it is not about printing.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// Day of judgement; today where not named.
    pub as_of: Option<i32>,
    /// Only findings with a place in these files are reported; empty: all.
    pub report_for: Vec<String>,
    /// Hashes of the inputs are wanted.
    pub hash: bool,
}

/// Why nothing could be judged. The run holds the problems that say so.
#[derive(Debug)]
pub enum CheckError {
    /// `timlint.toml` is not readable.
    Config(Box<Run>),
    /// No register was found under the root.
    NoRegister(Box<Run>),
}

/// Checks everything under a root.
pub fn check(world: &dyn World, options: &CheckOptions) -> Result<(Run, Config), CheckError> {
    let entries = world.walk();
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let has_config = entries.iter().any(|entry| entry.path() == PATH);
    let config = match has_config.then(|| config(world, &mut sources, &mut diagnostics)) {
        Some(None) => {
            let rules = RuleSet::builtin(|rule| rule.each.is_none());
            let sorted = sink::sort(diagnostics, &rules, &Config::default());
            return Err(CheckError::Config(Box::new(empty_run(sources, rules, sorted.problems, world, options))));
        }
        Some(Some(config)) => config,
        None => Config::default(),
    };
    let collected = collect(&entries, &config, &mut diagnostics);
    let (inputs, mut infos, rule_files) =
        read_inputs(&collected, world, &config, options.hash, &mut sources, &mut diagnostics);
    if inputs.is_empty() {
        let rules = RuleSet::builtin(|rule| rule.each.is_none());
        let sorted = sink::sort(diagnostics, &rules, &config);
        let mut run = empty_run(sources, rules, sorted.problems, world, options);
        run.findings = sorted.findings;
        run.inputs = infos;
        return Err(CheckError::NoRegister(Box::new(run)));
    }
    // A rule of a register that is not there has nothing to judge: it is counted, not compiled.
    let present: FxHashSet<&str> = inputs.iter().map(|input| input.register.name()).collect();
    let mut rules = RuleSet::builtin(|rule| rule.each.is_none_or(|each| present.contains(each)));
    for (id, file) in rule_files {
        rules.add(&id, file, &sources, &mut diagnostics);
    }
    for (id, (_, span)) in &config.levels {
        if rules.get(id).is_none() && builtin_source(id).is_none() {
            let known = rules.iter().map(|rule| rule.id.as_str()).chain(RULES.iter().map(|rule| rule.id));
            let nearest = model::spell::nearest(id, known).map(str::to_owned);
            diagnostics.push(Diagnostic::new("config/unknown-rule", *span).arg("name", id.as_str()).suggest(nearest));
        }
    }
    let as_of = options.as_of.unwrap_or_else(|| world.today());
    let judged = judge(inputs, &sources, &rules, config, as_of, &mut diagnostics);
    count_records(&judged.model, &sources, &mut infos);
    let sorted = sink::sort(diagnostics, &rules, &judged.config);
    let mut run = Run {
        items: items(&rules, &judged.counts),
        sources,
        rules,
        findings: sorted.findings,
        problems: sorted.problems,
        rule_counts: judged.counts,
        inputs: infos,
        secrets: judged.secrets,
        as_of,
        left_out: 0,
    };
    report_for(&mut run, &options.report_for);
    // Freeing millions of cells one by one takes longer than the process has left to live.
    std::mem::forget(judged.model);
    Ok((run, judged.config))
}

fn empty_run(
    sources: Sources,
    rules: RuleSet,
    problems: Vec<crate::report::Finding>,
    world: &dyn World,
    options: &CheckOptions,
) -> Run {
    Run {
        sources,
        rules,
        findings: Vec::new(),
        problems,
        rule_counts: Vec::new(),
        items: Vec::new(),
        inputs: Vec::new(),
        secrets: Vec::new(),
        as_of: options.as_of.unwrap_or_else(|| world.today()),
        left_out: 0,
    }
}

/// Reads `timlint.toml`; nothing where it cannot be read at all.
fn config(world: &dyn World, sources: &mut Sources, diagnostics: &mut Vec<Diagnostic>) -> Option<Config> {
    let file = read_all(&[PATH], 0, world, &crate::formats::Limits::default(), false).pop()?;
    let broken = !file.diagnostics.is_empty();
    diagnostics.extend(file.diagnostics);
    let id = sources.add(file.source);
    let content = file.content.filter(|_| !broken);
    let Some(Content::Tree(tree)) = content else { return None };
    match tree.root(&sources.get(id).text) {
        Some(root) => Some(Config::read(root, id, diagnostics)),
        None => Some(Config::default()),
    }
}

type RuleFiles = Vec<(String, FileId)>;

fn read_inputs(
    collected: &Collected,
    world: &dyn World,
    config: &Config,
    hash: bool,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Input>, Vec<InputInfo>, RuleFiles) {
    let (mut inputs, mut infos, mut rules) = (Vec::new(), Vec::new(), Vec::new());
    for refusal in &collected.refusals {
        let file = sources.add(SourceText::new(refusal.path.as_str(), "", Encoding::Utf8));
        let diagnostic = Diagnostic::new(refusal.rule, nowhere(file))
            .phrase("reason", refusal.phrase)
            .arg("path", refusal.path.as_str());
        diagnostics.push(diagnostic);
    }
    let paths: Vec<&str> = collected.candidates.iter().map(|candidate| candidate.path.as_str()).collect();
    let first = sources.iter().count() as u32;
    let files = read_all(&paths, first, world, &config.limits, hash);
    for (candidate, file) in collected.candidates.iter().zip(files) {
        let ReadFile { source, content, diagnostics: found, readable } = file;
        let mut info = InputInfo {
            path: source.path.clone(),
            register: None,
            encoding: readable.then(|| source.encoding.name()),
            records: 0,
            sha256: source.sha256.clone(),
        };
        let broken = !found.is_empty();
        let id = sources.add(source);
        match &candidate.purpose {
            Purpose::Rule => {
                // A rule file's syntax is judged when it is compiled.
                if !readable {
                    diagnostics.extend(found);
                } else {
                    let rule = candidate.path.trim_start_matches(RULES);
                    let rule = rule.rsplit_once('.').map_or(rule, |(id, _)| id);
                    rules.push((rule.to_owned(), id));
                }
                continue;
            }
            Purpose::Records(named) => {
                diagnostics.extend(found);
                let Some(content) = content else {
                    infos.push(info);
                    continue;
                };
                let text = &sources.get(id).text;
                match register_of(*named, &content, text, id, &candidate.path, broken, diagnostics) {
                    Some(register) => {
                        info.register = Some(register.name().to_owned());
                        inputs.push(Input { file: id, register, content });
                    }
                    None if identify::is_plain_text(&content, text) => continue,
                    None => {}
                }
            }
        }
        infos.push(info);
    }
    (inputs, infos, rules)
}

fn register_of(
    named: Option<RegisterId>,
    content: &Content,
    text: &str,
    file: FileId,
    path: &str,
    broken: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<RegisterId> {
    if identify::is_plain_text(content, text) {
        return None;
    }
    let documents = RegisterId::by_name("documents");
    // Markdown in `documents/` is a document unless it says otherwise; elsewhere a setting decides.
    if named.is_some() && named != documents {
        return named;
    }
    match identify::by_content(content, text) {
        Some(Ok(register)) => return Some(register),
        Some(Err((name, start, end))) => {
            let nearest = RegisterId::all().flat_map(|id| id.names().iter().copied());
            let diagnostic = Diagnostic::new("input/unknown-register", Span::new(file, start, end))
                .arg("name", name.as_str())
                .suggest(model::spell::nearest(&name, nearest));
            diagnostics.push(diagnostic);
            return None;
        }
        None => {}
    }
    let found = named.or_else(|| identify::by_path(path));
    if found.is_none() && !broken {
        let diagnostic = Diagnostic::new("input/unknown-register", Span::at(file, 0))
            .arg("name", path.rsplit('/').next().unwrap_or(path))
            .suggest(identify::nearest_name(path));
        diagnostics.push(diagnostic);
    }
    found
}

struct Judged {
    model: Model,
    config: Config,
    counts: Vec<RuleCount>,
    secrets: Vec<Span>,
}

fn judge(
    inputs: Vec<Input>,
    sources: &Sources,
    rules: &RuleSet,
    mut config: Config,
    as_of: i32,
    diagnostics: &mut Vec<Diagnostic>,
) -> Judged {
    let wanted = wanted(rules);
    let loaded = model::load(inputs, sources, std::mem::take(&mut config.words), &wanted);
    diagnostics.extend(loaded.diagnostics);
    let mut model = loaded.model;
    let (keys, dangling) = model::link::link(&mut model, sources);
    diagnostics.extend(dangling);
    let active: Vec<&crate::rules::Rule> = rules
        .iter()
        .filter(|rule| !matches!(config.levels.get(&rule.id), Some((LevelChoice::Off, _))))
        .collect();
    let ((outcomes, found), shape) = rayon::join(
        || {
            let context = engine::Context { model: &model, keys: &keys, texts: sources, today: as_of };
            let indexes = engine::Indexes::build(&model, active.iter().copied());
            let outcomes = engine::judge_all(&active, &context, &indexes);
            let found = active.iter().zip(&outcomes);
            let found: Vec<Diagnostic> =
                found.flat_map(|(rule, outcome)| engine::diagnostics(rule, outcome, &context, &indexes)).collect();
            (outcomes, found)
        },
        || model::shape::judge(&model, sources),
    );
    diagnostics.extend(shape);
    diagnostics.extend(found);
    check_org(&model, diagnostics);
    let counts = active.iter().zip(outcomes).filter(|(rule, _)| rule.records().is_some());
    let counts = counts.map(|(rule, outcome)| RuleCount {
        id: rule.id.clone(),
        violated: outcome.violated,
        satisfied: outcome.satisfied,
        not_exercised: outcome.not_exercised,
    });
    let mut counts: Vec<RuleCount> = counts.collect();
    let off = |id: &str| matches!(config.levels.get(id), Some((LevelChoice::Off, _)));
    let idle = RULES.iter().filter(|rule| rule.each.is_some() && rules.get(rule.id).is_none() && !off(rule.id));
    counts.extend(idle.map(|rule| RuleCount { id: rule.id.to_owned(), violated: 0, satisfied: 0, not_exercised: 0 }));
    counts.sort_by(|a, b| a.id.cmp(&b.id));
    Judged { counts, model, config, secrets: loaded.secrets }
}

/// Periods that nobody knows, or that are no periods.
fn check_org(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    for (name, (raw, span)) in &model.org.params {
        let Some(param) = crate::rules::param(name) else {
            let known = crate::rules::params().iter().map(|param| param.name.as_str());
            let nearest = model::spell::nearest(name, known).map(str::to_owned);
            let diagnostic = Diagnostic::new("register/unknown-param", *span).arg("name", name.as_str());
            diagnostics.push(diagnostic.suggest(nearest));
            continue;
        };
        let same_kind = |value: crate::rules::ParamValue| {
            param.default_value().is_some_and(|d| std::mem::discriminant(&d) == std::mem::discriminant(&value))
        };
        if !crate::rules::ParamValue::parse(raw).is_some_and(same_kind) {
            let field = Arg::Field { register: "org".to_owned(), field: "params".to_owned() };
            let diagnostic = Diagnostic::new("register/wrong-value", *span).arg("value", raw.as_str());
            diagnostics.push(diagnostic.arg_of("field", field).phrase("reason", "not-a-period"));
        }
    }
}

/// Text fields whose words some rule compares: only these are interned.
fn wanted(rules: &RuleSet) -> Wanted {
    let mut wanted = FxHashSet::default();
    for rule in rules.iter().filter_map(|rule| rule.records()) {
        let mut plans: Vec<(&Plan, Option<RegisterId>)> = Vec::new();
        plans.extend(rule.when.as_ref().map(|plan| (plan, None)));
        for requirement in &rule.require {
            match &requirement.word {
                Word::That(plan) => plans.push((plan, None)),
                Word::Unique { fields, filter } => {
                    wanted.extend(fields.iter().map(|field| (rule.each, *field)));
                    plans.extend(filter.as_ref().map(|plan| (plan, None)));
                }
                _ => {}
            }
        }
        for join in rule.joins() {
            wanted.extend(join.keys.iter().map(|field| (join.target, *field)));
            plans.extend(join.probes.iter().map(|plan| (plan, None)));
            plans.extend(join.filter.as_ref().map(|plan| (plan, Some(join.target))));
        }
        for (plan, other) in plans {
            read_cells(rule, plan, other, &mut wanted);
        }
    }
    wanted
}

fn read_cells(rule: &RecordRule, plan: &Plan, other: Option<RegisterId>, wanted: &mut Wanted) {
    let mut cells = Vec::new();
    if !matches!(plan.root, Node::Has(..)) {
        plan.root.cells(&mut cells);
    }
    for (slot, field) in cells {
        let register = rule.slots.get(slot as usize).map(|slot| slot.register).or(other).unwrap_or(rule.each);
        if register.schema().fields[field as usize].ty == Type::Text {
            wanted.insert((register, field));
        }
    }
}

fn count_records(model: &Model, sources: &Sources, infos: &mut [InputInfo]) {
    for register in model.registers.iter().flatten() {
        for part in &register.parts {
            let path = &sources.get(part.file).path;
            if let Some(info) = infos.iter_mut().find(|info| info.path == *path) {
                info.records = part.len();
            }
        }
    }
}

fn items(rules: &RuleSet, counts: &[RuleCount]) -> Vec<ItemCount> {
    let mut items: std::collections::BTreeMap<&str, ItemCount> = std::collections::BTreeMap::new();
    for count in counts {
        let own = rules.get(&count.id).map(|rule| rule.items.iter().map(String::as_str).collect::<Vec<_>>());
        let builtin = || RULES.iter().find(|rule| rule.id == count.id).map(|rule| rule.items.to_vec());
        for id in own.or_else(builtin).unwrap_or_default() {
            let item = items.entry(id).or_insert_with(|| ItemCount {
                id: id.to_owned(),
                verdict: "no-data",
                because: Vec::new(),
            });
            if count.violated > 0 {
                if item.verdict != "violated" {
                    item.because.clear();
                }
                item.verdict = "violated";
                item.because.push(count.id.clone());
            } else if item.verdict != "violated" && count.satisfied > 0 {
                item.verdict = "open";
                item.because.push(count.id.clone());
            }
        }
    }
    items.into_values().collect()
}

/// Leaves only findings that have a place in one of these files.
fn report_for(run: &mut Run, paths: &[String]) {
    if paths.is_empty() {
        return;
    }
    let sources = &run.sources;
    let asked = |span: Span| paths.contains(&sources.get(span.file).path);
    let before = run.findings.len() + run.problems.len();
    run.findings.retain(|finding| finding.diagnostic.labels.iter().any(|label| asked(label.span)));
    run.problems.retain(|finding| finding.diagnostic.labels.iter().any(|label| asked(label.span)));
    run.left_out = before - run.findings.len() - run.problems.len();
}

/// The language of a run: `--lang`, else `timlint.toml`, else the environment, else Japanese.
pub fn language(asked: Option<Lang>, config: Option<Lang>, world: &dyn World) -> Lang {
    let spoken = || {
        let word = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| world.env(name).filter(|v| !v.is_empty()))?;
        match word.split(['_', '.']).next()? {
            "ja" => Some(Lang::Ja),
            "C" | "POSIX" => None,
            _ => Some(Lang::En),
        }
    };
    asked.or(config).or_else(spoken).unwrap_or_default()
}

/// All rules known under a root, with what is wrong in its own; no register is read.
pub fn repository_rules(world: &dyn World) -> Run {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let mut rules = RuleSet::builtin(|_| true);
    let entries = world.walk();
    let wanted = |path: &str| path.starts_with(RULES) && (path.ends_with(".yaml") || path.ends_with(".yml"));
    let paths: Vec<&str> = entries.iter().map(|entry| entry.path()).filter(|path| wanted(path)).collect();
    for file in read_all(&paths, 0, world, &crate::formats::Limits::default(), false) {
        let id = sources.add(file.source);
        if !file.readable {
            diagnostics.extend(file.diagnostics);
            continue;
        }
        let path = sources.get(id).path.clone();
        let name = path.trim_start_matches(RULES);
        let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        rules.add(name, id, &sources, &mut diagnostics);
    }
    let sorted = sink::sort(diagnostics, &rules, &Config::default());
    empty_run(sources, rules, sorted.problems, world, &CheckOptions::default())
}
