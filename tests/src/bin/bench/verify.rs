//! Everything of the imported house derived again, as `lienthong audit verify` does; its commands signed one by one, or by hundreds.
//!
//! Against what nobody can do without who believes no one: the hash of every record, the tree, and every signature once, of
//! submissions and of checkpoints, as ed25519-dalek checks one; over the same bytes, read and taken apart before the clock runs, on as many
//! threads. What is left is reading files and records, chains, ids, and deciding again. A verification prepares the keys under which much was
//! signed; `ratio_to_prepared` is against the same baseline with all keys prepared, which costs it nothing.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use lienthong_audit::verify::{LedgerFiles, Options, verify};
use lienthong_ledger::embedded::Scan;
use lienthong_merkle::{Frontier, Hash, leaf_hash};
use lienthong_protocol::Record;
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::keys::{Signature, VerifyingKey};
use lienthong_protocol::note::NoteVerifier;
use lienthong_protocol::prepared::PreparedKey;
use lienthong_protocol::signing::{SubmissionTerms, submission_root, submission_text, verify_submission};
use lienthong_tests::forged::{Forged, Hand, keys_of};
use lienthong_tests::records::RECEIPT;
use lienthong_tests::site::CpuClock;
use lienthong_tests::verification::{ledgers, rules};
use serde_json::json;

use crate::Measurement;
use crate::duel::{Duel, Round};
use crate::import_segment::import;

const ROUNDS: u32 = 7;
/// As a log under load is: however little the import has at once, so that runs can be compared.
const SEALED_TOGETHER: usize = 100;
const CATALOGUE: &str = "coselog/catalogue";

/// Measures it with submissions of one command.
pub fn singly(directory: &Path) -> io::Result<Measurement> {
    measure(directory, 1)
}

/// Measures it with submissions of a hundred.
pub fn by_hundreds(directory: &Path) -> io::Result<Measurement> {
    measure(directory, 100)
}

