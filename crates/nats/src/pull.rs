//! Reading a stream on from a cursor, for ever, over restarts of the server.
//!
//! A consumer of our own is made at the cursor and asked for a batch at a time. It lives in the server's memory and goes with
//! it; then another is made where this one stood. What was sent and lost on the way is seen by the consumer's own count.

use crate::Connection;
use crate::problem::unavailable;
use async_nats::jetstream::consumer::pull::Config;
use async_nats::jetstream::consumer::{AckPolicy, Consumer, DeliverPolicy, ReplayPolicy};
use futures::StreamExt as _;
use futures::stream::BoxStream;
use lienthong_ledger::ports::Unavailable;
use std::time::Duration;
use tokio::sync::mpsc;

/// With nothing new for this long, the reader is told, so that it can see whether the stream went back.
const IDLE: Duration = Duration::from_secs(2);

/// How much later than promised the server may say that there is nothing.
const LATE: Duration = Duration::from_secs(1);

/// How long a consumer of ours outlives us on the server.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(30);

/// What to read.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// Stream.
    pub(crate) stream: String,
    /// Subject, with wildcards. Its own permission: a role may read some subjects of a stream and not others.
    pub(crate) filter: String,
    /// After which of the stream's sequences; 0 from the beginning.
    pub(crate) after: u64,
    /// Messages asked for at once.
    pub(crate) at_once: usize,
    /// Whether to read on with a new consumer when the last one is gone. Who must know that the log may have changed under it
    /// does not, and begins again.
    pub(crate) resumes: bool,
}

/// One message of a stream, or that there is none.
#[derive(Debug)]
pub(crate) enum Step {
    /// A message.
    Message(Box<Message>),
    /// Nothing new for a while.
    Idle,
}

/// A message as the stream has it.
#[derive(Debug)]
pub(crate) struct Message {
    /// The stream's sequence.
    pub(crate) cursor: u64,
    pub(crate) subject: String,
    pub(crate) message: async_nats::Message,
}

/// Messages after the place, in order. Ends with an error, or when nobody listens.
pub(crate) fn follow(connection: Connection, place: Place) -> BoxStream<'static, Result<Step, Unavailable>> {
    channel(2 * place.at_once, |steps| async move {
        if let Err(error) = pump(&connection, place, &steps).await {
            // Nobody may listen any more.
            let _ = steps.send(Err(error)).await;
        }
    })
}

/// A stream fed by a task of its own; the task's sends fail when nobody listens any more.
pub(crate) fn channel<T, F>(capacity: usize, feed: impl FnOnce(mpsc::Sender<T>) -> F) -> BoxStream<'static, T>
where
    T: Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let (sender, receiver) = mpsc::channel(capacity);
    tokio::spawn(feed(sender));
    futures::stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|item| (item, receiver))
    })
    .boxed()
}

type Steps = mpsc::Sender<Result<Step, Unavailable>>;

async fn pump(connection: &Connection, mut place: Place, steps: &Steps) -> Result<(), Unavailable> {
    while !steps.is_closed() {
        let consumer = consumer(connection, &place).await?;
        let end = tokio::select! {
            end = drain(&consumer, &mut place, steps) => end,
            () = connection.lost() => End::Broken("the connection was lost".to_owned()),
        };
        forget(connection, &place.stream, consumer);
        match end {
            End::Closed => return Ok(()),
            End::Broken(why) if place.resumes => {
                tracing::debug!(stream = place.stream, why, "reading on with a new consumer");
            }
            End::Broken(why) => return Err(unavailable(&format!("stream {} was lost", place.stream), why)),
        }
    }
    Ok(())
}

/// Why a consumer is of no more use.
enum End {
    /// It is gone, or a message of it was lost.
    Broken(String),
    /// Nobody listens any more.
    Closed,
}

