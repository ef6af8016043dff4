//! From a dossier's state to its view. Every field is named, so that a new one cannot be forgotten.

use super::{
    CustodyView, DocumentView, DossierView, EscalatesView, HistoryView, LegView, ReceptionView,
    RegistrationView, ResolutionView, appraisals as of_appraisals, aside, asks, clock, ends,
    entries as of_entries, planned as of_planned, steps,
};
use lienthong_dossier::{
    Custody, Document, Dossier, Escalates, HistoryClaim, Leg, LegState, Reception, Registration, Resolution,
};
use lienthong_names::LegId;

impl DossierView {
    /// Puts the state of a dossier into the view.
    pub(crate) fn show(&mut self, dossier: &Dossier) {
        let Dossier {
            registration,
            reception,
            refused_at,
            custody,
            legs,
            planned,
            consultations,
            appraisals,
            steps_open,
            steps_done,
            clock,
            overdue,
            supplements,
            proposed,
            withdrawal,
            apologies,
            reappointed,
            attached,
            successions,
            competence,
            papers,
            rating,
            complaints,
            erased_at,
            entries,
            corrections,
            ended,
            charges,
            results,
            consignments,
            resolution,
            returned_at,
            history,
            parts,
        } = dossier;
        self.status = dossier.status().as_str().to_owned();
        self.registration = registration.as_ref().map(show_registration);
        self.reception = reception.as_ref().map(show_reception);
        self.refused_at = *refused_at;
        self.custody = custody.as_ref().map(show_custody);
        self.legs = legs.iter().map(|(id, leg)| show_leg(id, leg)).collect();
        self.planned = planned.iter().map(|(id, leg)| of_planned::show(id, leg)).collect();
        self.consultations = consultations.iter().map(|(id, c)| asks::show_consultation(id, c)).collect();
        self.appraisals = appraisals.iter().map(|(id, of)| of_appraisals::show(id, of)).collect();
        self.steps_open = steps_open.iter().map(steps::show_open).collect();
        self.steps_done = steps_done.iter().map(steps::show_done).collect();
        self.clock = clock::show_clock(clock);
        self.due = dossier.due();
        self.overdue = *overdue;
        self.supplements = supplements.iter().map(clock::show_supplement).collect();
        self.proposed = texts(proposed);
        self.withdrawal = withdrawal.as_ref().map(clock::show_withdrawal);
        self.apologies = *apologies;
        self.reappointed = *reappointed;
        self.attached = attached.iter().map(show_document).collect();
        self.successions = successions.iter().map(aside::show_succeeded).collect();
        self.competence = aside::show_competence(competence);
        self.papers = papers.iter().map(aside::show_papers).collect();
        self.rating = *rating;
        self.complaints = complaints.iter().map(aside::show_complaint).collect();
        self.erased_at = *erased_at;
        // Entries never change, and a record is shown once, whole: those that are shown stay as they are.
        let shown = self.entries.last().map_or(0, |entry| entry.revision);
        let new = entries.range(shown + 1..);
        self.entries.extend(new.map(|(revision, entry)| of_entries::show_entry(*revision, entry)));
        self.corrections = corrections.iter().map(of_entries::show_correction).collect();
        self.ended = ended.as_ref().map(clock::show_ended);
        self.charges = charges.iter().map(|(id, charge)| ends::show_charge(id, charge)).collect();
        self.results = results.iter().map(|(id, issued)| ends::show_result(id, issued)).collect();
        self.consignments = consignments.iter().map(|(id, sent)| ends::show_consignment(id, sent)).collect();
        self.resolution = resolution.as_ref().map(show_resolution);
        self.returned_at = *returned_at;
        self.history = history.as_ref().map(show_history);
        self.parts = texts(parts);
    }
}

pub(super) fn text<T: ToString>(id: Option<&T>) -> Option<String> {
    id.map(ToString::to_string)
}

fn texts<'a, T: ToString + 'a>(ids: impl IntoIterator<Item = &'a T>) -> Vec<String> {
    ids.into_iter().map(ToString::to_string).collect()
}

fn show_registration(registration: &Registration) -> RegistrationView {
    let Registration { procedure, case, channel, by, at, documents } = registration;
    RegistrationView {
        procedure: procedure.to_string(),
        case: text(case.as_ref()),
        channel: channel.to_string(),
        by: by.to_string(),
        at: *at,
        documents: documents.iter().map(show_document).collect(),
    }
}

pub(crate) fn show_document(document: &Document) -> DocumentView {
    let Document { id, name, sha256, size } = document;
    DocumentView { id: id.to_string(), name: name.to_string(), sha256: sha256.map(hex::encode), size: *size }
}

fn show_reception(reception: &Reception) -> ReceptionView {
    let Reception {
        desk,
        received_by,
        procedure_version,
        competent,
        channel,
        clock_from,
        appointment,
        process_version,
        receiving_appointment,
    } = reception;
    ReceptionView {
        desk: desk.to_string(),
        received_by: received_by.to_string(),
        procedure_version: *procedure_version,
        competent: competent.to_string(),
        channel: channel.to_string(),
        clock_from: *clock_from,
        appointment: *appointment,
        process_version: *process_version,
        receiving_appointment: *receiving_appointment,
    }
}

fn show_custody(custody: &Custody) -> CustodyView {
    let Custody { agency, unit, officer, since } = custody;
    CustodyView {
        agency: agency.to_string(),
        unit: text(unit.as_ref()),
        officer: text(officer.as_ref()),
        since: *since,
    }
}

fn show_leg(id: &LegId, leg: &Leg) -> LegView {
    let Leg {
        from,
        to,
        purpose,
        sent_at,
        due,
        parent,
        outside_term,
        moved_custody,
        arrived_at,
        read_at,
        unit,
        officer,
        overdue,
        escalations,
        escalates,
        state,
    } = leg;
    let state_at = match state {
        LegState::Sent => None,
        LegState::Accepted { at }
        | LegState::Refused { at }
        | LegState::Answered { at }
        | LegState::Recalled { at }
        | LegState::SentBack { at } => Some(*at),
    };
    LegView {
        leg: id.to_string(),
        from: from.to_string(),
        to: to.to_string(),
        purpose: purpose.to_string(),
        sent_at: *sent_at,
        due: *due,
        parent: text(parent.as_ref()),
        outside_term: *outside_term,
        moved_custody: *moved_custody,
        arrived_at: *arrived_at,
        read_at: *read_at,
        unit: text(unit.as_ref()),
        officer: text(officer.as_ref()),
        overdue: *overdue,
        escalations: *escalations,
        escalates: escalates
            .as_ref()
            .map(|Escalates { to, due }| EscalatesView { to: to.to_string(), due: *due }),
        state: state.as_str().to_owned(),
        state_at,
    }
}

fn show_resolution(resolution: &Resolution) -> ResolutionView {
    let Resolution { outcome, at, by } = resolution;
    ResolutionView { outcome: outcome.to_string(), at: *at, by: by.to_string() }
}

fn show_history(claim: &HistoryClaim) -> HistoryView {
    let HistoryClaim { deadline, ended, channel } = claim;
    HistoryView { deadline: *deadline, ended: *ended, channel: text(channel.as_ref()) }
}
