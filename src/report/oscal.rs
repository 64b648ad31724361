//! OSCAL 1.2 (NIST's form for assessments): what a run found as assessment results, and the criteria as a catalogue.
//!
//! The day of judgement stands for all times, and every UUID is made from what it names: the same records give the same
//! file. A verdict by the records is evidence for an assessor, and says so; it is no assessment.

mod catalogue;
mod results;

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::model::date::format_date;

use super::handed::{self, Handed};
use super::words::Say;
use super::{Lang, Options, Report, Run};

/// The version of the form.
const VERSION: &str = "1.2.0";
/// Whose names the properties are.
const NAMES: &str = "https://timlint.invalid/ns/oscal";

pub struct Oscal;

impl Report for Oscal {
    fn name(&self) -> &'static str {
        "oscal"
    }

    fn wants_verdicts(&self) -> bool {
        true
    }

    fn write(&self, run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
        self.write_below("", run, options, out)
    }

    fn write_below(&self, folder: &str, run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
        results::write(&Handed::new(run, options, folder), out)
    }
}

/// The criteria as an OSCAL catalogue. `as_of` is the day that stands in it.
pub fn catalogue(lang: Lang, as_of: i32, out: &mut dyn Write) -> io::Result<()> {
    handed::json(&catalogue::whole(Say(lang), as_of), out)
}

fn time(day: i32) -> String {
    format!("{}T00:00:00+09:00", format_date(day))
}

fn metadata(title: &str, version: &str, day: i32, remarks: &str) -> Value {
    json!({
        "title": title,
        "last-modified": time(day),
        "version": version,
        "oscal-version": VERSION,
        "remarks": remarks,
    })
}

fn prop(name: &str, value: &str) -> Value {
    // A value must hold something, and no line break.
    let value = if value.trim().is_empty() { "-" } else { value.trim() };
    json!({ "name": name, "ns": NAMES, "value": value })
}
