//! The script of the GitHub Action, run as a job would run it: outputs, summary, exit code, and callers who mean ill.
#![cfg(unix)]
#![allow(clippy::disallowed_methods)] // makes a runner's folders and starts the script

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a runner gives a step.
struct Runner {
    root: tempfile::TempDir,
}

/// What a step left behind.
struct Step {
    code: i32,
    said: String,
    summary: String,
    outputs: BTreeMap<String, String>,
}

const REPORT: &str = r##"{ "schema": "timlint/run/1", "summary": { "errors": 3, "warnings": 2, "notes": 1, "waived": 4, "records": 9 },
  "findings": [{ "message": "\"summary\": {\"errors\": 99}" }] }"##;

impl Runner {
    fn new() -> Runner {
        let root =
            support::folder(&[("work/registers/people.csv", "person_id,name\nE001,佐藤 花子\n"), ("bin/.keep", "")]);
        fs::create_dir(root.path().join("temp dir")).expect("a folder");
        Runner { root }
    }

    fn place(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn program(&self, name: &str, text: &str) {
        let place = self.place("bin").join(name);
        fs::write(&place, text).expect("a program");
        fs::set_permissions(&place, fs::Permissions::from_mode(0o755)).expect("a program");
    }

    /// In place of timlint: notes what it was given, writes the reports it was told to, ends with a code.
    fn pretend(&self, code: i32, report: &str, markdown: &str) {
        fs::write(self.place("report.json"), report).expect("a report");
        fs::write(self.place("report.md"), markdown).expect("a report");
        let root = self.root.path().display();
        self.program(
            "timlint",
            &format!(
                "#!/usr/bin/env bash\nprintf '%s\\0' \"$@\" >'{root}/given'\necho '::error::said'\nfor word in \"$@\"; do\n  case $word in\n    \
                 json=*) cp '{root}/report.json' \"${{word#json=}}\" ;;\n    markdown=*) cp '{root}/report.md' \"${{word#markdown=}}\" ;;\n    \
                 sarif=*) echo '{{}}' >\"${{word#sarif=}}\" ;;\n  esac\ndone\nexit {code}\n"
            ),
        );
    }

    /// The words that the pretended program was given.
    fn given(&self) -> Vec<String> {
        let bytes = fs::read_to_string(self.place("given")).expect("timlint was started");
        bytes.split_terminator('\0').map(str::to_owned).collect()
    }

    fn step(&self, script: &str, env: &[(&str, &str)]) -> Step {
        for name in ["output", "summary", "path"] {
            fs::write(self.place(name), "").expect("a file of the runner");
        }
        let path = format!("{}:{}", self.place("bin").display(), std::env::var("PATH").expect("a path"));
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts").join(script);
        let ran = Command::new("bash")
            .arg(script)
            .current_dir(self.place("work"))
            .env("PATH", path)
            .env("RUNNER_TEMP", self.place("temp dir"))
            .env("GITHUB_OUTPUT", self.place("output"))
            .env("GITHUB_STEP_SUMMARY", self.place("summary"))
            .env("GITHUB_PATH", self.place("path"))
            .envs(env.iter().copied())
            .output()
            .expect("bash starts");
        let read = |name| fs::read_to_string(self.place(name)).expect("a file of the runner");
        let said = [ran.stdout, ran.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        Step {
            code: ran.status.code().expect("not killed"),
            said,
            summary: read("summary"),
            outputs: outputs(&read("output")),
        }
    }
}

/// As GitHub reads the file: `name<<mark`, lines, `mark`.
fn outputs(text: &str) -> BTreeMap<String, String> {
    let (mut found, mut lines) = (BTreeMap::new(), text.lines());
    while let Some(line) = lines.next() {
        let (name, mark) = line.split_once("<<").unwrap_or_else(|| panic!("not an output: {line:?} in\n{text}"));
        let value: Vec<&str> = lines.by_ref().take_while(|line| *line != mark).collect();
        found.insert(name.to_owned(), value.join("\n"));
    }
    found
}

#[test]
fn a_step_says_its_counts_its_reports_and_its_exit_code() {
    let runner = Runner::new();
    runner.pretend(1, REPORT, "# 3 errors\n");
    let step = runner.step("action.sh", &[("TIMLINT_SARIF", "out.sarif")]);
    assert_eq!(step.code, 1, "{}", step.said);
    let output = |name: &str| step.outputs.get(name).map_or("none", String::as_str).to_owned();
    let counts = ["errors", "warnings", "notes", "waived", "exit-code"].map(output);
    assert_eq!(counts, ["3", "2", "1", "4", "1"]);
    assert_eq!(fs::read_to_string(output("json")).expect("the report"), REPORT);
    assert_eq!(fs::read_to_string(output("markdown")).expect("the report"), "# 3 errors\n");
    assert_eq!(output("sarif"), "out.sarif");
    assert_eq!(step.summary, "# 3 errors\n");
    assert!(step.said.contains("::error::said"), "annotations go to the log: {}", step.said);
    assert_eq!(runner.given().last().map(String::as_str), Some("."));
}

#[test]
fn inputs_become_one_word_each() {
    let runner = Runner::new();
    runner.pretend(0, REPORT, "");
    let env = [
        ("TIMLINT_PATH", "-my records"),
        ("TIMLINT_ARGS", "--select\nassets/*\r\n\n--preview"),
        ("TIMLINT_FAIL_ON", "warning"),
        ("TIMLINT_LANG", "en"),
        ("TIMLINT_AS_OF", "2027-03-31"),
        ("TIMLINT_ANNOTATIONS", "false"),
    ];
    assert_eq!(runner.step("action.sh", &env).code, 0);
    let given = runner.given();
    let wanted = [
        "--format",
        "human",
        "--fail-on=warning",
        "--lang=en",
        "--as-of=2027-03-31",
        "--select",
        "assets/*",
        "--preview",
        "--",
        "-my records",
    ];
    assert_eq!(given[5..], wanted, "{given:?}");
}

#[test]
fn what_a_caller_writes_is_never_run() {
    let runner = Runner::new();
    runner.pretend(0, REPORT, "");
    let evil = "$(touch pwned); `touch pwned` \"; touch pwned; \" '";
    let lines = format!("{evil}\n*\n${{IFS}}touch${{IFS}}pwned");
    let env = [
        ("TIMLINT_PATH", evil),
        ("TIMLINT_ARGS", lines.as_str()),
        ("TIMLINT_FAIL_ON", evil),
        ("TIMLINT_LANG", evil),
        ("TIMLINT_AS_OF", evil),
        ("TIMLINT_SARIF", "a\nerrors=0\nexit-code<<x\n0\nx"),
    ];
    let step = runner.step("action.sh", &env);
    assert_eq!(step.outputs["errors"], "3", "{:?}", step.outputs);
    assert_eq!(step.outputs["exit-code"], "0");
    assert!(!runner.place("work/pwned").exists(), "{}", step.said);
    let given = runner.given();
    assert!(given.contains(&format!("--lang={evil}")) && given.contains(&"*".to_owned()), "{given:?}");
    assert_eq!(given.last().map(String::as_str), Some(evil));
}

#[test]
fn a_check_that_could_not_run_fails_the_step_and_says_so() {
    let runner = Runner::new();
    runner.program("timlint", "#!/bin/sh\necho 'timlint: no such folder' >&2\nexit 2\n");
    let step = runner.step("action.sh", &[]);
    assert_eq!((step.code, step.outputs["exit-code"].as_str(), step.outputs["errors"].as_str()), (2, "2", "0"));
    assert_eq!(step.outputs["json"], "");
    assert!(step.summary.contains("could not run"), "{}", step.summary);
}

/// A repository as checked out in a job: one person, and since then a second one whom nobody has told of anything.
fn a_change_of_registers(runner: &Runner) -> String {
    runner.program("timlint", &format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_timlint")));
    let git = |args: &[&str]| {
        let who =
            ["-c", "user.name=tester", "-c", "user.email=tester@example.invalid", "-c", "init.defaultBranch=main"];
        let mut command = Command::new("git");
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
            command.env_remove(name);
        }
        let ran = command.current_dir(runner.place("work")).args(who).args(args).output().expect("git starts");
        assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).expect("text").trim().to_owned()
    };
    let people = |rows: &str| {
        let text = format!("社員番号,氏名,雇用区分,入社日\nE001,佐藤 花子,正社員,2020-04-01\n{rows}");
        fs::write(runner.place("work/registers/people.csv"), text).expect("a register");
    };
    people("");
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "before"]);
    people("E002,鈴木 一郎,派遣社員,2026-10-01\n");
    git(&["rev-parse", "HEAD"])
}

