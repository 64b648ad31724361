//! `timlint diff`.

use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::app::diff::{DiffError, diff};
use crate::app::{CheckOptions, fails, language};
use crate::report::diff::{Form, Name, refused, write};
use crate::report::{self, Lang, Run, usage};
use crate::source::{Disk, Git, World, is_folder};

use super::args::{ColorChoice, DiffArgs, FormArg};
use super::{CLEAN, COULD_NOT_RUN, FINDINGS, output};

pub fn run(args: &DiffArgs) -> anyhow::Result<u8> {
    let here = Disk::new(args.path.clone());
    let lang = language(args.lang, None, &here);
    if !is_folder(&args.path) {
        bail!(usage::not_a_folder(&args.path, lang));
    }
    let formats =
        if args.format.is_empty() { vec![FormArg { form: Form::Human, path: None }] } else { args.format.clone() };
    if formats.iter().filter(|format| format.path.is_none()).count() > 1 {
        bail!(usage::one_format("json=diff.json", lang));
    }
    let base = match side(&args.base, &args.path, lang) {
        Ok(base) => base,
        Err(said) => bail!(said),
    };
    let head = match args.head.as_deref().map(|head| side(head, &args.path, lang)) {
        Some(Ok(head)) => head,
        Some(Err(said)) => bail!(said),
        None => (Box::new(here.clone()) as Box<dyn World>, Name::Working),
    };
    let options = CheckOptions { as_of: args.as_of, preview: args.preview, ..CheckOptions::default() };
    let (found, config) = match diff((&*base.0, base.1), (&*head.0, head.1), &options) {
        Ok(done) => done,
        Err(DiffError::Config(run) | DiffError::NoRegister(run)) => return could_not_run(&run, lang, &here),
    };
    let lang = language(args.lang, config.lang, &here);
    let folder = output::folder(&args.path);
    for format in &formats {
        match &format.path {
            None => {
                let mut out = BufWriter::new(std::io::stdout().lock());
                write(&found, format.form, lang, &folder, &mut out)?;
                out.flush()?;
            }
            Some(path) => output::file(path, lang, |out| write(&found, format.form, lang, &folder, out))?,
        }
    }
    if super::check::nothing_judged(&found.head.run) {
        return Ok(COULD_NOT_RUN);
    }
    let fail_on = args.fail_on.map(|level| level.name().to_owned()).or(config.fail_on);
    let failed = fails(found.worst(), fail_on.as_deref().unwrap_or("error"));
    // Freeing millions of cells one by one takes longer than the process has left to live.
    std::mem::forget(found);
    Ok(if failed { FINDINGS } else { CLEAN })
}

/// A folder where one of that name exists, else a revision of the repository that holds `path`.
fn side(word: &str, path: &Path, lang: Lang) -> Result<(Box<dyn World>, Name), String> {
    let folder = PathBuf::from(word);
    if is_folder(&folder) {
        return Ok((Box::new(Disk::new(folder)), Name::Folder(word.to_owned())));
    }
    let git = Git::open(path, word).map_err(|error| refused(word, &error, lang))?;
    let name = Name::Revision { name: word.to_owned(), commit: git.commit().to_owned() };
    Ok((Box::new(git), name))
}

fn could_not_run(run: &Run, lang: Lang, world: &dyn World) -> anyhow::Result<u8> {
    match run.problems.is_empty() {
        true => eprintln!("{}", report::no_register(lang)),
        false => {
            let human = report::by_name("human").expect("internal error: the human report exists");
            let shown = output::options(lang, ColorChoice::Never, false, false, world);
            human.write(run, &shown, &mut std::io::stderr().lock())?;
        }
    }
    Ok(COULD_NOT_RUN)
}
