//! The criteria as data, and which parts of them rules judge. Nobody adds a line here when a rule is added; a line goes
//! away when an item gets its first rule.
//!
//! What a verdict follows from is tested in `engine::verdict`.

use std::collections::{BTreeMap, BTreeSet};

use timlint::model::RegisterId;
use timlint::rules::{Automation, BUILTIN, Item, Rule, RuleSet, catalogue, param, planned};

/// Items that records could decide and no rule judges yet.
const WITHOUT_RULE: &[&str] = &[];

/// Items that need somebody to look, and no rule asks for the attestation yet.
const WITHOUT_ATTESTATION: &[&str] = &[];

/// Sections with a duty of their own that no rule judges yet.
const WITHOUT_DUTY: &[&str] = &[];

fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

/// What is left over must be listed, and what is listed must be left over.
#[track_caller]
fn left_over(found: Vec<&str>, listed: &[&str]) {
    let grown: Vec<&&str> = found.iter().filter(|id| !listed.contains(id)).collect();
    let stale: Vec<&&str> = listed.iter().filter(|id| !found.contains(id)).collect();
    assert!(grown.is_empty(), "without a rule: {grown:?}");
    assert!(stale.is_empty(), "they have a rule now, so they leave the list: {stale:?}");
}

/// Whether rules that judge records cite an item, and whether rules that ask for an attestation do.
fn cited() -> BTreeMap<&'static str, (bool, bool)> {
    let mut cited: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    for rule in BUILTIN.iter().filter(|rule| rule.each.is_some()) {
        for item in rule.items {
            let (records, attested) = cited.entry(item).or_default();
            *records |= !rule.attested;
            *attested |= rule.attested;
        }
    }
    cited
}

fn items_where(wanted: impl Fn(&Item, (bool, bool)) -> bool) -> Vec<&'static str> {
    let cited = cited();
    let of = |item: &Item| cited.get(item.id.as_str()).copied().unwrap_or_default();
    catalogue().items().filter(|item| wanted(item, of(item))).map(|item| item.id.as_str()).collect()
}

#[test]
fn there_are_5_chapters_34_sections_and_185_items() {
    let criteria = catalogue();
    assert_eq!((criteria.chapters.len(), criteria.sections().count(), criteria.items().count()), (5, 34, 185));
    assert!(criteria.chapters.iter().all(|chapter| chapter.edition == criteria.edition));
}

#[test]
fn ids_are_what_their_places_say() {
    for (chapter, numeral) in catalogue().chapters.iter().zip(["I", "II", "III", "IV", "V"]) {
        assert_eq!(chapter.id, numeral);
        for (section, number) in chapter.sections.iter().zip(1..) {
            assert_eq!(section.id, format!("{numeral}.{number}"));
            for (item, last) in section.items.iter().zip(1..) {
                assert_eq!(item.id, format!("{numeral}.{number}.{last}"));
            }
        }
    }
}

#[test]
fn everything_is_said_in_both_languages() {
    let criteria = catalogue();
    let mut said = Vec::new();
    for chapter in &criteria.chapters {
        said.extend([(&chapter.id, &chapter.title), (&chapter.id, &chapter.duty)]);
    }
    for section in criteria.sections() {
        said.extend([(&section.id, &section.title), (&section.id, &section.duty)]);
    }
    for item in criteria.items() {
        said.extend([(&item.id, &item.title), (&item.id, &item.text)]);
    }
    let japanese = |text: &str| text.chars().any(|c| ('\u{3040}'..='\u{9fff}').contains(&c));
    let wrong = said.iter().filter(|(_, both)| !japanese(&both.ja) || japanese(&both.en) || both.en.len() < 4);
    none(&wrong.map(|(id, both)| format!("{id}: {both:?}")).collect::<Vec<_>>());
}

#[test]
fn sections_bind_and_items_are_recommended() {
    assert!(catalogue().sections().all(|section| section.obligation == "mandatory"));
    assert!(catalogue().items().all(|item| ["recommended", "mandatory"].contains(&item.obligation.as_str())));
}

#[test]
fn whatever_is_named_exists() {
    let criteria = catalogue();
    let mut complaints = Vec::new();
    let registers = criteria.sections().map(|section| (&section.id, &section.registers));
    for (id, registers) in registers.chain(criteria.items().map(|item| (&item.id, &item.registers))) {
        let unknown = registers.iter().filter(|name| RegisterId::by_name(name).is_none());
        complaints.extend(unknown.map(|name| format!("{id}: no register {name}")));
    }
    let ids: BTreeSet<&str> = criteria.ids().collect();
    for item in criteria.items() {
        let unknown = item.params.iter().filter(|name| param(name).is_none());
        complaints.extend(unknown.map(|name| format!("{}: no param {name}", item.id)));
        if let Some(twin) = item.duplicate_of.as_deref().filter(|twin| !ids.contains(twin)) {
            complaints.push(format!("{}: no item {twin}", item.id));
        }
    }
    none(&complaints);
}

#[test]
fn conditions_use_switches_that_a_company_can_declare() {
    let org = RegisterId::by_name("org").expect("the register of the company").schema().json();
    let declared = org["properties"]["applicability"]["properties"].as_object().expect("switches");
    let criteria = catalogue();
    let sections = criteria.sections().filter_map(|section| section.applies_if.as_ref());
    for applies in sections.chain(criteria.items().filter_map(|item| item.applies_if.as_ref())) {
        for name in applies.switches() {
            let shown = name.starts_with("derived.") || name.starts_with("event.");
            assert!(shown || declared.contains_key(name), "{name}");
        }
    }
}

