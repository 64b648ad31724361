//! `timlint check`.

use std::path::Path;

use anyhow::bail;

use crate::app::{CheckError, CheckOptions, check, fails, language};
use crate::report::{self, Run};
use crate::source::{Disk, World};

use super::args::{CheckArgs, FormatArg};
use super::{CLEAN, COULD_NOT_RUN, FINDINGS, output};

pub fn run(args: CheckArgs) -> anyhow::Result<u8> {
    let world = Disk::new(args.path.clone());
    if !world.exists("") {
        bail!("{} is not a folder", args.path.display());
    }
    let formats = if args.format.is_empty() {
        vec![FormatArg { name: "human".to_owned(), path: None }]
    } else {
        args.format.clone()
    };
    if formats.iter().filter(|format| format.path.is_none()).count() > 1 {
        bail!("only one format can go to standard output; name a file for the others: --format json=out.json");
    }
    let report = |format: &FormatArg| {
        report::by_name(&format.name).expect("internal error: format was checked when it was parsed")
    };
    let options = CheckOptions {
        as_of: args.as_of,
        report_for: args.report_for.iter().map(|path| relative(&world, &args.path, path)).collect(),
        select: known_patterns(&args.select)?,
        preview: args.preview,
        hash: formats.iter().any(|format| format.name != "human"),
        verdicts: formats.iter().any(|format| report(format).wants_verdicts()),
    };
    let (run, config, could_run) = match check(&world, &options) {
        Ok((run, config)) => (run, config, true),
        Err(CheckError::NoRule(pattern)) => bail!("no rule matches {pattern}; `timlint rules list` names them all"),
        Err(CheckError::Config(run) | CheckError::NoRegister(run)) => (*run, Default::default(), false),
    };
    let lang = language(args.lang, config.lang, &world);
    let shown = output::options(lang, args.color, args.ascii, args.verbose, &world);
    for format in &formats {
        match &format.path {
            None => output::to_stdout(report(format), &run, &shown)?,
            Some(path) => output::to_file(report(format), &run, &shown, path)?,
        }
    }
    if !could_run {
        if run.inputs.is_empty() && run.problems.is_empty() {
            eprintln!("{}", report::no_register(lang));
        }
        return Ok(COULD_NOT_RUN);
    }
    // Where every file was unreadable, nothing was judged.
    if nothing_judged(&run) {
        return Ok(COULD_NOT_RUN);
    }
    let fail_on = args.fail_on.map(|level| level.name().to_owned()).or(config.fail_on);
    let failed = fails(run.worst(), fail_on.as_deref().unwrap_or("error"));
    Ok(if failed { FINDINGS } else { CLEAN })
}

/// A pattern on the command line that is none is bad usage.
fn known_patterns(patterns: &[String]) -> anyhow::Result<Vec<String>> {
    for pattern in patterns {
        if let Err(error) = globset::Glob::new(pattern) {
            bail!("{pattern} is not a pattern: {error}");
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
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let from_here = absolute(path).strip_prefix(absolute(root)).map(Path::to_path_buf);
    // Hooks pass paths relative to where they run; people may pass them relative to the root.
    let found = match from_here {
        Ok(inside) if world.exists(&inside.to_string_lossy().replace('\\', "/")) => inside,
        _ => path.to_path_buf(),
    };
    let parts: Vec<String> = found
        .components()
        .filter(|part| !matches!(part, std::path::Component::CurDir))
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/")
}
