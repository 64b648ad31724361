//! Words for the criteria: verdicts and their reasons, conditions, classes of items, other standards.
//!
//! Which verdict it is was decided before; how a table or a page is laid out belongs to its report.

use std::sync::OnceLock;

use crate::diag::Level;
use crate::engine::{Because, ItemVerdict, Verdict};
use crate::model::RegisterId;
use crate::rules::{Applies, Automation, builtin_source, words_of};

use super::super::Run;
use super::{Say, escaped, name_of_register, safe};

/// A reason as programs and diffs read it: the same in every language.
pub fn because_code(because: &Because) -> String {
    match because {
        Because::Rule { id, violated, satisfied, .. } => format!("{id}: {violated} violated, {satisfied} satisfied"),
        Because::NotRun { rule } => format!("{rule}: not run"),
        Because::Lowered { rule, violated } => format!("{rule}: level lowered, {violated} found"),
        Because::Nothing { register } => format!("{register}: nothing to judge"),
        Because::NoRule => "rules: none".to_owned(),
        Because::Preview => "rules: in preview".to_owned(),
        Because::NoAttestation => "attestations: none in force".to_owned(),
        Because::Exception { id } => format!("{id}: exception"),
        Because::Lapsed { exception } => format!("{exception}: exception not in force"),
        Because::Switch { name, on: None } => format!("{name}: not declared"),
        Because::Switch { name, on: Some(on) } if observed(name) => {
            format!("{name}: {}", if *on { "shown" } else { "not shown" })
        }
        Because::Switch { name, on: Some(on) } => format!("{name}: {on}"),
        Because::Contradicted => "records: contradict the declaration".to_owned(),
        Because::Part { id, verdict } => format!("{id}: {}", verdict.name()),
    }
}

/// Switches that records show, as against those that the company declares.
fn observed(switch: &str) -> bool {
    switch.starts_with("derived.") || switch.starts_with("event.")
}

