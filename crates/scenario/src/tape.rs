//! What was decided, as their records would say it: for tests of who reads records.

use crate::world::{LEDGER, Outcome};
use jiff::Timestamp;
use lienthong_catalogue::Entry;
use lienthong_names::{KeyId, Origin, Service, StreamName};
use lienthong_protocol::{Command, Decision};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// In which ledger a scenario's catalogue lives.
#[allow(clippy::expect_used)]
static CATALOGUE: LazyLock<Origin> =
    LazyLock::new(|| Origin::new("H22/catalogue").expect("a unit and a name are an origin"));

/// One decided command, and where a ledger would hold it.
#[derive(Debug, Clone)]
pub struct Taped {
    /// In which ledger.
    pub origin: Origin,
    /// Its number there, from 1.
    pub sequence: u64,
    /// In which stream: a stranger's rejection stands apart.
    pub stream: StreamName,
    /// Its number there, from 1.
    pub revision: u64,
    /// Who decided it.
    pub service: Service,
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

/// Everything that was decided, and what was published of it; in order.
#[derive(Debug, Clone, Default)]
pub struct Tape {
    decided: Vec<Taped>,
    said: Vec<(u64, Entry)>,
    sequences: BTreeMap<Origin, u64>,
    /// How many strangers' rejections stand in each stream of them.
    strangers: BTreeMap<(Origin, StreamName), u64>,
}

impl Tape {
    /// Everything that was decided.
    #[must_use]
    pub fn decided(&self) -> &[Taped] {
        &self.decided
    }

    /// Everything that was published, with the sequence of the record that says it.
    #[must_use]
    pub fn said(&self) -> &[(u64, Entry)] {
        &self.said
    }

    pub(crate) fn say(&mut self, sequence: u64, entry: &Entry) {
        self.said.push((sequence, entry.clone()));
    }

    /// `revision` is the number within the command's own stream; `None`: a stranger was refused.
    pub(crate) fn note(
        &mut self,
        service: Service,
        (recorded_at, key): (Timestamp, &KeyId),
        (effective_at, catalogue_position, revision): (Timestamp, u64, Option<u64>),
        command: &Command,
        outcome: &Outcome,
    ) {
        let origin = if service == Service::Publishing { &*CATALOGUE } else { &*LEDGER };
        let (stream, revision) = match revision {
            Some(revision) => (command.stream(), revision),
            None => {
                let stream = StreamName::rejected(&command.act.agency);
                (stream.clone(), next(&mut self.strangers, (origin.clone(), stream)))
            }
        };
        let decision = match outcome {
            Ok(events) => Decision::Admitted(events.clone()),
            Err(rejection) => Decision::Rejected(rejection.clone()),
        };
        self.decided.push(Taped {
            origin: origin.clone(),
            sequence: next(&mut self.sequences, origin.clone()),
            stream,
            revision,
            service,
            recorded_at,
            effective_at,
            catalogue_position,
            key: key.clone(),
            command: command.clone(),
            decision,
        });
    }
}

/// The next number of a row of them, from 1.
fn next<K: Ord>(numbers: &mut BTreeMap<K, u64>, of: K) -> u64 {
    let last = numbers.entry(of).or_default();
    *last += 1;
    *last
}
