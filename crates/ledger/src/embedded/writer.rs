//! The one writer: takes what waits, seals it in one batch, makes it durable with one fdatasync, then tells.

use super::disk::Disk;
use super::error::OpenError;
use super::lock::Lock;
use super::segment::{Segment, file_name};
use super::shared::Shared;
use super::stored;
use super::view::Standing;
use crate::files::sync_directory;
use crate::measures;
use crate::placing::place;
use crate::ports::{Append, AppendError, Clock, Unavailable};
use crate::seal::{Accepted, BATCH_BYTES_MAX, BATCH_RECORDS_MAX, Heads, Sealer, Sealing};
use lienthong_merkle::Hash;
use lienthong_names::StreamName;
use lienthong_protocol::MAX_RECORD_BYTES;
use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot, watch};

/// When files are rolled and the checkpoint beside them is stored.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// A segment of so many bytes gets no further batch.
    pub(super) segment_bytes: u64,
    /// The checkpoint is stored after so many batches.
    pub(super) batches_a_checkpoint: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { segment_bytes: 64 * 1024 * 1024, batches_a_checkpoint: 256 }
    }
}

/// What handles ask of the writer.
pub(super) enum Request {
    /// Append a record; answered when it is sealed.
    Append(Append, Reply),
    /// Stop as a killed process does: nothing is answered, nothing is put in order.
    #[cfg(any(test, feature = "conformance"))]
    Abandon,
}

type Reply = oneshot::Sender<Result<(), AppendError>>;

/// The writer's own; lives in its thread.
pub(super) struct Writer {
    pub(super) shared: Arc<Shared>,
    pub(super) heads: Heads,
    /// `None`: it only takes over what others sealed.
    pub(super) sealer: Option<Sealer>,
    /// The segment that is written, and how far.
    pub(super) segment: Arc<Segment>,
    pub(super) end: u64,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) disk: Box<dyn Disk>,
    pub(super) limits: Limits,
    pub(super) sealed: watch::Sender<u64>,
    pub(super) _lock: Lock,
    /// Why it does not write any more.
    pub(super) failed: Option<Unavailable>,
    pub(super) batches_since_checkpoint: u32,
}

/// A record on its way, and who waits for it.
struct Waiting {
    stream: StreamName,
    accepted: Accepted,
    reply: Reply,
}

impl Writer {
    /// Works until nobody holds the ledger any more.
    pub(super) fn run(mut self, mut requests: mpsc::Receiver<Request>) {
        while let Some(first) = requests.blocking_recv() {
            let Some(batch) = gather(first, &mut requests) else { return };
            self.seal(batch);
        }
        self.store_checkpoint();
    }

    fn seal(&mut self, requests: Vec<(Append, Reply)>) {
        let waiting: Vec<Waiting> =
            requests.into_iter().filter_map(|(append, reply)| self.accept(append, reply)).collect();
        let records: Vec<Accepted> = waiting.iter().map(|waiting| waiting.accepted.clone()).collect();
        let placed: Vec<(&StreamName, Hash)> =
            waiting.iter().map(|waiting| (&waiting.stream, waiting.accepted.leaf)).collect();
        let written = self.write(&records, &placed);
        for Waiting { reply, .. } in waiting {
            // Who does not wait any more finds the record by its id.
            let _ = reply.send(written.clone().map_err(AppendError::from));
        }
    }

    /// Seals records and makes that durable; `placed` are their streams and leaves. After an error this writer writes no more.
    pub(super) fn write(
        &mut self,
        records: &[Accepted],
        placed: &[(&StreamName, Hash)],
    ) -> Result<(), Unavailable> {
        let Some(sealer) = &self.sealer else {
            let directory = self.shared.directory.display();
            let what =
                format!("{directory}: it was opened to take over what others sealed, and seals nothing");
            return Err(Unavailable { code: "LT0507", what });
        };
        match sealer.next(records, self.clock.now()) {
            Some(sealing) => self.keep(sealing, placed),
            None => Ok(()),
        }
    }

    /// Makes a sealed batch durable that is the next one; see [`write`](Self::write).
    pub(super) fn keep(
        &mut self,
        sealing: Sealing,
        placed: &[(&StreamName, Hash)],
    ) -> Result<(), Unavailable> {
        match self.make_durable(&sealing) {
            Ok((offset, end)) => self.publish(sealing, placed, offset, end),
            Err(cause) => {
                let why = self.give_up(&cause);
                self.failed = Some(why.clone());
                return Err(why);
            }
        }
        if self.batches_since_checkpoint >= self.limits.batches_a_checkpoint {
            self.store_checkpoint();
        }
        Ok(())
    }

    /// Accepts an append, or says no at once.
    fn accept(&mut self, append: Append, reply: Reply) -> Option<Waiting> {
        let stream = append.stream.clone();
        let accepted = match &self.failed {
            Some(why) => Err(why.clone().into()),
            None => agrees(&append).and_then(|()| self.heads.accept(append)),
        };
        match accepted {
            Ok(accepted) => Some(Waiting { stream, accepted, reply }),
            Err(error) => {
                let _ = reply.send(Err(error));
                None
            }
        }
    }

