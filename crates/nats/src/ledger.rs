//! One ledger on JetStream: `LT_<l>` holds its records in the broker's order, `SEAL_<l>` what was sealed.

use crate::connect::Connection;
use crate::logkey::LogKeys;
use crate::problem::unavailable;
use crate::read::{self, History};
use crate::sealed;
use async_nats::jetstream::ErrorCode;
use async_nats::jetstream::context::PublishErrorKind;
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::publish::PublishAck;
use async_trait::async_trait;
use futures::stream::BoxStream;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::placing::place;
use lienthong_ledger::ports::{Append, AppendError, FollowError, Ledger, SealedHead, Stored, Unavailable};
use lienthong_ledger::seal::Head;
use lienthong_merkle::leaf_hash;
use lienthong_names::{Origin, StreamName};
use lienthong_protocol::{MAX_RECORD_BYTES, subjects};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Streams whose end on the broker is remembered; beyond it all are forgotten, and read again when needed.
const ENDS_KEPT_MAX: usize = 50_000;

/// How often an id is tried again that the broker knows from a record that came to nothing.
const ID_TRIES: usize = 4;

/// What it is called that went wrong.
const WHAT: &str = "the record may be stored or not";

/// A ledger on JetStream, for deciders and followers.
pub struct NatsLedger {
    connection: Connection,
    origin: Origin,
    keys: Arc<LogKeys>,
    ends: Mutex<BTreeMap<StreamName, End>>,
}

/// Where a stream stood when we last saw it.
#[derive(Debug, Clone, Copy)]
struct End {
    head: Option<Head>,
    /// Of the subject's last message: the sequence that an append must expect.
    cursor: u64,
    /// How often the connection had been lost by then.
    losses: u64,
}

impl NatsLedger {
    pub(crate) fn new(connection: Connection, origin: Origin, keys: Arc<LogKeys>) -> Self {
        Self { connection, origin, keys, ends: Mutex::default() }
    }

    async fn history(&self, stream: &StreamName) -> Result<History, Unavailable> {
        let losses = self.connection.losses();
        let history = read::history(&self.connection, &self.origin, stream).await?;
        self.remember(stream, End { head: history.head, cursor: history.last, losses });
        Ok(history)
    }

    fn remember(&self, stream: &StreamName, end: End) {
        let mut ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        if ends.len() >= ENDS_KEPT_MAX {
            ends.clear();
        }
        ends.insert(stream.clone(), end);
    }

    fn forget(&self, stream: &StreamName) {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner).remove(stream);
    }

    /// What is remembered, if it is what this append expects. After a lost connection nothing is: the server may have come
    /// back without its last messages, and have given their numbers to others.
    fn remembered(&self, append: &Append) -> Option<u64> {
        let ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        let end = ends.get(&append.stream)?;
        let holds = end.losses == self.connection.losses() && is_expected(end.head, append);
        holds.then_some(end.cursor)
    }

    /// The sequence of the subject's last message, if the stream is where the append expects it.
    async fn expected_cursor(&self, append: &Append) -> Result<u64, AppendError> {
        if let Some(cursor) = self.remembered(append) {
            return Ok(cursor);
        }
        let history = self.history(&append.stream).await?;
        if is_expected(history.head, append) { Ok(history.last) } else { Err(AppendError::Conflict) }
    }

    async fn publish(&self, append: &Append, id: &str, expected: u64) -> Result<PublishAck, AppendError> {
        let subject = subjects::stream_subject(&self.origin, &append.stream);
        let message = PublishMessage::build()
            .payload(append.bytes.clone().into())
            .message_id(id)
            .expected_last_subject_sequence(expected)
            .expected_stream(subjects::ledger_stream_name(&self.origin));
        let sent = self.connection.publish(WHAT, subject, message).await?;
        sent.map_err(|error| append_error(&error))
    }

    /// Whether the message that the broker took this id from is a record that stands. One that is void, or gone, holds no
    /// verdict: its sender tries again, and the broker's window must not be in the way.
    async fn stands(&self, cursor: u64) -> Result<bool, Unavailable> {
        let Some(message) = read::at(&self.connection, &self.origin, cursor).await? else { return Ok(false) };
        let Ok(placed) = place(&message.bytes) else { return Ok(false) };
        let history = self.history(&placed.stream).await?;
        Ok(history.records.iter().any(|record| record.cursor == cursor))
    }

    async fn append_as(&self, append: &Append) -> Result<End, AppendError> {
        let losses = self.connection.losses();
        let mut id = hex::encode(append.dedupe);
        for _ in 0..ID_TRIES {
            let expected = self.expected_cursor(append).await?;
            let ack = self.publish(append, &id, expected).await?;
            if !ack.duplicate {
                let head = Head { revision: append.expected_revision + 1, leaf: leaf_hash(&append.bytes) };
                return Ok(End { head: Some(head), cursor: ack.sequence, losses });
            }
            if self.stands(ack.sequence).await? {
                return Err(AppendError::Conflict);
            }
            // The same from every instance, so that two that try again still meet in the window.
            id = format!("{id}.{}", ack.sequence);
        }
        Err(unavailable("the record was not taken", "its id is held by records that are void").into())
    }
}

fn is_expected(head: Option<Head>, append: &Append) -> bool {
    let found = (head.map_or(0, |head| head.revision), head.map(|head| head.leaf));
    found == (append.expected_revision, append.expected_head)
}

fn append_error(error: &async_nats::jetstream::context::PublishError) -> AppendError {
    let code = std::error::Error::source(error)
        .and_then(|source| source.downcast_ref::<async_nats::jetstream::Error>())
        .map(async_nats::jetstream::Error::error_code);
    let refused = error.kind() == PublishErrorKind::WrongLastSequence
        // The same, as a cluster's leader words it before the append is proposed.
        || code == Some(ErrorCode::STREAM_WRONG_LAST_SEQUENCE_CONSTANT);
    if refused { AppendError::Conflict } else { unavailable(WHAT, error).into() }
}

#[async_trait]
impl Ledger for NatsLedger {
    fn origin(&self) -> &Origin {
        &self.origin
    }

    async fn append(&self, append: Append) -> Result<(), AppendError> {
        let size = append.bytes.len();
        if size > MAX_RECORD_BYTES {
            return Err(AppendError::TooLarge { size });
        }
        match self.append_as(&append).await {
            Ok(end) => {
                self.remember(&append.stream, end);
                Ok(())
            }
            Err(error) => {
                self.forget(&append.stream);
                Err(error)
            }
        }
    }

    async fn read(&self, stream: &StreamName) -> Result<Vec<Stored>, Unavailable> {
        let history = self.history(stream).await?;
        Ok(history.records.into_iter().map(|record| Stored { sequence: None, bytes: record.bytes }).collect())
    }

    fn follow_sealed(&self, from: u64) -> BoxStream<'static, Result<Arc<SealedBatch>, FollowError>> {
        sealed::follow(self.connection.clone(), self.origin.clone(), Arc::clone(&self.keys), from, false)
    }

    fn replay(&self, from: u64) -> BoxStream<'static, Result<Arc<SealedBatch>, FollowError>> {
        sealed::follow(self.connection.clone(), self.origin.clone(), Arc::clone(&self.keys), from, true)
    }

    async fn sealed_head(&self) -> Result<Option<SealedHead>, Unavailable> {
        sealed::head(&self.connection, &self.origin, &self.keys).await
    }
}
