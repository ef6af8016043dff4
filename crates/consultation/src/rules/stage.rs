//! Where the dossier and the consultation stand, and what that leaves room for.

use crate::case::Case;
use crate::grounds::{CONCLUDED, ENDED, ID_USED, NO_CONSULTATION, STILL_OPEN};
use crate::rules::r03_asked::name;
use lienthong_dossier::{Ask, Check, Consultation, Request};
use lienthong_names::{ConsultationId, Refusal};

/// The dossier has not ended. That it was received goes without saying: before that it has no custodian, and so nobody may
/// ask (R02).
pub(crate) fn running(case: &Case<'_>) -> Check {
    // Papers that did not come in time end it, whether that is recorded already or not.
    if case.dossier.has_ended() || case.dossier.papers_ran_out(case.now()) {
        let status = case.dossier.status().as_str();
        return ENDED.refuse(
            "dossier",
            format!("hồ sơ {} đã kết thúc ({status})", case.code),
            format!("dossier {} has ended ({status})", case.code),
        );
    }
    Ok(())
}

/// The consultation's id is free.
pub(crate) fn unused(case: &Case<'_>, id: &ConsultationId) -> Check {
    if !case.dossier.consultations.contains_key(id) {
        return Ok(());
    }
    ID_USED.refuse(
        "consultation",
        format!("mã lấy ý kiến {id} đã được dùng trong hồ sơ này"),
        format!("consultation id {id} is in use in this dossier"),
    )
}

/// The consultation was opened.
pub(crate) fn known<'a>(case: &Case<'a>, id: &ConsultationId) -> Check<&'a Consultation> {
    match case.dossier.consultations.get(id) {
        Some(consultation) => Ok(consultation),
        None => NO_CONSULTATION.refuse(
            "consultation",
            format!("hồ sơ {} không có lần lấy ý kiến {id}", case.code),
            format!("dossier {} has no consultation {id}", case.code),
        ),
    }
}

/// It was not closed with its digest. Of a consultation that nobody opened R03 speaks.
pub(crate) fn not_concluded(case: &Case<'_>, id: &ConsultationId) -> Check {
    if !case.dossier.consultations.get(id).is_some_and(Consultation::is_concluded) {
        return Ok(());
    }
    CONCLUDED.refuse(
        "consultation",
        format!("lần lấy ý kiến {id} đã kết thúc với bảng tổng hợp"),
        format!("consultation {id} was concluded with its digest"),
    )
}

/// Nobody is asked again whose last ask still waits: what speaks against it, one by one.
pub(crate) fn none_still_open(consultation: &Consultation, asks: &[Ask]) -> Vec<Refusal> {
    let waits = |ask: &&Ask| {
        let last = consultation.participant(&ask.participant).and_then(|p| p.latest());
        last.is_some_and(Request::is_open)
    };
    let refusal = |ask: &Ask| {
        let who = name(&ask.participant);
        STILL_OPEN.refusal(
            "asks.participant",
            format!("{who} chưa trả lời lần hỏi trước"),
            format!("{who} has not answered the last ask yet"),
        )
    };
    asks.iter().filter(waits).map(refusal).collect()
}
