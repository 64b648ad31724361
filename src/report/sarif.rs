//! SARIF 2.1.0, for code scanning and for viewers of static analysis.
//!
//! A code host rejects a file that is over its limits, so they are obeyed here, the worst findings first, and what was left
//! out is said in a notification and in the properties of the run. Columns are counted in UTF-16 units.

mod finding;
mod rules;

use std::cell::Cell;
use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Value, json};

use crate::model::date::format_date;

use super::handed::{self, Handed, uri};
use super::{Finding, Options, Report, Run};
use rules::Rules;

/// Where the form is described.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// What paths are relative to: the name by which code hosts know the top of a repository.
const TOP: &str = "%SRCROOT%";

/// Limits of GitHub's code scanning: over the first two a file is rejected.
const RESULTS: usize = 25_000;
const TAGS: usize = 20;
/// It shows no more than these, of those that it takes.
const SHOWN: usize = 5_000;
const RELATED: usize = 100;
/// Related places of all results together, so that the file stays below 10 MB when it is packed.
const RELATED_IN_ALL: usize = 100_000;

pub struct Sarif;

impl Report for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn write(&self, run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
        self.write_below("", run, options, out)
    }

    fn write_below(&self, folder: &str, run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
        let handed = Handed::new(run, options, folder);
        let all = handed.worst_first();
        let (kept, left) = all.split_at(all.len().min(RESULTS));
        let rules = Rules::of(kept);
        let left = Left { results: left.len(), places: Cell::default() };
        let page = Page { handed, options, folder, kept, rules, left, room: Cell::new(RELATED_IN_ALL) };
        handed::json(&Log(&page), out)
    }
}

/// What did not fit.
struct Left {
    results: usize,
    /// Related places; known once all results are written.
    places: Cell<usize>,
}

struct Page<'r> {
    handed: Handed<'r>,
    options: &'r Options,
    folder: &'r str,
    kept: &'r [&'r Finding],
    rules: Rules<'r>,
    left: Left,
    /// Related places that may still be written.
    room: Cell<usize>,
}

struct Log<'p>(&'p Page<'p>);

impl Serialize for Log<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("$schema", SCHEMA)?;
        map.serialize_entry("version", "2.1.0")?;
        map.serialize_entry("runs", &[RunOf(self.0)])?;
        map.end()
    }
}

struct RunOf<'p>(&'p Page<'p>);

impl Serialize for RunOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let page = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("tool", &page.tool())?;
        map.serialize_entry("language", page.handed.say.pick("ja", "en"))?;
        map.serialize_entry("columnKind", "utf16CodeUnits")?;
        map.serialize_entry("newlineSequences", &["\r\n", "\n", "\r"])?;
        map.serialize_entry("automationDetails", &json!({ "id": format!("timlint/{}", page.folder) }))?;
        map.serialize_entry("originalUriBaseIds", &page.bases())?;
        map.serialize_entry("artifacts", &page.artifacts())?;
        map.serialize_entry("results", &Results(page))?;
        // Behind the results: only now it is known what they had no room for.
        map.serialize_entry("invocations", &[page.invocation()])?;
        map.serialize_entry("properties", &page.properties())?;
        map.end()
    }
}

struct Results<'p>(&'p Page<'p>);

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.kept.len()))?;
        for finding in self.0.kept {
            list.serialize_element(&self.0.result(finding))?;
        }
        list.end()
    }
}

impl Page<'_> {
    fn tool(&self) -> Value {
        let version = env!("CARGO_PKG_VERSION");
        let rules = self.rules.describe(&self.handed);
        json!({ "driver": { "name": "timlint", "version": version, "semanticVersion": version, "rules": rules } })
    }

    fn bases(&self) -> Value {
        let text = self.handed.say.pick(
            "timlint を実行したフォルダー（通常はリポジトリの一番上）",
            "The folder in which timlint was started, as a rule the top of the repository",
        );
        json!({ TOP: { "description": { "text": text } } })
    }

    /// Which files were looked at, with what they held.
    fn artifacts(&self) -> Vec<Value> {
        let mut files: Vec<Value> = Vec::new();
        let mut seen = rustc_hash::FxHashSet::default();
        for input in self.handed.run.inputs.iter().filter(|input| seen.insert(input.path.as_str())) {
            let place = json!({ "uri": uri(&self.handed.below(&input.path)), "uriBaseId": TOP });
            files.push(match input.sha256.as_str() {
                "" => json!({ "location": place }),
                hash => json!({ "location": place, "hashes": { "sha-256": hash } }),
            });
        }
        files
    }

    fn invocation(&self) -> Value {
        let run = self.handed.run;
        let mut notices: Vec<Value> =
            run.problems.iter().take(RESULTS).map(|finding| self.notification(finding)).collect();
        let told = self.left_out().into_iter().chain(self.more_than_shown());
        notices.extend(told.map(|text| json!({ "level": "warning", "message": { "text": text } })));
        // Where no register could be read, silence would look like a pass.
        let judged = run.inputs.iter().any(|input| input.register.is_some());
        json!({ "executionSuccessful": judged, "toolExecutionNotifications": notices })
    }

    fn left_out(&self) -> Option<String> {
        let (results, places) = (self.left.results, self.left.places.get());
        let say = self.handed.say;
        let mut parts = Vec::new();
        if results > 0 {
            parts.push(say.pick(format!("指摘 {results}件"), format!("{results} findings")));
        }
        if places > 0 {
            parts.push(say.pick(format!("関連する箇所 {places}件"), format!("{places} related places")));
        }
        let what = parts.join(say.pick("、", ", "));
        (!parts.is_empty()).then(|| {
            say.pick(
                format!("このファイルの上限を超えるため省いたもの（軽いものから）: {what}。全件は --format json で得られます。"),
                format!("Left out, the least first, for lack of room in this file: {what}. `--format json` has all of them."),
            )
        })
    }

    fn more_than_shown(&self) -> Option<String> {
        let all = self.kept.len();
        (all > SHOWN).then(|| {
            self.handed.say.pick(
                format!("指摘は {all}件ありますが、GitHub は重いものから {SHOWN}件までしか表示しません。"),
                format!("There are {all} findings here; GitHub shows {SHOWN} of them, the worst first."),
            )
        })
    }

    fn properties(&self) -> Value {
        let totals = self.handed.run.totals();
        json!({
            "asOf": format_date(self.handed.run.as_of),
            "errors": totals.errors,
            "warnings": totals.warnings,
            "notes": totals.notes,
            "waived": totals.waived,
            "leftOut": { "results": self.left.results, "relatedLocations": self.left.places.get() },
            "lang": self.options.lang.name(),
        })
    }
}
