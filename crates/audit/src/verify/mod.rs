//! `audit verify`: everything derived again from the sealed bytes. Changes nothing, stops at the first failure.
//!
//! Two passes over each ledger. The first is cheap and sees every byte: checksums. The second takes every batch apart: tree, checkpoint, and of
//! each record chain, id, signature, decision; whatever needs no order on as many threads as there are. The catalogue comes first, since
//! every decision rests on it.
//!
//! Who has verified a ledger up to a head goes on from there ([`Options::verified`]): the tree shows that all before is what it was then.

mod files;
mod promises;
mod records;
mod report;
mod taking;
mod workers;

pub use promises::{Broken, broken_promises};
pub use report::{Failure, Head, Kind, Report};

use lienthong_merkle::Hash;
use lienthong_names::Origin;
use lienthong_protocol::note::NoteVerifier;
use lienthong_service::MakeRules;
use records::{Known, Records};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use workers::Checker;

/// One ledger in files.
#[derive(Debug, Clone)]
pub struct LedgerFiles {
    /// Its name.
    pub origin: Origin,
    /// Its directory.
    pub directory: PathBuf,
    /// By what its checkpoints are checked.
    pub log: NoteVerifier,
}

/// How far a verification is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Records whose bytes have been seen, of all ledgers.
    pub seen: u64,
    /// Records that have been decided again.
    pub decided: u64,
}

/// What is asked of a verification.
#[derive(Debug, Clone)]
pub struct Options {
    /// What the leaf of the catalogue's record 1 must be.
    pub fingerprint: Option<Hash>,
    /// On how many threads signatures and decisions are checked.
    pub threads: NonZeroUsize,
    /// Heads up to which ledgers were verified before: nothing up to there is decided again, if it is what it was then.
    pub verified: Vec<Head>,
}

impl Default for Options {
    /// Everything, on all the processors there are.
    fn default() -> Self {
        let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self { fingerprint: None, threads, verified: Vec::new() }
    }
}

/// Verifies ledgers of one unit: the catalogue first, then the others.
pub fn verify(
    ledgers: &[LedgerFiles],
    rules: MakeRules<'_>,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Report {
    let mut report = Report::default();
    if let Err(failure) = check(ledgers, rules, options, &mut report, progress) {
        report.first_failure = Some(*failure);
    }
    report
}

fn check(
    ledgers: &[LedgerFiles],
    rules: MakeRules<'_>,
    options: &Options,
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), Box<Failure>> {
    let verified = |ledger: &LedgerFiles| options.verified.iter().find(|head| head.origin == ledger.origin);
    let mut all = 0;
    let mut looked = Vec::new();
    for ledger in ledgers {
        let seen = files::look(ledger)?;
        all += seen.records;
        progress(Progress { seen: all, decided: 0 });
        looked.push((ledger, seen));
    }
    let known = match looked.iter().find(|(ledger, _)| ledger.origin.is_catalogue()) {
        Some((ledger, seen)) => records::open_catalogue(ledger, seen, options.fingerprint)?,
        None => Known::default(),
    };
    let checker = Checker { rules, known: &known, threads: options.threads };
    for (ledger, seen) in &looked {
        let before = verified(ledger);
        let verified = before.map_or(0, |head| head.size);
        Records::new(ledger, seen, before).check(&checker, verified, report, &mut |now| {
            progress(Progress { seen: now.seen.max(all), ..now });
        })?;
        report.verified_before += verified;
    }
    Ok(())
}
