//! One run: collect → read → identify → load → compile → evaluate → sort → verdicts.

use rustc_hash::FxHashSet;

use crate::diag::{Arg, Diagnostic, Fix};
use crate::engine::{self, Verdicts};
use crate::model::{self, Input, Model, RegisterId, Words};
use crate::report::{InputInfo, Origin, RuleCount, Run};
use crate::rules::{BUILTIN, RuleSet, builtin_source, params_of};
use crate::source::{SourceText, Sources, Span, World};
use crate::tree::Content;

use super::collect::{RULE_FOLDER, collect, is_rule};
use super::config::{BASELINE, Config, LevelChoice, PATH};
use super::inputs::read_inputs;
use super::read::read_all;
use super::select::Selection;
use super::{baseline, counts, origin, periods, scope, sink, spelling, verdicts, waive, wanted};

/// What was asked for on the command line, as far as it is not about printing.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// Day of judgement; today where not named.
    pub as_of: Option<i32>,
    /// Only findings with a place in these files are reported; empty: all.
    pub report_for: Vec<String>,
    /// Only rules that match one of these patterns judge records; they take the place of `select` in timlint.toml.
    pub select: Vec<String>,
    /// Rules that are still in preview judge too.
    pub preview: bool,
    /// Hashes of the inputs are wanted.
    pub hash: bool,
    /// Verdicts of items, sections and chapters are wanted.
    pub verdicts: bool,
    /// Spellings that are understood but not canonical are told too, as `[rules]` in timlint.toml may ask for as well.
    pub spelling: bool,
}

/// Why nothing could be judged. The run holds the problems that say so.
#[derive(Debug)]
pub enum CheckError {
    /// `timlint.toml` is not readable.
    Config(Box<Run>),
    /// A pattern of `--select` that no rule answers.
    NoRule(String),
    /// No register was found under the root.
    NoRegister(Box<Run>),
}

/// Checks everything under a root.
pub fn check(world: &dyn World, options: &CheckOptions) -> Result<(Run, Config), CheckError> {
    let checked = check_keeping(world, options)?;
    // Freeing millions of cells one by one takes longer than the process has left to live.
    std::mem::forget(checked.model);
    Ok((checked.run, checked.config))
}

/// A run together with the records that it judged.
pub(super) struct Checked {
    pub run: Run,
    pub config: Config,
    pub model: Model,
    /// All spellings by which the records were read.
    pub words: Words,
}

