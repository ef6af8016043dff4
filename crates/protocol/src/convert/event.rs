//! Events of a dossier and facts of the catalogue, as a record holds them.

use super::words::{Word, read_digest, write_digest, write_documents, write_participant};
use super::{catalogue, name, names, time};
use crate::form::Form;
use crate::record::Event;
use crate::{limits, proto};
use lienthong_dossier::Event as Fact;
use proto::event::Body as Wire;

/// Reads one event.
pub(crate) fn read(form: &mut Form, event: proto::Event) -> Option<Event> {
    let Some(body) = event.body else { return form.missing("body") };
    match body {
        Wire::LedgerOpened(m) => catalogue::ledger_opened(form, m).map(Event::Catalogue),
        Wire::AgencyRegistered(m) => catalogue::agency_registered(form, m).map(Event::Catalogue),
        Wire::DeskRegistered(m) => catalogue::desk_registered(form, m).map(Event::Catalogue),
        Wire::RoleGranted(m) => catalogue::role_granted(form, m).map(Event::Catalogue),
        Wire::KeyRegistered(m) => catalogue::key_registered(form, m).map(Event::Catalogue),
        Wire::KeyRevoked(m) => catalogue::key_revoked(form, m).map(Event::Catalogue),
        Wire::ProcedurePublished(m) => catalogue::procedure_published(form, m).map(Event::Catalogue),
        Wire::CalendarSet(m) => catalogue::calendar_set(form, m).map(Event::Catalogue),
        Wire::HistoryImported(m) => history_imported(form, m).map(Event::Dossier),
        Wire::DossierRegistered(m) => dossier_registered(form, m).map(Event::Dossier),
        Wire::DossierReceived(m) => dossier_received(form, m).map(Event::Dossier),
        Wire::DossierRefused(m) => dossier_refused(form, m).map(Event::Dossier),
        Wire::LegSent(m) => leg_sent(form, m).map(Event::Dossier),
        Wire::CustodyMoved(m) => custody_moved(form, &m).map(Event::Dossier),
        Wire::LegAccepted(m) => leg_accepted(form, &m).map(Event::Dossier),
        Wire::LegRefused(m) => leg_refused(form, m).map(Event::Dossier),
        Wire::LegAnswered(m) => leg_answered(form, m).map(Event::Dossier),
        Wire::OfficerAssigned(m) => officer_assigned(form, &m).map(Event::Dossier),
        Wire::StepStarted(m) => step_started(form, &m).map(Event::Dossier),
        Wire::StepCompleted(m) => step_completed(form, m).map(Event::Dossier),
        Wire::DossierResolved(m) => dossier_resolved(form, m).map(Event::Dossier),
        Wire::ResultReturned(m) => result_returned(form, &m).map(Event::Dossier),
        Wire::ConsultationOpened(m) => consultation_opened(form, m).map(Event::Dossier),
        Wire::OpinionRequested(m) => opinion_requested(form, m).map(Event::Dossier),
        Wire::OpinionGiven(m) => opinion_given(form, m).map(Event::Dossier),
        Wire::OpinionAmended(m) => opinion_amended(form, m).map(Event::Dossier),
        Wire::OpinionDeclined(m) => opinion_declined(form, m).map(Event::Dossier),
        Wire::ConsultationConcluded(m) => consultation_concluded(form, m).map(Event::Dossier),
    }
}

/// Writes one event.
pub(crate) fn write(event: &Event) -> proto::Event {
    let body = match event {
        Event::Dossier(fact) => write_fact(fact),
        Event::Catalogue(entry) => catalogue::write_entry(entry),
    };
    proto::Event { body: Some(body) }
}

fn history_imported(form: &mut Form, m: proto::HistoryImported) -> Option<Fact> {
    let deadline = time::read_optional(form, "deadline", m.deadline);
    let ended = time::read_optional(form, "ended", m.ended);
    let channel = form.optional_word("channel", m.channel);
    let channel_text = form.line("channel_text", m.channel_text);
    Some(Fact::HistoryImported {
        deadline: deadline?,
        ended: ended?,
        channel: channel?,
        channel_text: channel_text?,
    })
}

fn dossier_registered(form: &mut Form, m: proto::DossierRegistered) -> Option<Fact> {
    let procedure = form.id("procedure", &m.procedure);
    let case = form.optional_line("case", m.case);
    let channel = form.word("channel", m.channel);
    let documents = form.documents("documents", m.documents);
    let read_field = |form: &mut Form, field: String| form.personal_field("", &field);
    let personal_fields = form.list("personal_fields", m.personal_fields, usize::MAX, read_field);
    Some(Fact::DossierRegistered {
        procedure: procedure?,
        case: case?,
        channel: channel?,
        documents: documents?,
        personal_fields: personal_fields?,
    })
}

