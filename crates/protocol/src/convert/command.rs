//! Commands about a dossier, and the choice of a command's body.

use super::consultation::{
    amend_opinion, ask_again, conclude, decline_opinion, give_opinion, open_consultation, write_asks,
};
use super::words::{Word, write_digest, write_documents, write_participant, write_term};
use super::{catalogue, name, names, time};
use crate::command::Body;
use crate::form::{Form, code};
use crate::{limits, proto};
use lienthong_dossier::{Command, Commitment, PersonalField};
use proto::command::Body as Wire;
use std::collections::BTreeMap;

/// Reads a body; the dossier's code stands beside it.
pub(crate) fn read(form: &mut Form, dossier: &str, body: Wire) -> Option<Body> {
    match body {
        Wire::ImportHistory(m) => about(form, dossier, "import_history", |f| import_history(f, m)),
        Wire::RegisterDossier(m) => about(form, dossier, "register_dossier", |f| register_dossier(f, m)),
        Wire::ReceiveDossier(m) => about(form, dossier, "receive_dossier", |f| receive_dossier(f, m)),
        Wire::RefuseDossier(m) => about(form, dossier, "refuse_dossier", |f| refuse_dossier(f, m)),
        Wire::TransferDossier(m) => about(form, dossier, "transfer_dossier", |f| transfer_dossier(f, m)),
        Wire::AcknowledgeLeg(m) => about(form, dossier, "acknowledge_leg", |f| acknowledge_leg(f, &m)),
        Wire::RefuseLeg(m) => about(form, dossier, "refuse_leg", |f| refuse_leg(f, m)),
        Wire::AnswerLeg(m) => about(form, dossier, "answer_leg", |f| answer_leg(f, m)),
        Wire::HandOver(m) => about(form, dossier, "hand_over", |f| hand_over(f, &m)),
        Wire::CompleteStep(m) => about(form, dossier, "complete_step", |f| complete_step(f, m)),
        Wire::ResolveDossier(m) => about(form, dossier, "resolve_dossier", |f| resolve_dossier(f, m)),
        Wire::ReturnResult(m) => about(form, dossier, "return_result", |f| return_result(f, m)),
        Wire::OpenConsultation(m) => about(form, dossier, "open_consultation", |f| open_consultation(f, m)),
        Wire::GiveOpinion(m) => about(form, dossier, "give_opinion", |f| give_opinion(f, m)),
        Wire::AmendOpinion(m) => about(form, dossier, "amend_opinion", |f| amend_opinion(f, m)),
        Wire::DeclineOpinion(m) => about(form, dossier, "decline_opinion", |f| decline_opinion(f, m)),
        Wire::AskAgain(m) => about(form, dossier, "ask_again", |f| ask_again(f, m)),
        Wire::ConcludeConsultation(m) => about(form, dossier, "conclude_consultation", |f| conclude(f, m)),
        Wire::OpenLedger(m) => of_catalogue(form, dossier, "open_ledger", |f| catalogue::open_ledger(f, m)),
        Wire::RegisterAgency(m) => {
            of_catalogue(form, dossier, "register_agency", |f| catalogue::register_agency(f, m))
        }
        Wire::RegisterDesk(m) => {
            of_catalogue(form, dossier, "register_desk", |f| catalogue::register_desk(f, m))
        }
        Wire::GrantRole(m) => of_catalogue(form, dossier, "grant_role", |f| catalogue::grant_role(f, m)),
        Wire::RegisterKey(m) => {
            of_catalogue(form, dossier, "register_key", |f| catalogue::register_key(f, m))
        }
        Wire::RevokeKey(m) => of_catalogue(form, dossier, "revoke_key", |f| catalogue::revoke_key(f, m)),
        Wire::PublishProcedure(m) => {
            of_catalogue(form, dossier, "publish_procedure", |f| catalogue::publish_procedure(f, m))
        }
        Wire::SetCalendar(m) => {
            of_catalogue(form, dossier, "set_calendar", |f| catalogue::set_calendar(f, m))
        }
    }
}

/// A command about a dossier, which must be named.
fn about(
    form: &mut Form,
    dossier: &str,
    field: &str,
    read: impl FnOnce(&mut Form) -> Option<Command>,
) -> Option<Body> {
    let code = form.id("dossier", dossier);
    let command = form.within(field, read);
    Some(Body::Dossier { code: code?, command: command? })
}

/// A command about the catalogue, with which no dossier may be named.
fn of_catalogue(
    form: &mut Form,
    dossier: &str,
    field: &str,
    read: impl FnOnce(&mut Form) -> Option<lienthong_catalogue::Command>,
) -> Option<Body> {
    if !dossier.is_empty() {
        let vi = "lệnh về danh mục không thuộc hồ sơ nào";
        form.refuse("dossier", code::CONTRADICTION, vi, "a command about the catalogue is about no dossier");
    }
    form.within(field, read).map(Body::Catalogue)
}

/// Writes a body: the dossier's code, which stands beside it, and the body itself.
pub(crate) fn write(body: &Body) -> (String, Wire) {
    match body {
        Body::Dossier { code, command } => (code.to_string(), write_dossier(command)),
        Body::Catalogue(command) => (String::new(), catalogue::write_command(command)),
    }
}

