//! Templates of the rules and policies that the criteria ask for.
//!
//! Which there are, and which clauses each has, is data beside the criteria. A template must not pass for the document:
//! it is a draft without a day or a name, and its headings bear no clause tags until somebody has written the clause.

use std::fmt::Write as _;
use std::sync::OnceLock;

use crate::app::identify::DOCUMENTS;
use crate::formats::{Limits, YAML};
use crate::report::Lang;
use crate::rules::{Both, Entry, catalogue};
use crate::source::{Encoding, FileId, SourceText};
use crate::tree::{Content, NodeRef};

use super::registers::without_remark;
use super::{File, Options, line};

const DATA: &str = include_str!("../../../rules/catalogue/tics-2024-draft/documents.yml");

/// A document that the criteria ask for.
#[derive(Debug)]
pub struct Template {
    pub doc_type: String,
    /// What sort of document it is: policy, rule, procedure …
    pub kind: String,
    pub title: Both,
    /// Items or sections of the criteria that it answers.
    pub covers: Vec<String>,
    pub clauses: Vec<Clause>,
}

/// A clause that a check looks for.
#[derive(Debug)]
pub struct Clause {
    /// One tag; or two, of which the writer chooses one.
    pub tags: Vec<String>,
    pub heading: Both,
    /// What to write under it.
    pub content: Both,
}

/// All documents, in the order of the data.
pub fn templates() -> &'static [Template] {
    static READ: OnceLock<Vec<Template>> = OnceLock::new();
    READ.get_or_init(|| {
        let source = SourceText::new("", DATA, Encoding::Utf8);
        let mut faults = Vec::new();
        let parsed = (YAML.parse)(&source, FileId(0), &Limits::default(), &mut faults);
        let Some(Content::Tree(tree)) = parsed.filter(|_| faults.is_empty()) else {
            unreachable!("internal error: the list of documents is not YAML: {faults:?}")
        };
        let root = tree.root(&source.text).expect("internal error: the list of documents is empty");
        let documents = root.get("documents").expect("internal error: the list of documents has no documents");
        documents.children().map(template).collect()
    })
}

fn template(node: NodeRef<'_>) -> Template {
    Template {
        doc_type: text(node, "doc_type"),
        kind: text(node, "type"),
        title: Both { ja: text(inside(node, "title"), "ja"), en: text(inside(node, "title"), "en") },
        covers: words(inside(node, "covers")),
        clauses: inside(node, "clauses").children().map(clause).collect(),
    }
}

fn clause(node: NodeRef<'_>) -> Clause {
    let (ja, en) = (words(inside(node, "ja")), words(inside(node, "en")));
    let both = |nth: usize| match (ja.get(nth), en.get(nth)) {
        (Some(ja), Some(en)) => Both { ja: ja.clone(), en: en.clone() },
        _ => panic!("internal error: the clause {} lacks words", text(node, "tag")),
    };
    let other = node.get("or").and_then(NodeRef::scalar).map(str::to_owned);
    let tags = [text(node, "tag")].into_iter().chain(other).collect();
    Clause { tags, heading: both(0), content: both(1) }
}

fn inside<'t>(node: NodeRef<'t>, key: &str) -> NodeRef<'t> {
    node.get(key).unwrap_or_else(|| panic!("internal error: a document of the list has no {key}"))
}

fn text(node: NodeRef<'_>, key: &str) -> String {
    inside(node, key).scalar().unwrap_or_default().to_owned()
}

fn words(list: NodeRef<'_>) -> Vec<String> {
    list.children().filter_map(NodeRef::scalar).map(str::to_owned).collect()
}

pub fn files(options: &Options) -> Vec<File> {
    let file = |(nth, template): (usize, &Template)| File {
        path: path(template, options),
        text: write(nth + 1, template, options),
        register: None,
    };
    templates().iter().enumerate().map(file).collect()
}

