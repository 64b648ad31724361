//! `timlint status`.

use std::io::{BufWriter, Write as _};

use anyhow::bail;

use crate::app::{CheckError, CheckOptions, check, language};
use crate::report::{self, status, usage};
use crate::source::{Disk, World};

use super::args::{ColorChoice, StatusArgs, StatusBy};
use super::{CLEAN, COULD_NOT_RUN, output};

pub fn run(args: &StatusArgs) -> anyhow::Result<u8> {
    let world = Disk::new(args.path.clone());
    if !world.exists("") {
        bail!(usage::not_a_folder(&args.path, language(args.lang, None, &world)));
    }
    let layout = args.format.layout();
    let options = CheckOptions {
        as_of: args.as_of,
        preview: args.preview,
        verdicts: true,
        hash: layout.is_none(),
        ..CheckOptions::default()
    };
    let (run, config) = match check(&world, &options) {
        Ok(done) => done,
        Err(CheckError::NoRule(pattern)) => {
            bail!(usage::no_rule(&pattern, language(args.lang, None, &world)))
        }
        Err(CheckError::Config(run) | CheckError::NoRegister(run)) => {
            let lang = language(args.lang, None, &world);
            match run.problems.is_empty() {
                true => eprintln!("{}", report::no_register(lang)),
                false => {
                    let human = report::by_name("human").expect("internal error: the human report exists");
                    let shown = output::options(lang, ColorChoice::Never, false, false, &world);
                    human.write(&run, &shown, &mut std::io::stderr().lock())?;
                }
            }
            return Ok(COULD_NOT_RUN);
        }
    };
    let lang = language(args.lang, config.lang, &world);
    let by = match args.by {
        StatusBy::Chapter => status::By::Chapter,
        StatusBy::Section => status::By::Section,
        StatusBy::Item => status::By::Item,
    };
    let shown = output::options(lang, ColorChoice::Never, false, false, &world);
    let mut out = BufWriter::new(std::io::stdout().lock());
    match layout {
        Some(layout) => status::write(&run, by, layout, lang, shown.width, &mut out)?,
        None => {
            let page = report::by_name("html").expect("internal error: the html report exists");
            page.write(&run, &shown, &mut out)?;
        }
    }
    out.flush()?;
    // The table speaks of what was read; what could not be read must not be taken for missing.
    if !run.problems.is_empty() {
        eprintln!("{}", report::unread(run.problems.len(), lang));
    }
    Ok(if super::check::nothing_judged(&run) { COULD_NOT_RUN } else { CLEAN })
}
