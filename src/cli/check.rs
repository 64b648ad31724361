//! `timlint check`.

use std::io::{self, Write as _};
use std::path::Path;

use anyhow::bail;

use crate::app::fix::{Fixed, Rewritten, fix};
use crate::app::{CheckError, CheckOptions, check, fails, language};
use crate::report::tidy::{self, Change};
use crate::report::{self, Lang, Run, usage};
use crate::source::{Disk, World};

use super::args::{CheckArgs, FormatArg};
use super::{CLEAN, COULD_NOT_RUN, FINDINGS, output};

/// One check from beginning to end.
pub fn run(args: &CheckArgs) -> anyhow::Result<u8> {
    let world = Disk::new(args.path.clone());
    // Until the settings are read, whose language may be another.
    let spoken = language(args.lang, None, &world);
    if !world.exists("") {
        bail!(usage::not_a_folder(&args.path, spoken));
    }
    let formats = if args.format.is_empty() {
        vec![FormatArg { name: "human".to_owned(), path: None }]
    } else {
        args.format.clone()
    };
    if formats.iter().filter(|format| format.path.is_none()).count() > 1 {
        bail!(usage::one_format("json=out.json", spoken));
    }
    let report = |format: &FormatArg| {
        report::by_name(&format.name).expect("internal error: format was checked when it was parsed")
    };
    let options = CheckOptions {
        as_of: args.as_of,
        report_for: args.report_for.iter().map(|path| relative(&world, &args.path, path)).collect(),
        select: known_patterns(&args.select, spoken)?,
        preview: args.preview,
        hash: formats.iter().any(|format| format.name != "human"),
        verdicts: formats.iter().any(|format| report(format).wants_verdicts()),
        spelling: false,
    };
    let fixing = args.fix || args.diff;
    if args.unsafe_fixes && !fixing {
        bail!(usage::unsafe_without_fix(spoken));
    }
    let mut fixed = None;
    let checked = match fixing {
        true => fix(&world, &options, args.unsafe_fixes).map(|found| {
            let Fixed { files, fixes, unwritable, mut run, config } = found;
            run.fixed = args.fix.then_some(fixes);
            fixed = Some((files, fixes, unwritable));
            (run, config)
        }),
        false => check(&world, &options),
    };
    let (run, config, could_run) = match checked {
        Ok((run, config)) => (run, config, true),
        Err(CheckError::NoRule(pattern)) => bail!(usage::no_rule(&pattern, spoken)),
        Err(CheckError::Config(run) | CheckError::NoRegister(run)) => (*run, Default::default(), false),
    };
    let lang = language(args.lang, config.lang, &world);
    let shown = output::options(lang, args.color, args.ascii, args.verbose, &world);
    let mut written = Written::default();
    if let Some((files, fixes, unwritable)) = &fixed {
        for missing in unwritable {
            eprintln!("{}", tidy::unwritable(&missing.path, missing.encoding, missing.character, lang));
        }
        written = match args.diff {
            true => show(files, *fixes, &run, lang)?,
            false => write(&world, files, lang),
        };
    }
    let folder = output::folder(&args.path);
    for format in &formats {
        match &format.path {
            // The differences are what was asked for.
            None if args.diff && could_run => {}
            None => output::to_stdout(report(format), &run, &shown, &folder)?,
            Some(path) => output::to_file(report(format), &run, &shown, &folder, path)?,
        }
    }
    if !could_run {
        if run.inputs.is_empty() && run.problems.is_empty() {
            eprintln!("{}", report::no_register(lang));
        }
        return Ok(COULD_NOT_RUN);
    }
    // Where every file was unreadable, nothing was judged.
    if nothing_judged(&run) || written.failed {
        return Ok(COULD_NOT_RUN);
    }
    let fail_on = args.fail_on.map(|level| level.name().to_owned()).or(config.fail_on);
    let failed = fails(run.worst(), fail_on.as_deref().unwrap_or("error"));
    Ok(if failed || written.differs { FINDINGS } else { CLEAN })
}

/// What became of fixed files.
#[derive(Default)]
struct Written {
    /// Some file could not be written.
    failed: bool,
    /// Differences were shown and not written.
    differs: bool,
}

fn show(files: &[Rewritten], fixes: usize, run: &Run, lang: Lang) -> anyhow::Result<Written> {
    let mut out = io::stdout().lock();
    for file in files {
        let change = Change { path: &file.path, old: &file.old, new: &file.new, secret: file.secret };
        out.write_all(tidy::diff(&change, lang).as_bytes())?;
    }
    out.flush()?;
    eprintln!("{}", tidy::could_fix(fixes, run.totals().all(), lang));
    Ok(Written { failed: false, differs: !files.is_empty() })
}

fn write(world: &dyn World, files: &[Rewritten], lang: Lang) -> Written {
    let mut written = Written::default();
    for file in files {
        if let Err(error) = world.write(&file.path, &file.bytes) {
            eprintln!("timlint: {}", tidy::not_written(&file.path, &error, lang));
            written.failed = true;
        }
    }
    written
}

/// A pattern on the command line that is none is bad usage.
fn known_patterns(patterns: &[String], lang: Lang) -> anyhow::Result<Vec<String>> {
    for pattern in patterns {
        if let Err(error) = globset::Glob::new(pattern) {
            bail!(usage::no_pattern(pattern, &error.to_string(), lang));
        }
    }
    Ok(patterns.to_vec())
}

pub(super) fn nothing_judged(run: &Run) -> bool {
    let unknown = run.inputs.iter().all(|input| input.register.is_none());
    unknown || run.records() == 0 && !run.problems.is_empty()
}

/// A path as findings name it: relative to the root, with `/`.
fn relative(world: &dyn World, root: &Path, path: &Path) -> String {
    // Hooks pass paths relative to where they run; people may pass them relative to the root.
    let from_here = below(root, path);
    if world.exists(&from_here) { from_here } else { slashed(path) }
}

/// The same for a path that is relative to where timlint runs, there or not.
pub(super) fn below(root: &Path, path: &Path) -> String {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let inside = absolute(path).strip_prefix(absolute(root)).map(Path::to_path_buf);
    slashed(&inside.unwrap_or_else(|_| path.to_path_buf()))
}

fn slashed(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .filter(|part| !matches!(part, std::path::Component::CurDir))
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/")
}
