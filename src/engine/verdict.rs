//! What counts of rules, declarations and recorded exceptions come to for each item, section and chapter of the criteria.
//!
//! A pure function over facts that somebody else gathered: no model, no words, no clock. "No data" is never a pass, and
//! `met` means met by the records, nothing more.

use std::collections::BTreeSet;

use crate::diag::Level;
use crate::rules::{Applies, Automation, Catalogue, Item, Section};

/// What the records say of a part of the criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    Met,
    Violated,
    NoData,
    /// An attestation is missing, or a rule was switched off: records alone do not decide.
    NeedsAPerson,
    Alternative,
    Declined,
    NotApplicable,
}

impl Verdict {
    /// In the order in which a person wants to know of them.
    pub const ALL: [Verdict; 7] = [
        Verdict::Met,
        Verdict::Violated,
        Verdict::NeedsAPerson,
        Verdict::NoData,
        Verdict::Alternative,
        Verdict::Declined,
        Verdict::NotApplicable,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Verdict::Met => "met",
            Verdict::Violated => "violated",
            Verdict::NoData => "no-data",
            Verdict::NeedsAPerson => "needs-a-person",
            Verdict::Alternative => "alternative",
            Verdict::Declined => "declined",
            Verdict::NotApplicable => "not-applicable",
        }
    }

    /// How much it stands in the way of what contains it; nothing for what does not.
    fn weight(self) -> u8 {
        match self {
            Verdict::Violated => 3,
            Verdict::NeedsAPerson => 2,
            Verdict::NoData => 1,
            _ => 0,
        }
    }
}

/// One reason of a verdict; the weightiest comes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    Rule {
        id: String,
        level: Level,
        violated: u64,
        satisfied: u64,
    },
    /// Switched off, or not selected in this run.
    NotRun {
        rule: String,
    },
    /// It found something, but the settings made less of it than the rule's own level.
    Lowered {
        rule: String,
        violated: u64,
    },
    /// Rules on this register found nothing to judge.
    Nothing {
        register: String,
    },
    /// No rule cites it.
    NoRule,
    /// The rules that would decide are in preview, and nobody asked for those.
    Preview,
    /// Nobody's attestation is in force.
    NoAttestation,
    Exception {
        id: String,
    },
    /// Recorded, but incomplete, expired or not yet begun.
    Lapsed {
        exception: String,
    },
    /// Declared, shown by records, or unknown.
    Switch {
        name: String,
        on: Option<bool>,
    },
    /// Declared not to apply, yet the records show that it does.
    Contradicted,
    /// A part of it, with its verdict.
    Part {
        id: String,
        verdict: Verdict,
    },
}

#[derive(Debug, Clone)]
pub struct ItemVerdict {
    pub id: String,
    pub verdict: Verdict,
    pub because: Vec<Because>,
}

/// All verdicts of a run, each list in the order of the criteria.
#[derive(Debug, Default)]
pub struct Verdicts {
    pub items: Vec<ItemVerdict>,
    pub sections: Vec<ItemVerdict>,
    pub chapters: Vec<ItemVerdict>,
}

/// A rule that cites some part of the criteria, and what it came to.
#[derive(Debug)]
pub struct RuleFact {
    pub id: String,
    pub items: Vec<String>,
    /// The level in force; for a rule that did not run, the one it would have had.
    pub level: Level,
    /// The settings say that this is no error, the rule itself says that it is.
    pub lowered: bool,
    pub ran: bool,
    /// It did not run because it is in preview, which is nobody's decision.
    pub preview: bool,
    /// It asks for attestations only.
    pub attested: bool,
    /// Whose records it judges; none for what timlint judges while it reads.
    pub register: Option<String>,
    /// It judges the one record of the company itself, which shows no event.
    pub single: bool,
    /// It only looks for what contradicts a switch declared off: its silence shows nothing of an item.
    pub denies: bool,
    pub violated: u64,
    pub satisfied: u64,
    /// Records that it looked at and asks nothing of.
    pub passed_over: u64,
}

impl RuleFact {
    fn judged(&self) -> bool {
        self.violated + self.satisfied > 0
    }

    fn breaks(&self) -> bool {
        self.ran && self.level == Level::Error && self.violated > 0
    }

    /// Why its silence says nothing: it was switched off, or its level lowered while it had something to say.
    fn not_heard(&self) -> Option<Because> {
        if self.hushed() {
            return Some(Because::Lowered { rule: self.id.clone(), violated: self.violated });
        }
        let off = !self.preview && !self.ran && (self.level == Level::Error || self.lowered);
        off.then(|| Because::NotRun { rule: self.id.clone() })
    }

