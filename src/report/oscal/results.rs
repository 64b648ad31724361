//! Assessment results: an observation per finding of the run, a finding per item of the criteria that was judged.
//!
//! Titles, descriptions and remarks are Markdown to a reader of OSCAL, so values are escaped in them.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use crate::engine::{ItemVerdict, Verdict};
use crate::model::date::format_date;
use crate::report::columns::markdown;
use crate::report::handed::{self, Handed, uri, uuid};
use crate::report::words::{because_code, escaped};
use crate::report::{Finding, Lang};
use crate::rules::catalogue;

use super::catalogue::{id as catalogue_id, objective};
use super::{metadata, prop, time};

pub fn write(handed: &Handed<'_>, out: &mut dyn Write) -> io::Result<()> {
    let findings = handed.numbered();
    let observations: Vec<(&Finding, String)> =
        findings.into_iter().map(|(finding, print)| (finding, uuid(&format!("observation {print}")))).collect();
    handed::json(&whole(handed, &observations), out)
}

fn whole(handed: &Handed<'_>, observations: &[(&Finding, String)]) -> Value {
    let (say, run) = (handed.say, handed.run);
    let day = format_date(run.as_of);
    let title = say.pick(format!("timlint による点検（{day}時点）"), format!("Check by timlint as of {day}"));
    let prints: String = observations.iter().map(|(_, uuid)| uuid.as_str()).collect();
    let own = uuid(&format!("results {day} {} {prints}", say.0.name()));
    let plan = uuid("plan");
    let mut resources = vec![
        json!({ "uuid": plan, "title": say.pick("評価計画: 台帳の記録の自動点検", "Assessment plan: registers are checked by a program"),
            "description": "timlint check" }),
        json!({ "uuid": catalogue_id(say), "title": say.pick("点検の基準", "The criteria"), "description": "timlint rules catalogue" }),
    ];
    resources.extend(files(handed));
    let result = result(handed, observations, &title, &own);
    json!({ "assessment-results": {
        "uuid": own,
        "metadata": metadata(&title, env!("CARGO_PKG_VERSION"), run.as_of, say.by_the_records()),
        "import-ap": { "href": format!("#{plan}") },
        "results": [result],
        "back-matter": { "resources": resources },
    } })
}

fn result(handed: &Handed<'_>, observations: &[(&Finding, String)], title: &str, own: &str) -> Value {
    let (say, run) = (handed.say, handed.run);
    let control = |item: &ItemVerdict| json!({ "control-id": item.id });
    let left_out = |item: &&ItemVerdict| item.verdict == Verdict::NotApplicable;
    let (out, into): (Vec<_>, Vec<_>) = run.verdicts.items.iter().partition(left_out);
    let mut selection = json!({});
    match into.is_empty() {
        // The form wants a choice: all were asked about, and it is said that none was judged.
        true => {
            selection["description"] = json!(say.pick("判定できた項目はありません", "No item could be judged"));
            selection["include-all"] = json!({});
        }
        false => selection["include-controls"] = into.iter().copied().map(control).collect(),
    }
    if !out.is_empty() {
        selection["exclude-controls"] = out.iter().copied().map(control).collect();
    }
    let mut result = json!({
        "uuid": uuid(&format!("result {own}")),
        "title": title,
        "description": say.summary(run),
        "start": time(run.as_of),
        "end": time(run.as_of),
        "reviewed-controls": { "control-selections": [selection] },
    });
    if !observations.is_empty() {
        result["observations"] =
            observations.iter().map(|(finding, uuid)| observation(handed, finding, uuid)).collect();
    }
    let mut by_item: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (finding, uuid) in observations {
        finding.items.iter().for_each(|item| by_item.entry(item).or_default().push(uuid));
    }
    let findings: Vec<Value> = into.iter().map(|item| finding(handed, item, &by_item)).collect();
    if !findings.is_empty() {
        result["findings"] = json!(findings);
    }
    result
}

