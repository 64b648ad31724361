//! The page in somebody else's program: Chromium opens it, with axe for accessibility. `tests/outside/html.mjs` does the reading.
//!
//! Ignored unless the tools are there: `scripts/outside_html.sh` installs them and switches this test on with
//! `TIMLINT_HTML_TOOLS=<folder with node_modules>` and `TIMLINT_CHROMIUM=<program>`.
#![allow(clippy::disallowed_methods)] // starts programs and writes pages

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{DAY, fixture, timlint};

/// Large enough for ten thousand findings.
const ASSETS: &str = "7000";

fn page(of: &Path, to: &Path) {
    let format = format!("html={}", to.display());
    timlint(of, &["check", "--as-of", DAY, "--format", &format, "--fail-on", "never"]).code(0);
}

#[test]
#[ignore = "needs Chromium, playwright-core and axe-core; .ci/run has it"]
fn the_page_works_in_a_browser() {
    let variable = |name: &str| std::env::var_os(name).unwrap_or_else(|| panic!("{name} is not set"));
    let (tools, chromium) = (variable("TIMLINT_HTML_TOOLS"), variable("TIMLINT_CHROMIUM"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let at = |name: &str| -> PathBuf { scratch.path().join(name) };
    page(&fixture("broken"), &at("small.html"));
    page(&fixture("hostile"), &at("hostile.html"));
    let big = at("company");
    let planted = at("planted.json");
    let args = ["demo", "company", "--assets", ASSETS, "--defects", "20000", "--planted"];
    timlint(scratch.path(), &[&args[..], &[planted.to_str().expect("a name")]].concat()).code(0);
    page(&big, &at("many.html"));
    // Kept, so that somebody can look at them.
    let pictures = root.join("target/html-pictures");
    fs::create_dir_all(&pictures).expect("a folder");
    let output = Command::new("node")
        .arg(root.join("tests/outside/html.mjs"))
        .arg(root.join(tools))
        .arg(chromium)
        .args(["small.html", "many.html", "hostile.html"].map(at))
        .arg(pictures)
        .output()
        .expect("node starts");
    let told = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(output.status.success(), "{}", told.concat());
}
