//! A ledger as its followers have it, read once: its whole tree, and of its records those that are asked for.

use futures::StreamExt as _;
use lienthong_ledger::placing;
use lienthong_ledger::ports::{FollowError, Ledger};
use lienthong_merkle::{Tree, leaf_hash};
use lienthong_names::{Origin, StreamName};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A record as it was read: its sequence and its bytes.
pub type Numbered = (u64, Arc<[u8]>);

/// What was read of a ledger.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Which ledger.
    pub origin: Origin,
    /// Every leaf of its sealed records.
    pub tree: Tree,
    /// The signed note over that tree.
    pub checkpoint: Arc<[u8]>,
    /// The newest that witnesses have cosigned, where one is at hand. Nothing of it is believed before it is compared.
    pub cosigned: Option<Arc<[u8]>>,
    /// The records that were kept, by stream, each with its sequence.
    pub streams: BTreeMap<StreamName, Vec<Numbered>>,
}

impl Kept {
    /// A record that was kept.
    pub(super) fn record(&self, sequence: u64) -> Option<&Arc<[u8]>> {
        let mut all = self.streams.values().flatten();
        all.find(|(found, _)| *found == sequence).map(|(_, bytes)| bytes)
    }
}

/// Reads the sealed records of a ledger up to its head; keeps those that `keep` wants, by sequence and stream. `None`: nothing is
/// sealed yet.
///
/// # Errors
/// [`FollowError`].
pub async fn read(
    ledger: &dyn Ledger,
    keep: &(dyn Fn(u64, &StreamName) -> bool + Sync),
) -> Result<Option<Kept>, FollowError> {
    let origin = ledger.origin().clone();
    let (mut tree, mut last) = (Tree::new(), None);
    let mut streams: BTreeMap<StreamName, Vec<Numbered>> = BTreeMap::new();
    let mut batches = ledger.replay(1);
    while let Some(batch) = batches.next().await {
        let batch = batch?;
        for (sequence, bytes) in (batch.first..).zip(&batch.records) {
            tree.append(leaf_hash(bytes));
            let placed = placing::place(bytes).map_err(|error| FollowError::Damaged {
                origin: origin.clone(),
                place: format!("record {sequence}"),
                what: error.to_string(),
            })?;
            if keep(sequence, &placed.stream) {
                streams.entry(placed.stream).or_default().push((sequence, Arc::clone(bytes)));
            }
        }
        last = Some(Arc::clone(&batch.checkpoint));
    }
    Ok(last.map(|checkpoint| Kept { origin, tree, checkpoint, cosigned: None, streams }))
}
