//! Which findings somebody may leave open for now: records of the register `waivers` that are in force on the day, and what is
//! wrong with those records beyond what rules over them can say.
//!
//! Who may approve is said once, by the rules below `rules/waivers/`: a record that breaks one of them waives nothing,
//! whatever the settings make of that rule. The machine-made list of a beginning belongs to `baseline`.

use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diag::{About, Arg, Diagnostic};
use crate::engine;
use crate::model::columns::{BAD, BLANK, missing};
use crate::model::spell::{fold_header, fold_key, nearest};
use crate::model::{Model, RegisterId, Type, link::with_subject};
use crate::report::{Finding, Waived, WaivedBy};
use crate::rules::{BUILTIN, Rule, RuleSet, builtin_source};
use crate::source::Sources;

use super::identify::{by_short_name, by_stem};
use super::sink::is_problem;

pub const REGISTER: &str = "waivers";

/// Fields of a record that name a person without the record being that person's: who approved it, and a superior.
const NOT_OWN: [&str; 2] = ["approved_by", "supervisor_id"];

/// Groups of rules about waiving itself. Could these be waived, approval would mean nothing.
const ABOUT_WAIVING: [&str; 3] = ["waivers/", "waiving/", "baseline/"];

/// Whether a finding may be left open at all: not what is wrong with a waiver itself.
pub fn may_wait(finding: &Finding, rules: &RuleSet) -> bool {
    let of_waiver = finding.diagnostic.subject.as_ref().is_some_and(|subject| subject.register == REGISTER);
    !of_waiver && rules.get(&finding.diagnostic.rule).is_some_and(waivable)
}

/// Whether findings of a rule may be left open. What is a problem keeps other things from being judged.
fn waivable(rule: &Rule) -> bool {
    !is_problem(&rule.by) && !ABOUT_WAIVING.iter().any(|group| rule.id.starts_with(group))
}

/// The built-in rules over waivers, whatever was selected; none where there is no such register.
pub fn rules(there: bool) -> RuleSet {
    RuleSet::builtin(|rule| there && rule.each == Some(REGISTER))
}

/// Rows of the register that break none of its rules, and whose approver is known to have been in a role on the day.
///
/// The second is asked again because a rule stays silent where it has nothing to look at: without a list of roles nobody
/// was in one.
pub fn sound(rules: &RuleSet, context: &engine::Context<'_>) -> FxHashSet<u32> {
    let Some(id) = RegisterId::by_name(REGISTER).filter(|id| context.model.len_of(*id) > 0) else {
        return FxHashSet::default();
    };
    let rules: Vec<&Rule> = rules.iter().collect();
    let indexes = engine::Indexes::build(context.model, context.keys, rules.iter().copied());
    let outcomes = engine::judge_all(&rules, context, &indexes);
    let violations = outcomes.iter().flat_map(|outcome| &outcome.violations);
    let faulty: FxHashSet<u32> = violations.filter_map(|violation| violation.rows.first().copied()).collect();
    (0..context.model.len_of(id)).filter(|row| !faulty.contains(row) && in_role(id, *row, context)).collect()
}

/// Whether the approver is an officer, or was head or owner on the day of the approval.
fn in_role(id: RegisterId, row: u32, context: &engine::Context<'_>) -> bool {
    let model = context.model;
    let cell = |id: RegisterId, row: u32, name: &str| id.schema().field(name).map_or(BLANK, |f| model.cell(id, row, f));
    let is = |id: RegisterId, row: u32, name: &str, choices: &[&str]| {
        let field = id.schema().field(name).map(|field| &id.schema().fields[usize::from(field)]);
        let value = usize::try_from(cell(id, row, name)).ok();
        let value = value.and_then(|value| field?.values.get(value));
        value.is_some_and(|value| choices.contains(&value.name.as_str()))
    };
    let (approver, day) = (cell(id, row, "approved_by"), cell(id, row, "approved_on"));
    let (Some(people), Some(roles)) = (RegisterId::by_name("people"), RegisterId::by_name("roles")) else {
        return false;
    };
    let Some(person) = context.keys.row(people, approver).filter(|_| !missing(approver) && !missing(day)) else {
        return false;
    };
    let covers = |row: u32| {
        let (from, until) = (cell(roles, row, "from"), cell(roles, row, "until"));
        !missing(from) && from <= day && (missing(until) || day <= until)
    };
    is(people, person, "kind", &["officer"])
        || (0..model.len_of(roles)).any(|row| {
            cell(roles, row, "person_id") == approver && is(roles, row, "role", &["head", "owner"]) && covers(row)
        })
}

/// What waivers are judged by.
pub struct Case<'a> {
    pub model: &'a Model,
    pub sources: &'a Sources,
    pub rules: &'a RuleSet,
    /// Rules of the repository, also those that were not selected.
    pub own: &'a [String],
    /// Rows that are approved as they must be.
    pub sound: &'a FxHashSet<u32>,
    /// Whether findings of a rule were looked for in this run.
    pub judged: &'a dyn Fn(&str) -> bool,
    pub as_of: i32,
}