fn dossier_received(form: &mut Form, m: proto::DossierReceived) -> Option<Fact> {
    let desk = form.id("desk", &m.desk);
    let competent = form.id("competent", &m.competent);
    let custodian = form.id("custodian", &m.custodian);
    let channel = form.word("channel", m.channel);
    let handed_in = form.list("handed_in", m.handed_in, limits::CHECKLIST, |form, item| form.line("", item));
    let clock_from = time::read(form, "clock_from", m.clock_from);
    let appointment = time::read_optional(form, "appointment", m.appointment);
    Some(Fact::DossierReceived {
        desk: desk?,
        procedure_version: m.procedure_version,
        competent: competent?,
        custodian: custodian?,
        channel: channel?,
        handed_in: handed_in?,
        clock_from: clock_from?,
        appointment: appointment?,
    })
}

fn dossier_refused(form: &mut Form, m: proto::DossierRefused) -> Option<Fact> {
    let reason = |form: &mut Form, text| form.text("", text, limits::TEXT);
    Some(Fact::DossierRefused { reasons: form.list("reasons", m.reasons, limits::REASONS, reason)? })
}

fn leg_sent(form: &mut Form, m: proto::LegSent) -> Option<Fact> {
    let leg = form.id("leg", &m.leg);
    let from = form.id("from", &m.from);
    let to = form.id("to", &m.to);
    let purpose = form.word("purpose", m.purpose);
    let due = time::read_optional(form, "due", m.due);
    let documents = form.documents("documents", m.documents);
    let note = form.text("note", m.note, limits::TEXT);
    Some(Fact::LegSent {
        leg: leg?,
        from: from?,
        to: to?,
        purpose: purpose?,
        due: due?,
        documents: documents?,
        note: note?,
    })
}

fn custody_moved(form: &mut Form, m: &proto::CustodyMoved) -> Option<Fact> {
    let from = form.id("from", &m.from);
    let to = form.id("to", &m.to);
    let leg = form.optional_id("leg", &m.leg);
    Some(Fact::CustodyMoved { from: from?, to: to?, leg: leg? })
}

fn leg_accepted(form: &mut Form, m: &proto::LegAccepted) -> Option<Fact> {
    Some(Fact::LegAccepted { leg: form.id("leg", &m.leg)? })
}

fn leg_refused(form: &mut Form, m: proto::LegRefused) -> Option<Fact> {
    let leg = form.id("leg", &m.leg);
    let reason = form.text("reason", m.reason, limits::TEXT);
    Some(Fact::LegRefused { leg: leg?, reason: reason? })
}

fn leg_answered(form: &mut Form, m: proto::LegAnswered) -> Option<Fact> {
    let leg = form.id("leg", &m.leg);
    let text = form.text("text", m.text, limits::OPINION);
    let documents = form.documents("documents", m.documents);
    Some(Fact::LegAnswered { leg: leg?, text: text?, documents: documents? })
}

fn officer_assigned(form: &mut Form, m: &proto::OfficerAssigned) -> Option<Fact> {
    let agency = form.id("agency", &m.agency);
    let unit = form.optional_id("unit", &m.unit);
    let officer = form.optional_id("officer", &m.officer);
    Some(Fact::OfficerAssigned { agency: agency?, unit: unit?, officer: officer? })
}

fn step_started(form: &mut Form, m: &proto::StepStarted) -> Option<Fact> {
    Some(Fact::StepStarted { step: form.id("step", &m.step)? })
}

fn step_completed(form: &mut Form, m: proto::StepCompleted) -> Option<Fact> {
    let step = form.id("step", &m.step);
    let note = form.text("note", m.note, limits::TEXT);
    Some(Fact::StepCompleted { step: step?, note: note? })
}

fn dossier_resolved(form: &mut Form, m: proto::DossierResolved) -> Option<Fact> {
    let outcome = form.word("outcome", m.outcome);
    let number = form.line("number", m.number);
    let date = form.optional_date_text("date", m.date);
    let signer = form.line("signer", m.signer);
    let results = form.documents("results", m.results);
    Some(Fact::DossierResolved {
        outcome: outcome?,
        number: number?,
        date: date?,
        signer: signer?,
        results: results?,
    })
}

