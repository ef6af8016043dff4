//! What is kept of every dossier while its records go by, for who asks what is ahead of it.

use super::refusals::Said;
use crate::told::Told;
use jiff::Timestamp;
use lienthong_calendar::{Calendar, Undecided};
use lienthong_catalogue::{Catalogue, KeyUse};
use lienthong_dossier::{Dossier, Event, Holder, Way};
use lienthong_names::{AgencyId, DossierCode, OfficerId};
use lienthong_protocol::{Body, Decision, Event as Recorded};
use std::collections::BTreeMap;

/// A dossier, as far as it has come.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept {
    pub(crate) state: Dossier,
    pub(crate) way: Way,
    /// What was refused and sent back in it, and what was decided of that, in order.
    pub(crate) said: Vec<Said>,
    /// Its decision is history, entered under a historian's key: no rule looks at it.
    pub(crate) is_history: bool,
}

/// Who has a dossier in hand, and since when without a break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Who.
    pub holder: Holder,
    /// Since when.
    pub since: Timestamp,
    /// Working minutes since then, on the calendar of the desk that received it.
    pub minutes: u64,
    /// Who answers for it meanwhile.
    pub custodian: AgencyId,
    /// The officer who has the agency's part in hand, where one is named.
    pub officer: Option<OfficerId>,
}

impl Holding {
    /// The agency in whose hands it is: of what the citizen or the post has, the one that answers for it.
    #[must_use]
    pub const fn agency(&self) -> &AgencyId {
        match &self.holder {
            Holder::Citizen | Holder::Post => &self.custodian,
            Holder::Leg { agency, .. } | Holder::Custodian { agency, .. } => agency,
        }
    }

    /// By whom it is listed: the agency, then its officer.
    pub(super) fn by(&self) -> (AgencyId, Option<OfficerId>) {
        (self.agency().clone(), self.officer.clone())
    }
}

/// Everything that questions ahead of time are answered from: the catalogue, and each dossier as far as it has come.
#[derive(Debug, Default)]
pub struct Book {
    until: Option<Timestamp>,
    last: Option<Timestamp>,
    catalogue: Catalogue,
    pub(super) dossiers: BTreeMap<DossierCode, Kept>,
}

impl Book {
    /// Of what had happened by an instant, or of everything. What comes later has not happened yet, and is passed over.
    #[must_use]
    pub fn new(until: Option<Timestamp>) -> Self {
        Self { until, ..Self::default() }
    }

    /// Takes the next record in: the catalogue's before those of dossiers, each ledger's in order.
    pub fn take(&mut self, told: &Told<'_>) {
        let of_catalogue = told.place.origin.is_catalogue();
        // What is published counts from when it is known, an act from when it counts as done.
        let at = if of_catalogue { told.recorded_at } else { told.effective_at };
        if self.until.is_some_and(|until| until < at) {
            return;
        }
        self.last = self.last.max(Some(told.recorded_at));
        if let Decision::Admitted(events) = told.decision {
            for event in events {
                match event {
                    Recorded::Catalogue(entry) => self.catalogue.evolve(told.place.sequence, entry),
                    Recorded::Dossier(event) => self.of_dossier(told, event),
                    Recorded::Books(_) | Recorded::Supervision(_) => {}
                }
            }
        }
        if of_catalogue {
            self.catalogue.pass(told.place.sequence);
        }
    }

    fn of_dossier(&mut self, told: &Told<'_>, event: &Event) {
        let Body::Dossier { code, .. } = &told.command.body else { return };
        let kept = self.dossiers.entry(code.clone()).or_default();
        if matches!(event, Event::DossierResolved { .. }) {
            let key = self.catalogue.now().key_ever(told.key);
            kept.is_history = key.is_some_and(|key| matches!(key.usage, KeyUse::Historian { .. }));
        }
        kept.take(told, event);
    }

    /// What is published, as far as it was taken in.
    #[must_use]
    pub const fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// When the last record of those that were taken in was recorded; `None`: there was none.
    #[must_use]
    pub const fn last(&self) -> Option<Timestamp> {
        self.last
    }

    /// Dossiers that were taken in and have not ended; what a source says of the past is not among them.
    pub(super) fn open(&self) -> impl Iterator<Item = (&DossierCode, &Kept)> {
        self.dossiers.iter().filter(|(_, kept)| kept.state.is_open() && kept.state.history.is_none())
    }

    /// The calendar by which an agency works.
    pub(super) fn calendar(&self, agency: &AgencyId) -> Option<&Calendar> {
        self.catalogue.now().calendar(agency).map(|calendar| &**calendar)
    }

    /// The calendar by which a dossier's minutes are counted: that of the desk that received it.
    pub(super) fn calendar_of(&self, kept: &Kept) -> Option<&Calendar> {
        self.calendar(&kept.state.reception.as_ref()?.desk)
    }
}

impl Kept {
    /// Takes the next event in.
    pub(crate) fn take(&mut self, told: &Told<'_>, event: &Event) {
        let fact = told.fact(event);
        self.said.extend(Said::of(&self.state, told, event));
        self.way.take(fact);
        self.state.take(fact);
    }

    /// Who has it in hand at an instant.
    pub(crate) fn holding(&self, calendar: &Calendar, now: Timestamp) -> Result<Option<Holding>, Undecided> {
        let Some(custodian) = self.state.custodian().cloned() else { return Ok(None) };
        let (holder, since, minutes) = match self.way.stretches(now).pop() {
            Some(last) => (last.holder, last.from, worked(calendar, last.from, last.to)?),
            // Its clock starts only now.
            None => {
                let officer = self.state.officer_of(&custodian).cloned();
                (Holder::Custodian { agency: custodian.clone(), officer }, now, 0)
            }
        };
        let mut holding = Holding { holder, since, minutes, custodian, officer: None };
        holding.officer = match &holding.holder {
            Holder::Citizen | Holder::Post => None,
            Holder::Leg { agency, .. } => self.state.officer_of(agency).cloned(),
            Holder::Custodian { officer, .. } => officer.clone(),
        };
        Ok(Some(holding))
    }
}

/// Working minutes from one instant to a later one; none where it is not later.
pub(crate) fn worked(calendar: &Calendar, from: Timestamp, to: Timestamp) -> Result<u64, Undecided> {
    if to <= from {
        return Ok(0);
    }
    Ok(u64::try_from(calendar.working_minutes_between(from, to)?).unwrap_or(0))
}
