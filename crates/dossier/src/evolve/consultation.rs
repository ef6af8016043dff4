//! Folding what is asked, answered and summed up in a consultation.

use super::Fact;
use crate::consultation::{Consultation, Opinion, ParticipantState, Request, RequestState};
use crate::event::Event;
use crate::state::Dossier;
use crate::words::Participant;
use lienthong_names::ConsultationId;

pub(super) fn evolve(dossier: &mut Dossier, fact: Fact<'_>) {
    match fact.event {
        Event::ConsultationOpened { consultation, chair, question, .. } => {
            dossier.consultations.insert(
                consultation.clone(),
                Consultation {
                    chair: chair.clone(),
                    question: question.clone(),
                    opened_at: fact.at,
                    participants: Vec::new(),
                    digest: None,
                },
            );
        }
        Event::OpinionRequested { consultation, leg, to, mandatory, due, round, .. } => {
            dossier.parts.insert(to.agency.clone());
            let Some(consultation) = dossier.consultations.get_mut(consultation) else { return };
            let request = Request {
                leg: leg.clone(),
                round: *round,
                mandatory: *mandatory,
                asked_at: fact.at,
                due: *due,
                state: RequestState::Open,
            };
            match consultation.participants.iter_mut().find(|p| p.participant == *to) {
                Some(participant) => participant.requests.push(request),
                None => consultation
                    .participants
                    .push(ParticipantState { participant: to.clone(), requests: vec![request] }),
            }
        }
        Event::OpinionGiven { consultation, from, round, version, stance, text, late, .. }
        | Event::OpinionAmended { consultation, from, round, version, stance, text, late, .. } => {
            let Some(request) = request(dossier, consultation, from, *round) else { return };
            let opinion = Opinion {
                version: *version,
                stance: *stance,
                text: text.clone(),
                at: fact.at,
                late: *late,
                revision: fact.revision,
            };
            match &mut request.state {
                RequestState::Given(versions) => versions.push(opinion),
                state => *state = RequestState::Given(vec![opinion]),
            }
        }
        Event::OpinionDeclined { consultation, leg, from, reason } => {
            let Some(consultation) = dossier.consultations.get_mut(consultation) else { return };
            let Some(participant) = consultation.participants.iter_mut().find(|p| p.participant == *from)
            else {
                return;
            };
            if let Some(request) = participant.requests.iter_mut().find(|r| r.leg == *leg) {
                request.state = RequestState::Declined { reason: reason.clone(), at: fact.at };
            }
        }
        Event::ConsultationConcluded { consultation, digest } => {
            if let Some(consultation) = dossier.consultations.get_mut(consultation) {
                consultation.digest = Some(digest.clone());
            }
        }
        _ => {}
    }
}

fn request<'a>(
    dossier: &'a mut Dossier,
    consultation: &ConsultationId,
    from: &Participant,
    round: u32,
) -> Option<&'a mut Request> {
    dossier
        .consultations
        .get_mut(consultation)?
        .participants
        .iter_mut()
        .find(|p| p.participant == *from)?
        .requests
        .iter_mut()
        .find(|request| request.round == round)
}
