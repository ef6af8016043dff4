//! What became of a dossier by itself and is not recorded yet: agencies that the catalogue says were succeeded, and opinions that did
//! not come in time.
//!
//! Belongs here: the same for every service that decides on dossiers: before anything else is decided, the successor stands in the
//! predecessor's place and silence means what it means, each by an event of its own. So what one service decides does not turn on
//! whether another one has recorded its clocks yet. Does not: the clocks that record it for dossiers that nobody acts on (`routing`,
//! `consultation`).

use crate::Facts;
use jiff::Timestamp;
use lienthong_catalogue::{Succession, View};
use lienthong_dossier::{Dossier, Event};
use lienthong_names::LegId;
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
pub fn standing<'a>(dossier: &'a Dossier, facts: &Facts<'_>) -> (Cow<'a, Dossier>, Vec<Event>) {
    let at = facts.effective_at;
    brought_up(dossier, facts.catalogue, at, |from| from <= at)
}

/// The same just before a clock runs out, which decides for itself what that leads to.
#[must_use]
pub fn standing_before<'a>(
    dossier: &'a Dossier,
    facts: &Facts<'_>,
    due: Timestamp,
) -> (Cow<'a, Dossier>, Vec<Event>) {
    brought_up(dossier, facts.catalogue, due, |from| from < due)
}

fn brought_up<'a>(
    dossier: &'a Dossier,
    catalogue: View<'_>,
    at: Timestamp,
    has_come: impl Fn(Timestamp) -> bool,
) -> (Cow<'a, Dossier>, Vec<Event>) {
    let (mut standing, mut events) = (Cow::Borrowed(dossier), Vec::new());
    loop {
        let said = successions(&standing, catalogue).filter(|said| has_come(said.from));
        let said = said.min_by_key(|said| said.from).cloned();
        let ran_out = next_lapse(&standing, at);
        // What ran out at the instant at which an agency ceased did so first.
        let lapse = ran_out.filter(|(due, ..)| said.as_ref().is_none_or(|said| *due <= said.from));
        if let Some((_, leg, lapsed)) = lapse {
            standing.to_mut().lapse(&leg);
            events.extend(lapsed);
        } else if let Some(Succession { predecessor, successor, .. }) = said {
            standing.to_mut().succeed(&predecessor, &successor, at);
            events.push(Event::CustodySucceeded { predecessor, successor });
        } else {
            return (standing, events);
        }
    }
}

/// The first ask whose term ran out before an instant, and what is recorded of that.
fn next_lapse(dossier: &Dossier, before: Timestamp) -> Option<(Timestamp, LegId, Vec<Event>)> {
    let ran_out = dossier.running_asks().filter(|running| running.due < before);
    let first = ran_out.min_by_key(|running| (running.due, &running.request.leg))?;
    Some((first.due, first.request.leg.clone(), first.ran_out()))
}
