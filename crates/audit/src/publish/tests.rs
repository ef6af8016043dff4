//! A publisher against the log it publishes, killed and started again, and against whoever touched its directory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::witness::Cosigned;
use jiff::Timestamp;
use lienthong_ledger::conformance::records::Writer;
use lienthong_ledger::embedded::EmbeddedLedger;
use lienthong_ledger::ports::SystemClock;
use lienthong_ledger::seal::{Accepted, Sealer};
use lienthong_merkle::tiles::Rows;
use lienthong_merkle::{empty_root, naive_root};
use lienthong_protocol::cosignature::Cosigner;
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::{Note, NoteSigner};
use std::collections::BTreeMap;
use std::fs;
use tempfile::TempDir;

/// Long enough for any disk, and too long for a passing test.
const PATIENCE: Duration = Duration::from_secs(30);

fn origin() -> Origin {
    "H22/2020".parse().unwrap()
}

fn log() -> NoteSigner {
    NoteSigner::for_log(&origin(), SigningKey::from_seed(&[1; 32]))
}

fn record(number: u64) -> Vec<u8> {
    format!("record {number}").into_bytes()
}

/// Batches of so many records, one after the other; those of another `history` differ from record `from` on.
fn batches(sizes: &[u64], history: &str, from: u64) -> Vec<SealedBatch> {
    let mut sealer = Sealer::new(origin(), log());
    let mut next = 0;
    let sealed = sizes.iter().map(|size| {
        let numbers = next..next + size;
        next += size;
        let records: Vec<Accepted> = numbers
            .map(|number| {
                let mut bytes = record(number);
                bytes.extend(history.bytes().filter(|_| number >= from));
                Accepted { leaf: leaf_hash(&bytes), bytes: bytes.into() }
            })
            .collect();
        let sealing = sealer.next(&records, Timestamp::UNIX_EPOCH).unwrap();
        sealer.advance(&sealing);
        sealing.batch
    });
    sealed.collect()
}

fn log_of(sizes: &[u64]) -> Vec<SealedBatch> {
    batches(sizes, "", 0)
}

fn publisher(directory: &Path) -> Publisher {
    Publisher::open(directory, origin(), true).unwrap()
}

fn publish(directory: &Path, batches: &[SealedBatch]) -> Result<(), PublishError> {
    let mut publisher = Publisher::open(directory, origin(), true)?;
    for batch in batches {
        publisher.take(batch)?;
    }
    publisher.show()
}

fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut directories = vec![directory.to_owned()];
    while let Some(at) = directories.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
            } else {
                let name = path.strip_prefix(directory).unwrap().display().to_string();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn hashes(bytes: &[u8]) -> Vec<Hash> {
    bytes.chunks(32).map(|hash| Hash::try_from(hash).unwrap()).collect()
}

/// The checkpoint that stands there, if the tiles that it speaks of stand there too, and give its root.
fn believed_hashes(directory: &Path) -> Checkpoint {
    let files = files(directory);
    let checkpoint = Checkpoint::open(&files["checkpoint"], log().verifier()).unwrap();
    let root = Tile::partial_of(checkpoint.size).fold(None, |below: Option<Hash>, tile| {
        let mut hashes = hashes(&files[&tile.to_string()]);
        hashes.extend(below);
        Some(naive_root(&hashes))
    });
    assert_eq!(root.unwrap_or_else(empty_root), checkpoint.root);
    checkpoint
}

/// The same, if the entries stand there too.
fn believed(directory: &Path) -> Checkpoint {
    let (files, checkpoint) = (files(directory), believed_hashes(directory));
    let full = (0..checkpoint.size / 256).map(|index| {
        let tile = Tile::new(Rows::Level(0), index, 256).unwrap();
        (tile, index * 256..(index + 1) * 256)
    });
    let partial = Tile::partial_of(checkpoint.size).filter(|tile| tile.level() == 0);
    for (tile, records) in full.chain(partial.map(|tile| (tile, tile.first()..checkpoint.size))) {
        let mut bundle = Vec::new();
        let leaves: Vec<Hash> = records
            .map(|number| {
                push_entry(&mut bundle, &record(number)).unwrap();
                leaf_hash(&record(number))
            })
            .collect();
        assert_eq!(hashes(&files[&tile.to_string()]), leaves, "{tile}");
        assert_eq!(files[&tile.entries().unwrap().to_string()], bundle, "{tile}");
    }
    checkpoint
}

#[test]
fn each_checkpoint_that_is_shown_speaks_of_what_is_there() {
    let directory = TempDir::new().unwrap();
    let log = log_of(&[1, 99, 155, 1, 1, 43, 212, 1, 260]);
    let mut publisher = publisher(directory.path());
    for batch in &log {
        publisher.take(batch).unwrap();
        publisher.show().unwrap();
        assert_eq!(believed(directory.path()).size, batch.size_after());
    }
    let names: Vec<String> = files(directory.path()).into_keys().collect();
    assert_eq!(
        names,
        [
            "checkpoint",
            "lock",
            "tile/0/000",
            "tile/0/001",
            "tile/0/002",
            "tile/0/003.p/5",
            "tile/1/000.p/1",
            "tile/1/000.p/2",
            "tile/1/000.p/3",
            "tile/entries/000",
            "tile/entries/001",
            "tile/entries/002",
            "tile/entries/003.p/5",
        ]
    );
}

#[test]
fn whoever_reads_by_an_older_checkpoint_finds_its_tiles() {
    let directory = TempDir::new().unwrap();
    let mut publisher = publisher(directory.path());
    for batch in log_of(&[3, 4, 5]) {
        publisher.take(&batch).unwrap();
        publisher.show().unwrap();
    }
    let files = files(directory.path());
    for width in [3, 7, 12] {
        assert_eq!(files[&format!("tile/0/000.p/{width}")].len(), 32 * width);
    }
}

#[test]
fn an_interrupted_publisher_goes_on_where_it_was() {
    let log = log_of(&[100, 100, 100, 300, 7]);
    let whole = TempDir::new().unwrap();
    publish(whole.path(), &log).unwrap();
    for shown in 0..log.len() {
        for taken in shown..log.len() {
            let directory = TempDir::new().unwrap();
            let mut first = publisher(directory.path());
            for batch in &log[..shown] {
                first.take(batch).unwrap();
            }
            first.show().unwrap();
            // Ended here, or in the middle of showing: tiles that no checkpoint speaks of, and a draft.
            for batch in &log[shown..taken] {
                first.take(batch).unwrap();
            }
            drop(first);
            if shown > 0 {
                assert_eq!(believed(directory.path()).size, log[shown - 1].size_after());
                let draft = Tile::partial_of(log[shown - 1].size_after()).next().unwrap();
                fs::write(directory.path().join(format!("{draft}.new")), b"half").unwrap();
            }
            publish(directory.path(), &log).unwrap();
            assert_eq!(believed(directory.path()).size, 607);
            let mut left = files(directory.path());
            // Partial tiles by an older checkpoint may stand until the full one does.
            let expected = files(whole.path());
            left.retain(|name, _| !name.contains(".p/") || expected.contains_key(name));
            assert!(left == expected, "shown {shown}, taken {taken}");
        }
    }
}

#[test]
fn what_was_taken_in_is_passed_over() {
    let directory = TempDir::new().unwrap();
    let log = log_of(&[3, 4]);
    let mut publisher = publisher(directory.path());
    for batch in [&log[0], &log[0], &log[1], &log[0]] {
        publisher.take(batch).unwrap();
    }
    publisher.show().unwrap();
    assert_eq!(believed(directory.path()).size, 7);
    let mut other = Publisher::open(TempDir::new().unwrap().path(), origin(), true).unwrap();
    assert!(matches!(other.take(&log[1]), Err(PublishError::Log(FollowError::Damaged { .. }))));
}

#[test]
fn a_file_that_is_not_what_the_log_says_is_named_and_left() {
    let directory = TempDir::new().unwrap();
    let log = log_of(&[5, 295, 2]);
    let mut first = publisher(directory.path());
    for batch in &log {
        first.take(batch).unwrap();
        first.show().unwrap();
    }
    drop(first);
    let names: Vec<String> = files(directory.path()).into_keys().filter(|name| name != "lock").collect();
    assert!(names.iter().any(|name| name == "tile/0/001.p/44" || name == "tile/entries/001.p/44"));
    for name in names {
        let path = directory.path().join(&name);
        let good = fs::read(&path).unwrap();
        for at in [0, good.len() / 2, good.len() - 1] {
            let mut bad = good.clone();
            bad[at] ^= 1;
            for bad in [bad, good[..at].to_vec(), [good.as_slice(), b"x"].concat()] {
                fs::write(&path, &bad).unwrap();
                match publish(directory.path(), &log) {
                    // What the checkpoint says is compared; its signature is put there anew.
                    Ok(()) => assert!(name == "checkpoint" && fs::read(&path).unwrap() == good),
                    Err(PublishError::Damaged { file, .. } | PublishError::Forked { file, .. }) => {
                        assert_eq!(file, path);
                        assert_eq!(fs::read(&path).unwrap(), bad);
                    }
                    Err(PublishError::Ahead { file, .. }) if name == "checkpoint" => assert_eq!(file, path),
                    Err(other) => panic!("{name} at {at}: {other}"),
                }
            }
        }
        fs::write(&path, &good).unwrap();
    }
    publish(directory.path(), &log).unwrap();
    assert_eq!(believed(directory.path()).size, 302);
}

#[test]
fn a_tile_that_nobody_published_is_named() {
    let directory = TempDir::new().unwrap();
    let log = log_of(&[5]);
    for name in ["tile/0/000.p/9", "tile/0/000.p/notes", "tile/0/000.p/256"] {
        fs::create_dir_all(directory.path().join("tile/0/000.p")).unwrap();
        let path = directory.path().join(name);
        fs::write(&path, b"x").unwrap();
        let refused = publish(directory.path(), &log);
        assert!(matches!(&refused, Err(PublishError::Damaged { file, .. }) if *file == path), "{refused:?}");
        // It would speak of what nobody has looked at.
        assert!(!directory.path().join("checkpoint").exists());
        fs::remove_file(&path).unwrap();
    }
    publish(directory.path(), &log).unwrap();
}

#[test]
fn a_log_that_went_back_or_is_another_is_not_published_over() {
    let directory = TempDir::new().unwrap();
    let log = log_of(&[5, 5]);
    publish(directory.path(), &log).unwrap();
    let before = files(directory.path());
    let back = publish(directory.path(), &log[..1]);
    assert!(matches!(back, Err(PublishError::Ahead { published: 10, size: 5, .. })), "{back:?}");
    // Nothing of the full width stands there that could differ: the root does.
    let other = publish(directory.path(), &batches(&[5, 5, 1], "other", 7));
    assert!(matches!(other, Err(PublishError::Forked { size: 10, .. })), "{other:?}");
    assert!(files(directory.path()) == before);
    let held = publisher(directory.path());
    assert!(matches!(publish(directory.path(), &log), Err(PublishError::InUse { .. })));
    drop(held);
    let other: Origin = "H22/2021".parse().unwrap();
    let refused = Publisher::open(directory.path(), other, true).map(drop);
    assert!(matches!(refused, Err(PublishError::Damaged { .. })), "{refused:?}");
}

#[test]
fn entries_are_not_published_unless_asked_for() {
    let directory = TempDir::new().unwrap();
    let mut publisher = Publisher::open(directory.path(), origin(), false).unwrap();
    for batch in log_of(&[300]) {
        publisher.take(&batch).unwrap();
    }
    publisher.show().unwrap();
    drop(publisher);
    let entries = |name: &String| name.contains("entries");
    assert!(!files(directory.path()).keys().any(entries));
    // Asked for later, all of them come.
    publish(directory.path(), &log_of(&[300])).unwrap();
    assert_eq!(believed(directory.path()).size, 300);
}

#[tokio::test]
async fn what_is_sealed_is_shown_soon() {
    let (house, directory) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let ledger = EmbeddedLedger::create(house.path(), origin(), log(), Arc::new(SystemClock)).unwrap();
    let (followed, out) = (ledger.clone(), directory.path().to_owned());
    let following =
        tokio::spawn(async move { Publisher::open(&out, origin(), false).unwrap().follow(&followed).await });
    for number in 1..=3 {
        let stream = format!("dossier.{number}").parse().unwrap();
        ledger.append(Writer::new(origin()).append(&stream, None, number)).await.unwrap();
        let shown = async {
            loop {
                match fs::read(directory.path().join("checkpoint")) {
                    Ok(note) if Checkpoint::open(&note, log().verifier()).unwrap().size == number => break,
                    _ => tokio::time::sleep(Duration::from_millis(5)).await,
                }
            }
        };
        tokio::time::timeout(PATIENCE, shown).await.expect("it is shown");
    }
    following.abort();
}

#[tokio::test]
async fn what_witnesses_have_cosigned_is_published_and_no_record_more() {
    let (house, directory) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let ledger = EmbeddedLedger::create(house.path(), origin(), log(), Arc::new(SystemClock)).unwrap();
    let mut notes = Vec::new();
    for number in 1..=5 {
        let stream = format!("dossier.{number}").parse().unwrap();
        ledger.append(Writer::new(origin()).append(&stream, None, number)).await.unwrap();
        while ledger.sealed_head().await.unwrap().is_none_or(|head| head.checkpoint.size < number) {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        notes.push(Note::parse(&ledger.sealed_head().await.unwrap().unwrap().note).unwrap());
    }
    let beside = TempDir::new().unwrap();
    let cosigned = Cosigned::new(beside.path());
    let witness = Cosigner::new("w.example", SigningKey::from_seed(&[2; 32])).unwrap();
    let mut publisher = Publisher::open(directory.path(), origin(), false).unwrap();
    let checkpoint = || fs::read_to_string(directory.path().join("checkpoint")).unwrap_or_default();
    publisher.catch_up_cosigned(&ledger, &cosigned, log().verifier()).await.unwrap();
    assert_eq!(checkpoint(), "", "nothing is cosigned yet");
    for size in [3, 3, 5] {
        let note = notes[size - 1].clone();
        // Again, later: the lines are other ones, and so is what is shown.
        let at = 1 + checkpoint().len() as u64;
        let note = note.clone().with(witness.cosign(&note, at)).to_string();
        fs::write(cosigned.file(&origin()), &note).unwrap();
        publisher.catch_up_cosigned(&ledger, &cosigned, log().verifier()).await.unwrap();
        assert_eq!(checkpoint(), note);
        assert_eq!(believed_hashes(directory.path()).size, size as u64);
    }
    drop(publisher);
    // Where less is cosigned than was published once, that stays.
    let shown = checkpoint();
    fs::write(cosigned.file(&origin()), notes[1].to_string()).unwrap();
    let mut publisher = Publisher::open(directory.path(), origin(), false).unwrap();
    publisher.catch_up_cosigned(&ledger, &cosigned, log().verifier()).await.unwrap();
    assert_eq!(checkpoint(), shown);
    drop(publisher);
    // What was cosigned of another history is not published over it.
    let other = batches(&[3], "another", 1).pop().unwrap();
    fs::write(cosigned.file(&origin()), &other.checkpoint).unwrap();
    let mut publisher = Publisher::open(directory.path(), origin(), false).unwrap();
    let refused = publisher.catch_up_cosigned(&ledger, &cosigned, log().verifier()).await;
    assert!(matches!(refused, Err(PublishError::Forked { .. })), "{refused:?}");
    assert_eq!(checkpoint(), shown);
}
