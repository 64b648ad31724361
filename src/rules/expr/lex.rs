//! Expression text to tokens.

use std::ops::Range;

#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    Int(i32),
    Text(String),
    Word(String),
    /// Operators and brackets, as written.
    Sign(&'static str),
    End,
}

/// What could not be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Phrase of `rule/expression`.
    pub why: &'static str,
    pub at: Range<usize>,
}

/// Longer signs first, so that `<=` is not read as `<`.
const SIGNS: &[&str] =
    &["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ",", ".", "+", "-", "*"];

pub fn lex(text: &str) -> Result<Vec<(Token, Range<usize>)>, SyntaxError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let token = if c.is_ascii_digit() {
            at += text[at..].bytes().take_while(u8::is_ascii_digit).count();
            let number = text[start..at].parse();
            Token::Int(number.map_err(|_| SyntaxError { why: "number-too-large", at: start..at })?)
        } else if c.is_alphabetic() || c == '_' {
            at +=
                text[at..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').map(char::len_utf8).sum::<usize>();
            Token::Word(text[start..at].to_owned())
        } else if c == '\'' || c == '"' {
            let (word, end) = quoted(text, at, c)?;
            at = end;
            Token::Text(word)
        } else if let Some(sign) = SIGNS.iter().find(|sign| text[at..].starts_with(**sign)) {
            at += sign.len();
            Token::Sign(sign)
        } else {
            return Err(SyntaxError { why: "unknown-character", at: start..start + c.len_utf8() });
        };
        tokens.push((token, start..at));
    }
    tokens.push((Token::End, text.len()..text.len()));
    Ok(tokens)
}

/// A quoted text with CEL's escapes for quotes, backslash and white space.
fn quoted(text: &str, start: usize, quote: char) -> Result<(String, usize), SyntaxError> {
    let mut word = String::new();
    let mut chars = text[start + 1..].char_indices();
    while let Some((i, c)) = chars.next() {
        if c == quote {
            return Ok((word, start + 1 + i + 1));
        }
        if c != '\\' {
            word.push(c);
            continue;
        }
        match chars.next() {
            Some((_, 'n')) => word.push('\n'),
            Some((_, 't')) => word.push('\t'),
            Some((_, escaped @ ('\\' | '\'' | '"'))) => word.push(escaped),
            // Regular expressions keep their own escapes.
            Some((_, other)) => word.extend(['\\', other]),
            None => break,
        }
    }
    Err(SyntaxError { why: "unclosed-text", at: start..text.len() })
}
