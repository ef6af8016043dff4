//! Ids of imported acts: the same act of the same source always gets the same one.

use lienthong_names::CommandId;
use lienthong_protocol::derived_id;

/// Stands before everything hashed, so that no other digest of ours can be taken for one of these.
const LABEL: &str = "lienthong history v1";

/// UUIDv8 of (source, case, event, kind): the first 16 bytes of SHA-256 over the label and the four parts, each after its
/// length, so that no two lists of parts are one text.
///
/// `event` is the source's own id of the event, or its place in the case (see `CaseEvent::key`); nothing that changes
/// when a file grows at its end or gains other cases.
#[must_use]
pub fn act_id(source: &str, case: &str, event: &str, kind: &str) -> CommandId {
    derived_id(LABEL, &[source, case, event, kind])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_for_ever() {
        let id = act_id("coselog-receipt", "case-8061", "id:task-27550", "opinion");
        // Computed by another program from the description above.
        assert_eq!(id.to_string(), "dee759d6-0f3f-81b3-80ab-123c7d00a583");
    }

    #[test]
    fn parts_do_not_run_into_one_another() {
        let one = act_id("s", "ab", "c", "step");
        assert_ne!(one, act_id("s", "a", "bc", "step"));
        assert_ne!(one, act_id("sa", "b", "c", "step"));
        assert_ne!(one, act_id("s", "ab", "c", "ask"));
    }
}
