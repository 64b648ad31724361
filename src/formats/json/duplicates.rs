//! Keys that stand twice in one map, found in time linear in the text however many keys and levels there are.

/// For each key number, the map that saw it last. An entry that belongs to a map still open is put aside when a map
/// inside takes its place, and put back when that one ends.
#[derive(Default)]
pub struct Duplicates {
    last: Vec<Seen>,
    /// Maps that are open: their serial number, and how many entries had been put aside before them.
    open: Vec<(u32, usize)>,
    aside: Vec<(u32, Seen)>,
    maps: u32,
}

#[derive(Clone, Copy, Default)]
struct Seen {
    /// The map, counted from one in the order of opening; zero for none.
    map: u32,
    depth: u32,
    start: u32,
    end: u32,
}

impl Duplicates {
    pub fn enter(&mut self) {
        self.maps += 1;
        self.open.push((self.maps, self.aside.len()));
    }

    pub fn leave(&mut self) {
        let Some((_, kept)) = self.open.pop() else { return };
        for (key, seen) in self.aside.drain(kept..) {
            self.last[key as usize] = seen;
        }
    }

    /// Notes a key of the innermost map; gives the bytes of the first one if it has stood there before.
    #[inline]
    pub fn seen(&mut self, key: u32, start: usize, end: usize) -> Option<(usize, usize)> {
        let (map, _) = *self.open.last()?;
        if self.last.len() <= key as usize {
            self.last.resize(key as usize + 1, Seen::default());
        }
        let before = self.last[key as usize];
        if before.map == map {
            return Some((before.start as usize, before.end as usize));
        }
        if before.map != 0 && self.open.get(before.depth as usize).is_some_and(|(open, _)| *open == before.map) {
            self.aside.push((key, before));
        }
        let depth = self.open.len() as u32 - 1;
        self.last[key as usize] = Seen { map, depth, start: start as u32, end: end as u32 };
        None
    }
}