/// The same, for whoever goes on to look at the records.
pub(super) fn check_keeping(world: &dyn World, options: &CheckOptions) -> Result<Checked, CheckError> {
    let entries = world.walk();
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let has_config = entries.iter().any(|entry| entry.path() == PATH);
    let mut config = match has_config.then(|| config(world, &mut sources, &mut diagnostics)) {
        Some(None) => {
            let rules = RuleSet::builtin(|rule| rule.each.is_none());
            let sorted = sink::sort(diagnostics, &rules, &Config::default());
            return Err(CheckError::Config(Box::new(empty_run(sources, rules, sorted.problems, world, options))));
        }
        Some(Some(config)) => config,
        None => Config::default(),
    };
    config.preview |= options.preview;
    if !options.select.is_empty() {
        config.select = options.select.iter().map(|pattern| (pattern.clone(), None)).collect();
    }
    let mut collected = collect(&entries, &config, &mut diagnostics);
    let (inputs, mut infos, rule_files) =
        read_inputs(&mut collected, world, &config, options.hash, &mut sources, &mut diagnostics);
    if inputs.is_empty() {
        let rules = RuleSet::builtin(|rule| rule.each.is_none());
        let sorted = sink::sort(diagnostics, &rules, &config);
        let mut run = empty_run(sources, rules, sorted.problems, world, options);
        run.findings = sorted.findings;
        run.inputs = infos;
        return Err(CheckError::NoRegister(Box::new(run)));
    }
    // A rule of a register that is not there has nothing to judge: it is counted, not compiled.
    let kept: FxHashSet<RegisterId> = inputs.iter().map(|input| input.register).collect();
    let there = RegisterId::with_nested().filter(|id| kept.contains(&id.kept_in()));
    let present: FxHashSet<&str> = there.map(RegisterId::name).collect();
    let own: Vec<String> = rule_files.iter().map(|(id, _)| id.clone()).collect();
    let selection = Selection::new(&config, &own, &mut diagnostics).map_err(CheckError::NoRule)?;
    let mut rules =
        RuleSet::builtin(|rule| rule.each.is_none_or(|each| present.contains(each) && selection.takes(rule)));
    for (id, file) in rule_files.into_iter().filter(|(id, _)| selection.names(id)) {
        rules.add(&id, file, &sources, &mut diagnostics);
    }
    for (id, (_, span)) in &config.levels {
        if rules.get(id).is_none() && builtin_source(id).is_none() {
            let known = rules.iter().map(|rule| rule.id.as_str()).chain(BUILTIN.iter().map(|rule| rule.id));
            let nearest = model::spell::nearest(id, known).map(str::to_owned);
            diagnostics.push(Diagnostic::new("config/unknown-rule", *span).arg("name", id.as_str()).suggest(nearest));
        }
    }
    let named = config.baseline.clone();
    let listed = named.is_some() || entries.iter().any(|entry| entry.path() == BASELINE);
    let path = named.unwrap_or_else(|| BASELINE.to_owned());
    let read = |sources: &mut _, diags: &mut _| baseline::read(world, &path, &config.limits, sources, diags);
    let listed = if listed { read(&mut sources, &mut diagnostics) } else { None };
    let waivers = waive::rules(present.contains(waive::REGISTER));
    let as_of = options.as_of.unwrap_or_else(|| world.today());
    let files: FxHashSet<&str> = entries.iter().map(|entry| entry.path()).collect();
    let exists = |path: &str| files.contains(path) || world.exists(path) && !path.is_empty();
    let judged = {
        let limit = config.limits.file_bytes;
        let sha256 = |path: &str| world.sha256(path, limit).ok();
        let asked = matches!(config.levels.get(spelling::RULE), Some((LevelChoice::At(_), _)));
        let spelling = options.spelling || asked;
        let terms =
            Terms { selection: &selection, waivers: &waivers, exists: &exists, sha256: &sha256, as_of, spelling };
        judge(inputs, &sources, &rules, config, &terms, &mut diagnostics)
    };
    count_records(&judged.model, &sources, &mut infos);
    // Workbooks are read, never written.
    let writable = |fix: &Fix| fix.edits.iter().all(|edit| sources.get(edit.span.file).sheet.is_none());
    diagnostics.iter_mut().for_each(|diagnostic| diagnostic.fixes.retain(writable));
    let mut sorted = sink::sort(diagnostics, &rules, &judged.config);
    let ran = |id: &str| selection.judges(id);
    let Judged { model, sound, .. } = &judged;
    let case = waive::Case { model, sources: &sources, rules: &rules, own: &own, sound, judged: &ran, as_of };
    let mut later = waive::apply(&mut sorted.findings, &case);
    if let Some(listed) = &listed {
        later.extend(baseline::apply(&mut sorted.findings, listed, &rules, &ran, as_of));
    }
    sorted.merge(sink::sort(later, &rules, &judged.config));
    let verdicts = match options.verdicts {
        true => {
            let said = sorted.findings.iter().chain(&sorted.problems);
            verdicts::verdicts(&judged.model, &sources, &rules, &judged.counts, said, &judged.config, as_of)
        }
        false => Verdicts::default(),
    };
    let mut run = Run {
        origin: origin::origin(world, &judged.model, &sources),
        verdicts,
        sources,
        rules,
        findings: sorted.findings,
        problems: sorted.problems,
        rule_counts: judged.counts,
        inputs: infos,
        secrets: judged.secrets,
        as_of,
        left_out: 0,
        fixed: None,
    };
    report_for(&mut run, &options.report_for);
    Ok(Checked { run, config: judged.config, model: judged.model, words: judged.words })
}

