//! Expressions over batches of records, column by column.
//!
//! Every value is a cell as in `model::columns`; a condition is 1, 0, or missing where something it needs is missing.

use crate::model::columns::{BAD, BLANK, missing};
use crate::model::date::{Period, civil};
use crate::model::value::parse_bool;
use crate::model::{Model, RegisterId, Texts};
use crate::rules::{Node, ParamValue, Plan, TextTest, Ty, param};

/// Records side by side: one vector of rows a slot, all of one length.
#[derive(Debug, Default, Clone)]
pub struct Frame {
    pub rows: Vec<Vec<u32>>,
}

impl Frame {
    pub fn len(&self) -> usize {
        self.rows.first().map_or(0, Vec::len)
    }

    /// A frame of one instance.
    pub fn one(rows: &[u32]) -> Frame {
        Frame { rows: rows.iter().map(|row| vec![*row]).collect() }
    }

    pub fn instance(&self, i: usize) -> Vec<u32> {
        self.rows.iter().map(|slot| slot[i]).collect()
    }

    /// These instances alone.
    pub fn only(&self, instances: &[usize]) -> Frame {
        Frame { rows: self.rows.iter().map(|slot| instances.iter().map(|i| slot[*i]).collect()).collect() }
    }

    /// Keeps the instances for which `keep` is 1.
    pub fn retain(&mut self, keep: &[i32]) {
        for slot in &mut self.rows {
            let mut i = 0;
            slot.retain(|_| {
                i += 1;
                keep[i - 1] == 1
            });
        }
    }
}

/// What every evaluation of a run shares.
pub struct Context<'m> {
    pub model: &'m Model,
    pub keys: &'m crate::model::link::Keys,
    pub texts: &'m (dyn Texts + Sync),
    pub today: i32,
    /// Whether a path of the repository is a file or folder.
    pub exists: &'m (dyn Fn(&str) -> bool + Sync),
    /// The hash of a file's bytes; none where it cannot be read.
    pub sha256: &'m (dyn Fn(&str) -> Option<String> + Sync),
}

/// A plan with its constants looked up in the model, over slots of known registers.
pub struct Bound<'p> {
    plan: &'p Plan,
    registers: Vec<RegisterId>,
    texts: Vec<i32>,
    params: Vec<i32>,
    /// Periods of the plan and of the company's parameters; numbered after those of the model.
    periods: Vec<Period>,
}

