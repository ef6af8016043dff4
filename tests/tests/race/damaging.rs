//! A port that damages what the broker delivers to who decides: every fourth reading of a stream has a byte that is not what was written, or
//! lacks a record, or has one twice, or two of them in each other's place. Nobody is told which.

use async_trait::async_trait;
use futures::stream::BoxStream;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::ports::{
    Append, AppendError, FollowError, Ledger, Ledgers, SealedHead, Stored, Unavailable,
};
use lienthong_names::{Origin, StreamName};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Of so many readings one is damaged.
const ONE_OF: usize = 4;

/// Ledgers behind such a port.
pub struct Damaging {
    ledgers: Arc<dyn Ledgers>,
    damage: Arc<Damage>,
}

/// Which reading it is, and how many were damaged in each way.
#[derive(Debug, Default)]
pub struct Damage {
    readings: AtomicUsize,
    pub flipped: AtomicUsize,
    pub dropped: AtomicUsize,
    pub doubled: AtomicUsize,
    pub swapped: AtomicUsize,
}

impl Damaging {
    pub fn new(ledgers: Arc<dyn Ledgers>, damage: Arc<Damage>) -> Self {
        Self { ledgers, damage }
    }
}

#[async_trait]
impl Ledgers for Damaging {
    async fn ledger(&self, origin: &Origin) -> Result<Option<Arc<dyn Ledger>>, Unavailable> {
        let found = self.ledgers.ledger(origin).await?;
        let damage = Arc::clone(&self.damage);
        Ok(found.map(|ledger| Arc::new(DamagingLedger { ledger, damage }) as Arc<dyn Ledger>))
    }

    async fn origins(&self) -> Result<Vec<Origin>, Unavailable> {
        self.ledgers.origins().await
    }
}

struct DamagingLedger {
    ledger: Arc<dyn Ledger>,
    damage: Arc<Damage>,
}

#[async_trait]
impl Ledger for DamagingLedger {
    fn origin(&self) -> &Origin {
        self.ledger.origin()
    }

    async fn append(&self, append: Append) -> Result<(), AppendError> {
        self.ledger.append(append).await
    }

    async fn read(&self, stream: &StreamName) -> Result<Vec<Stored>, Unavailable> {
        let mut records = self.ledger.read(stream).await?;
        self.damage.befalls(&mut records);
        Ok(records)
    }

    fn follow_sealed(&self, from: u64) -> BoxStream<'static, Result<Arc<SealedBatch>, FollowError>> {
        // Sealed batches are checked against the log's key by the port itself.
        self.ledger.follow_sealed(from)
    }

    fn replay(&self, from: u64) -> BoxStream<'static, Result<Arc<SealedBatch>, FollowError>> {
        self.ledger.replay(from)
    }

    async fn sealed_head(&self) -> Result<Option<SealedHead>, Unavailable> {
        self.ledger.sealed_head().await
    }
}

impl Damage {
    fn befalls(&self, records: &mut Vec<Stored>) {
        let reading = self.readings.fetch_add(1, Ordering::SeqCst);
        if !reading.is_multiple_of(ONE_OF) || records.is_empty() {
            return;
        }
        let turn = reading / ONE_OF;
        let at = turn % records.len();
        let done = match turn % 4 {
            0 => {
                let mut bytes = records[at].bytes.to_vec();
                let byte = (turn * 7919) % bytes.len();
                bytes[byte] ^= 1 << (turn % 8);
                records[at].bytes = bytes.into();
                &self.flipped
            }
            1 => {
                records.remove(at);
                &self.dropped
            }
            2 => {
                records.insert(at, records[at].clone());
                &self.doubled
            }
            _ if records.len() > 1 => {
                let other = (at + 1) % records.len();
                records.swap(at, other);
                &self.swapped
            }
            _ => return,
        };
        done.fetch_add(1, Ordering::SeqCst);
    }
}
