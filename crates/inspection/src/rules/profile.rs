//! I09: two steps done one after the other much faster, or much slower, than such pairs were before. A hint: nothing is said to be wrong.

use lienthong_names::{ProcedureCode, StepName};
use std::collections::BTreeMap;

/// Two steps one after the other, under a version of a procedure.
pub(crate) type Pair = (ProcedureCode, u32, StepName, StepName);

/// How long pairs of steps have taken so far, in working minutes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profiles(BTreeMap<Pair, Vec<i64>>);

impl Profiles {
    /// Takes the next time of a pair; the median of those before it, where it lies far from that.
    pub(crate) fn take(&mut self, pair: Pair, minutes: i64, enough: usize, times: i64) -> Option<i64> {
        // In order, so that the median is at hand.
        let earlier = self.0.entry(pair).or_default();
        let median = earlier.get(earlier.len() / 2).copied().filter(|_| earlier.len() >= enough.max(1));
        let place = earlier.partition_point(|known| *known < minutes);
        earlier.insert(place, minutes);
        median.filter(|median| {
            minutes.saturating_mul(times) < *median || minutes > median.saturating_mul(times)
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_pair_is_told_when_enough_are_known_and_it_lies_ten_times_off() {
        let pair = || {
            let step = |name| StepName::new(name).unwrap();
            (ProcedureCode::new("1.1").unwrap(), 1, step("a"), step("b"))
        };
        let mut profiles = Profiles::default();
        for _ in 0..99 {
            assert_eq!(profiles.take(pair(), 60, 100, 10), None);
        }
        assert_eq!(profiles.take(pair(), 1, 100, 10), None, "only ninety-nine are known");
        assert_eq!(profiles.take(pair(), 6, 100, 10), None, "a tenth is not less than a tenth");
        assert_eq!(profiles.take(pair(), 5, 100, 10), Some(60));
        assert_eq!(profiles.take(pair(), 600, 100, 10), None);
        assert_eq!(profiles.take(pair(), 601, 100, 10), Some(60));
    }
}
