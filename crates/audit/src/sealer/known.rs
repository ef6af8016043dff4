//! What the copy holds already, leaf by leaf, to be compared with the log.

use futures::TryStreamExt as _;
use futures::stream::BoxStream;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::embedded::EmbeddedLedger;
use lienthong_ledger::ports::{FollowError, Ledger as _};
use lienthong_merkle::Hash;
use std::collections::VecDeque;
use std::sync::Arc;

/// The leaves of a copy, from the first to the head that stood when it was asked for.
pub(super) struct Known {
    batches: BoxStream<'static, Result<Arc<SealedBatch>, FollowError>>,
    leaves: VecDeque<Hash>,
    /// Sequence of the leaf that was given last.
    position: u64,
    ended: bool,
}

impl Known {
    pub(super) fn new(copy: &EmbeddedLedger) -> Self {
        Self { batches: copy.replay(1), leaves: VecDeque::new(), position: 0, ended: false }
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
        while self.leaves.is_empty() && !self.ended {
            match self.batches.try_next().await? {
                Some(batch) => self.leaves.extend(batch.leaves()),
                None => self.ended = true,
            }
        }
        Ok(())
    }
}
