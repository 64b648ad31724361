use super::{Finding, Lang, Run};
pub struct Told { pub title: String, pub what: String, pub why: String, pub fix: String, pub did_you_mean: Option<String>, pub labels: Vec<String> }
pub fn tell(_finding: &Finding, _run: &Run, _lang: Lang) -> Told { Told { title: String::new(), what: String::new(), why: String::new(), fix: String::new(), did_you_mean: None, labels: Vec::new() } }
pub fn name_of_field(register: &str, field: &str, _lang: Lang) -> String { format!("{register}.{field}") }
pub fn name_of_register(register: &str, _lang: Lang) -> String { register.to_owned() }
