//! When a part of the criteria applies: `electronic & (cloud | datacenter)`, over switches that the company declares
//! and over what its records show.
//!
//! A switch is yes, no or unknown, and so is the whole: what is not declared never switches a duty off.

use serde::Deserialize;

/// A condition over switches.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Applies {
    Switch(String),
    Not(Box<Applies>),
    All(Vec<Applies>),
    Any(Vec<Applies>),
}

impl Applies {
    pub fn parse(text: &str) -> Result<Applies, String> {
        let mut parser = Parser { rest: text.trim_start() };
        let whole = parser.any()?;
        if parser.rest.is_empty() { Ok(whole) } else { Err(format!("`{}` is left over in `{text}`", parser.rest)) }
    }

    /// Yes, no, or unknown where that hangs on a switch that nobody declared.
    pub fn holds(&self, switch: &dyn Fn(&str) -> Option<bool>) -> Option<bool> {
        match self {
            Applies::Switch(name) => switch(name),
            Applies::Not(inner) => inner.holds(switch).map(|holds| !holds),
            Applies::All(parts) => decided(parts, switch, false),
            Applies::Any(parts) => decided(parts, switch, true),
        }
    }

    /// All switches, in the order of the text.
    pub fn switches(&self) -> Vec<&str> {
        match self {
            Applies::Switch(name) => vec![name],
            Applies::Not(inner) => inner.switches(),
            Applies::All(parts) | Applies::Any(parts) => parts.iter().flat_map(Applies::switches).collect(),
        }
    }
}

/// One part of this value decides; without it, one unknown part leaves the whole unknown.
fn decided(parts: &[Applies], switch: &dyn Fn(&str) -> Option<bool>, decisive: bool) -> Option<bool> {
    let values: Vec<Option<bool>> = parts.iter().map(|part| part.holds(switch)).collect();
    if values.contains(&Some(decisive)) {
        Some(decisive)
    } else if values.contains(&None) {
        None
    } else {
        Some(!decisive)
    }
}

impl TryFrom<String> for Applies {
    type Error = String;

    fn try_from(text: String) -> Result<Applies, String> {
        Applies::parse(&text)
    }
}

struct Parser<'t> {
    rest: &'t str,
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Applies, String> {
        let mut parts = vec![self.all()?];
        while self.sign('|') {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Applies::Any(parts) })
    }

    fn all(&mut self) -> Result<Applies, String> {
        let mut parts = vec![self.one()?];
        while self.sign('&') {
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Applies::All(parts) })
    }

    fn one(&mut self) -> Result<Applies, String> {
        if self.sign('!') {
            return Ok(Applies::Not(Box::new(self.one()?)));
        }
        if self.sign('(') {
            let inner = self.any()?;
            return if self.sign(')') { Ok(inner) } else { Err("a `(` is not closed".to_owned()) };
        }
        let end = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'));
        let (name, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        if name.is_empty() {
            return Err(format!("a switch is expected before `{rest}`"));
        }
        self.rest = rest.trim_start();
        Ok(Applies::Switch(name.to_owned()))
    }

    fn sign(&mut self, sign: char) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.map_or(self.rest, str::trim_start);
        rest.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a` is yes, `b` is no, everything else was never declared.
    fn holds(text: &str) -> Option<bool> {
        let switch = |name: &str| match name {
            "a" => Some(true),
            "b" => Some(false),
            _ => None,
        };
        Applies::parse(text).expect(text).holds(&switch)
    }

    #[test]
    fn what_is_not_declared_stays_unknown_unless_the_rest_decides() {
        assert_eq!((holds("a"), holds("!a"), holds("c"), holds("!c")), (Some(true), Some(false), None, None));
        assert_eq!((holds("a & b"), holds("b & c"), holds("a & c")), (Some(false), Some(false), None));
        assert_eq!((holds("a | c"), holds("b | c"), holds("b | b")), (Some(true), None, Some(false)));
    }

    #[test]
    fn and_binds_closer_than_or() {
        assert_eq!(holds("a | b & b"), Some(true));
        assert_eq!(holds("(a | b) & b"), Some(false));
        assert_eq!(holds("!(a & b) & !b"), Some(true));
        let whole = Applies::parse("electronic & (x.y | z_1)").expect("a condition");
        assert_eq!(whole.switches(), ["electronic", "x.y", "z_1"]);
    }

    #[test]
    fn what_is_no_condition_is_said() {
        for wrong in ["", "a &", "(a", "a b", "a)", "& a", "a || b"] {
            assert!(Applies::parse(wrong).is_err(), "{wrong}");
        }
    }
}