impl<'p> Bound<'p> {
    pub fn new(plan: &'p Plan, registers: Vec<RegisterId>, cx: &Context<'_>) -> Bound<'p> {
        let symbols = &cx.model.pools.symbols;
        let mut periods = plan.periods.clone();
        let params = plan.params.iter().map(|name| match value_of(name, cx.model) {
            Some(ParamValue::Number(number)) => number,
            Some(ParamValue::Period(period)) => {
                periods.push(period);
                (cx.model.pools.periods.len() + periods.len() - 1) as i32
            }
            None => BLANK,
        });
        let params = params.collect();
        // A text that no record holds equals nothing: symbols count from zero.
        let texts = plan.texts.iter().map(|text| symbols.find(text).unwrap_or(-1)).collect();
        Bound { plan, registers, texts, params, periods }
    }

    pub fn root(&self) -> &'p Node {
        &self.plan.root
    }

    pub fn eval(&self, frame: &Frame, cx: &Context<'_>) -> Vec<i32> {
        self.node(&self.plan.root, frame, cx)
    }

    pub fn node(&self, node: &Node, frame: &Frame, cx: &Context<'_>) -> Vec<i32> {
        let n = frame.len();
        match node {
            Node::Number(number) => vec![*number; n],
            Node::Text(i) => vec![self.texts[*i as usize]; n],
            Node::Period(i) => vec![(cx.model.pools.periods.len() + *i as usize) as i32; n],
            Node::Param(i) => vec![self.params[*i as usize]; n],
            Node::Today => vec![cx.today; n],
            Node::Switch(name) => {
                let declared = cx.model.org.applicability.get(&**name);
                vec![declared.and_then(|declared| parse_bool(&declared.raw)).map_or(BLANK, i32::from); n]
            }
            Node::Known(inner) => map(self.node(inner, frame, cx), |v| i32::from(!missing(v))),
            Node::Cell(slot, field) => self.gather(*slot, *field, frame, cx),
            Node::Has(slot, field) => map(self.gather(*slot, *field, frame, cx), |cell| i32::from(!missing(cell))),
            Node::DeclaredNone(slot, field) => {
                map(self.gather(*slot, *field, frame, cx), |cell| i32::from(cell == crate::model::columns::NONE))
            }
            Node::And(parts) => self.fold(parts, frame, cx, 0),
            Node::Or(parts) => self.fold(parts, frame, cx, 1),
            Node::Not(inner) => map(self.node(inner, frame, cx), |v| if missing(v) { BLANK } else { 1 - v }),
            Node::Compare(op, ty, a, b) => {
                let (a, b) = (self.node(a, frame, cx), self.node(b, frame, cx));
                match ty {
                    Ty::Period => zip(a, &b, |a, b| {
                        let (a, b) = (self.period(a, cx).approx_days(), self.period(b, cx).approx_days());
                        i32::from(op.holds(a.total_cmp(&b)))
                    }),
                    Ty::Decimal => zip(a, &b, |a, b| {
                        let decimals = &cx.model.pools.decimals;
                        i32::from(op.holds(decimals[a as usize].cmp(&decimals[b as usize])))
                    }),
                    _ => zip(a, &b, |a, b| i32::from(op.holds(a.cmp(&b)))),
                }
            }
            Node::Among(inner, items) => {
                let value = self.node(inner, frame, cx);
                let items: Vec<i32> = items.iter().map(|item| self.constant(item)).collect();
                map(value, |v| if missing(v) { BLANK } else { i32::from(items.contains(&v)) })
            }
            Node::InList(inner, slot, field) => {
                let value = self.node(inner, frame, cx);
                let lists = self.gather(*slot, *field, frame, cx);
                let pools = &cx.model.pools;
                let pairs = value.into_iter().zip(lists);
                pairs
                    .map(|(v, list)| if missing(v) { BLANK } else { i32::from(pools.list(list).contains(&v)) })
                    .collect()
            }
            Node::DayOf(inner) => map(self.node(inner, frame, cx), |v| if missing(v) { v } else { v.div_euclid(1440) }),
            Node::Add(a, b) => zip(self.node(a, frame, cx), &self.node(b, frame, cx), i32::saturating_add),
            Node::Sub(a, b) => zip(self.node(a, frame, cx), &self.node(b, frame, cx), i32::saturating_sub),
            Node::Mul(a, b) => zip(self.node(a, frame, cx), &self.node(b, frame, cx), i32::saturating_mul),
            Node::Shift { day, period, back } => {
                let (day, period) = (self.node(day, frame, cx), self.node(period, frame, cx));
                zip(day, &period, |day, period| {
                    let period = self.period(period, cx);
                    if *back { period.before(day) } else { period.after(day) }
                })
            }
            Node::Minutes(inner) => map(self.node(inner, frame, cx), |v| {
                if missing(v) { BLANK } else { (self.period(v, cx).approx_days() * 1440.0).round() as i32 }
            }),
            Node::Months(a, b) => zip(self.node(a, frame, cx), &self.node(b, frame, cx), months_between),
            Node::SizeOfList(slot, field) => {
                let pools = &cx.model.pools;
                map(self.gather(*slot, *field, frame, cx), |list| pools.list(list).len() as i32)
            }
            Node::SizeOfText(slot, field) => {
                let symbols = &cx.model.pools.symbols;
                map(self.gather(*slot, *field, frame, cx), |v| {
                    if missing(v) { BLANK } else { symbols.get(v).chars().count() as i32 }
                })
            }
            Node::Test(slot, field, test) => {
                let symbols = &cx.model.pools.symbols;
                map(self.gather(*slot, *field, frame, cx), |v| {
                    if missing(v) { BLANK } else { i32::from(holds(test, symbols.get(v))) }
                })
            }
            Node::Covers { start, end, day } => {
                let (start, end) = (self.node(start, frame, cx), self.node(end, frame, cx));
                let day = self.node(day, frame, cx);
                (0..n).map(|i| covers(start[i], end[i], day[i])).collect()
            }
            Node::Overlaps { first, second } => {
                let a = (self.node(&first.0, frame, cx), self.node(&first.1, frame, cx));
                let b = (self.node(&second.0, frame, cx), self.node(&second.1, frame, cx));
                (0..n).map(|i| overlaps((a.0[i], a.1[i]), (b.0[i], b.1[i]))).collect()
            }
        }
    }

    /// `&&` and `||`: the deciding value (0 or 1) wins over missing ones, missing wins over the rest.
    fn fold(&self, parts: &[Node], frame: &Frame, cx: &Context<'_>, deciding: i32) -> Vec<i32> {
        let mut whole = vec![1 - deciding; frame.len()];
        for part in parts {
            for (w, v) in whole.iter_mut().zip(self.node(part, frame, cx)) {
                if v == deciding || (missing(v) && *w != deciding) {
                    *w = v;
                }
            }
        }
        whole
    }

    fn gather(&self, slot: u8, field: u16, frame: &Frame, cx: &Context<'_>) -> Vec<i32> {
        let rows = &frame.rows[slot as usize];
        let column = cx.model.register(self.registers[slot as usize]).and_then(|r| r.columns[field as usize].as_ref());
        match column {
            Some(column) => rows.iter().map(|row| column[*row as usize]).collect(),
            None => vec![BLANK; rows.len()],
        }
    }

    fn constant(&self, node: &Node) -> i32 {
        match node {
            Node::Number(number) => *number,
            Node::Text(i) => self.texts[*i as usize],
            _ => BLANK,
        }
    }

    pub fn period(&self, value: i32, cx: &Context<'_>) -> Period {
        let own = &cx.model.pools.periods;
        let i = value as usize;
        if i < own.len() { own[i] } else { self.periods[i - own.len()] }
    }
}

