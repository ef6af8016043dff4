//! ReturnResult: the desk hands the result to the citizen.

use super::Decided;
use crate::case::Case;
use crate::grounds::R12_IN_FORCE;
use crate::rules::{r01_desk, r12_in_force, r19_known, stage};
use lienthong_catalogue::Procedure;
use lienthong_dossier::{Channel, Check, Event, Refusals, Registration};

/// Returned once it was decided, at a desk that the procedure of its reception names.
pub(crate) fn decide(case: &Case<'_>, channel: Channel) -> Decided {
    let registration = r19_known::check(case)?;
    let procedure = procedure_of_reception(case, registration)?;
    let competent = case.dossier.reception.as_ref().map(|reception| &reception.competent);
    let mut no = Refusals::new();
    no.extend(r12_in_force::actor(case));
    no.ask(r01_desk::check(case, procedure, competent));
    no.ask(stage::awaits_return(case));
    no.ask(r01_desk::check_channel(case, procedure, channel));
    no.settle()?;
    Ok(vec![Event::ResultReturned { desk: case.agency().clone(), channel }])
}

/// The version that counts for the dossier: that of its reception, or before it today's.
fn procedure_of_reception<'a>(case: &Case<'a>, registration: &Registration) -> Check<&'a Procedure> {
    let code = &registration.procedure;
    let Some(reception) = &case.dossier.reception else {
        return r12_in_force::procedure(case, code).map(|version| version.procedure);
    };
    match case.facts.catalogue.procedure_version(code, reception.procedure_version) {
        Some(procedure) => Ok(procedure),
        None => R12_IN_FORCE.refuse(
            "procedure",
            format!("không tìm thấy phiên bản {} của thủ tục {code}", reception.procedure_version),
            format!("version {} of procedure {code} is not known", reception.procedure_version),
        ),
    }
}
