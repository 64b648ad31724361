//! The conversation: the company's name, then each scope switch that was not answered on the command line.
//!
//! Where questions and answers go is for the caller to say.

use std::io::{self, BufRead, Write};

use super::scope::switches;
use super::{Options, Switch};

/// Asks for everything that is still open. The end of the input in the middle is an error: half an answer is none.
pub fn ask(options: &mut Options, input: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<()> {
    if options.name.is_none() {
        write!(
            out,
            "{}",
            options.pick("会社の名前（Enter であとで書く）: ", "Name of the company (Enter to leave it for later): ")
        )?;
        let name = answer(input, out)?;
        options.name = usable_name(&name);
    }
    let open: Vec<Switch> =
        switches().into_iter().filter(|switch| !options.answers.contains_key(&switch.name)).collect();
    if !open.is_empty() {
        writeln!(
            out,
            "{}",
            options.pick(
                "\n自社に当てはまるかどうかを答えてください。Enter は「はい」、n は「いいえ」、? は「あとで決める」です。",
                "\nSay what is so in the company: Enter for yes, n for no, ? to decide later."
            )
        )?;
    }
    for (nth, switch) in open.iter().enumerate() {
        let reply = loop {
            write!(out, "[{:>2}/{}] {} [Y/n/?]: ", nth + 1, open.len(), options.pick(&switch.ja, &switch.en))?;
            match reply(&answer(input, out)?) {
                Some(reply) => break reply,
                None => writeln!(
                    out,
                    "{}",
                    options.pick("  Enter、n、? のどれかを入力してください。", "  Please type Enter, n or ?.")
                )?,
            }
        };
        if let Some(reply) = reply {
            options.answers.insert(switch.name.clone(), reply);
        }
    }
    Ok(())
}

/// A name that can stand in a file; none where there is nothing in it.
pub fn usable_name(typed: &str) -> Option<String> {
    let name: String = typed.chars().filter(|c| !c.is_control()).collect();
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

fn answer(input: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<String> {
    out.flush()?;
    let mut line = String::new();
    if input.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim().to_owned())
}

/// Yes, no, or left for later; none where it was neither.
fn reply(word: &str) -> Option<Option<bool>> {
    match word.to_lowercase().as_str() {
        "" | "y" | "yes" | "はい" | "ｙ" | "○" => Some(Some(true)),
        "n" | "no" | "いいえ" | "ｎ" | "×" => Some(Some(false)),
        "?" | "？" => Some(None),
        _ => None,
    }
}