fn result_returned(form: &mut Form, m: &proto::ResultReturned) -> Option<Fact> {
    let desk = form.id("desk", &m.desk);
    let channel = form.word("channel", m.channel);
    Some(Fact::ResultReturned { desk: desk?, channel: channel? })
}

fn consultation_opened(form: &mut Form, m: proto::ConsultationOpened) -> Option<Fact> {
    let consultation = form.id("consultation", &m.consultation);
    let chair = form.id("chair", &m.chair);
    let question = form.text("question", m.question, limits::TEXT);
    let documents = form.documents("documents", m.documents);
    Some(Fact::ConsultationOpened {
        consultation: consultation?,
        chair: chair?,
        question: question?,
        documents: documents?,
        addressee_inferred: m.addressee_inferred,
    })
}

fn opinion_requested(form: &mut Form, m: proto::OpinionRequested) -> Option<Fact> {
    let consultation = form.id("consultation", &m.consultation);
    let leg = form.id("leg", &m.leg);
    let to = form.participant("to", m.to);
    let due = time::read_optional(form, "due", m.due);
    let round = form.number("round", m.round, 1..=u32::MAX);
    Some(Fact::OpinionRequested {
        consultation: consultation?,
        leg: leg?,
        to: to?,
        mandatory: m.mandatory,
        due: due?,
        round: round?,
        addressee_inferred: m.addressee_inferred,
    })
}

fn opinion_given(form: &mut Form, m: proto::OpinionGiven) -> Option<Fact> {
    let consultation = form.id("consultation", &m.consultation);
    let leg = form.id("leg", &m.leg);
    let from = form.participant("from", m.from);
    let round = form.number("round", m.round, 1..=u32::MAX);
    let version = form.number("version", m.version, 1..=u32::MAX);
    let stance = form.word("stance", m.stance);
    let text = form.text("text", m.text, limits::OPINION);
    let documents = form.documents("documents", m.documents);
    Some(Fact::OpinionGiven {
        consultation: consultation?,
        leg: leg?,
        from: from?,
        round: round?,
        version: version?,
        stance: stance?,
        text: text?,
        documents: documents?,
        late: m.late,
    })
}

fn opinion_amended(form: &mut Form, m: proto::OpinionAmended) -> Option<Fact> {
    let consultation = form.id("consultation", &m.consultation);
    let leg = form.id("leg", &m.leg);
    let from = form.participant("from", m.from);
    let round = form.number("round", m.round, 1..=u32::MAX);
    let version = form.number("version", m.version, 1..=u32::MAX);
    let stance = form.word("stance", m.stance);
    let text = form.text("text", m.text, limits::OPINION);
    let documents = form.documents("documents", m.documents);
    Some(Fact::OpinionAmended {
        consultation: consultation?,
        leg: leg?,
        from: from?,
        round: round?,
        version: version?,
        stance: stance?,
        text: text?,
        documents: documents?,
        late: m.late,
    })
}

fn opinion_declined(form: &mut Form, m: proto::OpinionDeclined) -> Option<Fact> {
    let consultation = form.id("consultation", &m.consultation);
    let leg = form.id("leg", &m.leg);
    let from = form.participant("from", m.from);
    let reason = form.text("reason", m.reason, limits::TEXT);
    Some(Fact::OpinionDeclined { consultation: consultation?, leg: leg?, from: from?, reason: reason? })
}

fn consultation_concluded(form: &mut Form, m: proto::ConsultationConcluded) -> Option<Fact> {
    let consultation = form.id("consultation", &m.consultation);
    let digest = read_digest(form, m.digest);
    Some(Fact::ConsultationConcluded { consultation: consultation?, digest: digest? })
}

