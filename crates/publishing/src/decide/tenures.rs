//! AppointHead, AppointDeputy, AppointActing, EndTenure: who answers for an agency, from when until when. Directive 8.

use super::{Decided, ask_office};
use crate::case::Case;
use crate::grounds::{FOR_NO_FIELD, NOT_SEATED, SEAT_TAKEN};
use crate::rules::{form, known, r22_office};
use lienthong_catalogue::{Deputyship, Entry, Seat, Tenure, TenureEnd};
use lienthong_dossier::{Check, Refusals};

/// One at a time: the one before ends first, or has ended.
pub(crate) fn head(case: &Case<'_>, tenure: &Tenure) -> Decided {
    let mut no = Refusals::new();
    ask_place(case, tenure, &mut no);
    no.ask(free(case, Seat::Head, tenure));
    ask_form(tenure, &mut no);
    no.settle()?;
    Ok(Entry::HeadAppointed(tenure.clone()))
}

/// For fields that are named; an officer is a deputy once at a time, for all of theirs.
pub(crate) fn deputy(case: &Case<'_>, deputyship: &Deputyship) -> Decided {
    let Deputyship { tenure, fields } = deputyship;
    let mut no = Refusals::new();
    ask_place(case, tenure, &mut no);
    no.ask(free(case, Seat::Deputy, tenure));
    ask_form(tenure, &mut no);
    no.extend(form::each_once("fields", fields.iter().map(|field| &**field)));
    if fields.is_empty() || fields.iter().any(|field| field.trim().is_empty()) {
        no.ask(FOR_NO_FIELD.refuse::<()>(
            "fields",
            "cấp phó phải được giao lĩnh vực phụ trách",
            "a deputy answers for fields that have names",
        ));
    }
    no.settle()?;
    Ok(Entry::DeputyAppointed(deputyship.clone()))
}

/// Before it is known when the head is away, too: it counts where the head does not. That two act at once is let in and found (R26).
pub(crate) fn acting(case: &Case<'_>, tenure: &Tenure) -> Decided {
    let mut no = Refusals::new();
    ask_place(case, tenure, &mut no);
    ask_form(tenure, &mut no);
    no.settle()?;
    Ok(Entry::ActingAppointed(tenure.clone()))
}

/// Of who is in the seat when it ends.
pub(crate) fn end(case: &Case<'_>, end: &TenureEnd) -> Decided {
    let catalogue = case.facts.catalogue;
    let mut no = Refusals::new();
    no.ask(known::agency(catalogue, "agency", &end.agency));
    no.ask(known::officer(catalogue, "officer", &end.agency, &end.officer));
    ask_office(case, &mut no);
    if !catalogue.seated(&end.agency, end.seat, end.from).any(|seated| seated.tenure.officer == end.officer) {
        no.ask(NOT_SEATED.refuse::<()>(
            "officer",
            format!("tại thời điểm đó {} không giữ chức danh này ở {}", end.officer, end.agency),
            format!("{} is no {} of {} then", end.officer, end.seat.as_str(), end.agency),
        ));
    }
    no.ask(r22_office::decision(&end.decision));
    no.settle()?;
    Ok(Entry::TenureEnded(end.clone()))
}

/// Of an agency that is known, an officer who has a place there.
fn ask_place(case: &Case<'_>, tenure: &Tenure, no: &mut Refusals) {
    let catalogue = case.facts.catalogue;
    no.ask(known::agency(catalogue, "agency", &tenure.agency));
    no.ask(known::officer(catalogue, "officer", &tenure.agency, &tenure.officer));
    ask_office(case, no);
}

fn ask_form(tenure: &Tenure, no: &mut Refusals) {
    no.ask(r22_office::decision(&tenure.decision));
    no.ask(form::named("name", &tenure.name));
    no.ask(form::validity("validity", &tenure.validity));
}

/// Nobody is in the seat at any time of the tenure: no other head; of deputies not the same officer.
fn free(case: &Case<'_>, seat: Seat, tenure: &Tenure) -> Check {
    let mut tenures = case.facts.catalogue.tenures(&tenure.agency);
    let taken = tenures.find(|(time, seated)| {
        seated.seat == seat
            && (seat == Seat::Head || seated.tenure.officer == tenure.officer)
            && time.overlaps(&tenure.validity)
    });
    let Some((_, seated)) = taken else { return Ok(()) };
    SEAT_TAKEN.refuse(
        "validity",
        format!("{} đang giữ chức danh này ở {} trong thời gian đó", seated.tenure.officer, tenure.agency),
        format!("{} is {} of {} in that time", seated.tenure.officer, seat.as_str(), tenure.agency),
    )
}
