//! From consultations to their view, and back.

use super::consultations::{DECLINED, DigestView, GIVEN, OPEN, PaperView, QuoteView, REVOKED};
use super::restore::{Restored, Unrestorable, digest, document, id, optional};
use super::show::{show_document, text};
use super::words::Word;
use super::{
    ConsultationView, ObjectionView, OpinionView, ParticipantView, RequestView, RevokedView, WaivedView,
};
use lienthong_dossier::{
    Closed, Commitment, Consultation, DigestItem, Objection, OnSilence, Opinion, PaperReference, Participant,
    ParticipantState, Quote, Request, RequestState, Revoked, Waived,
};
use lienthong_names::ConsultationId;

pub(super) fn show_consultation(id: &ConsultationId, consultation: &Consultation) -> ConsultationView {
    let Consultation { chair, question, opened_at, participants, digest, objections, closed, confidential } =
        consultation;
    let opinions_opened_at = match closed {
        Closed::Opened(at) => Some(*at),
        Closed::Never | Closed::UntilAllAnswered => None,
    };
    ConsultationView {
        consultation: id.to_string(),
        chair: chair.to_string(),
        question: question.to_string(),
        opened_at: *opened_at,
        participants: participants.iter().map(show_participant).collect(),
        digest: digest.as_ref().map(|items| items.iter().map(show_item).collect()),
        objections: objections.iter().map(show_objection).collect(),
        closed: *closed != Closed::Never,
        opinions_opened_at,
        confidential: *confidential,
    }
}

fn show_participant(state: &ParticipantState) -> ParticipantView {
    let ParticipantState { participant, requests } = state;
    ParticipantView {
        agency: participant.agency.to_string(),
        unit: text(participant.unit.as_ref()),
        requests: requests.iter().map(show_request).collect(),
    }
}

fn show_request(request: &Request) -> RequestView {
    let Request {
        leg,
        round,
        mandatory,
        asked_at,
        due,
        on_silence,
        lapsed,
        reminders,
        revoked,
        waived,
        state,
    } = request;
    let OnSilence { means, article, escalates } = on_silence;
    let (word, opinions, reason, declined_at) = match state {
        RequestState::Open if revoked.is_some() => (REVOKED, Vec::new(), None, None),
        RequestState::Open => (OPEN, Vec::new(), None, None),
        RequestState::Given(versions) => (GIVEN, versions.iter().map(show_opinion).collect(), None, None),
        RequestState::Declined { reason, at } => (DECLINED, Vec::new(), Some(reason.to_string()), Some(*at)),
    };
    RequestView {
        leg: leg.to_string(),
        round: *round,
        mandatory: *mandatory,
        asked_at: *asked_at,
        due: *due,
        state: word.to_owned(),
        opinions,
        reason,
        declined_at,
        silence: means.to_string(),
        silence_article: article.to_string(),
        silence_escalates: *escalates,
        lapsed: *lapsed,
        reminders: *reminders,
        revoked: revoked.as_ref().map(show_revoked),
        waived: waived.as_ref().map(show_waived),
    }
}

fn show_revoked(revoked: &Revoked) -> RevokedView {
    let Revoked { reason, at } = revoked;
    RevokedView { reason: reason.to_string(), at: *at }
}

fn show_waived(waived: &Waived) -> WaivedView {
    let Waived { by, reason, article, at } = waived;
    WaivedView { by: by.to_string(), reason: reason.to_string(), article: article.to_string(), at: *at }
}

fn show_objection(objection: &Objection) -> ObjectionView {
    let Objection { from, text: said, at } = objection;
    ObjectionView {
        agency: from.agency.to_string(),
        unit: text(from.unit.as_ref()),
        text: said.to_string(),
        at: *at,
    }
}

fn show_opinion(opinion: &Opinion) -> OpinionView {
    let Opinion { version, stance, text, documents, secret, closed, at, late, revision } = opinion;
    OpinionView {
        version: *version,
        stance: stance.to_string(),
        text: text.to_string(),
        documents: documents.iter().map(show_document).collect(),
        secret: secret.as_ref().map(show_paper),
        closed: closed.map(|commitment| hex::encode(commitment.0)),
        at: *at,
        late: *late,
        revision: *revision,
    }
}

fn show_item(item: &DigestItem) -> DigestView {
    let DigestItem { from, round, version, text_sha256, treatment, explanation, quotes, paper } = item;
    DigestView {
        agency: from.agency.to_string(),
        unit: text(from.unit.as_ref()),
        round: *round,
        version: *version,
        text_sha256: hex::encode(text_sha256),
        treatment: treatment.to_string(),
        explanation: explanation.to_string(),
        quotes: quotes.iter().map(show_quote).collect(),
        paper: paper.as_ref().map(show_paper),
    }
}

fn show_paper(paper: &PaperReference) -> PaperView {
    let PaperReference { level, number, date } = paper;
    PaperView { level: level.to_string(), number: number.to_string(), date: date.to_string() }
}

