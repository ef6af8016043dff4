//! What a publication speaks of must be known to the catalogue, in force or not: things are published before they hold.

use crate::grounds::{NO_AGENCY, NO_BASIS, NO_KEY, NO_OFFICER, NO_PROCEDURE, NO_UNIT};
use lienthong_catalogue::View;
use lienthong_dossier::Check;
use lienthong_names::{AgencyId, KeyId, LegalBasisId, OfficerId, ProcedureCode, Refusal, UnitId};

/// The agency is registered.
pub(crate) fn agency(catalogue: View<'_>, field: &str, id: &AgencyId) -> Check {
    if catalogue.agency_ever(id).is_some() {
        return Ok(());
    }
    NO_AGENCY.refuse(
        field,
        format!("cơ quan {id} chưa có trong danh mục"),
        format!("agency {id} is not in the catalogue"),
    )
}

/// Every agency of a list is registered; what speaks against it, one by one.
pub(crate) fn agencies<'a>(
    catalogue: View<'_>,
    field: &str,
    ids: impl IntoIterator<Item = &'a AgencyId>,
) -> Vec<Refusal> {
    let missing = ids.into_iter().filter_map(|id| agency(catalogue, field, id).err());
    missing.flat_map(|rejection| rejection.refusals().to_vec()).collect()
}

/// The agency has the unit, if the catalogue lists its units at all.
pub(crate) fn unit(catalogue: View<'_>, agency: &AgencyId, unit: &UnitId) -> Check {
    let units = catalogue.agency_ever(agency).map_or(&[][..], |agency| &agency.units);
    if units.is_empty() || units.iter().any(|known| known.id == *unit) {
        return Ok(());
    }
    NO_UNIT.refuse("unit", format!("{agency} không có đơn vị {unit}"), format!("{agency} has no unit {unit}"))
}

/// The key is registered.
pub(crate) fn key(catalogue: View<'_>, id: &KeyId) -> Check {
    if catalogue.key_ever(id).is_some() {
        return Ok(());
    }
    NO_KEY.refuse("key_id", format!("khóa {id} chưa được đăng ký"), format!("key {id} is not registered"))
}

/// The procedure is published.
pub(crate) fn procedure(catalogue: View<'_>, field: &str, code: &ProcedureCode) -> Check {
    if catalogue.procedure_versions(code) > 0 {
        return Ok(());
    }
    NO_PROCEDURE.refuse(
        field,
        format!("thủ tục {code} chưa được công bố"),
        format!("procedure {code} was never published"),
    )
}

/// Every document of a list is registered; what speaks against it, one by one.
pub(crate) fn legal_bases<'a>(
    catalogue: View<'_>,
    field: &str,
    ids: impl IntoIterator<Item = &'a LegalBasisId>,
) -> Vec<Refusal> {
    let unknown = ids.into_iter().filter(|id| catalogue.legal_basis(id).is_none());
    let refusal = |id: &LegalBasisId| {
        NO_BASIS.refusal(
            field,
            format!("căn cứ pháp lý {id} chưa được đăng ký"),
            format!("legal basis {id} is not registered"),
        )
    };
    unknown.map(refusal).collect()
}

/// The officer has, or had, a place in the agency.
pub(crate) fn officer(catalogue: View<'_>, field: &str, agency: &AgencyId, officer: &OfficerId) -> Check {
    if catalogue.officer_ever(agency, officer).is_some() {
        return Ok(());
    }
    NO_OFFICER.refuse(
        field,
        format!("{agency} không có cán bộ {officer}"),
        format!("{agency} has no officer {officer}"),
    )
}
