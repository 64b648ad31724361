//! The periods and numbers that a company declares in `org.params`, with defaults and where each default comes from.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::model::date::{Period, parse_period};

use super::catalogue::Both;

/// One period or number of `rules/params.json`.
#[derive(Debug, Deserialize)]
pub struct Param {
    pub name: String,
    pub default: String,
    /// Where the default comes from: `fixed` by the criteria, another standard, or our own choice.
    pub source: String,
    /// What it says, in plain words.
    pub meaning: Both,
    pub items: Vec<String>,
}

/// A declared or default value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamValue {
    Period(Period),
    Number(i32),
}

impl ParamValue {
    pub fn parse(raw: &str) -> Option<ParamValue> {
        let raw = raw.trim();
        match raw.parse() {
            Ok(number) => Some(ParamValue::Number(number)),
            Err(_) => parse_period(raw).map(ParamValue::Period),
        }
    }
}

/// All known parameters, in the order of the file.
pub fn all() -> &'static [Param] {
    static PARAMS: OnceLock<Vec<Param>> = OnceLock::new();
    PARAMS.get_or_init(|| {
        serde_json::from_str(include_str!("../../rules/params.json")).expect("internal error: rules/params.json")
    })
}

pub fn by_name(name: &str) -> Option<&'static Param> {
    all().iter().find(|param| param.name == name)
}

impl Param {
    pub fn default_value(&self) -> Option<ParamValue> {
        ParamValue::parse(&self.default)
    }
}
