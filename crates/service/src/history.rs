//! One stream, folded: its chain, its ids, and the state its events add up to.

use crate::Rules;
use jiff::Timestamp;
use lienthong_ledger::ports::KeyOf;
use lienthong_merkle::Hash;
use lienthong_names::{Act, AgencyId, CommandId, StreamKind, StreamName};
use lienthong_protocol::form::FormError;
use lienthong_protocol::form::first_of;
use lienthong_protocol::{Command, Decision, RawRecord, Record};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What became of a command id: admitted or rejected, it is the id's verdict for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownId {
    /// Revision of the record that decided it.
    pub revision: u64,
    /// Its leaf.
    pub leaf: Hash,
    /// SHA-256 of the command's bytes: the same id with other bytes is another command, and is refused.
    pub digest: [u8; 32],
    /// What was decided.
    pub rejection: Option<lienthong_names::Rejection>,
    /// What its seal has destroyed the key of.
    pub erases: Option<KeyOf>,
}

/// A record of a ledger with its command: what is folded and decided again.
#[derive(Debug, Clone)]
pub struct Decided {
    /// What it says.
    pub record: Record,
    /// Its leaf.
    pub leaf: Hash,
    /// The command that was decided, or why it cannot be read.
    pub command: Result<Command, Vec<FormError>>,
}

impl Decided {
    /// With the command read that the record carries.
    #[must_use]
    pub fn new(record: Record, leaf: Hash) -> Self {
        let command = Command::decode(&record.command);
        Self { record, leaf, command }
    }

    /// The stream that it was decided on: its own, but for a stranger's rejection, which stands apart. `None` where that cannot be
    /// known, since its command cannot be read.
    #[must_use]
    pub fn about(&self) -> Option<Cow<'_, StreamName>> {
        let record = &self.record;
        match (record.stream.kind(), &record.decided_on.dossier) {
            (StreamKind::Rejected, Some(dossier)) => Some(Cow::Owned(StreamName::dossier(dossier))),
            (StreamKind::Rejected, None) => {
                self.command.as_ref().ok().map(|command| Cow::Owned(command.stream()))
            }
            _ => Some(Cow::Borrowed(&record.stream)),
        }
    }
}

/// When and by whom the events of one record happened.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// The record's revision.
    pub revision: u64,
    /// The instant that counts for rules and clocks.
    pub effective_at: Timestamp,
    /// Who acted.
    pub act: &'a Act,
}

/// Why a record cannot stand where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// A record is missing, or stands twice.
    #[error("revision {found} stands where {expected} should")]
    Revision {
        /// What should come.
        expected: u64,
        /// What came.
        found: u64,
    },
    /// The record before was another one.
    #[error("revision {revision} follows a record other than the one before it")]
    Previous {
        /// Which record.
        revision: u64,
    },
    /// Its command cannot be read.
    #[error("revision {revision} carries a command that cannot be read: {why}")]
    Command {
        /// Which record.
        revision: u64,
        /// Why not.
        why: String,
    },
    /// Time went back.
    #[error("revision {revision} was recorded before the record before it")]
    Time {
        /// Which record.
        revision: u64,
    },
}

/// A stream folded up to a revision.
pub struct History<R: Rules> {
    /// Revision of the last record; 0 for none.
    pub revision: u64,
    /// Its leaf.
    pub head: Option<Hash>,
    /// When it was recorded.
    pub recorded_at: Option<Timestamp>,
    /// The latest `effective_at`.
    pub effective_at: Option<Timestamp>,
    /// The latest catalogue position a decision used: it never goes back within a stream.
    pub catalogue_position: u64,
    /// Every id that was ever decided on this stream, where its records were [applied](Self::apply).
    pub ids: BTreeMap<(AgencyId, CommandId), KnownId>,
    /// What the events add up to.
    pub state: R::State,
}

impl<R: Rules> Default for History<R> {
    fn default() -> Self {
        Self {
            revision: 0,
            head: None,
            recorded_at: None,
            effective_at: None,
            catalogue_position: 0,
            ids: BTreeMap::new(),
            state: R::State::default(),
        }
    }
}

