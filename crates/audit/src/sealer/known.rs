//! What the copy holds already, leaf by leaf, to be compared with the log.

use futures::TryStreamExt as _;
use futures::stream::BoxStream;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::embedded::EmbeddedLedger;
use lienthong_ledger::ports::{FollowError, Ledger as _};
use lienthong_merkle::Hash;
use std::collections::VecDeque;
use std::sync::Arc;

/// The leaves of a copy, from the first on; those that were there when it was asked for, and those that were added since.
pub(super) struct Known {
    batches: BoxStream<'static, Result<Arc<SealedBatch>, FollowError>>,
    /// How many leaves the batches give.
    size: u64,
    /// How many of them were read.
    read: u64,
    leaves: VecDeque<Hash>,
    added: VecDeque<Hash>,
    /// Sequence of the leaf that was given last.
    position: u64,
}

impl Known {
    /// Of a copy that holds so many.
    pub(super) fn new(copy: &EmbeddedLedger, size: u64) -> Self {
        let (leaves, added) = (VecDeque::new(), VecDeque::new());
        Self { batches: copy.replay(1), size, read: 0, leaves, added, position: 0 }
    }

    /// One more was sealed after all of these.
    pub(super) fn add(&mut self, leaf: Hash) {
        self.added.push_back(leaf);
    }

    /// The next leaf; `None` when all were given.
    pub(super) async fn next(&mut self) -> Result<Option<Hash>, FollowError> {
        self.fill().await?;
        let leaf = self.leaves.pop_front();
        self.position += u64::from(leaf.is_some());
        Ok(leaf)
    }

    /// Sequence of the leaf that comes next; `None` when all were given.
    pub(super) async fn peek(&mut self) -> Result<Option<u64>, FollowError> {
        self.fill().await?;
        Ok(self.leaves.front().map(|_| self.position + 1))
    }

    /// Sequence of the leaf that was given last.
    pub(super) const fn position(&self) -> u64 {
        self.position
    }

    async fn fill(&mut self) -> Result<(), FollowError> {
        while self.leaves.is_empty() {
            if self.read == self.size {
                self.leaves = std::mem::take(&mut self.added);
                return Ok(());
            }
            // What the copy has got since comes by `add`: of its batches only those that were there are asked for.
            match self.batches.try_next().await? {
                Some(batch) => {
                    self.read = batch.size_after();
                    self.leaves.extend(batch.leaves());
                }
                None => self.read = self.size,
            }
        }
        Ok(())
    }
}
