//! R12: officer, key, agency and procedure are valid at the time.

use crate::case::{Case, Version};
use crate::grounds::{NO_UNIT, R12_ACTOR, R12_IN_FORCE};
use jiff::Timestamp;
use lienthong_dossier::Check;
use lienthong_names::{AgencyId, OfficerId, ProcedureCode, Refusal, UnitId};

/// What speaks against the actor: key, agency, officer.
pub(crate) fn actor(case: &Case<'_>) -> Vec<Refusal> {
    case.facts.refuse_actor(case.act, case.asked.kind().as_str(), R12_ACTOR.code)
}

/// The version of a procedure that is in force now.
pub(crate) fn procedure<'a>(case: &Case<'a>, code: &ProcedureCode) -> Check<Version<'a>> {
    match case.facts.catalogue.procedure(code, case.now()) {
        Some((number, procedure)) => Ok(Version { number, procedure }),
        None => R12_IN_FORCE.refuse(
            "procedure",
            format!("thủ tục {code} chưa được công bố hoặc chưa có hiệu lực"),
            format!("procedure {code} is not in force"),
        ),
    }
}

/// The version that was in force on an earlier day, on which the citizen came; where there was none yet, today's.
pub(crate) fn procedure_on<'a>(case: &Case<'a>, code: &ProcedureCode, day: Timestamp) -> Check<Version<'a>> {
    match case.facts.catalogue.procedure(code, day) {
        Some((number, procedure)) => Ok(Version { number, procedure }),
        None => self::procedure(case, code),
    }
}

/// An agency that is spoken of is in force.
pub(crate) fn agency(case: &Case<'_>, field: &str, agency: &AgencyId) -> Check {
    if case.facts.catalogue.agency(agency, case.now()).is_some() {
        return Ok(());
    }
    R12_IN_FORCE.refuse(
        field,
        format!("cơ quan {agency} không có trong danh mục đang có hiệu lực"),
        format!("agency {agency} is not in force in the catalogue"),
    )
}

/// An officer of the acting agency who is spoken of holds a valid role.
pub(crate) fn officer(case: &Case<'_>, field: &str, officer: &OfficerId) -> Check {
    if case.facts.catalogue.officer(case.agency(), officer, case.now()).is_some() {
        return Ok(());
    }
    R12_IN_FORCE.refuse(
        field,
        format!("cán bộ {officer} không có vai trò đang có hiệu lực tại {}", case.agency()),
        format!("officer {officer} holds no valid role at {}", case.agency()),
    )
}

/// A unit of the acting agency that is spoken of stands in the catalogue, if that lists the agency's units at all.
pub(crate) fn unit(case: &Case<'_>, field: &str, unit: &UnitId) -> Check {
    let units =
        case.facts.catalogue.agency(case.agency(), case.now()).map_or(&[][..], |agency| &agency.units);
    if units.is_empty() || units.iter().any(|known| known.id == *unit) {
        return Ok(());
    }
    NO_UNIT.refuse(
        field,
        format!("{} không có đơn vị {unit}", case.agency()),
        format!("{} has no unit {unit}", case.agency()),
    )
}
