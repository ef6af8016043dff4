//! What the cases have in common: appending by number, waiting for the seal, checking what was sealed.

use super::records::Writer;
use super::{Harness, Node};
use crate::batch::SealedBatch;
use crate::ports::{Append, AppendError, FollowError, Stored};
use futures::StreamExt as _;
use futures::stream::BoxStream;
use lienthong_merkle::{Frontier, Hash, leaf_hash, verify_inclusion};
use lienthong_names::StreamName;
use lienthong_protocol::Record;
use lienthong_protocol::checkpoint::Checkpoint;
use std::sync::Arc;
use std::time::Duration;

/// A slow machine with a broker and a sealer on it needs a while; a hang is a failure.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) fn dossier(id: &str) -> StreamName {
    format!("dossier.{id}").parse().unwrap()
}

/// The head of a stream as read: revision and leaf.
pub(super) fn head_of(records: &[Stored]) -> Option<(u64, Hash)> {
    records.last().map(|stored| (records.len() as u64, leaf_hash(&stored.bytes)))
}

/// Reads, decides and appends until it is in, as a service does. Command `number` must not have been sent before.
pub(super) async fn append(node: &dyn Node, writer: &Writer, stream: &StreamName, number: u64) -> Append {
    loop {
        let head = head_of(&node.read(stream).await.unwrap());
        let append = writer.append(stream, head, number);
        match node.append(append.clone()).await {
            Ok(()) => return append,
            Err(AppendError::Conflict) => tokio::task::yield_now().await,
            Err(other) => panic!("command {number} on {stream}: {other}"),
        }
    }
}

/// Appends numbers one after the other, each to the stream `A`, `B` or `C` in turn, and waits for their seal.
pub(super) async fn fill(harness: &dyn Harness, numbers: std::ops::RangeInclusive<u64>) -> Vec<Append> {
    let (node, writer) = (harness.instance().await, Writer::new(harness.origin()));
    let mut appended = Vec::new();
    let last = *numbers.end();
    for number in numbers {
        let stream = dossier(["A", "B", "C"][(number % 3) as usize]);
        appended.push(append(node.as_ref(), &writer, &stream, number).await);
    }
    sealed(node.as_ref(), last).await;
    appended
}

/// Waits until so many records are sealed, and returns the checkpoint's note.
pub(super) async fn sealed(node: &dyn Node, size: u64) -> Arc<[u8]> {
    let wait = async {
        loop {
            match node.sealed_head().await.unwrap() {
                Some(head) if head.checkpoint.size >= size => return head.note,
                _ => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("{size} records were never sealed"))
}

/// The next item of a stream of batches, soon.
pub(super) async fn next(
    batches: &mut BoxStream<'static, Result<Arc<SealedBatch>, FollowError>>,
) -> Option<Result<Arc<SealedBatch>, FollowError>> {
    tokio::time::timeout(PATIENCE, batches.next()).await.expect("nothing came")
}

/// A follower that checks what it is given as followers do, and keeps it.
pub(super) struct Checker<'a> {
    harness: &'a dyn Harness,
    frontier: Frontier,
    pub(super) records: Vec<Arc<[u8]>>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(harness: &'a dyn Harness) -> Self {
        Self { harness, frontier: Frontier::new(), records: Vec::new() }
    }

    pub(super) fn take(&mut self, batch: &SealedBatch) {
        self.frontier = batch.verify(&self.frontier, &self.harness.verifier()).unwrap();
        self.records.extend(batch.records.iter().cloned());
        assert_eq!(self.records.len() as u64, batch.size_after());
    }

    /// Follows from what it has until it has so many.
    pub(super) async fn follow_to(&mut self, node: &dyn Node, size: usize) {
        let mut batches = node.follow_sealed(self.records.len() as u64 + 1);
        while self.records.len() < size {
            let batch = next(&mut batches).await.expect("the log ended").unwrap();
            self.take(&batch);
        }
        assert_eq!(self.records.len(), size, "more was sealed than was appended");
    }
}

/// Checks that a stream's records are a chain without a gap, and returns their bytes.
pub(super) async fn chain(node: &dyn Node, stream: &StreamName) -> Vec<Arc<[u8]>> {
    let stored = node.read(stream).await.unwrap();
    let mut previous = None;
    for (revision, stored) in (1..).zip(&stored) {
        let record = Record::decode(&stored.bytes).unwrap();
        assert_eq!((record.revision, record.previous, &record.stream), (revision, previous, stream));
        previous = Some(leaf_hash(&stored.bytes));
    }
    stored.into_iter().map(|stored| stored.bytes).collect()
}

/// Checks the proof of a record, and returns its sequence.
pub(super) async fn proven(harness: &dyn Harness, node: &dyn Node, append: &Append) -> u64 {
    let revision = append.expected_revision + 1;
    let proof = node.prove(&harness.origin(), &append.stream, revision).await.unwrap().expect("it is sealed");
    let checkpoint = Checkpoint::open(&proof.checkpoint, &harness.verifier()).unwrap();
    assert_eq!(proof.leaf, leaf_hash(&append.bytes));
    verify_inclusion(proof.leaf, proof.sequence - 1, checkpoint.size, &proof.path, checkpoint.root).unwrap();
    proof.sequence
}
