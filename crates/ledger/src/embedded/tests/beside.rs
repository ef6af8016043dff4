//! Reading beside a writer in another process: no lock, no message, only the files.

use super::*;
use crate::embedded::EmbeddedLedgers;
use crate::ports::{FollowError, Ledgers, Seals};
use lienthong_merkle::verify_inclusion;
use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;

fn size_of(head: Option<crate::ports::SealedHead>) -> u64 {
    head.map_or(0, |head| head.checkpoint.size)
}

#[tokio::test]
async fn a_reader_sees_what_the_writer_seals_across_segments() {
    let house = House::new();
    let writer = house.start(SMALL, Box::new(SystemDisk)).unwrap();
    let reader = house.reader();
    assert!(reader.read(&stream_a()).await.unwrap().is_empty());
    for number in 0..30 {
        append_singly(&writer, number..number + 1).await;
        assert_eq!(size_of(reader.sealed_head().await.unwrap()), number + 1);
        assert_eq!(reader.read(&stream_a()).await.unwrap(), writer.read(&stream_a()).await.unwrap());
    }
    assert!(house.segments().len() >= 3);
    let proof = reader.prove(&origin(), &stream_a(), 7).await.unwrap().unwrap();
    let root = reader.sealed_head().await.unwrap().unwrap().checkpoint.root;
    verify_inclusion(proof.leaf, proof.sequence - 1, 30, &proof.path, root).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_follows_a_writer() {
    let house = House::new();
    let writer = house.start(SMALL, Box::new(SystemDisk)).unwrap();
    let mut batches = house.reader().follow_sealed(1);
    let writing = tokio::spawn(async move {
        for number in 0..40 {
            append_singly(&writer, number..number + 1).await;
            if number % 10 == 0 {
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
        }
    });
    let mut frontier = lienthong_merkle::Frontier::new();
    while frontier.size() < 40 {
        let batch = soon(&mut batches).await.unwrap().unwrap();
        frontier = batch.verify(&frontier, log().verifier()).unwrap();
    }
    writing.await.unwrap();
}

#[tokio::test]
async fn an_unfinished_batch_is_seen_when_it_is_finished() {
    let bytes = small_ledger().await;
    let house = House::with_bytes(&bytes);
    let last = house.scan().0.pop().unwrap();
    house.put(&bytes[..last.offset as usize]);
    let reader = house.reader();
    let file = OpenOptions::new().write(true).open(house.segment()).unwrap();
    for (at, byte) in bytes.iter().enumerate().skip(last.offset as usize) {
        assert_eq!(size_of(reader.sealed_head().await.unwrap()), 39, "{at}");
        file.write_all_at(&[*byte], at as u64).unwrap();
    }
    assert_eq!(size_of(reader.sealed_head().await.unwrap()), 40);
}

#[tokio::test]
async fn files_that_became_shorter_stop_a_reader() {
    let bytes = small_ledger().await;
    let house = House::with_bytes(&bytes);
    let ends: Vec<_> =
        house.scan().0.iter().map(|scanned| (scanned.end, scanned.batch.size_after())).collect();
    let reader = house.reader();
    let mut waiting = reader.follow_sealed(41);
    let (end, size) = ends[3];
    OpenOptions::new().write(true).open(house.segment()).unwrap().set_len(end).unwrap();
    let expected = FollowError::WentBack { origin: origin(), head: size, seen: 40 };
    assert_eq!(soon(&mut waiting).await, Some(Err(expected)));
    assert_eq!(soon(&mut waiting).await, None);
    assert_eq!(reader.read(&stream_a()).await.unwrap_err().code, "LT0511");
}

#[tokio::test]
async fn another_history_in_the_same_place_stops_a_reader() {
    let (first, other) = (House::new(), House::new());
    append_singly(&first.writer(), 0..3).await;
    // Numbers of as many digits: the batches of both end at the same bytes.
    append_singly(&other.writer(), 5..10).await;
    let reader = first.reader();
    let mut waiting = reader.follow_sealed(4);
    fs::copy(other.segment(), first.segment()).unwrap();
    fs::remove_file(first.path().join("checkpoint")).unwrap();
    match soon(&mut waiting).await {
        Some(Err(FollowError::Damaged { what, .. })) => assert!(what.contains("another tree"), "{what}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_byte_that_changes_under_an_open_ledger_is_noticed_when_read() {
    let house = House::with_bytes(&small_ledger().await);
    let batches = house.scan().0;
    let reader = house.reader();
    let file = OpenOptions::new().write(true).open(house.segment()).unwrap();
    file.write_all_at(&[0xff], batches[0].record_offset(0) + 5).unwrap();
    let error = reader.read(&stream_a()).await.unwrap_err();
    assert_eq!(error.code, "LT0510");
    assert!(error.what.contains("record 1"), "{error}");
}

#[tokio::test]
async fn followers_end_with_what_was_sealed_last_when_the_writer_closes() {
    let house = House::new();
    let ledger = house.writer();
    let mut batches = ledger.follow_sealed(1);
    append_singly(&ledger, 0..3).await;
    drop(ledger);
    for first in 1..=3 {
        assert_eq!(soon(&mut batches).await.unwrap().unwrap().first, first);
    }
    assert_eq!(soon(&mut batches).await, None);
}

#[tokio::test]
async fn batches_that_are_no_longer_at_hand_are_read_from_the_file() {
    let house = House::new();
    let ledger = house.writer();
    append_singly(&ledger, 0..150).await;
    let firsts: Vec<u64> = ledger.replay(1).map(|batch| batch.unwrap().first).collect().await;
    assert_eq!(firsts, (1..=150).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_ledgers_of_a_house_by_name_the_catalogue_first() {
    let (year, house) = (House::new(), tempfile::tempdir().unwrap());
    let catalogue: lienthong_names::Origin = "H22/catalogue".parse().unwrap();
    let signer = lienthong_protocol::note::NoteSigner::for_log(
        &catalogue,
        lienthong_protocol::keys::SigningKey::from_seed(&[3; 32]),
    );
    let path = house.path().join("catalogue");
    let opened = EmbeddedLedger::create(&path, catalogue.clone(), signer, Arc::new(SystemClock)).unwrap();
    let ledgers = EmbeddedLedgers::new([year.writer(), opened]);
    assert_eq!(ledgers.origins().await.unwrap(), [catalogue, origin()]);
    assert!(ledgers.ledger(&origin()).await.unwrap().is_some());
    assert!(ledgers.ledger(&"H22/1999".parse().unwrap()).await.unwrap().is_none());
    append_singly(&ledgers.get(&origin()).unwrap(), 0..1).await;
    assert!(ledgers.prove(&origin(), &stream_a(), 1).await.unwrap().is_some());
    assert!(ledgers.prove(&"H22/1999".parse().unwrap(), &stream_a(), 1).await.unwrap().is_none());
}
