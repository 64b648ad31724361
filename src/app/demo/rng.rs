//! Chance that can be repeated: a small generator (splitmix64) whose numbers depend on the seed alone.
//!
//! Good enough to scatter dates and names; nothing here is fit for secrets.

/// A stream of numbers.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// Streams for different purposes are kept apart, so that more of one does not change another.
    pub fn new(seed: u64, purpose: u64) -> Rng {
        let mut rng = Rng(seed ^ purpose.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        rng.next();
        rng
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`; zero where there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        // The high half of a product: even enough for limits far below 2^64.
        ((u128::from(self.next()) * limit as u128) >> 64) as usize
    }

    /// A day from `first` to `last`, both possible; `first` where they are the wrong way round.
    pub fn day(&mut self, first: i32, last: i32) -> i32 {
        first + self.below((last - first + 1).max(1) as usize) as i32
    }

    /// True `percent` times out of a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let numbers = |seed, purpose| {
            let mut rng = Rng::new(seed, purpose);
            (0..8).map(|_| rng.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(numbers(1, 2), numbers(1, 2));
        assert_ne!(numbers(1, 2), numbers(1, 3));
        assert_ne!(numbers(1, 2), numbers(2, 2));
    }

    #[test]
    fn numbers_stay_in_their_range() {
        let mut rng = Rng::new(7, 0);
        for _ in 0..1000 {
            assert!(rng.below(3) < 3);
            assert!((10..=12).contains(&rng.day(10, 12)));
        }
        assert_eq!(rng.day(10, 5), 10);
    }
}
