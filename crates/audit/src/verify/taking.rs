//! A batch taken apart: hashed and read, its checkpoint and its commands' signatures checked. No order is asked for: whoever is free does it.

use super::LedgerFiles;
use super::report::{Failure, Kind};
use lienthong_catalogue::Catalogue;
use lienthong_ledger::embedded::{Scanned, segment_file};
use lienthong_ledger::placing;
use lienthong_merkle::Hash;
use lienthong_names::AgencyId;
use lienthong_protocol::Record;
use lienthong_protocol::checkpoint::{Checkpoint, CheckpointError};
use lienthong_protocol::known::KnownSignatures;
use lienthong_service::{Decided, check_agency, dedupe_key};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::PathBuf;

/// Where a record lies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) sequence: u64,
    /// The first sequence of its file.
    pub(super) segment: u64,
    pub(super) offset: u64,
    /// Its bytes, of which there are at most 65,535.
    pub(super) length: u32,
}

impl Place {
    pub(super) fn file(&self, ledger: &LedgerFiles) -> PathBuf {
        segment_file(&ledger.directory, self.segment)
    }
}

/// What a batch holds.
pub(super) struct Taken {
    pub(super) scanned: Scanned,
    pub(super) leaves: Vec<Hash>,
    pub(super) note: Result<Checkpoint, CheckpointError>,
    /// Its records, up to the first that cannot be read.
    pub(super) records: Vec<Result<One, Box<Failure>>>,
}

/// A record, and all that is said of it alone.
pub(super) struct One {
    pub(super) place: Place,
    /// Boxed: it goes from hand to hand.
    pub(super) decided: Box<Decided>,
    /// Agency, id and what the command is about.
    pub(super) dedupe: [u8; 32],
    /// In whose name its command is, where that cannot be read but for this.
    placed: Option<AgencyId>,
    /// One number for all that was decided on the same stream; for its own, where its command cannot be read.
    pub(super) of_stream: u64,
    /// Why its signature is not one; asked only of what was not verified before.
    pub(super) unsigned: Option<Box<Failure>>,
}

/// Takes batches of one ledger apart.
pub(super) struct Taking<'a> {
    pub(super) ledger: &'a LedgerFiles,
    pub(super) catalogue: &'a Catalogue,
    /// Up to which record signatures were checked before.
    pub(super) verified: u64,
    pub(super) known: KnownSignatures,
}

