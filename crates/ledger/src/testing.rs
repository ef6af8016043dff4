//! Small logs for tests: keys, records, batches, all by number.
#![allow(clippy::unwrap_used)]

use crate::batch::SealedBatch;
use crate::conformance::records::Writer;
use crate::ports::Append;
use crate::seal::{Accepted, Sealer};
use jiff::Timestamp;
use lienthong_merkle::{Frontier, Hash, leaf_hash};
use lienthong_names::{CommandId, Origin, StreamName};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::NoteSigner;

pub(crate) fn origin() -> Origin {
    "H22/2020".parse().unwrap()
}

pub(crate) fn log() -> NoteSigner {
    NoteSigner::for_log(&origin(), SigningKey::from_seed(&[1; 32]))
}

pub(crate) fn other_log() -> NoteSigner {
    NoteSigner::for_log(&origin(), SigningKey::from_seed(&[2; 32]))
}

/// Seconds after a fixed instant.
pub(crate) fn instant(seconds: u64) -> Timestamp {
    Timestamp::new(1_601_856_000 + i64::try_from(seconds).unwrap(), 0).unwrap()
}

pub(crate) fn id_of(number: u64) -> CommandId {
    crate::conformance::records::command_id(number)
}

/// Command `number`, recorded in a stream after this head.
pub(crate) fn append_after(stream: &str, head: Option<(u64, Hash)>, number: u64) -> Append {
    let stream: StreamName = stream.parse().unwrap();
    Writer::new(origin()).append(&stream, head, number)
}

/// A batch of `count` records of streams of their own, on top of a tree.
pub(crate) fn batch_after(before: &Frontier, round: u64, count: u64) -> SealedBatch {
    let records: Vec<Accepted> = (0..count)
        .map(|index| {
            let number = round * 1_000 + index;
            let bytes = append_after(&format!("dossier.R{round}-{index}"), None, number).bytes;
            Accepted { leaf: leaf_hash(&bytes), bytes: bytes.into() }
        })
        .collect();
    let sealer = Sealer::at(origin(), log(), before.clone(), None);
    sealer.next(&records, instant(round)).unwrap().batch
}
