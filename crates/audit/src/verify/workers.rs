//! Signatures and decisions, on as many threads as there are: by far the most work of a verification.
//!
//! A signature goes by its submission, so that the many commands of one are found right once; a decision by the stream that it was made
//! on, so that one worker sees all of that stream, in its order.

use super::LedgerFiles;
use super::records::{Place, failure};
use super::report::{Failure, Kind};
use lienthong_catalogue::{Catalogue, Key};
use lienthong_names::{StreamKind, StreamName};
use lienthong_protocol::known::KnownSignatures;
use lienthong_protocol::{Command, RawRecord, Signed};
use lienthong_service::{Redecide, Redecided};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher as _};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

/// Records that may wait for one worker.
const WAITING_MAX: usize = 1_024;

/// Makes the rules of every service, for one worker: each remembers what it has folded.
pub type MakeRules<'a> = &'a (dyn Fn() -> Vec<Box<dyn Redecide>> + Sync);

/// What workers check by.
pub(super) struct Checker<'a> {
    pub(super) rules: MakeRules<'a>,
    pub(super) catalogue: &'a Catalogue,
    pub(super) threads: NonZeroUsize,
}

/// What all workers of a ledger have done.
pub(super) struct Done {
    pub(super) redecided: u64,
    pub(super) not_redecidable: u64,
    pub(super) first_failure: Option<Box<Failure>>,
}

/// Counts and the first failure so far.
#[derive(Default)]
struct Tally {
    redecided: AtomicU64,
    not_redecidable: AtomicU64,
    first: Mutex<Option<(u64, Box<Failure>)>>,
    /// Sequence of the first failure; the greatest number while there is none.
    failed_at: AtomicU64,
}

impl Tally {
    fn note(&self, sequence: u64, found: Box<Failure>) {
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        // Of one record the signature is spoken of first, whichever worker was sooner.
        if first.as_ref().is_none_or(|(known, of)| (sequence, found.kind) < (*known, of.kind)) {
            self.failed_at.store(sequence, Ordering::Relaxed);
            *first = Some((sequence, found));
        }
    }

    /// Whether it stands after what is wrong already.
    fn is_beyond(&self, sequence: u64) -> bool {
        sequence > self.failed_at.load(Ordering::Relaxed)
    }
}

/// What a worker is to look at.
enum Job {
    /// Whether the agency's key signed it.
    Signature(Place, Box<Claim>),
    /// Whether deciding it again on this stream gives the same, if it is to be checked; it stands in its own from then on.
    Decision { place: Place, raw: Box<RawRecord>, about: Option<StreamName>, is_checked: bool },
}

/// What a signature is over, and what registered its key.
struct Claim {
    signed: Signed,
    command: Vec<u8>,
    catalogue_position: u64,
    brought: Option<Key>,
}

/// The workers of one ledger, as whoever reads it sees them.
pub(super) struct Work<'a> {
    queues: Vec<SyncSender<Job>>,
    tally: &'a Tally,
}

impl Work<'_> {
    /// Records that were decided again so far.
    pub(super) fn redecided(&self) -> u64 {
        self.tally.redecided.load(Ordering::Relaxed)
    }

    /// Whether something is wrong already.
    pub(super) fn has_failed(&self) -> bool {
        self.tally.failed_at.load(Ordering::Relaxed) != u64::MAX
    }

    /// The next record of the ledger.
    pub(super) fn take(&self, place: Place, raw: RawRecord, is_checked: bool) {
        if is_checked {
            let record = &raw.record;
            let claim = Claim {
                signed: record.signed.clone(),
                command: record.command.clone(),
                catalogue_position: record.decided_on.catalogue_position,
                // Record 1 alone brings a key along; another that would is decided again, and rejected.
                brought: record.key_brought().filter(|_| place.sequence == 1).cloned(),
            };
            let by = claim.signed.signature.0;
            self.send(&by, Job::Signature(place.clone(), Box::new(claim)));
        }
        let about = about(&raw);
        let by = about.as_ref().unwrap_or(&raw.record.stream).clone();
        self.send(&by, Job::Decision { place, raw: Box::new(raw), about, is_checked });
    }

    fn send(&self, by: &impl std::hash::Hash, job: Job) {
        let mut hasher = DefaultHasher::new();
        by.hash(&mut hasher);
        let queues = self.queues.len() as u64;
        let queue = usize::try_from(hasher.finish() % queues.max(1)).unwrap_or_default();
        if let Some(queue) = self.queues.get(queue) {
            // A worker that is gone has panicked, which ends the verification with it.
            let _ = queue.send(job);
        }
    }
}