fn write_fact(fact: &Fact) -> Wire {
    match fact {
        Fact::HistoryImported { deadline, ended, channel, channel_text } => {
            Wire::HistoryImported(proto::HistoryImported {
                deadline: deadline.map(time::write),
                ended: ended.map(time::write),
                channel: channel.map_or(0, Word::number),
                channel_text: channel_text.to_string(),
            })
        }
        Fact::DossierRegistered { procedure, case, channel, documents, personal_fields } => {
            Wire::DossierRegistered(proto::DossierRegistered {
                procedure: procedure.to_string(),
                case: name(case.as_ref()),
                channel: channel.number(),
                documents: write_documents(documents),
                personal_fields: names(personal_fields),
            })
        }
        Fact::DossierReceived {
            desk,
            procedure_version,
            competent,
            custodian,
            channel,
            handed_in,
            clock_from,
            appointment,
        } => Wire::DossierReceived(proto::DossierReceived {
            desk: desk.to_string(),
            procedure_version: *procedure_version,
            competent: competent.to_string(),
            custodian: custodian.to_string(),
            channel: channel.number(),
            handed_in: names(handed_in),
            clock_from: Some(time::write(*clock_from)),
            appointment: appointment.map(time::write),
        }),
        Fact::DossierRefused { reasons } => {
            Wire::DossierRefused(proto::DossierRefused { reasons: names(reasons) })
        }
        Fact::LegSent { leg, from, to, purpose, due, documents, note } => Wire::LegSent(proto::LegSent {
            leg: leg.to_string(),
            from: from.to_string(),
            to: to.to_string(),
            purpose: purpose.number(),
            due: due.map(time::write),
            documents: write_documents(documents),
            note: note.to_string(),
        }),
        Fact::CustodyMoved { from, to, leg } => Wire::CustodyMoved(proto::CustodyMoved {
            from: from.to_string(),
            to: to.to_string(),
            leg: name(leg.as_ref()),
        }),
        Fact::LegAccepted { leg } => Wire::LegAccepted(proto::LegAccepted { leg: leg.to_string() }),
        Fact::LegRefused { leg, reason } => {
            Wire::LegRefused(proto::LegRefused { leg: leg.to_string(), reason: reason.to_string() })
        }
        Fact::LegAnswered { leg, text, documents } => Wire::LegAnswered(proto::LegAnswered {
            leg: leg.to_string(),
            text: text.to_string(),
            documents: write_documents(documents),
        }),
        Fact::OfficerAssigned { agency, unit, officer } => Wire::OfficerAssigned(proto::OfficerAssigned {
            agency: agency.to_string(),
            unit: name(unit.as_ref()),
            officer: name(officer.as_ref()),
        }),
        Fact::StepStarted { step } => Wire::StepStarted(proto::StepStarted { step: step.to_string() }),
        Fact::StepCompleted { step, note } => {
            Wire::StepCompleted(proto::StepCompleted { step: step.to_string(), note: note.to_string() })
        }
        Fact::DossierResolved { outcome, number, date, signer, results } => {
            Wire::DossierResolved(proto::DossierResolved {
                outcome: outcome.number(),
                number: number.to_string(),
                date: date.to_string(),
                signer: signer.to_string(),
                results: write_documents(results),
            })
        }
        Fact::ResultReturned { desk, channel } => {
            Wire::ResultReturned(proto::ResultReturned { desk: desk.to_string(), channel: channel.number() })
        }
        Fact::ConsultationOpened { consultation, chair, question, documents, addressee_inferred } => {
            Wire::ConsultationOpened(proto::ConsultationOpened {
                consultation: consultation.to_string(),
                chair: chair.to_string(),
                question: question.to_string(),
                documents: write_documents(documents),
                addressee_inferred: *addressee_inferred,
            })
        }
        Fact::OpinionRequested { consultation, leg, to, mandatory, due, round, addressee_inferred } => {
            Wire::OpinionRequested(proto::OpinionRequested {
                consultation: consultation.to_string(),
                leg: leg.to_string(),
                to: write_participant(to),
                mandatory: *mandatory,
                due: due.map(time::write),
                round: *round,
                addressee_inferred: *addressee_inferred,
            })
        }
        Fact::OpinionGiven { consultation, leg, from, round, version, stance, text, documents, late } => {
            Wire::OpinionGiven(proto::OpinionGiven {
                consultation: consultation.to_string(),
                leg: leg.to_string(),
                from: write_participant(from),
                round: *round,
                version: *version,
                stance: stance.number(),
                text: text.to_string(),
                documents: write_documents(documents),
                late: *late,
            })
        }
        Fact::OpinionAmended { consultation, leg, from, round, version, stance, text, documents, late } => {
            Wire::OpinionAmended(proto::OpinionAmended {
                consultation: consultation.to_string(),
                leg: leg.to_string(),
                from: write_participant(from),
                round: *round,
                version: *version,
                stance: stance.number(),
                text: text.to_string(),
                documents: write_documents(documents),
                late: *late,
            })
        }
        Fact::OpinionDeclined { consultation, leg, from, reason } => {
            Wire::OpinionDeclined(proto::OpinionDeclined {
                consultation: consultation.to_string(),
                leg: leg.to_string(),
                from: write_participant(from),
                reason: reason.to_string(),
            })
        }
        Fact::ConsultationConcluded { consultation, digest } => {
            Wire::ConsultationConcluded(proto::ConsultationConcluded {
                consultation: consultation.to_string(),
                digest: write_digest(digest),
            })
        }
    }
}
