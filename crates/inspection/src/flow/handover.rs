//! Who hands over to whom: how often what one did was followed by what another, or the same, did.
//!
//! pm4py's `discover_handover_of_work_network` gives each pair's share of all successions; here both are whole numbers.

use super::log::{Act, Log, Word};
use std::collections::HashMap;

/// Between whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Those who acted.
    Resources,
    /// Their groups, or their agencies.
    Groups,
}

impl Between {
    const fn of(self, act: &Act) -> Word {
        match self {
            Self::Resources => act.resource,
            Self::Groups => act.group,
        }
    }
}

/// One followed by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handover {
    /// Who acted.
    pub from: Word,
    /// Who acted next.
    pub to: Word,
    /// How often.
    pub count: u64,
}

/// Every pair there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handovers {
    /// In order of their names.
    pub pairs: Vec<Handover>,
    /// How often anything followed anything.
    pub successions: u64,
}

impl Handovers {
    /// Of a log: each act but the last of a dossier is followed by the next one.
    #[must_use]
    pub fn of(log: &Log, between: Between) -> Self {
        let mut counts: HashMap<(Word, Word), u64> = HashMap::new();
        let mut successions = 0;
        for trace in log.traces() {
            for (act, next) in trace.acts.iter().zip(trace.acts.iter().skip(1)) {
                *counts.entry((between.of(act), between.of(next))).or_default() += 1;
                successions += 1;
            }
        }
        let mut pairs: Vec<Handover> =
            counts.into_iter().map(|((from, to), count)| Handover { from, to, count }).collect();
        pairs.sort_by(|a, b| (log.text(a.from), log.text(a.to)).cmp(&(log.text(b.from), log.text(b.to))));
        Self { pairs, successions }
    }

    /// A pair's part of all successions.
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn share(&self, pair: &Handover) -> f64 {
        pair.count as f64 / self.successions as f64
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp)]
    use super::*;
    use crate::flow::log::tests::log;

    #[test]
    fn each_act_but_the_last_is_followed_by_the_next() {
        let log = log(&["x/an/A y/binh/B z/binh/B", "x/an/A y/binh/B", "x/chi/A"]);
        let told = |between| {
            let all = Handovers::of(&log, between);
            let pairs = all.pairs.iter().map(|pair| {
                (log.text(pair.from).to_owned(), log.text(pair.to).to_owned(), pair.count, all.share(pair))
            });
            pairs.collect::<Vec<_>>()
        };
        let (an, binh) = ("an".to_owned(), "binh".to_owned());
        assert_eq!(
            told(Between::Resources),
            [(an, binh.clone(), 2, 2.0 / 3.0), (binh.clone(), binh, 1, 1.0 / 3.0)]
        );
        assert_eq!(told(Between::Groups).len(), 2);
    }
}
