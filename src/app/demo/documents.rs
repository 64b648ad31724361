//! Rules and policies: one file for every document that the criteria ask for, with all its clauses.
//!
//! Which there are is data beside the criteria, as for the templates of `init`; here they are written and in force.

use std::fmt::Write as _;

use crate::app::init::{Template, templates};

use super::company::Company;
use super::computers::servers;
use super::value::{Value, code};

/// Number of a document, as others refer to it.
pub fn number(nth: usize) -> Value {
    Value::Code("DOC-", nth as u32 + 1, 2)
}

/// The document of a type.
pub fn of_type(doc_type: &str) -> Value {
    let nth = templates().iter().position(|template| template.doc_type == doc_type);
    number(nth.unwrap_or_else(|| unreachable!("internal error: no document {doc_type}")))
}

/// Path and text of each.
pub fn files(company: &Company) -> impl Iterator<Item = (String, String)> + '_ {
    let file = |(nth, template): (usize, &Template)| {
        (format!("documents/{}.md", template.doc_type), write(nth, template, company))
    };
    templates().iter().enumerate().map(file)
}

fn write(nth: usize, template: &Template, company: &Company) -> String {
    let mut out = String::new();
    let mut line = |text: String| writeln!(out, "{text}").expect("internal error: writing to a string");
    let staff = &company.staff;
    let servers = (0..servers(staff.managers.len())).map(|row| code::server(row).plain());
    line("---".to_owned());
    line("register: documents".to_owned());
    line(format!("id: {}", number(nth).plain()));
    line(format!("title: {}", template.title.ja));
    line(format!("type: {}", template.kind));
    line(format!("doc_type: {}", template.doc_type));
    line("version: \"3\"".to_owned());
    line(format!("covers: [{}]", template.covers.join(", ")));
    line(format!("author_id: {}", code::person(staff.director()).plain()));
    line(format!("approved_by: {}", code::person(staff.president()).plain()));
    line("approved_on: 2026-03-25".to_owned());
    line("effective_on: 2026-04-01".to_owned());
    line("next_review_on: 2027-03-31".to_owned());
    line("published_at: [社内ポータル, 掲示板]".to_owned());
    line(format!("refs: [{}]", servers.collect::<Vec<_>>().join(", ")));
    line("status: active".to_owned());
    line(format!("---\n\n# {}", template.title.ja));
    for (nth, clause) in template.clauses.iter().enumerate() {
        if let Some(tag) = clause.tags.first() {
            line(format!(
                "\n## {}. {} {{#{tag}}}\n\n{}を、ここに定めます。",
                nth + 1,
                clause.heading.ja,
                clause.content.ja
            ));
        }
    }
    out
}
