//! Making a ledger, and opening one: what is recovered, and what is refused.

use super::disk::{Disk, SystemDisk};
use super::error::OpenError;
use super::follow::News;
use super::loading::{For, read_on};
use super::lock::{LOCK, Lock, lock};
use super::scan::Torn;
use super::segment;
use super::shared::{Shared, read_for_reader};
use super::view::View;
use super::writer::{Limits, Request, Writer, create_segment, reopen_segment};
use super::{EmbeddedLedger, Handle, WriterHandle};
use crate::files::sync_directory;
use crate::measures;
use crate::ports::Clock;
use crate::seal::{BATCH_RECORDS_MAX, Heads, Sealer};
use lienthong_names::Origin;
use lienthong_protocol::note::{NoteSigner, NoteVerifier};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use tokio::sync::{mpsc, watch};

impl EmbeddedLedger {
    /// Makes an empty ledger in a directory, which is made too, and opens it for writing.
    ///
    /// # Errors
    /// [`OpenError::NotHere`] when there is one already; [`OpenError::InUse`], [`OpenError::Io`].
    pub fn create(
        directory: &Path,
        origin: Origin,
        signer: NoteSigner,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, OpenError> {
        fs::create_dir_all(directory).map_err(OpenError::io(directory))?;
        let lock = lock(directory)?;
        match segment::list(directory) {
            Err(OpenError::NotHere { .. }) => {}
            Err(other) => return Err(other),
            Ok(_) => {
                let what = "there is a ledger in this directory already; choose another one";
                return Err(OpenError::NotHere { directory: directory.to_owned(), what });
            }
        }
        create_segment(directory, 1).map_err(OpenError::io(directory))?;
        if let Some(parent) = directory.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            sync_directory(parent).map_err(OpenError::io(parent))?;
        }
        Start::sealing(origin, signer, clock).open(directory, lock)
    }

    /// Opens a ledger for writing: checks every byte of it first, and cuts off a torn tail.
    ///
    /// # Errors
    /// [`OpenError`]; nothing is changed then.
    pub fn open_writer(
        directory: &Path,
        origin: Origin,
        signer: NoteSigner,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, OpenError> {
        let start = Start::sealing(origin, signer, clock);
        // Before the lock: its file is not to be left where there is no ledger.
        segment::list(directory)?;
        start.open(directory, lock(directory)?)
    }

    /// Opens the ledger of a directory for writing, and makes it where nothing was begun, or where whoever began it had got no
    /// further than its lock.
    ///
    /// # Errors
    /// [`OpenError`]; [`OpenError::NotHere`] when other files are there and no segment.
    pub fn open_or_create(
        directory: &Path,
        origin: Origin,
        signer: NoteSigner,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, OpenError> {
        if Self::is_begun(directory)? {
            Self::open_writer(directory, origin, signer, clock)
        } else {
            Self::create(directory, origin, signer, clock)
        }
    }

    /// Whether a directory holds anything of a ledger. A lock alone is nothing: it is the first file that is made.
    ///
    /// # Errors
    /// [`OpenError::Io`].
    pub fn is_begun(directory: &Path) -> Result<bool, OpenError> {
        if !directory.is_dir() {
            return Ok(false);
        }
        for entry in fs::read_dir(directory).map_err(OpenError::io(directory))? {
            if entry.map_err(OpenError::io(directory))?.file_name() != LOCK {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Opens a ledger for reading, beside a writer or without one: needs no lock and changes nothing.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open_reader(directory: &Path, origin: Origin, log: NoteVerifier) -> Result<Self, OpenError> {
        let mut view = View::new(origin, log);
        read_for_reader(&mut view, directory)?;
        let handle =
            Handle { shared: Arc::new(Shared::new(directory, view)), news: News::Looked, writer: None };
        Ok(Self { handle: Arc::new(handle) })
    }
}

/// What a writer starts with.
pub(super) struct Start {
    pub(super) origin: Origin,
    /// By what its checkpoints are checked.
    pub(super) log: NoteVerifier,
    /// `None`: it takes over what others sealed, and seals nothing.
    pub(super) signer: Option<NoteSigner>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) disk: Box<dyn Disk>,
    pub(super) limits: Limits,
}

impl Start {
    /// For who seals with the log's key.
    fn sealing(origin: Origin, signer: NoteSigner, clock: Arc<dyn Clock>) -> Self {
        let log = signer.verifier().clone();
        Self {
            origin,
            log,
            signer: Some(signer),
            clock,
            disk: Box::new(SystemDisk),
            limits: Limits::default(),
        }
    }

    pub(super) fn open(self, directory: &Path, lock: Lock) -> Result<EmbeddedLedger, OpenError> {
        let (writer, news) = self.writer(directory, lock)?;
        let shared = Arc::clone(&writer.shared);
        let (requests, inbox) = mpsc::channel::<Request>(4 * BATCH_RECORDS_MAX);
        let name = format!("seal {}", shared.origin);
        let thread = thread::Builder::new().name(name).spawn(move || writer.run(inbox));
        let thread = thread.map_err(OpenError::io(directory))?;
        let writer = Some(WriterHandle { requests, thread });
        Ok(EmbeddedLedger { handle: Arc::new(Handle { shared, news: News::Told(news), writer }) })
    }

    /// The writer of a directory that was read to its end, and where it tells of what it seals.
    pub(super) fn writer(
        self,
        directory: &Path,
        lock: Lock,
    ) -> Result<(Writer, watch::Receiver<u64>), OpenError> {
        let mut heads = Heads::new();
        let mut view = View::new(self.origin.clone(), self.log);
        let torn = read_on(&mut view, directory, For::Writer(&mut heads))?;
        let end = view.position.offset;
        let not_here =
            || OpenError::NotHere { directory: directory.to_owned(), what: "its last file is gone" };
        let segment = Arc::new(reopen_segment(view.segments.last().ok_or_else(not_here)?)?);
        if let Some(torn) = torn {
            cut(&segment, &torn)?;
        }
        let sealer = self
            .signer
            .map(|signer| Sealer::at(self.origin, signer, view.frontier.clone(), view.last_sealed_at));
        let (sealed, news) = watch::channel(view.size());
        measures::sealed(&view.origin, view.size());
        let writer = Writer {
            shared: Arc::new(Shared::new(directory, view)),
            heads,
            sealer,
            segment,
            end,
            clock: self.clock,
            disk: self.disk,
            limits: self.limits,
            sealed,
            _lock: lock,
            failed: None,
            // The first batch stores one: from then on the files cannot end before it.
            batches_since_checkpoint: self.limits.batches_a_checkpoint,
        };
        Ok((writer, news))
    }
}

/// Cuts off what was never sealed.
fn cut(segment: &segment::Segment, torn: &Torn) -> Result<(), OpenError> {
    tracing::warn!("{torn}");
    segment.file.set_len(torn.offset).map_err(OpenError::io(&segment.path))?;
    segment.file.sync_all().map_err(OpenError::io(&segment.path))
}
