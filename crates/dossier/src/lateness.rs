//! Whose lateness it is: a dossier's lateness shared over those who held it, by how far each went beyond its own limit (DOMAIN
//! section 9).
//!
//! Belongs here: the raw delay of each part, and the shares. Does not: who held it when ([`Way`]), figures over many dossiers.

use crate::way::{Holder, Stretch, Way, held, minutes, worked};
use jiff::Timestamp;
use lienthong_calendar::{Calendar, Undecided};
use lienthong_names::{AgencyId, LegId};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// One agency's part in a dossier's way: a leg's, or the custodian's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Whose.
    pub agency: AgencyId,
    /// The leg; `None`: as custodian.
    pub leg: Option<LegId>,
    /// Working minutes it had; `None`: none were published.
    pub limit: Option<u64>,
    /// Working minutes it used.
    pub used: u64,
    /// Whether it held the dossier for some of them. One that only ran beside another is shown, and answers for nothing.
    pub on_path: bool,
}

impl Part {
    /// Working minutes beyond its limit.
    #[must_use]
    pub fn raw(&self) -> u64 {
        self.limit.map_or(0, |limit| self.used.saturating_sub(limit))
    }
}

/// A dossier's lateness, and who answers for how much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lateness {
    /// Working minutes after the first appointment.
    pub late: u64,
    /// Each part with its share in whole minutes; shares add up to `late`, unless nobody went beyond a limit.
    pub parts: Vec<(Part, u64)>,
    /// Nobody on the path went beyond a limit: all of it is the custodian's at the minute the term passed, marked
    /// `no limit exceeded`.
    pub no_limit_exceeded: Option<AgencyId>,
}

impl Lateness {
    /// Shares `late` minutes over parts; `custodian` is the one at the minute the term passed.
    #[must_use]
    pub fn shared(late: u64, parts: Vec<Part>, custodian: Option<&AgencyId>) -> Self {
        let raws: Vec<u64> = parts.iter().map(|part| if part.on_path { part.raw() } else { 0 }).collect();
        let nobody = late > 0 && raws.iter().all(|raw| *raw == 0);
        let parts = parts.into_iter().zip(shares(late, &raws)).collect();
        Self { late, parts, no_limit_exceeded: custodian.filter(|_| nobody).cloned() }
    }

    /// Without the parts that kept within their limits and answer for nothing.
    #[must_use]
    pub fn exceeded(mut self) -> Self {
        self.parts.retain(|(part, share)| part.raw() > 0 || *share > 0);
        self
    }

    /// What the records of a dossier add up to.
    ///
    /// A leg's limit is its own due date, and so is that of a custodian whom a leg brought the dossier; that of the receiving agency is its
    /// own appointment. Pauses for the citizen are nobody's, and the time of a leg outside the dossier's term is not the dossier's. `due`
    /// is what the dossier is held to, `now` where one that runs is looked at.
    ///
    /// # Errors
    /// A day on the way was never decided.
    pub fn of(way: &Way, calendar: &Calendar, due: Timestamp, now: Timestamp) -> Result<Self, Undecided> {
        let Some(span) = way.span else { return Ok(Self::shared(0, Vec::new(), None)) };
        let stop = span.to.unwrap_or(now);
        let stretches = way.stretches(now);
        let late = worked(calendar, &stretches, (due, stop), |stretch| stretch.counts)?;
        let limits = way.limits(calendar)?;
        let held = held(calendar, &stretches)?;
        let on_path: BTreeSet<&LegId> = held.keys().filter_map(leg_of).collect();
        let mut custodians: BTreeMap<&AgencyId, u64> = BTreeMap::new();
        for (holder, used) in &held {
            if let Holder::Custodian { agency, .. } = holder {
                *custodians.entry(agency).or_default() += used;
            }
        }
        let own_part = |(agency, used): (&AgencyId, u64)| Part {
            agency: agency.clone(),
            leg: None,
            limit: limits.get(agency).copied(),
            used,
            on_path: true,
        };
        let mut parts: Vec<Part> = custodians.into_iter().map(own_part).collect();
        let inside = way.errands.iter().map(|(leg, errand)| (leg, errand, on_path.contains(leg)));
        // What lies outside the term is shown with its own delay, and answers for nothing.
        let outside = way.outside.iter().map(|(leg, errand)| (leg, errand, false));
        for (leg, errand, on_path) in inside.chain(outside) {
            let end = errand.span.to.unwrap_or(stop).min(stop);
            let limit = errand.due.map(|due| minutes(calendar, errand.span.from, due)).transpose()?;
            let not_the_citizens = |stretch: &Stretch| stretch.holder != Holder::Citizen;
            parts.push(Part {
                agency: errand.agency.clone(),
                leg: Some(leg.clone()),
                limit,
                used: worked(calendar, &stretches, (errand.span.from, end), not_the_citizens)?,
                on_path,
            });
        }
        Ok(Self::shared(late, parts, way.custodian_at(due)))
    }
}

