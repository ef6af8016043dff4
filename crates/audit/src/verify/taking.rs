//! A batch taken apart: hashed and read, its checkpoint and its commands' signatures checked. No order is asked for: whoever is free does it.

use super::LedgerFiles;
use super::report::{Failure, Kind};
use lienthong_catalogue::Catalogue;
use lienthong_ledger::embedded::Scanned;
use lienthong_ledger::placing;
use lienthong_merkle::Hash;
use lienthong_names::{AgencyId, StreamName};
use lienthong_protocol::Record;
use lienthong_protocol::checkpoint::{Checkpoint, CheckpointError};
use lienthong_protocol::known::KnownSignatures;
use lienthong_service::{Decided, check_agency, dedupe_key};
use std::path::Path;
use std::sync::Arc;

/// Where a record lies.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) sequence: u64,
    pub(super) file: Arc<Path>,
    pub(super) offset: u64,
    /// Its bytes, of which there are at most 65,535.
    pub(super) length: u32,
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
    pub(super) decided: Decided,
    /// Agency, id and what the command is about.
    pub(super) dedupe: [u8; 32],
    /// The stream that it was decided on; `None` where its command cannot be read.
    pub(super) about: Option<StreamName>,
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
    pub(super) fn take(&mut self, scanned: Scanned) -> Taken {
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

    fn one(&mut self, place: Place, bytes: &[u8], leaf: Hash) -> Result<One, Box<Failure>> {
        let ledger = self.ledger;
        let decided = Decided::new(read(ledger, &place, bytes)?, leaf);
        self.is_known(&place, decided.record.decided_on.catalogue_position)?;
        let about = decided.about();
        let (agency, dedupe) = match (&decided.command, &about) {
            (Ok(command), Some(about)) => (command.act.agency.clone(), dedupe_key(command, about)),
            // A log has found it a place, whatever it asks.
            _ => placing::place(bytes)
                .map(|placed| (placed.agency, placed.dedupe))
                .map_err(|e| failure(ledger, &place, Kind::Unreadable, e.to_string()))?,
        };
        let is_checked = place.sequence > self.verified;
        let unsigned = if is_checked { self.signature(&place, &decided.record, &agency).err() } else { None };
        let unsigned = unsigned.map(|what| failure(ledger, &place, Kind::Signature, what));
        Ok(One { place, decided, dedupe, about, unsigned })
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
    fn signature(&mut self, place: &Place, record: &Record, speaks: &AgencyId) -> Result<(), String> {
        let signed = &record.signed;
        let known = self.catalogue.as_known(record.decided_on.catalogue_position).key_ever(&signed.key_id);
        // Record 1 alone brings a key along; another that would is decided again, and rejected.
        match known.or_else(|| record.key_brought().filter(|_| place.sequence == 1)) {
            None => Err(format!("key {} was not registered when it was decided", signed.key_id)),
            Some(key) if key.agency != signed.agency => {
                Err(format!("key {} is not {}'s", key.id, signed.agency))
            }
            Some(key) => {
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
    let file: Arc<Path> = Arc::from(scanned.file.as_path());
    let offsets = scanned.batch.record_offsets();
    let records = (scanned.batch.first..).zip(offsets).zip(&scanned.batch.records).zip(leaves);
    records.map(move |(((sequence, within), bytes), leaf)| {
        let offset = scanned.offset + within as u64;
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let place = Place { sequence, file: Arc::clone(&file), offset, length };
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
        file: place.file.to_path_buf(),
        offset: place.offset,
        place: format!("record {}", place.sequence),
        what,
    })
}
