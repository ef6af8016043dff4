//! What was found, and what became of it on record, as JSON: the same wherever it is asked for.

use crate::finding::Finding;
use crate::told::Place;
use jiff::tz::Offset;
use lienthong_supervision::{ChargeState, Judgement, Matter};
use serde_json::{Value, json};

/// A finding, with the records that prove it.
#[must_use]
pub fn finding(finding: &Finding) -> Value {
    let said = finding.rule.said();
    json!({
        "id": finding.id().as_str(),
        "rule": finding.rule.name(),
        "broken": &*finding.broken,
        "number": said.number,
        "severity": said.severity.as_str(),
        "law": said.law,
        "at": finding.at.to_string(),
        "agency": finding.agency.as_str(),
        "officer": finding.officer.as_ref().map(|officer| officer.as_str()),
        "dossier": finding.dossier.as_ref().map(|code| code.as_str()),
        "record": finding.place.to_string(),
        "stream": finding.place.stream.to_string(),
        "revision": finding.place.revision,
        "evidence": finding.evidence.iter().map(place).collect::<Vec<_>>(),
        "absence": finding.absence.as_ref().map(|absence| {
            json!({ "stream": absence.stream.to_string(), "revision": absence.revision })
        }),
        "vi": finding.vi,
        "en": finding.en,
    })
}

fn place(place: &Place) -> Value {
    json!({
        "record": place.to_string(),
        "stream": place.stream.to_string(),
        "revision": place.revision,
    })
}

/// What became of a finding on record: who opened it, what its head said to it, how it was judged, what was asked for. `offset` says by how
/// much clocks on the wall are ahead: deadlines are days.
#[must_use]
pub fn story(matter: &Matter, offset: Offset) -> Value {
    let day = |at: jiff::Timestamp| offset.to_datetime(at).date();
    let opened = matter.opened.as_ref();
    json!({
        "opened": opened.map(|opened| json!({
            "at": opened.opened_at.to_string(),
            "by": opened.by.as_str(),
            "officer": opened.officer.as_str(),
        })),
        "explanations": matter.explanations.iter().map(|said| json!({
            "at": said.at.to_string(),
            "officer": said.officer.as_str(),
            "text": &*said.text,
            "documents": said.documents.iter().map(|document| &*document.name).collect::<Vec<_>>(),
            "late": opened.is_some_and(|opened| day(said.at) > opened.explain_until),
        })).collect::<Vec<_>>(),
        "judged": matter.judged.as_ref().map(|judged| json!({
            "at": judged.at.to_string(),
            "by": judged.by.as_str(),
            "holds": judged.judgement == Judgement::Confirmed,
            "reason": &*judged.reason,
        })),
        "remedies": matter.charges.iter().map(|charge| json!({
            "number": charge.number,
            "agency": charge.agency.as_str(),
            "what": &*charge.what,
            "due": charge.due.to_string(),
            "open": charge.is_open(),
            "done": charge.state == ChargeState::Accepted,
        })).collect::<Vec<_>>(),
        "measures": matter.measures.iter().map(|measure| json!({
            "form": measure.form.as_str(),
            "decision": &*measure.decision,
            "decided_on": measure.decided_on.to_string(),
            "agency": measure.agency.as_str(),
            "person": measure.person.as_ref().map(|person| person.as_str()),
        })).collect::<Vec<_>>(),
        "closed": matter.closed.as_ref().map(|(at, reason)| json!({ "at": at.to_string(), "reason": &**reason })),
    })
}
