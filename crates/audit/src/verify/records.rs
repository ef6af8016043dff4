//! Every record in the order of its ledger: the tree that it stands in, its chain, its id. What needs no order is done by workers beside.

use super::files::{Seen, Tree, as_finished, scan, scan_failure};
use super::report::{Failure, Head, Kind, Report};
use super::taking::{One, Place, failure, places, read};
use super::workers::{Checker, Work};
use super::{LedgerFiles, Progress};
use jiff::{SignedDuration, Timestamp};
use lienthong_catalogue::{Catalogue, View};
use lienthong_merkle::Hash;
use lienthong_names::StreamName;
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::{Event, Record};
use lienthong_service::Decided;
use std::collections::{HashMap, HashSet};

/// How far apart times may lie that should be one, before it is counted.
const FAR: SignedDuration = SignedDuration::from_mins(1);

/// Room for so many ids is made before the first of them (40 MiB).
const IDS_AT_ONCE: usize = 1 << 20;

/// The catalogue, and when it came to be known.
#[derive(Default)]
pub(super) struct Known {
    pub(super) catalogue: Catalogue,
    /// How many records it had at the first look, before any other ledger was looked at.
    seen: u64,
    /// Of each batch its last record, and when it was sealed.
    sealed: Vec<(u64, Timestamp)>,
}

impl Known {
    /// What it said by then: of what it has said since the others may be behind, as far as they are looked at.
    fn at_first(&self) -> View<'_> {
        self.catalogue.as_known(self.seen)
    }

    /// Whether a record's decision passed over what the catalogue had said long before it.
    fn is_behind(&self, record: &Record) -> bool {
        let position = record.decided_on.catalogue_position;
        let next = self.sealed.get(self.sealed.partition_point(|(last, _)| *last <= position));
        next.is_some_and(|(_, sealed_at)| record.recorded_at.duration_since(*sealed_at) > FAR)
    }
}

/// Reads the catalogue whole, so that every decision can be made on it as it was known then. Its tree first, so that nothing is read of what
/// the log did not sign.
pub(super) fn open_catalogue(
    ledger: &LedgerFiles,
    seen: &Seen,
    fingerprint: Option<Hash>,
) -> Result<Known, Box<Failure>> {
    let mut known = Known { seen: seen.records, ..Known::default() };
    let mut tree = Tree::new(ledger, seen, None);
    for scanned in scan(ledger)? {
        let scanned = scanned.map_err(|error| scan_failure(&ledger.origin, error))?;
        let leaves = scanned.batch.leaves();
        tree.take(&scanned, &leaves, &Checkpoint::open(&scanned.batch.checkpoint, &ledger.log))?;
        for (place, bytes, leaf) in places(&scanned, &leaves) {
            let record = read(ledger, &place, bytes)?;
            known.catalogue.pass(place.sequence);
            for event in record.events() {
                if let Event::Catalogue(entry) = event {
                    known.catalogue.evolve(place.sequence, entry);
                }
            }
            if place.sequence == 1 {
                check_opening(ledger, &place, &record, leaf, fingerprint)?;
            }
        }
        known.sealed.push((scanned.batch.size_after(), scanned.batch.sealed_at));
    }
    Ok(known)
}

