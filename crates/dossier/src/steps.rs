//! Steps of a dossier's process: begun, and done; and how the clock of one stands still and goes on.
//!
//! Belongs here: what of them stands in the state. Does not: which may follow which (`catalogue`), who may do them (`routing`).

use crate::clock::Resumed;
use crate::event::Event;
use crate::evolve::Fact;
use crate::state::Dossier;
use jiff::Timestamp;
use lienthong_names::{AgencyId, OfficerId, StepName};

/// A step begun and not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenStep {
    /// Which.
    pub step: StepName,
    /// Whose.
    pub agency: AgencyId,
    /// Since when.
    pub since: Timestamp,
    /// By when, where the process gives it a term: as it began, or as it last went on.
    pub due: Option<Timestamp>,
    /// How it went on after its clock last stood still; `None`: it runs as it began.
    pub resumed: Option<Resumed>,
    /// Since when its clock stands still; `None`: it runs, if it has one.
    pub stands_since: Option<Timestamp>,
    /// The due instant at which it was recorded as not done in time.
    pub overdue: Option<Timestamp>,
}

/// A step done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoneStep {
    /// Which.
    pub step: StepName,
    /// Whose.
    pub agency: AgencyId,
    /// Who did it.
    pub officer: OfficerId,
}

impl Dossier {
    /// Whether the clocks of an agency's steps stand still: while the dossier's does, for its custodian (but not for the agency of a
    /// leg outside the dossier's term, which works on it just then); for another agency, while it has neither a leg nor an ask for an
    /// opinion to work on (a leg has a clock of its own, which no pause stops); and once the dossier has ended.
    #[must_use]
    pub fn steps_stand_still(&self, agency: &AgencyId) -> bool {
        if self.has_ended() {
            true
        } else if self.custodian() == Some(agency) {
            let works = self.clock.pause.is_none() && self.open_outside().any(|(_, leg)| leg.to == *agency);
            self.is_paused() && !works
        } else {
            !self.open_legs().any(|(_, leg)| leg.to == *agency)
                && !self.open_requests().any(|(asked, _)| asked.agency == *agency)
        }
    }

    /// The officer who has an agency's part in hand, where one is named.
    #[must_use]
    pub fn officer_of(&self, agency: &AgencyId) -> Option<&OfficerId> {
        let custody = self.custody.as_ref().filter(|custody| custody.agency == *agency);
        let leg =
            || self.open_legs().find(|(_, leg)| leg.to == *agency).and_then(|(_, leg)| leg.officer.as_ref());
        custody.map_or_else(leg, |custody| custody.officer.as_ref())
    }
}

pub(crate) fn evolve(dossier: &mut Dossier, fact: Fact<'_>) {
    match fact.event {
        // One that is open does not begin again.
        Event::StepStarted { step, due } if place(dossier, fact.agency, step).is_none() => {
            dossier.steps_open.push(OpenStep {
                step: step.clone(),
                agency: fact.agency.clone(),
                since: fact.at,
                due: *due,
                resumed: None,
                stands_since: None,
                overdue: None,
            });
        }
        Event::StepCompleted { step, .. } => {
            let named = || dossier.steps_open.iter().position(|open| open.step == *step);
            if let Some(place) = place(dossier, fact.agency, step).or_else(named) {
                dossier.steps_open.remove(place);
            }
            dossier.steps_done.push(DoneStep {
                step: step.clone(),
                agency: fact.agency.clone(),
                officer: fact.officer.clone(),
            });
        }
        Event::StepOverdue { step, agency, due, .. } => {
            if let Some(open) = open(dossier, agency, step) {
                open.overdue = Some(*due);
            }
        }
        Event::StepResumed { step, agency, from, term, due } => {
            if let Some(open) = open(dossier, agency, step) {
                open.stands_since = None;
                open.due = Some(*due);
                open.resumed = term.clone().map(|term| Resumed { from: *from, term, due: *due });
            }
        }
        _ => {}
    }
}

/// Clocks of steps that stand still from now on, after whatever made them: each goes on by an event of its own.
pub(crate) fn stand_still(dossier: &mut Dossier, at: Timestamp) {
    let runs = |open: &OpenStep| open.due.is_some() && open.stands_since.is_none();
    let stops: Vec<usize> = (0..)
        .zip(&dossier.steps_open)
        .filter(|(_, open)| runs(open) && dossier.steps_stand_still(&open.agency))
        .map(|(place, _)| place)
        .collect();
    for place in stops {
        if let Some(open) = dossier.steps_open.get_mut(place) {
            open.stands_since = Some(at);
        }
    }
}

fn open<'a>(dossier: &'a mut Dossier, agency: &AgencyId, step: &StepName) -> Option<&'a mut OpenStep> {
    let place = place(dossier, agency, step)?;
    dossier.steps_open.get_mut(place)
}

fn place(dossier: &Dossier, agency: &AgencyId, step: &StepName) -> Option<usize> {
    dossier.steps_open.iter().position(|open| open.agency == *agency && open.step == *step)
}
