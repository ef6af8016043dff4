//! How far the seal is behind what this instance has appended: beyond a measure it takes nothing more, so that whoever sends hears at once
//! that it must wait, and what has no receipt does not pile up (DESIGN section 5).

use lienthong_ledger::ports::Unavailable;
use lienthong_merkle::Hash;
use lienthong_names::Origin;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// So many records of one ledger may wait for their seal.
const RECORDS_MAX: usize = 10_000;

/// A record that waits for longer than so many ticks (about a second each) holds up what comes after it.
const TICKS_MAX: u64 = 2;

/// Records that were appended and are not sealed, by ledger.
#[derive(Debug, Default)]
pub(super) struct Pressure(BTreeMap<Origin, Unsealed>);

#[derive(Debug, Default)]
struct Unsealed {
    leaves: BTreeSet<Hash>,
    /// Each with the tick at which it was appended, in that order; the first is not sealed, later ones may be.
    appended: VecDeque<(u64, Hash)>,
}

impl Unsealed {
    /// What is sealed does not stand first.
    fn settle(&mut self) {
        while self.appended.front().is_some_and(|(_, leaf)| !self.leaves.contains(leaf)) {
            self.appended.pop_front();
        }
    }
}

impl Pressure {
    /// A record has its place in the log.
    pub(super) fn appended(&mut self, origin: &Origin, leaf: Hash, tick: u64) {
        let unsealed = self.0.entry(origin.clone()).or_default();
        unsealed.leaves.insert(leaf);
        unsealed.appended.push_back((tick, leaf));
    }

    /// These are sealed.
    pub(super) fn sealed(&mut self, origin: &Origin, leaves: &[Hash]) {
        let Some(unsealed) = self.0.get_mut(origin) else { return };
        for leaf in leaves {
            unsealed.leaves.remove(leaf);
        }
        unsealed.settle();
    }

    /// What was appended before a tick is waited for no more: the broker may have lost it, and its sender was told to send it again.
    pub(super) fn give_up(&mut self, before_tick: u64) {
        for unsealed in self.0.values_mut() {
            while let Some((_, leaf)) = unsealed.appended.pop_front_if(|(tick, _)| *tick < before_tick) {
                unsealed.leaves.remove(&leaf);
            }
            unsealed.settle();
        }
    }

    /// Of each ledger, how many records wait for their seal, and since which tick the first does.
    pub(super) fn waiting(&self) -> impl Iterator<Item = (&Origin, usize, Option<u64>)> {
        let first = |unsealed: &Unsealed| unsealed.appended.front().map(|(tick, _)| *tick);
        self.0.iter().map(move |(origin, unsealed)| (origin, unsealed.leaves.len(), first(unsealed)))
    }

    /// Why nothing more is taken for a ledger now; `None`: its seal keeps up.
    pub(super) fn holds_back(&self, origin: &Origin, tick: u64) -> Option<Unavailable> {
        let unsealed = self.0.get(origin)?;
        let (waiting, (oldest, _)) = (unsealed.leaves.len(), unsealed.appended.front()?);
        let since = tick.saturating_sub(*oldest);
        (waiting >= RECORDS_MAX || since > TICKS_MAX).then(|| Unavailable {
            code: "LT0030",
            what: format!(
                "{origin}: {waiting} records wait for their seal, the first for about {since} seconds"
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use lienthong_merkle::leaf_hash;

    fn origin(name: &str) -> Origin {
        name.parse().unwrap()
    }

    fn leaf(number: usize) -> Hash {
        leaf_hash(&number.to_be_bytes())
    }

    #[test]
    fn what_waits_for_three_seconds_holds_its_ledger_back_until_it_is_sealed() {
        let (one, other) = (origin("H22/2020"), origin("H22/2021"));
        let mut pressure = Pressure::default();
        pressure.appended(&one, leaf(1), 5);
        pressure.appended(&one, leaf(2), 7);
        assert_eq!(pressure.holds_back(&one, 7), None);
        assert_eq!(pressure.holds_back(&one, 8).unwrap().code, "LT0030");
        assert_eq!(pressure.holds_back(&other, 8), None, "each ledger has a seal of its own");
        pressure.sealed(&one, &[leaf(1)]);
        assert_eq!(pressure.holds_back(&one, 9), None, "the second waits since 7");
        assert!(pressure.holds_back(&one, 10).is_some());
        pressure.give_up(8);
        assert_eq!(pressure.holds_back(&one, 100), None, "it is not waited for for ever");
    }

    #[test]
    fn ten_thousand_records_are_enough_whenever_they_came() {
        let one = origin("H22/2020");
        let mut pressure = Pressure::default();
        for number in 1..RECORDS_MAX {
            pressure.appended(&one, leaf(number), 1);
        }
        assert_eq!(pressure.holds_back(&one, 1), None);
        pressure.appended(&one, leaf(0), 1);
        assert!(pressure.holds_back(&one, 1).is_some());
        pressure.sealed(&one, &[leaf(77)]);
        assert_eq!(pressure.holds_back(&one, 1), None);
    }
}
