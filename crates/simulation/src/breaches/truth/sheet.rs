//! What a clerk would note on the cover of a dossier: the few facts that several writers ask for.

use super::Seen;
use jiff::Timestamp;
use lienthong_calendar::Calendar;
use lienthong_catalogue::View;
use lienthong_dossier::{Event, Participant, Purpose};
use lienthong_names::{AgencyId, ConsultationId, LegId, ProcedureCode};
use std::collections::BTreeMap;

/// A leg that was sent.
#[derive(Debug)]
pub(super) struct Leg {
    pub(super) to: AgencyId,
    pub(super) purpose: Purpose,
    /// When the sender says that it was sent.
    pub(super) said: Timestamp,
    /// When that counts as done.
    pub(super) sent: Timestamp,
}

/// The cover.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) procedure: Option<ProcedureCode>,
    /// When who registered it says that it happened.
    pub(super) registered: Option<Timestamp>,
    pub(super) desk: Option<AgencyId>,
    /// Version of the process by which it is worked.
    pub(super) process: Option<u32>,
    /// When the clock says that it is due.
    pub(super) due: Option<Timestamp>,
    /// The clock stands still.
    pub(super) still: bool,
    /// It was said that it is overdue.
    pub(super) overdue: bool,
    /// The new day, where one was given.
    pub(super) new_day: Option<Timestamp>,
    pub(super) legs: BTreeMap<LegId, Leg>,
    /// When the last ask of a participant was made, as the chair says.
    pub(super) asks: BTreeMap<(ConsultationId, Participant), Timestamp>,
    /// Of the legs, those that ask for opinions.
    pub(super) ask_legs: Vec<LegId>,
}

impl Sheet {
    pub(super) fn take(&mut self, seen: &Seen<'_>, event: &Event) {
        match event {
            Event::DossierRegistered { procedure, .. } => {
                self.procedure = Some(procedure.clone());
                self.registered.get_or_insert(seen.act.occurred_at);
            }
            Event::DossierReceived { desk, appointment, process_version, .. } => {
                self.desk = Some(desk.clone());
                self.due = *appointment;
                self.process = *process_version;
            }
            Event::DossierAdopted { desk, appointment, .. } => {
                self.desk = Some(desk.clone());
                self.due = *appointment;
            }
            Event::ClockResumed { due: Some(due), .. } | Event::DossierReopened { due: Some(due), .. } => {
                self.due = Some(*due);
            }
            Event::Reappointed { until, .. } => {
                self.new_day.get_or_insert(*until);
            }
            Event::LegSent { leg, to, purpose, .. } => {
                let (said, sent) = (seen.act.occurred_at, seen.effective_at);
                self.legs.insert(leg.clone(), Leg { to: to.clone(), purpose: *purpose, said, sent });
            }
            Event::OpinionRequested { consultation, leg, to, .. } => {
                self.asks.insert((consultation.clone(), to.clone()), seen.act.occurred_at);
                self.ask_legs.push(leg.clone());
            }
            _ => {}
        }
    }

    /// Whether its clock runs after an event: known once everybody has looked at the event.
    pub(super) fn wind(&mut self, event: &Event) {
        match event {
            Event::ClockPaused { .. } => self.still = true,
            Event::ClockResumed { .. } => self.still = false,
            Event::DossierOverdue { .. } => self.overdue = true,
            _ => {}
        }
    }

    /// Whether an agency is the desk that took it in, or stands in its place.
    pub(super) fn is_desk(&self, agency: &AgencyId, known: View<'_>, at: Timestamp) -> bool {
        self.desk.as_ref().is_some_and(|desk| desk == agency || known.acting(desk, at) == agency)
    }

    /// The calendar of the desk.
    pub(super) fn calendar<'a>(&self, known: View<'a>) -> Option<&'a Calendar> {
        known.calendar(self.desk.as_ref()?).map(|calendar| &**calendar)
    }
}
