//! The seal, pure: which records are next, and the batch that makes them final.
//!
//! Belongs here: judging a record against its stream's head ([`Heads`], [`follows`]), building the signed batch ([`Sealer`]).
//! Does not: making anything durable, time, the order in which records arrive. Who seals is the embedded writer, the sealer
//! on NATS, or the seeded simulation; all by these functions.

use crate::batch::SealedBatch;
use crate::placing::Placed;
use crate::ports::{Append, AppendError};
use jiff::Timestamp;
use lienthong_merkle::{Frontier, Hash, leaf_hash};
use lienthong_names::{Origin, StreamName};
use lienthong_protocol::MAX_RECORD_BYTES;
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::note::NoteSigner;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// At most so many records in a batch.
pub const BATCH_RECORDS_MAX: usize = 1_000;

/// At most so many bytes of records in a batch: with all else it stays below the 1 MiB of a NATS message.
pub const BATCH_BYTES_MAX: usize = 512 * 1024;

/// The last record of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Its revision.
    pub revision: u64,
    /// Its leaf.
    pub leaf: Hash,
}

/// Why a record that a broker has put in order gets no leaf. Its sender resends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Void {
    /// It is another number of its stream than the next one.
    #[error("revision {found} stands where {expected} should")]
    Revision {
        /// What should come.
        expected: u64,
        /// What came.
        found: u64,
    },
    /// The record before it is another one.
    #[error("it follows a record other than the last one of its stream")]
    Previous,
}

/// Whether a record is the next of a stream with this head (`None`: no record yet). The same for the sealer and for a decider
/// that reads the unsealed tail: both pass over what is void.
///
/// # Errors
/// [`Void`].
pub fn follows(head: Option<Head>, placed: &Placed) -> Result<(), Void> {
    let expected = head.map_or(0, |head| head.revision) + 1;
    if placed.revision != expected {
        return Err(Void::Revision { expected, found: placed.revision });
    }
    if placed.previous != head.map(|head| head.leaf) { Err(Void::Previous) } else { Ok(()) }
}

/// A record that was accepted, with its leaf: hashed once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Their leaf.
    pub leaf: Hash,
}

/// The head of every stream, and every id that was stored: what decides whether a record is accepted.
#[derive(Debug, Clone, Default)]
pub struct Heads {
    streams: BTreeMap<StreamName, Head>,
    // Membership only, never walked: its order does not matter.
    stored: HashSet<[u8; 32]>,
}

impl Heads {
    /// Of a log with no record.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The last record of a stream.
    #[must_use]
    pub fn head(&self, stream: &StreamName) -> Option<Head> {
        self.streams.get(stream).copied()
    }

    /// Takes an append if its stream is where it expects and its id is new; the stream then stands at it.
    ///
    /// # Errors
    /// [`AppendError::Conflict`], [`AppendError::TooLarge`]; nothing has changed then.
    pub fn accept(&mut self, append: Append) -> Result<Accepted, AppendError> {
        let size = append.bytes.len();
        if size > MAX_RECORD_BYTES {
            return Err(AppendError::TooLarge { size });
        }
        let head = self.head(&append.stream);
        let expected = (head.map_or(0, |head| head.revision), head.map(|head| head.leaf));
        if expected != (append.expected_revision, append.expected_head) {
            return Err(AppendError::Conflict);
        }
        if !self.stored.insert(append.dedupe) {
            return Err(AppendError::Conflict);
        }
        let leaf = leaf_hash(&append.bytes);
        self.streams.insert(append.stream, Head { revision: append.expected_revision + 1, leaf });
        Ok(Accepted { bytes: append.bytes.into(), leaf })
    }

    /// Takes a record in the order in which a broker or a sealed copy has it, if it is the next of its stream.
    ///
    /// Its id is remembered but not asked for: a decider that reads one stream could not judge by it, and both must judge
    /// alike.
    ///
    /// # Errors
    /// [`Void`]; nothing has changed then.
    pub fn take(&mut self, placed: Placed, leaf: Hash) -> Result<(), Void> {
        follows(self.head(&placed.stream), &placed)?;
        self.stored.insert(placed.dedupe);
        self.streams.insert(placed.stream, Head { revision: placed.revision, leaf });
        Ok(())
    }
}

