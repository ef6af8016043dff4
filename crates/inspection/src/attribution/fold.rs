//! A dossier's records, folded for what is to be explained: where its clock started, when it stood still, how it ended, and which record
//! says what.

use super::Held;
use super::clock::{Act, Cite, End, HowEnded, PauseEnd, Standstill, Start, StartedBy, WentOn, WentOnHow};
use super::turns::turns_at;
use crate::told::Told;
use jiff::Timestamp;
use lienthong_calendar::{Calendar, Undecided};
use lienthong_catalogue::{Catalogue, KeyUse, Resume};
use lienthong_dossier::{Dossier, Ending, Event, PauseCause, Way};
use lienthong_names::{AgencyId, DossierCode};
use lienthong_protocol::{Decision, Event as Recorded};
use std::collections::BTreeMap;

/// What the records add up to.
#[derive(Debug, Default)]
pub(super) struct Folded {
    dossier: Dossier,
    /// As it stood when it ended: a desk that was succeeded afterwards changes no minute.
    ended: Option<Dossier>,
    pub(super) way: Way,
    pub(super) start: Option<Start>,
    pub(super) pauses: Vec<Standstill>,
    /// Why the clock stands still, each reason since it stopped.
    reasons: Vec<PauseCause>,
    pub(super) due_by: Option<Act>,
    pub(super) end: Option<End>,
    /// Working minutes that its decision says it was late.
    pub(super) decided: Option<u64>,
    /// How much of the catalogue its end was decided on.
    pub(super) known: Option<u64>,
    /// The records that may have changed who holds it, by instant.
    turns: BTreeMap<Timestamp, Vec<Cite>>,
    /// Times between an end and a reopening.
    gaps: Vec<(Timestamp, Timestamp)>,
}

