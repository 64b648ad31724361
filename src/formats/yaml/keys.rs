//! Keys that stand twice in one map, found in constant time a key however large or deep the maps are.

/// Where a key was last seen, and in which map.
#[derive(Debug, Clone, Copy)]
struct Seen {
    map: u32,
    start: usize,
    end: usize,
}

/// One memory of the last place of each key serves all maps: entering a map hides what the outer ones know, leaving it
/// brings that back.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// By the key's number.
    seen: Vec<Seen>,
    hidden: Vec<(u32, Seen)>,
    maps: u32,
}

/// A map that is open.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenMap {
    number: u32,
    hidden: usize,
}

impl Keys {
    pub(super) fn enter(&mut self) -> OpenMap {
        self.maps += 1;
        OpenMap { number: self.maps, hidden: self.hidden.len() }
    }

    pub(super) fn leave(&mut self, map: OpenMap) {
        while self.hidden.len() > map.hidden {
            if let Some((id, seen)) = self.hidden.pop() {
                self.seen[id as usize] = seen;
            }
        }
    }

    /// Notes a key by its number; gives the bytes of the first one where the map already has it.
    pub(super) fn note(&mut self, map: OpenMap, key: u32, start: usize, end: usize) -> Option<(usize, usize)> {
        if self.seen.len() <= key as usize {
            self.seen.resize(key as usize + 1, Seen { map: 0, start: 0, end: 0 });
        }
        let seen = &mut self.seen[key as usize];
        if seen.map == map.number {
            return Some((seen.start, seen.end));
        }
        self.hidden.push((key, *seen));
        *seen = Seen { map: map.number, start, end };
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Keys;

    #[test]
    fn an_inner_map_does_not_hide_what_the_outer_one_has() {
        let mut keys = Keys::default();
        let outer = keys.enter();
        assert_eq!(keys.note(outer, 0, 0, 1), None);
        let inner = keys.enter();
        assert_eq!(keys.note(inner, 0, 5, 6), None);
        assert_eq!(keys.note(inner, 0, 7, 8), Some((5, 6)));
        keys.leave(inner);
        assert_eq!(keys.note(outer, 0, 9, 10), Some((0, 1)));
        keys.leave(outer);
        let next = keys.enter();
        assert_eq!(keys.note(next, 0, 11, 12), None);
    }
}
