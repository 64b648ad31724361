//! `docs/coverage.md`: every item of the criteria, the rules that judge it, and the registers that these read.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use timlint::rules::{Automation, Catalogue, Item, Rule, RuleSet, Section, catalogue, denies, planned};

use super::{COMMAND, cell};

/// Stands behind the name of a rule that judges only where somebody asks for preview rules.
const PREVIEW: &str = " ◌";

/// Stands behind the name of a rule that only looks whether records contradict "we have none of that".
const DENIES: &str = " ⊘";

const HEAD: &str = "\
| item | 題 · title | class | rules | registers |\n|---|---|---|---|---|\n";

pub fn page() -> String {
    let (rules, criteria) = (RuleSet::builtin(|_| true), catalogue());
    let mut page = format!(
        "<!-- Made from rules/ by `{COMMAND}`; do not edit. -->\n\n\
         # What judges which item · 項目と規則の対応\n\n\
         {}\n\n\
         Class: **A** the records decide · **B** the records decide in part, a person the rest · **C** only a person can decide · **D** the \
         records declare the state of things or settings, an attestation backs them.{PREVIEW} marks rules in preview (`--preview`); an \
         attestation rule is in *italics*;{DENIES} marks rules that only look whether records contradict a scope switch declared off. What is still to come and needs the history of the repository: \
         `timlint rules list --planned` ({} checks).\n\n\
         区分: **A** 記録だけで判定できる · **B** 一部は記録、残りは人 · **C** 人が見るしかない · \
         **D** 記録は現物や設定の申告なので、人の確認で裏付ける。{PREVIEW} は試行中の規則（`--preview` で使う）、*斜体*は現物確認の記録を求める規則、{DENIES} は「当てはまらない」という申告と記録の食い違いだけを見る規則です。\n",
        overall(criteria, &rules),
        planned().len(),
    );
    for chapter in &criteria.chapters {
        writeln!(page, "\n## {} {} · {}", chapter.id, cell(&chapter.title.ja), cell(&chapter.title.en))
            .expect("a string");
        for section in &chapter.sections {
            table(section, &rules, &mut page);
        }
    }
    page
}

fn citing<'r>(rules: &'r RuleSet, id: &str) -> Vec<&'r Rule> {
    let cites = |rule: &&Rule| rule.items.iter().any(|item| item == id);
    rules.iter().filter(cites).collect()
}

/// How many items have a rule, of those that have left preview and of all.
fn counted<'c>(items: impl Iterator<Item = &'c Item> + Clone, rules: &RuleSet) -> String {
    let with = |preview: bool| {
        let judged = |item: &&Item| citing(rules, &item.id).iter().any(|rule| preview || !rule.preview);
        items.clone().filter(judged).count()
    };
    let ids: BTreeSet<&str> = items.clone().map(|item| item.id.as_str()).collect();
    let citing = rules.iter().filter(|rule| rule.items.iter().any(|item| ids.contains(item.as_str())));
    let (waiting, released): (Vec<&Rule>, Vec<&Rule>) = citing.partition(|rule| rule.preview);
    let known = format!("{} items: {} judged by {} rules", ids.len(), with(false), released.len());
    match waiting.len() {
        0 => known,
        more => format!("{known}; {} with {more} more in preview", with(true)),
    }
}

fn overall(criteria: &Catalogue, rules: &RuleSet) -> String {
    let classes = [Automation::A, Automation::B, Automation::C, Automation::D].map(|class| {
        let count = criteria.items().filter(|item| item.automation == class).count();
        format!("{class:?} {count}")
    });
    let items: Vec<&Item> = criteria.items().collect();
    format!(
        "**{} chapters, {} sections, {}. Class {}.**",
        criteria.chapters.len(),
        criteria.sections().count(),
        counted(items.iter().copied(), rules),
        classes.join(", "),
    )
}

fn table(section: &Section, rules: &RuleSet, page: &mut String) {
    let (ja, en) = (cell(&section.title.ja), cell(&section.title.en));
    writeln!(
        page,
        "\n### {} {ja} · {en}\n\n{HEAD}{}",
        section.id,
        row(&section.id, "*節の義務 · duty of the section*", "", rules)
    )
    .expect("a string");
    for item in &section.items {
        let title = format!("{} · {}", cell(&item.title.ja), cell(&item.title.en));
        writeln!(page, "{}", row(&item.id, &title, &format!("{:?}", item.automation), rules)).expect("a string");
    }
    writeln!(page, "\n{}.", counted(section.items.iter(), rules)).expect("a string");
}

fn row(id: &str, title: &str, class: &str, rules: &RuleSet) -> String {
    let citing = citing(rules, id);
    let named = citing.iter().map(|rule| {
        let sign = if asks_for_attestations(rule) { "*" } else { "" };
        let only_denies = if rule.records().is_some_and(denies) { DENIES } else { "" };
        format!("{sign}`{}`{sign}{}{only_denies}", rule.id, if rule.preview { PREVIEW } else { "" })
    });
    let registers: BTreeSet<&str> = citing.iter().flat_map(|rule| registers(rule)).collect();
    let registers: Vec<&str> = registers.into_iter().collect();
    let named = named.collect::<Vec<_>>();
    let named = if named.is_empty() { "—".to_owned() } else { named.join(", ") };
    format!("| {id} | {title} | {class} | {named} | {} |", registers.join(", "))
}

fn registers(rule: &Rule) -> Vec<&'static str> {
    let Some(records) = rule.records() else { return Vec::new() };
    let slots = records.slots.iter().map(|slot| slot.register);
    slots.chain(records.joins().map(|join| join.target)).map(|register| register.name()).collect()
}

fn asks_for_attestations(rule: &Rule) -> bool {
    timlint::rules::BUILTIN.iter().any(|known| known.id == rule.id && known.attested)
}
