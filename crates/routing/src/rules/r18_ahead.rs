//! R18, for what lies ahead: nothing has happened that is yet to come. Directive 1g. (What is recorded too late is found, not
//! refused.)

use crate::grounds::R18_AHEAD;
use jiff::{SignedDuration, Timestamp};
use lienthong_dossier::Check;
use lienthong_service::Facts;

/// So far two clocks may differ.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// An instant that is claimed is not ahead of the record. History is held to what it says itself.
pub(crate) fn check(facts: &Facts<'_>, field: &str, claimed: Timestamp) -> Check {
    if facts.is_history() || claimed.duration_since(facts.effective_at) <= TOLERANCE {
        return Ok(());
    }
    R18_AHEAD.refuse(
        field,
        format!("{claimed} chưa đến: hãy kiểm tra ngày, giờ và đồng hồ của máy gửi"),
        format!("{claimed} lies ahead: check the date, the time and the clock of the machine that sends"),
    )
}
