//! What goes in comes out as it was, or is called what it is: never other bytes.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::keystore::DirectoryKeyStore;
use crate::ports::KeyStore;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use lienthong_protocol::attachment::PART;
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

struct House {
    dir: tempfile::TempDir,
    keys: Arc<dyn KeyStore>,
    store: DirectoryAttachments,
}

impl House {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let keys = DirectoryKeyStore::open(&dir.path().join("vault"), &dir.path().join("vault.master"));
        let store = DirectoryAttachments::new(&dir.path().join("attachments"));
        Self { dir, keys: Arc::new(keys.unwrap()), store }
    }

    fn shelf(&self) -> Shelf {
        Shelf::new(Arc::clone(&self.keys), Arc::new(self.store.clone()))
    }

    fn files(&self, name: &AttachmentName) -> Vec<PathBuf> {
        self.store.files_of(&name.origin, &name.dossier).unwrap()
    }
}

fn named(dossier: &str, bytes: &[u8]) -> AttachmentName {
    AttachmentName {
        origin: Origin::new("H22/2020").unwrap(),
        dossier: DossierCode::new(dossier).unwrap(),
        content: Content { sha256: Sha256::digest(bytes).into(), size: bytes.len() as u64 },
    }
}

fn name(bytes: &[u8]) -> AttachmentName {
    named("H22.14-201012-0001", bytes)
}

/// In pieces, as a line would bring them.
fn pieces(bytes: &[u8], length: usize) -> Bytes<'static> {
    let pieces: Vec<_> = bytes.chunks(length).map(|piece| Ok(piece.to_vec())).collect();
    stream::iter(pieces).boxed()
}

async fn read(shelf: &Shelf, name: &AttachmentName) -> Result<Vec<u8>, AttachmentError> {
    let parts: Vec<_> = shelf.read(name).await?.try_collect().await?;
    Ok(parts.iter().flat_map(|part| part.iter().copied()).collect())
}

fn some(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at * 7 + at / 251) as u8).collect()
}

#[tokio::test]
async fn what_was_taken_in_comes_back_and_stands_nowhere_in_the_clear() {
    let (house, bytes) = (House::new(), some(2 * PART + 77));
    let shelf = house.shelf();
    assert_eq!(shelf.state(&name(&bytes)).await, Ok(State::Erased), "no key was ever made");
    assert_eq!(shelf.take_in(&name(&bytes), pieces(&bytes, 1_000)).await, Ok(Taken::New));
    assert_eq!(read(&shelf, &name(&bytes)).await, Ok(bytes.clone()));
    assert_eq!(shelf.part(&name(&bytes), 2).await.unwrap().as_slice(), &bytes[2 * PART..]);
    let kept = fs::read(&house.files(&name(&bytes))[0]).unwrap();
    assert!(!kept.windows(64).any(|window| window == &bytes[PART..PART + 64]));
}

#[tokio::test]
async fn the_same_again_is_no_fault_and_writes_nothing() {
    let (house, bytes) = (House::new(), some(300));
    let shelf = house.shelf();
    shelf.take_in(&name(&bytes), pieces(&bytes, 300)).await.unwrap();
    let before = fs::read(&house.files(&name(&bytes))[0]).unwrap();
    let never = stream::pending().boxed();
    assert_eq!(shelf.take_in(&name(&bytes), never).await, Ok(Taken::Held), "not a byte is asked for");
    assert_eq!(fs::read(&house.files(&name(&bytes))[0]).unwrap(), before);
}

#[tokio::test]
async fn of_other_bytes_nothing_is_left() {
    let (house, bytes) = (House::new(), some(PART + 9));
    let shelf = house.shelf();
    let mut swapped = bytes.clone();
    swapped[PART + 3] ^= 1;
    let longer = [bytes.clone(), vec![0]].concat();
    for other in [&swapped[..], &bytes[..PART + 8], &bytes[..PART - 1], &longer, &[]] {
        let error = shelf.take_in(&name(&bytes), pieces(other, 100_000)).await.unwrap_err();
        assert_eq!(error.code(), "LT0532", "{error}");
        assert_eq!(house.files(&name(&bytes)), Vec::<PathBuf>::new());
    }
    let broken = AttachmentError::BrokenOff { why: "the line was lost".to_owned() };
    let early = stream::iter([Ok(bytes[..PART].to_vec()), Err(broken.clone())]).boxed();
    assert_eq!(shelf.take_in(&name(&bytes), early).await, Err(broken));
    assert_eq!(house.files(&name(&bytes)), Vec::<PathBuf>::new());
    assert_eq!(shelf.state(&name(&bytes)).await, Ok(State::Missing));
}

#[tokio::test]
async fn too_large_a_document_is_refused_before_a_byte_is_read() {
    let mut name = name(b"");
    name.content.size = LARGEST + 1;
    let never = stream::pending().boxed();
    assert_eq!(House::new().shelf().take_in(&name, never).await.unwrap_err().code(), "LT0533");
}

