//! Folding: one event on a state gives the next. Total, and free of rules.

mod appraisal;
mod consultation;
mod ends;

use crate::clock::{Ended, OpenPause, Resumed, Supplement, Withdrawal};
use crate::event::Event;
use crate::planned::PlannedLeg;
use crate::state::{
    Custody, Dossier, Escalates, HistoryClaim, Leg, LegState, Reception, Registration, Resolution,
};
use crate::words::{Ending, LegGround, Purpose};
use crate::{aside, entries, steps};
use jiff::Timestamp;
use lienthong_names::{AgencyId, LegId, OfficerId};

/// One event with what its record says of it.
#[derive(Debug, Clone, Copy)]
pub struct Fact<'a> {
    /// The instant that rules and clocks use: `effective_at` of the record.
    pub at: Timestamp,
    /// Whose act it was.
    pub agency: &'a AgencyId,
    /// The officer who acted.
    pub officer: &'a OfficerId,
    /// Revision of the record that carries it.
    pub revision: u64,
    /// What happened.
    pub event: &'a Event,
}

/// The state after the fact.
#[must_use]
pub fn evolve(mut dossier: Dossier, fact: Fact<'_>) -> Dossier {
    dossier.take(fact);
    dossier
}

impl Dossier {
    /// Takes the next fact of it, in place.
    ///
    /// An event that a valid history cannot hold (an answer to a leg never sent) changes nothing: folding never fails.
    pub fn take(&mut self, fact: Fact<'_>) {
        take(self, fact);
    }
}

