//! Questions over NATS: `query.<name>`, JSON both ways.

mod proof;
mod tiles;

pub use proof::{NatsSeals, PROOF, SealsQuery};
pub use tiles::{NatsTiles, TILE, TilesQuery};

use crate::Connection;
use crate::micro::{self, MORE, Serving, no_answer};
use async_nats::service::Request;
use async_nats::{HeaderMap, StatusCode};
use async_trait::async_trait;
use futures::StreamExt as _;
use lienthong_ledger::ports::{Query, QueryError, Unavailable};
use lienthong_protocol::subjects;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Questions one instance works at; more wait.
const AT_ONCE: usize = 64;

/// Bytes of an answer in one message.
const PART_BYTES: usize = 512 * 1024;

/// How long an answer, or its next part, may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Serves questions by these names until the result is dropped. `service` is who answers: `projections`, `audit`.
///
/// # Errors
/// LT0710.
pub async fn serve(
    connection: &Connection,
    service: &str,
    names: &[&str],
    query: Arc<dyn Query>,
) -> Result<Serving, Unavailable> {
    let mut serving = Serving::start(connection, service, "Answers questions about what is sealed").await?;
    let places = Arc::new(Semaphore::new(AT_ONCE));
    for name in names {
        let mut requests = serving.listen(name, &subjects::query_subject(name), service).await?;
        let (name, query, places) = ((*name).to_owned(), Arc::clone(&query), Arc::clone(&places));
        let client = connection.client().clone();
        serving.spawn(async move {
            while let Some(request) = requests.next().await {
                let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
                let (name, query, client) = (name.clone(), Arc::clone(&query), client.clone());
                tokio::spawn(async move {
                    answer(&client, &request, &name, &*query).await;
                    drop(place);
                });
            }
        });
    }
    Ok(serving)
}

async fn answer(client: &async_nats::Client, request: &Request, name: &str, query: &dyn Query) {
    let answered = match parameters(&request.message.payload) {
        Ok(parameters) => query.query(name, parameters).await,
        Err(error) => Err(error),
    };
    match answered {
        Ok(value) => {
            if let Err(error) = send(client, request, value.to_string().into_bytes()).await {
                tracing::debug!(name, error, "an answer could not be sent");
            }
        }
        Err(error) => {
            let (code, why) = worded(&error);
            micro::refuse(request, code, &why).await;
        }
    }
}

/// No bytes are no parameters, so that `nats req query.overview ""` works by hand.
fn parameters(payload: &[u8]) -> Result<serde_json::Value, QueryError> {
    if payload.is_empty() {
        return Ok(serde_json::Value::Null);
    }
    serde_json::from_slice(payload)
        .map_err(|e| QueryError::Malformed { what: format!("the parameters are not JSON: {e}") })
}

async fn send(client: &async_nats::Client, request: &Request, bytes: Vec<u8>) -> Result<(), String> {
    let Some(reply) = request.message.reply.clone() else { return Ok(()) };
    let mut rest = bytes.as_slice();
    while rest.len() > PART_BYTES {
        let (part, after) = rest.split_at(PART_BYTES);
        let mut headers = HeaderMap::new();
        headers.insert(MORE, "1");
        let sent = client.publish_with_headers(reply.clone(), headers, part.to_vec().into()).await;
        sent.map_err(|e| e.to_string())?;
        rest = after;
    }
    request.respond(Ok(rest.to_vec().into())).await.map_err(|e| e.to_string())
}

fn worded(error: &QueryError) -> (usize, String) {
    match error {
        QueryError::NotFound { what } => (micro::NOT_FOUND, what.clone()),
        QueryError::Malformed { what } => (micro::BAD_REQUEST, what.clone()),
        QueryError::Unavailable(what) => (micro::UNAVAILABLE, what.to_string()),
    }
}

fn unworded(subject: &str, code: usize, what: String) -> QueryError {
    match code {
        micro::NOT_FOUND => QueryError::NotFound { what },
        micro::BAD_REQUEST => QueryError::Malformed { what },
        _ => no_answer(subject, &what).into(),
    }
}

/// Asks the services behind a NATS server.
#[derive(Clone)]
pub struct NatsQuery {
    connection: Connection,
}

impl NatsQuery {
    /// Every question that this connection may ask.
    #[must_use]
    pub const fn new(connection: Connection) -> Self {
        Self { connection }
    }
}

#[async_trait]
impl Query for NatsQuery {
    async fn query(
        &self,
        name: &str,
        parameters: serde_json::Value,
    ) -> Result<serde_json::Value, QueryError> {
        let client = self.connection.client();
        let subject = subjects::query_subject(name);
        let inbox = client.new_inbox();
        let mut replies = client.subscribe(inbox.clone()).await.map_err(|e| no_answer(&subject, &e))?;
        let payload = parameters.to_string().into_bytes();
        client
            .publish_with_reply(subject.clone(), inbox, payload.into())
            .await
            .map_err(|e| no_answer(&subject, &e))?;
        let mut bytes = Vec::new();
        loop {
            let reply = tokio::time::timeout(TIMEOUT, replies.next()).await;
            let reply = reply.map_err(|_| no_answer(&subject, &"no answer in time"))?;
            let reply = reply.ok_or_else(|| no_answer(&subject, &"the connection was closed"))?;
            if reply.status == Some(StatusCode::NO_RESPONDERS) {
                return Err(no_answer(&subject, &"nobody serves it now").into());
            }
            if let Some((code, why)) = micro::refusal(reply.headers.as_ref()) {
                return Err(unworded(&subject, code, why));
            }
            bytes.extend_from_slice(&reply.payload);
            if reply.headers.as_ref().is_none_or(|headers| headers.get(MORE).is_none()) {
                return serde_json::from_slice(&bytes).map_err(|e| no_answer(&subject, &e).into());
            }
        }
    }
}
