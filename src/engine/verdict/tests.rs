use std::collections::BTreeMap;

use super::*;

/// Two sections: I.1 has no duty of its own, I.2 has one and applies to companies with a cloud.
const CRITERIA: &str = r#"[{ "edition": "e", "chapter": "I", "title": T, "duty": T, "sections": [
  { "id": "I.1", "title": T, "obligation": "mandatory", "duty": T, "check": "Met when every item below is.", "items": [
    { "id": "I.1.1", "title": T, "text": T, "obligation": "recommended", "automation": "A" },
    { "id": "I.1.2", "title": T, "text": T, "obligation": "recommended", "automation": "D" },
    { "id": "I.1.3", "title": T, "text": T, "obligation": "recommended", "automation": "C" },
    { "id": "I.1.4", "title": T, "text": T, "obligation": "recommended", "automation": "A",
      "applies_if": "event.incident" } ] },
  { "id": "I.2", "title": T, "obligation": "mandatory", "duty": T, "check": "Somebody decides.", "applies_if": "cloud", "items": [
    { "id": "I.2.1", "title": T, "text": T, "obligation": "recommended", "automation": "A", "applies_if": "cloud" },
    { "id": "I.2.2", "title": T, "text": T, "obligation": "recommended", "automation": "A", "applies_if": "cloud",
      "duplicate_of": "I.1.1" } ] } ] }]"#;

