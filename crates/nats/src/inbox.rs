//! What agencies are told, on JetStream: `inbox.<agency>.<stream>` in the work queue `LT_INBOX`, from which a delivery is gone
//! once it is acknowledged. Up to which record of a ledger everything is told stands in `TOLD`, on `told.<ledger>`.
//!
//! Each agency has one durable consumer, named as its token, that has one delivery out at a time: so the next one of a stream
//! never comes before the last one is acknowledged. An agency's own user can ask that consumer and no other.

use crate::Connection;
use crate::problem::{Problem, unavailable};
use crate::{admin, settings};
use async_nats::StatusCode;
use async_nats::jetstream::consumer::pull::Config;
use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, ReplayPolicy};
use async_nats::jetstream::context::PublishErrorKind;
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::stream::{DirectGetErrorKind, LastRawMessageErrorKind, Stream};
use async_trait::async_trait;
use futures::{StreamExt as _, TryStreamExt as _};
use lienthong_ledger::inbox::{AcknowledgeError, Delivery, Taken, Told, Unacknowledged};
use lienthong_ledger::ports::{Inbox, Unavailable};
use lienthong_names::{AgencyId, Origin};
use lienthong_protocol::subjects;
use settings::{INBOX, TOLD};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long an agency may have a delivery before it is given out again.
pub const ACK_WAIT: Duration = Duration::from_secs(30);

/// Streams whose deliveries are on their way to the broker at once; those of one stream go one by one.
const STREAMS_AT_ONCE: usize = 64;

/// How much later than asked the server may answer.
const LATE: Duration = Duration::from_secs(5);

/// What it is called that went wrong.
const WHAT: &str = "the deliveries may be there or not";

/// The inboxes behind a connection: for routing to put in, for an agency to take from its own.
pub struct NatsInbox {
    connection: Connection,
    ack_wait: Duration,
    // Agencies whose consumer is known to be there.
    known: Mutex<BTreeSet<AgencyId>>,
}

/// Where telling a ledger's records stands.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// Of the message that says so; 0 for none.
    cursor: u64,
    told: u64,
}

impl NatsInbox {
    /// As routing sees them. The streams must be there, and must not lose a delivery.
    ///
    /// # Errors
    /// LT0025, LT0703.
    pub async fn open(connection: Connection) -> Result<Self, Problem> {
        admin::check_inbox(&connection).await?;
        Ok(Self::of_agency(connection))
    }

    /// As an agency's own user sees its own.
    #[must_use]
    pub const fn of_agency(connection: Connection) -> Self {
        Self { connection, ack_wait: ACK_WAIT, known: Mutex::new(BTreeSet::new()) }
    }

    /// With another patience than [`ACK_WAIT`], for inboxes that are made from here on.
    #[must_use]
    pub const fn with_ack_wait(mut self, ack_wait: Duration) -> Self {
        self.ack_wait = ack_wait;
        self
    }

    async fn stream(&self, name: &str) -> Result<Stream<()>, Unavailable> {
        let stream = self.connection.jetstream().get_stream_no_info(name).await;
        stream.map_err(|e| unavailable(&format!("stream {name} cannot be read"), e))
    }

    async fn place(&self, origin: &Origin) -> Result<Place, Unavailable> {
        let what = format!("stream {TOLD} cannot be read");
        let (stream, subject) = (self.stream(TOLD).await?, subjects::told_subject(origin));
        // From the leader: who is behind would tell again what was told.
        let asked = async { Ok(stream.get_last_raw_message_by_subject(&subject).await) };
        match self.connection.while_up(&what, asked).await? {
            Ok(message) => {
                let text = String::from_utf8_lossy(&message.payload);
                let told = text.parse().map_err(|e| unavailable(&what, format!("`{text}`: {e}")))?;
                Ok(Place { cursor: message.sequence, told })
            }
            Err(error) if error.kind() == LastRawMessageErrorKind::NoMessageFound => Ok(Place::default()),
            Err(error) => Err(unavailable(&what, error)),
        }
    }

