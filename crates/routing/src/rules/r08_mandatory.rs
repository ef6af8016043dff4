//! R08: no resolution while a mandatory opinion or appraisal is open. Directive 1b, 1đ.
//!
//! An appraisal that is mandatory is open until a round of it approves or rejects: one that was concluded with changes waits for the
//! next round. What an appraisal rejected is not granted over its head, wholly or in part, and may be rejected by the decision; what
//! it approved the decision may still reject, for reasons of its own.

use crate::case::Case;
use crate::grounds::R08_MANDATORY;
use lienthong_dossier::{Check, Conclusion, Outcome};

/// Nothing mandatory is still out, and nothing that was rejected is granted.
pub(crate) fn check(case: &Case<'_>, outcome: Outcome) -> Check {
    let dossier = case.dossier;
    let unsettled = dossier.mandatory_appraisals().filter(|(_, appraisal)| !appraisal.is_settled());
    let awaited: Vec<String> = dossier
        .holding_up()
        .map(|(participant, _)| participant.agency.to_string())
        .chain(dossier.open_appraisals().map(|(_, leg)| leg.to.to_string()))
        .chain(unsettled.map(|(id, appraisal)| format!("{} ({id})", appraisal.chair)))
        .collect();
    if !awaited.is_empty() {
        let awaited = awaited.join(", ");
        return R08_MANDATORY.refuse(
            "",
            format!("chưa có ý kiến hoặc kết quả thẩm định bắt buộc của: {awaited}"),
            format!("a mandatory opinion or appraisal is still open with: {awaited}"),
        );
    }
    let rejected = dossier.mandatory_appraisals().find(|(_, of)| of.conclusion() == Some(Conclusion::Reject));
    match rejected {
        Some((id, _)) if outcome != Outcome::RejectedOnMerits => R08_MANDATORY.refuse(
            "outcome",
            format!("thẩm định bắt buộc {id} đã kết luận không thông qua: chỉ được từ chối giải quyết"),
            format!("mandatory appraisal {id} rejected it: it can only be rejected"),
        ),
        _ => Ok(()),
    }
}
