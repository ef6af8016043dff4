//! Following what was sealed, from `SEAL_<l>`: one message, one encoded batch, and each is verified before it is handed on.
//!
//! Here it is noticed that a head went back: a batch that is missing, that does not extend the last one, or a stream that
//! ends before what was seen.

use crate::Connection;
use crate::logkey::LogKeys;
use crate::names;
use crate::problem::unavailable;
use crate::pull::{self, Message, Place, Step};
use async_nats::jetstream::message::StreamMessage;
use async_nats::jetstream::stream::{DirectGetErrorKind, LastRawMessageErrorKind, Stream};
use futures::StreamExt as _;
use futures::stream::BoxStream;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::ports::{FollowError, SealedHead, Unavailable};
use lienthong_merkle::Frontier;
use lienthong_names::Origin;
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::note::NoteVerifier;
use lienthong_protocol::subjects;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

/// Seals asked for at once; each may have half a MiB.
const AT_ONCE: usize = 32;

/// A replica may be behind the leader for a moment: a head is called gone only when it stays gone.
const GONE_TRIES: u32 = 5;
const GONE_PAUSE: Duration = Duration::from_millis(200);

/// What it is called that went wrong.
const WHAT: &str = "the seals cannot be read";

type Item = Result<Arc<SealedBatch>, FollowError>;

/// Batches from the one that holds `from`; with `ends`, to the head that stands now.
pub(crate) fn follow(
    connection: Connection,
    origin: Origin,
    keys: Arc<LogKeys>,
    from: u64,
    ends: bool,
) -> BoxStream<'static, Item> {
    let follower = Follower { connection, origin, keys, from: from.max(1), ends };
    pull::channel(16, |items| async move {
        if let Err(error) = follower.run(&items).await {
            // Nobody may listen any more.
            let _ = items.send(Err(error)).await;
        }
    })
}

/// The last checkpoint, verified.
pub(crate) async fn head(
    connection: &Connection,
    origin: &Origin,
    keys: &LogKeys,
) -> Result<Option<SealedHead>, Unavailable> {
    let Some(last) = last(connection, origin).await? else { return Ok(None) };
    let verifier = keys.verifier(connection, origin).await?.ok_or_else(|| no_key(origin))?;
    open(&last.batch, &verifier).map(Some).map_err(|error| Unavailable {
        code: "LT0510",
        what: format!("{origin}: seal {}: {error}", last.cursor),
    })
}

fn open(batch: &SealedBatch, verifier: &NoteVerifier) -> Result<SealedHead, String> {
    batch.verify(&batch.frontier_before, verifier).map_err(|e| e.to_string())?;
    let checkpoint = Checkpoint::open(&batch.checkpoint, verifier).map_err(|e| e.to_string())?;
    Ok(SealedHead { checkpoint, note: Arc::clone(&batch.checkpoint) })
}

/// A seal and its place in the seals' stream.
pub(crate) struct Seal {
    pub(crate) cursor: u64,
    pub(crate) batch: SealedBatch,
}

/// The last seal, not yet verified; `None` while there is none. Any replica may answer, and may be behind.
pub(crate) async fn last(connection: &Connection, origin: &Origin) -> Result<Option<Seal>, Unavailable> {
    let stream = handle(connection, origin).await?;
    let asked = async { Ok(stream.direct_get_last_for_subject(subjects::seal_subject(origin)).await) };
    match connection.while_up(WHAT, asked).await? {
        Ok(message) => seal(origin, &message).map(Some),
        Err(error) if error.kind() == DirectGetErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(origin, &error)),
    }
}

/// The same from the leader, which is never behind; only who seals may ask it.
pub(crate) async fn last_of_leader(
    connection: &Connection,
    origin: &Origin,
) -> Result<Option<Seal>, Unavailable> {
    let stream = handle(connection, origin).await?;
    let subject = subjects::seal_subject(origin);
    let asked = async { Ok(stream.get_last_raw_message_by_subject(&subject).await) };
    match connection.while_up(WHAT, asked).await? {
        Ok(message) => seal(origin, &message).map(Some),
        Err(error) if error.kind() == LastRawMessageErrorKind::NoMessageFound => Ok(None),
        Err(error) => Err(failed(origin, &error)),
    }
}

async fn handle(connection: &Connection, origin: &Origin) -> Result<Stream<()>, Unavailable> {
    let stream = connection.jetstream().get_stream_no_info(names::seal_stream(origin)).await;
    stream.map_err(|e| failed(origin, &e))
}

fn seal(origin: &Origin, message: &StreamMessage) -> Result<Seal, Unavailable> {
    let batch = SealedBatch::decode(&message.payload).map_err(|error| Unavailable {
        code: "LT0510",
        what: format!("{origin}: seal {} cannot be read: {error}", message.sequence),
    })?;
    Ok(Seal { cursor: message.sequence, batch })
}

fn failed(origin: &Origin, why: &dyn std::fmt::Display) -> Unavailable {
    unavailable(&format!("the seals of {origin} cannot be read"), why)
}

struct Follower {
    connection: Connection,
    origin: Origin,
    keys: Arc<LogKeys>,
    from: u64,
    ends: bool,
}

