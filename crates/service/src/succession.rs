//! Agencies that the catalogue says were succeeded, in a dossier that does not say so yet.
//!
//! Belongs here: the same for every service that decides on dossiers: before anything else is decided, the successor stands in the
//! predecessor's place, by an event of its own. Does not: the clock that records it for dossiers that nobody acts on (`routing`).

use crate::Facts;
use lienthong_catalogue::{Succession, View};
use lienthong_dossier::{Dossier, Event};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What the catalogue says of the agencies at work in a dossier: who takes whose place, now or later; each once, in order of
/// the predecessor.
pub fn successions<'a>(dossier: &'a Dossier, catalogue: View<'a>) -> impl Iterator<Item = &'a Succession> {
    let at_work = if catalogue.knows_successions() { Some(dossier.at_work()) } else { None };
    let said = at_work.into_iter().flatten().filter_map(|agency| catalogue.succession(agency));
    said.map(|said| (&said.predecessor, said)).collect::<BTreeMap<_, _>>().into_values()
}

/// The dossier as it stands now, and the events that made it so; none, where it says so itself.
///
/// Who takes a place may have been succeeded itself by then, so that it is asked until nobody else stands in.
#[must_use]
pub fn succeeded<'a>(dossier: &'a Dossier, facts: &Facts<'_>) -> (Cow<'a, Dossier>, Vec<Event>) {
    let at = facts.effective_at;
    let (mut standing, mut events) = (Cow::Borrowed(dossier), Vec::new());
    loop {
        let due = successions(&standing, facts.catalogue).filter(|said| said.from <= at);
        let Some(said) = due.min_by_key(|said| said.from) else { return (standing, events) };
        let (predecessor, successor) = (said.predecessor.clone(), said.successor.clone());
        standing.to_mut().succeed(&predecessor, &successor, at);
        events.push(Event::CustodySucceeded { predecessor, successor });
    }
}
