//! What whoever imports may decide: which register a file is, and which guesses at headers hold. A guess is never
//! followed unasked.

use crate::formats;
use crate::model::spell::{fold_header, nearest};
use crate::model::{FieldId, RegisterId};
use crate::report::taken_in::Unit;
use crate::source::World;

use crate::app::config::Config;
use crate::app::identify;

/// A header nobody knows, and the column it may be meant for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    pub register: RegisterId,
    pub header: String,
    pub field: FieldId,
}

/// What could be guessed, each once. A column that the file has already is no guess, nor are passwords.
pub fn guesses(units: &[Unit]) -> Vec<Guess> {
    let mut found: Vec<Guess> = Vec::new();
    for unit in units.iter().filter(|unit| unit.is_written()) {
        let Some(register) = unit.register else { continue };
        for column in unit.columns.iter().filter(|column| !column.secret && !column.twice) {
            let Some(near) = &column.near else { continue };
            let schema = register.schema();
            let Some(field) = schema.field(near).or_else(|| schema.field_by_header(near)) else { continue };
            let guess = Guess { register, header: column.header.clone(), field };
            let taken = unit.columns.iter().any(|other| other.field == Some(field));
            // Two headers that are near to one column cannot both be it.
            let rival = found.iter().any(|other| other.register == register && other.field == field);
            if !taken && !rival && !found.contains(&guess) {
                found.push(guess);
            }
        }
    }
    found
}

/// Takes a guess for true, as a line under `[columns.…]` in timlint.toml would.
pub fn accept(config: &mut Config, guess: &Guess) {
    let header = (guess.register, fold_header(&guess.header));
    config.words.headers.insert(header.clone(), guess.field);
    config.guessed.push(header);
}

/// A register by any of its names; else the nearest name.
pub fn register_of(name: &str) -> Result<RegisterId, Option<&'static str>> {
    let folded = identify::fold(name);
    let names = || RegisterId::all().flat_map(|id| id.names().iter().copied());
    let found = RegisterId::all().find(|id| id.names().iter().any(|known| identify::fold(known) == folded));
    found.ok_or_else(|| nearest(name, names()))
}

/// Files of a folder that are a register's too, beside those that are about to be written.
pub fn other_files(folder: &dyn World, register: RegisterId, names: &[&str]) -> Vec<String> {
    let of = |path: &str| identify::by_path(&format!("{}{path}", identify::REGISTERS)) == Some(register);
    let known = |path: &str| formats::by_path(path).is_some();
    let there = folder.walk().into_iter().map(|entry| entry.path().to_owned());
    there.filter(|path| of(path) && known(path) && !names.contains(&path.as_str())).collect()
}
