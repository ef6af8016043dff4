//! PostSent, PostArrived, PostFailed, NotifyApplicant: what goes between desk and citizen, and who carries it.

use super::{Decided, ask_party};
use crate::case::Case;
use crate::grounds::NOTHING_TOLD;
use crate::rules::{consignments, pauses, r07_reason, r12_in_force, r19_known, stage};
use jiff::Timestamp;
use lienthong_dossier::{Event, NoticeMeans, PostDirection, Refusals};
use lienthong_names::AgencyId;

/// What is handed to the carrier.
pub(crate) struct Parcel<'a> {
    pub(crate) consignment: &'a str,
    pub(crate) direction: PostDirection,
    pub(crate) carrier: &'a AgencyId,
    pub(crate) office: &'a str,
    pub(crate) items: &'a [Box<str>],
    pub(crate) due: Option<Timestamp>,
}

/// On its way: said by the desk that hands it over, or by the carrier that fetches it from the citizen.
pub(crate) fn send(case: &Case<'_>, parcel: &Parcel<'_>) -> Decided {
    r19_known::check(case)?;
    r12_in_force::agency(case, "carrier", parcel.carrier)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(consignments::unused(case, parcel.consignment));
    no.ask(consignments::carrier(case, parcel.carrier));
    no.ask(pauses::ahead(case, "due", parcel.due));
    no.settle()?;
    Ok(vec![Event::PostSent {
        consignment: parcel.consignment.into(),
        direction: parcel.direction,
        carrier: parcel.carrier.clone(),
        office: parcel.office.into(),
        items: parcel.items.to_vec(),
        due: parcel.due,
    }])
}

/// Handed over at its end.
pub(crate) fn arrive(case: &Case<'_>, consignment: &str) -> Decided {
    r19_known::check(case)?;
    let sent = consignments::known(case, consignment)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(consignments::on_the_way(sent, consignment));
    no.settle()?;
    Ok(vec![Event::PostArrived { consignment: consignment.into() }])
}

/// Given up, for a reason.
pub(crate) fn fail(case: &Case<'_>, consignment: &str, reason: &str) -> Decided {
    r19_known::check(case)?;
    let sent = consignments::known(case, consignment)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(consignments::on_the_way(sent, consignment));
    no.ask(r07_reason::check("reason", [reason]));
    no.settle()?;
    Ok(vec![Event::PostFailed { consignment: consignment.into(), reason: reason.into() }])
}

/// The applicant was told. R06: that the desk does so, and not the custodian alone, is for inspection to find.
pub(crate) fn notify(case: &Case<'_>, means: NoticeMeans, text: &str) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::not_annulled(case));
    if text.trim().is_empty() {
        no.ask(NOTHING_TOLD.refuse::<()>("text", "phải nêu nội dung thông báo", "what was told is missing"));
    }
    no.settle()?;
    Ok(vec![Event::ApplicantNotified { means, text: text.into() }])
}
