//! Transfers by both their ends: who sent says so, and who was to receive does, or does not.

use crate::told::{Place, Told};
use jiff::Timestamp;
use lienthong_dossier::Event;
use lienthong_names::{AgencyId, DossierCode, LegId};
use std::collections::BTreeMap;

/// A leg that was sent, and of which the other end says nothing yet.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) from: AgencyId,
    pub(super) to: AgencyId,
    pub(super) place: Place,
    pub(super) at: Timestamp,
    pub(super) due: Option<Timestamp>,
}

/// A leg of which both ends are there.
#[derive(Debug, Clone)]
pub(super) struct Met {
    pub(super) to: AgencyId,
    pub(super) at: Timestamp,
    /// It is told by the number of a paper alone: a secret matter.
    pub(super) by_paper: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Transfers {
    waiting: BTreeMap<(DossierCode, LegId), Sent>,
    pub(super) met: Vec<Met>,
}

impl Transfers {
    /// Takes one event of a dossier in.
    pub(super) fn take(&mut self, told: &Told<'_>, dossier: &DossierCode, event: &Event) {
        let place = || told.place.clone();
        match event {
            Event::LegSent { leg, from, to, due, .. } => {
                let sent = Sent {
                    from: from.clone(),
                    to: to.clone(),
                    place: place(),
                    at: told.effective_at,
                    due: *due,
                };
                self.waiting.insert((dossier.clone(), leg.clone()), sent);
            }
            Event::OpinionRequested { leg, to, due, .. } => {
                let from = told.command.act.agency.clone();
                let to = to.agency.clone();
                // A unit of one's own is asked within the house.
                if from != to {
                    let sent = Sent { from, to, place: place(), at: told.effective_at, due: *due };
                    self.waiting.insert((dossier.clone(), leg.clone()), sent);
                }
            }
            Event::LegArrived { leg }
            | Event::LegRead { leg }
            | Event::LegAccepted { leg }
            | Event::LegRefused { leg, .. }
            | Event::LegAssigned { leg, .. }
            | Event::LegSentBack { leg, .. }
            | Event::LegAnswered { leg, .. }
            | Event::OpinionAmended { leg, .. }
            | Event::OpinionDeclined { leg, .. } => self.meet(dossier, leg, false),
            Event::OpinionGiven { leg, secret, .. } => self.meet(dossier, leg, secret.is_some()),
            // It was taken back before the other end had to say anything.
            Event::LegRecalled { leg, .. } | Event::OpinionRequestRevoked { leg, .. } => {
                self.waiting.remove(&(dossier.clone(), leg.clone()));
            }
            _ => {}
        }
    }

    fn meet(&mut self, dossier: &DossierCode, leg: &LegId, by_paper: bool) {
        if let Some(sent) = self.waiting.remove(&(dossier.clone(), leg.clone())) {
            self.met.push(Met { to: sent.to, at: sent.at, by_paper });
        }
    }

    /// Those of which the other end said nothing by the time at which it had to. What has no time is not told yet.
    pub(super) fn one_ended(&self, now: Timestamp) -> impl Iterator<Item = (&DossierCode, &Sent)> {
        let run_out = move |sent: &&Sent| sent.due.is_some_and(|due| due < now);
        self.waiting.iter().map(|((dossier, _), sent)| (dossier, sent)).filter(move |(_, sent)| run_out(sent))
    }
}
