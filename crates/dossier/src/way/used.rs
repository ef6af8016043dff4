//! When a part of a dossier's way used the minutes that it is measured by.

use super::{Holder, Stretch, Way};
use crate::lateness::Part;
use jiff::Timestamp;

impl Way {
    /// The stretches in which a part used its minutes, in order: a custodian those in which it held the dossier, a leg all of its own
    /// time but the citizen's, whoever else held the dossier then.
    #[must_use]
    pub fn used_by(&self, part: &Part, now: Timestamp) -> Vec<Stretch> {
        let Some(leg) = &part.leg else {
            let held = |stretch: &Stretch| matches!(&stretch.holder, Holder::Custodian { agency, .. } if *agency == part.agency);
            return self.stretches(now).into_iter().filter(held).collect();
        };
        let Some(errand) = self.errands.get(leg).or_else(|| self.outside.get(leg)) else { return Vec::new() };
        let (from, to) = (errand.span.from, errand.span.to.unwrap_or(Timestamp::MAX));
        let inside = self.stretches(now).into_iter().map(|stretch| Stretch {
            from: stretch.from.max(from),
            to: stretch.to.min(to),
            ..stretch
        });
        inside.filter(|stretch| stretch.from < stretch.to && stretch.holder != Holder::Citizen).collect()
    }
}