#[tokio::test]
async fn a_file_that_was_changed_cut_swapped_or_lost_is_named_and_heals_when_handed_in_again() {
    let (house, bytes) = (House::new(), some(PART + 9));
    let (shelf, name) = (house.shelf(), name(&bytes));
    shelf.take_in(&name, pieces(&bytes, PART)).await.unwrap();
    let file = house.store.file_of(&name);
    let good = fs::read(&file).unwrap();
    // Another's, of the same length, put in its place.
    let mut others = bytes.clone();
    others[0] ^= 1;
    let other = AttachmentName { dossier: DossierCode::new("H22.14-201012-0002").unwrap(), ..name.clone() };
    let other_content = named("H22.14-201012-0001", &others);
    let theirs = async |one: AttachmentName, bytes: Vec<u8>| {
        let shelf = house.shelf();
        shelf.take_in(&one, pieces(&bytes, PART)).await.unwrap();
        fs::read(house.store.file_of(&one)).unwrap()
    };
    let mut damage = vec![Vec::new(), good[..good.len() - 1].to_vec(), good[..PART].to_vec()];
    damage.extend([theirs(other, bytes.clone()).await, theirs(other_content, others).await]);
    for at in [0, 23, 24, PART, good.len() - 1] {
        let mut flipped = good.clone();
        flipped[at] ^= 1;
        damage.push(flipped);
    }
    for bad in damage {
        fs::write(&file, bad).unwrap();
        assert_eq!(read(&shelf, &name).await.unwrap_err().code(), "LT0535");
        assert!(matches!(shelf.state(&name).await, Ok(State::Damaged { .. })));
        assert_eq!(shelf.take_in(&name, pieces(&bytes, PART)).await, Ok(Taken::New), "it heals");
        assert_eq!(read(&shelf, &name).await, Ok(bytes.clone()));
    }
    fs::remove_file(&file).unwrap();
    assert_eq!(read(&shelf, &name).await.unwrap_err().code(), "LT0534");
}

/// Only who has the key can make it: parts that open, of a whole that no record names.
#[tokio::test]
async fn parts_that_open_to_another_whole_are_not_given_out_to_the_end() {
    use lienthong_protocol::attachment::{PartPlace, encrypt};
    use lienthong_protocol::encryption::DataKey;
    let (house, bytes) = (House::new(), some(40));
    let (shelf, name) = (house.shelf(), name(&bytes));
    let key = DataKey::new(*house.keys.ensure(&name.key()).await.unwrap());
    let place = PartPlace { dossier: &name.dossier, content: &name.content, part: 0 };
    let forged = encrypt(&key, &place, &[5; 24], &[0; 40]).unwrap();
    house.store.put(&name, stream::iter([Ok(forged)]).boxed()).await.unwrap();
    assert_eq!(read(&shelf, &name).await.unwrap_err().code(), "LT0535");
}

#[tokio::test]
async fn what_is_erased_is_neither_read_nor_taken_in_again() {
    let (house, bytes) = (House::new(), some(300));
    let (shelf, name) = (house.shelf(), name(&bytes));
    shelf.take_in(&name, pieces(&bytes, 300)).await.unwrap();
    let backup = fs::read(house.store.file_of(&name)).unwrap();
    house.keys.erase(&name.key()).await.unwrap();
    fs::write(house.store.file_of(&name), backup).unwrap();
    assert_eq!(read(&shelf, &name).await.unwrap_err().code(), "LT0536", "not from a backup either");
    assert_eq!(shelf.take_in(&name, pieces(&bytes, 300)).await.unwrap_err().code(), "LT0536");
}

/// Its key goes while its bytes are on their way in: whoever looks last takes them away.
#[tokio::test]
async fn what_is_erased_while_it_comes_in_does_not_stay() {
    let (house, bytes) = (House::new(), some(300));
    let (shelf, name) = (house.shelf(), name(&bytes));
    let (keys, scope, whole) = (Arc::clone(&house.keys), name.key(), bytes.clone());
    let coming = stream::once(async move {
        keys.erase(&scope).await.unwrap();
        Ok(whole)
    });
    assert_eq!(shelf.take_in(&name, coming.boxed()).await.unwrap_err().code(), "LT0536");
    assert_eq!(house.files(&name), Vec::<PathBuf>::new());
    assert!(house.dir.path().join("attachments").is_dir());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_bytes_in_any_pieces_come_back(size in 0..3 * PART, piece in 1..2 * PART, seed: u8) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let bytes: Vec<u8> = some(size).iter().map(|byte| byte ^ seed).collect();
            let (house, name) = (House::new(), name(&bytes));
            house.shelf().take_in(&name, pieces(&bytes, piece)).await.unwrap();
            assert!(read(&house.shelf(), &name).await == Ok(bytes));
        });
    }
}
