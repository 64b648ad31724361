//! What `check --watch` says between two checks.
//!
//! When to check again is decided in `cli::watch`.

use super::Lang;
use super::words::escaped;

/// Changed files that are named; the rest is counted.
const NAMED: usize = 3;

/// Above a new result: what changed since the last one.
pub fn again(changed: &[String], lang: Lang) -> String {
    let named: Vec<String> = changed.iter().take(NAMED).map(|path| escaped(path)).collect();
    let more = changed.len() - named.len();
    match (lang, more) {
        (Lang::Ja, 0) => format!("── 変更: {}", named.join("、")),
        (Lang::Ja, more) => format!("── 変更: {} ほか {more} 個", named.join("、")),
        (Lang::En, 0) => format!("── changed: {}", named.join(", ")),
        (Lang::En, more) => format!("── changed: {} and {more} more", named.join(", ")),
    }
}

/// Below a result.
pub fn waiting(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "変更を待っています。Ctrl-C で終わります。",
        Lang::En => "Waiting for changes. Ctrl-C ends.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_changed_files_are_counted_and_signs_in_their_names_do_nothing() {
        let paths: Vec<String> = ["a", "b\u{1b}[2J", "c", "d", "e"].map(str::to_owned).to_vec();
        assert_eq!(again(&paths[..1], Lang::Ja), "── 変更: a");
        let all = again(&paths, Lang::En);
        assert!(all.ends_with("and 2 more"), "{all}");
        assert!(!all.contains('\u{1b}'), "{all}");
    }
}
