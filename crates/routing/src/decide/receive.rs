//! ReceiveDossier and RefuseDossier: the desk takes it in, and the clock starts; or it does not.

use super::{Decided, ask_actor};
use crate::case::{Case, Version};
use crate::clock;
use crate::grounds::NO_COMPETENT;
use crate::rules::{cases, pauses, r01_desk, r07_reason, r12_in_force, r19_known, stage};
use jiff::Timestamp;
use lienthong_catalogue::{Place, Process, StepKind};
use lienthong_dossier::{Channel, Check, Event, Refusals};
use lienthong_names::AgencyId;

/// What the receipt slip says.
pub(crate) struct Slip<'a> {
    /// Who resolves it; `None`: as the procedure says.
    pub(crate) competent: Option<&'a AgencyId>,
    /// Who holds it from here; `None`: who resolves it.
    pub(crate) custodian: Option<&'a AgencyId>,
    pub(crate) channel: Channel,
    pub(crate) handed_in: &'a [Box<str>],
    /// The appointment as printed.
    pub(crate) printed: Option<Timestamp>,
}

/// Taken in: the versions of the procedure and of its process in force today count to the end, and so does the appointment (R17);
/// term and process are those of its case.
///
/// Where the process begins with receiving, that step is done by it.
pub(crate) fn decide(case: &Case<'_>, slip: Slip<'_>) -> Decided {
    let registration = r19_known::check(case)?;
    let version = r12_in_force::procedure(case, &registration.procedure)?;
    let (competent, custodian) = hands(case, version, slip.competent, slip.custodian)?;

    let clock_from = case.citizens_clock();
    let mut no = Refusals::new();
    ask_intake(case, &mut no, version, competent, slip.channel);
    let variant = registration.case.as_ref();
    no.ask(cases::check(version.procedure, variant));
    let computed = no.ask(clock::due(
        case,
        case.agency(),
        clock_from,
        version.procedure.term_by(variant, slip.channel == Channel::Online),
    ));
    let process = case.facts.catalogue.process(&registration.procedure, variant, case.now());
    let of_its_part = no.ask(receiving(case, process, clock_from)).flatten();
    no.settle()?;

    let appointment = earlier(computed.flatten(), slip.printed);
    let received = Event::DossierReceived {
        desk: case.agency().clone(),
        procedure_version: version.number,
        competent: competent.clone(),
        custodian: custodian.clone(),
        channel: slip.channel,
        handed_in: slip.handed_in.to_vec(),
        clock_from,
        appointment,
        process_version: process.map(|(version, _)| version),
        receiving_appointment: within(of_its_part, appointment),
    };
    Ok(std::iter::once(received).chain(first_step(process)).collect())
}

/// What is asked of every intake: the right desk, by a registered channel, of a dossier that waits at it or is new.
pub(super) fn ask_intake(
    case: &Case<'_>,
    no: &mut Refusals,
    version: Version<'_>,
    competent: &AgencyId,
    channel: Channel,
) {
    ask_actor(case, no);
    no.ask(r01_desk::check(case, version.procedure, Some(competent)));
    no.ask(stage::awaits_reception(case));
    no.ask(pauses::no_papers_awaited(case));
    no.ask(r01_desk::check_channel(case, version.procedure, channel));
}

/// The step of the process that is done by receiving.
pub(super) fn first_step(process: Option<(u32, &Process)>) -> Option<Event> {
    let step = process.and_then(|(_, process)| process.next_of(StepKind::Receive, None))?;
    let at_centre = step.place == Place::Centre;
    Some(Event::StepCompleted { step: step.id.clone(), note: "".into(), at_centre })
}

/// Turned away at the desk, with reasons.
pub(crate) fn refuse(case: &Case<'_>, reasons: &[Box<str>]) -> Decided {
    let registration = r19_known::check(case)?;
    let version = r12_in_force::procedure(case, &registration.procedure)?;
    let mut no = Refusals::new();
    ask_actor(case, &mut no);
    no.ask(r01_desk::check(case, version.procedure, version.procedure.competent.as_ref()));
    no.ask(stage::awaits_reception(case));
    no.ask(r07_reason::check("reasons", reasons.iter().map(|reason| &**reason)));
    no.settle()?;
    Ok(vec![Event::DossierRefused { reasons: reasons.to_vec() }])
}

/// Who resolves it, and who holds it from here: as it is said, or as the procedure says; both are in force.
pub(super) fn hands<'a>(
    case: &Case<'a>,
    version: Version<'a>,
    competent: Option<&'a AgencyId>,
    custodian: Option<&'a AgencyId>,
) -> Check<(&'a AgencyId, &'a AgencyId)> {
    let competent = resolver(case, version, competent)?;
    let custodian = custodian.unwrap_or(competent);
    r12_in_force::agency(case, "competent", competent)?;
    r12_in_force::agency(case, "custodian", custodian)?;
    Ok((competent, custodian))
}

fn resolver<'a>(case: &Case<'a>, version: Version<'a>, named: Option<&'a AgencyId>) -> Check<&'a AgencyId> {
    // What was published names whoever was there then.
    let standing = |published: &'a AgencyId| case.facts.catalogue.acting(published, case.now());
    match named.or_else(|| version.procedure.competent.as_ref().map(standing)) {
        Some(competent) => Ok(competent),
        None => NO_COMPETENT.refuse(
            "competent",
            format!(
                "thủ tục {} chưa xác định cơ quan có thẩm quyền: phải nêu khi tiếp nhận",
                version.procedure.code
            ),
            format!("procedure {} names no competent agency: the reception must", version.procedure.code),
        ),
    }
}

/// When the receiving agency's own part ends, where the process says so: by the calendar of the desk, whose promise it is.
pub(super) fn receiving(
    case: &Case<'_>,
    process: Option<(u32, &Process)>,
    from: Timestamp,
) -> Check<Option<Timestamp>> {
    let term = process.and_then(|(_, process)| process.receiving_term.as_ref());
    clock::due(case, case.agency(), from, term)
}

/// A part is not promised for later than the whole.
pub(super) fn within(part: Option<Timestamp>, whole: Option<Timestamp>) -> Option<Timestamp> {
    part.map(|part| whole.map_or(part, |whole| part.min(whole)))
}

/// What was promised on paper binds if it is earlier than what the rules give.
pub(super) fn earlier(computed: Option<Timestamp>, printed: Option<Timestamp>) -> Option<Timestamp> {
    match (computed, printed) {
        (Some(computed), Some(printed)) => Some(computed.min(printed)),
        (computed, printed) => computed.or(printed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_appointment_binds_only_if_earlier_or_alone() {
        let (early, late) = (Timestamp::UNIX_EPOCH, Timestamp::MAX);
        let rows = [
            (Some(early), Some(late), Some(early)),
            (Some(late), Some(early), Some(early)),
            (None, Some(late), Some(late)),
            (Some(late), None, Some(late)),
            (None, None, None),
        ];
        for (computed, printed, binds) in rows {
            assert_eq!(earlier(computed, printed), binds);
        }
    }
}
