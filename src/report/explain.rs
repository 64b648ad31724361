//! A rule explained for a person: what it looks at, why, how to mend it, and its examples.

use std::io::{self, Write};

use crate::rules::{By, Rule, Words};

use super::{Lang, name_of_register};

pub fn explain(rule: &Rule, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let words = rule.words();
    let (text, ja) = match lang {
        Lang::Ja => (&words.ja, true),
        Lang::En => (&words.en, false),
    };
    let say = |ja_word: &'static str, en_word: &'static str| if ja { ja_word } else { en_word };
    writeln!(out, "{}  [{}]", rule.id, rule.level.name())?;
    writeln!(out, "{}\n", text.title)?;
    for (label, body) in
        [(say("内容", "What"), &text.what), (say("理由", "Why"), &text.why), (say("直し方", "Fix"), &text.fix)]
    {
        writeln!(out, "{label}: {}", without_phrases(body, words, say("〔下のいずれか〕", "[one of those below]")))?;
    }
    if !words.phrases.is_empty() {
        writeln!(out, "\n{}:", say("こう知らせます", "It says"))?;
        for phrase in words.phrases.values() {
            writeln!(out, "  - {}", if ja { &phrase.ja } else { &phrase.en })?;
        }
    }
    writeln!(out)?;
    if !rule.items.is_empty() {
        writeln!(out, "{}: {}", say("基準の項目", "Items of the criteria"), rule.items.join(", "))?;
    }
    if !rule.covers.is_empty() {
        writeln!(out, "{}: {}", say("突き合わせ", "Contradictions"), rule.covers.join(", "))?;
    }
    match &rule.by {
        By::Itself(_) => {
            writeln!(out, "{}", say("読み込みのときに timlint が判定します", "judged by timlint while it reads"))?
        }
        By::Records(records) => {
            let mut names: Vec<String> = Vec::new();
            let slots = records.slots.iter().map(|slot| slot.register);
            for register in slots.chain(records.joins().map(|join| join.target)) {
                let name = name_of_register(register.name(), lang);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            writeln!(out, "{}: {}", say("見る台帳", "Registers"), names.join(say("、", ", ")))?;
            writeln!(out, "{}: {}", say("対象", "For each record of"), names[0])?;
        }
    }
    writeln!(out, "{}: timlint {}", say("追加された版", "Since"), rule.since)?;
    for example in &words.examples {
        let verdict = match (example.marks.is_empty(), ja) {
            (true, true) => "問題なし",
            (true, false) => "passes",
            (false, true) => "指摘あり(⟦ ⟧ の所)",
            (false, false) => "found at ⟦ ⟧",
        };
        let day = crate::model::date::format_date(example.as_of);
        writeln!(out, "\n{} {} ({day}): {verdict}", say("例", "Example"), example.name)?;
        for file in &example.files {
            writeln!(out, "  {}", file.path)?;
            let Ok(text) = std::str::from_utf8(&file.bytes) else { continue };
            let mut marked = text.to_owned();
            let mut marks: Vec<_> = example.marks.iter().filter(|(path, ..)| *path == file.path).collect();
            marks.sort_by_key(|(_, start, end)| std::cmp::Reverse((*start, *end)));
            for (_, start, end) in marks {
                if marked.is_char_boundary(*end) && marked.is_char_boundary(*start) {
                    marked.insert(*end, '⟧');
                    marked.insert(*start, '⟦');
                }
            }
            for line in marked.lines() {
                writeln!(out, "    {line}")?;
            }
        }
    }
    Ok(())
}

/// A text without the holes that the rule's own phrases fill: a reader of the explanation sees all phrases instead.
fn without_phrases(text: &str, words: &Words, instead: &str) -> String {
    if words.phrases.is_empty() {
        return text.to_owned();
    }
    PHRASE_HOLES.iter().fold(text.to_owned(), |text, hole| text.replace(hole, instead))
}

/// How rule files call the hole in which one of their phrases stands.
const PHRASE_HOLES: [&str; 2] = ["{reason}", "{detail}"];

/// Said when the root holds no register at all.
pub fn no_register(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => {
            "timlint: 台帳が見つかりません。registers/ フォルダーに 要員名簿.csv や 管理対象情報一覧.csv などを置くか、timlint.toml の [registers] で場所を指定してください。"
        }
        Lang::En => {
            "timlint: no register found; put files such as people.csv or assets.csv into registers/, or name their paths under [registers] in timlint.toml"
        }
    }
}

/// Said under a table of verdicts when something could not be read or is set up wrongly.
pub fn unread(problems: usize, lang: Lang) -> String {
    match lang {
        Lang::Ja => {
            format!(
                "timlint: 読み込めなかったものや設定の誤りが{problems}件あります。timlint check で確かめてください。"
            )
        }
        Lang::En => {
            format!("timlint: could not be read, or is set up wrongly: {problems}; `timlint check` shows what")
        }
    }
}
