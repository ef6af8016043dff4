//! R07: who declines, takes an ask back, goes on without an answer, or does not approve as it is, says why. Decree 61/2018/ND-CP.

use crate::case::Case;
use crate::grounds::{NO_ARTICLE, R07_REASON};
use lienthong_dossier::{Check, Conclusion};

/// There is a reason.
pub(crate) fn check(reason: &str) -> Check {
    if !reason.trim().is_empty() {
        return Ok(());
    }
    R07_REASON.refuse("reason", "phải nêu rõ lý do", "it is said why")
}

/// It says under which article an opinion is done without.
pub(crate) fn article(article: &str) -> Check {
    if !article.trim().is_empty() {
        return Ok(());
    }
    NO_ARTICLE.refuse("article", "phải nêu căn cứ pháp lý", "it is said under which article")
}

/// A vote or a conclusion that does not approve says which changes, or why not. History may not know.
pub(crate) fn of_conclusion(case: &Case<'_>, conclusion: Conclusion, text: &str) -> Check {
    if conclusion == Conclusion::Approve || !text.trim().is_empty() || case.is_history() {
        return Ok(());
    }
    R07_REASON.refuse(
        "text",
        "không thông qua, hoặc thông qua có chỉnh sửa, phải nêu rõ lý do, nội dung chỉnh sửa",
        "who does not approve it as it is says why, or which changes it needs",
    )
}
