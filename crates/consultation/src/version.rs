//! The version of a procedure, and of how it is worked, that counts for a dossier: that of its reception (R17).

use crate::case::Case;
use lienthong_catalogue::{Procedure, Process};

/// The procedure; `None` before reception, and where history does not know it.
pub(crate) fn procedure<'a>(case: &Case<'a>) -> Option<&'a Procedure> {
    let code = &case.dossier.registration.as_ref()?.procedure;
    let version = case.dossier.reception.as_ref()?.procedure_version;
    case.facts.catalogue.procedure_version(code, version)
}

/// How it is worked; `None` where nothing was published then.
pub(crate) fn process<'a>(case: &Case<'a>) -> Option<&'a Process> {
    let code = &case.dossier.registration.as_ref()?.procedure;
    let version = case.dossier.reception.as_ref()?.process_version?;
    case.facts.catalogue.process_version(code, version)
}
