//! `timlint check --watch`: checks again whenever a file under the root has other bytes than before.
//!
//! It looks by itself, every half second, instead of asking the system to be told: registers lie on network drives, which
//! tell nobody, and a library that asks would bring the first dependency that can open a connection.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write as _};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::app::language;
use crate::report::watching;
use crate::source::{Disk, Entry, Stamp, World};

use super::args::CheckArgs;
use super::check;

/// Time between two looks; longer where a look takes long itself.
const PAUSE: Duration = Duration::from_millis(500);
/// How long files must lie still: a program that saves writes more than once.
const STILL: Duration = Duration::from_millis(200);
/// A look takes at most this part of the time.
const SHARE: u32 = 5;
/// Files beyond this are told apart by size and time alone.
const LARGEST: u64 = 16 << 20;

pub fn run(args: &CheckArgs) -> anyhow::Result<u8> {
    let world = Disk::new(args.path.clone());
    let lang = language(args.lang, None, &world);
    let own = written(args);
    let mut known = look(&world, &own, &Known::new());
    // The first check answers what cannot be mended by a file: a flag, a folder that is not there.
    clear(None)?;
    check::run(args)?;
    say(watching::waiting(lang))?;
    loop {
        let before = Instant::now();
        let mut now = look(&world, &own, &known);
        while !changed(&known, &now).is_empty() {
            sleep(STILL);
            let next = look(&world, &own, &now);
            let still = changed(&now, &next).is_empty();
            now = next;
            if still {
                break;
            }
        }
        // A file that was empty for a moment while it was written anew is no change.
        let changed = changed(&known, &now);
        known = now; // stamps may be new where bytes are not
        if changed.is_empty() {
            sleep(PAUSE.max(before.elapsed() * SHARE));
            continue;
        }
        clear(Some(&watching::again(&changed, lang)))?;
        if let Err(error) = check::run(args) {
            eprintln!("timlint: {error:#}");
        }
        say(watching::waiting(lang))?;
    }
}

/// Per path what it was when it was looked at: its stamp, and its bytes' hash where it was read.
type Known = BTreeMap<String, (Option<Stamp>, Option<String>)>;

/// All files but those that the check itself writes. Only files with a new stamp are read.
fn look(world: &dyn World, own: &[String], known: &Known) -> Known {
    let files = world.walk().into_iter().filter_map(|entry| match entry {
        Entry::File { path, .. } if !own.contains(&path) => Some(path),
        _ => None,
    });
    let one = |path: String| {
        let stamp = world.stamp(&path);
        let before = known.get(&path).filter(|(was, _)| stamp.is_some() && *was == stamp);
        let hash = before.map_or_else(|| world.sha256(&path, LARGEST).ok(), |(_, hash)| hash.clone());
        (path, (stamp, hash))
    };
    files.map(one).collect()
}

/// Paths that came, went, or have other bytes.
fn changed(before: &Known, after: &Known) -> Vec<String> {
    let same = |a: &(Option<Stamp>, Option<String>), b: &(Option<Stamp>, Option<String>)| match (&a.1, &b.1) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    };
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    let other = after.iter().filter(|(path, now)| !before.get(*path).is_some_and(|was| same(was, now)));
    let mut paths: Vec<String> = gone.chain(other.map(|(path, _)| path)).cloned().collect();
    paths.sort();
    paths
}

/// The files below the root that `--format …=PATH` writes.
fn written(args: &CheckArgs) -> Vec<String> {
    let paths = args.format.iter().filter_map(|format| format.path.as_deref());
    paths.map(|path| check::below(&args.path, path)).collect()
}

/// An empty screen on a terminal; elsewhere a line between two results.
fn clear(line: Option<&str>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if out.is_terminal() {
        // Screen, what was scrolled away, and the cursor to its corner.
        write!(out, "\x1b[2J\x1b[3J\x1b[H")?;
    }
    if let Some(line) = line {
        writeln!(out, "{line}")?;
    }
    out.flush()
}

fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn a_file_changes_when_its_bytes_do() {
        let one = Memory::new().file("a.csv", "1").file("out.json", "x");
        let two = Memory::new().file("a.csv", "2").file("b.csv", "1").file("out.json", "y");
        let own = ["out.json".to_owned()];
        let (first, second) = (look(&one, &own, &Known::new()), look(&two, &own, &Known::new()));
        assert_eq!(changed(&first, &second), ["a.csv", "b.csv"]);
        assert_eq!(changed(&second, &first), ["a.csv", "b.csv"]);
        assert!(changed(&first, &look(&one, &own, &first)).is_empty());
        let mut touched = first.clone();
        touched.values_mut().for_each(|(stamp, _)| *stamp = Some((1, None)));
        assert!(changed(&first, &touched).is_empty(), "another time is no change");
    }
}
