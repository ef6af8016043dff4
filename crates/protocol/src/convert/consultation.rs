//! Who is asked for an opinion, and how; and what becomes of it if none comes.

use super::words::{Word, write_participant, write_term};
use crate::form::Form;
use crate::{limits, proto};
use lienthong_dossier::{Ask, OnSilence, Silence};

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