fn show_quote(quote: &Quote) -> QuoteView {
    match quote {
        Quote::Text { start, end } => QuoteView::Text { start: *start, end: *end },
        Quote::Page { document, page, text } => {
            QuoteView::Page { document: document.to_string(), page: *page, text: text.to_string() }
        }
    }
}

pub(super) fn restore_consultation(view: &ConsultationView) -> Restored<Consultation> {
    let items = |items: &Vec<DigestView>| items.iter().map(digest_item).collect::<Restored<_>>();
    Ok(Consultation {
        chair: id("agency", &view.chair)?,
        question: view.question.as_str().into(),
        opened_at: view.opened_at,
        participants: view.participants.iter().map(participant_state).collect::<Restored<_>>()?,
        digest: view.digest.as_ref().map(items).transpose()?,
        objections: view.objections.iter().map(objection).collect::<Restored<_>>()?,
        closed: match (view.closed, view.opinions_opened_at) {
            (_, Some(at)) => Closed::Opened(at),
            (true, None) => Closed::UntilAllAnswered,
            (false, None) => Closed::Never,
        },
        confidential: view.confidential,
    })
}

fn participant(agency: &str, unit: Option<&String>) -> Restored<Participant> {
    Ok(Participant { agency: id("agency", agency)?, unit: optional("unit", unit)? })
}

fn participant_state(view: &ParticipantView) -> Restored<ParticipantState> {
    Ok(ParticipantState {
        participant: participant(&view.agency, view.unit.as_ref())?,
        requests: view.requests.iter().map(request).collect::<Restored<_>>()?,
    })
}

fn request(view: &RequestView) -> Restored<Request> {
    let state = match (view.state.as_str(), &view.reason, view.declined_at) {
        (OPEN | REVOKED, None, None) => RequestState::Open,
        (GIVEN, None, None) => {
            RequestState::Given(view.opinions.iter().map(opinion).collect::<Restored<_>>()?)
        }
        (DECLINED, Some(reason), Some(at)) => RequestState::Declined { reason: reason.as_str().into(), at },
        (state, ..) => return Err(Unrestorable { what: "state of an ask", text: state.to_owned() }),
    };
    Ok(Request {
        leg: id("leg", &view.leg)?,
        round: view.round,
        mandatory: view.mandatory,
        asked_at: view.asked_at,
        due: view.due,
        on_silence: OnSilence {
            means: Word::read(&view.silence)?,
            article: view.silence_article.as_str().into(),
            escalates: view.silence_escalates,
        },
        lapsed: view.lapsed,
        reminders: view.reminders,
        revoked: view.revoked.as_ref().map(revoked),
        waived: view.waived.as_ref().map(waived).transpose()?,
        state,
    })
}

fn revoked(view: &RevokedView) -> Revoked {
    Revoked { reason: view.reason.as_str().into(), at: view.at }
}

fn waived(view: &WaivedView) -> Restored<Waived> {
    Ok(Waived {
        by: id("agency", &view.by)?,
        reason: view.reason.as_str().into(),
        article: view.article.as_str().into(),
        at: view.at,
    })
}

fn objection(view: &ObjectionView) -> Restored<Objection> {
    Ok(Objection {
        from: participant(&view.agency, view.unit.as_ref())?,
        text: view.text.as_str().into(),
        at: view.at,
    })
}

fn opinion(view: &OpinionView) -> Restored<Opinion> {
    Ok(Opinion {
        version: view.version,
        stance: Word::read(&view.stance)?,
        text: view.text.as_str().into(),
        documents: view.documents.iter().map(document).collect::<Restored<_>>()?,
        secret: view.secret.as_ref().map(paper).transpose()?,
        closed: view.closed.as_deref().map(digest).transpose()?.map(Commitment),
        at: view.at,
        late: view.late,
        revision: view.revision,
    })
}

fn digest_item(view: &DigestView) -> Restored<DigestItem> {
    Ok(DigestItem {
        from: participant(&view.agency, view.unit.as_ref())?,
        round: view.round,
        version: view.version,
        text_sha256: digest(&view.text_sha256)?,
        treatment: Word::read(&view.treatment)?,
        explanation: view.explanation.as_str().into(),
        quotes: view.quotes.iter().map(restore_quote).collect(),
        paper: view.paper.as_ref().map(paper).transpose()?,
    })
}

fn paper(view: &PaperView) -> Restored<PaperReference> {
    Ok(PaperReference {
        level: Word::read(&view.level)?,
        number: view.number.as_str().into(),
        date: view.date.as_str().into(),
    })
}

fn restore_quote(view: &QuoteView) -> Quote {
    match view {
        QuoteView::Text { start, end } => Quote::Text { start: *start, end: *end },
        QuoteView::Page { document, page, text } => {
            Quote::Page { document: document.as_str().into(), page: *page, text: text.as_str().into() }
        }
    }
}
