//! The first pass: every byte of every file, the tree and the checkpoints.

use super::report::{Failure, Head, Kind, Report};
use super::{LedgerFiles, Progress};
use lienthong_ledger::embedded::{OpenError, Scan, ScanError, Scanned};
use lienthong_merkle::Frontier;
use lienthong_names::Origin;
use lienthong_protocol::checkpoint::Checkpoint;

/// Checks one ledger's files; up to the head that was verified before they must be what they were then.
pub(super) fn check(
    ledger: &LedgerFiles,
    verified: Option<&Head>,
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), Box<Failure>> {
    let stored = stored_checkpoint(ledger)?;
    // Checksums first: they see every byte, and cost a hundredth of the signatures.
    for scanned in Scan::open(&ledger.directory).map_err(|e| open_failure(&ledger.origin, e))? {
        scanned.map_err(|e| scan_failure(&ledger.origin, e))?;
    }
    let mut frontier = Frontier::new();
    for scanned in Scan::open(&ledger.directory).map_err(|e| open_failure(&ledger.origin, e))? {
        let scanned = scanned.map_err(|e| scan_failure(&ledger.origin, e))?;
        let before = std::mem::take(&mut frontier);
        if let Some(verified) =
            verified.filter(|head| (before.size()..=scanned.batch.size_after()).contains(&head.size))
        {
            unchanged(ledger, verified, &scanned, before.clone())?;
        }
        frontier = scanned.batch.verify(&before, &ledger.log).map_err(|error| {
            Box::new(Failure {
                kind: Kind::Checkpoint,
                origin: ledger.origin.clone(),
                file: scanned.file.clone(),
                offset: scanned.offset,
                place: batch_place(&scanned),
                what: error.to_string(),
            })
        })?;
        if let Some(stored) = stored.as_ref().filter(|stored| stored.size == frontier.size())
            && stored.root != frontier.root()
        {
            let what = "the checkpoint stored beside the segments is over another tree".to_owned();
            return Err(beside(ledger, Kind::Checkpoint, what));
        }
        report.batches += 1;
        report.records += scanned.batch.records.len() as u64;
        progress(Progress { seen: report.records, decided: report.redecided });
    }
    if let Some(verified) = verified.filter(|head| head.size > frontier.size()) {
        let what =
            format!("the files end with record {}, {} were verified before", frontier.size(), verified.size);
        return Err(beside(ledger, Kind::CutOff, what));
    }
    if let Some(stored) = stored.filter(|stored| stored.size > frontier.size()) {
        let what = format!(
            "the files end with record {}, the stored checkpoint is over {}",
            frontier.size(),
            stored.size
        );
        return Err(beside(ledger, Kind::CutOff, what));
    }
    report.heads.push(Head { origin: ledger.origin.clone(), size: frontier.size(), root: frontier.root() });
    Ok(())
}

/// The tree at a head that was verified before, which lies in this batch, must be what it was.
fn unchanged(
    ledger: &LedgerFiles,
    verified: &Head,
    scanned: &Scanned,
    mut tree: Frontier,
) -> Result<(), Box<Failure>> {
    let within = usize::try_from(verified.size.saturating_sub(tree.size())).unwrap_or(usize::MAX);
    tree.extend(scanned.batch.leaves().into_iter().take(within));
    if tree.size() != verified.size || tree.root() == verified.root {
        return Ok(());
    }
    Err(Box::new(Failure {
        kind: Kind::Checkpoint,
        origin: ledger.origin.clone(),
        file: scanned.file.clone(),
        offset: scanned.offset,
        place: batch_place(scanned),
        what: format!("the first {} records are not those that were verified before", verified.size),
    }))
}

/// Which batch, in words.
pub(super) fn batch_place(scanned: &Scanned) -> String {
    format!("batch of records {} to {}", scanned.batch.first, scanned.batch.size_after())
}

fn stored_checkpoint(ledger: &LedgerFiles) -> Result<Option<Checkpoint>, Box<Failure>> {
    let path = ledger.directory.join("checkpoint");
    match std::fs::read(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(beside(ledger, Kind::Unavailable, error.to_string())),
        Ok(note) => Checkpoint::open(&note, &ledger.log)
            .map(Some)
            .map_err(|error| beside(ledger, Kind::Damaged, error.to_string())),
    }
}

fn beside(ledger: &LedgerFiles, kind: Kind, what: String) -> Box<Failure> {
    let file = ledger.directory.join("checkpoint");
    Box::new(Failure {
        kind,
        origin: ledger.origin.clone(),
        file,
        offset: 0,
        place: "the stored checkpoint".to_owned(),
        what,
    })
}

/// What ended a scan.
pub(super) fn scan_failure(origin: &Origin, error: ScanError) -> Box<Failure> {
    match error {
        ScanError::Torn(torn) => Box::new(Failure {
            kind: Kind::Torn,
            origin: origin.clone(),
            file: torn.file,
            offset: torn.offset,
            place: format!("after record {}", torn.after),
            what: format!("{}; the next writer cuts it off", torn.what),
        }),
        ScanError::Open(error) => open_failure(origin, error),
    }
}

fn open_failure(origin: &Origin, error: OpenError) -> Box<Failure> {
    let what = error.to_string();
    let (kind, file, offset, place, what) = match error {
        OpenError::Damaged(damage) => {
            (Kind::Damaged, damage.file, damage.offset, damage.records.to_string(), damage.what)
        }
        OpenError::BelowCheckpoint { directory, .. } | OpenError::WentBack { directory, .. } => {
            (Kind::CutOff, directory, 0, "the end".to_owned(), what)
        }
        OpenError::InUse { directory } | OpenError::NotHere { directory, .. } => {
            (Kind::Unavailable, directory, 0, "the directory".to_owned(), what)
        }
        OpenError::Full { path, .. } | OpenError::Io { path, .. } => {
            (Kind::Unavailable, path, 0, "the file".to_owned(), what)
        }
    };
    Box::new(Failure { kind, origin: origin.clone(), file, offset, place, what })
}