/// The type comes first in the name, so that a document is found by it whatever its title becomes.
fn path(template: &Template, options: &Options) -> String {
    let title = without_remark(&template.title.ja);
    match options.lang {
        Lang::Ja => format!("{DOCUMENTS}{}-{title}.md", template.doc_type),
        Lang::En => format!("{DOCUMENTS}{}.md", template.doc_type),
    }
}

fn write(number: usize, template: &Template, options: &Options) -> String {
    let ja = options.lang == Lang::Ja;
    let title = template.title.pick(ja);
    let mut out = String::new();
    front_matter(number, template, options, &mut out);
    line(&mut out, format!("\n# {title}\n"));
    line(
        &mut out,
        options.pick(
            "> ひな形です。自社のやり方に合わせて書き、要らない行は消してください。書き終えて承認を受けるまで、この文書は無いものとして扱われます。\n",
            "> A template. Write down what you do, and delete lines that you do not need. Until it is written and approved, the \
             document counts as absent.\n",
        ),
    );
    line(&mut out, options.pick("この文書が答える項目:\n", "What this document answers:\n"));
    for id in &template.covers {
        line(&mut out, format!("- {id} {}", title_of(id, ja)));
    }
    for (nth, clause) in template.clauses.iter().enumerate() {
        line(&mut out, format!("\n## {}. {}\n", nth + 1, clause.heading.pick(ja)));
        line(&mut out, hint(clause, options.lang));
    }
    out
}

fn front_matter(number: usize, template: &Template, options: &Options, out: &mut String) {
    line(out, "---");
    line(out, "register: documents");
    line(out, format!("id: DOC-{number:02}"));
    line(out, format!("title: {}", template.title.pick(options.lang == Lang::Ja)));
    line(out, format!("type: {}", template.kind));
    line(out, format!("doc_type: {}", template.doc_type));
    line(out, "version: \"0.1\"");
    line(out, format!("covers: [{}]", template.covers.join(", ")));
    line(out, "clauses: []");
    let mut blanks = vec![
        ("author_id", "作った人（要員名簿の社員番号か氏名）", "who wrote it (number or name as in the list of people)"),
        ("approved_by", "承認した人", "who approved it"),
        ("approved_on", "承認した日", "day of the approval"),
        ("effective_on", "施行日", "day from which it holds"),
        ("next_review_on", "次に見直す日", "day of the next review"),
    ];
    // Only a policy has to say where everybody can read it.
    if template.kind == "policy" {
        blanks.push((
            "published_at",
            "読める場所。例: [社内ポータル, 掲示板]",
            "where it can be read, such as [intranet, notice board]",
        ));
    }
    for (field, ja, en) in blanks {
        line(out, format!("{field}:  # {}", options.pick(ja, en)));
    }
    line(
        out,
        format!(
            "status: draft  # {}",
            options.pick("承認を受けて施行したら active", "active once it is approved and holds")
        ),
    );
    line(out, "---");
}

/// What the writer is to do. The tag stands in the text, where it marks nothing.
fn hint(clause: &Clause, lang: Lang) -> String {
    let mut tags = String::new();
    for (nth, tag) in clause.tags.iter().enumerate() {
        let or = match lang {
            _ if nth == 0 => "",
            Lang::Ja => " か ",
            Lang::En => " or ",
        };
        write!(tags, "{or}{{#{tag}}}").expect("internal error: writing to a string");
    }
    match lang {
        Lang::Ja => format!(
            "（未記入）この節には、{}を書きます。書き終えたらこの行を消し、見出しの末尾に {tags} を付けてください。",
            clause.content.ja
        ),
        Lang::En => format!(
            "(not written yet) Write here: {}. When done, delete this line and put {tags} at the end of the heading.",
            clause.content.en
        ),
    }
}

fn title_of(id: &str, ja: bool) -> &'static str {
    match catalogue().find(id) {
        Some(Entry::Chapter(chapter)) => chapter.title.pick(ja),
        Some(Entry::Section(_, section)) => section.title.pick(ja),
        Some(Entry::Item(_, _, item)) => item.title.pick(ja),
        None => panic!("internal error: a document answers {id}, which the criteria do not have"),
    }
}
