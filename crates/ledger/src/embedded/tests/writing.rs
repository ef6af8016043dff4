//! The writer: group commit, rolling, the lock, and a disk that fails.

use super::*;
use crate::conformance::records::Writer;
use crate::embedded::SealedCopy;
use crate::placing::place;
use crate::ports::{AppendError, Unavailable};
use crate::seal::{Accepted, BATCH_RECORDS_MAX};
use lienthong_protocol::MAX_RECORD_BYTES;
use std::fs::File;
use std::io;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};

/// A disk that takes so many bytes, or syncs, then fails once and is well again: a writer that went on would promise what it
/// does not know.
struct Failing {
    room: usize,
    syncs: usize,
}

impl Failing {
    fn fail(&mut self, error: io::Error) -> io::Result<()> {
        *self = Self { room: usize::MAX, syncs: usize::MAX };
        Err(error)
    }
}

impl Disk for Failing {
    fn write_at(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
        let fits = bytes.len().min(self.room);
        SystemDisk.write_at(file, &bytes[..fits], offset)?;
        self.room -= fits;
        if fits < bytes.len() { self.fail(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn sync(&mut self, file: &File) -> io::Result<()> {
        match self.syncs.checked_sub(1) {
            Some(left) => self.syncs = left,
            None => return self.fail(io::Error::other("input/output error")),
        }
        SystemDisk.sync(file)
    }
}

/// A disk that syncs once for every word it is given.
struct Gated(Mutex<Receiver<()>>);

impl Disk for Gated {
    fn write_at(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
        SystemDisk.write_at(file, bytes, offset)
    }

    fn sync(&mut self, file: &File) -> io::Result<()> {
        self.0.lock().unwrap().recv().unwrap();
        SystemDisk.sync(file)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_during_a_sync_goes_into_one_batch_and_is_not_seen_before() {
    let house = House::new();
    let (go, gate) = channel();
    let ledger = house.start(Limits::default(), Box::new(Gated(Mutex::new(gate)))).unwrap();
    let write = |numbers: std::ops::Range<u64>| {
        let ledger = ledger.clone();
        tokio::spawn(async move { append_at_once(&ledger, numbers).await })
    };
    let first = write(0..1);
    // Its bytes are in the file, and the writer waits for the disk.
    while fs::metadata(house.segment()).unwrap().len() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let others = write(1..1_201);
    // All of them wait: on a busy machine that may take its time.
    let requests = &ledger.handle.writer.as_ref().unwrap().requests;
    while requests.max_capacity() - requests.capacity() < 1_200 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(ledger.sealed_head().await.unwrap(), None);
    assert!(!first.is_finished(), "nobody is answered before the sync");
    go.send(()).unwrap();
    first.await.unwrap();
    // One for a whole batch, one for what did not fit into it, and one each time that a sender has not let go of its record yet: how
    // often that is depends on the machine.
    for _ in 1..1_201 {
        go.send(()).unwrap();
    }
    others.await.unwrap();
    drop(ledger);
    let sizes: Vec<usize> = house.scan().0.iter().map(|scanned| scanned.batch.records.len()).collect();
    assert_eq!((sizes[0], sizes.iter().sum::<usize>()), (1, 1_201));
    assert!(sizes.len() <= 20 && sizes.iter().all(|size| *size <= BATCH_RECORDS_MAX), "{sizes:?}");
}

async fn fails_and_recovers(disk: Failing, cause: &str) {
    let house = House::new();
    let ledger = house.start(Limits::default(), Box::new(disk)).unwrap();
    append_singly(&ledger, 0..2).await;
    let good = fs::read(house.segment()).unwrap();
    let waiting =
        (10..20).map(|number| ledger.append(append_after(&format!("dossier.N{number}"), None, number)));
    for result in futures::future::join_all(waiting).await {
        match result {
            Err(AppendError::Unavailable(Unavailable { code: "LT0502", what })) => {
                assert!(what.contains("000000000001.seg") && what.contains(cause), "{what}");
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(fs::read(house.segment()).unwrap(), good, "nothing is half there");
    let again = ledger.append(next_of_a(&ledger, 2).await).await;
    assert!(matches!(again, Err(AppendError::Unavailable(_))), "a writer that failed stays down");
    assert_eq!(ledger.read(&stream_a()).await.unwrap().len(), 2, "reading goes on");
    drop(ledger);
    let ledger = house.writer();
    append_at_once(&ledger, 10..20).await;
    assert_eq!(ledger.sealed_head().await.unwrap().unwrap().checkpoint.size, 12);
}

#[tokio::test]
async fn a_full_disk_half_applies_nothing() {
    let bytes_of_two = {
        let house = House::new();
        append_singly(&house.writer(), 0..2).await;
        fs::metadata(house.segment()).unwrap().len() as usize
    };
    for more in [0, 1, 100] {
        fails_and_recovers(Failing { room: bytes_of_two + more, syncs: usize::MAX }, "no storage space")
            .await;
    }
}

#[tokio::test]
async fn a_sync_that_fails_is_not_tried_again() {
    fails_and_recovers(Failing { room: usize::MAX, syncs: 2 }, "input/output error").await;
}

#[tokio::test]
async fn segments_are_rolled_and_read_as_one_log() {
    let house = House::new();
    let ledger = house.start(SMALL, Box::new(SystemDisk)).unwrap();
    append_singly(&ledger, 0..30).await;
    let live: Vec<_> = ledger.read(&stream_a()).await.unwrap();
    drop(ledger);
    assert!(house.segments().len() >= 3);
    for ledger in [house.start(SMALL, Box::new(SystemDisk)).unwrap(), house.reader()] {
        assert_eq!(ledger.read(&stream_a()).await.unwrap(), live);
        let replayed: Vec<_> = ledger.replay(1).map(|batch| batch.unwrap().records.clone()).collect().await;
        let replayed: Vec<_> = replayed.into_iter().flatten().collect();
        assert_eq!(replayed, live.iter().map(|stored| Arc::clone(&stored.bytes)).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn one_writer_at_a_time() {
    let house = House::new();
    let first = house.writer();
    let second = house.start(Limits::default(), Box::new(SystemDisk)).unwrap_err();
    assert_eq!(second.code(), "LT0501");
    assert!(second.to_string().contains(&house.path().display().to_string()), "{second}");
    let clone = first.clone();
    drop(first);
    assert!(house.start(Limits::default(), Box::new(SystemDisk)).is_err(), "a handle still holds it");
    drop(clone);
    house.writer();
}

#[tokio::test]
async fn a_ledger_is_made_once_and_opened_only_where_there_is_one() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("2020");
    let clock = || Arc::new(SystemClock);
    let nothing = EmbeddedLedger::open_writer(&path, origin(), log(), clock()).unwrap_err();
    assert_eq!(nothing.code(), "LT0505");
    fs::create_dir(&path).unwrap();
    let nothing = EmbeddedLedger::open_writer(&path, origin(), log(), clock()).unwrap_err();
    assert_eq!(nothing.code(), "LT0505");
    assert_eq!(fs::read_dir(&path).unwrap().count(), 0, "nothing is left behind");
    let ledger = EmbeddedLedger::create(&path, origin(), log(), clock()).unwrap();
    assert!(ledger.is_writer());
    assert_eq!(ledger.sealed_head().await.unwrap(), None);
    drop(ledger);
    let twice = EmbeddedLedger::create(&path, origin(), log(), clock()).unwrap_err();
    assert_eq!(twice.code(), "LT0505");
    drop(EmbeddedLedger::open_writer(&path, origin(), log(), clock()).unwrap());
}

#[tokio::test]
async fn an_append_that_contradicts_its_record_is_refused() {
    let house = House::new();
    let ledger = house.writer();
    let good = append_after("dossier.A", None, 1);
    let wrong = [
        Append { stream: "dossier.B".parse().unwrap(), ..good.clone() },
        Append { dedupe: [0; 32], ..good.clone() },
        Append { bytes: b"no record".to_vec(), ..good.clone() },
        Append { bytes: append_after("dossier.A", Some((1, leaf_hash(b"x"))), 1).bytes, ..good.clone() },
    ];
    for append in wrong {
        match ledger.append(append).await {
            Err(AppendError::Unavailable(Unavailable { code: "LT0504", .. })) => {}
            other => panic!("{other:?}"),
        }
    }
    let large = Append { bytes: vec![0; MAX_RECORD_BYTES + 1], ..good.clone() };
    assert_eq!(ledger.append(large).await, Err(AppendError::TooLarge { size: MAX_RECORD_BYTES + 1 }));
    ledger.append(good).await.unwrap();
}

#[tokio::test]
async fn a_reader_cannot_append() {
    let house = House::new();
    append_singly(&house.writer(), 0..1).await;
    let reader = house.reader();
    match reader.append(next_of_a(&reader, 1).await).await {
        Err(AppendError::Unavailable(Unavailable { code: "LT0507", .. })) => {}
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_id_is_known_after_a_restart_on_whatever_stream_it_comes() {
    let house = House::new();
    let ledger = house.writer();
    let (writer, dossier) = (Writer::new(origin()), stream_a());
    ledger.append(writer.append(&dossier, None, 1)).await.unwrap();
    ledger.append(writer.append_apart(&dossier, None, 2)).await.unwrap();
    drop(ledger);
    let ledger = house.writer();
    let head_of = async |stream: &StreamName| {
        let records = ledger.read(stream).await.unwrap();
        records.last().map(|last| (records.len() as u64, leaf_hash(&last.bytes)))
    };
    let rejected: StreamName = format!("rejected.{}", writer.agency()).parse().unwrap();
    let (on_the_dossier, apart) = (head_of(&dossier).await, head_of(&rejected).await);
    let admitted_before = ledger.append(writer.append_apart(&dossier, apart, 1)).await;
    assert_eq!(admitted_before, Err(AppendError::Conflict));
    let rejected_before = ledger.append(writer.append(&dossier, on_the_dossier, 2)).await;
    assert_eq!(rejected_before, Err(AppendError::Conflict));
    ledger.append(writer.append(&dossier, on_the_dossier, 3)).await.unwrap();
}

#[tokio::test]
async fn a_sealed_copy_takes_what_is_next_in_the_order_given_and_nothing_else() {
    let directory = tempfile::tempdir().unwrap();
    let open = || SealedCopy::open(&directory.path().join("copy"), origin(), log(), Arc::new(SystemClock));
    let judged = |append: Append| {
        let (placed, leaf) = (place(&append.bytes).unwrap(), leaf_hash(&append.bytes));
        (placed, Accepted { bytes: append.bytes.into(), leaf })
    };
    let first = judged(append_after("dossier.A", None, 1));
    let leaf = first.1.leaf;
    let mut copy = open().unwrap();
    assert_eq!(open().unwrap_err().code(), "LT0501");
    let batch = copy.seal(&[first, judged(append_after("dossier.B", None, 2))]).unwrap().unwrap();
    assert_eq!((batch.first, batch.size_after()), (1, 2));
    drop(copy);
    let mut copy = open().unwrap();
    let batch = copy.seal(&[judged(append_after("dossier.A", Some((1, leaf)), 3))]).unwrap().unwrap();
    assert_eq!((batch.first, batch.size_after()), (3, 3));
    assert_eq!(copy.ledger().read(&stream_a()).await.unwrap().len(), 2);
    let gap = judged(append_after("dossier.A", Some((5, leaf)), 4));
    assert_eq!(copy.seal(&[gap]).unwrap_err().code, "LT0504");
    let right = judged(append_after("dossier.C", None, 5));
    assert!(copy.seal(&[right]).is_err(), "it must be opened again");
    assert_eq!(copy.ledger().sealed_head().await.unwrap().unwrap().checkpoint.size, 3);
}

fn open_or_create(directory: &Path) -> Result<EmbeddedLedger, OpenError> {
    EmbeddedLedger::open_or_create(directory, origin(), log(), Arc::new(SystemClock))
}

#[tokio::test]
async fn who_died_before_the_first_segment_was_there_left_nothing_that_stands_in_the_way() {
    let directory = tempfile::tempdir().unwrap();
    let not_yet = directory.path().join("log");
    drop(open_or_create(&not_yet).unwrap());

    let empty = tempfile::tempdir().unwrap();
    drop(open_or_create(empty.path()).unwrap());

    let locked = tempfile::tempdir().unwrap();
    drop(lock(locked.path()).unwrap());
    let ledger = open_or_create(locked.path()).unwrap();
    append_singly(&ledger, 1..3).await;
    drop(ledger);
    let again = open_or_create(locked.path()).unwrap();
    assert_eq!(again.read(&stream_a()).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_ledger_that_lost_its_segments_is_not_begun_anew() {
    let house = House::new();
    let ledger = house.writer();
    append_singly(&ledger, 1..3).await;
    drop(ledger);
    fs::remove_file(house.segment()).unwrap();
    let error = open_or_create(house.path()).unwrap_err();
    assert_eq!(error.code(), "LT0505", "{error}");
    assert!(house.segments().is_empty());
}