impl Say {
    pub fn verdict(self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Met => self.pick("適合(記録上)", "met by the records"),
            Verdict::Violated => self.pick("不適合", "violated"),
            Verdict::NoData => self.pick("記録なし", "no data"),
            Verdict::NeedsAPerson => self.pick("人の確認が必要", "needs a person"),
            Verdict::Alternative => self.pick("代替措置", "alternative"),
            Verdict::Declined => self.pick("不採用", "declined"),
            Verdict::NotApplicable => self.pick("対象外", "not applicable"),
        }
    }

    /// Stands under every table of verdicts.
    pub fn by_the_records(self) -> &'static str {
        self.pick(
            "判定は台帳の記録だけによるもので、現場は見ていません。認証の取得を約束するものではありません。",
            "Verdicts rest on the records alone; nobody has looked at the premises. They promise no certificate.",
        )
    }

    /// The weightiest reason of a verdict, in a few words; empty where the verdict says it all.
    pub fn reason(self, judged: &ItemVerdict, run: &Run) -> String {
        let Some(first) = judged.because.first() else { return String::new() };
        match first {
            // Of what was kept there is nothing to say.
            Because::Rule { violated: 0, .. } => String::new(),
            Because::Rule { id, violated, level, .. } => {
                let title = self.rule_title(id, run);
                let told = self.pick(format!("{title}（{violated}件）"), format!("{title} ({violated})"));
                // Beside an item that is met, the level says why this does not count against it.
                if *level == Level::Error { told } else { format!("{}: {told}", self.level(*level)) }
            }
            Because::NotRun { rule } => {
                let title = self.rule_title(rule, run);
                self.pick(format!("規則を実行していない: {title}"), format!("rule not run: {title}"))
            }
            Because::Lowered { rule, violated } => {
                let title = self.rule_title(rule, run);
                self.pick(
                    format!("設定で重さを下げている: {title}（{violated}件）"),
                    format!("level lowered in the settings: {title} ({violated})"),
                )
            }
            Because::Nothing { .. } => {
                let registers = judged.because.iter().filter_map(|because| match because {
                    Because::Nothing { register } => Some(name_of_register(register, self.0)),
                    _ => None,
                });
                let names = registers.collect::<Vec<_>>().join(self.pick("・", ", "));
                self.pick(format!("判定できる記録がない: {names}"), format!("nothing to judge in: {names}"))
            }
            Because::NoRule => self.pick("判定する規則がない", "no rule judges it").to_owned(),
            Because::Preview => {
                self.pick("判定する規則が試行中（--preview で使う）", "its rules are in preview (--preview)").to_owned()
            }
            Because::NoAttestation => self.pick("有効な現物確認の記録がない", "no attestation in force").to_owned(),
            Because::Exception { id } => {
                let (name, id) = (name_of_register("exceptions", self.0), safe::value(id));
                format!("{name}: {id}")
            }
            Because::Lapsed { exception } => {
                let id = safe::value(exception);
                self.pick(format!("例外 {id} は有効でない"), format!("exception {id} is not in force"))
            }
            Because::Switch { name, on } => {
                let word = self.switch(name);
                match on {
                    None => self.pick(format!("「{word}」が未申告"), format!("not declared: {word}")),
                    Some(_) if observed(name) => {
                        self.pick(format!("「{word}」ことを示す記録がない"), format!("not seen in the records: {word}"))
                    }
                    Some(_) => self.pick(format!("「{word}」に該当しないと申告"), format!("declared not so: {word}")),
                }
            }
            Because::Contradicted => {
                self.pick("対象外という申告と記録が食い違う", "records contradict the declaration").to_owned()
            }
            Because::Part { id, .. } => {
                let lists = [&run.verdicts.items, &run.verdicts.sections];
                let part = lists.into_iter().flatten().find(|part| part.id == *id);
                match part.map(|part| self.reason(part, run)).filter(|reason| !reason.is_empty()) {
                    // A section of a chapter already names its item.
                    Some(reason) if reason.starts_with(&format!("{id}.")) => reason,
                    Some(reason) => format!("{id} {reason}"),
                    None => id.clone(),
                }
            }
        }
    }

    pub fn rule_title(self, id: &str, run: &Run) -> String {
        let title = match run.rules.get(id) {
            Some(rule) => self.title(rule.words()),
            None => builtin_source(id).map(|source| self.title(&words_of(source))).unwrap_or_default(),
        };
        if title.is_empty() { escaped(id) } else { escaped(&title) }
    }

    fn title(self, words: &crate::rules::Words) -> String {
        self.pick(&words.ja.title, &words.en.title).clone()
    }

    /// `(電子データあり) かつ (クラウドあり または データセンターあり)`.
    pub fn applies(self, applies: &Applies) -> String {
        let (and, or) = self.pick((" かつ ", " または "), (" and ", " or "));
        let join = |parts: &[Applies], word: &str| {
            let parts = parts.iter().map(|part| match part {
                Applies::All(_) | Applies::Any(_) => {
                    self.pick(format!("（{}）", self.applies(part)), format!("({})", self.applies(part)))
                }
                _ => self.applies(part),
            });
            parts.collect::<Vec<_>>().join(word)
        };
        match applies {
            Applies::Switch(name) => self.switch(name),
            Applies::Not(inner) => {
                self.pick(format!("「{}」ではない", self.applies(inner)), format!("not ({})", self.applies(inner)))
            }
            Applies::All(parts) => join(parts, and),
            Applies::Any(parts) => join(parts, or),
        }
    }

    /// A scope switch as the register of the company calls it, or what records are asked for.
    pub fn switch(self, name: &str) -> String {
        let shown = match name {
            "derived.combined" => {
                Some(("預かった情報と自社の情報を組み合わせている", "entrusted information is combined with own"))
            }
            "derived.sole_owner" => {
                Some(("一人の管理責任者が全てのアクセス権を与えている", "one owner grants all access"))
            }
            "derived.delegated_granting" => {
                Some(("管理責任者以外の人がアクセス権を与えている", "somebody other than the owner grants access"))
            }
            "derived.multi_department" => {
                Some(("複数の部署にまたがって使う情報がある", "information used across departments"))
            }
            "event.incident" => Some(("事故が起きた", "an incident happened")),
            "event.violation" => Some(("規程違反があった", "rules were violated")),
            "event.device_transfer" => Some(("機器を譲渡・返却などした", "a device was passed on or given back")),
            _ => None,
        };
        match (shown, declared_switch(name)) {
            (Some((ja, en)), _) => self.pick(ja, en).to_owned(),
            (None, Some((ja, en))) => self.pick(ja, en).clone(),
            (None, None) => escaped(name),
        }
    }

    pub fn automation(self, class: Automation) -> &'static str {
        match class {
            Automation::A => self.pick("記録だけで判定できる", "the records decide"),
            Automation::B => self.pick(
                "一部は記録で判定でき、残りは人が確かめる",
                "the records decide in part, a person decides the rest",
            ),
            Automation::C => self.pick("人が見て確かめるしかない", "only a person can decide"),
            Automation::D => self.pick(
                "記録で判定できるが、記録は現物や設定の申告なので、人の確認で裏付ける",
                "the records decide, but they only declare things or settings: a person's attestation backs them",
            ),
        }
    }

    pub fn obligation(self, word: &str) -> &'static str {
        match word {
            "mandatory" => self.pick("必須", "mandatory"),
            _ => self.pick("推奨（採らないときは理由を記録する）", "recommended (record a reason for leaving it out)"),
        }
    }

    pub fn relation(self, word: &str) -> &'static str {
        match word {
            "equal" => self.pick("同じ内容", "equal"),
            "subset" => self.pick("相手に含まれる", "subset"),
            "superset" => self.pick("相手を含む", "superset"),
            _ => self.pick("一部が重なる", "intersects"),
        }
    }

    /// Whose judgement a relation is.
    pub fn basis(self, basis: &str) -> String {
        let parts = basis.split(';').map(str::trim).map(|part| match part {
            "own" => self.pick("独自の判断", "own judgement"),
            "METI SCS" => self.pick("経済産業省SCS評価制度の対応表", "METI's SCS tables"),
            "NIST CSF2-ISO mapping" => self.pick("NISTのCSF 2.0–ISO対応表", "NIST's mapping of CSF 2.0 to ISO"),
            other => other,
        });
        parts.collect::<Vec<_>>().join(self.pick("、", "; "))
    }

    /// A standard that the criteria are related to, by its short name.
    pub fn framework(self, name: &str) -> &str {
        match name {
            "iso27001" => "ISO/IEC 27001:2022",
            "csf2" => "NIST CSF 2.0",
            "800-171r3" => "NIST SP 800-171r3",
            "ipa25" => self.pick("IPA 5分でできる自社診断（25項目）", "IPA five-minute self-check (25 items)"),
            "scs" => self.pick("経済産業省 SCS評価制度（2026）", "METI SCS scheme (2026)"),
            "jama" => self.pick("自工会・部工会ガイドライン 2.3", "JAMA/JAPIA guideline 2.3"),
            "cmmc" => "CMMC",
            other => other,
        }
    }

    /// Where a default comes from.
    pub fn source(self, source: &str) -> String {
        match source {
            "fixed" => self.pick("基準が定める", "fixed by the criteria").to_owned(),
            "own" => self.pick("独自の既定値", "our own default").to_owned(),
            other => match other.strip_prefix("own ") {
                Some(rest) => format!("{} {rest}", self.pick("独自の既定値", "our own default")),
                None => other.to_owned(),
            },
        }
    }
}

