//! The second pass: every record read, its chain, its signature, its id, its decision.

use super::files::scan_failure;
use super::report::{Failure, Kind, Report};
use super::{LedgerFiles, Progress};
use jiff::SignedDuration;
use lienthong_catalogue::{Catalogue, Entry, Key};
use lienthong_ledger::embedded::{Scan, ScanError, Scanned};
use lienthong_ledger::placing;
use lienthong_merkle::{Hash, leaf_hash};
use lienthong_names::{StreamKind, StreamName};
use lienthong_protocol::known::KnownSignatures;
use lienthong_protocol::{Event, RawRecord};
use lienthong_service::{Redecide, Redecided};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// How far the seal's time and a record's may lie apart before it is counted.
const FAR: SignedDuration = SignedDuration::from_mins(1);

/// Where a record lies.
struct Place {
    sequence: u64,
    file: PathBuf,
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
    let opens = |event: &Event| match event {
        Event::Catalogue(Entry::LedgerOpened(opening)) => *opening.log_key == *ledger.log.to_string(),
        _ => false,
    };
    if !raw.record.events().iter().any(opens) {
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

/// The records of one ledger.
pub(super) struct Records<'a> {
    ledger: &'a LedgerFiles,
    rules: &'a [Box<dyn Redecide>],
    catalogue: &'a Catalogue,
    streams: BTreeMap<StreamName, Vec<RawRecord>>,
    ids: BTreeSet<[u8; 32]>,
    signatures: KnownSignatures,
}

impl<'a> Records<'a> {
    pub(super) fn new(
        ledger: &'a LedgerFiles,
        rules: &'a [Box<dyn Redecide>],
        catalogue: &'a Catalogue,
    ) -> Self {
        Self {
            ledger,
            rules,
            catalogue,
            streams: BTreeMap::new(),
            ids: BTreeSet::new(),
            signatures: KnownSignatures::new(),
        }
    }

    pub(super) fn check(
        mut self,
        report: &mut Report,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), Box<Failure>> {
        let ledger = self.ledger;
        each(ledger, |place, bytes, scanned| {
            let raw = read(ledger, &place, bytes)?;
            let apart = scanned.batch.sealed_at.duration_since(raw.record.recorded_at).abs();
            report.sealed_far_from_recorded += u64::from(apart > FAR);
            self.chain(&place, &raw)?;
            self.signature(&place, &raw)?;
            self.id(&place, bytes)?;
            self.decision(&place, &raw, report)?;
            self.streams.entry(raw.record.stream.clone()).or_default().push(raw);
            progress(Progress { seen: report.records, decided: report.redecided });
            Ok(())
        })
    }

    fn chain(&self, place: &Place, raw: &RawRecord) -> Result<(), Box<Failure>> {
        let record = &raw.record;
        let last = self.streams.get(&record.stream).and_then(|stream| stream.last());
        let (revision, head) = last.map_or((0, None), |last| (last.record.revision, Some(last.leaf)));
        let what = if record.revision != revision + 1 {
            format!("{} has revision {}, {} should come", record.stream, record.revision, revision + 1)
        } else if record.previous != head {
            format!(
                "{} revision {} follows another record than the one before it",
                record.stream, record.revision
            )
        } else if last.is_some_and(|last| record.recorded_at < last.record.recorded_at) {
            format!("{} revision {} was recorded before the record before it", record.stream, record.revision)
        } else {
            return Ok(());
        };
        Err(failure(self.ledger, place, Kind::Chain, what))
    }

    fn signature(&mut self, place: &Place, raw: &RawRecord) -> Result<(), Box<Failure>> {
        let record = &raw.record;
        let known = self
            .catalogue
            .as_known(record.decided_on.catalogue_position)
            .key_ever(&record.signed.key_id)
            .cloned();
        let key = known.or_else(|| key_in_opening(raw));
        let what = match key {
            None => format!("key {} was not registered when it was decided", record.signed.key_id),
            Some(key) if key.agency != record.signed.agency => {
                format!("key {} is not {}'s", key.id, record.signed.agency)
            }
            Some(key) => {
                match self.signatures.verify(&record.signed, &record.origin, &record.command, &key.public) {
                    Ok(()) => return Ok(()),
                    Err(_) => format!("key {} did not sign this command for this ledger", key.id),
                }
            }
        };
        Err(failure(self.ledger, place, Kind::Signature, what))
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

    fn decision(&self, place: &Place, raw: &RawRecord, report: &mut Report) -> Result<(), Box<Failure>> {
        let Some(rules) = self.rules.iter().find(|rules| rules.service() == raw.record.recorder) else {
            report.not_redecidable += 1;
            return Ok(());
        };
        match rules.redecide(raw, self.seen_by(raw), self.catalogue) {
            Redecided::Same => {
                report.redecided += 1;
                Ok(())
            }
            Redecided::NotDecidable { .. } => {
                report.not_redecidable += 1;
                Ok(())
            }
            Redecided::Different { how } => Err(failure(self.ledger, place, Kind::Decision, how)),
        }
    }

    /// The records that the decision saw: those of its stream, or, for a stranger's rejection, the dossier's up to the revision
    /// that was seen.
    fn seen_by(&self, raw: &RawRecord) -> &[RawRecord] {
        let record = &raw.record;
        let about = match (record.stream.kind(), &record.decided_on.dossier) {
            (StreamKind::Rejected, Some(dossier)) => StreamName::dossier(dossier),
            (StreamKind::Rejected, None) => match lienthong_protocol::Command::decode(&record.command) {
                Ok(command) => command.stream(),
                Err(_) => return &[],
            },
            _ => record.stream.clone(),
        };
        let stream = self.streams.get(&about).map_or(&[][..], Vec::as_slice);
        let seen = usize::try_from(record.decided_on.revision).unwrap_or(usize::MAX);
        stream.get(..seen).unwrap_or(stream)
    }
}

/// The record that opens a catalogue brings its own key along.
fn key_in_opening(raw: &RawRecord) -> Option<Key> {
    raw.record.events().iter().find_map(|event| match event {
        Event::Catalogue(Entry::LedgerOpened(opening)) => {
            opening.keys.iter().find(|key| key.id == raw.record.signed.key_id).cloned()
        }
        _ => None,
    })
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
    for scanned in Scan::open(&ledger.directory).map_err(opened)? {
        let scanned = scanned.map_err(|error| scan_failure(&ledger.origin, error))?;
        for (index, (sequence, bytes)) in (scanned.batch.first..).zip(&scanned.batch.records).enumerate() {
            let place = Place { sequence, file: scanned.file.clone(), offset: scanned.record_offset(index) };
            take(place, bytes, &scanned)?;
        }
    }
    Ok(())
}

fn failure(ledger: &LedgerFiles, place: &Place, kind: Kind, what: String) -> Box<Failure> {
    Box::new(Failure {
        kind,
        origin: ledger.origin.clone(),
        file: place.file.clone(),
        offset: place.offset,
        place: format!("record {}", place.sequence),
        what,
    })
}
