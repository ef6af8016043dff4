//! What needs no order of the ledger, on as many threads as there are: taking batches apart, signatures, decisions. By far the most work of a
//! verification.
//!
//! Batches are taken apart some hundred records at a time, so that the many commands of one submission are mostly found right once, by whoever
//! is free; fewer towards the end, so that all come to it together. A decision goes by the stream that it was made on, so that one worker sees
//! all of that stream, in its order.

use super::LedgerFiles;
use super::files::scan_failure;
use super::records::Known;
use super::report::{Failure, Kind};
use super::taking::{Place, Taken, Taking, failure, read};
use crossbeam_channel::{Receiver, Sender, bounded, select_biased, unbounded};
use lienthong_catalogue::Catalogue;
use lienthong_ledger::embedded::{Scan, Scanned};
use lienthong_merkle::leaf_hash;
use lienthong_names::StreamName;
use lienthong_protocol::known::KnownSignatures;
use lienthong_service::{Decided, MakeRules, Redecided, Redeciding};
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::num::NonZeroUsize;
use std::os::unix::fs::FileExt as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Batches are taken apart together until they have so many records.
const CHUNK: u64 = 256;

/// Towards the end of a ledger until they have so many at least.
const CHUNK_MIN: u64 = 32;

/// Chunks that are read before they are asked for, for each worker.
const AHEAD: usize = 2;

/// Of decisions so many lots may wait for one worker.
const WAITING_MAX: usize = 16;

/// What workers check by.
pub(super) struct Checker<'a> {
    pub(super) rules: MakeRules<'a>,
    pub(super) known: &'a Known,
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
        if first.as_ref().is_none_or(|(known, _)| sequence < *known) {
            self.failed_at.store(sequence, Ordering::Relaxed);
            *first = Some((sequence, found));
        }
    }

    /// Whether it stands after what is wrong already.
    fn is_beyond(&self, sequence: u64) -> bool {
        sequence > self.failed_at.load(Ordering::Relaxed)
    }
}

/// Batches to be taken apart, and whom to tell what is in them.
struct Chunk {
    batches: Vec<Scanned>,
    tell: Sender<Vec<Taken>>,
}

/// Whether deciding it again on this stream gives the same, if it is to be checked; it stands in its own from then on.
struct Decision {
    place: Place,
    decided: Box<Decided>,
    is_checked: bool,
}

/// The workers of one ledger, as whoever reads it sees them.
pub(super) struct Work<'a> {
    ledger: &'a LedgerFiles,
    /// For whoever is free.
    chunks: Sender<Chunk>,
    /// For each worker: decisions on streams of its own.
    queues: Vec<Sender<Vec<Decision>>>,
    /// Decisions that were not sent yet, by queue.
    kept: RefCell<Vec<Vec<Decision>>>,
    tally: &'a Tally,
}

impl Work<'_> {
    /// Records that were decided again so far.
    pub(super) fn redecided(&self) -> u64 {
        self.tally.redecided.load(Ordering::Relaxed)
    }

    /// Whether a decision is wrong already.
    pub(super) fn has_failed(&self) -> bool {
        self.tally.failed_at.load(Ordering::Relaxed) != u64::MAX
    }

    /// The batches of the ledger, taken apart, in their order, as far as this record.
    pub(super) const fn read_ahead(&self, scan: Scan, to: u64) -> Ahead<'_> {
        Ahead { work: self, scan, to, asked: VecDeque::new(), end: None }
    }

    /// The next record of the ledger; looked at when [`send`](Self::send) says so. All of one stream have one number.
    pub(super) fn decide(&self, place: Place, decided: Box<Decided>, of_stream: u64, is_checked: bool) {
        let mut kept = self.kept.borrow_mut();
        let queue = usize::try_from(of_stream % kept.len().max(1) as u64).unwrap_or_default();
        if let Some(kept) = kept.get_mut(queue) {
            kept.push(Decision { place, decided, is_checked });
        }
    }

    /// Gives the workers what was kept for them.
    pub(super) fn send(&self) {
        for (queue, kept) in self.queues.iter().zip(self.kept.borrow_mut().iter_mut()) {
            if !kept.is_empty() {
                // A worker that is gone has panicked, which ends the verification with it.
                let _ = queue.send(std::mem::take(kept));
            }
        }
    }
}

/// A ledger's batches, taken apart by all workers while what came before is looked at.
pub(super) struct Ahead<'a> {
    work: &'a Work<'a>,
    scan: Scan,
    /// The last record that is asked for.
    to: u64,
    asked: VecDeque<Receiver<Vec<Taken>>>,
    /// What ended the files, if it was no plain end.
    end: Option<Box<Failure>>,
}

impl Ahead<'_> {
    /// The next batches to be taken apart; none at the end.
    fn chunk(&mut self) -> Vec<Scanned> {
        let from = self.scan.size();
        let left = self.to.saturating_sub(from);
        let upto = from + (left / self.at_once() as u64).clamp(CHUNK_MIN, CHUNK);
        let mut chunk = Vec::new();
        while self.scan.size() < upto.min(self.to) && self.end.is_none() {
            match self.scan.next() {
                Some(Ok(scanned)) => chunk.push(scanned),
                Some(Err(error)) => self.end = Some(scan_failure(&self.work.ledger.origin, error)),
                None => break,
            }
        }
        chunk
    }

    /// Chunks that are asked for before the first of them is there.
    fn at_once(&self) -> usize {
        AHEAD * self.work.queues.len().max(1)
    }
}