impl<R: Rules> Clone for History<R> {
    fn clone(&self) -> Self {
        Self {
            revision: self.revision,
            head: self.head,
            recorded_at: self.recorded_at,
            effective_at: self.effective_at,
            catalogue_position: self.catalogue_position,
            ids: self.ids.clone(),
            state: self.state.clone(),
        }
    }
}

/// What stands before a record, as far as what is decided turns on it.
pub(crate) struct Before<'a, S> {
    pub(crate) revision: u64,
    pub(crate) catalogue_position: u64,
    pub(crate) effective_at: Option<Timestamp>,
    pub(crate) state: &'a S,
}

impl<R: Rules> History<R> {
    /// It, with as much of its state as somebody asks for.
    pub(crate) fn seen<S>(&self, seen: impl FnOnce(&R::State) -> &S) -> Before<'_, S> {
        Before {
            revision: self.revision,
            catalogue_position: self.catalogue_position,
            effective_at: self.effective_at,
            state: seen(&self.state),
        }
    }

    /// Folds the stream's next record, and keeps its id.
    ///
    /// # Errors
    /// [`ChainError`] when it is not the next one; nothing is changed then.
    pub fn apply(&mut self, raw: &RawRecord) -> Result<(), ChainError> {
        let record = &raw.record;
        self.follows(record)?;
        let command = Command::decode(&record.command).map_err(|errors| unreadable(record, &errors))?;
        self.take(record, raw.leaf, &command.act);
        let rejection = match &record.decision {
            Decision::Admitted(_) => None,
            Decision::Rejected(rejection) => Some(rejection.clone()),
        };
        let known = KnownId {
            revision: record.revision,
            leaf: raw.leaf,
            digest: Sha256::digest(&record.command).into(),
            rejection,
            erases: record.events().iter().find_map(R::erases),
        };
        self.ids.insert((command.act.agency, command.act.id), known);
        Ok(())
    }

    /// The same for who decides again: what ids became of is not asked then.
    ///
    /// # Errors
    /// [`ChainError`] when it is not the next one; nothing is changed then.
    pub fn fold_on(&mut self, decided: &Decided) -> Result<(), ChainError> {
        let record = &decided.record;
        self.follows(record)?;
        let command = decided.command.as_ref().map_err(|errors| unreadable(record, errors))?;
        self.take(record, decided.leaf, &command.act);
        Ok(())
    }

    fn follows(&self, record: &Record) -> Result<(), ChainError> {
        let expected = self.revision + 1;
        if record.revision != expected {
            return Err(ChainError::Revision { expected, found: record.revision });
        }
        if record.previous != self.head {
            return Err(ChainError::Previous { revision: record.revision });
        }
        if self.recorded_at.is_some_and(|last| record.recorded_at < last) {
            return Err(ChainError::Time { revision: record.revision });
        }
        Ok(())
    }

    fn take(&mut self, record: &Record, leaf: Hash, act: &Act) {
        self.revision = record.revision;
        self.head = Some(leaf);
        self.recorded_at = Some(record.recorded_at);
        self.effective_at = self.effective_at.max(Some(record.decided_on.effective_at));
        self.catalogue_position = self.catalogue_position.max(record.decided_on.catalogue_position);
        evolve_record::<R>(&mut self.state, record, act);
    }

    /// Folds a whole stream, oldest first.
    ///
    /// # Errors
    /// The first [`ChainError`].
    pub fn fold<'a>(records: impl IntoIterator<Item = &'a RawRecord>) -> Result<Self, ChainError> {
        let mut history = Self::default();
        for raw in records {
            history.apply(raw)?;
        }
        Ok(history)
    }
}

fn unreadable(record: &Record, errors: &[FormError]) -> ChainError {
    let why = first_of(errors);
    ChainError::Command { revision: record.revision, why }
}

/// Folds a record into the state: each of its events, or nothing for a rejection.
pub(crate) fn evolve_record<R: Rules>(state: &mut R::State, record: &Record, act: &Act) {
    let moment = Moment { revision: record.revision, effective_at: record.decided_on.effective_at, act };
    record.events().iter().for_each(|event| R::evolve(state, moment, event));
}