/// What the company declared, else the default.
fn value_of(name: &str, model: &Model) -> Option<ParamValue> {
    let declared = model.org.params.get(name).and_then(|declared| ParamValue::parse(&declared.raw));
    declared.or_else(|| param(name)?.default_value())
}

fn map(mut values: Vec<i32>, f: impl Fn(i32) -> i32) -> Vec<i32> {
    for value in &mut values {
        *value = f(*value);
    }
    values
}

fn zip(mut a: Vec<i32>, b: &[i32], f: impl Fn(i32, i32) -> i32) -> Vec<i32> {
    for (x, y) in a.iter_mut().zip(b) {
        *x = if missing(*x) || missing(*y) { BLANK } else { f(*x, *y) };
    }
    a
}

fn holds(test: &TextTest, text: &str) -> bool {
    match test {
        TextTest::Matches(regex) => regex.is_match(text),
        TextTest::Contains(part) => text.contains(part.as_str()),
        TextTest::StartsWith(part) => text.starts_with(part.as_str()),
        TextTest::EndsWith(part) => text.ends_with(part.as_str()),
    }
}

/// A missing end is open; an unreadable one is unknown.
fn covers(start: i32, end: i32, day: i32) -> i32 {
    if missing(day) || start == BAD || end == BAD {
        return BLANK;
    }
    i32::from((missing(start) || start <= day) && (missing(end) || day <= end))
}

fn overlaps(a: (i32, i32), b: (i32, i32)) -> i32 {
    if [a.0, a.1, b.0, b.1].contains(&BAD) {
        return BLANK;
    }
    let before = |end: i32, start: i32| !missing(end) && !missing(start) && end < start;
    i32::from(!before(a.1, b.0) && !before(b.1, a.0))
}

/// Whole months from one day to another; negative when the second comes first.
fn months_between(from: i32, to: i32) -> i32 {
    if to < from {
        return -months_between(to, from);
    }
    let ((y1, m1, d1), (y2, m2, d2)) = (civil(from), civil(to));
    (y2 - y1) * 12 + m2 as i32 - m1 as i32 - i32::from(d2 < d1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_ends_are_open_and_the_last_day_counts() {
        assert_eq!(covers(10, 20, 20), 1);
        assert_eq!(covers(10, BLANK, 9999), 1);
        assert_eq!(covers(10, 20, 21), 0);
        assert_eq!(covers(BAD, 20, 15), BLANK);
        assert_eq!(overlaps((1, 5), (5, 9)), 1);
        assert_eq!(overlaps((1, 5), (6, BLANK)), 0);
        assert_eq!(overlaps((BLANK, BLANK), (6, 6)), 1);
    }

    #[test]
    fn months_are_whole() {
        let day = |text| crate::model::date::parse_date(text).expect("a date");
        assert_eq!(months_between(day("2026-01-31"), day("2026-02-28")), 0);
        assert_eq!(months_between(day("2026-01-31"), day("2027-01-31")), 12);
        assert_eq!(months_between(day("2026-03-01"), day("2026-01-01")), -2);
    }
}
