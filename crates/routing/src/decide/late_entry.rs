//! RegulariseDossier, AdoptDossier: dossiers that were with an agency before the ledger heard of them.

use super::Decided;
use super::receive::{ask_intake, earlier, first_step, hands, receiving, within};
use crate::case::{Case, Version};
use crate::clock;
use crate::grounds::{CITATION, NO_TERM_LEFT, OTHER_PROCEDURE};
use crate::rules::{cases, ledgers, r07_reason, r12_in_force, r18_ahead};
use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_dossier::{Channel, Check, Document, Event, Irregularity, Refusals};
use lienthong_names::{AgencyId, CaseName, ProcedureCode, StreamKind, StreamName};

/// What both say of the dossier itself.
pub(crate) struct Dossier<'a> {
    pub(crate) procedure: &'a ProcedureCode,
    pub(crate) variant: Option<&'a CaseName>,
    pub(crate) channel: Channel,
    pub(crate) documents: &'a [Document],
    pub(crate) competent: Option<&'a AgencyId>,
    pub(crate) custodian: Option<&'a AgencyId>,
    /// What was promised in writing.
    pub(crate) promised: Option<Timestamp>,
}

/// How it came past the rules.
pub(crate) struct HandIn<'a> {
    pub(crate) handed_in: &'a [Box<str>],
    pub(crate) irregularity: Irregularity,
    pub(crate) citing: Option<&'a StreamName>,
    pub(crate) citing_revision: u32,
    pub(crate) taken_at: Timestamp,
    pub(crate) taken_by: &'a AgencyId,
    pub(crate) taker: &'a str,
    pub(crate) reason: &'a str,
}

/// What the old book says.
pub(crate) struct OldBook<'a> {
    pub(crate) received_at: Timestamp,
    pub(crate) number: &'a str,
    pub(crate) remaining: Option<&'a Term>,
}

/// R01, R19: what came past the desk is let in by the desk. The clock starts where the citizen handed it in, under the version
/// in force on that day, so that the detour costs the citizen nothing; the irregularity stands beside it.
pub(crate) fn regularise(case: &Case<'_>, dossier: &Dossier<'_>, hand_in: &HandIn<'_>) -> Decided {
    let version = r12_in_force::procedure_on(case, dossier.procedure, hand_in.taken_at)?;
    let (competent, custodian) = hands(case, version, dossier.competent, dossier.custodian)?;
    r12_in_force::agency(case, "taken_by", hand_in.taken_by)?;
    let mut no = Refusals::new();
    ask_intake(case, &mut no, version, competent, dossier.channel);
    no.ask(ledgers::takes(case));
    let variant = no.ask(of_case(case, version, dossier)).flatten();
    no.ask(r18_ahead::check(case.facts, "taken_at", hand_in.taken_at));
    no.ask(cited(case, hand_in));
    no.ask(r07_reason::check("reason", [hand_in.reason]));
    let clock_from = hand_in.taken_at.min(case.now());
    let term = version.procedure.term_by(variant, dossier.channel == Channel::Online);
    let computed = no.ask(clock::due(case, case.agency(), clock_from, term));
    let process = case.facts.catalogue.process(dossier.procedure, variant, hand_in.taken_at);
    let of_its_part = no.ask(receiving(case, process, clock_from)).flatten();
    no.settle()?;
    let appointment = earlier(computed.flatten(), dossier.promised);
    let received = Event::DossierReceived {
        desk: case.agency().clone(),
        procedure_version: version.number,
        competent: competent.clone(),
        custodian: custodian.clone(),
        channel: dossier.channel,
        handed_in: hand_in.handed_in.to_vec(),
        clock_from,
        appointment,
        receiving_appointment: within(of_its_part, appointment),
        process_version: process.map(|(version, _)| version),
    };
    let noted = Event::IrregularityNoted {
        irregularity: hand_in.irregularity,
        citing: hand_in.citing.cloned(),
        citing_revision: hand_in.citing_revision,
        taken_at: hand_in.taken_at,
        taken_by: hand_in.taken_by.clone(),
        taker: hand_in.taker.into(),
        reason: hand_in.reason.into(),
    };
    let done = first_step(process);
    Ok(registered(case, dossier).into_iter().chain([received, noted]).chain(done).collect())
}

