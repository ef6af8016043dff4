//! The second pass: every record read, its chain, its id; its signature and its decision by workers beside.

use super::files::scan_failure;
use super::report::{Failure, Kind, Report};
use super::workers::Checker;
use super::{LedgerFiles, Progress};
use jiff::{SignedDuration, Timestamp};
use lienthong_catalogue::Catalogue;
use lienthong_ledger::embedded::{Scan, ScanError, Scanned};
use lienthong_ledger::placing;
use lienthong_merkle::{Hash, leaf_hash};
use lienthong_names::StreamName;
use lienthong_protocol::{Event, RawRecord};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// How far the seal's time and a record's may lie apart before it is counted.
const FAR: SignedDuration = SignedDuration::from_mins(1);

/// Where a record lies.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) sequence: u64,
    file: Arc<Path>,
    offset: u64,
}

/// Reads the catalogue whole, so that every decision can be made on it as it was known then.
pub(super) fn open_catalogue(
    ledger: &LedgerFiles,
    fingerprint: Option<Hash>,
    catalogue: &mut Catalogue,
) -> Result<(), Box<Failure>> {
    each(ledger, |place, bytes, _| {
        let raw = read(ledger, &place, bytes)?;
        catalogue.pass(place.sequence);
        for event in raw.record.events() {
            if let Event::Catalogue(entry) = event {
                catalogue.evolve(place.sequence, entry);
            }
        }
        if place.sequence == 1 {
            check_opening(ledger, &place, &raw, fingerprint)?;
        }
        Ok(())
    })
}

fn check_opening(
    ledger: &LedgerFiles,
    place: &Place,
    raw: &RawRecord,
    fingerprint: Option<Hash>,
) -> Result<(), Box<Failure>> {
    let log_key = ledger.log.to_string();
    if raw.record.opening().is_none_or(|opening| *opening.log_key != *log_key) {
        let what =
            "record 1 does not open this ledger under the key its checkpoints are signed with".to_owned();
        return Err(failure(ledger, place, Kind::Opening, what));
    }
    match fingerprint {
        Some(expected) if expected != raw.leaf => {
            let what =
                format!("its fingerprint is {}, {expected} was expected: this is another ledger", raw.leaf);
            Err(failure(ledger, place, Kind::Opening, what))
        }
        _ => Ok(()),
    }
}

/// What stands of a stream so far.
#[derive(Debug, Clone, Copy)]
struct Last {
    revision: u64,
    leaf: Hash,
    recorded_at: Timestamp,
}

/// The records of one ledger, read in their order: chain and id are looked at here, signatures and decisions by workers.
pub(super) struct Records<'a> {
    ledger: &'a LedgerFiles,
    streams: BTreeMap<StreamName, Last>,
    ids: BTreeSet<[u8; 32]>,
}

impl<'a> Records<'a> {
    pub(super) const fn new(ledger: &'a LedgerFiles) -> Self {
        Self { ledger, streams: BTreeMap::new(), ids: BTreeSet::new() }
    }

    /// Checks every record. Those up to `verified` were checked before, and are read only for what stands after them.
    ///
    /// The failure that is reported is the first in the order of the ledger, whatever was found first.
    pub(super) fn check(
        mut self,
        checker: &Checker<'_>,
        verified: u64,
        report: &mut Report,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), Box<Failure>> {
        let ledger = self.ledger;
        let before = report.redecided;
        let (done, read) = checker.run(ledger, |work| {
            each(ledger, |place, bytes, scanned| {
                let raw = read(ledger, &place, bytes)?;
                let apart = scanned.batch.sealed_at.duration_since(raw.record.recorded_at).abs();
                report.sealed_far_from_recorded += u64::from(apart > FAR);
                self.chain(&place, &raw)?;
                self.id(&place, bytes)?;
                progress(Progress { seen: report.records, decided: before + work.redecided() });
                let is_checked = place.sequence > verified;
                work.take(place, raw, is_checked);
                // What comes after a failure is not looked at.
                if work.has_failed() { Err(failure_found(ledger)) } else { Ok(()) }
            })
        });
        report.redecided += done.redecided;
        report.not_redecidable += done.not_redecidable;
        // A worker's failure is in a record before the one that was read last; unless that one failed itself.
        match (done.first_failure, read) {
            (Some(found), _) => Err(found),
            (None, read) => read,
        }
    }

    fn chain(&mut self, place: &Place, raw: &RawRecord) -> Result<(), Box<Failure>> {
        let record = &raw.record;
        let last = self.streams.get(&record.stream);
        let (revision, head) = last.map_or((0, None), |last| (last.revision, Some(last.leaf)));
        let what = if record.revision != revision + 1 {
            format!("{} has revision {}, {} should come", record.stream, record.revision, revision + 1)
        } else if record.previous != head {
            format!(
                "{} revision {} follows another record than the one before it",
                record.stream, record.revision
            )
        } else if last.is_some_and(|last| record.recorded_at < last.recorded_at) {
            format!("{} revision {} was recorded before the record before it", record.stream, record.revision)
        } else {
            let last = Last { revision: record.revision, leaf: raw.leaf, recorded_at: record.recorded_at };
            self.streams.insert(record.stream.clone(), last);
            return Ok(());
        };
        Err(failure(self.ledger, place, Kind::Chain, what))
    }

    fn id(&mut self, place: &Place, bytes: &[u8]) -> Result<(), Box<Failure>> {
        let placed = placing::place(bytes)
            .map_err(|e| failure(self.ledger, place, Kind::Unreadable, e.to_string()))?;
        if self.ids.insert(placed.dedupe) {
            Ok(())
        } else {
            let what = "its command id has a verdict already".to_owned();
            Err(failure(self.ledger, place, Kind::IdTwice, what))
        }
    }
}

/// Ends the reading: a worker has found what is wrong, and that is reported.
fn failure_found(ledger: &LedgerFiles) -> Box<Failure> {
    let place = Place { sequence: 0, file: Arc::from(ledger.directory.as_path()), offset: 0 };
    failure(ledger, &place, Kind::Unavailable, "a record before it is wrong".to_owned())
}

fn read(ledger: &LedgerFiles, place: &Place, bytes: &[u8]) -> Result<RawRecord, Box<Failure>> {
    let raw =
        RawRecord::decode(bytes).map_err(|e| failure(ledger, place, Kind::Unreadable, e.to_string()))?;
    if raw.record.origin != ledger.origin {
        let what = format!("it says that it is of {}", raw.record.origin);
        return Err(failure(ledger, place, Kind::Unreadable, what));
    }
    debug_assert_eq!(raw.leaf, leaf_hash(bytes));
    Ok(raw)
}

/// Every record of a ledger with its place.
fn each(
    ledger: &LedgerFiles,
    mut take: impl FnMut(Place, &[u8], &Scanned) -> Result<(), Box<Failure>>,
) -> Result<(), Box<Failure>> {
    let opened = |error| scan_failure(&ledger.origin, ScanError::Open(error));
    let mut file: Arc<Path> = Arc::from(Path::new(""));
    for scanned in Scan::open(&ledger.directory).map_err(opened)? {
        let scanned = scanned.map_err(|error| scan_failure(&ledger.origin, error))?;
        if *file != *scanned.file {
            file = Arc::from(scanned.file.as_path());
        }
        for (index, (sequence, bytes)) in (scanned.batch.first..).zip(&scanned.batch.records).enumerate() {
            let place = Place { sequence, file: Arc::clone(&file), offset: scanned.record_offset(index) };
            take(place, bytes, &scanned)?;
        }
    }
    Ok(())
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
