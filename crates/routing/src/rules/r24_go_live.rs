//! R24: an import admits only what an agency did before it went live; later acts are late entries.

use crate::case::Case;
use crate::grounds::R24_GO_LIVE;
use lienthong_dossier::Check;

/// It is no history, or it happened before the agency worked with the system.
pub(crate) fn check(case: &Case<'_>) -> Check {
    let Some(live) = case.facts.catalogue.go_live(case.agency()).filter(|_| case.is_history()) else {
        return Ok(());
    };
    if case.act.occurred_at < live {
        return Ok(());
    }
    R24_GO_LIVE.refuse(
        "occurred_at",
        format!("{} đã vận hành từ {live}: chỉ nhập lịch sử của việc xảy ra trước đó", case.agency()),
        format!("{} went live at {live}: only what happened before it is imported", case.agency()),
    )
}
