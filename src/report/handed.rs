//! What the reports share that are handed to other programs (build services, code hosts, auditors' tools): which findings
//! come first, where they are as such a service looks for them, JSON in which nothing acts.
//!
//! Forms and limits of a service belong to its own report.

use std::cmp::Reverse;
use std::io::{self, Write};

use sha1::{Digest as _, Sha1};

use crate::diag::Label;
use crate::source::FileId;

use super::places::Places;
use super::words::{Say, Teller, escaped, hidden};
use super::{Finding, Options, Run, Told, Web};

/// A run as such a report looks at it.
pub(super) struct Handed<'r> {
    pub run: &'r Run,
    pub teller: Teller<'r>,
    pub places: Places<'r>,
    pub say: Say,
    folder: &'r str,
}

impl<'r> Handed<'r> {
    /// `folder` is where the checked folder lies, as the service sees it: empty, or with `/` behind.
    pub fn new(run: &'r Run, options: &Options, folder: &'r str) -> Self {
        let teller = Teller::new(run, options.lang);
        Self { run, teller, places: Places::new(&run.sources), say: Say(options.lang), folder }
    }

    /// Problems and findings, what weighs most first: where a service has no room for all, it loses the least.
    pub fn worst_first(&self) -> Vec<&'r Finding> {
        let mut all: Vec<&Finding> = self.run.all().collect();
        all.sort_by_key(|finding| (finding.waived.is_some(), Reverse(finding.level)));
        all
    }

    /// The file, without the name of a sheet.
    pub fn path(&self, file: FileId) -> String {
        format!("{}{}", self.folder, self.run.sources.get(file).file())
    }

    pub fn below(&self, path: &str) -> String {
        format!("{}{path}", self.folder)
    }

    pub fn line(&self, label: &Label) -> u32 {
        self.places.of(label.span.file, label.span.start).line.get()
    }

    /// `名簿!C12`, where the place is in a sheet.
    pub fn cell(&self, label: &Label) -> Option<String> {
        let source = self.run.sources.get(label.span.file);
        let sheet = source.sheet.as_ref()?;
        let cell = source.cell_name(label.span.start);
        Some(cell.map_or_else(|| sheet.name.clone(), |cell| format!("{}!{cell}", sheet.name)))
    }

    /// `registers/people.csv:3:14`, or the cell of a workbook: for people.
    pub fn place(&self, label: &Label) -> String {
        let path = self.path(label.span.file);
        let at = self.places.of(label.span.file, label.span.start);
        let place = match self.cell(label) {
            Some(cell) => format!("{path}!{cell}"),
            None => format!("{path}:{}:{}", at.line, at.column),
        };
        escaped(&place)
    }

    /// What is wrong, in one sentence or two.
    pub fn message(&self, told: &Told) -> String {
        let what = if told.what.is_empty() { &told.title } else { &told.what };
        let guess = told.did_you_mean.as_ref().map(|nearest| format!(" {}", self.say.did_you_mean(nearest)));
        format!("{what}{}", guess.unwrap_or_default())
    }

    /// The subject's key as it may be shown; the place where a finding is about no record.
    pub fn subject(&self, finding: &Finding) -> String {
        let diagnostic = &finding.diagnostic;
        let subject = diagnostic.subject.as_ref().map(|subject| self.teller.value(&subject.key));
        subject.filter(|key| !key.trim().is_empty()).unwrap_or_else(|| self.place(diagnostic.primary()))
    }

    /// Each finding with a fingerprint that no other of the run has: of two that are alike the second is counted.
    pub fn numbered(&self) -> Vec<(&'r Finding, String)> {
        let mut seen = rustc_hash::FxHashMap::<&str, usize>::default();
        let numbered = self.run.all().map(|finding| {
            let times = seen.entry(&finding.fingerprint).or_default();
            *times += 1;
            let print = &finding.fingerprint;
            (finding, if *times == 1 { print.clone() } else { format!("{print}-{times}") })
        });
        numbered.collect()
    }
}

/// A path as a relative URI.
pub(super) fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// A link to a file as a code host shows it at a commit, or from the top of the repository where no host is known.
pub(super) fn link(web: Option<&Web>, commit: Option<&str>, path: &str, line: Option<u32>) -> String {
    let anchor = line.map(|line| format!("#L{line}")).unwrap_or_default();
    match web {
        // Without `plain` tables and documents are drawn, and have no lines.
        Some(web) => {
            let plain = if line.is_some() { "?plain=1" } else { "" };
            format!("{}{}/{}{plain}{anchor}", web.files, commit.unwrap_or(&web.commit), uri(path))
        }
        None => format!("{}{anchor}", uri(path)),
    }
}

/// The same name has the same UUID in every run: version 5, in a name space of timlint's own.
pub(super) fn uuid(name: &str) -> String {
    const SPACE: [u8; 16] = *b"timlint uuid v5\0";
    let digest = Sha1::new().chain_update(SPACE).chain_update(name).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x50;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// JSON in which characters that act on a screen are spelled as escapes; it means the same.
pub(super) fn json(value: &impl serde::Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Tame))?;
    writeln!(out)?;
    out.flush()
}

struct Tame;

impl serde_json::ser::Formatter for Tame {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        let mut at = 0;
        for (i, c) in text.char_indices().filter(|(_, c)| hidden(*c)) {
            out.write_all(&text.as_bytes()[at..i])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            at = i + c.len_utf8();
        }
        out.write_all(&text.as_bytes()[at..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("registers/要員 名簿.csv"), "registers/%E8%A6%81%E5%93%A1%20%E5%90%8D%E7%B0%BF.csv");
        assert_eq!(uri("c:d#e%?"), "c%3Ad%23e%25%3F");
    }

    #[test]
    fn uuids_are_of_version_5_and_differ_by_name() {
        let (one, other) = (uuid("a"), uuid("b"));
        assert_ne!(one, other);
        assert_eq!(one, uuid("a"));
        assert_eq!((one.len(), &one[14..15]), (36, "5"));
        assert!("89ab".contains(&one[19..20]), "{one}");
    }

    #[test]
    fn json_means_the_same_with_its_characters_tamed() {
        let text = "a\u{202e}b\u{e0041}\u{7f}\n\"佐藤";
        let mut out = Vec::new();
        json(&text, &mut out).expect("memory takes it");
        let written = String::from_utf8(out).expect("UTF-8");
        assert_eq!(written.trim_end(), r#""a\u202eb\udb40\udc41\u007f\n\"佐藤""#);
        assert_eq!(serde_json::from_str::<String>(&written).expect("JSON"), text);
    }
}
