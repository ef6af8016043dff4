//! At which instant an event may change who holds a dossier: what [`lienthong_dossier::Way`] looks at.

use jiff::Timestamp;
use lienthong_dossier::{Event, PauseCause};

/// The instant; `None`: it changes nothing of that. What stood still for a reason stood still since `stood`.
pub(super) fn turns_at(
    event: &Event,
    at: Timestamp,
    stood: impl Fn(PauseCause) -> Option<Timestamp>,
) -> Option<Timestamp> {
    match event {
        Event::DossierReceived { clock_from, .. } | Event::DossierAdopted { clock_from, .. } => {
            Some(*clock_from)
        }
        Event::ClockPaused { since, .. } => Some(*since),
        // By version 1 of routing's rules what was overdue goes on from where it had started: it was back when that was recorded.
        Event::ClockResumed { cause, from, .. } if stood(*cause).is_some_and(|since| *from < since) => {
            Some(at)
        }
        Event::ClockResumed { from, .. } | Event::DossierReopened { from, .. } => Some(*from),
        Event::OpinionLapsed { due, .. } => Some(*due),
        Event::CustodyMoved { .. }
        | Event::CustodySucceeded { .. }
        | Event::OfficerAssigned { .. }
        | Event::PauseEnded { .. }
        | Event::PostSent { .. }
        | Event::PostArrived { .. }
        | Event::PostFailed { .. }
        | Event::LegSent { .. }
        | Event::OpinionRequested { .. }
        | Event::LegAnswered { .. }
        | Event::LegRefused { .. }
        | Event::LegRecalled { .. }
        | Event::LegSentBack { .. }
        | Event::OpinionGiven { .. }
        | Event::OpinionDeclined { .. }
        | Event::OpinionRequestRevoked { .. }
        | Event::OpinionWaived { .. }
        | Event::StepStarted { .. }
        | Event::StepCompleted { .. } => Some(at),
        _ => None,
    }
}
