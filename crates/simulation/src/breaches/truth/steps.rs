//! What does not follow the published process: steps out of order (R10), one officer twice (R11), away from the
//! Centre (R21), an opinion that was never asked (R29).

use super::sheet::Sheet;
use super::{Notes, Seen};
use lienthong_catalogue::{Place, Process, StepKind, View};
use lienthong_dossier::{Command, Event};
use lienthong_names::{AgencyId, OfficerId, StepName, StreamName};
use std::collections::{BTreeMap, BTreeSet};

/// Done by different officers.
const APART: [StepKind; 3] = [StepKind::Receive, StepKind::Appraise, StepKind::Approve];

/// How far one dossier has come.
#[derive(Debug, Default)]
struct Way {
    open: Vec<StepName>,
    /// The step of the process that was done last.
    last: Option<StepName>,
    /// Who did a step of which kind.
    did: Vec<(AgencyId, OfficerId, StepKind)>,
    council: BTreeSet<(AgencyId, OfficerId)>,
    /// Who was asked for an opinion, or was sent a leg.
    asked: BTreeSet<AgencyId>,
    unasked_noted: bool,
}

/// How far each has come.
#[derive(Debug, Default)]
pub(super) struct Steps {
    ways: BTreeMap<StreamName, Way>,
}

impl Steps {
    /// What was asked and admitted, before anything that came of it is looked at.
    pub(super) fn asked(
        &mut self,
        seen: &Seen<'_>,
        sheet: &Sheet,
        (command, events): (&Command, &[&Event]),
        known: View<'_>,
        notes: &mut Notes,
    ) {
        let way = self.ways.entry(seen.stream.clone()).or_default();
        let Some(process) = process(sheet, known).filter(|process| !process.strict) else { return };
        let starts = || events.iter().any(|event| matches!(event, Event::StepStarted { .. }));
        let out = match command {
            Command::HandOver { step: Some(step), .. } => starts() && way.is_wrong(step, process),
            Command::CompleteStep { step, .. } => !way.open.contains(step) && way.is_wrong(step, process),
            Command::ResolveDossier { .. } => !way.may_return(process),
            _ => false,
        };
        if out {
            notes.here("R10.out_of_order", seen);
        }
        let Command::CompleteStep { step, at_centre, .. } = command else { return };
        let Some(step) = process.steps.iter().find(|known| known.id == *step) else { return };
        if step.place == Place::Centre && !at_centre {
            notes.here("R21.elsewhere", seen);
        }
        if way.did_another(seen, step.kind) {
            notes.here("R11.same_officer", seen);
        }
    }

    pub(super) fn saw(
        &mut self,
        seen: &Seen<'_>,
        sheet: &Sheet,
        event: &Event,
        known: View<'_>,
        notes: &mut Notes,
    ) {
        let way = self.ways.entry(seen.stream.clone()).or_default();
        match event {
            Event::OpinionRequested { to, .. } => {
                way.asked.insert(to.agency.clone());
            }
            Event::LegSent { to, .. } => {
                way.asked.insert(to.clone());
            }
            Event::AppraisalOpened { council: Some(council), .. } => {
                let members = council.members.iter();
                way.council.extend(members.map(|one| (one.agency.clone(), one.officer.clone())));
            }
            Event::StepStarted { step, .. } => way.open.push(step.clone()),
            _ => {}
        }
        let Some(process) = process(sheet, known) else { return };
        match event {
            Event::StepCompleted { step, .. } => {
                let open = way.open.iter().position(|open| open == step);
                open.map(|open| way.open.remove(open));
                if let Some(known) = process.steps.iter().find(|known| known.id == *step) {
                    way.last = Some(step.clone());
                    way.did.push((seen.act.agency.clone(), seen.act.officer.clone(), known.kind));
                }
            }
            Event::DossierResolved { .. } if !way.unasked_noted => {
                let foreseen = process.legs.iter().filter(|leg| *leg.purpose == *"opinion");
                let mut named = foreseen.filter_map(|leg| leg.to.as_ref());
                if named.any(|named| *named != seen.act.agency && !way.asked.contains(named)) {
                    way.unasked_noted = true;
                    notes.here("R29.opinion_unasked", seen);
                }
            }
            _ => {}
        }
    }
}

fn process<'a>(sheet: &Sheet, known: View<'a>) -> Option<&'a Process> {
    known.process_version(sheet.procedure.as_ref()?, sheet.process?)
}

impl Way {
    /// It may not be begun now; or it returns the result, which is done by handing that out, and by no other act (R10 is what a strict
    /// process refuses).
    fn is_wrong(&self, step: &StepName, process: &Process) -> bool {
        let returns = process.steps.iter().any(|there| there.id == *step && there.kind == StepKind::Return);
        returns || self.is_out_of_order(step, process)
    }

    /// Something is open, the process has no such step, or it follows no step like the last one.
    fn is_out_of_order(&self, step: &StepName, process: &Process) -> bool {
        let Some(there) = process.steps.iter().find(|there| there.id == *step) else { return true };
        let follows = match &self.last {
            None => there.starts,
            Some(last) => process.steps.iter().any(|done| done.id == *last && done.next.contains(step)),
        };
        !self.open.is_empty() || !follows
    }

    /// The process has come to handing the result out: it was done before, or may be next; or there is no such step.
    fn may_return(&self, process: &Process) -> bool {
        let returns: Vec<_> = process.steps.iter().filter(|step| step.kind == StepKind::Return).collect();
        let done = self.last.as_ref().is_some_and(|last| returns.iter().any(|step| step.id == *last));
        let next = returns.iter().any(|step| !self.is_out_of_order(&step.id, process));
        returns.is_empty() || (self.open.is_empty() && (done || next))
    }

    /// Who acts did a step of another kind that is to be another officer's, or sits in a council.
    fn did_another(&self, seen: &Seen<'_>, kind: StepKind) -> bool {
        let (agency, officer) = (&seen.act.agency, &seen.act.officer);
        let another = |(of, by, did): &(AgencyId, OfficerId, StepKind)| {
            of == agency && by == officer && APART.contains(did) && *did != kind
        };
        let sits = kind != StepKind::Appraise && self.council.contains(&(agency.clone(), officer.clone()));
        APART.contains(&kind) && (sits || self.did.iter().any(another))
    }
}
