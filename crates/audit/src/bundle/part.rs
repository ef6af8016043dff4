//! One ledger's part of a bundle: its checkpoint, its records in the tree, their streams unbroken.

use super::failure::{Failure, Kind};
use super::format::{Part, Proved};
use super::heads::Heads;
use lienthong_ledger::placing;
use lienthong_merkle::{Hash, verify_inclusion};
use lienthong_names::{Origin, StreamKind, StreamName};
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::form::first_of;
use lienthong_protocol::note::{Note, NoteVerifier};
use lienthong_protocol::{Command, RawRecord};
use std::collections::{BTreeMap, BTreeSet};

/// A record that stands in the log's tree.
pub(super) struct Sealed {
    pub(super) sequence: u64,
    pub(super) raw: RawRecord,
    pub(super) command: Command,
}

/// A part whose checkpoint the log signed, and whose records are in its tree.
pub(super) struct InTree {
    pub(super) origin: Origin,
    pub(super) log: NoteVerifier,
    pub(super) checkpoint: Checkpoint,
    pub(super) note: Note,
    pub(super) heads: Option<Heads>,
    pub(super) records: Vec<Sealed>,
}

impl InTree {
    /// Opens a part: by its own statement of the log's key, which is compared with others' afterwards.
    pub(super) fn open(part: &Part) -> Result<Self, Failure> {
        let origin = Origin::new(&part.origin).map_err(|e| Failure::whole(Kind::Malformed, e.to_string()))?;
        let log: NoteVerifier =
            part.log_key.parse().map_err(|e| Failure::whole(Kind::LogKey, format!("{origin}: {e}")))?;
        if log.name() != origin.as_str() {
            let what = format!("{origin}: its log's key is one of {}", log.name());
            return Err(Failure::whole(Kind::LogKey, what));
        }
        let unsigned = |e: &dyn std::fmt::Display| Failure::whole(Kind::Checkpoint, format!("{origin}: {e}"));
        let note = Note::parse(part.checkpoint.as_bytes()).map_err(|e| unsigned(&e))?;
        let checkpoint = Checkpoint::verified(&note, &log).map_err(|e| unsigned(&e))?;
        let heads = part.heads.as_deref().map(|note| Heads::open(note, &log, &checkpoint)).transpose();
        let heads = heads.map_err(|what| Failure::whole(Kind::Heads, format!("{origin}: {what}")))?;
        let mut last = 0;
        for Proved { sequence, .. } in &part.records {
            let failed = |kind, what: String| Err(Failure::of(kind, &origin, *sequence, what));
            if *sequence > checkpoint.size {
                let what = format!("the checkpoint is over {} records, and cannot prove it", checkpoint.size);
                return failed(Kind::Beyond, what);
            }
            if *sequence <= last {
                return failed(Kind::Order, format!("it stands after record {last}"));
            }
            last = *sequence;
        }
        let records = part.records.iter().map(|proved| sealed(&origin, &checkpoint, proved));
        let records = records.collect::<Result<_, _>>()?;
        Ok(Self { origin, log, checkpoint, note, heads, records })
    }

    /// The records' streams, each from its first record on and unbroken.
    pub(super) fn streams(&self) -> Result<BTreeMap<&StreamName, Vec<&Sealed>>, Failure> {
        let mut streams: BTreeMap<&StreamName, Vec<&Sealed>> = BTreeMap::new();
        for record in &self.records {
            let stream = streams.entry(&record.raw.record.stream).or_default();
            self.follows(stream.last().copied(), record)?;
            stream.push(record);
        }
        Ok(streams)
    }

    fn follows(&self, last: Option<&Sealed>, next: &Sealed) -> Result<(), Failure> {
        let record = &next.raw.record;
        let before = last.map(|last| &last.raw.record);
        let expected = before.map_or(0, |record| record.revision) + 1;
        let (kind, what) = if record.revision > expected {
            (Kind::LeftOut, format!("{}: revision {expected} is missing before it", record.stream))
        } else if record.revision < expected {
            let what =
                format!("{}: revision {} stands where {expected} should", record.stream, record.revision);
            (Kind::Chain, what)
        } else if record.previous != last.map(|last| last.raw.leaf) {
            (Kind::Chain, format!("{}: it follows another record than the one before it", record.stream))
        } else if before.is_some_and(|before| record.recorded_at < before.recorded_at) {
            (Kind::Chain, format!("{}: it was recorded before the record before it", record.stream))
        } else if before
            .is_some_and(|before| record.decided_on.catalogue_position < before.decided_on.catalogue_position)
        {
            (Kind::Chain, format!("{}: its catalogue position went back", record.stream))
        } else {
            return Ok(());
        };
        Err(self.failure(kind, next, what))
    }

