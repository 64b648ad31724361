//! Which register a file belongs to: by `timlint.toml`, by `register:` at its top, by its name.

use unicode_normalization::UnicodeNormalization;

use crate::model::RegisterId;
use crate::model::spell::nearest;
use crate::tree::{Content, Kind, NodeRef};

/// Folder of the registers, and of the rules and policies.
pub const REGISTERS: &str = "registers/";
pub const DOCUMENTS: &str = "documents/";

/// The register of a path, by the file's name or, for ledgers kept one a party, its folder's.
pub fn by_path(path: &str) -> Option<RegisterId> {
    let inside = path.strip_prefix(REGISTERS)?;
    let mut parts = inside.split('/').rev();
    let file = parts.next()?;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    by_stem(stem).or_else(|| parts.find_map(by_folder))
}

fn by_folder(folder: &str) -> Option<RegisterId> {
    let folder = fold(folder);
    RegisterId::all().find(|id| {
        id.folder().is_some_and(|name| fold(name) == folder) || id.names().iter().any(|name| fold(name) == folder)
    })
}

/// `02_` before a name says in which order the files stand.
fn without_number(name: &str) -> &str {
    name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | '-' | '.' | ' '))
}

/// `people`, `People_2026`, `02_要員名簿(本社)`: a register's name, with a number before it or a remark behind it.
pub fn by_stem(stem: &str) -> Option<RegisterId> {
    let stem = fold(stem);
    let bare = without_number(&stem);
    let mut best: Option<(usize, RegisterId)> = None;
    for id in RegisterId::all() {
        for name in id.names() {
            let name = fold(name);
            let rest = stem.strip_prefix(&name).or_else(|| bare.strip_prefix(&name));
            let ends = rest.is_some_and(|rest| {
                rest.chars().next().is_none_or(|c| c.is_ascii_digit() || !(c.is_alphanumeric() || c == 'ー'))
            });
            // The longest name wins: `training_plan` is not `training` with a remark.
            if ends && best.is_none_or(|(length, _)| name.len() > length) {
                best = Some((name.len(), id));
            }
        }
    }
    best.map(|(_, id)| id)
}

/// What kind of list a register is, at the end of its name: sheets are often named without it.
const KINDS: &[&str] =
    &["管理台帳", "管理簿", "管理表", "一覧表", "記録簿", "一覧", "台帳", "名簿", "目録", "リスト", "記録", "簿", "表"];

/// The register whose name is this and a word for a list: `資産` for 資産目録. None where several are.
pub fn by_short_name(name: &str) -> Option<RegisterId> {
    let name = fold(name);
    let bare = without_number(&name);
    let is_short = |known: &str| KINDS.iter().any(|kind| known.strip_suffix(kind) == Some(bare));
    let mut found = RegisterId::all().filter(|id| !bare.is_empty() && id.names().iter().any(|n| is_short(&fold(n))));
    found.next().filter(|_| found.next().is_none())
}

/// The nearest name to a file's, for a file that matched none.
pub fn nearest_name(path: &str) -> Option<String> {
    let file = path.rsplit_once('/').map_or(path, |(_, file)| file);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let names = RegisterId::all().flat_map(|id| id.names().iter().copied());
    let short = || by_short_name(stem).map(|id| id.schema().ja.as_str());
    nearest(stem, names).or_else(short).map(str::to_owned)
}

/// What a file itself says at its top.
pub fn by_content(content: &Content, text: &str) -> Option<Result<RegisterId, (String, usize, usize)>> {
    let Content::Tree(tree) = content else { return None };
    let root = tree.root(text).filter(|root| root.kind() == Kind::Map)?;
    let node = root.get("register")?;
    let name = node.scalar()?;
    let folded = fold(name);
    let found = RegisterId::all().find(|id| id.names().iter().any(|known| fold(known) == folded));
    let (start, end) = node.range();
    Some(found.ok_or_else(|| (name.to_owned(), start, end)))
}

/// A Markdown file without front matter is text for people, not a record.
pub fn is_plain_text(content: &Content, text: &str) -> bool {
    let Content::Tree(tree) = content else { return false };
    let keys = |root: NodeRef<'_>| root.children().all(|child| child.key() == Some("body_headings"));
    tree.root(text).is_some_and(|root| root.get("body_headings").is_some() && keys(root))
}

/// Width, case and half-width katakana folded; file systems may hold decomposed kana.
pub fn fold(name: &str) -> String {
    let name: String = name.nfkc().collect();
    name.replace(['(', '['], "(").trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register(path: &str) -> Option<&'static str> {
        by_path(path).map(RegisterId::name)
    }

    #[test]
    fn a_short_name_leaves_the_kind_of_list_out() {
        let short = |name: &str| by_short_name(name).map(RegisterId::name);
        assert_eq!(short("資産"), Some("assets"));
        assert_eq!(short("02_ＩＴ資産"), Some("it_assets"));
        assert_eq!(short("社員"), Some("people"));
        assert_eq!(short("アクセス権"), Some("access_rights"));
        for none in ["", "2", "備品", "台帳", "一覧"] {
            assert_eq!(short(none), None, "{none}");
        }
    }

    #[test]
    fn names_carry_numbers_and_remarks() {
        assert_eq!(register("registers/people.csv"), Some("people"));
        assert_eq!(register("registers/02_要員名簿(本社).csv"), Some("people"));
        assert_eq!(register("registers/training_plan.csv"), Some("training_plan"));
        assert_eq!(register("registers/training-2026.csv"), Some("training"));
        assert_eq!(register("registers/assets/2026.csv"), Some("assets"));
        assert_eq!(register("registers/entrusted/P003.csv"), Some("entrusted_log"));
        assert_eq!(register("registers/peoples.csv"), None);
        assert_eq!(register("other/people.csv"), None);
    }

    #[test]
    fn a_wrong_name_has_a_nearest_one() {
        assert_eq!(nearest_name("registers/peple.csv").as_deref(), Some("people"));
    }
}
