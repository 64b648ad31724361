//! Records of a register have their keys in the same order, so the next key is mostly known before it is read.

/// Remembers which key followed which, and how each was written where it first stood.
#[derive(Default)]
pub struct Sequence {
    /// By key number: the bytes of the key between its quotes, and the key that followed last time.
    known: Vec<Known>,
    last: u32,
}

#[derive(Clone, Copy, Default)]
struct Known {
    start: u32,
    end: u32,
    follower: u32,
}

impl Sequence {
    /// The number and end of the key whose quote stands at `at`, if it is the one that is expected there, written the
    /// same way. Comparing raw bytes up to the closing quote needs no look at escapes: both spell the same.
    #[inline(always)]
    pub fn next(&mut self, bytes: &[u8], at: usize) -> Option<(u32, usize)> {
        let id = self.known.get(self.last as usize)?.follower;
        let known = self.known.get(id as usize)?;
        let quoted = bytes.get(known.start as usize - 1..=known.end as usize)?;
        if bytes.get(at..)?.starts_with(quoted) {
            self.last = id;
            return Some((id, at + quoted.len() - 1));
        }
        None
    }

    /// Notes a key that was not expected.
    pub fn note(&mut self, id: u32, start: usize, end: usize) {
        if self.known.len() <= id as usize {
            self.known.push(Known { start: start as u32, end: end as u32, follower: 0 });
        }
        if let Some(before) = self.known.get_mut(self.last as usize) {
            before.follower = id;
        }
        self.last = id;
    }
}
