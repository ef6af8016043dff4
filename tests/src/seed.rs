//! Chance that can be had again: a printed seed, and numbers drawn from it.

use std::time::{SystemTime, UNIX_EPOCH};

/// Numbers from a seed (SplitMix64): the same seed, the same numbers, on every machine and for ever.
#[derive(Debug, Clone)]
pub struct Seed(u64);

impl Seed {
    /// The seed of `LIENTHONG_SEED`, else a new one. It is printed, so that a red run can be run again.
    pub fn of_this_run() -> Self {
        let seed = match std::env::var("LIENTHONG_SEED") {
            Ok(text) => text.parse().unwrap_or_else(|_| panic!("LIENTHONG_SEED={text} is no number")),
            // Any number does; the clock has another one each time.
            Err(_) => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| u64::from(since.subsec_nanos())),
        };
        eprintln!("seed {seed}: LIENTHONG_SEED={seed} draws the same again");
        Self(seed)
    }

    /// A number below 1, and not below 0.
    pub fn fraction(&mut self) -> f64 {
        // The 53 bits that a double holds.
        (self.draw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_numbers_that_others_compute_from_it() {
        // The first outputs of SplitMix64 for this seed, from its author's reference program.
        let mut seed = Seed(1_234_567);
        assert_eq!(seed.draw(), 6_457_827_717_110_365_317);
        assert_eq!(seed.draw(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn fractions_lie_between_0_and_1_and_differ() {
        let mut seed = Seed(7);
        let drawn: Vec<f64> = (0..100).map(|_| seed.fraction()).collect();
        assert!(drawn.iter().all(|f| (0.0..1.0).contains(f)));
        assert!(drawn.iter().any(|f| *f < 0.2) && drawn.iter().any(|f| *f > 0.8));
    }
}
