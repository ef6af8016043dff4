//! Who entered what, and what was found wrong in it later.
//!
//! Belongs here: the entries of a dossier, by revision, and corrections beside them. Does not: who may correct (`routing`).

use crate::event::{Event, EventKind};
use crate::evolve::Fact;
use crate::state::Dossier;
use jiff::Timestamp;
use lienthong_names::{AgencyId, OfficerId};

/// An admitted record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whose act it was.
    pub agency: AgencyId,
    /// What it led to.
    pub events: Vec<EventKind>,
}

/// What is right in place of a field of an entry. The entry itself never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Revision of the record.
    pub revision: u64,
    /// Which event of it, by name.
    pub event: Box<str>,
    /// Which field of the event.
    pub field: Box<str>,
    /// What is right.
    pub value: Box<str>,
    /// Why.
    pub reason: Box<str>,
    /// By whom.
    pub by: AgencyId,
    /// The second officer.
    pub confirmed_by: Option<OfficerId>,
    /// When.
    pub at: Timestamp,
}

/// Whether a field of an event is the case (trường hợp) that the dossier is of.
#[must_use]
pub fn is_case(event: &str, field: &str) -> bool {
    event == EventKind::DossierRegistered.as_str() && field == "case"
}

/// Whose entry it is, and what it led to.
pub(crate) fn note(dossier: &mut Dossier, fact: Fact<'_>) {
    let new = || Entry { agency: fact.agency.clone(), events: Vec::new() };
    dossier.entries.entry(fact.revision).or_insert_with(new).events.push(fact.event.kind());
}

/// What is right, beside the entry. As long as nobody has received it nothing was promised: then it is received under the case that
/// is right. What was promised stands (R17).
pub(crate) fn correct(dossier: &mut Dossier, fact: Fact<'_>) {
    let Event::EntryCorrected { revision, event, field, value, reason, confirmed_by } = fact.event else {
        return;
    };
    if let Some(registration) = dossier.registration.as_mut().filter(|_| dossier.reception.is_none())
        && is_case(event, field)
        && let Ok(case) = value.parse()
    {
        registration.case = Some(case);
    }
    dossier.corrections.push(Correction {
        revision: u64::from(*revision),
        event: event.clone(),
        field: field.clone(),
        value: value.clone(),
        reason: reason.clone(),
        by: fact.agency.clone(),
        confirmed_by: confirmed_by.clone(),
        at: fact.at,
    });
}
