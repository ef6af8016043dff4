//! ReturnResult: the desk hands the result to the citizen.

use super::Decided;
use crate::case::Case;
use crate::rules::{r01_desk, r12_in_force, r19_known, stage};
use crate::version;
use lienthong_dossier::{Channel, Event, Refusals};

/// Returned once it was decided, at a desk that the procedure of its reception names.
pub(crate) fn decide(case: &Case<'_>, channel: Channel) -> Decided {
    let registration = r19_known::check(case)?;
    let procedure = version::of_dossier(case, registration)?;
    let competent = case.dossier.reception.as_ref().map(|reception| &reception.competent);
    let mut no = Refusals::new();
    no.extend(r12_in_force::actor(case));
    no.ask(r01_desk::check(case, procedure, competent));
    no.ask(stage::awaits_return(case));
    no.ask(r01_desk::check_channel(case, procedure, channel));
    no.settle()?;
    Ok(vec![Event::ResultReturned { desk: case.agency().clone(), channel }])
}
