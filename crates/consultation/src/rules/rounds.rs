//! Where an appraisal stands, and what its next round, its visit and its minutes need.

use crate::case::Case;
use crate::grounds::{
    APPRAISAL_USED, INCOMPLETE, NO_APPRAISAL, NO_DUE, NO_ROUND, NOT_REVISED, NOTHING_TO_CHANGE,
};
use crate::version;
use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_dossier::{Appraisal, Check, Concluded, Conclusion, Document, Round, is_date};
use lienthong_names::{AppraisalId, Refusal};

/// The appraisal's id is free. There may be several, each with its own.
pub(crate) fn unused(case: &Case<'_>, id: &AppraisalId) -> Check {
    if !case.dossier.appraisals.contains_key(id) {
        return Ok(());
    }
    APPRAISAL_USED.refuse(
        "appraisal",
        format!("mã thẩm định {id} đã được dùng trong hồ sơ này"),
        format!("appraisal id {id} is in use in this dossier"),
    )
}

/// The appraisal was opened.
pub(crate) fn known<'a>(case: &Case<'a>, id: &AppraisalId) -> Check<&'a Appraisal> {
    match case.dossier.appraisals.get(id) {
        Some(appraisal) => Ok(appraisal),
        None => NO_APPRAISAL.refuse(
            "appraisal",
            format!("hồ sơ {} không có lần thẩm định {id}", case.code),
            format!("dossier {} has no appraisal {id}", case.code),
        ),
    }
}

/// Its last round is open.
pub(crate) fn open<'a>(appraisal: &'a Appraisal, id: &AppraisalId) -> Check<&'a Round> {
    match appraisal.open_round() {
        Some(round) => Ok(round),
        None => NO_ROUND.refuse(
            "appraisal",
            format!("vòng {} của lần thẩm định {id} đã kết luận", appraisal.number()),
            format!("round {} of appraisal {id} was concluded", appraisal.number()),
        ),
    }
}

/// Its last round was concluded with changes: there is something to come back.
pub(crate) fn with_changes<'a>(appraisal: &'a Appraisal, id: &AppraisalId) -> Check<&'a Concluded> {
    let concluded = appraisal.round().and_then(|round| round.concluded.as_ref());
    match concluded.filter(|concluded| concluded.conclusion == Conclusion::WithChanges) {
        Some(concluded) => Ok(concluded),
        None => NOTHING_TO_CHANGE.refuse(
            "appraisal",
            format!("lần thẩm định {id} không có kết luận yêu cầu chỉnh sửa nào đang chờ"),
            format!("appraisal {id} does not wait for changes"),
        ),
    }
}

/// What the applicant was to revise is in: papers came after the conclusion, and none is awaited still. Asked for as ever, by
/// RequestRevision or RequestSupplement, while which the clock stands still. History may not know.
pub(crate) fn revised(case: &Case<'_>, concluded: &Concluded) -> Check {
    let dossier = case.dossier;
    let came = dossier.supplements.iter().any(|asked| asked.provided_at.is_some_and(|at| at >= concluded.at));
    if dossier.open_supplement().is_none() && came || case.is_history() {
        return Ok(());
    }
    NOT_REVISED.refuse(
        "appraisal",
        "hồ sơ chỉnh sửa của người nộp chưa được ghi nhận",
        "what the applicant was to revise is not in yet",
    )
}

/// By when a round is to end: its term, or the procedure's, from now by the calendar of who chairs. Only history knows rounds
/// without a term.
pub(crate) fn due(case: &Case<'_>, term: Option<&Term>) -> Check<Option<Timestamp>> {
    // A history says its own terms: what the procedure asked of others then it did not promise.
    let published = version::procedure(case).filter(|_| !case.is_history());
    let usual = published.and_then(|procedure| procedure.appraisal.term.as_ref());
    match term.or(usual) {
        Some(term) => match case.facts.catalogue.due(case.agency(), case.now(), term) {
            Ok(due) => Ok(Some(due)),
            Err(why) => NO_DUE.refuse("term", why.vi(), why.to_string()),
        },
        None if case.is_history() => Ok(None),
        None => NO_DUE.refuse(
            "term",
            "phải nêu thời hạn của vòng thẩm định",
            "a round of an appraisal needs a term, and the procedure names none",
        ),
    }
}

/// Each of these texts is there, and the date is one. History may not know them; a date that is given must be one.
pub(crate) fn written(case: &Case<'_>, texts: &[(&str, &str)], date: &str) -> Vec<Refusal> {
    let dated = [("date", date)];
    let missing = texts.iter().chain(&dated).filter(|(_, text)| text.trim().is_empty() && !case.is_history());
    let missing = missing.map(|(field, _)| {
        INCOMPLETE.refusal(field, format!("thiếu {field}"), format!("the {field} is missing"))
    });
    let no_date = Some(date).filter(|date| !date.trim().is_empty() && !is_date(date)).map(|date| {
        INCOMPLETE.refusal(
            "date",
            format!("`{date}` không phải là ngày (yyyy-mm-dd)"),
            format!("`{date}` is not a date (yyyy-mm-dd)"),
        )
    });
    missing.chain(no_date).collect()
}

/// The minutes are there, if only by name, where they are on paper.
pub(crate) fn has_minutes(case: &Case<'_>, documents: &[Document]) -> Check {
    if !documents.is_empty() || case.is_history() {
        return Ok(());
    }
    INCOMPLETE.refuse("documents", "thiếu biên bản thẩm định", "the minutes are missing")
}