    /// It would break its items if the settings had left its level alone.
    fn hushed(&self) -> bool {
        self.ran && self.lowered && self.violated > 0
    }

    fn because(&self) -> Because {
        Because::Rule { id: self.id.clone(), level: self.level, violated: self.violated, satisfied: self.satisfied }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExceptionKind {
    NotApplicable,
    NotAdopted,
    Alternative,
}

#[derive(Debug)]
pub struct ExceptionFact {
    pub id: String,
    pub items: Vec<String>,
    pub kind: ExceptionKind,
    /// With reason and approval, begun and not over.
    pub in_force: bool,
}

/// Everything that verdicts follow from.
pub struct Facts<'f> {
    pub rules: Vec<RuleFact>,
    pub exceptions: Vec<ExceptionFact>,
    /// A scope switch of the company; nothing where it is not declared.
    pub switch: &'f dyn Fn(&str) -> Option<bool>,
}

/// Judges every item, and from items sections and chapters.
pub fn verdicts(catalogue: &Catalogue, facts: &Facts<'_>) -> Verdicts {
    let judge = Judge { catalogue, facts, without: without(catalogue, facts) };
    let mut all = Verdicts::default();
    for chapter in &catalogue.chapters {
        let first = all.sections.len();
        for section in &chapter.sections {
            let items: Vec<ItemVerdict> = section.items.iter().map(|item| judge.item(section, item)).collect();
            all.sections.push(judge.section(section, &items));
            all.items.extend(items);
        }
        let own = judge.duty(&chapter.id, false);
        all.chapters.push(roll_up(&chapter.id, &all.sections[first..], own));
    }
    all
}

struct Judge<'f> {
    catalogue: &'f Catalogue,
    facts: &'f Facts<'f>,
    /// Items and sections that do not apply, by declaration.
    without: BTreeSet<String>,
}

/// What the company declares not to concern it.
fn without(catalogue: &Catalogue, facts: &Facts<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for section in catalogue.sections() {
        let off = |applies: &Option<Applies>| applies.as_ref().is_some_and(|a| a.holds(facts.switch) == Some(false));
        if off(&section.applies_if) || excluded(facts, &[&section.id, chapter_of(&section.id)]).is_some() {
            found.insert(section.id.clone());
        }
        for item in &section.items {
            let above = [item.id.as_str(), &section.id, chapter_of(&section.id)];
            if off(&item.applies_if) || excluded(facts, &above).is_some() {
                found.insert(item.id.clone());
            }
        }
    }
    found
}

/// The recorded decision that one of these does not apply.
fn excluded<'f>(facts: &'f Facts<'_>, ids: &[&str]) -> Option<&'f ExceptionFact> {
    let mut recorded = facts.exceptions.iter().filter(|e| e.in_force && e.kind == ExceptionKind::NotApplicable);
    recorded.find(|exception| exception.items.iter().any(|item| ids.contains(&item.as_str())))
}

fn chapter_of(section: &str) -> &str {
    section.split('.').next().unwrap_or_default()
}