    /// Moves the place on; `false` if another has moved it.
    async fn keep(&self, origin: &Origin, after: Place, told: u64) -> Result<bool, Unavailable> {
        let message = PublishMessage::build()
            .payload(told.to_string().into())
            .expected_last_subject_sequence(after.cursor)
            .expected_stream(TOLD);
        match self.connection.publish(WHAT, subjects::told_subject(origin), message).await? {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == PublishErrorKind::WrongLastSequence => Ok(false),
            Err(error) => Err(unavailable(WHAT, error)),
        }
    }

    /// An agency that has an inbox for the first time gets its consumer.
    async fn ensure_consumers(&self, deliveries: &[Delivery]) -> Result<(), Unavailable> {
        let agencies: BTreeSet<&AgencyId> = deliveries.iter().map(|delivery| &delivery.id.agency).collect();
        for agency in agencies {
            if self.known.lock().unwrap_or_else(PoisonError::into_inner).contains(agency) {
                continue;
            }
            let made = self.connection.jetstream().create_consumer_on_stream(self.consumer(agency), INBOX);
            let what = format!("the inbox of {agency} cannot be made");
            let made = async { made.await.map(drop).map_err(|e| unavailable(&what, e)) };
            self.connection.while_up(&what, made).await?;
            self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(agency.clone());
        }
        Ok(())
    }

    fn consumer(&self, agency: &AgencyId) -> Config {
        Config {
            durable_name: Some(subjects::token(agency.as_str())),
            description: Some(format!("lienthong: deliveries to {agency}")),
            filter_subject: subjects::inbox_subjects(agency),
            deliver_policy: DeliverPolicy::All,
            replay_policy: ReplayPolicy::Instant,
            ack_policy: AckPolicy::Explicit,
            ack_wait: self.ack_wait,
            // For ever: a delivery is never given up.
            max_deliver: -1,
            // In order: the next one comes when this one is acknowledged.
            max_ack_pending: 1,
            ..Config::default()
        }
    }
}

/// One after the other: the broker has one before it is sent the next.
async fn put_in_order(connection: Connection, deliveries: Vec<Delivery>) -> Result<(), Unavailable> {
    for delivery in deliveries {
        let subject = subjects::inbox_subject(&delivery.id.agency, &delivery.stream);
        let message = PublishMessage::build()
            .payload(delivery.to_json().to_string().into())
            .message_id(delivery.id.to_string())
            .expected_stream(INBOX);
        connection.publish(WHAT, subject, message).await?.map_err(|e| unavailable(WHAT, e))?;
    }
    Ok(())
}

#[async_trait]
impl Inbox for NatsInbox {
    async fn told(&self, origin: &Origin) -> Result<u64, Unavailable> {
        Ok(self.place(origin).await?.told)
    }

    async fn tell(&self, told: Told) -> Result<bool, Unavailable> {
        let place = self.place(&told.origin).await?;
        if place.told != told.after {
            return Ok(false);
        }
        self.ensure_consumers(&told.deliveries).await?;
        let mut by_stream: BTreeMap<_, Vec<Delivery>> = BTreeMap::new();
        for delivery in told.deliveries {
            by_stream.entry(delivery.stream.clone()).or_default().push(delivery);
        }
        let connection = self.connection.clone();
        futures::stream::iter(by_stream.into_values())
            .map(|of_stream| put_in_order(connection.clone(), of_stream))
            .buffer_unordered(STREAMS_AT_ONCE)
            .try_collect::<Vec<()>>()
            .await?;
        self.keep(&told.origin, place, told.upto).await
    }

