//! `timlint explain RULE|ITEM`.

use std::io::Write as _;

use anyhow::bail;

use crate::app::{language, repository_rules};
use crate::model::spell::nearest;
use crate::report::{self, Lang, usage};
use crate::rules::catalogue;
use crate::source::Disk;

use super::CLEAN;
use super::args::ExplainArgs;

pub fn run(args: &ExplainArgs) -> anyhow::Result<u8> {
    let world = Disk::new(args.path.clone());
    let lang: Lang = language(args.lang, None, &world);
    let run = repository_rules(&world);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if let Some(rule) = run.rules.get(&args.asked) {
        report::explain(rule, lang, &mut out)?;
    } else if let Some(entry) = catalogue().find(&args.asked) {
        report::explain_entry(entry, &run.rules, lang, &mut out)?;
    } else {
        if let Some((above, _)) = args.asked.rsplit_once('.').filter(|(above, _)| catalogue().find(above).is_some()) {
            bail!(usage::not_in_the_criteria(&args.asked, above, lang));
        }
        let known = run.rules.iter().map(|rule| rule.id.as_str()).chain(catalogue().ids());
        bail!(usage::nothing_called(&args.asked, nearest(&args.asked, known), lang));
    }
    out.flush()?;
    Ok(CLEAN)
}