pub(super) fn empty_run(
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
        verdicts: Verdicts::default(),
        inputs: Vec::new(),
        secrets: Vec::new(),
        as_of: options.as_of.unwrap_or_else(|| world.today()),
        left_out: 0,
        fixed: None,
        origin: Origin::default(),
    }
}

/// Reads `timlint.toml`; nothing where it cannot be read at all.
pub(super) fn config(world: &dyn World, sources: &mut Sources, diagnostics: &mut Vec<Diagnostic>) -> Option<Config> {
    let file = read_all(&[(PATH, 0)], world, &crate::formats::Limits::default(), false).pop()?;
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

struct Judged {
    model: Model,
    words: Words,
    config: Config,
    counts: Vec<RuleCount>,
    secrets: Vec<Span>,
    /// Waivers that are approved as they must be, by row.
    sound: FxHashSet<u32>,
}

/// What a run is judged by, beside rules and settings.
struct Terms<'a> {
    selection: &'a Selection,
    /// Rules that waivers must keep, whatever is selected.
    waivers: &'a RuleSet,
    /// Whether a path of the repository is a file or folder.
    exists: &'a (dyn Fn(&str) -> bool + Sync),
    sha256: &'a (dyn Fn(&str) -> Option<String> + Sync),
    as_of: i32,
    spelling: bool,
}