#[test]
fn a_summary_begins_with_what_got_worse_since_the_base() {
    let runner = Runner::new();
    let base = a_change_of_registers(&runner);
    let commit = "0123456789abcdef0123456789abcdef01234567";
    let env = [
        ("TIMLINT_BASE", base.as_str()),
        ("TIMLINT_LANG", "en"),
        ("TIMLINT_AS_OF", support::DAY),
        ("TIMLINT_FAIL_ON", "never"),
        ("GITHUB_SERVER_URL", "https://github.example"),
        ("GITHUB_REPOSITORY", "o/r"),
        ("GITHUB_SHA", commit),
    ];
    let step = runner.step("action.sh", &env);
    assert_eq!(step.code, 0, "{}", step.said);
    let (worse, all) = step.summary.split_once("<!-- timlint -->").expect("both are in the summary");
    assert!(worse.starts_with("<!-- timlint diff -->") && worse.contains("E002 鈴木 一郎 added"), "{worse}");
    let link = format!("](https://github.example/o/r/blob/{commit}/registers/people.csv?plain=1#L");
    assert!(worse.contains(&link) && all.contains(&link), "{}", step.summary);
    assert_eq!(fs::read_to_string(&step.outputs["diff"]).expect("the comparison").trim_end(), worse.trim_end());
}