    /// That the log says of every one of these streams that it ends where it ends here. `false`: it says nothing.
    pub(super) fn ends<'a>(
        &'a self,
        streams: &BTreeMap<&'a StreamName, Vec<&Sealed>>,
        others: impl IntoIterator<Item = &'a StreamName>,
    ) -> Result<bool, Failure> {
        let Some(heads) = &self.heads else { return Ok(false) };
        let all: BTreeSet<&StreamName> = streams.keys().copied().chain(others).collect();
        for stream in all {
            let here = streams.get(stream).and_then(|stream| stream.last());
            let here: Option<(u64, Hash)> = here.map(|last| (last.raw.record.revision, last.raw.leaf));
            let revision = |end: Option<(u64, Hash)>| end.map_or(0, |(revision, _)| revision);
            let (kind, what) = match heads.ends.get(stream) {
                Some(end) if *end == here => continue,
                Some(end) if revision(*end) > revision(here) => (
                    Kind::LeftOut,
                    format!(
                        "{stream}: the log has signed that it ends with revision {}, and here it ends with {}",
                        revision(*end),
                        revision(here)
                    ),
                ),
                Some(_) => {
                    (Kind::Heads, format!("{stream}: the log has signed that it ends with another record"))
                }
                None => (Kind::Heads, format!("the log has signed nothing of where {stream} ends")),
            };
            let last = streams.get(stream).and_then(|stream| stream.last());
            return Err(match last {
                Some(last) => self.failure(kind, last, what),
                None => Failure::whole(kind, format!("{}: {what}", self.origin)),
            });
        }
        Ok(true)
    }

    /// No id has two verdicts.
    pub(super) fn ids(&self) -> Result<(), Failure> {
        let mut ids = BTreeSet::new();
        for record in &self.records {
            let placed = placing::place(&record.raw.bytes)
                .map_err(|e| self.failure(Kind::Unreadable, record, e.to_string()))?;
            if !ids.insert(placed.dedupe) {
                return Err(self.failure(Kind::Chain, record, "its command's id has a verdict already"));
            }
        }
        Ok(())
    }

    /// A failure of one of its records.
    pub(super) fn failure(&self, kind: Kind, of: &Sealed, what: impl Into<String>) -> Failure {
        Failure::of(kind, &self.origin, of.sequence, what)
    }
}

/// A record in the tree of a checkpoint.
fn sealed(origin: &Origin, checkpoint: &Checkpoint, proved: &Proved) -> Result<Sealed, Failure> {
    let sequence = proved.sequence;
    let failed = |kind, what: String| Failure::of(kind, origin, sequence, what);
    let path =
        proved.path.iter().map(|hash| Hash::try_from(hash.0.as_slice())).collect::<Result<Vec<_>, _>>();
    let path = path.map_err(|e| failed(Kind::Malformed, format!("its path: {e}")))?;
    let leaf = lienthong_merkle::leaf_hash(&proved.bytes.0);
    let index = sequence.checked_sub(1);
    let index = index.ok_or_else(|| failed(Kind::Malformed, "records are counted from 1".to_owned()))?;
    verify_inclusion(leaf, index, checkpoint.size, &path, checkpoint.root)
        .map_err(|e| failed(Kind::Inclusion, format!("it is not in the tree that the log signed: {e}")))?;
    let raw = RawRecord::decode(&proved.bytes.0).map_err(|e| failed(Kind::Unreadable, e.to_string()))?;
    if raw.record.origin != *origin {
        return Err(failed(Kind::Unreadable, format!("it says that it is of {}", raw.record.origin)));
    }
    let command = Command::decode(&raw.record.command).map_err(|errors| {
        let why = first_of(&errors);
        failed(Kind::Unreadable, format!("its command cannot be read: {why}"))
    })?;
    // A stranger's rejection stands apart from what it is about.
    let stream = &raw.record.stream;
    if stream.kind() != StreamKind::Rejected && command.stream() != *stream {
        let what = format!("its command is about {}, and it stands in {stream}", command.stream());
        return Err(failed(Kind::OtherStream, what));
    }
    Ok(Sealed { sequence, raw, command })
}