fn import_history(form: &mut Form, m: proto::ImportHistory) -> Option<Command> {
    let deadline = time::read_optional(form, "deadline", m.deadline);
    let ended = time::read_optional(form, "ended", m.ended);
    let channel = form.optional_word("channel", m.channel);
    let channel_text = form.line("channel_text", m.channel_text);
    Some(Command::ImportHistory {
        deadline: deadline?,
        ended: ended?,
        channel: channel?,
        channel_text: channel_text?,
    })
}

fn register_dossier(form: &mut Form, m: proto::RegisterDossier) -> Option<Command> {
    let procedure = form.id("procedure", &m.procedure);
    let case = form.optional_line("case", m.case);
    let channel = form.word("channel", m.channel);
    let documents = form.documents("documents", m.documents);
    let commitments = [
        (PersonalField::Applicant, m.applicant),
        (PersonalField::Submitter, m.submitter),
        (PersonalField::Contact, m.contact),
    ];
    let mut personal = BTreeMap::new();
    for (field, commitment) in commitments {
        let read = |form: &mut Form, c: proto::Commitment| form.bytes32("hash", &c.hash).map(Commitment);
        if let Some(commitment) = form.optional(field.as_str(), commitment, read)? {
            personal.insert(field, commitment);
        }
    }
    Some(Command::RegisterDossier {
        procedure: procedure?,
        case: case?,
        channel: channel?,
        documents: documents?,
        personal,
    })
}

fn receive_dossier(form: &mut Form, m: proto::ReceiveDossier) -> Option<Command> {
    let competent = form.optional_id("competent", &m.competent);
    let channel = form.word("channel", m.channel);
    let handed_in = form.list("handed_in", m.handed_in, limits::CHECKLIST, |form, item| form.line("", item));
    let appointment = time::read_optional(form, "appointment", m.appointment);
    let custodian = form.optional_id("custodian", &m.custodian);
    Some(Command::ReceiveDossier {
        competent: competent?,
        channel: channel?,
        handed_in: handed_in?,
        appointment: appointment?,
        custodian: custodian?,
    })
}

fn refuse_dossier(form: &mut Form, m: proto::RefuseDossier) -> Option<Command> {
    let reason = |form: &mut Form, text| form.text("", text, limits::TEXT);
    Some(Command::RefuseDossier { reasons: form.list("reasons", m.reasons, limits::REASONS, reason)? })
}

fn acknowledge_leg(form: &mut Form, m: &proto::AcknowledgeLeg) -> Option<Command> {
    Some(Command::AcknowledgeLeg { leg: form.id("leg", &m.leg)? })
}

fn refuse_leg(form: &mut Form, m: proto::RefuseLeg) -> Option<Command> {
    let leg = form.id("leg", &m.leg);
    let reason = form.text("reason", m.reason, limits::TEXT);
    Some(Command::RefuseLeg { leg: leg?, reason: reason? })
}

fn answer_leg(form: &mut Form, m: proto::AnswerLeg) -> Option<Command> {
    let leg = form.id("leg", &m.leg);
    let text = form.text("text", m.text, limits::OPINION);
    let documents = form.documents("documents", m.documents);
    Some(Command::AnswerLeg { leg: leg?, text: text?, documents: documents? })
}

fn hand_over(form: &mut Form, m: &proto::HandOver) -> Option<Command> {
    let to_unit = form.optional_id("to_unit", &m.to_unit);
    let to_officer = form.optional_id("to_officer", &m.to_officer);
    let step = form.optional_id("step", &m.step);
    Some(Command::HandOver { to_unit: to_unit?, to_officer: to_officer?, step: step? })
}

fn complete_step(form: &mut Form, m: proto::CompleteStep) -> Option<Command> {
    let step = form.id("step", &m.step);
    let note = form.text("note", m.note, limits::TEXT);
    Some(Command::CompleteStep { step: step?, note: note? })
}

fn return_result(form: &mut Form, m: proto::ReturnResult) -> Option<Command> {
    Some(Command::ReturnResult { channel: form.word("channel", m.channel)? })
}

fn transfer_dossier(form: &mut Form, m: proto::TransferDossier) -> Option<Command> {
    let leg = form.id("leg", &m.leg);
    let to = form.id("to", &m.to);
    let purpose = form.word("purpose", m.purpose);
    let documents = form.documents("documents", m.documents);
    let term = form.term("term", m.term);
    let note = form.text("note", m.note, limits::TEXT);
    Some(Command::TransferDossier {
        leg: leg?,
        to: to?,
        purpose: purpose?,
        documents: documents?,
        term: term?,
        note: note?,
    })
}

fn resolve_dossier(form: &mut Form, m: proto::ResolveDossier) -> Option<Command> {
    let outcome = form.word("outcome", m.outcome);
    let number = form.line("number", m.number);
    let date = form.optional_date_text("date", m.date);
    let signer = form.line("signer", m.signer);
    let results = form.documents("results", m.results);
    Some(Command::ResolveDossier {
        outcome: outcome?,
        number: number?,
        date: date?,
        signer: signer?,
        results: results?,
    })
}

