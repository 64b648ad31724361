//! Text into HTML: nothing of a file may become markup, and every text stands there in both languages.

use super::super::Lang;
use super::super::words::Say;

/// Text as content of an element or inside a quoted attribute.
pub fn html(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// JSON inside a `script` element: no sign that could end it or begin a comment.
pub fn script_json(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            c => safe.push(c),
        }
    }
    safe
}

/// A text in both languages; the style sheet shows the one that the page is in. The texts are escaped here.
pub fn both(text: impl Fn(Say) -> String) -> String {
    two(&text(Say(Lang::Ja)), &text(Say(Lang::En)))
}

pub fn two(ja: &str, en: &str) -> String {
    if ja == en {
        html(ja)
    } else {
        format!("<span lang=\"ja\">{}</span><span lang=\"en\">{}</span>", html(ja), html(en))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_becomes_markup() {
        assert_eq!(html("<a b='c\"&d'>"), "&lt;a b=&#39;c&quot;&amp;d&#39;&gt;");
        assert_eq!(script_json("\"</script><!--&\u{2028}\""), "\"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\"");
    }

    #[test]
    fn a_text_that_is_the_same_in_both_languages_stands_once() {
        assert_eq!(both(|_| "I.2".to_owned()), "I.2");
        assert_eq!(two("節<", "section"), "<span lang=\"ja\">節&lt;</span><span lang=\"en\">section</span>");
    }
}
