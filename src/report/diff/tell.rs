//! The sentences of a comparison: a changed record by the names of what it refers to, a finding with its place, groups
//! and totals. All three forms take their words from here; secrets of either side stay secret.

use std::cell::RefCell;
use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::diag::About;
use crate::engine::Verdict;
use crate::model::canon::{Canon, Tongue};
use crate::model::compare::{Change, Kind, Moved, rows_by_key, written};
use crate::model::date::format_date;
use crate::model::spell::{Emptiness, emptiness, fold_key, split_list};
use crate::model::{FieldId, RegisterId, Type};
use crate::rules::{Piece, catalogue, pieces};

use super::super::places::Places;
use super::super::words::{Say, Teller, escaped, name_of_field, name_of_register};
use super::super::{Finding, Lang, Totals};
use super::{Changed, Diff, Name, Side, State, Turned, totals};

/// Changed fields told in one sentence; the rest is counted.
const FIELDS: usize = 4;

/// Kinds of findings told behind one change; the rest is counted, and each stands below.
const TITLES: usize = 3;

/// What a record refers to is told of so many fields where its register has no sentence of its own.
const REFERENCES: usize = 3;

pub struct Tell<'d> {
    pub diff: &'d Diff,
    pub say: Say,
    pub base: Voice<'d>,
    pub head: Voice<'d>,
}

/// What it takes to speak of one side.
pub struct Voice<'d> {
    pub side: &'d Side,
    pub findings: Vec<&'d Finding>,
    teller: Teller<'d>,
    places: Places<'d>,
    rows: RefCell<FxHashMap<RegisterId, FxHashMap<String, u32>>>,
}

/// A finding in words.
pub struct Told {
    pub title: String,
    pub what: String,
    pub path: String,
    pub line: u32,
    pub column: u32,
    /// Where it is, for people: a line and a column, or the cell of a workbook.
    pub place: String,
}

impl<'d> Voice<'d> {
    fn new(side: &'d Side, lang: Lang) -> Self {
        let (teller, places) = (Teller::new(&side.run, lang), Places::new(&side.run.sources));
        Voice { side, findings: side.findings(), teller, places, rows: RefCell::default() }
    }

    /// The row of a key, if the register has it.
    fn row(&self, register: RegisterId, key: &str) -> Option<u32> {
        let mut rows = self.rows.borrow_mut();
        let rows = rows.entry(register).or_insert_with(|| rows_by_key(self.side.reading(), register));
        rows.get(&*fold_key(key)).copied()
    }
}

impl<'d> Tell<'d> {
    pub fn new(diff: &'d Diff, lang: Lang) -> Self {
        Tell { diff, say: Say(lang), base: Voice::new(&diff.base, lang), head: Voice::new(&diff.head, lang) }
    }

    pub fn lang(&self) -> Lang {
        self.say.0
    }

    /// A text without the secrets of either side, whole: for programs.
    pub fn masked(&self, raw: &str) -> String {
        self.head.teller.secrets().mask(&self.base.teller.secrets().mask(raw)).into_owned()
    }

    /// The same for people: cut and harmless.
    fn value(&self, raw: &str) -> String {
        self.head.teller.value(&self.base.teller.secrets().mask(raw))
    }

    pub fn finding(&self, voice: &Voice<'_>, finding: &Finding) -> Told {
        let told = voice.teller.tell(finding);
        let span = finding.diagnostic.primary().span;
        let place = voice.places.of(span.file, span.start);
        let source = voice.side.run.sources.get(span.file);
        let path = escaped(&source.path);
        let cell = source.sheet.as_ref().and_then(|_| source.cell_name(span.start));
        Told {
            title: told.title,
            what: self.masked(&told.what),
            place: match cell {
                Some(cell) => format!("{path}!{cell}"),
                None => format!("{path}:{}:{}", place.line, place.column),
            },
            path,
            line: place.line.get(),
            column: place.column.get(),
        }
    }

    /// "main (1a2b3c4d5e6f)".
    pub fn name(&self, name: &Name) -> String {
        match name {
            Name::Revision { name, commit } => format!("{} ({})", escaped(name), &commit[..commit.len().min(12)]),
            Name::Folder(path) => escaped(path),
            Name::Working => self.say.pick("今のファイル", "the files as they are").to_owned(),
        }
    }