fn write_dossier(command: &Command) -> Wire {
    match command {
        Command::ImportHistory { deadline, ended, channel, channel_text } => {
            Wire::ImportHistory(proto::ImportHistory {
                deadline: deadline.map(time::write),
                ended: ended.map(time::write),
                channel: channel.map_or(0, Word::number),
                channel_text: channel_text.to_string(),
            })
        }
        Command::RegisterDossier { procedure, case, channel, documents, personal } => {
            let commitment = |field: PersonalField| {
                personal.get(&field).map(|commitment| proto::Commitment { hash: commitment.0.to_vec() })
            };
            Wire::RegisterDossier(proto::RegisterDossier {
                procedure: procedure.to_string(),
                case: name(case.as_ref()),
                channel: channel.number(),
                documents: write_documents(documents),
                applicant: commitment(PersonalField::Applicant),
                submitter: commitment(PersonalField::Submitter),
                contact: commitment(PersonalField::Contact),
            })
        }
        Command::ReceiveDossier { competent, channel, handed_in, appointment, custodian } => {
            Wire::ReceiveDossier(proto::ReceiveDossier {
                competent: name(competent.as_ref()),
                channel: channel.number(),
                handed_in: names(handed_in),
                appointment: appointment.map(time::write),
                custodian: name(custodian.as_ref()),
            })
        }
        Command::RefuseDossier { reasons } => {
            Wire::RefuseDossier(proto::RefuseDossier { reasons: names(reasons) })
        }
        Command::TransferDossier { leg, to, purpose, documents, term, note } => {
            Wire::TransferDossier(proto::TransferDossier {
                leg: leg.to_string(),
                to: to.to_string(),
                purpose: purpose.number(),
                documents: write_documents(documents),
                term: write_term(term.as_ref()),
                note: note.to_string(),
            })
        }
        Command::AcknowledgeLeg { leg } => {
            Wire::AcknowledgeLeg(proto::AcknowledgeLeg { leg: leg.to_string() })
        }
        Command::RefuseLeg { leg, reason } => {
            Wire::RefuseLeg(proto::RefuseLeg { leg: leg.to_string(), reason: reason.to_string() })
        }
        Command::AnswerLeg { leg, text, documents } => Wire::AnswerLeg(proto::AnswerLeg {
            leg: leg.to_string(),
            text: text.to_string(),
            documents: write_documents(documents),
        }),
        Command::HandOver { to_unit, to_officer, step } => Wire::HandOver(proto::HandOver {
            to_unit: name(to_unit.as_ref()),
            to_officer: name(to_officer.as_ref()),
            step: name(step.as_ref()),
        }),
        Command::CompleteStep { step, note } => {
            Wire::CompleteStep(proto::CompleteStep { step: step.to_string(), note: note.to_string() })
        }
        Command::ResolveDossier { outcome, number, date, signer, results } => {
            Wire::ResolveDossier(proto::ResolveDossier {
                outcome: outcome.number(),
                number: number.to_string(),
                date: date.to_string(),
                signer: signer.to_string(),
                results: write_documents(results),
            })
        }
        Command::ReturnResult { channel } => {
            Wire::ReturnResult(proto::ReturnResult { channel: channel.number() })
        }
        Command::OpenConsultation { consultation, question, documents, asks, addressee_inferred } => {
            Wire::OpenConsultation(proto::OpenConsultation {
                consultation: consultation.to_string(),
                question: question.to_string(),
                documents: write_documents(documents),
                participants: write_asks(asks),
                addressee_inferred: *addressee_inferred,
            })
        }
        Command::GiveOpinion { consultation, from, stance, text, documents } => {
            Wire::GiveOpinion(proto::GiveOpinion {
                consultation: consultation.to_string(),
                from: write_participant(from),
                stance: stance.number(),
                text: text.to_string(),
                documents: write_documents(documents),
            })
        }
        Command::AmendOpinion { consultation, from, stance, text, documents } => {
            Wire::AmendOpinion(proto::AmendOpinion {
                consultation: consultation.to_string(),
                from: write_participant(from),
                stance: stance.number(),
                text: text.to_string(),
                documents: write_documents(documents),
            })
        }
        Command::DeclineOpinion { consultation, from, reason } => {
            Wire::DeclineOpinion(proto::DeclineOpinion {
                consultation: consultation.to_string(),
                from: write_participant(from),
                reason: reason.to_string(),
            })
        }
        Command::AskAgain { consultation, asks, question, addressee_inferred } => {
            Wire::AskAgain(proto::AskAgain {
                consultation: consultation.to_string(),
                participants: write_asks(asks),
                question: question.to_string(),
                addressee_inferred: *addressee_inferred,
            })
        }
        Command::ConcludeConsultation { consultation, digest } => {
            Wire::ConcludeConsultation(proto::ConcludeConsultation {
                consultation: consultation.to_string(),
                digest: write_digest(digest),
            })
        }
    }
}
