//! Which clocks of a dossier run, and when each runs out. Pure: the state alone says it, since every due instant stands in an
//! event.
//!
//! Belongs here: the clocks of routing. Does not: what the running out of one leads to (`decide::timer`), the clocks of opinions
//! (`consultation`).

use lienthong_dossier::{Dossier, Leg, LegState, OpenStep, TimedClock, Timer, TimerCause};
use lienthong_names::LegId;

/// The clocks that run now, each until it is recorded that it ran out.
pub(crate) fn timers(dossier: &Dossier) -> Vec<Timer> {
    if dossier.has_ended() {
        return Vec::new();
    }
    let legs = dossier.open_legs().flat_map(|(id, leg)| of_leg(id, leg));
    let steps = dossier.steps_open.iter().filter_map(of_step);
    steps.chain(legs).chain(own(dossier)).chain(papers(dossier)).collect()
}

/// It was not decided in time: once for each due instant, and none while the clock stands still.
fn own(dossier: &Dossier) -> Option<Timer> {
    let due = dossier.due().filter(|due| !dossier.is_paused() && dossier.overdue != Some(*due))?;
    dossier.custodian()?;
    Some(Timer { due, cause: TimerCause::DossierOverdue, clock: TimedClock::Dossier })
}

/// Papers that were asked for did not come in time, where a time was said.
fn papers(dossier: &Dossier) -> Option<Timer> {
    let due = dossier.open_supplement()?.until?;
    Some(Timer { due, cause: TimerCause::SupplementLapsed, clock: TimedClock::Papers })
}

/// A step was not done in time: once for each due instant, and none while its clock stands still.
fn of_step(open: &OpenStep) -> Option<Timer> {
    let due = open.due.filter(|due| open.stands_since.is_none() && open.overdue != Some(*due))?;
    let clock = TimedClock::Step { agency: open.agency.clone(), step: open.step.clone() };
    Some(Timer { due, cause: TimerCause::StepOverdue, clock })
}

/// A leg was not answered in time; or not taken, and somebody is told. It has a clock of its own, which no pause of the dossier's
/// stops.
fn of_leg<'a>(id: &'a LegId, leg: &'a Leg) -> impl Iterator<Item = Timer> + use<'a> {
    let timer = |due, cause| Timer { due, cause, clock: TimedClock::Leg(id.clone()) };
    let overdue = leg.due.filter(|_| !leg.overdue).map(|due| timer(due, TimerCause::LegOverdue));
    let untaken = leg.escalates.as_ref().filter(|_| leg.state == LegState::Sent);
    let told = untaken.map(|next| timer(next.due, TimerCause::LegUnacknowledged));
    overdue.into_iter().chain(told)
}
