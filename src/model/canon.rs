//! The one spelling of a header and of a cell, in the language that the file itself speaks. What is spelled differently
//! but means the same gets this form; what carries more than its value (a unit, seconds, a word of the company's own) is
//! left as somebody wrote it.
//!
//! Where a cell stands and how it is quoted belongs to `respell` and `formats::splice`.

use unicode_normalization::UnicodeNormalization;

use super::cell::Words;
use super::columns::{Part, Shape};
use super::date::{format_date, format_datetime, parse_date, parse_datetime};
use super::schema::{Field, FieldId, RegisterId, Type};
use super::spell::{Emptiness, emptiness, fold_header, fold_key, fold_word, split_list};
use super::value::{Decimal, parse_bool, parse_int};
use crate::tree::Content;

/// What a file's headers are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    Ja,
    En,
    /// The fields' own names, as programs write them.
    Code,
}

/// A spelling that takes the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelled {
    pub text: String,
    /// A number, or true or false, that a typed notation writes without quotes.
    pub literal: bool,
    /// Phrase of `register/spelling`: what kind of difference it was.
    pub why: &'static str,
}

impl Spelled {
    fn text(text: impl Into<String>, why: &'static str) -> Option<Spelled> {
        Some(Spelled { text: text.into(), literal: false, why })
    }
}

/// Spells the cells of one file of one register.
#[derive(Debug, Clone, Copy)]
pub struct Canon<'w> {
    pub register: RegisterId,
    pub tongue: Tongue,
    /// The notation has numbers and truth values of its own.
    pub typed: bool,
    /// The cells stand in a row inside of a record. Those are judged by the schema as it stands, which knows its own
    /// names of columns and choices only: they are left as they are.
    pub inside: bool,
    pub words: &'w Words,
}

impl<'w> Canon<'w> {
    /// The header of a field; none where the file's header is the company's own (`[columns]`) or already right.
    pub fn header(&self, field: FieldId, header: &str) -> Option<String> {
        let schema = self.register.schema();
        if self.inside || self.words.headers.contains_key(&(self.register, fold_header(header))) {
            return None;
        }
        let known = &schema.fields[field as usize];
        let wanted = match self.tongue {
            Tongue::Ja => &known.ja,
            Tongue::En => &known.en,
            Tongue::Code => &known.name,
        };
        // Two fields may share a title: then only the name is beyond doubt.
        [wanted, &known.name]
            .into_iter()
            .find(|word| self.leads_to(word, field))
            .filter(|word| *word != header)
            .cloned()
    }

    fn leads_to(&self, header: &str, field: FieldId) -> bool {
        let folded = fold_header(header);
        let own = self.words.headers.get(&(self.register, folded.clone())).copied();
        !folded.is_empty() && own.or_else(|| self.register.schema().field_by_header(header)) == Some(field)
    }

    /// The spelling of a cell; none where it is right, or where nobody can say what would be.
    pub fn cell(&self, id: FieldId, raw: &str) -> Option<Spelled> {
        let field = &self.register.schema().fields[id as usize];
        if field.found_in.is_some() {
            return None;
        }
        let bare = raw.trim();
        let spelled = match field.ty {
            Type::List => self.list(field, id, bare),
            ty => self.value(field, id, ty, bare),
        };
        let spelled = spelled.filter(|spelled| spelled.text != bare || spelled.literal && self.typed);
        spelled.or_else(|| if bare == raw { None } else { Spelled::text(bare, "space") })
    }

    /// One entry of a list that the notation itself writes as a list.
    pub fn item(&self, id: FieldId, raw: &str) -> Option<Spelled> {
        let field = &self.register.schema().fields[id as usize];
        if field.ty != Type::List {
            return self.cell(id, raw);
        }
        let bare = raw.trim();
        let spelled = self.value(field, id, field.of, bare).filter(|spelled| spelled.text != bare);
        spelled.or_else(|| if bare == raw { None } else { Spelled::text(bare, "space") })
    }

    /// Entries are spelled one by one; what stands between them stays.
    fn list(&self, field: &Field, id: FieldId, bare: &str) -> Option<Spelled> {
        if emptiness(bare) != Emptiness::Filled {
            return None;
        }
        let (mut text, mut done, mut why) = (String::new(), 0, None);
        for item in split_list(bare) {
            let word = &bare[item.clone()];
            let Some(spelled) = self.value(field, id, field.of, word).filter(|spelled| spelled.text != word) else {
                continue;
            };
            text.push_str(&bare[done..item.start]);
            text.push_str(&spelled.text);
            done = item.end;
            why = Some(spelled.why);
        }
        text.push_str(&bare[done..]);
        Spelled::text(text, why?)
    }