/// Marks the findings that are waived; what comes back is wrong with the waivers.
pub fn apply(findings: &mut [Finding], case: &Case<'_>) -> Vec<Diagnostic> {
    let Some(id) = RegisterId::by_name(REGISTER).filter(|id| case.model.len_of(*id) > 0) else { return Vec::new() };
    let waivers: Vec<Waiver> = (0..case.model.len_of(id)).map(|row| Waiver { id, row, case }).collect();
    let named: FxHashSet<String> = waivers.iter().map(|waiver| waiver.raw("rule")).collect();
    let mut places: FxHashMap<Subject, Vec<usize>> = FxHashMap::default();
    for (i, finding) in findings.iter().enumerate().filter(|(_, finding)| named.contains(&finding.diagnostic.rule)) {
        let Some(subject) = &finding.diagnostic.subject else { continue };
        let Some(register) = RegisterId::by_name(&subject.register) else { continue };
        places.entry((finding.diagnostic.rule.clone(), register, key(register, &subject.key))).or_default().push(i);
    }
    let (mut rows, mut found) = (Rows::default(), Vec::new());
    for waiver in waivers.iter().filter(|waiver| missing(waiver.cell("closed_on"))) {
        match waiver.judge(&places, &mut rows) {
            Ok(Some(here)) => here.iter().for_each(|i| {
                findings[*i].waived.get_or_insert_with(|| waiver.waived());
            }),
            Ok(None) => {}
            Err(wrong) => found.push(*wrong),
        }
    }
    found
}

/// A register by any of its names, as a file of it may be called, or by what stands before a `・` in its name, as people
/// shorten it.
fn register_named(name: &str) -> Option<RegisterId> {
    let folded = fold_header(name);
    let exact = RegisterId::with_nested().find(|id| id.names().iter().any(|known| fold_header(known) == folded));
    let shortened = |id: &RegisterId| id.schema().ja.strip_prefix(name).is_some_and(|rest| rest.starts_with('・'));
    exact.or_else(|| by_stem(name)).or_else(|| RegisterId::all().find(shortened)).or_else(|| by_short_name(name))
}

/// Rule, register and folded key of the record.
type Subject = (String, RegisterId, String);

/// Of the company itself there is one record, by whatever name.
fn key(register: RegisterId, key: &str) -> String {
    if register.schema().single { String::new() } else { fold_key(key).into_owned() }
}

/// Rows by folded key, of the registers that some waiver names.
#[derive(Default)]
struct Rows(FxHashMap<RegisterId, FxHashMap<String, u32>>);

impl Rows {
    fn find(&mut self, register: RegisterId, wanted: &str, case: &Case<'_>) -> Option<u32> {
        let rows = match self.0.entry(register) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                // Of two records with one number the first is meant, as everywhere.
                let all = (0..case.model.len_of(register)).rev();
                let rows = all.map(|row| (key(register, &case.model.key(register, row, case.sources)), row));
                new.insert(rows.collect())
            }
        };
        rows.get(wanted).copied()
    }
}

/// One record of the register.
struct Waiver<'a> {
    id: RegisterId,
    row: u32,
    case: &'a Case<'a>,
}

