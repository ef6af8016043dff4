//! How a dossier stands by its clock, and what ran out on its way: as it was, and as it would be.

use super::replay::Replayed;
use crate::attribution::Cite;
use jiff::Timestamp;
use lienthong_catalogue::View;
use lienthong_dossier::{Ending, Lateness};
use lienthong_names::{AgencyId, LegId, StepName};

/// What was not done in time, or could not have been done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissedWhat {
    /// A step ran over its term.
    Step(StepName),
    /// A leg ran over its term.
    Leg(LegId),
    /// An opinion did not come within its term.
    Opinion(LegId),
    /// An act would have been refused.
    Refused {
        /// The command's name.
        command: &'static str,
        /// The step that it is about.
        step: Option<StepName>,
        /// The code of the refusal.
        code: String,
        /// Why, in Vietnamese.
        vi: String,
        /// Why, in English.
        en: String,
    },
}

impl MissedWhat {
    /// Its word.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Step(_) => "step",
            Self::Leg(_) => "leg",
            Self::Opinion(_) => "opinion",
            Self::Refused { .. } => "refused",
        }
    }
}

/// Something that was missed: whose, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// What.
    pub what: MissedWhat,
    /// Whose.
    pub agency: AgencyId,
    /// Since when, or when it was tried.
    pub at: Timestamp,
    /// The record of an act that would have been refused.
    pub record: Option<Cite>,
}

/// How a dossier stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// What was promised first.
    pub appointment: Option<Timestamp>,
    /// When it is due by its clock.
    pub due: Option<Timestamp>,
    /// When it ended; `None`: it is open.
    pub ended: Option<Timestamp>,
    /// Whether it is late by its days: it ended, stands still or is looked at after the day on which it was due. One whose reception was
    /// annulled is in no figure, and never late.
    pub late: bool,
    /// Working minutes after it was due; `None`: they cannot be counted.
    pub late_minutes: Option<u64>,
}

impl Standing {
    pub(super) fn of(replayed: &Replayed, view: View<'_>, now: Timestamp) -> Self {
        let dossier = &replayed.dossier;
        let Some(reception) = &dossier.reception else {
            return Self { ended: replayed.ended, ..Self::default() };
        };
        let due = dossier.due();
        let annulled = dossier.ended.is_some_and(|ended| ended.how == Ending::Annulled);
        let calendar = view.calendar(&reception.desk).filter(|_| !annulled);
        let until = replayed.ended.or(dossier.clock.stands_since).unwrap_or(now);
        let lateness = calendar.zip(due).map(|(calendar, due)| {
            let late = calendar.local_date(until) > calendar.local_date(due);
            (
                late,
                Lateness::of(&replayed.way, calendar, due, until.min(now)).ok().map(|lateness| lateness.late),
            )
        });
        let (late, late_minutes) = lateness.unwrap_or_default();
        Self { appointment: reception.appointment, due, ended: replayed.ended, late, late_minutes }
    }
}

/// What of the one was not missed in the other: the same clock, the same act.
pub(super) fn only_in(would: Vec<Missed>, was: &[Missed]) -> Vec<Missed> {
    let same = |one: &Missed, other: &Missed| match (&one.what, &other.what) {
        (MissedWhat::Refused { .. }, MissedWhat::Refused { .. }) => one.record == other.record,
        (one_what, other_what) => one_what == other_what && one.agency == other.agency,
    };
    let mut new: Vec<Missed> =
        would.into_iter().filter(|one| !was.iter().any(|other| same(one, other))).collect();
    new.sort_by_key(|one| one.at);
    new
}
