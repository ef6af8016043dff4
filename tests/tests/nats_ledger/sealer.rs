//! What a sealer refuses to sign over, and what it puts right by itself.

use crate::setup::{Running, connect, ledger, log, make_ledger, origin};
use async_nats::jetstream::message::PublishMessage;
use futures::stream::BoxStream;
use futures::{StreamExt as _, TryStreamExt as _};
use lienthong_audit::sealer::SealerError;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::conformance::records::Writer;
use lienthong_ledger::embedded::EmbeddedLedger;
use lienthong_ledger::ports::{Append, AppendError, FollowError, Ledger, SystemClock};
use lienthong_ledger::seal::Accepted;
use lienthong_merkle::{Hash, leaf_hash};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::NoteSigner;
use lienthong_tests::{NatsServer, copy_directory, temp_dir};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// A server with a ledger of ten sealed records, and the disk of a sealer that was stopped.
pub async fn sealed_ten() -> (NatsServer, TempDir) {
    let (server, disk) = (NatsServer::start(), temp_dir());
    make_ledger(&server).await;
    let running = Running::start(&server, &disk.path().join("copy")).await.unwrap();
    let (ledger, _) = ledger(&server, "routing").await;
    for number in 1..=10 {
        ledger.append(first_of(number)).await.unwrap();
    }
    sealed(&ledger, 10).await;
    running.stop().await;
    (server, disk)
}

/// The first record of a stream of its own.
pub fn first_of(number: u64) -> Append {
    Writer::new(origin()).append(&format!("dossier.D-{number}").parse().unwrap(), None, number)
}

pub async fn sealed(ledger: &Arc<dyn Ledger>, size: u64) {
    let wait = async {
        while ledger.sealed_head().await.unwrap().is_none_or(|head| head.checkpoint.size < size) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), wait).await.expect("it is sealed");
}

