//! Which clocks of consultations run, and when each runs out; and since when a closed one is to be opened. Pure: every instant stands in
//! an event.

use lienthong_dossier::{Dossier, TimedClock, Timer, TimerCause};

/// The clocks that run now, each until it is recorded that it ran out.
pub(crate) fn timers(dossier: &Dossier) -> Vec<Timer> {
    let timer = |running: lienthong_dossier::Running<'_>| Timer {
        due: running.due,
        cause: TimerCause::OpinionLapsed,
        clock: TimedClock::Leg(running.request.leg.clone()),
    };
    // An end stops what is asked, not what was answered: what nobody is waited for is opened all the same.
    let opening = dossier.consultations.iter().filter_map(|(id, consultation)| {
        let clock = TimedClock::Consultation(id.clone());
        Some(Timer { due: consultation.opens_at()?, cause: TimerCause::OpinionsOpened, clock })
    });
    dossier.running_asks().map(timer).chain(opening).collect()
}