impl Checker<'_> {
    /// Lets workers check what `read` gives them, to the end of it.
    pub(super) fn run<T>(&self, ledger: &LedgerFiles, read: impl FnOnce(&Work<'_>) -> T) -> (Done, T) {
        let tally = Tally { failed_at: AtomicU64::new(u64::MAX), ..Tally::default() };
        let read = std::thread::scope(|scope| {
            let mut queues = Vec::new();
            for _ in 0..self.threads.get() {
                let (queue, jobs) = sync_channel(WAITING_MAX);
                queues.push(queue);
                let tally = &tally;
                scope.spawn(move || {
                    let (rules, catalogue) = ((self.rules)(), self.catalogue);
                    let (streams, signatures) = (BTreeMap::new(), KnownSignatures::new());
                    Worker { ledger, rules, catalogue, streams, signatures, tally }.run(&jobs);
                });
            }
            // Dropped with the queues, the workers come to their end.
            read(&Work { queues, tally: &tally })
        });
        let done = Done {
            redecided: tally.redecided.into_inner(),
            not_redecidable: tally.not_redecidable.into_inner(),
            first_failure: tally
                .first
                .into_inner()
                .unwrap_or_else(PoisonError::into_inner)
                .map(|(_, found)| found),
        };
        (done, read)
    }
}

struct Worker<'a> {
    ledger: &'a LedgerFiles,
    rules: Vec<Box<dyn Redecide>>,
    catalogue: &'a Catalogue,
    streams: BTreeMap<StreamName, Vec<RawRecord>>,
    signatures: KnownSignatures,
    tally: &'a Tally,
}

impl Worker<'_> {
    fn run(mut self, jobs: &Receiver<Job>) {
        for job in jobs {
            match job {
                Job::Signature(place, _) | Job::Decision { place, .. }
                    if self.tally.is_beyond(place.sequence) => {}
                Job::Signature(place, claim) => self.signature(&place, &claim),
                Job::Decision { place, raw, about, is_checked } => {
                    if is_checked {
                        self.decision(&place, &raw, about.as_ref());
                    }
                    self.streams.entry(raw.record.stream.clone()).or_default().push(*raw);
                }
            }
        }
    }

    fn signature(&mut self, place: &Place, claim: &Claim) {
        let Claim { signed, command, catalogue_position, brought } = claim;
        let known = self.catalogue.as_known(*catalogue_position).key_ever(&signed.key_id).cloned();
        let what = match known.or_else(|| brought.clone()) {
            None => format!("key {} was not registered when it was decided", signed.key_id),
            Some(key) if key.agency != signed.agency => format!("key {} is not {}'s", key.id, signed.agency),
            Some(key) => match self.signatures.verify(signed, &self.ledger.origin, command, &key.public) {
                Ok(()) => return,
                Err(_) => format!("key {} did not sign this command for this ledger", key.id),
            },
        };
        self.tally.note(place.sequence, failure(self.ledger, place, Kind::Signature, what));
    }

    fn decision(&self, place: &Place, raw: &RawRecord, about: Option<&StreamName>) {
        let rules = self.rules.iter().find(|rules| rules.service() == raw.record.recorder);
        let redecided = rules.map(|rules| rules.redecide(raw, self.seen_by(raw, about), self.catalogue));
        let counter = match redecided {
            Some(Redecided::Same) => &self.tally.redecided,
            None | Some(Redecided::NotDecidable { .. }) => &self.tally.not_redecidable,
            Some(Redecided::Different { how }) => {
                self.tally.note(place.sequence, failure(self.ledger, place, Kind::Decision, how));
                return;
            }
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// The records that the decision saw: those of its stream, or, for a stranger's rejection, the dossier's up to the revision
    /// that was seen.
    fn seen_by(&self, raw: &RawRecord, about: Option<&StreamName>) -> &[RawRecord] {
        let stream = about.and_then(|about| self.streams.get(about)).map_or(&[][..], Vec::as_slice);
        let seen = usize::try_from(raw.record.decided_on.revision).unwrap_or(usize::MAX);
        stream.get(..seen).unwrap_or(stream)
    }
}

/// The stream that it was decided on; `None` where its command cannot be read.
fn about(raw: &RawRecord) -> Option<StreamName> {
    let record = &raw.record;
    match (record.stream.kind(), &record.decided_on.dossier) {
        (StreamKind::Rejected, Some(dossier)) => Some(StreamName::dossier(dossier)),
        (StreamKind::Rejected, None) => Command::decode(&record.command).ok().map(|command| command.stream()),
        _ => Some(record.stream.clone()),
    }
}
