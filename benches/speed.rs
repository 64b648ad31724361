//! Where the time goes, stage by stage, over a made-up company of a thousand assets: `cargo bench`.
//! Whole processes against the floor: `scripts/speed.py`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use divan::{Bencher, black_box};
use timlint::app::demo::{DAY, Format, Options, Target, generate};
use timlint::app::{CheckOptions, check};
use timlint::formats::{self, Limits};
use timlint::report::{self, Lang, Options as ReportOptions};
use timlint::rules::RuleSet;
use timlint::source::{FileId, Memory, SourceText, decode};

fn main() {
    divan::main();
}

#[derive(Default)]
struct Files(BTreeMap<String, Vec<u8>>);

impl Target for Files {
    fn file(&mut self, path: &str) -> io::Result<Box<dyn Write + '_>> {
        Ok(Box::new(self.0.entry(path.to_owned()).or_default()))
    }
}

fn company(format: &str, defects: usize) -> BTreeMap<String, Vec<u8>> {
    let format = Format::ALL.into_iter().find(|known| known.extension() == format).expect("a format of the demo");
    let mut files = Files::default();
    let demo = generate(&Options { assets: 1000, people: None, seed: 1, defects });
    demo.write(format, &mut files).expect("writing to memory");
    files.0
}

fn world(files: &BTreeMap<String, Vec<u8>>) -> Memory {
    files.iter().fold(Memory::new().on(DAY), |world, (path, bytes)| world.file(path.clone(), bytes.clone()))
}

/// Decoding and parsing alone.
#[divan::bench(args = ["csv", "json", "yaml"])]
fn parse(bencher: Bencher, format: &str) {
    let texts: Vec<SourceText> = company(format, 0)
        .into_iter()
        .map(|(path, bytes)| {
            let decoded = decode(bytes).unwrap_or_else(|_| panic!("the demo writes text"));
            SourceText::new(path, decoded.text, decoded.encoding)
        })
        .collect();
    let bytes: usize = texts.iter().map(|text| text.text.len()).sum();
    bencher.counter(divan::counter::BytesCount::new(bytes)).bench(|| {
        for text in &texts {
            let format = formats::by_path(&text.path).expect("a known format");
            black_box((format.parse)(text, FileId(0), &Limits::default(), &mut Vec::new()));
        }
    });
}

/// Compiling all built-in rules.
#[divan::bench]
fn compile() -> usize {
    RuleSet::builtin(|_| true).len()
}

/// Everything but printing: parse, load, link, shape, evaluate; one rule and all rules.
#[divan::bench(args = ["one rule", "all rules"])]
fn evaluate(bencher: Bencher, rules: &str) {
    let world = world(&company("csv", 0));
    let select = if rules == "one rule" { vec!["access_rights/held-by-leaver".to_owned()] } else { Vec::new() };
    let options = CheckOptions { select, ..CheckOptions::default() };
    bencher.bench(|| check(&world, &options).unwrap_or_else(|_| panic!("the demo has registers")).0.findings.len());
}

/// Printing two hundred findings.
#[divan::bench(args = ["human", "json"])]
fn render(bencher: Bencher, format: &str) {
    let world = world(&company("csv", 200));
    let (run, _) = check(&world, &CheckOptions::default()).unwrap_or_else(|_| panic!("the demo has registers"));
    let report = report::by_name(format).expect("a known report");
    let options = ReportOptions { lang: Lang::Ja, color: false, ascii: false, width: 100, verbose: false };
    bencher.bench(|| {
        let mut out = Vec::new();
        report.write(&run, &options, &mut out).expect("writing to memory");
        out.len()
    });
}
