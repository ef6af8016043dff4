//! What a house on disk holds, read and checked by the library: the binary under test has no say in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lienthong_ledger::embedded::{Scan, Scanned};
use lienthong_merkle::{Frontier, Hash};
use lienthong_names::{Origin, Source};
use lienthong_protocol::note::NoteVerifier;
use lienthong_protocol::{Command, Decision, RawRecord};

/// The origin of the ledger that the shipped mapping names.
pub const RECEIPT: &str = "coselog/receipt";

/// A sealed record with what its command says.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// Its place in the ledger, from 1.
    pub sequence: u64,
    /// Its Merkle leaf.
    pub leaf: Hash,
    /// The record.
    pub raw: RawRecord,
    /// Its command.
    pub command: Command,
}

impl Sealed {
    /// The source's words about it, if it is an act of the source.
    pub fn source(&self) -> Option<&Source> {
        self.command.act.source.as_ref().filter(|_| !self.command.act.derived)
    }

    /// The names of its events; none for a rejection.
    pub fn kinds(&self) -> Vec<&'static str> {
        self.raw.record.events().iter().map(|event| event.kind_name()).collect()
    }

    /// Whether the rules said no, for a reason of this code.
    pub fn is_rejected_for(&self, code: &str) -> bool {
        matches!(&self.raw.record.decision, Decision::Rejected(rejection) if rejection.has(code))
    }
}

/// Every sealed batch of a ledger, the tree and the log's signature checked against `ledger.toml`.
pub fn batches(house: &Path, origin: &str) -> Vec<Scanned> {
    let origin = Origin::new(origin).expect("an origin");
    let (folder, log) = (folder(house, &origin), log_key(house, &origin));
    let scan = Scan::open(&folder).unwrap_or_else(|e| panic!("{e}"));
    let mut frontier = Frontier::new();
    let check = |found: Scanned| {
        frontier =
            found.batch.verify(&frontier, &log).unwrap_or_else(|e| panic!("{}: {e}", found.file.display()));
        found
    };
    scan.map(|found| found.unwrap_or_else(|e| panic!("{e}"))).map(check).collect()
}

/// Every sealed record of a ledger, in order.
pub fn records(house: &Path, origin: &str) -> Vec<Sealed> {
    let bytes = batches(house, origin).into_iter().flat_map(|found| found.batch.records);
    (1..).zip(bytes).map(|(sequence, bytes)| read(sequence, &bytes)).collect()
}

fn read(sequence: u64, bytes: &[u8]) -> Sealed {
    let raw = RawRecord::decode(bytes).unwrap_or_else(|e| panic!("record {sequence}: {e}"));
    let command = Command::decode(&raw.record.command).unwrap_or_else(|e| panic!("record {sequence}: {e:?}"));
    Sealed { sequence, leaf: lienthong_merkle::leaf_hash(bytes), raw, command }
}

/// What a history is, whenever and in whatever order of dossiers it was taken in: for each stream and revision the
/// command as signed, and what was decided on it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History(BTreeMap<(String, u64), (Vec<u8>, Decision)>);

impl History {
    /// The history that a ledger of a house holds.
    pub fn of(house: &Path, origin: &str) -> Self {
        records(house, origin).into_iter().collect()
    }

    /// How many records it has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was taken in.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The history of the streams that are `wanted`.
    pub fn of_streams(mut self, wanted: impl Fn(&str) -> bool) -> Self {
        self.0.retain(|(stream, _), _| wanted(stream));
        self
    }

    /// The history without a stream.
    pub fn without(self, stream: &str) -> Self {
        self.of_streams(|of| of != stream)
    }

    /// Whether all of it stands in `whole`.
    pub fn is_part_of(&self, whole: &Self) -> bool {
        self.0.iter().all(|(place, told)| whole.0.get(place) == Some(told))
    }

    /// The streams.
    pub fn streams(&self) -> std::collections::BTreeSet<&str> {
        self.0.keys().map(|(stream, _)| stream.as_str()).collect()
    }

    /// Fails with the first difference.
    #[track_caller]
    pub fn expect_same_as(&self, other: &Self) {
        for (place, told) in &self.0 {
            match other.0.get(place) {
                None => panic!("{place:?} is here and not there: {:?}", told.1),
                Some(there) if there != told => {
                    panic!("{place:?} differs\nhere:  {told:?}\nthere: {there:?}")
                }
                Some(_) => {}
            }
        }
        let more = other.0.keys().find(|place| !self.0.contains_key(*place));
        assert_eq!(more, None, "is there and not here");
    }
}

impl FromIterator<Sealed> for History {
    fn from_iter<I: IntoIterator<Item = Sealed>>(records: I) -> Self {
        let placed = records.into_iter().map(|sealed| {
            let record = sealed.raw.record;
            ((record.stream.to_string(), record.revision), (record.command, record.decision))
        });
        Self(placed.collect())
    }
}

/// The folder of a ledger in its house.
pub fn folder(house: &Path, origin: &Origin) -> PathBuf {
    house.join(origin.name())
}

/// Who signs a ledger's checkpoints, as `ledger.toml` says.
pub fn log_key(house: &Path, origin: &Origin) -> NoteVerifier {
    let path = house.join("ledger.toml");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("log-key = "))
        .expect("ledger.toml names the log's key");
    let catalogue: NoteVerifier = line.trim_matches('"').parse().expect("a C2SP verifier key");
    NoteVerifier::for_log(origin, *catalogue.key())
}
