//! What somebody might write into a register or a name so that the comparison does, hides or betrays something.

use super::git::{commit, git};
use super::support::{DAY, folder, timlint};
use super::{PEOPLE, fits};

const EVIL: &str = "\"\u{1b}[31m赤 ##[error]x </details><script>alert(1)</script> @everyone #1 [a](http://b) |\n::set-output name=a::b\"";

#[test]
fn values_act_on_nobody() {
    let evil = format!("{PEOPLE}E0002,{EVIL},正社員,\n");
    let folder = folder(&[("old/registers/people.csv", PEOPLE), ("new/registers/people.csv", &evil)]);
    for form in ["human", "markdown"] {
        let args = ["diff", "old", "new", "--as-of", DAY, "--fail-on", "never", "--format", form];
        let ran = timlint(folder.path(), &args).code(0).says("赤").leaves_out("\u{1b}").leaves_out("##[error]");
        assert!(!ran.out.lines().any(|line| line.starts_with("::")), "{}", ran.out);
        if form == "markdown" {
            ran.leaves_out("<script").leaves_out("@everyone").leaves_out("#1 ").leaves_out("[a](");
        }
    }
    let args = ["diff", "old", "new", "--as-of", DAY, "--fail-on", "never", "--format", "json"];
    fits(&timlint(folder.path(), &args).code(0).json());
}

#[test]
fn secrets_of_either_side_stay_secret() {
    const SECRET: &str = "hunter2-hunter2";
    let (plain, with) =
        ("社員番号,氏名,パスワード\nE1,佐藤,\n", format!("社員番号,氏名,パスワード\nE1,{SECRET},{SECRET}\n"));
    let folder = folder(&[("a/registers/people.csv", plain), ("b/registers/people.csv", &with)]);
    for (base, head) in [("a", "b"), ("b", "a")] {
        for form in ["human", "markdown", "json"] {
            let args = ["diff", base, head, "--as-of", DAY, "--fail-on", "never", "--format", form];
            timlint(folder.path(), &args)
                .code(0)
                .says(if form == "markdown" { "\\*\\*\\*" } else { "***" })
                .leaves_out(SECRET);
        }
    }
}

#[test]
fn names_of_files_and_branches_are_only_names() {
    let root =
        folder(&[("registers/people.csv", PEOPLE), ("registers/people-$(touch x);`y`\n'\"*.csv", "社員番号\nE9\n")]);
    git(root.path(), &["init", "-q"]);
    commit(root.path());
    git(root.path(), &["branch", "a'\"$(touch${IFS}x)`y`;b@</details>"]);
    let name = "a'\"$(touch${IFS}x)`y`;b@</details>";
    for form in ["human", "markdown", "json"] {
        let args = ["diff", name, "--as-of", DAY, "--format", form];
        let ran = timlint(root.path(), &args).code(0);
        assert!(form == "json" || ran.out.lines().all(|line| !line.starts_with('\'')), "{}", ran.out);
    }
    let markdown = timlint(root.path(), &["diff", name, "--as-of", DAY, "--format", "markdown"]).code(0);
    assert!(!markdown.out.contains("b@</details>"));
    assert!(!root.path().join("x").exists());
}
