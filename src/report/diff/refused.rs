//! Why a revision could not be looked at, in words, with the way out.

use crate::source::GitError;

use super::super::Lang;
use super::super::words::escaped;

/// One line for standard error. `name` is the revision as it was typed.
pub fn refused(name: &str, error: &GitError, lang: Lang) -> String {
    let name = escaped(name);
    let (ja, en) = match error {
        GitError::NoGit => (
            "git が見つかりません。git を入れるか、版の代わりに二つのフォルダーを指定してください: timlint diff 前のフォルダー 今のフォルダー".to_owned(),
            "git was not found; install it, or compare two folders instead: timlint diff OLD-FOLDER NEW-FOLDER".to_owned(),
        ),
        GitError::NotARepository => (
            format!("「{name}」という名のフォルダーはなく、ここは git の管理下にもありません。git で管理しているフォルダーで実行するか、二つのフォルダーを指定してください。"),
            format!("there is no folder {name}, and this is no git repository; run it inside of one, or name two folders"),
        ),
        GitError::BadName => (
            format!("「{name}」は版の名前になりません。main、v1.2、HEAD~1 やコミット番号のように書いてください。"),
            format!("{name} is no name of a revision; write it as main, v1.2, HEAD~1 or the number of a commit"),
        ),
        GitError::Unknown => (
            format!("「{name}」という名のフォルダーも git の版もありません。git log や git branch --all で名前を確かめてください。"),
            format!("there is neither a folder nor a revision {name}; `git log` and `git branch --all` show what there is"),
        ),
        GitError::Shallow => (
            format!("「{name}」という版は手元にありません。履歴の一部しか取得していないためです。git fetch --unshallow を実行するか、GitHub Actions なら actions/checkout に fetch-depth: 0 を指定してください。"),
            format!("the revision {name} is not here: only part of the history was fetched. Run `git fetch --unshallow`; in GitHub Actions, give actions/checkout `fetch-depth: 0`"),
        ),
        GitError::Failed(said) => {
            let said: String = escaped(said).chars().take(500).collect();
            (format!("git で「{name}」を読めません: {said}"), format!("git could not read {name}: {said}"))
        }
    };
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}
