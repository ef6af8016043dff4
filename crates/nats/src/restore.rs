//! Putting a ledger's log back on a broker from the sealed copy: after a loss, and on a new server.
//!
//! Belongs here: comparing what is there, and writing the rest in its order. Does not: seals, which the sealer publishes again from its
//! copy; making streams and taking damaged ones away, which the operator does.

use crate::Connection;
use crate::problem::unavailable;
use crate::tail::NatsTail;
use async_nats::jetstream::context::{PublishAckFuture, PublishError, PublishErrorKind};
use async_nats::jetstream::message::PublishMessage;
use futures::stream::BoxStream;
use futures::{StreamExt as _, TryStreamExt as _};
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::placing::place;
use lienthong_ledger::ports::{FollowError, Tail as _, Unavailable};
use lienthong_names::Origin;
use lienthong_protocol::subjects;
use std::collections::VecDeque;
use std::sync::Arc;

/// Records on their way at once. Each says which number it must get, so that none can stand in another's place.
const AT_ONCE: usize = 256;

/// What it is called that went wrong.
const WHAT: &str = "the log is put back in part; run it again to go on";

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// Sealed records that stood there already.
    pub there: u64,
    /// Records that were put back.
    pub put_back: u64,
}

/// Why a log was not put back, or only in part.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RestoreError {
    /// What is there is no beginning of what was sealed.
    #[error(
        "LT0723 {origin}: message {cursor} of the broker's log is not record {cursor} of the copy: {what}. Nothing was written; set the \
         stream aside, make an empty one with `ledger create`, and run it again"
    )]
    Another {
        /// Which ledger.
        origin: Origin,
        /// The message, and the record that should stand there.
        cursor: u64,
        /// What stands there.
        what: &'static str,
    },
    /// Somebody writes to the log meanwhile.
    #[error(
        "LT0724 {origin}: somebody writes to the log; stop routing, consultation, publishing and inspection, and begin with an empty stream"
    )]
    InUse {
        /// Which ledger.
        origin: Origin,
    },
    /// The copy cannot be read.
    #[error(transparent)]
    Copy(#[from] FollowError),
    /// The broker is away, or a record of the copy cannot be placed.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Writes the records of a sealed copy, from the first on, into the log of a ledger; those that stand there as they are stay, so that it can
/// be run again. `told` hears how many stand there.
///
/// # Errors
/// [`RestoreError`].
pub async fn restore(
    connection: &Connection,
    origin: &Origin,
    mut copy: BoxStream<'static, Result<Arc<SealedBatch>, FollowError>>,
    told: &mut (dyn FnMut(u64) + Send),
) -> Result<Restored, RestoreError> {
    let tail = NatsTail::new(connection.clone(), origin.clone());
    let end = tail.end().await?;
    let mut log = tail.follow(0);
    let mut under_way = VecDeque::new();
    let mut sequence = 0;
    while let Some(batch) = copy.try_next().await? {
        for bytes in &batch.records {
            sequence += 1;
            if sequence <= end {
                compare(origin, sequence, bytes, &mut log).await?;
            } else {
                under_way.push_back(send(connection, origin, sequence, bytes).await?);
            }
            if under_way.len() == AT_ONCE {
                taken(origin, under_way.pop_front()).await?;
            }
            told(sequence - under_way.len() as u64);
        }
    }
    while !under_way.is_empty() {
        taken(origin, under_way.pop_front()).await?;
        told(sequence - under_way.len() as u64);
    }
    // Beyond the copy there may be records that were not sealed yet: they stay for the sealer to judge.
    let there = end.min(sequence);
    Ok(Restored { there, put_back: sequence - there })
}

/// The message with this number must be the record with this sequence.
async fn compare(
    origin: &Origin,
    cursor: u64,
    bytes: &Arc<[u8]>,
    log: &mut BoxStream<'static, Result<lienthong_ledger::ports::Unsealed, FollowError>>,
) -> Result<(), RestoreError> {
    let another = |what| RestoreError::Another { origin: origin.clone(), cursor, what };
    let found = log.next().await.ok_or_else(|| another("it is not there"))??;
    if found.cursor != cursor {
        return Err(another("it is not there"));
    }
    if found.bytes == *bytes { Ok(()) } else { Err(another("it is another record, or a void one")) }
}

async fn send(
    connection: &Connection,
    origin: &Origin,
    sequence: u64,
    bytes: &Arc<[u8]>,
) -> Result<PublishAckFuture, RestoreError> {
    let placed = place(bytes).map_err(|error| Unavailable {
        code: "LT0510",
        what: format!("{origin}: record {sequence} of the copy cannot be placed: {error}"),
    })?;
    let message = PublishMessage::build()
        .payload(bytes.to_vec().into())
        .expected_last_sequence(sequence - 1)
        .expected_stream(subjects::ledger_stream_name(origin));
    let subject = subjects::stream_subject(origin, &placed.stream);
    let sent = connection.jetstream().send_publish(subject, message).await;
    sent.map_err(|error| refused(origin, &error))
}

async fn taken(origin: &Origin, under_way: Option<PublishAckFuture>) -> Result<(), RestoreError> {
    let Some(under_way) = under_way else { return Ok(()) };
    under_way.await.map(drop).map_err(|error| refused(origin, &error))
}

fn refused(origin: &Origin, error: &PublishError) -> RestoreError {
    if error.kind() == PublishErrorKind::WrongLastSequence {
        return RestoreError::InUse { origin: origin.clone() };
    }
    unavailable(WHAT, error).into()
}