impl<'f> Judge<'f> {
    fn citing(&self, ids: &[&str]) -> Vec<&'f RuleFact> {
        let cites = |rule: &&RuleFact| rule.items.iter().any(|item| ids.contains(&item.as_str()));
        let mut rules: Vec<&RuleFact> = self.facts.rules.iter().filter(cites).collect();
        rules.sort_by_key(|rule| (!rule.breaks(), std::cmp::Reverse(rule.violated), &rule.id));
        rules
    }

    fn item(&self, section: &Section, item: &Item) -> ItemVerdict {
        let mut ids = vec![item.id.as_str()];
        ids.extend(self.catalogue.twins(item));
        let rules = self.citing(&ids);
        let own: Vec<&RuleFact> = rules.iter().copied().filter(|rule| rule.items.contains(&item.id)).collect();
        let (applies, mut notes) = self.applies(item.applies_if.as_ref(), &own);
        let exclusion = excluded(self.facts, &[&item.id, &section.id, chapter_of(&section.id)]);
        if applies == Some(false) || exclusion.is_some() {
            notes.extend(exclusion.map(|e| Because::Exception { id: e.id.clone() }));
            return self.not_applicable(&item.id, &own, notes);
        }
        for exception in &self.facts.exceptions {
            if !exception.items.iter().any(|item| ids.contains(&item.as_str())) {
                continue;
            }
            let id = exception.id.clone();
            if !exception.in_force {
                notes.push(Because::Lapsed { exception: id });
                continue;
            }
            let verdict = match exception.kind {
                ExceptionKind::Alternative => Verdict::Alternative,
                ExceptionKind::NotAdopted => Verdict::Declined,
                ExceptionKind::NotApplicable => continue,
            };
            return ItemVerdict { id: item.id.clone(), verdict, because: vec![Because::Exception { id }] };
        }
        let (verdict, mut because) = by_rules(item.automation, &rules);
        because.extend(notes);
        ItemVerdict { id: item.id.clone(), verdict, because }
    }

    /// Whether a condition holds, and the switches that say so. What records show is shown by records that a rule judged.
    fn applies(&self, applies: Option<&Applies>, rules: &[&RuleFact]) -> (Option<bool>, Vec<Because>) {
        let Some(applies) = applies else { return (Some(true), Vec::new()) };
        let of_records = rules.iter().filter(|rule| !rule.attested && rule.register.is_some());
        let shown = of_records.into_iter().any(|rule| rule.judged() && !rule.single || rule.breaks());
        let switch = |name: &str| if from_records(name) { Some(shown) } else { (self.facts.switch)(name) };
        let holds = applies.holds(&switch);
        let telling = applies.switches().into_iter().map(|name| (name, switch(name)));
        let telling = telling.filter(|(_, on)| holds != Some(true) && *on != Some(true));
        (holds, telling.map(|(name, on)| Because::Switch { name: name.to_owned(), on }).collect())
    }

    /// Declared away, unless records break a rule that can mean nothing else.
    fn not_applicable(&self, id: &str, rules: &[&RuleFact], notes: Vec<Because>) -> ItemVerdict {
        let nothing_else = |rule: &&RuleFact| rule.items.iter().all(|item| self.without.contains(item));
        let against: Vec<&RuleFact> =
            rules.iter().copied().filter(|rule| rule.breaks() && !rule.attested).filter(nothing_else).collect();
        let hushed: Vec<Because> = rules
            .iter()
            .filter(|rule| !rule.attested && nothing_else(rule))
            .filter_map(|rule| rule.not_heard())
            .collect();
        let verdict = match (against.is_empty(), hushed.is_empty()) {
            (false, _) => Verdict::Violated,
            // What would contradict the declaration was switched off or made less of.
            (true, false) => Verdict::NeedsAPerson,
            (true, true) => Verdict::NotApplicable,
        };
        let mut because: Vec<Because> = against.iter().map(|rule| rule.because()).collect();
        if verdict == Verdict::Violated {
            because.push(Because::Contradicted);
        }
        because.extend(hushed);
        because.extend(notes);
        ItemVerdict { id: id.to_owned(), verdict, because }
    }

    fn section(&self, section: &Section, items: &[ItemVerdict]) -> ItemVerdict {
        if self.without.contains(&section.id) {
            let mut whole = roll_up(&section.id, items, None);
            let exclusion = excluded(self.facts, &[&section.id, chapter_of(&section.id)]);
            whole.because.extend(exclusion.map(|e| Because::Exception { id: e.id.clone() }));
            whole.because.extend(self.applies(section.applies_if.as_ref(), &[]).1);
            return whole;
        }
        let (_, notes) = self.applies(section.applies_if.as_ref(), &self.citing(&[&section.id]));
        let mut duty = self.duty(&section.id, section.own_duty());
        // A duty that no record fell under stands in nobody's way, as long as the items say something.
        let applies = items.iter().any(|item| item.verdict != Verdict::NotApplicable);
        let idle = |because: &Because| matches!(because, Because::Nothing { .. });
        if applies && duty.as_ref().is_some_and(|(verdict, why)| *verdict == Verdict::NoData && why.iter().all(idle)) {
            duty = Some((Verdict::Met, Vec::new()));
        }
        let duty = duty.map(|(verdict, because)| (verdict, because.into_iter().chain(notes).collect()));
        roll_up(&section.id, items, duty)
    }

    /// What is asked of a section or a chapter beside its parts; none where that is nothing.
    fn duty(&self, id: &str, asks: bool) -> Option<(Verdict, Vec<Because>)> {
        let rules = self.citing(&[id]);
        (asks || !rules.is_empty()).then(|| by_rules(Automation::A, &rules))
    }
}

/// `derived.*` and `event.*` are shown by records; everything else is declared.
fn from_records(switch: &str) -> bool {
    switch.starts_with("derived.") || switch.starts_with("event.")
}

