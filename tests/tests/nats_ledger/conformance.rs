//! The suite on JetStream: instances are connections of their own, the sealer has a copy on its own disk.

use crate::setup::{Running, connect, ledger, log, make_ledger, origin};
use async_trait::async_trait;
use futures::stream::BoxStream;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::conformance::{Case, Harness, Node, run_case};
use lienthong_ledger::embedded::{Scan, Scanned, SealedCopy};
use lienthong_ledger::placing::place;
use lienthong_ledger::ports::{
    Append, AppendError, FollowError, Ledger, Proof, SealedHead, Seals, Stored, SystemClock, Unavailable,
};
use lienthong_ledger::seal::Accepted;
use lienthong_merkle::leaf_hash;
use lienthong_names::{Origin, StreamName};
use lienthong_nats::query::NatsSeals;
use lienthong_protocol::note::NoteVerifier;
use lienthong_protocol::subjects;
use lienthong_tests::{NatsServer, copy_directory, temp_dir};
use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::Mutex;

/// A decider's two ports in one.
struct Instance {
    ledger: Arc<dyn Ledger>,
    seals: NatsSeals,
}

#[async_trait]
impl Ledger for Instance {
    fn origin(&self) -> &Origin {
        self.ledger.origin()
    }
    async fn append(&self, append: Append) -> Result<(), AppendError> {
        self.ledger.append(append).await
    }
    async fn read(&self, stream: &StreamName) -> Result<Vec<Stored>, Unavailable> {
        self.ledger.read(stream).await
    }
    fn follow_sealed(&self, from: u64) -> BoxStream<'static, Result<Arc<SealedBatch>, FollowError>> {
        self.ledger.follow_sealed(from)
    }
    fn replay(&self, from: u64) -> BoxStream<'static, Result<Arc<SealedBatch>, FollowError>> {
        self.ledger.replay(from)
    }
    async fn sealed_head(&self) -> Result<Option<SealedHead>, Unavailable> {
        self.ledger.sealed_head().await
    }
}

#[async_trait]
impl Seals for Instance {
    async fn prove(
        &self,
        origin: &Origin,
        stream: &StreamName,
        revision: u64,
    ) -> Result<Option<Proof>, Unavailable> {
        self.seals.prove(origin, stream, revision).await
    }
}

/// A server, a sealer, and the sealer's disk.
struct Broker {
    disk: TempDir,
    server: Mutex<NatsServer>,
    sealer: Mutex<Option<Running>>,
}

impl Broker {
    async fn new() -> Self {
        let server = NatsServer::start();
        make_ledger(&server).await;
        let broker = Self { disk: temp_dir(), server: Mutex::new(server), sealer: Mutex::new(None) };
        broker.start_sealer().await.unwrap();
        broker
    }

    fn copy(&self) -> PathBuf {
        self.disk.path().join("2020")
    }

    async fn start_sealer(&self) -> Result<(), String> {
        let running = Running::start(&*self.server.lock().await, &self.copy()).await;
        *self.sealer.lock().await = Some(running.map_err(|error| error.to_string())?);
        Ok(())
    }

    async fn stop_sealer(&self) {
        if let Some(running) = self.sealer.lock().await.take() {
            running.stop().await;
        }
    }

    fn batches(&self) -> Vec<Scanned> {
        Scan::open(&self.copy()).unwrap().map(Result::unwrap).collect()
    }

    /// The bytes that sealing this record would add to the copy.
    fn bytes_of(&self, append: &Append) -> Vec<u8> {
        let other = self.disk.path().join("other");
        copy_directory(&self.copy(), &other);
        let mut copy = SealedCopy::open(&other, origin(), log(), Arc::new(SystemClock)).unwrap();
        let accepted = Accepted { bytes: append.bytes.clone().into(), leaf: leaf_hash(&append.bytes) };
        let batch = copy.seal(&[(place(&append.bytes).unwrap(), accepted)]).unwrap().unwrap();
        drop(copy);
        fs::remove_dir_all(&other).unwrap();
        batch.encode()
    }

    /// The records of the broker's log by subject, the first so many.
    async fn logged(&self, size: u64) -> Vec<(String, Vec<u8>)> {
        let audit = connect(&*self.server.lock().await, "audit").await;
        let stream = audit.jetstream().get_stream(subjects::ledger_stream_name(&origin())).await.unwrap();
        let mut logged = Vec::new();
        for cursor in 1..=size {
            let message = stream.get_raw_message(cursor).await.unwrap();
            logged.push((message.subject.to_string(), message.payload.to_vec()));
        }
        logged
    }
}