const fn leg_of(holder: &Holder) -> Option<&LegId> {
    match holder {
        Holder::Leg { leg, .. } => Some(leg),
        Holder::Citizen | Holder::Post | Holder::Custodian { .. } => None,
    }
}

/// `late` in proportion to `raws`, in whole minutes, what is left to those with the largest remainders; among equals to the
/// first. Nothing to anybody where all of `raws` are nothing.
#[must_use]
pub fn shares(late: u64, raws: &[u64]) -> Vec<u64> {
    let total: u128 = raws.iter().map(|raw| u128::from(*raw)).sum();
    if total == 0 {
        return vec![0; raws.len()];
    }
    let exact = |raw: &u64| u128::from(late) * u128::from(*raw);
    let mut shares: Vec<u64> =
        raws.iter().map(|raw| u64::try_from(exact(raw) / total).unwrap_or(u64::MAX)).collect();
    let mut by_remainder: Vec<usize> = (0..raws.len()).collect();
    by_remainder.sort_by_key(|at| Reverse(raws.get(*at).map(|raw| exact(raw) % total)));
    let left = late.saturating_sub(shares.iter().sum());
    for at in by_remainder.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        if let Some(share) = shares.get_mut(at) {
            *share += 1;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    /// Minutes of a working day.
    const DAY: u64 = 480;

    fn agency(name: &str) -> AgencyId {
        AgencyId::new(name).unwrap()
    }

    fn part(name: &str, limit: Option<u64>, used: u64, on_path: bool) -> Part {
        let leg = on_path.then(|| LegId::new(name).unwrap());
        Part { agency: agency(name), leg, limit: limit.map(|days| days * DAY), used: used * DAY, on_path }
    }

    fn shares_of(lateness: &Lateness) -> Vec<u64> {
        lateness.parts.iter().map(|(_, share)| share / DAY).collect()
    }

    /// DOMAIN section 9.
    #[test]
    fn a_leg_beside_the_path_is_shown_and_answers_for_nothing() {
        let parts =
            vec![part("own", Some(6), 4, true), part("a", Some(4), 7, false), part("b", Some(4), 9, true)];
        let lateness = Lateness::shared(3 * DAY, parts, Some(&agency("own")));
        assert_eq!(shares_of(&lateness), [0, 0, 3]);
        assert_eq!((lateness.parts[1].0.raw(), lateness.no_limit_exceeded), (3 * DAY, None));
    }

    /// DOMAIN section 9.
    #[test]
    fn where_no_limit_is_exceeded_it_is_the_custodians_when_the_term_passed() {
        let parts = vec![part("first", Some(6), 6, true), part("second", Some(6), 6, true)];
        let lateness = Lateness::shared(2 * DAY, parts, Some(&agency("second")));
        assert_eq!(shares_of(&lateness), [0, 0]);
        assert_eq!(lateness.no_limit_exceeded, Some(agency("second")));
    }

    #[test]
    fn one_that_is_not_late_is_nobodys() {
        let lateness = Lateness::shared(0, vec![part("own", Some(1), 2, true)], Some(&agency("own")));
        assert_eq!((shares_of(&lateness), lateness.no_limit_exceeded), (vec![0], None));
    }

    #[test]
    fn what_does_not_divide_goes_to_the_largest_remainder_first() {
        // 10 over 1 : 1 : 1 is 3.33 each; over 1 : 2 : 4 it is 1.43, 2.86, 5.71.
        assert_eq!(shares(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(shares(10, &[1, 2, 4]), [1, 3, 6]);
        assert_eq!(shares(10, &[0, 0]), [0, 0]);
    }

    proptest! {
        #[test]
        fn shares_are_whole_and_add_up(
            late in 0_u64..1_000_000,
            raws in proptest::collection::vec(0_u64..1_000_000, 1..8),
        ) {
            let shares = shares(late, &raws);
            let total: u64 = raws.iter().sum();
            prop_assert_eq!(shares.iter().sum::<u64>(), if total == 0 { 0 } else { late });
            for (share, raw) in shares.iter().zip(&raws) {
                // Within a minute of the exact share.
                let (got, exact) = (u128::from(*share) * u128::from(total), u128::from(late) * u128::from(*raw));
                prop_assert!(got.abs_diff(exact) <= u128::from(total));
                prop_assert!(*raw > 0 || *share == 0);
            }
        }
    }
}
