//! How late a dossier is decided, and whose lateness it is (DOMAIN section 9): it stands in the decision, where nobody can add it up
//! another way afterwards.

use crate::case::Case;
use crate::since;
use lienthong_dossier::{Dossier, Lateness};
use std::borrow::Cow;

/// On the calendar of the desk that received it, against what it is held to. `None`: nothing was promised, or a day on the way was never
/// decided; a decision does not wait for that.
pub(crate) fn at(case: &Case<'_>, dossier: &Dossier) -> Option<Box<Lateness>> {
    let due = dossier.due()?;
    let desk = &dossier.reception.as_ref()?.desk;
    let calendar = case.facts.catalogue.calendar(desk)?;
    let way = if since::citizens_days_are_nobodys(case.facts) {
        Cow::Borrowed(case.way)
    } else {
        Cow::Owned(case.way.as_version_1_counted())
    };
    let lateness = Lateness::of(&way, calendar, due, case.now()).ok()?;
    Some(Box::new(lateness.exceeded()))
}
