//! R22: desks, checklists, processes, calendars, switches only by the Office's key, under a decision, drafted and approved by two.
//! Directive 1c, 1d.

use crate::case::Case;
use crate::grounds::{R22_DECISION, R22_OFFICE, R22_TWO};
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

/// Who acts approves what another officer of the Office drafted, and who drafted it holds a role there now.
pub(crate) fn two(case: &Case<'_>) -> Check {
    let (act, facts) = (case.act, case.facts);
    let Some(drafter) = case.drafted_by else {
        return R22_TWO.refuse(
            "drafted_by",
            "công bố phải nêu người dự thảo",
            "a publication names the officer who drafted it",
        );
    };
    if *drafter == act.officer {
        return R22_TWO.refuse(
            "drafted_by",
            format!("{drafter} không thể vừa dự thảo vừa duyệt"),
            format!("{drafter} cannot draft and approve: they are two"),
        );
    }
    if facts.catalogue.officer(&act.agency, drafter, facts.effective_at).is_none() {
        return R22_TWO.refuse(
            "drafted_by",
            format!("người dự thảo {drafter} không có vai trò đang có hiệu lực tại {}", act.agency),
            format!("{drafter}, who drafted it, holds no valid role at {}", act.agency),
        );
    }
    Ok(())
}

/// Under a decision that has to be there.
pub(crate) fn stated(decided: Option<&Decision>) -> Check {
    match decided {
        Some(stated) => decision(stated),
        None => undecided(),
    }
}

/// Under a decision that has a number and a signer.
pub(crate) fn decision(decision: &Decision) -> Check {
    let complete = !decision.number.trim().is_empty() && !decision.signer.trim().is_empty();
    if complete {
        return Ok(());
    }
    undecided()
}

fn undecided() -> Check {
    R22_DECISION.refuse(
        "decision",
        "công bố phải nêu số quyết định và người ký",
        "a publication names its decision: number and signer",
    )
}
