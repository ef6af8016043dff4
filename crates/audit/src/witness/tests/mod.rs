//! Witnesses, with logs that are honest and logs that are not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod asking;
mod cosigning;
mod looking;
mod policies;

use super::{AddCheckpoint, Witness};
use lienthong_ledger::ports::{Tiles, Unavailable};
use lienthong_merkle::tiles::{Tile, tile_bytes};
use lienthong_merkle::{Hash, Tree, leaf_hash};
use lienthong_names::Origin;
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::cosignature::Cosigner;
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::{Note, NoteSigner, NoteVerifier};
use std::path::Path;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

fn origin() -> Origin {
    "H22/2026".parse().unwrap()
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32])
}

fn log_key() -> NoteVerifier {
    NoteVerifier::for_log(&origin(), key(1).verifying_key())
}

fn cosigner(name: &str, seed: u8) -> Cosigner {
    Cosigner::new(name, key(seed)).unwrap()
}

fn witness_in(directory: &Path) -> Witness {
    Witness::open(directory, cosigner("hdnd.example/w1", 7), [log_key()]).unwrap()
}

fn witness() -> (TempDir, Witness) {
    let directory = TempDir::new().unwrap();
    let witness = witness_in(directory.path());
    (directory, witness)
}

/// A log with the first `common` records of every other one, and its own after them.
#[derive(Clone)]
struct Log {
    tree: Tree,
    signer: NoteSigner,
}

impl Log {
    fn new(common: u64, name: &str, size: u64) -> Self {
        let leaf = |index: u64| {
            let history = if index < common { "" } else { name };
            leaf_hash(format!("{history}{index}").as_bytes())
        };
        Self { tree: (0..size).map(leaf).collect(), signer: NoteSigner::for_log(&origin(), key(1)) }
    }

    fn honest(size: u64) -> Self {
        Self::new(size, "", size)
    }

    fn checkpoint(&self, size: u64) -> Checkpoint {
        Checkpoint { origin: origin(), size, root: self.tree.root_at(size).unwrap() }
    }

    fn note(&self, size: u64) -> Note {
        Note::parse(self.checkpoint(size).sign(&self.signer).as_bytes()).unwrap()
    }

    /// As an honest log asks.
    fn request(&self, old: u64, size: u64) -> AddCheckpoint {
        let path = self.tree.consistency_path(old, size).unwrap();
        AddCheckpoint { old, path, note: self.note(size) }
    }
}

/// A log as it is published: up to a size, with a hand on its tiles.
struct Published {
    log: Mutex<(Log, u64)>,
    /// Where tiles are of another log, or more of them are there than the checkpoint speaks of.
    tiles_of: Option<(Log, u64)>,
    spoiled: bool,
}

impl Published {
    fn of(log: Log, size: u64) -> Self {
        Self { log: Mutex::new((log, size)), tiles_of: None, spoiled: false }
    }

    fn shows(&self, log: Log, size: u64) {
        *self.log.lock().unwrap() = (log, size);
    }
}

#[async_trait::async_trait]
impl Tiles for Published {
    async fn checkpoint(&self, _: &Origin) -> Result<Option<Arc<[u8]>>, Unavailable> {
        let (log, size) = &*self.log.lock().unwrap();
        let note = (*size > 0).then(|| log.note(*size).to_string().into_bytes());
        Ok(note.map(Arc::from))
    }

    async fn tile(&self, _: &Origin, tile: &Tile) -> Result<Option<Vec<u8>>, Unavailable> {
        let shown = self.log.lock().unwrap();
        let (log, size) = self.tiles_of.as_ref().unwrap_or(&shown);
        let hashes: Option<Vec<Hash>> = if tile.is_within(*size) { log.tree.tile(tile) } else { None };
        let mut bytes = hashes.map(|hashes| tile_bytes(&hashes));
        if let Some(first) = bytes.as_mut().and_then(|bytes| bytes.first_mut()).filter(|_| self.spoiled) {
            *first ^= 1;
        }
        Ok(bytes)
    }
}