    fn make_durable(&mut self, sealing: &Sealing) -> io::Result<(u64, u64)> {
        if self.end >= self.limits.segment_bytes {
            self.roll(sealing.batch.first)?;
        }
        let bytes = sealing.batch.encode();
        self.disk.write_at(&self.segment.file, &bytes, self.end)?;
        self.disk.sync(&self.segment.file)?;
        Ok((self.end, self.end + bytes.len() as u64))
    }

    fn roll(&mut self, first: u64) -> io::Result<()> {
        self.segment = Arc::new(create_segment(&self.shared.directory, first)?);
        self.end = 0;
        self.shared.view_mut().roll(Arc::clone(&self.segment));
        self.batches_since_checkpoint = self.limits.batches_a_checkpoint;
        Ok(())
    }

    fn publish(&mut self, sealing: Sealing, placed: &[(&StreamName, Hash)], offset: u64, end: u64) {
        self.end = end;
        self.batches_since_checkpoint += 1;
        if let Some(sealer) = &mut self.sealer {
            sealer.advance(&sealing);
        }
        let size = sealing.after.size();
        self.shared.view_mut().add(Standing { sealing, records: placed.to_vec(), offset, end });
        self.sealed.send_replace(size);
        measures::sealed(&self.shared.origin, size);
    }

    /// After an error nobody knows what the disk holds: this writer writes no more. What it may have written is cut off as far
    /// as that is possible; the next one looks at what is there.
    fn give_up(&self, cause: &io::Error) -> Unavailable {
        let path = self.segment.path.display();
        tracing::error!(%path, %cause, "the ledger cannot be written any more");
        if let Err(cause) = self.segment.file.set_len(self.end) {
            tracing::error!(%path, %cause, "nor could the unfinished batch be cut off");
        }
        let what = format!(
            "{path}: {cause}. What was sealed before stays, nothing after it was recorded; make room or repair the disk, \
             start again, and send the same commands again"
        );
        Unavailable { code: "LT0502", what }
    }

    pub(super) fn store_checkpoint(&mut self) {
        let note = self.shared.view().head().map(|head| Arc::clone(&head.note));
        let Some(note) = note else { return };
        self.batches_since_checkpoint = 0;
        // The segments are the truth: without it only a later loss of their end would go unnoticed for longer.
        if let Err(cause) = stored::store(&self.shared.directory, &note) {
            let directory = self.shared.directory.display();
            tracing::warn!(%directory, %cause, "the checkpoint beside the segments was not stored");
        }
    }
}

/// All that waits, up to the limits of a batch; `None` to stop at once.
fn gather(first: Request, requests: &mut mpsc::Receiver<Request>) -> Option<Vec<(Append, Reply)>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    let mut next = Some(first);
    while let Some(request) = next {
        match request {
            Request::Append(append, reply) => {
                bytes += append.bytes.len();
                batch.push((append, reply));
            }
            #[cfg(any(test, feature = "conformance"))]
            Request::Abandon => return None,
        }
        let room = batch.len() < BATCH_RECORDS_MAX && bytes + MAX_RECORD_BYTES <= BATCH_BYTES_MAX;
        next = if room { requests.try_recv().ok() } else { None };
    }
    Some(batch)
}

/// The record must say of itself what its append says: opened again, the ledger knows only the record.
fn agrees(append: &Append) -> Result<(), AppendError> {
    if append.bytes.len() > MAX_RECORD_BYTES {
        return Err(AppendError::TooLarge { size: append.bytes.len() });
    }
    let wrong = |what: String| AppendError::Unavailable(Unavailable { code: "LT0504", what });
    let placed = place(&append.bytes).map_err(|error| wrong(error.to_string()))?;
    let same = placed.stream == append.stream
        && placed.revision == append.expected_revision + 1
        && placed.previous == append.expected_head
        && placed.dedupe == append.dedupe;
    if same {
        Ok(())
    } else {
        let what = "the record says another stream, revision, previous leaf or id than its append";
        Err(wrong(format!("{}: {what}", append.stream)))
    }
}

/// A new segment file, its name durable.
pub(super) fn create_segment(directory: &Path, first: u64) -> io::Result<Segment> {
    let path = directory.join(file_name(first));
    let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
    file.sync_all()?;
    sync_directory(directory)?;
    Ok(Segment { first, path, file })
}

/// A segment that is there, opened for writing.
pub(super) fn reopen_segment(segment: &Segment) -> Result<Segment, OpenError> {
    let path = segment.path.clone();
    let file = OpenOptions::new().read(true).write(true).open(&path).map_err(OpenError::io(&path))?;
    Ok(Segment { first: segment.first, path, file })
}
