//! Folding what is opened, seen, voted and concluded in an appraisal.

use super::Fact;
use crate::appraisal::{Appraisal, Concluded, Member, Round, Visit, Vote};
use crate::event::Event;
use crate::state::Dossier;
use jiff::Timestamp;
use lienthong_names::AppraisalId;

pub(super) fn evolve(dossier: &mut Dossier, fact: Fact<'_>) {
    match fact.event {
        Event::AppraisalOpened { appraisal, chair, council, session, mandatory, due, .. } => {
            let opened = Appraisal {
                chair: chair.clone(),
                council: council.clone(),
                session: session.clone(),
                mandatory: *mandatory,
                rounds: vec![round(fact.at, *due)],
            };
            dossier.parts.extend(opened.agencies().cloned());
            dossier.appraisals.insert(appraisal.clone(), opened);
        }
        Event::AppraisalReopened { appraisal, due, .. } => {
            if let Some(appraisal) = dossier.appraisals.get_mut(appraisal) {
                appraisal.rounds.push(round(fact.at, *due));
            }
        }
        Event::VisitRecorded { appraisal, date, place, .. } => {
            if let Some(round) = last(dossier, appraisal) {
                round.visits.push(Visit { date: date.clone(), place: place.clone() });
            }
        }
        Event::VoteCast { appraisal, member, vote, .. } => {
            if let Some(round) = last(dossier, appraisal) {
                round.votes.push(Vote { member: member.clone(), vote: *vote, at: fact.at });
            }
        }
        Event::AppraisalConcluded { appraisal, conclusion, number, late, .. } => {
            if let Some(round) = last(dossier, appraisal) {
                round.concluded = Some(Concluded {
                    conclusion: *conclusion,
                    number: number.clone(),
                    at: fact.at,
                    late: *late,
                    by: Member { agency: fact.agency.clone(), officer: fact.officer.clone() },
                });
            }
        }
        _ => {}
    }
}

const fn round(opened_at: Timestamp, due: Option<Timestamp>) -> Round {
    Round { opened_at, due, visits: Vec::new(), votes: Vec::new(), concluded: None }
}

fn last<'a>(dossier: &'a mut Dossier, appraisal: &AppraisalId) -> Option<&'a mut Round> {
    dossier.appraisals.get_mut(appraisal)?.rounds.last_mut()
}
