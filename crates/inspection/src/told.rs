//! What inspection is told: a decided record, where it stands, and what was decided.

use jiff::Timestamp;
use lienthong_dossier::{Event, Fact};
use lienthong_names::{KeyId, Origin, StreamName};
use lienthong_protocol::{Command, Decision, Record};
use std::fmt;

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// In which ledger.
    pub origin: Origin,
    /// Its number there.
    pub sequence: u64,
    /// In which stream.
    pub stream: StreamName,
    /// Its number there.
    pub revision: u64,
}

impl Place {
    /// Of a record with this number in its ledger.
    #[must_use]
    pub fn of(sequence: u64, record: &Record) -> Self {
        Self {
            origin: record.origin.clone(),
            sequence,
            stream: record.stream.clone(),
            revision: record.revision,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.origin, self.sequence)
    }
}

/// A decided record, as inspection looks at it.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// Where it stands.
    pub place: &'a Place,
    /// When it was decided.
    pub recorded_at: Timestamp,
    /// The instant that counted as now for rules and clocks.
    pub effective_at: Timestamp,
    /// How much of the catalogue it was decided on.
    pub catalogue_position: u64,
    /// With which key it was signed.
    pub key: &'a KeyId,
    /// What was asked.
    pub command: &'a Command,
    /// What was decided.
    pub decision: &'a Decision,
}

impl<'a> Told<'a> {
    /// Of a record whose command was read.
    #[must_use]
    pub const fn of(place: &'a Place, record: &'a Record, command: &'a Command) -> Self {
        Self {
            place,
            recorded_at: record.recorded_at,
            effective_at: record.decided_on.effective_at,
            catalogue_position: record.decided_on.catalogue_position,
            key: &record.signed.key_id,
            command,
            decision: &record.decision,
        }
    }

    /// One of its events, as a dossier and its way take it in.
    #[must_use]
    pub const fn fact<'e>(&self, event: &'e Event) -> Fact<'e>
    where
        'a: 'e,
    {
        let act = &self.command.act;
        Fact {
            at: self.effective_at,
            agency: &act.agency,
            officer: &act.officer,
            revision: self.place.revision,
            event,
        }
    }
}