impl Iterator for Ahead<'_> {
    type Item = Result<Vec<Taken>, Box<Failure>>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.asked.len() < self.at_once() {
            let batches = self.chunk();
            if batches.is_empty() {
                break;
            }
            let (tell, told) = bounded(1);
            let _ = self.work.chunks.send(Chunk { batches, tell });
            self.asked.push_back(told);
        }
        match self.asked.pop_front() {
            // Of a worker that has panicked nothing comes any more, and the verification ends with it.
            Some(told) => told.recv().ok().map(Ok),
            None => self.end.take().map(Err),
        }
    }
}

impl Checker<'_> {
    /// Lets workers check what `read` gives them, to the end of it. Signatures up to `verified` were checked before.
    pub(super) fn run<T>(
        &self,
        ledger: &LedgerFiles,
        verified: u64,
        read: impl FnOnce(&Work<'_>) -> T,
    ) -> (Done, T) {
        let tally = Tally { failed_at: AtomicU64::new(u64::MAX), ..Tally::default() };
        let read = std::thread::scope(|scope| {
            let mut queues = Vec::new();
            let (chunks, to_take) = unbounded();
            for _ in 0..self.threads.get() {
                let (queue, to_decide) = bounded(WAITING_MAX);
                queues.push(queue);
                let (tally, to_take) = (&tally, to_take.clone());
                scope.spawn(move || {
                    let catalogue = &self.known.catalogue;
                    let taking = Taking { ledger, catalogue, verified, known: KnownSignatures::new() };
                    let redeciding = Redeciding::new(self.rules);
                    Worker { ledger, taking, redeciding, catalogue, places: HashMap::new(), tally }
                        .run(&to_decide, &to_take);
                });
            }
            // Chunks are the workers': where all of them are gone nobody waits for what comes of one.
            drop(to_take);
            let kept = RefCell::new(queues.iter().map(|_| Vec::new()).collect());
            let work = Work { ledger, chunks, queues, kept, tally: &tally };
            let read = read(&work);
            // What was read before the reading failed may be wrong as well, and stands before it.
            work.send();
            read
            // Dropped with the queues, the workers come to their end.
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
    taking: Taking<'a>,
    redeciding: Redeciding<'a, Place>,
    catalogue: &'a Catalogue,
    // Looked up, never walked: its order does not matter.
    /// Where the records of each stream lie, for the few decisions that saw less of a stream than had come since.
    places: HashMap<StreamName, Vec<Place>>,
    tally: &'a Tally,
}

impl Worker<'_> {
    /// What is decided on its own streams first: it holds what was taken apart, and nobody else can do it.
    fn run(mut self, to_decide: &Receiver<Vec<Decision>>, to_take: &Receiver<Chunk>) {
        loop {
            select_biased! {
                recv(to_decide) -> decisions => match decisions {
                    Ok(decisions) => decisions.into_iter().for_each(|decision| self.decide(decision)),
                    Err(_) => break,
                },
                recv(to_take) -> chunk => match chunk {
                    Ok(Chunk { batches, tell }) => {
                        // Nobody waits for it any more when something before it is wrong.
                        let _ = tell.send(self.taking.take(batches));
                    }
                    Err(_) => break,
                },
            }
        }
        // No more chunks come, and nobody waits for what those that are left would give. What is to be decided may still be on its way.
        to_decide.iter().flatten().for_each(|decision| self.decide(decision));
        let (ledger, tally) = (self.ledger, self.tally);
        self.redeciding.end(&mut |(place, redecided)| count(ledger, tally, &place, redecided));
    }

    fn decide(&mut self, decision: Decision) {
        let Self { ledger, redeciding, catalogue, places, tally, .. } = self;
        let Decision { place, decided, is_checked } = decision;
        if tally.is_beyond(place.sequence) {
            return;
        }
        match places.get_mut(&decided.record.stream) {
            Some(places) => places.push(place),
            None => drop(places.insert(decided.record.stream.clone(), vec![place])),
        }
        let said = &mut |(place, redecided)| count(ledger, tally, &place, redecided);
        if is_checked {
            let again = &mut |stream: &StreamName, revision| {
                first_of(ledger, places.get(stream).map_or(&[][..], Vec::as_slice), revision)
            };
            if let Err((place, why)) = redeciding.next(place, decided, catalogue, again, said) {
                tally.note(place.sequence, failure(ledger, &place, Kind::Unavailable, why));
            }
        } else {
            redeciding.pass(&decided, catalogue, said);
        }
    }
}

fn count(ledger: &LedgerFiles, tally: &Tally, place: &Place, redecided: Redecided) {
    let counter = match redecided {
        Redecided::Same => &tally.redecided,
        Redecided::NotDecidable { .. } => &tally.not_redecidable,
        Redecided::Different { how } => {
            tally.note(place.sequence, failure(ledger, place, Kind::Decision, how));
            return;
        }
    };
    counter.fetch_add(1, Ordering::Relaxed);
}

/// The first records of a stream, read once more from where they lie.
fn first_of(ledger: &LedgerFiles, places: &[Place], revision: u64) -> Result<Vec<Decided>, String> {
    let first = usize::try_from(revision).ok().and_then(|revision| places.get(..revision));
    let first = first.ok_or_else(|| format!("revision {revision} is not there"))?;
    let read = |place: &Place| {
        let mut bytes = vec![0; place.length as usize];
        let file = File::open(place.file(ledger)).map_err(|e| e.to_string())?;
        file.read_exact_at(&mut bytes, place.offset).map_err(|e| e.to_string())?;
        let record = read(ledger, place, &bytes).map_err(|failure| failure.what)?;
        Ok(Decided::new(record, leaf_hash(&bytes)))
    };
    first.iter().map(read).collect()
}
