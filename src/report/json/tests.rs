use serde_json::Value;

use crate::diag::{Diagnostic, Level};
use crate::source::{FileId, Span};

use super::super::sample::{args, finding, leaver, near_miss, options, print, run};
use super::super::{Lang, Run, Waived, WaivedBy};
use super::Json;

fn report(run: &Run, lang: Lang) -> Value {
    serde_json::from_str(&print(&Json, run, &options(lang))).expect("valid JSON")
}

#[test]
fn every_report_fits_the_published_schema() {
    let schema: Value = serde_json::from_str(include_str!("../../../schemas/run.schema.json")).expect("valid JSON");
    let options =
        jsonschema::options().with_pattern_options(jsonschema::PatternOptions::regex()).should_validate_formats(true);
    let validator = options.build(&schema).expect("a valid schema");
    let mut broken = leaver();
    broken.problems.push(finding(
        args(Diagnostic::new("input/csv-quote", Span::at(FileId(0), 0)).suggest(Some("x"))),
        Level::Note,
    ));
    broken.findings[0].diagnostic.counterpart = Some("E1".to_owned());
    let mut waived = leaver();
    waived.findings.push(waived.findings[0].clone());
    for (finding, by) in waived.findings.iter_mut().zip([WaivedBy::Register, WaivedBy::Baseline]) {
        let (reason, approver) = match by {
            WaivedBy::Register => ("new stick on order".to_owned(), Some("E1".to_owned())),
            WaivedBy::Baseline => (String::new(), None),
        };
        let span = finding.diagnostic.primary().span;
        finding.waived = Some(Waived { by, id: "WV-1".to_owned(), reason, approver, until: 20_800, span });
    }
    for run in [leaver(), near_miss(), broken, waived, run(&[])] {
        for lang in [Lang::Ja, Lang::En] {
            let report = report(&run, lang);
            let errors: Vec<String> =
                validator.iter_errors(&report).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(errors.is_empty(), "{errors:#?}");
        }
    }
    let mut stranger = report(&leaver(), Lang::Ja);
    stranger["findings"][0]["severity"] = Value::from("high");
    assert!(!validator.is_valid(&stranger), "the schema is strict");
}

#[test]
fn lines_and_columns_count_characters_from_one() {
    let report = report(&leaver(), Lang::En);
    let finding = &report["findings"][0];
    assert_eq!(finding["subject"], serde_json::json!({"register": "access_rights", "key": "G1"}));
    let labels = finding["labels"].as_array().expect("labels");
    // An empty cell: start and end are one place, at the end of a line that ends in CR LF.
    assert_eq!(labels[0]["start"], labels[0]["end"]);
    assert_eq!((&labels[0]["start"]["line"], &labels[0]["start"]["column"]), (&Value::from(2), &Value::from(22)));
    assert_eq!(labels[1]["path"], "registers/people.csv");
    assert_eq!((&labels[1]["start"]["column"], &labels[1]["end"]["column"]), (&Value::from(10), &Value::from(20)));
    assert_eq!(labels[0]["text"], "end date is blank");
    assert_eq!(labels[1]["about"], serde_json::json!({"register": "people", "field": "leave_on"}));
}

#[test]
fn verdicts_say_what_decided() {
    let report = report(&leaver(), Lang::En);
    let item = serde_json::json!({
        "id": "II.2.5", "verdict": "violated", "because": ["access_rights/kept-by-leaver: 1 violated, 1 satisfied"],
    });
    assert_eq!(report["items"], serde_json::json!([item]));
    assert_eq!(report["sections"][0]["because"], serde_json::json!(["II.2.5: violated"]));
}

#[test]
fn an_empty_run_still_says_all_parts() {
    let report = report(&run(&[]), Lang::Ja);
    let parts: Vec<&str> = report.as_object().expect("a map").keys().map(String::as_str).collect();
    let expected = [
        "schema", "version", "as_of", "lang", "summary", "findings", "problems", "rules", "items", "sections",
        "chapters", "inputs",
    ];
    assert_eq!(parts, expected);
    assert_eq!((&report["schema"], &report["as_of"]), (&Value::from("timlint/run/1"), &Value::from("2026-11-20")));
}

#[test]
fn a_closed_pipe_is_an_error_of_the_world() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for report in super::super::REPORTS {
        let error = report.write(&leaver(), &options(Lang::Ja), &mut Closed).expect_err("nobody reads");
        assert_eq!(error.kind(), std::io::ErrorKind::BrokenPipe, "{}", report.name());
    }
}