fn by_rules(automation: Automation, rules: &[&RuleFact]) -> (Verdict, Vec<Because>) {
    let (waiting, rules): (Vec<&RuleFact>, Vec<&RuleFact>) = rules.iter().copied().partition(|rule| rule.preview);
    let (attested, records): (Vec<&RuleFact>, Vec<&RuleFact>) = rules.iter().copied().partition(|rule| rule.attested);
    let told = |rules: &[&RuleFact]| -> Vec<Because> {
        rules.iter().filter(|rule| rule.ran && rule.judged()).map(|rule| rule.because()).collect()
    };
    let mut because: Vec<Because> = Vec::new();
    if records.iter().any(|rule| rule.breaks()) {
        because.extend(told(&records));
        because.extend(told(&attested));
        return (Verdict::Violated, because);
    }
    let seen = attested.iter().any(|rule| rule.satisfied > 0);
    let missing = attested.iter().any(|rule| rule.violated > 0 && (automation != Automation::A || rule.breaks()));
    // Where records decide too, nothing is left to see if the records hold none of what had to be seen.
    let nothing_to_see = automation != Automation::C
        && !attested.is_empty()
        && attested.iter().all(|rule| rule.ran && rule.satisfied + rule.passed_over > 0);
    let unseen = missing || automation != Automation::A && !seen && !nothing_to_see;
    let off: Vec<Because> = rules.iter().filter_map(|rule| rule.not_heard()).collect();
    if unseen || !off.is_empty() {
        let asks_later = attested.is_empty() && waiting.iter().any(|rule| rule.attested);
        because.extend(unseen.then_some(if asks_later { Because::Preview } else { Because::NoAttestation }));
        because.extend(off);
        because.extend(told(&attested));
        because.extend(told(&records));
        return (Verdict::NeedsAPerson, because);
    }
    // Where nothing but an attestation can speak, it does; elsewhere records must, too.
    let (denying, of_records): (Vec<&RuleFact>, Vec<&RuleFact>) =
        records.iter().copied().filter(|rule| rule.register.is_some() && rule.ran).partition(|rule| rule.denies);
    let shown = of_records.iter().any(|rule| rule.satisfied > 0);
    let alone = automation == Automation::C || of_records.is_empty();
    if shown || alone && seen {
        because.extend(told(&records));
        because.extend(told(&attested));
        return (Verdict::Met, because);
    }
    // All that was found is not as it should be, though no rule calls it an error.
    if of_records.iter().any(|rule| rule.violated > 0) {
        because.extend(told(&of_records));
        return (Verdict::NeedsAPerson, because);
    }
    let of_records = if of_records.is_empty() { denying } else { of_records };
    let registers: BTreeSet<&str> = of_records.iter().filter_map(|rule| rule.register.as_deref()).collect();
    because.extend(registers.into_iter().map(|register| Because::Nothing { register: register.to_owned() }));
    if because.is_empty() {
        because.push(if waiting.is_empty() { Because::NoRule } else { Because::Preview });
    }
    (Verdict::NoData, because)
}

/// A whole is as good as the worst of its parts and of its own duty; `own` is none where that does not apply.
fn roll_up(id: &str, parts: &[ItemVerdict], own: Option<(Verdict, Vec<Because>)>) -> ItemVerdict {
    let nothing = own.is_none() && parts.iter().all(|part| part.verdict == Verdict::NotApplicable);
    let all = parts.iter().map(|part| part.verdict).chain(own.iter().map(|(verdict, _)| *verdict));
    let worst = all.max_by_key(|verdict| verdict.weight()).filter(|verdict| verdict.weight() > 0);
    let verdict = if nothing { Verdict::NotApplicable } else { worst.unwrap_or(Verdict::Met) };
    let mut because = Vec::new();
    let (duty, reasons) = own.unwrap_or((Verdict::Met, Vec::new()));
    let telling = |part: &&ItemVerdict| match verdict.weight() {
        0 => matches!(part.verdict, Verdict::Alternative | Verdict::Declined),
        _ => part.verdict == verdict,
    };
    if duty == verdict {
        because.extend(reasons);
    }
    because
        .extend(parts.iter().filter(telling).map(|part| Because::Part { id: part.id.clone(), verdict: part.verdict }));
    ItemVerdict { id: id.to_owned(), verdict, because }
}

#[cfg(test)]
#[path = "verdict/tests.rs"]
mod tests;
