//! In which language a run speaks, and with which signs.

use super::{DAY, Ran, Repository, timlint_with, with_a_warning};

const JA: &str = "廃止した部署に所属している";
const EN: &str = "Person belongs to a closed department";

fn speaks(repository: &Repository, args: &[&str], env: &[(&str, &str)]) -> Ran {
    timlint_with(repository.path(), &[&["check", "--as-of", DAY], args].concat(), env)
}

#[test]
fn japanese_is_spoken_where_nobody_says_otherwise() {
    let repository = with_a_warning();
    speaks(&repository, &[], &[]).says(JA);
    speaks(&repository, &[], &[("LANG", "C")]).says(JA);
    speaks(&repository, &[], &[("LANG", "ja_JP.UTF-8")]).says(JA);
}

#[test]
fn the_environment_names_a_language() {
    let repository = with_a_warning();
    speaks(&repository, &[], &[("LANG", "en_GB.UTF-8")]).says(EN).leaves_out(JA);
    speaks(&repository, &[], &[("LANG", "ja_JP.UTF-8"), ("LC_ALL", "en_US.UTF-8")]).says(EN);
}

#[test]
fn settings_win_over_the_environment_and_the_command_line_over_both() {
    let repository = with_a_warning();
    repository.write("timlint.toml", "lang = \"ja\"\n");
    speaks(&repository, &[], &[("LANG", "en_US.UTF-8")]).says(JA);
    speaks(&repository, &["--lang", "en"], &[]).says(EN);
}

#[test]
fn colours_are_for_terminals_only() {
    let repository = with_a_warning();
    speaks(&repository, &[], &[]).leaves_out("\u{1b}[");
    speaks(&repository, &[], &[("NO_COLOR", "1")]).leaves_out("\u{1b}[");
    speaks(&repository, &["--color", "never"], &[]).leaves_out("\u{1b}[");
    // Who asks on the command line is heard before the environment.
    speaks(&repository, &["--color", "always"], &[("NO_COLOR", "1")]).says("\u{1b}[");
}

#[test]
fn a_file_never_holds_colours() {
    let repository = with_a_warning();
    speaks(&repository, &["--color", "always", "--format", "human=out.txt"], &[]);
    assert!(!repository.read("out.txt").contains('\u{1b}'));
}

#[test]
fn ascii_draws_with_ascii() {
    let repository = with_a_warning();
    let out = speaks(&repository, &["--ascii", "--lang", "en"], &[]).out;
    let drawn = out.chars().find(|c| ('\u{2500}'..='\u{259f}').contains(c));
    assert_eq!(drawn, None, "{out}");
}

#[test]
fn help_names_the_exit_codes() {
    let repository = with_a_warning();
    timlint_with(repository.path(), &["check", "--help", "--lang", "en"], &[])
        .code(0)
        .says("Exit codes: 0")
        .says("2 could not run");
    timlint_with(repository.path(), &["--version"], &[]).code(0).says(env!("CARGO_PKG_VERSION"));
}
