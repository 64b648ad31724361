//! A rule, compiled.

use std::sync::OnceLock;

use crate::diag::Level;
use crate::model::{FieldId, RegisterId};
use crate::source::FileId;

use super::expr::{CellRef, Compare, Plan, Slot};
use super::set::builtin_source;
use super::text::{self, Words};

/// Who judges.
#[derive(Debug)]
pub enum By {
    /// A part of timlint itself, while it reads files, registers, settings or rules; the rule file holds the words.
    Itself(String),
    /// The evaluator, over the records of a register.
    Records(RecordRule),
}

/// One rule.
#[derive(Debug)]
pub struct Rule {
    pub id: String,
    pub since: String,
    pub level: Level,
    /// Judges only where preview rules are asked for.
    pub preview: bool,
    pub items: Vec<String>,
    /// Cross-register contradictions that the rule answers.
    pub covers: Vec<String>,
    pub by: By,
    /// Where the file is; none for a rule that is built in.
    pub file: Option<FileId>,
    /// The whole file of a rule that is not built in.
    pub(super) own: Option<String>,
    pub(super) words: OnceLock<Words>,
}

impl Rule {
    /// Texts and examples; read when they are first needed, because most rules find nothing.
    pub fn words(&self) -> &Words {
        self.words.get_or_init(|| text::read(self.source()))
    }

    /// The whole file.
    pub fn source(&self) -> &str {
        let builtin = || builtin_source(&self.id).expect("internal error: a rule without a file is built in");
        self.own.as_deref().unwrap_or_else(builtin)
    }

    pub fn records(&self) -> Option<&RecordRule> {
        match &self.by {
            By::Records(rule) => Some(rule),
            By::Itself(_) => None,
        }
    }
}

/// What is judged, and what is required.
#[derive(Debug)]
pub struct RecordRule {
    pub each: RegisterId,
    /// The record itself, then one slot for each line of `with`.
    pub slots: Vec<Slot>,
    /// How slots 1, 2, … are reached.
    pub follows: Vec<Follow>,
    pub when: Option<Plan>,
    pub require: Vec<Requirement>,
}

/// A reference that leads to another record.
#[derive(Debug)]
pub struct Follow {
    pub from: CellRef,
    pub to: RegisterId,
    /// The record is judged once for each element.
    pub list: bool,
}

#[derive(Debug)]
pub struct Requirement {
    /// Records for which it is false are not asked this.
    pub when: Option<Plan>,
    pub word: Word,
    /// Where the finding points; never empty. Slot one past `slots` is the other record of a join.
    pub point: Vec<CellRef>,
}

#[derive(Debug)]
pub enum Word {
    Field {
        field: FieldId,
        none_allowed: bool,
    },
    That(Plan),
    Some(Join),
    None(Join),
    Count {
        join: Join,
        limit: Limit,
        number: Plan,
    },
    Unique {
        fields: Vec<FieldId>,
        filter: Option<Plan>,
    },
    Balance(Vec<Term>),
    /// Records without a gap.
    Series {
        join: Join,
        by: FieldId,
        every: Plan,
        since: Option<Plan>,
    },
    /// Events that follow one another as they can.
    States {
        join: Join,
        by: FieldId,
        event: FieldId,
        start: u16,
        moves: Vec<Move>,
    },
    /// A condition for all records that a reference of the register to itself leads to.
    Closure {
        field: FieldId,
        name: String,
        that: Plan,
    },
    /// Clauses that the document in force must have.
    Clause {
        join: Join,
        clauses: FieldId,
        tags: Vec<String>,
    },
    /// Paths that must exist; or, with a field of hashes, files whose bytes must be those that were hashed.
    File {
        field: FieldId,
        sha256: Option<FieldId>,
    },
}

/// What an event makes of a thing's state.
#[derive(Debug)]
pub struct Move {
    pub event: i32,
    pub from: Vec<u16>,
    pub to: u16,
}

impl Word {
    /// The other register of the word, where it has just one.
    pub fn join(&self) -> Option<&Join> {
        match self {
            Word::Some(join)
            | Word::None(join)
            | Word::Count { join, .. }
            | Word::Series { join, .. }
            | Word::States { join, .. }
            | Word::Clause { join, .. } => Some(join),
            Word::Field { .. }
            | Word::That(_)
            | Word::Unique { .. }
            | Word::Balance(_)
            | Word::Closure { .. }
            | Word::File { .. } => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    AtLeast,
    AtMost,
    Exactly,
}

impl Limit {
    pub fn holds(self, count: i32, number: i32) -> bool {
        let compare = match self {
            Limit::AtLeast => Compare::Ge,
            Limit::AtMost => Compare::Le,
            Limit::Exactly => Compare::Eq,
        };
        compare.holds(count.cmp(&number))
    }
}

/// Another register, by equal values.
#[derive(Debug)]
pub struct Join {
    pub target: RegisterId,
    /// The name of the other record in `where` and in texts.
    pub name: String,
    /// Fields of the other register, or of records they refer to …
    pub keys: Vec<JoinKey>,
    /// … and what each must equal.
    pub probes: Vec<Plan>,
    pub filter: Option<Plan>,
}

/// What a join compares on the other side: a field, or a field of the record that it refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JoinKey {
    pub field: FieldId,
    pub via: Option<(RegisterId, FieldId)>,
}

/// One part of a sum.
#[derive(Debug)]
pub struct Term {
    pub sign: i32,
    pub join: Join,
    /// The number to add; each record counts one where nothing is named or written.
    pub amount: Option<FieldId>,
}

impl RecordRule {
    /// All joins, with the number of their requirement.
    pub fn joins(&self) -> impl Iterator<Item = &Join> {
        self.require.iter().flat_map(|requirement| -> Vec<&Join> {
            match &requirement.word {
                Word::Balance(terms) => terms.iter().map(|term| &term.join).collect(),
                word => word.join().into_iter().collect(),
            }
        })
    }

    /// The register of a slot; one past the last is the other record of this requirement's join.
    pub fn register_of(&self, slot: u8, requirement: &Requirement) -> RegisterId {
        match (self.slots.get(slot as usize), &requirement.word) {
            (Some(slot), _) => slot.register,
            (None, Word::Balance(terms)) => terms[0].join.target,
            (None, word) => word.join().map_or(self.each, |join| join.target),
        }
    }
}
