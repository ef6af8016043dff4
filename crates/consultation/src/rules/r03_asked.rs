//! R03: an agency acts on a dossier only if something recorded gave it a part; an opinion only if it was asked.
//! Directive 1đ.

use crate::case::Case;
use crate::grounds::R03_ASKED;
use lienthong_dossier::capacity::Standing;
use lienthong_dossier::{Check, Participant, ParticipantState, Request, capacity};
use lienthong_names::ConsultationId;

/// Something recorded gave the acting agency a part in the dossier.
pub(crate) fn part(case: &Case<'_>, standing: Standing) -> Check {
    capacity::check_part(&R03_ASKED, case.dossier, case.code, case.agency(), standing)
}

/// The acting agency speaks for itself, and was asked in this consultation, now or before.
pub(crate) fn ever<'a>(
    case: &Case<'a>,
    consultation: &ConsultationId,
    from: &Participant,
) -> Check<&'a ParticipantState> {
    if from.agency != *case.agency() {
        return R03_ASKED.refuse(
            "from",
            format!("{} không thể cho ý kiến thay {}", case.agency(), from.agency),
            format!("{} cannot speak for {}", case.agency(), from.agency),
        );
    }
    match case.dossier.consultations.get(consultation).and_then(|c| c.participant(from)) {
        Some(asked) => Ok(asked),
        None => R03_ASKED.refuse(
            "from",
            format!("không ai hỏi ý kiến của {} theo {consultation}", name(from)),
            format!("nobody asked {} for an opinion in {consultation}", name(from)),
        ),
    }
}

/// The acting agency speaks for itself, and its last ask waits for an answer.
pub(crate) fn now<'a>(
    case: &Case<'a>,
    consultation: &ConsultationId,
    from: &Participant,
) -> Check<&'a Request> {
    let asked = ever(case, consultation, from)?;
    match asked.latest() {
        Some(request) if request.is_open() => Ok(request),
        Some(request) if request.revoked.is_some() => R03_ASKED.refuse(
            "from",
            format!("lượt xin ý kiến của {} đã được thu hồi", name(from)),
            format!("the ask of {} was taken back", name(from)),
        ),
        _ => R03_ASKED.refuse(
            "from",
            format!("{} đã trả lời và chưa được hỏi lại: hãy sửa ý kiến đã cho", name(from)),
            format!("{} has answered and was not asked again: amend what was said", name(from)),
        ),
    }
}

/// Agency, and unit where one is meant.
pub(crate) fn name(participant: &Participant) -> String {
    match &participant.unit {
        Some(unit) => format!("{}/{unit}", participant.agency),
        None => participant.agency.to_string(),
    }
}
