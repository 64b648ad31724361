//! Findings as data for the script: every text stands once in a pool, however many findings say it.
//!
//! How they look is decided in `page.js` and `page.css`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use crate::diag::{Level, Role};

use super::super::words::{Secrets, Teller, Told, escaped};
use super::super::{Finding, Lang, Run};
use super::escape::script_json;
use super::rows::{Rows, Said};
use super::words;

/// Findings in one page. A browser must still open it, and a person reads far fewer.
const MOST: usize = 20_000;
/// Places drawn of one finding; the rest is counted.
const PLACES: usize = 8;

/// Texts by number.
#[derive(Default)]
pub struct Pool {
    texts: Vec<String>,
    numbers: FxHashMap<String, usize>,
}

impl Pool {
    pub fn add(&mut self, text: &str) -> usize {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), self.texts.len() - 1);
        self.texts.len() - 1
    }
}

pub struct Gathered {
    findings: Vec<Value>,
    pool: Pool,
    left: usize,
    /// Rules that found something, with their titles in Japanese and English.
    pub rules: BTreeMap<String, (String, String)>,
    /// Registers that findings are about.
    pub registers: BTreeSet<String>,
}

/// All findings in the order in which a person should see them: the worst first, waived ones last.
pub fn gather(run: &Run) -> Gathered {
    let mut order: Vec<(bool, &Finding)> =
        run.problems.iter().map(|f| (true, f)).chain(run.findings.iter().map(|f| (false, f))).collect();
    order.sort_by_key(|(problem, finding)| (finding.waived.is_some(), std::cmp::Reverse(finding.level), !problem));
    let left = order.len().saturating_sub(MOST);
    let secrets = Secrets::of(run);
    let mut gatherer = Gatherer {
        run,
        ja: Teller::new(run, Lang::Ja),
        en: Teller::new(run, Lang::En),
        rows: Rows::new(run, &secrets),
        out: Gathered {
            findings: Vec::new(),
            pool: Pool::default(),
            left,
            rules: BTreeMap::new(),
            registers: BTreeSet::new(),
        },
    };
    for (problem, finding) in order.into_iter().take(MOST) {
        gatherer.take(finding, problem);
    }
    gatherer.out
}

/// The pool, the findings and the words of the page, as JSON that may stand in a `script` element.
pub fn write(gathered: &Gathered, titles: &[String; 2], out: &mut dyn Write) -> io::Result<()> {
    let json = |value: &Value| script_json(&value.to_string());
    write!(out, "{{\"words\":{},\n\"left\":{},\n\"texts\":[", json(&words::script(titles)), gathered.left)?;
    let comma = |i: usize| if i == 0 { "" } else { ",\n" };
    for (i, text) in gathered.pool.texts.iter().enumerate() {
        write!(out, "{}{}", comma(i), json(&Value::from(text.as_str())))?;
    }
    out.write_all(b"],\n\"findings\":[")?;
    for (i, finding) in gathered.findings.iter().enumerate() {
        write!(out, "{}{}", comma(i), json(finding))?;
    }
    out.write_all(b"]}")
}

struct Gatherer<'r> {
    run: &'r Run,
    ja: Teller<'r>,
    en: Teller<'r>,
    rows: Rows<'r>,
    out: Gathered,
}

impl Gatherer<'_> {
    fn take(&mut self, finding: &Finding, problem: bool) {
        let diagnostic = &finding.diagnostic;
        let (ja, en) = (self.ja.tell(finding), self.en.tell(finding));
        let rule = escaped(&diagnostic.rule);
        self.out.rules.entry(rule.clone()).or_insert_with(|| (ja.title.clone(), en.title.clone()));
        let register = self.register(finding);
        self.out.registers.extend(register.clone());
        let mut labels = self.said(finding, &ja, &en);
        let more = labels.len().saturating_sub(PLACES);
        labels.truncate(PLACES);
        let pool = &mut self.out.pool;
        let tables = self.rows.tables(&labels, pool);
        let mut both = |ja: &str, en: &str| json!([pool.add(ja), pool.add(en)]);
        let level = match finding.level {
            Level::Error => 0,
            Level::Warning => 1,
            Level::Note => 2,
        };
        let mut entry = json!({
            "l": level,
            "r": both(&rule, &rule)[0],
            "f": finding.fingerprint,
            "i": finding.items.iter().map(|item| escaped(item)).collect::<Vec<_>>(),
            "t": both(&ja.title, &en.title),
            "w": both(&ja.what, &en.what),
            "y": both(&ja.why, &en.why),
            "x": both(&ja.fix, &en.fix),
            "a": tables,
        });
        if problem {
            entry["p"] = 1.into();
        }
        if let Some(register) = register {
            entry["g"] = both(&register, &register)[0].clone();
        }
        if more > 0 {
            entry["m"] = more.into();
        }
        if let (Some(ja), Some(en)) = (&ja.did_you_mean, &en.did_you_mean) {
            entry["d"] = both(ja, en);
        }
        if let Some(waived) = &finding.waived {
            entry["v"] = both(&self.ja.waived(waived), &self.en.waived(waived));
        }
        self.out.findings.push(entry);
    }

    /// The register of the record that the finding is about, or of the file in which it stands.
    fn register(&self, finding: &Finding) -> Option<String> {
        let diagnostic = &finding.diagnostic;
        if let Some(subject) = &diagnostic.subject {
            return Some(subject.register.clone());
        }
        let path = &self.run.sources.get(diagnostic.primary().span.file).path;
        self.run.inputs.iter().find(|input| input.name() == path.as_str())?.register.clone()
    }

    /// Labels with their words. What is wrong and what is missing come before grounds, so that those are cut first.
    fn said<'f>(&mut self, finding: &'f Finding, ja: &Told, en: &Told) -> Vec<Said<'f>> {
        let labels = &finding.diagnostic.labels;
        let first_near = labels.iter().position(|label| label.role == Role::Near);
        let mut said: Vec<Said<'f>> = Vec::with_capacity(labels.len());
        for (i, label) in labels.iter().enumerate() {
            // "Closest row" is said once; the row's other cells go by name.
            let by_name = label.role == Role::Near && first_near != Some(i);
            let word = |teller: &Teller<'_>, told: &Told| match by_name {
                true => teller.name(&label.about),
                false => told.labels.get(i).cloned().unwrap_or_default(),
            };
            let (ja, en) = (word(&self.ja, ja), word(&self.en, en));
            said.push(Said { label, ja: self.out.pool.add(&ja), en: self.out.pool.add(&en) });
        }
        said.sort_by_key(|one| match one.label.role {
            Role::Primary => 0,
            Role::InsertAt => 1,
            Role::Grounds | Role::Near => 2,
        });
        said
    }
}
