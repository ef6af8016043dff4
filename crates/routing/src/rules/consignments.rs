//! What can be said of a consignment of the public postal service.

use crate::case::Case;
use crate::grounds::{CARRIER, CONSIGNMENT_PAST, NO_CONSIGNMENT};
use lienthong_dossier::{Check, Consignment};
use lienthong_names::AgencyId;

/// The carrier is a public postal service in force; and where it is a carrier that speaks, it speaks for itself.
pub(crate) fn carrier(case: &Case<'_>, carrier: &AgencyId) -> Check {
    let postal = |agency| case.facts.catalogue.agency(agency, case.now()).is_some_and(|known| known.postal);
    if postal(carrier) && (carrier == case.agency() || !postal(case.agency())) {
        return Ok(());
    }
    CARRIER.refuse(
        "carrier",
        format!("{carrier} không phải là đơn vị bưu chính công ích chuyển bưu gửi này"),
        format!("{carrier} is not the public postal service that carries this"),
    )
}

/// Its number is one, and free.
pub(crate) fn unused(case: &Case<'_>, number: &str) -> Check {
    if !number.trim().is_empty() && !case.dossier.consignments.contains_key(number) {
        return Ok(());
    }
    CONSIGNMENT_PAST.refuse(
        "consignment",
        format!("số hiệu bưu gửi `{number}` trống hoặc đã dùng"),
        format!("consignment number `{number}` is empty or in use"),
    )
}

/// It is known.
pub(crate) fn known<'a>(case: &Case<'a>, number: &str) -> Check<&'a Consignment> {
    match case.dossier.consignments.get(number) {
        Some(sent) => Ok(sent),
        None => NO_CONSIGNMENT.refuse(
            "consignment",
            format!("hồ sơ {} không có bưu gửi `{number}`", case.code),
            format!("dossier {} has no consignment `{number}`", case.code),
        ),
    }
}

/// It is on its way.
pub(crate) fn on_the_way(sent: &Consignment, number: &str) -> Check {
    if sent.ended_at.is_none() {
        return Ok(());
    }
    CONSIGNMENT_PAST.refuse(
        "consignment",
        format!("bưu gửi `{number}` đã kết thúc hành trình"),
        format!("consignment `{number}` has come to its end"),
    )
}
