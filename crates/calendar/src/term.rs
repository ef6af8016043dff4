//! Terms, and when they end.
//!
//! Belongs here: the units in which a term is promised and the due date of each. Does not: pauses (`pause`), which term
//! a procedure has (`catalogue`).

use jiff::Timestamp;

use crate::{Calendar, EmptyTerm, Undecided};

/// What is received by then is done the same day where that is promised: 15:00, in minutes since midnight.
const SAME_DAY_UNTIL: u32 = 15 * 60;

/// One stretch of a term, in one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Working days, counted in halves: 3 is a day and a half. Any day with hours is a working day.
    WorkingHalfDays(u32),
    /// Calendar days; an end on a day off rolls to the next working day (Civil Code 2015, art. 148).
    CalendarDays(u32),
    /// Minutes of working time.
    WorkingMinutes(u32),
}

/// What was promised: one or more phases, each starting where the one before ends.
///
/// Neighbouring phases of working days, or of working minutes, are one phase, so that half a day and half a day are a
/// day. Neighbouring phases of calendar days stay apart, as each may roll.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Term(Vec<Phase>);

impl Term {
    /// A term of phases in sequence.
    ///
    /// # Errors
    /// There are none.
    pub fn new(phases: impl IntoIterator<Item = Phase>) -> Result<Term, EmptyTerm> {
        let joined: Vec<Phase> = phases.into_iter().fold(Vec::new(), push);
        if joined.is_empty() { Err(EmptyTerm) } else { Ok(Term(joined)) }
    }

    /// Whole working days. None: by the close of the day of reception.
    pub fn working_days(days: u32) -> Term {
        Term::half_days(days.saturating_mul(2))
    }

    /// Working days counted in halves.
    pub fn half_days(halves: u32) -> Term {
        Term(vec![Phase::WorkingHalfDays(halves)])
    }

    /// Calendar days.
    pub fn calendar_days(days: u32) -> Term {
        Term(vec![Phase::CalendarDays(days)])
    }

    /// Hours of working time.
    pub fn working_hours(hours: u32) -> Term {
        Term::working_minutes(hours.saturating_mul(60))
    }

    /// Minutes of working time.
    pub fn working_minutes(minutes: u32) -> Term {
        Term(vec![Phase::WorkingMinutes(minutes)])
    }

    /// This term, then `next`.
    #[must_use]
    pub fn then(self, next: Term) -> Term {
        Term(next.0.into_iter().fold(self.0, push))
    }

    /// The phases, in order; never empty.
    pub fn phases(&self) -> &[Phase] {
        &self.0
    }
}

fn push(mut phases: Vec<Phase>, next: Phase) -> Vec<Phase> {
    match (phases.last_mut(), next) {
        (Some(Phase::WorkingHalfDays(n)), Phase::WorkingHalfDays(more)) => *n = n.saturating_add(more),
        (Some(Phase::WorkingMinutes(n)), Phase::WorkingMinutes(more)) => *n = n.saturating_add(more),
        _ => phases.push(next),
    }
    phases
}

impl Calendar {
    /// When a term that starts at `from` ends.
    ///
    /// Days: the day of reception is day 0, the working day `from` falls in, or the next one after closing or on a day
    /// off; due is the close of business of the n-th working day after it, and of n and a half the end of the first
    /// span of the working day after the n-th. Calendar days: the close of business of the n-th day after day 0,
    /// rolling forward on a day off. Working minutes run from `from` within working hours.
    ///
    /// # Errors
    /// The end, or `from`, lies on a day that is not decided.
    pub fn due(&self, from: Timestamp, term: &Term) -> Result<Timestamp, Undecided> {
        term.0.iter().try_fold(from, |start, phase| self.end_of(start, *phase))
    }

    /// When a term ends that is promised at `from`: as [`due`](Self::due), but what is promised for the same day and is
    /// received after 15:00 is due by the close of the next working day.
    ///
    /// # Errors
    /// See [`due`](Self::due).
    pub fn promised(&self, from: Timestamp, term: &Term) -> Result<Timestamp, Undecided> {
        let place = self.place(from)?;
        let late = place.minute > SAME_DAY_UNTIL && self.day(place.day)?.is_worked();
        // On a day off, and after closing, the next working day is the day of reception already.
        let opens_late = late && self.day_zero(from)? == place.day;
        if opens_late && term.0 == [Phase::WorkingHalfDays(0)] {
            self.due(from, &Term::working_days(1))
        } else {
            self.due(from, term)
        }
    }

    pub(crate) fn end_of(&self, start: Timestamp, phase: Phase) -> Result<Timestamp, Undecided> {
        match phase {
            Phase::WorkingHalfDays(halves) => self.end_of_half_days(start, halves),
            Phase::CalendarDays(days) => self.end_of_calendar_days(start, days),
            Phase::WorkingMinutes(minutes) => self.add_working_minutes(start, minutes),
        }
    }

    /// Where among the decided days the day of reception stands.
    pub(crate) fn day_zero(&self, start: Timestamp) -> Result<usize, Undecided> {
        let place = self.place(start)?;
        let today = self.day(place.day)?;
        let closed = today.is_worked() && place > self.place(self.closing(place.day)?)?;
        self.working_day(today.days_before + u32::from(closed))
    }

    fn end_of_half_days(&self, start: Timestamp, halves: u32) -> Result<Timestamp, Undecided> {
        let zero = self.day(self.day_zero(start)?)?.days_before;
        let day = self.working_day(zero.saturating_add(halves.div_ceil(2)))?;
        if halves.is_multiple_of(2) { self.closing(day) } else { self.first_closing(day) }
    }

    fn end_of_calendar_days(&self, start: Timestamp, days: u32) -> Result<Timestamp, Undecided> {
        let days = usize::try_from(days).map_err(|_| self.beyond())?;
        let last = self.day(self.day_zero(start)?.saturating_add(days))?;
        self.closing(self.working_day(last.days_before)?)
    }

    /// Whether `at` comes after `end` as a phase of this unit sees it: hours by the minute, days by the local date,
    /// as figures count what is done on its due date as on time.
    pub(crate) fn is_past(&self, at: Timestamp, end: Timestamp, unit: Phase) -> Result<bool, Undecided> {
        let (at, end) = (self.place(at)?, self.place(end)?);
        Ok(match unit {
            Phase::WorkingMinutes(_) => at > end,
            Phase::WorkingHalfDays(_) | Phase::CalendarDays(_) => at.day > end.day,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_term_has_a_phase() {
        assert_eq!(Term::new([]), Err(EmptyTerm));
    }

    #[test]
    fn half_a_day_and_half_a_day_are_a_day() {
        assert_eq!(Term::half_days(1).then(Term::half_days(1)), Term::working_days(1));
        let spelt = Term::new([1, 3, 4].map(Phase::WorkingHalfDays)).unwrap();
        assert_eq!(spelt, Term::working_days(4));
        assert_eq!(Term::working_hours(1).then(Term::working_minutes(30)), Term::working_minutes(90));
    }

    #[test]
    fn calendar_days_and_other_units_stay_apart() {
        let term = Term::calendar_days(5).then(Term::calendar_days(5)).then(Term::working_days(1));
        assert_eq!(
            term.phases(),
            [Phase::CalendarDays(5), Phase::CalendarDays(5), Phase::WorkingHalfDays(2)]
        );
    }
}
