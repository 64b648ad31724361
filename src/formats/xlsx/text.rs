//! Characters that XML cannot hold, as workbooks write them: `_x000D_` for a carriage return.

/// Writes a text with its escapes resolved. What is none, or would be NUL or half a character, stays as it is.
pub fn unescape(raw: &str, out: &mut String) {
    let mut rest = raw;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match escaped(rest) {
            Some(c) => {
                out.push(c);
                rest = &rest[7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[2..];
            }
        }
    }
    out.push_str(rest);
}

fn escaped(text: &str) -> Option<char> {
    let hex = text.get(2..6).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let closed = text.as_bytes().get(6) == Some(&b'_');
    let c = char::from_u32(u32::from_str_radix(hex, 16).ok()?)?;
    (closed && c != '\0').then_some(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_resolved_and_lookalikes_kept() {
        let read = |raw: &str| {
            let mut out = String::new();
            unescape(raw, &mut out);
            out
        };
        assert_eq!(read("一行目_x000D_\n二行目"), "一行目\r\n二行目");
        assert_eq!(read("_x005F_x000D_"), "_x000D_");
        for same in ["PC_x86", "_x000D", "_xD83D_", "_x0000_", "_x", "_x00あ_"] {
            assert_eq!(read(same), same);
        }
    }
}
