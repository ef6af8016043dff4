//! R12: officer, key and agency are valid at the time.

use crate::grounds::R12_ACTOR;
use lienthong_names::{Act, Refusal};
use lienthong_service::Facts;

/// What speaks against the actor.
pub(crate) fn check(act: &Act, command: &str, facts: &Facts<'_>) -> Vec<Refusal> {
    facts.refuse_actor(act, command, R12_ACTOR.code)
}
