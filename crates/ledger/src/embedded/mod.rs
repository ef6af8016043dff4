//! The ledger in files: no server, one writer, any number of readers in any process.
//!
//! Belongs here: segment files, group commit, the index in memory, opening and what is refused then, following.
//! Does not: what a batch is (`batch`), what is accepted into it (`seal`), whether history was decided rightly (`audit`).
//!
//! A ledger is a directory:
//!
//! ```text
//! 000000000001.seg   sealed batches one after the other; the name is the sequence of the first record
//! 000000871230.seg   the next one begins where the last has passed 64 MiB
//! checkpoint         the signed note of a recent batch: the segments never end before it
//! lock               held by the writer
//! ```
//!
//! A batch is written with its signed checkpoint in it and one fdatasync; then the appenders are answered and followers are
//! told. So there is no unsealed tail: what is in the file is sealed, but for a torn tail that nobody was told of.

mod copy;
mod disk;
mod error;
mod follow;
mod ledgers;
mod loading;
mod lock;
mod open;
mod reading;
mod scan;
mod segment;
mod shared;
mod stored;
#[cfg(test)]
mod tests;
mod tiles;
mod view;
mod writer;

pub use copy::{AdoptError, SealedCopy};
pub use error::{Damage, OpenError, Records};
pub use ledgers::EmbeddedLedgers;
pub use scan::{Scan, ScanError, Scanned, Torn, segment_file};

use crate::batch::SealedBatch;
use crate::ports::{Append, AppendError, FollowError, Ledger, Proof, SealedHead, Seals, Stored, Unavailable};
use follow::{News, blocking, shutting_down};
use futures::stream::BoxStream;
use lienthong_merkle::Hash;
use lienthong_names::{Origin, StreamName};
use lienthong_protocol::MAX_RECORD_BYTES;
use shared::Shared;
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::sync::{mpsc, oneshot};
use writer::Request;

/// A handle to an open ledger; clones share it. The last handle of a writer to go closes it, and waits for that.
#[derive(Clone)]
pub struct EmbeddedLedger {
    handle: Arc<Handle>,
}

struct Handle {
    shared: Arc<Shared>,
    news: News,
    /// `None` for who only reads.
    writer: Option<WriterHandle>,
}

struct WriterHandle {
    requests: mpsc::Sender<Request>,
    thread: JoinHandle<()>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        if let Some(WriterHandle { requests, thread }) = self.writer.take() {
            drop(requests);
            // So that the lock is free when the handle is gone. A writer that panicked has nothing to put in order.
            let _ = thread.join();
        }
    }
}

impl std::fmt::Debug for EmbeddedLedger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mode = if self.handle.writer.is_some() { "writer" } else { "reader" };
        write!(
            f,
            "EmbeddedLedger({}, {mode} of {})",
            self.handle.shared.origin,
            self.handle.shared.directory.display()
        )
    }
}

impl EmbeddedLedger {
    /// Whether this handle can append.
    #[must_use]
    pub fn is_writer(&self) -> bool {
        self.handle.writer.is_some()
    }

    /// Root over the first records, of those that this handle has seen; `None` beyond them.
    #[must_use]
    pub fn root_at(&self, size: u64) -> Option<Hash> {
        self.handle.shared.view().root_at(size)
    }

    /// For a reader: takes in what a writer in another process has sealed meanwhile.
    ///
    /// Reads, proofs and followers do this themselves.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn refresh(&self) -> Result<(), Unavailable> {
        match self.handle.news {
            News::Told(_) => Ok(()),
            News::Looked => {
                let shared = Arc::clone(&self.handle.shared);
                Ok(blocking(move || shared.refresh()).await.map_err(|_| shutting_down())??)
            }
        }
    }

    /// Stops the writer as a kill would: waiting appends are never answered, nothing is put in order. All handles are dead
    /// then.
    #[cfg(any(test, feature = "conformance"))]
    pub async fn abandon(&self) {
        if let Some(writer) = &self.handle.writer {
            let _ = writer.requests.send(Request::Abandon).await;
            writer.requests.closed().await;
        }
    }
}

#[async_trait::async_trait]
impl Ledger for EmbeddedLedger {
    fn origin(&self) -> &Origin {
        &self.handle.shared.origin
    }

    async fn append(&self, append: Append) -> Result<(), AppendError> {
        let size = append.bytes.len();
        if size > MAX_RECORD_BYTES {
            return Err(AppendError::TooLarge { size });
        }
        let Some(writer) = &self.handle.writer else {
            let what = format!("{}: it was opened for reading only", self.handle.shared.directory.display());
            return Err(Unavailable { code: "LT0507", what }.into());
        };
        let (reply, answer) = oneshot::channel();
        writer.requests.send(Request::Append(append, reply)).await.map_err(|_| shutting_down())?;
        answer.await.map_err(|_| shutting_down())?
    }

    async fn read(&self, stream: &StreamName) -> Result<Vec<Stored>, Unavailable> {
        self.refresh().await?;
        let records = self.handle.shared.view().stream(stream);
        if records.is_empty() {
            return Ok(Vec::new());
        }
        let read = move || records.iter().map(reading::RecordAt::read).collect::<Result<Vec<_>, _>>();
        Ok(blocking(read).await.map_err(|_| shutting_down())??)
    }

    fn follow_sealed(&self, from: u64) -> BoxStream<'static, Result<Arc<SealedBatch>, FollowError>> {
        follow::follow(Arc::clone(&self.handle.shared), self.handle.news.clone(), from)
    }

    fn replay(&self, from: u64) -> BoxStream<'static, Result<Arc<SealedBatch>, FollowError>> {
        follow::replay(Arc::clone(&self.handle.shared), self.handle.news.clone(), from)
    }

    async fn sealed_head(&self) -> Result<Option<SealedHead>, Unavailable> {
        self.refresh().await?;
        Ok(self.handle.shared.view().head().cloned())
    }
}

#[async_trait::async_trait]
impl Seals for EmbeddedLedger {
    async fn prove(
        &self,
        origin: &Origin,
        stream: &StreamName,
        revision: u64,
    ) -> Result<Option<Proof>, Unavailable> {
        if *origin != self.handle.shared.origin {
            return Ok(None);
        }
        self.refresh().await?;
        Ok(self.handle.shared.view().prove(stream, revision))
    }
}
