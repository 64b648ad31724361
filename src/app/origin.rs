//! Where the records of a run come from: the company's name, the commit that is checked out, where recorded exceptions stand.
//!
//! The repository is asked by reading `.git`, never by starting git: a folder that somebody sends may hold settings that make
//! git run programs.

use crate::model::{Model, RegisterId};
use crate::report::Origin;
use crate::source::{Sources, World};

/// A file of refs is one short line; the packed ones of a large repository are some megabytes.
const MOST: u64 = 16 << 20;

pub fn origin(world: &dyn World, model: &Model, sources: &Sources) -> Origin {
    Origin { company: company(model, sources), commit: commit(world), exceptions: exceptions(model, sources) }
}

fn company(model: &Model, sources: &Sources) -> Option<String> {
    let org = RegisterId::by_name("org").filter(|org| model.len_of(*org) > 0)?;
    let name = model.raw(org, 0, org.schema().field("name")?, sources);
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

fn exceptions(model: &Model, sources: &Sources) -> Vec<(String, crate::source::Span)> {
    let Some(id) = RegisterId::by_name("exceptions") else { return Vec::new() };
    (0..model.len_of(id)).map(|row| (model.key(id, row, sources), model.record_span(id, row, sources))).collect()
}

/// The commit that HEAD names. None where the root is not the top of a repository, or has no commit yet.
fn commit(world: &dyn World) -> Option<String> {
    let read = |path: &str| String::from_utf8(world.read(path, MOST).ok()?).ok();
    let head = read(".git/HEAD")?;
    let Some(name) = head.trim().strip_prefix("ref:").map(str::trim) else { return id(head.trim()) };
    if !name.starts_with("refs/") {
        return None;
    }
    if let Some(loose) = read(&format!(".git/{name}")) {
        return id(loose.trim());
    }
    let packed = read(".git/packed-refs")?;
    packed.lines().filter_map(|line| line.split_once(' ')).find(|(_, known)| known.trim() == name).and_then(|l| id(l.0))
}

/// SHA-1 or SHA-256 in hexadecimal; anything else is not shown as a commit.
fn id(word: &str) -> Option<String> {
    let whole = matches!(word.len(), 40 | 64) && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    whole.then(|| word.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn the_commit_is_found_loose_packed_and_detached() {
        let one = "0123456789abcdef0123456789abcdef01234567";
        let head = |text: &str| Memory::new().file(".git/HEAD", text);
        assert_eq!(commit(&head(&format!("{one}\n"))).as_deref(), Some(one));
        let branch = head("ref: refs/heads/main\n");
        assert_eq!(commit(&branch), None);
        let loose = branch.clone().file(".git/refs/heads/main", format!("{one}\n"));
        assert_eq!(commit(&loose).as_deref(), Some(one));
        let packed = branch.file(".git/packed-refs", format!("# pack-refs with: peeled\n{one} refs/heads/main\n"));
        assert_eq!(commit(&packed).as_deref(), Some(one));
    }

    #[test]
    fn what_is_no_commit_is_not_shown_as_one() {
        for text in ["<script>", "ref: ../../etc/passwd", "ref: refs/heads/none", ""] {
            assert_eq!(commit(&Memory::new().file(".git/HEAD", text)), None, "{text}");
        }
        assert_eq!(commit(&Memory::new()), None);
    }
}