fn criteria() -> Catalogue {
    let json = CRITERIA.replace(": T,", r#": { "ja": "題", "en": "title" },"#);
    Catalogue { edition: "e", chapters: serde_json::from_str(&json).expect("criteria") }
}

fn rule(id: &str, items: &[&str], violated: u64, satisfied: u64) -> RuleFact {
    RuleFact {
        id: id.to_owned(),
        items: items.iter().map(|item| (*item).to_owned()).collect(),
        level: Level::Error,
        ran: true,
        lowered: false,
        preview: false,
        attested: false,
        register: Some("assets".to_owned()),
        single: false,
        denies: false,
        violated,
        satisfied,
        passed_over: 0,
    }
}

fn attested(id: &str, item: &str, violated: u64, satisfied: u64) -> RuleFact {
    RuleFact { attested: true, ..rule(id, &[item], violated, satisfied) }
}

fn exception(kind: ExceptionKind, item: &str) -> ExceptionFact {
    ExceptionFact { id: "EX-1".to_owned(), items: vec![item.to_owned()], kind, in_force: true }
}

fn judge(rules: Vec<RuleFact>, exceptions: Vec<ExceptionFact>, cloud: Option<bool>) -> BTreeMap<String, ItemVerdict> {
    let switch = |name: &str| cloud.filter(|_| name == "cloud");
    let all = verdicts(&criteria(), &Facts { rules, exceptions, switch: &switch });
    all.items.into_iter().chain(all.sections).chain(all.chapters).map(|v| (v.id.clone(), v)).collect()
}

fn verdict(rules: Vec<RuleFact>, id: &str) -> Verdict {
    judge(rules, Vec::new(), Some(true))[id].verdict
}

#[test]
fn nothing_judged_is_no_pass() {
    assert_eq!(verdict(vec![], "I.1.1"), Verdict::NoData);
    assert_eq!(judge(vec![], vec![], Some(true))["I.1.1"].because, [Because::NoRule]);
    let idle = judge(vec![rule("a", &["I.1.1"], 0, 0)], vec![], Some(true));
    assert_eq!(idle["I.1.1"].verdict, Verdict::NoData);
    assert_eq!(idle["I.1.1"].because, [Because::Nothing { register: "assets".to_owned() }]);
}

#[test]
fn only_a_broken_error_violates_an_item() {
    assert_eq!(verdict(vec![rule("a", &["I.1.1"], 0, 3)], "I.1.1"), Verdict::Met);
    assert_eq!(verdict(vec![rule("a", &["I.1.1"], 1, 3)], "I.1.1"), Verdict::Violated);
    let warning = RuleFact { level: Level::Warning, ..rule("a", &["I.1.1"], 1, 3) };
    assert_eq!(verdict(vec![warning], "I.1.1"), Verdict::Met);
}

#[test]
fn the_rule_that_breaks_most_is_named_first() {
    let rules = vec![rule("a", &["I.1.1"], 0, 9), rule("b", &["I.1.1"], 1, 0), rule("c", &["I.1.1"], 2, 0)];
    let ids: Vec<String> = judge(rules, vec![], Some(true))["I.1.1"]
        .because
        .iter()
        .map(|because| match because {
            Because::Rule { id, .. } => id.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(ids, ["c", "b", "a"]);
}

#[test]
fn a_declared_state_needs_records_and_an_attestation() {
    let records = || rule("a", &["I.1.2"], 0, 3);
    assert_eq!(verdict(vec![records()], "I.1.2"), Verdict::NeedsAPerson);
    assert_eq!(verdict(vec![records(), attested("b", "I.1.2", 1, 0)], "I.1.2"), Verdict::NeedsAPerson);
    assert_eq!(verdict(vec![records(), attested("b", "I.1.2", 1, 1)], "I.1.2"), Verdict::NeedsAPerson);
    assert_eq!(verdict(vec![records(), attested("b", "I.1.2", 0, 1)], "I.1.2"), Verdict::Met);
    let idle = rule("a", &["I.1.2"], 0, 0);
    assert_eq!(verdict(vec![idle, attested("b", "I.1.2", 0, 1)], "I.1.2"), Verdict::NoData);
}

#[test]
fn nothing_is_left_to_see_where_the_records_hold_none_of_it() {
    let looked = || RuleFact { passed_over: 4, ..attested("b", "I.1.2", 0, 0) };
    assert_eq!(verdict(vec![rule("a", &["I.1.2"], 0, 3), looked()], "I.1.2"), Verdict::Met);
    assert_eq!(verdict(vec![looked()], "I.1.2"), Verdict::NoData);
    let only_a_person = RuleFact { items: vec!["I.1.3".to_owned()], ..looked() };
    assert_eq!(verdict(vec![only_a_person], "I.1.3"), Verdict::NeedsAPerson);
}

#[test]
fn a_rule_in_preview_is_no_rule_yet_but_is_said() {
    let waiting = |rule: RuleFact| RuleFact { ran: false, preview: true, ..rule };
    let judged = judge(vec![waiting(rule("a", &["I.1.1"], 0, 0))], vec![], Some(true));
    assert_eq!((judged["I.1.1"].verdict, &judged["I.1.1"].because), (Verdict::NoData, &vec![Because::Preview]));
    let judged = judge(vec![waiting(attested("b", "I.1.3", 0, 0))], vec![], Some(true));
    assert_eq!((judged["I.1.3"].verdict, &judged["I.1.3"].because), (Verdict::NeedsAPerson, &vec![Because::Preview]));
    assert_eq!(verdict(vec![rule("c", &["I.1.1"], 0, 1), waiting(rule("a", &["I.1.1"], 0, 0))], "I.1.1"), Verdict::Met);
}

#[test]
fn where_only_a_person_decides_the_attestation_does() {
    assert_eq!(verdict(vec![], "I.1.3"), Verdict::NeedsAPerson);
    assert_eq!(verdict(vec![attested("b", "I.1.3", 0, 1)], "I.1.3"), Verdict::Met);
}

#[test]
fn a_rule_switched_off_leaves_the_item_to_a_person() {
    let off = RuleFact { ran: false, ..rule("b", &["I.1.1"], 0, 0) };
    let judged = judge(vec![rule("a", &["I.1.1"], 0, 3), off], vec![], Some(true));
    assert_eq!(judged["I.1.1"].verdict, Verdict::NeedsAPerson);
    assert_eq!(judged["I.1.1"].because[0], Because::NotRun { rule: "b".to_owned() });
}

#[test]
fn a_switch_that_is_off_takes_items_and_the_section_away() {
    let judged = judge(vec![rule("a", &["I.2.1"], 0, 3)], vec![], Some(false));
    assert_eq!(judged["I.2.1"].verdict, Verdict::NotApplicable);
    assert_eq!(judged["I.2.1"].because, [Because::Switch { name: "cloud".to_owned(), on: Some(false) }]);
    assert_eq!(judged["I.2"].verdict, Verdict::NotApplicable);
}

#[test]
fn a_switch_that_nobody_declared_takes_nothing_away() {
    let judged = judge(vec![rule("a", &["I.2.1"], 0, 3)], vec![], None);
    assert_eq!(judged["I.2.1"].verdict, Verdict::Met);
    assert!(judged["I.2.1"].because.contains(&Because::Switch { name: "cloud".to_owned(), on: None }));
}

#[test]
fn records_may_contradict_what_was_declared() {
    let judged = judge(vec![rule("a", &["I.2.1", "I.2.2"], 1, 0)], vec![], Some(false));
    assert_eq!(judged["I.2.1"].verdict, Verdict::Violated);
    assert!(judged["I.2.1"].because.contains(&Because::Contradicted));
    // A rule that serves an item which applies as well proves nothing.
    let judged = judge(vec![rule("a", &["I.2.1", "I.1.1"], 1, 0)], vec![], Some(false));
    assert_eq!((judged["I.2.1"].verdict, judged["I.1.1"].verdict), (Verdict::NotApplicable, Verdict::Violated));
}

#[test]
fn an_event_is_shown_by_a_record_that_was_judged() {
    assert_eq!(verdict(vec![], "I.1.4"), Verdict::NotApplicable);
    assert_eq!(verdict(vec![rule("a", &["I.1.4"], 0, 1)], "I.1.4"), Verdict::Met);
    assert_eq!(verdict(vec![rule("a", &["I.1.4"], 1, 0)], "I.1.4"), Verdict::Violated);
    // The company's own record is no event; what it breaks is broken all the same.
    let company = |violated, satisfied| RuleFact { single: true, ..rule("a", &["I.1.4"], violated, satisfied) };
    assert_eq!(verdict(vec![company(0, 1)], "I.1.4"), Verdict::NotApplicable);
    assert_eq!(verdict(vec![company(1, 0)], "I.1.4"), Verdict::Violated);
}

#[test]
fn recorded_decisions_take_the_place_of_rules_while_they_are_in_force() {
    let rules = || vec![rule("a", &["I.1.1"], 1, 0)];
    for (kind, wanted) in
        [(ExceptionKind::Alternative, Verdict::Alternative), (ExceptionKind::NotAdopted, Verdict::Declined)]
    {
        let judged = judge(rules(), vec![exception(kind, "I.1.1")], Some(true));
        assert_eq!(judged["I.1.1"].verdict, wanted);
        assert_eq!(judged["I.1.1"].because, [Because::Exception { id: "EX-1".to_owned() }]);
        let lapsed = ExceptionFact { in_force: false, ..exception(kind, "I.1.1") };
        let judged = judge(rules(), vec![lapsed], Some(true));
        assert_eq!(judged["I.1.1"].verdict, Verdict::Violated);
        assert!(judged["I.1.1"].because.contains(&Because::Lapsed { exception: "EX-1".to_owned() }));
    }
    let away = judge(vec![], vec![exception(ExceptionKind::NotApplicable, "I.2")], Some(true));
    assert_eq!((away["I.2.1"].verdict, away["I.2"].verdict), (Verdict::NotApplicable, Verdict::NotApplicable));
}

#[test]
fn one_record_serves_both_of_two_equal_items() {
    assert_eq!(verdict(vec![rule("a", &["I.1.1"], 1, 0)], "I.2.2"), Verdict::Violated);
    assert_eq!(verdict(vec![rule("a", &["I.2.2"], 0, 1)], "I.1.1"), Verdict::Met);
    let judged = judge(vec![], vec![exception(ExceptionKind::Alternative, "I.1.1")], Some(true));
    assert_eq!(judged["I.2.2"].verdict, Verdict::Alternative);
}

#[test]
fn a_section_is_as_good_as_its_worst_item_and_its_own_duty() {
    let good = || {
        vec![rule("a", &["I.1.1", "I.1.2", "I.2.1"], 0, 1), attested("b", "I.1.2", 0, 1), attested("c", "I.1.3", 0, 1)]
    };
    assert_eq!(verdict(good(), "I.1"), Verdict::Met);
    // I.2 asks for something of its own, and no rule looks at it.
    assert_eq!(verdict(good(), "I.2"), Verdict::NoData);
    assert_eq!(verdict(good(), "I"), Verdict::NoData);
    let own = |violated, satisfied| good().into_iter().chain([rule("d", &["I.2"], violated, satisfied)]).collect();
    assert_eq!(verdict(own(0, 1), "I.2"), Verdict::Met);
    assert_eq!(verdict(own(0, 1), "I"), Verdict::Met);
    assert_eq!(verdict(own(0, 0), "I.2"), Verdict::Met, "nothing fell under it");
    assert_eq!(verdict(own(1, 1), "I.2"), Verdict::Violated);
    assert_eq!(verdict(own(1, 1), "I"), Verdict::Violated);
    // The items that decide are named.
    let judged = judge(vec![rule("a", &["I.1.1"], 1, 0)], vec![], Some(false));
    let part = Because::Part { id: "I.1.1".to_owned(), verdict: Verdict::Violated };
    assert_eq!((judged["I.1"].verdict, &judged["I.1"].because), (Verdict::Violated, &vec![part]));
}

#[test]
fn a_lowered_level_is_told_where_it_hides_something() {
    let lowered = |violated| RuleFact { level: Level::Note, lowered: true, ..rule("a", &["I.1.1"], violated, 3) };
    let hidden = judge(vec![lowered(2), rule("b", &["I.1.1"], 0, 5)], vec![], Some(true));
    assert_eq!(hidden["I.1.1"].verdict, Verdict::NeedsAPerson);
    assert_eq!(hidden["I.1.1"].because[0], Because::Lowered { rule: "a".to_owned(), violated: 2 });
    assert_ne!(hidden["I.1"].verdict, Verdict::Met);
    assert_eq!(verdict(vec![lowered(0)], "I.1.1"), Verdict::Met);
    // Off after being lowered is still off.
    let off = RuleFact { ran: false, ..lowered(0) };
    assert_eq!(verdict(vec![off, rule("b", &["I.1.1"], 0, 5)], "I.1.1"), Verdict::NeedsAPerson);
}

#[test]
fn a_declaration_whose_contradiction_was_hushed_is_left_to_a_person() {
    let denied = |rule: RuleFact| judge(vec![rule], vec![], Some(false))["I.2.1"].verdict;
    assert_eq!(denied(rule("a", &["I.2.1"], 1, 0)), Verdict::Violated);
    assert_eq!(denied(rule("a", &["I.2.1"], 0, 1)), Verdict::NotApplicable);
    let lowered = RuleFact { level: Level::Warning, lowered: true, ..rule("a", &["I.2.1"], 1, 0) };
    assert_eq!(denied(lowered), Verdict::NeedsAPerson);
    assert_eq!(denied(RuleFact { ran: false, ..rule("a", &["I.2.1"], 0, 0) }), Verdict::NeedsAPerson);
    let waiting = RuleFact { ran: false, preview: true, ..rule("a", &["I.2.1"], 0, 0) };
    assert_eq!(denied(waiting), Verdict::NotApplicable);
}

#[test]
fn that_nothing_contradicts_a_declaration_shows_nothing_of_the_item() {
    let silent =
        RuleFact { denies: true, single: true, register: Some("org".to_owned()), ..rule("a", &["I.1.1"], 0, 1) };
    assert_eq!(verdict(vec![silent], "I.1.1"), Verdict::NoData);
    let silent = RuleFact { denies: true, single: true, ..rule("a", &["I.1.1"], 0, 1) };
    assert_eq!(verdict(vec![silent, rule("b", &["I.1.1"], 0, 4)], "I.1.1"), Verdict::Met);
}

#[test]
fn warnings_alone_are_no_evidence() {
    let warning = |satisfied| RuleFact { level: Level::Warning, ..rule("a", &["I.1.1"], 2, satisfied) };
    let all = judge(vec![warning(0)], vec![], Some(true));
    assert_eq!(all["I.1.1"].verdict, Verdict::NeedsAPerson);
    assert!(matches!(&all["I.1.1"].because[..], [Because::Rule { violated: 2, .. }]));
    assert_eq!(verdict(vec![warning(1)], "I.1.1"), Verdict::Met);
}
