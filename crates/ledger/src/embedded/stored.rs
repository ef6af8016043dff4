//! The checkpoint stored beside the segments: what the files must never fall below.
//!
//! It is the note of a batch, copied at each new segment, every few hundred batches and at the end, by rename. The truth is
//! in the segments; this only notices that their end is gone.

use super::error::{Damage, OpenError, Records};
use crate::files;
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::note::NoteVerifier;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn path(directory: &Path) -> PathBuf {
    directory.join("checkpoint")
}

/// Stores a signed note in place of the last one.
pub(super) fn store(directory: &Path, note: &[u8]) -> io::Result<()> {
    files::replace(&path(directory), note)
}

/// The stored checkpoint; `None` while none was stored.
///
/// # Errors
/// [`OpenError::Damaged`] when it is not one that the log signed.
pub(super) fn load(directory: &Path, log: &NoteVerifier) -> Result<Option<Checkpoint>, OpenError> {
    let path = path(directory);
    let note = match fs::read(&path) {
        Ok(note) => note,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(OpenError::io(&path)(error)),
    };
    Checkpoint::open(&note, log).map(Some).map_err(|error| damage(directory, error.to_string()))
}

/// The stored checkpoint contradicts the segments.
pub(super) fn damage(directory: &Path, what: String) -> OpenError {
    OpenError::Damaged(Damage { file: path(directory), offset: 0, records: Records::StoredCheckpoint, what })
}