impl Taking<'_> {
    /// Takes batches apart: first all that is read, then all that is signed, since each of the two is done sooner without the other between.
    pub(super) fn take(&mut self, batches: Vec<Scanned>) -> Vec<Taken> {
        let mut taken: Vec<Taken> = batches.into_iter().map(|scanned| self.read(scanned)).collect();
        for one in taken.iter_mut().flat_map(|taken| &mut taken.records).flatten() {
            if one.place.sequence > self.verified {
                one.unsigned = self.signature(one).err().map(|what| {
                    let kind = Kind::Signature;
                    failure(self.ledger, &one.place, kind, what)
                });
            }
        }
        taken
    }

    fn read(&self, scanned: Scanned) -> Taken {
        let ledger = self.ledger;
        let leaves = scanned.batch.leaves();
        let note = Checkpoint::open(&scanned.batch.checkpoint, &ledger.log);
        let mut records = Vec::with_capacity(leaves.len());
        for (place, bytes, leaf) in places(&scanned, &leaves) {
            let one = self.one(place, bytes, leaf);
            let is_readable = one.is_ok();
            records.push(one);
            if !is_readable {
                break;
            }
        }
        Taken { scanned, leaves, note, records }
    }

    fn one(&self, place: Place, bytes: &[u8], leaf: Hash) -> Result<One, Box<Failure>> {
        let ledger = self.ledger;
        let decided = Box::new(Decided::new(read(ledger, &place, bytes)?, leaf));
        self.is_known(&place, decided.record.decided_on.catalogue_position)?;
        let about = decided.about();
        let (placed, dedupe) = match (&decided.command, &about) {
            (Ok(command), Some(about)) => (None, dedupe_key(command, about)),
            // A log has found it a place, whatever it asks.
            _ => placing::place(bytes)
                .map(|placed| (Some(placed.agency), placed.dedupe))
                .map_err(|e| failure(ledger, &place, Kind::Unreadable, e.to_string()))?,
        };
        let mut hasher = DefaultHasher::new();
        about.as_deref().unwrap_or(&decided.record.stream).hash(&mut hasher);
        let of_stream = hasher.finish();
        Ok(One { place, decided, dedupe, placed, of_stream, unsigned: None })
    }

    /// No decision knows what the catalogue does not say, nor one of the catalogue itself what comes after it.
    fn is_known(&self, place: &Place, position: u64) -> Result<(), Box<Failure>> {
        let ledger = self.ledger;
        let known =
            if ledger.origin.is_catalogue() { place.sequence - 1 } else { self.catalogue.now().position() };
        if position <= known {
            return Ok(());
        }
        let what = format!("it was decided on {position} records of the catalogue, {known} came before it");
        Err(failure(ledger, place, Kind::Chain, what))
    }

    /// Whether a key signed it that may speak for the agency in whose name it is; if not, why.
    fn signature(&mut self, one: &One) -> Result<(), String> {
        let Decided { record, command, .. } = &*one.decided;
        let signed = &record.signed;
        let known = self.catalogue.as_known(record.decided_on.catalogue_position).key_ever(&signed.key_id);
        // Record 1 alone brings a key along; another that would is decided again, and rejected.
        match known.or_else(|| record.key_brought().filter(|_| one.place.sequence == 1)) {
            None => Err(format!("key {} was not registered when it was decided", signed.key_id)),
            Some(key) if key.agency != signed.agency => {
                Err(format!("key {} is not {}'s", key.id, signed.agency))
            }
            Some(key) => {
                let named = command.as_ref().ok().map(|command| &command.act.agency);
                let speaks = one.placed.as_ref().or(named).ok_or("its command is in nobody's name")?;
                check_agency(key, speaks).map_err(|fault| fault.en)?;
                let verified = self.known.verify(signed, &self.ledger.origin, &record.command, &key.public);
                verified.map_err(|_| format!("key {} did not sign this command for this ledger", key.id))
            }
        }
    }
}

/// The records of a batch with their places and leaves.
pub(super) fn places<'a>(
    scanned: &'a Scanned,
    leaves: &'a [Hash],
) -> impl Iterator<Item = (Place, &'a [u8], Hash)> {
    let offsets = scanned.batch.record_offsets();
    let records = (scanned.batch.first..).zip(offsets).zip(&scanned.batch.records).zip(leaves);
    records.map(move |(((sequence, within), bytes), leaf)| {
        let offset = scanned.offset + within as u64;
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let place = Place { sequence, segment: scanned.segment, offset, length };
        (place, bytes.as_ref(), *leaf)
    })
}

/// Reads a record of a ledger.
pub(super) fn read(ledger: &LedgerFiles, place: &Place, bytes: &[u8]) -> Result<Record, Box<Failure>> {
    let record =
        Record::decode(bytes).map_err(|e| failure(ledger, place, Kind::Unreadable, e.to_string()))?;
    if record.origin != ledger.origin {
        let what = format!("it says that it is of {}", record.origin);
        return Err(failure(ledger, place, Kind::Unreadable, what));
    }
    Ok(record)
}

pub(super) fn failure(ledger: &LedgerFiles, place: &Place, kind: Kind, what: String) -> Box<Failure> {
    Box::new(Failure {
        kind,
        origin: ledger.origin.clone(),
        file: place.file(ledger),
        offset: place.offset,
        place: format!("record {}", place.sequence),
        what,
    })
}
