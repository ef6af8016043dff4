//! The ways that were gone: dossiers with the same activities in the same order, what was done again, what went to and fro.

use super::log::{Log, Trace, Word};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// A way, and how many went it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The activities, in order.
    pub activities: Vec<Word>,
    /// How many dossiers.
    pub count: u64,
    /// The first of them, as a place in the log.
    pub first: usize,
}

impl Variant {
    /// How often an activity comes in it that came before.
    #[must_use]
    pub fn repeats(&self) -> usize {
        let mut seen = self.activities.clone();
        seen.sort_unstable();
        seen.dedup();
        self.activities.len() - seen.len()
    }
}

/// Every way, the one that most went first; of two, the one whose activities come first.
#[must_use]
pub fn variants(log: &Log) -> Vec<Variant> {
    let mut known: HashMap<Vec<Word>, (u64, usize)> = HashMap::new();
    let mut way: Vec<Word> = Vec::new();
    for (n, trace) in log.traces().iter().enumerate() {
        way.clear();
        way.extend(trace.acts.iter().map(|act| act.activity));
        match known.get_mut(&way) {
            Some((count, _)) => *count += 1,
            None => {
                known.insert(way.clone(), (1, n));
            }
        }
    }
    let variant = |(activities, (count, first))| Variant { activities, count, first };
    let mut variants: Vec<Variant> = known.into_iter().map(variant).collect();
    let texts = |variant: &Variant| variant.activities.iter().map(|word| log.text(*word)).collect::<Vec<_>>();
    variants.sort_by_cached_key(|variant| (Reverse(variant.count), texts(variant)));
    variants
}

/// An activity that was done more than once in one dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rework {
    /// In how many dossiers it was done at all.
    pub dossiers: u64,
    /// In how many more than once.
    pub reworked: u64,
    /// How often it was done again, over all.
    pub repeats: u64,
}

/// Of each activity, by name, what was done again.
#[must_use]
pub fn rework(log: &Log) -> BTreeMap<&str, Rework> {
    let mut told: Vec<Rework> = vec![Rework::default(); log.words()];
    // How often in the dossier that is looked at: set back by looking at its acts once more.
    let mut times = vec![0_u64; log.words()];
    for trace in log.traces() {
        for act in &trace.acts {
            let (times, told) = (&mut times[act.activity.index()], &mut told[act.activity.index()]);
            *times += 1;
            match *times {
                1 => told.dossiers += 1,
                2 => (told.reworked, told.repeats) = (told.reworked + 1, told.repeats + 1),
                _ => told.repeats += 1,
            }
        }
        trace.acts.iter().for_each(|act| times[act.activity.index()] = 0);
    }
    let acts = log.traces().iter().flat_map(|trace| &trace.acts);
    acts.map(|act| (log.text(act.activity), told[act.activity.index()])).collect()
}

/// Dossiers that went from one group to another and straight back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PingPong {
    /// How many.
    pub dossiers: u64,
    /// How often, over all.
    pub times: u64,
}

/// Of each pair of groups, by their names in order, what went from one to the other and back. Acts of no stated group are passed over:
/// nobody says that the dossier went anywhere.
#[must_use]
pub fn ping_pong(log: &Log) -> BTreeMap<(&str, &str), PingPong> {
    let mut told: BTreeMap<(&str, &str), PingPong> = BTreeMap::new();
    for trace in log.traces() {
        let stations = stations(log, trace);
        let mut here: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for three in stations.windows(3) {
            if three[0] == three[2] {
                let (one, other) = (log.text(three[0]), log.text(three[1]));
                *here.entry((one.min(other), one.max(other))).or_default() += 1;
            }
        }
        for (pair, times) in here {
            let pair = told.entry(pair).or_default();
            pair.dossiers += 1;
            pair.times += times;
        }
    }
    told
}

/// How many dossiers acts of more than one stated group are of.
#[must_use]
pub fn changed_hands(log: &Log) -> usize {
    log.traces().iter().filter(|trace| stations(log, trace).len() > 1).count()
}

/// The groups it was with, each named again only after another.
fn stations(log: &Log, trace: &Trace) -> Vec<Word> {
    let mut stations: Vec<Word> =
        trace.acts.iter().map(|act| act.group).filter(|group| !log.text(*group).is_empty()).collect();
    stations.dedup();
    stations
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::log::tests::log;

    #[test]
    fn the_way_that_most_went_comes_first() {
        let log = log(&["b", "a b", "a c a", "a b"]);
        let told = variants(&log);
        let texts = |variant: &Variant| {
            variant.activities.iter().map(|word| log.text(*word)).collect::<Vec<_>>().join(" ")
        };
        let told: Vec<_> = told
            .iter()
            .map(|variant| (texts(variant), variant.count, variant.first, variant.repeats()))
            .collect();
        let of = |text: &str, count, first, repeats| (text.to_owned(), count, first, repeats);
        assert_eq!(told, [of("a b", 2, 1, 0), of("a c a", 1, 2, 1), of("b", 1, 0, 0)]);
    }

    #[test]
    fn what_was_done_again_is_counted_by_dossier_and_in_all() {
        let log = log(&["a a b a", "a", "b b"]);
        let told = rework(&log);
        assert_eq!(told["a"], Rework { dossiers: 2, reworked: 1, repeats: 2 });
        assert_eq!(told["b"], Rework { dossiers: 2, reworked: 1, repeats: 1 });
    }

    #[test]
    fn there_and_straight_back_is_ping_pong_and_round_a_third_is_not() {
        // The act without a group is passed over.
        let log = log(&["x//A y//A x//B x x//A x//B", "x//A x//B x//C x//A", "x//B x//A x//B"]);
        let told = ping_pong(&log);
        assert_eq!(told, BTreeMap::from([(("A", "B"), PingPong { dossiers: 2, times: 3 })]));
        assert_eq!(changed_hands(&log), 3);
    }
}
