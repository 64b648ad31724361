//! A part of the criteria explained for a person: what it asks for in plain words, when it applies, what evidences it, which
//! rules judge it, and how it stands beside other standards.
//!
//! Whether a company meets it is not said here: that is `status`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use crate::model::{FieldId, RegisterId};
use crate::rules::{Applies, Chapter, Entry, Item, Rule, RuleSet, Section, catalogue, param, reads};

use super::columns::{padded, wrapped};
use super::words::Say;
use super::{Lang, name_of_register};

const WIDTH: usize = 100;

/// Said where nothing is judged.
const NO_RULE: (&str, &str) = ("判定する規則はありません。", "No rule judges it.");

/// Tells all that is known of an item, a section or a chapter.
pub fn explain_entry(entry: Entry<'_>, rules: &RuleSet, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let page = Page { say: Say(lang), lang, rules };
    match entry {
        Entry::Chapter(chapter) => page.chapter(chapter, out),
        Entry::Section(chapter, section) => page.section(chapter, section, out),
        Entry::Item(chapter, section, item) => page.item(chapter, section, item, out),
    }
}

struct Page<'r> {
    say: Say,
    lang: Lang,
    rules: &'r RuleSet,
}

impl Page<'_> {
    fn ja(&self) -> bool {
        self.lang == Lang::Ja
    }

    fn chapter(&self, chapter: &Chapter, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}  {}\n", chapter.id, chapter.title.pick(self.ja()))?;
        self.paragraph(chapter.duty.pick(self.ja()), out)?;
        writeln!(out, "\n{}:", self.say.pick("節", "Sections"))?;
        for section in &chapter.sections {
            writeln!(out, "  {}  {}", padded(&section.id, 6), section.title.pick(self.ja()))?;
        }
        self.rules_on(
            &chapter.id,
            self.say.pick("判定は節の判定から決まります。", "Its verdict follows from its sections."),
            out,
        )?;
        self.closing(out)
    }

    fn section(&self, chapter: &Chapter, section: &Section, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}  {}", section.id, section.title.pick(self.ja()))?;
        writeln!(out, "{}\n", self.within(chapter, None))?;
        self.paragraph(section.duty.pick(self.ja()), out)?;
        writeln!(out)?;
        self.line(self.say.pick("義務", "Obligation"), self.say.obligation(&section.obligation), out)?;
        self.applies(section.applies_if.as_ref(), out)?;
        if !self.ja() {
            self.line("Looked at", &section.check, out)?;
        }
        writeln!(out, "\n{}:", self.say.pick("項目", "Items"))?;
        for item in &section.items {
            writeln!(out, "  {}  {}", padded(&item.id, 8), item.title.pick(self.ja()))?;
        }
        self.evidence(&section.id, &section.registers, out)?;
        let without = match section.own_duty() {
            true => NO_RULE,
            false => ("判定は項目の判定から決まります。", "Its verdict follows from its items."),
        };
        self.rules_on(&section.id, self.say.pick(without.0, without.1), out)?;
        self.crosswalk(section, out)?;
        self.closing(out)
    }

    fn item(&self, chapter: &Chapter, section: &Section, item: &Item, out: &mut dyn Write) -> io::Result<()> {
        let say = self.say;
        writeln!(out, "{}  {}", item.id, item.title.pick(self.ja()))?;
        writeln!(out, "{}\n", self.within(chapter, Some(section)))?;
        self.paragraph(item.text.pick(self.ja()), out)?;
        writeln!(out)?;
        self.line(say.pick("義務", "Obligation"), say.obligation(&item.obligation), out)?;
        self.applies(item.applies_if.as_ref(), out)?;
        let (class, words) = (item.automation, say.automation(item.automation));
        let class = say.pick(format!("{words}（区分{class:?}）"), format!("{words} (class {class:?})"));
        self.line(say.pick("判定のしかた", "Judged by"), &class, out)?;
        let twins: Vec<&str> = catalogue().twins(item).collect();
        if !twins.is_empty() {
            let label = say.pick("同じことを求める項目", "Asks the same as");
            let note = say.pick("（1つの記録で両方に足ります）", " (one record serves both)");
            self.line(label, &format!("{}{note}", twins.join(", ")), out)?;
        }
        if !item.contradictions.is_empty() {
            self.line(say.pick("突き合わせ", "Contradictions"), &item.contradictions.join(", "), out)?;
        }
        self.evidence(&item.id, &item.registers, out)?;
        self.rules_on(&item.id, self.say.pick(NO_RULE.0, NO_RULE.1), out)?;
        self.params(item, out)?;
        self.crosswalk(section, out)?;
        self.closing(out)
    }

    fn within(&self, chapter: &Chapter, section: Option<&Section>) -> String {
        let mut above = vec![format!("{} {}", chapter.id, chapter.title.pick(self.ja()))];
        above.extend(section.map(|section| format!("{} {}", section.id, section.title.pick(self.ja()))));
        above.join(" > ")
    }

    fn paragraph(&self, text: &str, out: &mut dyn Write) -> io::Result<()> {
        wrapped(text, WIDTH).iter().try_for_each(|line| writeln!(out, "{line}"))
    }

    fn line(&self, label: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
        for (i, line) in wrapped(&format!("{label}: {text}"), WIDTH).iter().enumerate() {
            writeln!(out, "{}{line}", if i == 0 { "" } else { "  " })?;
        }
        Ok(())
    }

    fn applies(&self, applies: Option<&Applies>, out: &mut dyn Write) -> io::Result<()> {
        let always = || self.say.pick("いつも", "always").to_owned();
        let when = applies.map_or_else(always, |applies| self.say.applies(applies));
        self.line(self.say.pick("当てはまるとき", "Applies"), &when, out)
    }

    fn citing(&self, id: &str) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(move |rule| rule.items.iter().any(|item| item == id))
    }

    /// Registers and columns: of the rules that cite it, else those that the criteria name.
    fn evidence(&self, id: &str, registers: &[String], out: &mut dyn Write) -> io::Result<()> {
        let mut read: BTreeMap<RegisterId, BTreeSet<FieldId>> = BTreeMap::new();
        for rule in self.citing(id).filter_map(Rule::records) {
            read.entry(rule.each).or_default();
            for (register, field) in reads(rule) {
                read.entry(register).or_default().insert(field);
            }
        }
        let mut order: Vec<RegisterId> = registers.iter().filter_map(|name| RegisterId::by_name(name)).collect();
        let further: Vec<RegisterId> = read.keys().copied().filter(|id| !order.contains(id)).collect();
        order.extend(further);
        if order.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{}:", self.say.pick("見る台帳と列", "Registers and columns"))?;
        for register in order {
            let fields =
                read.get(&register).into_iter().flatten().map(|field| &register.schema().fields[*field as usize]);
            let fields = fields.map(|field| if self.ja() { field.ja.as_str() } else { field.en.as_str() });
            let fields = fields.collect::<Vec<_>>().join(self.say.pick("、", ", "));
            let name = name_of_register(register.name(), self.lang);
            let text = if fields.is_empty() { name } else { format!("{name}: {fields}") };
            for (i, line) in wrapped(&text, WIDTH - 4).iter().enumerate() {
                writeln!(out, "{}{line}", if i == 0 { "  " } else { "    " })?;
            }
        }
        Ok(())
    }

    fn rules_on(&self, id: &str, without: &str, out: &mut dyn Write) -> io::Result<()> {
        let rules: Vec<&Rule> = self.citing(id).collect();
        if rules.is_empty() {
            return writeln!(out, "\n{without}");
        }
        writeln!(out, "\n{}:", self.say.pick("判定する規則", "Rules that judge it"))?;
        let ids = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
        for rule in rules {
            let words = rule.words();
            let title = if self.ja() { &words.ja.title } else { &words.en.title };
            let level = if rule.preview { self.say.pick("試行中", "preview") } else { self.say.level(rule.level) };
            let level = padded(level, 7);
            writeln!(out, "  {level}  {}  {}", padded(&rule.id, ids), super::words::escaped(title))?;
        }
        Ok(())
    }

    fn params(&self, item: &Item, out: &mut dyn Write) -> io::Result<()> {
        if item.params.is_empty() {
            return Ok(());
        }
        let label = self.say.pick(
            "自社で決める期間と数（カッコ内は既定値の出所）",
            "Periods and numbers to declare (with the source of each default)",
        );
        writeln!(out, "\n{label}:")?;
        for param in item.params.iter().filter_map(|name| param(name)) {
            let (meaning, source) = (param.meaning.pick(self.ja()), self.say.source(&param.source));
            let line = format!("{} = {} ({source}): {meaning}", param.name, param.default);
            for (i, line) in wrapped(&line, WIDTH - 4).iter().enumerate() {
                writeln!(out, "{}{line}", if i == 0 { "  " } else { "    " })?;
            }
        }
        Ok(())
    }

    fn crosswalk(&self, section: &Section, out: &mut dyn Write) -> io::Result<()> {
        if section.crosswalk.is_empty() {
            return Ok(());
        }
        let id = &section.id;
        writeln!(
            out,
            "\n{}:",
            self.say.pick(format!("ほかの基準との関係（節 {id}）"), format!("Beside other standards (section {id})"))
        )?;
        for row in &section.crosswalk {
            let (relation, basis) = (self.say.relation(&row.relation), self.say.basis(&row.basis));
            let how = self.say.pick(format!("（{relation}。根拠: {basis}）"), format!(" ({relation}; {basis})"));
            let line = format!("{}: {}{how}", self.say.framework(&row.to), row.refs.join(", "));
            for (i, line) in wrapped(&line, WIDTH - 4).iter().enumerate() {
                writeln!(out, "{}{line}", if i == 0 { "  " } else { "    " })?;
            }
        }
        Ok(())
    }

    fn closing(&self, out: &mut dyn Write) -> io::Result<()> {
        let edition = catalogue().edition;
        writeln!(out)?;
        self.paragraph(
            &self.say.pick(
                format!(
                    "説明は timlint 独自の言葉によるものです（{edition}）。正式な内容は基準の本文で確かめてください。"
                ),
                format!("The words are timlint's own ({edition}); only the text of the criteria itself binds."),
            ),
            out,
        )
    }
}
