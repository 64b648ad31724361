//! What is wrong, as data: no words, no printing, no knowledge of who found it.

use crate::source::Span;

/// How bad it is. A rule names its level; `[rules]` in `timlint.toml` overrides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Note,
    Warning,
    Error,
}

impl Level {
    pub const ALL: [Level; 3] = [Level::Error, Level::Warning, Level::Note];

    pub fn name(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// What a labelled place has to do with the finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The cell that is wrong. Each diagnostic has exactly one, and it comes first.
    Primary,
    /// A cell that makes it wrong.
    Grounds,
    /// The row that came closest to satisfying the requirement.
    Near,
    /// Where the missing row or value belongs.
    InsertAt,
}

impl Role {
    pub fn name(self) -> &'static str {
        match self {
            Role::Primary => "primary",
            Role::Grounds => "grounds",
            Role::Near => "near",
            Role::InsertAt => "insert-at",
        }
    }
}

/// What stands at a labelled place, so that words can be found for it in any language.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum About {
    /// The place speaks for itself.
    Nothing,
    /// A cell, or the place where a blank one would be.
    Field { register: String, field: String },
    /// A field that the record's file does not have; the place is the record's.
    NoField { register: String, field: String },
    /// A record as a whole.
    Record { register: String },
    /// The end of a register: a row is missing here.
    EndOf { register: String },
}

impl About {
    /// The field that is spoken of.
    pub fn field(&self) -> Option<&str> {
        match self {
            About::Field { field, .. } | About::NoField { field, .. } => Some(field),
            About::Nothing | About::Record { .. } | About::EndOf { .. } => None,
        }
    }
}

/// A place that belongs to a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub role: Role,
    pub span: Span,
    pub about: About,
}

/// Which record a diagnostic is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    pub register: String,
    pub key: String,
}

/// A value for a hole `{name}` in a rule's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    Text(String),
    /// A phrase of the rule's own `phrases` table, in the reader's language.
    Phrase(&'static str),
    /// A register, named in the reader's language.
    Register(String),
    /// A field of a register, named in the reader's language.
    Field {
        register: String,
        field: String,
    },
    /// What a period or number of the company means, told in the reader's language.
    Param(String),
    /// Where the default of a period or number comes from, told in the reader's language.
    Source(String),
    /// Names of timlint's own, all of them: nothing of a user's file is among them.
    Names(Vec<String>),
    /// Nothing is written there.
    Blank,
}

/// Whether a fix may be made without anybody looking at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applicability {
    /// The record says the same before and after.
    Safe,
    /// A guess at what was meant.
    Unsafe,
}

impl Applicability {
    pub fn name(self) -> &'static str {
        match self {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
        }
    }
}

/// Bytes of a file and what is to stand there, as the file's format writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// What would mend a finding. All edits are made, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    pub applicability: Applicability,
    pub edits: Vec<Edit>,
}

/// Something that is wrong, or deserves a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Id of the rule that words it: a file below `rules/`.
    pub rule: String,
    pub subject: Option<Subject>,
    /// Which of the rule's requirements was broken, counted from zero.
    pub requirement: u16,
    /// Key of the other record of a join, where there is one.
    pub counterpart: Option<String>,
    /// The primary place first.
    pub labels: Vec<Label>,
    pub args: Vec<(String, Arg)>,
    /// The nearest thing that exists, for a "did you mean".
    pub suggestion: Option<String>,
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    pub fn new(rule: impl Into<String>, span: Span) -> Self {
        Self {
            rule: rule.into(),
            subject: None,
            requirement: 0,
            counterpart: None,
            labels: vec![Label { role: Role::Primary, span, about: About::Nothing }],
            args: Vec::new(),
            suggestion: None,
            fixes: Vec::new(),
        }
    }

    pub fn arg(mut self, name: &str, value: impl Into<String>) -> Self {
        self.args.push((name.to_owned(), Arg::Text(value.into())));
        self
    }

    pub fn phrase(mut self, name: &str, phrase: &'static str) -> Self {
        self.args.push((name.to_owned(), Arg::Phrase(phrase)));
        self
    }

    pub fn arg_of(mut self, name: &str, value: Arg) -> Self {
        self.args.push((name.to_owned(), value));
        self
    }

    pub fn about(mut self, about: About) -> Self {
        self.labels[0].about = about;
        self
    }

    pub fn label(mut self, role: Role, span: Span, about: About) -> Self {
        self.labels.push(Label { role, span, about });
        self
    }

    pub fn suggest(mut self, nearest: Option<impl Into<String>>) -> Self {
        self.suggestion = nearest.map(Into::into);
        self
    }

    /// The same with all places in files that come so much later: readers count from the file that they were given.
    pub fn shifted(mut self, by: u32) -> Self {
        let edits = self.fixes.iter_mut().flat_map(|fix| &mut fix.edits).map(|edit| &mut edit.span);
        for span in self.labels.iter_mut().map(|label| &mut label.span).chain(edits) {
            span.file.0 += by;
        }
        self
    }

    /// A fix of one edit.
    pub fn fix(mut self, applicability: Applicability, span: Span, text: String) -> Self {
        self.fixes.push(Fix { applicability, edits: vec![Edit { span, text }] });
        self
    }

    pub fn primary(&self) -> &Label {
        self.labels.first().expect("internal error: diagnostic has no primary place")
    }
}
