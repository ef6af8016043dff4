//! CorrectEntry: what is right is said beside what was entered, which stays.

use super::{Decided, ask_party};
use crate::case::Case;
use crate::grounds::NO_FIELD;
use crate::rules::{cases, entries, r07_reason, r12_in_force, r19_known};
use crate::version;
use lienthong_dossier::{Event, Refusals, is_case};
use lienthong_names::OfficerId;

/// What was wrong, and what is right.
pub(crate) struct Correction<'a> {
    pub(crate) revision: u32,
    pub(crate) event: &'a str,
    pub(crate) field: &'a str,
    pub(crate) value: &'a str,
    pub(crate) reason: &'a str,
    pub(crate) confirmed_by: Option<&'a OfficerId>,
}

/// By whose entry it was, at any time: a mistake may be found after the end. No date and no figure moves by it; whoever needs
/// that says it by an act of its own (R17). But for the case of a dossier that nobody has received yet: it is received under the
/// right one.
pub(crate) fn decide(case: &Case<'_>, correction: &Correction<'_>) -> Decided {
    let registration = r19_known::check(case)?;
    let entry = entries::known(case, correction.revision)?;
    let mut no = Refusals::new();
    if let Some(second) = correction.confirmed_by {
        no.ask(r12_in_force::officer(case, "confirmed_by", second));
    }
    ask_party(case, &mut no);
    if let Some(kind) = no.ask(entries::field(entry, correction.event, correction.field)) {
        no.ask(entries::two_officers(case, kind, correction.confirmed_by));
    }
    if correction.value.trim().is_empty() {
        no.ask(NO_FIELD.refuse::<()>("value", "phải nêu nội dung đúng", "it says what is right"));
    } else if is_case(correction.event, correction.field)
        && let Some(procedure) = no.ask(version::of_dossier(case, registration))
    {
        no.ask(cases::known(procedure, "value", correction.value));
    }
    no.ask(r07_reason::check("reason", [correction.reason]));
    no.settle()?;
    Ok(vec![Event::EntryCorrected {
        revision: correction.revision,
        event: correction.event.into(),
        field: correction.field.into(),
        value: correction.value.into(),
        reason: correction.reason.into(),
        confirmed_by: correction.confirmed_by.cloned(),
    }])
}
