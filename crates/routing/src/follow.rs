//! What follows for clocks that stood still from what was decided: an event for each that goes on, so that every due instant
//! stands in one (R17).
//!
//! Belongs here: which clocks of steps go on after an act, whatever the act. Does not: the dossier's own clock, which goes on where
//! its command says so (`clock`).

use crate::case::Case;
use crate::{clock, version};
use lienthong_dossier::{Check, Dossier, Event, Fact, evolve};

/// What was decided, and behind it what follows from that.
///
/// # Errors
/// `LT0258` where a day that is needed was never decided.
pub(crate) fn complete(case: &Case<'_>, mut decided: Vec<Event>) -> Check<Vec<Event>> {
    if case.dossier.steps_open.iter().any(|open| open.stands_since.is_some()) {
        let after = after(case, &decided);
        decided.extend(steps(case, &after)?);
    }
    Ok(decided)
}

/// Steps whose clocks stood still and need not any more.
fn steps(case: &Case<'_>, after: &Dossier) -> Check<Vec<Event>> {
    let process = version::process_of(case);
    let goes_on = after.steps_open.iter().filter(|open| !after.steps_stand_still(&open.agency));
    let mut resumed = Vec::new();
    for open in goes_on {
        let (Some(since), Some(due)) = (open.stands_since, open.due) else { continue };
        let published =
            process.and_then(|process| process.step(&open.step)).and_then(|step| step.term.as_ref());
        let went_on = clock::resume_step(case, open, (since, due), published)?;
        resumed.push(Event::StepResumed {
            step: open.step.clone(),
            agency: open.agency.clone(),
            from: went_on.from,
            term: Some(went_on.term),
            due: went_on.due,
        });
    }
    Ok(resumed)
}

/// The dossier after these events.
fn after(case: &Case<'_>, events: &[Event]) -> Dossier {
    let fold = |dossier, event| {
        // The revision only says which record an entry stands in, which no clock looks at.
        let fact =
            Fact { at: case.now(), agency: case.agency(), officer: &case.act.officer, revision: 0, event };
        evolve(dossier, fact)
    };
    events.iter().fold(case.dossier.clone(), fold)
}
