//! From the raw text of one cell to its typed value. Knows spellings, not files.

use rustc_hash::FxHashMap;

use crate::tree::DateSystem;

use super::columns::{BAD, BLANK, NONE, Pools, missing};
use super::date::{Period, format_date, format_datetime, parse_date, parse_datetime, parse_period};
use super::schema::{Field, FieldId, RegisterId, Type};
use super::spell::{Emptiness, emptiness, fold_key, fold_word, split_list};
use super::value::{Decimal, parse_bool, parse_int};

/// Further spellings, from `timlint.toml` and from the company's own class names.
#[derive(Debug, Clone, Default)]
pub struct Words {
    pub values: FxHashMap<(RegisterId, FieldId), FxHashMap<String, u16>>,
    pub headers: FxHashMap<(RegisterId, String), FieldId>,
}

impl Words {
    pub fn add_value(&mut self, register: RegisterId, field: FieldId, word: &str, value: u16) {
        self.values.entry((register, field)).or_default().insert(fold_word(word).into_owned(), value);
    }
}

/// A cell whose text the field cannot hold.
#[derive(Debug)]
pub struct Bad {
    pub row: u32,
    pub field: FieldId,
    /// Phrase of `register/wrong-value`.
    pub why: &'static str,
}

/// A choice that an open list field holds beside the named ones.
const OTHER: i32 = i32::MAX;

/// Bare numbers that are taken for days: 1954 to 2119, or four years later.
const SERIALS: std::ops::Range<f64> = 20_000.0..80_000.0;

fn serial(dates: Option<DateSystem>, raw: &str) -> Option<(i32, u32)> {
    let number: f64 = raw.parse().ok()?;
    // Numbers far from our days are rather years, ids or typing errors than dates.
    dates.filter(|_| SERIALS.contains(&number))?.moment(number)
}

/// What a bare number in a sheet means in a field of days or moments, as anybody may read it outside of that sheet.
pub fn unserial(field: &Field, dates: Option<DateSystem>, raw: &str) -> Option<String> {
    let (day, seconds) = serial(dates, raw.trim())?;
    match field.ty {
        Type::Date => Some(format_date(day)),
        Type::DateTime => Some(format_datetime(i64::from(day) * 1440 + i64::from(seconds / 60))),
        _ => None,
    }
}

/// A cell that follows from another field of the same record.
#[derive(Debug)]
pub struct Pending {
    pub row: u32,
    pub field: FieldId,
    pub part: Part,
}

/// What such a cell holds itself.
#[derive(Debug)]
pub enum Part {
    /// A period in a date field: the date counts from the other field.
    Period(Period),
    /// A bare time of day, in minutes: the day is the other field's.
    Time(i32),
}

/// Turns raw cells of one register into numbers; one converter a chunk of rows, so that chunks load in parallel.
pub struct Converter<'w> {
    pub pools: Pools,
    pub bad: Vec<Bad>,
    pub pending: Vec<Pending>,
    /// How numbers are dates, in sheets.
    pub dates: Option<DateSystem>,
    words: &'w Words,
    register: RegisterId,
    /// Per field: cells already understood, for the types with few distinct values.
    memo: Vec<FxHashMap<Box<str>, i32>>,
}

impl<'w> Converter<'w> {
    pub fn new(register: RegisterId, words: &'w Words) -> Self {
        let fields = register.schema().fields.len();
        Self {
            pools: Pools::default(),
            bad: Vec::new(),
            pending: Vec::new(),
            dates: None,
            words,
            register,
            memo: vec![FxHashMap::default(); fields],
        }
    }

    /// The value of a cell. `interned` says that some rule reads the text; otherwise only its presence is kept.
    pub fn cell(&mut self, field: &Field, id: FieldId, raw: &str, row: u32, interned: bool) -> i32 {
        let raw = raw.trim();
        if field.found_in.is_some() {
            if let Some(known) = self.memo[id as usize].get(raw) {
                return *known;
            }
            let further = self.words.values.get(&(self.register, id));
            let value = field.value_in(raw, further).map_or(BLANK, i32::from);
            self.memo[id as usize].insert(raw.into(), value);
            return value;
        }
        if raw.is_empty() {
            return BLANK;
        }
        match field.ty {
            Type::Text => self.text(field, id, raw, interned),
            Type::Map | Type::Table => match emptiness(raw) {
                Emptiness::Blank => BLANK,
                Emptiness::Declared => NONE,
                Emptiness::Filled => 0,
            },
            Type::List => self.list(field, id, split_list(raw).into_iter().map(|item| &raw[item]), raw, row),
            _ => self.scalar(field, id, field.ty, raw, row),
        }
    }

