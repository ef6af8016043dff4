//! A sealer's own copy of a log that a broker puts in order: a ledger in files like any other, but for who says what is next.
//!
//! Nobody appends to it. The sealer hands it records that it has judged, in the broker's order, and gets back the sealed batch
//! when it is durable here: only then may it be made public.

use super::disk::SystemDisk;
use super::error::OpenError;
use super::follow::News;
use super::lock::lock;
use super::open::Start;
use super::segment;
use super::writer::{Limits, Writer, create_segment};
use super::{EmbeddedLedger, Handle};
use crate::batch::{BatchError, SealedBatch};
use crate::placing::{Placed, place};
use crate::ports::{Clock, SystemClock, Unavailable};
use crate::seal::{Accepted, Sealing};
use lienthong_merkle::Hash;
use lienthong_names::{Origin, StreamName};
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::note::{NoteSigner, NoteVerifier};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Why a batch that another sealer signed is not taken over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AdoptError {
    /// It is over another tree than this copy: two have signed one log.
    #[error("the published seal over {size} records is over another tree than this copy")]
    Forked {
        /// Records under its checkpoint.
        size: u64,
    },
    /// It is not one of this log.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// A record of it cannot be placed, or is not the next of its stream.
    #[error("a record of the published seal cannot be taken over: {0}")]
    Record(String),
    /// The disk refused.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// The one writer of a sealed copy. Dropping it closes the copy.
pub struct SealedCopy {
    writer: Writer,
    ledger: EmbeddedLedger,
}

impl SealedCopy {
    /// Opens the copy in a directory, or begins one there. Every byte of it is checked first, and a torn tail is cut off.
    ///
    /// # Errors
    /// [`OpenError`]; nothing is changed then.
    pub fn open(
        directory: &Path,
        origin: Origin,
        signer: NoteSigner,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, OpenError> {
        Self::start(directory, origin, signer.verifier().clone(), Some(signer), clock)
    }

    /// The same for who takes over what is sealed elsewhere and seals nothing: needs no private key.
    ///
    /// # Errors
    /// [`OpenError`]; nothing is changed then.
    pub fn open_to_adopt(directory: &Path, origin: Origin, log: NoteVerifier) -> Result<Self, OpenError> {
        Self::start(directory, origin, log, None, Arc::new(SystemClock))
    }

    fn start(
        directory: &Path,
        origin: Origin,
        log: NoteVerifier,
        signer: Option<NoteSigner>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, OpenError> {
        fs::create_dir_all(directory).map_err(OpenError::io(directory))?;
        let lock = lock(directory)?;
        match segment::list(directory) {
            Err(OpenError::NotHere { .. }) => {
                create_segment(directory, 1).map_err(OpenError::io(directory))?;
            }
            Err(other) => return Err(other),
            Ok(_) => {}
        }
        let start =
            Start { origin, log, signer, clock, disk: Box::new(SystemDisk), limits: Limits::default() };
        let (writer, news) = start.writer(directory, lock)?;
        let handle = Handle { shared: Arc::clone(&writer.shared), news: News::Told(news), writer: None };
        Ok(Self { writer, ledger: EmbeddedLedger { handle: Arc::new(handle) } })
    }

    /// The copy for reading: what is sealed, and proofs of it, as soon as it is durable.
    #[must_use]
    pub const fn ledger(&self) -> &EmbeddedLedger {
        &self.ledger
    }

    /// Takes over a batch that another sealer of the same log has signed and made public, from where this copy ends: it may begin before
    /// that, for each sealer cuts the records into batches as they come. The records that were added, with their leaves; none, where the
    /// copy holds them already. Blocks until they are durable.
    ///
    /// # Errors
    /// [`AdoptError`]; nothing is changed then. After [`AdoptError::Unavailable`] the copy must be opened again.
    pub fn adopt(&mut self, batch: &SealedBatch) -> Result<Vec<Accepted>, AdoptError> {
        if let Some(why) = &self.writer.failed {
            return Err(why.clone().into());
        }
        let (log, frontier) = {
            let view = self.writer.shared.view();
            let log = view.log.clone();
            if batch.size_after() <= view.size() {
                let checkpoint = Checkpoint::open(&batch.checkpoint, &log).map_err(BatchError::from)?;
                let same = view.root_at(checkpoint.size) == Some(checkpoint.root);
                return if same { Ok(Vec::new()) } else { Err(AdoptError::Forked { size: checkpoint.size }) };
            }
            (log, view.frontier.clone())
        };
        // Of a batch that holds all this copy has, and more, but over another tree: two have signed.
        let forked = |_| AdoptError::Forked { size: batch.size_after() };
        let rest = batch.beyond(&frontier).map_err(forked)?;
        let leaves = rest.leaves();
        let after = rest.extend(&frontier, &leaves)?;
        let checkpoint = Checkpoint::open(&rest.checkpoint, &log).map_err(BatchError::from)?;
        rest.expect(&checkpoint, &after)?;
        let accepted = rest.records.iter().cloned().zip(leaves);
        let accepted: Vec<Accepted> = accepted.map(|(bytes, leaf)| Accepted { bytes, leaf }).collect();
        let mut placed = Vec::with_capacity(accepted.len());
        for record in &accepted {
            placed.push(place(&record.bytes).map_err(|error| AdoptError::Record(error.to_string()))?);
        }
        for (placed, record) in placed.iter().zip(&accepted) {
            if let Err(void) = self.writer.heads.take(placed.clone(), record.leaf) {
                let why = AdoptError::Record(format!("{}: {void}", placed.stream));
                // Heads stand further than the files now.
                self.writer.failed = Some(Unavailable { code: "LT0504", what: why.to_string() });
                return Err(why);
            }
        }
        let placed: Vec<(&StreamName, Hash)> =
            placed.iter().zip(&accepted).map(|(placed, record)| (&placed.stream, record.leaf)).collect();
        self.writer.keep(Sealing { batch: rest, checkpoint, after }, &placed)?;
        Ok(accepted)
    }

    /// Seals records as one batch, in this order; within the limits of a batch, and not none. Blocks until it is durable.
    ///
    /// # Errors
    /// [`Unavailable`]: the disk refused, or a record is not the next of its stream. The copy must be opened again then.
    pub fn seal(&mut self, records: &[(Placed, Accepted)]) -> Result<Option<Arc<SealedBatch>>, Unavailable> {
        if let Some(why) = &self.writer.failed {
            return Err(why.clone());
        }
        for (placed, accepted) in records {
            if let Err(void) = self.writer.heads.take(placed.clone(), accepted.leaf) {
                let why = Unavailable { code: "LT0504", what: format!("{}: {void}", placed.stream) };
                self.writer.failed = Some(why.clone());
                return Err(why);
            }
        }
        let accepted: Vec<Accepted> = records.iter().map(|(_, accepted)| accepted.clone()).collect();
        let placed: Vec<(&StreamName, Hash)> =
            records.iter().map(|(placed, accepted)| (&placed.stream, accepted.leaf)).collect();
        self.writer.write(&accepted, &placed)?;
        Ok(self.writer.shared.view().last_batch())
    }
}

impl Drop for SealedCopy {
    fn drop(&mut self) {
        self.writer.store_checkpoint();
    }
}

impl std::fmt::Debug for SealedCopy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealedCopy({:?})", self.ledger)
    }
}