async fn drain(consumer: &Consumer<Config>, place: &mut Place, steps: &Steps) -> End {
    let mut delivered = 0;
    loop {
        let asked = consumer.batch().max_messages(place.at_once).expires(IDLE).messages().await;
        let mut messages = match asked {
            Ok(messages) => messages,
            Err(error) => return End::Broken(error.to_string()),
        };
        let mut idle = true;
        loop {
            let message = match tokio::time::timeout(IDLE + LATE, messages.next()).await {
                Ok(Some(Ok(message))) => message,
                Ok(Some(Err(error))) => return End::Broken(error.to_string()),
                Ok(None) => break,
                Err(_) => return End::Broken("the server did not say that there is nothing".to_owned()),
            };
            delivered += 1;
            let step = match step(message, delivered) {
                Ok(step) => step,
                Err(why) => return End::Broken(why),
            };
            let cursor = step.cursor;
            if steps.send(Ok(Step::Message(Box::new(step)))).await.is_err() {
                return End::Closed;
            }
            // Only now: whoever breaks this off reads the same message again.
            (idle, place.after) = (false, cursor);
        }
        if idle && steps.send(Ok(Step::Idle)).await.is_err() {
            return End::Closed;
        }
    }
}

/// A message, if it is this one of the consumer's: else one was lost on the way.
fn step(message: async_nats::jetstream::Message, expected: u64) -> Result<Message, String> {
    let info = message.info().map_err(|error| error.to_string())?;
    if info.consumer_sequence != expected {
        return Err(format!("message {expected} of the consumer was lost"));
    }
    let cursor = info.stream_sequence;
    Ok(Message { cursor, subject: message.subject.to_string(), message: message.message })
}

async fn consumer(connection: &Connection, place: &Place) -> Result<Consumer<Config>, Unavailable> {
    let what = format!("stream {} cannot be read", place.stream);
    let config = config(connection, place, false);
    let made = async {
        let made = connection.jetstream().create_consumer_on_stream(config, &place.stream).await;
        made.map_err(|e| unavailable(&what, e))
    };
    connection.while_up(&what, made).await
}

fn config(connection: &Connection, place: &Place, headers_only: bool) -> Config {
    Config {
        // A name is part of the subject that permissions are given for; it has to be nobody else's.
        name: Some(connection.client().new_inbox().rsplit('.').next().unwrap_or_default().to_owned()),
        filter_subject: place.filter.clone(),
        deliver_policy: DeliverPolicy::ByStartSequence { start_sequence: place.after + 1 },
        ack_policy: AckPolicy::None,
        replay_policy: ReplayPolicy::Instant,
        memory_storage: true,
        num_replicas: 1,
        inactive_threshold: FORGOTTEN_AFTER,
        headers_only,
        ..Config::default()
    }
}

/// The first message after the place; `None`: there is none. `headers_only` leaves its bytes on the server.
pub(crate) async fn first_after(
    connection: &Connection,
    place: &Place,
    headers_only: bool,
) -> Result<Option<Message>, Unavailable> {
    let what = format!("stream {} cannot be read", place.stream);
    connection.while_up(&what, first(connection, place, headers_only)).await
}

async fn first(
    connection: &Connection,
    place: &Place,
    headers_only: bool,
) -> Result<Option<Message>, Unavailable> {
    let failed =
        |e: &dyn std::fmt::Display| unavailable(&format!("stream {} cannot be read", place.stream), e);
    let config = config(connection, place, headers_only);
    let made = connection.jetstream().create_consumer_on_stream(config, &place.stream).await;
    let consumer = made.map_err(|e| failed(&e))?;
    let mut messages = consumer.fetch().max_messages(1).messages().await.map_err(|e| failed(&e))?;
    let first = messages.next().await.transpose().map_err(|e| failed(&e))?;
    forget(connection, &place.stream, consumer);
    let Some(first) = first else { return Ok(None) };
    let cursor = first.info().map_err(|e| failed(&e))?.stream_sequence;
    Ok(Some(Message { cursor, subject: first.subject.to_string(), message: first.message }))
}

/// Ends a consumer without waiting: the server forgets it by itself, only later.
fn forget(connection: &Connection, stream: &str, consumer: Consumer<Config>) {
    let (connection, stream) = (connection.clone(), stream.to_owned());
    tokio::spawn(async move {
        let name = &consumer.cached_info().name;
        let _ = connection.jetstream().delete_consumer_from_stream(name, &stream).await;
    });
}
