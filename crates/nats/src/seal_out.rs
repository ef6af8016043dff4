//! Where a sealer makes its seals public: `seal.<l>`, each on the condition that the one before it is still the last.

use crate::Connection;
use crate::logkey::{LogKeys, Trust};
use crate::names;
use crate::problem::unavailable;
use crate::sealed;
use async_nats::jetstream::context::{PublishAckFuture, PublishError, PublishErrorKind};
use async_nats::jetstream::message::PublishMessage;
use async_trait::async_trait;
use futures::TryStreamExt as _;
use futures::stream::BoxStream;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::ports::{FollowError, SealOut, SealOutError, SealedHead, Unavailable};
use lienthong_names::Origin;
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::note::NoteVerifier;
use lienthong_protocol::subjects;
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::Mutex;

/// What it is called that went wrong.
const WHAT: &str = "the seal may be published or not";

/// Seals on their way at once; each may have half a MiB.
const AT_ONCE: usize = 32;

/// Why seals were not made public, or only some.
#[derive(Debug, thiserror::Error)]
pub enum PublishAllError {
    /// The broker.
    #[error(transparent)]
    Out(#[from] SealOutError),
    /// What was to be published.
    #[error(transparent)]
    Source(#[from] FollowError),
}

impl From<Unavailable> for PublishAllError {
    fn from(what: Unavailable) -> Self {
        Self::Out(what.into())
    }
}

/// The seals' stream of one ledger, as its sealer writes it.
pub struct NatsSealOut {
    connection: Connection,
    origin: Origin,
    verifier: NoteVerifier,
    keys: Arc<LogKeys>,
    // Held over a publish: one seal at a time.
    last: Mutex<Option<Last>>,
}

/// The last seal we know of.
#[derive(Debug, Clone, Copy)]
struct Last {
    /// In the seals' stream; 0 for none.
    cursor: u64,
    /// Records sealed by then.
    size: u64,
}

impl NatsSealOut {
    /// The seals of a ledger; `verifier` is the sealer's own.
    #[must_use]
    pub fn new(connection: Connection, origin: Origin, verifier: NoteVerifier) -> Self {
        let keys = Arc::new(LogKeys::new(Trust::Key(*verifier.key())));
        Self { connection, origin, verifier, keys, last: Mutex::default() }
    }

    async fn look(&self) -> Result<Last, Unavailable> {
        let last = sealed::last_of_leader(&self.connection, &self.origin).await?;
        Ok(last.map_or(Last { cursor: 0, size: 0 }, |last| Last {
            cursor: last.cursor,
            size: last.batch.size_after(),
        }))
    }

    /// Makes public what another sealer has signed, in its order, from a size on; as many at once as may be under way. `told` hears how many
    /// records are public. Whoever publishes meanwhile is found out: each seal must follow the one before it.
    ///
    /// # Errors
    /// [`SealOutError`], and [`FollowError`] where the batches cannot be read: what was made public before stays so.
    pub async fn publish_all(
        &self,
        mut batches: BoxStream<'static, Result<Arc<SealedBatch>, FollowError>>,
        told: &mut (dyn FnMut(u64) + Send),
    ) -> Result<(), PublishAllError> {
        let mut last = self.look().await?;
        let mut under_way = VecDeque::new();
        while let Some(batch) = batches.try_next().await? {
            let Some(rest) = batch.rest_from(last.size + 1) else { continue };
            if rest.first != last.size + 1 {
                return Err(SealOutError::LostLead.into());
            }
            let (subject, message) = self.message(&rest, last);
            let sent = self.connection.jetstream().send_publish(subject, message).await;
            under_way.push_back((rest.size_after(), sent.map_err(refused)?));
            last = Last { cursor: last.cursor + 1, size: rest.size_after() };
            if under_way.len() == AT_ONCE {
                acknowledged(&mut under_way, told).await?;
            }
        }
        while !under_way.is_empty() {
            acknowledged(&mut under_way, told).await?;
        }
        Ok(())
    }

    fn message(&self, batch: &SealedBatch, after: Last) -> (String, PublishMessage) {
        let message = PublishMessage::build()
            .payload(batch.encode().into())
            .header(names::FIRST, batch.first.to_string().as_str())
            .expected_last_subject_sequence(after.cursor)
            .expected_stream(names::seal_stream(&self.origin));
        (subjects::seal_subject(&self.origin), message)
    }

    async fn send(&self, batch: &SealedBatch, after: Last) -> Result<u64, SealOutError> {
        let (subject, message) = self.message(batch, after);
        let sent = self.connection.publish(WHAT, subject, message).await?;
        sent.map(|ack| ack.sequence).map_err(refused)
    }
}

type UnderWay = VecDeque<(u64, PublishAckFuture)>;

async fn acknowledged(
    under_way: &mut UnderWay,
    told: &mut (dyn FnMut(u64) + Send),
) -> Result<(), SealOutError> {
    if let Some((size, sent)) = under_way.pop_front() {
        sent.await.map_err(refused)?;
        told(size);
    }
    Ok(())
}

fn refused(error: PublishError) -> SealOutError {
    if error.kind() == PublishErrorKind::WrongLastSequence {
        return SealOutError::LostLead;
    }
    unavailable(WHAT, error).into()
}

#[async_trait]
impl SealOut for NatsSealOut {
    async fn head(&self) -> Result<Option<SealedHead>, Unavailable> {
        let Some(last) = sealed::last_of_leader(&self.connection, &self.origin).await? else {
            return Ok(None);
        };
        let wrong = |error: String| Unavailable {
            code: "LT0510",
            what: format!(
                "{}: seal {} is not one that this sealer's key signed: {error}",
                self.origin, last.cursor
            ),
        };
        let batch = &last.batch;
        batch.verify(&batch.frontier_before, &self.verifier).map_err(|e| wrong(e.to_string()))?;
        let checkpoint =
            Checkpoint::open(&batch.checkpoint, &self.verifier).map_err(|e| wrong(e.to_string()))?;
        Ok(Some(SealedHead { checkpoint, note: Arc::clone(&batch.checkpoint) }))
    }

    async fn publish(&self, batch: &SealedBatch) -> Result<(), SealOutError> {
        let mut known = self.last.lock().await;
        let before = batch.first - 1;
        let last = match known.take() {
            Some(last) if last.size == before => last,
            _ => self.look().await?,
        };
        if last.size != before {
            return Err(SealOutError::LostLead);
        }
        let cursor = self.send(batch, last).await?;
        *known = Some(Last { cursor, size: batch.size_after() });
        Ok(())
    }

    fn follow(&self, from: u64) -> BoxStream<'static, Result<Arc<SealedBatch>, FollowError>> {
        sealed::follow(self.connection.clone(), self.origin.clone(), Arc::clone(&self.keys), from, false)
    }
}
