//! What a pause does to a running term.
//!
//! Belongs here: how much of a term is left, and the two ways to go on. Does not: what may pause a dossier, and which
//! way its process chose (`routing`, `catalogue`).

use jiff::Timestamp;

use crate::{Calendar, PauseEndsFirst, Phase, Term, Undecided};

/// A time during which a term did not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    asked: Timestamp,
    given: Timestamp,
}

impl Pause {
    /// A pause from when something was asked for to when it was given.
    ///
    /// # Errors
    /// It was given before it was asked for.
    pub fn new(asked: Timestamp, given: Timestamp) -> Result<Pause, PauseEndsFirst> {
        if given < asked { Err(PauseEndsFirst { asked, given }) } else { Ok(Pause { asked, given }) }
    }

    /// When the term stopped running.
    pub fn asked(self) -> Timestamp {
        self.asked
    }

    /// When it went on.
    pub fn given(self) -> Timestamp {
        self.given
    }
}

/// A term and when it started. A resumed term is again one, so that pauses can follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningTerm {
    /// When the term started, or went on.
    pub from: Timestamp,
    /// All that is, or was left, to run since then.
    pub term: Term,
}

impl RunningTerm {
    /// When it ends if nothing pauses it.
    ///
    /// # Errors
    /// See [`Calendar::due`].
    pub fn due(&self, calendar: &Calendar) -> Result<Timestamp, Undecided> {
        calendar.due(self.from, &self.term)
    }

    /// What is left of the term when a pause is asked; none if it was overdue by then.
    ///
    /// The day a pause is asked counts as used, whole.
    ///
    /// # Errors
    /// The question needs a day that is not decided.
    pub fn left(&self, calendar: &Calendar, asked: Timestamp) -> Result<Option<Term>, Undecided> {
        let mut start = self.from;
        let mut phases = self.term.phases().iter().copied();
        while let Some(phase) = phases.next() {
            let end = calendar.end_of(start, phase)?;
            let is_last = phases.len() == 0;
            // Within a term the next phase takes over at the minute; only the last one has the rest of its day.
            let behind = if is_last {
                calendar.is_past(asked, end, phase)?
            } else {
                calendar.is_past(asked, end, Phase::WorkingMinutes(0))?
            };
            if !behind {
                let rest = calendar.rest_of(start, phase, asked)?;
                // A phase used up leaves nothing to wait for, not even the close of a day.
                let rest = Some(rest).filter(|rest| is_last || !is_used_up(*rest));
                return Ok(Term::new(rest.into_iter().chain(phases)).ok());
            }
            start = end;
        }
        Ok(None)
    }

    /// The term after `pause`, going on with what was left.
    ///
    /// A term that was overdue when it paused stays as it was, overdue.
    ///
    /// # Errors
    /// The question needs a day that is not decided.
    pub fn resume_remaining(&self, calendar: &Calendar, pause: Pause) -> Result<RunningTerm, Undecided> {
        let left = self.left(calendar, pause.asked)?;
        Ok(left.map_or_else(|| self.clone(), |term| RunningTerm { from: pause.given, term }))
    }

    /// The term after `pause`, starting anew with `whole`, the term as promised at first.
    ///
    /// A term that was overdue when it paused stays as it was, overdue.
    ///
    /// # Errors
    /// The question needs a day that is not decided.
    pub fn resume_anew(
        &self,
        calendar: &Calendar,
        pause: Pause,
        whole: &Term,
    ) -> Result<RunningTerm, Undecided> {
        let left = self.left(calendar, pause.asked)?;
        Ok(left.map_or_else(|| self.clone(), |_| RunningTerm { from: pause.given, term: whole.clone() }))
    }
}

fn is_used_up(phase: Phase) -> bool {
    matches!(phase, Phase::WorkingHalfDays(0) | Phase::CalendarDays(0) | Phase::WorkingMinutes(0))
}

impl Calendar {
    /// What is left of a phase that started at `start` when a pause is asked, before the phase ends.
    fn rest_of(&self, start: Timestamp, phase: Phase, asked: Timestamp) -> Result<Phase, Undecided> {
        Ok(match phase {
            Phase::WorkingHalfDays(halves) => {
                let days = self.worked_days_since(start, asked)?;
                Phase::WorkingHalfDays(halves.saturating_sub(days.saturating_mul(2)))
            }
            Phase::CalendarDays(days) => {
                let gone = self.place(asked)?.day.saturating_sub(self.day_zero(start)?);
                Phase::CalendarDays(days.saturating_sub(count(gone)))
            }
            Phase::WorkingMinutes(minutes) => {
                // A pause asked before the term starts uses up nothing.
                let ran = self.working_minutes_between(start, asked)?.max(0);
                Phase::WorkingMinutes(minutes.saturating_sub(count(ran)))
            }
        })
    }

    /// Working days after day 0 of `start`, up to and including the day of `asked`.
    fn worked_days_since(&self, start: Timestamp, asked: Timestamp) -> Result<u32, Undecided> {
        let zero = self.day(self.day_zero(start)?)?.days_through();
        Ok(self.day(self.place(asked)?.day)?.days_through().saturating_sub(zero))
    }
}

/// A count as terms hold it; more than fits is more than any term has.
fn count<N: TryInto<u32>>(n: N) -> u32 {
    n.try_into().unwrap_or(u32::MAX)
}
