//! Folding what is asked, answered and summed up in a consultation.

use super::Fact;
use crate::consultation::{
    Closed, Consultation, Objection, Opinion, ParticipantState, Request, RequestState, Revoked, Waived,
};
use crate::event::Event;
use crate::state::Dossier;
use crate::words::Participant;
use lienthong_names::{ConsultationId, LegId};

pub(super) fn evolve(dossier: &mut Dossier, fact: Fact<'_>) {
    match fact.event {
        Event::ConsultationOpened { consultation, chair, question, closed, confidential, .. } => {
            dossier.consultations.insert(
                consultation.clone(),
                Consultation {
                    chair: chair.clone(),
                    question: question.clone(),
                    opened_at: fact.at,
                    participants: Vec::new(),
                    digest: None,
                    objections: Vec::new(),
                    closed: if *closed { Closed::UntilAllAnswered } else { Closed::Never },
                    confidential: *confidential,
                },
            );
        }
        Event::OpinionRequested { consultation, leg, to, mandatory, due, round, on_silence, .. } => {
            dossier.parts.insert(to.agency.clone());
            let Some(consultation) = dossier.consultations.get_mut(consultation) else { return };
            let request = Request {
                leg: leg.clone(),
                round: *round,
                mandatory: *mandatory,
                asked_at: fact.at,
                due: *due,
                on_silence: on_silence.clone(),
                lapsed: None,
                reminders: 0,
                revoked: None,
                waived: None,
                state: RequestState::Open,
            };
            match consultation.participants.iter_mut().find(|p| p.participant == *to) {
                Some(participant) => participant.requests.push(request),
                None => consultation
                    .participants
                    .push(ParticipantState { participant: to.clone(), requests: vec![request] }),
            }
        }
        Event::OpinionGiven {
            consultation,
            from,
            round,
            version,
            stance,
            text,
            documents,
            late,
            secret,
            closed,
            ..
        }
        | Event::OpinionAmended {
            consultation,
            from,
            round,
            version,
            stance,
            text,
            documents,
            late,
            secret,
            closed,
            ..
        } => {
            let Some(request) = by_round(dossier, consultation, from, *round) else { return };
            let opinion = Opinion {
                version: *version,
                stance: *stance,
                text: text.clone(),
                documents: documents.clone(),
                secret: secret.clone(),
                closed: *closed,
                at: fact.at,
                late: *late,
                revision: fact.revision,
            };
            match &mut request.state {
                RequestState::Given(versions) => versions.push(opinion),
                state => *state = RequestState::Given(vec![opinion]),
            }
        }
        Event::OpinionDeclined { consultation, leg, from: who, .. }
        | Event::OpinionReminded { consultation, leg, to: who, .. }
        | Event::OpinionRequestRevoked { consultation, leg, of: who, .. }
        | Event::OpinionWaived { consultation, leg, of: who, .. } => {
            if let Some(request) = by_leg(dossier, consultation, who, leg) {
                befall(request, fact);
            }
        }
        Event::OpinionLapsed { leg, .. } => dossier.lapse(leg),
        Event::OpinionsOpened { consultation, .. } => {
            if let Some(consultation) = dossier.consultations.get_mut(consultation) {
                consultation.closed = Closed::Opened(fact.at);
            }
        }
        Event::DigestObjected { consultation, from, text } => {
            if let Some(consultation) = dossier.consultations.get_mut(consultation) {
                let objection = Objection { from: from.clone(), text: text.clone(), at: fact.at };
                consultation.objections.push(objection);
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

/// What becomes of an ask that is no answer.
fn befall(request: &mut Request, fact: Fact<'_>) {
    match fact.event {
        Event::OpinionDeclined { reason, .. } => {
            request.state = RequestState::Declined { reason: reason.clone(), at: fact.at };
        }
        Event::OpinionReminded { number, .. } => request.reminders = *number,
        Event::OpinionRequestRevoked { reason, .. } => {
            request.revoked = Some(Revoked { reason: reason.clone(), at: fact.at });
        }
        Event::OpinionWaived { reason, article, .. } => {
            request.waived = Some(Waived {
                by: fact.agency.clone(),
                reason: reason.clone(),
                article: article.clone(),
                at: fact.at,
            });
        }
        _ => {}
    }
}

fn by_leg<'a>(
    dossier: &'a mut Dossier,
    consultation: &ConsultationId,
    of: &Participant,
    leg: &LegId,
) -> Option<&'a mut Request> {
    asked(dossier, consultation, of)?.requests.iter_mut().find(|request| request.leg == *leg)
}

fn by_round<'a>(
    dossier: &'a mut Dossier,
    consultation: &ConsultationId,
    of: &Participant,
    round: u32,
) -> Option<&'a mut Request> {
    asked(dossier, consultation, of)?.requests.iter_mut().find(|request| request.round == round)
}

fn asked<'a>(
    dossier: &'a mut Dossier,
    consultation: &ConsultationId,
    who: &Participant,
) -> Option<&'a mut ParticipantState> {
    dossier.consultations.get_mut(consultation)?.participants.iter_mut().find(|p| p.participant == *who)
}
