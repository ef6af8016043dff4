//! An objection to a digest: by one who stands in it, once there is one. DOMAIN section 7: the human check of what a machine cannot
//! see, whether a digest is fair.

use super::r03_asked::name;
use crate::grounds::{NO_DIGEST, NO_OBJECTION, NOT_QUOTED};
use lienthong_dossier::{Check, Consultation, Participant};

/// The digest was made, and the objector's opinion stands in it.
pub(crate) fn quoted(consultation: &Consultation, from: &Participant) -> Check {
    let who = name(from);
    if !consultation.is_concluded() {
        return NO_DIGEST.refuse(
            "consultation",
            "chưa có bảng tổng hợp ý kiến",
            "there is no digest yet to object to",
        );
    }
    if consultation.is_quoted(from) {
        return Ok(());
    }
    NOT_QUOTED.refuse(
        "from",
        format!("bảng tổng hợp không nêu ý kiến của {who}"),
        format!("no opinion of {who} stands in the digest"),
    )
}

/// It says what is wrong.
pub(crate) fn says(text: &str) -> Check {
    if !text.trim().is_empty() {
        return Ok(());
    }
    NO_OBJECTION.refuse("text", "phải nêu rõ nội dung chưa đúng", "an objection says what is wrong")
}
