//! One command decided on what is known: the same for the live service and for whoever decides again.

use crate::{Facts, Rules, Signer};
use jiff::Timestamp;
use lienthong_catalogue::{Key, KeyUse, View};
use lienthong_ledger::placing::dedupe_digest;
use lienthong_names::{Origin, StreamName};
use lienthong_protocol::{Command, Decision};

/// Decides one command on a stream's state, in its ledger, as recorded at one instant and effective at another.
#[must_use]
pub fn decide_command<R: Rules>(
    origin: &Origin,
    state: &R::State,
    command: &Command,
    catalogue: View<'_>,
    (recorded_at, effective_at): (Timestamp, Timestamp),
    key: &Key,
) -> Decision {
    let rules_version = catalogue.rules_version(R::SERVICE);
    let facts = Facts { origin, catalogue, recorded_at, effective_at, signer: Signer { key }, rules_version };
    match R::decide(state, command, &facts) {
        Ok(events) => Decision::Admitted(events),
        Err(rejection) => Decision::Rejected(rejection),
    }
}

/// The instant that rules use as now: what was recorded; for history, and for what an accredited desk without a line says within its
/// tolerance, what occurred; for a clock that ran out when it did. Never before the stream's last.
#[must_use]
pub fn effective_at(
    command: &Command,
    key: &Key,
    catalogue: View<'_>,
    recorded_at: Timestamp,
    last: Option<Timestamp>,
) -> Timestamp {
    let claimed = match key.usage {
        KeyUse::Historian { .. } => command.act.occurred_at,
        KeyUse::Service => command.act.occurred_at.min(recorded_at),
        KeyUse::Agency => {
            let act = &command.act;
            let late_by = recorded_at.duration_since(act.occurred_at);
            let tolerance = catalogue.tolerance(&act.agency, recorded_at);
            let counts = tolerance.is_some_and(|most| !late_by.is_negative() && late_by <= most);
            if counts { act.occurred_at } else { recorded_at }
        }
        KeyUse::Office => recorded_at,
    };
    last.map_or(claimed, |last| claimed.max(last))
}

/// Digest of (agency, command id, stream the command is about): a ledger stores it once, so that an id cannot be admitted on
/// one stream and rejected on another.
#[must_use]
pub fn dedupe_key(command: &Command, about: &StreamName) -> [u8; 32] {
    dedupe_digest(&command.act.agency, &command.act.id, about)
}
