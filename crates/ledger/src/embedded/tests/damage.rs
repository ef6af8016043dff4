//! What is refused, what is recovered, and how they are told apart.

use super::super::{Damage, Records};
use super::*;
use crate::testing::other_log;
use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;

/// Ends of the batches in a file.
fn ends(house: &House) -> Vec<u64> {
    house.scan().0.iter().map(|scanned| scanned.end).collect()
}

/// The damage that a scan finds.
fn damage(house: &House) -> Damage {
    match house.scan().1 {
        Some(ScanError::Open(OpenError::Damaged(damage))) => damage,
        other => panic!("no damage was found: {other:?}"),
    }
}

#[tokio::test]
async fn any_changed_byte_is_damage_and_its_batch_is_named() {
    let bytes = small_ledger().await;
    let house = House::with_bytes(&bytes);
    let batches = house.scan().0;
    assert_eq!(batches.last().unwrap().batch.size_after(), 40);
    let file = OpenOptions::new().write(true).open(house.segment()).unwrap();
    for scanned in &batches {
        for at in scanned.offset..scanned.end {
            let good = bytes[at as usize];
            file.write_all_at(&[good ^ 0x20], at).unwrap();
            let damage = damage(&house);
            file.write_all_at(&[good], at).unwrap();
            assert_eq!(damage.file, house.segment());
            assert!((scanned.offset..scanned.end).contains(&damage.offset), "byte {at}: {damage}");
            let (first, last) = (scanned.batch.first, scanned.batch.size_after());
            let named = [Records::Batch { first, last }, Records::After(first - 1)];
            assert!(named.contains(&damage.records), "byte {at}: {damage}");
        }
    }
}

#[tokio::test]
async fn a_byte_of_the_last_batch_that_became_zero_is_damage_and_no_torn_tail() {
    let bytes = small_ledger().await;
    let house = House::with_bytes(&bytes);
    let last = house.scan().0.pop().unwrap();
    for at in last.offset as usize..bytes.len() {
        if bytes[at] != 0 {
            let mut changed = bytes.clone();
            changed[at] = 0;
            house.put(&changed);
            damage(&house);
        }
    }
}

#[tokio::test]
async fn damage_is_not_opened_for_writing_nor_changed() {
    let bytes = small_ledger().await;
    for at in (5..bytes.len()).step_by(211).chain([bytes.len() - 1]) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let house = House::with_bytes(&changed);
        let error = house.start(Limits::default(), Box::new(SystemDisk)).unwrap_err();
        assert_eq!(error.code(), "LT0510", "byte {at}: {error}");
        assert!(error.to_string().contains("000000000001.seg at byte"), "{error}");
        assert_eq!(fs::read(house.segment()).unwrap(), changed);
        let reader = EmbeddedLedger::open_reader(house.path(), origin(), log().verifier().clone());
        assert_eq!(reader.unwrap_err().code(), "LT0510");
    }
}

#[tokio::test]
async fn a_file_cut_anywhere_is_whole_or_torn() {
    let bytes = small_ledger().await;
    let house = House::with_bytes(&bytes);
    let ends = ends(&house);
    let file = OpenOptions::new().write(true).open(house.segment()).unwrap();
    for length in (0..bytes.len()).rev() {
        file.set_len(length as u64).unwrap();
        let whole = ends.iter().copied().filter(|end| *end <= length as u64).max().unwrap_or(0);
        let (batches, error) = house.scan();
        assert_eq!(batches.last().map_or(0, |scanned| scanned.end), whole);
        match error {
            None => assert_eq!(whole, length as u64),
            Some(ScanError::Torn(torn)) => assert_eq!(torn.offset, whole, "cut at {length}"),
            Some(other) => panic!("cut at {length}: {other}"),
        }
    }
}

#[tokio::test]
async fn a_last_batch_that_reads_as_zero_from_anywhere_on_is_torn() {
    let bytes = small_ledger().await;
    let house = House::with_bytes(&bytes);
    let last = house.scan().0.pop().unwrap();
    // Its last 8 bytes are the end mark; with the payload whole before it, zeros there are a change.
    for from in last.offset as usize..bytes.len() - 8 {
        for extra in [0, 5_000] {
            let mut torn = bytes.clone();
            torn[from..].fill(0);
            torn.resize(bytes.len() + extra, 0);
            house.put(&torn);
            match house.scan().1 {
                Some(ScanError::Torn(torn)) => assert_eq!(torn.offset, last.offset),
                other => panic!("zero from {from}: {other:?}"),
            }
        }
    }
    // Zeros with something after them are none.
    let mut changed = bytes.clone();
    let end = changed.len();
    changed[last.offset as usize..end - 1].fill(0);
    house.put(&changed);
    damage(&house);
}

#[tokio::test]
async fn a_torn_tail_is_cut_by_the_writer_and_passed_over_by_a_reader() {
    let bytes = small_ledger().await;
    let house = House::with_bytes(&bytes);
    let ends = ends(&house);
    for length in [ends[0] - 1, ends[2] + 1, ends[2] + 31, ends[2] + 33, bytes.len() as u64 - 1] {
        house.put(&bytes[..length as usize]);
        let _ = fs::remove_file(house.path().join("checkpoint"));
        let whole = ends.iter().copied().filter(|end| *end <= length).max().unwrap_or(0);
        let size = house.scan().0.last().map_or(0, |scanned| scanned.batch.size_after());
        let seen = house.reader().sealed_head().await.unwrap().map_or(0, |head| head.checkpoint.size);
        assert_eq!(seen, size);
        assert_eq!(fs::metadata(house.segment()).unwrap().len(), length, "a reader changes nothing");
        let ledger = house.writer();
        assert_eq!(fs::metadata(house.segment()).unwrap().len(), whole);
        append_at_once(&ledger, 900..901).await;
        assert_eq!(ledger.sealed_head().await.unwrap().unwrap().checkpoint.size, size + 1);
        drop(ledger);
        assert_eq!(house.scan().1, None);
    }
}

