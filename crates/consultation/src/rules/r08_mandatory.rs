//! R08: nothing is concluded over the head of one whose answer the dossier waits for. Directive 1b, 1đ.

use super::r03_asked::name;
use crate::grounds::R08_MANDATORY;
use lienthong_dossier::{Check, Consultation};

/// No mandatory ask of the consultation is open.
pub(crate) fn check(consultation: &Consultation) -> Check {
    let awaited: Vec<String> = consultation.holding_up().map(|(participant, _)| name(participant)).collect();
    if awaited.is_empty() {
        return Ok(());
    }
    let awaited = awaited.join(", ");
    R08_MANDATORY.refuse(
        "consultation",
        format!("chưa có ý kiến bắt buộc của: {awaited}"),
        format!("a mandatory opinion is still open with: {awaited}"),
    )
}