fn check_opening(
    ledger: &LedgerFiles,
    place: &Place,
    record: &Record,
    leaf: Hash,
    fingerprint: Option<Hash>,
) -> Result<(), Box<Failure>> {
    let log_key = ledger.log.to_string();
    if record.opening().is_none_or(|opening| *opening.log_key != *log_key) {
        let what =
            "record 1 does not open this ledger under the key its checkpoints are signed with".to_owned();
        return Err(failure(ledger, place, Kind::Opening, what));
    }
    match fingerprint {
        Some(expected) if expected != leaf => {
            let what = format!("its fingerprint is {leaf}, {expected} was expected: this is another ledger");
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

/// The records of one ledger, in their order.
pub(super) struct Records<'a> {
    ledger: &'a LedgerFiles,
    /// How many were there at the first look. What has come since may rest on what the catalogue has said since.
    seen: u64,
    tree: Tree<'a>,
    // Looked up, never walked: the order of either does not matter.
    streams: HashMap<StreamName, Last>,
    ids: HashSet<[u8; 32]>,
}

impl<'a> Records<'a> {
    pub(super) fn new(ledger: &'a LedgerFiles, seen: &'a Seen, verified: Option<&'a Head>) -> Self {
        let tree = Tree::new(ledger, seen, verified);
        // As many ids as records: a table that grows moves what it holds. The first look counts what headers claim, so not for whatever they do.
        let ids =
            HashSet::with_capacity(usize::try_from(seen.records).map_or(IDS_AT_ONCE, |n| n.min(IDS_AT_ONCE)));
        Self { ledger, seen: seen.records, tree, streams: HashMap::new(), ids }
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
        let (ledger, before) = (self.ledger, report.redecided);
        let (done, read) = checker.run(ledger, verified, |work| {
            for chunk in work.read_ahead(scan(ledger)?, self.seen) {
                for taken in chunk? {
                    self.tree.take(&taken.scanned, &taken.leaves, &taken.note)?;
                    let sealed_at = taken.scanned.batch.sealed_at;
                    for one in taken.records {
                        let one = one?;
                        let record = &one.decided.record;
                        let apart = sealed_at.duration_since(record.recorded_at).abs();
                        report.sealed_far_from_recorded += u64::from(apart > FAR);
                        report.decided_behind_catalogue += u64::from(checker.known.is_behind(record));
                        self.record(one, work, verified)?;
                        report.records += 1;
                    }
                    report.batches += 1;
                }
                work.send();
                progress(Progress { seen: report.records, decided: before + work.redecided() });
                // What comes after a failure is not looked at.
                if work.has_failed() {
                    return Err(failure_found(ledger));
                }
            }
            let head = self.tree.end()?;
            as_finished(ledger, checker.known.at_first(), &head)?;
            Ok(head)
        });
        report.redecided += done.redecided;
        report.not_redecidable += done.not_redecidable;
        // A worker's failure is in a record before the one that was read last; unless that one failed itself.
        match (done.first_failure, read) {
            (Some(found), _) => Err(found),
            (None, Err(failure)) => Err(failure),
            (None, Ok(head)) => {
                report.heads.push(head);
                Ok(())
            }
        }
    }

    /// Its chain and its id; its decision is looked at by the worker of its stream.
    fn record(&mut self, one: One, work: &Work<'_>, verified: u64) -> Result<(), Box<Failure>> {
        let One { place, decided, dedupe, of_stream, unsigned, .. } = one;
        self.chain(&place, &decided)?;
        if !self.ids.insert(dedupe) {
            let what = "its command id has a verdict already".to_owned();
            return Err(failure(self.ledger, &place, Kind::IdTwice, what));
        }
        if let Some(unsigned) = unsigned {
            return Err(unsigned);
        }
        let is_checked = place.sequence > verified;
        work.decide(place, decided, of_stream, is_checked);
        Ok(())
    }

    fn chain(&mut self, place: &Place, decided: &Decided) -> Result<(), Box<Failure>> {
        let record = &decided.record;
        let last = self.streams.get_mut(&record.stream);
        let (revision, head) = last.as_ref().map_or((0, None), |last| (last.revision, Some(last.leaf)));
        let what = if record.revision != revision + 1 {
            format!("{} has revision {}, {} should come", record.stream, record.revision, revision + 1)
        } else if record.previous != head {
            format!(
                "{} revision {} follows another record than the one before it",
                record.stream, record.revision
            )
        } else if last.as_ref().is_some_and(|last| record.recorded_at < last.recorded_at) {
            format!("{} revision {} was recorded before the record before it", record.stream, record.revision)
        } else {
            let now = Last { revision: record.revision, leaf: decided.leaf, recorded_at: record.recorded_at };
            match last {
                Some(last) => *last = now,
                None => drop(self.streams.insert(record.stream.clone(), now)),
            }
            return Ok(());
        };
        Err(failure(self.ledger, place, Kind::Chain, what))
    }
}

/// Ends the reading: a worker has found what is wrong, and that is reported.
fn failure_found(ledger: &LedgerFiles) -> Box<Failure> {
    let place = Place { sequence: 0, segment: 0, offset: 0, length: 0 };
    failure(ledger, &place, Kind::Unavailable, "a record before it is wrong".to_owned())
}