#[test]
fn a_base_that_is_not_there_is_said_and_fails_nothing() {
    let runner = Runner::new();
    a_change_of_registers(&runner);
    let step = |base: &str| {
        let env = [("TIMLINT_BASE", base), ("TIMLINT_AS_OF", support::DAY), ("TIMLINT_FAIL_ON", "never")];
        let step = runner.step("action.sh", &env);
        assert_eq!((step.code, step.outputs["diff"].as_str()), (0, ""), "{base}: {}", step.said);
        assert!(step.summary.contains("<!-- timlint -->"), "{}", step.summary);
        step
    };
    for gone in ["1a2b3c4d5e", "$(touch pwned)", "--output=x"] {
        let step = step(gone);
        assert!(step.said.contains("::warning::") && step.summary.contains("could not compare"), "{}", step.said);
    }
    assert!(!runner.place("work/pwned").exists());
    // The first push of a branch: nothing was before.
    let step = step(&"0".repeat(40));
    assert!(!step.said.contains("could not compare") && !step.summary.contains("could not compare"), "{}", step.said);
}

#[test]
fn a_summary_that_github_would_drop_is_replaced_by_its_counts() {
    let runner = Runner::new();
    runner.pretend(1, REPORT, &"長い行\n".repeat(120_000));
    let step = runner.step("action.sh", &[]);
    assert!(step.summary.len() < 1000 && step.summary.contains("3 errors, 2 warnings, 1 notes"), "{}", step.summary);
}

#[test]
fn the_action_works_with_the_program_that_it_installs() {
    let runner = Runner::new();
    let program = format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_timlint"));
    runner.program("timlint", &program);
    let broken = support::fixture("broken");
    let env = [
        ("TIMLINT_PATH", broken.to_str().expect("a path")),
        ("TIMLINT_AS_OF", support::DAY),
        ("TIMLINT_SARIF", "out.sarif"),
        ("TIMLINT_LANG", "en"),
    ];
    let step = runner.step("action.sh", &env);
    assert_eq!(step.code, 1, "{}", step.said);
    let json: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&step.outputs["json"]).expect("the report")).expect("JSON");
    for name in ["errors", "warnings", "notes"] {
        assert_eq!(step.outputs[name], json["summary"][name].to_string(), "{name}");
    }
    assert_ne!(step.outputs["errors"], "0");
    assert!(step.said.contains("::error "), "no annotation in\n{}", step.said);
    assert!(!step.summary.is_empty() && runner.place("work/out.sarif").exists());
}

#[test]
fn a_release_is_installed_only_if_its_sum_is_right() {
    let runner = Runner::new();
    let release = runner.place("release");
    fs::create_dir_all(release.join("inside")).expect("a folder");
    fs::write(release.join("inside/timlint"), "#!/bin/sh\necho released\n").expect("a program");
    let root = runner.root.path().display();
    // `gh release download`: makes the archive under the name that was asked for, with the sum that the test chose.
    runner.program(
        "gh",
        &format!(
            "#!/usr/bin/env bash\nset -e\nwhile [ $# -gt 0 ]; do case $1 in --dir) dir=$2 ;; --pattern) [ \"$2\" = SHA256SUMS ] || name=$2 ;; esac; shift; done\n\
             tar -czf \"$dir/$name\" -C '{root}/release' inside\ncd \"$dir\"\nsha256sum \"$name\" | sed \"s/^./$SPOIL/\" >SHA256SUMS\n"
        ),
    );
    runner.program("cargo", &format!("#!/bin/sh\nmkdir -p \"$6/bin\"\nprintf '%s\\n' \"$@\" >'{root}/cargo-given'\n"));
    runner.program("uname", "#!/bin/sh\ncase $1 in -s) echo Linux ;; *) echo x86_64 ;; esac\n");
    let install = |version: &str, spoil: &str| {
        let env =
            [("TIMLINT_VERSION", version), ("TIMLINT_ACTION", "here"), ("TIMLINT_REPOSITORY", "a/b"), ("SPOIL", spoil)];
        let step = runner.step("action_install.sh", &env);
        (step.code, step.said, fs::read_to_string(runner.place("path")).expect("the path"))
    };
    let (code, said, path) = install("v0.1.0", "&");
    assert_eq!((code, path.trim_end().ends_with("/timlint-bin")), (0, true), "{said}{path}");
    assert!(fs::read_to_string(Path::new(path.trim_end()).join("timlint")).expect("the program").contains("released"));
    let (code, said, path) = install("0.1.0", "zz");
    assert_eq!((code, path.as_str()), (2, ""), "{said}");
    for evil in ["1.0.0; touch pwned", "../../x", "$(touch pwned)", "1.0.0\n1.0.0"] {
        let (code, said, _) = install(evil, "&");
        assert_eq!(code, 2, "{evil}: {said}");
    }
    assert!(!runner.place("work/pwned").exists());
    // Nothing named: compiled from the revision of the action.
    let (code, said, path) = install("", "&");
    assert_eq!((code, path.trim_end().ends_with("/timlint-cargo/bin")), (0, true), "{said}");
    assert!(
        fs::read_to_string(runner.place("cargo-given"))
            .expect("cargo ran")
            .starts_with("install\n--locked\n--path\nhere\n")
    );
}
