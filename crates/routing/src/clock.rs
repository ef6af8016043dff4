//! When terms end, by the calendar of the agency that is held to them.
//!
//! Belongs here: from a term to an instant. Does not: what starts a clock (the commands), how days are counted
//! (`calendar`).

use crate::case::Case;
use crate::grounds::NO_DUE;
use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_dossier::Check;
use lienthong_names::AgencyId;

/// When a term that starts at `from` ends for an agency; `None` where there is no term.
pub(crate) fn due(
    case: &Case<'_>,
    agency: &AgencyId,
    from: Timestamp,
    term: Option<&Term>,
) -> Check<Option<Timestamp>> {
    let Some(term) = term else { return Ok(None) };
    match case.facts.catalogue.due(agency, from, term) {
        Ok(due) => Ok(Some(due)),
        Err(why) => NO_DUE.refuse("term", why.vi(), why.to_string()),
    }
}