/// How far a follower is.
struct Progress {
    /// Cursor of the last seal that was taken, or before the first to take.
    cursor: u64,
    /// The tree so far; `None` before the first batch: its own frontier is then believed, since the signed root commits to it.
    tree: Option<Frontier>,
    /// Sequences seen.
    size: u64,
}

impl Follower {
    async fn run(&self, items: &mpsc::Sender<Item>) -> Result<(), FollowError> {
        let seen = self.from - 1;
        let last = self.head_not_below(seen).await?;
        let (end, size) = last.as_ref().map_or((0, 0), |last| (last.cursor, last.batch.size_after()));
        if self.ends && size <= seen {
            return Ok(());
        }
        let cursor = if size <= seen { end } else { self.place(end).await? };
        let mut progress = Progress { cursor, tree: None, size: seen };
        let place = Place { after: cursor, ..self.seals() };
        let mut steps = pull::follow(self.connection.clone(), place);
        while let Some(step) = steps.next().await {
            match step? {
                Step::Message(message) => {
                    let batch = Arc::new(self.take(&mut progress, &message).await?);
                    if items.send(Ok(batch)).await.is_err() {
                        return Ok(());
                    }
                }
                Step::Idle if items.is_closed() => return Ok(()),
                Step::Idle => self.check_not_gone(&progress).await?,
            }
            if self.ends && progress.cursor >= end {
                return Ok(());
            }
        }
        Ok(())
    }

    fn seals(&self) -> Place {
        Place {
            stream: names::seal_stream(&self.origin),
            filter: subjects::seal_subject(&self.origin),
            after: 0,
            at_once: AT_ONCE,
            resumes: true,
        }
    }

    /// The last seal, which must not be below what was seen.
    async fn head_not_below(&self, seen: u64) -> Result<Option<Seal>, FollowError> {
        for tried in 1.. {
            let last = last(&self.connection, &self.origin).await?;
            let head = last.as_ref().map_or(0, |last| last.batch.size_after());
            if head >= seen {
                return Ok(last);
            }
            if tried == GONE_TRIES {
                return Err(FollowError::WentBack { origin: self.origin.clone(), head, seen });
            }
            tokio::time::sleep(GONE_PAUSE).await;
        }
        Ok(None)
    }

    /// The cursor before the seal that holds sequence `from`, among the first `end`.
    async fn place(&self, end: u64) -> Result<u64, FollowError> {
        // Every seal up to `below` begins at or before `from`; every one from `above` on begins after it.
        let (mut below, mut above) = (0, end + 1);
        while above - below > 1 {
            let middle = below + (above - below) / 2;
            if self.first_of(middle).await? <= self.from { below = middle } else { above = middle }
        }
        Ok(below.saturating_sub(1))
    }

    /// The first sequence of a seal, from its header alone.
    async fn first_of(&self, cursor: u64) -> Result<u64, FollowError> {
        let place = Place { after: cursor - 1, ..self.seals() };
        let found = pull::first_after(&self.connection, &place, true).await?;
        let first = found.filter(|found| found.cursor == cursor).and_then(|found| {
            let headers = found.message.headers.as_ref()?;
            headers.get(names::FIRST)?.as_str().parse().ok()
        });
        first.ok_or_else(|| self.damaged(cursor, "it is missing, or does not say where it begins"))
    }

    async fn take(&self, progress: &mut Progress, message: &Message) -> Result<SealedBatch, FollowError> {
        let cursor = message.cursor;
        if cursor != progress.cursor + 1 {
            return Err(self.damaged(progress.cursor + 1, "it is missing"));
        }
        let batch = SealedBatch::decode(&message.message.payload)
            .map_err(|e| self.damaged(cursor, &e.to_string()))?;
        let verifier = self.keys.verifier(&self.connection, &self.origin).await?;
        let verifier = verifier.ok_or_else(|| no_key(&self.origin))?;
        let before = progress.tree.as_ref().unwrap_or(&batch.frontier_before);
        let after = batch.verify(before, &verifier).map_err(|e| self.damaged(cursor, &e.to_string()))?;
        if progress.tree.is_none() && batch.first > self.from {
            return Err(self.damaged(cursor, "it begins after the record that should come next"));
        }
        *progress = Progress { cursor, size: batch.size_after(), tree: Some(after) };
        Ok(batch)
    }

    /// While nothing comes: does what was seen still stand?
    async fn check_not_gone(&self, progress: &Progress) -> Result<(), FollowError> {
        let stream = handle(&self.connection, &self.origin).await?;
        let asked = async { stream.get_info().await.map_err(|e| failed(&self.origin, &e)) };
        match self.connection.while_up(WHAT, asked).await {
            Ok(info) if info.state.last_sequence < progress.cursor => {
                self.head_not_below(progress.size).await.map(drop)
            }
            // Away for now: the connection comes back, and the next look says.
            Ok(_) | Err(_) => Ok(()),
        }
    }

    fn damaged(&self, cursor: u64, what: &str) -> FollowError {
        let place = format!("seal {cursor} of stream {}", names::seal_stream(&self.origin));
        FollowError::Damaged { origin: self.origin.clone(), place, what: what.to_owned() }
    }
}

fn no_key(origin: &Origin) -> Unavailable {
    let what = format!(
        "{origin}: its seals cannot be verified: the catalogue that names the log's key has no sealed record yet"
    );
    Unavailable { code: "LT0715", what }
}