    /// A list that the format itself writes as a list.
    pub fn items<'r>(&mut self, field: &Field, id: FieldId, items: impl Iterator<Item = &'r str>, row: u32) -> i32 {
        if field.ty == Type::List {
            return self.list(field, id, items, "", row);
        }
        // One value in brackets is still one value; several need a list field.
        let items: Vec<&str> = items.collect();
        match items.as_slice() {
            [] => BLANK,
            [one] => self.cell(field, id, one, row, true),
            _ => self.reject(row, id, "not-a-single-value"),
        }
    }

    pub fn reject(&mut self, row: u32, field: FieldId, why: &'static str) -> i32 {
        self.bad.push(Bad { row, field, why });
        BAD
    }

    fn text(&mut self, field: &Field, id: FieldId, raw: &str, interned: bool) -> i32 {
        match emptiness(raw) {
            Emptiness::Blank => BLANK,
            Emptiness::Declared => NONE,
            Emptiness::Filled if !field.none_words.is_empty() && self.says_none(field, id, raw) => NONE,
            Emptiness::Filled if interned => self.pools.symbols.intern(raw),
            Emptiness::Filled => 0,
        }
    }

    /// Such a field holds few different words: each is folded once.
    fn says_none(&mut self, field: &Field, id: FieldId, raw: &str) -> bool {
        if let Some(known) = self.memo[id as usize].get(raw) {
            return *known == NONE;
        }
        let none = field.says_none(raw);
        self.memo[id as usize].insert(raw.into(), if none { NONE } else { 0 });
        none
    }

    fn list<'r>(
        &mut self,
        field: &Field,
        id: FieldId,
        items: impl Iterator<Item = &'r str>,
        whole: &str,
        row: u32,
    ) -> i32 {
        if emptiness(whole) == Emptiness::Declared {
            return NONE;
        }
        let start = self.pools.items.len() as u32;
        for item in items.map(str::trim).filter(|item| !item.is_empty()) {
            match field.of {
                Type::Enum => self.choices(field, id, item, row),
                Type::Text => {
                    let value = self.text(field, id, item, true);
                    self.keep(value);
                }
                of => {
                    let value = self.scalar(field, id, of, item, row);
                    self.keep(value);
                }
            }
        }
        let end = self.pools.items.len() as u32;
        if start == end {
            return if whole.is_empty() { NONE } else { BLANK };
        }
        self.pools.lists.push((start, end));
        self.pools.lists.len() as i32 - 1
    }

    fn keep(&mut self, item: i32) {
        if !missing(item) {
            self.pools.items.push(item);
        }
    }

    /// One choice of a list; `閲覧・編集` and `閲覧/編集` are two where no choice has that name as a whole.
    fn choices(&mut self, field: &Field, id: FieldId, item: &str, row: u32) {
        const ALSO: [char; 4] = ['・', '/', '／', '+'];
        if self.choice(field, id, item).is_none() && item.contains(ALSO) {
            for part in item.split(ALSO).map(str::trim).filter(|part| !part.is_empty()) {
                self.one_choice(field, id, part, row);
            }
        } else {
            self.one_choice(field, id, item, row);
        }
    }

    fn one_choice(&mut self, field: &Field, id: FieldId, item: &str, row: u32) {
        let value = match self.choice(field, id, item) {
            Some(value) => i32::from(value),
            // The field names common choices and takes others too.
            None if field.open => OTHER,
            None => self.scalar(field, id, Type::Enum, item, row),
        };
        self.keep(value);
    }

    fn choice(&self, field: &Field, id: FieldId, word: &str) -> Option<u16> {
        let own = self.words.values.get(&(self.register, id)).and_then(|words| words.get(&*fold_word(word)));
        own.copied().or_else(|| field.value_by_word(word))
    }

    fn scalar(&mut self, field: &Field, id: FieldId, ty: Type, raw: &str, row: u32) -> i32 {
        match ty {
            Type::Id | Type::Ref => self.reference(field, raw),
            Type::Date => match parse_date(raw).or_else(|error| self.serial(raw).map(|(day, _)| day).ok_or(error)) {
                Ok(days) => days,
                Err(_) if emptiness(raw) != Emptiness::Filled => NONE,
                Err(error) => match parse_period(raw).filter(|_| field.or_period) {
                    Some(period) => {
                        self.pending.push(Pending { row, field: id, part: Part::Period(period) });
                        BAD
                    }
                    None => self.reject(row, id, error.phrase()),
                },
            },
            Type::DateTime => match parse_datetime(raw).or_else(|error| match self.serial(raw) {
                Some((day, seconds)) => Ok(i64::from(day) * 1440 + i64::from(seconds / 60)),
                None => Err(error),
            }) {
                Ok(minutes) => i32::try_from(minutes).unwrap_or(BAD),
                Err(_) if emptiness(raw) != Emptiness::Filled => NONE,
                Err(error) => match time_of_day(raw).filter(|_| field.counts_from.is_some()) {
                    Some(minutes) => {
                        self.pending.push(Pending { row, field: id, part: Part::Time(minutes) });
                        BAD
                    }
                    None => self.reject(row, id, error.phrase()),
                },
            },
            Type::Integer => match parse_int(raw).map(i32::try_from) {
                Some(Ok(number)) if !missing(number) => number,
                Some(_) => self.reject(row, id, "too-large"),
                None if emptiness(raw) != Emptiness::Filled => NONE,
                None => self.reject(row, id, "not-an-integer"),
            },
            Type::Decimal => match Decimal::parse(raw) {
                Some(number) => {
                    self.pools.decimals.push(number);
                    self.pools.decimals.len() as i32 - 1
                }
                None if emptiness(raw) != Emptiness::Filled => NONE,
                None => self.reject(row, id, "not-a-number"),
            },
            Type::Boolean | Type::Enum | Type::Period => self.remembered(field, id, ty, raw, row),
            Type::Text | Type::List | Type::Map | Type::Table => self.text(field, id, raw, true),
        }
    }

    /// A date that was typed into a sheet and then lost its format: a bare number of days.
    fn serial(&self, raw: &str) -> Option<(i32, u32)> {
        serial(self.dates, raw)
    }

    fn reference(&mut self, field: &Field, raw: &str) -> i32 {
        let raw = match field.suffix.and_then(|mark| raw.split_once(mark)) {
            Some((before, _)) => before,
            None => raw,
        };
        // Most keys are plain ASCII: no look at the words for "none".
        let plain = raw.len() > 4 && raw.is_ascii();
        if !plain && emptiness(raw) == Emptiness::Declared {
            return NONE;
        }
        self.pools.symbols.intern(&fold_key(raw))
    }

    /// Types with few distinct values: each spelling is understood once a chunk.
    fn remembered(&mut self, field: &Field, id: FieldId, ty: Type, raw: &str, row: u32) -> i32 {
        if let Some(known) = self.memo[id as usize].get(raw) {
            return *known;
        }
        let value = match ty {
            Type::Boolean => parse_bool(raw).map(i32::from),
            Type::Enum => self.choice(field, id, raw).map(i32::from),
            _ => parse_period(raw).map(|period| {
                self.pools.periods.push(period);
                self.pools.periods.len() as i32 - 1
            }),
        };
        match value {
            Some(value) => {
                self.memo[id as usize].insert(raw.into(), value);
                value
            }
            None if emptiness(raw) == Emptiness::Declared => NONE,
            None => self.reject(
                row,
                id,
                match ty {
                    Type::Boolean => "not-a-boolean",
                    Type::Enum => "not-a-choice",
                    _ => "not-a-period",
                },
            ),
        }
    }
}

/// `10:00` or `午後1時` without a day.
fn time_of_day(raw: &str) -> Option<i32> {
    let minutes = parse_datetime(&format!("1970-01-01 {raw}")).ok()?;
    i32::try_from(minutes).ok().filter(|minutes| (0..=1440).contains(minutes))
}
