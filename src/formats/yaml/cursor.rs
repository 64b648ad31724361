//! From the library's places, which count characters, to bytes.

/// Walks a text forwards and, for the few places that lie before the last one, backwards.
#[derive(Debug)]
pub(super) struct Cursor<'t> {
    text: &'t [u8],
    ascii: bool,
    chars: usize,
    bytes: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text: text.as_bytes(), ascii: text.is_ascii(), chars: 0, bytes: 0 }
    }

    /// The byte at which the `index`-th character begins; the end of the text for anything beyond it.
    pub(super) fn byte(&mut self, index: usize) -> usize {
        if self.ascii {
            return index.min(self.text.len());
        }
        while self.chars < index && self.bytes < self.text.len() {
            self.bytes += width(self.text[self.bytes]);
            self.chars += 1;
        }
        while self.chars > index {
            self.bytes -= 1;
            while is_inside(self.text[self.bytes]) {
                self.bytes -= 1;
            }
            self.chars -= 1;
        }
        self.bytes
    }
}

/// How many bytes a character takes, by its first one.
fn width(first: u8) -> usize {
    match first {
        0..=0x7F => 1,
        0x80..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    }
}

/// The byte is not the first of its character.
fn is_inside(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn places_are_found_in_any_order() {
        let text = "aé氏🏭z";
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for order in [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [3, 1, 4, 0, 5, 2]] {
            let mut cursor = Cursor::new(text);
            for index in order {
                assert_eq!(cursor.byte(index), starts[index]);
            }
        }
        assert_eq!(Cursor::new(text).byte(99), text.len());
        assert_eq!(Cursor::new("abc").byte(99), 3);
    }
}