fn take(dossier: &mut Dossier, fact: Fact<'_>) {
    entries::note(dossier, fact);
    match fact.event {
        Event::HistoryImported { deadline, ended, channel, .. } => {
            dossier.history = Some(HistoryClaim { deadline: *deadline, ended: *ended, channel: *channel });
        }
        Event::DossierRegistered { procedure, case, channel, documents, .. } => {
            dossier.parts.insert(fact.agency.clone());
            dossier.registration = Some(Registration {
                procedure: procedure.clone(),
                case: case.clone(),
                channel: *channel,
                by: fact.agency.clone(),
                at: fact.at,
                documents: documents.clone(),
            });
        }
        Event::DossierReceived {
            desk,
            procedure_version,
            competent,
            custodian,
            channel,
            clock_from,
            appointment,
            process_version,
            receiving_appointment,
            ..
        } => {
            let reception = Reception {
                desk: desk.clone(),
                received_by: desk.clone(),
                procedure_version: *procedure_version,
                competent: competent.clone(),
                channel: *channel,
                clock_from: *clock_from,
                appointment: *appointment,
                process_version: *process_version,
                receiving_appointment: *receiving_appointment,
            };
            receive(dossier, reception, custodian, fact.at);
        }
        Event::DossierAdopted {
            desk,
            procedure_version,
            competent,
            custodian,
            channel,
            clock_from,
            appointment,
            ..
        } => {
            let reception = Reception {
                desk: desk.clone(),
                received_by: desk.clone(),
                procedure_version: *procedure_version,
                competent: competent.clone(),
                channel: *channel,
                clock_from: *clock_from,
                appointment: *appointment,
                // Its first steps stand in another book: no process can say which one is next.
                process_version: None,
                receiving_appointment: None,
            };
            receive(dossier, reception, custodian, fact.at);
        }
        // It says how the reception beside it came about; the agency that took it gets no part by that.
        Event::IrregularityNoted { .. } => {}
        Event::DossierRefused { .. } => dossier.refused_at = Some(fact.at),
        Event::LegPlanned { leg, from, to, purpose, term, documents, note, after } => {
            let planned = PlannedLeg {
                from: from.clone(),
                to: to.clone(),
                purpose: *purpose,
                term: term.clone(),
                documents: documents.clone(),
                note: note.clone(),
                after: after.clone(),
                at: fact.at,
            };
            dossier.planned.insert(leg.clone(), planned);
        }
        Event::LegSent { leg, from, to, purpose, due, acknowledge_by, outside_term, parent, .. } => {
            dossier.planned.remove(leg);
            dossier.parts.insert(to.clone());
            dossier.legs.insert(
                leg.clone(),
                Leg {
                    due: *due,
                    outside_term: *outside_term,
                    escalates: acknowledge_by.map(|due| Escalates { to: to.clone(), due }),
                    parent: parent.clone(),
                    ..Leg::sent(from.clone(), to.clone(), *purpose, fact.at)
                },
            );
        }
        Event::CustodyMoved { to, leg, .. } => {
            dossier.parts.insert(to.clone());
            dossier.custody = Some(custody(to, fact.at));
            if let Some(leg) = leg.as_ref().and_then(|leg| dossier.legs.get_mut(leg)) {
                leg.moved_custody = leg.to == *to;
            }
        }
        Event::CustodySucceeded { predecessor, successor } => {
            dossier.succeed(predecessor, successor, fact.at);
        }
        Event::LegAccepted { .. }
        | Event::LegArrived { .. }
        | Event::LegRead { .. }
        | Event::LegAssigned { .. }
        | Event::LegRefused { .. }
        | Event::LegRecalled { .. }
        | Event::LegSentBack { .. }
        | Event::LegAnswered { .. } => evolve_leg(dossier, fact),
        Event::OfficerAssigned { agency, unit, officer } => {
            if let Some(custody) = dossier.custody.as_mut().filter(|custody| custody.agency == *agency) {
                custody.unit.clone_from(unit);
                custody.officer.clone_from(officer);
            } else {
                // Who has a leg alone hands that over.
                let mut open =
                    dossier.legs.values_mut().filter(|leg| leg.to == *agency && leg.state.is_open());
                if let (Some(leg), None) = (open.next(), open.next()) {
                    leg.unit.clone_from(unit);
                    leg.officer.clone_from(officer);
                }
            }
        }
        Event::StepStarted { .. }
        | Event::StepCompleted { .. }
        | Event::StepOverdue { .. }
        | Event::StepResumed { .. } => steps::evolve(dossier, fact),
        Event::SupplementProposed { .. }
        | Event::SupplementRequested { .. }
        | Event::SupplementProvided { .. }
        | Event::RevisionRequested { .. }
        | Event::ClockPaused { .. }
        | Event::PauseEnded { .. }
        | Event::ClockResumed { .. } => evolve_clock(dossier, fact),
        Event::DossierStopped { .. } => dossier.ended = ended(Ending::Stopped, fact.at),
        Event::DossierWithdrawn {} => dossier.ended = ended(Ending::Withdrawn, fact.at),
        Event::ReceptionAnnulled { .. } => dossier.ended = ended(Ending::Annulled, fact.at),
        Event::WithdrawalAsked { .. } => {
            dossier.withdrawal = Some(Withdrawal { asked_at: fact.at, refused_at: None });
        }
        Event::WithdrawalRefused { .. } => {
            if let Some(withdrawal) = &mut dossier.withdrawal {
                withdrawal.refused_at = Some(fact.at);
            }
        }
        Event::ApologyIssued { .. } => dossier.apologies = dossier.apologies.saturating_add(1),
        // A second one is recorded, and changes nothing (R14).
        Event::Reappointed { until, .. } => {
            dossier.reappointed.get_or_insert(*until);
        }
        Event::DocumentAttached { documents, .. } => dossier.attached.extend_from_slice(documents),
        Event::CompetenceDecided { .. }
        | Event::PaperSent { .. }
        | Event::PaperReceived { .. }
        | Event::ServiceRated { .. }
        | Event::ComplaintFiled { .. }
        | Event::ComplaintAnswered { .. }
        | Event::PersonalDataErased { .. } => aside::evolve(dossier, fact),
        Event::EntryCorrected { .. } => entries::correct(dossier, fact),
        Event::DossierResolved { outcome, .. } => {
            dossier.resolution = Some(Resolution { outcome: *outcome, at: fact.at, by: fact.agency.clone() });
        }
        Event::DossierReopened { from, term, due, .. } => {
            dossier.resolution = None;
            dossier.returned_at = None;
            if let (Some(term), Some(due)) = (term, due) {
                dossier.clock.resumed = Some(Resumed { from: *from, term: term.clone(), due: *due });
            }
        }
        Event::ResultRecorded { .. }
        | Event::ResultWithdrawn { .. }
        | Event::ResultReissued { .. }
        | Event::ResultReturned { .. } => ends::result(dossier, fact),
        Event::FeeDemanded { .. }
        | Event::FinancialObligationSet { .. }
        | Event::FeeExempted { .. }
        | Event::PaymentRecorded { .. }
        | Event::PaymentRefunded { .. } => ends::charge(dossier, fact),
        Event::PostSent { .. } | Event::PostArrived { .. } | Event::PostFailed { .. } => {
            ends::post(dossier, fact);
        }
        // Told, and on record; nothing depends on it.
        Event::ApplicantNotified { .. } => {}
        Event::LegOverdue { .. }
        | Event::EscalationRaised { .. }
        | Event::DossierOverdue { .. }
        | Event::SupplementLapsed { .. } => evolve_timer(dossier, fact),
        Event::ConsultationOpened { .. }
        | Event::OpinionRequested { .. }
        | Event::OpinionGiven { .. }
        | Event::OpinionAmended { .. }
        | Event::OpinionDeclined { .. }
        | Event::OpinionReminded { .. }
        | Event::OpinionRequestRevoked { .. }
        | Event::OpinionLapsed { .. }
        | Event::OpinionWaived { .. }
        | Event::OpinionsOpened { .. }
        | Event::DigestObjected { .. }
        | Event::ConsultationConcluded { .. } => consultation::evolve(dossier, fact),
        Event::AppraisalOpened { .. }
        | Event::VisitRecorded { .. }
        | Event::VoteCast { .. }
        | Event::AppraisalConcluded { .. }
        | Event::AppraisalReopened { .. } => appraisal::evolve(dossier, fact),
    }
    if !dossier.steps_open.is_empty() {
        steps::stand_still(dossier, still_from(fact));
    }
}

