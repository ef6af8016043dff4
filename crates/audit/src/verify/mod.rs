//! `audit verify`: everything derived again from the sealed bytes. Changes nothing, stops at the first failure.
//!
//! Two passes over each ledger. The first is cheap and sees every byte: checksums, tree, checkpoints. The second reads every
//! record: chain, signature, id, decision. The catalogue comes first, since every decision rests on it.

mod files;
mod records;
mod report;

pub use report::{Failure, Head, Kind, Report};

use lienthong_catalogue::Catalogue;
use lienthong_merkle::Hash;
use lienthong_names::Origin;
use lienthong_protocol::note::NoteVerifier;
use lienthong_service::Redecide;
use records::Records;
use std::path::PathBuf;

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
    /// Records whose bytes have been seen.
    pub seen: u64,
    /// Records that have been decided again.
    pub decided: u64,
}

/// Verifies ledgers of one unit: the catalogue first, then the others. `fingerprint` is what the catalogue's record 1 must be.
pub fn verify(
    ledgers: &[LedgerFiles],
    rules: &[Box<dyn Redecide>],
    fingerprint: Option<Hash>,
    progress: &mut dyn FnMut(Progress),
) -> Report {
    let mut report = Report::default();
    if let Err(failure) = check(ledgers, rules, fingerprint, &mut report, progress) {
        report.first_failure = Some(*failure);
    }
    report
}

fn check(
    ledgers: &[LedgerFiles],
    rules: &[Box<dyn Redecide>],
    fingerprint: Option<Hash>,
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), Box<Failure>> {
    for ledger in ledgers {
        files::check(ledger, report, progress)?;
    }
    let mut catalogue = Catalogue::default();
    if let Some(ledger) = ledgers.iter().find(|ledger| ledger.origin.is_catalogue()) {
        records::open_catalogue(ledger, fingerprint, &mut catalogue)?;
    }
    for ledger in ledgers {
        Records::new(ledger, rules, &catalogue).check(report, progress)?;
    }
    Ok(())
}
