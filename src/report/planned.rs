//! Checks that are not made yet, told to a person: what they will look at, why they have to wait, what to do until then.

use std::io::{self, Write};

use crate::rules::Planned;

use super::Lang;
use super::columns::wrapped;
use super::words::Say;

pub fn planned(plans: &[&Planned], lang: Lang, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let (say, ja) = (Say(lang), lang == Lang::Ja);
    wrapped(&say.planned(plans.len()), width).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    for plan in plans {
        writeln!(out, "\n{}  {}", plan.id, plan.title.pick(ja))?;
        let mut rows = vec![
            (say.pick("調べること", "checks"), plan.checks.pick(ja).to_owned()),
            (say.pick("今できない理由", "why not yet"), plan.why.pick(ja).to_owned()),
            (say.pick("それまでは", "until then"), plan.until_then.pick(ja).to_owned()),
            (say.pick("項目", "items"), plan.items.join(", ")),
        ];
        if !plan.covers.is_empty() {
            rows.push((say.pick("突き合わせ", "contradictions"), plan.covers.join(", ")));
        }
        for (label, text) in rows {
            for (i, line) in wrapped(&format!("{label}: {text}"), width.saturating_sub(4)).iter().enumerate() {
                writeln!(out, "{}{line}", if i == 0 { "  " } else { "    " })?;
            }
        }
    }
    Ok(())
}
