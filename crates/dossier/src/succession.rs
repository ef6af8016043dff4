//! One agency takes another's place in a dossier.
//!
//! Belongs here: which agencies something is still to come from, and the state after one of them was succeeded. Does not: who
//! succeeds whom (`catalogue`), when it is recorded (`service`, `routing`).

use crate::appraisal::Appraisal;
use crate::consultation::{Consultation, ParticipantState, Request};
use crate::state::{Dossier, Leg, LegState};
use crate::steps::OpenStep;
use crate::words::Participant;
use jiff::Timestamp;
use lienthong_names::{AgencyId, LegId};
use std::collections::BTreeMap;

/// An agency took another's place in a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succeeded {
    /// Who ceased.
    pub predecessor: AgencyId,
    /// Who stands in its place.
    pub successor: AgencyId,
    /// Since when.
    pub at: Timestamp,
}

impl Dossier {
    /// The agencies from which something is still to come, some of them more than once: who entered, received, holds and resolves
    /// it, has an open leg or ask, chairs, appraises. None, once the citizen has it.
    pub fn at_work(&self) -> impl Iterator<Item = &AgencyId> {
        let over = self.refused_at.is_some()
            || self.ended.is_some()
            || self.returned_at.is_some()
            || self.history.is_some();
        let entered = self.registration.iter().map(|registration| &registration.by);
        let received = self.reception.iter().flat_map(|reception| [&reception.desk, &reception.competent]);
        let sent = self.open_legs().flat_map(|(_, leg)| [&leg.from, &leg.to]);
        let legs = sent.chain(self.planned.values().flat_map(|leg| [&leg.from, &leg.to]));
        let open = self.consultations.values().filter(|consultation| !consultation.is_concluded());
        let consultations = open.flat_map(|consultation| {
            let asked = consultation.open_requests().map(|(participant, _)| &participant.agency);
            std::iter::once(&consultation.chair).chain(asked)
        });
        let unsettled = self.appraisals.values().filter(|appraisal| !appraisal.is_settled());
        let appraisals = unsettled.flat_map(Appraisal::agencies);
        let all = self
            .custodian()
            .into_iter()
            .chain(entered)
            .chain(received)
            .chain(legs)
            .chain(consultations)
            .chain(appraisals);
        all.filter(move |_| !over)
    }

    /// Who stands in an agency's place by now; itself, where nobody does.
    #[must_use]
    pub fn heir<'a>(&'a self, agency: &'a AgencyId) -> &'a AgencyId {
        let took_over = |heir: &'a AgencyId, said: &'a Succeeded| {
            if said.predecessor == *heir { &said.successor } else { heir }
        };
        self.successions.iter().fold(agency, took_over)
    }

    /// The successor stands wherever the predecessor did and something may still be said. What was said keeps its name: it stands in
    /// the events.
    pub fn succeed(&mut self, predecessor: &AgencyId, successor: &AgencyId, at: Timestamp) {
        self.parts.insert(successor.clone());
        self.successions.push(Succeeded {
            predecessor: predecessor.clone(),
            successor: successor.clone(),
            at,
        });
        for agency in places(self).filter(|agency| **agency == *predecessor) {
            agency.clone_from(successor);
        }
        take_over_steps(&mut self.steps_open, predecessor, successor);
        // Units and officers are within an agency: whose they were is no more.
        if let Some(custody) = self.custody.as_mut().filter(|custody| custody.agency == *predecessor) {
            custody.agency.clone_from(successor);
            custody.since = at;
            (custody.unit, custody.officer) = (None, None);
        }
        for leg in self.legs.values_mut().filter(|leg| leg.state.is_open()) {
            take_over_leg(leg, predecessor, successor, at);
        }
        pass_up(&mut self.legs);
        // What one would have sent to the other need not be sent.
        self.planned.retain(|_, leg| leg.from != leg.to);
        for consultation in
            self.consultations.values_mut().filter(|consultation| !consultation.is_concluded())
        {
            if consultation.chair == *predecessor {
                consultation.chair.clone_from(successor);
            }
            take_over_asks(consultation, predecessor, successor);
        }
        self.appraisals.values_mut().for_each(|appraisal| appraisal.succeed(predecessor, successor));
    }
}

