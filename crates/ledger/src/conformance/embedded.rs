//! The suite on the embedded ledger: two instances are two handles to the one writer.

use super::{Case, Harness, Node, run_case};
use crate::embedded::{EmbeddedLedger, Scan, Scanned};
use crate::ports::{Append, Ledger, SystemClock};
use crate::testing::{log, origin};
use lienthong_names::Origin;
use lienthong_protocol::note::NoteVerifier;
use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

struct Files {
    directory: TempDir,
    open: Mutex<Option<EmbeddedLedger>>,
}

impl Files {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let clock = Arc::new(SystemClock);
        let ledger = EmbeddedLedger::create(&directory.path().join("log"), origin(), log(), clock).unwrap();
        Self { directory, open: Mutex::new(Some(ledger)) }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("log")
    }

    fn ledger(&self) -> EmbeddedLedger {
        self.open.lock().unwrap().clone().unwrap()
    }

    fn close(&self) {
        drop(self.open.lock().unwrap().take());
    }

    async fn abandon(&self) {
        let open = self.open.lock().unwrap().take();
        open.unwrap().abandon().await;
    }

    fn start(&self) -> Result<(), String> {
        *self.open.lock().unwrap() = Some(open(&self.path()).map_err(|error| error.to_string())?);
        Ok(())
    }

    fn batches(&self) -> Vec<Scanned> {
        Scan::open(&self.path()).unwrap().map(Result::unwrap).collect()
    }

    fn batch_with(&self, sequence: u64) -> Scanned {
        self.batches().into_iter().find(|scanned| scanned.batch.size_after() >= sequence).unwrap()
    }

    /// The bytes that sealing this record would add.
    async fn bytes_of(&self, append: Append) -> Vec<u8> {
        let copy = self.directory.path().join("copy");
        copy_directory(&self.path(), &copy);
        let ledger = open(&copy).unwrap();
        ledger.append(append).await.unwrap();
        drop(ledger);
        let added = Scan::open(&copy).unwrap().last().unwrap().unwrap();
        fs::remove_dir_all(&copy).unwrap();
        added.batch.encode()
    }

    fn write_after_the_end(&self, bytes: &[u8]) {
        let last = self.batches().pop().unwrap();
        let file = OpenOptions::new().write(true).open(last.file).unwrap();
        file.write_all_at(bytes, last.end).unwrap();
    }
}

fn open(directory: &Path) -> Result<EmbeddedLedger, crate::embedded::OpenError> {
    EmbeddedLedger::open_writer(directory, origin(), log(), Arc::new(SystemClock))
}

fn copy_directory(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[async_trait::async_trait]
impl Harness for Files {
    fn origin(&self) -> Origin {
        origin()
    }

    fn verifier(&self) -> NoteVerifier {
        log().verifier().clone()
    }

    async fn instance(&self) -> Arc<dyn Node> {
        Arc::new(self.ledger())
    }

    async fn restart(&self) -> Result<(), String> {
        self.close();
        self.start()
    }

    async fn kill(&self) -> Result<(), String> {
        self.abandon().await;
        self.start()
    }

    async fn append_unheard(&self, append: Append) {
        // The record is sealed, and then the answer is lost on the way.
        self.ledger().append(append).await.unwrap();
    }

    async fn tear_tail(&self, append: Append) {
        let bytes = self.bytes_of(append).await;
        self.abandon().await;
        self.write_after_the_end(&bytes[..bytes.len() / 2]);
        self.start().unwrap();
    }

    async fn lose_unsealed(&self, append: Append) {
        // The file had grown already, its content had not come to the disk.
        let zeros = vec![0; self.bytes_of(append).await.len()];
        self.abandon().await;
        self.write_after_the_end(&zeros);
        self.start().unwrap();
    }

    async fn damage(&self, sequence: u64) -> String {
        self.close();
        let scanned = self.batch_with(sequence);
        let offset = scanned.record_offset((sequence - scanned.batch.first) as usize) + 3;
        let file = OpenOptions::new().read(true).write(true).open(&scanned.file).unwrap();
        let mut byte = [0];
        file.read_exact_at(&mut byte, offset).unwrap();
        file.write_all_at(&[byte[0] ^ 1], offset).unwrap();
        let (first, last) = (scanned.batch.first, scanned.batch.size_after());
        format!("000000000001.seg at byte {}, batch of records {first} to {last}", scanned.offset + 32)
    }

    async fn roll_back(&self, size: u64) {
        self.abandon().await;
        let scanned = self.batch_with(size);
        assert_eq!(scanned.batch.size_after(), size);
        OpenOptions::new().write(true).open(scanned.file).unwrap().set_len(scanned.end).unwrap();
        fs::write(self.path().join("checkpoint"), &scanned.batch.checkpoint).unwrap();
        self.start().unwrap();
    }
}

macro_rules! tests {
    ($($name:ident: $case:ident),+ $(,)?) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                run_case(Case::$case, &Files::new()).await;
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
