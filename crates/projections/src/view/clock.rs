//! How a dossier's clock runs, as it is shown; and the way back.

use super::restore::{Restored, Unrestorable};
use super::words::Word;
use jiff::Timestamp;
use lienthong_calendar::{Phase, Term};
use lienthong_dossier::{Clock, Ended, OpenPause, Resumed, Supplement, Withdrawal};
use serde::{Deserialize, Serialize};

/// The clock beside what reception started.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockView {
    /// The pause of the work, while there is one.
    pub pause: Option<PauseView>,
    /// Since when legs are out whose time lies outside the dossier's term.
    pub outside: Option<Timestamp>,
    /// Since when it stands still, for whichever reason came first.
    pub stands_since: Option<Timestamp>,
    /// Reasons for which it stood still since then and that have ended.
    pub ended: Vec<String>,
    /// How it went on after the last pause.
    pub resumed: Option<ResumedView>,
    /// How often the work was paused.
    pub pauses: u32,
}

/// A pause that has not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseView {
    /// Why.
    pub cause: String,
    /// Since when.
    pub since: Timestamp,
    /// Until when at most.
    pub until: Option<Timestamp>,
}

/// A term that went on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResumedView {
    /// From when.
    pub from: Timestamp,
    /// What of it runs from there, phase by phase.
    pub term: Vec<PhaseView>,
    /// When that ends.
    pub due: Timestamp,
}

/// One stretch of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhaseView {
    /// Working days, counted in halves.
    HalfWorkingDays(u32),
    /// Calendar days.
    CalendarDays(u32),
    /// Minutes of working time.
    WorkingMinutes(u32),
}

/// Papers that were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementView {
    /// Checklist items.
    pub items: Vec<String>,
    /// Whether it is a correction of one that is there.
    pub revision: bool,
    /// Whether the dossier had been received.
    pub after_reception: bool,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// By when.
    pub until: Option<Timestamp>,
    /// When it was brought.
    pub provided_at: Option<Timestamp>,
}

/// The citizen asked to have it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawalView {
    /// When.
    pub asked_at: Timestamp,
    /// When that was refused.
    pub refused_at: Option<Timestamp>,
}

/// It ended without a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedView {
    /// `stopped`, `withdrawn`, `annulled`.
    pub how: String,
    /// When.
    pub at: Timestamp,
}

pub(super) fn show_clock(clock: &Clock) -> ClockView {
    let Clock { pause, outside, stands_since, ended, resumed, pauses } = clock;
    ClockView {
        pause: pause.as_ref().map(|OpenPause { cause, since, until }| PauseView {
            cause: cause.to_string(),
            since: *since,
            until: *until,
        }),
        outside: *outside,
        stands_since: *stands_since,
        ended: ended.iter().map(ToString::to_string).collect(),
        resumed: resumed.as_ref().map(show_resumed),
        pauses: *pauses,
    }
}

pub(super) fn show_resumed(resumed: &Resumed) -> ResumedView {
    let Resumed { from, term, due } = resumed;
    ResumedView { from: *from, term: show_term(term), due: *due }
}

pub(super) fn show_term(term: &Term) -> Vec<PhaseView> {
    term.phases().iter().map(show_phase).collect()
}

fn show_phase(phase: &Phase) -> PhaseView {
    match *phase {
        Phase::WorkingHalfDays(halves) => PhaseView::HalfWorkingDays(halves),
        Phase::CalendarDays(days) => PhaseView::CalendarDays(days),
        Phase::WorkingMinutes(minutes) => PhaseView::WorkingMinutes(minutes),
    }
}

pub(super) fn show_supplement(supplement: &Supplement) -> SupplementView {
    let Supplement { items, revision, after_reception, asked_at, until, provided_at } = supplement;
    SupplementView {
        items: items.iter().map(ToString::to_string).collect(),
        revision: *revision,
        after_reception: *after_reception,
        asked_at: *asked_at,
        until: *until,
        provided_at: *provided_at,
    }
}

pub(super) fn show_withdrawal(withdrawal: &Withdrawal) -> WithdrawalView {
    let Withdrawal { asked_at, refused_at } = withdrawal;
    WithdrawalView { asked_at: *asked_at, refused_at: *refused_at }
}

pub(super) fn show_ended(ended: &Ended) -> EndedView {
    let Ended { how, at } = ended;
    EndedView { how: how.to_string(), at: *at }
}

pub(super) fn restore_clock(view: &ClockView) -> Restored<Clock> {
    let pause = |pause: &PauseView| {
        Ok(OpenPause { cause: Word::read(&pause.cause)?, since: pause.since, until: pause.until })
    };
    Ok(Clock {
        pause: view.pause.as_ref().map(pause).transpose()?,
        outside: view.outside,
        stands_since: view.stands_since,
        ended: view.ended.iter().map(|cause| Word::read(cause)).collect::<Restored<_>>()?,
        resumed: view.resumed.as_ref().map(restore_resumed).transpose()?,
        pauses: view.pauses,
    })
}

pub(super) fn restore_resumed(view: &ResumedView) -> Restored<Resumed> {
    Ok(Resumed { from: view.from, term: restore_term(&view.term)?, due: view.due })
}

pub(super) fn restore_term(phases: &[PhaseView]) -> Restored<Term> {
    let phases = phases.iter().map(|phase| match *phase {
        PhaseView::HalfWorkingDays(halves) => Phase::WorkingHalfDays(halves),
        PhaseView::CalendarDays(days) => Phase::CalendarDays(days),
        PhaseView::WorkingMinutes(minutes) => Phase::WorkingMinutes(minutes),
    });
    Term::new(phases).map_err(|_| Unrestorable { what: "term", text: String::new() })
}

pub(super) fn restore_supplement(view: &SupplementView) -> Supplement {
    Supplement {
        items: view.items.iter().map(|item| item.as_str().into()).collect(),
        revision: view.revision,
        after_reception: view.after_reception,
        asked_at: view.asked_at,
        until: view.until,
        provided_at: view.provided_at,
    }
}

pub(super) fn restore_withdrawal(view: &WithdrawalView) -> Withdrawal {
    Withdrawal { asked_at: view.asked_at, refused_at: view.refused_at }
}

pub(super) fn restore_ended(view: &EndedView) -> Restored<Ended> {
    Ok(Ended { how: Word::read(&view.how)?, at: view.at })
}
