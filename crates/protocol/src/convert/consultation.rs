//! Reading the commands of a consultation.

use super::words::{read_digest, write_participant, write_term};
use crate::form::Form;
use crate::{limits, proto};
use lienthong_dossier::{Ask, Command};

fn read_asks(form: &mut Form, asks: Vec<proto::ConsultationParticipant>) -> Option<Vec<Ask>> {
    form.list("participants", asks, limits::PARTICIPANTS, |form, ask| {
        let participant = form.participant("participant", ask.participant);
        let term = form.term("term", ask.term);
        Some(Ask { participant: participant?, mandatory: ask.mandatory, term: term? })
    })
}

pub(super) fn open_consultation(form: &mut Form, m: proto::OpenConsultation) -> Option<Command> {
    let consultation = form.id("consultation", &m.consultation);
    let question = form.text("question", m.question, limits::TEXT);
    let documents = form.documents("documents", m.documents);
    let asks = read_asks(form, m.participants);
    Some(Command::OpenConsultation {
        consultation: consultation?,
        question: question?,
        documents: documents?,
        asks: asks?,
        addressee_inferred: m.addressee_inferred,
    })
}

pub(super) fn give_opinion(form: &mut Form, m: proto::GiveOpinion) -> Option<Command> {
    let consultation = form.id("consultation", &m.consultation);
    let from = form.participant("from", m.from);
    let stance = form.word("stance", m.stance);
    let text = form.text("text", m.text, limits::OPINION);
    let documents = form.documents("documents", m.documents);
    Some(Command::GiveOpinion {
        consultation: consultation?,
        from: from?,
        stance: stance?,
        text: text?,
        documents: documents?,
    })
}

pub(super) fn amend_opinion(form: &mut Form, m: proto::AmendOpinion) -> Option<Command> {
    let consultation = form.id("consultation", &m.consultation);
    let from = form.participant("from", m.from);
    let stance = form.word("stance", m.stance);
    let text = form.text("text", m.text, limits::OPINION);
    let documents = form.documents("documents", m.documents);
    Some(Command::AmendOpinion {
        consultation: consultation?,
        from: from?,
        stance: stance?,
        text: text?,
        documents: documents?,
    })
}

pub(super) fn ask_again(form: &mut Form, m: proto::AskAgain) -> Option<Command> {
    let consultation = form.id("consultation", &m.consultation);
    let asks = read_asks(form, m.participants);
    let question = form.text("question", m.question, limits::TEXT);
    Some(Command::AskAgain {
        consultation: consultation?,
        asks: asks?,
        question: question?,
        addressee_inferred: m.addressee_inferred,
    })
}

pub(super) fn decline_opinion(form: &mut Form, m: proto::DeclineOpinion) -> Option<Command> {
    let consultation = form.id("consultation", &m.consultation);
    let from = form.participant("from", m.from);
    let reason = form.text("reason", m.reason, limits::TEXT);
    Some(Command::DeclineOpinion { consultation: consultation?, from: from?, reason: reason? })
}

pub(super) fn conclude(form: &mut Form, m: proto::ConcludeConsultation) -> Option<Command> {
    let consultation = form.id("consultation", &m.consultation);
    let digest = read_digest(form, m.digest);
    Some(Command::ConcludeConsultation { consultation: consultation?, digest: digest? })
}

pub(super) fn write_asks(asks: &[Ask]) -> Vec<proto::ConsultationParticipant> {
    let write = |ask: &Ask| proto::ConsultationParticipant {
        participant: write_participant(&ask.participant),
        mandatory: ask.mandatory,
        term: write_term(ask.term.as_ref()),
    };
    asks.iter().map(write).collect()
}
