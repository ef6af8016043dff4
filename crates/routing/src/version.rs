//! The version of a procedure, and of how it is worked, that counts for a dossier: that of its reception, or before it today's.

use crate::case::Case;
use crate::grounds::R12_IN_FORCE;
use crate::rules::r12_in_force;
use lienthong_catalogue::{ForeseenLeg, Procedure, Process};
use lienthong_dossier::{Check, Purpose, Registration, sabotage};
use lienthong_names::AgencyId;

/// A running dossier keeps the version of its reception (R17).
pub(crate) fn of_dossier<'a>(case: &Case<'a>, registration: &Registration) -> Check<&'a Procedure> {
    let code = &registration.procedure;
    let received = case.dossier.reception.as_ref().filter(|_| !sabotage::is_off("R17"));
    let Some(reception) = received else {
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

/// The leg that the dossier's process foresees to an agency for a purpose.
pub(crate) fn foreseen<'a>(case: &Case<'a>, to: &AgencyId, purpose: Purpose) -> Option<&'a ForeseenLeg> {
    process_of(case).and_then(|process| process.leg(to, purpose.as_str()))
}

/// How the dossier is worked: the version of its reception; `None` where none was published then.
pub(crate) fn process_of<'a>(case: &Case<'a>) -> Option<&'a Process> {
    case.facts.process_of(case.dossier)
}
