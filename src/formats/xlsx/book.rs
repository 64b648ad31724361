//! What all sheets of a workbook share: their names and order, the strings, the number formats, the way dates are counted.

use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashMap;

use crate::tree::DateSystem;

use super::number::{self, Show};
use super::package::{DAMAGED, Fault, Meter, Package, Xml, attribute, is_true};
use super::text;

/// One sheet as the workbook names it.
#[derive(Debug)]
pub struct SheetPart {
    pub name: String,
    pub path: String,
    pub hidden: bool,
}

/// Strings of a workbook, one after the other.
#[derive(Debug, Default)]
pub struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    pub fn push(&mut self, string: &str) {
        self.text.push_str(string);
        self.ends.push(self.text.len());
    }

    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end)
    }
}

#[derive(Debug)]
pub struct Book {
    pub sheets: Vec<SheetPart>,
    pub strings: Strings,
    /// By the number that cells give as their style.
    pub shows: Vec<Show>,
    pub dates: DateSystem,
}

impl Book {
    pub fn read(package: &mut Package<'_>) -> Result<Book, Fault> {
        if package.has("xl/workbook.bin") {
            return Err(Fault::Unreadable("binary-excel"));
        }
        let main = main_part(package)?.unwrap_or_else(|| "xl/workbook.xml".to_owned());
        let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let file = main.rsplit('/').next().unwrap_or_default();
        let targets = relations(package, &format!("{folder}_rels/{file}.rels"), &folder)?;
        let (sheets, dates) = workbook(package, &main, &targets)?;
        let of_kind =
            |kind: &str| targets.values().find(|target| target.kind == kind).map(|target| target.path.clone());
        let strings = of_kind("sharedStrings").unwrap_or_else(|| format!("{folder}sharedStrings.xml"));
        let styles = of_kind("styles").unwrap_or_else(|| format!("{folder}styles.xml"));
        Ok(Book { sheets, strings: strings_of(package, &strings)?, shows: shows(package, &styles)?, dates })
    }
}

/// Reads a part to its end, start tag by start tag; whoever is met may read on from there. False without such a part.
fn each_start(
    package: &mut Package<'_>,
    name: &str,
    mut met: impl FnMut(&BytesStart<'_>, &mut Xml<'_>) -> Result<(), Fault>,
) -> Result<bool, Fault> {
    let meter = std::rc::Rc::clone(&package.meter);
    let Some(mut xml) = package.part(name)? else { return Ok(false) };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|_| meter.fault())? {
            Event::Start(element) => met(&element, &mut xml)?,
            Event::Eof => return Ok(true),
            _ => {}
        }
    }
}

struct Target {
    kind: String,
    path: String,
}

/// Parts that another part refers to, by the id it gives them.
fn relations(package: &mut Package<'_>, name: &str, folder: &str) -> Result<FxHashMap<String, Target>, Fault> {
    let mut found = FxHashMap::default();
    each_start(package, name, |element, _| {
        if element.local_name().as_ref() != "Relationship" {
            return Ok(());
        }
        let (id, kind, target) = (attribute(element, "Id"), attribute(element, "Type"), attribute(element, "Target"));
        if let (Some(id), Some(kind), Some(target)) = (id, kind, target) {
            let path = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("{folder}{}", target.trim_start_matches("./")),
            };
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            found.insert(id, Target { kind, path });
        }
        Ok(())
    })?;
    Ok(found)
}

/// The part that holds the list of sheets.
fn main_part(package: &mut Package<'_>) -> Result<Option<String>, Fault> {
    let targets = relations(package, "_rels/.rels", "")?;
    let main = targets.into_values().find(|target| target.kind == "officeDocument").map(|target| target.path);
    // A Word file has one too, but no sheets.
    match main {
        Some(path) if !path.starts_with("xl/") && !path.contains("workbook") => Err(Fault::Unreadable("no-workbook")),
        main => Ok(main),
    }
}

