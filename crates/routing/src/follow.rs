//! What follows from what was decided, whatever it was: that a leg was opened by working on it; and for clocks an event for each that
//! stops or goes on, so that every due instant stands in one (R17).
//!
//! Belongs here: legs that are opened without a word; that the dossier's clock stands still while legs outside its term are out;
//! which legs go out after another is answered; which clocks of steps go on after an act, whatever the act; how late a decision comes. Does not: the pauses of the work, which begin and end with commands
//! of their own (`decide`).

use crate::case::Case;
use crate::decide::transfer;
use crate::{clock, lateness, version};
use lienthong_dossier::{Check, Dossier, Event, Fact, LegState, PauseCause, capacity, evolve};
use lienthong_names::LegId;

/// What was decided, and what follows from that.
///
/// # Errors
/// `LT0258` where a day that is needed was never decided.
pub(crate) fn complete(case: &Case<'_>, decided: Vec<Event>) -> Check<Vec<Event>> {
    let mut decided = with_opened(case, decided);
    if !something_follows(case.dossier, &decided) {
        decided.iter_mut().for_each(|event| measure(case, case.dossier, event));
        return Ok(decided);
    }
    let mut told = Told { case, dossier: case.dossier.clone(), events: Vec::new() };
    for mut event in decided {
        // A decision is measured by the clock as it would have gone on.
        if matches!(event, Event::DossierResolved { .. }) && told.dossier.clock.outside.is_some() {
            told.come_back()?;
        }
        measure(case, &told.dossier, &mut event);
        told.push(event);
    }
    told.legs_in_order();
    let is_out = told.dossier.open_outside().next().is_some();
    match told.dossier.clock.outside {
        None if is_out => told.go_out(),
        Some(_) if !is_out => told.come_back()?,
        _ => {}
    }
    told.steps()?;
    Ok(told.events)
}

/// A decision says how late it is, and whose lateness that is.
fn measure(case: &Case<'_>, before: &Dossier, event: &mut Event) {
    if let Event::DossierResolved { lateness, .. } = event {
        *lateness = lateness::at(case, before);
    }
}

/// Who works on a leg has opened it, and it cannot be recalled any more. Once it ended nobody could.
fn with_opened(case: &Case<'_>, mut decided: Vec<Event>) -> Vec<Event> {
    let is_end = |event: &Event| {
        matches!(
            event,
            Event::DossierResolved { .. } | Event::DossierStopped { .. } | Event::DossierWithdrawn {}
        )
    };
    if !decided.iter().any(is_end) {
        decided.splice(..0, capacity::opened_by(case.dossier, case.agency(), case.asked));
    }
    decided
}

/// Whether there is a clock, or a leg that waits, that anything could follow for: seldom.
fn something_follows(dossier: &Dossier, decided: &[Event]) -> bool {
    let sent = |event: &Event| matches!(event, Event::LegSent { outside_term: true, .. });
    dossier.steps_open.iter().any(|open| open.stands_since.is_some())
        || dossier.clock.outside.is_some()
        || dossier.open_outside().next().is_some()
        || decided.iter().any(sent)
        || !dossier.planned.is_empty()
}

/// The events so far, and the dossier after them.
struct Told<'a> {
    case: &'a Case<'a>,
    dossier: Dossier,
    events: Vec<Event>,
}

impl Told<'_> {
    fn push(&mut self, event: Event) {
        let act = self.case.act;
        // The revision only says which record an entry stands in, which no clock looks at.
        let fact = Fact {
            at: self.case.now(),
            agency: &act.agency,
            officer: &act.officer,
            revision: 0,
            event: &event,
        };
        self.dossier = evolve(std::mem::take(&mut self.dossier), fact);
        self.events.push(event);
    }

    /// Legs whose turn has come go out.
    fn legs_in_order(&mut self) {
        while self.dossier.is_open() {
            let case = Case { dossier: &self.dossier, ..*self.case };
            let legs = &self.dossier.legs;
            let answered =
                |id: &LegId| legs.get(id).is_some_and(|leg| matches!(leg.state, LegState::Answered { .. }));
            let mut turns = self.dossier.planned.iter().filter(|(_, planned)| answered(&planned.after));
            let Some(events) = turns.find_map(|(id, planned)| transfer::next(&case, id, planned)) else {
                return;
            };
            events.into_iter().for_each(|event| self.push(event));
        }
    }

    /// The first leg outside the term is out.
    fn go_out(&mut self) {
        if let Some(reception) = self.dossier.reception.clone().filter(|_| self.dossier.is_open()) {
            self.push(clock::pause(self.case, &reception, PauseCause::OutsideLeg, None));
        }
    }

    /// The last of them has ended.
    fn come_back(&mut self) -> Check {
        let Some(since) = self.dossier.clock.outside.filter(|_| self.dossier.is_open()) else {
            return Ok(());
        };
        let case = Case { dossier: &self.dossier, ..*self.case };
        let (Some(reception), Some(registration)) = (&self.dossier.reception, &self.dossier.registration)
        else {
            return Ok(());
        };
        let procedure = version::of_dossier(&case, registration)?;
        let resumed = clock::resume(&case, reception, procedure, PauseCause::OutsideLeg, since)?;
        self.push(resumed);
        Ok(())
    }

    /// Steps whose clocks stood still and need not any more.
    fn steps(&mut self) -> Check {
        let process = version::process_of(self.case);
        let goes_on =
            self.dossier.steps_open.iter().filter(|open| !self.dossier.steps_stand_still(&open.agency));
        let mut resumed = Vec::new();
        for open in goes_on {
            let (Some(since), Some(due)) = (open.stands_since, open.due) else { continue };
            let step = process.and_then(|process| process.step(&open.step));
            let term = step.and_then(|step| step.term.as_ref());
            let went_on = clock::resume_step(self.case, open, (since, due), term)?;
            resumed.push(Event::StepResumed {
                step: open.step.clone(),
                agency: open.agency.clone(),
                from: went_on.from,
                term: Some(went_on.term),
                due: went_on.due,
            });
        }
        resumed.into_iter().for_each(|event| self.push(event));
        Ok(())
    }
}
