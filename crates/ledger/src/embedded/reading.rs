//! Bytes that are known to be sealed, read from where the view says they lie; without holding the view.

use super::error::{OpenError, Records};
use super::segment::Segment;
use crate::batch::SealedBatch;
use crate::ports::Stored;
use lienthong_merkle::{Hash, leaf_hash};
use std::sync::Arc;

/// Where a record lies, and its leaf.
#[derive(Debug)]
pub(super) struct RecordAt {
    pub(super) segment: Arc<Segment>,
    pub(super) offset: u64,
    pub(super) length: usize,
    pub(super) sequence: u64,
    pub(super) leaf: Hash,
}

impl RecordAt {
    /// Reads it: what was read from the file once is not believed to be there for ever.
    pub(super) fn read(&self) -> Result<Stored, OpenError> {
        let bytes = self.segment.bytes(self.offset, self.length)?;
        if leaf_hash(&bytes) == self.leaf {
            Ok(Stored { sequence: Some(self.sequence), bytes: bytes.into() })
        } else {
            Err(changed(&self.segment, self.offset, Records::One(self.sequence)))
        }
    }
}

/// Where a batch lies, and its leaves.
#[derive(Debug)]
pub(super) enum BatchAt {
    /// Still at hand.
    Memory(Arc<SealedBatch>),
    /// In a file.
    File { segment: Arc<Segment>, offset: u64, length: usize, first: u64, leaves: Vec<Hash> },
}

impl BatchAt {
    /// Reads it.
    pub(super) fn read(self) -> Result<Arc<SealedBatch>, OpenError> {
        let (segment, offset, length, first, leaves) = match self {
            Self::Memory(batch) => return Ok(batch),
            Self::File { segment, offset, length, first, leaves } => (segment, offset, length, first, leaves),
        };
        let records = Records::Batch { first, last: first + leaves.len() as u64 - 1 };
        match SealedBatch::decode(&segment.bytes(offset, length)?) {
            Ok(batch) if batch.first == first && batch.leaves() == leaves => Ok(Arc::new(batch)),
            Ok(_) => Err(changed(&segment, offset, records)),
            Err(error) => Err(segment.damage(offset + error.offset as u64, records, error.wrong.to_string())),
        }
    }
}

fn changed(segment: &Segment, offset: u64, records: Records) -> OpenError {
    segment.damage(offset, records, "the bytes are no longer those that were sealed".to_owned())
}
