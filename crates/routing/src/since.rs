//! Since which version of routing's rules something holds (decision 0020). What was decided before is decided again as it was, so each
//! question stays for good, and so does what is done where the answer is no.
//!
//! Belongs here: the questions. Does not: what follows from an answer (the rule that asks).

use lienthong_service::Facts;

/// Days for which the citizen was waited for are nobody's lateness, in a dossier that was overdue by then too (decision 0029).
///
/// Version 1 wrote that the clock of such a dossier goes on from where it had started, and counted the days as the custodian's.
pub(crate) const fn citizens_days_are_nobodys(facts: &Facts<'_>) -> bool {
    facts.rules_version >= 2
}

/// With a declared day numbers are drawn of those that it ties to no dossier (decision 0029).
pub(crate) const fn samples_are_drawn(facts: &Facts<'_>) -> bool {
    facts.rules_version >= 2
}
