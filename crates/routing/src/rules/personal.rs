//! Personal data are kept as long as somebody has to act on them, and not read or added to after they were erased.

use crate::case::Case;
use crate::grounds::{ERASED, STILL_NEEDED};
use crate::rules::stage;
use lienthong_dossier::Check;

/// Nothing is left to be done for the citizen: it was turned away, ended without a decision, or handed out whole, and every complaint
/// is answered.
pub(crate) fn needed_no_more(case: &Case<'_>) -> Check {
    let mut complaints = case.dossier.complaints.iter();
    match complaints.position(|complaint| complaint.answered_at.is_none()) {
        None if stage::is_over(case.dossier) => Ok(()),
        None => STILL_NEEDED.refuse(
            "dossier",
            format!(
                "hồ sơ {} chưa kết thúc, còn cần dữ liệu cá nhân để giải quyết và trả kết quả",
                case.code
            ),
            format!(
                "dossier {} is not over: its personal data are needed to resolve it and to return the result",
                case.code
            ),
        ),
        Some(place) => STILL_NEEDED.refuse(
            "dossier",
            format!("phản ánh số {} của hồ sơ {} chưa được trả lời", place + 1, case.code),
            format!("complaint {} of dossier {} is not answered yet", place + 1, case.code),
        ),
    }
}

/// They were not erased.
pub(crate) fn kept(case: &Case<'_>) -> Check {
    if case.dossier.erased_at.is_none() {
        return Ok(());
    }
    ERASED.refuse(
        "dossier",
        format!("dữ liệu cá nhân của hồ sơ {} đã được xóa", case.code),
        format!("the personal data of dossier {} were erased", case.code),
    )
}
