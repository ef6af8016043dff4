//! A log as a broker and a sealer keep it, in memory: an unsealed tail in order, and sealed batches.

use super::Bug;
use jiff::Timestamp;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::ports::{Append, AppendError, Proof, Stored};
use lienthong_ledger::seal::{Accepted, Heads, Sealer};
use lienthong_merkle::{Hash, Tree, leaf_hash};
use lienthong_names::{Origin, StreamName};
use lienthong_protocol::note::NoteSigner;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// One log.
#[derive(Clone)]
pub struct SimLog {
    heads: Heads,
    unsealed: VecDeque<Accepted>,
    sealer: Sealer,
    tree: Tree,
    sequences: BTreeMap<Hash, u64>,
    streams: BTreeMap<StreamName, Vec<Accepted>>,
    /// What is sealed, oldest first.
    pub batches: Vec<Arc<SealedBatch>>,
    bug: Bug,
    appended: u64,
}

impl SimLog {
    /// An empty log.
    #[must_use]
    pub fn new(origin: Origin, signer: NoteSigner) -> Self {
        Self {
            heads: Heads::new(),
            unsealed: VecDeque::new(),
            sealer: Sealer::new(origin, signer),
            tree: Tree::new(),
            sequences: BTreeMap::new(),
            streams: BTreeMap::new(),
            batches: Vec::new(),
            bug: Bug::None,
            appended: 0,
        }
    }

    /// The same with a deliberate bug.
    #[must_use]
    pub fn with(mut self, bug: Bug) -> Self {
        self.bug = bug;
        self
    }

    /// Appends, as the port does.
    ///
    /// # Errors
    /// [`AppendError`].
    pub fn append(&mut self, mut append: Append) -> Result<(), AppendError> {
        self.appended += 1;
        if self.bug == Bug::IdSetLost {
            append.dedupe[..8].copy_from_slice(&self.appended.to_be_bytes());
        }
        let stream = append.stream.clone();
        let accepted = if self.bug == Bug::NoExpectedRevision {
            let leaf = leaf_hash(&append.bytes);
            Accepted { bytes: append.bytes.into(), leaf }
        } else {
            self.heads.accept(append)?
        };
        self.streams.entry(stream).or_default().push(accepted.clone());
        self.unsealed.push_back(accepted);
        Ok(())
    }

    /// A stream's records, the unsealed ones too.
    #[must_use]
    pub fn read(&self, stream: &StreamName) -> Vec<Stored> {
        let stored = |record: &Accepted| Stored {
            sequence: self.sequences.get(&record.leaf).copied(),
            bytes: Arc::clone(&record.bytes),
        };
        self.streams.get(stream).map(|records| records.iter().map(stored).collect()).unwrap_or_default()
    }

    /// Seals at most so many of the records that wait.
    pub fn seal(&mut self, most: usize, now: Timestamp) -> Option<Arc<SealedBatch>> {
        let count = most.min(self.unsealed.len());
        let records: Vec<Accepted> = self.unsealed.drain(..count).collect();
        let sealing = self.sealer.next(&records, now)?;
        self.sealer.advance(&sealing);
        for record in &records {
            self.tree.append(record.leaf);
            self.sequences.insert(record.leaf, self.tree.size());
        }
        let batch = Arc::new(sealing.batch);
        self.batches.push(Arc::clone(&batch));
        Some(batch)
    }

    /// The proof of a sealed record under the newest checkpoint.
    #[must_use]
    pub fn prove(&self, stream: &StreamName, revision: u64) -> Option<Proof> {
        let record = self.streams.get(stream)?.get(usize::try_from(revision).ok()?.checked_sub(1)?)?;
        let sequence = *self.sequences.get(&record.leaf)?;
        let checkpoint = Arc::clone(&self.batches.last()?.checkpoint);
        let path = self.tree.inclusion_path(sequence - 1, self.tree.size()).ok()?;
        Some(Proof { sequence, leaf: record.leaf, path, checkpoint })
    }

    /// Sequence of a sealed leaf.
    #[must_use]
    pub fn sequence(&self, leaf: &Hash) -> Option<u64> {
        self.sequences.get(leaf).copied()
    }
}
