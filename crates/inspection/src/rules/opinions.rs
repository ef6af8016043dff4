//! R29: decided without an opinion that the published process foresees. Directive 1đ.

use crate::finding::Finding;
use crate::rule::Rule;
use crate::seen::Seen;
use jiff::Timestamp;
use lienthong_catalogue::{ForeseenLeg, Process, View};
use lienthong_dossier::{Dossier, Event, Purpose};
use lienthong_names::AgencyId;

pub(crate) fn look(seen: &Seen<'_>, found: &mut Vec<Finding>) {
    let resolves = seen.events.iter().any(|event| matches!(event, Event::DossierResolved { .. }));
    if resolves && seen.is_live() && !seen.before.unasked_found {
        found.extend(unasked(seen));
    }
}

fn unasked(seen: &Seen<'_>) -> Option<Finding> {
    let missing = missing(seen.dossier(), seen.process()?, seen.view, &seen.act().agency, seen.now());
    let names = missing.iter().map(|leg| leg.to.as_ref().map_or("", AgencyId::as_str));
    let names = names.collect::<Vec<_>>().join(", ");
    (!missing.is_empty()).then(|| {
        let finding = seen.found(Rule::OpinionUnasked).after(seen.before.received.as_ref());
        finding.missing_until(seen.told.place).says(
            format!("giải quyết mà chưa lấy ý kiến của {names}"),
            format!("decided without asking {names} for an opinion"),
        )
    })
}

/// Legs by which a process demands an agency's opinion, of agencies that nobody asked. Who resolves is asked for none.
pub(crate) fn missing<'a>(
    dossier: &Dossier,
    process: &'a Process,
    view: View<'a>,
    resolver: &AgencyId,
    at: Timestamp,
) -> Vec<&'a ForeseenLeg> {
    let demanded = process.legs.iter().filter(|leg| *leg.purpose == *Purpose::Opinion.as_str());
    let missing = demanded.filter(|leg| {
        leg.to.as_ref().is_some_and(|named| {
            named != resolver && view.acting(named, at) != resolver && !was_asked(dossier, view, named)
        })
    });
    missing.collect()
}

/// It, or who stands in its place, was asked, or had the dossier by any leg.
pub(crate) fn was_asked(dossier: &Dossier, view: View<'_>, agency: &AgencyId) -> bool {
    let is = |other: &AgencyId| other == agency || view.leads_to(agency, other);
    dossier.legs.values().any(|leg| is(&leg.to))
        || dossier.consultations.values().flat_map(|of| of.requests()).any(|(asked, _)| is(&asked.agency))
}
