//! ReturnResult: the desk, or the public postal service, hands results to the citizen.

use super::{Decided, ask_actor, ask_party};
use crate::case::Case;
use crate::rules::{r01_desk, r10_process, r19_known, results, stage};
use crate::version;
use lienthong_catalogue::{Place, StepKind};
use lienthong_dossier::{Channel, Event, Refusals};

/// Returned once it was decided, at a desk that the procedure of its reception names, or by the carrier that has it. Where the process
/// ends with it, that step is done by it. That the process has come to it was asked when it was decided (R10): no step is done after that,
/// so to ask again could only keep the result from the citizen.
pub(crate) fn decide(case: &Case<'_>, channel: Channel, named: &[Box<str>], authority: &str) -> Decided {
    let registration = r19_known::check(case)?;
    let procedure = version::of_dossier(case, registration)?;
    let competent = case.dossier.reception.as_ref().map(|reception| &reception.competent);
    let mut no = Refusals::new();
    if channel == Channel::Post && case.standing().postal {
        ask_party(case, &mut no);
    } else {
        ask_actor(case, &mut no);
        no.ask(r01_desk::check(case, procedure, competent));
    }
    let process = version::process_of(case);
    no.ask(stage::awaits_return(case));
    no.extend(results::to_be_returned(case, named));
    no.ask(r01_desk::check_channel(case, procedure, channel));
    no.settle()?;
    let left = |id: &str| !named.is_empty() && named.iter().all(|one| **one != *id);
    let partial = case.dossier.results.iter().any(|(id, issued)| issued.awaits_return() && left(id));
    let returned = Event::ResultReturned {
        desk: case.agency().clone(),
        channel,
        results: named.to_vec(),
        authority: authority.into(),
        partial,
    };
    let step = process
        .filter(|_| !partial)
        .and_then(|process| process.next_of(StepKind::Return, r10_process::last_done(case, process)));
    let done = step.map(|step| Event::StepCompleted {
        step: step.id.clone(),
        note: "".into(),
        at_centre: step.place == Place::Centre && channel != Channel::Post,
    });
    Ok(done.into_iter().chain([returned]).collect())
}
