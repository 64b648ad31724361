//! The criteria as data: chapters, sections and items of `rules/catalogue/`, in our own words.
//!
//! Which records meet an item is not said here: rules cite items, and `engine::verdict` puts the two together. The text is
//! parsed when somebody first asks, because a plain check needs none of it.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::applies::Applies;

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// The check of a section that has no duty of its own: its items are all there is to it.
const ROLL_UP: &str = "Met when every item below";

/// The same in both languages.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both {
    pub ja: String,
    pub en: String,
}

/// One edition of the criteria.
#[derive(Debug)]
pub struct Catalogue {
    pub edition: &'static str,
    pub chapters: Vec<Chapter>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    pub edition: String,
    #[serde(rename = "chapter")]
    pub id: String,
    pub title: Both,
    pub duty: Both,
    pub sections: Vec<Section>,
}

/// The level that binds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub id: String,
    pub title: Both,
    pub obligation: String,
    pub duty: Both,
    /// What is looked at for the duty, in English.
    pub check: String,
    #[serde(default)]
    pub registers: Vec<String>,
    /// When its own duty applies; each item has a condition of its own.
    pub applies_if: Option<Applies>,
    /// One framework may stand several times, with another basis each.
    #[serde(default)]
    pub crosswalk: Vec<Crosswalk>,
    pub items: Vec<Item>,
}

impl Section {
    /// Whether the section asks for something that none of its items repeats.
    pub fn own_duty(&self) -> bool {
        !self.check.starts_with(ROLL_UP)
    }
}

/// How parts of another standard relate to a section.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crosswalk {
    pub to: String,
    pub refs: Vec<String>,
    pub relation: String,
    /// Whose judgement it is: sources by short name, separated by `; `, or `own`.
    pub basis: String,
}

/// How far records can decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Automation {
    /// Records decide.
    A,
    /// Records decide in part, a person the rest.
    B,
    /// Only a person decides.
    C,
    /// Records declare a state of things or machines; somebody must have looked.
    D,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub id: String,
    pub title: Both,
    pub text: Both,
    pub obligation: String,
    pub applies_if: Option<Applies>,
    pub automation: Automation,
    #[serde(default)]
    pub registers: Vec<String>,
    #[serde(default)]
    pub checks: Vec<String>,
    #[serde(default)]
    pub params: Vec<String>,
    /// The item that asks the same: one record serves both.
    pub duplicate_of: Option<String>,
    #[serde(default)]
    pub contradictions: Vec<String>,
}

/// What an id names.
#[derive(Debug, Clone, Copy)]
pub enum Entry<'c> {
    Chapter(&'c Chapter),
    Section(&'c Chapter, &'c Section),
    Item(&'c Chapter, &'c Section, &'c Item),
}

/// The criteria that timlint checks against.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let (edition, json) = EDITIONS.last().expect("internal error: there is an edition of the criteria");
        let chapters = serde_json::from_str(json)
            .unwrap_or_else(|error| panic!("internal error: the catalogue {edition} cannot be read: {error}"));
        Catalogue { edition, chapters }
    })
}

impl Catalogue {
    pub fn sections(&self) -> impl Iterator<Item = &Section> {
        self.chapters.iter().flat_map(|chapter| &chapter.sections)
    }

    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections().flat_map(|section| &section.items)
    }

    /// Every id there is, from chapters down to items.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let chapters = self.chapters.iter().map(|chapter| chapter.id.as_str());
        let sections = self.sections().map(|section| section.id.as_str());
        chapters.chain(sections).chain(self.items().map(|item| item.id.as_str()))
    }

    /// What an id names, however its numerals were typed: `Ⅰ.2.1` and `i.2.1` are `I.2.1`.
    pub fn find(&self, id: &str) -> Option<Entry<'_>> {
        let wanted = folded_id(id);
        for chapter in &self.chapters {
            if chapter.id == wanted {
                return Some(Entry::Chapter(chapter));
            }
            for section in &chapter.sections {
                if section.id == wanted {
                    return Some(Entry::Section(chapter, section));
                }
                if let Some(item) = section.items.iter().find(|item| item.id == wanted) {
                    return Some(Entry::Item(chapter, section, item));
                }
            }
        }
        None
    }

    /// Items that ask the same as this one, in either direction.
    pub fn twins<'c>(&'c self, item: &'c Item) -> impl Iterator<Item = &'c str> {
        let later = self.items().filter(|other| other.duplicate_of.as_ref() == Some(&item.id));
        item.duplicate_of.as_deref().into_iter().chain(later.map(|other| other.id.as_str()))
    }
}

impl Both {
    pub fn pick(&self, ja: bool) -> &str {
        if ja { &self.ja } else { &self.en }
    }
}

/// An id as the catalogue spells it: `Ⅳ.4.11` and `iv.4.11` are `IV.4.11`.
pub fn folded_id(id: &str) -> String {
    id.trim().nfkc().flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_however_they_are_typed() {
        for typed in ["I.2.1", "i.2.1", "Ⅰ.2.1", " Ｉ．２．１ "] {
            assert!(matches!(catalogue().find(typed), Some(Entry::Item(_, _, item)) if item.id == "I.2.1"), "{typed}");
        }
        assert!(matches!(catalogue().find("IV.13"), Some(Entry::Section(chapter, _)) if chapter.id == "IV"));
        assert!(matches!(catalogue().find("V"), Some(Entry::Chapter(_))));
        assert!(catalogue().find("VI.1").is_none());
    }

    #[test]
    fn twins_know_each_other() {
        let twins = |id: &str| match catalogue().find(id) {
            Some(Entry::Item(_, _, item)) => catalogue().twins(item).map(str::to_owned).collect::<Vec<_>>(),
            _ => panic!("{id} is no item"),
        };
        for item in catalogue().items() {
            for twin in twins(&item.id) {
                assert!(twins(&twin).contains(&item.id), "{} and {twin}", item.id);
            }
        }
    }
}