fn workbook(
    package: &mut Package<'_>,
    name: &str,
    targets: &FxHashMap<String, Target>,
) -> Result<(Vec<SheetPart>, DateSystem), Fault> {
    let (mut sheets, mut dates) = (Vec::new(), DateSystem::From1900);
    let found = each_start(package, name, |element, _| {
        match element.local_name().as_ref() {
            "workbookPr" if is_true(attribute(element, "date1904")) => dates = DateSystem::From1904,
            "sheet" => {
                // Two attributes are called `id`, one of them with a prefix: the one that names a part counts.
                let mut attributes = element.attributes();
                let ids = attributes.with_checks(false).flatten();
                let target = ids.filter_map(|a| targets.get(&*a.value)).find(|target| target.kind == "worksheet");
                if let (Some(target), Some(name)) = (target, attribute(element, "name")) {
                    let hidden = attribute(element, "state").is_some_and(|state| state != "visible");
                    sheets.push(SheetPart { name, path: target.path.clone(), hidden });
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    // An archive without this part is something else: an .ods, a folder that was packed.
    if found { Ok((sheets, dates)) } else { Err(Fault::Unreadable("no-workbook")) }
}

fn strings_of(package: &mut Package<'_>, name: &str) -> Result<Strings, Fault> {
    let meter = std::rc::Rc::clone(&package.meter);
    let mut strings = Strings::default();
    each_start(package, name, |element, xml| {
        if element.local_name().as_ref() == "si" {
            string(xml, "si", &meter, &mut strings.text)?;
            strings.ends.push(strings.text.len());
        }
        Ok(())
    })?;
    Ok(strings)
}

/// The text of `<si>` or `<is>`: its runs one after the other, without the reading aids above Chinese characters.
pub fn string<R: Read>(
    xml: &mut Reader<BufReader<R>>,
    closing: &str,
    meter: &Meter,
    out: &mut String,
) -> Result<(), Fault> {
    let mut buffer = Vec::new();
    let mut aid = false;
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|_| meter.fault())? {
            Event::Start(element) if element.local_name().as_ref() == "rPh" => aid = true,
            Event::End(element) if element.local_name().as_ref() == "rPh" => aid = false,
            Event::Start(element) if element.local_name().as_ref() == "t" && !aid => {
                let keeps = attribute(&element, "space").as_deref() == Some("preserve");
                let mut run = String::new();
                content(xml, "t", meter, &mut run)?;
                let run = if keeps { run.as_str() } else { run.trim_matches([' ', '\t', '\r', '\n']) };
                meter.spend(run.len())?;
                text::unescape(run, out);
            }
            Event::End(element) if element.local_name().as_ref() == closing => return Ok(()),
            Event::Eof => return Err(DAMAGED),
            _ => {}
        }
    }
}

/// The characters of an element up to its end.
pub fn content<R: Read>(
    xml: &mut Reader<BufReader<R>>,
    closing: &str,
    meter: &Meter,
    out: &mut String,
) -> Result<(), Fault> {
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|_| meter.fault())? {
            Event::Text(part) => out.push_str(&part.xml10_content()),
            Event::CData(part) => out.push_str(&part.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(c)) => out.push(c),
                _ => out.push_str(quick_xml::escape::resolve_xml_entity(name.as_ref()).unwrap_or_default()),
            },
            Event::End(element) if element.local_name().as_ref() == closing => return Ok(()),
            Event::Eof => return Err(DAMAGED),
            _ => {}
        }
    }
}

fn shows(package: &mut Package<'_>, name: &str) -> Result<Vec<Show>, Fault> {
    let mut codes: FxHashMap<u32, Show> = FxHashMap::default();
    let (mut shows, mut of_cells) = (Vec::new(), false);
    each_start(package, name, |element, _| {
        let id = || attribute(element, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
        match element.local_name().as_ref() {
            "numFmt" => {
                codes.insert(id(), number::custom(&attribute(element, "formatCode").unwrap_or_default()));
            }
            "cellXfs" => of_cells = true,
            "cellStyleXfs" | "cellStyles" | "dxfs" => of_cells = false,
            "xf" if of_cells => {
                let id = id();
                shows.push(codes.get(&id).cloned().unwrap_or_else(|| number::builtin(id)));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(shows)
}