/// From when what stops with this event stands still.
fn still_from(fact: Fact<'_>) -> Timestamp {
    match fact.event {
        Event::ClockPaused { since, .. } => *since,
        _ => fact.at,
    }
}

fn receive(dossier: &mut Dossier, reception: Reception, custodian: &AgencyId, at: Timestamp) {
    dossier.parts.extend([reception.desk.clone(), reception.competent.clone(), custodian.clone()]);
    dossier.custody = Some(custody(custodian, at));
    dossier.reception = Some(reception);
}

fn ended(how: Ending, at: Timestamp) -> Option<Ended> {
    Some(Ended { how, at })
}

fn evolve_leg(dossier: &mut Dossier, fact: Fact<'_>) {
    let at = fact.at;
    match fact.event {
        Event::LegAccepted { leg } => close_leg(dossier, leg, LegState::Accepted { at }),
        Event::LegRefused { leg, ground, .. } => {
            if *ground == Some(LegGround::Competence) {
                dossier.competence.refused.push(leg.clone());
            }
            close_leg(dossier, leg, LegState::Refused { at });
        }
        Event::LegRecalled { leg, .. } => {
            dossier.planned.remove(leg);
            close_leg(dossier, leg, LegState::Recalled { at });
        }
        Event::LegSentBack { leg, .. } => close_leg(dossier, leg, LegState::SentBack { at }),
        Event::LegAnswered { leg, .. } => close_leg(dossier, leg, LegState::Answered { at }),
        Event::LegArrived { leg } => {
            if let Some(leg) = dossier.legs.get_mut(leg) {
                leg.arrived_at.get_or_insert(at);
            }
        }
        Event::LegRead { leg } => {
            if let Some(leg) = dossier.legs.get_mut(leg) {
                leg.read_at.get_or_insert(at);
            }
        }
        Event::LegAssigned { leg, unit, officer } => {
            let Some(leg) = dossier.legs.get_mut(leg) else { return };
            leg.unit.clone_from(unit);
            leg.officer.clone_from(officer);
            let came_with_it =
                dossier.custody.as_mut().filter(|custody| leg.moved_custody && custody.agency == leg.to);
            if let Some(custody) = came_with_it {
                custody.unit.clone_from(unit);
                custody.officer.clone_from(officer);
            }
        }
        _ => {}
    }
}

