//! RegisterAgency, RegisterDesk, GrantRole: who there is, where one goes, and who may act.

use super::{Decided, ask_office};
use crate::case::Case;
use crate::rules::{form, known, r22_office};
use lienthong_catalogue::{Agency, Desk, Entry, Grant};
use lienthong_dossier::Refusals;

/// An agency, below one that is known; again with other words is its new version.
pub(crate) fn register(case: &Case<'_>, agency: &Agency) -> Decided {
    let catalogue = case.facts.catalogue;
    let mut no = Refusals::new();
    if let Some(parent) = agency.parent.as_ref().filter(|parent| **parent != agency.id) {
        no.ask(known::agency(catalogue, "parent", parent));
    }
    ask_office(case, &mut no);
    no.ask(form::named("name", &agency.name));
    no.ask(form::validity("validity", &agency.validity));
    no.ask(form::no_circle(catalogue, agency));
    no.extend(form::each_once("units", agency.units.iter().map(|unit| unit.id.as_str())));
    no.settle()?;
    Ok(Entry::AgencyRegistered(agency.clone()))
}

/// An agency's one-stop desk, and whom it serves.
pub(crate) fn register_desk(case: &Case<'_>, desk: &Desk) -> Decided {
    let catalogue = case.facts.catalogue;
    let mut no = Refusals::new();
    no.ask(known::agency(catalogue, "agency", &desk.agency));
    no.extend(known::agencies(catalogue, "serves", &desk.serves));
    ask_office(case, &mut no);
    no.ask(form::validity("validity", &desk.validity));
    no.ask(r22_office::stated(desk.decision.as_ref()));
    no.settle()?;
    Ok(Entry::DeskRegistered(desk.clone()))
}

/// An officer's place in an agency.
pub(crate) fn grant(case: &Case<'_>, grant: &Grant) -> Decided {
    let catalogue = case.facts.catalogue;
    let mut no = Refusals::new();
    no.ask(known::agency(catalogue, "agency", &grant.agency));
    if let Some(unit) = &grant.unit {
        no.ask(known::unit(catalogue, &grant.agency, unit));
    }
    ask_office(case, &mut no);
    no.ask(form::validity("validity", &grant.validity));
    no.settle()?;
    Ok(Entry::RoleGranted(grant.clone()))
}
