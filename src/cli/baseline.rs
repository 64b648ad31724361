//! `timlint baseline`.
#![allow(clippy::disallowed_methods, reason = "this verb writes one file; nothing here is judged")]

use std::path::{Component, Path};

use anyhow::{anyhow, bail};

use crate::app::baseline::{Made, NotMade, Wish, make};
use crate::app::{CheckError, CheckOptions, language};
use crate::report::{self, Lang, baseline as say, tidy, usage};
use crate::source::{Disk, World};

use super::args::{BaselineArgs, ColorChoice};
use super::{CLEAN, COULD_NOT_RUN, output};

pub fn run(args: &BaselineArgs) -> anyhow::Result<u8> {
    let world = Disk::new(args.path.clone());
    if !world.exists("") {
        bail!(usage::not_a_folder(&args.path, language(args.lang, None, &world)));
    }
    let path = args.output.as_deref().map(|path| below(path, language(args.lang, None, &world))).transpose()?;
    let wish = match args.until {
        Some(until) => Wish::New { until, force: args.force },
        None => Wish::Prune,
    };
    let options = CheckOptions { as_of: args.as_of, preview: args.preview, ..CheckOptions::default() };
    let lang = |lang: Option<Lang>| language(args.lang, lang, &world);
    let refused = match make(&world, &options, wish, path.as_deref()) {
        Ok(made) => {
            let lang = lang(made.lang);
            write(&world, &args.path, &made, lang)?;
            tell(&made, wish, lang);
            return Ok(CLEAN);
        }
        Err(NotMade::Check(error)) => return cannot_check(error, lang(None), &world),
        Err(NotMade::Exists { path, new, gone, lang: own }) => say::exists(&path, new, gone, lang(own)),
        Err(NotMade::Absent { path, lang: own }) => say::absent(&path, lang(own)),
        Err(NotMade::Over { as_of, lang: own }) => say::over(args.until.unwrap_or(as_of), as_of, lang(own)),
    };
    eprintln!("timlint: {refused}");
    Ok(COULD_NOT_RUN)
}

/// A path below the folder that is checked, as findings write it: outside of it no check would look.
fn below(path: &str, lang: Lang) -> anyhow::Result<String> {
    let path = path.replace('\\', "/");
    let parts: Vec<Component<'_>> = Path::new(&path).components().filter(|part| *part != Component::CurDir).collect();
    let names: Vec<&str> =
        parts.iter().filter_map(|part| if let Component::Normal(name) = part { name.to_str() } else { None }).collect();
    if names.is_empty() || names.len() < parts.len() || !path.ends_with(".json") {
        bail!(usage::no_place_for_a_baseline(&path, lang));
    }
    Ok(names.join("/"))
}

/// A file that is there is replaced as a whole or not at all.
fn write(world: &dyn World, root: &Path, made: &Made, lang: Lang) -> anyhow::Result<()> {
    if world.exists(&made.path) {
        let written = world.write(&made.path, made.text.as_bytes());
        return written.map_err(|error| anyhow!(tidy::not_written(&made.path, &error, lang)));
    }
    let path = root.join(&made.path);
    // A link that leads nowhere would be written through, wherever it points.
    if std::fs::symlink_metadata(&path).is_ok() {
        bail!(usage::no_file(&path, lang));
    }
    if let Some(folder) = path.parent() {
        output::make_folder(folder, lang)?;
    }
    output::bytes(&path, made.text.as_bytes(), lang)
}

fn tell(made: &Made, wish: Wish, lang: Lang) {
    match wish {
        Wish::New { .. } => println!("{}", say::written(&made.path, made.count, made.until, lang)),
        Wish::Prune => println!("{}", say::pruned(&made.path, made.gone, made.count, lang)),
    }
    if made.left > 0 {
        println!("{}", say::left_to_mend(made.left, lang));
    }
    if !made.found_by_check {
        println!("{}", say::not_looked_for(&made.path, lang));
    }
}

/// Nothing could be judged, so that nothing can be listed.
fn cannot_check(error: CheckError, lang: Lang, world: &dyn World) -> anyhow::Result<u8> {
    match error {
        CheckError::NoRule(pattern) => bail!(usage::no_rule(&pattern, lang)),
        CheckError::Config(run) | CheckError::NoRegister(run) => {
            if run.problems.is_empty() {
                eprintln!("{}", report::no_register(lang));
            } else {
                let human = report::by_name("human").expect("internal error: the human report exists");
                let shown = output::options(lang, ColorChoice::Never, false, false, world);
                human.write(&run, &shown, &mut std::io::stderr().lock())?;
            }
            Ok(COULD_NOT_RUN)
        }
    }
}
