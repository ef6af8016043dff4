//! The sealed batch: what is fsynced, sent, followed and replayed.
//!
//! Belongs here: some records with the frontier before them and the signed checkpoint after them, their bytes, and what a
//! follower must check before it believes them.
//! Does not: which records are accepted (`seal`), where the bytes are kept (`embedded`, `nats`).
//!
//! One codec everywhere: a segment file is encoded batches one after the other, a message on `seal.<l>` is one of them.

mod codec;

pub use codec::{DecodeError, HEADER_BYTES, Header, PAYLOAD_BYTES_MAX, TRAILER_BYTES, Wrong};

use jiff::Timestamp;
use lienthong_merkle::{Batch, Frontier, Hash, leaf_hash};
use lienthong_protocol::checkpoint::{Checkpoint, CheckpointError};
use lienthong_protocol::note::NoteVerifier;
use std::sync::Arc;

/// Records that were sealed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBatch {
    /// Sequence of the first record; the size of `frontier_before`, plus one.
    pub first: u64,
    /// The tree before the batch: with it receipts can be made from the batch alone. Who follows compares it with its own.
    pub frontier_before: Frontier,
    /// When it was sealed, by the sealer's clock.
    pub sealed_at: Timestamp,
    /// The records' bytes, in order of sequence; never none.
    pub records: Vec<Arc<[u8]>>,
    /// The signed note over the tree with the batch.
    pub checkpoint: Arc<[u8]>,
}

/// Why a batch is not the next of a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// It stands on another tree than the one that was followed so far.
    #[error("it extends another tree: records {first} on, where {next} should follow")]
    OtherTree {
        /// The first sequence of the batch.
        first: u64,
        /// The sequence that should come next. Equal to `first` when only the hashes differ.
        next: u64,
    },
    /// Its checkpoint is not one, or not signed by the log.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// Its checkpoint is over a tree of another size.
    #[error("its checkpoint is over {found} records, not {expected}")]
    Size {
        /// Size of the tree with the batch.
        expected: u64,
        /// What the checkpoint says.
        found: u64,
    },
    /// Its records do not give the checkpoint's root.
    #[error("its records give root {computed}, its checkpoint says {found}")]
    Root {
        /// Root of the tree with the batch.
        computed: Hash,
        /// What the checkpoint says.
        found: Hash,
    },
}

impl SealedBatch {
    /// Number of leaves of the tree with the batch; the sequence of its last record.
    #[must_use]
    pub fn size_after(&self) -> u64 {
        self.frontier_before.size() + self.records.len() as u64
    }

    /// The records' leaves, in order.
    #[must_use]
    pub fn leaves(&self) -> Vec<Hash> {
        self.records.iter().map(|bytes| leaf_hash(bytes)).collect()
    }

    /// The tree over the batch, for inclusion paths under its own checkpoint.
    #[must_use]
    pub fn proofs(&self) -> Batch {
        Batch::new(self.frontier_before.clone(), self.leaves())
    }

    /// Checks that the batch extends `frontier`, gives its checkpoint's root, and that the log signed that. Returns the
    /// frontier after it.
    ///
    /// # Errors
    /// [`BatchError`]: nothing of it may be used.
    pub fn verify(&self, frontier: &Frontier, log: &NoteVerifier) -> Result<Frontier, BatchError> {
        let after = self.extend(frontier, &self.leaves())?;
        self.expect(&Checkpoint::open(&self.checkpoint, log)?, &after)?;
        Ok(after)
    }

    /// The records from a sequence on as a batch of their own under the same checkpoint; all of it, where it begins there or later. `None`
    /// where nothing is left.
    #[must_use]
    pub fn rest_from(&self, sequence: u64) -> Option<Self> {
        let within = usize::try_from(sequence.saturating_sub(self.first)).ok()?;
        let (before, rest) = self.records.split_at_checked(within).filter(|(_, rest)| !rest.is_empty())?;
        let mut frontier_before = self.frontier_before.clone();
        frontier_before.extend(before.iter().map(|bytes| leaf_hash(bytes)));
        let first = frontier_before.size() + 1;
        Some(Self { first, frontier_before, records: rest.to_vec(), ..self.clone() })
    }

    /// What of the batch lies beyond a tree that ends within it. Where two sealers have cut the same records into batches differently, each
    /// goes on so from where it is.
    ///
    /// # Errors
    /// [`BatchError::OtherTree`]: the tree is no beginning of the one with the batch, or reaches as far.
    pub fn beyond(&self, frontier: &Frontier) -> Result<Self, BatchError> {
        let next = frontier.size() + 1;
        let rest = self.rest_from(next).filter(|rest| rest.frontier_before == *frontier);
        rest.ok_or(BatchError::OtherTree { first: self.first, next })
    }

