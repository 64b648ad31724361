//! The command itself, on folders of its own: what it asks, what it writes, what it refuses, what it says.
#![allow(clippy::disallowed_methods, reason = "the command itself is run on folders of its own")]

use std::io::Cursor;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use timlint::app::init::{Options, ask, switches};
use timlint::report::Lang;

use super::options;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timlint"));
    command.current_dir(folder).env("LC_ALL", "ja_JP.UTF-8").stdin(Stdio::null());
    command.arg("init").args(arguments).output().expect("the command runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

#[test]
fn a_folder_is_written_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let asked = ["firm", "--name", "花工業", "--switch", "removable_media=no", "--switch", "cloud=yes"];
    let made = run(folder.path(), &asked);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    assert!(text(&made.stdout).ends_with("次に: timlint check firm\n"), "{}", text(&made.stdout));
    let firm = folder.path().join("firm");
    let profile = std::fs::read_to_string(firm.join("registers/事業者プロファイル.yaml")).expect("a profile");
    assert!(profile.contains("\n  removable_media: false  #") && profile.contains("\n  cloud: true  #"), "{profile}");
    assert!(profile.contains("\n  # paper:  #"), "what nobody answered is not declared: {profile}");
    assert!(firm.join("evidence/.gitkeep").exists() && !firm.join("registers/可搬式記録媒体管理簿.csv").exists());
    std::fs::write(firm.join("README.md"), "mine").expect("can write");
    let again = run(folder.path(), &asked);
    assert_eq!(again.status.code(), Some(2));
    let told = text(&again.stderr);
    assert!(
        told.contains("README.md") && told.contains("registers/要員名簿.csv") && told.contains("--force"),
        "{told}"
    );
    assert_eq!(std::fs::read_to_string(firm.join("README.md")).expect("still there"), "mine");
    let mut forced = asked.to_vec();
    forced.push("--force");
    assert_eq!(run(folder.path(), &forced).status.code(), Some(0));
    assert!(std::fs::read_to_string(firm.join("README.md")).expect("there").starts_with("# 花工業"));
}

#[test]
fn a_register_kept_under_another_name_is_not_begun_a_second_time() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(folder.path().join("registers")).expect("can make");
    std::fs::write(folder.path().join("registers/people.csv"), "id,name\nE1,花子\n").expect("can write");
    let refused = run(folder.path(), &["--yes"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("registers/people.csv (要員名簿"), "{}", text(&refused.stderr));
    assert!(!folder.path().join("timlint.toml").exists());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("firm")).expect("can make");
    std::fs::write(folder.path().join("theirs.md"), "theirs").expect("can write");
    for target in ["../theirs.md", "../nothing.md"] {
        std::os::unix::fs::symlink(target, folder.path().join("firm/README.md")).expect("can link");
        for arguments in [&["firm"][..], &["firm", "--force"]] {
            assert_eq!(run(folder.path(), arguments).status.code(), Some(2), "{target}");
        }
        std::fs::remove_file(folder.path().join("firm/README.md")).expect("can remove");
    }
    assert_eq!(std::fs::read_to_string(folder.path().join("theirs.md")).expect("there"), "theirs");
    assert!(!folder.path().join("nothing.md").exists() && !folder.path().join("firm/timlint.toml").exists());
}

#[test]
fn answers_to_no_question_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    for (arguments, said) in [
        (&["firm", "--switch", "removable_mdia=no"][..], "removable_media"),
        (&["firm", "--switch", "cloud=maybe"], "NAME=yes or NAME=no"),
        (&["firm", "--switch", "cloud=no", "--switch", "cloud=yes"], "yes と no の両方"),
        (&["firm", "--name", " "], "--name に名前が書かれていません"),
    ] {
        let refused = run(folder.path(), arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(text(&refused.stderr).contains(said), "{}", text(&refused.stderr));
    }
    assert!(!folder.path().join("firm").exists());
}

#[test]
fn questions_are_asked_until_they_are_answered_and_only_where_they_are_open() {
    let mut asked = Options { name: None, ..options(Lang::Ja, &[("electronic", true), ("cloud", false)]) };
    let open: Vec<String> =
        switches().into_iter().map(|switch| switch.name).filter(|name| !asked.answers.contains_key(name)).collect();
    let rest = "\n".repeat(open.len() - 3);
    let mut out = Vec::new();
    ask(&mut asked, &mut Cursor::new(format!(" 有限会社 花 \n\nたぶん\nいいえ\n?\n{rest}")), &mut out)
        .expect("enough answers");
    assert_eq!(asked.name.as_deref(), Some("有限会社 花"));
    assert_eq!(asked.answers.get(&open[0]), Some(&true));
    assert_eq!(asked.answers.get(&open[1]), Some(&false));
    assert_eq!(asked.answers.get(&open[2]), None);
    assert_eq!(asked.answers.len(), switches().len() - 1);
    let said = String::from_utf8(out).expect("questions are UTF-8");
    assert!(said.contains("可搬媒体あり") && !said.contains("クラウドあり"), "{said}");
    let mut half = Options { name: None, ..options(Lang::Ja, &[]) };
    assert!(ask(&mut half, &mut Cursor::new("花\n\n"), &mut Vec::new()).is_err());
}