/// Flips a bit of these bytes wherever they lie in the server's block files.
fn flip(directory: &Path, bytes: &[u8]) -> usize {
    let mut flipped = 0;
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            flipped += flip(&path, bytes);
        } else if path.extension().is_some_and(|extension| extension == "blk") {
            let content = fs::read(&path).unwrap();
            if let Some(at) = content.windows(bytes.len()).position(|window| window == bytes) {
                let file = OpenOptions::new().write(true).open(&path).unwrap();
                file.write_all_at(&[content[at + 5] ^ 1], at as u64 + 5).unwrap();
                flipped += 1;
            }
        }
    }
    flipped
}

#[async_trait]
impl Harness for Broker {
    fn origin(&self) -> Origin {
        origin()
    }

    fn verifier(&self) -> NoteVerifier {
        log().verifier().clone()
    }

    async fn instance(&self) -> Arc<dyn Node> {
        let (ledger, seals) = ledger(&*self.server.lock().await, "routing").await;
        Arc::new(Instance { ledger, seals })
    }

    async fn restart(&self) -> Result<(), String> {
        self.stop_sealer().await;
        let mut server = self.server.lock().await;
        server.stop();
        server.start_again();
        drop(server);
        self.start_sealer().await
    }

    async fn kill(&self) -> Result<(), String> {
        let mut server = self.server.lock().await;
        server.kill();
        server.start_again();
        drop(server);
        self.stop_sealer().await;
        self.start_sealer().await
    }

    async fn append_unheard(&self, append: Append) {
        // The log takes it, and then the answer is lost on the way.
        self.instance().await.append(append).await.unwrap();
    }

    async fn tear_tail(&self, append: Append) {
        self.stop_sealer().await;
        self.instance().await.append(append.clone()).await.unwrap();
        let bytes = self.bytes_of(&append);
        let last = self.batches().pop().unwrap();
        let file = OpenOptions::new().write(true).open(last.file).unwrap();
        file.write_all_at(&bytes[..bytes.len() / 2], last.end).unwrap();
        self.start_sealer().await.unwrap();
    }

    async fn lose_unsealed(&self, append: Append) {
        self.stop_sealer().await;
        self.instance().await.append(append.clone()).await.unwrap();
        let mut server = self.server.lock().await;
        server.kill();
        assert_eq!(flip(&server.store(), &append.bytes), 1, "the record lies in one block file");
        server.start_again();
        drop(server);
        self.start_sealer().await.unwrap();
    }

    async fn damage(&self, sequence: u64) -> String {
        self.stop_sealer().await;
        let scanned =
            self.batches().into_iter().find(|scanned| scanned.batch.size_after() >= sequence).unwrap();
        let offset = scanned.record_offset((sequence - scanned.batch.first) as usize) + 3;
        let content = fs::read(&scanned.file).unwrap();
        let file = OpenOptions::new().write(true).open(&scanned.file).unwrap();
        file.write_all_at(&[content[offset as usize] ^ 1], offset).unwrap();
        let (first, last) = (scanned.batch.first, scanned.batch.size_after());
        format!("000000000001.seg at byte {}, batch of records {first} to {last}", scanned.offset + 32)
    }

    async fn roll_back(&self, size: u64) {
        self.stop_sealer().await;
        let logged = self.logged(size).await;
        let server = self.server.lock().await;
        let operator = connect(&server, "operator").await;
        for stream in ["LT_H22_2020", "SEAL_H22_2020"] {
            operator.jetstream().delete_stream(stream).await.unwrap();
        }
        make_ledger(&server).await;
        let routing = connect(&server, "routing").await;
        for (subject, bytes) in logged {
            routing.jetstream().publish(subject, bytes.into()).await.unwrap().await.unwrap();
        }
        drop(server);
        fs::remove_dir_all(self.copy()).unwrap();
        self.start_sealer().await.unwrap();
        let node = self.instance().await;
        while node.sealed_head().await.unwrap().is_none_or(|head| head.checkpoint.size < size) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

macro_rules! tests {
    ($($name:ident: $case:ident),+ $(,)?) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                run_case(Case::$case, &Broker::new().await).await;
            }
        )+

        #[test]
        fn none_is_skipped() {
            assert_eq!(Case::ALL, [$(Case::$case),+]);
        }
    };
}

tests! {
    expected_revision: ExpectedRevision,
    one_record_an_id: OneRecordAnId,
    gapless_sequence: GaplessSequence,
    replay_equals_appended: ReplayEqualsAppended,
    follow_across_restarts: FollowAcrossRestarts,
    lost_acknowledgement: LostAcknowledgement,
    torn_tail: TornTail,
    damage_refused: DamageRefused,
    hole_above_the_head: HoleAboveTheHead,
    head_went_back: HeadWentBack,
}