fn judge(
    inputs: Vec<Input>,
    sources: &Sources,
    rules: &RuleSet,
    mut config: Config,
    terms: &Terms<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Judged {
    let Terms { selection, waivers, exists, sha256, as_of, spelling } = *terms;
    let mut wanted = wanted::wanted(rules);
    wanted.extend(wanted::wanted(waivers));
    let loaded = model::load(inputs, sources, std::mem::take(&mut config.words), &wanted);
    diagnostics.extend(loaded.diagnostics);
    for (register, header, span) in &config.columns {
        let kept = loaded.model.register(*register).is_some_and(|register| register.len > 0);
        if kept && !loaded.own.contains(&(*register, header.clone())) {
            let found = Diagnostic::new("config/unused-column", *span).arg("name", sources.text(*span));
            diagnostics.push(found.arg_of("register", Arg::Register(register.name().to_owned())));
        }
    }
    let mut model = loaded.model;
    let (keys, dangling) = model::link::link(&mut model, sources);
    diagnostics.extend(dangling);
    model::fixes::attach(diagnostics, &model, &loaded.words, sources);
    if spelling {
        let found = spelling::spelling(&model, &loaded.words, sources, &spelling::uncertain(diagnostics));
        diagnostics.extend(found);
    }
    let active: Vec<&crate::rules::Rule> =
        rules.iter().filter(|rule| !matches!(config.levels.get(&rule.id), Some((LevelChoice::Off, _)))).collect();
    let ((outcomes, found), shape) = rayon::join(
        || {
            let (model, keys) = (&model, &keys);
            let context = engine::Context { model, keys, texts: sources, today: as_of, exists, sha256 };
            let indexes = engine::Indexes::build(model, keys, active.iter().copied());
            let outcomes = engine::judge_all(&active, &context, &indexes);
            let found = active.iter().zip(&outcomes);
            let found: Vec<Diagnostic> =
                found.flat_map(|(rule, outcome)| engine::diagnostics(rule, outcome, &context, &indexes)).collect();
            (outcomes, found)
        },
        || model::shape::judge(&model, sources),
    );
    let context = engine::Context { model: &model, keys: &keys, texts: sources, today: as_of, exists, sha256 };
    let sound = waive::sound(waivers, &context);
    extend_once(diagnostics, shape);
    diagnostics.extend(found);
    let used = active.iter().zip(&outcomes).filter(|(_, outcome)| outcome.violated + outcome.satisfied > 0);
    let used = used.filter_map(|(rule, _)| rule.records()).flat_map(params_of).map(str::to_owned).collect();
    periods::judge(&model, sources, &used, diagnostics);
    scope::judge(&model, sources, diagnostics);
    let counts = active.iter().zip(outcomes).filter(|(rule, _)| rule.records().is_some());
    let counts = counts.map(|(rule, outcome)| RuleCount {
        id: rule.id.clone(),
        violated: outcome.violated,
        satisfied: outcome.satisfied,
        not_exercised: outcome.not_exercised,
    });
    let mut counts: Vec<RuleCount> = counts.collect();
    counts::add_idle(&mut counts, rules, &config, selection);
    Judged { counts, model, words: loaded.words, config, secrets: loaded.secrets, sound }
}

/// What is wrong with a value inside a table may be seen twice: while it is read, and in the shape of its record.
fn extend_once(diagnostics: &mut Vec<Diagnostic>, shape: Vec<Diagnostic>) {
    let place = |diagnostic: &Diagnostic| (diagnostic.primary().span.file, diagnostic.primary().span.start);
    let wrong = |diagnostic: &&Diagnostic| diagnostic.rule == "register/wrong-value";
    let told: FxHashSet<_> = diagnostics.iter().filter(wrong).map(place).collect();
    diagnostics
        .extend(shape.into_iter().filter(|diagnostic| !wrong(&diagnostic) || !told.contains(&place(diagnostic))));
}

fn count_records(model: &Model, sources: &Sources, infos: &mut [InputInfo]) {
    // Rows inside records are parts of these, not records.
    for register in model.registers.iter().flatten().filter(|register| !register.schema.id.is_nested()) {
        for part in &register.parts {
            let source = sources.get(part.file);
            if let Some(info) = infos.iter_mut().find(|info| info.name() == source.path) {
                info.records = part.len();
                info.header = part.header_at().map(|at| header_line(source, at));
            }
        }
    }
}

/// The number of the line that holds the headers. They stand near the top, so that no index of all lines is needed.
fn header_line(source: &SourceText, at: u32) -> usize {
    if source.sheet.is_some() {
        return source.line_number(source.line_of(at));
    }
    let above = source.text.get(..at as usize).unwrap_or_default();
    above.matches('\n').count().max(above.replace("\r\n", "\n").matches('\r').count()) + 1
}

/// Leaves only findings that have a place in one of these files.
fn report_for(run: &mut Run, paths: &[String]) {
    if paths.is_empty() {
        return;
    }
    let sources = &run.sources;
    let asked = |span: Span| paths.iter().any(|path| path == sources.get(span.file).file());
    let before = run.findings.len() + run.problems.len();
    run.findings.retain(|finding| finding.diagnostic.labels.iter().any(|label| asked(label.span)));
    run.problems.retain(|finding| finding.diagnostic.labels.iter().any(|label| asked(label.span)));
    run.left_out = before - run.findings.len() - run.problems.len();
}

/// All rules known under a root, with what is wrong in its own; no register is read.
pub fn repository_rules(world: &dyn World) -> Run {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let mut rules = RuleSet::builtin(|_| true);
    let entries = world.walk();
    if entries.iter().any(|entry| entry.path() == PATH) {
        config(world, &mut sources, &mut diagnostics);
    }
    let paths = entries.iter().map(|entry| entry.path()).filter(|path| is_rule(path)).map(|path| (path, 0));
    let paths: Vec<(&str, u64)> = paths.collect();
    for file in read_all(&paths, world, &crate::formats::Limits::default(), false) {
        let id = sources.add(file.source);
        if !file.readable {
            diagnostics.extend(file.diagnostics.into_iter().map(|found| found.shifted(id.0)));
            continue;
        }
        let path = sources.get(id).path.clone();
        let name = path.trim_start_matches(RULE_FOLDER);
        let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        rules.add(name, id, &sources, &mut diagnostics);
    }
    let sorted = sink::sort(diagnostics, &rules, &Config::default());
    empty_run(sources, rules, sorted.problems, world, &CheckOptions::default())
}
