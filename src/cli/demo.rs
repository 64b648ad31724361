//! `timlint demo`.

use super::args::DemoArgs;

pub fn run(args: &DemoArgs) -> anyhow::Result<u8> {
    anyhow::bail!("not yet: {}", args.dir.display())
}