    /// The first half of [`verify`](Self::verify), for who has hashed the records already: `leaves` must be theirs.
    ///
    /// # Errors
    /// [`BatchError::OtherTree`].
    pub fn extend(&self, frontier: &Frontier, leaves: &[Hash]) -> Result<Frontier, BatchError> {
        if self.frontier_before != *frontier {
            return Err(BatchError::OtherTree { first: self.first, next: frontier.size() + 1 });
        }
        let mut after = frontier.clone();
        after.extend(leaves.iter().copied());
        Ok(after)
    }

    /// The second half: what the checkpoint says must be what the tree is.
    ///
    /// # Errors
    /// [`BatchError::Size`], [`BatchError::Root`].
    pub fn expect(&self, checkpoint: &Checkpoint, after: &Frontier) -> Result<(), BatchError> {
        let (expected, computed) = (after.size(), after.root());
        if checkpoint.size != expected {
            return Err(BatchError::Size { expected, found: checkpoint.size });
        }
        if checkpoint.root != computed {
            return Err(BatchError::Root { computed, found: checkpoint.root });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::testing::{batch_after, log, other_log};
    use lienthong_merkle::verify_inclusion;

    #[test]
    fn a_chain_of_batches_verifies_and_gives_proofs() {
        let mut frontier = Frontier::new();
        for (round, count) in [1, 2, 5, 3].into_iter().enumerate() {
            let batch = batch_after(&frontier, round as u64, count);
            let after = batch.verify(&frontier, log().verifier()).unwrap();
            assert_eq!(after.size(), batch.size_after());
            let proofs = batch.proofs();
            for (index, leaf) in (batch.first - 1..).zip(batch.leaves()) {
                let path = proofs.inclusion_path(index).unwrap();
                verify_inclusion(leaf, index, after.size(), &path, after.root()).unwrap();
            }
            frontier = after;
        }
    }

    #[test]
    fn a_batch_on_another_tree_is_refused() {
        let empty = Frontier::new();
        let first = batch_after(&empty, 0, 2);
        let after = first.verify(&empty, log().verifier()).unwrap();
        let second = batch_after(&after, 1, 2);
        let skipped = second.verify(&empty, log().verifier());
        assert_eq!(skipped, Err(BatchError::OtherTree { first: 3, next: 1 }));
        // As many records, but others.
        let other = batch_after(&empty, 7, 2).verify(&empty, log().verifier()).unwrap();
        assert_eq!(second.verify(&other, log().verifier()), Err(BatchError::OtherTree { first: 3, next: 3 }));
    }

    #[test]
    fn what_lies_beyond_a_tree_within_it_is_a_batch_of_its_own() {
        let empty = Frontier::new();
        let before = batch_after(&empty, 0, 3).verify(&empty, log().verifier()).unwrap();
        let batch = batch_after(&before, 1, 4);
        let after = batch.verify(&before, log().verifier()).unwrap();
        assert_eq!(batch.beyond(&before).as_ref(), Ok(&batch));
        let mut within = before.clone();
        for (reached, leaf) in (1..).zip(batch.leaves()).take(3) {
            within.append(leaf);
            let rest = batch.beyond(&within).unwrap();
            assert_eq!((rest.first, rest.records.len()), (4 + reached, 4 - reached as usize));
            assert_eq!(rest.verify(&within, log().verifier()).as_ref(), Ok(&after));
            assert_eq!(SealedBatch::decode(&rest.encode()).as_ref(), Ok(&rest));
        }
        // None of it is left; it ends before the batch begins; as many records, but others.
        let mut another = before.clone();
        another.append(leaf_hash(b"another"));
        for frontier in [&after, &empty, &another] {
            assert!(matches!(batch.beyond(frontier), Err(BatchError::OtherTree { .. })));
        }
    }

    #[test]
    fn a_changed_record_or_another_key_is_refused() {
        let empty = Frontier::new();
        let good = batch_after(&empty, 0, 3);
        let mut changed = good.clone();
        changed.records.swap(0, 1);
        assert!(matches!(changed.verify(&empty, log().verifier()), Err(BatchError::Root { .. })));
        let mut shorter = good.clone();
        shorter.records.pop();
        let verdict = shorter.verify(&empty, log().verifier());
        assert_eq!(verdict, Err(BatchError::Size { expected: 2, found: 3 }));
        assert!(matches!(good.verify(&empty, other_log().verifier()), Err(BatchError::Checkpoint(_))));
    }
}
