//! Times for which a dossier stood still for the citizen.

use super::{Span, Way};
use crate::words::PauseCause;
use jiff::Timestamp;

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Away {
    pub(super) span: Span,
    /// The record of its end names an instant before its beginning: version 1 of routing's rules wrote of a clock that was overdue when it
    /// stopped that it goes on from where it had started.
    ends_before: bool,
}

impl Away {
    pub(super) const fn since(from: Timestamp) -> Self {
        Self { span: Span { from, to: None }, ends_before: false }
    }

    pub(super) fn end(&mut self, at: Timestamp) {
        self.span.to.get_or_insert(at);
    }

    /// It ends at the instant from which the clock goes on, as its record says; where that cannot be, at the record's own.
    pub(super) fn end_as_said(&mut self, from: Timestamp, recorded: Timestamp) {
        if self.span.to.is_none() && from < self.span.from {
            self.ends_before = true;
            self.end(recorded);
        } else {
            self.end(from);
        }
    }
}

impl Way {
    /// As version 1 of routing's rules counted it: a dossier that was overdue when it stood still for the citizen was its custodian's all
    /// the same. What was decided so is decided again so; nobody else is to be told it.
    #[must_use]
    pub fn as_version_1_counted(&self) -> Self {
        let mut way = self.clone();
        way.away.retain(|away| !away.ends_before);
        way
    }
}

/// Whether the citizen is to do something while it stands still for this.
pub(super) const fn is_for_citizen(cause: PauseCause) -> bool {
    match cause {
        PauseCause::Supplement | PauseCause::Revision | PauseCause::FinancialObligation => true,
        PauseCause::Suspension | PauseCause::OutsideLeg => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Lateness;
    use crate::event::Event;
    use crate::way::tests::{at, holders, received, way};
    use crate::way::{Holder, minutes};
    use lienthong_calendar::Calendar;
    use proptest::prelude::*;

    fn paused(cause: PauseCause, since: Timestamp) -> Event {
        Event::ClockPaused { cause, since, until: None }
    }

    fn resumed(cause: PauseCause, from: Timestamp) -> Event {
        Event::ClockResumed { cause, from, term: None, due: None }
    }

    #[test]
    fn a_pause_is_the_citizens_and_a_suspension_is_not() {
        for (cause, expected) in [
            (PauseCause::Supplement, vec!["own", "citizen", "own"]),
            (PauseCause::FinancialObligation, vec!["own", "citizen", "own"]),
            (PauseCause::Suspension, vec!["own"]),
            (PauseCause::OutsideLeg, vec!["own"]),
        ] {
            let (from, to) = (at(1, 8), at(2, 8));
            let told = [(at(0, 8), received()), (from, paused(cause, from)), (to, resumed(cause, to))];
            assert_eq!(holders(&way(&told), at(3, 8)), expected, "{cause}");
        }
    }

    proptest! {
        /// However the end of a pause is written, its days are the citizen's, and nobody is late by them; by version 1 of the rules they
        /// were the custodian's where its end was written to lie before it.
        #[test]
        fn days_of_the_citizens_are_nobodys_lateness(
            due in 9_i64..100,
            since in 100_i64..200,
            stood in 1_i64..200,
            from in 8_i64..400,
            after in 0_i64..100,
        ) {
            let (cause, calendar) = (PauseCause::Supplement, Calendar::vietnam_default());
            let (since, recorded, due) = (at(0, since), at(0, since + stood), at(0, due));
            // Whoever claims that it went on later than is recorded is not believed (R18).
            let from = at(0, from).min(recorded);
            let now = recorded + jiff::SignedDuration::from_hours(after);
            let told =
                [(at(0, 8), received()), (since, paused(cause, since)), (recorded, resumed(cause, from))];
            let way = way(&told);
            let back = if from < since { recorded } else { from };
            let citizens = minutes(&calendar, since, back).unwrap();
            let held = way.minutes(&calendar, now).unwrap();
            prop_assert_eq!(held.get(&Holder::Citizen).copied().unwrap_or_default(), citizens);
            let late = |way: &Way| Lateness::of(way, &calendar, due, now).unwrap().late;
            let whole = minutes(&calendar, due, now).unwrap();
            prop_assert_eq!(late(&way), whole - citizens);
            let counted = if from < since { whole } else { whole - citizens };
            prop_assert_eq!(late(&way.as_version_1_counted()), counted);
        }
    }
}