    async fn next(&self, agency: &AgencyId, wait: Duration) -> Result<Option<Taken>, Unavailable> {
        let client = self.connection.client();
        let (reply, token) = (client.new_inbox(), subjects::token(agency.as_str()));
        let failed = |why: &dyn std::fmt::Display| no_answer(agency, why);
        let mut replies = client.subscribe(reply.clone()).await.map_err(|e| failed(&e))?;
        let request = if wait.is_zero() {
            serde_json::json!({ "batch": 1, "no_wait": true })
        } else {
            serde_json::json!({ "batch": 1, "expires": u64::try_from(wait.as_nanos()).unwrap_or(u64::MAX) })
        };
        let subject = format!("$JS.API.CONSUMER.MSG.NEXT.{INBOX}.{token}");
        let request = request.to_string().into_bytes();
        client.publish_with_reply(subject, reply, request.into()).await.map_err(|e| failed(&e))?;
        let answer = tokio::time::timeout(wait.saturating_add(LATE), replies.next()).await;
        let answer = answer.map_err(|_| failed(&"no answer in time"))?;
        let answer = answer.ok_or_else(|| failed(&"the connection was closed"))?;
        // Nothing now, nothing within the time, or nothing ever yet: then there is no consumer to ask.
        if answer.status.is_some_and(|status| status != StatusCode::OK) {
            return Ok(None);
        }
        let ack = answer.reply.ok_or_else(|| failed(&"the delivery says not how it is acknowledged"))?;
        let json = serde_json::from_slice(&answer.payload).map_err(|e| failed(&e))?;
        let delivery = Delivery::from_json(&json)
            .map_err(|e| Unavailable { code: "LT0026", what: e.to_string().replacen("LT0026 ", "", 1) })?;
        // `$JS.ACK.<stream>.<consumer>.<times delivered>.…`
        let attempt = ack.split('.').nth(4).and_then(|count| count.parse().ok()).unwrap_or(1);
        Ok(Some(Taken { delivery, attempt, token: ack.to_string() }))
    }

    async fn acknowledge(&self, agency: &AgencyId, token: &str) -> Result<(), AcknowledgeError> {
        let own = format!("$JS.ACK.{INBOX}.{}.", subjects::token(agency.as_str()));
        if !token.starts_with(&own) || token.contains(['*', '>', ' ']) {
            return Err(AcknowledgeError::NotAToken { token: token.to_owned(), agency: agency.clone() });
        }
        let client = self.connection.client();
        match client.request(token.to_owned(), "+ACK".into()).await {
            Ok(_) => Ok(()),
            Err(error) => Err(no_answer(agency, &error).into()),
        }
    }

    async fn unacknowledged(&self) -> Result<Vec<Unacknowledged>, Unavailable> {
        let failed = |e: &dyn std::fmt::Display| unavailable(&format!("stream {INBOX} cannot be read"), e);
        let stream = self.stream(INBOX).await?;
        let mut counts: BTreeMap<AgencyId, u64> = BTreeMap::new();
        let mut waiting = stream.info_with_subjects("inbox.>").await.map_err(|e| failed(&e))?;
        while let Some(subject) = waiting.next().await {
            let (subject, count) = subject.map_err(|e| failed(&e))?;
            if let Some((agency, _)) = subjects::of_inbox(&subject) {
                *counts.entry(agency).or_default() += count as u64;
            }
        }
        let mut found = Vec::with_capacity(counts.len());
        for (agency, count) in counts {
            let first = stream.direct_get_next_for_subject(subjects::inbox_subjects(&agency), Some(1)).await;
            let first = match first {
                Ok(first) => first,
                // Acknowledged meanwhile.
                Err(error) if error.kind() == DirectGetErrorKind::NotFound => continue,
                Err(error) => return Err(failed(&error)),
            };
            let json = serde_json::from_slice(&first.payload).map_err(|e| failed(&e))?;
            let delivery = Delivery::from_json(&json).map_err(|e| failed(&e))?;
            let consumer = stream.consumer_info(subjects::token(agency.as_str())).await;
            // Only the first one is ever out.
            let attempts = consumer.map_or(0, |info| {
                info.delivered.consumer_sequence.saturating_sub(info.ack_floor.consumer_sequence)
            });
            found.push(Unacknowledged {
                agency,
                count,
                oldest: delivery.id,
                stream: delivery.stream,
                since: delivery.recorded_at,
                attempts,
            });
        }
        Ok(found)
    }
}

/// The agency's inbox does not answer. `LT0028`.
fn no_answer(agency: &AgencyId, why: &dyn std::fmt::Display) -> Unavailable {
    let what = format!(
        "the inbox of {agency} does not answer ({why}); what is not acknowledged comes again: try again"
    );
    Unavailable { code: "LT0028", what }
}