/// A batch ready to be made durable, and the tree after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealing {
    /// The batch.
    pub batch: SealedBatch,
    /// The checkpoint that its note says.
    pub checkpoint: Checkpoint,
    /// The tree with it.
    pub after: Frontier,
}

/// Who signs the log's checkpoints, and the tree as far as it is sealed.
#[derive(Debug, Clone)]
pub struct Sealer {
    origin: Origin,
    signer: NoteSigner,
    frontier: Frontier,
    last_sealed_at: Option<Timestamp>,
}

impl Sealer {
    /// The sealer of an empty log. The signer should be that of the log (`NoteSigner::for_log`).
    #[must_use]
    pub fn new(origin: Origin, signer: NoteSigner) -> Self {
        Self { origin, signer, frontier: Frontier::new(), last_sealed_at: None }
    }

    /// The sealer of a log that was sealed so far.
    #[must_use]
    pub fn at(
        origin: Origin,
        signer: NoteSigner,
        frontier: Frontier,
        last_sealed_at: Option<Timestamp>,
    ) -> Self {
        Self { origin, signer, frontier, last_sealed_at }
    }

    /// The tree as far as it is sealed.
    #[must_use]
    pub const fn frontier(&self) -> &Frontier {
        &self.frontier
    }

    /// The batch that seals these records next; `None` for no records. Nothing is sealed before that batch is durable and
    /// [`advance`](Self::advance) says so: until then the same can be asked again.
    ///
    /// A batch's time never goes back, whatever the clock does.
    #[must_use]
    pub fn next(&self, records: &[Accepted], now: Timestamp) -> Option<Sealing> {
        if records.is_empty() {
            return None;
        }
        let mut after = self.frontier.clone();
        after.extend(records.iter().map(|record| record.leaf));
        let checkpoint = Checkpoint { origin: self.origin.clone(), size: after.size(), root: after.root() };
        let batch = SealedBatch {
            first: self.frontier.size() + 1,
            frontier_before: self.frontier.clone(),
            sealed_at: self.last_sealed_at.map_or(now, |last| now.max(last)),
            records: records.iter().map(|record| Arc::clone(&record.bytes)).collect(),
            checkpoint: checkpoint.sign(&self.signer).into_bytes().into(),
        };
        Some(Sealing { batch, checkpoint, after })
    }

