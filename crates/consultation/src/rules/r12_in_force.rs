//! R12: officer, key and agency are valid at the time.

use crate::case::Case;
use crate::grounds::{R12_ACTOR, R12_IN_FORCE};
use lienthong_dossier::Check;
use lienthong_names::{AgencyId, Refusal};

/// What speaks against the actor: key, agency, officer.
pub(crate) fn actor(case: &Case<'_>) -> Vec<Refusal> {
    case.facts.refuse_actor(case.act, case.asked.kind().as_str(), R12_ACTOR.code)
}

/// An agency that is to be asked is in force.
pub(crate) fn agency(case: &Case<'_>, agency: &AgencyId) -> Check {
    named(case, agency, "asks.participant")
}

/// An agency that a field of the command names is in force.
pub(crate) fn named(case: &Case<'_>, agency: &AgencyId, field: &str) -> Check {
    if case.facts.catalogue.agency(agency, case.now()).is_some() {
        return Ok(());
    }
    R12_IN_FORCE.refuse(
        field,
        format!("cơ quan {agency} không có trong danh mục đang có hiệu lực"),
        format!("agency {agency} is not in force in the catalogue"),
    )
}