/// A running dossier comes over from an old book, with what is left of its term from now on.
pub(crate) fn adopt(case: &Case<'_>, dossier: &Dossier<'_>, book: &OldBook<'_>) -> Decided {
    let version = r12_in_force::procedure_on(case, dossier.procedure, book.received_at)?;
    let (competent, custodian) = hands(case, version, dossier.competent, dossier.custodian)?;
    let clock_from = case.now();
    let mut no = Refusals::new();
    ask_intake(case, &mut no, version, competent, dossier.channel);
    no.ask(ledgers::takes(case));
    no.ask(of_case(case, version, dossier));
    no.ask(r18_ahead::check(case.facts, "received_at", book.received_at));
    if book.remaining.is_none() && dossier.promised.is_none() {
        no.ask(NO_TERM_LEFT.refuse::<()>(
            "remaining",
            "phải nêu thời hạn còn lại hoặc ngày đã hẹn trả",
            "it says what is left of the term, or what was promised",
        ));
    }
    let computed = no.ask(clock::due(case, case.agency(), clock_from, book.remaining));
    no.settle()?;
    let adopted = Event::DossierAdopted {
        desk: case.agency().clone(),
        procedure_version: version.number,
        competent: competent.clone(),
        custodian: custodian.clone(),
        channel: dossier.channel,
        received_at: book.received_at,
        old_number: book.number.into(),
        clock_from,
        remaining: book.remaining.cloned(),
        appointment: earlier(computed.flatten(), dossier.promised),
    };
    Ok(registered(case, dossier).into_iter().chain([adopted]).collect())
}

/// The code is given, if the dossier has none. Whom it is about is not said here: personal fields go with a registration of
/// its own, in the same submission.
fn registered(case: &Case<'_>, dossier: &Dossier<'_>) -> Option<Event> {
    (!case.dossier.exists()).then(|| Event::DossierRegistered {
        procedure: dossier.procedure.clone(),
        case: dossier.variant.cloned(),
        channel: dossier.channel,
        documents: dossier.documents.to_vec(),
        personal_fields: Vec::new(),
    })
}

/// The case that it is of, which the version has: the one it was registered under, or else the one that is named. What was
/// registered keeps its procedure, too.
fn of_case<'a>(case: &Case<'a>, version: Version<'_>, dossier: &Dossier<'a>) -> Check<Option<&'a CaseName>> {
    same_procedure(case, dossier.procedure)?;
    cases::same(case, dossier.variant)?;
    let variant = if case.dossier.exists() { case.dossier.case() } else { dossier.variant };
    cases::check(version.procedure, variant)?;
    Ok(variant)
}

/// What was registered keeps its procedure.
fn same_procedure(case: &Case<'_>, procedure: &ProcedureCode) -> Check {
    match &case.dossier.registration {
        Some(registration) if registration.procedure != *procedure => OTHER_PROCEDURE.refuse(
            "procedure",
            format!("hồ sơ {} đã đăng ký theo thủ tục {}", case.code, registration.procedure),
            format!("dossier {} was registered under procedure {}", case.code, registration.procedure),
        ),
        _ => Ok(()),
    }
}

/// A rejection is cited by its record, on a stream where rejections stand: of the agency that took it, or of this dossier. What
/// was taken off the desk has none.
fn cited(case: &Case<'_>, hand_in: &HandIn<'_>) -> Check {
    let is_there = hand_in.citing.is_some() && hand_in.citing_revision > 0;
    let fits = match hand_in.irregularity {
        Irregularity::RejectedAct => hand_in.citing.is_some_and(|stream| {
            is_there
                && (*stream == StreamName::dossier(case.code)
                    || (stream.kind() == StreamKind::Rejected && stream.id() == hand_in.taken_by.as_str()))
        }),
        Irregularity::OffDesk => hand_in.citing.is_none() && hand_in.citing_revision == 0,
    };
    if fits {
        return Ok(());
    }
    CITATION.refuse(
        "citing",
        format!("phải dẫn bản ghi từ chối của {} hoặc của hồ sơ này", hand_in.taken_by),
        format!(
            "a rejected act is cited by its record, of {} or of this dossier; what came off the desk cites none",
            hand_in.taken_by
        ),
    )
}