/// What the records say of one item.
fn finding(handed: &Handed<'_>, item: &ItemVerdict, by_item: &BTreeMap<&str, Vec<&str>>) -> Value {
    let say = handed.say;
    let title =
        catalogue().items().find(|known| known.id == item.id).map_or("", |known| known.title.pick(say.0 == Lang::Ja));
    let (state, reason) = match item.verdict {
        Verdict::Met => ("satisfied", "pass"),
        Verdict::Violated => ("not-satisfied", "fail"),
        // No more is known than that the records do not show it.
        _ => ("not-satisfied", "other"),
    };
    let why = say.reason(item, handed.run);
    let verdict = say.verdict(item.verdict);
    let said = if why.is_empty() { verdict.to_owned() } else { markdown(&format!("{verdict}: {why}")) };
    let mut props = vec![prop("verdict", item.verdict.name())];
    props.extend(item.because.iter().map(|because| prop("because", &escaped(&because_code(because)))));
    let mut found = json!({
        "uuid": uuid(&format!("finding {} {}", item.id, handed.run.as_of)),
        "title": format!("{} {title}", item.id),
        "description": said,
        "props": props,
        "target": {
            "type": "objective-id",
            "target-id": objective(&item.id),
            "status": { "state": state, "reason": reason, "remarks": said },
        },
    });
    if let Some(observations) = by_item.get(item.id.as_str()) {
        let related = observations.iter().map(|uuid| json!({ "observation-uuid": uuid }));
        found["related-observations"] = related.collect();
    }
    found
}

/// One finding of the run, with the places that bear it out.
fn observation(handed: &Handed<'_>, finding: &Finding, own: &str) -> Value {
    let told = handed.teller.tell(finding);
    let diagnostic = &finding.diagnostic;
    let mut props = vec![
        prop("rule", &escaped(&diagnostic.rule)),
        prop("level", finding.level.name()),
        prop("fingerprint", &finding.fingerprint),
    ];
    props.extend(finding.waived.as_ref().map(|waived| prop("waived", &handed.teller.waived(waived))));
    if let Some(subject) = &diagnostic.subject {
        props.push(prop("subject", &format!("{} {}", subject.register, handed.teller.value(&subject.key))));
    }
    let mut files: Vec<&str> =
        diagnostic.labels.iter().map(|label| handed.run.sources.get(label.span.file).file()).collect();
    files.sort_unstable();
    files.dedup();
    let subjects: Vec<Value> =
        files.iter().map(|file| json!({ "subject-uuid": resource(file), "type": "resource" })).collect();
    let places = diagnostic.labels.iter().zip(&told.labels).take(100).map(|(label, text)| {
        let text = if text.is_empty() { &told.title } else { text };
        let href = format!("{}#L{}", uri(&handed.path(label.span.file)), handed.line(label));
        let place = handed.place(label);
        json!({ "href": href, "description": markdown(&format!("{place} {text}")) })
    });
    json!({
        "uuid": own,
        "title": markdown(&told.title),
        "description": markdown(&handed.message(&told)),
        "props": props,
        "methods": ["TEST"],
        "types": ["finding"],
        "subjects": subjects,
        "relevant-evidence": places.collect::<Vec<_>>(),
        "collected": time(handed.run.as_of),
        "remarks": markdown(&format!("{}: {}", handed.say.fix(), told.fix)),
    })
}

fn resource(path: &str) -> String {
    uuid(&format!("resource {path}"))
}

/// The files, each with what it held on that day.
fn files(handed: &Handed<'_>) -> Vec<Value> {
    let run = handed.run;
    let mut hashes: BTreeMap<&str, &str> =
        run.sources.iter().map(|(_, source)| (source.file(), source.sha256.as_str())).collect();
    hashes.extend(
        run.inputs.iter().filter(|input| !input.sha256.is_empty()).map(|i| (i.path.as_str(), i.sha256.as_str())),
    );
    let files = hashes.into_iter().map(|(path, hash)| {
        let mut link = json!({ "href": uri(&handed.below(path)) });
        if !hash.is_empty() {
            link["hashes"] = json!([{ "algorithm": "SHA-256", "value": hash }]);
        }
        json!({ "uuid": resource(path), "title": markdown(&escaped(path)), "rlinks": [link] })
    });
    files.collect()
}