fn measure(directory: &Path, together: usize) -> io::Result<Measurement> {
    let house = directory.join("house");
    import(&house)?;
    for origin in [CATALOGUE, RECEIPT] {
        let mut forged = Forged::open(&house, origin);
        forged.sign_together(together);
        forged.mend();
        forged.seal_together(SEALED_TOGETHER);
        forged.write(Hand::Operator);
    }
    let ledgers = ledgers(&house, [CATALOGUE, RECEIPT]);
    let bare = Bare::of(&ledgers, &house)?;
    let threads = Options::default().threads;
    let options = Options { threads, ..Options::default() };
    let (mut duel, mut processor, mut to_prepared) = (Duel::default(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let clock = CpuClock::start();
        let started = Instant::now();
        let report = verify(&ledgers, &rules, &options, &mut |_| {});
        let (seconds, cpu_seconds) = (started.elapsed().as_secs_f64(), clock.seconds());
        if !report.is_clean() || report.redecided != bare.records() {
            return Err(io::Error::other(format!("{} records: {report:?}", bare.records())));
        }
        let clock = CpuClock::start();
        let baseline_seconds = bare.check(threads, Keys::AsTheyAre)?;
        let least = clock.seconds();
        to_prepared.push(bare.check(threads, Keys::Prepared)? / seconds);
        processor.extend(cpu_seconds.zip(least));
        duel.add(Round { records: report.records, seconds, baseline_seconds, cpu_seconds, sealed: None });
    }
    let mut figures = duel.figures();
    // Who shares the machine takes time from both, and more from who is longer at work: of the processor's own time less can be taken.
    let (ours, least) = processor.iter().fold((0.0, 0.0), |(ours, least), (a, b)| (ours + a, least + b));
    if ours > 0.0 {
        figures.insert("ratio_of_processor_time".to_owned(), json!((least / ours * 1e4).round() / 1e4));
    }
    to_prepared.sort_by(f64::total_cmp);
    if let Some(median) = to_prepared.get(to_prepared.len() / 2) {
        figures.insert("ratio_to_prepared".to_owned(), json!((median * 1e4).round() / 1e4));
    }
    figures.insert("threads".to_owned(), json!(threads));
    figures.insert("submissions".to_owned(), json!(bare.submissions.len()));
    figures.insert("checkpoints".to_owned(), json!(bare.batches.len()));
    Ok(Measurement { ratio: duel.ratio(), figures })
}

/// How the baseline checks the signatures of submissions.
#[derive(Clone, Copy)]
enum Keys {
    AsTheyAre,
    Prepared,
}

/// What is hashed and what is signed, and nothing else of a house.
#[derive(Default)]
struct Bare {
    batches: Vec<Batch>,
    submissions: Vec<Signing>,
    prepared: BTreeMap<[u8; 32], PreparedKey>,
}

struct Batch {
    /// Which ledger's tree it extends, from 0.
    ledger: usize,
    log: NoteVerifier,
    records: Vec<Arc<[u8]>>,
    note: Arc<[u8]>,
}

struct Signing {
    terms: SubmissionTerms,
    signature: Signature,
    key: VerifyingKey,
    commands: Vec<Vec<u8>>,
}

impl Bare {
    fn of(ledgers: &[LedgerFiles], house: &Path) -> io::Result<Self> {
        let (mut bare, keys) = (Self::default(), keys_of(house));
        for (ledger, files) in ledgers.iter().enumerate() {
            for scanned in Scan::open(&files.directory).map_err(io::Error::other)? {
                let batch = scanned.map_err(io::Error::other)?.batch;
                for bytes in &batch.records {
                    let Record { signed, command, .. } = Record::decode(bytes).map_err(io::Error::other)?;
                    let is_same = |last: &&mut Signing| last.signature == signed.signature;
                    if let Some(last) = bare.submissions.last_mut().filter(is_same) {
                        last.commands.push(command);
                        continue;
                    }
                    let key = keys.get(&signed.key_id);
                    let key = key.ok_or_else(|| io::Error::other(format!("no key {}", signed.key_id)))?;
                    let (origin, service) = (files.origin.clone(), signed.service);
                    let terms =
                        SubmissionTerms { origin, service, agency: signed.agency, key_id: signed.key_id };
                    let (signature, key, commands) = (signed.signature, key.verifying_key(), vec![command]);
                    bare.prepared.entry(*key.as_bytes()).or_insert_with(|| PreparedKey::new(&key));
                    bare.submissions.push(Signing { terms, signature, key, commands });
                }
                let (log, records, note) = (files.log.clone(), batch.records, batch.checkpoint);
                bare.batches.push(Batch { ledger, log, records, note });
            }
        }
        Ok(bare)
    }

    fn records(&self) -> u64 {
        self.batches.iter().map(|batch| batch.records.len() as u64).sum()
    }

    /// Hashes and checks all of it; says how many seconds that took.
    fn check(&self, threads: NonZeroUsize, keys: Keys) -> io::Result<f64> {
        let started = Instant::now();
        let hands: Vec<io::Result<Vec<Hashed<'_>>>> = std::thread::scope(|scope| {
            let hand = |first| scope.spawn(move || self.check_part(first, threads.get(), keys));
            let hands: Vec<_> = (0..threads.get()).map(hand).collect();
            hands.into_iter().map(|hand| hand.join().unwrap_or_else(|_| Err(gone()))).collect()
        });
        let mut hashed: Vec<Hashed<'_>> = Vec::new();
        for part in hands {
            hashed.extend(part?);
        }
        hashed.sort_by_key(|hashed| hashed.place);
        let mut trees: Vec<Frontier> = Vec::new();
        for Hashed { batch, leaves, checkpoint, .. } in hashed {
            trees.resize_with(trees.len().max(batch.ledger + 1), Frontier::new);
            let tree = trees.get_mut(batch.ledger).ok_or_else(gone)?;
            tree.extend(leaves);
            if (tree.size(), tree.root()) != (checkpoint.size, checkpoint.root) {
                return Err(io::Error::other("a checkpoint is over another tree"));
            }
        }
        Ok(black_box(started.elapsed().as_secs_f64()))
    }

    /// Every so many-th batch and submission.
    fn check_part(&self, first: usize, step: usize, keys: Keys) -> io::Result<Vec<Hashed<'_>>> {
        for Signing { terms, signature, key, commands } in self.submissions.iter().skip(first).step_by(step) {
            match (keys, self.prepared.get(key.as_bytes())) {
                (Keys::Prepared, Some(key)) => {
                    let text = submission_text(terms, submission_root(commands));
                    key.verify(text.as_bytes(), signature).map_err(io::Error::other)?;
                }
                _ => verify_submission(key, terms, commands, signature).map_err(io::Error::other)?,
            }
        }
        let part = self.batches.iter().enumerate().skip(first).step_by(step);
        part.map(|(place, batch)| {
            let checkpoint = Checkpoint::open(&batch.note, &batch.log).map_err(io::Error::other)?;
            let leaves = batch.records.iter().map(|bytes| leaf_hash(bytes)).collect();
            Ok(Hashed { place, batch, leaves, checkpoint })
        })
        .collect()
    }
}

struct Hashed<'a> {
    place: usize,
    batch: &'a Batch,
    leaves: Vec<Hash>,
    checkpoint: Checkpoint,
}

fn gone() -> io::Error {
    io::Error::other("a thread is gone")
}