    fn value(&self, field: &Field, id: FieldId, ty: Type, bare: &str) -> Option<Spelled> {
        match ty {
            Type::Boolean | Type::Enum if self.inside => return None,
            Type::Boolean => return self.flag(bare),
            Type::Enum => return self.choice(field, id, bare),
            _ if emptiness(bare) != Emptiness::Filled => return None,
            _ => {}
        }
        match ty {
            Type::Id | Type::Ref => code(field, bare),
            Type::Date => Spelled::text(format_date(parse_date(bare).ok()?), "date"),
            Type::DateTime => moment(bare),
            Type::Integer => number(bare, parse_int(bare)?.to_string()),
            Type::Decimal => number(bare, Decimal::parse(bare)?.to_string()),
            _ => None,
        }
    }

    fn flag(&self, bare: &str) -> Option<Spelled> {
        let yes = parse_bool(bare)?;
        let (word, literal) = match (self.tongue, self.typed) {
            (Tongue::Ja, _) => (if yes { "○" } else { "×" }, false),
            (_, true) => (if yes { "true" } else { "false" }, true),
            (_, false) => (if yes { "yes" } else { "no" }, false),
        };
        Some(Spelled { text: word.to_owned(), literal, why: "yes-no" })
    }

    fn choice(&self, field: &Field, id: FieldId, bare: &str) -> Option<Spelled> {
        let own = self.words.values.get(&(self.register, id));
        let folded = fold_word(bare);
        // The company's own name of a choice is the name that its people know.
        if own.is_some_and(|words| words.contains_key(&*folded)) {
            return None;
        }
        let value = field.value_by_word(bare)?;
        let known = &field.values[usize::from(value)];
        let means = |word: &str| match own.and_then(|words| words.get(&*fold_word(word))) {
            Some(other) => *other == value,
            None => field.value_by_word(word) == Some(value),
        };
        let wanted = match self.tongue {
            Tongue::Ja => &known.ja,
            Tongue::En => &known.en,
            Tongue::Code => &known.name,
        };
        let word = [wanted, &known.name].into_iter().find(|word| !word.is_empty() && means(word))?;
        Spelled::text(word.as_str(), "choice")
    }
}

/// Codes in half width. Names of people and things stay as they are, also where a reference is written as a name.
fn code(field: &Field, bare: &str) -> Option<Spelled> {
    let (before, rest) = match field.suffix.and_then(|mark| bare.find(mark)) {
        Some(at) => bare.split_at(at),
        None => (bare, ""),
    };
    let folded = fold_key(before);
    let plain = folded.is_ascii() && !folded.is_empty() && !folded.contains(['\n', '\r']);
    if plain { Spelled::text(format!("{folded}{rest}"), "width") } else { None }
}

/// Day and minute. Seconds and time zones are more than a cell keeps, so nothing is taken from whoever wrote them.
fn moment(bare: &str) -> Option<Spelled> {
    let minutes = parse_datetime(bare).ok()?;
    let plain: String = bare.nfkc().collect();
    let numbers = plain.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).count();
    if !plain.contains([':', '時']) {
        return Spelled::text(format_date(parse_date(bare).ok()?), "date");
    }
    let more = plain.contains(['Z', 'z', '+', '秒']) || numbers > 5;
    if more { None } else { Spelled::text(format_datetime(minutes), "date") }
}

/// A counting word behind a number (`３枚`) stays: it says what is counted.
fn number(bare: &str, digits: String) -> Option<Spelled> {
    let folded: String = bare.nfkc().collect();
    let counted = folded.chars().next_back().is_some_and(|c| !c.is_ascii_digit());
    match counted {
        true => Spelled::text(folded, "number"),
        false => Some(Spelled { text: digits, literal: true, why: "number" }),
    }
}

/// The tongue of a file, by its headers: Japanese if any, else titles or names, whichever are more.
pub fn tongue(part: &Part, text: &str, register: RegisterId) -> Tongue {
    let (mut ja, mut en, mut code) = (0, 0, 0);
    let schema = register.schema();
    let mut count = |header: &str, field: FieldId| {
        let known = &schema.fields[field as usize];
        let folded = fold_header(header);
        if !folded.is_ascii() {
            ja += 1;
            return;
        }
        code += usize::from(folded == fold_header(&known.name));
        en += usize::from(folded == fold_header(&known.en));
    };
    match (&part.content, &part.shape) {
        (Content::Table(table), Shape::Table { header, columns, .. }) => {
            for (field, column) in columns.iter().enumerate() {
                if schema.fields[field].found_in.is_some() {
                    continue;
                }
                if let Some(cell) = column.and_then(|column| table.cell(*header, column.into())) {
                    count(cell.value(text).trim(), field as FieldId);
                }
            }
        }
        (Content::Tree(tree), Shape::Tree { fields, .. }) => {
            for (key, field) in tree.keys().iter().zip(fields) {
                if let Some(field) = field {
                    count(key, *field);
                }
            }
        }
        _ => {}
    }
    if ja > en.max(code) {
        Tongue::Ja
    } else if en > code {
        Tongue::En
    } else {
        Tongue::Code
    }
}

#[cfg(test)]
mod tests;
