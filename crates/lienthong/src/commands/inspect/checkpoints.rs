//! How far ledgers went at a time, as a size or a file of signed checkpoints says it; held against the ledgers before it is believed.

use crate::failure::{Exit, Failure, Outcome};
use crate::keyring::io;
use crate::reading::{Reading, the_origin};
use futures::StreamExt as _;
use jiff::Timestamp;
use lienthong_merkle::{Frontier, Hash, leaf_hash};
use lienthong_names::Origin;
use lienthong_protocol::RawRecord;
use lienthong_protocol::checkpoint::{Checkpoint, decimal};
use lienthong_protocol::note::NoteVerifier;
use std::collections::BTreeMap;
use std::path::Path;

/// How far ledgers went.
#[derive(Debug, Clone)]
pub(super) struct Cut {
    /// Those of which it is said.
    pub(super) sizes: BTreeMap<Origin, u64>,
    /// When the last of these records was recorded: the other ledgers went as far as they had come by then.
    pub(super) at: Timestamp,
}

impl Cut {
    /// Whether a record was there.
    pub(super) fn has(&self, origin: &Origin, sequence: u64, recorded_at: Timestamp) -> bool {
        self.sizes.get(origin).map_or(recorded_at <= self.at, |size| sequence <= *size)
    }

    /// As it is said: a size of the ledger that is named, or of the only one; or a file of checkpoints.
    pub(super) async fn of(reading: &Reading, said: &str, origin: Option<&str>) -> Outcome<Self> {
        let mut cut = Self { sizes: BTreeMap::new(), at: Timestamp::UNIX_EPOCH };
        if let Some(size) = decimal(said) {
            let origin = the_origin(reading, origin).await?;
            let found = reached(reading, &origin, size).await?;
            cut.take(origin, &found);
            return Ok(cut);
        }
        let path = Path::new(said);
        let text = std::fs::read_to_string(path).map_err(|e| io(path, &e))?;
        let log = log_key(reading).await?;
        for note in notes(&text) {
            let checkpoint = opened(&note, &log, said)?;
            let found = reached(reading, &checkpoint.origin, checkpoint.size).await?;
            if found.root != checkpoint.root {
                let text = format!(
                    "{said}: after {} records the root of {} is {}, and the checkpoint says {}: it is of another history; `lienthong audit verify` says more",
                    checkpoint.size, checkpoint.origin, found.root, checkpoint.root
                );
                return Err(Failure::no("LT0987", text));
            }
            cut.take(checkpoint.origin, &found);
        }
        if cut.sizes.is_empty() {
            return Err(Failure::usage("LT0985", format!("{said}: there is no checkpoint in it")));
        }
        Ok(cut)
    }

    fn take(&mut self, origin: Origin, found: &Reached) {
        self.at = self.at.max(found.at);
        self.sizes.insert(origin, found.size);
    }
}

/// The signed notes of a file: a text and its signatures each, an empty line between all of them.
fn notes(text: &str) -> Vec<String> {
    let blocks: Vec<&str> = text.split("\n\n").map(|block| block.trim_matches('\n')).collect();
    let blocks: Vec<&str> = blocks.into_iter().filter(|block| !block.is_empty()).collect();
    blocks.chunks(2).map(|note| note.join("\n\n") + "\n").collect()
}

/// The key with which the unit's logs are signed, as its catalogue says.
async fn log_key(reading: &Reading) -> Outcome<NoteVerifier> {
    let opened = reading.site.opened().await?;
    opened.opening.log_key.parse().map_err(|e| Failure::coded(Exit::Unavailable, "LT0904", e))
}

/// A checkpoint that the unit's log signed, of the ledger that it names itself.
fn opened(note: &str, log: &NoteVerifier, file: &str) -> Outcome<Checkpoint> {
    let wrong = |why: &dyn std::fmt::Display| Failure::no("LT0985", format!("{file}: {why}"));
    let named = note.lines().next().unwrap_or_default();
    let origin = Origin::new(named).map_err(|e| wrong(&e))?;
    let verifier = NoteVerifier::for_log(&origin, *log.key());
    Checkpoint::open(note.as_bytes(), &verifier).map_err(|e| wrong(&e))
}

/// A ledger up to a size.
struct Reached {
    size: u64,
    root: Hash,
    /// When its last record was recorded; the epoch of an empty one.
    at: Timestamp,
}

/// # Errors
/// The ledger has not so many records, or is none of these.
async fn reached(reading: &Reading, origin: &Origin, size: u64) -> Outcome<Reached> {
    let mut tree = Frontier::new();
    let mut at = Timestamp::UNIX_EPOCH;
    if size > 0 {
        let ledger = reading.site.ledger(origin).await?;
        let mut batches = ledger.replay(1);
        while tree.size() < size
            && let Some(batch) = batches.next().await
        {
            let batch = batch.map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))?;
            for bytes in &batch.records {
                if tree.size() < size {
                    tree.append(leaf_hash(bytes));
                    if tree.size() == size {
                        let raw = RawRecord::decode(bytes)
                            .map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))?;
                        at = raw.record.recorded_at;
                    }
                }
            }
        }
    }
    if tree.size() < size {
        let text = format!("{origin} has {} sealed records here, not {size}", tree.size());
        return Err(Failure::no("LT0986", text));
    }
    Ok(Reached { size, root: tree.root(), at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_told_apart_by_empty_lines() {
        let one = "H22/catalogue\n1\nAA\n\n— H22/catalogue x\n";
        let other = "H22/2020\n2\nBB\n\n— H22/2020 y\n— witness z\n";
        assert_eq!(notes(&format!("{one}\n{other}\n")), [one, other]);
        assert_eq!(notes(one), [one]);
        assert_eq!(notes("\n\n"), Vec::<String>::new());
    }
}
