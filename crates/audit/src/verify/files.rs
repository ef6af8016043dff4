//! What was written and signed of a ledger as a whole: every byte of its files, its tree and its checkpoints.

use super::LedgerFiles;
use super::report::{Failure, Head, Kind};
use lienthong_catalogue::View;
use lienthong_ledger::embedded::{OpenError, Scan, ScanError, Scanned};
use lienthong_merkle::{Frontier, Hash};
use lienthong_names::Origin;
use lienthong_protocol::checkpoint::{Checkpoint, CheckpointError};

/// What the first look at one ledger's files found.
pub(super) struct Seen {
    /// The checkpoint that lies beside the segments.
    stored: Option<Checkpoint>,
    /// How many records there are.
    pub(super) records: u64,
}

/// Looks at every byte of one ledger's files: checksums cost a hundredth of the signatures, and find at once what was changed by accident.
pub(super) fn look(ledger: &LedgerFiles) -> Result<Seen, Box<Failure>> {
    let mut seen = Seen { stored: stored_checkpoint(ledger)?, records: 0 };
    let mut scan = scan(ledger)?;
    while let Some(last) = scan.look().map_err(|error| scan_failure(&ledger.origin, error))? {
        seen.records = last;
    }
    Ok(seen)
}

/// The batches of a ledger, from its first.
pub(super) fn scan(ledger: &LedgerFiles) -> Result<Scan, Box<Failure>> {
    Scan::open(&ledger.directory).map_err(|error| open_failure(&ledger.origin, error))
}

/// The tree of one ledger, batch by batch, held against all that was ever signed of it: each batch's checkpoint, the stored one, and the
/// head up to which it was verified before.
pub(super) struct Tree<'a> {
    ledger: &'a LedgerFiles,
    stored: Option<&'a Checkpoint>,
    verified: Option<&'a Head>,
    frontier: Frontier,
}

impl<'a> Tree<'a> {
    /// Of no record yet.
    pub(super) fn new(ledger: &'a LedgerFiles, seen: &'a Seen, verified: Option<&'a Head>) -> Self {
        Self { ledger, stored: seen.stored.as_ref(), verified, frontier: Frontier::new() }
    }

    /// Takes the next batch; `leaves` must be those of its records, `note` what its checkpoint says.
    pub(super) fn take(
        &mut self,
        scanned: &Scanned,
        leaves: &[Hash],
        note: &Result<Checkpoint, CheckpointError>,
    ) -> Result<(), Box<Failure>> {
        let (ledger, batch) = (self.ledger, &scanned.batch);
        let before = std::mem::take(&mut self.frontier);
        if let Some(verified) =
            self.verified.filter(|head| (before.size()..=batch.size_after()).contains(&head.size))
        {
            unchanged(ledger, verified, scanned, leaves, before.clone())?;
        }
        let after = batch.extend(&before, leaves).and_then(|after| {
            batch.expect(note.as_ref().map_err(Clone::clone)?, &after)?;
            Ok(after)
        });
        self.frontier = after.map_err(|error| {
            Box::new(Failure {
                kind: Kind::Checkpoint,
                origin: ledger.origin.clone(),
                file: scanned.file.clone(),
                offset: scanned.offset,
                place: batch_place(scanned),
                what: error.to_string(),
            })
        })?;
        if let Some(stored) = self.stored.filter(|stored| stored.size == self.frontier.size())
            && stored.root != self.frontier.root()
        {
            let what = "the checkpoint stored beside the segments is over another tree".to_owned();
            return Err(beside(ledger, Kind::Checkpoint, what));
        }
        Ok(())
    }

    /// No batch follows: neither may more have been signed.
    pub(super) fn end(self) -> Result<Head, Box<Failure>> {
        let (ledger, size) = (self.ledger, self.frontier.size());
        if let Some(verified) = self.verified.filter(|head| head.size > size) {
            let what = format!("the files end with record {size}, {} were verified before", verified.size);
            return Err(beside(ledger, Kind::CutOff, what));
        }
        if let Some(stored) = self.stored.filter(|stored| stored.size > size) {
            let what =
                format!("the files end with record {size}, the stored checkpoint is over {}", stored.size);
            return Err(beside(ledger, Kind::CutOff, what));
        }
        Ok(Head { origin: ledger.origin.clone(), size, root: self.frontier.root() })
    }
}

/// A ledger that the Office has finished ends where it was said, and nowhere else. What was said last counts: it may have been finished again
/// with what was on its way.
pub(super) fn as_finished(
    ledger: &LedgerFiles,
    catalogue: View<'_>,
    head: &Head,
) -> Result<(), Box<Failure>> {
    let Some(said) = catalogue.finish(&ledger.origin) else { return Ok(()) };
    if said.size == head.size && said.root == head.root.0 {
        return Ok(());
    }
    let what = format!(
        "it was finished with {} records and root {}, and has {} and root {}",
        said.size,
        Hash(said.root),
        head.size,
        head.root
    );
    let (file, place) = (ledger.directory.clone(), "its last checkpoint".to_owned());
    Err(Box::new(Failure {
        kind: Kind::Finished,
        origin: ledger.origin.clone(),
        file,
        offset: 0,
        place,
        what,
    }))
}

/// The tree at a head that was verified before, which lies in this batch, must be what it was.
fn unchanged(
    ledger: &LedgerFiles,
    verified: &Head,
    scanned: &Scanned,
    leaves: &[Hash],
    mut tree: Frontier,
) -> Result<(), Box<Failure>> {
    let within = usize::try_from(verified.size.saturating_sub(tree.size())).unwrap_or(usize::MAX);
    tree.extend(leaves.iter().copied().take(within));
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
fn batch_place(scanned: &Scanned) -> String {
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
