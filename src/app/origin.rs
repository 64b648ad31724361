//! Where the records of a run come from: the company's name, the commit that is checked out, where recorded exceptions stand.

use crate::model::{Model, RegisterId};
use crate::report::{Origin, Web};
use crate::source::{Sources, World, commit_id};

pub fn origin(world: &dyn World, model: &Model, sources: &Sources) -> Origin {
    Origin {
        company: company(model, sources),
        commit: world.commit(),
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
    whole.then_some(Web { files, commit: commit_id(&commit)? })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

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
}
