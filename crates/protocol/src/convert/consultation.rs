//! Who is asked for an opinion, and how; what becomes of it if none comes; how a digest takes up what came.

use super::words::{Word, write_participant, write_term};
use crate::form::Form;
use crate::{limits, proto};
use lienthong_dossier::{Ask, DigestItem, OnSilence, PaperReference, Quote, Silence};
use proto::quote::What;

pub(super) fn read_asks(
    form: &mut Form,
    field: &str,
    asks: Vec<proto::ConsultationParticipant>,
) -> Option<Vec<Ask>> {
    form.list(field, asks, limits::PARTICIPANTS, |form, ask| {
        let participant = form.participant("participant", ask.participant);
        let term = form.term("term", ask.term);
        Some(Ask { participant: participant?, mandatory: ask.mandatory, term: term? })
    })
}

pub(super) fn write_asks(asks: &[Ask]) -> Vec<proto::ConsultationParticipant> {
    let write = |ask: &Ask| proto::ConsultationParticipant {
        participant: write_participant(&ask.participant),
        mandatory: ask.mandatory,
        term: write_term(ask.term.as_ref()),
    };
    asks.iter().map(write).collect()
}

/// Agreement by silence has its article: without one the form is not filled in.
pub(super) fn read_on_silence(
    form: &mut Form,
    field: &str,
    said: Option<proto::OnSilence>,
) -> Option<OnSilence> {
    let said = form.optional(field, said, |form, said| {
        let means = form.word("means", said.means)?;
        let article = match means {
            Silence::DeemedAgreed => form.required_line("article", said.article),
            Silence::Waits | Silence::Proceeds => form.line("article", said.article),
        };
        Some(OnSilence { means, article: article?, escalates: said.escalates })
    })?;
    Some(said.unwrap_or_default())
}

/// What is usual is said by silence, as it was before there was anything else.
pub(super) fn write_on_silence(said: &OnSilence) -> Option<proto::OnSilence> {
    (*said != OnSilence::default()).then(|| proto::OnSilence {
        means: said.means.number(),
        article: said.article.to_string(),
        escalates: said.escalates,
    })
}

pub(super) fn read_paper(
    form: &mut Form,
    field: &str,
    paper: Option<proto::PaperReference>,
) -> Option<Option<PaperReference>> {
    form.optional(field, paper, |form, paper| {
        let level = form.word("level", paper.level);
        let number = form.required_line("number", paper.number);
        let date = if paper.date.is_empty() {
            form.missing("date")
        } else {
            form.optional_date_text("date", paper.date)
        };
        Some(PaperReference { level: level?, number: number?, date: date? })
    })
}

pub(super) fn write_paper(paper: Option<&PaperReference>) -> Option<proto::PaperReference> {
    paper.map(|paper| proto::PaperReference {
        level: paper.level.number(),
        number: paper.number.to_string(),
        date: paper.date.to_string(),
    })
}

fn read_quote(form: &mut Form, quote: proto::Quote) -> Option<Quote> {
    match quote.what {
        Some(What::Text(range)) => Some(Quote::Text { start: range.start, end: range.end }),
        Some(What::Page(page)) => {
            let document = form.required_line("document", page.document);
            let number = form.number("page", page.page, 1..=u32::MAX);
            let text = form.text("text", page.text, limits::TEXT);
            Some(Quote::Page { document: document?, page: number?, text: text? })
        }
        None => form.missing("what"),
    }
}

fn write_quote(quote: &Quote) -> proto::Quote {
    let what = match quote {
        Quote::Text { start, end } => What::Text(proto::TextQuote { start: *start, end: *end }),
        Quote::Page { document, page, text } => What::Page(proto::PageQuote {
            document: document.to_string(),
            page: *page,
            text: text.to_string(),
        }),
    };
    proto::Quote { what: Some(what) }
}

pub(super) fn read_digest(
    form: &mut Form,
    field: &str,
    digest: Vec<proto::DigestItem>,
) -> Option<Vec<DigestItem>> {
    form.list(field, digest, limits::DIGEST, |form, item| {
        let from = form.participant("from", item.from);
        let round = form.number("round", item.round, 1..=u32::MAX);
        let version = form.number("version", item.version, 1..=u32::MAX);
        let text_sha256 = form.bytes32("text_sha256", &item.text_sha256);
        let treatment = form.word("treatment", item.treatment);
        let explanation = form.text("explanation", item.explanation, limits::TEXT);
        let quotes = form.list("quotes", item.quotes, limits::QUOTES, read_quote);
        let paper = read_paper(form, "paper", item.paper);
        Some(DigestItem {
            from: from?,
            round: round?,
            version: version?,
            text_sha256: text_sha256?,
            treatment: treatment?,
            explanation: explanation?,
            quotes: quotes?,
            paper: paper?,
        })
    })
}

pub(super) fn write_digest(digest: &[DigestItem]) -> Vec<proto::DigestItem> {
    let write = |item: &DigestItem| proto::DigestItem {
        from: write_participant(&item.from),
        round: item.round,
        version: item.version,
        text_sha256: item.text_sha256.to_vec(),
        treatment: item.treatment.number(),
        explanation: item.explanation.to_string(),
        quotes: item.quotes.iter().map(write_quote).collect(),
        paper: write_paper(item.paper.as_ref()),
    };
    digest.iter().map(write).collect()
}
