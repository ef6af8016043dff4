//! What was asked, answered and summed up about a dossier, as it is shown: who is late, what silence meant, what a digest quotes.

use super::closed::{Said, said};
use super::tables::Tables;
use crate::view::{
    ConsultationView, DigestView, DossierView, ObjectionView, PaperView, ParticipantView, QuoteView,
    RequestView,
};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What the opinions of a consultation say, so far as it is shown, by the revisions of their records.
type Words = BTreeMap<u64, Said>;

/// One consultation of a dossier.
pub(super) fn shown(
    tables: &Tables<'_>,
    dossier: &DossierView,
    asked: &ConsultationView,
    now: Timestamp,
) -> Value {
    let words: Words = asked
        .requests()
        .flat_map(|(_, request)| &request.opinions)
        .map(|opinion| (opinion.revision, said(tables, dossier, asked, opinion)))
        .collect();
    let requests = asked.requests().map(|(who, request)| shown_request(tables, who, request, &words, now));
    let digest = asked.digest.iter().flatten().map(|item| shown_item(tables, asked, &words, item));
    json!({
        "consultation": asked.consultation,
        "chair": asked.chair,
        "chair_name": tables.called(&asked.chair).vi,
        "chair_name_en": tables.called(&asked.chair).en,
        "question": asked.question,
        "opened_at": asked.opened_at,
        "concluded": asked.digest.is_some(),
        "asked": asked.asked(),
        "answered": asked.answered(),
        "closed": asked.is_closed(),
        "opinions_opened_at": asked.opinions_opened_at,
        "confidential": asked.confidential,
        "late": asked.late_from().iter().filter(|from| **from < now).count(),
        "requests": requests.collect::<Vec<_>>(),
        "digest": digest.collect::<Vec<_>>(),
        "objections": asked.objections.iter().map(|said| shown_objection(tables, said)).collect::<Vec<_>>(),
    })
}

fn shown_request(
    tables: &Tables<'_>,
    who: &ParticipantView,
    request: &RequestView,
    words: &Words,
    now: Timestamp,
) -> Value {
    let words = |revision: u64| words.get(&revision);
    json!({
        "leg": request.leg,
        "agency": who.agency,
        "agency_name": tables.called(&who.agency).vi,
        "agency_name_en": tables.called(&who.agency).en,
        "unit": who.unit,
        "unit_name": tables.unit_called(&who.agency, who.unit.as_deref()),
        "round": request.round,
        "mandatory": request.mandatory,
        "asked_at": request.asked_at,
        "due": request.due,
        "state": request.state,
        "late": request.is_late(now),
        "reminders": request.reminders,
        "silence": request.lapsed.map(|_| &request.silence),
        "silence_article": request.silence_article,
        "waived_under": request.waived.as_ref().map(|waived| &waived.article),
        "opinions": request.opinions.iter().map(|opinion| json!({
            "version": opinion.version,
            "stance": words(opinion.revision).map(|said| &said.stance),
            "text": words(opinion.revision).map(|said| &said.text),
            "documents": words(opinion.revision).map(|said| &said.documents),
            "closed": words(opinion.revision).and_then(|said| said.closed),
            "secret": opinion.secret.as_ref().map(shown_paper),
            "at": opinion.at,
            "revision": opinion.revision,
        })).collect::<Vec<_>>(),
    })
}

fn shown_item(tables: &Tables<'_>, asked: &ConsultationView, words: &Words, item: &DigestView) -> Value {
    let called = tables.called(&item.agency);
    let said = asked.taken_up(item).and_then(|opinion| words.get(&opinion.revision));
    json!({
        "agency": item.agency,
        "agency_name": called.vi,
        "agency_name_en": called.en,
        "unit": item.unit,
        "unit_name": tables.unit_called(&item.agency, item.unit.as_deref()),
        "round": item.round,
        "version": item.version,
        "treatment": item.treatment,
        "explanation": item.explanation,
        "quotes": item.quotes.iter().map(|quote| shown_quote(quote, said)).collect::<Vec<_>>(),
        "secret": item.paper.as_ref().map(shown_paper),
    })
}

/// The words that are quoted, and whether a machine has seen that they were said: not, where a range does not lie within the text, which
/// of an opinion that was given closed no decision has looked at.
fn shown_quote(quote: &QuoteView, said: Option<&Said>) -> Value {
    match quote {
        QuoteView::Text { start, end } => {
            let passage = said.and_then(|said| quote.within(&said.text));
            json!({
                "text": passage.unwrap_or_default(),
                "start": start,
                "end": end,
                "machine_checked": passage.is_some(),
            })
        }
        QuoteView::Page { document, page, text } => {
            json!({ "text": text, "document": document, "page": page, "machine_checked": false })
        }
    }
}

fn shown_paper(paper: &PaperView) -> Value {
    json!({ "level": paper.level, "number": paper.number, "date": paper.date })
}

fn shown_objection(tables: &Tables<'_>, said: &ObjectionView) -> Value {
    json!({
        "agency": said.agency,
        "agency_name": tables.called(&said.agency).vi,
        "agency_name_en": tables.called(&said.agency).en,
        "unit": said.unit,
        "unit_name": tables.unit_called(&said.agency, said.unit.as_deref()),
        "text": said.text,
        "at": said.at,
    })
}
