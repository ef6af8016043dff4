//! SetCalendar: working hours and days off, of one agency or of all that have none of their own.

use super::{Decided, ask_office};
use crate::case::Case;
use crate::rules::{form, r22_office};
use lienthong_catalogue::{CalendarEntry, Entry};
use lienthong_dossier::Refusals;

/// A calendar that can be counted with. Appointments given under the old one stay (R17).
pub(crate) fn decide(case: &Case<'_>, entry: &CalendarEntry) -> Decided {
    let mut no = Refusals::new();
    ask_office(case, &mut no);
    no.ask(r22_office::stated(entry.decision.as_ref()));
    no.extend(form::calendar(entry));
    no.settle()?;
    Ok(Entry::CalendarSet(entry.clone()))
}
