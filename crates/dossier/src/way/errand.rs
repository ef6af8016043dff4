//! Legs that are out, for those who wait for them.

use super::{Holder, Span};
use jiff::Timestamp;
use lienthong_names::{AgencyId, LegId};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A leg that the custodian waits for: no resolution comes before its answer (R08).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Errand {
    /// Who sent it, and waits.
    from: AgencyId,
    pub(crate) agency: AgencyId,
    pub(crate) span: Span,
    pub(crate) due: Option<Timestamp>,
}

impl Errand {
    pub(super) fn new(from: &AgencyId, agency: &AgencyId, since: Timestamp, due: Option<Timestamp>) -> Self {
        Self { from: from.clone(), agency: agency.clone(), span: Span { from: since, to: None }, due }
    }

    /// Its minutes are the successor's to answer for, as the leg is; one between the two is over.
    pub(super) fn succeed(&mut self, predecessor: &AgencyId, successor: &AgencyId, at: Timestamp) {
        for agency in [&mut self.from, &mut self.agency] {
            if agency == predecessor {
                agency.clone_from(successor);
            }
        }
        if self.from == self.agency {
            self.span.to = Some(at);
        }
    }
}

/// Of the legs that are out at an instant the one that ended last (while open: the one due last; ties: the lower agency id).
pub(super) fn last(errands: &BTreeMap<LegId, Errand>, at: Timestamp) -> Option<Holder> {
    let out = errands.iter().filter(|(_, errand)| errand.span.holds(at));
    let (leg, errand) = out.max_by_key(|(leg, errand)| {
        let ended = errand.span.to.unwrap_or(Timestamp::MAX);
        let due = errand.due.unwrap_or(Timestamp::MAX);
        // What ended did so when it did; when it was due counts only while it is open.
        let due = if errand.span.to.is_some() { Timestamp::MAX } else { due };
        (ended, due, Reverse((&errand.agency, *leg)))
    })?;
    Some(Holder::Leg { leg: leg.clone(), agency: errand.agency.clone() })
}
