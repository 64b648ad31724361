//! `timlint completions`.

use std::io::Write as _;

use crate::app::language;
use crate::source::Disk;

use super::args::CompletionsArgs;
use super::{CLEAN, help};

pub fn run(args: &CompletionsArgs) -> anyhow::Result<u8> {
    let lang = language(args.lang, None, &Disk::new(".".into()));
    // Into memory first: the generator gives up the process when its reader goes away.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(lang), "timlint", &mut script);
    std::io::stdout().lock().write_all(&script)?;
    Ok(CLEAN)
}
