//! R22: desks, checklists, processes, calendars, switches only by the Office's key, under a decision. Directive 1c, 1d.
//! That drafter and approver are two comes with approvals.

use crate::grounds::{R22_DECISION, R22_OFFICE};
use lienthong_catalogue::{Decision, KeyUse};
use lienthong_dossier::Check;
use lienthong_names::Act;
use lienthong_service::Facts;

/// Signed with a key that the Office publishes with.
pub(crate) fn key(act: &Act, facts: &Facts<'_>) -> Check {
    if matches!(facts.signer.key.usage, KeyUse::Office) {
        return Ok(());
    }
    R22_OFFICE.refuse(
        "key_id",
        format!("khóa {} của {} không được dùng để công bố", facts.signer.key.id, act.agency),
        format!("key {} of {} may not publish: only the Office's may", facts.signer.key.id, act.agency),
    )
}

/// Under a decision that has a number and a signer.
pub(crate) fn decision(decision: &Decision) -> Check {
    let complete = !decision.number.trim().is_empty() && !decision.signer.trim().is_empty();
    if complete {
        return Ok(());
    }
    R22_DECISION.refuse(
        "decision",
        "công bố phải nêu số quyết định và người ký",
        "a publication names its decision: number and signer",
    )
}