fn evolve_clock(dossier: &mut Dossier, fact: Fact<'_>) {
    match fact.event {
        Event::SupplementProposed { items, .. } => {
            let known = &mut dossier.proposed;
            items.iter().for_each(|item| {
                if !known.contains(item) {
                    known.push(item.clone());
                }
            });
        }
        Event::SupplementRequested { items, until, .. } => {
            dossier.proposed.clear();
            dossier.supplements.push(Supplement {
                items: items.clone(),
                revision: false,
                after_reception: dossier.reception.is_some(),
                asked_at: fact.at,
                until: *until,
                provided_at: None,
            });
        }
        Event::RevisionRequested { item, until, .. } => dossier.supplements.push(Supplement {
            items: vec![item.clone()],
            revision: true,
            after_reception: true,
            asked_at: fact.at,
            until: *until,
            provided_at: None,
        }),
        Event::SupplementProvided { documents, .. } => {
            dossier.attached.extend_from_slice(documents);
            if let Some(supplement) = dossier.supplements.last_mut() {
                supplement.provided_at = Some(fact.at);
            }
        }
        Event::ClockPaused { cause, since, until } => {
            dossier.clock.pause(OpenPause { cause: *cause, since: *since, until: *until });
        }
        Event::PauseEnded { cause } => dossier.clock.end(*cause),
        Event::ClockResumed { from, term, due, .. } => {
            let resumed = term.clone().zip(*due).map(|(term, due)| Resumed { from: *from, term, due });
            dossier.clock.resume(resumed);
        }
        _ => {}
    }
}

fn evolve_timer(dossier: &mut Dossier, fact: Fact<'_>) {
    match fact.event {
        Event::LegOverdue { leg, .. } => {
            if let Some(leg) = dossier.legs.get_mut(leg) {
                leg.overdue = true;
            }
        }
        Event::EscalationRaised { leg, level, next_to, next_due, .. } => {
            if let Some(leg) = dossier.legs.get_mut(leg) {
                leg.escalations = *level;
                let next = next_to.clone().zip(*next_due);
                leg.escalates = next.map(|(to, due)| Escalates { to, due });
            }
        }
        Event::DossierOverdue { due, .. } => dossier.overdue = Some(*due),
        // After reception it is stopped besides, by an event of its own.
        Event::SupplementLapsed { .. } if dossier.reception.is_none() => {
            dossier.ended = ended(Ending::Lapsed, fact.at);
        }
        _ => {}
    }
}

fn custody(agency: &AgencyId, since: Timestamp) -> Custody {
    Custody { agency: agency.clone(), unit: None, officer: None, since }
}

fn close_leg(dossier: &mut Dossier, leg: &LegId, state: LegState) {
    if let Some(leg) = dossier.legs.get_mut(leg) {
        leg.state = state;
    }
}

