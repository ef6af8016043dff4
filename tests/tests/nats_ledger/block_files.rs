//! JetStream's own files, damaged while the server is down, as a disk would: four ways in which the broker then says nothing, or little, of
//! what it has lost. Above the sealed head a hole is passed over, and who was promised nothing sends again; below it nothing is sealed any
//! more until the log is put back from the sealed copy. No receipt is lost, and none is given twice.

use crate::sealer::{append_until_taken, first_of, one_chain, root_of, sealed, sealed_ten};
use crate::setup::{Running, connect, ledger, log, make_ledger, origin};
use lienthong_audit::sealer::SealerError;
use lienthong_ledger::embedded::EmbeddedLedger;
use lienthong_ledger::ports::Ledger as _;
use lienthong_merkle::leaf_hash;
use lienthong_nats::restore::restore;
use lienthong_protocol::subjects::{ledger_stream_name, stream_subject};
use lienthong_tests::NatsServer;
use std::fs;
use std::path::{Path, PathBuf};

/// What lies before the subject in a record of a block file: length, sequence, time, length of the subject.
const HEADER: usize = 22;

/// What the disk does to a record.
#[derive(Debug, Clone, Copy)]
enum Damage {
    /// One bit of what was said.
    Said,
    /// One bit of how long the record is.
    Header,
    /// The end of the file is gone, from within this record on.
    Cut,
}

impl Damage {
    /// Does it to the record that was appended with this number.
    fn befalls(self, block: &mut Vec<u8>, number: u64) {
        let (begins, said) = places(block, number);
        match self {
            Self::Said => block[said + 200] ^= 1,
            Self::Header => block[begins] ^= 1,
            Self::Cut => block.truncate(said + 100),
        }
    }
}

/// Where a record of a block file begins, and where in it what was appended.
fn places(block: &[u8], number: u64) -> (usize, usize) {
    let append = first_of(number);
    let find = |what: &[u8], in_bytes: &[u8]| in_bytes.windows(what.len()).rposition(|part| part == what);
    let said = find(&append.bytes, block).expect("it lies in the block");
    let subject = stream_subject(&origin(), &append.stream);
    (find(subject.as_bytes(), &block[..said]).expect("its subject lies before it") - HEADER, said)
}

/// The directory in which the broker keeps the ledger's stream.
fn stream_directory(from: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(from).ok()?.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    entries.into_iter().find_map(|path| {
        if path.ends_with(ledger_stream_name(&origin())) { Some(path) } else { stream_directory(&path) }
    })
}

/// Damages the block that holds the record, while the server is down; without an index, as after an unclean stop, the broker makes it again
/// of what it can read.
fn damage(server: &mut NatsServer, number: u64, how: Damage, has_index: bool) {
    server.stop();
    let messages = stream_directory(&server.store()).expect("the stream has a directory").join("msgs");
    let blocks = fs::read_dir(&messages).unwrap().map(|entry| entry.unwrap().path());
    let mut blocks = blocks.filter(|path| path.extension().is_some_and(|extension| extension == "blk"));
    let said = first_of(number).bytes;
    let holds = |path: &PathBuf| fs::read(path).unwrap().windows(said.len()).any(|part| part == said);
    let path = blocks.find(holds).expect("a block holds it");
    let mut block = fs::read(&path).unwrap();
    how.befalls(&mut block, number);
    fs::write(&path, block).unwrap();
    if !has_index {
        fs::remove_file(messages.join("index.db")).expect("there is an index");
    }
    server.start_again();
}

/// Ten sealed records and five that are not; then a hole in the five, later one in the ten.
async fn case(how: Damage, has_index: bool) {
    let (mut server, disk) = sealed_ten().await;
    let copy = disk.path().join("copy");
    let promised = root_of(&copy);
    let (log_of_routing, _) = ledger(&server, "routing").await;
    for number in 11..=15 {
        log_of_routing.append(first_of(number)).await.unwrap();
    }
    drop(log_of_routing);

    damage(&mut server, 13, how, has_index);
    let running = Running::start(&server, &copy).await.unwrap();
    let (log_of_routing, _) = ledger(&server, "routing").await;
    sealed(&log_of_routing, 12).await;
    // Nobody has a receipt for what is gone: whoever sent it sends again, and so may all who heard nothing.
    for number in 11..=15 {
        append_until_taken(&log_of_routing, &first_of(number)).await;
    }
    sealed(&log_of_routing, 15).await;
    one_chain(&log_of_routing, 15).await;
    running.stop().await;
    drop(log_of_routing);
    assert_eq!(root_at(&copy, 10), promised.1, "what was promised stands where it stood");

    let before = root_of(&copy);
    damage(&mut server, 5, how, has_index);
    let error = Running::start(&server, &copy).await.unwrap().ended().await;
    assert!(matches!(error, SealerError::LogChanged { sequence: 5, .. }), "{error}");
    assert_eq!(root_of(&copy), before, "nothing is signed over it");

    put_back(&server, &copy).await;
    let running = Running::start(&server, &copy).await.unwrap();
    let (log_of_routing, seals) = ledger(&server, "routing").await;
    append_until_taken(&log_of_routing, &first_of(16)).await;
    sealed(&log_of_routing, 16).await;
    one_chain(&log_of_routing, 16).await;
    let proof = lienthong_ledger::ports::Seals::prove(&seals, &origin(), &first_of(5).stream, 1).await;
    let proof = proof.unwrap().unwrap();
    assert_eq!((proof.sequence, proof.leaf), (5, leaf_hash(&first_of(5).bytes)));
    running.stop().await;
    assert_eq!(root_at(&copy, 15), before.1);
}

fn root_at(copy: &Path, size: u64) -> lienthong_merkle::Hash {
    let copy = EmbeddedLedger::open_reader(copy, origin(), log().verifier().clone()).unwrap();
    copy.root_at(size).expect("the copy reaches so far")
}

/// As `audit restore` does, once the operator has set the damaged stream aside.
async fn put_back(server: &NatsServer, copy: &Path) {
    let operator = connect(server, "operator").await;
    operator.jetstream().delete_stream(ledger_stream_name(&origin())).await.unwrap();
    make_ledger(server).await;
    let copy = EmbeddedLedger::open_reader(copy, origin(), log().verifier().clone()).unwrap();
    let routing = connect(server, "routing").await;
    let restored = restore(&routing, &origin(), copy.replay(1), &mut |_| {}).await.unwrap();
    assert_eq!((restored.there, restored.put_back), (0, 15));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_bit_of_a_record() {
    case(Damage::Said, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_bit_of_how_long_a_record_is() {
    case(Damage::Header, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_of_the_file() {
    case(Damage::Cut, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_bit_of_a_record_and_no_index() {
    case(Damage::Said, false).await;
}