#[test]
fn params_name_items_that_exist() {
    let ids: BTreeSet<&str> = catalogue().ids().collect();
    for param in timlint::rules::params() {
        for item in &param.items {
            assert!(ids.contains(item.as_str()), "{}: {item}", param.name);
        }
    }
}

#[test]
fn every_id_that_a_rule_cites_exists() {
    let ids: BTreeSet<&str> = catalogue().ids().collect();
    let cited = BUILTIN.iter().flat_map(|rule| rule.items.iter().map(move |item| (rule.id, item)));
    none(
        &cited
            .filter(|(_, item)| !ids.contains(*item))
            .map(|(rule, item)| format!("{rule}: {item}"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn items_that_records_can_decide_have_a_rule_on_records() {
    left_over(items_where(|item, (records, _)| item.automation != Automation::C && !records), WITHOUT_RULE);
}

#[test]
fn items_that_somebody_must_see_have_a_rule_on_attestations() {
    left_over(items_where(|item, (_, attested)| item.automation != Automation::A && !attested), WITHOUT_ATTESTATION);
}

#[test]
fn duties_of_sections_have_a_rule() {
    let cited = cited();
    let sections =
        catalogue().sections().filter(|section| section.own_duty() && !cited.contains_key(section.id.as_str()));
    left_over(sections.map(|section| section.id.as_str()).collect(), WITHOUT_DUTY);
}

/// The page that people read must leave out no item and hide no gap; what it says of each rule is made in `generated.rs`.
#[test]
fn the_page_of_coverage_shows_every_item_with_what_its_class_asks() {
    let page = include_str!("../docs/coverage.md");
    let mut complaints = Vec::new();
    for item in catalogue().items() {
        let rows: Vec<Vec<&str>> = page
            .lines()
            .filter(|line| line.starts_with(&format!("| {} |", item.id)))
            .map(|line| line.split(" | ").collect())
            .collect();
        let [row] = rows.as_slice() else {
            complaints.push(format!("{} stands in {} rows", item.id, rows.len()));
            continue;
        };
        let (mut records, mut attested) = (0, 0);
        // A rule that only doubts a declaration says nothing of what is done.
        for rule in row[3].split(", ").filter(|rule| !rule.contains('⊘')) {
            if rule.starts_with("*`") { attested += 1 } else { records += usize::from(rule.starts_with('`')) }
        }
        let lacks = match item.automation {
            Automation::A | Automation::B if records == 0 => "a rule that can fail on records",
            Automation::C if attested == 0 => "a rule that asks for an attestation",
            Automation::D if records == 0 || attested == 0 => "a rule on records and one that asks for an attestation",
            _ => continue,
        };
        complaints.push(format!("{} (class {:?}) lacks {lacks}", item.id, item.automation));
    }
    none(&complaints);
}

/// Ids of the contradictions between registers that the criteria lead to; one a line.
const CONTRADICTIONS: &str = include_str!("contradictions.txt");

/// Contradictions that no rule answers and that wait for no history: known gaps. The list may only shrink.
const UNANSWERED: &[&str] = &[];

#[test]
fn every_contradiction_is_answered_by_a_rule_or_planned() {
    let rules = RuleSet::builtin(|_| true);
    let covered: BTreeSet<&str> = rules.iter().flat_map(|rule: &Rule| rule.covers.iter().map(String::as_str)).collect();
    let planned: BTreeSet<&str> = planned().iter().flat_map(|plan| plan.covers.iter().map(String::as_str)).collect();
    let ids: BTreeSet<&str> = CONTRADICTIONS.lines().collect();
    assert_eq!(ids.len(), 137);
    let open = ids.iter().copied().filter(|id| !covered.contains(id) && !planned.contains(id));
    left_over(open.collect(), UNANSWERED);
    let unknown: Vec<&&str> = covered.union(&planned).filter(|id| !ids.contains(**id)).collect();
    assert!(unknown.is_empty(), "there are no such contradictions: {unknown:?}");
    let cited = catalogue().items().flat_map(|item| item.contradictions.iter().map(move |id| (&item.id, id)));
    none(
        &cited
            .filter(|(_, id)| !ids.contains(id.as_str()))
            .map(|(item, id)| format!("{item}: {id}"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn planned_checks_name_what_exists_and_no_rule_bears_their_name() {
    let ids: BTreeSet<&str> = catalogue().ids().collect();
    for plan in planned() {
        assert!(BUILTIN.iter().all(|rule| rule.id != plan.id), "{} is a rule now: it leaves the list", plan.id);
        assert!(!plan.items.is_empty() && plan.items.iter().all(|item| ids.contains(item.as_str())), "{}", plan.id);
        let registers = plan.registers.iter().filter(|name| RegisterId::by_name(name).is_none());
        assert_eq!(registers.count(), 0, "{}", plan.id);
        for text in [&plan.title, &plan.checks, &plan.why, &plan.until_then] {
            assert!(!text.ja.is_empty() && text.en.is_ascii() && !text.en.is_empty(), "{}: {text:?}", plan.id);
        }
    }
}