    pub fn heading(&self) -> String {
        let (base, head) = (self.name(&self.diff.base.name), self.name(&self.diff.head.name));
        let day = format_date(self.diff.head.run.as_of);
        self.say.pick(
            format!("{base} → {head}（どちらも{day}時点で判定）"),
            format!("{base} → {head} (both judged as of {day})"),
        )
    }

    /// What a reader must know before believing the rest.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        match self.diff.base.state {
            State::Judged => {}
            State::NoRegister => notes.push(self.say.pick(
                "比べる元には台帳がないため、すべてを新しいものとして示します。".to_owned(),
                "There was no register to compare with: everything is shown as new.".to_owned(),
            )),
            State::NotJudged => notes.push(self.say.pick(
                "比べる元の timlint.toml が読めないため、すべてを新しいものとして示します。".to_owned(),
                "The settings to compare with could not be read: everything is shown as new.".to_owned(),
            )),
        }
        let unread = self.diff.head.run.problems.len();
        if unread > 0 {
            notes.push(self.say.pick(
                format!("読み込めないものや設定の誤りが{unread}件あります。そのため「直った」ように見えるものがあるかもしれません。"),
                format!("Could not be read, or is set up wrongly: {unread}. Some findings may only seem to be fixed."),
            ));
        }
        notes
    }

    /// "2件（エラー 1、警告 1、注意 0）".
    pub fn tally(&self, voice: &Voice<'_>, group: &[usize]) -> String {
        let Totals { errors, warnings, notes, waived } = totals(&voice.findings, group);
        let more = match waived {
            0 => String::new(),
            n => self.say.pick(format!("、猶予中 {n}"), format!(", {n} waived")),
        };
        let n = group.len();
        self.say.pick(
            format!("{n}件（エラー {errors}、警告 {warnings}、注意 {notes}{more}）"),
            format!("{n} ({errors} error, {warnings} warning, {notes} note{more})"),
        )
    }

    /// The findings of a group, what weighs most first: where a list ends early, it loses the least.
    pub fn worst_first(&self, voice: &Voice<'_>, group: &[usize]) -> Vec<usize> {
        let mut sorted = group.to_vec();
        sorted.sort_by_key(|at| {
            let finding = voice.findings[*at];
            (finding.waived.is_some(), Reverse(finding.level))
        });
        sorted
    }

    pub fn nothing(&self) -> &'static str {
        self.say.pick("違いはありません。", "Nothing is different.")
    }

    pub fn more(&self, left: usize) -> String {
        self.say.pick(
            format!("ほか{left}件は省きました。全件は --format json で得られます。"),
            format!("{left} more are left out; `--format json` has all of them."),
        )
    }

    /// The changes, what brought the worst first.
    pub fn changes(&self) -> Vec<&'d Changed> {
        let mut changes: Vec<&Changed> = self.diff.changes.iter().collect();
        let worst = |changed: &Changed| changed.findings.iter().map(|at| self.head.findings[*at].level).max();
        changes.sort_by_key(|changed| Reverse(worst(changed)));
        changes
    }

    /// A change with the new findings that it brought: "…を追加 — 秘密保持契約がない".
    pub fn change(&self, change: &Change, findings: &[usize]) -> String {
        let mut titles: Vec<String> = Vec::new();
        // What contradicts something says more of a change than what was left blank in it.
        let blank = |finding: &Finding| {
            let primary = finding.diagnostic.primary();
            primary.span.start == primary.span.end || matches!(primary.about, About::NoField { .. })
        };
        let mut brought: Vec<&Finding> = findings.iter().map(|at| self.head.findings[*at]).collect();
        brought.sort_by_key(|finding| (Reverse(finding.level), blank(finding)));
        for finding in brought {
            let title = self.head.teller.tell(finding).title;
            let waived = finding.waived.as_ref().map_or("", |_| self.say.pick("（猶予中）", " (waived)"));
            let title = format!("{title}{waived}");
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        let left = titles.len().saturating_sub(TITLES);
        titles.truncate(TITLES);
        if left > 0 {
            titles.push(self.say.pick(format!("ほか{left}種類"), format!("{left} more kinds")));
        }
        let said = self.sentence(change);
        match titles.is_empty() {
            true => said,
            false => format!("{said} — {}", titles.join(self.say.pick("、", "; "))),
        }
    }

    /// The change of a record without its consequences.
    pub fn sentence(&self, change: &Change) -> String {
        let schema = change.register.schema();
        let ja = self.lang() == Lang::Ja;
        let own = schema.said.iter().find(|said| said.change == change.kind.name());
        let mut said = match own.map(|own| if ja { &own.ja } else { &own.en }) {
            Some(template) => self.fill(template, change),
            None => self.generic(change),
        };
        let fields: Vec<String> = change.fields.iter().take(FIELDS).map(|moved| self.moved(change, moved)).collect();
        if !fields.is_empty() {
            said += self.say.pick(": ", ": ");
            said += &fields.join(self.say.pick("、", ", "));
            let left = change.fields.len() - fields.len();
            if left > 0 {
                said += &self.say.pick(format!("、ほか{left}項目"), format!(" and {left} more"));
            }
        }
        said
    }

    fn generic(&self, change: &Change) -> String {
        let register = name_of_register(change.register.name(), self.lang());
        let name = self.record(change);
        let more = match change.kind {
            Kind::Changed => Vec::new(),
            _ => self.references(change),
        };
        let more = match more.is_empty() {
            true => String::new(),
            false => self.say.pick(format!("（{}）", more.join("、")), format!(" ({})", more.join(", "))),
        };
        match change.kind {
            Kind::Added => self
                .say
                .pick(format!("{register}に{name}を追加{more}"), format!("{name} added to the {register}{more}")),
            Kind::Removed => self
                .say
                .pick(format!("{register}から{name}を削除{more}"), format!("{name} removed from the {register}{more}")),
            Kind::Changed => {
                self.say.pick(format!("{register}の{name}を変更"), format!("{name} changed in the {register}"))
            }
        }
    }

    /// Key and name of a record: "E0123（佐藤 花子）".
    fn record(&self, change: &Change) -> String {
        let (voice, row) = self.side(change);
        if change.register.schema().single {
            return self.say.pick("記録", "the record").to_owned();
        }
        if change.key.is_empty() {
            let label = self.label(voice, change.register, row);
            return label.unwrap_or_else(|| self.say.pick("記録1件", "a record").to_owned());
        }
        let label = self.label(voice, change.register, row).filter(|label| *label != self.value(&change.key));
        self.named(&self.value(&change.key), label)
    }

    fn named(&self, key: &str, label: Option<String>) -> String {
        match label {
            Some(label) => self.say.pick(format!("{key}（{label}）"), format!("{key} ({label})")),
            None => key.to_owned(),
        }
    }

    fn label(&self, voice: &Voice<'_>, register: RegisterId, row: u32) -> Option<String> {
        let raw = written(voice.side.reading(), register, row, register.schema().label?);
        (emptiness(&raw) == Emptiness::Filled).then(|| self.value(&raw))
    }

    /// The side on which a record is to be found, and its row.
    fn side(&self, change: &Change) -> (&Voice<'d>, u32) {
        match (change.after, change.before) {
            (Some(row), _) => (&self.head, row),
            (None, Some(row)) => (&self.base, row),
            (None, None) => unreachable!("internal error: a change of no record"),
        }
    }

    fn references(&self, change: &Change) -> Vec<String> {
        let schema = change.register.schema();
        let refers = |field: &FieldId| schema.fields[*field as usize].of == Type::Ref && !schema.key.contains(field);
        let fields = (0..schema.fields.len() as FieldId).filter(refers);
        let told = fields.filter_map(|field| {
            let value = self.cell(change, field)?;
            let name = name_of_field(change.register.name(), &schema.fields[field as usize].name, self.lang());
            Some(format!("{name}: {value}"))
        });
        told.take(REFERENCES).collect()
    }

    /// A cell of a changed record in words; none where nothing is written.
    fn cell(&self, change: &Change, field: FieldId) -> Option<String> {
        let (voice, row) = self.side(change);
        let raw = written(voice.side.reading(), change.register, row, field);
        (emptiness(&raw) == Emptiness::Filled).then(|| self.shown(voice, change.register, field, &raw))
    }

    fn moved(&self, change: &Change, moved: &Moved) -> String {
        let field = &change.register.schema().fields[moved.field as usize];
        let mut name = name_of_field(change.register.name(), &field.name, self.lang());
        let value = |voice: &Voice<'_>, raw: &str| match emptiness(raw) {
            Emptiness::Blank => self.say.blank().to_owned(),
            _ if moved.entry.is_some() => self.value(raw),
            _ => self.shown(voice, change.register, moved.field, raw),
        };
        if let Some(entry) = &moved.entry {
            name = format!("{name} {}", self.value(entry));
        }
        format!("{name} {} → {}", value(&self.base, &moved.old), value(&self.head, &moved.new))
    }

    /// A value as the reader's language spells it; a reference with the name of what it leads to.
    fn shown(&self, voice: &Voice<'_>, register: RegisterId, id: FieldId, raw: &str) -> String {
        let field = &register.schema().fields[id as usize];
        let tongue = self.say.pick(Tongue::Ja, Tongue::En);
        let words = &voice.side.words;
        let canon = Canon { register, tongue, typed: false, inside: false, words };
        let one = |item: &str| {
            let text = canon.item(id, item).map_or_else(|| item.trim().to_owned(), |spelled| spelled.text);
            let key = field.suffix.and_then(|mark| text.split_once(mark)).map_or(text.as_str(), |(before, _)| before);
            let label = (field.of == Type::Ref)
                .then(|| field.to.iter().find_map(|to| self.label(voice, *to, voice.row(*to, key)?)))
                .flatten();
            let text = self.value(&text);
            let label = label.filter(|label| *label != text);
            self.named(&text, label)
        };
        if field.ty != Type::List {
            return one(raw);
        }
        let items: Vec<String> = split_list(raw).into_iter().map(|item| one(&raw[item])).collect();
        items.join(self.say.pick("・", ", "))
    }

    /// A register's own sentence. What is between brackets is left out where a field in it is blank.
    fn fill(&self, template: &str, change: &Change) -> String {
        let mut said = String::new();
        for (turn, part) in template.split(['[', ']']).enumerate() {
            let (mut text, mut whole) = (String::new(), true);
            for piece in pieces(part) {
                match piece {
                    // "E0123 に", but "E0123（佐藤 花子）に".
                    Piece::Words(words) if text.ends_with('）') || text.is_empty() && said.ends_with('）') => {
                        text.push_str(words.trim_start());
                    }
                    Piece::Words(words) => text.push_str(words),
                    Piece::Hole(name) => {
                        let field = change.register.schema().field(name);
                        match field.and_then(|field| self.cell(change, field)) {
                            Some(value) => text.push_str(&value),
                            None => {
                                whole = false;
                                text.push_str(self.say.blank());
                            }
                        }
                    }
                }
            }
            if turn % 2 == 0 || whole {
                said += &text;
            }
        }
        said
    }

    /// "I.2.1 機密区分を決める: 適合(記録上) → 不適合".
    pub fn turned(&self, turned: &Turned) -> String {
        let title = self.title(&turned.id);
        let (before, after) = (self.say.verdict(turned.before), self.say.verdict(turned.after));
        format!("{} {title}: {before} → {after}", turned.id)
    }

    pub fn title(&self, id: &str) -> &'static str {
        let ja = self.lang() == Lang::Ja;
        let criteria = catalogue();
        let section = criteria.sections().find(|section| section.id == id).map(|section| section.title.pick(ja));
        section.or_else(|| criteria.items().find(|item| item.id == id).map(|item| item.title.pick(ja))).unwrap_or("")
    }
}

/// Whether a turn of a verdict is for the worse, for the better, or neither.
pub fn worse(turned: &Turned) -> std::cmp::Ordering {
    let weight = |verdict: Verdict| match verdict {
        Verdict::Met | Verdict::NotApplicable => 0,
        Verdict::Alternative | Verdict::Declined => 1,
        Verdict::NoData | Verdict::NeedsAPerson => 2,
        Verdict::Violated => 3,
    };
    weight(turned.after).cmp(&weight(turned.before))
}