impl Purpose {
    /// Whether custody goes with a leg of this purpose: only a resolution takes it along (an appraisal does where the
    /// process says so, by an event of its own).
    #[must_use]
    pub const fn moves_custody(self) -> bool {
        matches!(self, Self::Resolution)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::state::Status;
    use crate::words::PauseCause;

    fn sent(purpose: Purpose) -> Dossier {
        let (from, to) = (AgencyId::new("H22.14").unwrap(), AgencyId::new("H22.01").unwrap());
        let leg = LegId::new("l1").unwrap();
        let mut dossier =
            Dossier { custody: Some(custody(&from, Timestamp::UNIX_EPOCH)), ..Dossier::default() };
        let sent = Leg {
            moved_custody: purpose.moves_custody(),
            ..Leg::sent(from, to.clone(), purpose, Timestamp::UNIX_EPOCH)
        };
        dossier.legs.insert(leg, sent);
        if purpose.moves_custody() {
            dossier.custody = Some(custody(&to, Timestamp::UNIX_EPOCH));
        }
        dossier
    }

    fn after(dossier: Dossier, event: &Event) -> Dossier {
        let agency = AgencyId::new("H22.01").unwrap();
        let officer = OfficerId::new("an").unwrap();
        let at = Timestamp::UNIX_EPOCH;
        evolve(dossier, Fact { at, agency: &agency, officer: &officer, revision: 2, event })
    }

    #[test]
    fn an_officer_has_the_leg_and_with_custody_the_dossier() {
        let officer = OfficerId::new("an").unwrap();
        let leg = LegId::new("l1").unwrap();
        let assigned = Event::LegAssigned { leg: leg.clone(), unit: None, officer: Some(officer.clone()) };
        for (purpose, has_dossier) in [(Purpose::Resolution, true), (Purpose::Opinion, false)] {
            let dossier = after(sent(purpose), &assigned);
            assert_eq!(dossier.legs[&leg].officer, Some(officer.clone()));
            assert_eq!(dossier.custody.unwrap().officer.is_some(), has_dossier, "{purpose}");
        }
    }

    #[test]
    fn who_has_a_leg_alone_hands_that_over() {
        let (agency, officer) = (AgencyId::new("H22.01").unwrap(), OfficerId::new("binh").unwrap());
        let handed = Event::OfficerAssigned { agency, unit: None, officer: Some(officer.clone()) };
        let dossier = after(sent(Purpose::Opinion), &handed);
        assert_eq!(dossier.legs[&LegId::new("l1").unwrap()].officer, Some(officer));
        assert_eq!(dossier.custody.unwrap().officer, None);
    }

    #[test]
    fn while_only_a_leg_outside_the_term_is_out_it_is_with_another_agency_and_not_suspended() {
        let at = Timestamp::UNIX_EPOCH;
        let mut dossier = sent(Purpose::Opinion);
        let (agency, procedure) = (AgencyId::new("H22.02").unwrap(), "2.000635".parse().unwrap());
        let channel = crate::words::Channel::Desk;
        let by = agency.clone();
        dossier.registration =
            Some(Registration { procedure, case: None, channel, by, at, documents: Vec::new() });
        dossier.reception = Some(Reception {
            desk: agency.clone(),
            received_by: agency.clone(),
            procedure_version: 1,
            competent: agency,
            channel,
            clock_from: at,
            appointment: None,
            process_version: None,
            receiving_appointment: None,
        });
        let paused = |cause| Event::ClockPaused { cause, since: at, until: None };
        let out = after(dossier, &paused(PauseCause::OutsideLeg));
        assert_eq!((out.status(), out.is_paused()), (Status::WithAnotherAgency, true));
        let asked = after(out, &paused(PauseCause::Supplement));
        assert_eq!(asked.status(), Status::SupplementRequested);
        let brought = after(asked, &Event::PauseEnded { cause: PauseCause::Supplement });
        assert_eq!((brought.status(), brought.is_paused()), (Status::WithAnotherAgency, true));
        let resumed = Event::ClockResumed { cause: PauseCause::OutsideLeg, from: at, term: None, due: None };
        assert!(!after(brought, &resumed).is_paused());
    }
}
