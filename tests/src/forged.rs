//! A ledger's files written anew by a hand that could: whatever an operator, or who comes by the files, might do to a house.
//!
//! Belongs here: taking a ledger apart into records, putting them together again with every hash, and every signature for which there is a
//! key, right. Does not: what is done to the records (the tests, the benches).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use lienthong_ledger::embedded::{Scan, Scanned};
use lienthong_ledger::seal::{Accepted, Sealer};
use lienthong_merkle::{Hash, leaf_hash};
use lienthong_names::{AgencyId, KeyId, Origin, StreamKind, StreamName};
use lienthong_protocol::keys::{KeyFile, SigningKey};
use lienthong_protocol::note::NoteSigner;
use lienthong_protocol::{Record, Submission};

use crate::records::folder;

/// Whose hand it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// The operator's, who holds the log's key: the tree is signed anew.
    Operator,
    /// Of one who can write the files and has no key: the checkpoints stay those that were found.
    Outsider,
}

/// A record, and the batch that it is to stand in.
#[derive(Debug, Clone)]
pub struct Line {
    /// The record.
    pub record: Record,
    /// Which batch, from 0 as they were found.
    pub batch: usize,
}

/// A ledger of a house, taken apart.
#[derive(Debug, Clone)]
pub struct Forged {
    house: PathBuf,
    origin: Origin,
    /// Its records in their order: the first is record 1.
    pub lines: Vec<Line>,
    batches: Vec<(Timestamp, Arc<[u8]>)>,
}

impl Forged {
    /// Takes a ledger of a house apart. Nobody else may have it open.
    pub fn open(house: &Path, origin: &str) -> Self {
        let origin = Origin::new(origin).expect("an origin");
        let (mut lines, mut batches) = (Vec::new(), Vec::new());
        for scanned in Scan::open(&folder(house, &origin)).expect("a ledger") {
            let Scanned { batch, .. } = scanned.unwrap_or_else(|e| panic!("{e}"));
            for bytes in &batch.records {
                let record = Record::decode(bytes).expect("a record");
                lines.push(Line { record, batch: batches.len() });
            }
            batches.push((batch.sealed_at, batch.checkpoint));
        }
        Self { house: house.to_owned(), origin, lines, batches }
    }

    /// Its name.
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The private key of a holder, as it lies in the house.
    pub fn key(&self, holder: &str) -> SigningKey {
        key_of(&self.house, holder)
    }

    /// The record with this sequence.
    pub fn record(&mut self, sequence: u64) -> &mut Record {
        &mut self.lines[index(sequence)].record
    }

    /// Sequences of the records that are `wanted`.
    pub fn sequences(&self, wanted: impl Fn(&Record) -> bool) -> Vec<u64> {
        (1..)
            .zip(&self.lines)
            .filter(|(_, line)| wanted(&line.record))
            .map(|(sequence, _)| sequence)
            .collect()
    }

    /// Takes a record away.
    pub fn remove(&mut self, sequence: u64) -> Line {
        self.lines.remove(index(sequence))
    }

    /// Puts a record in so that it has this sequence, into the batch of the one before it.
    pub fn insert(&mut self, sequence: u64, record: Record) {
        let at = index(sequence);
        let batch = at.checked_sub(1).map_or(0, |before| self.lines[before].batch);
        self.lines.insert(at, Line { record, batch });
    }

    /// Keeps the records up to this sequence.
    pub fn cut_after(&mut self, sequence: u64) {
        self.lines.truncate(index(sequence) + 1);
    }

    /// Lets records change places; each batch keeps its size.
    pub fn swap(&mut self, one: u64, other: u64) {
        let (one, other) = (index(one), index(other));
        self.lines.swap(one, other);
        let batch = self.lines[one].batch;
        self.lines[one].batch = std::mem::replace(&mut self.lines[other].batch, batch);
    }

    /// Makes every record follow the one before it in its stream.
    pub fn mend(&mut self) {
        let mut heads: BTreeMap<StreamName, (u64, Hash)> = BTreeMap::new();
        for Line { record, .. } in &mut self.lines {
            let head = heads.get(&record.stream).copied();
            let before = head.map_or(0, |(revision, _)| revision);
            (record.revision, record.previous) = (before + 1, head.map(|(_, leaf)| leaf));
            // A stranger's rejection stands apart from what it was decided on.
            if record.stream.kind() != StreamKind::Rejected {
                record.decided_on.revision = before;
            }
            heads.insert(record.stream.clone(), (before + 1, leaf_hash(&record.encode())));
        }
    }

