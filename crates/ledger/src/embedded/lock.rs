//! One writer a directory. Readers take no lock.

use super::error::OpenError;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// The lock's file name.
pub(super) const LOCK: &str = "lock";

/// Held while the ledger is written; the system gives it back when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Takes the writer's lock of a directory.
///
/// # Errors
/// [`OpenError::InUse`], [`OpenError::Io`].
pub(super) fn lock(directory: &Path) -> Result<Lock, OpenError> {
    let path = directory.join(LOCK);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(OpenError::io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { directory: directory.to_owned() }),
        Err(TryLockError::Error(cause)) => Err(OpenError::io(&path)(cause)),
    }
}
