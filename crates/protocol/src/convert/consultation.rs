//! Who is asked for an opinion, and how.

use super::words::{write_participant, write_term};
use crate::form::Form;
use crate::{limits, proto};
use lienthong_dossier::Ask;

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
