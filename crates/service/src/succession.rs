//! Agencies that the catalogue says were succeeded, in a dossier that does not say so yet.
//!
//! Belongs here: the same for every service that decides on dossiers: before anything else is decided, the successor stands in the
//! predecessor's place, by an event of its own. Does not: the clock that records it for dossiers that nobody acts on (`routing`).

use crate::Facts;
use jiff::Timestamp;
use lienthong_catalogue::View;
use lienthong_dossier::{Dossier, Event};
use lienthong_names::AgencyId;
use std::collections::BTreeSet;

/// The agencies at work in a dossier that the catalogue gives a successor, now or later, each with it and from when.
pub fn successions<'a>(
    dossier: &'a Dossier,
    catalogue: View<'a>,
) -> impl Iterator<Item = (&'a AgencyId, &'a AgencyId, Timestamp)> {
    let at_work = if catalogue.knows_successions() { Some(dossier.at_work()) } else { None };
    let named: BTreeSet<&AgencyId> =
        at_work.into_iter().flatten().filter(|agency| catalogue.succession(agency).is_some()).collect();
    let said = named.into_iter().filter_map(move |agency| catalogue.succession(agency));
    said.map(|said| (&said.predecessor, &said.successor, said.from))
}

/// The dossier as it stands now, and the events that made it so; `None`: as it is.
///
/// Who takes a place may have been succeeded itself by then, so that it is asked until nobody else stands in.
#[must_use]
pub fn succeeded(dossier: &Dossier, facts: &Facts<'_>) -> Option<(Dossier, Vec<Event>)> {
    let at = facts.effective_at;
    let next = |dossier: &Dossier| {
        let due = successions(dossier, facts.catalogue).filter(|(.., from)| *from <= at);
        due.min_by_key(|(.., from)| *from).map(|(gone, heir, _)| (gone.clone(), heir.clone()))
    };
    let mut due = next(dossier)?;
    let (mut standing, mut events) = (dossier.clone(), Vec::new());
    loop {
        standing.succeed(&due.0, &due.1, at);
        let (predecessor, successor) = due;
        events.push(Event::CustodySucceeded { predecessor, successor });
        match next(&standing) {
            Some(more) => due = more,
            None => return Some((standing, events)),
        }
    }
}
