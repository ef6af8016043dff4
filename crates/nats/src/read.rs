//! One stream of a ledger, read from the log with its unsealed tail, for deciders.
//!
//! Most of it comes in one request that any replica may answer; the leader says which message is the last. When the answer
//! is behind, or holds a void record that a replica's own hole may have made, the leader alone is read.

use crate::Connection;
use crate::problem::unavailable;
use async_nats::StatusCode;
use async_nats::jetstream::stream::{LastRawMessageErrorKind, RawMessageErrorKind, Stream};
use futures::StreamExt as _;
use lienthong_ledger::placing::{Placed, place};
use lienthong_ledger::ports::Unavailable;
use lienthong_ledger::seal::{Head, follows};
use lienthong_merkle::leaf_hash;
use lienthong_names::{Origin, StreamName};
use lienthong_protocol::subjects;
use std::sync::Arc;
use std::time::Duration;

/// How long the broker may take to send one stream.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Messages asked for in one request.
const AT_ONCE: usize = 1000;

/// No message is waited for any more: the mark after the last one of a batched direct get.
const END_OF_BATCH: u16 = 204;

/// What it is called that went wrong.
const WHAT: &str = "the log cannot be read";

/// A message of the log.
#[derive(Debug, Clone)]
pub(crate) struct Logged {
    pub(crate) cursor: u64,
    pub(crate) bytes: Arc<[u8]>,
}

/// The records of one stream by revision, and where its subject ends on the broker.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// Valid records only: what is void has no revision.
    pub(crate) records: Vec<Logged>,
    pub(crate) head: Option<Head>,
    /// Cursor of the subject's last message, void or not: what the next append expects. 0 for none.
    pub(crate) last: u64,
    /// Whether a message was passed over.
    pub(crate) has_void: bool,
}

/// Reads a stream.
pub(crate) async fn history(
    connection: &Connection,
    origin: &Origin,
    stream: &StreamName,
) -> Result<History, Unavailable> {
    connection.while_up(WHAT, whole(connection, origin, stream)).await
}

async fn whole(
    connection: &Connection,
    origin: &Origin,
    stream: &StreamName,
) -> Result<History, Unavailable> {
    let subject = subjects::stream_subject(origin, stream);
    let handle = handle(connection, origin).await?;
    let (bulk, last) = tokio::try_join!(bulk(connection, origin, &subject), last(&handle, &subject))?;
    let history = fold(stream, bulk);
    if history.last >= last && !history.has_void {
        return Ok(history);
    }
    Ok(fold(stream, one_by_one(&handle, &subject, last).await?))
}

/// The message at a cursor, from the leader.
pub(crate) async fn at(
    connection: &Connection,
    origin: &Origin,
    cursor: u64,
) -> Result<Option<Logged>, Unavailable> {
    let handle = handle(connection, origin).await?;
    let asked = async { Ok(handle.get_raw_message(cursor).await) };
    match connection.while_up(WHAT, asked).await? {
        Ok(message) => Ok(Some(Logged { cursor, bytes: message.payload.as_ref().into() })),
        Err(error) if matches!(error.kind(), RawMessageErrorKind::NoMessageFound) => Ok(None),
        Err(error) => Err(failed(&error)),
    }
}

/// Passes over what is void, by the same rule as the sealer.
fn fold(stream: &StreamName, messages: Vec<Logged>) -> History {
    let mut history = History::default();
    for message in messages {
        history.last = history.last.max(message.cursor);
        match taken(stream, history.head, &message.bytes) {
            Some(placed) => {
                history.head = Some(Head { revision: placed.revision, leaf: leaf_hash(&message.bytes) });
                history.records.push(message);
            }
            None => history.has_void = true,
        }
    }
    history
}

fn taken(stream: &StreamName, head: Option<Head>, bytes: &[u8]) -> Option<Placed> {
    // Bytes that say they belong elsewhere were never appended with this stream's revision in hand.
    place(bytes).ok().filter(|placed| placed.stream == *stream && follows(head, placed).is_ok())
}

async fn handle(connection: &Connection, origin: &Origin) -> Result<Stream<()>, Unavailable> {
    let name = subjects::ledger_stream_name(origin);
    connection.jetstream().get_stream_no_info(name).await.map_err(|e| failed(&e))
}

/// Cursor of the subject's last message on the leader.
async fn last(handle: &Stream<()>, subject: &str) -> Result<u64, Unavailable> {
    match handle.get_last_raw_message_by_subject(subject).await {
        Ok(message) => Ok(message.sequence),
        Err(error) if matches!(error.kind(), LastRawMessageErrorKind::NoMessageFound) => Ok(0),
        Err(error) => Err(failed(&error)),
    }
}

async fn one_by_one(handle: &Stream<()>, subject: &str, last: u64) -> Result<Vec<Logged>, Unavailable> {
    let mut messages = Vec::new();
    let mut next = 1;
    while next <= last {
        let found = handle.raw_message_builder().sequence(next).next_by_subject(subject).send().await;
        let message = match found {
            Ok(message) => message,
            Err(error) if matches!(error.kind(), RawMessageErrorKind::NoMessageFound) => break,
            Err(error) => return Err(failed(&error)),
        };
        next = message.sequence + 1;
        messages.push(Logged { cursor: message.sequence, bytes: message.payload.as_ref().into() });
    }
    Ok(messages)
}

async fn bulk(connection: &Connection, origin: &Origin, subject: &str) -> Result<Vec<Logged>, Unavailable> {
    let mut messages = Vec::new();
    loop {
        let from = messages.last().map_or(1, |last: &Logged| last.cursor + 1);
        let read = bulk_from(connection, origin, subject, from, &mut messages);
        let more = tokio::time::timeout(TIMEOUT, read).await.map_err(|_| failed(&"no answer in time"))??;
        if !more {
            return Ok(messages);
        }
    }
}

/// One batched direct get. Says whether there is more.
async fn bulk_from(
    connection: &Connection,
    origin: &Origin,
    subject: &str,
    from: u64,
    messages: &mut Vec<Logged>,
) -> Result<bool, Unavailable> {
    let client = connection.client();
    let inbox = client.new_inbox();
    let mut replies = client.subscribe(inbox.clone()).await.map_err(|e| failed(&e))?;
    let request = serde_json::json!({ "batch": AT_ONCE, "seq": from, "next_by_subj": subject }).to_string();
    let direct = format!("$JS.API.DIRECT.GET.{}", subjects::ledger_stream_name(origin));
    client.publish_with_reply(direct, inbox, request.into()).await.map_err(|e| failed(&e))?;
    while let Some(reply) = replies.next().await {
        match reply.status {
            None => messages.push(logged(&reply)?),
            Some(StatusCode::NOT_FOUND) => return Ok(false),
            Some(status) if status.as_u16() == END_OF_BATCH => {
                return Ok(number(&reply, "Nats-Num-Pending").is_some_and(|pending| pending > 0));
            }
            Some(status) => return Err(failed(&format!("the broker says {status}"))),
        }
    }
    Err(failed(&"the connection was closed"))
}

fn logged(reply: &async_nats::Message) -> Result<Logged, Unavailable> {
    let cursor = number(reply, "Nats-Sequence").ok_or_else(|| failed(&"a message without its sequence"))?;
    Ok(Logged { cursor, bytes: reply.payload.as_ref().into() })
}

fn number(reply: &async_nats::Message, header: &str) -> Option<u64> {
    reply.headers.as_ref()?.get(header)?.as_str().parse().ok()
}

fn failed(why: &dyn std::fmt::Display) -> Unavailable {
    unavailable(WHAT, why)
}
