//! The view of one open ledger, shared by its handles, its followers and its writer.

use super::error::OpenError;
use super::loading::{For, may_have_more, read_on};
use super::segment::Segment;
use super::view::View;
use lienthong_names::Origin;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// What all who hold the ledger share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) origin: Origin,
    pub(super) directory: PathBuf,
    view: RwLock<View>,
}

impl Shared {
    pub(super) fn new(directory: &Path, view: View) -> Self {
        Self { origin: view.origin.clone(), directory: directory.to_owned(), view: RwLock::new(view) }
    }

    /// The view. Whoever panicked while holding it had not begun to change it, or had finished: it is still good.
    pub(super) fn view(&self) -> RwLockReadGuard<'_, View> {
        self.view.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn view_mut(&self) -> RwLockWriteGuard<'_, View> {
        self.view.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// For a reader: takes in what a writer in another process has added, if it has.
    ///
    /// # Errors
    /// [`OpenError`].
    pub(super) fn refresh(&self) -> Result<(), OpenError> {
        if !may_have_more(&self.view(), &self.directory)? {
            return Ok(());
        }
        read_for_reader(&mut self.view_mut(), &self.directory)
    }
}

/// Reads on for a reader, and makes sure that what it shows is durable: the writer may not have come to that yet.
pub(super) fn read_for_reader(view: &mut View, directory: &Path) -> Result<(), OpenError> {
    let before = view.position.segment;
    let read = read_on(view, directory, For::Reader).map(|_a_writer_at_work| ());
    view.segments.iter().skip(before).try_for_each(settle)?;
    read
}

fn settle(segment: &Arc<Segment>) -> Result<(), OpenError> {
    match segment.file.sync_data() {
        // Nobody can be writing there.
        Err(error) if error.kind() == ErrorKind::ReadOnlyFilesystem => Ok(()),
        other => other.map_err(OpenError::io(&segment.path)),
    }
}