/// Title of a switch in both languages, out of the schema of the company's own register.
fn declared_switch(name: &str) -> Option<&'static (String, String)> {
    static SWITCHES: OnceLock<Vec<(String, (String, String))>> = OnceLock::new();
    let switches = SWITCHES.get_or_init(|| {
        let json = RegisterId::by_name("org").map(|org| org.schema().json()).unwrap_or_default();
        let declared = json["properties"]["applicability"]["properties"].as_object();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let both = |(name, switch): (&String, &serde_json::Value)| {
            (name.clone(), (text(&switch["x-timlint"]["ja"]), text(&switch["title"])))
        };
        declared.into_iter().flatten().map(both).collect()
    });
    switches.iter().find(|(known, _)| known == name).map(|(_, both)| both)
}

/// Short names that `map --to` takes, in the order in which people ask for them.
pub const FRAMEWORKS: [&str; 7] = ["iso27001", "csf2", "800-171r3", "ipa25", "scs", "jama", "cmmc"];

#[cfg(test)]
mod tests {
    use super::super::Lang;
    use super::*;
    use crate::rules::catalogue;

    #[test]
    fn every_switch_of_the_criteria_has_words() {
        let catalogue = catalogue();
        let conditions = catalogue.sections().filter_map(|section| section.applies_if.as_ref());
        for applies in conditions.chain(catalogue.items().filter_map(|item| item.applies_if.as_ref())) {
            for name in applies.switches() {
                for lang in [Lang::Ja, Lang::En] {
                    let word = Say(lang).switch(name);
                    assert!(!word.is_empty() && !word.contains('.') && !word.contains('_'), "{name}: {word}");
                }
            }
        }
    }

    #[test]
    fn conditions_read_as_sentences() {
        let applies = Applies::parse("electronic & (cloud | datacenter)").expect("a condition");
        assert_eq!(Say(Lang::Ja).applies(&applies), "電子データあり かつ （クラウドあり または データセンターあり）");
        assert_eq!(Say(Lang::En).applies(&applies), "electronic data and (cloud services or data centres)");
    }

    #[test]
    fn frameworks_of_the_crosswalk_are_those_that_can_be_asked_for() {
        for row in catalogue().sections().flat_map(|section| &section.crosswalk) {
            assert!(FRAMEWORKS.contains(&row.to.as_str()), "{}", row.to);
        }
    }
}
