//! R29: decided without an opinion that the published process foresees. Directive 1đ.

use crate::finding::Finding;
use crate::rule::Rule;
use crate::seen::Seen;
use lienthong_dossier::{Event, Purpose};
use lienthong_names::AgencyId;

pub(crate) fn look(seen: &Seen<'_>, found: &mut Vec<Finding>) {
    let resolves = seen.events.iter().any(|event| matches!(event, Event::DossierResolved { .. }));
    if resolves && seen.is_live() && !seen.before.unasked_found {
        found.extend(unasked(seen));
    }
}

fn unasked(seen: &Seen<'_>) -> Option<Finding> {
    let process = seen.process()?;
    let resolver = &seen.act().agency;
    let foreseen = process.legs.iter().filter(|leg| *leg.purpose == *Purpose::Opinion.as_str());
    let named = foreseen.filter_map(|leg| leg.to.as_ref());
    let missing: Vec<&AgencyId> = named
        .filter(|named| *named != resolver && seen.view.acting(named, seen.now()) != resolver)
        .filter(|named| !was_asked(seen, named))
        .collect();
    let names = missing.iter().map(|agency| agency.as_str()).collect::<Vec<_>>().join(", ");
    (!missing.is_empty()).then(|| {
        let finding = seen.found(Rule::OpinionUnasked).after(seen.before.received.as_ref());
        finding.missing_until(seen.told.place).says(
            format!("giải quyết mà chưa lấy ý kiến của {names}"),
            format!("decided without asking {names} for an opinion"),
        )
    })
}

/// It, or who stands in its place, was asked, or had the dossier by any leg.
fn was_asked(seen: &Seen<'_>, agency: &AgencyId) -> bool {
    let dossier = seen.dossier();
    let is = |other: &AgencyId| other == agency || seen.view.leads_to(agency, other);
    dossier.legs.values().any(|leg| is(&leg.to))
        || dossier.consultations.values().flat_map(|of| of.requests()).any(|(asked, _)| is(&asked.agency))
}
