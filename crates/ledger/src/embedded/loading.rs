//! Reading a directory into a view: all of it at first, then what a writer has added since.

use super::error::{OpenError, Records};
use super::scan::{Scan, ScanError, Scanned, Torn};
use super::segment::file_name;
use super::stored;
use super::view::{Standing, View};
use crate::batch::{BatchError, SealedBatch};
use crate::placing::{Placed, place};
use crate::seal::{Heads, Sealing};
use lienthong_merkle::{Frontier, Hash};
use lienthong_protocol::checkpoint::{Checkpoint, CheckpointError};
use lienthong_protocol::note::Note;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

/// For whom a directory is read.
pub(super) enum For<'a> {
    /// A writer that will go on: every signature is checked, and the heads of all streams are built.
    Writer(&'a mut Heads),
    /// Who only reads: the last signature is checked, which covers every record before it; each root is.
    Reader,
}

/// Reads on to the end of the files. A torn tail is returned; for a reader it is a writer at work.
///
/// # Errors
/// [`OpenError`]; what was read up to there stays in the view.
pub(super) fn read_on(
    view: &mut View,
    directory: &Path,
    mut whom: For<'_>,
) -> Result<Option<Torn>, OpenError> {
    // Loaded first: a writer stores it after the batch that it is over, so the files must have grown to it by now.
    let stored = stored::load(directory, &view.log)?;
    let mut scan = Scan::from(directory, view.position)?;
    let read_before = view.segments.iter().zip(scan.segments());
    if let Some((known, _)) = read_before.into_iter().find(|(known, there)| known.first != there.first) {
        return Err(known.damage(0, Records::After(known.first - 1), "the file is gone".to_owned()));
    }
    view.segments = scan.segments().to_vec();
    let mut torn = None;
    while let Some(step) = scan.next() {
        match step {
            Ok(scanned) => {
                view.position.segment = scan.position().segment;
                take(view, scanned, &mut whom)?;
            }
            Err(ScanError::Torn(tail)) => torn = Some(tail),
            Err(ScanError::Open(error)) => return Err(error),
        }
    }
    view.position = scan.position();
    if let (Some(head), For::Reader) = (view.head(), &whom) {
        let signed = Checkpoint::open(&head.note, &view.log);
        signed.map_err(|error| last_batch_is_wrong(view, directory, &error))?;
    }
    stored.map_or(Ok(()), |stored| not_below(view, directory, &stored))?;
    Ok(torn)
}

/// Whether there may be more to read: a look at two names, cheap enough for every tenth of a second.
///
/// # Errors
/// [`OpenError::WentBack`] when the files are shorter than they were; [`OpenError::Io`].
pub(super) fn may_have_more(view: &View, directory: &Path) -> Result<bool, OpenError> {
    let Some(segment) = view.segments.get(view.position.segment) else { return Ok(true) };
    let path = &segment.path;
    let length = match std::fs::metadata(path) {
        Ok(metadata) => metadata.len(),
        Err(error) if error.kind() == ErrorKind::NotFound => 0,
        Err(error) => return Err(OpenError::io(path)(error)),
    };
    if length < view.position.offset {
        let (found, seen) = (view.size_within(length), view.size());
        return Err(OpenError::WentBack { directory: directory.to_owned(), found, seen });
    }
    let next = directory.join(file_name(view.size() + 1));
    Ok(length > view.position.offset || (next != *path && next.exists()))
}

fn take(view: &mut View, scanned: Scanned, whom: &mut For<'_>) -> Result<(), OpenError> {
    let Some(segment) = view.segments.get(view.position.segment).map(Arc::clone) else { return Ok(()) };
    let batch = &scanned.batch;
    let leaves = batch.leaves();
    let whole = Records::Batch { first: batch.first, last: batch.size_after() };
    let (checkpoint, after) = check(view, batch, &leaves, whom)
        .map_err(|error| segment.damage(scanned.offset, whole, error.to_string()))?;
    let mut placed: Vec<(Placed, Hash)> = Vec::with_capacity(leaves.len());
    for (index, (bytes, leaf)) in batch.records.iter().zip(leaves).enumerate() {
        let wrong = |what: String| {
            segment.damage(scanned.record_offset(index), Records::One(batch.first + index as u64), what)
        };
        let one = place(bytes).map_err(|error| wrong(error.to_string()))?;
        if let For::Writer(heads) = whom {
            heads
                .take(one.clone(), leaf)
                .map_err(|void| wrong(format!("of stream {}, {void}", one.stream)))?;
        }
        placed.push((one, leaf));
    }
    view.add(Standing {
        records: placed.iter().map(|(placed, leaf)| (&placed.stream, *leaf)).collect(),
        offset: scanned.offset,
        end: scanned.end,
        sealing: Sealing { batch: scanned.batch, checkpoint, after },
    });
    Ok(())
}

fn check(
    view: &View,
    batch: &SealedBatch,
    leaves: &[Hash],
    whom: &For<'_>,
) -> Result<(Checkpoint, Frontier), BatchError> {
    let after = batch.extend(&view.frontier, leaves)?;
    let checkpoint = match whom {
        For::Writer(_) => Checkpoint::open(&batch.checkpoint, &view.log)?,
        For::Reader => unsigned(&batch.checkpoint)?,
    };
    batch.expect(&checkpoint, &after)?;
    Ok((checkpoint, after))
}

fn unsigned(note: &[u8]) -> Result<Checkpoint, CheckpointError> {
    Checkpoint::from_text(Note::parse(note)?.unverified_text())
}

fn last_batch_is_wrong(view: &View, directory: &Path, error: &CheckpointError) -> OpenError {
    match view.segments.get(view.position.segment) {
        Some(segment) => segment.damage(view.position.offset, Records::One(view.size()), error.to_string()),
        None => stored::damage(directory, error.to_string()),
    }
}

fn not_below(view: &View, directory: &Path, stored: &Checkpoint) -> Result<(), OpenError> {
    match view.root_at(stored.size) {
        None => {
            let (directory, found, stored) = (directory.to_owned(), view.size(), stored.size);
            Err(OpenError::BelowCheckpoint { directory, found, stored })
        }
        Some(root) if root != stored.root => {
            let what = format!("it has another root over {} records than the files give", stored.size);
            Err(stored::damage(directory, what))
        }
        Some(_) => Ok(()),
    }
}
