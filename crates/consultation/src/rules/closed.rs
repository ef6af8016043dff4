//! Opinions that stay closed until nobody's is waited for any more (DOMAIN section 7): so that nobody writes after the others, and
//! nobody can refuse to open. [Decision 0015](../../../../docs/decisions/0015-a-closed-opinion-is-committed-to-and-released-at-once.md).

use crate::case::Case;
use crate::decide::answer::Said;
use crate::grounds::{IN_THE_CLEAR, MUST_CLOSE, NO_CLOCK, NOT_CLOSED, NOT_OPENED};
use crate::version;
use lienthong_dossier::{Check, Consultation, Refusals, Stance, TimedClock, Timer};
use lienthong_names::ConsultationId;
use lienthong_service::no_such_clock;

/// In a consultation whose answers are closed an opinion is a commitment and says nothing in the clear; in any other, and after the
/// opening, there is nothing to close.
pub(crate) fn said(case: &Case<'_>, id: &ConsultationId, said: &Said<'_>, no: &mut Refusals) {
    // Of a consultation that nobody opened R03 speaks; of a secret opinion, which the paper carries, R25.
    let Some(consultation) = case.dossier.consultations.get(id) else { return };
    if said.secret.is_some() {
        return;
    }
    if !consultation.is_closed() {
        if said.closed.is_some() {
            no.ask(NOT_CLOSED.refuse::<()>(
                "closed",
                format!("ý kiến trong lần lấy ý kiến {id} được nói rõ: không còn, hoặc không phải, niêm kín"),
                format!(
                    "opinions in consultation {id} are said in the clear: they are not closed, or no longer"
                ),
            ));
        }
        return;
    }
    let beside = [
        (said.closed.is_none(), "closed"),
        (said.stance != Stance::NotStated, "stance"),
        (!said.text.is_empty(), "text"),
        (!said.documents.is_empty(), "documents"),
    ];
    let refusal = |(_, field)| {
        IN_THE_CLEAR.refusal(
            field,
            format!("ý kiến trong lần lấy ý kiến {id} niêm kín đến khi mọi nơi trả lời: chỉ gửi cam kết"),
            format!("opinions in consultation {id} stay closed until all have answered: only a commitment is given"),
        )
    };
    no.extend(beside.into_iter().filter(|(speaks, _)| *speaks).map(refusal).collect());
}

/// Where the procedure says so opinions are asked for closed, whoever asks. A past that is brought in was said in the clear.
pub(crate) fn demanded(case: &Case<'_>, closed: bool) -> Check {
    let demanded = version::procedure(case).is_some_and(|procedure| procedure.opinions.closed);
    if closed || !demanded || case.is_history() {
        return Ok(());
    }
    MUST_CLOSE.refuse(
        "closed",
        "thủ tục quy định ý kiến niêm kín cho đến khi mọi nơi đã trả lời",
        "the procedure says that opinions stay closed until all have answered",
    )
}

/// What was given closed has been opened: nobody sums up what nobody has read.
pub(crate) fn opened(consultation: &Consultation) -> Check {
    if !consultation.is_closed() {
        return Ok(());
    }
    let (asked, settled) = progress(consultation);
    NOT_OPENED.refuse(
        "consultation",
        format!("ý kiến còn niêm kín: {settled} trên {asked} lượt hỏi đã có trả lời hoặc hết hạn"),
        format!(
            "the opinions are still closed: {settled} of {asked} asks are answered or no longer waited for"
        ),
    )
}

/// How many asks there are, and how many of them nothing waits for.
fn progress(consultation: &Consultation) -> (usize, usize) {
    let settled = consultation.requests().filter(|(_, request)| request.settled_at().is_some());
    (consultation.requests().count(), settled.count())
}

/// The consultation that nobody's answer is waited for any more since the instant that the service says, and that is still closed.
pub(crate) fn waits_no_more<'a>(case: &Case<'a>, timer: &Timer) -> Check<&'a ConsultationId> {
    let opens = |(id, consultation): &(&ConsultationId, &Consultation)| {
        timer.clock == TimedClock::Consultation((*id).clone()) && consultation.opens_at() == Some(timer.due)
    };
    match case.dossier.consultations.iter().find(opens) {
        Some((id, _)) => Ok(id),
        None => no_such_clock(&NO_CLOCK, case.code, timer),
    }
}
