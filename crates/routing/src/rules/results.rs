//! What can be said of results at the point where they are, and what a decision must agree with.

use crate::case::Case;
use crate::grounds::{NO_RESULT, OTHER_OUTCOME, RESULT_MISSING, RESULT_STANDS, RESULT_UNKNOWN};
use lienthong_catalogue::Procedure;
use lienthong_dossier::{Check, Issued, Outcome, ResultOutcome};
use lienthong_names::Refusal;

/// The procedure ends with such a result, where it says what it ends with.
pub(crate) fn foreseen(procedure: &Procedure, result: &str) -> Check {
    let listed = &procedure.results;
    if !result.trim().is_empty() && (listed.is_empty() || listed.iter().any(|item| *item.id == *result)) {
        return Ok(());
    }
    RESULT_UNKNOWN.refuse(
        "result",
        format!("`{result}` không phải là kết quả của thủ tục {}", procedure.code),
        format!("procedure {} does not end with `{result}`", procedure.code),
    )
}

/// It is not recorded yet, or was withdrawn.
pub(crate) fn to_be_recorded(case: &Case<'_>, result: &str) -> Check {
    match case.dossier.results.get(result) {
        Some(issued) if issued.stands() => RESULT_STANDS.refuse(
            "result",
            format!("kết quả `{result}` đã được ghi nhận"),
            format!("result `{result}` is recorded already"),
        ),
        _ => Ok(()),
    }
}

/// It is recorded.
pub(crate) fn known<'a>(case: &Case<'a>, result: &str) -> Check<&'a Issued> {
    match case.dossier.results.get(result) {
        Some(issued) => Ok(issued),
        None => NO_RESULT.refuse(
            "result",
            format!("hồ sơ {} không có kết quả `{result}`", case.code),
            format!("dossier {} has no result `{result}`", case.code),
        ),
    }
}

/// Whether it stands is as it must be for this.
pub(crate) fn standing(issued: &Issued, result: &str, must: bool) -> Check {
    if issued.stands() == must {
        return Ok(());
    }
    let (vi, en) = if must {
        ("đã bị thu hồi", "was withdrawn")
    } else {
        ("vẫn còn hiệu lực", "still stands")
    };
    RESULT_STANDS.refuse("result", format!("kết quả `{result}` {vi}"), format!("result `{result}` {en}"))
}

/// Those that are named are there and not handed out yet.
pub(crate) fn to_be_returned(case: &Case<'_>, named: &[Box<str>]) -> Vec<Refusal> {
    let waits = |id: &str| case.dossier.results.get(id).is_some_and(Issued::awaits_return);
    let refusal = |id: &str| {
        NO_RESULT.refusal(
            "results",
            format!("hồ sơ {} không có kết quả `{id}` đang chờ trả", case.code),
            format!("dossier {} has no result `{id}` that waits to be returned", case.code),
        )
    };
    named.iter().map(|id| &**id).filter(|id| !waits(id)).map(refusal).collect()
}

/// Each result that the procedure requires is there. What is rejected as a whole needs none.
pub(crate) fn complete(case: &Case<'_>, procedure: &Procedure, outcome: Outcome) -> Vec<Refusal> {
    if outcome == Outcome::RejectedOnMerits {
        return Vec::new();
    }
    let there = |id: &str| case.dossier.results.get(id).is_some_and(Issued::stands);
    let missing = procedure.results.iter().filter(|item| item.required && !there(&item.id));
    missing
        .map(|item| {
            RESULT_MISSING.refusal(
                "dossier",
                format!("chưa có kết quả `{}` ({})", item.id, item.name),
                format!("result `{}` ({}) is not there yet", item.id, item.name),
            )
        })
        .collect()
}

/// The decision says what its results say: all issued, none, or some.
pub(crate) fn agree(case: &Case<'_>, outcome: Outcome) -> Check {
    let standing = || case.dossier.results.values().filter(|issued| issued.stands());
    let issued = standing().any(|issued| issued.outcome == ResultOutcome::Issued);
    let denied = standing().any(|issued| issued.outcome == ResultOutcome::Denied);
    let says = match (issued, denied) {
        (true, true) => Outcome::PartlyGranted,
        (true, false) => Outcome::Granted,
        (false, true) => Outcome::RejectedOnMerits,
        (false, false) => return Ok(()),
    };
    if says == outcome {
        return Ok(());
    }
    OTHER_OUTCOME.refuse(
        "outcome",
        format!("các kết quả đã ghi nhận cho thấy {says}, không phải {outcome}"),
        format!("by its results it is {says}, not {outcome}"),
    )
}
