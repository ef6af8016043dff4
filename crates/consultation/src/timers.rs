//! Which clocks of consultations run, and when each runs out. Pure: every due instant stands in an event.

use lienthong_dossier::{Dossier, TimedClock, Timer, TimerCause};

/// The clocks that run now, each until it is recorded that it ran out.
pub(crate) fn timers(dossier: &Dossier) -> Vec<Timer> {
    let timer = |running: lienthong_dossier::Running<'_>| Timer {
        due: running.due,
        cause: TimerCause::OpinionLapsed,
        clock: TimedClock::Leg(running.request.leg.clone()),
    };
    dossier.running_asks().map(timer).collect()
}
