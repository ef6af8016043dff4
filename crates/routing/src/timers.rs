//! Which clocks of a dossier run, and when each runs out. Pure: every due instant stands in an event, or, where an agency ceases, in
//! the catalogue.
//!
//! Belongs here: the clocks of routing. Does not: what the running out of one leads to (`decide::timer`), the clocks of opinions
//! (`consultation`).

use lienthong_catalogue::{Succession, View};
use lienthong_dossier::{Dossier, Leg, LegState, OpenStep, TimedClock, Timer, TimerCause};
use lienthong_names::LegId;
use lienthong_service::successions;

/// The clocks that run now, each until it is recorded that it ran out.
pub(crate) fn timers(dossier: &Dossier, catalogue: View<'_>) -> Vec<Timer> {
    let mut timers: Vec<Timer> = succession(dossier, catalogue).collect();
    if !dossier.has_ended() {
        timers.extend(dossier.steps_open.iter().filter_map(of_step));
        timers.extend(dossier.open_legs().flat_map(|(id, leg)| of_leg(id, leg)));
        timers.extend(own(dossier));
        timers.extend(papers(dossier));
    }
    timers
}

/// An agency from which something is still to come ceases, and another one takes its place; also where the result only waits to
/// be collected.
fn succession<'a>(dossier: &'a Dossier, catalogue: View<'a>) -> impl Iterator<Item = Timer> {
    let timer = |said: &Succession| Timer {
        due: said.from,
        cause: TimerCause::AgencySucceeded,
        clock: TimedClock::Agency(said.predecessor.clone()),
    };
    successions(dossier, catalogue).map(timer)
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
