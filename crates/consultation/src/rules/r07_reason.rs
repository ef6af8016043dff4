//! R07: who declines says why. Decree 61/2018/ND-CP.

use crate::grounds::R07_REASON;
use lienthong_dossier::Check;

/// There is a reason.
pub(crate) fn check(reason: &str) -> Check {
    if !reason.trim().is_empty() {
        return Ok(());
    }
    R07_REASON.refuse("reason", "từ chối cho ý kiến phải nêu rõ lý do", "who declines an opinion says why")
}
