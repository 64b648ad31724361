//! A made-up company of any size, in order on one fixed day, and mistakes planted in it.
//!
//! For trying the tool, for showing it and for measuring it: with nothing planted a check finds nothing, with something
//! planted it finds exactly that. The disk is not touched here; whoever asks hands in a [`Target`].

mod assets;
mod calendar;
mod company;
mod computers;
mod documents;
mod duties;
mod handling;
mod names;
mod org;
mod partners;
mod people;
mod places;
mod plant;
mod rng;
mod upkeep;
mod value;
mod write;

use std::io::{self, Write};

use assets::Assets;
pub use calendar::TODAY as DAY;
use company::Company;
use partners::Partners;
use places::Places;
pub use plant::{Planted, rules as plantable};
use rng::Rng;
pub use write::Format;

/// What was asked for.
#[derive(Debug, Clone)]
pub struct Options {
    pub assets: usize,
    /// A number that fits the assets where it is not named.
    pub people: Option<usize>,
    pub seed: u64,
    /// How many mistakes to plant.
    pub defects: usize,
}

/// Fewest people that a company can be made of.
pub const FEWEST_PEOPLE: usize = people::FEWEST;

/// Streams of chance, by purpose.
const STAFF: u64 = 1;
const THINGS: u64 = 2;
const MISTAKES: u64 = 3;

/// Where the files go.
pub trait Target {
    /// Begins a file; its path is relative, with `/`.
    fn file(&mut self, path: &str) -> io::Result<Box<dyn Write + '_>>;
}

/// A company ready to be written.
#[derive(Debug)]
pub struct Demo {
    company: Company,
    pub planted: Vec<Planted>,
}

/// Makes the company.
pub fn generate(options: &Options) -> Demo {
    let count = options.people.unwrap_or(options.assets / 25).max(FEWEST_PEOPLE);
    let staff = people::staff(count, &mut Rng::new(options.seed, STAFF));
    let mut rng = Rng::new(options.seed, THINGS);
    let name = names::firm(rng.below(100) + 100);
    let mut company = Company::new(name, staff);
    people::write(&mut company);
    let partners = Partners::new(options.assets, company.staff.temps.len());
    partners::write(&mut company, &partners, &mut rng);
    let places = Places::new(options.assets);
    let mut assets = Assets::new(&mut company, &partners, &places);
    assets.make(options.assets, &mut rng);
    let kept = assets.finish();
    places::write(&mut company, &places, &kept, partners.cloud, &mut rng);
    computers::write(&mut company, &kept.users, &mut rng);
    upkeep::write(&mut company);
    duties::write(&mut company);
    let planted = plant::plant(&mut company, options.defects, &mut Rng::new(options.seed, MISTAKES));
    Demo { company, planted }
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub path: String,
    pub records: usize,
}

impl Demo {
    pub fn records(&self) -> usize {
        self.company.records()
    }

    /// Writes all registers. The company's own declarations are YAML in every format: people write them by hand.
    pub fn write(&self, format: Format, target: &mut dyn Target) -> io::Result<Vec<Written>> {
        let path = "registers/org.yaml".to_owned();
        target.file(&path)?.write_all(org::write(&self.company).as_bytes())?;
        let mut written = vec![Written { path, records: 1 }];
        for (path, text) in documents::files(&self.company) {
            target.file(&path)?.write_all(text.as_bytes())?;
            written.push(Written { path, records: 1 });
        }
        for path in upkeep::evidence(&self.company) {
            let text = format!("{path}: 架空の会社の控えです。写真や署名した紙の代わりに置いてあります。\n");
            target.file(&path)?.write_all(text.as_bytes())?;
        }
        for table in self.company.tables.iter().filter(|table| table.written() > 0) {
            let path = format!("registers/{}.{}", table.register.name(), format.extension());
            let mut out = target.file(&path)?;
            format.write(table, &mut out)?;
            out.flush()?;
            drop(out);
            written.push(Written { path, records: table.written() });
        }
        Ok(written)
    }

    /// The list of what was planted: a JSON array, one mistake a line.
    pub fn write_planted(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[")?;
        for (nth, planted) in self.planted.iter().enumerate() {
            out.write_all(if nth > 0 { b",\n" } else { b"\n" })?;
            serde_json::to_writer(&mut *out, planted)?;
        }
        out.write_all(b"\n]\n")
    }
}
