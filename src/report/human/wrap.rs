//! Breaking sentences into lines, in Japanese and English: between words, between characters of wide scripts, never so that a line
//! begins with a closing sign or ends with an opening one.

use super::pen::Pen;

/// Signs that must not begin a line.
const NO_START: &str = "、。，．・：；？！ー々」』）］｝〉》】〕”’…ぁぃぅぇぉっゃゅょァィゥェォッャュョヵヶ%,.:;?!)]}";
/// Signs that must not end a line.
const NO_END: &str = "「『（［｛〈《【〔“‘([{";

/// A last line this short looks like a mistake.
const STUB: usize = 8;

/// Lines of at most `width` columns, as far as words allow; a word longer than a line is cut. No line of a few letters is left over
/// where slightly shorter lines avoid it.
pub fn wrap(text: &str, width: usize, pen: Pen) -> Vec<String> {
    let lines = fill(text, width, pen);
    let stub = lines.len() > 1 && lines.last().is_some_and(|last| pen.columns(last) <= STUB);
    if stub && width > 4 * STUB {
        let shorter = fill(text, width - STUB, pen);
        if shorter.len() == lines.len() {
            return shorter;
        }
    }
    lines
}

fn fill(text: &str, width: usize, pen: Pen) -> Vec<String> {
    let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0);
    for word in words(text, pen) {
        let columns = pen.columns(word);
        if used > 0 && used + pen.columns(word.trim_end()) > width {
            lines.push(line.trim_end().to_owned());
            line.clear();
            used = 0;
        }
        if columns <= width {
            line.push_str(word);
            used += columns;
            continue;
        }
        for c in word.chars() {
            let columns = pen.columns(c.encode_utf8(&mut [0; 4]));
            if used + columns > width && used > 0 {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += columns;
        }
    }
    if !line.trim_end().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Pieces between which a line may break.
fn words(text: &str, pen: Pen) -> Vec<&str> {
    let wide = |c: char| pen.columns(c.encode_utf8(&mut [0; 4])) > 1;
    let (mut found, mut start) = (Vec::new(), 0);
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let may_break = before.is_some_and(|before| {
            let gap = before == ' ' && c != ' ';
            let script = (wide(before) || wide(c)) && c != ' ';
            (gap || script) && !NO_START.contains(c) && !NO_END.contains(before)
        });
        if may_break {
            found.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    if start < text.len() {
        found.push(&text[start..]);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEN: Pen = Pen { ascii: false, color: false, width: 80 };

    #[test]
    fn japanese_breaks_between_characters_but_not_before_closing_signs() {
        assert_eq!(wrap("退職日を「解除日」に書く。", 10, PEN), ["退職日を", "「解除日」", "に書く。"]);
        assert_eq!(wrap("あいうえお。", 10, PEN), ["あいうえ", "お。"]);
    }

    #[test]
    fn no_few_letters_are_left_over() {
        let text = "その日までに解除されていません。もう一度確かめてください。";
        assert_eq!(wrap(text, 56, PEN), ["その日までに解除されていません。もう一度確かめて", "ください。"]);
    }

    #[test]
    fn english_breaks_between_words() {
        assert_eq!(wrap("remove the right at once.", 12, PEN), ["remove the", "right at", "once."]);
    }

    #[test]
    fn names_of_fields_stay_whole_inside_japanese() {
        assert_eq!(wrap("台帳のended_onを見る", 12, PEN), ["台帳の", "ended_onを見", "る"]);
    }

    #[test]
    fn a_word_longer_than_the_line_is_cut() {
        assert_eq!(wrap("abcdefgh", 3, PEN), ["abc", "def", "gh"]);
        assert_eq!(wrap("", 3, PEN), [""]);
    }
}
