//! R07: refusal, send-back, pause, extension, correction and late act carry a reason. Decree 61/2018/ND-CP.

use crate::grounds::R07_REASON;
use lienthong_dossier::Check;

/// There is at least one reason, and none is blank.
pub(crate) fn check<'a>(field: &str, reasons: impl IntoIterator<Item = &'a str>) -> Check {
    let mut reasons = reasons.into_iter().peekable();
    if reasons.peek().is_some() && reasons.all(|reason| !reason.trim().is_empty()) {
        return Ok(());
    }
    R07_REASON.refuse(field, "phải nêu rõ lý do", "it carries a reason")
}
