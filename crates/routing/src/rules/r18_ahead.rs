//! R18, for what lies ahead: nothing has happened that is yet to come. Directive 1g. (What is recorded too late is found, not
//! refused.)

use crate::grounds::R18_AHEAD;
use jiff::Timestamp;
use lienthong_dossier::Check;
use lienthong_service::Facts;

/// An instant that is claimed is not ahead of the record. History is held to what it says itself.
pub(crate) fn check(facts: &Facts<'_>, field: &str, claimed: Timestamp) -> Check {
    facts.check_not_ahead(&R18_AHEAD, field, claimed)
}
