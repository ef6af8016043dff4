//! From a view back to the state it shows, so that a fold can go on from a row.

use super::words::Word;
use super::{
    CustodyView, DocumentView, DossierView, HistoryView, LegView, ReceptionView, RegistrationView,
    ResolutionView, appraisals, aside, asks, clock, ends, entries, planned, steps,
};
use lienthong_dossier::{
    Channel, Custody, Document, Dossier, Escalates, HistoryClaim, Leg, LegState, Reception, Registration,
    Resolution,
};
use std::str::FromStr;

/// A view that no state can have shown: its row was not written by this release, or was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no {what}")]
pub struct Unrestorable {
    /// What should be there.
    pub what: &'static str,
    /// What is.
    pub text: String,
}

pub(super) type Restored<T> = Result<T, Unrestorable>;

impl DossierView {
    /// The state that the view shows.
    ///
    /// # Errors
    /// [`Unrestorable`].
    pub fn restore(&self) -> Result<Dossier, Unrestorable> {
        let legs = self.legs.iter().map(|leg| Ok((id("leg", &leg.leg)?, self::leg(leg)?)));
        let consultations = self
            .consultations
            .iter()
            .map(|c| Ok((id("consultation", &c.consultation)?, asks::restore_consultation(c)?)));
        Ok(Dossier {
            registration: self.registration.as_ref().map(registration).transpose()?,
            reception: self.reception.as_ref().map(reception).transpose()?,
            refused_at: self.refused_at,
            custody: self.custody.as_ref().map(custody).transpose()?,
            legs: legs.collect::<Restored<_>>()?,
            planned: self.planned.iter().map(planned::restore).collect::<Restored<_>>()?,
            consultations: consultations.collect::<Restored<_>>()?,
            appraisals: self.appraisals.iter().map(appraisals::restore).collect::<Restored<_>>()?,
            steps_open: self.steps_open.iter().map(steps::restore_open).collect::<Restored<_>>()?,
            steps_done: self.steps_done.iter().map(steps::restore_done).collect::<Restored<_>>()?,
            clock: clock::restore_clock(&self.clock)?,
            overdue: self.overdue,
            supplements: self.supplements.iter().map(clock::restore_supplement).collect(),
            proposed: self.proposed.iter().map(|item| item.as_str().into()).collect(),
            withdrawal: self.withdrawal.as_ref().map(clock::restore_withdrawal),
            apologies: self.apologies,
            reappointed: self.reappointed,
            attached: self.attached.iter().map(document).collect::<Restored<_>>()?,
            successions: self.successions.iter().map(aside::restore_succeeded).collect::<Restored<_>>()?,
            competence: aside::restore_competence(&self.competence)?,
            papers: self.papers.iter().map(aside::restore_papers).collect::<Restored<_>>()?,
            rating: self.rating,
            complaints: self.complaints.iter().map(aside::restore_complaint).collect::<Restored<_>>()?,
            erased_at: self.erased_at,
            entries: self.entries.iter().map(entries::restore_entry).collect::<Restored<_>>()?,
            corrections: self.corrections.iter().map(entries::restore_correction).collect::<Restored<_>>()?,
            ended: self.ended.as_ref().map(clock::restore_ended).transpose()?,
            charges: self.charges.iter().map(ends::restore_charge).collect::<Restored<_>>()?,
            results: self.results.iter().map(ends::restore_result).collect::<Restored<_>>()?,
            consignments: self.consignments.iter().map(ends::restore_consignment).collect::<Restored<_>>()?,
            resolution: self.resolution.as_ref().map(resolution).transpose()?,
            returned_at: self.returned_at,
            history: self.history.as_ref().map(history).transpose()?,
            parts: self.parts.iter().map(|agency| id("agency", agency)).collect::<Restored<_>>()?,
        })
    }
}

pub(super) fn id<T: FromStr>(what: &'static str, text: &str) -> Restored<T> {
    text.parse().map_err(|_| Unrestorable { what, text: text.to_owned() })
}

pub(super) fn optional<T: FromStr>(what: &'static str, text: Option<&String>) -> Restored<Option<T>> {
    text.map(|text| id(what, text)).transpose()
}

pub(super) fn digest(text: &str) -> Restored<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes)
        .map_err(|_| Unrestorable { what: "digest", text: text.to_owned() })?;
    Ok(bytes)
}

fn registration(view: &RegistrationView) -> Restored<Registration> {
    Ok(Registration {
        procedure: id("procedure", &view.procedure)?,
        case: optional("case", view.case.as_ref())?,
        channel: Channel::read(&view.channel)?,
        by: id("agency", &view.by)?,
        at: view.at,
        documents: view.documents.iter().map(document).collect::<Restored<_>>()?,
    })
}

pub(super) fn document(view: &DocumentView) -> Restored<Document> {
    Ok(Document {
        id: view.id.as_str().into(),
        name: view.name.as_str().into(),
        sha256: view.sha256.as_deref().map(digest).transpose()?,
        size: view.size,
    })
}

fn reception(view: &ReceptionView) -> Restored<Reception> {
    Ok(Reception {
        desk: id("agency", &view.desk)?,
        received_by: id("agency", &view.received_by)?,
        procedure_version: view.procedure_version,
        competent: id("agency", &view.competent)?,
        channel: Channel::read(&view.channel)?,
        clock_from: view.clock_from,
        appointment: view.appointment,
        process_version: view.process_version,
        receiving_appointment: view.receiving_appointment,
    })
}

fn custody(view: &CustodyView) -> Restored<Custody> {
    Ok(Custody {
        agency: id("agency", &view.agency)?,
        unit: optional("unit", view.unit.as_ref())?,
        officer: optional("officer", view.officer.as_ref())?,
        since: view.since,
    })
}

fn leg(view: &LegView) -> Restored<Leg> {
    let state = match (view.state.as_str(), view.state_at) {
        ("sent", None) => LegState::Sent,
        ("accepted", Some(at)) => LegState::Accepted { at },
        ("refused", Some(at)) => LegState::Refused { at },
        ("answered", Some(at)) => LegState::Answered { at },
        ("recalled", Some(at)) => LegState::Recalled { at },
        ("sent_back", Some(at)) => LegState::SentBack { at },
        (state, _) => return Err(Unrestorable { what: "state of a leg", text: state.to_owned() }),
    };
    Ok(Leg {
        from: id("agency", &view.from)?,
        to: id("agency", &view.to)?,
        purpose: Word::read(&view.purpose)?,
        sent_at: view.sent_at,
        due: view.due,
        parent: optional("leg", view.parent.as_ref())?,
        outside_term: view.outside_term,
        moved_custody: view.moved_custody,
        arrived_at: view.arrived_at,
        read_at: view.read_at,
        unit: optional("unit", view.unit.as_ref())?,
        officer: optional("officer", view.officer.as_ref())?,
        overdue: view.overdue,
        escalations: view.escalations,
        escalates: view
            .escalates
            .as_ref()
            .map(|next| Ok(Escalates { to: id("agency", &next.to)?, due: next.due }))
            .transpose()?,
        state,
    })
}

fn resolution(view: &ResolutionView) -> Restored<Resolution> {
    Ok(Resolution { outcome: Word::read(&view.outcome)?, at: view.at, by: id("agency", &view.by)? })
}

fn history(view: &HistoryView) -> Restored<HistoryClaim> {
    let channel = view.channel.as_deref().map(Channel::read).transpose()?;
    Ok(HistoryClaim { deadline: view.deadline, ended: view.ended, channel })
}
