//! What we say of our own files, asked of somebody else's program: `check-jsonschema`, which knows nothing of timlint.
//!
//! Ignored unless the tools are there: `.ci/run` installs them and switches these tests on with
//! `TIMLINT_TOOLS=<folder of a Python environment> cargo test --test outside_tools -- --ignored`.
#![allow(clippy::disallowed_methods)] // starts programs and reads schemas

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const DAY: &str = "2026-11-20";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn tool(name: &str) -> Command {
    let folder =
        std::env::var_os("TIMLINT_TOOLS").expect("TIMLINT_TOOLS names a Python environment with check-jsonschema");
    let folder = root().join(folder);
    let places = [folder.join("bin").join(name), folder.join("Scripts").join(format!("{name}.exe"))];
    let place = places.iter().find(|place| place.exists());
    Command::new(place.unwrap_or_else(|| panic!("{name} is not in {}", folder.display())))
}

/// Runs a program that must be content.
fn content(command: &mut Command) {
    let output = command.current_dir(root()).output().expect("the tool starts");
    let told = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(output.status.success(), "{command:?}\n{}", told.concat());
}

fn schemas() -> Vec<PathBuf> {
    let registers = fs::read_dir(root().join("schemas/registers")).expect("schemas");
    let mut paths: Vec<PathBuf> = registers.map(|entry| entry.expect("schemas").path()).collect();
    paths.extend(["run", "status", "map", "diff"].map(|name| root().join(format!("schemas/{name}.schema.json"))));
    paths.sort();
    paths
}

#[test]
#[ignore = "needs check-jsonschema; .ci/run has it"]
fn every_schema_is_json_schema() {
    assert!(schemas().len() > 40, "schemas were not found");
    content(tool("check-jsonschema").arg("--check-metaschema").args(schemas()));
}

#[test]
#[ignore = "needs check-jsonschema; .ci/run has it"]
fn the_json_of_a_run_is_what_its_schema_says() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).expect("a folder");
    let mut written = Vec::new();
    for (name, path) in [
        ("broken", root().join("fixtures/broken")),
        ("clean-ja", root().join("fixtures/clean-ja")),
        ("clean-en", root().join("fixtures/clean-en")),
        ("empty", empty),
    ] {
        let place = folder.path().join(format!("{name}.json"));
        let output = format!("json={}", place.display());
        let mut timlint = Command::new(env!("CARGO_BIN_EXE_timlint"));
        timlint.arg("check").arg(path).args(["--as-of", DAY, "--format", &output]);
        assert!(timlint.status().expect("timlint runs").code().is_some_and(|code| code <= 2));
        written.push(place);
    }
    content(tool("check-jsonschema").args(["--schemafile", "schemas/run.schema.json"]).args(written));
}

#[test]
#[ignore = "needs check-jsonschema; .ci/run has it"]
fn the_json_of_status_and_map_is_what_their_schemas_say() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let orders: [(&str, &[&str]); 6] = [
        ("status", &["status", "fixtures/broken", "--as-of", DAY, "--format", "json"]),
        ("status", &["status", "fixtures/clean-ja", "--as-of", DAY, "--by", "item", "--format", "json"]),
        ("diff", &["diff", "fixtures/clean-ja", "fixtures/neglected", "--as-of", DAY, "--format", "json"]),
        ("diff", &["diff", "fixtures/broken", "fixtures/clean-en", "--as-of", DAY, "--format", "json", "--lang", "en"]),
        ("map", &["map", "--to", "iso27001", "--format", "json"]),
        ("map", &["map", "--to", "scs", "--reverse", "--format", "json"]),
    ];
    for (turn, (name, order)) in orders.iter().enumerate() {
        let output = Command::new(env!("CARGO_BIN_EXE_timlint")).current_dir(root()).args(*order).output();
        let place = folder.path().join(format!("{turn}.json"));
        fs::write(&place, output.expect("timlint runs").stdout).expect("a page is written");
        let schema = format!("schemas/{name}.schema.json");
        content(tool("check-jsonschema").args(["--schemafile", &schema]).arg(place));
    }
}

/// A file that timlint finds no fault with must please an editor that has only the schema: JSON registers whose columns
/// bear their field names.
#[test]
#[ignore = "needs check-jsonschema; .ci/run has it"]
fn clean_json_registers_please_their_schemas() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut seen = 0;
    for entry in fs::read_dir(root().join("fixtures/clean-en/registers")).expect("the fixture") {
        let path = entry.expect("the fixture").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let schema = root().join(format!("schemas/registers/{name}.schema.json"));
        if path.extension().is_none_or(|extension| extension != "json") || !schema.exists() {
            continue;
        }
        seen += 1;
        let record: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(&schema).expect("a schema is text")).expect("a schema is JSON");
        let list = serde_json::json!({ "type": "array", "items": record });
        let list_schema = folder.path().join(format!("{name}.schema.json"));
        fs::write(&list_schema, list.to_string()).expect("a schema is written");
        content(tool("check-jsonschema").arg("--schemafile").arg(list_schema).arg(path));
    }
    assert!(seen > 2, "only {seen} JSON registers were found");
}

/// A spreadsheet program opens the workbook, and what it saves again reads as the same cells.
#[test]
#[ignore = "needs LibreOffice; .ci/run has it where it is installed"]
fn libreoffice_keeps_an_exported_workbook() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (first, saved) = (folder.path().join("first.xlsx"), folder.path().join("saved"));
    let mut timlint = Command::new(env!("CARGO_BIN_EXE_timlint"));
    let export = ["export", "fixtures/clean-ja", "--as-of", DAY, "--lang", "ja", "--xlsx"];
    content(timlint.args(export).arg(&first));
    let home = format!("-env:UserInstallation=file://{}", folder.path().join("home").display());
    for kind in ["xlsx", "pdf"] {
        let mut office = Command::new("soffice");
        office.args([&home, "--headless", "--convert-to", kind, "--outdir"]).arg(&saved).arg(&first);
        content(&mut office);
    }
    assert!(fs::metadata(saved.join("first.pdf")).expect("a PDF").len() > 10_000);
    let imported = |workbook: &Path, name: &str| -> Vec<(String, Vec<u8>)> {
        let into = folder.path().join(name);
        let mut timlint = Command::new(env!("CARGO_BIN_EXE_timlint"));
        content(timlint.arg("import").arg(workbook).arg("--into").arg(&into).arg("--yes"));
        let files = fs::read_dir(&into).expect("registers").map(|entry| entry.expect("a register").path());
        let mut files: Vec<_> = files
            .map(|path| {
                (path.file_name().expect("a name").to_string_lossy().into_owned(), fs::read(&path).expect("text"))
            })
            .collect();
        files.sort();
        files
    };
    let (before, after) = (imported(&first, "before"), imported(&saved.join("first.xlsx"), "after"));
    assert!(before.len() > 40, "{} registers", before.len());
    for (one, other) in before.iter().zip(&after) {
        assert!(one == other, "{} is not what it was", one.0);
    }
    assert_eq!(before.len(), after.len());
}
