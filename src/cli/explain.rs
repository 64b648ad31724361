//! `timlint explain RULE`.

use std::io::Write as _;

use anyhow::bail;

use crate::app::{language, repository_rules};
use crate::model::spell::nearest;
use crate::report::{self, Lang};
use crate::source::Disk;

use super::CLEAN;
use super::args::ExplainArgs;

pub fn run(args: &ExplainArgs) -> anyhow::Result<u8> {
    let world = Disk::new(args.path.clone());
    let lang: Lang = language(args.lang, None, &world);
    let run = repository_rules(&world);
    let Some(rule) = run.rules.get(&args.rule) else {
        match nearest(&args.rule, run.rules.iter().map(|rule| rule.id.as_str())) {
            Some(near) => bail!("no rule is called {}; did you mean {near}?", args.rule),
            None => bail!("no rule is called {}; `timlint rules list` names them all", args.rule),
        }
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    report::explain(rule, lang, &mut out)?;
    out.flush()?;
    Ok(CLEAN)
}
