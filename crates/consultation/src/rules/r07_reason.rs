//! R07: who declines, takes an ask back or goes on without an answer says why. Decree 61/2018/ND-CP.

use crate::grounds::{NO_ARTICLE, R07_REASON};
use lienthong_dossier::Check;

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