impl Waiver<'_> {
    fn cell(&self, field: &str) -> i32 {
        self.id.schema().field(field).map_or(BLANK, |field| self.case.model.cell(self.id, self.row, field))
    }

    fn raw(&self, field: &str) -> String {
        let field = self.id.schema().field(field).expect("internal error: no such field of a waiver");
        self.case.model.raw(self.id, self.row, field, self.case.sources)
    }

    /// The findings it waives, if it is in force; or what is wrong with it.
    fn judge<'p>(
        &self,
        places: &'p FxHashMap<Subject, Vec<usize>>,
        rows: &mut Rows,
    ) -> Result<Option<&'p Vec<usize>>, Box<Diagnostic>> {
        let (rule, register, subject) = (self.raw("rule"), self.raw("register"), self.raw("subject"));
        // What is blank is told by the register itself.
        if rule.is_empty() {
            return Ok(None);
        }
        let known = self.case.rules.get(&rule);
        if known.is_none() && builtin_source(&rule).is_none() && !self.case.own.contains(&rule) {
            let ids = BUILTIN.iter().map(|rule| rule.id).chain(self.case.own.iter().map(String::as_str));
            let near = nearest(&rule, ids).map(str::to_owned);
            return Err(Box::new(self.wrong("waiving/unknown-rule", "rule").arg("name", rule).suggest(near)));
        }
        let about_waiving = ABOUT_WAIVING.iter().any(|group| rule.starts_with(group));
        if about_waiving || known.is_some_and(|rule| !waivable(rule)) {
            return Err(Box::new(self.wrong("waiving/not-waivable", "rule").arg("name", rule)));
        }
        if register.is_empty() || subject.is_empty() {
            return Ok(None);
        }
        let (register, record, here) = self.subject(&rule, &register, &subject, places, rows)?;
        if let Some((field, to)) = record.and_then(|row| self.own(register, row)) {
            let wrong = self.wrong("waiving/of-own-record", "approved_by").arg("subject", subject);
            let wrong = wrong.arg_of("register", Arg::Register(register.name().to_owned()));
            let field = Arg::Field { register: register.name().to_owned(), field };
            return Err(Box::new(with_place(wrong.arg_of("field", field), to)));
        }
        if !self.in_force() {
            return Ok(None);
        }
        match here {
            None if (self.case.judged)(&rule) => {
                Err(Box::new(self.wrong("waiving/unused", "rule").arg("name", rule).arg("subject", subject)))
            }
            here => Ok(here),
        }
    }

    /// The register and the record that are named, and the findings on it.
    #[allow(clippy::type_complexity)] // three things of one record
    fn subject<'p>(
        &self,
        rule: &str,
        named: &str,
        subject: &str,
        places: &'p FxHashMap<Subject, Vec<usize>>,
        rows: &mut Rows,
    ) -> Result<(RegisterId, Option<u32>, Option<&'p Vec<usize>>), Box<Diagnostic>> {
        let Some(register) = register_named(named) else {
            let names = RegisterId::all().flat_map(|id| id.names().iter().copied());
            let wrong = self.wrong("waiving/unknown-subject", "register").arg("name", named);
            return Err(Box::new(wrong.phrase("reason", "no-register").suggest(nearest(named, names))));
        };
        if register == self.id {
            return Err(Box::new(self.wrong("waiving/not-waivable", "register").arg("name", rule)));
        }
        if register.schema().key.is_empty() && !register.schema().single {
            let wrong = self.wrong("waiving/unknown-subject", "register");
            let wrong = wrong.arg_of("name", Arg::Register(register.name().to_owned()));
            return Err(Box::new(wrong.phrase("reason", "no-number")));
        }
        let folded = key(register, subject);
        let record = rows.find(register, &folded, self.case);
        let here = places.get(&(rule.to_owned(), register, folded));
        if record.is_none() && here.is_none() {
            let keys: Vec<String> = (0..self.case.model.len_of(register))
                .map(|row| self.case.model.key(register, row, self.case.sources))
                .collect();
            let near = nearest(subject, keys.iter().map(String::as_str)).map(str::to_owned);
            let wrong = self.wrong("waiving/unknown-subject", "subject").arg("name", subject);
            return Err(Box::new(wrong.phrase("reason", "no-record").suggest(near)));
        }
        Ok((register, record, here))
    }

    /// The field by which the record is the approver's own, and its place.
    fn own(&self, register: RegisterId, row: u32) -> Option<(String, (About, crate::source::Span))> {
        let approver = self.cell("approved_by");
        let schema = register.schema();
        if missing(approver) || schema.single {
            return None;
        }
        let people = RegisterId::by_name("people")?;
        let own = |(number, field): &(usize, &crate::model::Field)| {
            let names_person = field.ty == Type::Ref && field.to.contains(&people);
            let itself = register == people && schema.key == [*number as u16];
            (names_person || itself)
                && !NOT_OWN.contains(&field.name.as_str())
                && self.case.model.cell(register, row, *number as u16) == approver
        };
        let (number, field) = schema.fields.iter().enumerate().find(own)?;
        let span = self.case.model.place(register, row, number as u16, self.case.sources).span();
        let about = About::Field { register: register.name().to_owned(), field: field.name.clone() };
        Some((field.name.clone(), (about, span)))
    }

    /// Approved as it must be, begun and not yet over.
    fn in_force(&self) -> bool {
        let day = self.case.as_of;
        let (approved, from, until) = (self.cell("approved_on"), self.cell("from"), self.cell("until"));
        let begins = if missing(from) { approved } else { from.max(approved) };
        let filled = ["approved_by", "approved_on", "until"].iter().all(|field| !missing(self.cell(field)));
        let filled = filled && !self.raw("reason").is_empty() && !self.raw("id").is_empty();
        // A date that nobody can read may have been any day.
        let readable = from != BAD && self.cell("closed_on") != BAD;
        filled && readable && begins <= day && day <= until && self.case.sound.contains(&self.row)
    }

    fn waived(&self) -> Waived {
        Waived {
            by: WaivedBy::Register,
            id: self.raw("id"),
            reason: self.raw("reason"),
            approver: Some(self.raw("approved_by")),
            until: self.cell("until"),
            span: self.case.model.record_span(self.id, self.row, self.case.sources),
        }
    }

    fn wrong(&self, rule: &str, field: &str) -> Diagnostic {
        let (model, sources) = (self.case.model, self.case.sources);
        let number = self.id.schema().field(field).expect("internal error: no such field of a waiver");
        let about = About::Field { register: REGISTER.to_owned(), field: field.to_owned() };
        let span = model.place(self.id, self.row, number, sources).span();
        let diagnostic = Diagnostic::new(rule, span).about(about).arg("waiver", self.raw("id"));
        with_subject(diagnostic, model, self.id, self.row, sources)
    }
}

fn with_place(diagnostic: Diagnostic, (about, span): (About, crate::source::Span)) -> Diagnostic {
    diagnostic.label(crate::diag::Role::Grounds, span, about)
}
