//! The ask that a chair, or who resolves the dossier, speaks of: that there is one, and that it stands as it has to.

use super::r03_asked::name;
use crate::case::Case;
use crate::grounds::{NO_SUCH_ASK, TERM_RUNS};
use lienthong_dossier::{Check, Consultation, Participant, Request, RequestState};

/// The participant's last ask, which can still be answered.
pub(crate) fn to_answer<'a>(consultation: &'a Consultation, of: &Participant) -> Check<&'a Request> {
    last(
        consultation,
        "to",
        of,
        Request::is_open,
        "không có lượt xin ý kiến nào đang chờ trả lời",
        "no ask that can still be answered",
    )
}

/// The participant's last ask, answered with an opinion or not at all, and not taken back before.
pub(crate) fn to_revoke<'a>(consultation: &'a Consultation, of: &Participant) -> Check<&'a Request> {
    let stands = |request: &Request| {
        request.revoked.is_none() && !matches!(request.state, RequestState::Declined { .. })
    };
    last(
        consultation,
        "of",
        of,
        stands,
        "không có lượt xin ý kiến nào để thu hồi",
        "no ask that could be taken back",
    )
}

/// The participant's last ask, which nothing is resolved over the head of (R08).
pub(crate) fn that_holds_up<'a>(consultation: &'a Consultation, of: &Participant) -> Check<&'a Request> {
    last(
        consultation,
        "of",
        of,
        Request::holds_up,
        "không có ý kiến bắt buộc nào mà hồ sơ đang chờ",
        "no mandatory opinion that the dossier waits for",
    )
}

fn last<'a>(
    consultation: &'a Consultation,
    field: &str,
    of: &Participant,
    stands: impl Fn(&Request) -> bool,
    vi: &str,
    en: &str,
) -> Check<&'a Request> {
    let last = consultation.participant(of).and_then(|asked| asked.latest());
    match last.filter(|request| stands(request)) {
        Some(request) => Ok(request),
        None => {
            let who = name(of);
            NO_SUCH_ASK.refuse(field, format!("{who}: {vi}"), format!("{who}: {en}"))
        }
    }
}

/// Its term ran out: nobody is passed over before. History may know of no term.
pub(crate) fn ran_out(case: &Case<'_>, of: &Participant, request: &Request) -> Check {
    if request.due.is_none_or(|due| due < case.now()) {
        return Ok(());
    }
    let who = name(of);
    TERM_RUNS.refuse("of", format!("{who} vẫn còn thời hạn trả lời"), format!("the term of {who} still runs"))
}
