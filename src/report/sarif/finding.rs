//! One finding as a result, or as a notification of what kept files from being judged; places and fixes.

use serde_json::{Value, json};

use crate::diag::{Edit, Fix, Label};
use crate::report::Finding;
use crate::report::handed::uri;
use crate::source::Span;

use super::{Page, RELATED, TOP};

impl Page<'_> {
    pub fn result(&self, finding: &Finding) -> Value {
        let diagnostic = &finding.diagnostic;
        let told = self.handed.teller.tell(finding);
        let subject = diagnostic.subject.as_ref();
        let key = |key: &str| self.handed.teller.secrets().mask(key).into_owned();
        let mut result = json!({
            "ruleId": diagnostic.rule,
            "ruleIndex": self.rules.number(&diagnostic.rule),
            "level": finding.level.name(),
            "message": { "text": plain(&self.handed.message(&told)) },
            "locations": [self.location(diagnostic.primary(), "")],
            "partialFingerprints": { "timlint/v1": finding.fingerprint },
            "properties": {
                "items": finding.items,
                "requirement": diagnostic.requirement,
                "subject": subject.map(|subject| json!({ "register": subject.register, "key": key(&subject.key) })),
                "why": told.why,
                "fix": told.fix,
            },
        });
        let mut set = |key: &str, value: Option<Value>| {
            if let (Some(value), Some(result)) = (value, result.as_object_mut()) {
                result.insert(key.to_owned(), value);
            }
        };
        set("relatedLocations", self.related(finding, &told.labels));
        set("fixes", self.fixes(finding));
        let waived = finding.waived.as_ref();
        set("suppressions", waived.map(|waived| {
            json!([{ "kind": "external", "status": "accepted", "justification": plain(&self.handed.teller.waived(waived)) }])
        }));
        result
    }

    /// Grounds, near misses and places of missing rows, each with its words; as many as there is room for.
    fn related(&self, finding: &Finding, texts: &[String]) -> Option<Value> {
        let labels = finding.diagnostic.labels.iter().zip(texts).skip(1);
        let all = finding.diagnostic.labels.len().saturating_sub(1);
        let shown = all.min(RELATED).min(self.room.get());
        self.room.set(self.room.get() - shown);
        self.left.places.set(self.left.places.get() + all - shown);
        let places = labels.take(shown).enumerate().map(|(i, (label, text))| {
            let mut place = self.location(label, text);
            place["id"] = json!(i + 1);
            place["properties"] = json!({ "role": label.role.name() });
            place
        });
        let places: Vec<Value> = places.collect();
        (!places.is_empty()).then(|| json!(places))
    }

    fn location(&self, label: &Label, text: &str) -> Value {
        let file = label.span.file;
        let artifact = json!({ "uri": uri(&self.handed.path(file)), "uriBaseId": TOP });
        let mut place =
            json!({ "physicalLocation": { "artifactLocation": artifact, "region": self.region(label.span) } });
        // A workbook has no lines: its row stands for one, and the cell is named.
        if let Some(cell) = self.handed.cell(label) {
            let name = cell.rsplit('!').next().unwrap_or_default();
            place["logicalLocations"] = json!([{ "name": name, "fullyQualifiedName": cell, "kind": "cell" }]);
        }
        if !text.is_empty() {
            place["message"] = json!({ "text": plain(text) });
        }
        place
    }

    fn region(&self, span: Span) -> Value {
        let from = self.handed.places.utf16(span.file, span.start);
        if self.handed.run.sources.get(span.file).sheet.is_some() {
            return json!({ "startLine": from.line.get() });
        }
        let to = self.handed.places.utf16(span.file, span.end);
        json!({
            "startLine": from.line.get(),
            "startColumn": from.column.get(),
            "endLine": to.line.get(),
            "endColumn": to.column.get(),
        })
    }

    /// What would mend it. With a secret in it, or in a workbook, it is not told.
    fn fixes(&self, finding: &Finding) -> Option<Value> {
        let may_show = |edit: &Edit| {
            let plain = self.handed.teller.secrets().mask(&edit.text) == edit.text;
            plain && self.handed.run.sources.get(edit.span.file).sheet.is_none()
        };
        let fixes = finding.diagnostic.fixes.iter().filter(|fix| fix.edits.iter().all(may_show));
        let fixes: Vec<Value> = fixes.map(|fix| self.fix(fix)).collect();
        (!fixes.is_empty()).then(|| json!(fixes))
    }

    fn fix(&self, fix: &Fix) -> Value {
        let change = |edit: &Edit| {
            json!({
                "artifactLocation": { "uri": uri(&self.handed.path(edit.span.file)), "uriBaseId": TOP },
                "replacements": [{ "deletedRegion": self.region(edit.span), "insertedContent": { "text": edit.text } }],
            })
        };
        let safe = fix.applicability.name();
        let text = match safe {
            "safe" => self.handed.say.pick("書き方だけを直す", "Spell it in the usual way"),
            _ => self.handed.say.pick("推測による修正。内容を確かめること", "A guess; look at it before you take it"),
        };
        json!({
            "description": { "text": text },
            "artifactChanges": fix.edits.iter().map(change).collect::<Vec<_>>(),
            "properties": { "applicability": safe },
        })
    }

    pub fn notification(&self, finding: &Finding) -> Value {
        let told = self.handed.teller.tell(finding);
        let place = self.location(finding.diagnostic.primary(), "");
        json!({
            "level": finding.level.name(),
            "message": { "text": plain(&self.handed.message(&told)) },
            "locations": [place],
            "descriptor": { "id": finding.diagnostic.rule },
        })
    }
}

/// A message in which no value makes a link: SARIF reads `[words](where)` in any text as one.
fn plain(text: &str) -> String {
    text.replace("](", "] (")
}
