//! What the broker delivers to a sealer, damaged on the way: below the sealed head each change stops it, and names the record; a record that
//! comes twice is passed over. Nothing is signed over what is not there any more.
//!
//! Above the head there is nothing to compare with: what is not the next of its stream gets no leaf, and no receipt rests on what is sealed
//! otherwise than it was sent.

use crate::sealer::{first_of, root_of, sealed_ten};
use crate::setup::{connect, log, origin};
use async_trait::async_trait;
use futures::StreamExt as _;
use futures::future::join_all;
use futures::stream::{self, BoxStream};
use lienthong_audit::sealer::{Sealer, SealerError};
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::embedded::{EmbeddedLedger, OpenError};
use lienthong_ledger::ports::{
    FollowError, Ledger as _, SealOut, SealOutError, SealedHead, SystemClock, Tail, Unavailable, Unsealed,
};
use lienthong_merkle::leaf_hash;
use lienthong_names::Origin;
use lienthong_nats::tail::NatsTail;
use lienthong_tests::copy_directory;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Delivers what was delivered once, as it is now.
struct Delivered(Vec<Unsealed>);

#[async_trait]
impl Tail for Delivered {
    fn origin(&self) -> &Origin {
        static ORIGIN: std::sync::LazyLock<Origin> = std::sync::LazyLock::new(origin);
        &ORIGIN
    }

    fn follow(&self, after: u64) -> BoxStream<'static, Result<Unsealed, FollowError>> {
        let records: Vec<_> = self.0.iter().filter(|one| one.cursor > after).cloned().map(Ok).collect();
        stream::iter(records).chain(stream::pending()).boxed()
    }

    async fn end(&self) -> Result<u64, Unavailable> {
        Ok(self.0.iter().map(|one| one.cursor).max().unwrap_or_default())
    }
}

/// Where seals go: into a channel.
struct Out {
    head: SealedHead,
    seals: UnboundedSender<SealedBatch>,
}

#[async_trait]
impl SealOut for Out {
    async fn head(&self) -> Result<Option<SealedHead>, Unavailable> {
        Ok(Some(self.head.clone()))
    }

    async fn publish(&self, batch: &SealedBatch) -> Result<(), SealOutError> {
        self.seals.send(batch.clone()).unwrap();
        Ok(())
    }

    fn follow(&self, _: u64) -> BoxStream<'static, Result<Arc<SealedBatch>, FollowError>> {
        stream::pending().boxed()
    }
}

/// Ten records as the broker has delivered them, and the copy in which they are sealed.
struct Honest {
    delivered: Vec<Unsealed>,
    head: SealedHead,
    disk: tempfile::TempDir,
}

impl Honest {
    async fn ten() -> Self {
        let (server, disk) = sealed_ten().await;
        let tail = NatsTail::new(connect(&server, "audit").await, origin());
        let delivered: Vec<Unsealed> = tail.follow(0).take(10).map(Result::unwrap).collect().await;
        let copy = EmbeddedLedger::open_reader(&disk.path().join("copy"), origin(), log().verifier().clone());
        let head = copy.unwrap().sealed_head().await.unwrap().unwrap();
        Self { delivered, head, disk }
    }

    fn copy(&self) -> std::path::PathBuf {
        self.disk.path().join("copy")
    }

    /// A sealer on a copy, to which this is delivered, and what it publishes.
    async fn sealer(
        &self,
        copy: &Path,
        delivered: Vec<Unsealed>,
    ) -> (Sealer, UnboundedReceiver<SealedBatch>) {
        let (seals, published) = unbounded_channel();
        let out = Arc::new(Out { head: self.head.clone(), seals });
        let tail = Arc::new(Delivered(delivered));
        // What an ended sealer was just doing may hold the copy for a moment yet.
        for _ in 0..100 {
            match Sealer::open(copy, log(), Arc::new(SystemClock), tail.clone(), out.clone()) {
                Err(OpenError::InUse { .. }) => tokio::time::sleep(Duration::from_millis(20)).await,
                opened => return (opened.unwrap(), published),
            }
        }
        panic!("{} stays in use", copy.display())
    }

    /// Where the sealer stops, when this is delivered to it.
    async fn stops_at(&self, copy: &Path, delivered: Vec<Unsealed>) -> u64 {
        let (sealer, mut published) = self.sealer(copy, delivered).await;
        let ended = tokio::time::timeout(Duration::from_secs(20), sealer.run()).await.expect("it goes on");
        let SealerError::LogChanged { sequence, .. } = ended else { panic!("{ended}") };
        assert!(published.try_recv().is_err(), "nothing is signed over it");
        sequence
    }
}