    /// Signs a record's command alone, with another key or in another name.
    pub fn sign(&mut self, sequence: u64, key: &SigningKey, agency: &AgencyId) {
        let origin = self.origin.clone();
        let record = self.record(sequence);
        let commands = vec![record.command.clone()];
        let submission =
            Submission::sign(key, origin, record.signed.service, agency.clone(), commands, Vec::new());
        record.signed = submission.signed(0).expect("it has one command");
    }

    /// Signs every command again with its own key, so many in a submission: of those that follow each other, one key's for one service. The
    /// keys are the house's.
    pub fn sign_together(&mut self, together: usize) {
        let keys = keys_of(&self.house);
        let terms = |line: &Line| {
            let signed = &line.record.signed;
            (signed.service, signed.agency.clone(), signed.key_id.clone())
        };
        let origin = self.origin.clone();
        for run in self.lines.chunk_by_mut(|one, other| terms(one) == terms(other)) {
            for part in run.chunks_mut(together) {
                let (service, agency, key_id) = terms(&part[0]);
                let key = keys.get(&key_id).expect("the key is in the house");
                let commands = part.iter().map(|line| line.record.command.clone()).collect();
                let submission = Submission::sign(key, origin.clone(), service, agency, commands, Vec::new());
                for (line, signed) in part.iter_mut().zip(submission.signed_commands()) {
                    line.record.signed = signed;
                }
            }
        }
    }

    /// Cuts the records into batches of so many, each sealed when its last record was. Their checkpoints are to be signed anew.
    pub fn seal_together(&mut self, together: usize) {
        let found = std::mem::take(&mut self.batches);
        for (index, line) in self.lines.iter_mut().enumerate() {
            let sealed = found[line.batch].clone();
            line.batch = index / together;
            self.batches.truncate(line.batch);
            self.batches.push(sealed);
        }
    }

    /// Writes the files: one segment, and the checkpoint beside it.
    pub fn write(&self, hand: Hand) {
        match hand {
            Hand::Operator => self.write_under(&self.key("log")),
            // Signed and thrown away.
            Hand::Outsider => self.put(&SigningKey::from_seed(&[66; 32]), hand),
        }
    }

    /// The same, of a log with this key.
    pub fn write_under(&self, key: &SigningKey) {
        self.put(key, Hand::Operator);
    }

    fn put(&self, key: &SigningKey, hand: Hand) {
        let mut sealer = Sealer::new(self.origin.clone(), NoteSigner::for_log(&self.origin, key.clone()));
        let (mut segment, mut note) = (Vec::new(), Arc::from(&b""[..]));
        for part in self.lines.chunk_by(|one, other| one.batch == other.batch) {
            let (sealed_at, found) = &self.batches[part[0].batch];
            let accepted: Vec<Accepted> = part.iter().map(|line| accepted(&line.record)).collect();
            let mut sealing = sealer.next(&accepted, *sealed_at).expect("no batch is empty");
            if hand == Hand::Outsider {
                sealing.batch.checkpoint = Arc::clone(found);
            }
            segment.extend(sealing.batch.encode());
            note = Arc::clone(&sealing.batch.checkpoint);
            sealer.advance(&sealing);
        }
        let directory = folder(&self.house, &self.origin);
        for entry in fs::read_dir(&directory).expect("a ledger") {
            let path = entry.expect("a readable directory").path();
            if path.extension().is_some_and(|extension| extension == "seg") {
                fs::remove_file(path).expect("a writable directory");
            }
        }
        fs::write(directory.join("000000000001.seg"), segment).expect("a writable directory");
        if hand == Hand::Operator {
            fs::write(directory.join("checkpoint"), note).expect("a writable directory");
        }
    }
}

/// The private key of a holder, as it lies in a house.
pub fn key_of(house: &Path, holder: &str) -> SigningKey {
    read_key(&house.join("keys").join(format!("{holder}.key")))
}

/// Every private key of a house, by its id.
pub fn keys_of(house: &Path) -> BTreeMap<KeyId, SigningKey> {
    let entries = fs::read_dir(house.join("keys")).expect("the house has keys");
    let paths = entries.map(|entry| entry.expect("a readable directory").path());
    let keys = paths.filter(|path| path.extension().is_some_and(|extension| extension == "key"));
    keys.map(|path| read_key(&path)).map(|key| (key.key_id(), key)).collect()
}

fn read_key(path: &Path) -> SigningKey {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    KeyFile::parse(&text).unwrap_or_else(|e| panic!("{}: {}", path.display(), e.problem)).key().clone()
}

fn accepted(record: &Record) -> Accepted {
    let bytes: Arc<[u8]> = record.encode().into();
    Accepted { leaf: leaf_hash(&bytes), bytes }
}

fn index(sequence: u64) -> usize {
    usize::try_from(sequence).ok().and_then(|sequence| sequence.checked_sub(1)).expect("records count from 1")
}
