//! RateService, FileComplaint, AnswerComplaint: the citizen's word about how it went, and the answer to it.

use super::{Decided, ask_desk, ask_party};
use crate::case::Case;
use crate::grounds::{ANSWERED, NO_ANSWER, NO_COMPLAINT, RATED, SCORE};
use crate::rules::{papers, personal, r19_known, stage};
use crate::version;
use lienthong_dossier::{Event, Refusals};
use lienthong_names::AgencyId;

/// Once, from 1 to 5, through the desk or the portal.
pub(crate) fn rate(case: &Case<'_>, score: u32) -> Decided {
    let procedure = version::of_dossier(case, r19_known::check(case)?)?;
    let mut no = Refusals::new();
    ask_desk(case, &mut no, procedure);
    no.ask(stage::received(case));
    if case.dossier.rating.is_some() {
        no.ask(RATED.refuse::<()>("score", "hồ sơ đã được đánh giá", "the dossier was rated before"));
    }
    if !(1..=5).contains(&score) {
        no.ask(SCORE.refuse::<()>("score", "điểm đánh giá từ 1 đến 5", "a score is from 1 to 5"));
    }
    no.settle()?;
    Ok(vec![Event::ServiceRated { score }])
}

/// Of an agency that has a part in it, as long as what citizens say of themselves is kept. What is said no rule asks for.
pub(crate) fn complain(case: &Case<'_>, against: &AgencyId) -> Decided {
    let procedure = version::of_dossier(case, r19_known::check(case)?)?;
    let mut no = Refusals::new();
    ask_desk(case, &mut no, procedure);
    no.ask(papers::has_part(case, "against", against));
    no.ask(personal::kept(case));
    no.settle()?;
    let before = u32::try_from(case.dossier.complaints.len()).unwrap_or(u32::MAX);
    Ok(vec![Event::ComplaintFiled { number: before.saturating_add(1), against: against.clone() }])
}

/// Answered by the agency complained of, in its head's name, once. Who is head on that day is the catalogue's to say (R26).
pub(crate) fn answer(case: &Case<'_>, number: u32, text: &str) -> Decided {
    r19_known::check(case)?;
    let Some(complaint) = case.dossier.complaint(number) else {
        return NO_COMPLAINT.refuse(
            "number",
            format!("hồ sơ {} không có phản ánh số {number}", case.code),
            format!("dossier {} has no complaint {number}", case.code),
        );
    };
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    if complaint.answered_at.is_some() {
        no.ask(ANSWERED.refuse::<()>(
            "number",
            format!("phản ánh số {number} đã được trả lời"),
            format!("complaint {number} was answered before"),
        ));
    }
    if text.trim().is_empty() {
        no.ask(NO_ANSWER.refuse::<()>("text", "phải có nội dung trả lời", "nothing is answered"));
    }
    no.settle()?;
    Ok(vec![Event::ComplaintAnswered { number, text: text.into() }])
}
