//! Our reports, asked of other people's programs: Microsoft's SARIF multitool with its rules for GitHub, compliance-trestle
//! for OSCAL, junitparser and an XML Schema for JUnit, a JSON Schema for GitLab.
//!
//! Ignored unless the tools are there: `scripts/outside_reports.sh` installs them and runs these tests.
#![allow(clippy::disallowed_methods)] // starts programs and reads what they wrote

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use support::{DAY, fixture, timlint};

/// What the multitool says of every file, and why it may: a home page on the web is not known yet.
const EXPLAINED: [&str; 1] = ["SARIF2005"];

fn tools() -> PathBuf {
    let folder = std::env::var_os("TIMLINT_REPORT_TOOLS").expect("TIMLINT_REPORT_TOOLS names the folder of the tools");
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

fn python(name: &str) -> Command {
    Command::new(tools().join("py/bin").join(name))
}

fn run(command: &mut Command) -> (Output, String) {
    let output = command.output().expect("the tool starts");
    let told = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    (output, told.concat())
}

#[track_caller]
fn content(command: &mut Command) -> String {
    let (output, told) = run(command);
    assert!(output.status.success(), "{command:?}\n{told}");
    told
}

/// The report over each fixture, and over nothing.
fn written(format: &str, into: &Path) -> Vec<PathBuf> {
    let mut places = Vec::new();
    for (name, lang) in [("broken", "ja"), ("broken", "en"), ("hostile", "ja"), ("clean-ja", "ja"), ("started", "en")] {
        let place = into.join(format!("{name}-{lang}.{format}"));
        let output = format!("{format}={}", place.display());
        let path = fixture(name);
        let args = ["check", path.to_str().expect("a plain path"), "--as-of", DAY, "--lang", lang, "--format", &output];
        assert!(timlint(into, &args).code <= 1, "{name}");
        places.push(place);
    }
    let (empty, place) = (into.join("empty"), into.join(format!("nothing.{format}")));
    fs::create_dir_all(&empty).expect("a folder");
    let output = format!("{format}={}", place.display());
    timlint(into, &["check", "empty", "--as-of", DAY, "--format", &output]).code(2);
    places.push(place);
    places
}

/// Ids of the rules that a SARIF file breaks, by the multitool's own SARIF: its exit code says nothing.
fn complaints(file: &Path, into: &Path) -> Vec<String> {
    let answer = into.join("answer.sarif");
    let tool = tools().join("node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool");
    let mut multitool = Command::new(tool);
    // Without ICU it would not start.
    multitool.env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1");
    multitool
        .arg("validate")
        .arg(file)
        .args(["--rule-kind", "Sarif;Ghas", "--log", "ForceOverwrite", "-o"])
        .arg(&answer);
    let (_, told) = run(&mut multitool);
    let answer = fs::read_to_string(&answer).unwrap_or_else(|error| panic!("{error}\n{told}"));
    let answer: Value = serde_json::from_str(answer.trim_start_matches('\u{feff}')).expect("SARIF");
    let run = &answer["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], true, "{told}");
    let results = run["results"].as_array().map_or(&[][..], Vec::as_slice);
    results.iter().filter_map(|result| result["ruleId"].as_str()).map(str::to_owned).collect()
}

#[test]
#[ignore = "needs sarif-multitool; scripts/outside_reports.sh has it"]
fn sarif_is_what_microsoft_and_github_ask_for() {
    let folder = tempfile::tempdir().expect("a folder");
    for file in written("sarif", folder.path()) {
        let found = complaints(&file, folder.path());
        let unexplained: Vec<_> = found.iter().filter(|rule| !EXPLAINED.contains(&rule.as_str())).collect();
        assert!(unexplained.is_empty(), "{}: {unexplained:?}", file.display());
    }
    // The tool does look: of a file that lacks what GitHub needs it complains.
    let bad = folder.path().join("bad.sarif");
    let text = r#"{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[{"message":{"text":"x"}}]}]}"#;
    fs::write(&bad, text).expect("a file");
    let found = complaints(&bad, folder.path());
    assert!(found.iter().any(|rule| rule.starts_with("GH")), "{found:?}");
}

#[test]
#[ignore = "needs compliance-trestle; scripts/outside_reports.sh has it"]
fn oscal_is_what_trestle_reads() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = written("oscal", folder.path());
    for lang in ["ja", "en"] {
        let place = folder.path().join(format!("catalogue-{lang}.json"));
        let ran = timlint(folder.path(), &["rules", "catalogue", "--as-of", DAY, "--lang", lang]).code(0);
        fs::write(&place, ran.out).expect("a file");
        files.push(place);
    }
    let space = folder.path().join("space");
    fs::create_dir(&space).expect("a folder");
    let trestle = || {
        let mut trestle = python("trestle");
        trestle.current_dir(&space);
        trestle
    };
    content(trestle().args(["init", "--local"]));
    for (i, file) in files.iter().enumerate() {
        // It takes a model by its ending.
        let file = match file.extension().is_some_and(|ending| ending == "json") {
            true => file.clone(),
            false => {
                let renamed = file.with_extension("json");
                fs::rename(file, &renamed).expect("renamed");
                renamed
            }
        };
        content(trestle().args(["import", "-o", &format!("m{i}"), "-f"]).arg(&file));
    }
    let told = content(trestle().args(["validate", "-a"]));
    assert_eq!(told.matches("VALID: Model").count(), files.len(), "{told}");
    assert!(!told.contains("INVALID"), "{told}");
}

#[test]
#[ignore = "needs lxml and junitparser; scripts/outside_reports.sh has them"]
fn junit_is_what_the_schemas_of_ant_and_jenkins_ask_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let schemas = [Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports/junit.xsd"), tools().join("junit-10.xsd")];
    let script = "import sys\nfrom lxml import etree\nfrom junitparser import JUnitXml\n\
        schemas = [etree.XMLSchema(etree.parse(path)) for path in sys.argv[1:3]]\n\
        for path in sys.argv[3:]:\n    \
            tree = etree.parse(path, etree.XMLParser(huge_tree=True))\n    \
            [schema.assertValid(tree) for schema in schemas]\n    \
            print(sum(1 for suite in JUnitXml.fromfile(path) for case in suite if case.result))\n";
    let files = written("junit", folder.path());
    let told = content(python("python").args(["-c", script]).args(schemas).args(&files));
    let counts: Vec<usize> = told.lines().map(|line| line.parse().expect("a count")).collect();
    assert_eq!(counts.len(), files.len());
    let json = timlint(
        folder.path(),
        &["check", fixture("broken").to_str().expect("plain"), "--as-of", DAY, "--format", "json"],
    );
    let page = json.json();
    let found = ["findings", "problems"].map(|list| page[list].as_array().map_or(0, Vec::len));
    assert_eq!(counts[0], found[0] + found[1], "junitparser counts what timlint counts");
}

#[test]
#[ignore = "needs check-jsonschema; scripts/outside_reports.sh has it"]
fn gitlab_is_what_its_documents_describe() {
    let folder = tempfile::tempdir().expect("a folder");
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports/gitlab.schema.json");
    content(python("check-jsonschema").arg("--schemafile").arg(schema).args(written("gitlab", folder.path())));
}
