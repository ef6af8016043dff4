//! What was decided, as their records would say it: for tests of who reads records.

use crate::world::Outcome;
use jiff::Timestamp;
use lienthong_catalogue::Entry;
use lienthong_names::{KeyId, Service};
use lienthong_protocol::{Command, Decision};

/// One decided command.
#[derive(Debug, Clone)]
pub struct Taped {
    /// Who decided it.
    pub service: Service,
    /// Its number in the ledger, from 1.
    pub sequence: u64,
    /// Its number within its stream.
    pub revision: u64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The instant that counted as now.
    pub effective_at: Timestamp,
    /// How much of the catalogue it was decided on.
    pub catalogue_position: u64,
    /// With which key it was signed.
    pub key: KeyId,
    /// What was asked.
    pub command: Command,
    /// What was decided.
    pub decision: Decision,
}

/// What was decided about dossiers, and what was published; in order.
#[derive(Debug, Clone, Default)]
pub struct Tape {
    decided: Vec<Taped>,
    said: Vec<(u64, Entry)>,
}

impl Tape {
    /// What was decided about dossiers.
    pub fn iter(&self) -> impl Iterator<Item = &Taped> {
        self.decided.iter()
    }

    /// Everything that was published, with the sequence of the record that says it.
    #[must_use]
    pub fn said(&self) -> &[(u64, Entry)] {
        &self.said
    }

    pub(crate) fn say(&mut self, sequence: u64, entry: &Entry) {
        self.said.push((sequence, entry.clone()));
    }

    pub(crate) fn note(
        &mut self,
        service: Service,
        (recorded_at, key): (Timestamp, &KeyId),
        (revision, effective_at, catalogue_position): (u64, Timestamp, u64),
        command: &Command,
        outcome: &Outcome,
    ) {
        let decision = match outcome {
            Ok(events) => Decision::Admitted(events.clone()),
            Err(rejection) => Decision::Rejected(rejection.clone()),
        };
        self.decided.push(Taped {
            service,
            sequence: self.decided.len() as u64 + 1,
            revision,
            recorded_at,
            effective_at,
            catalogue_position,
            key: key.clone(),
            command: command.clone(),
            decision,
        });
    }
}