/// Where a dossier names an agency that may still be asked to act, custody, steps, legs and consultations apart. Entries are nobody
/// else's: [`Dossier::heir`] says who may correct them.
fn places(dossier: &mut Dossier) -> impl Iterator<Item = &mut AgencyId> {
    let entered = dossier.registration.iter_mut().map(|registration| &mut registration.by);
    let received =
        dossier.reception.iter_mut().flat_map(|reception| [&mut reception.desk, &mut reception.competent]);
    let papers = dossier.papers.iter_mut().map(|papers| &mut papers.to);
    let carried = dossier.consignments.values_mut().map(|consignment| &mut consignment.carrier);
    let complaints = dossier.complaints.iter_mut().map(|complaint| &mut complaint.against);
    let competence = dossier.competence.decided_for.iter_mut();
    let planned = dossier.planned.values_mut().flat_map(|leg| [&mut leg.from, &mut leg.to]);
    entered.chain(planned).chain(received).chain(papers).chain(carried).chain(complaints).chain(competence)
}

/// An agency has each step open once: of one that both had open the one stays that is due first.
fn take_over_steps(open: &mut Vec<OpenStep>, predecessor: &AgencyId, successor: &AgencyId) {
    let (taken, mut kept): (Vec<_>, Vec<_>) =
        std::mem::take(open).into_iter().partition(|step| step.agency == *predecessor);
    for mut step in taken {
        step.agency.clone_from(successor);
        let own = kept.iter_mut().find(|own| own.agency == *successor && own.step == step.step);
        match own {
            None => kept.push(step),
            Some(own) if step.due.is_some_and(|due| own.due.is_none_or(|later| due < later)) => *own = step,
            Some(_) => {}
        }
    }
    *open = kept;
}

/// A leg between the two has no way left to go: it is over.
fn take_over_leg(leg: &mut Leg, predecessor: &AgencyId, successor: &AgencyId, at: Timestamp) {
    if leg.from == *predecessor {
        leg.from.clone_from(successor);
    }
    if let Some(next) = leg.escalates.as_mut().filter(|next| next.to == *predecessor) {
        next.to.clone_from(successor);
    }
    if leg.to == *predecessor {
        leg.to.clone_from(successor);
        (leg.unit, leg.officer) = (None, None);
    }
    if leg.from == leg.to {
        leg.state = LegState::SentBack { at };
    }
}

/// What was sent on of a leg that is over so is a part of the leg by which that one came, or the custodian's own.
fn pass_up(legs: &mut BTreeMap<LegId, Leg>) {
    let parent = |leg: &Leg| leg.parent.as_ref().and_then(|parent| legs.get_key_value(parent));
    let passed: Vec<(LegId, Option<LegId>)> = legs
        .iter()
        .filter(|(_, leg)| leg.state.is_open() && leg.parent.is_some())
        .map(|(id, leg)| {
            // No more steps than there are legs: a fold ends, whatever it is given.
            let mut ancestors = std::iter::successors(parent(leg), |(_, leg)| parent(leg)).take(legs.len());
            let open = ancestors.find(|(_, ancestor)| ancestor.state.is_open());
            (id.clone(), open.map(|(ancestor, _)| ancestor.clone()))
        })
        .collect();
    for (id, parent) in passed {
        if let Some(leg) = legs.get_mut(&id) {
            leg.parent = parent;
        }
    }
}

/// Asks that wait for the predecessor wait for the successor; opinions that it gave stay its own.
fn take_over_asks(consultation: &mut Consultation, predecessor: &AgencyId, successor: &AgencyId) {
    let participants = &mut consultation.participants;
    let mut taken: Vec<(Participant, Request)> = Vec::new();
    for asked in participants.iter_mut().filter(|asked| asked.participant.agency == *predecessor) {
        let heir = Participant { agency: successor.clone(), unit: asked.participant.unit.clone() };
        let (open, closed): (Vec<_>, Vec<_>) = asked.requests.drain(..).partition(Request::is_open);
        asked.requests = closed;
        taken.extend(open.into_iter().map(|request| (heir.clone(), request)));
    }
    participants.retain(|asked| !asked.requests.is_empty());
    for (heir, request) in taken {
        match participants.iter_mut().find(|asked| asked.participant == heir) {
            None => participants.push(ParticipantState {
                participant: heir,
                requests: vec![Request { round: 1, ..request }],
            }),
            Some(known) => take_over_ask(known, request),
        }
    }
}

