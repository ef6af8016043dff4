//! The ledger as the files of a C2SP log: anyone can take them and compute the root that is signed; nobody gets entries by default.

use crate::door::{Answered, Door, gateway};
use crate::ports::Away;
use crate::province::Province;
use crate::story::told;
use axum::body::to_bytes;
use lienthong_gateway::{Gateway, Options};
use lienthong_merkle::tiles::Tile;
use lienthong_merkle::{Hash, leaf_hash, naive_root};
use lienthong_protocol::checkpoint::Checkpoint;
use std::sync::Arc;

fn prefix(province: &Province) -> String {
    format!("/log/{}", province.founded.ledger)
}

async fn bytes(door: &Door, uri: &str) -> Vec<u8> {
    let response = door.open(uri).await;
    assert_eq!(response.status(), 200, "{uri}");
    assert_eq!(response.headers()["content-type"], "application/octet-stream", "{uri}");
    assert_eq!(response.headers()["cache-control"], "public, max-age=31536000, immutable", "{uri}");
    to_bytes(response.into_body(), 1024 * 1024).await.unwrap().to_vec()
}

async fn signed(province: &Province, door: &Door) -> Checkpoint {
    let answered = door.get(&format!("{}/checkpoint", prefix(province))).await;
    assert_eq!(answered.status, 200);
    assert_eq!(answered.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(answered.header("cache-control"), "public, max-age=1");
    let verifier = &province.founded.logs_keys[&province.founded.ledger];
    Checkpoint::open(answered.text.as_bytes(), verifier).unwrap()
}

fn with_entries(province: &Arc<Province>) -> Door {
    let options = Options { entries: true, ..Options::default() };
    Door::to(Gateway { options, ..gateway(province) })
}

#[tokio::test]
async fn tiles_give_the_root_that_is_signed_and_entries_give_the_tiles() {
    let province = told();
    let door = with_entries(&province);
    let checkpoint = signed(&province, &door).await;
    assert!((2..256).contains(&checkpoint.size), "{}", checkpoint.size);
    let tile = Tile::partial_of(checkpoint.size).next().unwrap();
    let hashes = bytes(&door, &format!("{}/{tile}", prefix(&province))).await;
    let leaves: Vec<Hash> = hashes.chunks(32).map(|hash| Hash::try_from(hash).unwrap()).collect();
    assert_eq!(naive_root(&leaves), checkpoint.root);
    let bundle = bytes(&door, &format!("{}/{}", prefix(&province), tile.entries().unwrap())).await;
    let mut rest = bundle.as_slice();
    let mut entries = Vec::new();
    while let [high, low, after @ ..] = rest {
        let (entry, after) = after.split_at(usize::from(u16::from_be_bytes([*high, *low])));
        entries.push(leaf_hash(entry));
        rest = after;
    }
    assert_eq!(entries, leaves);
}

#[tokio::test]
async fn a_tile_of_an_older_size_is_still_there_and_one_to_come_is_not() {
    let province = told();
    let door = Door::of(&province);
    let size = signed(&province, &door).await.size;
    let older = bytes(&door, &format!("{}/tile/0/000.p/1", prefix(&province))).await;
    assert_eq!(older.len(), 32);
    for name in [format!("tile/0/000.p/{}", size + 1), "tile/0/000".to_owned(), "tile/1/000.p/1".to_owned()] {
        let answered = door.get(&format!("{}/{name}", prefix(&province))).await;
        assert_eq!(answered.failure(), (404, "LT0804".to_owned()), "{name}");
        // It may come with the next seal.
        assert_eq!(answered.header("cache-control"), "no-store", "{name}");
    }
}

#[tokio::test]
async fn entries_are_for_nobody_unless_the_composition_says_so() {
    let province = told();
    let kept_back = |answered: Answered| assert_eq!(answered.failure(), (403, "LT0875".to_owned()));
    let door = Door::of(&province);
    kept_back(door.get(&format!("{}/tile/entries/000.p/1", prefix(&province))).await);
    kept_back(door.get("/log/nobody/here/tile/entries/000.p/1").await);
    assert!(
        !bytes(&with_entries(&province), &format!("{}/tile/entries/000.p/1", prefix(&province)))
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn what_is_no_file_of_a_log_is_not_there() {
    let province = told();
    let door = with_entries(&province);
    let log = prefix(&province);
    for uri in [
        "/log/H99/2020/checkpoint".to_owned(),
        "/log/H99/2020/tile/0/000.p/1".to_owned(),
        "/log/%20/2020/checkpoint".to_owned(),
        format!("{log}/tile/0/0"),
        format!("{log}/tile/0/000.p/0"),
        format!("{log}/tile/0/000.p/01"),
        format!("{log}/tile/64/000.p/1"),
        format!("{log}/tile/data/000.p/1"),
        format!("{log}/tile/0/..%2f..%2fcheckpoint"),
    ] {
        assert_eq!(door.get(&uri).await.failure(), (404, "LT0804".to_owned()), "{uri}");
    }
    let written = door.post(&format!("{log}/checkpoint"), "text/plain", "x").await;
    assert_eq!(written.status, 405);
}

#[tokio::test]
async fn a_log_that_is_away_is_said_to_be() {
    let province = told();
    let door = Door::to(Gateway { tiles: Arc::new(Away), ..gateway(&province) });
    for name in ["checkpoint", "tile/0/000.p/1"] {
        let answered = door.get(&format!("{}/{name}", prefix(&province))).await;
        assert_eq!(answered.failure(), (503, "LT0801".to_owned()), "{name}");
    }
}
