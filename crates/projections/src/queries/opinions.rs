//! What was asked, answered and summed up about a dossier, as it is shown: who is late, what silence meant, what a digest quotes.

use super::tables::Tables;
use crate::view::{
    ConsultationView, DigestView, ObjectionView, PaperView, ParticipantView, QuoteView, RequestView,
};
use jiff::Timestamp;
use serde_json::{Value, json};

/// One consultation.
pub(super) fn shown(tables: &Tables<'_>, asked: &ConsultationView, now: Timestamp) -> Value {
    let requests = asked.requests().map(|(who, request)| shown_request(tables, who, request, now));
    let digest = asked.digest.iter().flatten().map(|item| shown_item(tables, asked, item));
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
        "late": asked.late_from().iter().filter(|from| **from < now).count(),
        "requests": requests.collect::<Vec<_>>(),
        "digest": digest.collect::<Vec<_>>(),
        "objections": asked.objections.iter().map(|said| shown_objection(tables, said)).collect::<Vec<_>>(),
    })
}

fn shown_request(tables: &Tables<'_>, who: &ParticipantView, request: &RequestView, now: Timestamp) -> Value {
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
            "stance": opinion.stance,
            "text": opinion.text,
            "secret": opinion.secret.as_ref().map(shown_paper),
            "at": opinion.at,
            "revision": opinion.revision,
        })).collect::<Vec<_>>(),
    })
}

fn shown_item(tables: &Tables<'_>, asked: &ConsultationView, item: &DigestView) -> Value {
    let called = tables.called(&item.agency);
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
        "quotes": item.quotes.iter().map(|quote| shown_quote(quote, text_of(asked, item))).collect::<Vec<_>>(),
        "secret": item.paper.as_ref().map(shown_paper),
    })
}

/// The text of the version that an item of the digest is about.
fn text_of<'a>(asked: &'a ConsultationView, item: &DigestView) -> &'a str {
    let about = |(who, request): &(&ParticipantView, &RequestView)| {
        who.agency == item.agency && who.unit == item.unit && request.round == item.round
    };
    let opinions = asked.requests().find(about).map_or(&[][..], |(_, request)| request.opinions.as_slice());
    opinions.iter().find(|opinion| opinion.version == item.version).map_or("", |opinion| &opinion.text)
}

/// The words that are quoted, and whether a machine has seen that they were said.
fn shown_quote(quote: &QuoteView, of: &str) -> Value {
    match quote {
        QuoteView::Text { start, end } => {
            let range = usize::try_from(*start).ok().zip(usize::try_from(*end).ok());
            let text = range.and_then(|(start, end)| of.get(start..end)).unwrap_or_default();
            json!({ "text": text, "start": start, "end": end, "machine_checked": true })
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
