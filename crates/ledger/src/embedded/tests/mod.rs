//! The embedded ledger's own tests: what only files can suffer. What every ledger must do is in `conformance`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod beside;
mod damage;
mod writing;

use super::disk::{Disk, SystemDisk};
use super::lock::lock;
use super::open::Start;
use super::writer::{Limits, create_segment};
use super::{EmbeddedLedger, OpenError, Scan, ScanError, Scanned};
use crate::batch::SealedBatch;
use crate::ports::{Append, Ledger, SystemClock};
use crate::testing::{append_after, log, origin};
use futures::StreamExt as _;
use futures::stream::BoxStream;
use lienthong_merkle::leaf_hash;
use lienthong_names::StreamName;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// A directory with a ledger.
struct House {
    directory: TempDir,
}

/// Segments of a few batches, and no checkpoint stored but at the beginning, at a roll and at the end.
const SMALL: Limits = Limits { segment_bytes: 4_000, batches_a_checkpoint: 1_000 };

impl House {
    /// An empty one.
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        create_segment(directory.path(), 1).unwrap();
        Self { directory }
    }

    /// One with this content and no checkpoint beside it.
    fn with_bytes(bytes: &[u8]) -> Self {
        let house = Self { directory: tempfile::tempdir().unwrap() };
        house.put(bytes);
        house
    }

    fn put(&self, bytes: &[u8]) {
        fs::write(self.segment(), bytes).unwrap();
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    /// The first segment.
    fn segment(&self) -> PathBuf {
        self.path().join("000000000001.seg")
    }

    fn start(&self, limits: Limits, disk: Box<dyn Disk>) -> Result<EmbeddedLedger, OpenError> {
        let start = Start {
            origin: origin(),
            log: log().verifier().clone(),
            signer: Some(log()),
            clock: Arc::new(SystemClock),
            disk,
            limits,
        };
        start.open(self.path(), lock(self.path())?)
    }

    fn writer(&self) -> EmbeddedLedger {
        self.start(Limits::default(), Box::new(SystemDisk)).unwrap()
    }

    fn reader(&self) -> EmbeddedLedger {
        EmbeddedLedger::open_reader(self.path(), origin(), log().verifier().clone()).unwrap()
    }

    fn scan(&self) -> (Vec<Scanned>, Option<ScanError>) {
        let mut batches = Vec::new();
        for step in Scan::open(self.path()).unwrap() {
            match step {
                Ok(scanned) => batches.push(scanned),
                Err(error) => return (batches, Some(error)),
            }
        }
        (batches, None)
    }

    fn segments(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut segments: Vec<_> =
            entries.filter(|path| path.extension().is_some_and(|e| e == "seg")).collect();
        segments.sort();
        segments
    }
}

/// Record `number` of stream `A`, after what is there.
async fn next_of_a(ledger: &EmbeddedLedger, number: u64) -> Append {
    let records = ledger.read(&stream_a()).await.unwrap();
    let head = records.last().map(|last| (records.len() as u64, leaf_hash(&last.bytes)));
    append_after("dossier.A", head, number)
}

/// Appends so many records, each in a batch of its own.
async fn append_singly(ledger: &EmbeddedLedger, numbers: std::ops::Range<u64>) {
    for number in numbers {
        let append = next_of_a(ledger, number).await;
        ledger.append(append).await.unwrap();
    }
}

/// Appends records of streams of their own, all at once.
async fn append_at_once(ledger: &EmbeddedLedger, numbers: std::ops::Range<u64>) {
    let appends =
        numbers.map(|number| ledger.append(append_after(&format!("dossier.N{number}"), None, number)));
    assert!(futures::future::join_all(appends).await.iter().all(Result::is_ok));
}

fn stream_a() -> StreamName {
    "dossier.A".parse().unwrap()
}

/// The bytes of a small ledger: 40 records in single batches and larger ones.
async fn small_ledger() -> Vec<u8> {
    let house = House::new();
    let ledger = house.writer();
    append_singly(&ledger, 0..6).await;
    append_at_once(&ledger, 100..133).await;
    append_singly(&ledger, 6..7).await;
    drop(ledger);
    fs::read(house.segment()).unwrap()
}

type Batches = BoxStream<'static, Result<Arc<SealedBatch>, crate::ports::FollowError>>;

/// The next item, soon.
async fn soon(batches: &mut Batches) -> Option<Result<Arc<SealedBatch>, crate::ports::FollowError>> {
    tokio::time::timeout(Duration::from_secs(10), batches.next()).await.expect("nothing came")
}
