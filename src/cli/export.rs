//! `timlint export`.
#![allow(clippy::disallowed_methods, reason = "writes one file that was named on the command line")]

use std::fs;

use anyhow::bail;

use crate::app::export::{ExportError, ExportOptions, Exported, export};
use crate::app::language;
use crate::report::exchange::{self, Counts};
use crate::report::{no_register, tidy, usage};
use crate::source::Disk;

use super::args::ExportArgs;
use super::{CLEAN, COULD_NOT_RUN, output};

pub fn run(args: &ExportArgs) -> anyhow::Result<u8> {
    let world = Disk::new(args.path.clone());
    let spoken = language(args.lang, None, &world);
    if !args.path.is_dir() {
        bail!(usage::not_a_folder(&args.path, spoken));
    }
    let out = args.xlsx.display().to_string();
    if !args.force && fs::symlink_metadata(&args.xlsx).is_ok() {
        bail!(exchange::exists(&out, spoken));
    }
    let options = ExportOptions { lang: args.lang, with_findings: args.with_findings, as_of: args.as_of };
    let made = match export(&world, &options) {
        Ok(made) => made,
        Err(ExportError::NoRegister) => {
            eprintln!("{}", no_register(spoken));
            return Ok(COULD_NOT_RUN);
        }
        Err(ExportError::Config) => bail!(tidy::no_settings(spoken)),
        Err(ExportError::TooLong(register, header)) => bail!(exchange::too_long(register, &header, spoken)),
        Err(ExportError::TooLarge(register)) => bail!(exchange::too_large(register, spoken)),
        Err(ExportError::Workbook(detail)) => bail!(exchange::no_workbook(&detail, spoken)),
    };
    let Exported { lang, sheets, records, findings, .. } = made;
    output::bytes(&args.xlsx, &made.bytes, lang)?;
    println!("{}", exchange::exported(&out, Counts { sheets, records, findings }, lang));
    let secrets = made.secrets.iter().map(|(register, header)| exchange::secret_left_out(*register, header, lang));
    let left = made.left.iter().map(|register| exchange::stays_in_its_file(*register, lang));
    let unread = made.unread.iter().map(|path| exchange::not_read(path, lang));
    let unfaithful = made.unfaithful.iter().map(|register| exchange::unfaithful(*register, lang));
    secrets.chain(left).chain(unread).chain(unfaithful).for_each(|line| eprintln!("{line}"));
    Ok(CLEAN)
}
