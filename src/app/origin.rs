//! Where the records of a run come from: the company's name, the commit that is checked out, where recorded exceptions stand.
//!
//! The repository is asked by reading `.git`, never by starting git: a folder that somebody sends may hold settings that make
//! git run programs.

use crate::model::{Model, RegisterId};
use crate::report::{Origin, Web};
use crate::source::{Sources, World};

/// A file of refs is one short line; the packed ones of a large repository are some megabytes.
const MOST: u64 = 16 << 20;

pub fn origin(world: &dyn World, model: &Model, sources: &Sources) -> Origin {
    Origin {
        company: company(model, sources),
        commit: commit(world),
        exceptions: exceptions(model, sources),
        web: web(world),
    }
}

/// By the variables that GitHub Actions and GitLab CI set for whatever they run.
fn web(world: &dyn World) -> Option<Web> {
    let set = |name: &str| world.env(name).filter(|value| !value.is_empty());
    let (files, commit) = match set("GITHUB_REPOSITORY") {
        Some(name) => (format!("{}/{name}/blob/", set("GITHUB_SERVER_URL")?), set("GITHUB_SHA")?),
        None => (format!("{}/-/blob/", set("CI_PROJECT_URL")?), set("CI_COMMIT_SHA")?),
    };
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/:%".contains(&byte);
    let whole = (files.starts_with("https://") || files.starts_with("http://")) && files.bytes().all(known);
    whole.then_some(Web { files, commit: id(&commit)? })
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
    fn a_build_service_says_where_files_are_shown() {
        let one = "0123456789abcdef0123456789abcdef01234567";
        let github = |server: &str| {
            let world =
                Memory::new().variable("GITHUB_SERVER_URL", server).variable("GITHUB_REPOSITORY", "owner/records");
            web(&world.variable("GITHUB_SHA", one)).map(|web| web.files)
        };
        assert_eq!(github("https://example.org").as_deref(), Some("https://example.org/owner/records/blob/"));
        for wrong in ["", "javascript:alert(1)", "https://example.org/)](x"] {
            assert_eq!(github(wrong), None, "{wrong}");
        }
        let gitlab = Memory::new().variable("CI_PROJECT_URL", "https://example.org/a/b").variable("CI_COMMIT_SHA", one);
        assert_eq!(web(&gitlab).map(|web| web.files).as_deref(), Some("https://example.org/a/b/-/blob/"));
        assert_eq!(web(&gitlab.variable("CI_COMMIT_SHA", "main")), None, "a branch shows other lines tomorrow");
        assert_eq!(web(&Memory::new()), None);
    }

    #[test]
    fn what_is_no_commit_is_not_shown_as_one() {
        for text in ["<script>", "ref: ../../etc/passwd", "ref: refs/heads/none", ""] {
            assert_eq!(commit(&Memory::new().file(".git/HEAD", text)), None, "{text}");
        }
        assert_eq!(commit(&Memory::new()), None);
    }
}