impl Folded {
    pub(super) fn of(records: &[Told<'_>], catalogue: &Catalogue) -> Self {
        let mut folded = Self::default();
        for told in records {
            let Decision::Admitted(events) = told.decision else { continue };
            for event in events {
                if let Recorded::Dossier(event) = event {
                    folded.take(told, catalogue, event);
                }
            }
            if folded.end.is_some() && folded.ended.is_none() {
                folded.ended = Some(folded.dossier.clone());
                folded.known = Some(told.catalogue_position);
            }
        }
        folded
    }

    pub(super) fn code(&self, records: &[Told<'_>]) -> Option<DossierCode> {
        records.first()?.place.stream.dossier_code()
    }

    /// As it stands, or stood when it ended.
    pub(super) fn at_end(&self) -> &Dossier {
        self.ended.as_ref().unwrap_or(&self.dossier)
    }

    fn take(&mut self, told: &Told<'_>, catalogue: &Catalogue, event: &Event) {
        let act = &told.command.act;
        let record = Cite { origin: told.place.origin.clone(), sequence: told.place.sequence };
        let by = Act { agency: act.agency.clone(), officer: act.officer.clone(), record };
        let fact = told.fact(event);
        self.way.take(fact);
        self.dossier.take(fact);
        let turn = turns_at(event, told.effective_at, |cause| self.stood_still(cause));
        if let Some(at) = turn {
            let turns = self.turns.entry(at).or_default();
            if !turns.contains(&by.record) {
                turns.push(by.record.clone());
            }
        }
        match event {
            Event::DossierReceived { desk, custodian, clock_from, .. } => {
                let why = started_by(told, catalogue, *clock_from);
                self.begin(told, by, (*clock_from, why), desk, custodian);
            }
            Event::DossierAdopted { desk, custodian, clock_from, .. } => {
                self.begin(told, by, (*clock_from, StartedBy::Adopted), desk, custodian);
            }
            Event::ClockPaused { cause, since, until } => {
                self.reasons.push(*cause);
                let pause = Standstill { cause: *cause, since: *since, said_until: *until, by, ended: None };
                self.pauses.push(pause);
            }
            Event::PauseEnded { cause } => self.pause_ends(*cause, told.effective_at, by, None),
            Event::ClockResumed { cause, from, term, due } => {
                let ran_out = term.is_none() && due.is_some();
                let how = self.went_on(*cause, (*from, ran_out), catalogue);
                let then = WentOn { how, term: term.clone(), due: *due };
                if due.is_some() {
                    self.due_by = Some(by.clone());
                }
                self.pause_ends(*cause, turn.unwrap_or(*from), by, Some(then));
                self.reasons.clear();
            }
            Event::DossierResolved { outcome, lateness, .. } => {
                self.decided = lateness.as_ref().map(|lateness| lateness.late);
                self.end = Some(End { how: HowEnded::Resolved(*outcome), at: told.effective_at, by });
            }
            Event::DossierStopped { .. } => self.ends(Ending::Stopped, told, by),
            Event::DossierWithdrawn {} => self.ends(Ending::Withdrawn, told, by),
            Event::ReceptionAnnulled { .. } => self.ends(Ending::Annulled, told, by),
            Event::DossierReopened { from, due, .. } => {
                if let Some(end) = self.end.take() {
                    self.gaps.push((end.at, *from));
                }
                (self.ended, self.known, self.decided) = (None, None, None);
                if due.is_some() {
                    self.due_by = Some(by);
                }
            }
            _ => {}
        }
    }

    fn begin(
        &mut self,
        told: &Told<'_>,
        by: Act,
        (at, why): (Timestamp, StartedBy),
        desk: &AgencyId,
        custodian: &AgencyId,
    ) {
        self.due_by = Some(by.clone());
        self.start = Some(Start {
            at,
            why,
            occurred_at: told.command.act.occurred_at,
            recorded_at: told.recorded_at,
            desk: desk.clone(),
            custodian: custodian.clone(),
            by,
            position: told.catalogue_position,
        });
    }

    fn ends(&mut self, how: Ending, told: &Told<'_>, by: Act) {
        self.end = Some(End { how: HowEnded::Ended(how), at: told.effective_at, by });
    }

    /// Since when it stands still for a reason.
    fn stood_still(&self, cause: PauseCause) -> Option<Timestamp> {
        let mut open = self.pauses.iter().rev();
        open.find(|pause| pause.cause == cause && pause.ended.is_none()).map(|pause| pause.since)
    }

    fn pause_ends(&mut self, cause: PauseCause, at: Timestamp, by: Act, then: Option<WentOn>) {
        let open = self.pauses.iter_mut().rfind(|pause| pause.cause == cause && pause.ended.is_none());
        if let Some(pause) = open {
            pause.ended = Some(PauseEnd { at, by, then });
        }
    }

    /// How the clock went on: as the version of the procedure says of the reasons for which it stood still; one that was overdue by then
    /// stays as it was: nothing of its term is left, or, by version 1 of routing's rules, the start is the one that it had.
    fn went_on(
        &self,
        cause: PauseCause,
        (from, ran_out): (Timestamp, bool),
        catalogue: &Catalogue,
    ) -> WentOnHow {
        let stood = self.pauses.iter().rev().take(self.reasons.len()).map(|pause| pause.since).min();
        if ran_out || stood.is_some_and(|since| from < since) {
            return WentOnHow::Overdue;
        }
        let policy = (|| {
            let (registration, reception) =
                (self.dossier.registration.as_ref()?, self.dossier.reception.as_ref()?);
            let version = reception.procedure_version;
            Some(&catalogue.now().procedure_version(&registration.procedure, version)?.pauses)
        })();
        let anew = |cause: &PauseCause| match cause {
            PauseCause::Supplement | PauseCause::Revision => {
                policy.is_some_and(|policy| policy.after_supplement == Resume::Anew)
            }
            PauseCause::FinancialObligation | PauseCause::Suspension => {
                policy.is_some_and(|policy| policy.after_other == Resume::Anew)
            }
            PauseCause::OutsideLeg => false,
        };
        if self.reasons.iter().chain([&cause]).any(anew) { WentOnHow::Anew } else { WentOnHow::Remaining }
    }

    /// Who held it when, with the records by which it came there.
    pub(super) fn held(&self, calendar: &Calendar, now: Timestamp) -> Result<Vec<Held>, Undecided> {
        let held = |stretch: lienthong_dossier::Stretch| {
            let minutes = worked(calendar, stretch.from, stretch.to)?;
            let records = self.turns.get(&stretch.from).cloned().unwrap_or_default();
            Ok(Held { stretch, minutes, records })
        };
        self.way.stretches(now).into_iter().map(held).collect()
    }

    /// Working minutes from one instant to another, but for times between an end and a reopening.
    pub(super) fn elapsed(
        &self,
        calendar: &Calendar,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<u64, Undecided> {
        let mut elapsed = worked(calendar, from, to)?;
        for (ended, reopened) in &self.gaps {
            elapsed = elapsed.saturating_sub(worked(calendar, *ended, *reopened)?);
        }
        Ok(elapsed)
    }
}

fn worked(calendar: &Calendar, from: Timestamp, to: Timestamp) -> Result<u64, Undecided> {
    if to <= from {
        return Ok(0);
    }
    Ok(u64::try_from(calendar.working_minutes_between(from, to)?).unwrap_or(0))
}

fn started_by(told: &Told<'_>, catalogue: &Catalogue, from: Timestamp) -> StartedBy {
    let (occurred, recorded) = (told.command.act.occurred_at, told.recorded_at);
    let key = catalogue.now().key_ever(told.key);
    if key.is_some_and(|key| matches!(key.usage, KeyUse::Historian { .. })) {
        StartedBy::History
    } else if from == occurred && occurred == recorded {
        StartedBy::AtOnce
    } else if from == occurred && occurred < recorded {
        StartedBy::Occurred
    } else if from == recorded {
        StartedBy::Recorded
    } else {
        StartedBy::Said
    }
}
