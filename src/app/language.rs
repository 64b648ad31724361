//! Which language a run speaks.

use crate::report::Lang;
use crate::source::World;

/// The language of a run: `--lang`, else `timlint.toml`, else the environment, else Japanese.
pub fn language(asked: Option<Lang>, config: Option<Lang>, world: &dyn World) -> Lang {
    let spoken = || {
        let word =
            ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| world.env(name).filter(|v| !v.is_empty()))?;
        match word.split(['_', '.']).next()? {
            "ja" => Some(Lang::Ja),
            "C" | "POSIX" => None,
            _ => Some(Lang::En),
        }
    };
    asked.or(config).or_else(spoken).unwrap_or_default()
}