#[tokio::test]
async fn nothing_is_cut_below_the_stored_checkpoint() {
    let house = House::new();
    let ledger = house.writer();
    append_singly(&ledger, 0..5).await;
    drop(ledger);
    let bytes = fs::read(house.segment()).unwrap();
    let end = ends(&house)[2];
    for length in [end, end + 7, 0] {
        house.put(&bytes[..length as usize]);
        let error = house.start(Limits::default(), Box::new(SystemDisk)).unwrap_err();
        assert_eq!(error.code(), "LT0512", "{error}");
        assert_eq!(fs::metadata(house.segment()).unwrap().len(), length);
    }
    house.put(&bytes);
    drop(house.writer());
}

#[tokio::test]
async fn a_stored_checkpoint_that_is_not_the_logs_is_refused() {
    let house = House::new();
    let ledger = house.writer();
    append_singly(&ledger, 0..3).await;
    drop(ledger);
    let path = house.path().join("checkpoint");
    let good = fs::read(&path).unwrap();
    for at in 0..good.len() {
        let mut changed = good.clone();
        changed[at] ^= 1;
        fs::write(&path, changed).unwrap();
        let error = house.start(Limits::default(), Box::new(SystemDisk)).unwrap_err();
        assert!(error.code() == "LT0510" && error.to_string().contains("checkpoint"), "byte {at}: {error}");
    }
    // Signed by the log, over another history of the same length.
    let other = House::new();
    let ledger = other.writer();
    append_singly(&ledger, 10..13).await;
    drop(ledger);
    fs::copy(other.path().join("checkpoint"), &path).unwrap();
    let error = house.start(Limits::default(), Box::new(SystemDisk)).unwrap_err();
    assert!(error.to_string().contains("another root"), "{error}");
}

#[tokio::test]
async fn a_missing_or_cut_segment_in_the_middle_is_damage() {
    let house = House::new();
    let ledger = house.start(SMALL, Box::new(SystemDisk)).unwrap();
    append_singly(&ledger, 0..40).await;
    drop(ledger);
    let segments = house.segments();
    assert!(segments.len() >= 4, "{segments:?}");
    for (index, segment) in segments.iter().enumerate() {
        let bytes = fs::read(segment).unwrap();
        fs::remove_file(segment).unwrap();
        let error = house.start(SMALL, Box::new(SystemDisk)).unwrap_err();
        let expected = if index + 1 == segments.len() { "LT0512" } else { "LT0510" };
        assert_eq!(error.code(), expected, "segment {index}: {error}");
        fs::write(segment, &bytes[..bytes.len() - 1]).unwrap();
        let error = house.start(SMALL, Box::new(SystemDisk)).unwrap_err();
        assert_eq!(error.code(), expected, "segment {index}: {error}");
        fs::write(segment, bytes).unwrap();
    }
    drop(house.start(SMALL, Box::new(SystemDisk)).unwrap());
}

#[tokio::test]
async fn whole_batches_that_are_not_the_log_are_damage() {
    let bytes = small_ledger().await;
    let house = House::with_bytes(&bytes);
    let ends: Vec<usize> = ends(&house).into_iter().map(|end| end as usize).collect();
    // One left out; two in another order; one twice.
    let left_out = [&bytes[..ends[1]], &bytes[ends[2]..]].concat();
    let swapped =
        [&bytes[..ends[0]], &bytes[ends[1]..ends[2]], &bytes[ends[0]..ends[1]], &bytes[ends[2]..]].concat();
    let twice = [&bytes[..ends[1]], &bytes[ends[0]..]].concat();
    for wrong in [left_out, swapped, twice] {
        house.put(&wrong);
        assert!(damage(&house).what.contains("should follow"));
    }
    // Of another history, every checksum and sequence right, and batches of the same lengths.
    let other = House::new();
    let ledger = other.writer();
    append_singly(&ledger, 5..10).await;
    drop(ledger);
    let other = fs::read(other.segment()).unwrap();
    house.put(&[&bytes[..ends[0]], &other[ends[0]..]].concat());
    let error = house.start(Limits::default(), Box::new(SystemDisk)).unwrap_err();
    assert!(error.code() == "LT0510" && error.to_string().contains("another tree"), "{error}");
}

#[tokio::test]
async fn a_log_of_another_key_is_not_opened() {
    let house = House::with_bytes(&small_ledger().await);
    let reader = EmbeddedLedger::open_reader(house.path(), origin(), other_log().verifier().clone());
    assert_eq!(reader.unwrap_err().code(), "LT0510");
    let clock = Arc::new(SystemClock);
    let writer = EmbeddedLedger::open_writer(house.path(), origin(), other_log(), clock);
    assert_eq!(writer.unwrap_err().code(), "LT0510");
}