/// Who was asked itself and has not answered answers once for both, by the earlier day; else it is asked anew.
fn take_over_ask(known: &mut ParticipantState, request: Request) {
    match known.requests.last_mut() {
        Some(own) if own.is_open() => {
            own.mandatory |= request.mandatory;
            own.waived = own.waived.take().filter(|_| request.waived.is_some());
            match (own.lapsed, request.lapsed) {
                // One of them is still in time: so is the answer for both.
                (Some(_), None) => (own.due, own.lapsed) = (request.due, None),
                (None, Some(_)) => {}
                _ => own.due = own.due.min(request.due).or(own.due).or(request.due),
            }
        }
        last => {
            let round = last.map_or(0, |own| own.round).saturating_add(1);
            known.requests.push(Request { round, ..request });
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::words::Purpose;
    use crate::{Event, Fact, evolve};
    use lienthong_names::{OfficerId, StepName};

    fn agency(code: &str) -> AgencyId {
        AgencyId::new(code).unwrap()
    }

    fn id(name: &str) -> LegId {
        LegId::new(name).unwrap()
    }

    fn leg(from: &str, to: &str, parent: Option<&str>) -> Leg {
        let sent = Leg::sent(agency(from), agency(to), Purpose::Opinion, Timestamp::UNIX_EPOCH);
        Leg { parent: parent.map(id), ..sent }
    }

    /// The parent of `l3` once `H22.02` stands in the place of `H22.01`.
    fn parent_of_l3(legs: [Leg; 3]) -> Option<String> {
        let ids = ["l1", "l2", "l3"].map(id);
        let mut dossier = Dossier { legs: ids.into_iter().zip(legs).collect(), ..Dossier::default() };
        dossier.succeed(&agency("H22.01"), &agency("H22.02"), Timestamp::UNIX_EPOCH);
        dossier.legs[&id("l3")].parent.as_ref().map(ToString::to_string)
    }

    #[test]
    fn what_was_sent_on_of_a_leg_between_the_two_is_of_the_leg_before_it() {
        let last = || leg("H22.01", "H22.04", Some("l2"));
        let before = [leg("H22.03", "H22.02", None), leg("H22.02", "H22.01", Some("l1")), last()];
        assert_eq!(parent_of_l3(before).as_deref(), Some("l1"));
        let there_and_back = [leg("H22.01", "H22.02", None), leg("H22.02", "H22.01", Some("l1")), last()];
        assert_eq!(parent_of_l3(there_and_back), None);
    }

    #[test]
    fn legs_that_are_parts_of_each_other_cannot_be_and_are_folded_all_the_same() {
        let of = |parent| leg("H22.01", "H22.02", Some(parent));
        assert_eq!(parent_of_l3([of("l2"), of("l1"), leg("H22.01", "H22.04", Some("l2"))]), None);
    }

    /// Of each step an agency has one open: what its clock says is recorded once.
    #[test]
    fn of_a_step_that_both_had_open_one_stays_the_one_due_first() {
        let (gone, there) = (agency("H22.15"), agency("H22.16"));
        let officer = OfficerId::new("an").unwrap();
        let at = |second| Timestamp::from_second(second).unwrap();
        let started =
            |step: &str, due| Event::StepStarted { step: StepName::new(step).unwrap(), due: Some(at(due)) };
        let begun = [
            (&gone, started("Thẩm định", 10)),
            (&there, started("Thẩm định", 20)),
            (&gone, started("Đóng dấu", 40)),
            (&there, started("Đóng dấu", 30)),
            (&gone, started("Lấy số", 50)),
        ];
        let fold = |dossier, (agency, event): &(&AgencyId, Event)| {
            evolve(dossier, Fact { at: at(1), agency, officer: &officer, revision: 1, event })
        };
        let mut dossier = begun.iter().fold(Dossier::default(), fold);
        dossier.succeed(&gone, &there, at(5));
        let mut open: Vec<(&str, Option<Timestamp>)> =
            dossier.steps_open.iter().map(|open| (open.step.as_str(), open.due)).collect();
        open.sort_by_key(|(_, due)| *due);
        assert_eq!(open, [("Thẩm định", Some(at(10))), ("Đóng dấu", Some(at(30))), ("Lấy số", Some(at(50)))]);
        assert!(dossier.steps_open.iter().all(|open| open.agency == there));
    }
}
