//! `timlint map`.

use std::io::{BufWriter, Write as _};

use anyhow::bail;

use crate::app::language;
use crate::model::spell::nearest;
use crate::report::map::{self, Asked};
use crate::report::{Lang, usage};
use crate::rules::{Entry, catalogue};
use crate::source::Disk;

use super::args::{ColorChoice, MapArgs};
use super::{CLEAN, output};

pub fn run(args: &MapArgs) -> anyhow::Result<u8> {
    let world = Disk::new(".".into());
    let lang = language(args.lang, None, &world);
    let from = match &args.from {
        None => None,
        Some(from) if args.reverse => Some(part(&args.to, from, lang)?),
        Some(from) => Some(section(&args.to, from, lang)?),
    };
    let width = output::options(lang, ColorChoice::Never, false, false, &world).width;
    let asked = Asked { to: &args.to, from: from.as_deref(), reverse: args.reverse };
    let mut out = BufWriter::new(std::io::stdout().lock());
    map::write(&asked, args.format.into(), lang, width, &mut out)?;
    out.flush()?;
    Ok(CLEAN)
}

/// A part of the framework that some section is related to.
fn part(to: &str, from: &str, lang: Lang) -> anyhow::Result<String> {
    let parts = map::parts(to);
    if let Some(known) = parts.iter().find(|part| part.eq_ignore_ascii_case(from)) {
        return Ok((*known).to_owned());
    }
    bail!(usage::unrelated(from, to, nearest(from, parts.iter().copied()), lang))
}

/// A chapter or section of the criteria; an item stands for its section.
fn section(to: &str, from: &str, lang: Lang) -> anyhow::Result<String> {
    match catalogue().find(from) {
        Some(Entry::Chapter(chapter)) => Ok(chapter.id.clone()),
        Some(Entry::Section(_, section) | Entry::Item(_, section, _)) => Ok(section.id.clone()),
        None if map::parts(to).iter().any(|part| part.eq_ignore_ascii_case(from)) => {
            bail!(usage::a_part_of_the_other(from, to, lang))
        }
        None => bail!(usage::no_part(from, nearest(from, catalogue().ids()), lang)),
    }
}