    /// The batch is durable: the next one extends it.
    pub fn advance(&mut self, sealing: &Sealing) {
        self.frontier = sealing.after.clone();
        self.last_sealed_at = Some(sealing.batch.sealed_at);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::placing::place;
    use crate::testing::{append_after, instant, log, origin};

    fn accepted(heads: &mut Heads, stream: &str, number: u64) -> Accepted {
        let head = heads.head(&stream.parse().unwrap()).map(|head| (head.revision, head.leaf));
        heads.accept(append_after(stream, head, number)).unwrap()
    }

    #[test]
    fn only_the_next_of_a_stream_is_accepted() {
        let mut heads = Heads::new();
        let first = accepted(&mut heads, "dossier.A", 1);
        assert_eq!(heads.accept(append_after("dossier.A", None, 2)), Err(AppendError::Conflict));
        let ahead = append_after("dossier.A", Some((2, first.leaf)), 2);
        assert_eq!(heads.accept(ahead), Err(AppendError::Conflict));
        let other_head = append_after("dossier.A", Some((1, Hash([9; 32]))), 2);
        assert_eq!(heads.accept(other_head), Err(AppendError::Conflict));
        let second = heads.accept(append_after("dossier.A", Some((1, first.leaf)), 2)).unwrap();
        assert_eq!(heads.head(&"dossier.A".parse().unwrap()), Some(Head { revision: 2, leaf: second.leaf }));
    }

    #[test]
    fn an_id_is_stored_once_whatever_the_stream() {
        let mut heads = Heads::new();
        accepted(&mut heads, "dossier.A", 1);
        let mut elsewhere = append_after("dossier.B", None, 2);
        elsewhere.dedupe = append_after("dossier.A", None, 1).dedupe;
        assert_eq!(heads.accept(elsewhere), Err(AppendError::Conflict));
        // And the refused one left no trace: its stream is still empty.
        assert_eq!(heads.head(&"dossier.B".parse().unwrap()), None);
        accepted(&mut heads, "dossier.B", 2);
    }

    #[test]
    fn a_refused_append_does_not_use_up_its_id() {
        let mut heads = Heads::new();
        let early = append_after("dossier.A", Some((1, Hash([9; 32]))), 1);
        let in_time = Append { expected_revision: 0, expected_head: None, ..early.clone() };
        assert_eq!(heads.accept(early), Err(AppendError::Conflict));
        assert!(heads.accept(in_time).is_ok());
    }

    #[test]
    fn a_record_over_the_limit_is_refused() {
        let mut append = append_after("dossier.A", None, 1);
        append.bytes = vec![0; MAX_RECORD_BYTES + 1];
        assert_eq!(Heads::new().accept(append.clone()), Err(AppendError::TooLarge { size: 65_536 }));
        append.bytes.pop();
        assert!(Heads::new().accept(append).is_ok());
    }

    #[test]
    fn what_a_broker_ordered_is_taken_or_void() {
        let mut heads = Heads::new();
        let mut take = |append: &Append| {
            let placed = place(&append.bytes).unwrap();
            heads.take(placed, leaf_hash(&append.bytes))
        };
        let first = append_after("dossier.A", None, 1);
        let leaf = leaf_hash(&first.bytes);
        assert_eq!(take(&first), Ok(()));
        assert_eq!(take(&first), Err(Void::Revision { expected: 2, found: 1 }));
        let fork = append_after("dossier.A", Some((1, Hash([9; 32]))), 2);
        assert_eq!(take(&fork), Err(Void::Previous));
        let gap = append_after("dossier.A", Some((2, leaf)), 2);
        assert_eq!(take(&gap), Err(Void::Revision { expected: 2, found: 3 }));
        // What is void holds nobody up: the right one is still taken, and so are other streams.
        assert_eq!(take(&append_after("dossier.A", Some((1, leaf)), 3)), Ok(()));
        assert_eq!(take(&append_after("dossier.B", None, 4)), Ok(()));
    }

    #[test]
    fn batches_extend_each_other_and_are_signed() {
        let mut heads = Heads::new();
        let mut sealer = Sealer::new(origin(), log());
        let mut followed = Frontier::new();
        for round in 0..5 {
            let records = [
                accepted(&mut heads, "dossier.A", 2 * round),
                accepted(&mut heads, &format!("dossier.B-{round}"), 2 * round + 1),
            ];
            let sealing = sealer.next(&records, instant(round)).unwrap();
            assert_eq!(sealing.batch.first, 2 * round + 1);
            followed = sealing.batch.verify(&followed, log().verifier()).unwrap();
            assert_eq!(followed, sealing.after);
            sealer.advance(&sealing);
        }
        assert_eq!(sealer.frontier(), &followed);
        assert_eq!(sealer.next(&[], instant(9)), None);
    }

    #[test]
    fn a_batch_that_did_not_become_durable_can_be_sealed_again() {
        let mut heads = Heads::new();
        let sealer = Sealer::new(origin(), log());
        let records = [accepted(&mut heads, "dossier.A", 1)];
        assert_eq!(sealer.next(&records, instant(1)), sealer.next(&records, instant(1)));
    }

    #[test]
    fn time_does_not_go_back() {
        let mut heads = Heads::new();
        let mut sealer = Sealer::new(origin(), log());
        let first = sealer.next(&[accepted(&mut heads, "dossier.A", 1)], instant(10)).unwrap();
        sealer.advance(&first);
        let second = sealer.next(&[accepted(&mut heads, "dossier.B", 2)], instant(5)).unwrap();
        assert_eq!(second.batch.sealed_at, instant(10));
    }
}
