//! IssueApology, Reappoint: two things. An apology moves no date; a new appointment is given once (R14), and figures go on
//! measuring against the first.

use super::{Decided, ask_desk, ask_party};
use crate::case::Case;
use crate::rules::{dates, pauses, r07_reason, r12_in_force, r19_known, stage};
use crate::version;
use jiff::Timestamp;
use lienthong_dossier::{Event, Refusals};
use lienthong_names::AgencyId;

/// The letter of apology.
pub(crate) struct Letter<'a> {
    pub(crate) reason: &'a str,
    pub(crate) responsible: Option<&'a AgencyId>,
    pub(crate) number: &'a str,
    pub(crate) date: &'a str,
}

/// Any number of them. R06: that the desk issues it is for inspection to find; R14: so is one that comes too late.
pub(crate) fn apologise(case: &Case<'_>, letter: &Letter<'_>) -> Decided {
    r19_known::check(case)?;
    if let Some(responsible) = letter.responsible {
        r12_in_force::agency(case, "responsible", responsible)?;
    }
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(r07_reason::check("reason", [letter.reason]));
    no.extend(dates::document(case, [("number", letter.number)], ("date", letter.date)));
    no.settle()?;
    let holder = case.dossier.custodian().unwrap_or(case.agency());
    Ok(vec![Event::ApologyIssued {
        reason: letter.reason.into(),
        responsible: letter.responsible.unwrap_or(holder).clone(),
        number: letter.number.into(),
        date: letter.date.into(),
    }])
}

/// Another day is promised. A second promise is recorded like the first and has no effect: R14 finds it.
pub(crate) fn reappoint(case: &Case<'_>, until: Timestamp, reason: &str) -> Decided {
    let procedure = version::of_dossier(case, r19_known::check(case)?)?;
    let mut no = Refusals::new();
    ask_desk(case, &mut no, procedure);
    no.ask(stage::running(case));
    no.ask(r07_reason::check("reason", [reason]));
    no.ask(pauses::ahead(case, "until", Some(until)));
    no.settle()?;
    Ok(vec![Event::Reappointed { until, reason: reason.into() }])
}