/// Puts records into a stream made anew, in place of what was there.
async fn rewrite(server: &NatsServer, appends: &[Append]) {
    let operator = connect(server, "operator").await;
    operator.jetstream().delete_stream("LT_H22_2020").await.unwrap();
    make_ledger(server).await;
    let routing = connect(server, "routing").await;
    for append in appends {
        let subject = lienthong_protocol::subjects::stream_subject(&origin(), &append.stream);
        routing.jetstream().publish(subject, append.bytes.clone().into()).await.unwrap().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_below_the_head_that_is_missing_or_another_stops_it() {
    let (server, disk) = sealed_ten().await;
    let copy = disk.path().join("copy");
    let all: Vec<Append> = (1..=10).map(first_of).collect();
    let without_the_last = &all[..9];
    let without_the_fourth = [&all[..3], &all[4..]].concat();
    let mut another = all.clone();
    another[6] = Writer::new(origin()).append(&all[6].stream, None, 77);
    for (log, changed) in
        [(without_the_last, 10), (without_the_fourth.as_slice(), 4), (another.as_slice(), 7)]
    {
        rewrite(&server, log).await;
        let error = Running::start(&server, &copy).await.unwrap().ended().await;
        assert!(matches!(error, SealerError::LogChanged { sequence, .. } if sequence == changed), "{error}");
    }
    rewrite(&server, &all).await;
    let running = Running::start(&server, &copy).await.unwrap();
    let (ledger, _) = ledger(&server, "routing").await;
    ledger.append(first_of(11)).await.unwrap();
    sealed(&ledger, 11).await;
    running.stop().await;
}

/// What a stopped sealer's copy holds.
pub fn root_of(copy: &Path) -> (u64, Hash) {
    let copy = EmbeddedLedger::open_reader(copy, origin(), log().verifier().clone()).unwrap();
    let size = (0..).find(|size| copy.root_at(size + 1).is_none()).unwrap();
    (size, copy.root_at(size).unwrap())
}

/// Waits until a copy holds so many records.
async fn holds(copy: &Path, size: u64) {
    let wait = async {
        while root_of(copy).0 < size {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), wait).await.expect("the copy is filled");
}

/// What everybody sees is one chain of so many records, each once.
pub async fn one_chain(ledger: &Arc<dyn Ledger>, size: u64) {
    let batches: Vec<_> = ledger.replay(1).try_collect().await.unwrap();
    let mut records: Vec<_> =
        batches.iter().flat_map(|batch| &batch.records).map(|bytes| leaf_hash(bytes)).collect();
    assert_eq!(records.len() as u64, size);
    records.sort_unstable();
    records.dedup();
    assert_eq!(records.len() as u64, size, "a record has one place");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_is_behind_what_was_published_takes_it_over_and_goes_on() {
    let (server, disk) = sealed_ten().await;
    let (copy, old, empty) = (disk.path().join("copy"), disk.path().join("old"), disk.path().join("empty"));
    copy_directory(&copy, &old);
    let running = Running::start(&server, &copy).await.unwrap();
    let (ledger, _) = ledger(&server, "routing").await;
    ledger.append(first_of(11)).await.unwrap();
    sealed(&ledger, 11).await;
    running.stop().await;
    for (number, behind) in (12..).zip([&old, &empty]) {
        let running = Running::start(&server, behind).await.unwrap();
        holds(behind, number - 1).await;
        // Nobody else seals: it takes over.
        ledger.append(first_of(number)).await.unwrap();
        sealed(&ledger, number).await;
        running.stop().await;
        assert_eq!(root_of(behind).0, number);
    }
    one_chain(&ledger, 13).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_sealers_one_leads_and_each_copy_has_all() {
    let (server, disk) = sealed_ten().await;
    let (first, second) = (disk.path().join("copy"), disk.path().join("second"));
    copy_directory(&first, &second);
    // Both hold all that is published: both begin to seal, and of each seal the broker takes one.
    let one = Running::start(&server, &first).await.unwrap();
    let two = Running::start(&server, &second).await.unwrap();
    let (ledger, _) = ledger(&server, "routing").await;
    for number in 11..=40 {
        ledger.append(first_of(number)).await.unwrap();
    }
    sealed(&ledger, 40).await;
    holds(&first, 40).await;
    holds(&second, 40).await;
    one_chain(&ledger, 40).await;
    one.stop().await;
    // Whoever is left goes on, and who comes back finds what was sealed meanwhile.
    for number in 41..=43 {
        ledger.append(first_of(number)).await.unwrap();
    }
    sealed(&ledger, 43).await;
    let one = Running::start(&server, &first).await.unwrap();
    holds(&first, 43).await;
    two.stop().await;
    ledger.append(first_of(44)).await.unwrap();
    sealed(&ledger, 44).await;
    one.stop().await;
    one_chain(&ledger, 44).await;
    assert_eq!((root_of(&first).0, root_of(&second).0), (44, 43));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seal_over_another_tree_is_a_fork_and_both_copies_stay() {
    let (server, disk) = sealed_ten().await;
    let copy = disk.path().join("copy");
    let before = root_of(&copy);
    // The broker is put back to another past, which somebody has sealed with the same key.
    let operator = connect(&server, "operator").await;
    operator.jetstream().delete_stream("SEAL_H22_2020").await.unwrap();
    let another: Vec<Append> = (21..=30).map(first_of).collect();
    rewrite(&server, &another).await;
    let other = disk.path().join("other");
    let running = Running::start(&server, &other).await.unwrap();
    holds(&other, 10).await;
    running.stop().await;
    let error = Running::start(&server, &copy).await.unwrap().ended().await;
    assert_eq!(error, SealerError::Forked { origin: origin(), size: 10 });
    assert_eq!(root_of(&copy), before);
    assert_ne!(root_of(&other).1, before.1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn seals_that_the_broker_lost_are_published_again() {
    let (server, disk) = sealed_ten().await;
    let operator = connect(&server, "operator").await;
    operator.jetstream().delete_stream("SEAL_H22_2020").await.unwrap();
    make_ledger(&server).await;
    let running = Running::start(&server, &disk.path().join("copy")).await.unwrap();
    let (ledger, seals) = ledger(&server, "routing").await;
    sealed(&ledger, 10).await;
    let proof = lienthong_ledger::ports::Seals::prove(&seals, &origin(), &first_of(3).stream, 1)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((proof.sequence, proof.leaf), (3, leaf_hash(&first_of(3).bytes)));
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broker_that_is_killed_and_comes_back_holds_nobody_up() {
    let (mut server, disk) = sealed_ten().await;
    let running = Running::start(&server, &disk.path().join("copy")).await.unwrap();
    let (ledger, _) = ledger(&server, "routing").await;
    let mut follower = Follower::new(&ledger, 11);
    for number in 11..=13 {
        server.kill();
        server.start_again();
        append_until_taken(&ledger, &first_of(number)).await;
        sealed(&ledger, number).await;
    }
    let mut size = 10;
    while size < 13 {
        let batch = follower.next().await.unwrap();
        assert_eq!(batch.first, size + 1, "nothing missed, nothing twice");
        size = batch.size_after();
    }
    running.stop().await;
}

/// Follows as services do: again from where it stood, while the broker is away.
struct Follower {
    ledger: Arc<dyn Ledger>,
    next: u64,
    batches: BoxStream<'static, Result<Arc<SealedBatch>, FollowError>>,
}

impl Follower {
    fn new(ledger: &Arc<dyn Ledger>, next: u64) -> Self {
        Self { ledger: Arc::clone(ledger), next, batches: ledger.follow_sealed(next) }
    }

    async fn next(&mut self) -> Result<Arc<SealedBatch>, FollowError> {
        let next = async {
            loop {
                match self.batches.next().await.expect("it ends only with an error") {
                    Ok(batch) => {
                        self.next = batch.size_after() + 1;
                        return Ok(batch);
                    }
                    Err(FollowError::Unavailable(_)) => self.batches = self.ledger.follow_sealed(self.next),
                    Err(error) => return Err(error),
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(30), next).await.expect("nothing comes")
    }
}

/// As a sender does: again while the broker is away.
pub async fn append_until_taken(ledger: &Arc<dyn Ledger>, append: &Append) {
    for _ in 0..20 {
        match ledger.append(append.clone()).await {
            Ok(()) | Err(AppendError::Conflict) => return,
            Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
        }
    }
    panic!("it is not taken");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_void_record_is_passed_over_and_its_id_does_not_stand_in_the_way() {
    let (server, disk) = sealed_ten().await;
    let running = Running::start(&server, &disk.path().join("copy")).await.unwrap();
    let (ledger, _) = ledger(&server, "routing").await;
    let writer = Writer::new(origin());
    let stream = "dossier.V".parse().unwrap();
    let first = writer.append(&stream, None, 100);
    let second = writer.append(&stream, Some((1, leaf_hash(&first.bytes))), 101);
    // The second is there and the first is not: a hole. Its id stands in the broker's window.
    let routing = connect(&server, "routing").await;
    let void =
        PublishMessage::build().payload(second.bytes.clone().into()).message_id(hex::encode(second.dedupe));
    let subject = lienthong_protocol::subjects::stream_subject(&origin(), &stream);
    routing.jetstream().send_publish(subject, void).await.unwrap().await.unwrap();
    assert_eq!(ledger.read(&stream).await.unwrap(), []);
    assert_eq!(ledger.append(second.clone()).await, Err(AppendError::Conflict), "its first is not there");
    assert_eq!(ledger.append(first.clone()).await, Ok(()));
    assert_eq!(ledger.append(second.clone()).await, Ok(()));
    assert_eq!(ledger.append(second.clone()).await, Err(AppendError::Conflict));
    sealed(&ledger, 12).await;
    let records: Vec<_> =
        ledger.read(&stream).await.unwrap().into_iter().map(|stored| stored.bytes.to_vec()).collect();
    assert_eq!(records, [first.bytes, second.bytes]);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_follower_stops_when_the_head_goes_back_under_it() {
    let (server, _disk) = sealed_ten().await;
    let (ledger, _) = ledger(&server, "routing").await;
    let mut follower = Follower::new(&ledger, 11);
    assert!(
        tokio::time::timeout(Duration::from_millis(500), follower.next()).await.is_err(),
        "there is nothing new"
    );
    connect(&server, "operator").await.jetstream().delete_stream("SEAL_H22_2020").await.unwrap();
    make_ledger(&server).await;
    assert_eq!(follower.next().await, Err(FollowError::WentBack { origin: origin(), head: 0, seen: 10 }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seal_under_another_key_is_not_believed() {
    let (server, _disk) = sealed_ten().await;
    let (ledger, _) = ledger(&server, "projections").await;
    let last: Vec<_> = ledger.replay(10).try_collect().await.unwrap();
    let forger = NoteSigner::for_log(&origin(), SigningKey::from_seed(&[66; 32]));
    let frontier = last.last().unwrap().proofs().frontier();
    let bytes: Arc<[u8]> = first_of(11).bytes.into();
    let records = [Accepted { leaf: leaf_hash(&bytes), bytes }];
    let forged = lienthong_ledger::seal::Sealer::at(origin(), forger, frontier, None);
    let forged = forged.next(&records, lienthong_ledger::ports::Clock::now(&SystemClock)).unwrap().batch;
    let audit = connect(&server, "audit").await;
    let message = PublishMessage::build().payload(forged.encode().into()).header("Lienthong-First", "11");
    audit.jetstream().send_publish("seal.H22_2020", message).await.unwrap().await.unwrap();
    for from in [1, 11] {
        let mut follower = ledger.follow_sealed(from);
        let stopped = loop {
            match tokio::time::timeout(Duration::from_secs(20), follower.next()).await.unwrap() {
                Some(Ok(batch)) => assert!(batch.size_after() <= 10),
                stopped => break stopped,
            }
        };
        assert!(matches!(stopped, Some(Err(FollowError::Damaged { .. }))), "{stopped:?}");
    }
    assert_eq!(ledger.sealed_head().await.unwrap_err().code, "LT0510");
}
