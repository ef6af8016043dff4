//! What a sealer refuses to sign over, and what it puts right by itself.

use crate::setup::{Running, connect, ledger, make_ledger, origin};
use async_nats::jetstream::message::PublishMessage;
use futures::stream::BoxStream;
use futures::{StreamExt as _, TryStreamExt as _};
use lienthong_audit::sealer::SealerError;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::conformance::records::Writer;
use lienthong_ledger::ports::{Append, AppendError, FollowError, Ledger, SystemClock};
use lienthong_ledger::seal::Accepted;
use lienthong_merkle::leaf_hash;
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::NoteSigner;
use lienthong_tests::{NatsServer, copy_directory, temp_dir};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// A server with a ledger of ten sealed records, and the disk of a sealer that was stopped.
async fn sealed_ten() -> (NatsServer, TempDir) {
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
fn first_of(number: u64) -> Append {
    Writer::new(origin()).append(&format!("dossier.D-{number}").parse().unwrap(), None, number)
}

async fn sealed(ledger: &Arc<dyn Ledger>, size: u64) {
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_is_behind_what_was_published_signs_nothing() {
    let (server, disk) = sealed_ten().await;
    let old = disk.path().join("old");
    copy_directory(&disk.path().join("copy"), &old);
    let running = Running::start(&server, &disk.path().join("copy")).await.unwrap();
    let (ledger, _) = ledger(&server, "routing").await;
    ledger.append(first_of(11)).await.unwrap();
    sealed(&ledger, 11).await;
    running.stop().await;
    let error = Running::start(&server, &old).await.unwrap().ended().await;
    assert_eq!(error, SealerError::Behind { origin: origin(), own: 10, published: 11 });
    // Nor does one that begins with nothing.
    let error = Running::start(&server, &disk.path().join("empty")).await.unwrap().ended().await;
    assert_eq!(error, SealerError::Behind { origin: origin(), own: 0, published: 11 });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_sealers_with_one_key_no_follower_sees_two_views() {
    let (server, disk) = sealed_ten().await;
    let (first, second) = (disk.path().join("copy"), disk.path().join("second"));
    copy_directory(&first, &second);
    let one = Running::start(&server, &first).await.unwrap();
    let two = Running::start(&server, &second).await.unwrap();
    let (ledger, _) = ledger(&server, "routing").await;
    for number in 11..=14 {
        ledger.append(first_of(number)).await.unwrap();
    }
    sealed(&ledger, 14).await;
    // At most one is still at work; what it publishes is one chain.
    let ended = tokio::time::timeout(Duration::from_secs(30), async {
        tokio::select! { error = one.ended() => error, error = two.ended() => error }
    });
    let error = ended.await.expect("one of them gives up");
    assert!(matches!(error, SealerError::Behind { .. } | SealerError::Forked { .. }), "{error}");
    let batches: Vec<_> = ledger.replay(1).try_collect().await.unwrap();
    let records: usize = batches.iter().map(|batch| batch.records.len()).sum();
    assert_eq!(records, 14);
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
async fn append_until_taken(ledger: &Arc<dyn Ledger>, append: &Append) {
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
