//! Where a sealer makes its seals public: `seal.<l>`, each on the condition that the one before it is still the last.

use crate::Connection;
use crate::logkey::{LogKeys, Trust};
use crate::names;
use crate::problem::unavailable;
use crate::sealed;
use async_nats::jetstream::context::PublishErrorKind;
use async_nats::jetstream::message::PublishMessage;
use async_trait::async_trait;
use futures::stream::BoxStream;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::ports::{FollowError, SealOut, SealOutError, SealedHead, Unavailable};
use lienthong_names::Origin;
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::note::NoteVerifier;
use lienthong_protocol::subjects;
use std::sync::Arc;
use tokio::sync::Mutex;

/// What it is called that went wrong.
const WHAT: &str = "the seal may be published or not";

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

    async fn send(&self, batch: &SealedBatch, after: Last) -> Result<u64, SealOutError> {
        let message = PublishMessage::build()
            .payload(batch.encode().into())
            .header(names::FIRST, batch.first.to_string().as_str())
            .expected_last_subject_sequence(after.cursor)
            .expected_stream(names::seal_stream(&self.origin));
        let subject = subjects::seal_subject(&self.origin);
        let sent = async {
            Ok(match self.connection.jetstream().send_publish(subject, message).await {
                Ok(sent) => sent.await,
                Err(error) => Err(error),
            })
        };
        let sent = self.connection.while_up(WHAT, sent).await?;
        match sent {
            Ok(ack) => Ok(ack.sequence),
            Err(error) if error.kind() == PublishErrorKind::WrongLastSequence => Err(SealOutError::LostLead),
            Err(error) => Err(unavailable(WHAT, error).into()),
        }
    }
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