fn flipped(unsealed: &Unsealed, at: usize) -> Unsealed {
    let mut bytes = unsealed.bytes.to_vec();
    bytes[at] ^= 1 << (at % 8);
    Unsealed { bytes: bytes.into(), ..unsealed.clone() }
}

#[tokio::test]
async fn below_the_head_every_byte_every_gap_and_every_disorder_stops_it_and_is_named() {
    let honest = Honest::ten().await;
    // A sealer waits before it believes that nothing more comes: thousands of times here.
    tokio::time::pause();
    let before = root_of(&honest.copy());
    // Each record's changes on a copy of its own, beside each other: a sealer that has ended holds its copy for a moment.
    let every_byte = (0..honest.delivered.len()).map(async |index| {
        let copy = honest.disk.path().join(format!("copy-{index}"));
        copy_directory(&honest.copy(), &copy);
        for at in 0..honest.delivered[index].bytes.len() {
            let mut delivered = honest.delivered.clone();
            delivered[index] = flipped(&delivered[index], at);
            assert_eq!(honest.stops_at(&copy, delivered).await, index as u64 + 1, "byte {at}");
        }
        assert_eq!(root_of(&copy), before);
    });
    join_all(every_byte).await;
    for index in 0..9 {
        let mut delivered = honest.delivered.clone();
        delivered.remove(index);
        assert_eq!(honest.stops_at(&honest.copy(), delivered).await, index as u64 + 1, "a gap");
        let mut delivered = honest.delivered.clone();
        let (one, other) = (delivered[index].cursor, delivered[index + 1].cursor);
        delivered.swap(index, index + 1);
        (delivered[index].cursor, delivered[index + 1].cursor) = (one, other);
        assert_eq!(honest.stops_at(&honest.copy(), delivered).await, index as u64 + 1, "a disorder");
    }
    assert_eq!(root_of(&honest.copy()), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_that_comes_twice_is_passed_over() {
    let honest = Honest::ten().await;
    let mut delivered = honest.delivered.clone();
    delivered.insert(4, delivered[3].clone());
    // One that is new shows that the sealer has come so far.
    let next = first_of(11);
    delivered.push(Unsealed { cursor: 11, stream: next.stream.clone(), bytes: next.bytes.clone().into() });
    let (sealer, mut published) = honest.sealer(&honest.copy(), delivered).await;
    let running = tokio::spawn(sealer.run());
    let batch = tokio::time::timeout(Duration::from_secs(20), published.recv()).await.unwrap().unwrap();
    assert_eq!((batch.first, batch.records.len()), (11, 1));
    assert_eq!(leaf_hash(&batch.records[0]), leaf_hash(&next.bytes));
    running.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn above_the_head_nobody_gets_a_receipt_for_what_is_not_what_was_sent() {
    let honest = Honest::ten().await;
    let sent = first_of(11);
    let whole = Unsealed { cursor: 11, stream: sent.stream.clone(), bytes: sent.bytes.clone().into() };
    let (mut void, mut other) = (0, 0);
    for at in (0..whole.bytes.len()).step_by(16) {
        // What comes after it shows whether it was passed over.
        let after = first_of(12);
        let after = Unsealed { cursor: 12, stream: after.stream, bytes: after.bytes.into() };
        let delivered = [&honest.delivered[..], &[flipped(&whole, at), after]].concat();
        let copy = honest.disk.path().join(format!("copy-{at}"));
        copy_directory(&honest.copy(), &copy);
        let (sealer, mut published) = honest.sealer(&copy, delivered).await;
        let running = tokio::spawn(sealer.run());
        let mut sealed = Vec::new();
        while sealed.last() != Some(&leaf_hash(&first_of(12).bytes)) {
            let batch = tokio::time::timeout(Duration::from_secs(20), published.recv()).await;
            sealed.extend(batch.expect("it seals").unwrap().leaves());
        }
        running.abort();
        assert!(
            !sealed.contains(&leaf_hash(&sent.bytes)),
            "byte {at}: nothing was sealed that was not delivered"
        );
        if sealed.len() == 1 { void += 1 } else { other += 1 }
    }
    // A sealer judges the place of a record, not its signature: the second kind is what `audit verify` names.
    assert!(void > 3 && other > 3, "{void} were void, {other} another record");
}
